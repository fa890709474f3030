/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connections.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sanera_window_visible_add (GtkWindow *window, SaneraConnections *connections);

G_END_DECLS
