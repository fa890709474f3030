/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-sender-private.h"

#include "sanera-local.h"

/* Taking an entry back, or putting another in its place. What never left is simply removed, or
 * changed. What may have arrived is asked for first: the server either burns the key for ever, so
 * that a late arrival is refused, or answers with what it has made of it. */

typedef struct
{
  char *key;
  SaneraOutboxEntry *entry; /* as it was */
  SaneraOutboxEntry *replacement; /* NULL: it is taken back */
  gint64 target_devices; /* of the replacement */
  SaneraAnswer answer; /* of a server that has carried it out */
  GError *error; /* what it ends with */
  guint shown_all; /* how often all was shown when it began */
} Withdrawal;

static void
withdrawal_free (gpointer data)
{
  Withdrawal *withdrawal = data;

  g_free (withdrawal->key);
  sanera_outbox_entry_free (withdrawal->entry);
  sanera_outbox_entry_free (withdrawal->replacement);
  sanera_answer_clear (&withdrawal->answer);
  g_clear_error (&withdrawal->error);
  g_free (withdrawal);
}

static void start (GTask *task);

static void
enter (GTask *task)
{
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);

  g_hash_table_add (self->withdrawing, g_strdup (withdrawal->key));
  if (g_strcmp0 (self->current, withdrawal->key) == 0)
    {
      g_ptr_array_add (self->waiting, g_object_ref (task));
      g_cancellable_cancel (self->trying);
    }
  else
    start (task);
}

static void
enter_next (SaneraSender *self, const char *key)
{
  for (GList *link = self->queued->head; link != NULL; link = link->next)
    {
      g_autoptr (GTask) task = NULL;
      Withdrawal *withdrawal = g_task_get_task_data (link->data);

      if (!g_str_equal (withdrawal->key, key))
        continue;
      task = link->data;
      g_queue_delete_link (self->queued, link);
      enter (task);
      return;
    }
}

static void
finish (GTask *task, GError *error)
{
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);

  g_hash_table_remove (self->withdrawing, withdrawal->key);
  if (withdrawal->replacement != NULL)
    g_hash_table_remove (self->withdrawing, withdrawal->replacement->key);
  /* What was shown of it in between was read before the outbox knew what has become of it. */
  if (withdrawal->shown_all != self->shown_all && !g_cancellable_is_cancelled (self->closing))
    sanera_sender_show_all (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (
        task,
        g_strdup (withdrawal->replacement != NULL ? withdrawal->replacement->key : withdrawal->key),
        g_free);
  enter_next (self, withdrawal->key);
  if (withdrawal->replacement != NULL)
    sanera_sender_wake (self);
  else
    sanera_sender_step (self);
}

/* A cache that cannot be written shows old things; what is in the outbox counts. */
static void
take_shown (SaneraSender *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  if (!sanera_local_finish (self->cache, result, &error) &&
      !g_cancellable_is_cancelled (self->closing))
    g_warning ("The cache cannot be written: %s", error->message);
}

static void
shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);

  take_shown (self, result);
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

  if (!sanera_outbox_write_finish (SANERA_OUTBOX (object), result, &error))
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

/* The old row is gone; all that waits is shown anew, what follows the new key too. */
static void
unshown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSender *self = g_task_get_source_object (task);
  g_autoptr (GPtrArray) entries = sanera_outbox_list (sanera_cache_get_outbox (self->cache), NULL);

  take_shown (self, result);
  if (entries != NULL)
    sanera_local_derive_async (self->cache, entries, shown_cb, g_object_ref (task));
  else
    finish (task, NULL);
}

static void
revised_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!sanera_outbox_write_finish (SANERA_OUTBOX (object), result, &error))
    finish (task, error);
  else if (g_str_equal (withdrawal->key, withdrawal->replacement->key))
    sanera_local_set_async (self->cache, withdrawal->replacement, SANERA_OUTBOX_WAITING, NULL,
                            withdrawal->target_devices, shown_cb, g_object_ref (task));
  else
    sanera_local_remove_async (self->cache, withdrawal->key, unshown_cb, g_object_ref (task));
}

