/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-imports.h"

#include <glib/gstdio.h>

#include "sanera-importer.h"
#include "sanera-json.h"
#include "sanera-unpack.h"
#include "store-audit.h"
#include "store-meta.h"

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
  g_string_append_c (out, '}');
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
      "ORDER BY committed_on LIMIT 1",
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

static gboolean
get_complete (SaneraDb *db,
              const SaneraImportJob *job,
              const char *source,
              gboolean *complete,
              GError **error)
{
  g_autofree char *key = g_strconcat ("complete:", source, NULL);
  g_autofree char *value = NULL;

  *complete = job->complete == SANERA_IMPORT_COMPLETE;
  if (job->complete != SANERA_IMPORT_REMEMBERED)
    return TRUE;
  if (!sanera_meta_get (db, key, &value, error))
    return FALSE;
  *complete = g_strcmp0 (value, "true") == 0;
  return TRUE;
}

/* Reads one report into @findings. */
static gboolean
read_report (SaneraDb *db,
             SaneraFindingStore *findings,
             const SaneraReport *report,
             const SaneraImportJob *job,
             SaneraImportResult *result,
             gboolean *complete,
             GError **error)
{
  const SaneraImporter *importer = sanera_importer_detect (report, error);
  SaneraImportScope scope = { .import_id = result->id, .group = job->group, .now = job->now };

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
  if (!get_complete (db, job, importer->format, complete, error))
    return FALSE;
  scope.complete = *complete;
  sanera_finding_store_begin (findings, &scope);
  return importer->read (report, &sanera_finding_store_sink, findings, error) &&
         sanera_finding_store_end (findings, error);
}

/* Reads the report, or all those that are packed into the file. */
static gboolean
read_file (SaneraDb *db,
           SaneraFindingStore *findings,
           const SaneraImportJob *job,
           SaneraImportResult *result,
           gboolean *complete,
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
      if (!read_report (db, findings, report, job, result, complete, error))
        return FALSE;
    }
  if (result->format != NULL)
    return TRUE;
  g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED, "%s: no report is in it", job->name);
  return FALSE;
}

/* Writes down that a report was imported. */
static gboolean
write_import (SaneraDb *db,
              const SaneraImportJob *job,
              const SaneraImportResult *result,
              const char *sha256,
              gboolean complete,
              GError **error)
{
  g_autoptr (GString) preview = g_string_new (NULL);
  g_autofree char *key = g_strconcat ("complete:", result->format, NULL);

  sanera_import_result_append_json (result, preview);
  return sanera_db_run_sql (
             db, error,
             "INSERT INTO imports (id, sha256, file_name, format, source, device_group, complete, "
             "person, received_on, committed_on, basis, preview) "
             "VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?8, '', ?9) ON CONFLICT (id) DO UPDATE "
             "SET committed_on = excluded.committed_on, preview = excluded.preview, "
             "complete = excluded.complete, report_path = NULL",
             "tttttitit", result->id, sha256, job->name, result->format, job->group,
             (gint64)complete, job->person, job->now, preview->str) &&
         (job->complete == SANERA_IMPORT_REMEMBERED ||
          sanera_meta_set (db, key, complete ? "true" : "false", error)) &&
         sanera_audit_append (db, job->now, job->person, "imported", "import", result->id,
                              preview->str, error);
}

static void
subtract_counts (SaneraImportCounts *counts, const SaneraImportCounts *before)
{
  counts->devices -= before->devices;
  counts->rows -= before->rows;
  counts->new_findings -= before->new_findings;
  counts->still_there -= before->still_there;
  counts->reopened -= before->reopened;
  counts->fixed -= before->fixed;
  counts->not_seen -= before->not_seen;
  counts->would_fix_if_complete -= before->would_fix_if_complete;
  counts->outdated -= before->outdated;
  counts->said_not_affected -= before->said_not_affected;
}

