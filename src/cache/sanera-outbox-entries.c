/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-outbox-private.h"

#include "sanera-action.h"
#include "sanera-error.h"

/* What a person has done and the server does not have yet. */

#define ENTRY_COLUMNS                                                                              \
  "key, action, entity, method, path, body, person, made_at, state, tries, next_try, error_code, " \
  "error_text, version, not_before, predecessor, present, before"

/**
 * sanera_outbox_entry_free:
 * @self: (transfer full) (nullable): an action
 */
void
sanera_outbox_entry_free (SaneraOutboxEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->key);
  g_free (self->action);
  g_free (self->entity);
  g_free (self->method);
  g_free (self->path);
  g_free (self->body);
  g_free (self->person);
  g_free (self->error_code);
  g_free (self->error_text);
  g_free (self->predecessor);
  g_free (self->present);
  g_free (self->before);
  g_free (self);
}

/**
 * sanera_outbox_entry_copy:
 * @self: an action
 *
 * Returns: (transfer full): a copy
 */
SaneraOutboxEntry *
sanera_outbox_entry_copy (const SaneraOutboxEntry *self)
{
  SaneraOutboxEntry *to = g_new (SaneraOutboxEntry, 1);

  *to = *self;
  to->key = g_strdup (self->key);
  to->action = g_strdup (self->action);
  to->entity = g_strdup (self->entity);
  to->method = g_strdup (self->method);
  to->path = g_strdup (self->path);
  to->body = g_strdup (self->body);
  to->person = g_strdup (self->person);
  to->error_code = g_strdup (self->error_code);
  to->error_text = g_strdup (self->error_text);
  to->predecessor = g_strdup (self->predecessor);
  to->present = g_strdup (self->present);
  to->before = g_strdup (self->before);

  return to;
}

/**
 * sanera_outbox_entry_get_target:
 * @self: an action
 *
 * Returns: (transfer none): id of the row that it changes or makes
 */
const char *
sanera_outbox_entry_get_target (const SaneraOutboxEntry *self)
{
  return sanera_action_kind_creates (sanera_action_kind_from_nick (self->action)) ? self->key
                                                                                  : self->entity;
}

static gint64
read_int (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
             ? SANERA_INT_NULL
             : sqlite3_column_int64 (statement, column);
}

static SaneraOutboxEntry *
entry_read (sqlite3_stmt *statement)
{
  SaneraOutboxEntry *self = g_new0 (SaneraOutboxEntry, 1);

  self->key = g_strdup (sanera_db_column_text (statement, 0));
  self->action = g_strdup (sanera_db_column_text (statement, 1));
  self->entity = g_strdup (sanera_db_column_text (statement, 2));
  self->method = g_strdup (sanera_db_column_text (statement, 3));
  self->path = g_strdup (sanera_db_column_text (statement, 4));
  self->body = g_strdup (sanera_db_column_text (statement, 5));
  self->person = g_strdup (sanera_db_column_text (statement, 6));
  self->made_at = read_int (statement, 7);
  self->state = (SaneraOutboxState)sqlite3_column_int (statement, 8);
  self->tries = read_int (statement, 9);
  self->next_try = read_int (statement, 10);
  self->error_code = g_strdup (sanera_db_column_text (statement, 11));
  self->error_text = g_strdup (sanera_db_column_text (statement, 12));
  self->version = read_int (statement, 13);
  self->not_before = read_int (statement, 14);
  self->predecessor = g_strdup (sanera_db_column_text (statement, 15));
  self->present = g_strdup (sanera_db_column_text (statement, 16));
  self->before = g_strdup (sanera_db_column_text (statement, 17));

  return self;
}

