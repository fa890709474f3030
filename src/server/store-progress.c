/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-activity.h"
#include "sanera-progress.h"
#include "sanera-time.h"
#include "store-audit.h"
#include "store-derive.h"
#include "store-feed.h"
#include "store-tickets.h"

/* Rule R6: the state of each device of an activity, and what follows for the activity. */

typedef struct
{
  gint64 machine;
  gboolean open; /* one of the targets is */
} Target;

typedef struct
{
  gint64 fixed;
  gint64 exposed;
  gint64 unknown;
  gint64 came_back; /* was fixed, and has one of the stored weaknesses again */
  gint64 last_assessed_on;
} Numbers;

static gboolean
read_task (SaneraDb *db, gint64 task, SaneraActivityData *data, GError **error)
{
  g_autofree char *columns = sanera_db_noun_columns (&sanera_activity_noun, NULL);
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM remediation_tasks WHERE row_id = ?", columns);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, task);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    sanera_db_read_noun (statement, 0, &sanera_activity_noun, data);
  sanera_db_reset (statement);
  return TRUE;
}

/* Brings task_targets.open up to date. Only findings of the activity's own recommendation count:
 * the same weakness in another component is another activity's. */
static gboolean
update_targets (SaneraDb *db, gint64 task, gint64 recommendation, GError **error)
{
  return sanera_db_run_sql (
      db, error,
      "UPDATE task_targets SET open = 1 - open WHERE task = ?1 AND open <> EXISTS (SELECT 1 FROM "
      "findings f WHERE f.recommendation = ?2 AND f.machine = task_targets.machine AND "
      "f.vulnerability = task_targets.vulnerability AND f.open = 1)",
      "ii", task, recommendation);
}

static GArray *
read_targets (SaneraDb *db, gint64 task, GError **error)
{
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (Target));
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT t.machine, max (t.open) FROM task_targets t JOIN machines m ON m.row_id = t.machine "
      "WHERE t.task = ? AND m.retired_on IS NULL GROUP BY t.machine",
      error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, task);
  for (;;)
    {
      Target target;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&targets);
      target.machine = sqlite3_column_int64 (statement, 0);
      target.open = sqlite3_column_int (statement, 1) != 0;
      g_array_append_val (targets, target);
    }
}

/* What the assessments say in which findings of the recommendation stand, or stood. Where scanners
 * disagree, exposed wins: one that has found it of late and could look is enough, whatever another
 * could not see. Of several that could not, the latest gives the reason. */
static gboolean
read_assessments (SaneraDb *db,
                  gint64 task,
                  gint64 recommendation,
                  gint64 machine,
                  GHashTable *advanced,
                  gint64 now,
                  SaneraProgressDevice *device,
                  gint64 *renewed_on,
                  GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT a.row_id, a.assessed_on, a.result = 'Failed' OR (a.assessed_on < s.latest_on AND "
      "s.failed_on >= s.latest_on), a.assessed_on < s.latest_on, EXISTS (SELECT 1 FROM findings f "
      "JOIN task_targets t ON t.machine = f.machine AND t.vulnerability = f.vulnerability WHERE "
      "f.recommendation = ?1 AND f.machine = ?2 AND f.assessment = a.row_id AND f.open = 1 AND "
      "t.task = ?3) FROM assessments a LEFT JOIN machine_sources s ON s.machine = a.machine AND "
      "s.source = a.source WHERE a.machine = ?2 AND a.row_id IN (SELECT assessment FROM findings "
      "WHERE recommendation = ?1 AND machine = ?2)",
      error);
  gboolean is_open = FALSE, sure = FALSE, has_row;

  device->assessed_on = SANERA_INT_NULL;
  *renewed_on = SANERA_INT_NULL;
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, recommendation);
  sanera_db_bind_int (statement, 2, machine);
  sanera_db_bind_int (statement, 3, task);
  for (;;)
    {
      SaneraProgressDevice one = { .open = TRUE };
      const char *reason;
      gboolean open_here, sure_here;
      gint64 row;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      row = sqlite3_column_int64 (statement, 0);
      one.assessed_on = sqlite3_column_int64 (statement, 1);
      one.failed = sqlite3_column_int (statement, 2) != 0;
      one.left_out = sqlite3_column_int (statement, 3) != 0;
      open_here = sqlite3_column_int (statement, 4) != 0;
      if (g_hash_table_contains (advanced, &row))
        *renewed_on = MAX (*renewed_on, one.assessed_on);
      sure_here =
          open_here && sanera_progress_device (&one, now, &reason) == SANERA_TARGET_STATE_EXPOSED;
      if (sure || open_here < is_open ||
          (!sure_here && open_here == is_open && one.assessed_on <= device->assessed_on))
        continue;
      one.open = device->open;
      *device = one;
      is_open = open_here;
      sure = sure_here;
    }
}

