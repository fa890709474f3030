/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-reports.h"

#include "sanera-field.h"
#include "store-dirty.h"

/* What a report without a mark is taken as: see store-reports.h. */
#define TAKEN_AS                                                                               \
  "coalesce ((SELECT m.mark FROM reports m WHERE m.source = reports.source AND m.mark IS NOT " \
  "NULL AND m.reported_on <= reports.reported_on ORDER BY m.reported_on DESC, m.mark LIMIT "   \
  "1), 0)"

/* Of several times that one report has of a device the latest counts. */
#define LATER                                                                               \
  "failed = CASE WHEN excluded.assessed_on > assessed_on THEN excluded.failed WHEN "        \
  "excluded.assessed_on = assessed_on THEN max (failed, excluded.failed) ELSE failed END, " \
  "assessed_on = max (assessed_on, excluded.assessed_on) WHERE excluded.assessed_on > "     \
  "assessed_on OR (excluded.assessed_on = assessed_on AND excluded.failed > failed)"

/**
 * sanera_reports_find:
 * @db: the server's database, in a transaction
 * @source: the scanner
 * @content: stands for what the report says: the same bytes, the same text
 * @report: (out): row id of the report
 * @error: when the database fails
 *
 * Finds a report, or makes it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_reports_find (SaneraDb *db,
                     const char *source,
                     const char *content,
                     gint64 *report,
                     GError **error)
{
  return sanera_db_run_sql (db, error,
                            "INSERT INTO reports (source, content) VALUES (?, ?) ON CONFLICT DO "
                            "NOTHING",
                            "tt", source, content) &&
         sanera_db_query_int (db, report, error,
                              "SELECT row_id FROM reports WHERE source = ? AND content = ?", "tt",
                              source, content);
}

/**
 * sanera_reports_note_device:
 * @db: the server's database, in a transaction
 * @report: row id of a report
 * @machine: row id of a device in it
 * @assessed_on: when it was assessed
 * @failed: whether the scanner could not log in
 * @origin: what the report calls it
 * @error: when the database fails
 *
 * Notes that a report speaks of a device; of several times in it the latest counts.
 *
 * Returns: whether it went well
 */
gboolean
sanera_reports_note_device (SaneraDb *db,
                            gint64 report,
                            gint64 machine,
                            gint64 assessed_on,
                            gboolean failed,
                            const char *origin,
                            GError **error)
{
  return sanera_db_run_sql (
      db, error,
      "INSERT INTO machine_reports (machine, report, assessed_on, failed, origin) VALUES (?1, ?2, "
      "?3, ?4, ?5) ON CONFLICT DO UPDATE SET " LATER,
      "iiiit", machine, report, assessed_on, (gint64)failed, origin);
}

/* Until when a mark at @from counts: the next one. */
static gboolean
find_next_mark (SaneraDb *db, gint64 report, gint64 from, gint64 *until, GError **error)
{
  return sanera_db_query_int (
      db, until, error,
      "SELECT coalesce (min (m.reported_on), 9223372036854775807) FROM reports r JOIN reports m ON "
      "m.source = r.source WHERE r.row_id = ?1 AND m.mark IS NOT NULL AND m.reported_on > ?2",
      "ii", report, from);
}

/* Judges those without a mark anew that were made from @from on. */
static gboolean
judge_others (SaneraDb *db,
              gint64 report,
              gint64 from,
              gint64 until,
              GHashTable *others,
              GError **error)
{
  g_autoptr (GHashTable) changed =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  if (!sanera_dirty_add_rows (db, changed, error,
                              "UPDATE reports SET complete = 1 - complete WHERE source = (SELECT "
                              "source FROM reports WHERE row_id = ?1) AND mark IS NULL AND "
                              "reported_on BETWEEN ?2 AND ?3 AND complete <> " TAKEN_AS
                              " RETURNING row_id",
                              report, from, until))
    return FALSE;
  g_hash_table_iter_init (&iter, changed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!sanera_dirty_add_rows (db, others, error,
                                "SELECT machine FROM machine_reports WHERE report = ?",
                                *(gint64 *)key))
      return FALSE;
  return TRUE;
}