/* Every write of entries ends here: the signal comes before the callback. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  sanera_outbox_emit_changed (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

static void
write_entries (SaneraOutbox *self,
               SaneraStoreFunc func,
               gpointer data,
               GDestroyNotify data_free,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data,
               gpointer tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* What was committed is told even when the caller has changed its mind meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  if (self->store == NULL)
    {
      g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_CACHE,
                               "the outbox is damaged and could not be repaired");
      g_object_unref (task);
      if (data_free != NULL)
        data_free (data);
      return;
    }
  sanera_store_write_async (self->store, func, data, data_free, cancellable, written_cb, task);
}

/**
 * sanera_outbox_write_finish:
 * @self: an outbox
 * @result: what the callback of any of its writes got
 * @error: why it could not be kept: %SANERA_ERROR_FULL, %SANERA_ERROR_CACHE,
 * %SANERA_ERROR_NOT_FOUND
 *
 * Returns: whether it is on the disk
 */
gboolean
sanera_outbox_write_finish (SaneraOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The newest entry about @target that may still be carried out; one that makes the target stays in
 * front of the rest even when it was refused. */
static gboolean
find_predecessor (SaneraDb *db, const char *target, char **predecessor, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT key FROM entries WHERE key = ?1 OR (entity = ?1 AND state <> ?2) "
                         "ORDER BY position DESC LIMIT 1",
                         error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, target);
  sanera_db_bind_int (statement, 2, SANERA_OUTBOX_REFUSED);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *predecessor = g_strdup (sanera_db_column_text (statement, 0));
  sanera_db_reset (statement);

  return TRUE;
}

static gboolean
add_func (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  const SaneraOutboxEntry *entry = data;
  const char *target = sanera_outbox_entry_get_target (entry);
  g_autofree char *predecessor = NULL;

  return (target == entry->key || find_predecessor (db, target, &predecessor, error)) &&
         sanera_db_run_sql (db, error,
                            "INSERT INTO entries (" ENTRY_COLUMNS
                            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            "tttttttiiiittiittt", entry->key, entry->action, entry->entity,
                            entry->method, entry->path, entry->body, entry->person, entry->made_at,
                            (gint64)entry->state, entry->tries, entry->next_try, entry->error_code,
                            entry->error_text, entry->version, entry->not_before, predecessor,
                            entry->present, entry->before) &&
         sanera_db_run_sql (db, error, "DELETE FROM drafts WHERE action = ? AND entity = ?", "tt",
                            entry->action, entry->entity);
}

/**
 * sanera_outbox_add_async:
 * @self: an outbox
 * @entry: an action; copied
 * @cancellable: (nullable): does nothing once the transaction has begun
 * @callback: called on the main thread after the commit: only then may anybody say "waiting to be
 *   sent"
 * @user_data: for @callback
 *
 * Adds an action, behind those that wait on the same entity: the newest of them becomes its
 * predecessor. Deletes the draft of the same action and entity in the same transaction.
 */
void
sanera_outbox_add_async (SaneraOutbox *self,
                         const SaneraOutboxEntry *entry,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (entry != NULL && entry->key != NULL && entry->action != NULL);
  g_return_if_fail (entry->entity != NULL && entry->method != NULL && entry->path != NULL);

  sanera_outbox_drafts_forget (self, entry->action, entry->entity);
  write_entries (self, add_func, sanera_outbox_entry_copy (entry),
                 (GDestroyNotify)sanera_outbox_entry_free, cancellable, callback, user_data,
                 sanera_outbox_add_async);
}

typedef struct
{
  char *key;
  SaneraOutboxEntry *entry;
} Revision;

static void
revision_free (gpointer data)
{
  Revision *revision = data;

  g_free (revision->key);
  sanera_outbox_entry_free (revision->entry);
  g_free (revision);
}

/* Followers know what is made here by its key: as their predecessor, as their entity and in their
 * path. What had gone on without a refused action comes after it again. */
