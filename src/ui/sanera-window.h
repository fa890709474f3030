/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connections.h"
#include "sanera-page.h"
#include "sanera-view-state.h"

G_BEGIN_DECLS

/* Below this width, in logical pixels with text of the usual size, the sidebar folds and the flyout
 * covers the list. */
#define SANERA_WINDOW_NARROW 900

#define SANERA_TYPE_WINDOW (sanera_window_get_type ())

G_DECLARE_FINAL_TYPE (SaneraWindow, sanera_window, SANERA, WINDOW, AdwApplicationWindow)

SaneraWindow *sanera_window_new (GtkApplication *application,
                                 SaneraConnections *connections,
                                 GSettings *settings);
SaneraConnections *sanera_window_get_connections (SaneraWindow *self);
GSettings *sanera_window_get_settings (SaneraWindow *self);
SaneraPage *sanera_window_get_page (SaneraWindow *self);
SaneraPage *sanera_window_find_page (SaneraWindow *self, const char *page_id);
void sanera_window_show_page (SaneraWindow *self, const char *page_id);
void sanera_window_move_area (SaneraWindow *self, int direction);
void sanera_window_set_sidebar (SaneraWindow *self, gboolean shown);
void sanera_window_focus_search (SaneraWindow *self);
void sanera_window_add_toast (SaneraWindow *self, AdwToast *toast);
void sanera_window_import (SaneraWindow *self, GListModel *files);
SaneraViewState *sanera_window_save_state (SaneraWindow *self);
void sanera_window_restore_state (SaneraWindow *self, SaneraViewState *state);

G_END_DECLS
