/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-outbox.h"

#include "sanera-cache-resources.h"
#include "sanera-store.h"

/**
 * SaneraOutbox:
 *
 * What a person has done and the server does not have yet, and what was typed and not submitted. In
 * a database of its own beside the cache, written through to the disk: what the callback of a write
 * has said outlives any crash.
 */

#define ENTRY_COLUMNS                                                                              \
  "key, action, entity, method, path, body, person, made_at, state, tries, next_try, error_code, " \
  "error_text"

struct _SaneraOutbox
{
  GObject parent_instance;

  SaneraStore *store;
  SaneraDb *main_db;
  GHashTable *pending; /* "action\nentity" → Draft: the newest text of each, not yet written */
  gboolean writing; /* a job with drafts is under way */
};

typedef struct
{
  char *action;
  char *entity;
  char *json; /* NULL: discarded */
} Draft;

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SaneraOutbox, sanera_outbox, G_TYPE_OBJECT)

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
  g_free (self);
}

static SaneraOutboxEntry *
entry_copy (const SaneraOutboxEntry *from)
{
  SaneraOutboxEntry *to = g_new (SaneraOutboxEntry, 1);

  *to = *from;
  to->key = g_strdup (from->key);
  to->action = g_strdup (from->action);
  to->entity = g_strdup (from->entity);
  to->method = g_strdup (from->method);
  to->path = g_strdup (from->path);
  to->body = g_strdup (from->body);
  to->person = g_strdup (from->person);
  to->error_code = g_strdup (from->error_code);
  to->error_text = g_strdup (from->error_text);

  return to;
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

  return self;
}

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->action);
  g_free (draft->entity);
  g_free (draft->json);
  g_free (draft);
}

static char *
draft_key (const char *action, const char *entity)
{
  return g_strconcat (action, "\n", entity, NULL);
}

static GHashTable *
drafts_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, draft_free);
}

static void
sanera_outbox_dispose (GObject *object)
{
  sanera_outbox_close (SANERA_OUTBOX (object));

  G_OBJECT_CLASS (sanera_outbox_parent_class)->dispose (object);
}

static void
sanera_outbox_finalize (GObject *object)
{
  SaneraOutbox *self = SANERA_OUTBOX (object);

  g_clear_object (&self->store);
  g_hash_table_unref (self->pending);

  G_OBJECT_CLASS (sanera_outbox_parent_class)->finalize (object);
}

