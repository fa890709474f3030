/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-tenant-rows.h"

#include <math.h>

#include "sanera-cache-private.h"
#include "sanera-device-group.h"
#include "sanera-list.h"
#include "sanera-score-text.h"
#include "sanera-time.h"

/* The same row of the meta table as a sync by feed has: one cache has only one of them. */
#define META_GENERATION "generation"
#define KEPT_DAYS 31 /* of the line of scores */

/**
 * sanera_tenant_rows_begin:
 * @db: the writer's connection
 * @generation: (out): number of the sync that begins
 * @error: return location
 *
 * Returns: whether it is noted
 */
gboolean
sanera_tenant_rows_begin (SaneraDb *db, gint64 *generation, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *before = sanera_cache_get_meta (db, META_GENERATION, &local_error);
  g_autofree char *text = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *generation = (before != NULL ? MAX (g_ascii_strtoll (before, NULL, 10), 0) : 0) + 1;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, *generation);
  return sanera_cache_set_meta (db, META_GENERATION, text, error);
}

/* @row_id: (out): 0: there is none */
static gboolean
find_row (SaneraDb *db,
          const SaneraListInfo *info,
          const char *id,
          gint64 *row_id,
          gint64 *seen,
          GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT row_id, seen FROM %s WHERE %s = ?", info->table,
                                          sanera_noun_get_column (info->noun, 0));
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row;

  *row_id = 0;
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      *row_id = sqlite3_column_int64 (statement, 0);
      *seen = sqlite3_column_int64 (statement, 1);
    }
  sanera_db_reset (statement);

  return TRUE;
}

/* What the tenant does not tell stays what it is here. */
static void
keep_own (const SaneraNoun *noun, gpointer data, gconstpointer old)
{
  for (guint i = 0; i < noun->n_fields; i++)
    {
      const SaneraField *field = &noun->fields[i];

      if (g_str_equal (field->key, "change") ||
          (field->flags & (SANERA_FIELD_LOCAL | SANERA_FIELD_DERIVED)) != 0)
        sanera_field_copy (field, data, old);
    }
}

/**
 * sanera_tenant_rows_put:
 * @db: the writer's connection, in a transaction
 * @list: a list without parents
 * @data: data of its noun; its own `change` is set
 * @generation: of the sync
 * @fresh: (out): whether this sync has not seen the row before
 * @changed: (out): whether it was written: a row that is as it was is only marked as seen
 * @error: return location
 *
 * Returns: whether it went well
 */
gboolean
sanera_tenant_rows_put (SaneraDb *db,
                        SaneraList list,
                        gpointer data,
                        gint64 generation,
                        gboolean *fresh,
                        gboolean *changed,
                        GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  const SaneraField *change = sanera_noun_find (info->noun, "change");
  const char *id = sanera_field_get_text (&info->noun->fields[0], data);
  g_autofree char *mark = NULL;
  gint64 row_id = 0, seen = 0;
  gboolean same = FALSE;

  g_return_val_if_fail (db != NULL && data != NULL, FALSE);
  g_return_val_if_fail (!info->has_parent && change != NULL, FALSE);

  if (!find_row (db, info, id, &row_id, &seen, error))
    return FALSE;
  *fresh = row_id == 0 || seen != generation;
  if (row_id != 0)
    {
      gpointer old = sanera_noun_data_new (info->noun);
      gboolean found = FALSE;
      gboolean ok = sanera_cache_read_row (db, list, row_id, old, &found, error);

      if (ok && found)
        {
          keep_own (info->noun, data, old);
          same = sanera_noun_data_equal (info->noun, data, old);
        }
      sanera_noun_data_free (info->noun, old);
      if (!ok)
        return FALSE;
    }

  *changed = !same;
  if (same)
    {
      mark = g_strdup_printf ("UPDATE %s SET seen = ? WHERE row_id = ?", info->table);
      return !*fresh || sanera_db_run_sql (db, error, mark, "ii", generation, row_id);
    }

  *SANERA_FIELD_PTR (gint64, data, change) = generation;
  return sanera_cache_put (db, list, NULL, data, generation, error);
}

/**
 * sanera_tenant_rows_count_activities:
 * @db: a connection
 * @recommendation_id: id of a recommendation
 * @generation: of the sync
 * @count: (out): how many activities that the sync has seen are in progress for it
 * @error: return location
 *
 * Returns: whether it could be read
 */
gboolean
sanera_tenant_rows_count_activities (SaneraDb *db,
                                     const char *recommendation_id,
                                     gint64 generation,
                                     gint64 *count,
                                     GError **error)
{
  return sanera_db_query_int (db, count, error,
                              "SELECT count (*) FROM remediation_tasks WHERE "
                              "recommendation_reference = ? AND seen = ? AND status = 'Active'",
                              "ti", recommendation_id, generation);
}

static gboolean
set_int (SaneraDb *db, const char *key, gint64 value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return sanera_cache_set_meta (db, key, text, error);
}

