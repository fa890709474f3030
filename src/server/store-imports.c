/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-imports.h"

#include <glib/gi18n.h>

#include "sanera-import-set.h"
#include "sanera-json.h"
#include "sanera-unpack.h"
#include "store-audit.h"
#include "store-imports-private.h"
#include "store-undo.h"

/* A preview names at most so many activities that complete; all are counted. */
#define COMPLETES_MAX 100

/**
 * sanera_import_result_clear:
 * @result: a result
 *
 * Frees what it holds.
 */
void
sanera_import_result_clear (SaneraImportResult *result)
{
  g_clear_pointer (&result->id, g_free);
  g_clear_pointer (&result->first_import, g_free);
  g_clear_pointer (&result->sha256, g_free);
  g_clear_pointer (&result->completes, g_free);
}

/**
 * sanera_import_result_append_json:
 * @result: a result
 * @out: where to write the object that the HTTP interface calls `preview`
 */
void
sanera_import_result_append_json (const SaneraImportResult *result, GString *out)
{
  const SaneraImportCounts *counts = &result->counts;
  const struct
  {
    const char *key;
    gint64 value;
  } numbers[] = {
    { "devices", counts->devices },
    { "newDevices", counts->new_devices },
    { "mergedDevices", counts->merged_devices },
    { "doubtfulDevices", counts->doubtful_devices },
    { "rows", counts->rows },
    { "findings",
      counts->new_findings + counts->still_there + counts->reopened + counts->outdated },
    { "weaknesses", counts->weaknesses },
    { "newFindings", counts->new_findings },
    { "stillThere", counts->still_there },
    { "fixed", counts->fixed },
    { "reopened", counts->reopened },
    { "notSeen", counts->not_seen },
    { "outdated", counts->outdated },
    { "recommendations", counts->components },
    { "completedActivities", result->derived.completed },
    { "reopenedActivities", result->derived.reopened },
    { "wouldFixIfComplete", counts->would_fix_if_complete },
    { "saidNotAffected", counts->said_not_affected },
    { "facts", counts->facts },
  };

  g_string_append (out, "{\"format\":");
  sanera_json_append_string (out, result->label);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_string_append_printf (out, ",\"%s\":%" G_GINT64_FORMAT, numbers[i].key, numbers[i].value);
  g_string_append (out, ",\"alreadyImported\":");
  if (result->first_import != NULL)
    {
      sanera_json_append_time (out, result->first_imported_on);
      g_string_append (out, ",\"firstImport\":");
      sanera_json_append_string (out, result->first_import);
    }
  else
    g_string_append (out, "null,\"firstImport\":null");
  g_string_append_printf (out, ",\"goesOn\":%s,\"completes\":%s}",
                          result->goes_on ? "true" : "false",
                          result->completes != NULL ? result->completes : "[]");
}

static char *
hash_file (const SaneraImportJob *job, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (job->path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc (65536);
  gssize n = 1;

  while (stream != NULL && n > 0)
    {
      n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, 65536, NULL, error);
      if (n > 0)
        g_checksum_update (checksum, buffer, n);
    }
  if (stream == NULL || n < 0)
    {
      g_prefix_error (error, "%s: ", job->name);
      return NULL;
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
find_first_import (SaneraDb *db, const char *sha256, SaneraImportResult *result, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT id, committed_on FROM imports WHERE sha256 = ? AND committed_on IS NOT NULL "
      "AND undone_on IS NULL ORDER BY committed_on LIMIT 1",
      error);
  gboolean has_row;

  result->first_imported_on = SANERA_INT_NULL;
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, sha256);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      result->first_import = g_strdup (sanera_db_column_text (statement, 0));
      result->first_imported_on = sqlite3_column_int64 (statement, 1);
    }
  sanera_db_reset (statement);
  return TRUE;
}

/* Reads one report into @findings. @joined gets how those are to be taken that are told at last. */
static gboolean
read_report (SaneraFindingStore *findings,
             SaneraImportSet *set,
             const SaneraReport *report,
             const SaneraImportJob *job,
             SaneraImportResult *result,
             SaneraImportScope *joined,
             GError **error)
{
  const SaneraImporter *importer = sanera_importer_detect (report, error);
  SaneraImportScope scope = { .import_id = result->id,
                              .content = result->sha256,
                              .group = job->group,
                              .mark = job->complete,
                              .now = job->now };

  if (importer == NULL)
    return FALSE;
  if (result->format != NULL && result->format != importer->format)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED,
                   "%s: is of %s, but an archive holds reports of one scanner, here %s",
                   report->name, importer->label, result->label);
      return FALSE;
    }
  result->format = importer->format;
  result->label = importer->label;
  scope.source = importer->format;
  if (importer->join != NULL)
    {
      *joined = scope;
      result->complete = job->complete == SANERA_IMPORT_COMPLETE;
      return sanera_import_set_read (set, importer, report, &sanera_finding_store_sink, findings,
                                     error);
    }
  sanera_finding_store_begin (findings, &scope);
  return sanera_import_set_read (set, importer, report, &sanera_finding_store_sink, findings,
                                 error) &&
         sanera_finding_store_end (findings, &result->complete, error);
}

