/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-window-person.h"

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, SaneraWindow *self)
{
  SaneraConnections *connections = sanera_window_get_connections (self);
  SaneraConnection *connection =
      connections != NULL ? sanera_connections_get_current (connections) : NULL;

  switch (gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
      if (connection != NULL)
        sanera_connection_note_person (connection);
      break;
    default:
      break; /* a pointer that moves wants nothing yet */
    }

  return GDK_EVENT_PROPAGATE;
}

/**
 * sanera_window_watch_person:
 * @self: a window
 *
 * While somebody types, clicks or scrolls, what is fetched in the background gives way.
 */
void
sanera_window_watch_person (SaneraWindow *self)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  g_return_if_fail (SANERA_IS_WINDOW (self));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
