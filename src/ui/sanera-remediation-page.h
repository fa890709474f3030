/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-list-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_REMEDIATION_PAGE (sanera_remediation_page_get_type ())

/* The page "Remediation", document sentences [132] and [138] to [151]. */
G_DECLARE_FINAL_TYPE (SaneraRemediationPage,
                      sanera_remediation_page,
                      SANERA,
                      REMEDIATION_PAGE,
                      SaneraListPage)

SaneraPage *sanera_remediation_page_new (GSettings *settings);

G_END_DECLS