/* Reads the report, or all those that are packed into the file. */
static gboolean
read_file (SaneraFindingStore *findings,
           SaneraImportSet *set,
           const SaneraImportJob *job,
           SaneraImportResult *result,
           SaneraImportScope *joined,
           GError **error)
{
  const SaneraReport file = { .path = job->path, .name = job->name, .received_on = job->now };
  g_autoptr (SaneraUnpack) unpack = sanera_unpack_new (&file, error);
  const SaneraReport *report;

  if (unpack == NULL)
    return FALSE;
  for (;;)
    {
      if (!sanera_unpack_next (unpack, &report, error))
        return FALSE;
      if (report == NULL)
        break;
      if (!read_report (findings, set, report, job, result, joined, error))
        return FALSE;
    }
  if (result->format != NULL)
    return TRUE;
  g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED, _ ("%s: no report is in it"),
               job->name);
  return FALSE;
}

/* Writes down that a report was imported. */
static gboolean
write_import (SaneraDb *db,
              const SaneraImportJob *job,
              const SaneraImportResult *result,
              GError **error)
{
  g_autoptr (GString) preview = g_string_new (NULL);

  sanera_import_result_append_json (result, preview);
  return sanera_db_run_sql (
             db, error,
             "INSERT INTO imports (id, sha256, file_name, format, source, device_group, complete, "
             "person, received_on, committed_on, basis, preview) "
             "VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?8, '', ?9) ON CONFLICT (id) DO UPDATE "
             "SET committed_on = excluded.committed_on, preview = excluded.preview, "
             "complete = excluded.complete, report_path = NULL",
             "tttttitit", result->id, result->sha256, job->name, result->format, job->group,
             (gint64)result->complete, job->person, job->now, preview->str) &&
         sanera_audit_append (db, job->now, job->person, "imported", "import", result->id,
                              preview->str, error);
}

static void
subtract_counts (SaneraImportCounts *counts, const SaneraImportCounts *before)
{
  counts->devices -= before->devices;
  counts->new_devices -= before->new_devices;
  counts->merged_devices -= before->merged_devices;
  counts->doubtful_devices -= before->doubtful_devices;
  counts->rows -= before->rows;
  counts->new_findings -= before->new_findings;
  counts->still_there -= before->still_there;
  counts->reopened -= before->reopened;
  counts->fixed -= before->fixed;
  counts->not_seen -= before->not_seen;
  counts->would_fix_if_complete -= before->would_fix_if_complete;
  counts->outdated -= before->outdated;
  counts->said_not_affected -= before->said_not_affected;
  counts->facts -= before->facts;
}

/* The activities that the system completed since the line @since of the audit log. */
static char *
list_completed (SaneraDb *db, gint64 since, GError **error)
{
  g_autoptr (GString) out = g_string_new ("[");
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT t.id, t.title FROM audit a JOIN remediation_tasks t ON t.id = a.entity_id WHERE a.id "
      "> ? AND a.event = 'completed' AND a.person = '' AND t.status = 'Completed' ORDER BY a.id",
      error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, since);
  for (guint n = 0; has_row && n < COMPLETES_MAX; n++)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      g_string_append (out, n > 0 ? ",{\"id\":" : "{\"id\":");
      sanera_json_append_string (out, sanera_db_column_text (statement, 0));
      g_string_append (out, ",\"title\":");
      sanera_json_append_string (out, sanera_db_column_text (statement, 1));
      g_string_append_c (out, '}');
    }
  sanera_db_reset (statement);
  g_string_append_c (out, ']');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Tells what several files say only together. It is counted with the last one. */
static gboolean
end_set (SaneraFindingStore *findings,
         SaneraImportSet *set,
         SaneraImportScope *joined,
         const SaneraImportJob *job,
         SaneraImportResult *result,
         GError **error)
{
  gboolean complete;

  if (joined->source == NULL)
    return TRUE;
  result->goes_on = joined->goes_on = sanera_import_set_goes_on (set);
  if (result->goes_on && !job->may_go_on)
    {
      /* Nobody asks for it: the rest would come by itself, and count for nothing. */
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED,
                   "%s: it goes on at @odata.nextLink; all pages are to be imported together",
                   job->name);
      return FALSE;
    }
  sanera_finding_store_begin (findings, joined);
  if (!sanera_import_set_end (set, &sanera_finding_store_sink, findings, error) ||
      !sanera_finding_store_end (findings, &complete, error))
    return FALSE;
  /* A report of another scanner may have come after them. */
  if (result->format == joined->source)
    result->complete = complete;
  return TRUE;
}

static void
clear_result (gpointer result)
{
  sanera_import_result_clear (result);
}

/**
 * sanera_import_results_new:
 *
 * Returns: (transfer full) (element-type SaneraImportResult): an empty array that frees its results
 */
GArray *
sanera_import_results_new (void)
{
  GArray *results = g_array_new (FALSE, TRUE, sizeof (SaneraImportResult));

  g_array_set_clear_func (results, clear_result);
  return results;
}

