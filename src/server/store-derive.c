/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-derive.h"

#include "sanera-progress.h"
#include "sanera-time.h"
#include "store-feed.h"
#include "store-identity.h"

/* What follows from findings: exposure of devices, figures of recommendations, progress of
 * activities, figures of groups and fleet, in this order because each needs the one before. */

/* The activities that cover a dirty device, or the recommendation of which is dirty (devices that
 * were exposed since the request are counted beside the targets). */
static GHashTable *
find_tasks (SaneraDb *db, SaneraDirty *dirty, GError **error)
{
  g_autoptr (GHashTable) tasks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;
  gint64 any;

  /* The usual import meets no activity at all. */
  if (!sanera_db_query_int (db, &any, error, "SELECT EXISTS (SELECT 1 FROM remediation_tasks)", ""))
    return NULL;
  if (any == 0)
    return g_steal_pointer (&tasks);

  g_hash_table_iter_init (&iter, dirty->machines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!sanera_dirty_add_rows (db, tasks, error,
                                  "SELECT DISTINCT task FROM task_targets WHERE machine = ?",
                                  *(gint64 *)key))
        return NULL;
    }
  g_hash_table_iter_init (&iter, dirty->recommendations);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!sanera_dirty_add_rows (db, tasks, error,
                                  "SELECT t.row_id FROM recommendations r JOIN remediation_tasks t "
                                  "ON t.recommendation_reference = r.id WHERE r.row_id = ?",
                                  *(gint64 *)key))
        return NULL;
    }
  return g_steal_pointer (&tasks);
}

static gboolean
derive_tasks (SaneraDb *db,
              GHashTable *tasks,
              GHashTable *advanced,
              gint64 now,
              SaneraDerived *derived,
              GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, tasks);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!sanera_derive_task (db, *(gint64 *)key, advanced, now, derived, error))
        return FALSE;
    }
  return TRUE;
}

/* By what devices are known, and how much of what is known of them came with which name. */
static gboolean
derive_identities (SaneraDb *db, GHashTable *machines, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, machines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!sanera_identity_derive (db, *(gint64 *)key, error))
      return FALSE;
  return TRUE;
}

/**
 * sanera_derive:
 * @db: the server's database, in the transaction that changed findings
 * @dirty: what changed; grows by what follows from it
 * @now: the time, microseconds
 * @derived: (out): what followed
 * @error: when the database fails
 *
 * A row gets a new position in the feed only when a figure of it changed.
 *
 * Returns: whether it went well
 */
gboolean
sanera_derive (SaneraDb *db, SaneraDirty *dirty, gint64 now, SaneraDerived *derived, GError **error)
{
  g_autoptr (SaneraDeriveCache) cache = sanera_derive_cache_new (db, now);
  g_autoptr (GHashTable) tasks = NULL;
  GHashTableIter iter;
  gpointer key;

  *derived = (SaneraDerived){ 0 };
  g_hash_table_iter_init (&iter, dirty->machines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!sanera_derive_machine (cache, *(gint64 *)key, dirty->recommendations, error))
        return FALSE;
    }

  if (!derive_identities (db, dirty->machines, error) ||
      !derive_identities (db, dirty->identities, error))
    return FALSE;

  /* Before the recommendations, because they tell how many activities are in progress; looked up
   * before that, because a recommendation may go. */
  tasks = find_tasks (db, dirty, error);
  if (tasks == NULL || !derive_tasks (db, tasks, dirty->advanced, now, derived, error))
    return FALSE;

  g_hash_table_iter_init (&iter, dirty->recommendations);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gboolean changed;

      if (!sanera_derive_recommendation (cache, *(gint64 *)key, now, &changed, error))
        return FALSE;
      derived->changed += changed;
    }

  g_hash_table_iter_init (&iter, dirty->vulnerabilities);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!sanera_db_run_sql (db, error,
                              "UPDATE vulnerabilities SET exposed_machines = (SELECT count "
                              "(DISTINCT machine) FROM findings WHERE vulnerability = ?1 AND open "
                              "= 1 AND machine NOT IN (SELECT row_id FROM machines WHERE "
                              "retired_on IS NOT NULL)) WHERE row_id = ?1",
                              "i", *(gint64 *)key))
        return FALSE;
    }
  return sanera_fleet_refresh (db, now, error);
}

/**
 * sanera_derive_all:
 * @db: the server's database, in a transaction
 * @now: the time, microseconds
 * @derived: (out): what followed
 * @error: when the database fails
 *
 * Derives everything anew, after a change that touches everything (devices merged, a rule changed).
 *
 * Returns: whether it went well
 */
gboolean
sanera_derive_all (SaneraDb *db, gint64 now, SaneraDerived *derived, GError **error)
{
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();

  return sanera_dirty_add_rows (db, dirty->machines, error, "SELECT row_id FROM machines") &&
         sanera_dirty_add_rows (db, dirty->recommendations, error,
                                "SELECT row_id FROM recommendations") &&
         sanera_dirty_add_rows (db, dirty->vulnerabilities, error,
                                "SELECT row_id FROM vulnerabilities") &&
         sanera_derive (db, dirty, now, derived, error);
}

/**
 * sanera_derive_daily:
 * @db: the server's database, in a transaction
 * @now: the time, microseconds
 * @derived: (out): what followed
 * @error: when the database fails
 *
 * What time alone changes: devices that were not assessed for 30 days become unknown in activities
 * and leave the score.
 *
 * Returns: whether it went well
 */
gboolean
sanera_derive_daily (SaneraDb *db, gint64 now, SaneraDerived *derived, GError **error)
{
  g_autoptr (GHashTable) tasks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) advanced =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  *derived = (SaneraDerived){ 0 };
  return sanera_dirty_add_rows (
             db, tasks, error,
             "SELECT DISTINCT t.task FROM assessments a JOIN task_machines t ON t.machine = "
             "a.machine JOIN remediation_tasks r ON r.row_id = t.task WHERE a.assessed_on < ? "
             "AND t.state = 'exposed' AND r.status = 'Active'",
             now - SANERA_PROGRESS_DAYS * SANERA_TIME_DAY) &&
         derive_tasks (db, tasks, advanced, now, derived, error) &&
         sanera_fleet_refresh (db, now, error);
}
