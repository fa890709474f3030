/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-administration.h"

#include "sanera-connection-private.h"
#include "sanera-json.h"
#include "sanera-time.h"

#define PAGE 200

/**
 * sanera_record_page_free:
 * @self: (transfer full) (nullable): a page
 */
void
sanera_record_page_free (SaneraRecordPage *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->records);
  g_free (self->next);
  g_free (self);
}

typedef struct
{
  GType type;
  const SaneraNoun *noun;
} Kind;

static gboolean
read_records (const SaneraJsonSlice *value, const Kind *kind, GPtrArray *records, GError **error)
{
  gpointer data = sanera_noun_data_new (kind->noun);
  gboolean done = FALSE;
  SaneraJsonSplit split;
  gboolean ok = sanera_json_split_array (&split, value->text, value->length, error);

  for (guint i = 0; ok && !done; i++)
    {
      SaneraJsonSlice element;
      char path[32];

      g_snprintf (path, sizeof path, "value[%u]", i);
      ok = sanera_json_split_next_element (&split, &element, &done, error);
      if (!ok || done)
        break;
      ok = sanera_json_parse_noun (kind->noun, element.text, element.length, path, data, error);
      if (ok)
        {
          gpointer copy = sanera_noun_data_new (kind->noun);

          sanera_noun_data_copy (kind->noun, copy, data);
          g_ptr_array_add (records, sanera_record_new (kind->type, copy));
        }
    }
  sanera_noun_data_free (kind->noun, data);

  return ok;
}

static char *
read_link (const SaneraJsonSlice *value, GError **error)
{
  g_autoptr (JsonNode) node = sanera_json_parse (value->text, (gssize)value->length, 1, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL,
                           "@odata.nextLink: expected a text");
      return NULL;
    }

  return json_node_dup_string (node);
}

static SaneraRecordPage *
read_page (GBytes *body, const Kind *kind, GError **error)
{
  g_autoptr (SaneraRecordPage) page = g_new0 (SaneraRecordPage, 1);
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : "";
  gboolean done = FALSE;
  SaneraJsonSplit split;

  page->records = g_ptr_array_new_with_free_func (g_object_unref);
  if (!sanera_json_split_object (&split, text, length, error))
    return NULL;
  while (TRUE)
    {
      g_autofree char *name = NULL;
      SaneraJsonSlice value;

      if (!sanera_json_split_next_member (&split, &name, &value, &done, error))
        return NULL;
      if (done)
        return g_steal_pointer (&page);
      if (g_str_equal (name, "value") && !read_records (&value, kind, page->records, error))
        return NULL;
      if (g_str_equal (name, "@odata.nextLink"))
        {
          g_free (page->next);
          page->next = read_link (&value, error);
          if (page->next == NULL)
            return NULL;
        }
    }
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SaneraResponse) response = NULL;
  SaneraRecordPage *page = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response != NULL)
    page = read_page (response->body, g_task_get_task_data (task), &error);
  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify)sanera_record_page_free);
  else
    g_task_return_error (task, error);
}

static void
list (SaneraConnection *self,
      GType type,
      const SaneraNoun *noun,
      const char *path,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Kind *kind = g_new (Kind, 1);

  kind->type = type;
  kind->noun = noun;
  g_task_set_source_tag (task, list);
  g_task_set_task_data (task, kind, g_free);
  if (sanera_connection_check_session (self, task))
    sanera_session_send_async (self->session, "GET", path, NULL, NULL, cancellable, listed_cb,
                               g_object_ref (task));
}

/**
 * sanera_connection_list_tokens_async:
 * @self: a connection
 * @cancellable: (nullable): a cancellable
 * @callback: called with the tokens: sanera_connection_list_finish(), of #SaneraToken
 * @user_data: for @callback
 *
 * Asks who may come in. Administrators only.
 */
void
sanera_connection_list_tokens_async (SaneraConnection *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));

  list (self, SANERA_TYPE_TOKEN, &sanera_token_noun, "/sanera/v1/tokens", cancellable, callback,
        user_data);
}

/**
 * sanera_connection_list_device_rules_async:
 * @self: a connection
 * @cancellable: (nullable): a cancellable
 * @callback: called with the rules: sanera_connection_list_finish(), of #SaneraDeviceRule
 * @user_data: for @callback
 *
 * Asks for the rules that put devices into groups, in their order.
 */
void
sanera_connection_list_device_rules_async (SaneraConnection *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));

  list (self, SANERA_TYPE_DEVICE_RULE, &sanera_device_rule_noun, "/sanera/v1/deviceGroupRules",
        cancellable, callback, user_data);
}

/**
 * sanera_connection_list_imports_async:
 * @self: a connection
 * @next: (nullable): from the page before
 * @cancellable: (nullable): a cancellable
 * @callback: called with a page: sanera_connection_list_finish(), of #SaneraImport
 * @user_data: for @callback
 *
 * Asks for the scan reports that were imported, newest first.
 */
