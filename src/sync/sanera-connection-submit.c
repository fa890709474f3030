/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-json-request.h"
#include "sanera-local.h"
#include "sanera-time.h"

/* What a person submits goes into the outbox first, then on the screen, then to the server. */

static void
entry_free (gpointer data)
{
  sanera_outbox_entry_free (data);
}

static void
shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  const SaneraOutboxEntry *entry = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* It is in the outbox, and that is what counts. */
  if (!sanera_local_finish (self->cache, result, &error) && !self->closed)
    g_warning ("A waiting activity cannot be shown: %s", error->message);
  g_task_return_pointer (task, g_strdup (entry->key), g_free);
  sanera_sender_wake (self->sender);
}

static void
added_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  const SaneraOutboxEntry *entry = g_task_get_task_data (task);
  gint64 *devices = g_object_get_data (G_OBJECT (task), "devices");
  GError *error = NULL;

  if (!sanera_outbox_add_finish (SANERA_OUTBOX (object), result, &error))
    g_task_return_error (task, error);
  else
    sanera_local_set_async (self->cache, entry, SANERA_OUTBOX_WAITING, NULL, *devices, shown_cb,
                            g_object_ref (task));
}

/**
 * sanera_connection_submit_async:
 * @self: a connection
 * @request: a request; when it does not say yet when it was made, it is now
 * @cancellable: (nullable): a cancellable; does nothing once it is being written
 * @callback: called when it is on the disk: from now on it "waits to be sent"
 * @user_data: for @callback
 *
 * Submits a request: into the outbox, on the screen, to the server as soon as that is there.
 */
void
sanera_connection_submit_async (SaneraConnection *self,
                                SaneraRemediationRequest *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  const SaneraCacheInfo *info;
  SaneraRequestProblem problems;
  SaneraOutboxEntry *entry;
  gint64 *devices;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (request));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_submit_async);

  if (sanera_remediation_request_get_made_at (request) == SANERA_INT_NULL)
    sanera_remediation_request_set_made_at (request, g_get_real_time ());
  info = sanera_cache_get_info (self->cache);
  problems = sanera_remediation_request_validate (
      request, info != NULL && info->intune_connection,
      sanera_time_floor_day (sanera_remediation_request_get_made_at (request)) - SANERA_TIME_DAY);
  if (problems != SANERA_REQUEST_OK)
    {
      g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_INVALID,
                               "InvalidInput: the request has problems 0x%x", (guint)problems);
      return;
    }

  entry = g_new0 (SaneraOutboxEntry, 1);
  entry->key = g_uuid_string_random ();
  entry->action = g_strdup (sanera_action_kind_get_nick (SANERA_ACTION_REQUEST));
  entry->entity = g_strdup (sanera_remediation_request_get_recommendation_id (request));
  entry->method = g_strdup (sanera_action_kind_get_method (SANERA_ACTION_REQUEST));
  entry->path = sanera_action_kind_dup_path (SANERA_ACTION_REQUEST, entry->entity);
  entry->body = sanera_json_write_request (request, SANERA_JSON_SUBMISSION);
  entry->person = g_strdup (info != NULL ? info->email : NULL);
  entry->made_at = sanera_remediation_request_get_made_at (request);
  entry->state = SANERA_OUTBOX_WAITING;
  entry->next_try = SANERA_INT_NULL;
  entry->version = SANERA_INT_NULL;
  entry->not_before = SANERA_INT_NULL;
  g_task_set_task_data (task, entry, entry_free);

  devices = g_new (gint64, 1);
  *devices = sanera_remediation_request_get_target_devices (request);
  g_object_set_data_full (G_OBJECT (task), "devices", devices, g_free);

  sanera_outbox_add_async (sanera_cache_get_outbox (self->cache), entry, cancellable, added_cb,
                           g_object_ref (task));
}

/**
 * sanera_connection_submit_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the key of the submission, which is the id of the activity;
 * or %NULL with %SANERA_ERROR_INVALID for a request with problems, or what the database says
 */
char *
sanera_connection_submit_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
withdrawn_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (sanera_sender_withdraw_finish (SANERA_SENDER (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * sanera_connection_withdraw_async:
 * @self: a connection
 * @key: of a submission
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone, or why not
 * @user_data: for @callback
 *
 * Takes an entry of the outbox back. When a try of unknown outcome has begun, the server is asked
 * first.
 */
void
sanera_connection_withdraw_async (SaneraConnection *self,
                                  const char *key,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_withdraw_async);
  sanera_sender_withdraw_async (self->sender, key, cancellable, withdrawn_cb, task);
}

/**
 * sanera_connection_withdraw_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_CONFLICT "CarriedOut" when the server has made the activity;
 *   with %SANERA_ERROR_OFFLINE when the server would have to be asked and is not there
 */
gboolean
sanera_connection_withdraw_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
