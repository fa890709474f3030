/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"

#include "sanera-list.h"
#include "sanera-query-private.h"

/* The first rows of a query, and how many there are: for cards that show a few of many. */

typedef struct
{
  SaneraQuery *query;
  guint limit;
} Job;

typedef struct
{
  const SaneraNoun *noun;
  GPtrArray *rows; /* data of the noun */
  GArray *row_ids; /* of gint64 */
  gint64 total;
} Found;

static void
job_free (gpointer data)
{
  Job *job = data;

  sanera_query_unref (job->query);
  g_free (job);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  for (guint i = 0; i < found->rows->len; i++)
    if (found->rows->pdata[i] != NULL)
      sanera_noun_data_free (found->noun, found->rows->pdata[i]);
  g_ptr_array_unref (found->rows);
  g_array_unref (found->row_ids);
  g_free (found);
}

static gboolean
read_ids (SaneraDb *db, const Job *job, Found *found, GError **error)
{
  g_autoptr (SaneraQuerySql) sql = sanera_query_sql_first (job->query, job->limit);
  sqlite3_stmt *statement = sanera_query_sql_prepare (sql, db, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (has_row)
        {
          gint64 row_id = sqlite3_column_int64 (statement, 0);

          g_array_append_val (found->row_ids, row_id);
        }
    }

  return TRUE;
}

static gboolean
read_total (SaneraDb *db, const Job *job, Found *found, GError **error)
{
  g_autoptr (SaneraQuerySql) sql = sanera_query_sql_count (job->query);
  sqlite3_stmt *statement = sanera_query_sql_prepare (sql, db, error);
  gboolean has_row;

  if (statement == NULL || !sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  found->total = sqlite3_column_int64 (statement, 0);
  sanera_db_reset (statement);

  return TRUE;
}

static gboolean
read_rows (SaneraDb *db, const Job *job, Found *found, GError **error)
{
  for (guint i = 0; i < found->row_ids->len;)
    {
      gpointer data = sanera_noun_data_new (found->noun);
      gboolean there = FALSE;
      gboolean ok =
          sanera_cache_read_row (db, sanera_query_get_list (job->query),
                                 g_array_index (found->row_ids, gint64, i), data, &there, error);

      if (there)
        {
          g_ptr_array_add (found->rows, data);
          i++;
          continue;
        }
      sanera_noun_data_free (found->noun, data);
      if (!ok)
        return FALSE;
      /* Gone between the two statements. */
      g_array_remove_index (found->row_ids, i);
    }

  return TRUE;
}

static gboolean
top_func (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  const Job *job = data;
  Found *found = g_new0 (Found, 1);

  found->noun = sanera_list_get_info (sanera_query_get_list (job->query))->noun;
  found->rows = g_ptr_array_new ();
  found->row_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!read_ids (db, job, found, error) || !read_total (db, job, found, error) ||
      !read_rows (db, job, found, error))
    {
      found_free (found);
      return FALSE;
    }

  *result = found;
  *result_free = found_free;
  return TRUE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Found *found = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, found_free);
  else
    g_task_return_error (task, error);
}

/**
 * sanera_cache_top_async:
 * @self: a cache
 * @query: a query without a search
 * @limit: how many rows at most
 * @cancellable: (nullable): interrupts it
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Reads the first rows of @query on the reader thread, and counts all of them.
 */
void
sanera_cache_top_async (SaneraCache *self,
                        SaneraQuery *query,
                        guint limit,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (SANERA_IS_CACHE (self));
  g_return_if_fail (query != NULL && !sanera_query_has_search (query));

  job = g_new0 (Job, 1);
  job->query = sanera_query_ref (query);
  job->limit = limit;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_cache_top_async);
  g_task_set_task_data (task, sanera_query_ref (query), (GDestroyNotify)sanera_query_unref);
  sanera_store_read_async (sanera_cache_get_store (self), top_func, job, job_free, cancellable,
                           found_cb, task);
}

/**
 * sanera_cache_top_finish:
 * @self: a cache
 * @result: what the callback got
 * @total: (out): how many rows the query has
 * @error: set when it failed
 *
 * Returns: (transfer full) (nullable) (element-type SaneraRecord): the first rows in order, as they
 *   were then; %NULL on error
 */
GPtrArray *
sanera_cache_top_finish (SaneraCache *self, GAsyncResult *result, gint64 *total, GError **error)
{
  GPtrArray *records;
  SaneraList list;
  Found *found;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return NULL;

  list = sanera_query_get_list (g_task_get_task_data (G_TASK (result)));
  records = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < found->rows->len; i++)
    {
      SaneraRecord *record = sanera_record_new (sanera_list_get_record_type (list),
                                                g_steal_pointer (&found->rows->pdata[i]));

      sanera_record_set_row_id (record, g_array_index (found->row_ids, gint64, i));
      g_ptr_array_add (records, record);
    }
  *total = found->total;
  found_free (found);

  return records;
}
