/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "import-support.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sanera-server.h"

void
import_set_up (ImportFixture *self, gconstpointer data)
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

void
import_tear_down (ImportFixture *self, gconstpointer data)
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

/* A report of @device on @day, or without a time of its own. @parts: "debian=libx:CVE-1:1.2
 * liby:CVE-2; npm=" — parts with findings PKG:ID:FIXED; a part may be empty. */
char *
import_write_report (ImportFixture *self, const char *device, int day, const char *parts)
{
  static guint count = 0;
  g_autofree char *name = g_strdup_printf ("report-%u.json", count++);
  char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) list = g_strsplit (parts, ";", -1);
  char buffer[SANERA_TIME_BUFFER];

  g_string_append (out, "{\"SchemaVersion\":2,");
  if (day != IMPORT_NO_DAY)
    g_string_append_printf (out, "\"CreatedAt\":\"%s\",", sanera_time_format (DAY (day), buffer));
  g_string_append_printf (out, "\"ArtifactName\":\"%s\",\"Results\":[", device);
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

SaneraImportResult
import_file (ImportFixture *self, const char *path, SaneraImportComplete complete, gint64 now)
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
  /* The numbers stay. */
  sanera_import_result_clear (&result);
  return result;
}

SaneraImportResult
import_report (ImportFixture *self, const char *device, int day, const char *parts)
{
  g_autofree char *path = import_write_report (self, device, day, parts);

  return import_file (self, path, SANERA_IMPORT_REMEMBERED, NOW);
}

/* All rows of @sql, columns by |, rows by lines. */
char *
import_query (ImportFixture *self, const char *sql)
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

void
import_assert_query (ImportFixture *self, const char *sql, const char *expected)
{
  g_autofree char *out = import_query (self, sql);

  g_assert_cmpstr (out, ==, expected);
}

/* Requests remediation as the server does: everything that is exposed now becomes a target. */
void
import_request (ImportFixture *self, const char *id, const char *type)
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
