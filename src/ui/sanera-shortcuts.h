/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sanera_shortcuts_set_accels (GtkApplication *application);
void sanera_shortcuts_show (GtkWindow *parent);

G_END_DECLS
