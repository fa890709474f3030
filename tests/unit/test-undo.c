/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "import-support.h"
#include "store-undo.h"

/* Everything in the database but what an undo has to add: positions in the feed, versions that
 * have been given out, the log, the list of imports, and that there is a score of today. */
static char *
dump (ImportFixture *self)
{
  g_autofree char *names = import_query (
      self,
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%undo%' AND name "
      "NOT IN ('feed', 'audit', 'imports', 'tombstones', 'score_history') ORDER BY name");
  g_auto (GStrv) tables = g_strsplit (g_strchomp (names), "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (char **table = tables; *table != NULL; table++)
    {
      g_autofree char *columns_sql = g_strdup_printf (
          "SELECT group_concat (CASE WHEN type = 'REAL' THEN 'format (''%%.17g'', ' || name || ')' "
          "ELSE name END) FROM pragma_table_info ('%s') WHERE name NOT IN ('change', 'version', "
          "'row_version') OR (name = 'version' AND '%s' IN ('machines', 'installations'))",
          *table, *table);
      g_autofree char *columns = import_query (self, columns_sql);
      g_autofree char *sql = NULL;
      g_autofree char *rows = NULL;

      g_strchomp (columns);
      sql = g_strdup_printf ("SELECT json_array (%s) FROM %s%s ORDER BY 1", columns, *table,
                             g_str_equal (*table, "meta") ? " WHERE key <> 'fleet'" : "");
      rows = import_query (self, sql);
      g_string_append_printf (out, "%s: %s\n%s\n", *table, columns, rows);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static SaneraUndoState
undo (ImportFixture *self, const char *person)
{
  g_auto (SaneraUndoReason) reason = { .at = SANERA_INT_NULL };
  g_auto (GStrv) imports = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_db_begin (self->db, &error));
  g_assert_true (sanera_undo_find_last (self->db, &id, &error));
  g_assert_nonnull (id);
  sanera_undo_run (self->db, id, person, NOW, &reason, &imports, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
  g_assert_no_error (error);
  return reason.state;
}

static void
test_undo_first (ImportFixture *self, gconstpointer data)
{
  g_autofree char *before = dump (self);

  import_report (self, "web", 1, "debian=x:CVE-1:2 y:CVE-2:2;npm=z:GHSA-1:2:CVE-3");
  g_assert_cmpint (undo (self, "a@b.example"), ==, SANERA_UNDO_POSSIBLE);
  {
    g_autofree char *after = dump (self);

    g_assert_cmpstr (after, ==, before);
  }
  /* The clients are told, and so is who reads the log; the same file may come again. */
  import_assert_query (self, "SELECT type, count (*) FROM tombstones GROUP BY type ORDER BY type",
                       "deviceGroup|1\nmachine|1\nrecommendation|3\n");
  import_assert_query (self, "SELECT event, person FROM audit",
                       "imported|\nimportUndone|a@b.example\n");
  g_assert_cmpint (import_report (self, "web", 1, "debian=x:CVE-1:2").counts.new_findings, ==, 1);
  import_assert_query (self, IMPORT_OPEN, "web|va-_-debian-_-x|CVE-1\n");
}

/* An activity that the import completed is in progress again, with its ticket. */
static void
test_undo_completion (ImportFixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64 version;

  import_report (self, "web", 1, "debian=x:CVE-1:2");
  import_request (self, "va-_-debian-_-x", "Update");
  before = dump (self);
  g_assert_cmpint (import_report (self, "web", 2, "debian=").derived.completed, ==, 1);
  import_assert_query (self, "SELECT status FROM remediation_tasks", "Completed\n");
  g_assert_true (
      sanera_db_query_int (self->db, &version, NULL, "SELECT version FROM remediation_tasks", ""));
  g_assert_cmpint (undo (self, "a@b.example"), ==, SANERA_UNDO_POSSIBLE);
  after = dump (self);
  g_assert_cmpstr (after, ==, before);
  import_assert_query (self, "SELECT status, ticket_status FROM remediation_tasks", "Active|-\n");
  import_assert_query (self, "SELECT event FROM audit WHERE entity_id = 'task' ORDER BY id",
                       "completed\nticketEnded\nimportUndone\n");
  {
    g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT "\n", version + 1);

    import_assert_query (self, "SELECT version FROM remediation_tasks", expected);
  }
}

static void
test_undo_refused (ImportFixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_auto (SaneraUndoReason) reason = { .at = SANERA_INT_NULL };
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  import_report (self, "web", 1, "debian=x:CVE-1:2");
  g_assert_true (sanera_undo_find_last (self->db, &id, &error));
  /* Somebody requests it: the recommendation tells of one activity now. */
  g_assert_true (sanera_db_exec (self->db,
                                 "UPDATE feed SET change = change + 1; UPDATE recommendations SET "
                                 "activity_count = 1, change = (SELECT change FROM feed)",
                                 NULL));
  before = dump (self);
  g_assert_cmpint (undo (self, "a@b.example"), ==, SANERA_UNDO_ACTED_ON);
  after = dump (self);
  g_assert_cmpstr (after, ==, before);

  /* Only the last, and only once. */
  import_report (self, "web", 2, "debian=x:CVE-1:2 y:CVE-2:2");
  g_assert_true (sanera_undo_check (self->db, id, &reason, &error));
  g_assert_cmpint (reason.state, ==, SANERA_UNDO_NOT_LAST);
  g_assert_cmpint (undo (self, ""), ==, SANERA_UNDO_POSSIBLE);
  sanera_undo_reason_clear (&reason);
  g_assert_false (sanera_undo_check (self->db, "nobody", &reason, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);
}

/* Whatever was imported before: what an import did can be taken back, to the last figure. */
static void
test_undo_anything (gconstpointer data)
{
  static const char *const packages[] = { "x", "y", "z" };
  GRand *rand = g_rand_new_with_seed (63);

  for (guint round = 0; round < 30; round++)
    {
      ImportFixture fixture = { NULL };
      guint n = (guint)g_rand_int_range (rand, 1, 8);

      import_set_up (&fixture, NULL);
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (GString) parts = g_string_new (NULL);
          g_autofree char *device = g_strdup_printf ("d%d", g_rand_int_range (rand, 0, 3));
          g_autofree char *path = NULL;
          g_autofree char *before = NULL;
          g_autofree char *after = NULL;
          const gboolean npm = g_rand_boolean (rand);

          if (i == 1)
            import_request (&fixture, "va-_-debian-_-x", "Update");
          for (int part = 0; part <= npm; part++)
            {
              g_string_append (parts, part == 0 ? "debian=" : ";npm=");
              for (guint k = 0; k < G_N_ELEMENTS (packages); k++)
                if (g_rand_boolean (rand))
                  g_string_append_printf (parts, "%s:CVE-%u:%d ", packages[k],
                                          g_rand_int_range (rand, 0, 2) + k,
                                          g_rand_int_range (rand, 1, 3));
              g_strchomp (parts->str);
              parts->len = strlen (parts->str);
            }
          path = import_write_report (&fixture, device, g_rand_int_range (rand, 1, 15), parts->str);
          before = dump (&fixture);
          import_file (&fixture, path, g_rand_int_range (rand, 0, 3), NOW);
          if (i + 1 < n && g_rand_boolean (rand))
            continue;
          g_assert_cmpint (undo (&fixture, ""), ==, SANERA_UNDO_POSSIBLE);
          after = dump (&fixture);
          g_assert_cmpstr (after, ==, before);
        }
      import_assert_query (&fixture, "SELECT * FROM pragma_foreign_key_check", "");
      import_tear_down (&fixture, NULL);
    }
  g_rand_free (rand);
}

#define ADD(path, func) \
  g_test_add (path, ImportFixture, NULL, import_set_up, func, import_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/undo/first", test_undo_first);
  ADD ("/undo/completion", test_undo_completion);
  ADD ("/undo/refused", test_undo_refused);
  g_test_add_data_func ("/undo/anything", NULL, test_undo_anything);
  return g_test_run ();
}