static gboolean
revise_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const Revision *revision = data;
  const SaneraOutboxEntry *entry = revision->entry;

  if (!sanera_db_run_sql (
          db, error,
          "UPDATE entries SET key = ?1, body = ?2, person = ?3, made_at = ?4, state = ?5, "
          "tries = 0, next_try = NULL, error_code = NULL, error_text = NULL, "
          /* Of one that waits they may have moved on since it was read. */
          "version = CASE state WHEN ?10 THEN ?6 ELSE version END, "
          "before = CASE state WHEN ?10 THEN ?8 ELSE before END, "
          "not_before = ?7, present = NULL WHERE key = ?9",
          "tttiiiitti", entry->key, entry->body, entry->person, entry->made_at,
          (gint64)entry->state, entry->version, entry->not_before, entry->before, revision->key,
          (gint64)SANERA_OUTBOX_REFUSED))
    return FALSE;
  if (sanera_db_get_changes (db) == 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "%s: is not in the outbox",
                   revision->key);
      return FALSE;
    }

  return sanera_db_run_sql (db, error, "UPDATE entries SET predecessor = ?1 WHERE predecessor = ?2",
                            "tt", entry->key, revision->key) &&
         sanera_db_run_sql (db, error,
                            "UPDATE entries SET entity = ?1, path = replace (path, ?2, ?1) "
                            "WHERE entity = ?2",
                            "tt", entry->key, revision->key) &&
         sanera_db_run_sql (
             db, error,
             "UPDATE entries SET predecessor = ?1 WHERE predecessor IS NULL AND position = "
             "(SELECT min (position) FROM entries WHERE entity = ?2 AND state = ?3 AND position > "
             "(SELECT position FROM entries WHERE key = ?1))",
             "tti", entry->key, sanera_outbox_entry_get_target (entry),
             (gint64)SANERA_OUTBOX_WAITING);
}

/**
 * sanera_outbox_revise_async:
 * @self: an outbox
 * @key: key of an action that waits or was refused
 * @entry: what takes its place, with the same action and entity; copied
 * @cancellable: (nullable): does nothing once the transaction has begun
 * @callback: called on the main thread after the commit
 * @user_data: for @callback
 *
 * The person has changed what is to be sent, or has decided what is to become of what was refused.
 * Its place in the order stays, and what follows on the same entity, or on what it is to make,
 * follows it. An action that is not there any more is %SANERA_ERROR_NOT_FOUND. Drafts stay: the one
 * of its dialog is that dialog's own, and one of the same action and entity is of something new.
 */
void
sanera_outbox_revise_async (SaneraOutbox *self,
                            const char *key,
                            const SaneraOutboxEntry *entry,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Revision *revision;

  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (entry != NULL && entry->key != NULL);

  revision = g_new (Revision, 1);
  revision->key = g_strdup (key);
  revision->entry = sanera_outbox_entry_copy (entry);
  write_entries (self, revise_func, revision, revision_free, cancellable, callback, user_data,
                 sanera_outbox_revise_async);
}

static gboolean
rebase_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const SaneraOutboxEntry *entry = data;

  return sanera_db_run_sql (db, error,
                            "UPDATE entries SET state = ?, next_try = NULL, error_code = NULL, "
                            "error_text = NULL, version = ?, before = ? WHERE key = ?",
                            "iitt", (gint64)SANERA_OUTBOX_WAITING, entry->version, entry->before,
                            entry->key);
}

/**
 * sanera_outbox_rebase_async:
 * @self: an outbox
 * @key: key of an action
 * @version: of its entity, as the server has it
 * @before: JSON of the entity as the server has it
 * @cancellable: (nullable): does nothing once the transaction has begun
 * @callback: called on the main thread after the commit
 * @user_data: for @callback
 *
 * The server has said no because somebody has changed something else meanwhile (rule R10): it is
 * sent again, as if the person had seen that.
 */
void
sanera_outbox_rebase_async (SaneraOutbox *self,
                            const char *key,
                            gint64 version,
                            const char *before,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  SaneraOutboxEntry *entry;

  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (before != NULL);

  entry = g_new0 (SaneraOutboxEntry, 1);
  entry->key = g_strdup (key);
  entry->version = version;
  entry->before = g_strdup (before);
  write_entries (self, rebase_func, entry, (GDestroyNotify)sanera_outbox_entry_free, cancellable,
                 callback, user_data, sanera_outbox_rebase_async);
}

/**
 * sanera_outbox_list:
 * @self: an outbox
 * @error: set when it cannot be read
 *
 * Returns: (transfer full) (nullable) (element-type SaneraOutboxEntry): all actions, the oldest
 *   first
 */
