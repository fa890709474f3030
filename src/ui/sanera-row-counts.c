/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-row-counts.h"

#include "sanera-frame-wait.h"

/* Behind the rows of the list, which more people are waiting for. */
#define PRIORITY (G_PRIORITY_LOW + 10)

struct _SaneraRowCounts
{
  SaneraConnections *connections;
  GtkListBox *list;
  SaneraRowCountsQuery get_query;
  SaneraLiveCountFunc show;
  gpointer data;
  GPtrArray *counts; /* SaneraLiveCount */
  SaneraFrameWait *first_frame; /* before it nothing is counted */
};

static void
first_frame_cb (gpointer user_data)
{
  SaneraRowCounts *self = user_data;

  g_clear_pointer (&self->first_frame, sanera_frame_wait_free);
  sanera_row_counts_update (self);
}

/**
 * sanera_row_counts_new:
 * @connections: the person's connections
 * @list: whose rows have numbers; it outlives what is returned
 * @get_query: what is counted for a row
 * @show: shows a number; it is given the row
 * @data: for @get_query
 *
 * Returns: (transfer full): numbers that are counted once the first frame is on the screen
 */
SaneraRowCounts *
sanera_row_counts_new (SaneraConnections *connections,
                       GtkListBox *list,
                       SaneraRowCountsQuery get_query,
                       SaneraLiveCountFunc show,
                       gpointer data)
{
  SaneraRowCounts *self;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (GTK_IS_LIST_BOX (list), NULL);

  self = g_new0 (SaneraRowCounts, 1);
  self->connections = g_object_ref (connections);
  self->list = list;
  self->get_query = get_query;
  self->show = show;
  self->data = data;
  self->counts = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_live_count_free);
  self->first_frame = sanera_frame_wait_new (GTK_WIDGET (list), PRIORITY, first_frame_cb, self);

  return self;
}

/**
 * sanera_row_counts_free:
 * @self: (transfer full): numbers
 */
void
sanera_row_counts_free (SaneraRowCounts *self)
{
  g_clear_pointer (&self->first_frame, sanera_frame_wait_free);
  g_ptr_array_unref (self->counts);
  g_object_unref (self->connections);
  g_free (self);
}

/**
 * sanera_row_counts_clear:
 * @self: numbers
 *
 * Counts nothing any more: the rows go, or are about something else.
 */
void
sanera_row_counts_clear (SaneraRowCounts *self)
{
  g_ptr_array_set_size (self->counts, 0);
}

/**
 * sanera_row_counts_update:
 * @self: numbers
 *
 * Counts for the rows there are now, on the connection that is shown now.
 */
void
sanera_row_counts_update (SaneraRowCounts *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);
  GtkListBoxRow *row;

  sanera_row_counts_clear (self);
  if (connection == NULL || self->first_frame != NULL)
    return;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      g_autoptr (SaneraQuery) query = self->get_query ((guint)i, connection, self->data);

      if (query != NULL)
        g_ptr_array_add (self->counts,
                         sanera_live_count_new (sanera_connection_get_cache (connection), query,
                                                self->show, row));
    }
}
