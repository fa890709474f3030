/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-records.h"

#include "sanera-list.h"
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

typedef struct
{
  SaneraQuery *query;
  char *key;
} LinesJob;

typedef struct
{
  GString *text;
  guint n_lines;
} Lines;

static void
lines_job_free (gpointer data)
{
  LinesJob *job = data;

  sanera_query_unref (job->query);
  g_free (job->key);
  g_free (job);
}

static void
lines_free (gpointer data)
{
  Lines *lines = data;

  g_string_free (lines->text, TRUE);
  g_free (lines);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lines, lines_free)

static gboolean
append_line (SaneraDb *db, sqlite3_stmt *statement, guint32 row_id, Lines *lines, GError **error)
{
  gboolean found;

  sanera_db_bind_int (statement, 1, row_id);
  if (!sanera_db_step (db, statement, &found, error))
    return FALSE;
  if (found && sanera_db_column_text (statement, 0) != NULL)
    {
      g_string_append (lines->text, sanera_db_column_text (statement, 0));
      g_string_append_c (lines->text, '\n');
      lines->n_lines++;
    }
  sanera_db_reset (statement);

  return TRUE;
}

/* No object is made for a row: a hundred thousand names are two megabytes, and no more is needed.
 */
static gboolean
read_lines (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  const LinesJob *job = data;
  const SaneraListInfo *info = sanera_list_get_info (sanera_query_get_list (job->query));
  g_autofree char *select = g_strdup_printf ("SELECT %s FROM %s WHERE row_id = ?",
                                             sanera_query_get_column (info, job->key), info->table);
  g_autoptr (SaneraQuerySql) sql = sanera_query_sql_all (job->query, FALSE);
  g_autoptr (SaneraIds) ids = sanera_query_run_sql (db, sql, error);
  g_autoptr (Lines) lines = g_new0 (Lines, 1);
  sqlite3_stmt *statement;

  lines->text = g_string_new (NULL);
  if (ids == NULL)
    return FALSE;
  statement = sanera_db_prepare (db, select, error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !append_line (db, statement, ids->ids[i], lines, error))
      return FALSE;

  *result = g_steal_pointer (&lines);
  *result_free = lines_free;
  return TRUE;
}

static void
lines_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Lines *lines = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  if (lines != NULL)
    g_task_return_pointer (task, lines, lines_free);
  else
    g_task_return_error (task, error);
}

/**
 * sanera_records_read_lines_async:
 * @cache: a cache
 * @query: which rows, in which order
 * @key: JSON key of a text of their noun
 * @cancellable: (nullable): to stop it
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Reads one text of each row.
 */
void
sanera_records_read_lines_async (SaneraCache *cache,
                                 SaneraQuery *query,
                                 const char *key,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;
  LinesJob *job;

  g_return_if_fail (SANERA_IS_CACHE (cache));
  g_return_if_fail (query != NULL && key != NULL);

  task = g_task_new (cache, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_records_read_lines_async);
  job = g_new (LinesJob, 1);
  job->query = sanera_query_ref (query);
  job->key = g_strdup (key);
  sanera_store_read_async (sanera_cache_get_store (cache), read_lines, job, lines_job_free,
                           cancellable, lines_cb, task);
}

/**
 * sanera_records_read_lines_finish:
 * @cache: the cache
 * @result: what the callback got
 * @n_lines: (out): how many
 * @error: return location
 *
 * Returns: (transfer full): the texts, each with a line end; %NULL with %SANERA_ERROR_CACHE, or
 *   %G_IO_ERROR_CANCELLED
 */
char *
sanera_records_read_lines_finish (SaneraCache *cache,
                                  GAsyncResult *result,
                                  guint *n_lines,
                                  GError **error)
{
  g_autoptr (Lines) lines = NULL;

  g_return_val_if_fail (g_task_is_valid (result, cache), NULL);

  lines = g_task_propagate_pointer (G_TASK (result), error);
  *n_lines = lines != NULL ? lines->n_lines : 0;
  return lines != NULL ? g_strdup (lines->text->str) : NULL;
}
