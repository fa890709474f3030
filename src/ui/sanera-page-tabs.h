/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_PAGE_TABS (sanera_page_tabs_get_type ())

/* The tabs above a page that is one of several under one name in the sidebar: Activities and
 * Exceptions of the page Remediation. */
G_DECLARE_FINAL_TYPE (SaneraPageTabs, sanera_page_tabs, SANERA, PAGE_TABS, AdwBin)

GtkWidget *sanera_page_tabs_new (SaneraPageClass *klass, GPtrArray *classes);
void sanera_page_tabs_add (SaneraPage *page, GPtrArray *classes);
guint sanera_page_tabs_find_place (GPtrArray *classes, const char *page_id);

G_END_DECLS
