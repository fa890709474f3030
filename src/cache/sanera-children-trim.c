/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-children-wanted.h"

#include "sanera-cache-private.h"

/* What nobody wants any more goes: first what is wanted for no reason, then, while it is too much,
 * what was not used for the longest time. In steps, so that a sync never waits long for it. */

#define STEP_ROWS 20000

typedef struct
{
  SaneraCache *cache;
  SaneraKeep keep;
  gint64 max_bytes;
  gint64 now;
  char *email;
  gboolean decides;
} Trim;

typedef struct
{
  SaneraList list;
  char *parent_id;
  gint64 bytes;
  gboolean wanted; /* for a reason, so it stays unless all of it is too much */
} Kept;

static void
trim_free (Trim *trim)
{
  g_object_unref (trim->cache);
  g_free (trim->email);
  g_free (trim);
}

static void
kept_clear (gpointer data)
{
  g_free (((Kept *)data)->parent_id);
}

/* By what the person wants to keep. */
static gboolean
is_kept (SaneraDb *db, const Trim *trim, const Kept *kept, gboolean *found, GError **error)
{
  const gint64 all = trim->keep == SANERA_KEEP_ACTIVITIES;
  gint64 value = 0;
  gboolean ok = TRUE;

  switch (trim->keep != SANERA_KEEP_OPENED ? sanera_list_get_info (kept->list)->parent
                                           : SANERA_N_LISTS)
    {
    case SANERA_LIST_RECOMMENDATIONS:
      ok = sanera_db_query_int (db, &value, error,
                                "SELECT EXISTS (SELECT 1 FROM remediation_tasks WHERE "
                                "recommendation_reference = ?1 AND (?2 OR requester_email = ?3 "
                                "COLLATE NOCASE))",
                                "tit", kept->parent_id, all, trim->email);
      break;
    case SANERA_LIST_ACTIVITIES:
      ok = sanera_db_query_int (db, &value, error,
                                "SELECT EXISTS (SELECT 1 FROM remediation_tasks WHERE id = ?1 AND "
                                "(?2 OR requester_email = ?3 COLLATE NOCASE))",
                                "tit", kept->parent_id, all, trim->email);
      break;
    case SANERA_LIST_SECURITY_TASKS:
      ok = sanera_db_query_int (db, &value, error,
                                "SELECT EXISTS (SELECT 1 FROM security_tasks AS t WHERE id = ?1 "
                                "AND (?2 OR (?4 AND list_rank <= 1) OR EXISTS (SELECT 1 FROM "
                                "remediation_tasks AS a WHERE a.id = t.remediation_task_id AND "
                                "a.requester_email = ?3 COLLATE NOCASE)))",
                                "titi", kept->parent_id, all, trim->email, (gint64)trim->decides);
      break;
    default:
      break; /* devices only when they were opened */
    }
  *found = value > 0;

  return ok;
}

static gboolean
is_wanted (SaneraDb *db, const Trim *trim, const Kept *kept, gboolean *found, GError **error)
{
  g_autoptr (SaneraChildren) children =
      sanera_children_read (db, kept->list, kept->parent_id, error);
  const SaneraListInfo *info = sanera_list_get_info (kept->list);
  gint64 opened_on;

  if (children == NULL)
    return FALSE;
  *found = FALSE;
  if (!children->parent_known)
    return TRUE;
  if (!sanera_db_query_int (db, &opened_on, error,
                            "SELECT opened_on FROM opened WHERE list = ? AND id = ?", "tt",
                            sanera_list_get_info (info->parent)->table, kept->parent_id))
    return FALSE;
  *found = opened_on != SANERA_INT_NULL &&
           opened_on > trim->now - SANERA_CHILDREN_KEPT_DAYS * G_TIME_SPAN_DAY;

  return *found || is_kept (db, trim, kept, found, error);
}

/* All that is kept, what was used last at the end. */
static GArray *
read_kept (SaneraDb *db, gint64 *bytes, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Kept));
  sqlite3_stmt *statement =
      sanera_db_prepare (db, "SELECT list, parent_id, bytes FROM children ORDER BY used_on", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  g_array_set_clear_func (all, kept_clear);
  *bytes = 0;
  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&all);
      for (guint i = 0; i < SANERA_N_LISTS; i++)
        if (g_strcmp0 (sanera_db_column_text (statement, 0), sanera_list_get_info (i)->table) == 0)
          {
            const Kept kept = { i, g_strdup (sanera_db_column_text (statement, 1)),
                                sqlite3_column_int64 (statement, 2), FALSE };

            *bytes += kept.bytes;
            g_array_append_val (all, kept);
          }
    }
}

