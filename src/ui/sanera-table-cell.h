/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-table-private.h"

G_BEGIN_DECLS

#define SANERA_TYPE_TABLE_CELL (sanera_table_cell_get_type ())

/* What stands in one cell of a SaneraTable. */
G_DECLARE_FINAL_TYPE (SaneraTableCell, sanera_table_cell, SANERA, TABLE_CELL, GtkWidget)

GtkWidget *sanera_table_cell_new (SaneraTableColumn *column, GtkListItem *item);
GtkListItem *sanera_table_cell_get_item (SaneraTableCell *self);
SaneraTableColumn *sanera_table_cell_get_column (SaneraTableCell *self);
char *sanera_table_cell_get_text (SaneraTableCell *self);
void sanera_table_cell_refresh (SaneraTableCell *self);
void sanera_table_cell_name (SaneraTableCell *self);

G_END_DECLS
