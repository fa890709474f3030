/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "import-support.h"
#include "sanera-exposure.h"
#include "sanera-person.h"
#include "sanera-sample.h"
#include "store-audit.h"
#include "store-derive.h"

/* Of the properties; sanitizers see the same code in each. */
#ifdef __SANITIZE_ADDRESS__
#define ROUNDS 6
#else
#define ROUNDS 24
#endif

static void
test_figures (ImportFixture *self, gconstpointer data)
{
  SaneraImportResult result = import_report (
      self, "web", 1, "debian=libx:CVE-1:1.9-1 libx:CVE-2:1.10-1 libx:CVE-3: liby:CVE-1:");

  g_assert_cmpint (result.counts.devices, ==, 1);
  g_assert_cmpint (result.counts.rows, ==, 4);
  g_assert_cmpint (result.counts.new_findings, ==, 4);
  g_assert_cmpint (result.counts.components, ==, 2);
  g_assert_cmpint (result.counts.weaknesses, ==, 3);
  /* 1.10 is above 1.9, a weakness without a fix is counted and listed as such. */
  import_assert_query (
      self,
      "SELECT id, recommendation_name, remediation_type, recommended_version, weaknesses, "
      "fixable_weaknesses, exposed_machines_count, total_machine_count, os_platforms, "
      "version FROM recommendations ORDER BY id",
      "va-_-debian-_-libx|Update libx to 1.10-1|Update|1.10-1|3|2|1|1|[]|1\n"
      "va-_-debian-_-liby|Attention required: liby|AttentionRequired||1|0|1|1|[]|1\n");
  /* s = 0.4 for each component (severity High, no exploit); e = 0.8 / 10.8 */
  import_assert_query (self, "SELECT round (exposure, 6) FROM machines", "0.8\n");
  import_assert_query (self, "SELECT round (exposure_sum, 6) FROM recommendations",
                       "0.035613\n0.035613\n");
  import_assert_query (self, "SELECT id, exposed_machines FROM vulnerabilities ORDER BY id",
                       "CVE-1|1\nCVE-2|1\nCVE-3|1\n");
}

static void
test_same_report_twice (ImportFixture *self, gconstpointer data)
{
  g_autofree char *path = import_write_report (self, "web", 1, "debian=libx:CVE-1:2;npm=a:CVE-2:3");
  SaneraImportResult first = import_file (self, path, SANERA_IMPORT_REMEMBERED, NOW);
  g_autofree char *before =
      import_query (self, "SELECT * FROM recommendations UNION ALL SELECT * FROM recommendations");
  g_autofree char *feed = import_query (self, "SELECT change FROM feed");
  SaneraImportResult second = import_file (self, path, SANERA_IMPORT_REMEMBERED, NOW + 1000);

  g_assert_cmpint (first.counts.new_findings, ==, 2);
  g_assert_cmpint (second.counts.new_findings, ==, 0);
  g_assert_cmpint (second.counts.still_there, ==, 2);
  g_assert_cmpint (second.derived.changed, ==, 0);
  import_assert_query (
      self, "SELECT * FROM recommendations UNION ALL SELECT * FROM recommendations", before);
  import_assert_query (self, "SELECT change FROM feed", feed);
}

