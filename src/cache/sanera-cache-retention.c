/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-retention.h"

#include "sanera-activity-rules.h"
#include "sanera-time.h"

/* Rule R7 on this desktop: what was completed 180 days ago leaves the cache as it leaves the
 * server, also while no server can be reached. */

static const struct
{
  SaneraList list;
  const char *sql; /* ids of what ended at or before ?1 */
} kinds[] = {
  { SANERA_LIST_ACTIVITIES, "SELECT id FROM remediation_tasks WHERE status = 'Completed' AND "
                            "coalesce (completed_on, status_last_modified_on) <= ?1" },
  { SANERA_LIST_EXCEPTIONS, "SELECT id FROM exceptions WHERE ended_on <= ?1" },
};

static GPtrArray *
find_ids (SaneraDb *db, const char *sql, gint64 before, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, before);
  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&ids);
      g_ptr_array_add (ids, g_strdup (sanera_db_column_text (statement, 0)));
    }
}

/* The lists that have lost a row, as bits, are the result. */
static gboolean
remove_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const gint64 *now = data;
  guint lists = 0;

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GPtrArray) ids =
          find_ids (db, kinds[k].sql, *now - SANERA_RETENTION_DAYS * SANERA_TIME_DAY, error);

      if (ids == NULL)
        return FALSE;
      for (guint i = 0; i < ids->len; i++)
        {
          if (!sanera_cache_delete (db, kinds[k].list, ids->pdata[i], error))
            return FALSE;
          lists |= 1u << kinds[k].list;
        }
    }

  *result = GUINT_TO_POINTER (lists);
  return TRUE;
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraCache) self = user_data;
  g_autoptr (GError) error = NULL;
  guint lists = GPOINTER_TO_UINT (sanera_store_run_finish (SANERA_STORE (source), result, &error));

  if (error != NULL)
    g_debug ("What is over could not be removed: %s", error->message);
  else if (lists != 0)
    sanera_cache_emit_changed (self, lists);
}

/**
 * sanera_cache_remove_expired:
 * @self: a cache
 * @now: the time, microseconds since 1970
 *
 * Removes activities that were completed, and exceptions that ended, 180 × 24 hours ago (R7,
 * document sentences [145], [146]). The signal "changed" follows when there were any.
 */
void
sanera_cache_remove_expired (SaneraCache *self, gint64 now)
{
  gint64 *data;

  g_return_if_fail (SANERA_IS_CACHE (self));

  data = g_new (gint64, 1);
  *data = now;
  sanera_store_write_async (sanera_cache_get_store (self), remove_func, data, g_free, NULL,
                            removed_cb, g_object_ref (self));
}