static gboolean
derive_device (SaneraDb *db,
               gint64 task,
               gint64 recommendation,
               const Target *target,
               GHashTable *advanced,
               gint64 now,
               Numbers *numbers,
               GError **error)
{
  SaneraProgressDevice device = { .open = target->open };
  SaneraTargetState state;
  const char *reason, *nick;
  gint64 renewed_on, assessed_on, was_fixed;

  if (!read_assessments (db, task, recommendation, target->machine, advanced, now, &device,
                         &renewed_on, error))
    return FALSE;

  state = sanera_progress_device (&device, now, &reason);
  nick = sanera_enum_to_nick (&sanera_target_state_enum, (int)state);
  if (!sanera_db_query_int (db, &was_fixed, error,
                            "SELECT state = 'fixed' FROM task_machines WHERE task = ? AND machine "
                            "= ?",
                            "ii", task, target->machine))
    return FALSE;
  numbers->came_back += was_fixed == 1 && state != SANERA_TARGET_STATE_FIXED;
  if (!sanera_db_run_sql (
          db, error,
          "INSERT INTO task_machines (task, machine, state, reason, assessed_on) "
          "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET state = excluded.state, "
          "reason = excluded.reason, assessed_on = coalesce (max (assessed_on, "
          "excluded.assessed_on), assessed_on, excluded.assessed_on) "
          "WHERE state IS NOT excluded.state OR reason IS NOT excluded.reason "
          "OR excluded.assessed_on > coalesce (assessed_on, 0)",
          "iitti", task, target->machine, nick, reason, renewed_on) ||
      !sanera_db_query_int (db, &assessed_on, error,
                            "SELECT assessed_on FROM task_machines WHERE task = ? AND machine = ?",
                            "ii", task, target->machine))
    return FALSE;

  numbers->last_assessed_on = MAX (numbers->last_assessed_on, assessed_on);
  numbers->fixed += state == SANERA_TARGET_STATE_FIXED;
  numbers->exposed += state == SANERA_TARGET_STATE_EXPOSED;
  numbers->unknown += state == SANERA_TARGET_STATE_UNKNOWN_STATE;
  return TRUE;
}

/* Devices of the groups it was requested for that are exposed but no targets: "2 more since the
 * request". */