static void
test_fixed_and_reopened (ImportFixture *self, gconstpointer data)
{
  SaneraImportResult result;

  import_report (self, "web", 1, "debian=libx:CVE-1:2 liby:CVE-2:2");
  result = import_report (self, "web", 2, "debian=liby:CVE-2:2");
  g_assert_cmpint (result.counts.fixed, ==, 1);
  g_assert_cmpint (result.counts.still_there, ==, 1);
  import_assert_query (self, IMPORT_OPEN, "web|va-_-debian-_-liby|CVE-2\n");
  /* Nothing supports it and nobody refers to it: gone, and the feed says so. */
  import_assert_query (self, "SELECT type, id FROM tombstones",
                       "recommendation|va-_-debian-_-libx\n");

  result = import_report (self, "web", 3, "debian=libx:CVE-1:2 liby:CVE-2:2");
  import_assert_query (self, IMPORT_OPEN,
                       "web|va-_-debian-_-libx|CVE-1\nweb|va-_-debian-_-liby|CVE-2\n");
  import_assert_query (self, "SELECT count (*) FROM tombstones", "0\n");
  result = import_report (self, "web", 4, "debian=liby:CVE-2:2 liby:CVE-9:2");
  result = import_report (self, "web", 5, "debian=liby:CVE-9:2");
  result = import_report (self, "web", 6, "debian=liby:CVE-2:2 liby:CVE-9:2");
  g_assert_cmpint (result.counts.reopened, ==, 1);
}

/* A part that is left out is unknown, unless the report is complete. */
static void
test_parts (ImportFixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  SaneraImportResult result;

  import_report (self, "web", 1, "debian=libx:CVE-1:2;npm=a:CVE-2:3 b:CVE-3:3");
  result = import_report (self, "web", 2, "debian=libx:CVE-1:2");
  g_assert_cmpint (result.counts.fixed, ==, 0);
  g_assert_cmpint (result.counts.not_seen, ==, 2);
  g_assert_cmpint (result.counts.would_fix_if_complete, ==, 2);
  import_assert_query (
      self, IMPORT_OPEN,
      "web|va-_-debian-_-libx|CVE-1\nweb|va-_-npm-_-a|CVE-2\nweb|va-_-npm-_-b|CVE-3\n");

  path = import_write_report (self, "web", 3, "debian=libx:CVE-1:2");
  result = import_file (self, path, SANERA_IMPORT_COMPLETE, NOW);
  g_assert_cmpint (result.counts.fixed, ==, 2);
  g_assert_cmpint (result.counts.not_seen, ==, 0);
  import_assert_query (self, IMPORT_OPEN, "web|va-_-debian-_-libx|CVE-1\n");

  /* Remembered for the scanner; and what is older than a complete report says nothing. */
  result = import_report (self, "web", 2, "npm=a:CVE-2:3");
  g_assert_cmpint (result.counts.outdated, ==, 1);
  import_report (self, "web", 4, "debian=libx:CVE-1:2;npm=a:CVE-2:3");
  result = import_report (self, "web", 5, "npm=a:CVE-2:3");
  g_assert_cmpint (result.counts.fixed, ==, 1);
  import_assert_query (self, IMPORT_OPEN, "web|va-_-npm-_-a|CVE-2\n");
}

static void
test_aliases (ImportFixture *self, gconstpointer data)
{
  import_report (self, "web", 1, "npm=a:GHSA-1:2 a:NSWG-1:2");
  import_assert_query (self, "SELECT weaknesses FROM recommendations", "2\n");
  /* Now it is known that both are the same. */
  import_report (self, "app", 1, "npm=a:CVE-7:2:GHSA-1 a:CVE-7:2:NSWG-1");
  import_report (self, "app", 2, "npm=a:GHSA-1:2:CVE-7 a:NSWG-1:2:CVE-7");
  import_assert_query (self, "SELECT weaknesses, exposed_machines_count FROM recommendations",
                       "1|2\n");
  import_assert_query (self, "SELECT id FROM vulnerabilities", "CVE-7\n");
  import_assert_query (self, IMPORT_OPEN, "app|va-_-npm-_-a|CVE-7\nweb|va-_-npm-_-a|CVE-7\n");
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

  for (guint round = 0; round < ROUNDS; round++)
    {
      ImportFixture fixture = { NULL };
      guint order[G_N_ELEMENTS (reports)];
      g_autofree char *open = NULL, *figures = NULL;

      import_set_up (&fixture, NULL);
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
          g_autofree char *path = import_write_report (
              &fixture, reports[order[i]].device, reports[order[i]].day, reports[order[i]].parts);

          import_file (&fixture, path, reports[order[i]].complete, NOW);
        }
      open = import_query (&fixture, IMPORT_OPEN);
      figures = import_query (&fixture, sql);
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
      import_tear_down (&fixture, NULL);
    }
  g_rand_free (rand);
}

