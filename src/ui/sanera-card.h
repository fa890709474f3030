/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_CARD (sanera_card_get_type ())

/* A card of the dashboard: heading, what it shows, and a line of buttons. */
G_DECLARE_FINAL_TYPE (SaneraCard, sanera_card, SANERA, CARD, AdwBin)

GtkWidget *sanera_card_new (const char *title);
void sanera_card_set_note (SaneraCard *self, const char *note, const char *spoken);
void sanera_card_append (SaneraCard *self, GtkWidget *child);
GtkWidget *sanera_card_append_text (SaneraCard *self, const char *css_class);
GtkWidget *sanera_card_add_button (SaneraCard *self, const char *label);
GtkWidget *sanera_card_add_help (SaneraCard *self, const char *label, const char *text);

G_END_DECLS
