/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-scores.h"

#include <math.h>
#include <string.h>

#include "sanera-json.h"
#include "sanera-time.h"
#include "store-views.h"

/* The scores of the organisation, and what they were on the days before. */

/* One row is one configuration recommendation; an id of that kind begins with "sca-_-", and "." is
 * the character behind "-". Whether a device is covered by an exception is not looked at: only the
 * exposure is lowered by one. */
#define CONFIGURATION_RECOMMENDATIONS                                                            \
  "SELECT coalesce (recommendation_category, ''), coalesce (severity_score, 0), "                \
  "coalesce (exposed_machines_count, 0), coalesce (total_machine_count, 0) FROM recommendations" \
  " WHERE id >= 'sca-_-' AND id < 'sca-_.' ORDER BY 1, id"

static void
append_points (GString *out, double points, double possible)
{
  g_string_append (out, "\"points\":");
  sanera_json_append_double (out, points);
  g_string_append (out, ",\"possible\":");
  sanera_json_append_double (out, possible);
}

static void
append_category (GString *out, const SaneraCategoryScore *score)
{
  g_string_append (out, out->len > 0 ? ",{\"category\":" : "{\"category\":");
  sanera_json_append_string (out, score->category);
  g_string_append_c (out, ',');
  append_points (out, score->points, score->possible);
  g_string_append_c (out, '}');
}

/* Points by category; @total gets those of all. */
static gboolean
append_configuration (SaneraDb *db, SaneraScores *total, GString *out, GError **error)
{
  g_autoptr (GString) categories = g_string_new (NULL);
  SaneraCategoryScore *category = NULL;
  sqlite3_stmt *statement = sanera_db_prepare (db, CONFIGURATION_RECOMMENDATIONS, error);
  gboolean has_row = TRUE;
  gboolean ok = statement != NULL;

  while (ok && has_row)
    {
      const char *name;
      double weight, points;

      ok = sanera_db_step (db, statement, &has_row, error);
      if (!ok || !has_row)
        break;
      name = sanera_db_column_text (statement, 0);
      weight = sqlite3_column_double (statement, 1);
      points = sanera_configuration_points (weight, sqlite3_column_int64 (statement, 2),
                                            sqlite3_column_int64 (statement, 3));
      if (category == NULL || !g_str_equal (category->category, name))
        {
          if (category != NULL)
            append_category (categories, category);
          sanera_category_score_free (category);
          category = sanera_category_score_new (name, 0.0, 0.0);
        }
      category->points += points;
      category->possible += weight;
      total->configuration_points += points;
      total->configuration_possible += weight;
    }
  if (category != NULL)
    append_category (categories, category);
  sanera_category_score_free (category);
  if (!ok)
    return FALSE;

  g_string_append (out, ",\"configurationScore\":{");
  append_points (out, total->configuration_points, total->configuration_possible);
  g_string_append_printf (out, ",\"categories\":[%s]}", categories->str);
  return TRUE;
}

static void
append_distribution (GString *out, const SaneraFleetFigures *figures)
{
  g_string_append_printf (
      out,
      ",\"exposureDistribution\":{\"low\":%" G_GINT64_FORMAT ",\"medium\":%" G_GINT64_FORMAT
      ",\"high\":%" G_GINT64_FORMAT ",\"none\":%" G_GINT64_FORMAT "}",
      figures->levels[SANERA_EXPOSURE_LEVEL_LOW], figures->levels[SANERA_EXPOSURE_LEVEL_MEDIUM],
      figures->levels[SANERA_EXPOSURE_LEVEL_HIGH], figures->levels[SANERA_EXPOSURE_LEVEL_NONE]);
}

/* Puts the scores in the place of what was written of today. Days that are too old go, and so does
 * what a clock that was ahead has written of days to come. */