/* The report in the middle is not marked, those before and after it contradict each other: it is
 * taken as the one before it, also when that comes in last. */
static void
test_unmarked_between (gconstpointer data)
{
  static const guint orders[][4] = { { 0, 1, 2, 3 }, { 0, 2, 1, 3 }, { 3, 2, 1, 0 },
                                     { 2, 0, 3, 1 }, { 3, 0, 2, 1 }, { 1, 3, 0, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      ImportFixture fixture = { NULL };
      char *paths[4];
      static const SaneraImportComplete marks[] = { SANERA_IMPORT_REMEMBERED,
                                                    SANERA_IMPORT_COMPLETE,
                                                    SANERA_IMPORT_REMEMBERED,
                                                    SANERA_IMPORT_PARTIAL };

      import_set_up (&fixture, NULL);
      paths[0] =
          import_write_report (&fixture, "web", 1, "debian=x:CVE-1:2;npm=z:CVE-3:2 y:CVE-4:2");
      paths[1] = import_write_report (&fixture, "other", 2, "debian=x:CVE-1:2");
      paths[2] = import_write_report (&fixture, "web", 3, "debian=x:CVE-1:2");
      paths[3] = import_write_report (&fixture, "other", 4, "debian=x:CVE-1:2");
      for (guint k = 0; k < 4; k++)
        import_file (&fixture, paths[orders[i][k]], marks[orders[i][k]], NOW);
      import_assert_query (&fixture, IMPORT_OPEN,
                           "other|va-_-debian-_-x|CVE-1\nweb|va-_-debian-_-x|CVE-1\n");

      /* Somebody says something else of the second: the third is not complete any more. */
      import_file (&fixture, paths[1], SANERA_IMPORT_PARTIAL, NOW);
      import_assert_query (&fixture, IMPORT_OPEN,
                           "other|va-_-debian-_-x|CVE-1\nweb|va-_-debian-_-x|CVE-1\n"
                           "web|va-_-npm-_-y|CVE-4\nweb|va-_-npm-_-z|CVE-3\n");
      for (guint k = 0; k < 4; k++)
        g_free (paths[k]);
      import_tear_down (&fixture, NULL);
    }
}

#define N_REPORTS 7

typedef struct
{
  char *path;
  SaneraImportComplete mark;
  gint64 received_on;
} RandomReport;

/* Of two devices, with parts and findings by chance; some are of the same moment, some have no time
 * of their own and so are of the moment they came in, most are not marked. */
static void
write_random_report (ImportFixture *self, GRand *rand, RandomReport *report)
{
  static const char *const findings[] = { "x:CVE-1:2", "x:CVE-1:3", "y:CVE-2:2", "z:CVE-3:" };
  g_autoptr (GString) parts = g_string_new (NULL);
  const int day = g_rand_int_range (rand, 0, 6);

  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "debian", "npm", "pip" };
      gboolean first = TRUE;

      if (g_rand_int_range (rand, 0, 2) == 0)
        continue;
      g_string_append_printf (parts, "%s%s=", parts->len > 0 ? ";" : "", names[i]);
      for (guint k = 0; k < G_N_ELEMENTS (findings); k++)
        if (g_rand_int_range (rand, 0, 3) == 0)
          {
            g_string_append_printf (parts, "%s%s", first ? "" : " ", findings[k]);
            first = FALSE;
          }
    }
  report->path = import_write_report (self, g_rand_int_range (rand, 0, 3) == 0 ? "b" : "a",
                                      day == 0 ? IMPORT_NO_DAY : day, parts->str);
  report->mark = g_rand_int_range (rand, 0, 3) > 0
                     ? SANERA_IMPORT_REMEMBERED
                     : (SaneraImportComplete)g_rand_int_range (rand, 1, 3);
  report->received_on = DAY (g_rand_int_range (rand, 3, 9));
}

