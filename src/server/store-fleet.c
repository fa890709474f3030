/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "sanera-json.h"
#include "sanera-time.h"
#include "store-audit.h"
#include "store-feed.h"
#include "store-meta.h"

/* Figures of the fleet as a whole and of each device group, kept up to date so that no page of the
 * feed has to count devices. machines.exposure is s of the exposure score; e = s / (s + 10). */

#define ASSESSED_DAYS 30

typedef struct
{
  char *name;
  gint64 device_count;
  double exposure_score;
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->name);
  g_free (group);
}

static double
column_double_or_nan (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) != SQLITE_NULL
             ? sqlite3_column_double (statement, column)
             : (double)NAN;
}

/* The groups whose row is missing or not right any more. */
static GPtrArray *
find_changed_groups (SaneraDb *db, gint64 since, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT f.name, f.devices, f.score FROM ("
      " SELECT coalesce (nullif (rbac_group_name, ''), 'UnassignedGroup') AS name,"
      " count (*) AS devices,"
      " 100.0 * avg (CASE WHEN last_assessed_on >= ? THEN exposure / (exposure + 10) END) AS score"
      " FROM machines WHERE retired_on IS NULL GROUP BY 1) f"
      " LEFT JOIN device_groups g ON g.name = f.name"
      " WHERE g.name IS NULL OR g.device_count IS NOT f.devices OR g.exposure_score IS NOT f.score",
      error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;

  sanera_db_bind_int (statement, 1, since);
  while (TRUE)
    {
      Group *group;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      group = g_new0 (Group, 1);
      group->name = g_strdup (sanera_db_column_text (statement, 0));
      group->device_count = sqlite3_column_int64 (statement, 1);
      group->exposure_score = column_double_or_nan (statement, 2);
      g_ptr_array_add (groups, group);
    }

  return g_steal_pointer (&groups);
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
refresh_groups (SaneraDb *db, gint64 since, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) changed = find_changed_groups (db, since, error);
  g_autoptr (GPtrArray) empty = changed != NULL ? find_empty_groups (db, error) : NULL;

  if (empty == NULL)
    return FALSE;

  for (guint i = 0; i < changed->len; i++)
    {
      const Group *group = changed->pdata[i];
      gint64 change;

      if (!sanera_feed_reserve (db, 1, &change, error) ||
          !sanera_feed_undelete (db, SANERA_ENTITY_GROUP, group->name, error) ||
          !sanera_db_run_sql (db, error,
                              "INSERT INTO device_groups (name, device_count, exposure_score, "
                              "change) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
                              "device_count = excluded.device_count, "
                              "exposure_score = excluded.exposure_score, change = excluded.change",
                              "tidi", group->name, group->device_count, group->exposure_score,
                              change))
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
append_int (GString *out, const char *name, gint64 value)
{
  g_string_append_printf (out, "\"%s\":%" G_GINT64_FORMAT ",", name, value);
}

static gboolean
compute_fleet (SaneraDb *db, gint64 since, GString *out, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT count (*), count (CASE WHEN last_assessed_on >= ?1 THEN 1 END),"
      " 100.0 * avg (CASE WHEN last_assessed_on >= ?1 THEN exposure / (exposure + 10) END),"
      " max (last_assessed_on) FROM machines WHERE retired_on IS NULL",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, since);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;

  append_int (out, "deviceCount", sqlite3_column_int64 (statement, 0));
  append_int (out, "assessedDeviceCount", sqlite3_column_int64 (statement, 1));
  g_string_append (out, "\"exposureScore\":");
  if (sqlite3_column_type (statement, 2) != SQLITE_NULL)
    sanera_json_append_double (out, sqlite3_column_double (statement, 2));
  else
    g_string_append (out, "null");
  g_string_append (out, ",\"lastAssessedOn\":");
  if (sqlite3_column_type (statement, 3) != SQLITE_NULL)
    sanera_json_append_time (out, sqlite3_column_int64 (statement, 3));
  else
    g_string_append (out, "null");
  sanera_db_reset (statement);

  return TRUE;
}

/**
 * sanera_fleet_refresh:
 * @db: the server's database, in the transaction that has changed devices, their group, their
 *   assessment or their exposure
 * @now: the time, microseconds: devices assessed in the 30 days before count for the score
 * @error: when it cannot be written
 *
 * Brings the figures of the fleet and the rows of device_groups up to date; what has changed takes
 * its place in the feed. Called by everything that derives, and once a day.
 *
 * Returns: whether it went well
 */
gboolean
sanera_fleet_refresh (SaneraDb *db, gint64 now, GError **error)
{
  gint64 since = now - ASSESSED_DAYS * SANERA_TIME_DAY;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *before = NULL;
  gint64 change;

  if (!refresh_groups (db, since, now, error) || !compute_fleet (db, since, json, error) ||
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
 *   "lastAssessedOn","auditHead","auditLength"}`: hash and number of the last line of the audit
 *   log (rule R11)
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
                                          "\"exposureScore\":null,\"lastAssessedOn\":null",
                          head, length);
  return TRUE;
}
