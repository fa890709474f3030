/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-table-private.h"

#include <glib/gi18n.h>

#include "sanera-column-fit.h"

#define HEAD_MAX_WIDTH 200
#define GROWING_HEAD_MAX_WIDTH 90 /* the page is called as it is */
#define HEAD_EXTRA 40 /* padding and the arrow, whose room is kept also where there is none */
#define CELL_PADDING 16

/* GTK gives no extra room to a column that has a fixed width, and without one it measures rows. So
 * the column that may grow takes what the others leave; and where there is too little room those of
 * data give way, so that what one decides by is on screen without moving the list sideways. */

/* A width the person has given it stays. */
static gboolean
is_of_program (SaneraTable *self, guint i)
{
  int width = gtk_column_view_column_get_fixed_width (self->infos[i].column);

  return width == self->own_widths[i] || width == self->given_widths[i];
}

static void
give (SaneraTable *self, guint i, int width)
{
  self->given_widths[i] = width;
  if (width == gtk_column_view_column_get_fixed_width (self->infos[i].column))
    return;

  self->changing++;
  gtk_column_view_column_set_fixed_width (self->infos[i].column, width);
  self->changing--;
}

static guint
find_column (SaneraTable *self, GtkColumnViewColumn *column)
{
  guint i = 0;

  while (i < self->n_columns && self->infos[i].column != column)
    i++;

  return i;
}

/* What the columns need from the first on, up to one of them. */
typedef struct
{
  int end; /* where it ends when each has its own width */
  int spare; /* what they can do without */
  guint n; /* how many they are, hidden ones included */
} Span;

static gboolean
fits (const Span *span, int room)
{
  return span->end - span->spare <= room;
}

/* Of the column of check boxes. */
static int
get_check_width (SaneraTable *self)
{
  GtkWidget *head =
      gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));

  return head != NULL ? gtk_widget_get_allocated_width (head) : 0;
}

/* All the columns where these fit; else those up to the last of what one decides by that does. */
static Span
find_span (SaneraTable *self, int room)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  Span all = { get_check_width (self), 0, 0 };
  Span best = { 0 };

  for (guint position = 0; position < g_list_model_get_n_items (columns); position++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, position);
      guint i = find_column (self, column);

      all.n = position + 1;
      if (i == self->n_columns || !gtk_column_view_column_get_visible (column))
        continue;
      if (is_of_program (self, i))
        {
          all.end += self->own_widths[i];
          all.spare += self->own_widths[i] - self->least_widths[i];
        }
      else
        all.end += gtk_column_view_column_get_fixed_width (column);
      /* The first gets what can be had, also where that is too little. */
      if ((self->columns[i].flags & SANERA_COLUMN_KEY) != 0 && (best.n == 0 || fits (&all, room)))
        best = all;
    }

  return fits (&all, room) ? all : best;
}

/* What one decides by is shown in whole or not at all: half of a word would be read as another. The
 * column that may grow takes the room of one that would be cut by the edge. */
static void
push_sliced (SaneraTable *self, const int *widths, int start, int room)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  guint grows = self->n_columns;

  for (guint position = 0; position < g_list_model_get_n_items (columns); position++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, position);
      guint i = find_column (self, column);

      if (i == self->n_columns || !gtk_column_view_column_get_visible (column))
        continue;
      if ((self->columns[i].flags & SANERA_COLUMN_EXPAND) != 0 && is_of_program (self, i))
        grows = i;
      if ((self->columns[i].flags & SANERA_COLUMN_KEY) != 0 && start < room &&
          start + widths[i] > room)
        {
          if (grows != self->n_columns)
            give (self, grows, widths[grows] + room - start);
          return;
        }
      start += widths[i];
    }
}

