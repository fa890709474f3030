/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-query-run.h"

#include "sanera-row-cache.h"

/* What the main thread may spend on the first rows, in microseconds, before it leaves them to the
 * reader thread; and how many steps of SQLite's virtual machine pass between two looks. */
#define NOW_BUDGET 2000
#define NOW_STEPS 200

/* The rows that GTK 4.8 keeps alive from the one it was scrolled to, and a few above. */
#define AHEAD_BEFORE 2
#define AHEAD_ROWS 205

/**
 * sanera_query_run_new:
 * @query: what to run
 *
 * Returns: (transfer full): a run that is not begun
 */
SaneraQueryRun *
sanera_query_run_new (SaneraQuery *query)
{
  SaneraQueryRun *self = g_new0 (SaneraQueryRun, 1);

  g_atomic_ref_count_init (&self->references);
  self->query = sanera_query_ref (query);

  return self;
}

/**
 * sanera_query_run_ref:
 * @self: a run
 *
 * Returns: (transfer full): @self
 */
SaneraQueryRun *
sanera_query_run_ref (SaneraQueryRun *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * sanera_query_run_unref:
 * @run: (transfer full): a run
 */
void
sanera_query_run_unref (gpointer run)
{
  SaneraQueryRun *self = run;

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  sanera_query_unref (self->query);
  g_clear_pointer (&self->shown, sanera_ids_unref);
  g_clear_pointer (&self->alive, g_array_unref);
  g_free (self);
}

/**
 * sanera_query_result_free:
 * @self: (transfer full) (nullable): what a run found
 */
void
sanera_query_result_free (SaneraQueryResult *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->ids, sanera_ids_unref);
  g_clear_pointer (&self->ranges, g_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->ahead, g_array_unref);
  g_free (self);
}

/**
 * sanera_query_run_sql:
 * @db: a connection
 * @sql: a statement that gives row ids
 * @error: set when it fails; %G_IO_ERROR_CANCELLED when interrupted
 *
 * Returns: (transfer full) (nullable): the ids
 */
SaneraIds *
sanera_query_run_sql (SaneraDb *db, SaneraQuerySql *sql, GError **error)
{
  sqlite3_stmt *statement = sanera_query_sql_prepare (sql, db, error);
  g_autoptr (SaneraIds) ids = NULL;
  int code;

  if (statement == NULL)
    return NULL;

  ids = sanera_ids_new ();
  /* A million times: without the detour over sanera_db_step(). */
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 row_id = sqlite3_column_int64 (statement, 0);

      if (row_id <= 0 || row_id > G_MAXUINT32)
        {
          code = SQLITE_TOOBIG;
          break;
        }
      sanera_ids_append (ids, (guint32)row_id);
    }
  if (code != SQLITE_DONE)
    {
      sanera_db_set_error (db, code, sanera_query_sql_get_text (sql), error);
      sanera_db_reset (statement);
      return NULL;
    }
  sanera_db_reset (statement);
  sanera_ids_trim (ids);

  return g_steal_pointer (&ids);
}

/* Asked by SQLite now and then; not 0 gives up. */
static int
deadline_cb (gpointer user_data)
{
  return g_get_monotonic_time () > *(gint64 *)user_data;
}

/**
 * sanera_query_run_now:
 * @db: the main thread's connection
 * @query: a query
 *
 * Reads the first rows at once, where the page's index gives them within two milliseconds.
 *
 * Returns: (transfer full) (nullable): the ids, %NULL when it takes longer
 */
SaneraIds *
sanera_query_run_now (SaneraDb *db, SaneraQuery *query)
{
  g_autoptr (SaneraQuerySql) sql = NULL;
  gint64 deadline = g_get_monotonic_time () + NOW_BUDGET;
  SaneraIds *ids;

  if (sanera_query_has_search (query) || !sanera_query_has_page_order (query))
    return NULL;

  sql = sanera_query_sql_first (query, SANERA_QUERY_FIRST_ROWS);
  sqlite3_progress_handler (sanera_db_get_handle (db), NOW_STEPS, deadline_cb, &deadline);
  ids = sanera_query_run_sql (db, sql, NULL);
  sqlite3_progress_handler (sanera_db_get_handle (db), 0, NULL, NULL);

  return ids;
}

