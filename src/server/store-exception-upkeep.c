/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-exceptions.h"

#include "sanera-time.h"
#include "store-audit.h"
#include "store-derive.h"
#include "store-feed.h"
#include "store-upkeep.h"

/* What time alone does to exceptions. */

static gboolean
settle_each (SaneraDb *db, char *const *recommendations, gint64 now, GError **error)
{
  for (guint i = 0; recommendations[i] != NULL; i++)
    {
      g_auto (SaneraExceptionWork) work = { NULL };

      if (!sanera_exceptions_begin (db, recommendations[i], now, &work, error) ||
          !sanera_exceptions_finish (db, &work, error))
        return FALSE;
    }
  return TRUE;
}

/* Ended exceptions leave like completed activities (R7); what they were about may leave with them.
 */
static gboolean
remove_ended (SaneraDb *db, gint64 before, gint64 now, GError **error)
{
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  g_auto (GStrv) ids = NULL;
  SaneraDerived derived;
  sqlite3_stmt *statement =
      sanera_db_prepare (db, "SELECT id FROM exceptions WHERE ended_on <= ?", error);

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, before);
  ids = sanera_exceptions_read_texts (db, statement, error);
  if (ids == NULL)
    return FALSE;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      gint64 recommendation;

      if (!sanera_db_query_int (db, &recommendation, error,
                                "SELECT r.row_id FROM exceptions e JOIN recommendations r ON r.id "
                                "= e.recommendation_reference WHERE e.id = ?",
                                "t", ids[i]))
        return FALSE;
      if (recommendation != SANERA_INT_NULL)
        sanera_dirty_add (dirty->recommendations, recommendation);
      if (!sanera_db_run_sql (db, error,
                              "DELETE FROM exception_groups WHERE exception = (SELECT row_id FROM "
                              "exceptions WHERE id = ?)",
                              "t", ids[i]) ||
          !sanera_db_run_sql (db, error, "DELETE FROM exceptions WHERE id = ?", "t", ids[i]) ||
          !sanera_feed_delete (db, SANERA_ENTITY_EXCEPTION, ids[i], now, error) ||
          !sanera_audit_append (db, now, "", "removed", SANERA_ENTITY_EXCEPTION, ids[i], "{}",
                                error))
        return FALSE;
    }
  return ids[0] == NULL || sanera_derive (db, dirty, now, &derived, error);
}

/**
 * sanera_exceptions_upkeep:
 * @db: the server's database, in a transaction
 * @now: the time, microseconds
 * @error: when the database fails
 *
 * Those whose last day is over end and their recommendations come back, the tag of an ended one
 * goes after 14 days, and the ended one itself after 180.
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_upkeep (SaneraDb *db, gint64 now, GError **error)
{
  g_auto (GStrv) over = NULL;
  g_auto (GStrv) tagged = NULL;
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT DISTINCT recommendation_reference FROM exceptions WHERE ended_on IS NULL AND "
      "expires_on <= ?",
      error);

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, sanera_time_floor_day (now) - SANERA_TIME_DAY);
  over = sanera_exceptions_read_texts (db, statement, error);
  if (over == NULL || !settle_each (db, over, now, error))
    return FALSE;

  statement = sanera_db_prepare (
      db,
      "SELECT r.id FROM recommendations r JOIN (SELECT e.recommendation_reference AS id, max (max "
      "(coalesce (e.ended_on, 0), coalesce (g.ended_on, 0))) AS ended_on FROM exceptions e LEFT "
      "JOIN exception_groups g ON g.exception = e.row_id GROUP BY 1) x ON x.id = r.id "
      "WHERE x.ended_on <= ? AND r.tags LIKE '%\"" SANERA_TAG_EXCEPTION_ENDED "\"%'",
      error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, now - SANERA_EXCEPTION_TAG_DAYS * SANERA_TIME_DAY);
  tagged = sanera_exceptions_read_texts (db, statement, error);
  return tagged != NULL && settle_each (db, tagged, now, error) &&
         remove_ended (db, now - SANERA_RETENTION_DAYS * SANERA_TIME_DAY, now, error);
}
