/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-table-private.h"

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

/* How much room is missing for the columns up to the last of those that give way: that one is to be
 * seen. @spare is what they can do without, @left what all the columns leave, when they do. */
static int
find_lack (SaneraTable *self, int room, int *spare, int *left)
{
  GtkWidget *head =
      gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));
  GListModel *columns = gtk_column_view_get_columns (self->view);
  int end = head != NULL ? gtk_widget_get_allocated_width (head) : 0; /* the check boxes */
  int needed = 0;

  *spare = 0;
  for (guint position = 0; position < g_list_model_get_n_items (columns); position++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, position);
      guint i = find_column (self, column);

      if (i == self->n_columns || !gtk_column_view_column_get_visible (column))
        continue;
      if (is_of_program (self, i))
        {
          end += self->own_widths[i];
          *spare += self->own_widths[i] - self->least_widths[i];
        }
      else
        end += gtk_column_view_column_get_fixed_width (column);
      if (gives_way (self, i))
        needed = end;
    }

  *left = MAX (room - end, 0);
  return CLAMP (needed - room, 0, *spare);
}

static void
fill (SaneraTable *self, int room)
{
  int spare, left;
  int lack = find_lack (self, room, &spare, &left);

  for (guint i = 0; i < self->n_columns; i++)
    {
      int width = self->own_widths[i];

      if (!gtk_column_view_column_get_visible (self->infos[i].column) || !is_of_program (self, i))
        continue;
      if (spare > 0)
        width -= ((width - self->least_widths[i]) * lack + spare - 1) / spare;
      if ((self->columns[i].flags & SANERA_COLUMN_EXPAND) != 0)
        width += left;
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
