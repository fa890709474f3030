/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-application-actions.h"

#include <glib/gi18n.h>

#include "sanera-again.h"

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const developers[] = { "The Sanera contributors", NULL };
  SaneraWindow *window = sanera_application_present (SANERA_APPLICATION (user_data));

  GtkWindow *about =
      g_object_new (ADW_TYPE_ABOUT_WINDOW, "transient-for", window, "application-name", "Sanera",
                    "application-icon", APPLICATION_ID, "version", PACKAGE_VERSION,
                    "developer-name", _ ("The Sanera contributors"), "developers", developers,
                    "comments", _ ("Close security weaknesses across a fleet of devices"),
                    "license-type", GTK_LICENSE_GPL_3_0, "translator-credits",
                    /* Translators: your names, one per line */
                    _ ("translator-credits"), NULL);

  sanera_again_set_action (about, "app.about", NULL);
  gtk_window_present (about);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *window = sanera_application_get_window (SANERA_APPLICATION (user_data));

  /* By way of the window, which keeps its size. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  g_application_quit (G_APPLICATION (user_data));
}

static void
language_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sanera_application_set_language (SANERA_APPLICATION (user_data),
                                   g_variant_get_string (parameter, NULL));
}

static void
import_scan_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sanera_window_import (sanera_application_present (SANERA_APPLICATION (user_data)), NULL);
}

/* A request is about a recommendation, so that is what has to be found first. */
static void
new_request_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *window = sanera_application_present (SANERA_APPLICATION (user_data));
  SaneraConnection *connection =
      sanera_connections_get_current (sanera_window_get_connections (window));
  const SaneraCacheInfo *info = NULL;

  if (connection == NULL)
    return; /* the window shows how to begin */

  sanera_window_show_page (window, "recommendations");
  sanera_window_focus_search (window);
  info = sanera_cache_get_info (sanera_connection_get_cache (connection));
  sanera_window_add_toast (
      window, adw_toast_new (info == NULL || (info->email == NULL && !info->tenant) ||
                                     sanera_cache_info_can (info, "request")
                                 ? _ ("Choose a recommendation, then “Remediation options”.")
                                 : _ ("You may not request remediation on this server.")));
}

/* (nullable): the window with that connection open; it may have been removed since. */
static SaneraWindow *
present_connection (SaneraApplication *self, const char *connection_id)
{
  SaneraWindow *window = sanera_application_present (self);
  SaneraConnections *connections = sanera_window_get_connections (window);

  if (sanera_connections_has_data (connections, connection_id) &&
      sanera_connections_open (connections, connection_id))
    return window;
  sanera_window_add_toast (window,
                           adw_toast_new (_ ("The connection this belongs to cannot be opened.")));
  return NULL;
}

static void
show_record_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *window = NULL;
  SaneraPage *page = NULL;
  const char *connection_id = NULL;
  const char *page_id = NULL;
  const char *record_id = NULL;

  g_variant_get (parameter, "(&s&s&s)", &connection_id, &page_id, &record_id);
  window = present_connection (SANERA_APPLICATION (user_data), connection_id);
  page = window != NULL ? sanera_window_find_page (window, page_id) : NULL;
  if (page == NULL)
    return;
  sanera_window_show_page (window, page_id);
  if (!sanera_page_show_record (page, record_id))
    sanera_window_add_toast (window, adw_toast_new (_ ("That row is no longer there.")));
}

static void
show_query_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *window = NULL;
  const char *connection_id = NULL;
  const char *page_id = NULL;
  const char *query = NULL;

  g_variant_get (parameter, "(&s&s&s)", &connection_id, &page_id, &query);
  window = present_connection (SANERA_APPLICATION (user_data), connection_id);
  if (window != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (window), "show-query",
                                    g_variant_new ("(ss)", page_id, query));
}

static void
show_page_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *window = NULL;
  const char *connection_id = NULL;
  const char *page_id = NULL;

  g_variant_get (parameter, "(&s&s)", &connection_id, &page_id);
  window = present_connection (SANERA_APPLICATION (user_data), connection_id);
  if (window != NULL)
    sanera_window_show_page (window, page_id);
}

static const GActionEntry entries[] = {
  { "about", about_cb },
  { "quit", quit_cb },
  { "language", language_cb, "s" },
  { "import-scan", import_scan_cb },
  { "new-request", new_request_cb },
  { "show-record", show_record_cb, "(sss)" },
  { "show-page", show_page_cb, "(ss)" },
  { "show-query", show_query_cb, "(sss)" },
};

/**
 * sanera_application_actions_add:
 * @self: the application, starting
 *
 * Adds its actions ("app.…"). From outside they are reached over D-Bus, as
 * `org.freedesktop.Application` has it: those without a window make one.
 */
void
sanera_application_actions_add (SaneraApplication *self)
{
  g_return_if_fail (SANERA_IS_APPLICATION (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