/* Property: any order of reports ends in the same state. */
static void
test_random_orders (gconstpointer data)
{
  static const char *const states[] = {
    IMPORT_OPEN,
    "SELECT id, weaknesses, recommended_version, exposed_machines_count, "
    "round (exposure_sum, 9) FROM recommendations ORDER BY id",
    "SELECT m.id, s.source, latest_on, complete_on, failed_on FROM machine_sources s JOIN machines "
    "m ON m.row_id = s.machine ORDER BY m.id",
    "SELECT m.id, part, a.assessed_on, named_on FROM assessments a JOIN machines m ON m.row_id = "
    "a.machine ORDER BY m.id, part",
    "SELECT source, content, reported_on, mark, complete FROM reports ORDER BY content",
  };
  const guint rounds = g_getenv ("SANERA_LONG") != NULL ? 400 : ROUNDS / 2;
  GRand *rand = g_rand_new_with_seed (23);

  for (guint round = 0; round < rounds; round++)
    {
      ImportFixture files = { NULL };
      RandomReport reports[N_REPORTS];
      char *expected[G_N_ELEMENTS (states)] = { NULL };

      import_set_up (&files, NULL);
      for (guint i = 0; i < N_REPORTS; i++)
        write_random_report (&files, rand, &reports[i]);
      for (guint order = 0; order < 5; order++)
        {
          ImportFixture fixture = { NULL };

          import_set_up (&fixture, NULL);
          for (guint i = 0; i < N_REPORTS; i++)
            import_file (&fixture, reports[i].path, reports[i].mark, reports[i].received_on);
          for (guint i = 0; i < G_N_ELEMENTS (states); i++)
            {
              g_autofree char *state = import_query (&fixture, states[i]);

              if (order == 0)
                expected[i] = g_steal_pointer (&state);
              else
                g_assert_cmpstr (state, ==, expected[i]);
            }
          import_tear_down (&fixture, NULL);
          for (guint i = N_REPORTS - 1; i > 0; i--)
            {
              const guint k = (guint)g_rand_int_range (rand, 0, (gint32)i + 1);
              const RandomReport held = reports[i];

              reports[i] = reports[k];
              reports[k] = held;
            }
        }
      for (guint i = 0; i < N_REPORTS; i++)
        g_free (reports[i].path);
      for (guint i = 0; i < G_N_ELEMENTS (states); i++)
        g_free (expected[i]);
      import_tear_down (&files, NULL);
    }
  g_rand_free (rand);
}

/* A, then B, then A again: the older report does not bring anything back. */
static void
test_a_b_a (ImportFixture *self, gconstpointer data)
{
  g_autofree char *a = import_write_report (self, "web", 1, "debian=x:CVE-1:2 y:CVE-2:2");
  g_autofree char *b = import_write_report (self, "web", 2, "debian=y:CVE-2:2");
  SaneraImportResult result;
  g_autofree char *before = NULL, *feed = NULL;

  import_file (self, a, SANERA_IMPORT_REMEMBERED, NOW);
  import_file (self, b, SANERA_IMPORT_REMEMBERED, NOW);
  before = import_query (self, IMPORT_OPEN);
  feed = import_query (self, "SELECT change FROM feed");
  result = import_file (self, a, SANERA_IMPORT_REMEMBERED, NOW);
  g_assert_cmpint (result.counts.outdated, ==, 2);
  import_assert_query (self, IMPORT_OPEN, before);
  import_assert_query (self, "SELECT change FROM feed", feed);
}

#define PROGRESS                                                                       \
  "SELECT status, completion_method, target_devices, fixed_devices, exposed_devices, " \
  "unknown_devices, new_devices, version, ticket_status FROM remediation_tasks"