void
sanera_connection_list_imports_async (SaneraConnection *self,
                                      const char *next,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));

  list (self, SANERA_TYPE_IMPORT, &sanera_import_noun,
        next != NULL ? next : "/sanera/v1/imports?limit=" G_STRINGIFY (PAGE), cancellable, callback,
        user_data);
}

static void
append_filter (GString *path, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;

  g_string_append_printf (path, "&%s=", name);
  g_string_append_uri_escaped (path, value, NULL, FALSE);
}

static void
append_day (GString *path, const char *name, gint64 day)
{
  char buffer[SANERA_TIME_BUFFER];

  if (day == SANERA_INT_NULL)
    return;

  sanera_time_format (day, buffer);
  g_string_append_printf (path, "&%s=%.10s", name, buffer);
}

/**
 * sanera_connection_list_audit_async:
 * @self: a connection
 * @filter: which lines; not looked at with @next
 * @next: (nullable): from the page before
 * @cancellable: (nullable): a cancellable
 * @callback: called with a page: sanera_connection_list_finish(), of #SaneraEvent
 * @user_data: for @callback
 *
 * Asks for lines of the audit log, newest first. Administrators only.
 */
void
sanera_connection_list_audit_async (SaneraConnection *self,
                                    const SaneraAuditFilter *filter,
                                    const char *next,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GString) path = g_string_new ("/sanera/v1/audit?limit=" G_STRINGIFY (PAGE));

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (filter != NULL);

  append_day (path, "from", filter->from);
  append_day (path, "to", filter->to);
  append_filter (path, "person", filter->person);
  append_filter (path, "event", filter->event);
  list (self, SANERA_TYPE_EVENT, &sanera_event_noun, next != NULL ? next : path->str, cancellable,
        callback, user_data);
}

/**
 * sanera_connection_list_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a page
 */
SaneraRecordPage *
sanera_connection_list_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
added_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SaneraResponse) response = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *token = NULL;
  const char *text;
  GError *error = NULL;
  gsize length;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  text = response->body != NULL ? g_bytes_get_data (response->body, &length) : NULL;
  if (text != NULL)
    node = sanera_json_parse (text, (gssize)length, 2, &error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
      !sanera_json_get_text (json_node_get_object (node), "token", "token", &token, NULL) ||
      token == NULL)
    {
      g_clear_error (&error);
      g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "token: missing");
      return;
    }

  g_task_return_pointer (task, g_strdup (token), g_free);
}

/**
 * sanera_connection_add_token_async:
 * @self: a connection
 * @email: e-mail address of the person
 * @name: name of the person
 * @role: nick of sanera_role_enum
 * @cancellable: (nullable): a cancellable
 * @callback: called with the token
 * @user_data: for @callback
 *
 * Has the server make a token. Nobody can read it a second time, so the call is not made again by
 * itself: its first answer might be the one that counts.
 */
void
sanera_connection_add_token_async (SaneraConnection *self,
                                   const char *email,
                                   const char *name,
                                   const char *role,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autofree char *key = g_uuid_string_random ();
  const SaneraRequestOptions options = { .idempotency_key = key, .no_retry = TRUE };
  g_autoptr (GString) text = g_string_new ("{\"email\":");
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (email != NULL && name != NULL && role != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_add_token_async);
  sanera_json_append_string (text, email);
  g_string_append (text, ",\"name\":");
  sanera_json_append_string (text, name);
  g_string_append (text, ",\"role\":");
  sanera_json_append_string (text, role);
  g_string_append (text, ",\"madeAt\":");
  sanera_json_append_time (text, g_get_real_time ());
  g_string_append_c (text, '}');
  body = g_bytes_new (text->str, text->len);
  if (sanera_connection_check_session (self, task))
    sanera_session_send_async (self->session, "POST", "/sanera/v1/tokens", body, &options,
                               cancellable, added_cb, g_object_ref (task));
}

/**
 * sanera_connection_add_token_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the token
 */
char *
sanera_connection_add_token_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sanera_connection_remove_token_async:
 * @self: a connection
 * @id: of a token
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is not accepted any more
 * @user_data: for @callback
 */
void
sanera_connection_remove_token_async (SaneraConnection *self,
                                      const char *id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autofree char *key = g_uuid_string_random ();
  const SaneraRequestOptions options = { .idempotency_key = key };
  g_autoptr (GString) path = g_string_new ("/sanera/v1/tokens/");
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_remove_token_async);
  g_string_append_uri_escaped (path, id, NULL, FALSE);
  if (sanera_connection_check_session (self, task))
    sanera_session_send_async (self->session, "DELETE", path->str, NULL, &options, cancellable,
                               sanera_connection_carried_out_cb, g_object_ref (task));
}

/**
 * sanera_connection_remove_token_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether it is not accepted any more
 */
gboolean
sanera_connection_remove_token_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
