/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_CARD_LAYOUT (sanera_card_layout_get_type ())

/* Places cards in one, two or three columns, as many as there is room for. */
G_DECLARE_FINAL_TYPE (SaneraCardLayout, sanera_card_layout, SANERA, CARD_LAYOUT, GtkLayoutManager)

GtkLayoutManager *sanera_card_layout_new (int spacing);
void sanera_card_layout_set_wide (SaneraCardLayout *self, GtkWidget *card);

G_END_DECLS
