/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sanera_announce (GtkWidget *widget, const char *words);
void sanera_announce_markup (GtkWidget *widget, const char *markup);

G_END_DECLS
