/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_WRAP_LAYOUT (sanera_wrap_layout_get_type ())

/* Places children one after the other in lines, like words: for chips and tags. */
G_DECLARE_FINAL_TYPE (SaneraWrapLayout, sanera_wrap_layout, SANERA, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *sanera_wrap_layout_new (int spacing);
GtkWidget *sanera_wrap_box_new (int spacing);
void sanera_wrap_box_keep_last (GtkWidget *box);

G_END_DECLS
