/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "sanera-sample.h"
#include "sanera-server.h"
#include "sanera-time.h"
#include "store-audit.h"
#include "store-derive.h"
#include "store-exceptions.h"
#include "store-requests.h"
#include "store-upkeep.h"

/* Rule R8 on the server's database, with the time handed in. */

#define NOW sanera_date_new (2028, 2, 20)
#define DAYS(n) ((n)*SANERA_TIME_DAY)

typedef struct
{
  char *folder;
  SaneraDb *db;
  guint ids;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const SaneraSampleSize size = { .devices = 40, .recommendations = 12, .seed = 3, .now = NOW };
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraStore) store = NULL;
  g_autofree char *path = NULL;

  self->folder = g_dir_make_tmp ("sanera-exceptions-XXXXXX", NULL);
  path = g_build_filename (self->folder, "server.db", NULL);
  store = sanera_server_open_store (path, &error);
  g_assert_no_error (error);
  sanera_store_close (store);
  self->db = sanera_db_open (path, SANERA_DB_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_sample_begin (self->db, &error));
  g_assert_true (sanera_sample_write (self->db, &size, &error));
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
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
}

/* All rows of @sql, columns by |, rows by lines; doubles as far as people see them. */
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
        if (sqlite3_column_type (statement, i) == SQLITE_FLOAT)
          g_string_append_printf (out, "%.6f|", sqlite3_column_double (statement, i) + 0.0);
        else
          g_string_append_printf (out, "%s|",
                                  sqlite3_column_type (statement, i) == SQLITE_NULL
                                      ? "-"
                                      : (const char *)sqlite3_column_text (statement, i));
      g_string_append_c (out, '\n');
    }
  sqlite3_finalize (statement);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
get_recommendation (Fixture *self, guint i)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM recommendations ORDER BY exposed_machines_count DESC, id LIMIT 1 OFFSET %u",
      i);
  g_autofree char *text = query (self, sql);

  return g_strndup (text, strlen (text) - 2);
}

static char *
except (Fixture *self,
        const char *recommendation,
        const char *group,
        const char *justification,
        int days,
        gint64 now)
{
  const char *groups[] = { group, NULL };
  SaneraExceptionForm form = { .scope = group == NULL ? "Global" : "DeviceGroups",
                               .groups = groups,
                               .justification = justification,
                               .context = "because",
                               .expires_on = sanera_exception_last_day (now, (guint)days) };
  g_auto (SaneraExceptionWork) work = { NULL };
  g_autoptr (GError) error = NULL;
  SaneraRecommendationData data;
  gboolean found;
  gint64 row;
  char *id = g_strdup_printf ("exception-%u", self->ids++);

  sanera_noun_data_init (&sanera_recommendation_noun, &data);
  g_assert_true (sanera_db_begin (self->db, &error));
  sanera_db_find_noun (self->db, &sanera_recommendation_noun, recommendation, &data, &row, &found,
                       &error);
  g_assert_true (found);
  sanera_exceptions_begin (self->db, recommendation, now, &work, &error);
  sanera_exceptions_create (self->db, id, &data, &form, "a@example.org", now, &error);
  sanera_exceptions_finish (self->db, &work, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
  sanera_noun_data_clear (&sanera_recommendation_noun, &data);
  return id;
}

static void
upkeep (Fixture *self, gint64 now)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_db_begin (self->db, &error));
  sanera_upkeep (self->db, now, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
}

static void
assert_query (Fixture *self, const char *sql, const char *expected)
{
  g_autofree char *out = query (self, sql);

  g_assert_cmpstr (out, ==, expected);
}

/* Of the recommendation that everything here is about. */
static void
assert_status (Fixture *self, const char *id, const char *expected)
{
  g_autofree char *sql = g_strdup_printf ("SELECT status FROM recommendations WHERE id = '%s'", id);
  g_autofree char *line = g_strconcat (expected, "|\n", NULL);

  assert_query (self, sql, line);
}