/* A part of a long list: what is left says that it is not all. */
static gboolean
remove_some (SaneraDb *db, const Kept *kept, gint64 *left, GError **error)
{
  const char *table = sanera_list_get_info (kept->list)->table;
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE row_id IN (SELECT row_id FROM %s "
                                          "WHERE parent_id = ? LIMIT ?)",
                                          table, table);
  gint64 removed;

  if (!sanera_db_run_sql (db, error, sql, "ti", kept->parent_id, *left))
    return FALSE;
  removed = sanera_db_get_changes (db);
  if (removed < *left)
    {
      *left -= removed;
      return sanera_db_run_sql (db, error, "DELETE FROM children WHERE list = ? AND parent_id = ?",
                                "tt", table, kept->parent_id);
    }

  *left = 0;
  return sanera_db_run_sql (db, error,
                            "UPDATE children SET fetched_on = NULL, basis = NULL, next = NULL "
                            "WHERE list = ? AND parent_id = ?",
                            "tt", table, kept->parent_id);
}

static gboolean
remove_kept (SaneraDb *db,
             const Kept *kept,
             gint64 *left,
             gint64 *bytes,
             guint *lists,
             GError **error)
{
  if (!remove_some (db, kept, left, error))
    return FALSE;

  *bytes -= kept->bytes;
  *lists |= 1u << kept->list;
  return TRUE;
}

/* The result is the lists that have lost rows, as bits, and the highest bit when there is more. */
#define MORE (1u << 31)

static gboolean
trim_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  const Trim *trim = data;
  gint64 bytes = 0;
  g_autoptr (GArray) all = read_kept (db, &bytes, error);
  gint64 left = STEP_ROWS;
  guint lists = 0;

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len && left > 0; i++)
    {
      Kept *kept = &g_array_index (all, Kept, i);

      if (!is_wanted (db, trim, kept, &kept->wanted, error))
        return FALSE;
      if (!kept->wanted && !remove_kept (db, kept, &left, &bytes, &lists, error))
        return FALSE;
    }
  for (guint i = 0; i < all->len && left > 0 && bytes > trim->max_bytes; i++)
    {
      const Kept *kept = &g_array_index (all, Kept, i);

      if (kept->wanted && !remove_kept (db, kept, &left, &bytes, &lists, error))
        return FALSE;
    }
  if (!sanera_db_run_sql (db, error, "DELETE FROM opened WHERE opened_on <= ?", "i",
                          trim->now - SANERA_CHILDREN_KEPT_DAYS * G_TIME_SPAN_DAY))
    return FALSE;

  *result = GUINT_TO_POINTER (lists | (left == 0 ? MORE : 0));
  return TRUE;
}

static void trimmed_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
run (Trim *trim)
{
  sanera_store_write_async (sanera_cache_get_store (trim->cache), trim_func, trim, NULL, NULL,
                            trimmed_cb, trim);
}

static void
trimmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Trim *trim = user_data;
  g_autoptr (GError) error = NULL;
  guint lists = GPOINTER_TO_UINT (sanera_cache_run_finish (trim->cache, result, &error));

  if (error != NULL)
    g_debug ("What nobody wants could not be removed: %s", error->message);
  if ((lists & ~MORE) != 0)
    sanera_cache_emit_changed (trim->cache, lists & ~MORE);
  if (error == NULL && (lists & MORE) != 0)
    run (trim);
  else
    trim_free (trim);
}

/**
 * sanera_cache_trim_children:
 * @self: a cache
 * @keep: of which rows
 * @max_bytes: how much at most, as it came from the server
 * @now: the time, microseconds since 1970
 *
 * Removes what is kept for no reason any more: the row is gone, was not opened for
 * %SANERA_CHILDREN_KEPT_DAYS days, and is none of those in @keep; then what was used least
 * recently. The signal "changed" follows when there was any.
 */
void
sanera_cache_trim_children (SaneraCache *self, SaneraKeep keep, gint64 max_bytes, gint64 now)
{
  const SaneraCacheInfo *info;
  Trim *trim;

  g_return_if_fail (SANERA_IS_CACHE (self));

  info = sanera_cache_get_info (self);
  trim = g_new0 (Trim, 1);
  trim->cache = g_object_ref (self);
  trim->keep = keep;
  trim->max_bytes = max_bytes;
  trim->now = now;
  trim->email = info != NULL ? g_strdup (info->email) : NULL;
  trim->decides = info != NULL && sanera_cache_info_can (info, "decide");
  run (trim);
}
