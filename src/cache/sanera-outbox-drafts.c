/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-outbox-private.h"

/* What was typed and not submitted, kept from the first letter. */

/* What could not be written is tried again after so long. */
#define DRAFTS_RETRY_SECONDS 10

typedef struct
{
  char *action;
  char *entity;
  char *json; /* NULL: discarded */
} Draft;

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->action);
  g_free (draft->entity);
  g_free (draft->json);
  g_free (draft);
}

static Draft *
draft_new (const char *action, const char *entity, const char *json)
{
  Draft *draft = g_new (Draft, 1);

  draft->action = g_strdup (action);
  draft->entity = g_strdup (entity);
  draft->json = g_strdup (json);
  return draft;
}

static char *
draft_key (const char *action, const char *entity)
{
  return g_strconcat (action, "\n", entity, NULL);
}

/**
 * sanera_outbox_drafts_new:
 *
 * Private to the outbox.
 *
 * Returns: (transfer full): a table for drafts that are not written yet
 */
GHashTable *
sanera_outbox_drafts_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, draft_free);
}

/**
 * sanera_outbox_drafts_forget:
 * @self: an outbox
 * @action: as it was saved
 * @entity: as it was saved
 *
 * Private to the outbox: what is not written yet of a draft need not be. One that is being written
 * goes before whatever follows on the same thread; should that fail, it is not tried again.
 */
void
sanera_outbox_drafts_forget (SaneraOutbox *self, const char *action, const char *entity)
{
  g_autofree char *key = draft_key (action, entity);

  if (self->writing != NULL && g_hash_table_contains (self->writing, key))
    g_hash_table_replace (self->pending, g_strdup (key), draft_new (action, entity, NULL));
  else
    g_hash_table_remove (self->pending, key);
}

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

static gboolean
write_again_cb (gpointer user_data)
{
  SaneraOutbox *self = user_data;

  self->drafts_source = 0;
  write_drafts (self);

  return G_SOURCE_REMOVE;
}

/* What could not be written (a full disk, a damaged file) is written when it can be; until then it
 * is all there is of what somebody has typed. */
static void
keep_for_later (SaneraOutbox *self, GHashTable *drafts, const GError *error)
{
  GHashTableIter iter;
  gpointer key, draft;

  g_message ("A draft cannot be kept now: %s", error->message);
  g_hash_table_iter_init (&iter, drafts);
  while (g_hash_table_iter_next (&iter, &key, &draft))
    if (!g_hash_table_contains (self->pending, key))
      g_hash_table_insert (
          self->pending, g_strdup (key),
          draft_new (((Draft *)draft)->action, ((Draft *)draft)->entity, ((Draft *)draft)->json));
  if (self->drafts_source == 0 && self->main_db != NULL)
    self->drafts_source = g_timeout_add_seconds (DRAFTS_RETRY_SECONDS, write_again_cb, self);
}

static void
drafts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraOutbox) self = user_data;
  g_autoptr (GHashTable) written = g_steal_pointer (&self->writing);
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (error != NULL)
    keep_for_later (self, written, error);
  else if (self->main_db != NULL)
    write_drafts (self);
}

/* One job at a time: what is typed while it runs is one more job, however many letters it is. */
static void
write_drafts (SaneraOutbox *self)
{
  if (self->writing != NULL || self->store == NULL || g_hash_table_size (self->pending) == 0)
    return;

  self->writing = g_steal_pointer (&self->pending);
  sanera_store_write_async (self->store, drafts_func, g_hash_table_ref (self->writing),
                            (GDestroyNotify)g_hash_table_unref, NULL, drafts_cb,
                            g_object_ref (self));
  self->pending = sanera_outbox_drafts_new ();
}

static void
set_draft (SaneraOutbox *self, const char *action, const char *entity, const char *json)
{
  g_hash_table_replace (self->pending, draft_key (action, entity),
                        draft_new (action, entity, json));
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

  /* Asked from the callback of a submission, the connection may be closed by now; while a damaged
   * file cannot be replaced, there is a path to be tried again. */
  if (self->main_db == NULL && self->repair_source == 0)
    return;

  set_draft (self, action, entity, NULL);
}

/**
 * sanera_outbox_draft_free:
 * @self: (transfer full): a draft
 */
void
sanera_outbox_draft_free (SaneraOutboxDraft *self)
{
  g_free (self->action);
  g_free (self->entity);
  g_free (self->json);
  g_free (self);
}

/**
 * sanera_outbox_list_drafts:
 * @self: an outbox
 * @error: when it cannot be read
 *
 * Returns: (transfer full) (nullable) (element-type SaneraOutboxDraft): all drafts, the oldest
 * first
 */
GPtrArray *
sanera_outbox_list_drafts (SaneraOutbox *self, GError **error)
{
  g_autoptr (GPtrArray) drafts =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_outbox_draft_free);
  sqlite3_stmt *statement;
  gboolean has_row;

  g_return_val_if_fail (SANERA_IS_OUTBOX (self), NULL);
  if (self->main_db == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_CACHE, "the outbox is closed");
      return NULL;
    }

  sanera_outbox_flush (self);
  statement = sanera_db_prepare (
      self->main_db,
      "SELECT action, entity, json, changed_at FROM drafts ORDER BY changed_at, action, entity",
      error);
  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      SaneraOutboxDraft *draft;

      if (!sanera_db_step (self->main_db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&drafts);
      draft = g_new0 (SaneraOutboxDraft, 1);
      draft->action = g_strdup (sanera_db_column_text (statement, 0));
      draft->entity = g_strdup (sanera_db_column_text (statement, 1));
      draft->json = g_strdup (sanera_db_column_text (statement, 2));
      draft->changed_at = sqlite3_column_int64 (statement, 3);
      g_ptr_array_add (drafts, draft);
    }
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
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *statement;
  gboolean has_row = FALSE;
  const Draft *unwritten;
  char *json;

  g_return_val_if_fail (SANERA_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (action != NULL && entity != NULL, NULL);

  /* What is not written yet is newer than what is; some of it cannot be written now. */
  if (self->main_db != NULL)
    sanera_outbox_flush (self);
  key = draft_key (action, entity);
  unwritten = g_hash_table_lookup (self->pending, key);
  if (unwritten != NULL || self->main_db == NULL)
    return unwritten != NULL ? g_strdup (unwritten->json) : NULL;

  statement = sanera_db_prepare (self->main_db,
                                 "SELECT json FROM drafts WHERE action = ? AND entity = ?", &error);
  if (statement == NULL)
    {
      sanera_outbox_note_error (self, error);
      return NULL;
    }
  sanera_db_bind_text (statement, 1, action);
  sanera_db_bind_text (statement, 2, entity);
  if (!sanera_db_step (self->main_db, statement, &has_row, &error))
    {
      sanera_outbox_note_error (self, error);
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

  if (self->main_db == NULL || (self->writing == NULL && g_hash_table_size (self->pending) == 0))
    return;

  /* Behind the job that may be under way. */
  drafts = g_steal_pointer (&self->pending);
  self->pending = sanera_outbox_drafts_new ();
  if (!sanera_store_write (self->store, drafts_func, drafts, NULL, &error))
    keep_for_later (self, drafts, error);
}
