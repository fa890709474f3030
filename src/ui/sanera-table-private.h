/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-table.h"

G_BEGIN_DECLS

/* Between sanera-table.c (the view and its columns), sanera-table-press.c (clicks on its rows),
 * sanera-table-width.c (how wide the columns are) and sanera-table-cells.c (what stands in the
 * cells). */

#define SANERA_TABLE_CHECK_COLUMN G_MAXUINT

typedef struct
{
  SaneraTable *table;
  guint index; /* in the table of columns, or SANERA_TABLE_CHECK_COLUMN */
  GtkColumnViewColumn *column;
} SaneraTableColumn;

struct _SaneraTable
{
  AdwBin parent_instance;

  const SaneraColumn *columns;
  guint n_columns;
  char *name;
  SaneraTableColumn *infos; /* n_columns + 1, the check column last */
  int *own_widths; /* of each column, in pixels */
  int *least_widths; /* what each gives way to where there is little room */
  guint font_serial; /* of the font that these are of */
  int *given_widths; /* as the program has set them last; any other is the person's own */

  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  GtkWidget *list_view; /* the inner list of the column view */
  SaneraSelection *selection;
  gulong scroll_to_id;

  char *order;
  gboolean descending;
  guint changing; /* > 0: changes come from the program, not from the person */
  int probed; /* see find_sort_column() */

  gboolean pressed;
  double press_x;
  double press_y;
  gint64 press_row; /* id of the row that was pressed; 0: none */
  gboolean press_check;
  guint open_source;
  gint64 open_row; /* id; 0: none */
  guint late_id; /* tick callback */
  guint late_frames;

  SaneraCellContext context;
  SaneraPen *pen; /* what the cells are drawn with */
  GHashTable *stale_rows; /* check cells whose record has changed */
  guint stale_source;
  guint name_source;
  guint columns_source;
  guint width_source;
};

GtkListItemFactory *sanera_table_cells_create_factory (SaneraTableColumn *info);
GtkListItem *sanera_table_cells_get_item (GtkWidget *row);
gboolean sanera_table_cells_click (GtkWidget *picked);
void sanera_table_cells_fill_row (GtkWidget *row);
void sanera_table_cells_update_check (GtkWidget *row);

void sanera_table_emit_open (SaneraTable *self, guint position, gboolean by_keyboard);

void sanera_table_press_init (SaneraTable *self);
void sanera_table_press_dispose (SaneraTable *self);

void sanera_table_width_init (SaneraTable *self);
void sanera_table_width_update (SaneraTable *self);
void sanera_table_width_queue (SaneraTable *self);

G_END_DECLS