static void
sanera_outbox_class_init (SaneraOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_outbox_dispose;
  object_class->finalize = sanera_outbox_finalize;

  /**
   * SaneraOutbox::changed:
   * @self: the outbox
   *
   * Emitted on the main thread when an entry was added, changed or removed, before the callback of
   * who did it. Drafts do not count.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
sanera_outbox_init (SaneraOutbox *self)
{
  self->pending = drafts_new ();
}

/**
 * sanera_outbox_open:
 * @path: the file; created with mode 0600 when it does not exist
 * @error: %SANERA_ERROR_UNSUPPORTED when a newer version has written it, %SANERA_ERROR_DAMAGED,
 *   %SANERA_ERROR_CACHE: it is never replaced by an empty one
 *
 * Returns: (transfer full) (nullable): the outbox
 */
SaneraOutbox *
sanera_outbox_open (const char *path, GError **error)
{
  g_autoptr (SaneraOutbox) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  g_resources_register (sanera_cache_resources_get_resource ());

  self = g_object_new (SANERA_TYPE_OUTBOX, NULL);
  self->store = sanera_store_open (path, SANERA_DB_DURABLE, "/org/sanera/outbox/sql", error);
  if (self->store == NULL)
    return NULL;
  self->main_db = sanera_db_open (path, SANERA_DB_READ_ONLY | SANERA_DB_NO_WAIT, error);
  if (self->main_db == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * sanera_outbox_close:
 * @self: an outbox
 *
 * Writes what is pending and closes the file. Does nothing the second time.
 */
void
sanera_outbox_close (SaneraOutbox *self)
{
  g_return_if_fail (SANERA_IS_OUTBOX (self));

  if (self->main_db == NULL)
    return;

  sanera_outbox_flush (self);
  g_clear_pointer (&self->main_db, sanera_db_close);
  sanera_store_close (self->store);
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

  g_signal_emit (g_task_get_source_object (task), changed_signal, 0);
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
  sanera_store_write_async (self->store, func, data, data_free, cancellable, written_cb, task);
}

static gboolean
finish (SaneraOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
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

  return sanera_db_run_sql (db, error,
                            "INSERT INTO entries (" ENTRY_COLUMNS
                            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            "tttttttiiiitt", entry->key, entry->action, entry->entity,
                            entry->method, entry->path, entry->body, entry->person, entry->made_at,
                            (gint64)entry->state, entry->tries, entry->next_try, entry->error_code,
                            entry->error_text) &&
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
 * Adds an action, and deletes the draft of the same action and entity in the same transaction.
 */
void
sanera_outbox_add_async (SaneraOutbox *self,
                         const SaneraOutboxEntry *entry,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autofree char *key = NULL;

  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (entry != NULL && entry->key != NULL && entry->action != NULL);
  g_return_if_fail (entry->entity != NULL && entry->method != NULL && entry->path != NULL);

  /* A draft that is being written goes before it on the same thread. */
  key = draft_key (entry->action, entry->entity);
  g_hash_table_remove (self->pending, key);
  write_entries (self, add_func, entry_copy (entry), (GDestroyNotify)sanera_outbox_entry_free,
                 cancellable, callback, user_data, sanera_outbox_add_async);
}

/**
 * sanera_outbox_add_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: why it could not be kept: %SANERA_ERROR_FULL, %SANERA_ERROR_CACHE, …
 *
 * Returns: whether the action is on the disk
 */
gboolean
sanera_outbox_add_finish (SaneraOutbox *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
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
  sqlite3_stmt *statement;
  gboolean has_row = TRUE;

  g_return_val_if_fail (SANERA_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (self->main_db != NULL, NULL);

  statement = sanera_db_prepare (self->main_db,
                                 "SELECT " ENTRY_COLUMNS " FROM entries ORDER BY position", error);
  if (statement == NULL)
    return NULL;
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_outbox_entry_free);
  while (has_row)
    {
      if (!sanera_db_step (self->main_db, statement, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (entries, entry_read (statement));
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
  g_return_val_if_fail (self->main_db != NULL, NULL);

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

/**
 * sanera_outbox_set_state_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: set when it could not be written
 *
 * Returns: whether it is on the disk
 */
gboolean
sanera_outbox_set_state_finish (SaneraOutbox *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

static gboolean
remove_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  return sanera_db_run_sql (db, error, "DELETE FROM entries WHERE key = ?", "t", data);
}

/**
 * sanera_outbox_remove_async:
 * @self: an outbox
 * @key: key of an action; one that is not there is no error
 * @cancellable: (nullable): does nothing once the transaction has begun
 * @callback: called on the main thread after the commit
 * @user_data: for @callback
 *
 * Forgets an action: the server has it, or the person took it back.
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

/**
 * sanera_outbox_remove_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: set when it could not be written
 *
 * Returns: whether it is gone from the disk
 */
gboolean
sanera_outbox_remove_finish (SaneraOutbox *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/* Drafts */

static gboolean
drafts_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  GHashTableIter iter;
  Draft *draft;

  g_hash_table_iter_init (&iter, data);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&draft))
    {
      gboolean ok;

      if (draft->json == NULL)
        ok = sanera_db_run_sql (db, error, "DELETE FROM drafts WHERE action = ? AND entity = ?",
                                "tt", draft->action, draft->entity);
      else
        ok = sanera_db_run_sql (db, error,
                                "INSERT INTO drafts (action, entity, json, changed_at) "
                                "VALUES (?, ?, ?, ?) ON CONFLICT (action, entity) "
                                "DO UPDATE SET json = excluded.json, "
                                "changed_at = excluded.changed_at",
                                "ttti", draft->action, draft->entity, draft->json,
                                g_get_real_time ());
      if (!ok)
        return FALSE;
    }

  return TRUE;
}

static void write_drafts (SaneraOutbox *self);

static void
drafts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraOutbox) self = user_data;
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (error != NULL)
    g_message ("A draft could not be kept: %s", error->message);

  self->writing = FALSE;
  if (self->main_db != NULL)
    write_drafts (self);
}

/* One job at a time: what is typed while it runs is one more job, however many letters it is. */
static void
write_drafts (SaneraOutbox *self)
{
  if (self->writing || g_hash_table_size (self->pending) == 0)
    return;

  self->writing = TRUE;
  sanera_store_write_async (self->store, drafts_func, g_steal_pointer (&self->pending),
                            (GDestroyNotify)g_hash_table_unref, NULL, drafts_cb,
                            g_object_ref (self));
  self->pending = drafts_new ();
}

static void
set_draft (SaneraOutbox *self, const char *action, const char *entity, const char *json)
{
  Draft *draft = g_new (Draft, 1);

  draft->action = g_strdup (action);
  draft->entity = g_strdup (entity);
  draft->json = g_strdup (json);
  g_hash_table_replace (self->pending, draft_key (action, entity), draft);
  write_drafts (self);
}

/**
 * sanera_outbox_save_draft:
 * @self: an outbox
 * @action: "requestRemediation"
 * @entity: id of what it is about
 * @json: what was typed
 *
 * Keeps a draft. Cheap enough for every letter: the text is written by the outbox's thread, the
 * newest of each draft only.
 */
void
sanera_outbox_save_draft (SaneraOutbox *self,
                          const char *action,
                          const char *entity,
                          const char *json)
{
  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (action != NULL && entity != NULL && json != NULL);
  g_return_if_fail (self->main_db != NULL);

  set_draft (self, action, entity, json);
}

/**
 * sanera_outbox_discard_draft:
 * @self: an outbox
 * @action: as it was saved
 * @entity: as it was saved
 *
 * Forgets a draft; does nothing when the outbox is closed.
 */
void
sanera_outbox_discard_draft (SaneraOutbox *self, const char *action, const char *entity)
{
  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (action != NULL && entity != NULL);

  /* Asked from the callback of a submission, the connection may be closed by now. */
  if (self->main_db == NULL)
    return;

  set_draft (self, action, entity, NULL);
}

/**
 * sanera_outbox_load_draft:
 * @self: an outbox
 * @action: as it was saved
 * @entity: as it was saved
 *
 * Returns: (transfer full) (nullable): the draft as it was saved last, %NULL when there is none
 */
char *
sanera_outbox_load_draft (SaneraOutbox *self, const char *action, const char *entity)
{
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *statement;
  gboolean has_row = FALSE;
  char *json;

  g_return_val_if_fail (SANERA_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (action != NULL && entity != NULL, NULL);
  g_return_val_if_fail (self->main_db != NULL, NULL);

  /* What is not written yet is newer than what is. */
  sanera_outbox_flush (self);

  statement = sanera_db_prepare (self->main_db,
                                 "SELECT json FROM drafts WHERE action = ? AND entity = ?", &error);
  if (statement == NULL)
    {
      g_message ("%s", error->message);
      return NULL;
    }
  sanera_db_bind_text (statement, 1, action);
  sanera_db_bind_text (statement, 2, entity);
  if (!sanera_db_step (self->main_db, statement, &has_row, &error))
    {
      g_message ("%s", error->message);
      return NULL;
    }
  json = has_row ? g_strdup (sanera_db_column_text (statement, 0)) : NULL;
  sanera_db_reset (statement);

  return json;
}

/**
 * sanera_outbox_flush:
 * @self: an outbox
 *
 * Waits until all drafts are on the disk. For closing a window or the program; a few milliseconds
 * when something is pending, else nothing.
 */
void
sanera_outbox_flush (SaneraOutbox *self)
{
  g_autoptr (GHashTable) drafts = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (SANERA_IS_OUTBOX (self));
  g_return_if_fail (self->main_db != NULL);

  if (!self->writing && g_hash_table_size (self->pending) == 0)
    return;

  /* Behind the job that may be under way. */
  drafts = g_steal_pointer (&self->pending);
  self->pending = drafts_new ();
  if (!sanera_store_write (self->store, drafts_func, drafts, NULL, &error))
    g_message ("A draft could not be kept: %s", error->message);
}
