/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-device-rules.h"

#include "sanera-connection-private.h"
#include "sanera-json.h"

#define RULES "/sanera/v1/deviceGroupRules"

/**
 * sanera_rule_preview_free:
 * @self: (transfer full) (nullable): what a rule would do
 */
void
sanera_rule_preview_free (SaneraRulePreview *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->names);
  g_free (self);
}

static GStrv
read_names (JsonObject *object)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  JsonNode *member = json_object_get_member (object, "names");
  JsonArray *array =
      member != NULL && JSON_NODE_HOLDS_ARRAY (member) ? json_node_get_array (member) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (names, json_node_get_string (element));
    }
  return g_strv_builder_end (names);
}

static SaneraRulePreview *
read_preview (GBytes *body, GError **error)
{
  g_autoptr (SaneraRulePreview) preview = g_new0 (SaneraRulePreview, 1);
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : "";
  g_autoptr (JsonNode) node = sanera_json_parse (text, (gssize)length, 3, error);
  JsonObject *object;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL,
                           "preview: expected an object");
      return NULL;
    }
  object = json_node_get_object (node);
  if (!sanera_json_get_int (object, "devices", "preview", &preview->devices, error) ||
      !sanera_json_get_int (object, "moved", "preview", &preview->moved, error) ||
      !sanera_json_get_int (object, "chosen", "preview", &preview->chosen, error) ||
      !sanera_json_get_int (object, "earlier", "preview", &preview->earlier, error))
    return NULL;

  preview->names = read_names (object);
  return g_steal_pointer (&preview);
}

static void
previewed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SaneraResponse) response = NULL;
  SaneraRulePreview *preview = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response != NULL)
    preview = read_preview (response->body, &error);
  if (preview != NULL)
    g_task_return_pointer (task, preview, (GDestroyNotify)sanera_rule_preview_free);
  else
    g_task_return_error (task, error);
}

static void
append_query (GString *path, char sign, const char *name, const char *value)
{
  g_string_append_printf (path, "%c%s=", sign, name);
  g_string_append_uri_escaped (path, value, NULL, FALSE);
}

/**
 * sanera_connection_preview_device_rule_async:
 * @self: a connection
 * @rule: what the rule is to be; with an id in the place of that one, else at the end
 * @cancellable: (nullable): a cancellable
 * @callback: called with what it would do
 * @user_data: for @callback
 *
 * Asks which devices a rule is about. Nothing is changed.
 */
void
sanera_connection_preview_device_rule_async (SaneraConnection *self,
                                             const SaneraDeviceRuleData *rule,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data)
{
  g_autoptr (GString) path = g_string_new (RULES ":preview");
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (rule != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_preview_device_rule_async);
  append_query (path, '?', "rbacGroupName", rule->rbac_group_name);
  append_query (path, '&', "field", rule->field);
  append_query (path, '&', "pattern", rule->pattern);
  if (rule->id != NULL)
    append_query (path, '&', "id", rule->id);
  if (sanera_connection_check_session (self, task))
    sanera_session_send_async (self->session, "GET", path->str, NULL, NULL, cancellable,
                               previewed_cb, g_object_ref (task));
}

/**
 * sanera_connection_preview_device_rule_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what it would do
 */
SaneraRulePreview *
sanera_connection_preview_device_rule_finish (SaneraConnection *self,
                                              GAsyncResult *result,
                                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
write_rule (SaneraConnection *self,
            const char *method,
            const char *id,
            const char *version,
            GBytes *body,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autofree char *key = g_uuid_string_random ();
  const SaneraRequestOptions options = { .idempotency_key = key, .if_match = version };
  g_autoptr (GString) path = g_string_new (RULES);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, write_rule);
  if (id != NULL)
    {
      g_string_append_c (path, '/');
      g_string_append_uri_escaped (path, id, NULL, FALSE);
    }
  if (sanera_connection_check_session (self, task))
    sanera_session_send_async (self->session, method, path->str, body, &options, cancellable,
                               sanera_connection_carried_out_cb, g_object_ref (task));
}

/**
 * sanera_connection_save_device_rule_async:
 * @self: a connection
 * @rule: the rule as it is to be; with an id that one is changed, else it is made
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is carried out: sanera_connection_write_device_rule_finish()
 * @user_data: for @callback
 *
 * Writes a rule and moves the devices that it decides about.
 */
void
sanera_connection_save_device_rule_async (SaneraConnection *self,
                                          const SaneraDeviceRuleData *rule,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_autoptr (GString) text = g_string_new ("{\"rbacGroupName\":");
  g_autoptr (GBytes) body = NULL;
  g_autofree char *version = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (rule != NULL);

  sanera_json_append_string (text, rule->rbac_group_name);
  g_string_append (text, ",\"field\":");
  sanera_json_append_string (text, rule->field);
  g_string_append (text, ",\"pattern\":");
  sanera_json_append_string (text, rule->pattern);
  g_string_append_printf (text, ",\"position\":%" G_GINT64_FORMAT ",\"madeAt\":", rule->position);
  sanera_json_append_time (text, g_get_real_time ());
  g_string_append_c (text, '}');
  body = g_bytes_new (text->str, text->len);
  if (rule->id != NULL)
    version = g_strdup_printf ("%" G_GINT64_FORMAT, rule->version);
  write_rule (self, rule->id != NULL ? "PATCH" : "POST", rule->id, version, body, cancellable,
              callback, user_data);
}

/**
 * sanera_connection_remove_device_rule_async:
 * @self: a connection
 * @id: of a rule
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone: sanera_connection_write_device_rule_finish()
 * @user_data: for @callback
 *
 * Removes a rule; its devices go where the others say.
 */
void
sanera_connection_remove_device_rule_async (SaneraConnection *self,
                                            const char *id,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (id != NULL);

  write_rule (self, "DELETE", id, NULL, NULL, cancellable, callback, user_data);
}

/**
 * sanera_connection_write_device_rule_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether it is carried out
 */
gboolean
sanera_connection_write_device_rule_finish (SaneraConnection *self,
                                            GAsyncResult *result,
                                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
