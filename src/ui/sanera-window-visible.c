/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-window-visible.h"

/* A server need not hold a call for a window nobody sees: closed to the dock, on another workspace,
 * behind a locked screen. */

/* GDK_TOPLEVEL_STATE_SUSPENDED, which GTK 4.8 does not have; an older one never sets it. */
#define STATE_SUSPENDED (1u << 16)

static void
tell (GtkWindow *window, SaneraConnections *connections)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  gboolean visible = gtk_widget_get_mapped (GTK_WIDGET (window));

  if (visible && GDK_IS_TOPLEVEL (surface))
    {
      guint state = (guint)gdk_toplevel_get_state (GDK_TOPLEVEL (surface));

      visible = (state & (GDK_TOPLEVEL_STATE_MINIMIZED | STATE_SUSPENDED)) == 0;
    }
  sanera_connections_set_visible (connections, window, visible);
}

static void
state_cb (GdkSurface *surface, GParamSpec *pspec, GtkWindow *window)
{
  tell (window, g_object_get_data (G_OBJECT (window), "visible-connections"));
}

static void
mapped_cb (GtkWindow *window, SaneraConnections *connections)
{
  tell (window, connections);
}

static void
realized_cb (GtkWindow *window)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (window)), "notify::state",
                           G_CALLBACK (state_cb), window, 0);
}

/**
 * sanera_window_visible_add:
 * @window: a window, not realized yet
 * @connections: what it shows
 *
 * Tells @connections from now on whether @window can be seen.
 */
void
sanera_window_visible_add (GtkWindow *window, SaneraConnections *connections)
{
  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (SANERA_IS_CONNECTIONS (connections));

  g_object_set_data_full (G_OBJECT (window), "visible-connections", g_object_ref (connections),
                          g_object_unref);
  g_signal_connect_object (window, "realize", G_CALLBACK (realized_cb), window, 0);
  g_signal_connect_object (window, "map", G_CALLBACK (mapped_cb), connections, G_CONNECT_AFTER);
  g_signal_connect_object (window, "unmap", G_CALLBACK (mapped_cb), connections, G_CONNECT_AFTER);
}
