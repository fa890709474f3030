/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-table-private.h"

#include <glib/gi18n.h>

#include "sanera-words.h"

#define HEAD_MAX_WIDTH 110
#define HEAD_EXTRA 40 /* padding and the arrow */
#define CELL_PADDING 16

/* GTK gives no extra room to a column that has a fixed width, and without one it measures rows. So
 * the column that may grow takes what the others leave; and where there is too little room the
 * first columns give way, so that what one decides by is on screen without moving the list
 * sideways. */

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

static gboolean
gives_way (SaneraTable *self, guint i)
{
  return self->columns[i].least > 0;
}

static guint
find_column (SaneraTable *self, GtkColumnViewColumn *column)
{
  guint i = 0;

  while (i < self->n_columns && self->infos[i].column != column)
    i++;

  return i;
}

/* What is missing for the columns up to one that gives way. */
typedef struct
{
  int lack; /* pixels by which they have to become narrower for it to be seen */
  int spare; /* pixels they can do without */
  guint end; /* position behind it */
  int left; /* what all the columns leave of the room */
} Lack;

/* Of the columns that give way, the last one that can be seen at all counts: nothing becomes
 * narrower for one that would be beyond the edge all the same. */
static Lack
find_lack (SaneraTable *self, int room)
{
  GtkWidget *head =
      gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));
  GListModel *columns = gtk_column_view_get_columns (self->view);
  int end = head != NULL ? gtk_widget_get_allocated_width (head) : 0; /* the check boxes */
  int spare = 0;
  Lack found = { 0, 0, 0, 0 };

  for (guint position = 0; position < g_list_model_get_n_items (columns); position++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, position);
      guint i = find_column (self, column);

      if (i == self->n_columns || !gtk_column_view_column_get_visible (column))
        continue;
      if (is_of_program (self, i))
        {
          end += self->own_widths[i];
          spare += self->own_widths[i] - self->least_widths[i];
        }
      else
        end += gtk_column_view_column_get_fixed_width (column);
      if (gives_way (self, i) && end - room - self->least_widths[i] / 3 <= spare)
        found = (Lack){ CLAMP (end - room, 0, spare), spare, position + 1, 0 };
    }

  found.left = MAX (room - end, 0);
  return found;
}

static void
fill (SaneraTable *self, int room)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  Lack lack = find_lack (self, room);

  for (guint position = 0; position < g_list_model_get_n_items (columns); position++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, position);
      guint i = find_column (self, column);
      int width;

      if (i == self->n_columns || !gtk_column_view_column_get_visible (column) ||
          !is_of_program (self, i))
        continue;
      width = self->own_widths[i];
      if (position < lack.end && lack.spare > 0)
        width -= ((width - self->least_widths[i]) * lack.lack + lack.spare - 1) / lack.spare;
      if ((self->columns[i].flags & SANERA_COLUMN_EXPAND) != 0)
        width += lack.left;
      give (self, i, width);
    }
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

/* A head that is cut says nothing. Its text is smaller than the rows', so there is room for the
 * arrow; long ones are shortened all the same. */
static int
get_head_width (GtkWidget *widget, const char *title)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, title);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return MIN (width, HEAD_MAX_WIDTH) + HEAD_EXTRA;
}

/* The longest word that a cell may show. */
static int
get_words_width (GtkWidget *widget, const SaneraEnum *words)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  int longest = 0;

  for (guint i = 0; i < words->n_values; i++)
    {
      int width;

      pango_layout_set_text (layout, sanera_words_label (words, words->values[i].nick), -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      longest = MAX (longest, width);
    }

  return longest;
}

/* The widths that columns have before anybody changes them, and what they may give way to. */
void
sanera_table_width_init (SaneraTable *self)
{
  int char_width = get_char_width (GTK_WIDGET (self));

  self->own_widths = g_new0 (int, self->n_columns);
  self->least_widths = g_new0 (int, self->n_columns);
  self->given_widths = g_new0 (int, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const SaneraColumn *column = &self->columns[i];
      int head_width = get_head_width (GTK_WIDGET (self), gettext (column->title));
      int width = column->words != NULL ? get_words_width (GTK_WIDGET (self), column->words)
                                        : column->width * char_width;
      int least = column->least > 0 ? column->least * char_width : width;

      self->own_widths[i] = MAX (width + CELL_PADDING, head_width);
      self->least_widths[i] = MAX (least + CELL_PADDING, head_width);
    }
}
