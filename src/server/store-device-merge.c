/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json.h"
#include "store-audit.h"
#include "store-devices.h"
#include "store-feed.h"
#include "store-identity.h"
#include "store-left-out.h"
#include "store-tickets.h"

/* Two devices turn out to be one. Afterwards everything is as if all reports of both had always
 * been about the one that stays, whatever order they came in (rule R6): of a part that both know
 * the later assessment has the last word, two of the same moment add up, and what a later complete
 * report of the same source left out is fixed. */

/* An assessment of a part, and which device it is of. */
typedef struct
{
  gint64 row;
  gint64 machine;
  gint64 assessed_on;
} Assessment;

typedef struct
{
  Assessment of_from;
  Assessment of_into; /* row is SANERA_INT_NULL when only the other one knows the part */
} Pair;

static gint64
column_int (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) != SQLITE_NULL
             ? sqlite3_column_int64 (statement, column)
             : SANERA_INT_NULL;
}

static GArray *
find_pairs (SaneraDb *db, gint64 into, gint64 from, GError **error)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, TRUE, sizeof (Pair));
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT f.row_id, f.assessed_on, i.row_id, i.assessed_on FROM assessments f LEFT JOIN "
      "assessments i ON i.machine = ?1 AND i.source = f.source AND i.part = f.part "
      "WHERE f.machine = ?2",
      error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, into);
  sanera_db_bind_int (statement, 2, from);
  for (;;)
    {
      Pair pair;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&pairs);
      pair.of_from = (Assessment){ .row = sqlite3_column_int64 (statement, 0),
                                   .machine = from,
                                   .assessed_on = sqlite3_column_int64 (statement, 1) };
      pair.of_into = (Assessment){ .row = column_int (statement, 2),
                                   .machine = into,
                                   .assessed_on = column_int (statement, 3) };
      g_array_append_val (pairs, pair);
    }
}

/* What the earlier assessment found becomes part of the later one's past, and the earlier goes. */
static gboolean
absorb (SaneraDb *db, const Assessment *later, const Assessment *earlier, GError **error)
{
  const gint64 same_moment = later->assessed_on == earlier->assessed_on;

  return sanera_db_run_sql (
             db, error,
             "UPDATE findings AS w SET first_seen = min (w.first_seen, l.first_seen), "
             "open = CASE WHEN ?5 THEN max (w.open, l.open) ELSE w.open END "
             "FROM findings AS l WHERE w.machine = ?1 AND w.assessment = ?2 AND l.machine = ?3 "
             "AND l.assessment = ?4 AND l.recommendation = w.recommendation "
             "AND l.vulnerability = w.vulnerability",
             "iiiii", later->machine, later->row, earlier->machine, earlier->row, same_moment) &&
         sanera_db_run_sql (
             db, error,
             "INSERT INTO findings (recommendation, machine, vulnerability, assessment, "
             "installed_version, fixed_version, status, open, first_seen, last_seen) "
             "SELECT recommendation, ?1, vulnerability, ?2, installed_version, fixed_version, "
             "status, CASE WHEN ?5 THEN open ELSE 0 END, first_seen, "
             "CASE WHEN open AND NOT ?5 THEN ?6 ELSE last_seen END "
             "FROM findings WHERE machine = ?3 AND assessment = ?4 ON CONFLICT DO NOTHING",
             "iiiiii", later->machine, later->row, earlier->machine, earlier->row, same_moment,
             earlier->assessed_on) &&
         sanera_db_run_sql (db, error, "DELETE FROM findings WHERE machine = ? AND assessment = ?",
                            "ii", earlier->machine, earlier->row) &&
         (!same_moment ||
          sanera_db_run_sql (db, error,
                             "INSERT INTO installations (assessment, component, machine, version) "
                             "SELECT ?2, component, ?1, version FROM installations WHERE "
                             "assessment = ?3 ON CONFLICT DO NOTHING",
                             "iii", later->machine, later->row, earlier->row)) &&
         sanera_db_run_sql (db, error, "DELETE FROM installations WHERE assessment = ?", "i",
                            earlier->row) &&
         sanera_db_run_sql (db, error, "DELETE FROM assessments WHERE row_id = ?", "i",
                            earlier->row);
}