static void
test_progress (ImportFixture *self, gconstpointer data)
{
  SaneraImportResult result;

  import_report (self, "a", 10, "debian=x:CVE-1:2 x:CVE-2:3");
  import_report (self, "b", 10, "debian=x:CVE-1:2;npm=p:CVE-8:9");
  import_request (self, "va-_-debian-_-x", "Update");

  /* One of two weaknesses is not enough, a later weakness does not count, and another device that
   * has it now is counted beside. */
  import_report (self, "a", 11, "debian=x:CVE-2:3 x:CVE-3:4");
  import_report (self, "c", 11, "debian=x:CVE-1:2");
  import_assert_query (self, PROGRESS, "Active|-|2|0|2|0|1|1|-\n");
  import_report (self, "a", 12, "debian=x:CVE-3:4");
  import_assert_query (self, PROGRESS, "Active|-|2|1|1|0|1|1|-\n");
  /* The part is left out: unknown, not fixed. */
  import_report (self, "b", 12, "npm=p:CVE-8:9");
  import_assert_query (self, PROGRESS, "Active|-|2|1|0|1|1|1|-\n");
  import_assert_query (self, "SELECT state, reason FROM task_machines ORDER BY machine",
                       "fixed|-\nunknown|notInLatestReport\n");

  result = import_report (self, "b", 13, "debian=;npm=p:CVE-8:9");
  g_assert_cmpint (result.derived.completed, ==, 1);
  import_assert_query (self, PROGRESS, "Completed|Automatic|2|2|0|0|1|3|rejected\n");
  import_assert_query (self,
                       "SELECT event, person FROM audit WHERE entity_type = 'remediationTask'",
                       "completed|\nticketEnded|\n");
  /* The recommendation stays, for the activity and for c. */
  import_assert_query (self,
                       "SELECT exposed_machines_count, activity_count FROM recommendations WHERE "
                       "id = 'va-_-debian-_-x'",
                       "2|0\n");

  /* A new weakness does not reopen it, one of its own does. */
  import_report (self, "b", 14, "debian=x:CVE-9:9");
  import_assert_query (self, PROGRESS, "Completed|Automatic|2|2|0|0|1|3|rejected\n");
  result = import_report (self, "b", 15, "debian=x:CVE-1:2");
  g_assert_cmpint (result.derived.reopened, ==, 1);
  import_assert_query (self, PROGRESS, "Active|-|2|1|1|0|1|4|rejected\n");
}

static void
test_progress_by_hand_and_time (ImportFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SaneraDerived derived;

  import_report (self, "a", 10, "debian=x:CVE-1:2");
  import_report (self, "b", 10, "debian=x:CVE-1:2");
  import_request (self, "va-_-debian-_-x", "Update");

  /* 31 days later nobody has looked. */
  g_assert_true (sanera_derive_daily (self->db, DAY (42), &derived, &error));
  import_assert_query (self, PROGRESS, "Active|-|2|0|0|2|0|1|-\n");
  import_assert_query (self, "SELECT DISTINCT reason FROM task_machines", "notAssessedFor30Days\n");
  import_assert_query (self, "SELECT last_assessed_on FROM remediation_tasks", "-\n");

  /* A retired device leaves the targets. */
  g_assert_true (sanera_db_exec (
      self->db, "UPDATE machines SET retired_on = 1 WHERE computer_dns_name = 'b'", NULL));
  g_assert_true (sanera_derive_all (self->db, NOW, &derived, &error));
  import_assert_query (self, PROGRESS, "Active|-|1|0|1|0|0|1|-\n");
  import_assert_query (self, "SELECT exposed_machines_count FROM recommendations", "1\n");

  /* Completed by hand: it stays so, with the numbers of that moment. */
  g_assert_true (sanera_db_exec (
      self->db, "UPDATE remediation_tasks SET status = 'Completed', completion_method = 'Manual'",
      NULL));
  import_report (self, "a", 11, "debian=");
  import_assert_query (self, PROGRESS, "Completed|Manual|1|0|1|0|0|1|-\n");
}

