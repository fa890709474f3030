/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "sanera-exposure.h"
#include "sanera-person.h"
#include "sanera-sample.h"
#include "store-audit.h"
#include "sanera-server.h"
#include "sanera-time.h"
#include "store-derive.h"
#include "store-imports.h"

#define DAY(n) ((G_GINT64_CONSTANT (20454) + (n)) * SANERA_TIME_DAY) /* day 0: 2026-01-01 */
#define NOW DAY (20)

/* A database in a folder of its own. */
typedef struct
{
  char *folder;
  char *path;
  SaneraDb *db;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraStore) store = NULL;

  self->folder = g_dir_make_tmp ("sanera-import-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "server.db", NULL);
  store = sanera_server_open_store (self->path, &error);
  g_assert_no_error (error);
  sanera_store_close (store);
  self->db = sanera_db_open (self->path, SANERA_DB_DEFAULT, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  sanera_db_close (self->db);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

/* A report of @device on @day. @parts: "debian=libx:CVE-1:1.2 liby:CVE-2; npm=" — parts with
 * findings PKG:ID:FIXED; a part may be empty. */
static char *
write_report (Fixture *self, const char *device, int day, const char *parts)
{
  static guint count = 0;
  g_autofree char *name = g_strdup_printf ("report-%u.json", count++);
  char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) list = g_strsplit (parts, ";", -1);
  char buffer[SANERA_TIME_BUFFER];

  g_string_append_printf (out,
                          "{\"SchemaVersion\":2,\"CreatedAt\":\"%s\",\"ArtifactName\":\"%s\","
                          "\"Results\":[",
                          sanera_time_format (DAY (day), buffer), device);
  for (char **part = list; *part != NULL && **part != '\0'; part++)
    {
      char *equals = strchr (*part, '=');
      g_auto (GStrv) findings = g_strsplit (equals + 1, " ", -1);

      *equals = '\0';
      g_string_append_printf (
          out, "%s{\"Target\":\"t\",\"Class\":\"%s\",\"Type\":\"%s\",\"Vulnerabilities\":[",
          part != list ? "," : "", g_str_equal (*part, "npm") ? "lang-pkgs" : "os-pkgs", *part);
      for (char **finding = findings; *finding != NULL && **finding != '\0'; finding++)
        {
          g_auto (GStrv) words = g_strsplit (*finding, ":", 4);

          g_string_append_printf (
              out,
              "%s{\"PkgName\":\"%s\",\"VulnerabilityID\":\"%s\",\"InstalledVersion\":\"1.0\","
              "\"FixedVersion\":\"%s\",\"Severity\":\"HIGH\",\"VendorIDs\":[%s%s%s]}",
              finding != findings ? "," : "", words[0], words[1],
              words[1] != NULL && words[2] != NULL ? words[2] : "",
              g_strv_length (words) > 3 ? "\"" : "", g_strv_length (words) > 3 ? words[3] : "",
              g_strv_length (words) > 3 ? "\"" : "");
        }
      g_string_append (out, "]}");
    }
  g_string_append (out, "]}");
  g_assert_true (g_file_set_contents (path, out->str, (gssize)out->len, NULL));
  return path;
}

static SaneraImportResult
import_file (Fixture *self, const char *path, SaneraImportComplete complete, gint64 now)
{
  SaneraImportJob job = {
    .path = path, .name = path, .complete = complete, .person = "", .now = now
  };
  SaneraImportResult result = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_db_begin (self->db, &error));
  sanera_imports_run (self->db, &job, 1, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
  return result;
}

static SaneraImportResult
import (Fixture *self, const char *device, int day, const char *parts)
{
  g_autofree char *path = write_report (self, device, day, parts);

  return import_file (self, path, SANERA_IMPORT_REMEMBERED, NOW);
}

/* All rows of @sql, columns by |, rows by lines. */
static char *
query (Fixture *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_cmpint (sqlite3_prepare_v2 (sanera_db_get_handle (self->db), sql, -1, &statement, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          const char *text = (const char *)sqlite3_column_text (statement, i);

          g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", text != NULL ? text : "-");
        }
      g_string_append_c (out, '\n');
    }
  sqlite3_finalize (statement);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
assert_query (Fixture *self, const char *sql, const char *expected)
{
  g_autofree char *out = query (self, sql);

  g_assert_cmpstr (out, ==, expected);
}

#define OPEN                                                                                    \
  "SELECT m.computer_dns_name, r.id, v.id FROM findings f JOIN machines m ON m.row_id = "       \
  "f.machine "                                                                                  \
  "JOIN recommendations r ON r.row_id = f.recommendation JOIN vulnerabilities v ON v.row_id = " \
  "f.vulnerability WHERE f.open = 1 ORDER BY 1, 2, 3"

static void
test_figures (Fixture *self, gconstpointer data)
{
  SaneraImportResult result =
      import (self, "web", 1, "debian=libx:CVE-1:1.9-1 libx:CVE-2:1.10-1 libx:CVE-3: liby:CVE-1:");

  g_assert_cmpint (result.counts.devices, ==, 1);
  g_assert_cmpint (result.counts.rows, ==, 4);
  g_assert_cmpint (result.counts.new_findings, ==, 4);
  g_assert_cmpint (result.counts.components, ==, 2);
  g_assert_cmpint (result.counts.weaknesses, ==, 3);
  /* 1.10 is above 1.9, a weakness without a fix is counted and listed as such. */
  assert_query (
      self,
      "SELECT id, recommendation_name, remediation_type, recommended_version, weaknesses, "
      "fixable_weaknesses, exposed_machines_count, total_machine_count, os_platforms, "
      "version FROM recommendations ORDER BY id",
      "va-_-debian-_-libx|Update libx to 1.10-1|Update|1.10-1|3|2|1|1|[]|1\n"
      "va-_-debian-_-liby|Attention required: liby|AttentionRequired||1|0|1|1|[]|1\n");
  /* s = 0.4 for each component (severity High, no exploit); e = 0.8 / 10.8 */
  assert_query (self, "SELECT round (exposure, 6) FROM machines", "0.8\n");
  assert_query (self, "SELECT round (exposure_sum, 6) FROM recommendations",
                "0.035613\n0.035613\n");
  assert_query (self, "SELECT id, exposed_machines FROM vulnerabilities ORDER BY id",
                "CVE-1|1\nCVE-2|1\nCVE-3|1\n");
}

static void
test_same_report_twice (Fixture *self, gconstpointer data)
{
  g_autofree char *path = write_report (self, "web", 1, "debian=libx:CVE-1:2;npm=a:CVE-2:3");
  SaneraImportResult first = import_file (self, path, SANERA_IMPORT_REMEMBERED, NOW);
  g_autofree char *before =
      query (self, "SELECT * FROM recommendations UNION ALL SELECT * FROM recommendations");
  g_autofree char *feed = query (self, "SELECT change FROM feed");
  SaneraImportResult second = import_file (self, path, SANERA_IMPORT_REMEMBERED, NOW + 1000);

  g_assert_cmpint (first.counts.new_findings, ==, 2);
  g_assert_cmpint (second.counts.new_findings, ==, 0);
  g_assert_cmpint (second.counts.still_there, ==, 2);
  g_assert_cmpint (second.derived.changed, ==, 0);
  assert_query (self, "SELECT * FROM recommendations UNION ALL SELECT * FROM recommendations",
                before);
  assert_query (self, "SELECT change FROM feed", feed);
}

static void
test_fixed_and_reopened (Fixture *self, gconstpointer data)
{
  SaneraImportResult result;

  import (self, "web", 1, "debian=libx:CVE-1:2 liby:CVE-2:2");
  result = import (self, "web", 2, "debian=liby:CVE-2:2");
  g_assert_cmpint (result.counts.fixed, ==, 1);
  g_assert_cmpint (result.counts.still_there, ==, 1);
  assert_query (self, OPEN, "web|va-_-debian-_-liby|CVE-2\n");
  /* Nothing supports it and nobody refers to it: gone, and the feed says so. */
  assert_query (self, "SELECT type, id FROM tombstones", "recommendation|va-_-debian-_-libx\n");

  result = import (self, "web", 3, "debian=libx:CVE-1:2 liby:CVE-2:2");
  assert_query (self, OPEN, "web|va-_-debian-_-libx|CVE-1\nweb|va-_-debian-_-liby|CVE-2\n");
  assert_query (self, "SELECT count (*) FROM tombstones", "0\n");
  result = import (self, "web", 4, "debian=liby:CVE-2:2 liby:CVE-9:2");
  result = import (self, "web", 5, "debian=liby:CVE-9:2");
  result = import (self, "web", 6, "debian=liby:CVE-2:2 liby:CVE-9:2");
  g_assert_cmpint (result.counts.reopened, ==, 1);
}

/* A part that is left out is unknown, unless the report is complete. */
static void
test_parts (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  SaneraImportResult result;

  import (self, "web", 1, "debian=libx:CVE-1:2;npm=a:CVE-2:3 b:CVE-3:3");
  result = import (self, "web", 2, "debian=libx:CVE-1:2");
  g_assert_cmpint (result.counts.fixed, ==, 0);
  g_assert_cmpint (result.counts.not_seen, ==, 2);
  g_assert_cmpint (result.counts.would_fix_if_complete, ==, 2);
  assert_query (self, OPEN,
                "web|va-_-debian-_-libx|CVE-1\nweb|va-_-npm-_-a|CVE-2\nweb|va-_-npm-_-b|CVE-3\n");

  path = write_report (self, "web", 3, "debian=libx:CVE-1:2");
  result = import_file (self, path, SANERA_IMPORT_COMPLETE, NOW);
  g_assert_cmpint (result.counts.fixed, ==, 2);
  g_assert_cmpint (result.counts.not_seen, ==, 0);
  assert_query (self, OPEN, "web|va-_-debian-_-libx|CVE-1\n");

  /* Remembered for the scanner; and what is older than a complete report says nothing. */
  result = import (self, "web", 2, "npm=a:CVE-2:3");
  g_assert_cmpint (result.counts.outdated, ==, 1);
  import (self, "web", 4, "debian=libx:CVE-1:2;npm=a:CVE-2:3");
  result = import (self, "web", 5, "npm=a:CVE-2:3");
  g_assert_cmpint (result.counts.fixed, ==, 1);
  assert_query (self, OPEN, "web|va-_-npm-_-a|CVE-2\n");
}

static void
test_aliases (Fixture *self, gconstpointer data)
{
  import (self, "web", 1, "npm=a:GHSA-1:2 a:NSWG-1:2");
  assert_query (self, "SELECT weaknesses FROM recommendations", "2\n");
  /* Now it is known that both are the same. */
  import (self, "app", 1, "npm=a:CVE-7:2:GHSA-1 a:CVE-7:2:NSWG-1");
  import (self, "app", 2, "npm=a:GHSA-1:2:CVE-7 a:NSWG-1:2:CVE-7");
  assert_query (self, "SELECT weaknesses, exposed_machines_count FROM recommendations", "1|2\n");
  assert_query (self, "SELECT id FROM vulnerabilities", "CVE-7\n");
  assert_query (self, OPEN, "app|va-_-npm-_-a|CVE-7\nweb|va-_-npm-_-a|CVE-7\n");
}

/* Property: any order of reports ends with the same open findings. */
static void
test_any_order (gconstpointer data)
{
  static const struct
  {
    const char *device;
    int day;
    const char *parts;
    SaneraImportComplete complete;
  } reports[] = {
    { "a", 1, "debian=x:CVE-1:2 y:CVE-2:2;npm=z:CVE-3:2", SANERA_IMPORT_PARTIAL },
    { "a", 3, "debian=y:CVE-2:2 w:CVE-4:", SANERA_IMPORT_PARTIAL },
    { "a", 5, "npm=z:CVE-3:2 z:CVE-5:3", SANERA_IMPORT_PARTIAL },
    { "a", 4, "debian=x:CVE-1:2", SANERA_IMPORT_COMPLETE },
    { "b", 2, "debian=x:CVE-1:2;npm=z:CVE-3:2", SANERA_IMPORT_PARTIAL },
    { "b", 2, "npm=q:CVE-6:2", SANERA_IMPORT_PARTIAL },
  };
  static const char sql[] =
      "SELECT id, weaknesses, recommended_version, exposed_machines_count, round (exposure_sum, 9) "
      "FROM recommendations ORDER BY id";
  g_autofree char *expected_open = NULL, *expected_figures = NULL;
  GRand *rand = g_rand_new_with_seed (11);

  for (guint round = 0; round < 24; round++)
    {
      Fixture fixture = { NULL };
      guint order[G_N_ELEMENTS (reports)];
      g_autofree char *open = NULL, *figures = NULL;

      set_up (&fixture, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (order); i++)
        order[i] = i;
      for (guint i = G_N_ELEMENTS (order) - 1; round > 0 && i > 0; i--)
        {
          guint k = (guint)g_rand_int_range (rand, 0, (gint32)i + 1), held = order[i];

          order[i] = order[k];
          order[k] = held;
        }
      for (guint i = 0; i < G_N_ELEMENTS (order); i++)
        {
          g_autofree char *path = write_report (&fixture, reports[order[i]].device,
                                                reports[order[i]].day, reports[order[i]].parts);

          import_file (&fixture, path, reports[order[i]].complete, NOW);
        }
      open = query (&fixture, OPEN);
      figures = query (&fixture, sql);
      if (round == 0)
        {
          expected_open = g_steal_pointer (&open);
          expected_figures = g_steal_pointer (&figures);
          g_assert_cmpstr (expected_open, ==,
                           "a|va-_-debian-_-x|CVE-1\na|va-_-npm-_-z|CVE-3\na|va-_-npm-_-z|CVE-5\n"
                           "b|va-_-debian-_-x|CVE-1\nb|va-_-npm-_-q|CVE-6\nb|va-_-npm-_-z|CVE-3\n");
        }
      else
        {
          g_assert_cmpstr (open, ==, expected_open);
          g_assert_cmpstr (figures, ==, expected_figures);
        }
      tear_down (&fixture, NULL);
    }
  g_rand_free (rand);
}

/* A, then B, then A again: the older report does not bring anything back. */
static void
test_a_b_a (Fixture *self, gconstpointer data)
{
  g_autofree char *a = write_report (self, "web", 1, "debian=x:CVE-1:2 y:CVE-2:2");
  g_autofree char *b = write_report (self, "web", 2, "debian=y:CVE-2:2");
  SaneraImportResult result;
  g_autofree char *before = NULL, *feed = NULL;

  import_file (self, a, SANERA_IMPORT_REMEMBERED, NOW);
  import_file (self, b, SANERA_IMPORT_REMEMBERED, NOW);
  before = query (self, OPEN);
  feed = query (self, "SELECT change FROM feed");
  result = import_file (self, a, SANERA_IMPORT_REMEMBERED, NOW);
  g_assert_cmpint (result.counts.outdated, ==, 2);
  assert_query (self, OPEN, before);
  assert_query (self, "SELECT change FROM feed", feed);
}

/* Requests remediation as the server does: everything that is exposed now becomes a target. */
static void
request (Fixture *self, const char *id, const char *type)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO remediation_tasks (id, type, status, recommendation_reference, target_devices, "
      "fixed_devices, created_on, rbac_group_names, change, version) "
      "SELECT 'task', '%s', 'Active', id, exposed_machines_count, 0, %" G_GINT64_FORMAT
      ", '[]', 0, 1 FROM recommendations WHERE id = '%s';"
      "INSERT INTO security_tasks (id, remediation_task_id, status, service, "
      "managed_device_count, part, parts, change, version) VALUES ('ticket', 'task', 'pending', "
      "'Sanera', 1, 1, 1, 0, 1);"
      "INSERT INTO task_targets SELECT t.row_id, f.machine, f.vulnerability, 1 FROM "
      "remediation_tasks t, findings f JOIN recommendations r ON r.row_id = f.recommendation WHERE "
      "r.id = '%s' AND f.open = 1;"
      "INSERT INTO task_machines (task, machine, state) SELECT DISTINCT task, machine, 'exposed' "
      "FROM task_targets",
      type, NOW, id, id);
  g_autoptr (GError) error = NULL;

  sanera_db_exec (self->db, sql, &error);
  g_assert_no_error (error);
}

#define PROGRESS                                                                       \
  "SELECT status, completion_method, target_devices, fixed_devices, exposed_devices, " \
  "unknown_devices, new_devices, version, ticket_status FROM remediation_tasks"

static void
test_progress (Fixture *self, gconstpointer data)
{
  SaneraImportResult result;

  import (self, "a", 10, "debian=x:CVE-1:2 x:CVE-2:3");
  import (self, "b", 10, "debian=x:CVE-1:2;npm=p:CVE-8:9");
  request (self, "va-_-debian-_-x", "Update");

  /* One of two weaknesses is not enough, a later weakness does not count, and another device that
   * has it now is counted beside. */
  import (self, "a", 11, "debian=x:CVE-2:3 x:CVE-3:4");
  import (self, "c", 11, "debian=x:CVE-1:2");
  assert_query (self, PROGRESS, "Active|-|2|0|2|0|1|1|-\n");
  import (self, "a", 12, "debian=x:CVE-3:4");
  assert_query (self, PROGRESS, "Active|-|2|1|1|0|1|1|-\n");
  /* The part is left out: unknown, not fixed. */
  import (self, "b", 12, "npm=p:CVE-8:9");
  assert_query (self, PROGRESS, "Active|-|2|1|0|1|1|1|-\n");
  assert_query (self, "SELECT state, reason FROM task_machines ORDER BY machine",
                "fixed|-\nunknown|notInLatestReport\n");

  result = import (self, "b", 13, "debian=;npm=p:CVE-8:9");
  g_assert_cmpint (result.derived.completed, ==, 1);
  assert_query (self, PROGRESS, "Completed|Automatic|2|2|0|0|1|3|rejected\n");
  assert_query (self, "SELECT event, person FROM audit WHERE entity_type = 'remediationTask'",
                "completed|\nticketEnded|\n");
  /* The recommendation stays, for the activity and for c. */
  assert_query (self,
                "SELECT exposed_machines_count, activity_count FROM recommendations WHERE "
                "id = 'va-_-debian-_-x'",
                "2|0\n");

  /* A new weakness does not reopen it, one of its own does. */
  import (self, "b", 14, "debian=x:CVE-9:9");
  assert_query (self, PROGRESS, "Completed|Automatic|2|2|0|0|1|3|rejected\n");
  result = import (self, "b", 15, "debian=x:CVE-1:2");
  g_assert_cmpint (result.derived.reopened, ==, 1);
  assert_query (self, PROGRESS, "Active|-|2|1|1|0|1|4|rejected\n");
}

static void
test_progress_by_hand_and_time (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SaneraDerived derived;

  import (self, "a", 10, "debian=x:CVE-1:2");
  import (self, "b", 10, "debian=x:CVE-1:2");
  request (self, "va-_-debian-_-x", "Update");

  /* 31 days later nobody has looked. */
  g_assert_true (sanera_derive_daily (self->db, DAY (42), &derived, &error));
  assert_query (self, PROGRESS, "Active|-|2|0|0|2|0|1|-\n");
  assert_query (self, "SELECT DISTINCT reason FROM task_machines", "notAssessedFor30Days\n");
  assert_query (self, "SELECT last_assessed_on FROM remediation_tasks", "-\n");

  /* A retired device leaves the targets. */
  g_assert_true (sanera_db_exec (
      self->db, "UPDATE machines SET retired_on = 1 WHERE computer_dns_name = 'b'", NULL));
  g_assert_true (sanera_derive_all (self->db, NOW, &derived, &error));
  assert_query (self, PROGRESS, "Active|-|1|0|1|0|0|1|-\n");
  assert_query (self, "SELECT exposed_machines_count FROM recommendations", "1\n");

  /* Completed by hand: it stays so, with the numbers of that moment. */
  g_assert_true (sanera_db_exec (
      self->db, "UPDATE remediation_tasks SET status = 'Completed', completion_method = 'Manual'",
      NULL));
  import (self, "a", 11, "debian=");
  assert_query (self, PROGRESS, "Completed|Manual|1|0|1|0|0|1|-\n");
}

static void
test_attention_never_completes (Fixture *self, gconstpointer data)
{
  import (self, "a", 10, "debian=x:CVE-1:");
  request (self, "va-_-debian-_-x", "AttentionRequired");
  import (self, "a", 11, "debian=");
  assert_query (self, "SELECT status, completion_method FROM remediation_tasks", "Active|-\n");
  /* Without findings, but an activity speaks of it. */
  assert_query (self, "SELECT exposed_machines_count, weaknesses FROM recommendations", "0|0\n");
}

static void
test_preview_and_commit (Fixture *self, gconstpointer data)
{
  g_autofree char *path = write_report (self, "web", 1, "debian=x:CVE-1:2");
  g_autofree char *id = NULL, *basis = NULL, *kept = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  SaneraImportJob job = { .path = path, .name = "r", .person = "a@b.example", .now = NOW };
  gboolean committed;

  g_assert_true (sanera_db_begin (self->db, &error));
  g_assert_true (sanera_imports_preview (self->db, &job, &id, out, &error));
  g_assert_nonnull (strstr (out->str, "\"newFindings\":1,"));
  assert_query (self, "SELECT count (*) FROM machines", "0\n");

  /* Meanwhile somebody else imports the same device. */
  g_assert_true (sanera_db_commit (self->db, &error));
  import (self, "web", 0, "debian=x:CVE-1:2 y:CVE-2:2");
  basis = query (self, "SELECT basis FROM imports WHERE committed_on IS NULL");
  g_strstrip (basis);
  g_string_truncate (out, 0);
  g_assert_true (sanera_imports_commit (self->db, id, basis, "a@b.example", NOW, &committed, &kept,
                                        out, &error));
  g_assert_false (committed);
  g_assert_nonnull (strstr (out->str, "\"newFindings\":0,\"stillThere\":1,\"fixed\":1,"));
  assert_query (self, "SELECT count (*) FROM findings WHERE open = 1", "2\n");

  g_free (basis);
  basis = query (self, "SELECT basis FROM imports WHERE committed_on IS NULL");
  g_strstrip (basis);
  g_assert_true (sanera_imports_commit (self->db, id, basis, "a@b.example", NOW, &committed, &kept,
                                        out, &error));
  g_assert_true (committed);
  g_assert_cmpstr (kept, ==, path);
  assert_query (self, "SELECT count (*) FROM findings WHERE open = 1", "1\n");
  g_clear_pointer (&kept, g_free);
  g_assert_true (sanera_imports_commit (self->db, id, "any", "a@b.example", NOW, &committed, &kept,
                                        out, &error));
  g_assert_true (committed);

  /* One that nobody commits is gone after an hour. */
  g_clear_pointer (&id, g_free);
  g_assert_true (sanera_imports_preview (self->db, &job, &id, out, &error));
  g_assert_nonnull (strstr (out->str, "\"alreadyImported\":\"2026-01-21"));
  g_assert_true (sanera_imports_purge (self->db, NOW + SANERA_IMPORT_LIFETIME + 1, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (sanera_imports_commit (self->db, id, "any", "a@b.example", NOW, &committed, &kept,
                                         out, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);
}

/* One bad report among good ones: nothing is imported. */
static void
test_all_or_nothing (Fixture *self, gconstpointer data)
{
  g_autofree char *good = write_report (self, "web", 1, "debian=x:CVE-1:2");
  g_autofree char *bad = write_report (self, "app", 1, "debian=x:CVE-1:2");
  const SaneraImportJob jobs[] = {
    { .path = good, .name = "good", .person = "", .now = NOW },
    { .path = bad, .name = "bad", .person = "", .now = NOW },
  };
  g_autofree char *text = NULL;
  SaneraImportResult result = { NULL };
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (bad, &text, &length, NULL));
  g_assert_true (g_file_set_contents (bad, text, (gssize)length - 20, NULL));
  g_assert_true (sanera_db_begin (self->db, &error));
  g_assert_false (sanera_imports_run (self->db, jobs, 2, NULL, &result, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
  g_assert_true (g_str_has_prefix (error->message, "bad: "));
  sanera_db_rollback (self->db);
  assert_query (self, "SELECT count (*) FROM machines", "0\n");
}

/* On two large reports no impact rounds to 0.00, and every fix lowers the score. */
static void
test_every_impact_shows (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) parts = g_string_new ("debian=");
  g_autofree char *few = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (parts, "%sp%u:CVE-2025-%u:2", i > 0 ? " " : "", i, i);
  import (self, "one", 1, parts->str);
  import (self, "two", 1, parts->str);
  few = query (self, "SELECT count (*) FROM recommendations WHERE round (100.0 * exposure_sum / "
                     "(SELECT count (*) FROM machines), 2) < 0.01");
  g_assert_cmpstr (few, ==, "0\n");
  assert_query (self, "SELECT count (*) FROM recommendations WHERE exposure_sum <= 0", "0\n");
}

static void
test_sample_is_consistent (Fixture *self, gconstpointer data)
{
  const SaneraSampleSize size = {
    .devices = 150, .recommendations = 450, .activities = 60, .seed = 5, .now = NOW
  };
  g_autoptr (GError) error = NULL;
  SaneraDerived derived;

  g_assert_true (sanera_sample_begin (self->db, &error));
  sanera_sample_write (self->db, &size, &error);
  g_assert_no_error (error);
  assert_query (self, "SELECT count (*), count (DISTINCT id) FROM recommendations", "450|450\n");
  assert_query (self, "SELECT * FROM pragma_foreign_key_check", "");
  g_assert_true (sanera_derive_all (self->db, NOW, &derived, &error));
  g_assert_no_error (error);
  g_assert_cmpint (derived.completed, ==, 0);
  g_assert_cmpint (derived.reopened, ==, 0);
  g_assert_cmpint (derived.changed, ==, 0);

  /* Every activity has a history: requested, and how it ended (R11). */
  assert_query (self,
                "SELECT count (*) FROM remediation_tasks t WHERE NOT EXISTS (SELECT 1 FROM audit a "
                "WHERE a.entity_id = t.id AND a.event = 'requested' AND a.person = "
                "t.requester_email AND a.at = t.created_on)",
                "0\n");
  assert_query (
      self,
      "SELECT count (*) FROM remediation_tasks t WHERE (t.status = 'Completed') <> EXISTS "
      "(SELECT 1 FROM audit a WHERE a.entity_id = t.id AND a.event IN ('completed', "
      "'withdrawn') AND a.at = t.completed_on)",
      "0\n");
  g_assert_true (sanera_audit_check (self->db, NULL, &error));
  g_assert_no_error (error);

  /* It is not put among other devices. */
  g_assert_false (sanera_sample_write (self->db, &size, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_CONFLICT);
  sanera_db_rollback (self->db);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/import/figures", test_figures);
  ADD ("/import/same-report-twice", test_same_report_twice);
  ADD ("/import/fixed-and-reopened", test_fixed_and_reopened);
  ADD ("/import/parts", test_parts);
  ADD ("/import/aliases", test_aliases);
  ADD ("/import/a-b-a", test_a_b_a);
  g_test_add_data_func ("/import/any-order", NULL, test_any_order);
  ADD ("/import/progress", test_progress);
  ADD ("/import/progress-by-hand-and-time", test_progress_by_hand_and_time);
  ADD ("/import/attention-never-completes", test_attention_never_completes);
  ADD ("/import/preview-and-commit", test_preview_and_commit);
  ADD ("/import/all-or-nothing", test_all_or_nothing);
  ADD ("/import/every-impact-shows", test_every_impact_shows);
  ADD ("/import/sample", test_sample_is_consistent);
  return g_test_run ();
}