static gboolean
move_assessment (SaneraDb *db, const Assessment *assessment, gint64 into, GError **error)
{
  if (assessment->machine == into)
    return TRUE;

  return sanera_db_run_sql (db, error, "UPDATE assessments SET machine = ?2 WHERE row_id = ?1",
                            "ii", assessment->row, into) &&
         sanera_db_run_sql (db, error,
                            "UPDATE findings SET machine = ?3 WHERE machine = ?1 AND assessment "
                            "= ?2",
                            "iii", assessment->machine, assessment->row, into) &&
         sanera_db_run_sql (db, error,
                            "UPDATE installations SET machine = ?2 WHERE assessment = ?1", "ii",
                            assessment->row, into);
}

static gboolean
merge_assessments (SaneraDb *db, gint64 into, gint64 from, GError **error)
{
  g_autoptr (GArray) pairs = find_pairs (db, into, from, error);

  if (pairs == NULL)
    return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);
      const Assessment *later = &pair->of_from;

      if (pair->of_into.row != SANERA_INT_NULL)
        {
          const Assessment *earlier = &pair->of_into;

          if (pair->of_from.assessed_on <= pair->of_into.assessed_on)
            {
              later = &pair->of_into;
              earlier = &pair->of_from;
            }
          if (!absorb (db, later, earlier, error))
            return FALSE;
        }
      if (!move_assessment (db, later, into, error))
        return FALSE;
    }
  return TRUE;
}

/* An activity that covered both covers one device then; the worse state counts until it is derived,
 * and for ever in one that somebody completed by hand. */
static gboolean
merge_targets (SaneraDb *db, gint64 into, gint64 from, GError **error)
{
  return sanera_db_run_sql (
             db, error,
             "INSERT INTO task_targets (task, machine, vulnerability, open) "
             "SELECT task, ?1, vulnerability, open FROM task_targets WHERE machine = ?2 "
             "ON CONFLICT DO UPDATE SET open = max (open, excluded.open)",
             "ii", into, from) &&
         sanera_db_run_sql (db, error, "DELETE FROM task_targets WHERE machine = ?", "i", from) &&
         sanera_db_run_sql (
             db, error,
             "INSERT INTO task_machines (task, machine, state, reason, assessed_on) "
             "SELECT task, ?1, state, reason, assessed_on FROM task_machines WHERE machine = ?2 "
             "ON CONFLICT DO UPDATE SET "
             "state = CASE WHEN 'exposed' IN (state, excluded.state) THEN 'exposed' "
             "WHEN 'unknown' IN (state, excluded.state) THEN 'unknown' ELSE 'fixed' END, "
             "reason = coalesce (reason, excluded.reason), "
             "assessed_on = coalesce (max (assessed_on, excluded.assessed_on), assessed_on, "
             "excluded.assessed_on)",
             "ii", into, from) &&
         sanera_db_run_sql (db, error, "DELETE FROM task_machines WHERE machine = ?", "i", from) &&
         sanera_tickets_move_device (db, from, into, error);
}

