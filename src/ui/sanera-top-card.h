/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-column.h"
#include "sanera-query.h"

G_BEGIN_DECLS

/* How many rows a card shows. */
#define SANERA_TOP_ROWS 5

#define SANERA_TYPE_TOP_CARD (sanera_top_card_get_type ())

/* The first few rows of a list; each leads to its page. */
G_DECLARE_FINAL_TYPE (SaneraTopCard, sanera_top_card, SANERA, TOP_CARD, AdwBin)

GtkWidget *sanera_top_card_new (SaneraList list);
void sanera_top_card_set_rows (SaneraTopCard *self,
                               GPtrArray *records,
                               gint64 total,
                               const SaneraCellContext *context);

G_END_DECLS
