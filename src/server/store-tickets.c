/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-tickets.h"

#include "sanera-activity.h"
#include "sanera-json.h"
#include "store-audit.h"
#include "store-feed.h"

/* The life of tickets (security tasks) after they were made. The activity carries a copy of what
 * it shows of them, which is derived anew after each change. What happens to a ticket is written
 * down under its activity: that is where people read its history. */

static gboolean
find_status (SaneraDb *db, const char *task_id, SaneraTicketStatus *status, GError **error)
{
  g_autoptr (GArray) statuses = g_array_new (FALSE, FALSE, sizeof (SaneraSecurityTaskStatus));
  sqlite3_stmt *statement = sanera_db_prepare (
      db, "SELECT status FROM security_tasks WHERE remediation_task_id = ?", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, task_id);
  while (TRUE)
    {
      SaneraSecurityTaskStatus one;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      one = (SaneraSecurityTaskStatus)sanera_enum_from_nick (&sanera_security_task_status_enum,
                                                             sanera_db_column_text (statement, 0));
      g_array_append_val (statuses, one);
    }

  *status = sanera_ticket_least_advanced ((const SaneraSecurityTaskStatus *)statuses->data,
                                          statuses->len);
  return TRUE;
}

/**
 * sanera_tickets_derive:
 * @db: the server's database, in a transaction
 * @task_id: of an activity; one that is not there is no error
 * @bump: whether the activity gets a new version and a new position in the feed; not while it is
 *   being made
 * @error: when it cannot be written
 *
 * Writes what an activity shows of its tickets: `tickets`, `ticketStatus` and `ticketService`.
 *
 * Returns: whether it went well
 */
gboolean
sanera_tickets_derive (SaneraDb *db, const char *task_id, gboolean bump, GError **error)
{
  SaneraTicketStatus status;
  gint64 change = SANERA_INT_NULL;

  if (!find_status (db, task_id, &status, error) ||
      (bump && !sanera_feed_reserve (db, 1, &change, error)))
    return FALSE;

  return sanera_db_run_sql (
      db, error,
      "UPDATE remediation_tasks SET ticket_status = ?2, change = coalesce (?3, change),"
      " version = version + (?3 IS NOT NULL), (tickets, ticket_service) = ("
      "SELECT CASE WHEN count (*) > 0 THEN json_group_array (json_object ('id', id,"
      " 'service', service, 'status', status, 'deviceCount', managed_device_count, 'part', part,"
      " 'parts', parts, 'note', note, 'systemNote', system_note)) END, max (service)"
      " FROM (SELECT * FROM security_tasks WHERE remediation_task_id = ?1 ORDER BY row_id))"
      " WHERE id = ?1",
      "tti", task_id,
      status != 0 ? sanera_enum_to_nick (&sanera_ticket_status_enum, (int)status) : NULL, change);
}

/**
 * sanera_ticket_write_down:
 * @db: the server's database, in the transaction of what happened
 * @ticket: a ticket
 * @event: "ticketCreated", "ticketApproved", "ticketRejected", "ticketCompleted" or "ticketEnded"
 * @note: (nullable): what the person said
 * @reason: (nullable): why the system ended it
 * @person: who, an e-mail; "" for the system
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Writes a line of the audit log under the activity of the ticket (R11).
 *
 * Returns: whether it went well
 */
gboolean
sanera_ticket_write_down (SaneraDb *db,
                          const SaneraSecurityTaskData *ticket,
                          const char *event,
                          const char *note,
                          const char *reason,
                          const char *person,
                          gint64 now,
                          GError **error)
{
  g_autoptr (GString) details = g_string_new ("{\"securityTaskId\":");

  sanera_json_append_string (details, ticket->id);
  if (ticket->parts > 1)
    g_string_append_printf (details, ",\"ticket\":\"%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "\"",
                            ticket->part, ticket->parts);
  g_string_append_printf (details, ",\"deviceCount\":%" G_GINT64_FORMAT,
                          ticket->managed_device_count);
  if (note != NULL)
    {
      g_string_append (details, ",\"note\":");
      sanera_json_append_string (details, note);
    }
  if (reason != NULL)
    {
      g_string_append (details, ",\"reason\":");
      sanera_json_append_string (details, reason);
    }
  g_string_append_c (details, '}');

  return sanera_audit_append (db, now, person, event, SANERA_ENTITY_TASK,
                              ticket->remediation_task_id, details->str, error);
}

static const char *
get_event (SaneraSecurityTaskStatus status)
{
  switch (status)
    {
    case SANERA_SECURITY_TASK_STATUS_ACTIVE:
      return "ticketApproved";
    case SANERA_SECURITY_TASK_STATUS_COMPLETED:
      return "ticketCompleted";
    case SANERA_SECURITY_TASK_STATUS_REJECTED:
      return "ticketRejected";
    case SANERA_SECURITY_TASK_STATUS_PENDING:
    default:
      g_return_val_if_reached ("ticketCreated");
    }
}