/**
 * sanera_imports_try:
 * @db: the server's database, in a transaction or savepoint that the caller ends
 * @jobs: reports, read in this order
 * @n_jobs: how many, at least one
 * @results: (element-type SaneraImportResult): a result for each is appended
 * @total: (out): what all of them do together
 * @error: of the first report that cannot be read, one sentence
 *
 * Reads reports and derives what follows, without writing down that they were imported. What
 * follows is in @total, and in the last of @results.
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_try (SaneraDb *db,
                    const SaneraImportJob *jobs,
                    guint n_jobs,
                    GArray *results,
                    SaneraImportResult *total,
                    GError **error)
{
  g_autoptr (SaneraFindingStore) findings = sanera_finding_store_new (db);
  g_autoptr (SaneraImportSet) set = sanera_import_set_new ();
  SaneraImportScope joined = { NULL };
  SaneraImportResult *last;
  gint64 audit;

  if (!sanera_audit_get_length (db, &audit, error))
    return FALSE;
  for (guint i = 0; i < n_jobs; i++)
    {
      const SaneraImportCounts before = *sanera_finding_store_get_counts (findings);
      SaneraImportResult *result;

      g_array_set_size (results, results->len + 1);
      result = &g_array_index (results, SaneraImportResult, results->len - 1);
      result->id = jobs[i].id != NULL ? g_strdup (jobs[i].id) : g_uuid_string_random ();
      result->sha256 = hash_file (&jobs[i], error);
      if (result->sha256 == NULL || !read_file (findings, set, &jobs[i], result, &joined, error) ||
          !find_first_import (db, result->sha256, result, error) ||
          (i + 1 == n_jobs && !end_set (findings, set, &joined, &jobs[i], result, error)))
        return FALSE;
      result->counts = *sanera_finding_store_get_counts (findings);
      subtract_counts (&result->counts, &before);
    }

  last = &g_array_index (results, SaneraImportResult, results->len - 1);
  total->format = last->format;
  total->label = last->label;
  total->goes_on = last->goes_on;
  total->first_imported_on = SANERA_INT_NULL;
  if (n_jobs == 1)
    {
      total->first_import = g_strdup (last->first_import);
      total->first_imported_on = last->first_imported_on;
    }
  if (!sanera_derive (db, sanera_finding_store_get_dirty (findings), jobs[0].now, &total->derived,
                      error))
    return FALSE;
  total->counts = *sanera_finding_store_get_counts (findings);
  total->completes = list_completed (db, audit, error);
  last->derived = total->derived;
  last->completes = g_strdup (total->completes);
  return total->completes != NULL;
}

/**
 * sanera_imports_record:
 * @db: the server's database, in the transaction of sanera_imports_try()
 * @jobs: the same reports; only their `now` may be another one: when it was agreed to
 * @n_jobs: how many
 * @results: (element-type SaneraImportResult): from sanera_imports_try()
 * @error: when it cannot be written
 *
 * Writes down that reports were imported, and how to take that back.
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_record (SaneraDb *db,
                       const SaneraImportJob *jobs,
                       guint n_jobs,
                       GArray *results,
                       GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < n_jobs; i++)
    {
      const SaneraImportResult *result = &g_array_index (results, SaneraImportResult, i);

      g_ptr_array_add (ids, result->id);
      if (!write_import (db, &jobs[i], result, error))
        return FALSE;
    }
  g_ptr_array_add (ids, NULL);
  return sanera_undo_end (db, (const char *const *)ids->pdata, error);
}

/**
 * sanera_imports_run:
 * @db: the server's database, in a transaction
 * @jobs: reports, read in this order
 * @n_jobs: how many
 * @results: (nullable) (element-type SaneraImportResult): a result for each is appended
 * @total: (out): what all of them do together
 * @error: of the first report that cannot be read, one sentence; the caller rolls back
 *
 * Imports reports: all of them, or with an error none.
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_run (SaneraDb *db,
                    const SaneraImportJob *jobs,
                    guint n_jobs,
                    GArray *results,
                    SaneraImportResult *total,
                    GError **error)
{
  g_autoptr (GArray) own = sanera_import_results_new ();

  if (results == NULL)
    results = own;
  return n_jobs == 0 || (sanera_undo_begin (db, error) &&
                         sanera_imports_try (db, jobs, n_jobs, results, total, error) &&
                         sanera_imports_record (db, jobs, n_jobs, results, error));
}

/**
 * sanera_imports_is_known:
 * @db: the server's database
 * @job: a report
 * @known: (out): whether the same bytes were imported before, and not taken back
 * @error: when the file cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_is_known (SaneraDb *db, const SaneraImportJob *job, gboolean *known, GError **error)
{
  g_auto (SaneraImportResult) result = { NULL };
  g_autofree char *sha256 = hash_file (job, error);

  if (sha256 == NULL || !find_first_import (db, sha256, &result, error))
    return FALSE;
  *known = result.first_import != NULL;
  return TRUE;
}