/* Later reports name it as before, and its facts are those of the one that was seen last. */
static gboolean
merge_rows (SaneraDb *db, gint64 into, const SaneraDeviceRow *from, gint64 now, GError **error)
{
  return sanera_identity_merge (db, into, from->row, error) &&
         sanera_db_run_sql (db, error, "UPDATE machine_aliases SET machine = ?2 WHERE machine = ?1",
                            "ii", from->row, into) &&
         sanera_db_run_sql (db, error, "UPDATE claims SET machine = ?2 WHERE machine = ?1", "ii",
                            from->row, into) &&
         sanera_db_run_sql (db, error, "INSERT INTO machine_aliases (alias, machine) VALUES (?, ?)",
                            "ti", from->id, into) &&
         sanera_db_run_sql (
             db, error,
             "UPDATE machines SET "
             "os_platform = CASE WHEN f.last_seen > machines.last_seen AND f.os_platform <> '' "
             "THEN f.os_platform ELSE machines.os_platform END, "
             "version = CASE WHEN f.last_seen > machines.last_seen THEN f.version ELSE "
             "machines.version END, "
             "last_assessment_result = CASE WHEN f.last_assessed_on > machines.last_assessed_on "
             "THEN f.last_assessment_result ELSE machines.last_assessment_result END, "
             "first_seen = coalesce (min (machines.first_seen, f.first_seen), machines.first_seen, "
             "f.first_seen), "
             "last_seen = coalesce (max (machines.last_seen, f.last_seen), machines.last_seen, "
             "f.last_seen), "
             "last_assessed_on = coalesce (max (machines.last_assessed_on, f.last_assessed_on), "
             "machines.last_assessed_on, f.last_assessed_on), change = NULL "
             "FROM (SELECT * FROM machines WHERE row_id = ?2) f WHERE machines.row_id = ?1",
             "ii", into, from->row) &&
         sanera_db_run_sql (db, error, "DELETE FROM machines WHERE row_id = ?", "i", from->row) &&
         sanera_feed_delete (db, SANERA_ENTITY_MACHINE, from->id, now, error);
}

static gboolean
merge_one (SaneraDb *db,
           const SaneraDeviceRow *into,
           const SaneraDeviceRow *from,
           const char *person,
           gint64 now,
           SaneraDirty *dirty,
           GError **error)
{
  if (!sanera_device_mark (db, from->row, dirty, error) ||
      !sanera_device_write_down_in_activities (db, from, "devicesMerged", into, person, now,
                                               error) ||
      !sanera_left_out_reveal (db, into->row, dirty, error) ||
      !sanera_left_out_reveal (db, from->row, dirty, error) ||
      !sanera_reports_move (db, from->row, into->row, NULL, error) ||
      !merge_assessments (db, into->row, from->row, error) ||
      !merge_targets (db, into->row, from->row, error) ||
      !merge_rows (db, into->row, from, now, error))
    return FALSE;

  g_hash_table_remove (dirty->machines, &from->row);
  g_hash_table_remove (dirty->identities, &from->row);
  return sanera_identity_mark (db, into->row, dirty, error);
}

/**
 * sanera_devices_merge:
 * @db: the server's database, in a transaction
 * @into: the device that stays
 * @from: (array length=n_from): those that turn out to be the same one; each only once
 * @n_from: how many
 * @person: who says so
 * @now: the time, microseconds
 * @dirty: what has to be derived then; added to
 * @error: when it cannot be written
 *
 * Moves what is known of some devices to one, and deletes them. Reports that name them are about
 * that one from then on; name and group are those of @into.
 *
 * Returns: whether it went well
 */
gboolean
sanera_devices_merge (SaneraDb *db,
                      const SaneraDeviceRow *into,
                      const SaneraDeviceRow *from,
                      guint n_from,
                      const char *person,
                      gint64 now,
                      SaneraDirty *dirty,
                      GError **error)
{
  g_autoptr (GString) details = g_string_new ("{\"name\":");

  sanera_json_append_string (details, into->name);
  g_string_append (details, ",\"from\":[");
  for (guint i = 0; i < n_from; i++)
    {
      g_string_append (details, i > 0 ? ",{\"id\":" : "{\"id\":");
      sanera_json_append_string (details, from[i].id);
      g_string_append (details, ",\"name\":");
      sanera_json_append_string (details, from[i].name);
      g_string_append_c (details, '}');
      if (!merge_one (db, into, &from[i], person, now, dirty, error))
        return FALSE;
    }
  g_string_append (details, "]}");

  return sanera_left_out_settle_all (db, into->row, dirty, error) &&
         sanera_db_run_sql (db, error,
                            "UPDATE machines SET row_version = coalesce (row_version, 0) + 1 WHERE "
                            "row_id = ?",
                            "i", into->row) &&
         sanera_device_mark (db, into->row, dirty, error) &&
         sanera_audit_append (db, now, person, "devicesMerged", SANERA_ENTITY_MACHINE, into->id,
                              details->str, error);
}