/**
 * sanera_ticket_decide:
 * @db: the server's database, in a transaction
 * @ticket: a ticket that may become @status; see sanera_ticket_judge()
 * @status: what it becomes
 * @note: (nullable): what the person says about it; %NULL leaves an earlier note
 * @person: who decides, an e-mail
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Carries out a decision and writes it down. The activity's status never changes by it: *complete
 * task* completes the ticket alone (R6).
 *
 * Returns: whether it went well
 */
gboolean
sanera_ticket_decide (SaneraDb *db,
                      const SaneraSecurityTaskData *ticket,
                      SaneraSecurityTaskStatus status,
                      const char *note,
                      const char *person,
                      gint64 now,
                      GError **error)
{
  gint64 change;

  return sanera_feed_reserve (db, 1, &change, error) &&
         sanera_db_run_sql (
             db, error,
             "UPDATE security_tasks SET status = ?, note = coalesce (?, note), decided_by = ?,"
             " decided_on = ?, assigned_to = coalesce (assigned_to, ?), change = ?,"
             " version = version + 1 WHERE id = ?",
             "tttitit", sanera_enum_to_nick (&sanera_security_task_status_enum, (int)status), note,
             person, now, person, change, ticket->id) &&
         sanera_ticket_write_down (db, ticket, get_event (status), note, NULL, person, now,
                                   error) &&
         sanera_tickets_derive (db, ticket->remediation_task_id, TRUE, error);
}

static GPtrArray *
find_ids (SaneraDb *db, const char *sql, const char *task_id, gint64 time, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  if (task_id != NULL)
    sanera_db_bind_text (statement, 1, task_id);
  else
    sanera_db_bind_int (statement, 1, time);
  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      g_ptr_array_add (ids, g_strdup (sanera_db_column_text (statement, 0)));
    }

  return g_steal_pointer (&ids);
}

static gboolean
end_one (SaneraDb *db, const char *id, const char *reason, gint64 now, GError **error)
{
  SaneraSecurityTaskData ticket;
  gint64 change;
  gboolean found, ok;

  sanera_noun_data_init (&sanera_security_task_noun, &ticket);
  ok = sanera_db_find_noun (db, &sanera_security_task_noun, id, &ticket, NULL, &found, error) &&
       sanera_feed_reserve (db, 1, &change, error) &&
       sanera_db_run_sql (db, error,
                          "UPDATE security_tasks SET status = 'rejected', system_note = ?,"
                          " decided_by = NULL, decided_on = ?, change = ?, version = version + 1"
                          " WHERE id = ?",
                          "tiit", reason, now, change, id) &&
       sanera_ticket_write_down (db, &ticket, "ticketEnded", NULL, reason, "", now, error);
  sanera_noun_data_clear (&sanera_security_task_noun, &ticket);

  return ok;
}

/**
 * sanera_tickets_end:
 * @db: the server's database, in the transaction that completes, withdraws or removes the activity
 * @task_id: of the activity, which is still there
 * @reason: %SANERA_TICKET_END_COMPLETED, %SANERA_TICKET_END_WITHDRAWN or %SANERA_TICKET_END_REMOVED
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Ends the open tickets of an activity as rejected, with @reason as the note of the system: nobody
 * has to decide on them any more. Tickets that were decided on stay as they are, and reopening the
 * activity does not revive any. The activity's ticket status follows, with a new version and a new
 * position in the feed; without an open ticket nothing happens.
 *
 * Returns: whether it went well
 */
gboolean
sanera_tickets_end (SaneraDb *db,
                    const char *task_id,
                    const char *reason,
                    gint64 now,
                    GError **error)
{
  g_autoptr (GPtrArray) ids =
      find_ids (db,
                "SELECT id FROM security_tasks WHERE remediation_task_id = ?"
                " AND status IN ('pending', 'active') ORDER BY row_id",
                task_id, 0, error);

  if (ids == NULL)
    return FALSE;
  if (ids->len == 0)
    return TRUE;

  for (guint i = 0; i < ids->len; i++)
    {
      if (!end_one (db, ids->pdata[i], reason, now, error))
        return FALSE;
    }

  return sanera_tickets_derive (db, task_id, TRUE, error);
}

/**
 * sanera_tickets_refresh:
 * @db: the server's database, in the transaction that changes the activity
 * @task_id: of an activity whose due date, priority or notes its requester has changed
 * @error: when it cannot be written
 *
 * Lets the open tickets follow: the IT administrator sees what is asked for now. Each that differs
 * gets a new version, so a decision on what it said before is refused (R10).
 *
 * Returns: whether it went well
 */
