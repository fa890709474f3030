/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-records.h"

#include "sanera-query-private.h"
#include "sanera-query-run.h"
#include "sanera-row-cache.h"

typedef struct
{
  SaneraQuery *query;
  guint limit;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  sanera_query_unref (job->query);
  g_free (job);
}

/* The objects are made on the main thread: this gives their data. */
static gboolean
read_rows (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  const Job *job = data;
  g_autoptr (SaneraQuerySql) sql = sanera_query_sql_first (job->query, job->limit);
  g_autoptr (SaneraIds) ids = sanera_query_run_sql (db, sql, error);
  g_autoptr (GArray) row_ids = NULL;

  if (ids == NULL)
    return FALSE;

  row_ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_vals (row_ids, ids->ids, ids->len);
  *result = sanera_row_data_read (db, sanera_query_get_list (job->query), row_ids, error);
  *result_free = (GDestroyNotify)g_array_unref;
  return *result != NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GArray) rows = sanera_store_run_finish (SANERA_STORE (source), result, &error);
  GPtrArray *records;

  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  records = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    {
      SaneraRowData *row = &g_array_index (rows, SaneraRowData, i);

      /* The record takes the data. */
      if (row->data != NULL)
        g_ptr_array_add (records, sanera_record_new (sanera_list_get_record_type (
                                                         sanera_query_get_list (job->query)),
                                                     g_steal_pointer (&row->data)));
    }
  g_task_return_pointer (task, records, (GDestroyNotify)g_ptr_array_unref);
}

/**
 * sanera_records_read_async:
 * @cache: a cache
 * @query: which rows, in which order
 * @limit: how many at most
 * @cancellable: (nullable): to stop it
 * @callback: called when they are there
 * @user_data: for @callback
 *
 * Reads the first rows of a query.
 */
void
sanera_records_read_async (SaneraCache *cache,
                           SaneraQuery *query,
                           guint limit,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (SANERA_IS_CACHE (cache));
  g_return_if_fail (query != NULL);

  task = g_task_new (cache, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_records_read_async);
  job = g_new (Job, 1);
  job->query = sanera_query_ref (query);
  job->limit = limit;
  g_task_set_task_data (task, job, job_free);
  job = g_new (Job, 1);
  job->query = sanera_query_ref (query);
  job->limit = limit;
  sanera_store_read_async (sanera_cache_get_store (cache), read_rows, job, job_free, cancellable,
                           read_cb, task);
}

/**
 * sanera_records_read_finish:
 * @cache: the cache
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type SaneraRecord): the rows, as they were read; %NULL with
 *   %SANERA_ERROR_CACHE, or %G_IO_ERROR_CANCELLED
 */
GPtrArray *
sanera_records_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
