/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-imports.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sanera-json.h"
#include "store-imports-private.h"
#include "store-undo.h"

/* Preview, then commit of just that. A basis stands for what a preview says: who commits names the
 * one they saw, and nothing is done when it would be something else by now. */

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

static char *
make_preview (const SaneraImportResult *result)
{
  g_autoptr (GString) out = g_string_new (NULL);

  sanera_import_result_append_json (result, out);
  return g_string_free (g_steal_pointer (&out), FALSE);
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
 * @job: a report; its file is kept until it is committed or an hour has passed. Where it goes on
 *   elsewhere, the preview says so, and it can be joined with the others
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
  g_autoptr (GArray) results = sanera_import_results_new ();
  g_auto (SaneraImportResult) total = { NULL };
  const SaneraImportResult *result;
  g_autofree char *preview = NULL;
  g_autofree char *basis = NULL;

  if (!sanera_db_exec (db, "SAVEPOINT import", error) ||
      !sanera_imports_try (db, job, 1, results, &total, error) || !end_savepoint (db, FALSE, error))
    return FALSE;

  result = &g_array_index (results, SaneraImportResult, 0);
  preview = make_preview (result);
  basis = make_basis (result->id, preview);
  append_answer (out, result->id, basis, preview);
  *id = g_strdup (result->id);
  return sanera_db_run_sql (
      db, error,
      "INSERT INTO imports (id, sha256, file_name, format, source, device_group, complete, person, "
      "received_on, committed_on, basis, preview, report_path) "
      "VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, NULL, ?9, ?10, ?11)",
      "tttttitittt", result->id, result->sha256, job->name, result->format, job->group,
      (gint64)job->complete, job->person, job->now, basis, preview, job->path);
}

/* A stored import; texts belong to it. */
typedef struct
{
  char *id;
  char *name;
  char *group;
  char *preview;
  char *path;
  SaneraImportComplete complete;
  gint64 received_on;
  gboolean committed;
  gboolean undone;
} Stored;

static void
stored_clear (gpointer data)
{
  Stored *stored = data;

  g_free (stored->id);
  g_free (stored->name);
  g_free (stored->group);
  g_free (stored->preview);
  g_free (stored->path);
}

static gboolean
read_stored (SaneraDb *db, const char *id, gint64 now, Stored *stored, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT file_name, device_group, preview, report_path, complete, "
                         "received_on, committed_on IS "
                         "NOT NULL, undone_on IS NOT NULL FROM imports WHERE id = ?",
                         error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      stored->id = g_strdup (id);
      stored->name = g_strdup (sanera_db_column_text (statement, 0));
      stored->group = g_strdup (sanera_db_column_text (statement, 1));
      stored->preview = g_strdup (sanera_db_column_text (statement, 2));
      stored->path = g_strdup (sanera_db_column_text (statement, 3));
      stored->complete = (SaneraImportComplete)sqlite3_column_int (statement, 4);
      stored->received_on = sqlite3_column_int64 (statement, 5);
      stored->committed = sqlite3_column_int (statement, 6) != 0;
      stored->undone = sqlite3_column_int (statement, 7) != 0;
      sanera_db_reset (statement);
    }
  if (!has_row || stored->undone ||
      (!stored->committed && stored->received_on < now - SANERA_IMPORT_LIFETIME))
    {
      g_set_error (
          error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND,
          "There is no such import (any more); one that is not committed vanishes after an "
          "hour");
      return FALSE;
    }
  return TRUE;
}

static GArray *
read_all_stored (SaneraDb *db, const char *const *ids, gint64 now, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (Stored));

  g_array_set_clear_func (all, stored_clear);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_array_set_size (all, (guint)i + 1);
      if (!read_stored (db, ids[i], now, &g_array_index (all, Stored, i), error))
        return NULL;
    }
  return g_steal_pointer (&all);
}

/* Reports are of the time when they came in: a later commit must not make them younger. */
static SaneraImportJob *
make_jobs (GArray *all, const char *person)
{
  SaneraImportJob *jobs = g_new0 (SaneraImportJob, all->len);

  for (guint i = 0; i < all->len; i++)
    {
      const Stored *stored = &g_array_index (all, Stored, i);

      jobs[i] = (SaneraImportJob){ .id = stored->id,
                                   .path = stored->path,
                                   .name = stored->name,
                                   .group = stored->group,
                                   .complete = stored->complete,
                                   .may_go_on = TRUE,
                                   .person = person,
                                   .now = stored->received_on };
    }
  return jobs;
}

