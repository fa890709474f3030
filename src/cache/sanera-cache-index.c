/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"

/* The full-text index follows the texts: rows are marked when they are written, and indexed in the
 * background. A search looks at marked rows itself, so it is right at any moment, also after a
 * crash. Written row by row FTS5 would be many times slower: it puts out what it has gathered at
 * each savepoint, and every upsert is one. */

/* Rows in one transaction: about 50 ms. */
#define ROWS 4000

static gboolean
read_marked (SaneraDb *db,
             const SaneraListInfo *info,
             guint limit,
             GArray *row_ids,
             GPtrArray *indexed,
             GPtrArray *texts,
             GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT u.row_id, u.indexed, t.search_fold FROM %s u "
                       "LEFT JOIN %s t ON t.row_id = u.row_id ORDER BY u.row_id LIMIT ?",
                       info->unindexed, info->texts);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, limit);
  while (has_row)
    {
      gint64 row_id;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      row_id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (row_ids, row_id);
      g_ptr_array_add (indexed, g_strdup (sanera_db_column_text (statement, 1)));
      g_ptr_array_add (texts, g_strdup (sanera_db_column_text (statement, 2)));
    }

  return TRUE;
}

/* Runs @sql for each row that has a text among @texts. */
static gboolean
run_all (SaneraDb *db, const char *sql, const GArray *row_ids, GPtrArray *texts, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < row_ids->len; i++)
    {
      if (texts->pdata[i] == NULL)
        continue;
      sqlite3_bind_text (statement, 1, texts->pdata[i], -1, SQLITE_STATIC);
      sanera_db_bind_int (statement, 2, g_array_index (row_ids, gint64, i));
      if (!sanera_db_run (db, statement, error))
        return FALSE;
    }
  sqlite3_clear_bindings (statement);

  return TRUE;
}

/**
 * sanera_cache_index:
 * @db: the writer's connection, in a transaction
 * @list: a list with a full-text index
 * @limit: how many rows
 * @done: (out): whether no row is left
 * @error: set when it cannot be written
 *
 * Brings the full-text index up to date.
 *
 * Returns: whether it went well
 */
gboolean
sanera_cache_index (SaneraDb *db, SaneraList list, guint limit, gboolean *done, GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  g_autoptr (GArray) row_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) indexed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *forget = NULL;
  g_autofree char *add = NULL;
  g_autofree char *unmark = NULL;

  *done = FALSE;
  if (!read_marked (db, info, limit, row_ids, indexed, texts, error))
    return FALSE;
  *done = row_ids->len < limit;
  if (row_ids->len == 0)
    return TRUE;

  /* An external-content index has to be told the old text to forget it. */
  forget = g_strdup_printf ("INSERT INTO %s (%s, search_fold, rowid) VALUES ('delete', ?, ?)",
                            info->search, info->search);
  add = g_strdup_printf ("INSERT INTO %s (search_fold, rowid) VALUES (?, ?)", info->search);
  unmark = g_strdup_printf ("DELETE FROM %s WHERE row_id <= ?", info->unindexed);
  return run_all (db, forget, row_ids, indexed, error) &&
         run_all (db, add, row_ids, texts, error) &&
         sanera_db_run_sql (db, error, unmark, "i",
                            g_array_index (row_ids, gint64, row_ids->len - 1));
}

static gboolean
index_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  gboolean done = TRUE;

  for (guint list = 0; list < SANERA_N_LISTS && done; list++)
    if (sanera_list_get_info (list)->search != NULL &&
        !sanera_cache_index (db, list, ROWS, &done, error))
      return FALSE;
  *result = GINT_TO_POINTER (done);

  return TRUE;
}

static void
index_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraCache *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = GPOINTER_TO_INT (sanera_store_run_finish (SANERA_STORE (source), result, &error));

  if (error != NULL)
    {
      /* Given up, or the cache is closed: the marks stay, and the next opening goes on. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        sanera_cache_note_error (self, error);
    }
  else if (!done)
    sanera_cache_start_index (self, g_task_get_cancellable (G_TASK (result)));
  g_object_unref (self);
}

/**
 * sanera_cache_start_index:
 * @self: a cache
 * @cancellable: to give up
 *
 * Indexes what is marked, a transaction at a time, so that sync comes in between.
 */
void
sanera_cache_start_index (SaneraCache *self, GCancellable *cancellable)
{
  sanera_store_write_async (sanera_cache_get_store (self), index_func, NULL, NULL, cancellable,
                            index_cb, g_object_ref (self));
}
