/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-json.h"

#include <string.h>

/* An import is uploaded, previewed, and then done exactly as previewed, or not at all. */

/* The server reads the whole report before it answers. */
#define TIMEOUT 900 /* seconds without progress */

/**
 * sanera_import_preview_copy:
 * @self: a preview
 *
 * Returns: (transfer full): the same once more
 */
SaneraImportPreview *
sanera_import_preview_copy (const SaneraImportPreview *self)
{
  SaneraImportPreview *copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (SaneraImportPreview, 1);
  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->basis = g_strdup (self->basis);
  copy->format = g_strdup (self->format);
  copy->ids = g_strdupv (self->ids);
  copy->already_imported = g_strdup (self->already_imported);
  copy->completes = g_strdupv (self->completes);
  copy->completes_titles = g_strdupv (self->completes_titles);
  return copy;
}

/**
 * sanera_import_preview_free:
 * @self: (nullable) (transfer full): a preview
 */
void
sanera_import_preview_free (SaneraImportPreview *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->basis);
  g_free (self->format);
  g_strfreev (self->ids);
  g_free (self->already_imported);
  g_strfreev (self->completes);
  g_strfreev (self->completes_titles);
  g_free (self);
}

static gboolean
read_counts (JsonObject *object, SaneraImportPreview *preview, GError **error)
{
  const struct
  {
    const char *member;
    gint64 *value;
  } counts[] = {
    { "devices", &preview->devices },
    { "newDevices", &preview->new_devices },
    { "mergedDevices", &preview->merged_devices },
    { "doubtfulDevices", &preview->doubtful_devices },
    { "findings", &preview->findings },
    { "newFindings", &preview->new_findings },
    { "stillThere", &preview->still_there },
    { "fixed", &preview->fixed },
    { "reopened", &preview->reopened },
    { "notSeen", &preview->not_seen },
    { "recommendations", &preview->recommendations },
    { "completedActivities", &preview->completed_activities },
    { "reopenedActivities", &preview->reopened_activities },
    { "wouldFixIfComplete", &preview->would_fix_if_complete },
    { "facts", &preview->facts },
    { "saidNotAffected", &preview->said_not_affected },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (!sanera_json_get_int (object, counts[i].member, "preview", counts[i].value, error))
      return FALSE;

  return TRUE;
}

/* The activities that complete. A server of before names none. */
static gboolean
read_completes (JsonObject *object, SaneraImportPreview *preview, GError **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (!sanera_json_get_array (object, "completes", "preview", &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *id = NULL, *title = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL,
                       "preview.completes[%u]: expected an object", i);
          return FALSE;
        }
      if (!sanera_json_get_text (json_node_get_object (node), "id", "completes", &id, error) ||
          !sanera_json_get_text (json_node_get_object (node), "title", "completes", &title, error))
        return FALSE;
      g_strv_builder_add (ids, id != NULL ? id : "");
      g_strv_builder_add (titles, title != NULL ? title : "");
    }

  preview->completes = g_strv_builder_end (ids);
  preview->completes_titles = g_strv_builder_end (titles);
  return TRUE;
}

/* The basis is what If-Match has to say: a number or a text. */
static char *
read_basis (JsonObject *root, const char *etag)
{
  JsonNode *node = json_object_get_member (root, "basis");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup (etag);
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);

  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
}

static SaneraImportPreview *
read_preview (const SaneraResponse *response, GError **error)
{
  g_autoptr (SaneraImportPreview) self = g_new0 (SaneraImportPreview, 1);
  g_autoptr (JsonNode) node = NULL;
  const char *id = NULL, *format = NULL, *already = NULL;
  JsonObject *root, *preview = NULL;
  gconstpointer text = "";
  gsize length = 0;

  if (response->body != NULL)
    text = g_bytes_get_data (response->body, &length);
  node = sanera_json_parse (text, (gssize)length, SANERA_JSON_MAX_DEPTH, error);
  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL,
                           "import: expected an object");
      return NULL;
    }

  root = json_node_get_object (node);
  if (!sanera_json_get_text (root, "id", "import", &id, error) ||
      !sanera_json_get_object (root, "preview", "import", &preview, error))
    return NULL;
  if (id == NULL || preview == NULL)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "import.%s: missing",
                   id == NULL ? "id" : "preview");
      return NULL;
    }
  if (!sanera_json_get_text (preview, "format", "preview", &format, error) ||
      !sanera_json_get_text (preview, "alreadyImported", "preview", &already, error) ||
      !sanera_json_get_bool (preview, "goesOn", "preview", &self->goes_on, error) ||
      !read_counts (preview, self, error) || !read_completes (preview, self, error))
    return NULL;

  self->id = g_strdup (id);
  self->basis = read_basis (root, response->etag);
  self->format = g_strdup (format);
  self->already_imported = g_strdup (already);
  return g_steal_pointer (&self);
}

static void
previewed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SaneraResponse) response = NULL;
  SaneraImportPreview *preview = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response != NULL)
    preview = read_preview (response, &error);
  if (preview == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Those that were asked for together; none when one was uploaded. */
  preview->ids = g_strdupv (g_task_get_task_data (task));
  g_task_return_pointer (task, preview, (GDestroyNotify)sanera_import_preview_free);
}

/**
 * sanera_connection_import_preview_async:
 * @self: a connection
 * @file: a scanner's report
 * @group: (nullable): device group of devices that are new
 * @complete: whether what the report does not name is fixed; %FALSE leaves it at what was said for
 *   this source before
 * @progress: (nullable) (scope async): called with the bytes sent and the total
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable
 * @callback: called when the server has read the report
 * @user_data: for @callback
 *
 * Uploads a report and asks what it would change. Nothing is changed yet.
 */