/**
 * sanera_reports_mark:
 * @db: the server's database, in a transaction
 * @report: row id of a report
 * @reported_on: when it was made
 * @mark: what is said of it now; with %SANERA_IMPORT_REMEMBERED what was said before stays
 * @others: (element-type gint64): devices of other reports that are taken otherwise now; added to
 * @complete: (out): what the report is taken as
 * @error: when the database fails
 *
 * Says what a report may leave out, and what follows for others of its scanner.
 *
 * Returns: whether it went well
 */
gboolean
sanera_reports_mark (SaneraDb *db,
                     gint64 report,
                     gint64 reported_on,
                     SaneraImportComplete mark,
                     GHashTable *others,
                     gboolean *complete,
                     GError **error)
{
  const gint64 said =
      mark == SANERA_IMPORT_REMEMBERED ? SANERA_INT_NULL : mark == SANERA_IMPORT_COMPLETE;
  gint64 taken_as, before, until, has_mark;

  if (!sanera_db_query_int (db, &before, error,
                            "SELECT coalesce (reported_on, ?2) FROM reports WHERE row_id = ?1",
                            "ii", report, reported_on) ||
      !sanera_db_run_sql (db, error,
                          "UPDATE reports SET reported_on = max (coalesce (reported_on, ?2), ?2), "
                          "mark = coalesce (?3, mark) WHERE row_id = ?1 AND (reported_on IS NULL "
                          "OR reported_on < ?2 OR (?3 IS NOT NULL AND mark IS NOT ?3))",
                          "iii", report, reported_on, said) ||
      !sanera_db_run_sql (db, error,
                          "UPDATE reports SET complete = t FROM (SELECT row_id AS r, coalesce "
                          "(mark, " TAKEN_AS ") AS t FROM reports WHERE row_id = ?1) WHERE row_id "
                          "= ?1 AND complete <> t",
                          "i", report) ||
      !sanera_db_query_int (db, &taken_as, error, "SELECT complete FROM reports WHERE row_id = ?",
                            "i", report) ||
      !sanera_db_query_int (db, &has_mark, error,
                            "SELECT mark IS NOT NULL FROM reports WHERE row_id = ?", "i", report))
    return FALSE;
  *complete = taken_as != 0;
  if (has_mark == 0)
    return TRUE;

  return find_next_mark (db, report, MAX (before, reported_on), &until, error) &&
         judge_others (db, report, MIN (before, reported_on), until, others, error);
}

/* Until when a device is known to its scanners; until when complete ones tell of it follows in
 * store-left-out.c. */
static gboolean
write_sources (SaneraDb *db, gint64 machine, GError **error)
{
  return sanera_db_run_sql (db, error, "DELETE FROM machine_sources WHERE machine = ?", "i",
                            machine) &&
         sanera_db_run_sql (
             db, error,
             "INSERT INTO machine_sources (machine, source, latest_on, failed_on) SELECT ?1, "
             "r.source, max (d.assessed_on), max (CASE WHEN d.failed THEN d.assessed_on END) FROM "
             "machine_reports d JOIN reports r ON r.row_id = d.report WHERE d.machine = ?1 GROUP "
             "BY r.source",
             "i", machine);
}

/**
 * sanera_reports_move:
 * @db: the server's database, in a transaction
 * @from: row id of a device
 * @to: row id of another
 * @origins: (nullable): JSON array of names; only reports that call the device so; %NULL: all
 * @error: when it cannot be written
 *
 * Says that reports about a device are about another one.
 *
 * Returns: whether it went well
 */
gboolean
sanera_reports_move (SaneraDb *db, gint64 from, gint64 to, const char *origins, GError **error)
{
  return sanera_db_run_sql (
             db, error,
             "INSERT INTO machine_reports (machine, report, assessed_on, failed, origin) SELECT "
             "?2, report, assessed_on, failed, origin FROM machine_reports WHERE machine = ?1 AND "
             "(?3 IS NULL OR origin IN (SELECT value FROM json_each (?3))) ON CONFLICT DO UPDATE "
             "SET " LATER,
             "iit", from, to, origins) &&
         sanera_db_run_sql (
             db, error,
             "DELETE FROM machine_reports WHERE machine = ?1 AND (?2 IS NULL OR origin IN (SELECT "
             "value FROM json_each (?2)))",
             "it", from, origins) &&
         write_sources (db, from, error) && write_sources (db, to, error);
}
