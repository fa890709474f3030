/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-json-request.h"

/* What was done and is not sent yet, or was refused, can be done differently: the entry keeps its
 * place in the order, and what follows goes on following it. */

/**
 * sanera_connection_may_edit:
 * @self: a connection
 * @entry: an entry of its outbox
 *
 * Returns: whether it can be edited or withdrawn now: it belongs to the person who is signed in,
 *   and of one whose outcome is unknown the server can be asked
 */
gboolean
sanera_connection_may_edit (SaneraConnection *self, const SaneraOutboxEntry *entry)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), FALSE);
  g_return_val_if_fail (entry != NULL, FALSE);

  if (!sanera_sender_is_mine (self->sender, entry))
    return FALSE;

  return entry->state != SANERA_OUTBOX_SENDING || self->state == SANERA_STATE_ONLINE ||
         self->state == SANERA_STATE_SYNCING;
}

/**
 * sanera_connection_is_mine:
 * @self: a connection
 * @entry: an entry of its outbox
 *
 * Returns: whether the person who is signed in has made it; else it waits for who has
 */
gboolean
sanera_connection_is_mine (SaneraConnection *self, const SaneraOutboxEntry *entry)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), FALSE);
  g_return_val_if_fail (entry != NULL, FALSE);

  return sanera_sender_is_mine (self->sender, entry);
}

static void
revised_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *key = sanera_sender_revise_finish (SANERA_SENDER (object), result, &error);

  if (key != NULL)
    g_task_return_pointer (task, key, g_free);
  else
    g_task_return_error (task, error);
}

/* @body: (transfer full): as it is to be sent */
static void
revise (GTask *task, SaneraOutboxEntry *entry, char *body, gint64 target_devices)
{
  SaneraConnection *self = g_task_get_source_object (task);
  g_autofree char *key = g_strdup (entry->key);

  sanera_connection_renew_entry (self, entry);
  g_free (entry->body);
  entry->body = body;
  sanera_sender_revise_async (self->sender, key, entry, target_devices,
                              g_task_get_cancellable (task), revised_cb, g_object_ref (task));
}

/* (transfer full) (nullable): the entry; without one of this kind @task has returned why */
static SaneraOutboxEntry *
find_entry (GTask *task, const char *key, SaneraActionKind kind)
{
  SaneraConnection *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (SaneraOutboxEntry) entry =
      sanera_outbox_get (sanera_cache_get_outbox (self->cache), key, &error);

  if (entry != NULL && sanera_action_kind_from_nick (entry->action) == kind)
    return g_steal_pointer (&entry);
  if (error == NULL)
    g_set_error (&error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "%s: is not in the outbox", key);
  g_task_return_error (task, error);

  return NULL;
}

/**
 * sanera_connection_revise_async:
 * @self: a connection
 * @key: of an entry of its outbox
 * @action: what takes its place, of the same kind and about the same entity; its version and delay
 *   do not count
 * @cancellable: (nullable): a cancellable; does nothing once it is being written
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Changes what waits or was refused, in one step, and lets it be sent. Of what is being sent the
 * server is asked first whether it has it.
 */
void
sanera_connection_revise_async (SaneraConnection *self,
                                const char *key,
                                SaneraAction *action,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (SaneraOutboxEntry) entry = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (action != NULL);
  g_return_if_fail (sanera_action_get_kind (action) != SANERA_ACTION_REQUEST);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_revise_async);
  entry = find_entry (task, key, sanera_action_get_kind (action));
  if (entry != NULL)
    revise (task, entry, sanera_action_dup_body (action, g_get_real_time ()), SANERA_INT_NULL);
}

/**
 * sanera_connection_revise_request_async:
 * @self: a connection
 * @key: of a request in its outbox
 * @request: what takes its place, for the same recommendation
 * @cancellable: (nullable): a cancellable; does nothing once it is being written
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * As sanera_connection_revise_async(), for a request.
 */
void
sanera_connection_revise_request_async (SaneraConnection *self,
                                        const char *key,
                                        SaneraRemediationRequest *request,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (SaneraOutboxEntry) entry = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (request));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_revise_request_async);
  if (!sanera_connection_check_request (self, request, task))
    return;
  entry = find_entry (task, key, SANERA_ACTION_REQUEST);
  if (entry != NULL)
    revise (task, entry, sanera_json_write_request (request, SANERA_JSON_SUBMISSION),
            sanera_remediation_request_get_target_devices (request));
}

/**
 * sanera_connection_revise_finish:
 * @self: a connection
 * @result: from the callback of either
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the key that it has now; %NULL with %SANERA_ERROR_CONFLICT
 *   "CarriedOut" when the server has carried out what was there before, with %SANERA_ERROR_OFFLINE
 *   when the server would have to be asked and is not there, with %SANERA_ERROR_NOT_FOUND when it
 *   is gone, with %SANERA_ERROR_INVALID for a request with problems
 */
char *
sanera_connection_revise_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
