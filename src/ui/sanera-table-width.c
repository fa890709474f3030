/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-table-private.h"

/* GTK gives no extra room to a column that has a fixed width, and without one it measures rows. So
 * the column that may grow takes what the others leave, and where there is too little room those
 * that can do with less give way before the list has to be moved sideways. */

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

static void
fill (SaneraTable *self, int room)
{
  GtkWidget *head =
      gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));
  int left = room - (head != NULL ? gtk_widget_get_width (head) : 0); /* the check boxes */
  int spare = 0; /* what the columns can do without */
  int lack;

  for (guint i = 0; i < self->n_columns; i++)
    {
      if (!gtk_column_view_column_get_visible (self->infos[i].column))
        continue;
      if (is_of_program (self, i))
        {
          left -= self->own_widths[i];
          spare += self->own_widths[i] - self->least_widths[i];
        }
      else
        left -= gtk_column_view_column_get_fixed_width (self->infos[i].column);
    }

  lack = CLAMP (-left, 0, spare);
  for (guint i = 0; i < self->n_columns; i++)
    {
      int width = self->own_widths[i];
      int share = spare > 0 ? (width - self->least_widths[i]) * lack / spare : 0;

      if (!gtk_column_view_column_get_visible (self->infos[i].column) || !is_of_program (self, i))
        continue;
      if ((self->columns[i].flags & SANERA_COLUMN_EXPAND) != 0)
        share -= MAX (left, 0);
      give (self, i, width - share);
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