/* The last day is over at midnight UTC, on a leap day too, whenever the job comes by. */
static void
test_expiry (Fixture *self, gconstpointer data)
{
  g_autofree char *id = get_recommendation (self, 0);
  g_autofree char *before = query (self, "SELECT exposure FROM machines ORDER BY row_id");
  g_autofree char *exception = except (self, id, NULL, "ThirdPartyControl", 9, NOW + 1);
  g_autofree char *covered = query (self, "SELECT exposure FROM machines ORDER BY row_id");
  const gint64 end = sanera_date_new (2028, 3, 1);

  g_assert_cmpstr (before, !=, covered);
  assert_status (self, id, "Exception");
  upkeep (self, end - 1);
  assert_status (self, id, "Exception");
  upkeep (self, end + DAYS (3));
  assert_status (self, id, "Active");
  assert_query (self, "SELECT status, ended_on = 1835481600000000, covered_devices FROM exceptions",
                "Expired|1|0|\n");
  assert_query (self, "SELECT event, person FROM audit WHERE entity_type = 'exception' ORDER BY id",
                "exceptionCreated|a@example.org|\nexceptionExpired||\n");

  /* For 14 days from its end, not from when the job noticed. */
  assert_query (self, "SELECT count (*) FROM recommendations WHERE tags LIKE '%ExceptionEnded%'",
                "1|\n");
  upkeep (self, end + DAYS (14) - 1);
  assert_query (self, "SELECT count (*) FROM recommendations WHERE tags LIKE '%ExceptionEnded%'",
                "1|\n");
  upkeep (self, end + DAYS (14));
  assert_query (self, "SELECT count (*) FROM recommendations WHERE tags LIKE '%ExceptionEnded%'",
                "0|\n");

  /* And after 180 it is gone. */
  upkeep (self, end + DAYS (180) - 1);
  assert_query (self, "SELECT count (*) FROM exceptions", "1|\n");
  upkeep (self, end + DAYS (180));
  assert_query (self, "SELECT count (*) FROM exceptions", "0|\n");
  assert_query (self, "SELECT type, id FROM tombstones", "exception|exception-0|\n");
}

/* Under a global one the end of the others runs on. */
static void
test_suspended (Fixture *self, gconstpointer data)
{
  g_autofree char *id = get_recommendation (self, 0);
  g_autofree char *groups = query (
      self, "SELECT DISTINCT coalesce (nullif (rbac_group_name, ''), 'UnassignedGroup') FROM "
            "machines ORDER BY 1");
  g_auto (GStrv) names = g_strsplit (groups, "|\n", -1);
  g_autofree char *a = except (self, id, names[0], "RiskAccepted", 5, NOW);
  g_autofree char *b = except (self, id, names[1], "RiskAccepted", 20, NOW);
  g_autofree char *c = except (self, id, NULL, "PlannedRemediation", 10, NOW);
  g_autofree char *d = except (self, id, names[2], "RiskAccepted", 30, NOW);

  assert_query (self, "SELECT id, status FROM exceptions ORDER BY id",
                "exception-0|Suspended|\nexception-1|Suspended|\nexception-2|InEffect|\n"
                "exception-3|Suspended|\n");
  upkeep (self, NOW + DAYS (6));
  assert_query (self, "SELECT id, status FROM exceptions ORDER BY id",
                "exception-0|Expired|\nexception-1|Suspended|\nexception-2|InEffect|\n"
                "exception-3|Suspended|\n");
  upkeep (self, NOW + DAYS (11));
  assert_query (self, "SELECT id, status FROM exceptions ORDER BY id",
                "exception-0|Expired|\nexception-1|InEffect|\nexception-2|Expired|\n"
                "exception-3|InEffect|\n");
  assert_query (self, "SELECT group_concat (event, ' ') FROM audit WHERE entity_id = 'exception-1'",
                "exceptionCreated exceptionSuspended exceptionResumed|\n");
}

/* What can happen, in any order. */
typedef void (*Step) (Fixture *self, const char *id, char **groups);

#define LATER (NOW + DAYS (8))

