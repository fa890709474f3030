/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-json-request.h"
#include "sanera-time.h"

/* What a person submits goes into the outbox first, then on the screen, then to the server. */

/**
 * sanera_connection_check_request:
 * @self: a connection
 * @request: a request; when it does not say yet when it was made, it is now
 * @task: a task
 *
 * Returns: whether it can be kept; else @task has returned %SANERA_ERROR_INVALID
 */
gboolean
sanera_connection_check_request (SaneraConnection *self,
                                 SaneraRemediationRequest *request,
                                 GTask *task)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (self->cache);
  SaneraRequestProblem problems;

  if (sanera_remediation_request_get_made_at (request) == SANERA_INT_NULL)
    sanera_remediation_request_set_made_at (request, g_get_real_time ());
  problems = sanera_remediation_request_validate (
      request, info != NULL && info->intune_connection,
      sanera_time_floor_day (sanera_remediation_request_get_made_at (request)) - SANERA_TIME_DAY);
  if (problems == SANERA_REQUEST_OK)
    return TRUE;

  g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_INVALID,
                           "InvalidInput: the request has problems 0x%x", (guint)problems);
  return FALSE;
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
  SaneraOutboxEntry *entry;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (request));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_submit_async);

  if (!sanera_connection_check_request (self, request, task))
    return;

  entry = sanera_connection_new_entry (self, SANERA_ACTION_REQUEST,
                                       sanera_remediation_request_get_recommendation_id (request),
                                       sanera_remediation_request_get_made_at (request));
  entry->body = sanera_json_write_request (request, SANERA_JSON_SUBMISSION);
  sanera_connection_add_entry (self, task, entry,
                               sanera_remediation_request_get_target_devices (request));
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
