/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connections.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_SIDEBAR_VIEWS (sanera_sidebar_views_get_type ())

/* The saved views of the connection that is shown, each with its number of rows; hidden while there
 * are none. A row opens its list (action "win.show-query"); its menu renames and deletes it. */
G_DECLARE_FINAL_TYPE (SaneraSidebarViews, sanera_sidebar_views, SANERA, SIDEBAR_VIEWS, AdwBin)

GtkWidget *sanera_sidebar_views_new (SaneraConnections *connections, GSettings *settings);

G_END_DECLS
