/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-table-private.h"

/* GTK gives no extra room to a column that has a fixed width, and without one it measures rows. So
 * the column that may grow takes what the others leave. */

static int
sum_other_widths (SaneraTable *self, guint except)
{
  GtkWidget *head =
      gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));
  int width = head != NULL ? gtk_widget_get_width (head) : 0; /* the column of check boxes */

  for (guint i = 0; i < self->n_columns; i++)
    if (i != except && gtk_column_view_column_get_visible (self->infos[i].column))
      width += gtk_column_view_column_get_fixed_width (self->infos[i].column);

  return width;
}

static void
fill (SaneraTable *self, guint i)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  int room = (int)gtk_adjustment_get_page_size (adjustment);
  int width = gtk_column_view_column_get_fixed_width (self->infos[i].column);
  int wanted;

  /* A width the person has given it stays. */
  if (room <= 0 || (width != self->own_widths[i] && width != self->grown_width))
    return;

  wanted = MAX (self->own_widths[i], room - sum_other_widths (self, i));
  self->grown_width = wanted;
  if (wanted == width)
    return;

  self->changing++;
  gtk_column_view_column_set_fixed_width (self->infos[i].column, wanted);
  self->changing--;
}

static gboolean
fill_cb (gpointer user_data)
{
  SaneraTable *self = user_data;

  self->width_source = 0;
  for (guint i = 0; i < self->n_columns; i++)
    if ((self->columns[i].flags & SANERA_COLUMN_EXPAND) != 0)
      fill (self, i);

  return G_SOURCE_REMOVE;
}

/* Widths must not change while they are being given out: afterwards, before the next frame. */
void
sanera_table_width_queue (SaneraTable *self)
{
  if (self->changing == 0 && self->width_source == 0)
    self->width_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_cb, self, NULL);
}
