/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"

#include "sanera-query-private.h"

/* How many rows a query has, without any of them. */

static gboolean
count_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (SaneraQuerySql) sql = sanera_query_sql_count (data);
  sqlite3_stmt *statement = sanera_query_sql_prepare (sql, db, error);
  gint64 *count;
  gboolean has_row;

  if (statement == NULL || !sanera_db_step (db, statement, &has_row, error))
    return FALSE;

  count = g_new (gint64, 1);
  *count = sqlite3_column_int64 (statement, 0);
  sanera_db_reset (statement);
  *result = count;
  *result_free = g_free;

  return TRUE;
}

static void
count_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gint64 *count = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  if (count != NULL)
    g_task_return_pointer (task, count, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * sanera_cache_count_async:
 * @self: a cache
 * @query: what to count
 * @cancellable: (nullable): interrupts it
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Counts rows on the reader thread.
 */
void
sanera_cache_count_async (SaneraCache *self,
                          SaneraQuery *query,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (SANERA_IS_CACHE (self));
  g_return_if_fail (query != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_cache_count_async);
  sanera_store_read_async (self->store, count_func, sanera_query_ref (query),
                           (GDestroyNotify)sanera_query_unref, cancellable, count_cb, task);
}

/**
 * sanera_cache_count_finish:
 * @self: a cache
 * @result: what the callback got
 * @error: set when it failed
 *
 * Returns: the number of rows, -1 on error
 */
gint64
sanera_cache_count_finish (SaneraCache *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *count = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  count = g_task_propagate_pointer (G_TASK (result), error);
  return count != NULL ? *count : -1;
}
