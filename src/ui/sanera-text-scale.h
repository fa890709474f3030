/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

int sanera_text_scale_pixels (GtkWidget *widget, int pixels);
void sanera_text_scale_follow (GtkWidget *widget, int width);

G_END_DECLS
