/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the scores, and how the server keeps them: product.md, "Exposure score". */

#include <glib/gstdio.h>
#include <math.h>

#include "sanera-db.h"
#include "sanera-sample.h"
#include "sanera-score.h"
#include "sanera-server.h"
#include "sanera-time.h"
#include "sanera-visit.h"
#include "store-derive.h"
#include "store-feed.h"
#include "store-meta.h"
#include "store-scores.h"

#define CLOSE(a, b) g_assert_cmpfloat_with_epsilon ((a), (b), 1e-9)
#define HOUR (60 * 60 * SANERA_TIME_SECOND)

/* Rules */

static void
test_figures (void)
{
  const gint64 now = sanera_date_new (2026, 11, 22) + 5 * HOUR;
  SaneraFleetFigures figures;

  sanera_fleet_figures_init (&figures);
  g_assert_true (isnan (sanera_fleet_figures_get_score (&figures)));
  g_assert_cmpint (figures.last_assessed_on, ==, SANERA_INT_NULL);

  /* e: 0, 0.3, 0.5, 0.7; the borders of the levels belong to the upper one */
  sanera_fleet_figures_add (&figures, 0.0, now, now);
  sanera_fleet_figures_add (&figures, 30.0 / 7.0, now - 30 * SANERA_TIME_DAY, now);
  sanera_fleet_figures_add (&figures, 10.0, now - SANERA_TIME_DAY, now);
  sanera_fleet_figures_add (&figures, 70.0 / 3.0, now - SANERA_TIME_DAY, now);
  /* Assessed 30 days and a moment ago, and never: no data, however exposed. */
  sanera_fleet_figures_add (&figures, 500.0, now - 30 * SANERA_TIME_DAY - 1, now);
  sanera_fleet_figures_add (&figures, 500.0, SANERA_INT_NULL, now);

  g_assert_cmpint (figures.devices, ==, 6);
  g_assert_cmpint (figures.assessed, ==, 4);
  g_assert_cmpint (figures.last_assessed_on, ==, now);
  g_assert_cmpint (figures.levels[SANERA_EXPOSURE_LEVEL_LOW], ==, 1);
  g_assert_cmpint (figures.levels[SANERA_EXPOSURE_LEVEL_MEDIUM], ==, 2);
  g_assert_cmpint (figures.levels[SANERA_EXPOSURE_LEVEL_HIGH], ==, 1);
  g_assert_cmpint (figures.levels[SANERA_EXPOSURE_LEVEL_NONE], ==, 2);
  CLOSE (sanera_fleet_figures_get_score (&figures), 100.0 * (0.3 + 0.5 + 0.7) / 4.0);
}