static gboolean
count_new_devices (SaneraDb *db, gint64 task, gint64 recommendation, gint64 *count, GError **error)
{
  return sanera_db_query_int (
      db, count, error,
      "SELECT count (*) FROM machines m JOIN remediation_tasks t ON t.row_id = ?1 WHERE "
      "m.retired_on IS NULL AND m.row_id IN (SELECT machine FROM findings WHERE recommendation = "
      "?2 AND open = 1) AND m.row_id NOT IN (SELECT machine FROM task_targets WHERE task = ?1) AND "
      "(t.requested_groups IS NULL OR coalesce (nullif (m.rbac_group_name, ''), 'UnassignedGroup') "
      "IN (SELECT value FROM json_each (t.requested_groups)))",
      "ii", task, recommendation);
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static gboolean
take_step (SaneraDb *db,
           SaneraActivityData *data,
           SaneraProgressStep step,
           gint64 now,
           SaneraDerived *derived,
           GError **error)
{
  const gboolean complete = step == SANERA_PROGRESS_COMPLETE;

  if (step == SANERA_PROGRESS_STAY)
    return TRUE;

  set_text (&data->status, complete ? "Completed" : "Active");
  set_text (&data->completion_method, complete ? "Automatic" : NULL);
  set_text (&data->completer_id, NULL);
  set_text (&data->completer_email, NULL);
  data->completed_on = complete ? now : SANERA_INT_NULL;
  data->status_last_modified_on = now;
  data->version++;
  if (complete)
    derived->completed++;
  else
    derived->reopened++;
  return sanera_audit_append (db, now, "", complete ? "completed" : "reopened", SANERA_ENTITY_TASK,
                              data->id, complete ? "{\"completionMethod\":\"Automatic\"}" : "{}",
                              error);
}

static gboolean
derive_task (SaneraDb *db,
             gint64 task,
             SaneraActivityData *data,
             GHashTable *advanced,
             gint64 now,
             SaneraDerived *derived,
             GError **error)
{
  const SaneraRemediationType type =
      (SaneraRemediationType)sanera_enum_from_nick (&sanera_remediation_type_enum, data->type);
  const SaneraActivityStatus status =
      (SaneraActivityStatus)sanera_enum_from_nick (&sanera_activity_status_enum, data->status);
  const SaneraCompletionMethod method = (SaneraCompletionMethod)sanera_enum_from_nick (
      &sanera_completion_method_enum, data->completion_method);
  Numbers numbers = { .last_assessed_on = SANERA_INT_NULL };
  g_autoptr (GArray) targets = NULL;
  gint64 recommendation;

  if (sanera_progress_is_frozen (status, method))
    return TRUE;
  if (!sanera_db_query_int (db, &recommendation, error,
                            "SELECT row_id FROM recommendations WHERE id = ?", "t",
                            data->recommendation_reference) ||
      !count_new_devices (db, task, recommendation, &data->new_devices, error))
    return FALSE;
  /* An activity of this type has no progress at all (rule R1). */
  if (type == SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED)
    return TRUE;

  if (!update_targets (db, task, recommendation, error))
    return FALSE;
  targets = read_targets (db, task, error);
  if (targets == NULL)
    return FALSE;
  for (guint i = 0; i < targets->len; i++)
    {
      if (!derive_device (db, task, recommendation, &g_array_index (targets, Target, i), advanced,
                          now, &numbers, error))
        return FALSE;
    }
  data->target_devices = targets->len;
  data->fixed_devices = numbers.fixed;
  data->exposed_devices = numbers.exposed;
  data->unknown_devices = numbers.unknown;
  data->last_assessed_on = numbers.last_assessed_on;

  return take_step (
      db, data,
      sanera_progress_step (type, status, method, targets->len, numbers.fixed, numbers.came_back),
      now, derived, error);
}

/**
 * sanera_derive_task:
 * @db: the server's database, in a transaction
 * @task: row id of an activity
 * @advanced: (element-type gint64): row ids of assessments that were renewed just now
 * @now: the time, microseconds
 * @derived: what followed; added to
 * @error: when the database fails
 *
 * Recomputes the three numbers of an activity, and completes or reopens it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_derive_task (SaneraDb *db,
                    gint64 task,
                    GHashTable *advanced,
                    gint64 now,
                    SaneraDerived *derived,
                    GError **error)
{
  const SaneraNoun *noun = &sanera_activity_noun;
  const gint64 completed = derived->completed;
  SaneraActivityData before, after;
  gboolean ok;

  sanera_noun_data_init (noun, &before);
  sanera_noun_data_init (noun, &after);
  ok = read_task (db, task, &before, error);
  if (ok && before.id != NULL)
    {
      sanera_noun_data_copy (noun, &after, &before);
      ok = derive_task (db, task, &after, advanced, now, derived, error);
      if (ok && !sanera_noun_data_equal (noun, &before, &after))
        {
          derived->changed++;
          ok = sanera_feed_reserve (db, 1, &after.change, error) &&
               sanera_db_upsert (db, noun, &after, error) &&
               (derived->completed == completed ||
                sanera_tickets_end (db, after.id, SANERA_TICKET_END_COMPLETED, now, error));
        }
    }
  sanera_noun_data_clear (noun, &before);
  sanera_noun_data_clear (noun, &after);
  return ok;
}
