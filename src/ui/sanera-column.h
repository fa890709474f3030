/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-csv.h"
#include "sanera-enum.h"
#include "sanera-pen.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SaneraColumnFlags:
 * @SANERA_COLUMN_VISIBLE: shown unless the person hides it
 * @SANERA_COLUMN_NUMERIC: numbers, aligned at the end
 * @SANERA_COLUMN_DESCENDING: the first click on its head sorts the largest first
 * @SANERA_COLUMN_EXPAND: takes the space that is left
 * @SANERA_COLUMN_DATA: what it shows comes from the data and may be of any length: it may be cut.
 *   What Sanera says itself, numbers and dates never are: such a column is as wide as the widest of
 *   them, and gives way to nothing.
 * @SANERA_COLUMN_KEY: what one decides by: it is in view without moving the list sideways as long
 *   as the columns before it can give way, and never cut by the edge
 */
typedef enum
{
  SANERA_COLUMN_NONE = 0,
  SANERA_COLUMN_VISIBLE = 1 << 0,
  SANERA_COLUMN_NUMERIC = 1 << 1,
  SANERA_COLUMN_DESCENDING = 1 << 2,
  SANERA_COLUMN_EXPAND = 1 << 3,
  SANERA_COLUMN_DATA = 1 << 4,
  SANERA_COLUMN_KEY = 1 << 5,
} SaneraColumnFlags;

/**
 * SaneraCellContext:
 * @now: microseconds since 1970, what times are compared with
 * @device_count: devices of the organisation, by which sums of exposure are divided
 *
 * What a cell depends on beside its record.
 */
typedef struct
{
  gint64 now;
  gint64 device_count;
} SaneraCellContext;

/**
 * SaneraColumnCell:
 * @title: English head, marked with N_() or NC_(); %NULL: as the column
 * @context: (nullable): context of @title, when it has one
 * @write: writes one cell for a spreadsheet, numbers as numbers and nothing for "–"; it runs on a
 *   thread of its own and may use the words and language services only
 *
 * What a column is in an exported file, where that is not one cell by its key or with its words:
 * "7 / 37" are two numbers.
 */
typedef struct
{
  const char *title;
  const char *context;
  void (*write) (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context);
} SaneraColumnCell;

/**
 * SaneraColumn:
 * @id: stable name, kept in the settings; where it is a key of the noun and that is a number or a
 *   time, an export writes its value
 * @title: English title, marked with N_()
 * @order: key for sanera_query_with_order()
 * @width: of a column of data, in characters
 * @flags: see #SaneraColumnFlags
 * @text: what stands in the cell, (transfer full)
 * @full: (nullable): the same in full, for the tooltip, screen readers and copied rows; %NULL: as
 *   @text
 * @draw: (nullable): draws the cell, where it is more than @text
 * @click: (nullable): a click on the cell; returns whether it led somewhere, else the row is opened
 * @cells: (nullable) (array zero-terminated=1): what an exported file has for it; %NULL: one cell,
 *   with the value of @id or the words of @full. @text and @full are called on another thread then.
 * @least: of a column of data, in characters: what it gives way to where the list is narrow
 * @words: (nullable): where a cell shows one of these and nothing else: the longest of them in the
 *   language on screen is the width
 * @fit: (nullable): what the widest thing of Sanera's own that a cell may show needs, in pixels:
 * see sanera-column-fit.h. Without this and @words a column of numbers has room for the longest.
 *
 * One column of a list page. Columns are lines of a static table.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *order;
  int width;
  SaneraColumnFlags flags;
  char *(*text) (SaneraRecord *record, const SaneraCellContext *context);
  char *(*full) (SaneraRecord *record, const SaneraCellContext *context);
  void (*draw) (SaneraPen *pen, SaneraRecord *record, const SaneraCellContext *context);
  gboolean (*click) (GtkWidget *cell, SaneraRecord *record);
  const SaneraColumnCell *cells;
  int least;
  const SaneraEnum *words;
  int (*fit) (SaneraPen *pen);
} SaneraColumn;

/**
 * SaneraColumnState:
 * @column: index in the table of columns
 * @visible: whether it is shown
 * @width: in pixels as the person has set it, -1: the column's own
 *
 * What a person has made of a column.
 */
typedef struct
{
  guint column;
  gboolean visible;
  int width;
} SaneraColumnState;

char *sanera_column_get_full_text (const SaneraColumn *self,
                                   SaneraRecord *record,
                                   const SaneraCellContext *context);
char *sanera_column_describe_order (const SaneraColumn *self, gboolean descending);
const char *sanera_column_cell_get_title (const SaneraColumnCell *self, const SaneraColumn *column);
GArray *sanera_column_states_parse (const SaneraColumn *columns, guint n_columns, GVariant *value);
GVariant *sanera_column_states_serialize (const SaneraColumn *columns, GArray *states);

G_END_DECLS
