/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void screen_assert (GtkWidget *window, const char *file_name);

G_END_DECLS
