/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_TAB_STOP (sanera_tab_stop_get_type ())

/* Around a list: Tab goes to the row that had the focus last, into what that row holds, and then
 * past the list, however long it is. The arrows go from row to row. */
G_DECLARE_FINAL_TYPE (SaneraTabStop, sanera_tab_stop, SANERA, TAB_STOP, AdwBin)

GtkWidget *sanera_tab_stop_new (GtkWidget *list);

G_END_DECLS
