/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-sender-private.h"

#include "sanera-local.h"

/* Taking an entry back. What never left is simply removed. What may have arrived is asked for
 * first: the server either burns the key for ever, so that a late arrival is refused, or answers
 * with what it has made of it. */

typedef struct
{
  char *key;
  SaneraOutboxEntry *entry; /* as it was when the server was asked */
  SaneraAnswer answer; /* of a server that has carried it out */
  GError *error; /* what it ends with */
} Withdrawal;

static void
withdrawal_free (gpointer data)
{
  Withdrawal *withdrawal = data;

  g_free (withdrawal->key);
  sanera_outbox_entry_free (withdrawal->entry);
  sanera_answer_clear (&withdrawal->answer);
  g_clear_error (&withdrawal->error);
  g_free (withdrawal);
}

static void
finish (GTask *task, GError *error)
{
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);

  g_hash_table_remove (self->withdrawing, withdrawal->key);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  sanera_sender_step (self);
}

static void
shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!sanera_local_finish (self->cache, result, &error) &&
      !g_cancellable_is_cancelled (self->closing))
    g_warning ("The cache cannot be written: %s", error->message);
  finish (task, g_steal_pointer (&withdrawal->error));
}

/* The outbox first: after a crash in between, an entry would bring its row back, but no row brings
 * an entry back. */
static void
removed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!sanera_outbox_remove_finish (SANERA_OUTBOX (object), result, &error))
    finish (task, error);
  else
    sanera_local_remove_async (self->cache, withdrawal->key, shown_cb, g_object_ref (task));
}

static void
remove_entry (GTask *task)
{
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);

  sanera_outbox_remove_async (sanera_cache_get_outbox (self->cache), withdrawal->key, NULL,
                              removed_cb, g_object_ref (task));
}

static void
settled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!sanera_outbox_settle_finish (SANERA_OUTBOX (object), result, &error))
    {
      finish (task, error);
      return;
    }
  sanera_sender_emit_accepted (self, withdrawal->entry, &withdrawal->answer, FALSE);
  finish (task, g_steal_pointer (&withdrawal->error));
}

static void
put_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!sanera_local_finish (self->cache, result, &error))
    finish (task, error);
  else
    sanera_outbox_settle_async (sanera_cache_get_outbox (self->cache), withdrawal->key,
                                withdrawal->answer.version, NULL, settled_cb, g_object_ref (task));
}

/* 409: {"error":{…},"entity":{…}}; without an entity the key is somebody else's. */
static gboolean
parse_carried_out (Withdrawal *withdrawal, GBytes *body, GError **error)
{
  SaneraJsonSlice entity;

  if (!sanera_answer_find_entity (body, &entity, error))
    return FALSE;
  if (entity.length > 0)
    return sanera_answer_parse (&withdrawal->answer, withdrawal->entry, entity.text, entity.length,
                                error);

  g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_CONFLICT,
                       "KeyReused: the server does not say what became of it");
  return FALSE;
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL)
    finish (task, error);
  else if (response->status != 409)
    remove_entry (task);
  else if (!parse_carried_out (withdrawal, response->body, &error))
    finish (task, error);
  else
    {
      g_set_error_literal (&withdrawal->error, SANERA_ERROR, SANERA_ERROR_CONFLICT,
                           "CarriedOut: the server had taken it already");
      sanera_local_settle_async (self->cache, withdrawal->key, withdrawal->answer.list,
                                 withdrawal->answer.data, put_cb, g_object_ref (task));
    }
}

static void
ask_server (GTask *task)
{
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  g_autofree char *path = NULL;
  const SaneraRequestOptions options = { .no_retry = TRUE, .timeout = 30, .accept = { 409 } };

  if (self->session == NULL)
    {
      finish (task, g_error_new_literal (SANERA_ERROR, SANERA_ERROR_OFFLINE,
                                         SANERA_CODE_NOT_SENT
                                         ": whether the server has it cannot be asked now"));
      return;
    }

  path = g_strconcat ("/sanera/v1/submissions/", withdrawal->key, NULL);
  sanera_session_send_async (self->session, "DELETE", path, NULL, &options,
                             g_task_get_cancellable (task), asked_cb, g_object_ref (task));
}

static void
start (GTask *task)
{
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  g_autoptr (SaneraRecord) record = NULL;
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (self->closing, &error))
    {
      finish (task, error);
      return;
    }

  entry = sanera_outbox_get (sanera_cache_get_outbox (self->cache), withdrawal->key, &error);
  if (entry == NULL)
    {
      /* The try that was under way may have ended well meanwhile. */
      record = sanera_cache_lookup (self->cache, SANERA_LIST_ACTIVITIES, withdrawal->key);
      if (record != NULL)
        {
          g_clear_error (&error);
          g_set_error_literal (&error, SANERA_ERROR, SANERA_ERROR_CONFLICT,
                               "CarriedOut: the server has taken the request already");
        }
      else if (error == NULL)
        g_set_error (&error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "%s: is not in the outbox",
                     withdrawal->key);
      finish (task, error);
      return;
    }

  if (entry->state == SANERA_OUTBOX_SENDING)
    {
      withdrawal->entry = g_steal_pointer (&entry);
      ask_server (task);
    }
  else
    remove_entry (task);
}

/**
 * sanera_sender_withdraw_waiting:
 * @self: a sender, without a try under way
 *
 * Goes on with the withdrawals that waited for a try to end; of a closed sender they are cancelled.
 */
void
sanera_sender_withdraw_waiting (SaneraSender *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    start (g_ptr_array_index (waiting, i));
}

/**
 * sanera_sender_withdraw_async:
 * @self: a sender
 * @key: of an entry of the outbox
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone, or why not
 * @user_data: for @callback
 *
 * Takes an entry back.
 */
void
sanera_sender_withdraw_async (SaneraSender *self,
                              const char *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Withdrawal *withdrawal;

  g_return_if_fail (SANERA_IS_SENDER (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_sender_withdraw_async);
  withdrawal = g_new0 (Withdrawal, 1);
  withdrawal->key = g_strdup (key);
  g_task_set_task_data (task, withdrawal, withdrawal_free);

  g_hash_table_add (self->withdrawing, g_strdup (key));
  if (g_strcmp0 (self->current, key) == 0)
    {
      g_ptr_array_add (self->waiting, g_object_ref (task));
      g_cancellable_cancel (self->trying);
    }
  else
    start (task);
}

/**
 * sanera_sender_withdraw_finish:
 * @self: a sender
 * @result: from the callback
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_CONFLICT "CarriedOut" when the server has made the activity,
 *   which then is in the cache; with %SANERA_ERROR_OFFLINE when the server would have to be asked
 */
gboolean
sanera_sender_withdraw_finish (SaneraSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