/* Those that give way do so by the same share of what they can do without. */
static void
fill (SaneraTable *self, int room)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autofree int *widths = g_new0 (int, self->n_columns);
  Span span = find_span (self, room);
  int lack = CLAMP (span.end - room, 0, span.spare);
  int left = span.n == g_list_model_get_n_items (columns) ? MAX (room - span.end, 0) : 0;

  for (guint position = 0; position < g_list_model_get_n_items (columns); position++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, position);
      guint i = find_column (self, column);

      if (i == self->n_columns)
        continue;
      widths[i] = gtk_column_view_column_get_fixed_width (column);
      if (!gtk_column_view_column_get_visible (column) || !is_of_program (self, i))
        continue;
      widths[i] = self->own_widths[i];
      if (span.spare > 0 && position < span.n)
        widths[i] -= ((widths[i] - self->least_widths[i]) * lack + span.spare - 1) / span.spare;
      if ((self->columns[i].flags & SANERA_COLUMN_EXPAND) != 0)
        widths[i] += left;
      give (self, i, widths[i]);
    }
  push_sliced (self, widths, get_check_width (self), room);
}

static gboolean
fill_cb (gpointer user_data)
{
  SaneraTable *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  int room = (int)gtk_adjustment_get_page_size (adjustment);

  self->width_source = 0;
  if (room > 0)
    fill (self, room);

  return G_SOURCE_REMOVE;
}

/* Widths must not change while they are being given out: afterwards, before the next frame. */
void
sanera_table_width_queue (SaneraTable *self)
{
  if (self->changing == 0 && self->width_source == 0)
    self->width_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_cb, self, NULL);
}

static int
get_char_width (GtkWidget *widget)
{
  PangoFontMetrics *metrics =
      pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  int width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));

  pango_font_metrics_unref (metrics);
  return width;
}

/* A head that is cut says nothing; only the longest are shortened all the same. */
static int
get_head_width (GtkWidget *widget, const SaneraColumn *column)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, gettext (column->title));
  gboolean grows = (column->flags & SANERA_COLUMN_EXPAND) != 0;
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return MIN (width, grows ? GROWING_HEAD_MAX_WIDTH : HEAD_MAX_WIDTH) + HEAD_EXTRA;
}

/* What Sanera says in it itself, which is never cut. */
static int
get_fit (SaneraPen *pen, const SaneraColumn *column)
{
  if (column->fit != NULL)
    return column->fit (pen);
  if (column->words != NULL)
    return sanera_column_fit_words (pen, column->words);
  if ((column->flags & SANERA_COLUMN_NUMERIC) != 0)
    return sanera_column_fit_number (pen);

  return 0;
}

static void
measure (SaneraTable *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (SaneraPen) pen = sanera_pen_new (widget);
  int char_width = get_char_width (widget);

  self->font_serial = pango_context_get_serial (gtk_widget_get_pango_context (widget));
  for (guint i = 0; i < self->n_columns; i++)
    {
      const SaneraColumn *column = &self->columns[i];
      int head = get_head_width (widget, column);
      int width = get_fit (pen, column);

      self->own_widths[i] = MAX (width + CELL_PADDING, head);
      self->least_widths[i] = self->own_widths[i];
      if ((column->flags & SANERA_COLUMN_DATA) == 0)
        continue;
      self->least_widths[i] = MAX (MAX (width, column->least * char_width) + CELL_PADDING, head);
      self->own_widths[i] = MAX (self->own_widths[i], column->width * char_width + CELL_PADDING);
    }
}

/* The widths that columns have before anybody changes them, and what they may give way to: from the
 * widest that can stand in them in this language and font, not from the rows. */
void
sanera_table_width_init (SaneraTable *self)
{
  self->own_widths = g_new0 (int, self->n_columns);
  self->least_widths = g_new0 (int, self->n_columns);
  self->given_widths = g_new0 (int, self->n_columns);
  measure (self);
}

/* Measures again, where letters have another size by now. */
void
sanera_table_width_update (SaneraTable *self)
{
  g_autofree gboolean *of_program = NULL;

  if (self->own_widths == NULL || self->view == NULL ||
      self->font_serial ==
          pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self))))
    return;

  of_program = g_new (gboolean, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    of_program[i] = is_of_program (self, i);
  measure (self);
  for (guint i = 0; i < self->n_columns; i++)
    if (of_program[i])
      give (self, i, self->own_widths[i]);
  sanera_table_width_queue (self);
}
