/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-list-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXCEPTIONS_PAGE (sanera_exceptions_page_get_type ())

/* The tab "Exceptions" of the Remediation page. */
G_DECLARE_FINAL_TYPE (SaneraExceptionsPage,
                      sanera_exceptions_page,
                      SANERA,
                      EXCEPTIONS_PAGE,
                      SaneraListPage)

SaneraPage *sanera_exceptions_page_new (GSettings *settings);

G_END_DECLS
