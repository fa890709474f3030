/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-column.h"
#include "sanera-selection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_TABLE (sanera_table_get_type ())

/* The GtkColumnView of a list page. Signals: "open" (guint position, gboolean by_keyboard): a
 * person wants to see that row; "sort" (const char *order, gboolean descending): a person clicked
 * on a head; "columns-changed": shown columns, order or width were changed by a person. */
G_DECLARE_FINAL_TYPE (SaneraTable, sanera_table, SANERA, TABLE, AdwBin)

SaneraTable *sanera_table_new (const SaneraColumn *columns, guint n_columns, const char *name);
void sanera_table_set_selection (SaneraTable *self, SaneraSelection *selection);
void sanera_table_set_order (SaneraTable *self, const char *order, gboolean descending);
void sanera_table_set_column_states (SaneraTable *self, GArray *states);
GArray *sanera_table_get_column_states (SaneraTable *self);
void sanera_table_set_column_visible (SaneraTable *self, guint column, gboolean visible);
void sanera_table_scroll_to (SaneraTable *self, guint position);
gint64 sanera_table_get_top_row_id (SaneraTable *self);
void sanera_table_focus_row (SaneraTable *self, guint position);
void sanera_table_set_context (SaneraTable *self, const SaneraCellContext *context);
const SaneraCellContext *sanera_table_get_context (SaneraTable *self);

G_END_DECLS
