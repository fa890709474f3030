/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The reports that were imported last, shared with the desktop. */
void sanera_recent_add (GtkRecentManager *manager, GFile *file);
GListModel *sanera_recent_list (GtkRecentManager *manager);
void sanera_recent_fill_menu (GMenu *menu, GListModel *files);

G_END_DECLS
