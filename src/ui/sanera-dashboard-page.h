/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_DASHBOARD_PAGE (sanera_dashboard_page_get_type ())

/* The scores, what has changed, and the first few of the lists. Action: "dashboard.copy-summary".
 */
G_DECLARE_FINAL_TYPE (SaneraDashboardPage,
                      sanera_dashboard_page,
                      SANERA,
                      DASHBOARD_PAGE,
                      SaneraPage)

SaneraPage *sanera_dashboard_page_new (GSettings *settings);
char *sanera_dashboard_page_dup_summary (SaneraDashboardPage *self);

G_END_DECLS
