/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "sanera-command.h"
#include "sanera-import-folder.h"
#include "sanera-import-words.h"
#include "sanera-json.h"
#include "store-undo.h"

/* Exit status where the last import cannot be taken back. */
#define STATUS_NOT_UNDONE 3

typedef struct
{
  char **paths;
  SaneraImportJob how; /* what all of them have in common */
  gboolean dry_run;
  GArray *results; /* of SaneraImportResult, one for each path */
  SaneraImportResult total;
} Arguments;

static gboolean
import_work (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  Arguments *arguments = data;
  guint n = g_strv_length (arguments->paths);
  g_autofree SaneraImportJob *jobs = g_new0 (SaneraImportJob, n);
  gint64 now = g_get_real_time ();

  for (guint i = 0; i < n; i++)
    {
      jobs[i] = arguments->how;
      jobs[i].path = jobs[i].name = arguments->paths[i];
      jobs[i].now = now;
    }
  if (!arguments->dry_run)
    return sanera_imports_run (db, jobs, n, arguments->results, &arguments->total, error);

  return sanera_db_exec (db, "SAVEPOINT dry_run", error) &&
         sanera_imports_run (db, jobs, n, arguments->results, &arguments->total, error) &&
         sanera_db_exec (db, "ROLLBACK TO dry_run", error) &&
         sanera_db_exec (db, "RELEASE dry_run", error);
}

static void
print_words (const Arguments *arguments)
{
  g_autofree char *total =
      sanera_import_words_total (&arguments->total, arguments->results->len, arguments->dry_run);

  for (guint i = 0; i < arguments->results->len; i++)
    {
      const SaneraImportResult *result = &g_array_index (arguments->results, SaneraImportResult, i);
      g_autofree char *counts = sanera_import_words_counts (&result->counts);

      printf ("%s: %s, %s\n", arguments->paths[i], result->label, counts);
      if (result->first_import != NULL)
        printf (_ ("%s: was imported before, as %s\n"), arguments->paths[i], result->first_import);
    }
  fputs (total, stdout);
}

static void
append_file (GString *out, const char *path)
{
  /* A name need not be UTF-8; JSON is. */
  g_autofree char *name = g_filename_display_name (path);

  sanera_json_append_string (out, name);
}

static void
print_json (const Arguments *arguments)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "{\"dryRun\":%s,\"imports\":[",
                          arguments->dry_run ? "true" : "false");
  for (guint i = 0; i < arguments->results->len; i++)
    {
      const SaneraImportResult *result = &g_array_index (arguments->results, SaneraImportResult, i);

      g_string_append (out, i > 0 ? ",{\"file\":" : "{\"file\":");
      append_file (out, arguments->paths[i]);
      g_string_append (out, ",\"id\":");
      if (arguments->dry_run)
        g_string_append (out, "null");
      else
        sanera_json_append_string (out, result->id);
      g_string_append (out, ",\"result\":");
      sanera_import_result_append_json (result, out);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "],\"total\":");
  sanera_import_result_append_json (&arguments->total, out);
  g_string_append_c (out, '}');
  puts (out->str);
}

static int
fail (const GError *error, gboolean json)
{
  if (json)
    {
      g_autoptr (GString) out = g_string_new ("{\"error\":{\"message\":");

      append_file (out, error->message);
      g_string_append (out, "}}");
      puts (out->str);
    }
  return sanera_command_fail (error);
}

static int
run_import (const char *database, Arguments *arguments, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraStore) store = sanera_command_open_store (database, FALSE, &error);

  if (store == NULL || !sanera_store_write (store, import_work, arguments, NULL, &error))
    return fail (error, json);

  if (json)
    print_json (arguments);
  else
    print_words (arguments);
  return fflush (stdout) == 0 ? 0 : 1;
}

/* What an undo has come to. */
typedef struct
{
  char *id; /* NULL: there was nothing to take back */
  SaneraUndoReason reason;
  GStrv imports;
} Undo;

static gboolean
undo_work (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  Undo *undo = data;

  return sanera_undo_find_last (db, &undo->id, error) &&
         (undo->id == NULL || sanera_undo_run (db, undo->id, "", g_get_real_time (), &undo->reason,
                                               &undo->imports, error));
}

static void
print_undone (const Undo *undo, gboolean json)
{
  g_autoptr (GString) out = g_string_new ("{\"undone\":[");

  for (char **id = undo->imports; *id != NULL; id++)
    {
      if (id != undo->imports)
        g_string_append_c (out, ',');
      sanera_json_append_string (out, *id);
      if (!json)
        printf (_ ("Import %s was taken back: everything is as it was before.\n"), *id);
    }
  g_string_append (out, "]}");
  if (json)
    puts (out->str);
}