static gboolean
write_today (SaneraDb *db, const SaneraScores *scores, gint64 now, GError **error)
{
  gint64 today = sanera_time_floor_day (now);

  return sanera_db_run_sql (db, error, "DELETE FROM score_history WHERE day < ? OR day > ?", "ii",
                            sanera_score_history_first_day (now), today) &&
         sanera_db_run_sql (
             db, error,
             "INSERT INTO score_history (day, exposure_score, configuration_points, "
             "configuration_possible, updated_on) VALUES (?, ?, ?, ?, ?) ON CONFLICT (day) DO "
             "UPDATE SET exposure_score = excluded.exposure_score, configuration_points = "
             "excluded.configuration_points, configuration_possible = "
             "excluded.configuration_possible, updated_on = excluded.updated_on WHERE "
             "exposure_score IS NOT excluded.exposure_score OR configuration_points <> "
             "excluded.configuration_points OR configuration_possible <> "
             "excluded.configuration_possible",
             "idddi", today, scores->exposure_score, scores->configuration_points,
             scores->configuration_possible, now);
}

static gboolean
append_history (SaneraDb *db, GString *out, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT day, exposure_score, configuration_points, "
                         "configuration_possible FROM score_history ORDER BY day",
                         error);
  gboolean first = TRUE;
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;

  g_string_append (out, ",\"history\":[");
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_string_append (out, first ? "{\"day\":" : ",{\"day\":");
      sanera_json_append_time (out, sqlite3_column_int64 (statement, 0));
      g_string_append (out, ",\"exposureScore\":");
      if (sqlite3_column_type (statement, 1) != SQLITE_NULL)
        sanera_json_append_double (out, sqlite3_column_double (statement, 1));
      else
        g_string_append (out, "null");
      g_string_append (out, ",\"configurationPoints\":");
      sanera_json_append_double (out, sqlite3_column_double (statement, 2));
      g_string_append (out, ",\"configurationPossible\":");
      sanera_json_append_double (out, sqlite3_column_double (statement, 3));
      g_string_append_c (out, '}');
      first = FALSE;
    }
  g_string_append_c (out, ']');
  return TRUE;
}

/**
 * sanera_scores_append_json:
 * @db: the server's database, in a transaction
 * @figures: of all devices
 * @now: the time, microseconds
 * @out: where to write the members `configurationScore` {points, possible, categories[]},
 *   `exposureDistribution` {low, medium, high, none} and `history` (one element for each UTC day,
 * at most %SANERA_HISTORY_DAYS, the oldest first), each with a comma before it
 * @error: when the database fails
 *
 * Brings today's row of the history up to date.
 *
 * Returns: whether it went well
 */
gboolean
sanera_scores_append_json (SaneraDb *db,
                           const SaneraFleetFigures *figures,
                           gint64 now,
                           GString *out,
                           GError **error)
{
  SaneraScores scores = { .exposure_score = sanera_fleet_figures_get_score (figures) };

  if (!append_configuration (db, &scores, out, error))
    return FALSE;
  append_distribution (out, figures);

  return write_today (db, &scores, now, error) && append_history (db, out, error);
}

/**
 * sanera_scores_get:
 * @db: the server's database
 * @scores: (out): the scores as they are
 * @found: (out): whether they were ever computed
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_scores_get (SaneraDb *db, SaneraScores *scores, gboolean *found, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT exposure_score, configuration_points, configuration_possible, "
                         "updated_on FROM score_history ORDER BY day DESC LIMIT 1",
                         error);

  if (statement == NULL || !sanera_db_step (db, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;

  scores->exposure_score = sqlite3_column_type (statement, 0) != SQLITE_NULL
                               ? sqlite3_column_double (statement, 0)
                               : (double)NAN;
  scores->configuration_points = sqlite3_column_double (statement, 1);
  scores->configuration_possible = sqlite3_column_double (statement, 2);
  scores->updated_on = sqlite3_column_int64 (statement, 3);
  sanera_db_reset (statement);

  return TRUE;
}

/**
 * sanera_score_append_json:
 * @out: where to write `"time":…,"score":…`
 * @time: since when it has been so, microseconds
 * @score: a score; NAN: no data, which is null and never 0
 *
 * Writes the members of a score as Defender does.
 */
