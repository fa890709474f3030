/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "sanera-json.h"
#include "store-audit.h"
#include "store-devices.h"
#include "store-feed.h"
#include "store-meta.h"
#include "store-scores.h"

/* Figures of the fleet as a whole and of each device group, kept up to date so that no page of the
 * feed has to count devices. machines.exposure is s of the exposure score; e = s / (s + 10). */

typedef struct
{
  SaneraFleetFigures fleet;
  GHashTable *groups; /* name → SaneraFleetFigures */
  GArray *stale; /* row ids of devices that still have a level, but no recent assessment */
} Figures;

static void
figures_clear (Figures *figures)
{
  g_hash_table_unref (figures->groups);
  g_array_unref (figures->stale);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Figures, figures_clear)

static SaneraFleetFigures *
get_group (Figures *figures, const char *name)
{
  SaneraFleetFigures *group = g_hash_table_lookup (figures->groups, name);

  if (group == NULL)
    {
      group = g_new (SaneraFleetFigures, 1);
      sanera_fleet_figures_init (group);
      g_hash_table_insert (figures->groups, g_strdup (name), group);
    }
  return group;
}

/* The rules are those of the model: every device once. */
static gboolean
compute_figures (SaneraDb *db, gint64 now, Figures *figures, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT coalesce (nullif (rbac_group_name, ''), 'UnassignedGroup'), exposure, "
      "last_assessed_on, row_id, exposure_level IN ('Low', 'Medium', 'High') FROM machines WHERE "
      "retired_on IS NULL",
      error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      double sum;
      gint64 assessed_on;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      sum = sqlite3_column_double (statement, 1);
      assessed_on = sqlite3_column_type (statement, 2) != SQLITE_NULL
                        ? sqlite3_column_int64 (statement, 2)
                        : SANERA_INT_NULL;
      sanera_fleet_figures_add (&figures->fleet, sum, assessed_on, now);
      sanera_fleet_figures_add (get_group (figures, sanera_db_column_text (statement, 0)), sum,
                                assessed_on, now);
      if (sqlite3_column_int (statement, 4) != 0 && !sanera_exposure_is_current (assessed_on, now))
        {
          gint64 row = sqlite3_column_int64 (statement, 3);

          g_array_append_val (figures->stale, row);
        }
    }

  return TRUE;
}

/* A device without a recent assessment has no level any more, neither in the list of devices nor in
 * Defender's format; the next assessment gives it one. */
static gboolean
move_out (SaneraDb *db, gint64 machine, GError **error)
{
  return sanera_db_run_sql (
      db, error, "UPDATE machines SET exposure_level = ?, change = NULL WHERE row_id = ?", "ti",
      sanera_exposure_level_nick (SANERA_EXPOSURE_LEVEL_NONE), machine);
}

static gboolean
move_out_all (SaneraDb *db, GArray *machines, GError **error)
{
  for (guint i = 0; i < machines->len; i++)
    {
      if (!move_out (db, g_array_index (machines, gint64, i), error))
        return FALSE;
    }
  return TRUE;
}

/* Whether the row of a group says something else, or is missing. */
static gboolean
is_changed (SaneraDb *db,
            const char *name,
            const SaneraFleetFigures *group,
            gboolean *changed,
            GError **error)
{
  gint64 found;

  if (!sanera_db_query_int (db, &found, error,
                            "SELECT EXISTS (SELECT 1 FROM device_groups WHERE name = ? AND "
                            "device_count = ? AND exposure_score IS ?)",
                            "tid", name, group->devices, sanera_fleet_figures_get_score (group)))
    return FALSE;

  *changed = found == 0;
  return TRUE;
}

static GPtrArray *
find_empty_groups (SaneraDb *db, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT name FROM device_groups WHERE name NOT IN ("
      " SELECT coalesce (nullif (rbac_group_name, ''), 'UnassignedGroup') FROM machines"
      " WHERE retired_on IS NULL)",
      error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;

  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      g_ptr_array_add (names, g_strdup (sanera_db_column_text (statement, 0)));
    }

  return g_steal_pointer (&names);
}

static gboolean
write_group (SaneraDb *db, const char *name, const SaneraFleetFigures *group, GError **error)
{
  gint64 change;

  return sanera_feed_reserve (db, 1, &change, error) &&
         sanera_feed_undelete (db, SANERA_ENTITY_GROUP, name, error) &&
         sanera_db_run_sql (db, error,
                            "INSERT INTO device_groups (name, device_count, exposure_score, "
                            "change) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
                            "device_count = excluded.device_count, "
                            "exposure_score = excluded.exposure_score, change = excluded.change",
                            "tidi", name, group->devices, sanera_fleet_figures_get_score (group),
                            change);
}

