/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions of the window that open, leave and set up connections. */

#include "sanera-window-connect.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-connect-dialog.h"
#include "sanera-person-dialog.h"
#include "sanera-settings-window.h"

static void
connected_cb (SaneraWindow *self, gboolean token_kept)
{
  if (!token_kept)
    sanera_window_add_toast (
        self, adw_toast_new (
                  _ ("No key ring runs here: the access token is forgotten when Sanera ends")));
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer address)
{
  sanera_window_connect_show (SANERA_WINDOW (parent), address);
}

/**
 * sanera_window_connect_show:
 * @window: a window
 * @address: (nullable): preset
 *
 * Asks for address and access token of a server.
 */
void
sanera_window_connect_show (SaneraWindow *window, const char *address)
{
  GtkWidget *dialog = NULL;

  g_return_if_fail (SANERA_IS_WINDOW (window));

  dialog = sanera_connect_dialog_new (GTK_WINDOW (window), sanera_window_get_connections (window));
  if (address != NULL)
    sanera_connect_dialog_set_address (SANERA_CONNECT_DIALOG (dialog), address);
  g_signal_connect_object (dialog, "connected", G_CALLBACK (connected_cb), window,
                           G_CONNECT_SWAPPED);
  sanera_again_set (GTK_WINDOW (dialog), NULL, open_again, g_strdup (address), g_free);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
connect_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sanera_window_connect_show (SANERA_WINDOW (user_data), NULL);
}

static void
sign_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *self = SANERA_WINDOW (user_data);
  SaneraConnections *connections = sanera_window_get_connections (self);
  g_autoptr (GPtrArray) entries = sanera_connections_list (connections);
  const char *id = sanera_connections_get_current_id (connections);

  for (guint i = 0; i < entries->len; i++)
    {
      SaneraConnectionEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->id, id) == 0)
        sanera_window_connect_show (self, entry->address);
    }
}

static void
person_response_cb (SaneraWindow *self, const char *response)
{
  /* Without a person there is nobody to write down: back to the doors. */
  if (g_strcmp0 (response, "continue") != 0)
    sanera_connections_leave (sanera_window_get_connections (self));
}

static void open_person_again (GtkWindow *parent, SaneraConnection *connection, gpointer nothing);

static void
ask_person (SaneraWindow *self)
{
  GtkWidget *dialog =
      sanera_person_dialog_new (GTK_WINDOW (self), sanera_window_get_connections (self));

  g_signal_connect_object (dialog, "response", G_CALLBACK (person_response_cb), self,
                           G_CONNECT_SWAPPED);
  sanera_again_set (GTK_WINDOW (dialog), NULL, open_person_again, NULL, NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_person_again (GtkWindow *parent, SaneraConnection *connection, gpointer nothing)
{
  ask_person (SANERA_WINDOW (parent));
}

static void
open_connection_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *self = SANERA_WINDOW (user_data);
  SaneraConnections *connections = sanera_window_get_connections (self);
  SaneraConnection *connection = NULL;

  if (!sanera_connections_open (connections, g_variant_get_string (parameter, NULL)))
    return;
  connection = sanera_connections_get_current (connections);
  if (sanera_connections_get_offline (connections) ||
      sanera_connection_get_kind (connection) != SANERA_CONNECTION_PRIVATE ||
      !sanera_connection_needs_person (connection))
    return;
  ask_person (self);
}

static void
leave_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sanera_connections_leave (sanera_window_get_connections (SANERA_WINDOW (user_data)));
}

static void
retry_open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraConnections *connections = sanera_window_get_connections (SANERA_WINDOW (user_data));
  g_autofree char *id = g_strdup (sanera_connections_get_current_id (connections));

  if (id != NULL)
    sanera_connections_open (connections, id);
}

static void
settings_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (sanera_settings_window_new (SANERA_WINDOW (user_data))));
}

static const GActionEntry entries[] = {
  { "connect", connect_cb },
  { "sign-in", sign_in_cb },
  { "open-connection", open_connection_cb, "s" },
  { "leave", leave_cb },
  { "retry-open", retry_open_cb },
  { "settings", settings_cb },
};

/**
 * sanera_window_connect_add:
 * @window: a window
 *
 * Adds the actions that concern connections.
 */
void
sanera_window_connect_add (SaneraWindow *window)
{
  g_return_if_fail (SANERA_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