GPtrArray *
sanera_outbox_list (SaneraOutbox *self, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) local = NULL;
  sqlite3_stmt *statement;
  gboolean has_row = TRUE;

  g_return_val_if_fail (SANERA_IS_OUTBOX (self), NULL);
  /* Who follows the state of a connection may ask while it is being left. */
  if (self->main_db == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_CACHE, "the outbox is closed");
      return NULL;
    }

  statement = sanera_db_prepare (self->main_db,
                                 "SELECT " ENTRY_COLUMNS " FROM entries ORDER BY position", &local);
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_outbox_entry_free);
  while (local == NULL && has_row && sanera_db_step (self->main_db, statement, &has_row, &local))
    if (has_row)
      g_ptr_array_add (entries, entry_read (statement));
  if (local != NULL)
    {
      sanera_outbox_note_error (self, local);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&entries);
}

/**
 * sanera_outbox_get:
 * @self: an outbox
 * @key: key of an action
 * @error: set when it cannot be read
 *
 * Returns: (transfer full) (nullable): the action; %NULL is no failure unless @error is set
 */
SaneraOutboxEntry *
sanera_outbox_get (SaneraOutbox *self, const char *key, GError **error)
{
  SaneraOutboxEntry *entry = NULL;
  sqlite3_stmt *statement;
  gboolean has_row;

  g_return_val_if_fail (SANERA_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);
  if (self->main_db == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_CACHE, "the outbox is closed");
      return NULL;
    }

  statement = sanera_db_prepare (self->main_db,
                                 "SELECT " ENTRY_COLUMNS " FROM entries WHERE key = ?", error);
  if (statement == NULL)
    return NULL;
  sanera_db_bind_text (statement, 1, key);
  if (!sanera_db_step (self->main_db, statement, &has_row, error))
    return NULL;
  if (has_row)
    entry = entry_read (statement);
  sanera_db_reset (statement);

  return entry;
}

static gboolean
set_state_func (SaneraDb *db,
                gpointer data,
                gpointer *result,
                GDestroyNotify *result_free,
                GCancellable *cancellable,
                GError **error)
{
  const SaneraOutboxEntry *entry = data;

  if (!sanera_db_run_sql (db, error,
                          "UPDATE entries SET state = ?, next_try = ?, error_code = ?, "
                          "error_text = ?, tries = tries + ? WHERE key = ?",
                          "iittit", (gint64)entry->state, entry->next_try, entry->error_code,
                          entry->error_text, entry->tries, entry->key))
    return FALSE;
  if (sanera_db_get_changes (db) > 0)
    return TRUE;

  g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "%s: is not in the outbox", entry->key);
  return FALSE;
}

/**
 * sanera_outbox_set_state_async:
 * @self: an outbox
 * @key: key of an action
 * @state: %SANERA_OUTBOX_SENDING counts a try, and is to be on the disk before the first byte is
 *   sent
 * @next_try: when to try again, microseconds since 1970 UTC; %SANERA_INT_NULL: at once
 * @error_code: (nullable): what the server called it
 * @error_text: (nullable): what it said
 * @cancellable: (nullable): does nothing once the transaction has begun
 * @callback: called on the main thread after the commit
 * @user_data: for @callback
 *
 * Writes down how far an action has come. One that is not there is %SANERA_ERROR_NOT_FOUND.
 */
void
sanera_outbox_set_state_async (SaneraOutbox *self,
                               const char *key,
                               SaneraOutboxState state,
                               gint64 next_try,
                               const char *error_code,
                               const char *error_text,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  SaneraOutboxEntry *entry;

  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (key != NULL);

  entry = g_new0 (SaneraOutboxEntry, 1);
  entry->key = g_strdup (key);
  entry->state = state;
  entry->tries = state == SANERA_OUTBOX_SENDING ? 1 : 0;
  entry->next_try = next_try;
  entry->error_code = g_strdup (error_code);
  entry->error_text = g_strdup (error_text);
  write_entries (self, set_state_func, entry, (GDestroyNotify)sanera_outbox_entry_free, cancellable,
                 callback, user_data, sanera_outbox_set_state_async);
}

