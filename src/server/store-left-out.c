/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-left-out.h"

/* A part that a later complete report of the same scanner leaves out is clean. What the last report
 * that names the part says of it is kept: its findings are closed with the time of that report as
 * the time they were last seen, which no other closed finding of the part has. So they can be
 * opened again when it turns out that nothing complete leaves the part out. */

/* Findings that only being left out has closed. */
#define HIDDEN "machine = ?1 AND assessment = ?2 AND open = 0 AND last_seen = ?3"

typedef struct
{
  gint64 row;
  gint64 named_on;
  gint64 assessed_on;
} Part;

static GArray *
read_parts (SaneraDb *db, gint64 machine, const char *source, GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  sqlite3_stmt *statement = sanera_db_prepare (db,
                                               "SELECT row_id, named_on, assessed_on FROM "
                                               "assessments WHERE machine = ? AND source = ?",
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

static gboolean
reveal (SaneraDb *db, gint64 machine, const Part *part, GError **error)
{
  return sanera_db_run_sql (db, error, "UPDATE findings SET open = 1 WHERE " HIDDEN, "iii", machine,
                            part->row, part->named_on);
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
      if (!mark_part (db, machine, part, dirty, error) ||
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
 * @error: when the database fails
 *
 * Shows every part as the last report that names it says; sanera_left_out_settle_all() judges then.
 *
 * Returns: whether it went well
 */
gboolean
sanera_left_out_reveal (SaneraDb *db, gint64 machine, GError **error)
{
  return sanera_db_run_sql (
             db, error,
             "UPDATE findings SET open = 1 FROM assessments a WHERE a.row_id = "
             "findings.assessment AND a.machine = ?1 AND a.assessed_on > a.named_on AND "
             "findings.machine = ?1 AND findings.open = 0 AND findings.last_seen = a.named_on",
             "i", machine) &&
         sanera_db_run_sql (db, error,
                            "UPDATE assessments SET assessed_on = named_on WHERE machine = ? AND "
                            "assessed_on > named_on",
                            "i", machine);
}