/**
 * sanera_imports_run:
 * @db: the server's database, in a transaction
 * @jobs: reports, read in this order
 * @n_jobs: how many
 * @results: (nullable) (element-type SaneraImportResult): a result for each is appended
 * @total: (out): what all of them do together; only this one has what was derived
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
  g_autoptr (SaneraFindingStore) findings = sanera_finding_store_new (db);

  for (guint i = 0; i < n_jobs; i++)
    {
      SaneraImportResult result = { .id = g_uuid_string_random () };
      SaneraImportCounts before = *sanera_finding_store_get_counts (findings);
      g_autofree char *sha256 = NULL;
      gboolean complete = FALSE;

      if (!read_file (db, findings, &jobs[i], &result, &complete, error) ||
          (sha256 = hash_file (&jobs[i], error)) == NULL ||
          !find_first_import (db, sha256, &result, error))
        {
          sanera_import_result_clear (&result);
          return FALSE;
        }
      result.counts = *sanera_finding_store_get_counts (findings);
      subtract_counts (&result.counts, &before);
      if (!write_import (db, &jobs[i], &result, sha256, complete, error))
        {
          sanera_import_result_clear (&result);
          return FALSE;
        }
      total->format = result.format;
      total->label = result.label;
      if (results != NULL)
        g_array_append_val (results, result);
      else
        sanera_import_result_clear (&result);
    }
  total->counts = *sanera_finding_store_get_counts (findings);
  return n_jobs == 0 || sanera_derive (db, sanera_finding_store_get_dirty (findings), jobs[0].now,
                                       &total->derived, error);
}

/* Carries an import out inside a savepoint, which the caller ends. */
static gboolean
try_import (SaneraDb *db,
            const SaneraImportJob *job,
            const char *sha256,
            SaneraImportResult *result,
            gboolean *complete,
            GError **error)
{
  g_autoptr (SaneraFindingStore) findings = sanera_finding_store_new (db);

  if (!read_file (db, findings, job, result, complete, error) ||
      !sanera_derive (db, sanera_finding_store_get_dirty (findings), job->now, &result->derived,
                      error))
    return FALSE;
  result->counts = *sanera_finding_store_get_counts (findings);
  return find_first_import (db, sha256, result, error);
}

static gboolean
end_savepoint (SaneraDb *db, gboolean keep, GError **error)
{
  return (keep || sanera_db_exec (db, "ROLLBACK TO import", error)) &&
         sanera_db_exec (db, "RELEASE import", error);
}

static char *
make_basis (const char *id, const char *preview)
{
  g_autofree char *text = g_strconcat (id, preview, NULL);
  char *basis = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  basis[16] = '\0';
  return basis;
}

static void
append_answer (GString *out, const char *id, const char *basis, const char *preview)
{
  g_string_append (out, "{\"id\":");
  sanera_json_append_string (out, id);
  g_string_append (out, ",\"basis\":");
  sanera_json_append_string (out, basis);
  g_string_append_printf (out, ",\"preview\":%s}", preview);
}

/**
 * sanera_imports_preview:
 * @db: the server's database, in a transaction
 * @job: a report; its file is kept until it is committed or an hour has passed
 * @id: (out) (transfer full): id of the import
 * @out: where to write `{id, basis, preview}`
 * @error: when the report cannot be read, one sentence
 *
 * Finds out what an import would do, by doing it and taking it back.
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_preview (SaneraDb *db,
                        const SaneraImportJob *job,
                        char **id,
                        GString *out,
                        GError **error)
{
  g_auto (SaneraImportResult) result = { .id = g_uuid_string_random () };
  g_autofree char *sha256 = hash_file (job, error);
  g_autofree char *basis = NULL;
  g_autoptr (GString) preview = g_string_new (NULL);
  gboolean complete = FALSE;

  if (sha256 == NULL || !sanera_db_exec (db, "SAVEPOINT import", error) ||
      !try_import (db, job, sha256, &result, &complete, error) || !end_savepoint (db, FALSE, error))
    return FALSE;

  sanera_import_result_append_json (&result, preview);
  basis = make_basis (result.id, preview->str);
  append_answer (out, result.id, basis, preview->str);
  *id = g_strdup (result.id);
  return sanera_db_run_sql (
      db, error,
      "INSERT INTO imports (id, sha256, file_name, format, source, device_group, complete, person, "
      "received_on, committed_on, basis, preview, report_path) "
      "VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, NULL, ?9, ?10, ?11)",
      "tttttitittt", result.id, sha256, job->name, result.format, job->group, (gint64)job->complete,
      job->person, job->now, basis, preview->str, job->path);
}

/* A stored import; texts belong to it. */
typedef struct
{
  char *sha256;
  char *name;
  char *group;
  char *basis;
  char *preview;
  char *path;
  SaneraImportComplete complete;
  gint64 received_on;
  gboolean committed;
} Stored;

