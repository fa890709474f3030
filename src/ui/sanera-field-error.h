/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sanera_field_error_show (GtkLabel *label, GtkWidget *field, const char *text);

G_END_DECLS
