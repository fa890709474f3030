/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-tasks.h"

#include "sanera-json.h"
#include "store-audit.h"
#include "store-derive.h"
#include "store-feed.h"
#include "store-tickets.h"

/* What people do to a remediation activity: the row, its line in the audit log, and what follows
 * for its tickets and its recommendation. */

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/**
 * sanera_task_has_approved_ticket:
 * @db: the server's database
 * @id: of an activity
 * @approved: (out): whether one of its tickets was approved, or completed after that
 * @error: when the database cannot be read
 *
 * The activity's own ticket status is the least advanced one and does not tell.
 *
 * Returns: whether it went well
 */
gboolean
sanera_task_has_approved_ticket (SaneraDb *db, const char *id, gboolean *approved, GError **error)
{
  gint64 exists;

  if (!sanera_db_query_int (db, &exists, error,
                            "SELECT EXISTS (SELECT 1 FROM security_tasks WHERE remediation_task_id "
                            "= ? AND status IN ('active', 'completed'))",
                            "t", id))
    return FALSE;
  *approved = exists != 0;
  return TRUE;
}

/* The number of activities in progress is a figure of the recommendation. */
static gboolean
count_activities (SaneraDb *db, const char *recommendation, GError **error)
{
  gint64 change;

  return sanera_feed_reserve (db, 1, &change, error) &&
         sanera_db_run_sql (db, error,
                            "UPDATE recommendations SET change = ?1, activity_count = "
                            "(SELECT count (*) FROM remediation_tasks WHERE "
                            "recommendation_reference = recommendations.id AND status = 'Active') "
                            "WHERE id = ?2",
                            "it", change, recommendation);
}

static gboolean
write_row (SaneraDb *db,
           SaneraActivityData *after,
           const char *event,
           const char *details,
           const SaneraPerson *person,
           gint64 now,
           GError **error)
{
  after->version++;
  return sanera_feed_reserve (db, 1, &after->change, error) &&
         sanera_db_upsert (db, &sanera_activity_noun, after, error) &&
         sanera_audit_append (db, now, person->email, event, SANERA_ENTITY_TASK, after->id, details,
                              error);
}

static void
append_change (GString *details, const char *name)
{
  g_string_append_printf (details, "%s\"%s\":{\"old\":", details->len > 1 ? "," : "", name);
}

static void
append_texts (GString *details, const char *before, const char *after)
{
  sanera_json_append_string (details, before);
  g_string_append (details, ",\"new\":");
  sanera_json_append_string (details, after);
  g_string_append_c (details, '}');
}

static const char *
null_if_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

/**
 * sanera_task_change:
 * @db: the server's database, in a transaction
 * @before: the activity as it is
 * @change: what to set; without problems
 * @person: who changes it
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Sets due date, priority and notes. The history tells old and new (R11).
 *
 * Returns: whether it went well
 */
gboolean
sanera_task_change (SaneraDb *db,
                    const SaneraActivityData *before,
                    const SaneraActivityChange *change,
                    const SaneraPerson *person,
                    gint64 now,
                    GError **error)
{
  const SaneraNoun *noun = &sanera_activity_noun;
  g_autoptr (GString) details = g_string_new ("{");
  SaneraActivityData after;
  gboolean ok;

  sanera_noun_data_init (noun, &after);
  sanera_noun_data_copy (noun, &after, before);
  if (change->has_due_on && change->due_on != before->due_on)
    {
      append_change (details, "dueOn");
      sanera_json_append_time (details, before->due_on);
      g_string_append (details, ",\"new\":");
      sanera_json_append_time (details, change->due_on);
      g_string_append_c (details, '}');
      after.due_on = change->due_on;
    }
  if (change->has_priority && g_strcmp0 (change->priority, before->priority) != 0)
    {
      append_change (details, "priority");
      append_texts (details, before->priority, change->priority);
      set_text (&after.priority, change->priority);
    }
  if (change->has_notes &&
      g_strcmp0 (null_if_empty (change->notes), null_if_empty (before->requester_notes)) != 0)
    {
      append_change (details, "notes");
      append_texts (details, null_if_empty (before->requester_notes),
                    null_if_empty (change->notes));
      set_text (&after.requester_notes, null_if_empty (change->notes));
    }
  g_string_append_c (details, '}');

  ok = write_row (db, &after, "changed", details->str, person, now, error) &&
       sanera_tickets_refresh (db, after.id, error);
  sanera_noun_data_clear (noun, &after);
  return ok;
}

