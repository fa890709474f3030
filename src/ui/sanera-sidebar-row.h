/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_SIDEBAR_ROW (sanera_sidebar_row_get_type ())

/* A page in the sidebar: icon, title, number of rows. */
G_DECLARE_FINAL_TYPE (SaneraSidebarRow, sanera_sidebar_row, SANERA, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget *sanera_sidebar_row_new (const char *title, const char *icon_name);
void sanera_sidebar_row_set_count (SaneraSidebarRow *self, gint64 count);
void sanera_sidebar_row_set_count_up_to (SaneraSidebarRow *self, gint64 count, gint64 most);

G_END_DECLS