/* A key the server has burnt or given to something else cannot be used again, nor one whose body
 * it may know; what follows on something new knows that by its key, which therefore stays else. */
static gboolean
needs_key (const SaneraOutboxEntry *entry)
{
  return entry->state == SANERA_OUTBOX_SENDING || g_strcmp0 (entry->error_code, "Withdrawn") == 0 ||
         g_strcmp0 (entry->error_code, "KeyReused") == 0;
}

static void
change_entry (GTask *task)
{
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  SaneraOutboxEntry *replacement = withdrawal->replacement;

  if (replacement == NULL)
    {
      remove_entry (task);
      return;
    }

  if (!needs_key (withdrawal->entry))
    {
      g_free (replacement->key);
      replacement->key = g_strdup (withdrawal->key);
    }
  /* Not tried before its row is shown: what the server says of it comes after that. */
  g_hash_table_add (self->withdrawing, g_strdup (replacement->key));
  sanera_outbox_revise_async (sanera_cache_get_outbox (self->cache), withdrawal->key, replacement,
                              NULL, revised_cb, g_object_ref (task));
}

static void
settled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSender *self = g_task_get_source_object (task);
  Withdrawal *withdrawal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!sanera_outbox_write_finish (SANERA_OUTBOX (object), result, &error))
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
    change_entry (task);
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

  withdrawal->entry = g_steal_pointer (&entry);
  if (withdrawal->entry->state == SANERA_OUTBOX_SENDING)
    ask_server (task);
  else
    change_entry (task);
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

static void
begin (SaneraSender *self,
       const char *key,
       const SaneraOutboxEntry *replacement,
       gint64 target_devices,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data,
       gpointer tag)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Withdrawal *withdrawal = g_new0 (Withdrawal, 1);

  g_task_set_source_tag (task, tag);
  withdrawal->key = g_strdup (key);
  if (replacement != NULL)
    withdrawal->replacement = sanera_outbox_entry_copy (replacement);
  withdrawal->target_devices = target_devices;
  withdrawal->shown_all = self->shown_all;
  g_task_set_task_data (task, withdrawal, withdrawal_free);

  /* One after the other: the second begins with what the first has left. */
  if (g_hash_table_contains (self->withdrawing, key))
    g_queue_push_tail (self->queued, g_object_ref (task));
  else
    enter (task);
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
  g_return_if_fail (SANERA_IS_SENDER (self));
  g_return_if_fail (key != NULL);

  begin (self, key, NULL, SANERA_INT_NULL, cancellable, callback, user_data,
         sanera_sender_withdraw_async);
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
  g_autofree char *key = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  key = g_task_propagate_pointer (G_TASK (result), error);
  return key != NULL;
}

/**
 * sanera_sender_revise_async:
 * @self: a sender
 * @key: of an entry of the outbox
 * @replacement: what takes its place, with a new key; copied
 * @target_devices: how many devices a request covers, %SANERA_INT_NULL when that is not known
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk, or why not
 * @user_data: for @callback
 *
 * Puts another entry in the place of one that waits or was refused, in one step: at no time both
 * are there, or none. Of one that is being sent the server is asked first.
 */
void
sanera_sender_revise_async (SaneraSender *self,
                            const char *key,
                            const SaneraOutboxEntry *replacement,
                            gint64 target_devices,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (SANERA_IS_SENDER (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (replacement != NULL);

  begin (self, key, replacement, target_devices, cancellable, callback, user_data,
         sanera_sender_revise_async);
}

/**
 * sanera_sender_revise_finish:
 * @self: a sender
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the key that it has now; %NULL with %SANERA_ERROR_CONFLICT
 *   "CarriedOut" when the server has carried out what was there before, with %SANERA_ERROR_OFFLINE
 *   when the server would have to be asked, with %SANERA_ERROR_NOT_FOUND when it is gone
 */
char *
sanera_sender_revise_finish (SaneraSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
