/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-left-out.h"

#include "store-feed.h"

/* A part that a later complete report of the same scanner leaves out is clean. What the last report
 * that names the part says of it is kept: its findings are closed with the time of that report as
 * the time they were last seen, which no other closed finding of the part has. So they can be
 * opened again when it turns out that nothing complete leaves the part out. */

typedef struct
{
  gint64 row;
  gint64 named_on;
  gint64 assessed_on;
} Part;

/* Of one scanner, or of all. */
static GArray *
read_parts (SaneraDb *db, gint64 machine, const char *source, GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  sqlite3_stmt *statement = sanera_db_prepare (db,
                                               "SELECT row_id, named_on, assessed_on FROM "
                                               "assessments WHERE machine = ?1 AND (?2 IS NULL OR "
                                               "source = ?2)",
                                               error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, machine);
  sanera_db_bind_text (statement, 2, source);
  for (;;)
    {
      Part part;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&parts);
      part.row = sqlite3_column_int64 (statement, 0);
      part.named_on = sqlite3_column_int64 (statement, 1);
      part.assessed_on = sqlite3_column_int64 (statement, 2);
      g_array_append_val (parts, part);
    }
}

/* The latest report that is taken as complete; one in which the scanner could not log in says
 * nothing about what it leaves out. */
static gboolean
write_complete_on (SaneraDb *db,
                   gint64 machine,
                   const char *source,
                   gint64 *complete_on,
                   GError **error)
{
  return sanera_db_query_int (
             db, complete_on, error,
             "SELECT max (d.assessed_on) FROM machine_reports d JOIN reports r ON r.row_id = "
             "d.report WHERE d.machine = ? AND d.failed = 0 AND r.complete = 1 AND r.source = ?",
             "it", machine, source) &&
         sanera_db_run_sql (db, error,
                            "UPDATE machine_sources SET complete_on = ?3 WHERE machine = ?1 AND "
                            "source = ?2 AND complete_on IS NOT ?3",
                            "iti", machine, source, *complete_on);
}

static gboolean
mark_part (SaneraDb *db, gint64 machine, const Part *part, SaneraDirty *dirty, GError **error)
{
  sanera_dirty_add (dirty->machines, machine);
  sanera_dirty_add (dirty->advanced, part->row);
  return sanera_dirty_add_rows (
             db, dirty->recommendations, error,
             "SELECT recommendation FROM findings WHERE machine = ? AND assessment = ?", machine,
             part->row) &&
         sanera_dirty_add_rows (
             db, dirty->vulnerabilities, error,
             "SELECT vulnerability FROM findings WHERE machine = ? AND assessment = ?", machine,
             part->row) &&
         sanera_dirty_add_rows (
             db, dirty->recommendations, error,
             "SELECT r.row_id FROM installations i JOIN components c ON c.row_id = i.component "
             "JOIN recommendations r ON r.id = c.id WHERE i.assessment = ?",
             part->row);
}

static gboolean
hide (SaneraDb *db, gint64 machine, const Part *part, GError **error)
{
  return sanera_db_run_sql (db, error,
                            "UPDATE findings SET open = 0, last_seen = ?3 WHERE machine = ?1 AND "
                            "assessment = ?2 AND open = 1",
                            "iii", machine, part->row, part->named_on);
}

/* The recommendations of what is kept, as far as they have gone. */
static gboolean
make_recommendations (SaneraDb *db,
                      gint64 machine,
                      const Part *part,
                      SaneraDirty *dirty,
                      GError **error)
{
  return sanera_dirty_add_rows (
             db, dirty->recommendations, error,
             "INSERT INTO recommendations (id, product_name, vendor, related_component, "
             "recommendation_category, sub_category, remediation_text, created_on, "
             "remediation_type, recommendation_name, recommended_version, recommended_vendor, "
             "recommended_program, status, weaknesses, severity_score, public_exploit, "
             "active_alert, associated_threats, config_score_impact, total_machine_count, "
             "exposed_machines_count, non_productivity_impacted_assets, exposed_critical_devices, "
             "tags, exposure_sum, os_platforms, fixable_weaknesses, activity_count, "
             "exposed_after_exceptions, exposure_sum_after_exceptions, change, version) "
             "SELECT id, product_name, vendor, product_name, recommendation_category, "
             "sub_category, remediation_text, created_on, remediation_type, '', '', '', '', "
             "'Active', 0, 0, 0, 0, '[]', 0, 0, 0, 0, 0, '[]', 0, '[]', 0, 0, 0, 0, 0, 1 FROM "
             "left_out_components WHERE id IN (SELECT component FROM left_out_findings WHERE "
             "machine = ?1 AND assessment = ?2) AND id NOT IN (SELECT id FROM recommendations) "
             "RETURNING row_id",
             machine, part->row) &&
         sanera_db_run_sql (db, error,
                            "DELETE FROM tombstones WHERE type = ?3 AND id IN (SELECT component "
                            "FROM left_out_findings WHERE machine = ?1 AND assessment = ?2)",
                            "iit", machine, part->row, SANERA_ENTITY_RECOMMENDATION);
}