gboolean
sanera_tickets_refresh (SaneraDb *db, const char *task_id, GError **error)
{
  g_autoptr (GPtrArray) ids =
      find_ids (db,
                "SELECT s.id FROM security_tasks s"
                " JOIN remediation_tasks t ON t.id = s.remediation_task_id"
                " WHERE t.id = ? AND s.status IN ('pending', 'active')"
                " AND (s.due_date_time IS NOT t.due_on OR s.sanera_priority IS NOT t.priority"
                " OR s.creator_notes IS NOT t.requester_notes) ORDER BY s.row_id",
                task_id, 0, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 change;

      if (!sanera_feed_reserve (db, 1, &change, error) ||
          !sanera_db_run_sql (
              db, error,
              "UPDATE security_tasks SET (due_date_time, sanera_priority, creator_notes, priority)"
              " = (SELECT due_on, priority, requester_notes, CASE priority WHEN 'High' THEN 'high'"
              " WHEN 'Low' THEN 'low' ELSE 'none' END FROM remediation_tasks WHERE id = ?1),"
              " change = ?2, version = version + 1 WHERE id = ?3",
              "tit", task_id, change, ids->pdata[i]))
        return FALSE;
    }

  return TRUE;
}

/* The number of devices of a ticket is a shown figure, not a decision: its version stays. */
static gboolean
recount (SaneraDb *db, const char *id, GError **error)
{
  g_autofree char *task_id = NULL;
  sqlite3_stmt *statement;
  gboolean has_row;
  gint64 change;

  if (!sanera_feed_reserve (db, 1, &change, error) ||
      !sanera_db_run_sql (db, error,
                          "UPDATE security_tasks SET change = ?, managed_device_count ="
                          " (SELECT count (*) FROM security_task_machines"
                          " WHERE task = security_tasks.row_id) WHERE id = ?",
                          "it", change, id))
    return FALSE;

  statement =
      sanera_db_prepare (db, "SELECT remediation_task_id FROM security_tasks WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  task_id = has_row ? g_strdup (sanera_db_column_text (statement, 0)) : NULL;
  sanera_db_reset (statement);

  return sanera_feed_reserve (db, 1, &change, error) &&
         sanera_db_run_sql (db, error, "UPDATE remediation_tasks SET change = ? WHERE id = ?", "it",
                            change, task_id) &&
         sanera_tickets_derive (db, task_id, FALSE, error);
}

/**
 * sanera_tickets_move_device:
 * @db: the server's database, in the transaction that retires or merges the device
 * @machine: row of a device
 * @target: row of the device that it becomes part of; %SANERA_INT_NULL when it is retired
 * @error: when it cannot be written
 *
 * Takes a retired device out of the open tickets, as it leaves the targets of the activity (R6); a
 * device that was merged into another is followed by that one in every ticket.
 *
 * Returns: whether it went well
 */
gboolean
sanera_tickets_move_device (SaneraDb *db, gint64 machine, gint64 target, GError **error)
{
  const gboolean merged = target != SANERA_INT_NULL;
  g_autoptr (GPtrArray) ids =
      find_ids (db,
                merged ? "SELECT s.id FROM security_task_machines m"
                         " JOIN security_tasks s ON s.row_id = m.task WHERE m.machine = ?"
                         " ORDER BY s.row_id"
                       : "SELECT s.id FROM security_task_machines m"
                         " JOIN security_tasks s ON s.row_id = m.task WHERE m.machine = ?"
                         " AND s.status IN ('pending', 'active') ORDER BY s.row_id",
                NULL, machine, error);

  if (ids == NULL)
    return FALSE;
  if (merged && !sanera_db_run_sql (db, error,
                                    "UPDATE OR IGNORE security_task_machines SET machine = ?"
                                    " WHERE machine = ?",
                                    "ii", target, machine))
    return FALSE;
  if (!sanera_db_run_sql (db, error,
                          merged ? "DELETE FROM security_task_machines WHERE machine = ?"
                                 : "DELETE FROM security_task_machines WHERE machine = ?"
                                   " AND task IN (SELECT row_id FROM security_tasks"
                                   " WHERE status IN ('pending', 'active'))",
                          "i", machine))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      if (!recount (db, ids->pdata[i], error))
        return FALSE;
    }

  return TRUE;
}

/**
 * sanera_tickets_remove_expired:
 * @db: the server's database, in a transaction, after the expired activities were removed
 * @before: tickets that ended by then leave, microseconds
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Ended tickets leave the Security tasks page as completed activities leave theirs, 180 days after
 * their end (R7), but not while their activity is still shown. Their lines in the audit log stay.
 *
 * Returns: whether it went well
 */
gboolean
sanera_tickets_remove_expired (SaneraDb *db, gint64 before, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) ids =
      find_ids (db,
                "SELECT id FROM security_tasks WHERE status IN ('completed', 'rejected')"
                " AND decided_on <= ? AND remediation_task_id NOT IN"
                " (SELECT id FROM remediation_tasks) ORDER BY row_id",
                NULL, before, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      if (!sanera_db_run_sql (db, error, "DELETE FROM security_tasks WHERE id = ?", "t",
                              ids->pdata[i]) ||
          !sanera_feed_delete (db, SANERA_ENTITY_SECURITY_TASK, ids->pdata[i], now, error))
        return FALSE;
    }

  return TRUE;
}