static void
test_configuration (void)
{
  /* weight, exposed, total, points reached */
  static const double cases[][4] = {
    { 9.0, 0, 10, 9.0 }, { 9.0, 10, 10, 0.0 }, { 8.0, 5, 20, 6.0 }, { 8.0, 0, 0, 8.0 },
    { 8.0, 7, 0, 0.0 },  { 8.0, 7, 3, 0.0 },   { 0.0, 1, 2, 0.0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const double *c = cases[i];

      CLOSE (sanera_configuration_points (c[0], (gint64)c[1], (gint64)c[2]), c[3]);
      CLOSE (sanera_configuration_gain (c[0], (gint64)c[1], (gint64)c[2]), c[0] - c[3]);
    }
}

static void
test_history_days (void)
{
  /* now, first day: 30 UTC days with today; over a leap day, the end of a year, a change of clocks
   */
  static const struct
  {
    int now[3];
    int first[3];
  } cases[] = {
    { { 2026, 11, 22 }, { 2026, 10, 24 } }, { { 2028, 3, 29 }, { 2028, 2, 29 } },
    { { 2027, 3, 29 }, { 2027, 2, 28 } },   { { 2027, 1, 10 }, { 2026, 12, 12 } },
    { { 2028, 2, 29 }, { 2028, 1, 31 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const int *now = cases[i].now, *first = cases[i].first;
      gint64 day = sanera_date_new (now[0], now[1], now[2]);

      for (int hour = 0; hour < 24; hour += 23)
        g_assert_cmpint (sanera_score_history_first_day (day + hour * HOUR), ==,
                         sanera_date_new (first[0], first[1], first[2]));
    }
}

static void
test_history_change (void)
{
  const gint64 day = sanera_date_new (2028, 2, 28);
  const SaneraScoreDay days[] = {
    { day, (double)NAN, 0, 0 },
    { day + SANERA_TIME_DAY, 40.0, 0, 0 }, /* 29 February */
    { day + 2 * SANERA_TIME_DAY, 55.0, 0, 0 },
    { day + 5 * SANERA_TIME_DAY, 37.5, 0, 0 },
    { day + 6 * SANERA_TIME_DAY, (double)NAN, 0, 0 },
  };
  double change;
  gint64 since;

  g_assert_false (sanera_score_history_get_change (NULL, 0, &change, &since));
  g_assert_false (sanera_score_history_get_change (days, 1, &change, &since));
  g_assert_false (sanera_score_history_get_change (days, 2, &change, &since));
  g_assert_true (sanera_score_history_get_change (days, 3, &change, &since));
  CLOSE (change, 15.0);
  g_assert_true (sanera_score_history_get_change (days, G_N_ELEMENTS (days), &change, &since));
  CLOSE (change, -2.5);
  g_assert_cmpint (since, ==, sanera_date_new (2028, 2, 29));
}

static void
test_visit (void)
{
  const gint64 start = sanera_date_new (2026, 11, 20);
  SaneraVisit visit;

  sanera_visit_init (&visit);
  sanera_visit_begin (&visit, start, SANERA_INT_NULL);
  g_assert_cmpint (visit.previous, ==, SANERA_INT_NULL);
  sanera_visit_go_on (&visit, start + 5 * HOUR, start + 4 * HOUR);
  g_assert_cmpint (visit.previous, ==, SANERA_INT_NULL);

  /* A pause of less than an hour is a pause, however long the visit was. */
  sanera_visit_begin (&visit, start + 6 * HOUR - 1, start + 4 * HOUR);
  g_assert_cmpint (visit.previous, ==, SANERA_INT_NULL);
  sanera_visit_go_on (&visit, start + 6 * HOUR, start + 4 * HOUR);

  /* The server was last heard of before the end of the visit: that is what was on screen. */
  sanera_visit_begin (&visit, start + 30 * HOUR, start + 29 * HOUR);
  g_assert_cmpint (visit.previous, ==, start + 4 * HOUR);
  sanera_visit_go_on (&visit, start + 31 * HOUR, start + 31 * HOUR);
  g_assert_cmpint (visit.previous, ==, start + 4 * HOUR);

  /* A clock that was set back begins nothing. */
  sanera_visit_begin (&visit, start, start + 31 * HOUR);
  g_assert_cmpint (visit.previous, ==, start + 4 * HOUR);
}

/* The server */

typedef struct
{
  char *folder;
  SaneraDb *db;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraStore) store = NULL;
  g_autofree char *path = NULL;

  self->folder = g_dir_make_tmp ("sanera-score-XXXXXX", NULL);
  path = g_build_filename (self->folder, "server.db", NULL);
  store = sanera_server_open_store (path, &error);
  g_assert_no_error (error);
  sanera_store_close (store);
  self->db = sanera_db_open (path, SANERA_DB_DEFAULT, &error);
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
}

static void
run (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;

  sanera_db_exec (self->db, sql, &error);
  g_assert_no_error (error);
}

static gint64
query_int (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value;

  sanera_db_query_int (self->db, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

/* Returns whether it has changed something that clients are told. */
static gboolean
refresh (Fixture *self, gint64 now)
{
  g_autoptr (GError) error = NULL;
  gint64 before = query_int (self, "SELECT change FROM feed");

  g_assert_true (sanera_db_begin (self->db, &error));
  sanera_fleet_refresh (self->db, now, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
  return query_int (self, "SELECT change FROM feed") != before;
}

static void
assert_fleet (Fixture *self, const char *part)
{
  g_autofree char *fleet = NULL;
  g_autoptr (GError) error = NULL;

  sanera_meta_get (self->db, "fleet", &fleet, &error);
  g_assert_no_error (error);
  if (strstr (fleet, part) == NULL)
    g_error ("%s is not in %s", part, fleet);
}

static double
get_score (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  SaneraScores scores;
  gboolean found;

  sanera_scores_get (self->db, &scores, &found, &error);
  g_assert_no_error (error);
  g_assert_true (found);
  return scores.exposure_score;
}

static void
add_machine (Fixture *self,
             const char *name,
             double exposure,
             const char *level,
             gint64 assessed_on)
{
  g_autoptr (GError) error = NULL;

  sanera_db_run_sql (self->db, &error,
                     "INSERT INTO machines (id, computer_dns_name, rbac_group_name, exposure, "
                     "exposure_level, last_assessed_on) VALUES (?1, ?1, 'Clients', ?2, ?3, ?4)",
                     "tdti", name, exposure, level, assessed_on);
  g_assert_no_error (error);
}

/* Devices leave the score by the server's clock, and clients that wait are told. */
static void
test_daily (Fixture *self, gconstpointer data)
{
  const gint64 now = sanera_date_new (2028, 2, 28) + 12 * HOUR;

  g_assert_true (refresh (self, now));
  g_assert_true (isnan (get_score (self)));
  assert_fleet (self, "\"exposureScore\":null");
  add_machine (self, "a", 10.0, "Medium", now);
  add_machine (self, "b", 0.0, "Low", now - 29 * SANERA_TIME_DAY);
  g_assert_true (refresh (self, now));
  CLOSE (get_score (self), 25.0);
  assert_fleet (self, "{\"low\":1,\"medium\":1,\"high\":0,\"none\":0}");

  /* Nothing new: nobody is woken. */
  g_assert_false (refresh (self, now));
  g_assert_false (refresh (self, now + HOUR));

  /* Over the leap day to 1 March: another day of the history, and one device less. */
  g_assert_true (refresh (self, now + 2 * SANERA_TIME_DAY));
  CLOSE (get_score (self), 50.0);
  assert_fleet (self, "\"assessedDeviceCount\":1");
  assert_fleet (self, "{\"low\":0,\"medium\":1,\"high\":0,\"none\":1}");
  assert_fleet (self, "\"history\":[{\"day\":\"2028-02-28T00:00:00Z\",\"exposureScore\":25");
  assert_fleet (self, "{\"day\":\"2028-03-01T00:00:00Z\",\"exposureScore\":50");
  g_assert_cmpint (query_int (self, "SELECT count (*) FROM machines WHERE id = 'b' AND "
                                    "exposure_level = 'None' AND change > 0"),
                   ==, 1);
  g_assert_cmpint (query_int (self, "SELECT count (*) FROM device_groups WHERE name = 'Clients' "
                                    "AND device_count = 2 AND exposure_score = 50"),
                   ==, 1);

  /* All have left: "No data", never 0. */
  g_assert_true (refresh (self, now + 31 * SANERA_TIME_DAY));
  g_assert_true (isnan (get_score (self)));
  assert_fleet (self, "{\"low\":0,\"medium\":0,\"high\":0,\"none\":2}");
}

static void
test_history (Fixture *self, gconstpointer data)
{
  const gint64 start = sanera_date_new (2028, 2, 1) + HOUR;

  for (int day = 0; day < 40; day++)
    {
      /* Several times a day: the last counts. */
      run (self, "DELETE FROM machines");
      add_machine (self, "a", 10.0, "Medium", start + day * SANERA_TIME_DAY);
      refresh (self, start + day * SANERA_TIME_DAY);
      run (self, "UPDATE machines SET exposure = 30");
      g_assert_true (refresh (self, start + day * SANERA_TIME_DAY + 22 * HOUR));
    }
  g_assert_cmpint (query_int (self, "SELECT count (*) FROM score_history"), ==,
                   SANERA_HISTORY_DAYS);
  g_assert_cmpint (query_int (self, "SELECT min (day) FROM score_history"), ==,
                   sanera_date_new (2028, 2, 11));
  g_assert_cmpint (
      query_int (self, "SELECT count (*) FROM score_history WHERE exposure_score = 75"), ==,
      SANERA_HISTORY_DAYS);

  /* A clock that was ahead has not seen the future. */
  refresh (self, start + 35 * SANERA_TIME_DAY);
  g_assert_cmpint (query_int (self, "SELECT max (day) FROM score_history"), ==,
                   sanera_time_floor_day (start + 35 * SANERA_TIME_DAY));
}

static void
test_configuration_score (Fixture *self, gconstpointer data)
{
  const gint64 now = sanera_date_new (2026, 11, 22);

  refresh (self, now);
  assert_fleet (self, "\"configurationScore\":{\"points\":0,\"possible\":0,\"categories\":[]}");
  run (self, "INSERT INTO recommendations (id, recommendation_category, severity_score, "
             "exposed_machines_count, total_machine_count) VALUES "
             "('sca-_-a', 'OS', 8, 5, 20), ('sca-_-b', 'OS', 9, 0, 20), "
             "('sca-_-c', 'Network', 5.5, 3, 3), ('va-_-acme-_-tool', 'Application', 9, 1, 2), "
             "('scb', 'OS', 9, 1, 2)");
  g_assert_true (refresh (self, now));
  assert_fleet (self, "\"configurationScore\":{\"points\":15,\"possible\":22.5,\"categories\":["
                      "{\"category\":\"Network\",\"points\":0,\"possible\":5.5},"
                      "{\"category\":\"OS\",\"points\":15,\"possible\":17}]}");
}

/* On two large data sets no impact vanishes, and fixing any one recommendation lowers the score:
 * the score after it is the one without the recommendation's share. */
static void
test_large (Fixture *self, gconstpointer data)
{
  const SaneraSampleSize *size = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement;
  gboolean has_row = TRUE;

  sanera_sample_begin (self->db, &error);
  sanera_sample_write (self->db, size, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
  g_assert_cmpint (query_int (self, "SELECT count (*) FROM recommendations WHERE "
                                    "exposed_machines_count > 0"),
                   >, 100);
  g_assert_cmpint (query_int (self, "SELECT count (*) FROM recommendations WHERE "
                                    "exposed_machines_count > 0 AND exposure_sum <= 0"),
                   ==, 0);
  g_assert_cmpint (query_int (self, "SELECT count (*) FROM score_history"), ==,
                   SANERA_HISTORY_DAYS);

  /* Those with the largest and the smallest impact, of those on a device that counts. */
  statement = sanera_db_prepare (
      self->db,
      "SELECT r.row_id FROM (SELECT row_id, row_number () OVER (ORDER BY exposure_sum) AS low, "
      "row_number () OVER (ORDER BY exposure_sum DESC) AS high FROM recommendations WHERE row_id "
      "IN "
      "(SELECT f.recommendation FROM findings f JOIN machines m ON m.row_id = f.machine WHERE "
      "f.open "
      "= 1 AND m.last_assessed_on >= ? AND m.retired_on IS NULL)) r WHERE low <= 10 OR high <= 10",
      &error);
  g_assert_no_error (error);
  sanera_db_bind_int (statement, 1, size->now - SANERA_EXPOSURE_DAYS * SANERA_TIME_DAY);
  while (has_row)
    {
      sanera_db_step (self->db, statement, &has_row, &error);
      g_assert_no_error (error);
      if (has_row)
        {
          gint64 row = sqlite3_column_int64 (statement, 0);

          g_array_append_val (rows, row);
        }
    }
  g_assert_cmpuint (rows->len, >, 10);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (SaneraDeriveCache) cache = NULL;
      g_autoptr (GHashTable) recommendations = NULL;
      g_autoptr (GArray) machines = g_array_new (FALSE, FALSE, sizeof (gint64));
      gint64 row = g_array_index (rows, gint64, i);
      double before = get_score (self);

      g_assert_true (sanera_db_begin (self->db, &error));
      statement = sanera_db_prepare (
          self->db, "SELECT DISTINCT machine FROM findings WHERE recommendation = ? AND open = 1",
          &error);
      sanera_db_bind_int (statement, 1, row);
      for (has_row = TRUE; has_row;)
        {
          sanera_db_step (self->db, statement, &has_row, &error);
          if (has_row)
            {
              gint64 machine = sqlite3_column_int64 (statement, 0);

              g_array_append_val (machines, machine);
            }
        }
      sanera_db_run_sql (self->db, &error, "UPDATE findings SET open = 0 WHERE recommendation = ?",
                         "i", row);
      cache = sanera_derive_cache_new (self->db, size->now);
      recommendations = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      for (guint k = 0; k < machines->len; k++)
        sanera_derive_machine (cache, g_array_index (machines, gint64, k), recommendations, &error);
      sanera_fleet_refresh (self->db, size->now, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (get_score (self), <, before);
      sanera_db_rollback (self->db);
      CLOSE (get_score (self), before);
    }
}

int
main (int argc, char **argv)
{
  const gint64 now = sanera_date_new (2026, 11, 22);
  const SaneraSampleSize many_devices = { 2000, 300, 10, 7, now };
  const SaneraSampleSize many_recommendations = { 300, 2000, 10, 8, now };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/score/figures", test_figures);
  g_test_add_func ("/score/configuration", test_configuration);
  g_test_add_func ("/score/history/days", test_history_days);
  g_test_add_func ("/score/history/change", test_history_change);
  g_test_add_func ("/visit", test_visit);
  g_test_add ("/server/score/daily", Fixture, NULL, set_up, test_daily, tear_down);
  g_test_add ("/server/score/history", Fixture, NULL, set_up, test_history, tear_down);
  g_test_add ("/server/score/configuration", Fixture, NULL, set_up, test_configuration_score,
              tear_down);
  g_test_add ("/server/score/many-devices", Fixture, &many_devices, set_up, test_large, tear_down);
  g_test_add ("/server/score/many-recommendations", Fixture, &many_recommendations, set_up,
              test_large, tear_down);
  return g_test_run ();
}