/* One import answers as itself; several with what they do together, and each. */
static char *
append_results (GString *out, GArray *results, const SaneraImportResult *total)
{
  g_autoptr (GString) all = g_string_new ("[");
  g_autofree char *preview = make_preview (total);
  g_autofree char *basis = NULL;
  const SaneraImportResult *first = &g_array_index (results, SaneraImportResult, 0);

  for (guint i = 0; i < results->len; i++)
    {
      const SaneraImportResult *result = &g_array_index (results, SaneraImportResult, i);

      g_string_append (all, i > 0 ? ",{\"id\":" : "{\"id\":");
      sanera_json_append_string (all, result->id);
      g_string_append (all, ",\"preview\":");
      sanera_import_result_append_json (result, all);
      g_string_append_c (all, '}');
    }
  g_string_append_c (all, ']');

  basis = results->len == 1 ? make_basis (first->id, preview) : make_basis (all->str, preview);
  append_answer (out, first->id, basis, preview);
  if (results->len > 1)
    {
      g_string_truncate (out, out->len - 1);
      g_string_append_printf (out, ",\"imports\":%s}", all->str);
    }
  return g_steal_pointer (&basis);
}

/**
 * sanera_imports_preview_all:
 * @db: the server's database, in a transaction
 * @ids: imports that were uploaded and are not committed, at least one
 * @now: the time, microseconds
 * @out: where to write `{id, basis, preview, imports}`
 * @error: %SANERA_ERROR_NOT_FOUND when there is none
 *
 * Finds out what several imports would do together, in this order.
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_preview_all (SaneraDb *db,
                            const char *const *ids,
                            gint64 now,
                            GString *out,
                            GError **error)
{
  g_autoptr (GArray) all = read_all_stored (db, ids, now, error);
  g_autoptr (GArray) results = sanera_import_results_new ();
  g_auto (SaneraImportResult) total = { NULL };
  g_autofree SaneraImportJob *jobs = NULL;
  g_autofree char *basis = NULL;

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (g_array_index (all, Stored, i).committed)
      {
        g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "Import %s was committed already",
                     g_array_index (all, Stored, i).id);
        return FALSE;
      }

  jobs = make_jobs (all, "");
  if (!sanera_db_exec (db, "SAVEPOINT import", error) ||
      !sanera_imports_try (db, jobs, all->len, results, &total, error) ||
      !end_savepoint (db, FALSE, error))
    return FALSE;
  basis = append_results (out, results, &total);
  return TRUE;
}

/* Committed before: the answer of then. Some of several: somebody has committed those alone. */
static gboolean
answer_committed (SaneraDb *db, GArray *all, gboolean *committed, GString *out, GError **error)
{
  const Stored *first = &g_array_index (all, Stored, 0);
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    n += g_array_index (all, Stored, i).committed;
  *committed = n > 0;
  if (n == 0)
    return TRUE;
  if (n < all->len)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND,
                   "Some of the imports were committed already");
      return FALSE;
    }
  append_answer (out, first->id, "", first->preview);
  return TRUE;
}

static gboolean
keep_new_preview (SaneraDb *db, GArray *results, const char *basis, GError **error)
{
  for (guint i = 0; i < results->len; i++)
    {
      const SaneraImportResult *result = &g_array_index (results, SaneraImportResult, i);
      g_autofree char *preview = make_preview (result);

      if (!sanera_db_run_sql (db, error,
                              "UPDATE imports SET basis = ?2, preview = ?3 WHERE id = ?1", "ttt",
                              result->id, basis, preview))
        return FALSE;
    }
  return TRUE;
}

/**
 * sanera_imports_commit:
 * @db: the server's database, in a transaction
 * @ids: imports, at least one
 * @basis: the basis that their preview came with
 * @person: who commits them
 * @now: the time, microseconds
 * @committed: (out): %FALSE when they would do something else by now: nothing was done, and @out is
 *   the new preview; %TRUE also when they were committed already
 * @report_paths: (out) (transfer full) (nullable): the files, not needed any more
 * @out: where to write `{id, basis, preview}`, for several with `imports`
 * @error: %SANERA_ERROR_NOT_FOUND when there is none
 *
 * Does exactly what the preview said.
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_commit (SaneraDb *db,
                       const char *const *ids,
                       const char *basis,
                       const char *person,
                       gint64 now,
                       gboolean *committed,
                       GStrv *report_paths,
                       GString *out,
                       GError **error)
{
  g_autoptr (GArray) all = read_all_stored (db, ids, now, error);
  g_autoptr (GArray) results = sanera_import_results_new ();
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (SaneraImportResult) total = { NULL };
  g_autofree SaneraImportJob *jobs = NULL;
  g_autofree char *new_basis = NULL;

  *report_paths = NULL;
  if (all == NULL || !answer_committed (db, all, committed, out, error))
    return FALSE;
  if (*committed)
    return TRUE;

  jobs = make_jobs (all, person);
  if (!sanera_db_exec (db, "SAVEPOINT import", error) || !sanera_undo_begin (db, error) ||
      !sanera_imports_try (db, jobs, all->len, results, &total, error))
    return FALSE;
  new_basis = append_results (out, results, &total);
  *committed = g_str_equal (new_basis, basis);
  if (!end_savepoint (db, *committed, error))
    return FALSE;
  if (!*committed)
    return keep_new_preview (db, results, new_basis, error);

  for (guint i = 0; i < all->len; i++)
    {
      jobs[i].now = now;
      g_strv_builder_add (paths, jobs[i].path);
    }
  *report_paths = g_strv_builder_end (paths);
  return sanera_imports_record (db, jobs, all->len, results, error);
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