static void
test_attention_never_completes (ImportFixture *self, gconstpointer data)
{
  import_report (self, "a", 10, "debian=x:CVE-1:");
  import_request (self, "va-_-debian-_-x", "AttentionRequired");
  import_report (self, "a", 11, "debian=");
  import_assert_query (self, "SELECT status, completion_method FROM remediation_tasks",
                       "Active|-\n");
  /* Without findings, but an activity speaks of it. */
  import_assert_query (self, "SELECT exposed_machines_count, weaknesses FROM recommendations",
                       "0|0\n");
}

static void
test_preview_and_commit (ImportFixture *self, gconstpointer data)
{
  g_autofree char *path = import_write_report (self, "web", 1, "debian=x:CVE-1:2");
  g_autofree char *id = NULL, *basis = NULL;
  g_auto (GStrv) kept = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  SaneraImportJob job = { .path = path, .name = "r", .person = "a@b.example", .now = NOW };
  const char *ids[] = { NULL, NULL };
  gboolean committed;

  g_assert_true (sanera_db_begin (self->db, &error));
  g_assert_true (sanera_imports_preview (self->db, &job, &id, out, &error));
  ids[0] = id;
  g_assert_nonnull (strstr (out->str, "\"newFindings\":1,"));
  import_assert_query (self, "SELECT count (*) FROM machines", "0\n");

  /* Meanwhile somebody else imports the same device. */
  g_assert_true (sanera_db_commit (self->db, &error));
  import_report (self, "web", 0, "debian=x:CVE-1:2 y:CVE-2:2");
  basis = import_query (self, "SELECT basis FROM imports WHERE committed_on IS NULL");
  g_strstrip (basis);
  g_string_truncate (out, 0);
  g_assert_true (sanera_imports_commit (self->db, ids, basis, "a@b.example", NOW, &committed, &kept,
                                        out, &error));
  g_assert_false (committed);
  g_assert_nonnull (strstr (out->str, "\"newFindings\":0,\"stillThere\":1,\"fixed\":1,"));
  import_assert_query (self, "SELECT count (*) FROM findings WHERE open = 1", "2\n");

  g_free (basis);
  basis = import_query (self, "SELECT basis FROM imports WHERE committed_on IS NULL");
  g_strstrip (basis);
  g_assert_true (sanera_imports_commit (self->db, ids, basis, "a@b.example", NOW, &committed, &kept,
                                        out, &error));
  g_assert_true (committed);
  g_assert_cmpstr (kept[0], ==, path);
  import_assert_query (self, "SELECT count (*) FROM findings WHERE open = 1", "1\n");
  g_clear_pointer (&kept, g_strfreev);
  g_assert_true (sanera_imports_commit (self->db, ids, "any", "a@b.example", NOW, &committed, &kept,
                                        out, &error));
  g_assert_true (committed);

  /* One that nobody commits is gone after an hour. */
  g_clear_pointer (&id, g_free);
  g_assert_true (sanera_imports_preview (self->db, &job, &id, out, &error));
  ids[0] = id;
  g_assert_nonnull (strstr (out->str, "\"alreadyImported\":\"2026-01-21"));
  g_assert_true (sanera_imports_purge (self->db, NOW + SANERA_IMPORT_LIFETIME + 1, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (sanera_imports_commit (self->db, ids, "any", "a@b.example", NOW, &committed,
                                         &kept, out, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);
}

/* One bad report among good ones: nothing is imported. */
static void
test_all_or_nothing (ImportFixture *self, gconstpointer data)
{
  g_autofree char *good = import_write_report (self, "web", 1, "debian=x:CVE-1:2");
  g_autofree char *bad = import_write_report (self, "app", 1, "debian=x:CVE-1:2");
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
  import_assert_query (self, "SELECT count (*) FROM machines", "0\n");
}

/* On two large reports no impact rounds to 0.00, and every fix lowers the score. */
static void
test_every_impact_shows (ImportFixture *self, gconstpointer data)
{
  g_autoptr (GString) parts = g_string_new ("debian=");
  g_autofree char *few = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (parts, "%sp%u:CVE-2025-%u:2", i > 0 ? " " : "", i, i);
  import_report (self, "one", 1, parts->str);
  import_report (self, "two", 1, parts->str);
  few = import_query (self,
                      "SELECT count (*) FROM recommendations WHERE round (100.0 * exposure_sum / "
                      "(SELECT count (*) FROM machines), 2) < 0.01");
  g_assert_cmpstr (few, ==, "0\n");
  import_assert_query (self, "SELECT count (*) FROM recommendations WHERE exposure_sum <= 0",
                       "0\n");
}

static void
test_sample_is_consistent (ImportFixture *self, gconstpointer data)
{
  const SaneraSampleSize size = {
    .devices = 150, .recommendations = 450, .activities = 60, .seed = 5, .now = NOW
  };
  g_autoptr (GError) error = NULL;
  SaneraDerived derived;

  g_assert_true (sanera_sample_begin (self->db, &error));
  sanera_sample_write (self->db, &size, &error);
  g_assert_no_error (error);
  import_assert_query (self, "SELECT count (*), count (DISTINCT id) FROM recommendations",
                       "450|450\n");
  import_assert_query (self, "SELECT * FROM pragma_foreign_key_check", "");
  g_assert_true (sanera_derive_all (self->db, NOW, &derived, &error));
  g_assert_no_error (error);
  g_assert_cmpint (derived.completed, ==, 0);
  g_assert_cmpint (derived.reopened, ==, 0);
  g_assert_cmpint (derived.changed, ==, 0);

  /* Every activity has a history: requested, and how it ended (R11). */
  import_assert_query (
      self,
      "SELECT count (*) FROM remediation_tasks t WHERE NOT EXISTS (SELECT 1 FROM audit a "
      "WHERE a.entity_id = t.id AND a.event = 'requested' AND a.person = "
      "t.requester_email AND a.at = t.created_on)",
      "0\n");
  import_assert_query (
      self,
      "SELECT count (*) FROM remediation_tasks t WHERE (t.status = 'Completed') <> EXISTS "
      "(SELECT 1 FROM audit a WHERE a.entity_id = t.id AND a.event IN ('completed', "
      "'withdrawn') AND a.at = t.completed_on)",
      "0\n");
  /* Written down one after the other, as it would have been. */
  import_assert_query (
      self, "SELECT count (*) FROM audit a JOIN audit b ON b.id = a.id + 1 WHERE b.at < a.at",
      "0\n");
  g_assert_true (sanera_audit_check (self->db, NULL, &error));
  g_assert_no_error (error);

  /* It is not put among other devices. */
  g_assert_false (sanera_sample_write (self->db, &size, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_CONFLICT);
  sanera_db_rollback (self->db);
}

#define ADD(path, func) \
  g_test_add (path, ImportFixture, NULL, import_set_up, func, import_tear_down)

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
  g_test_add_data_func ("/import/unmarked-between", NULL, test_unmarked_between);
  g_test_add_data_func ("/import/random-orders", NULL, test_random_orders);
  ADD ("/import/progress", test_progress);
  ADD ("/import/progress-by-hand-and-time", test_progress_by_hand_and_time);
  ADD ("/import/attention-never-completes", test_attention_never_completes);
  ADD ("/import/preview-and-commit", test_preview_and_commit);
  ADD ("/import/all-or-nothing", test_all_or_nothing);
  ADD ("/import/every-impact-shows", test_every_impact_shows);
  ADD ("/import/sample", test_sample_is_consistent);
  return g_test_run ();
}