static gboolean
end_by_hand (SaneraDb *db,
             const SaneraActivityData *before,
             gboolean withdrawn,
             const SaneraPerson *person,
             gint64 now,
             GError **error)
{
  const SaneraNoun *noun = &sanera_activity_noun;
  g_autoptr (GString) details = g_string_new ("{\"completionMethod\":\"Manual\"");
  SaneraActivityData after;
  const char *event = withdrawn ? SANERA_TICKET_END_WITHDRAWN : SANERA_TICKET_END_COMPLETED;
  gboolean ok;

  /* What was known when it was completed: it stays so (R6). */
  if (!withdrawn && before->exposed_devices != SANERA_INT_NULL)
    g_string_append_printf (details, ",\"exposedDevices\":%" G_GINT64_FORMAT,
                            before->exposed_devices);
  g_string_append_c (details, '}');

  sanera_noun_data_init (noun, &after);
  sanera_noun_data_copy (noun, &after, before);
  set_text (&after.status, "Completed");
  set_text (&after.completion_method, "Manual");
  set_text (&after.completer_id, person->id);
  set_text (&after.completer_email, person->email);
  set_text (&after.outcome, withdrawn ? SANERA_ACTIVITY_OUTCOME_WITHDRAWN : NULL);
  after.completed_on = now;
  after.status_last_modified_on = now;
  ok = write_row (db, &after, event, details->str, person, now, error) &&
       sanera_tickets_end (db, after.id, event, now, error) &&
       count_activities (db, after.recommendation_reference, error);
  sanera_noun_data_clear (noun, &after);
  return ok;
}

/**
 * sanera_task_complete:
 * @db: the server's database, in a transaction
 * @before: the activity, in progress
 * @person: who completes it by hand (R5)
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Completes it. Its three numbers stay as they are from now on: they tell how many devices were
 * still exposed (R6).
 *
 * Returns: whether it went well
 */
gboolean
sanera_task_complete (SaneraDb *db,
                      const SaneraActivityData *before,
                      const SaneraPerson *person,
                      gint64 now,
                      GError **error)
{
  return end_by_hand (db, before, FALSE, person, now, error);
}

/**
 * sanera_task_withdraw:
 * @db: the server's database, in a transaction
 * @before: the activity, in progress
 * @person: who withdraws it
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Withdraws it. For clients of Defender's interface it is completed by hand; `saneraOutcome` tells
 * it apart.
 *
 * Returns: whether it went well
 */
gboolean
sanera_task_withdraw (SaneraDb *db,
                      const SaneraActivityData *before,
                      const SaneraPerson *person,
                      gint64 now,
                      GError **error)
{
  return end_by_hand (db, before, TRUE, person, now, error);
}

/* The numbers stood still while it was completed. Should every device be fixed by now, the system
 * completes it at once: that is what is true then (R6). */
static gboolean
renew_progress (SaneraDb *db, const char *id, gint64 now, GError **error)
{
  g_autoptr (GHashTable) advanced =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  SaneraDerived derived = { 0 };
  gint64 row;

  return sanera_db_query_int (db, &row, error, "SELECT row_id FROM remediation_tasks WHERE id = ?",
                              "t", id) &&
         sanera_derive_task (db, row, advanced, now, &derived, error);
}

/**
 * sanera_task_reopen:
 * @db: the server's database, in a transaction
 * @before: the activity, completed by hand
 * @person: who reopens it
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Reopens it. Who had completed it stays in the history; tickets that ended stay so.
 *
 * Returns: whether it went well
 */
gboolean
sanera_task_reopen (SaneraDb *db,
                    const SaneraActivityData *before,
                    const SaneraPerson *person,
                    gint64 now,
                    GError **error)
{
  const SaneraNoun *noun = &sanera_activity_noun;
  SaneraActivityData after;
  gboolean ok;

  sanera_noun_data_init (noun, &after);
  sanera_noun_data_copy (noun, &after, before);
  set_text (&after.status, "Active");
  set_text (&after.completion_method, NULL);
  set_text (&after.completer_id, NULL);
  set_text (&after.completer_email, NULL);
  after.completed_on = SANERA_INT_NULL;
  after.status_last_modified_on = now;
  ok = write_row (db, &after, "reopened", "{}", person, now, error) &&
       renew_progress (db, after.id, now, error) &&
       count_activities (db, after.recommendation_reference, error);
  sanera_noun_data_clear (noun, &after);
  return ok;
}
