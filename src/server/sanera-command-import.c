/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>

#include "sanera-command.h"
#include "store-imports.h"

typedef struct
{
  char **paths;
  const char *group;
  SaneraImportComplete complete;
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
      jobs[i].path = jobs[i].name = arguments->paths[i];
      jobs[i].group = arguments->group;
      jobs[i].complete = arguments->complete;
      jobs[i].person = "";
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
print_number (gint64 number, const char *one, const char *many)
{
  printf ("%" G_GINT64_FORMAT " %s", number, number == 1 ? one : many);
}

static void
print_counts (const SaneraImportCounts *counts)
{
  print_number (counts->devices, "device", "devices");
  printf (", ");
  print_number (counts->rows, "entry", "entries");
  printf (": %" G_GINT64_FORMAT " new, %" G_GINT64_FORMAT " still there, %" G_GINT64_FORMAT
          " fixed, %" G_GINT64_FORMAT " reopened, %" G_GINT64_FORMAT " not seen",
          counts->new_findings, counts->still_there, counts->fixed, counts->reopened,
          counts->not_seen);
  if (counts->outdated > 0)
    printf (", %" G_GINT64_FORMAT " left alone because a later report is known", counts->outdated);
  putchar ('\n');
}

static void
print_results (const Arguments *arguments)
{
  const SaneraImportCounts *total = &arguments->total.counts;

  for (guint i = 0; i < arguments->results->len; i++)
    {
      const SaneraImportResult *result = &g_array_index (arguments->results, SaneraImportResult, i);

      printf ("%s: %s, ", arguments->paths[i], result->label);
      print_counts (&result->counts);
      if (result->first_import != NULL)
        printf ("%s: was imported before, as %s\n", arguments->paths[i], result->first_import);
    }
  printf (arguments->dry_run ? "Would import " : "Imported ");
  print_number (arguments->results->len, "report", "reports");
  printf (": ");
  print_counts (total);
  printf ("Findings in ");
  print_number (total->components, "recommendation", "recommendations");
  printf (", ");
  print_number (total->weaknesses, "weakness", "weaknesses");
  printf (". ");
  print_number (arguments->total.derived.completed, "activity", "activities");
  printf (" completed, %" G_GINT64_FORMAT " reopened.\n", arguments->total.derived.reopened);
  if (total->said_not_affected > 0)
    {
      print_number (total->said_not_affected, "entry is", "entries are");
      printf (" said not to affect what has them; they count as exposed until somebody makes an "
              "exception.\n");
    }
  if (total->not_seen > 0)
    {
      print_number (total->would_fix_if_complete, "finding", "findings");
      printf (" in parts that the reports leave out would count as fixed with --complete.\n");
    }
}

/**
 * sanera_command_import:
 * @argc: number of arguments
 * @argv: `import [--dry-run] [--group NAME] [--complete | --partial] REPORT…`
 *
 * Imports reports: all of them in one transaction, or none. Says what changed on stdout.
 *
 * Returns: the exit status: 0, 1 when a report or the database is not usable, 2 for wrong arguments
 */
int
sanera_command_import (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autofree char *group = NULL;
  gboolean dry_run = FALSE, complete = FALSE, partial = FALSE;
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, "Say what would change, change nothing", NULL },
    { "group", 0, 0, G_OPTION_ARG_STRING, &group, "Put the devices into this device group",
      "NAME" },
    { "complete", 0, 0, G_OPTION_ARG_NONE, &complete,
      "The reports name every part that was assessed: one that they leave out is clean", NULL },
    { "partial", 0, 0, G_OPTION_ARG_NONE, &partial,
      "A part that they leave out is unknown (until --complete was said once)", NULL },
    G_OPTION_ENTRY_NULL,
  };
  Arguments arguments = { 0 };
  g_autoptr (GArray) results = g_array_new (FALSE, FALSE, sizeof (SaneraImportResult));
  g_autoptr (SaneraStore) store = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!sanera_command_parse (
          &argc, &argv, "REPORT…",
          "Imports reports of scanners (Trivy, Grype, OSV-Scanner, Greenbone, Nessus …).", entries,
          &database, &status))
    return status;
  if (argc < 2)
    return sanera_command_usage ("import", "A report is needed");
  if (complete && partial)
    return sanera_command_usage ("import", "--complete and --partial exclude each other");

  g_array_set_clear_func (results, (GDestroyNotify)sanera_import_result_clear);
  arguments.paths = argv + 1;
  arguments.group = group != NULL && *group != '\0' ? group : NULL;
  arguments.complete = complete  ? SANERA_IMPORT_COMPLETE
                       : partial ? SANERA_IMPORT_PARTIAL
                                 : SANERA_IMPORT_REMEMBERED;
  arguments.dry_run = dry_run;
  arguments.results = results;
  store = sanera_command_open_store (database, FALSE, &error);
  if (store == NULL || !sanera_store_write (store, import_work, &arguments, NULL, &error))
    return sanera_command_fail (error);

  print_results (&arguments);
  return fflush (stdout) == 0 ? 0 : 1;
}