static void
stored_clear (Stored *stored)
{
  g_free (stored->sha256);
  g_free (stored->name);
  g_free (stored->group);
  g_free (stored->basis);
  g_free (stored->preview);
  g_free (stored->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, stored_clear)

static gboolean
read_stored (SaneraDb *db, const char *id, gint64 now, Stored *stored, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT sha256, file_name, device_group, basis, preview, report_path, complete, received_on, "
      "committed_on IS NOT NULL FROM imports WHERE id = ?",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      stored->sha256 = g_strdup (sanera_db_column_text (statement, 0));
      stored->name = g_strdup (sanera_db_column_text (statement, 1));
      stored->group = g_strdup (sanera_db_column_text (statement, 2));
      stored->basis = g_strdup (sanera_db_column_text (statement, 3));
      stored->preview = g_strdup (sanera_db_column_text (statement, 4));
      stored->path = g_strdup (sanera_db_column_text (statement, 5));
      stored->complete = (SaneraImportComplete)sqlite3_column_int (statement, 6);
      stored->received_on = sqlite3_column_int64 (statement, 7);
      stored->committed = sqlite3_column_int (statement, 8) != 0;
      sanera_db_reset (statement);
    }
  if (!has_row || (!stored->committed && stored->received_on < now - SANERA_IMPORT_LIFETIME))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND,
                   "There is no such import; one that is not committed vanishes after an hour");
      return FALSE;
    }
  return TRUE;
}

/**
 * sanera_imports_commit:
 * @db: the server's database, in a transaction
 * @id: id of an import
 * @basis: the basis that its preview came with
 * @person: who commits it
 * @now: the time, microseconds
 * @committed: (out): %FALSE when it would do something else by now: nothing was done, and @out is
 *   the new preview; %TRUE also when it was committed already
 * @report_path: (out) (transfer full) (nullable): the file, not needed any more
 * @out: where to write `{id, basis, preview}`
 * @error: %SANERA_ERROR_NOT_FOUND when there is none
 *
 * Does exactly what the preview said.
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_commit (SaneraDb *db,
                       const char *id,
                       const char *basis,
                       const char *person,
                       gint64 now,
                       gboolean *committed,
                       char **report_path,
                       GString *out,
                       GError **error)
{
  g_auto (Stored) stored = { NULL };
  g_auto (SaneraImportResult) result = { .id = g_strdup (id) };
  g_autoptr (GString) preview = g_string_new (NULL);
  g_autofree char *new_basis = NULL;
  SaneraImportJob job = { .person = person };
  gboolean complete = FALSE;

  *report_path = NULL;
  if (!read_stored (db, id, now, &stored, error))
    return FALSE;
  *committed = stored.committed;
  if (stored.committed)
    {
      append_answer (out, id, stored.basis, stored.preview);
      return TRUE;
    }

  /* Reports are of the time when they came in: a later commit must not make them younger. */
  job.path = stored.path;
  job.name = stored.name;
  job.group = stored.group;
  job.complete = stored.complete;
  job.now = stored.received_on;
  if (!sanera_db_exec (db, "SAVEPOINT import", error) ||
      !try_import (db, &job, stored.sha256, &result, &complete, error))
    return FALSE;

  sanera_import_result_append_json (&result, preview);
  new_basis = make_basis (id, preview->str);
  *committed = g_strcmp0 (basis, stored.basis) == 0 && g_str_equal (new_basis, stored.basis);
  if (!end_savepoint (db, *committed, error))
    return FALSE;
  append_answer (out, id, new_basis, preview->str);
  if (!*committed)
    return sanera_db_run_sql (db, error,
                              "UPDATE imports SET basis = ?2, preview = ?3 WHERE id = ?1", "ttt",
                              id, new_basis, preview->str);

  job.now = now;
  *report_path = g_strdup (stored.path);
  return write_import (db, &job, &result, stored.sha256, complete, error);
}

/**
 * sanera_imports_purge:
 * @db: the server's database, in a transaction
 * @now: the time, microseconds
 * @error: when the database fails
 *
 * Forgets uploads that nobody committed within an hour, and removes their files.
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_purge (SaneraDb *db, gint64 now, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "DELETE FROM imports WHERE committed_on IS NULL AND received_on < ? RETURNING report_path",
      error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, now - SANERA_IMPORT_LIFETIME);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (has_row && sanera_db_column_text (statement, 0) != NULL)
        g_unlink (sanera_db_column_text (statement, 0));
    }
  return TRUE;
}
