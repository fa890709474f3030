/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-json.h"

#include <math.h>
#include <string.h>

/* Settings of the server, and *Test connection*. */

#define PATH "/sanera/v1/settings"

static gboolean
store_intune_func (SaneraDb *db,
                   gpointer data,
                   gpointer *result,
                   GDestroyNotify *result_free,
                   GCancellable *cancellable,
                   GError **error)
{
  *result = GINT_TO_POINTER (1);
  return sanera_cache_set_meta (db, SANERA_CACHE_META_INTUNE_CONNECTION, data, error);
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

static void
patched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->closed)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  /* The feed brings it too, but the switch should not jump back until then. */
  sanera_store_write_async (sanera_cache_get_store (self->cache), store_intune_func,
                            g_task_get_task_data (task), NULL, NULL, stored_cb,
                            g_object_ref (task));
}

/* R10: the change carries the version it was made on. */
static void
got_settings_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  gboolean enabled = g_strcmp0 (g_task_get_task_data (task), "1") == 0;
  g_autoptr (SaneraResponse) response = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL;
  SaneraRequestOptions options = { .idempotency_key = key };
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!sanera_connection_check_session (self, task))
    return;

  g_string_append_printf (text, "{\"intuneConnection\":%s,\"madeAt\":", enabled ? "true" : "false");
  sanera_json_append_time (text, g_get_real_time ());
  g_string_append_c (text, '}');
  body = g_bytes_new (text->str, text->len);
  options.if_match = response->etag;
  sanera_session_send_async (self->session, "PATCH", PATH, body, &options,
                             g_task_get_cancellable (task), patched_cb, g_object_ref (task));
}

/**
 * sanera_connection_set_intune_async:
 * @self: a connection
 * @enabled: whether tickets can be created (rule R2)
 * @cancellable: (nullable): a cancellable
 * @callback: called when the server has taken it
 * @user_data: for @callback
 *
 * Switches the Intune connection of the server.
 */
void
sanera_connection_set_intune_async (SaneraConnection *self,
                                    gboolean enabled,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_set_intune_async);
  g_task_set_task_data (task, g_strdup (enabled ? "1" : "0"), g_free);
  if (sanera_connection_check_session (self, task))
    sanera_session_send_async (self->session, "GET", PATH, NULL, NULL, cancellable, got_settings_cb,
                               g_object_ref (task));
}

/**
 * sanera_connection_set_intune_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether the server has taken it
 */
gboolean
sanera_connection_set_intune_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static SaneraCacheInfo *
read_me (GBytes *body, GError **error)
{
  g_autoptr (SaneraCacheInfo) info = g_new0 (SaneraCacheInfo, 1);
  g_autoptr (JsonNode) node = NULL;
  const char *email = NULL, *name = NULL, *role = NULL;
  gconstpointer text = "";
  gsize length = 0;
  JsonObject *me;

  if (body != NULL)
    text = g_bytes_get_data (body, &length);
  node = sanera_json_parse (text, (gssize)length, SANERA_JSON_MAX_DEPTH, error);
  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "me: expected an object");
      return NULL;
    }

  me = json_node_get_object (node);
  if (!sanera_json_get_text (me, "email", "me", &email, error) ||
      !sanera_json_get_text (me, "name", "me", &name, error) ||
      !sanera_json_get_text (me, "role", "me", &role, error) ||
      !sanera_json_get_strv (me, "capabilities", "me", &info->capabilities, error))
    return NULL;
  if (email == NULL || role == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL,
                           "me: this is not a sanera-server");
      return NULL;
    }

  info->email = g_strdup (email);
  info->name = g_strdup (name);
  info->role = g_strdup (role);
  info->exposure_score = NAN;
  info->audit_line = SANERA_INT_NULL;
  info->it_administrators = g_new0 (char *, 1);
  info->last_assessed_on = SANERA_INT_NULL;
  info->synced_on = SANERA_INT_NULL;
  return g_steal_pointer (&info);
}

static void
tested_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SaneraResponse) response = NULL;
  SaneraCacheInfo *info = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response != NULL)
    info = read_me (response->body, &error);
  if (info != NULL)
    g_task_return_pointer (task, info, (GDestroyNotify)sanera_cache_info_free);
  else
    g_task_return_error (task, error);
}

/**
 * sanera_connection_test_async:
 * @address: of a server, as typed
 * @token: (nullable): what proves who the person is
 * @ca_file: (nullable) (type filename): its only anchor, in PEM
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * *Test connection*: asks a server who the person is there. Nothing is kept.
 */
void
sanera_connection_test_async (const char *address,
                              const char *token,
                              const char *ca_file,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  const SaneraRequestOptions options = { .no_retry = TRUE, .timeout = 15 };
  g_autoptr (SaneraSession) session = NULL;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (address != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_test_async);
  if (sanera_tenant_address_is (address))
    {
      sanera_connection_test_tenant (task, address, token);
      return;
    }
  session = sanera_session_new (address, token, ca_file, &error);
  if (session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, g_object_ref (session), g_object_unref);
  sanera_session_send_async (session, "GET", "/sanera/v1/me", NULL, &options, cancellable,
                             tested_cb, g_object_ref (task));
}

/**
 * sanera_connection_test_finish:
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): who the person is there, the rest unknown; or %NULL with the
 *   reason
 */
SaneraCacheInfo *
sanera_connection_test_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
