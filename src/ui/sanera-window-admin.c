/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions of the window that are about the server as a whole: its imports, its tokens and its
 * audit log. */

#include "config.h"

#include "sanera-window-admin.h"

#include <glib/gi18n.h>

#include "sanera-administration-window.h"
#include "sanera-again.h"
#include "sanera-imports-window.h"
#include "sanera-language.h"

static SaneraConnection *
get_connection (gpointer window)
{
  return sanera_connections_get_current (sanera_window_get_connections (SANERA_WINDOW (window)));
}

static void
imports_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraConnection *connection = get_connection (user_data);

  GtkWindow *window = NULL;

  if (connection == NULL)
    return;
  window = GTK_WINDOW (sanera_imports_window_new (GTK_WINDOW (user_data), connection));
  sanera_again_set_action (window, "win.imports", NULL);
  gtk_window_present (window);
}

static void
administration_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraConnection *connection = get_connection (user_data);

  GtkWindow *window = NULL;

  if (connection == NULL)
    return;
  window = GTK_WINDOW (sanera_administration_window_new (GTK_WINDOW (user_data), connection));
  sanera_again_set_action (window, "win.administration", NULL);
  gtk_window_present (window);
}

static void
audit_response_cb (AdwMessageDialog *dialog, const char *response, SaneraWindow *window)
{
  SaneraConnection *connection = get_connection (window);

  if (g_str_equal (response, "accept") && connection != NULL &&
      connection == g_object_get_data (G_OBJECT (dialog), "connection"))
    sanera_connection_accept_audit (connection);
}

/* R11: what is known about a broken chain, and that a person may know why it is. */
static void
audit_details_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraConnection *connection = get_connection (user_data);
  g_autofree char *number = NULL;
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog = NULL;

  if (connection == NULL)
    return;

  number = sanera_language_number (sanera_connection_get_audit_line (connection));
  dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (user_data), _ ("The audit log does not match"), NULL));
  body = g_strdup_printf (
      /* Translators: %s is the number of a line */
      _ ("The audit log of this server has another line %s than this computer has seen, or no such "
         "line. Lines were changed or removed, or the server was put back to an earlier state, for "
         "example from a backup.\n\nAsk whoever looks after the server. If you know the reason, "
         "the log as it is now can be accepted: from then on it is compared with that."),
      number);
  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_responses (dialog, "close", _ ("Close"), "accept",
                                    _ ("Accept the log as it is"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "accept", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "close");
  adw_message_dialog_set_close_response (dialog, "close");
  g_object_set_data_full (G_OBJECT (dialog), "connection", g_object_ref (connection),
                          g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (audit_response_cb), user_data, 0);
  sanera_again_set_action (GTK_WINDOW (dialog), "win.audit-details", NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
set_enabled (SaneraWindow *window, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (window), name);

  if (action != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* The menu leaves out what is not enabled: nobody but an administrator looks after the server. */
static void
update (SaneraWindow *window)
{
  SaneraConnection *connection = get_connection (window);
  const SaneraCacheInfo *info =
      connection != NULL ? sanera_cache_get_info (sanera_connection_get_cache (connection)) : NULL;

  const gboolean tenant =
      connection != NULL && sanera_connection_get_kind (connection) == SANERA_CONNECTION_TENANT;

  /* What a tenant cannot take is not offered. */
  set_enabled (window, "import", !tenant);
  set_enabled (window, "import-file", !tenant);
  set_enabled (window, "imports", connection != NULL && !tenant);
  set_enabled (window, "administration",
               info != NULL && sanera_cache_info_can (info, "administer"));
}

static void
current_cb (SaneraWindow *window)
{
  GSignalGroup *info_signals = g_object_get_data (G_OBJECT (window), "admin-info-signals");
  SaneraConnection *connection = get_connection (window);

  g_signal_group_set_target (info_signals,
                             connection != NULL ? sanera_connection_get_cache (connection) : NULL);
  update (window);
}

static const GActionEntry entries[] = {
  { "imports", imports_cb },
  { "administration", administration_cb },
  { "audit-details", audit_details_cb },
};

/**
 * sanera_window_admin_add:
 * @window: a window
 *
 * Adds the actions that are about the server as a whole.
 */
void
sanera_window_admin_add (SaneraWindow *window)
{
  GSignalGroup *info_signals = NULL;

  g_return_if_fail (SANERA_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  info_signals = g_signal_group_new (SANERA_TYPE_CACHE);
  g_signal_group_connect_swapped (info_signals, "info-changed", G_CALLBACK (update), window);
  g_object_set_data_full (G_OBJECT (window), "admin-info-signals", info_signals, g_object_unref);
  g_signal_connect_object (sanera_window_get_connections (window), "notify::current",
                           G_CALLBACK (current_cb), window, G_CONNECT_SWAPPED);
  current_cb (window);
}
