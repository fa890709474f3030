/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sanera_areas_move_focus (GtkRoot *root, GtkWidget *const *areas, int n_areas, int direction);

G_END_DECLS