static gboolean
sum_up_levels (SaneraDb *db, gint64 generation, GError **error)
{
  static const char *const names[] = { "None", "Low", "Medium", "High" };
  gint64 levels[G_N_ELEMENTS (names)] = { 0 };
  g_autofree char *text = NULL;
  gint64 all = 0, rest = 0;

  if (!sanera_db_query_int (db, &all, error, "SELECT count (*) FROM machines WHERE seen = ?", "i",
                            generation))
    return FALSE;
  rest = all;
  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    {
      if (!sanera_db_query_int (
              db, &levels[i], error,
              "SELECT count (*) FROM machines WHERE seen = ? AND exposure_level = ?", "it",
              generation, names[i]))
        return FALSE;
      rest -= levels[i];
    }
  levels[0] = rest;

  text = sanera_numbers_to_string (levels, G_N_ELEMENTS (levels));
  return set_int (db, SANERA_CACHE_META_DEVICE_COUNT, all, error) &&
         set_int (db, SANERA_CACHE_META_ASSESSED_DEVICE_COUNT, all - rest, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_EXPOSURE_LEVELS, text, error);
}

static gboolean
read_groups (SaneraDb *db, gint64 generation, GPtrArray *names, GArray *counts, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT rbac_group_name, count (*) FROM machines WHERE seen = ? AND "
                         "coalesce (rbac_group_name, '') <> '' GROUP BY rbac_group_name",
                         error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, generation);
  while (TRUE)
    {
      gint64 count;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_ptr_array_add (names, g_strdup (sanera_db_column_text (statement, 0)));
      count = sqlite3_column_int64 (statement, 1);
      g_array_append_val (counts, count);
    }
  sanera_db_reset (statement);

  return TRUE;
}

/**
 * sanera_tenant_rows_sum_up_devices:
 * @db: the writer's connection, in a transaction
 * @generation: of a sync that has seen all devices
 * @groups_changed: (out): whether a device group was written
 * @error: return location
 *
 * No call lists device groups, nor counts devices by their exposure: both are told by the devices.
 *
 * Returns: whether it went well
 */
gboolean
sanera_tenant_rows_sum_up_devices (SaneraDb *db,
                                   gint64 generation,
                                   gboolean *groups_changed,
                                   GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));

  *groups_changed = FALSE;
  if (!sum_up_levels (db, generation, error) || !read_groups (db, generation, names, counts, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      SaneraDeviceGroupData *data = sanera_noun_data_new (&sanera_device_group_noun);
      gboolean fresh, changed = FALSE, ok;

      data->name = g_strdup (names->pdata[i]);
      data->device_count = g_array_index (counts, gint64, i);
      data->exposure_score = (double)NAN;
      ok = sanera_tenant_rows_put (db, SANERA_LIST_DEVICE_GROUPS, data, generation, &fresh,
                                   &changed, error);
      sanera_noun_data_free (&sanera_device_group_noun, data);
      if (!ok)
        return FALSE;
      *groups_changed |= changed;
    }

  return TRUE;
}

/**
 * sanera_tenant_rows_set_points:
 * @db: the writer's connection, in a transaction
 * @points: the configuration score, or NAN
 * @error: return location
 *
 * Microsoft tells points, neither of how many nor for which categories.
 *
 * Returns: whether they are written
 */
gboolean
sanera_tenant_rows_set_points (SaneraDb *db, double points, GError **error)
{
  g_autoptr (GPtrArray) scores =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_category_score_free);
  g_autofree char *text = NULL;

  if (!isnan (points))
    g_ptr_array_add (scores, sanera_category_score_new ("", points, 0.0));
  text = sanera_category_scores_to_string (scores);

  return sanera_cache_set_meta (db, SANERA_CACHE_META_CONFIGURATION_SCORE, text, error);
}

/**
 * sanera_tenant_rows_note_score:
 * @db: the writer's connection, in a transaction, that has written the scores
 * @now: the time, microseconds since 1970
 * @error: return location
 *
 * The interface tells the score of now only: the line of days is what was seen on this computer.
 *
 * Returns: whether it is noted
 */
gboolean
sanera_tenant_rows_note_score (SaneraDb *db, gint64 now, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *before = sanera_cache_get_meta (db, SANERA_CACHE_META_HISTORY, &local_error);
  g_autofree char *score =
      local_error == NULL
          ? sanera_cache_get_meta (db, SANERA_CACHE_META_EXPOSURE_SCORE, &local_error)
          : NULL;
  g_autoptr (GArray) days = NULL;
  g_autofree char *text = NULL;
  SaneraScoreDay today = { sanera_time_floor_day (now), (double)NAN, 0.0, 0.0 };

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (score == NULL)
    return TRUE;

  today.exposure_score = g_ascii_strtod (score, NULL);
  days = sanera_score_days_from_string (before);
  while (days->len > 0 && g_array_index (days, SaneraScoreDay, days->len - 1).day >= today.day)
    g_array_set_size (days, days->len - 1);
  g_array_append_val (days, today);
  if (days->len > KEPT_DAYS)
    g_array_remove_range (days, 0, days->len - KEPT_DAYS);

  text = sanera_score_days_to_string (days);
  return sanera_cache_set_meta (db, SANERA_CACHE_META_HISTORY, text, error);
}

/**
 * sanera_tenant_rows_sweep:
 * @db: the writer's connection, in a transaction
 * @list: a list that the sync has seen all of
 * @generation: of the sync
 * @changed: (out): whether anything was deleted
 * @error: return location
 *
 * Returns: whether it went well
 */
gboolean
sanera_tenant_rows_sweep (SaneraDb *db,
                          SaneraList list,
                          gint64 generation,
                          gboolean *changed,
                          GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE seen <> ?",
                                          sanera_list_get_info (list)->table);
  gint64 gone = 0;

  if (!sanera_db_query_int (db, &gone, error, sql, "i", generation))
    return FALSE;
  *changed = gone > 0;
  return gone == 0 || sanera_cache_sweep (db, list, NULL, generation, error);
}