static gboolean
refuse_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const SaneraOutboxEntry *entry = data;

  /* What follows goes on without it, but not without what it would have made. */
  return set_state_func (db, data, result, result_free, cancellable, error) &&
         sanera_db_run_sql (db, error, "UPDATE entries SET present = ? WHERE key = ?", "tt",
                            entry->present, entry->key) &&
         sanera_db_run_sql (db, error,
                            "UPDATE entries SET predecessor = NULL "
                            "WHERE predecessor = ?1 AND entity <> ?1",
                            "t", entry->key);
}

/**
 * sanera_outbox_refuse_async:
 * @self: an outbox
 * @key: key of an action
 * @error_code: (nullable): what the server called it
 * @error_text: (nullable): what it said
 * @present: (nullable): JSON of the entity as the server has it
 * @cancellable: (nullable): does nothing once the transaction has begun
 * @callback: called on the main thread after the commit
 * @user_data: for @callback
 *
 * The server has said no: the action stays, as %SANERA_OUTBOX_REFUSED, until the person decides.
 */
void
sanera_outbox_refuse_async (SaneraOutbox *self,
                            const char *key,
                            const char *error_code,
                            const char *error_text,
                            const char *present,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  SaneraOutboxEntry *entry;

  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (key != NULL);

  entry = g_new0 (SaneraOutboxEntry, 1);
  entry->key = g_strdup (key);
  entry->state = SANERA_OUTBOX_REFUSED;
  entry->next_try = SANERA_INT_NULL;
  entry->error_code = g_strdup (error_code);
  entry->error_text = g_strdup (error_text);
  entry->present = g_strdup (present);
  write_entries (self, refuse_func, entry, (GDestroyNotify)sanera_outbox_entry_free, cancellable,
                 callback, user_data, sanera_outbox_refuse_async);
}

static gboolean
settle_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const SaneraOutboxEntry *entry = data;

  return sanera_db_run_sql (db, error,
                            "UPDATE entries SET version = COALESCE (?, version), "
                            "predecessor = NULL WHERE predecessor = ?",
                            "it", entry->version, entry->key) &&
         sanera_db_run_sql (db, error, "DELETE FROM entries WHERE key = ?", "t", entry->key);
}

/**
 * sanera_outbox_settle_async:
 * @self: an outbox
 * @key: key of an action; one that is not there is no error
 * @version: of its entity, as the server answered; %SANERA_INT_NULL: it did not say
 * @cancellable: (nullable): does nothing once the transaction has begun
 * @callback: called on the main thread after the commit
 * @user_data: for @callback
 *
 * The server has it: it is forgotten, and what follows on the same entity goes on from @version.
 */
void
sanera_outbox_settle_async (SaneraOutbox *self,
                            const char *key,
                            gint64 version,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  SaneraOutboxEntry *entry;

  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (key != NULL);

  entry = g_new0 (SaneraOutboxEntry, 1);
  entry->key = g_strdup (key);
  entry->version = version;
  write_entries (self, settle_func, entry, (GDestroyNotify)sanera_outbox_entry_free, cancellable,
                 callback, user_data, sanera_outbox_settle_async);
}

/* What was to be done to something that is not made now goes with it. */
static gboolean
remove_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  return sanera_db_run_sql (db, error,
                            "UPDATE entries SET predecessor = (SELECT predecessor FROM entries "
                            "WHERE key = ?1) WHERE predecessor = ?1",
                            "t", data) &&
         sanera_db_run_sql (db, error, "DELETE FROM entries WHERE key = ?1 OR entity = ?1", "t",
                            data);
}

/**
 * sanera_outbox_remove_async:
 * @self: an outbox
 * @key: key of an action; one that is not there is no error
 * @cancellable: (nullable): does nothing once the transaction has begun
 * @callback: called on the main thread after the commit
 * @user_data: for @callback
 *
 * Forgets an action that the person took back. What follows on the same entity follows its own
 * predecessor then; what follows on an entity that it would have made is forgotten with it.
 */
void
sanera_outbox_remove_async (SaneraOutbox *self,
                            const char *key,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (key != NULL);

  write_entries (self, remove_func, g_strdup (key), g_free, cancellable, callback, user_data,
                 sanera_outbox_remove_async);
}