static void
derive_machines (Fixture *self, const char *sql)
{
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = query (self, "SELECT row_id FROM machines WHERE row_id % 3 = 0");
  g_auto (GStrv) rows = g_strsplit (text, "|\n", -1);
  SaneraDerived derived;

  g_assert_true (sanera_db_begin (self->db, &error));
  g_assert_true (sanera_db_exec (self->db, sql, &error));
  for (guint i = 0; *rows[i] != '\0'; i++)
    sanera_dirty_add (dirty->machines, g_ascii_strtoll (rows[i], NULL, 10));
  text = (g_free (text), query (self, "SELECT row_id FROM recommendations"));
  g_strfreev (rows);
  rows = g_strsplit (text, "|\n", -1);
  for (guint i = 0; *rows[i] != '\0'; i++)
    sanera_dirty_add (dirty->recommendations, g_ascii_strtoll (rows[i], NULL, 10));
  sanera_derive (self->db, dirty, LATER, &derived, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
}

static void
step_fix (Fixture *self, const char *id, char **groups)
{
  derive_machines (self, "UPDATE findings SET open = 0 WHERE machine % 3 = 0 AND vulnerability % 2 "
                         "= 0");
}

static void
step_regroup (Fixture *self, const char *id, char **groups)
{
  derive_machines (self, "UPDATE machines SET rbac_group_name = 'Elsewhere' WHERE row_id % 9 = 0");
}

static void
step_global (Fixture *self, const char *id, char **groups)
{
  /* Over by the time that everything is looked at. */
  g_free (except (self, id, NULL, "RiskAccepted", 5, NOW));
}

static void
step_lowering (Fixture *self, const char *id, char **groups)
{
  g_free (except (self, id, groups[0], "ThirdPartyControl", 30, NOW));
}

static void
step_grace (Fixture *self, const char *id, char **groups)
{
  g_free (except (self, id, groups[1], "PlannedRemediation", 7, NOW));
}

static void
step_job (Fixture *self, const char *id, char **groups)
{
  upkeep (self, LATER - DAYS (1));
}

static const Step steps[] = { step_fix,      step_regroup, step_global,
                              step_lowering, step_grace,   step_job };

static char *
run_in_order (const guint *order)
{
  Fixture self = { NULL };
  g_autofree char *id = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) groups = NULL;
  g_autofree char *result = NULL;
  g_autofree char *exceptions = NULL;
  g_autofree char *machines = NULL;

  set_up (&self, NULL);
  id = get_recommendation (&self, 0);
  sql = g_strdup_printf (
      "SELECT coalesce (nullif (m.rbac_group_name, ''), 'UnassignedGroup') FROM findings f JOIN "
      "machines m ON m.row_id = f.machine JOIN recommendations r ON r.row_id = f.recommendation "
      "WHERE r.id = '%s' GROUP BY 1 ORDER BY count (DISTINCT m.row_id) DESC, 1",
      id);
  text = query (&self, sql);
  groups = g_strsplit (text, "|\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    steps[order[i]](&self, id, groups);
  upkeep (&self, LATER);
  derive_machines (&self, "SELECT 1");

  result = query (&self, "SELECT id, status, tags, exposed_machines_count, "
                         "exposed_after_exceptions, exposure_sum, exposure_sum_after_exceptions "
                         "FROM recommendations ORDER BY id");
  exceptions = query (&self, "SELECT scope, justification, status, expires_on, ended_on, ended_by, "
                             "covered_devices, groups FROM exceptions ORDER BY justification");
  machines = query (&self, "SELECT id, exposure, exposure_level FROM machines ORDER BY id");
  tear_down (&self, NULL);
  return g_strconcat (result, exceptions, machines, NULL);
}

static void
test_any_order (void)
{
  g_autofree char *expected = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20281122);
  guint order[G_N_ELEMENTS (steps)];

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    order[i] = i;
  expected = run_in_order (order);
  g_assert_nonnull (strstr (expected, "PartialException"));
  g_assert_nonnull (strstr (expected, "Global|RiskAccepted|Expired"));
  for (guint round = 0; round < 12; round++)
    {
      g_autofree char *out = NULL;

      for (guint i = G_N_ELEMENTS (steps) - 1; i > 0; i--)
        {
          guint k = (guint)g_rand_int_range (rand, 0, (gint32)i + 1);
          guint swapped = order[i];

          order[i] = order[k];
          order[k] = swapped;
        }
      out = run_in_order (order);
      g_assert_cmpstr (out, ==, expected);
    }
}

/* The sample holds one of each, and what is derived from it anew is what it says. */
static void
test_sample (void)
{
  const SaneraSampleSize size = {
    .devices = 120, .recommendations = 80, .activities = 5, .seed = 1, .now = NOW
  };
  Fixture self = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraStore) store = NULL;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  SaneraDerived derived;

  self.folder = g_dir_make_tmp ("sanera-exceptions-XXXXXX", NULL);
  path = g_build_filename (self.folder, "server.db", NULL);
  store = sanera_server_open_store (path, &error);
  sanera_store_close (store);
  self.db = sanera_db_open (path, SANERA_DB_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_sample_begin (self.db, &error));
  g_assert_true (sanera_sample_write (self.db, &size, &error));
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self.db, &error));

  assert_query (&self, "SELECT DISTINCT status FROM exceptions ORDER BY 1",
                "Canceled|\nExpired|\nInEffect|\nSuspended|\n");
  assert_query (&self,
                "SELECT count (DISTINCT justification), count (DISTINCT scope) FROM "
                "exceptions",
                "4|2|\n");
  assert_query (&self, "SELECT DISTINCT status FROM recommendations ORDER BY 1",
                "Active|\nException|\nPartialException|\n");
  g_assert_true (sanera_audit_check (self.db, NULL, &error));

  before = query (&self, "SELECT id, status, exposed_after_exceptions, "
                         "exposure_sum_after_exceptions, change FROM recommendations ORDER BY id");
  g_assert_true (sanera_db_begin (self.db, &error));
  sanera_derive_all (self.db, NOW, &derived, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self.db, &error));
  after = query (&self, "SELECT id, status, exposed_after_exceptions, "
                        "exposure_sum_after_exceptions, change FROM recommendations ORDER BY id");
  g_assert_cmpstr (after, ==, before);
  tear_down (&self, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/exceptions/expiry", Fixture, NULL, set_up, test_expiry, tear_down);
  g_test_add ("/exceptions/suspended", Fixture, NULL, set_up, test_suspended, tear_down);
  g_test_add_func ("/exceptions/any-order", test_any_order);
  g_test_add_func ("/exceptions/sample", test_sample);

  return g_test_run ();
}