/* Findings that are kept without their recommendation come back to the others. */
static gboolean
wake (SaneraDb *db, gint64 machine, const Part *part, SaneraDirty *dirty, GError **error)
{
  gint64 kept;

  if (!sanera_db_query_int (db, &kept, error,
                            "SELECT EXISTS (SELECT 1 FROM left_out_findings WHERE machine = ? AND "
                            "assessment = ?)",
                            "ii", machine, part->row))
    return FALSE;
  return kept == 0 ||
         (make_recommendations (db, machine, part, dirty, error) &&
          sanera_db_run_sql (
              db, error,
              "INSERT INTO findings (recommendation, machine, vulnerability, assessment, "
              "installed_version, fixed_version, status, open, first_seen, last_seen) SELECT "
              "r.row_id, l.machine, l.vulnerability, l.assessment, l.installed_version, "
              "l.fixed_version, l.status, 0, l.first_seen, l.last_seen FROM left_out_findings l "
              "JOIN recommendations r ON r.id = l.component WHERE l.machine = ? AND l.assessment = "
              "? ON CONFLICT DO NOTHING",
              "ii", machine, part->row) &&
          sanera_left_out_forget (db, machine, part->row, error));
}

static gboolean
reveal (SaneraDb *db, gint64 machine, const Part *part, GError **error)
{
  return sanera_db_run_sql (db, error,
                            "UPDATE findings SET open = 1 WHERE machine = ?1 AND assessment = ?2 "
                            "AND open = 0 AND last_seen = ?3",
                            "iii", machine, part->row, part->named_on);
}

static gboolean
settle_part (SaneraDb *db,
             gint64 machine,
             const Part *part,
             gint64 complete_on,
             const SaneraPresentReport *present,
             SaneraDirty *dirty,
             SaneraImportCounts *counts,
             GError **error)
{
  const gboolean was_hidden = part->assessed_on > part->named_on;
  const gboolean hidden = complete_on != SANERA_INT_NULL && complete_on > part->named_on;
  const gboolean left_out = present != NULL && part->named_on < present->assessed_on;
  const gint64 assessed_on = hidden ? complete_on : part->named_on;
  gint64 open = 0;

  if (left_out && !was_hidden &&
      !sanera_db_query_int (db, &open, error,
                            "SELECT count (*) FROM findings WHERE machine = ? AND assessment = ? "
                            "AND open = 1",
                            "ii", machine, part->row))
    return FALSE;
  if (left_out && !present->failed)
    counts->would_fix_if_complete += open;
  if (left_out && !hidden)
    {
      counts->not_seen += open;
      sanera_dirty_add (dirty->machines, machine);
    }

  if (hidden != was_hidden)
    {
      if ((!hidden && !wake (db, machine, part, dirty, error)) ||
          !mark_part (db, machine, part, dirty, error) ||
          !(hidden ? hide : reveal) (db, machine, part, error))
        return FALSE;
      *(hidden ? &counts->fixed : &counts->reopened) += sanera_db_get_changes (db);
    }
  if (assessed_on == part->assessed_on)
    return TRUE;

  sanera_dirty_add (dirty->machines, machine);
  sanera_dirty_add (dirty->advanced, part->row);
  return sanera_db_run_sql (db, error, "UPDATE assessments SET assessed_on = ?2 WHERE row_id = ?1",
                            "ii", part->row, assessed_on);
}

/**
 * sanera_left_out_settle:
 * @db: the server's database, in a transaction
 * @machine: row id of a device
 * @source: a scanner
 * @present: (nullable): the report that is being read, if it is about the device
 * @dirty: what has to be derived then; added to
 * @counts: what the import does; added to
 * @error: when the database fails
 *
 * Judges the parts of a device that reports leave out: clean where a complete one does, else as the
 * last report that names them says.
 *
 * Returns: whether it went well
 */
gboolean
sanera_left_out_settle (SaneraDb *db,
                        gint64 machine,
                        const char *source,
                        const SaneraPresentReport *present,
                        SaneraDirty *dirty,
                        SaneraImportCounts *counts,
                        GError **error)
{
  g_autoptr (GArray) parts = NULL;
  gint64 complete_on;

  if (!write_complete_on (db, machine, source, &complete_on, error))
    return FALSE;
  parts = read_parts (db, machine, source, error);
  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    if (!settle_part (db, machine, &g_array_index (parts, Part, i), complete_on, present, dirty,
                      counts, error))
      return FALSE;
  return TRUE;
}

