/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-list-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SECURITY_TASKS_PAGE (sanera_security_tasks_page_get_type ())

/* The page of the IT administrators [131], [136], [140]. */
G_DECLARE_FINAL_TYPE (SaneraSecurityTasksPage,
                      sanera_security_tasks_page,
                      SANERA,
                      SECURITY_TASKS_PAGE,
                      SaneraListPage)

SaneraPage *sanera_security_tasks_page_new (GSettings *settings);

G_END_DECLS
