/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sanera_names_complete (GtkWidget *root);
void sanera_names_only (GtkWidget *widget);
void sanera_names_allow (GtkWidget *control, gboolean allowed, GtkLabel *reason);

G_END_DECLS
