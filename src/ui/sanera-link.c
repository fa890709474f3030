/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-link.h"

#include <glib/gi18n.h>
#include <string.h>

#define LINK_DATA "sanera-link"

/**
 * Link:
 *
 * A link that waits for its activity: the connection may be starting, or this cache has not heard
 * of the activity yet. It belongs to the window; a later link takes its place.
 */
typedef struct
{
  SaneraWindow *window; /* the owner, not referenced */
  char *id;
  SaneraConnections *connections;
  SaneraConnection *connection;
  SaneraCache *cache;
  gulong current_id;
  gulong state_id;
  gulong changed_id;
  gboolean told;
} Link;

static void
leave_connection (Link *self)
{
  g_clear_signal_handler (&self->state_id, self->connection);
  g_clear_signal_handler (&self->changed_id, self->cache);
  g_clear_object (&self->connection);
  g_clear_object (&self->cache);
}

static void
link_free (Link *self)
{
  if (self->connection != NULL)
    leave_connection (self);
  g_clear_signal_handler (&self->current_id, self->connections);
  g_clear_object (&self->connections);
  g_free (self->id);
  g_free (self);
}

static void
end (Link *self)
{
  g_object_set_data (G_OBJECT (self->window), LINK_DATA, NULL);
}

static void
tell (Link *self, const char *text)
{
  if (!self->told)
    sanera_window_add_toast (self->window, adw_toast_new (text));
  self->told = TRUE;
}

/* Shows the activity when it is there. Whether there is none can only be said after a sync. */
static void
try_to_show (Link *self)
{
  SaneraPage *page = sanera_window_find_page (self->window, "remediation");
  g_autoptr (SaneraRecord) record = NULL;

  record = sanera_cache_lookup (self->cache, SANERA_LIST_ACTIVITIES, self->id);
  if (record != NULL && page != NULL)
    {
      sanera_window_show_page (self->window, "remediation");
      sanera_page_show_record (page, self->id);
      end (self);
      return;
    }

  switch (sanera_connection_get_state (self->connection))
    {
    case SANERA_STATE_STARTING:
    case SANERA_STATE_SYNCING:
      break;
    case SANERA_STATE_ONLINE:
      tell (self, _ ("The remediation activity of this link is not on this connection."));
      end (self);
      break;
    case SANERA_STATE_OFFLINE:
    case SANERA_STATE_SIGN_IN:
    case SANERA_STATE_REFUSED:
    case SANERA_STATE_NOT_KEPT:
    default:
      tell (self, _ ("The remediation activity of this link is shown once the server answers."));
      break;
    }
}

static void
connection_cb (Link *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);

  if (self->connection != NULL)
    leave_connection (self);
  if (connection == NULL)
    {
      tell (self, _ ("Open a connection first: the link leads to a remediation activity on it."));
      return;
    }

  self->connection = g_object_ref (connection);
  self->cache = g_object_ref (sanera_connection_get_cache (connection));
  self->state_id =
      g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (try_to_show), self);
  self->changed_id =
      g_signal_connect_swapped (self->cache, "changed", G_CALLBACK (try_to_show), self);
  if (sanera_connection_get_state (connection) == SANERA_STATE_ONLINE)
    {
      g_autoptr (SaneraRecord) record =
          sanera_cache_lookup (self->cache, SANERA_LIST_ACTIVITIES, self->id);

      /* It may be younger than the last sync. */
      if (record == NULL)
        {
          sanera_connection_sync (connection);
          return;
        }
    }
  try_to_show (self);
}

/**
 * sanera_link_is:
 * @text: an argument of the command line
 *
 * Returns: whether it is a link of ours, and not a file
 */
gboolean
sanera_link_is (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return g_ascii_strncasecmp (text, "sanera:", strlen ("sanera:")) == 0;
}

/**
 * sanera_link_parse:
 * @uri: what somebody clicked; from anywhere
 *
 * Returns: (transfer full) (nullable): id of the activity of `sanera://activity/<id>`; %NULL for
 *   anything else
 */
char *
sanera_link_parse (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;
  const char *path;

  g_return_val_if_fail (uri != NULL, NULL);

  parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  if (parsed == NULL || g_strcmp0 (g_uri_get_scheme (parsed), "sanera") != 0 ||
      g_strcmp0 (g_uri_get_host (parsed), "activity") != 0)
    return NULL;

  path = g_uri_get_path (parsed);
  if (path[0] != '/' || path[1] == '\0' || strlen (path) > 200)
    return NULL;
  for (const char *p = path + 1; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_.~", *p) == NULL)
      return NULL;

  return g_strdup (path + 1);
}

/**
 * sanera_link_open:
 * @window: where to
 * @uri: `sanera://activity/<id>`
 *
 * Shows the activity of a link: at once when the cache has it, else after the next sync. Says so
 * when there is none.
 */
void
sanera_link_open (SaneraWindow *window, const char *uri)
{
  Link *self;
  g_autofree char *id = NULL;

  g_return_if_fail (SANERA_IS_WINDOW (window));
  g_return_if_fail (uri != NULL);

  id = sanera_link_parse (uri);
  if (id == NULL)
    {
      sanera_window_add_toast (window, adw_toast_new (_ ("This is not a link that Sanera knows.")));
      return;
    }

  self = g_new0 (Link, 1);
  self->window = window;
  self->id = g_steal_pointer (&id);
  g_object_set_data_full (G_OBJECT (window), LINK_DATA, self, (GDestroyNotify)link_free);
  self->connections = g_object_ref (sanera_window_get_connections (window));
  self->current_id = g_signal_connect_swapped (self->connections, "notify::current",
                                               G_CALLBACK (connection_cb), self);
  connection_cb (self);
}
