/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-window-visit.h"

#define VISIT_DATA "sanera-visit"

/**
 * Visit:
 *
 * Writes down when a person looks at a connection, for "since your last visit": from when the
 * window is in front with it until it is no longer, or shows another connection, or is closed. What
 * makes a new visit of that is decided by the rules of #SaneraVisit.
 */
typedef struct
{
  SaneraWindow *window; /* the owner, not referenced */
  SaneraConnections *connections;
  SaneraConnection *connection; /* that is being looked at */
} Visit;

static void
note (Visit *self, gboolean begins)
{
  if (self->connection != NULL)
    sanera_cache_note_visit (sanera_connection_get_cache (self->connection), g_get_real_time (),
                             begins);
}

static void
update (Visit *self)
{
  SaneraConnection *connection = gtk_window_is_active (GTK_WINDOW (self->window))
                                     ? sanera_connections_get_current (self->connections)
                                     : NULL;

  if (connection == self->connection)
    return;

  note (self, FALSE);
  g_set_object (&self->connection, connection);
  note (self, TRUE);
}

static gboolean
close_request_cb (Visit *self)
{
  note (self, FALSE);
  g_clear_object (&self->connection);

  return GDK_EVENT_PROPAGATE;
}

static void
visit_free (gpointer data)
{
  Visit *self = data;

  g_signal_handlers_disconnect_by_data (self->connections, self);
  g_clear_object (&self->connection);
  g_object_unref (self->connections);
  g_free (self);
}

/**
 * sanera_window_visit_add:
 * @window: a window
 *
 * Has the visits of its person written down.
 */
void
sanera_window_visit_add (SaneraWindow *window)
{
  Visit *self;

  g_return_if_fail (SANERA_IS_WINDOW (window));

  self = g_new0 (Visit, 1);
  self->window = window;
  self->connections = g_object_ref (sanera_window_get_connections (window));
  g_object_set_data_full (G_OBJECT (window), VISIT_DATA, self, visit_free);
  g_signal_connect_swapped (window, "notify::is-active", G_CALLBACK (update), self);
  g_signal_connect_swapped (window, "close-request", G_CALLBACK (close_request_cb), self);
  g_signal_connect_swapped (self->connections, "notify::current", G_CALLBACK (update), self);
}