void
sanera_connection_import_preview_async (SaneraConnection *self,
                                        GFile *file,
                                        const char *group,
                                        gboolean complete,
                                        GFileProgressCallback progress,
                                        gpointer progress_data,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GString) path = g_string_new ("/sanera/v1/imports?name=");
  g_autofree char *name = NULL;
  g_autofree char *key = g_uuid_string_random ();
  const SaneraRequestOptions options = {
    .idempotency_key = key,
    .content_type = "application/octet-stream",
    .timeout = TIMEOUT,
    .no_retry = TRUE,
    .body_file = file,
    .progress = progress,
    .progress_data = progress_data,
  };

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_import_preview_async);
  if (!sanera_connection_check_session (self, task))
    return;

  name = g_file_get_basename (file);
  if (name != NULL)
    {
      g_autofree char *shown = g_filename_display_name (name);

      g_string_append_uri_escaped (path, shown, NULL, FALSE);
    }
  if (group != NULL && *group != '\0')
    {
      g_string_append (path, "&group=");
      g_string_append_uri_escaped (path, group, NULL, FALSE);
    }
  if (complete)
    g_string_append (path, "&complete=true");
  sanera_session_send_async (self->session, "POST", path->str, NULL, &options, cancellable,
                             previewed_cb, g_object_ref (task));
}

/**
 * sanera_connection_import_preview_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what would change; or %NULL with %SANERA_ERROR_INVALID
 * naming what is wrong with the report
 */
SaneraImportPreview *
sanera_connection_import_preview_finish (SaneraConnection *self,
                                         GAsyncResult *result,
                                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* {"ids":[…]} */
static GBytes *
write_ids (const char *const *ids)
{
  g_autoptr (GString) body = g_string_new ("{\"ids\":[");

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (body, ',');
      sanera_json_append_string (body, ids[i]);
    }
  g_string_append (body, "]}");
  return g_string_free_to_bytes (g_steal_pointer (&body));
}

static char *
make_path (const char *id, const char *verb)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strdup_printf ("/sanera/v1/imports/%s/%s", escaped, verb);
}

/**
 * sanera_connection_import_preview_all_async:
 * @self: a connection
 * @ids: reports that were uploaded, in the order they are to be imported, at least one
 * @cancellable: (nullable): a cancellable
 * @callback: called when the server has looked: sanera_connection_import_preview_finish()
 * @user_data: for @callback
 *
 * Asks what several reports would change together, or one by now.
 */
void
sanera_connection_import_preview_all_async (SaneraConnection *self,
                                            const char *const *ids,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) body = NULL;
  const SaneraRequestOptions options = { .timeout = TIMEOUT, .no_retry = TRUE };

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (ids != NULL && *ids != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_import_preview_all_async);
  g_task_set_task_data (task, g_strdupv ((char **)ids), (GDestroyNotify)g_strfreev);
  if (!sanera_connection_check_session (self, task))
    return;

  body = write_ids (ids);
  sanera_session_send_async (self->session, "POST", "/sanera/v1/imports:preview", body, &options,
                             cancellable, previewed_cb, g_object_ref (task));
}

static void
committed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
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

  sanera_connection_sync (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * sanera_connection_import_commit_async:
 * @self: a connection
 * @preview: what the person has agreed to
 * @cancellable: (nullable): a cancellable; the server may do it all the same
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Does exactly what was previewed, and fetches what has changed.
 */
void
sanera_connection_import_commit_async (SaneraConnection *self,
                                       const SaneraImportPreview *preview,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GBytes) body = NULL;
  SaneraRequestOptions options = { .idempotency_key = key, .timeout = TIMEOUT };

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (preview != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_import_commit_async);
  if (!sanera_connection_check_session (self, task))
    return;

  options.if_match = preview->basis;
  if (preview->ids != NULL)
    {
      path = g_strdup ("/sanera/v1/imports:commit");
      body = write_ids ((const char *const *)preview->ids);
    }
  else
    {
      path = make_path (preview->id, "commit");
      body = g_bytes_new_static ("{}", 2);
    }
  sanera_session_send_async (self->session, "POST", path, body, &options, cancellable, committed_cb,
                             g_object_ref (task));
}

/**
 * sanera_connection_import_commit_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PRECONDITION when something has changed since the preview: it
 *   has to be made again
 */
gboolean
sanera_connection_import_commit_finish (SaneraConnection *self,
                                        GAsyncResult *result,
                                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sanera_connection_import_undo_async:
 * @self: a connection
 * @id: of the last import
 * @cancellable: (nullable): a cancellable; the server may do it all the same
 * @callback: called when it is taken back
 * @user_data: for @callback
 *
 * Takes an import back, with those that were committed together with it.
 */
void
sanera_connection_import_undo_async (SaneraConnection *self,
                                     const char *id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  const SaneraRequestOptions options = { .idempotency_key = key, .timeout = TIMEOUT };

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_import_undo_async);
  if (!sanera_connection_check_session (self, task))
    return;

  path = make_path (id, "undo");
  sanera_session_send_async (self->session, "POST", path, body, &options, cancellable, committed_cb,
                             g_object_ref (task));
}

/**
 * sanera_connection_import_undo_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_CONFLICT when it cannot be taken back (any more)
 */
gboolean
sanera_connection_import_undo_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