static int
run_undo (const char *database, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraStore) store = sanera_command_open_store (database, TRUE, &error);
  Undo undo = { .reason = { .at = SANERA_INT_NULL } };
  int status = 0;

  if (store == NULL || !sanera_store_write (store, undo_work, &undo, NULL, &error))
    return fail (error, json);

  if (undo.imports != NULL)
    print_undone (&undo, json);
  else
    {
      status = STATUS_NOT_UNDONE;
      if (undo.id == NULL)
        g_set_error (&error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, _ ("There is no import"));
      else if (undo.reason.state == SANERA_UNDO_ACTED_ON)
        g_set_error (
            &error, SANERA_ERROR, SANERA_ERROR_CONFLICT,
            /* Translators: id of an import; a person, and with a comma the code of an event */
            _ ("%s: what it brought has been changed since (%s%s%s): it cannot be taken "
               "back any more"),
            undo.id,
            undo.reason.person != NULL && *undo.reason.person != '\0'
                ? undo.reason.person
                : /* Translators: who has done it: no person */ _ ("system"),
            undo.reason.event != NULL ? ", " : "",
            undo.reason.event != NULL ? undo.reason.event : "");
      else
        g_set_error (&error, SANERA_ERROR, SANERA_ERROR_CONFLICT,
                     _ ("%s: it was imported by a version that could not take back"), undo.id);
      fail (error, json);
    }
  g_free (undo.id);
  g_strfreev (undo.imports);
  sanera_undo_reason_clear (&undo.reason);
  return fflush (stdout) == 0 ? status : 1;
}

/**
 * sanera_command_import:
 * @argc: number of arguments
 * @argv: `import [--dry-run] [--group NAME] [--complete | --partial] [--json] REPORT…`,
 *   `import --watch FOLDER [--once] …` or `import --undo [--json]`
 *
 * Imports reports: all of them in one transaction, or none. Says what changed on stdout, as words
 * or JSON.
 *
 * Returns: the exit status: 0; 1 when a report or the database is not usable, then nothing was
 *   imported; 2 for wrong arguments; 3 when the last import cannot be taken back
 */
int
sanera_command_import (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autofree char *group = NULL;
  g_autofree char *folder = NULL;
  gboolean dry_run = FALSE, complete = FALSE, partial = FALSE, json = FALSE, undo = FALSE;
  gboolean once = FALSE;
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Say what would change, change nothing"),
      NULL },
    { "group", 0, 0, G_OPTION_ARG_STRING, &group, N_ ("Put the devices into this device group"),
      /* Translators: stands for a value in the output of --help */ N_ ("NAME") },
    { "complete", 0, 0, G_OPTION_ARG_NONE, &complete,
      N_ ("The reports name every part that was assessed: one that they leave out is clean"),
      NULL },
    { "partial", 0, 0, G_OPTION_ARG_NONE, &partial,
      N_ ("A part that they leave out is unknown (until --complete was said once)"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Say it as JSON, for programs"), NULL },
    { "undo", 0, 0, G_OPTION_ARG_NONE, &undo,
      N_ ("Take the last import back, while nobody has acted on it"), NULL },
    { "watch", 0, 0, G_OPTION_ARG_FILENAME, &folder,
      N_ ("Import every report that comes into this folder; it goes on to done or failed in it"),
      N_ ("FOLDER") },
    { "once", 0, 0, G_OPTION_ARG_NONE, &once, N_ ("End when the folder is empty"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  Arguments arguments = { 0 };
  g_autoptr (GArray) results = sanera_import_results_new ();
  int status;

  if (!sanera_command_parse (
          &argc, &argv,
          /* Translators: stands for a value in the output of --help */ N_ ("[REPORT…]"),
          N_ ("Imports reports of scanners (Trivy, Grype, OSV-Scanner, Greenbone, Nessus …).\n"
              "Exit status: 0 done; 1 a report or the database cannot be used, nothing was "
              "imported;\n"
              "2 wrong arguments; 3 the last import cannot be taken back."),
          entries, &database, &status))
    return status;
  if (complete && partial)
    return sanera_command_usage ("import", _ ("--complete and --partial exclude each other"));
  if (undo && (folder != NULL || argc > 1 || dry_run))
    return sanera_command_usage ("import", _ ("--undo stands alone"));
  if (folder != NULL && (argc > 1 || dry_run))
    return sanera_command_usage ("import", _ ("--watch takes no reports and tries nothing"));
  if (once && folder == NULL)
    return sanera_command_usage ("import", _ ("--once belongs to --watch"));
  if (!undo && folder == NULL && argc < 2)
    return sanera_command_usage ("import", _ ("A report is needed"));

  if (json || folder != NULL)
    sanera_command_speak_english ();
  if (undo)
    return run_undo (database, json);
  arguments.how.group = group != NULL && *group != '\0' ? group : NULL;
  arguments.how.complete = complete  ? SANERA_IMPORT_COMPLETE
                           : partial ? SANERA_IMPORT_PARTIAL
                                     : SANERA_IMPORT_REMEMBERED;
  arguments.how.person = "";
  if (folder != NULL)
    return sanera_import_folder_run (database, folder, &arguments.how, once, json);
  arguments.paths = argv + 1;
  arguments.dry_run = dry_run;
  arguments.results = results;
  status = run_import (database, &arguments, json);
  sanera_import_result_clear (&arguments.total);
  return status;
}
