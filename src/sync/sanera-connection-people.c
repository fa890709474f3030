/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-administration.h"

#include <string.h>

#include "sanera-connection-private.h"
#include "sanera-json.h"

/* Whom to write to [131]. The addresses are kept in the cache, for when the server is not there. */

static gboolean
store_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  *result = GINT_TO_POINTER (1);
  return sanera_cache_set_meta (db, SANERA_CACHE_META_IT_ADMINISTRATORS, data, error);
}

static void
stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (sanera_cache_run_finish (self->cache, result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  sanera_cache_reload_info (self->cache);
  g_task_return_boolean (task, TRUE);
}

/* An address has no spaces in it. */
static char *
read_addresses (GBytes *body, GError **error)
{
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : "";
  g_autoptr (JsonNode) node =
      sanera_json_parse (text, (gssize)length, SANERA_JSON_MAX_DEPTH, error);
  g_autoptr (GString) joined = g_string_new (NULL);
  JsonArray *people = NULL;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node) ||
      !sanera_json_get_array (json_node_get_object (node), "value", "people", &people, NULL) ||
      people == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "value: missing");
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (people); i++)
    {
      JsonNode *person = json_array_get_element (people, i);
      const char *email = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (person) ||
          !sanera_json_get_text (json_node_get_object (person), "email", "person", &email, NULL) ||
          email == NULL || strchr (email, ' ') != NULL)
        continue;
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", email);
    }

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static void
fetched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  g_autoptr (SaneraResponse) response = NULL;
  g_autofree char *addresses = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response != NULL)
    addresses = read_addresses (response->body, &error);
  if (addresses == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->closed)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The connection was left");
      return;
    }

  sanera_store_write_async (sanera_cache_get_store (self->cache), store_func,
                            g_steal_pointer (&addresses), g_free, NULL, stored_cb,
                            g_object_ref (task));
}

/**
 * sanera_connection_fetch_it_administrators_async:
 * @self: a connection
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are known
 * @user_data: for @callback
 *
 * Asks for the addresses of the IT administrators. Afterwards they stand in #SaneraCacheInfo, also
 * when the server is not there the next time.
 */
void
sanera_connection_fetch_it_administrators_async (SaneraConnection *self,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_fetch_it_administrators_async);
  if (sanera_connection_check_session (self, task))
    sanera_session_send_async (self->session, "GET", "/sanera/v1/people?role=itAdmin", NULL, NULL,
                               cancellable, fetched_cb, g_object_ref (task));
}

/**
 * sanera_connection_fetch_it_administrators_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether they are known
 */
gboolean
sanera_connection_fetch_it_administrators_finish (SaneraConnection *self,
                                                  GAsyncResult *result,
                                                  GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