void
sanera_score_append_json (GString *out, gint64 time, double score)
{
  g_string_append (out, "\"time\":");
  sanera_json_append_time (out, time);
  g_string_append (out, ",\"score\":");
  if (isnan (score))
    g_string_append (out, "null");
  else
    sanera_json_append_double (out, score);
}

/**
 * sanera_scores_append_groups:
 * @db: the server's database
 * @time: since when the scores have been so, microseconds
 * @out: where to write the elements, separated by commas
 * @error: when the database cannot be read
 *
 * Writes the exposure score of each device group, by name.
 *
 * Returns: whether it went well
 */
gboolean
sanera_scores_append_groups (SaneraDb *db, gint64 time, GString *out, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db, "SELECT name, exposure_score FROM device_groups ORDER BY name", error);
  gboolean first = TRUE;
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_string_append (out, first ? "{" : ",{");
      sanera_score_append_json (out, time,
                                sqlite3_column_type (statement, 1) != SQLITE_NULL
                                    ? sqlite3_column_double (statement, 1)
                                    : (double)NAN);
      g_string_append (out, ",\"rbacGroupName\":");
      sanera_json_append_string (out, sanera_db_column_text (statement, 0));
      g_string_append_c (out, '}');
      first = FALSE;
    }

  return TRUE;
}

static void
append_software (GString *out, sqlite3_stmt *statement)
{
  const char *id = sanera_db_column_text (statement, 0);

  /* "va-_-google-_-chrome" is about the software "google-_-chrome". */
  if (g_str_has_prefix (id, "va-_-"))
    id += strlen ("va-_-");
  g_string_append (out, "\"id\":");
  sanera_json_append_string (out, id);
  g_string_append (out, ",\"name\":");
  sanera_json_append_string (out, sanera_db_column_text (statement, 1));
  g_string_append (out, ",\"vendor\":");
  sanera_json_append_string (out, sanera_db_column_text (statement, 2));
  g_string_append_printf (
      out,
      ",\"weaknesses\":%" G_GINT64_FORMAT
      ",\"publicExploit\":%s,\"activeAlert\":%s,\"exposedMachines\":%" G_GINT64_FORMAT
      ",\"impactScore\":",
      (gint64)sqlite3_column_int64 (statement, 3),
      sqlite3_column_int (statement, 4) != 0 ? "true" : "false",
      sqlite3_column_int (statement, 5) != 0 ? "true" : "false",
      (gint64)sqlite3_column_int64 (statement, 6));
  sanera_json_append_double (out, sqlite3_column_double (statement, 7));
}

/**
 * sanera_software_append_json:
 * @db: the server's database
 * @recommendation: id of a recommendation
 * @out: where to write the members `id`, `name`, `vendor`, `weaknesses`, `publicExploit`,
 *   `activeAlert`, `exposedMachines`, `impactScore`
 * @found: (out): whether the recommendation is there, and about a software
 * @error: when the database cannot be read
 *
 * Writes the software that a recommendation is about, as Defender does ("Software resource type").
 *
 * Returns: whether it went well
 */
gboolean
sanera_software_append_json (SaneraDb *db,
                             const char *recommendation,
                             GString *out,
                             gboolean *found,
                             GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT t.id, coalesce (t.product_name, ''), coalesce (t.vendor, ''), t.weaknesses, "
      "t.public_exploit, t.active_alert, t.exposed_machines_count, " SANERA_EXPOSURE_IMPACT
      " FROM recommendations t WHERE t.id = ? AND t.id NOT LIKE 'sca-%'",
      error);

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, recommendation);
  if (!sanera_db_step (db, statement, found, error))
    return FALSE;
  if (*found)
    append_software (out, statement);
  sanera_db_reset (statement);

  return TRUE;
}