/* A view fills in its rows in the turn in which it is told of them: what it will ask for is read
 * here, not there. */
static gboolean
read_ahead (SaneraDb *db, SaneraQueryRun *run, SaneraQueryResult *found, GError **error)
{
  guint from = found->scroll_to - MIN (found->scroll_to, AHEAD_BEFORE);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (from < found->ids->len)
    g_array_append_vals (ids, found->ids->ids + from, MIN (found->ids->len - from, AHEAD_ROWS));
  found->ahead = sanera_row_data_read (db, sanera_query_get_list (run->query), ids, error);
  return found->ahead != NULL;
}

/**
 * sanera_query_run_first:
 * @db: a connection
 * @data: a #SaneraQueryRun
 * @result: (out): a #SaneraQueryResult
 * @result_free: (out): frees it
 * @cancellable: (nullable): interrupts it
 * @error: set when it fails
 *
 * #SaneraStoreFunc: finds the first rows quickly.
 *
 * Returns: whether it went well
 */
gboolean
sanera_query_run_first (SaneraDb *db,
                        gpointer data,
                        gpointer *result,
                        GDestroyNotify *result_free,
                        GCancellable *cancellable,
                        GError **error)
{
  SaneraQueryRun *run = data;
  gboolean searches = sanera_query_has_search (run->query);
  g_autoptr (SaneraQuerySql) sql =
      searches ? sanera_query_sql_walk (run->query, SANERA_QUERY_FIRST_ROWS, SANERA_QUERY_WALK_ROWS)
               : sanera_query_sql_first (run->query, SANERA_QUERY_FIRST_ROWS);
  g_autoptr (SaneraQueryResult) found = g_new0 (SaneraQueryResult, 1);

  if (sql == NULL)
    found->ids = sanera_ids_new ();
  else
    {
      found->ids = sanera_query_run_sql (db, sql, error);
      if (found->ids == NULL)
        return FALSE;
      found->frequent = searches && found->ids->len >= SANERA_QUERY_FIRST_ROWS;
      found->usable = !searches || (found->frequent && sanera_query_has_page_order (run->query));
    }
  if (found->usable && !read_ahead (db, run, found, error))
    return FALSE;
  run->frequent = found->frequent;
  *result = g_steal_pointer (&found);
  *result_free = (GDestroyNotify)sanera_query_result_free;

  return TRUE;
}

/**
 * sanera_query_run_all:
 * @db: a connection
 * @data: a #SaneraQueryRun
 * @result: (out): a #SaneraQueryResult
 * @result_free: (out): frees it
 * @cancellable: (nullable): interrupts it
 * @error: set when it fails
 *
 * #SaneraStoreFunc: finds all rows, and how they differ from those on screen.
 *
 * Returns: whether it went well
 */
gboolean
sanera_query_run_all (SaneraDb *db,
                      gpointer data,
                      gpointer *result,
                      GDestroyNotify *result_free,
                      GCancellable *cancellable,
                      GError **error)
{
  SaneraQueryRun *run = data;
  g_autoptr (SaneraQuerySql) sql = sanera_query_sql_all (run->query, run->frequent);
  g_autoptr (SaneraQueryResult) found = g_new0 (SaneraQueryResult, 1);

  found->ids = sanera_query_run_sql (db, sql, error);
  if (found->ids == NULL)
    return FALSE;
  found->usable = TRUE;
  found->frequent = run->frequent;
  if (run->shown != NULL)
    {
      found->ranges = sanera_ids_diff (run->shown, found->ids, SANERA_QUERY_MAX_RANGES);
      if (found->ranges == NULL)
        found->scroll_to = sanera_ids_follow (run->shown, found->ids, run->anchor);
    }
  if (run->alive != NULL)
    {
      found->rows =
          sanera_row_data_read (db, sanera_query_get_list (run->query), run->alive, error);
      if (found->rows == NULL)
        return FALSE;
    }
  if (found->ranges == NULL && !read_ahead (db, run, found, error))
    return FALSE;
  *result = g_steal_pointer (&found);
  *result_free = (GDestroyNotify)sanera_query_result_free;

  return TRUE;
}