static gboolean
refresh_groups (SaneraDb *db, const Figures *figures, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) empty = find_empty_groups (db, error);
  GHashTableIter iter;
  gpointer name, group;

  if (empty == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, figures->groups);
  while (g_hash_table_iter_next (&iter, &name, &group))
    {
      gboolean changed;

      if (!is_changed (db, name, group, &changed, error) ||
          (changed && !write_group (db, name, group, error)))
        return FALSE;
    }
  for (guint i = 0; i < empty->len; i++)
    if (!sanera_feed_delete (db, SANERA_ENTITY_GROUP, empty->pdata[i], now, error) ||
        !sanera_db_run_sql (db, error, "DELETE FROM device_groups WHERE name = ?", "t",
                            empty->pdata[i]))
      return FALSE;

  return TRUE;
}

static void
append_fleet (GString *out, const SaneraFleetFigures *fleet)
{
  double score = sanera_fleet_figures_get_score (fleet);

  g_string_append_printf (out,
                          "\"deviceCount\":%" G_GINT64_FORMAT
                          ",\"assessedDeviceCount\":%" G_GINT64_FORMAT ",\"exposureScore\":",
                          fleet->devices, fleet->assessed);
  if (!isnan (score))
    sanera_json_append_double (out, score);
  else
    g_string_append (out, "null");
  g_string_append (out, ",\"lastAssessedOn\":");
  if (fleet->last_assessed_on != SANERA_INT_NULL)
    sanera_json_append_time (out, fleet->last_assessed_on);
  else
    g_string_append (out, "null");
}

/**
 * sanera_fleet_refresh:
 * @db: the server's database, in the transaction that has changed devices, their group, their
 *   assessment or their exposure
 * @now: the time, microseconds: devices assessed in the 30 days before count for the score
 * @error: when it cannot be written
 *
 * Brings the figures of the fleet, the scores with their history and the rows of device_groups up
 * to date; what has changed, devices too, takes its place in the feed, which wakes the clients that
 * wait. Called by everything that derives, and every hour: so a day begins, and devices leave the
 * score, without a change by anybody.
 *
 * Returns: whether it went well
 */
gboolean
sanera_fleet_refresh (SaneraDb *db, gint64 now, GError **error)
{
  g_auto (Figures) figures = {
    .groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .stale = g_array_new (FALSE, FALSE, sizeof (gint64)),
  };
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *before = NULL;
  gint64 change;

  sanera_fleet_figures_init (&figures.fleet);
  if (!compute_figures (db, now, &figures, error) || !move_out_all (db, figures.stale, error) ||
      !sanera_devices_place (db, error) || !refresh_groups (db, &figures, now, error))
    return FALSE;
  append_fleet (json, &figures.fleet);
  if (!sanera_scores_append_json (db, &figures.fleet, now, json, error) ||
      !sanera_meta_get (db, "fleet", &before, error))
    return FALSE;
  if (g_strcmp0 (before, json->str) == 0)
    return TRUE;

  return sanera_feed_reserve (db, 1, &change, error) &&
         sanera_meta_set (db, "fleet", json->str, error);
}

/**
 * sanera_fleet_append_json:
 * @db: the server's database
 * @out: where to write `{"deviceCount","assessedDeviceCount","exposureScore" (null: no data),
 *   "lastAssessedOn","configurationScore","exposureDistribution","history","auditHead",
 *   "auditLength"}`: the last two are hash and number of the last line of the audit log (rule R11)
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_fleet_append_json (SaneraDb *db, GString *out, GError **error)
{
  g_autofree char *fleet = NULL;
  g_autofree char *head = NULL;
  gint64 length;

  if (!sanera_meta_get (db, "fleet", &fleet, error) || !sanera_audit_get_head (db, &head, error) ||
      !sanera_audit_get_length (db, &length, error))
    return FALSE;

  g_string_append_printf (out, "{%s,\"auditHead\":\"%s\",\"auditLength\":%" G_GINT64_FORMAT "}",
                          fleet != NULL ? fleet
                                        : "\"deviceCount\":0,\"assessedDeviceCount\":0,"
                                          "\"exposureScore\":null,\"lastAssessedOn\":null,"
                                          "\"configurationScore\":{\"points\":0,\"possible\":0,"
                                          "\"categories\":[]},\"exposureDistribution\":"
                                          "{\"low\":0,\"medium\":0,\"high\":0,\"none\":0},"
                                          "\"history\":[]",
                          head, length);
  return TRUE;
}