static char **
read_sources (SaneraDb *db, gint64 machine, GError **error)
{
  g_autoptr (GStrvBuilder) sources = g_strv_builder_new ();
  sqlite3_stmt *statement =
      sanera_db_prepare (db, "SELECT source FROM machine_sources WHERE machine = ?", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, machine);
  for (;;)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_strv_builder_end (sources);
      g_strv_builder_add (sources, sanera_db_column_text (statement, 0));
    }
}

/**
 * sanera_left_out_settle_all:
 * @db: the server's database, in a transaction
 * @machine: row id of a device that was made of several, or parted
 * @dirty: what has to be derived then; added to
 * @error: when the database fails
 *
 * Judges what the reports of every scanner leave out.
 *
 * Returns: whether it went well
 */
gboolean
sanera_left_out_settle_all (SaneraDb *db, gint64 machine, SaneraDirty *dirty, GError **error)
{
  g_auto (GStrv) sources = read_sources (db, machine, error);
  SaneraImportCounts counts = { 0 };

  for (gsize i = 0; sources != NULL && sources[i] != NULL; i++)
    if (!sanera_left_out_settle (db, machine, sources[i], NULL, dirty, &counts, error))
      return FALSE;
  return sources != NULL;
}

/**
 * sanera_left_out_reveal:
 * @db: the server's database, in a transaction
 * @machine: row id of a device that is about to be made one with another, or parted
 * @dirty: what has to be derived then; added to
 * @error: when the database fails
 *
 * Shows every part as the last report that names it says; sanera_left_out_settle_all() judges then.
 *
 * Returns: whether it went well
 */
gboolean
sanera_left_out_reveal (SaneraDb *db, gint64 machine, SaneraDirty *dirty, GError **error)
{
  g_autoptr (GArray) parts = read_parts (db, machine, NULL, error);

  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      if (part->assessed_on > part->named_on &&
          (!wake (db, machine, part, dirty, error) || !reveal (db, machine, part, error)))
        return FALSE;
    }
  return sanera_db_run_sql (db, error,
                            "UPDATE assessments SET assessed_on = named_on WHERE machine = ? AND "
                            "assessed_on > named_on",
                            "i", machine);
}

/**
 * sanera_left_out_keep:
 * @db: the server's database, in a transaction
 * @recommendation: row id of a recommendation that nothing supports any more and that goes
 * @error: when the database fails
 *
 * Keeps the findings of it that only being left out has closed.
 *
 * Returns: whether it went well
 */
gboolean
sanera_left_out_keep (SaneraDb *db, gint64 recommendation, GError **error)
{
  if (!sanera_db_run_sql (
          db, error,
          "INSERT INTO left_out_findings SELECT f.machine, f.assessment, r.id, f.vulnerability, "
          "f.installed_version, f.fixed_version, f.status, f.first_seen, f.last_seen FROM findings "
          "f JOIN recommendations r ON r.row_id = f.recommendation JOIN assessments a ON a.row_id "
          "= f.assessment WHERE f.recommendation = ? AND f.open = 0 AND a.assessed_on > a.named_on "
          "AND f.last_seen = a.named_on ON CONFLICT DO UPDATE SET installed_version = coalesce "
          "(max (installed_version, excluded.installed_version), installed_version, "
          "excluded.installed_version), fixed_version = coalesce (max (fixed_version, "
          "excluded.fixed_version), fixed_version, excluded.fixed_version), status = max (status, "
          "excluded.status)",
          "i", recommendation))
    return FALSE;
  return sanera_db_get_changes (db) == 0 ||
         sanera_db_run_sql (
             db, error,
             "INSERT INTO left_out_components (id, product_name, vendor, recommendation_category, "
             "sub_category, remediation_text, created_on, remediation_type) SELECT id, "
             "product_name, vendor, recommendation_category, sub_category, remediation_text, "
             "created_on, CASE WHEN id LIKE 'sca-_-%' THEN 'ConfigurationChange' ELSE "
             "'AttentionRequired' END FROM recommendations WHERE row_id = ? ON CONFLICT DO NOTHING",
             "i", recommendation);
}

/**
 * sanera_left_out_forget:
 * @db: the server's database, in a transaction
 * @machine: row id of a device
 * @assessment: row id of a part of it that a later report names again
 * @error: when the database fails
 *
 * Forgets what was kept of it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_left_out_forget (SaneraDb *db, gint64 machine, gint64 assessment, GError **error)
{
  return sanera_db_run_sql (db, error,
                            "DELETE FROM left_out_findings WHERE machine = ? AND assessment = ?",
                            "ii", machine, assessment);
}
