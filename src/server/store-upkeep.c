/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-upkeep.h"

#include "sanera-activity-rules.h"
#include "sanera-time.h"
#include "store-audit.h"
#include "store-derive.h"
#include "store-exceptions.h"
#include "store-feed.h"
#include "store-imports.h"
#include "store-meta.h"
#include "store-tickets.h"

/* What time alone changes: done at the start and every hour. */

static GPtrArray *
find_expired (SaneraDb *db, gint64 before, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT id FROM remediation_tasks WHERE status = 'Completed' AND "
                         "coalesce (completed_on, status_last_modified_on) <= ?",
                         error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, before);
  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      g_ptr_array_add (ids, g_strdup (sanera_db_column_text (statement, 0)));
    }

  return g_steal_pointer (&ids);
}

/* What spoke of a recommendation is going: without a finding that goes too. */
static gboolean
add_recommendation (SaneraDb *db, const char *activity, SaneraDirty *dirty, GError **error)
{
  gint64 row;

  if (!sanera_db_query_int (db, &row, error,
                            "SELECT r.row_id FROM remediation_tasks t JOIN recommendations r ON "
                            "r.id = t.recommendation_reference WHERE t.id = ?",
                            "t", activity))
    return FALSE;
  if (row != SANERA_INT_NULL)
    sanera_dirty_add (dirty->recommendations, row);
  return TRUE;
}

/* Rule R7. The audit log keeps its lines, and the submissions their keys. */
static gboolean
remove_expired (SaneraDb *db, gint64 now, GError **error)
{
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  SaneraDerived derived;
  g_autoptr (GPtrArray) ids =
      find_expired (db, now - SANERA_RETENTION_DAYS * SANERA_TIME_DAY, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = ids->pdata[i];

      if (!add_recommendation (db, id, dirty, error) ||
          !sanera_tickets_end (db, id, SANERA_TICKET_END_REMOVED, now, error) ||
          !sanera_db_run_sql (db, error, "DELETE FROM remediation_tasks WHERE id = ?", "t", id) ||
          !sanera_feed_delete (db, SANERA_ENTITY_TASK, id, now, error) ||
          !sanera_audit_append (db, now, "", "removed", SANERA_ENTITY_TASK, id, "{}", error))
        return FALSE;
    }

  if (ids->len > 0 && !sanera_derive (db, dirty, now, &derived, error))
    return FALSE;
  return sanera_tickets_remove_expired (db, now - SANERA_RETENTION_DAYS * SANERA_TIME_DAY, now,
                                        error);
}

static gboolean
prune_tombstones (SaneraDb *db, gint64 now, GError **error)
{
  gint64 before = now - SANERA_TOMBSTONE_DAYS * SANERA_TIME_DAY;
  g_autofree char *text = NULL;
  gint64 last;

  if (!sanera_db_query_int (db, &last, error,
                            "SELECT max (change) FROM tombstones WHERE deleted_on < ?", "i",
                            before))
    return FALSE;
  if (last == SANERA_INT_NULL)
    return TRUE;

  text = g_strdup_printf ("%" G_GINT64_FORMAT, last);
  return sanera_db_run_sql (db, error, "DELETE FROM tombstones WHERE change <= ?", "i", last) &&
         sanera_meta_set (db, "tombstonesPruned", text, error);
}

/**
 * sanera_upkeep:
 * @db: the server's database, in a transaction
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Moves devices that were not assessed for 30 days out of the score, ends exceptions whose last day
 * is over (R8), removes activities that were completed, with their tickets, and exceptions that
 * ended 180 days ago (R7), with recommendations that nothing speaks of any more, uploads that
 * nobody commits, and old tombstones.
 *
 * Returns: whether it went well
 */
gboolean
sanera_upkeep (SaneraDb *db, gint64 now, GError **error)
{
  SaneraDerived derived;

  return sanera_derive_daily (db, now, &derived, error) && remove_expired (db, now, error) &&
         sanera_exceptions_upkeep (db, now, error) && sanera_imports_purge (db, now, error) &&
         prune_tombstones (db, now, error);
}
