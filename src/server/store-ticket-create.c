/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-tickets.h"

#include "sanera-activity.h"
#include "sanera-remediation-request.h"
#include "store-feed.h"

/* Making tickets (security tasks) for an activity (rules R2 and R3). */

/* Targets that still need something: what is fixed needs no package. */
#define OPEN_TARGETS                                                     \
  " FROM task_machines t JOIN machines m ON m.row_id = t.machine"        \
  " WHERE t.task = (SELECT row_id FROM remediation_tasks WHERE id = ?1)" \
  " AND t.state <> 'fixed' AND m.retired_on IS NULL"

/**
 * sanera_tickets_count_devices:
 * @db: the server's database
 * @task_id: of an activity
 * @devices: (out): how many of its devices a ticket made now would be about: those not fixed
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_tickets_count_devices (SaneraDb *db, const char *task_id, gint64 *devices, GError **error)
{
  return sanera_db_query_int (db, devices, error, "SELECT count (*)" OPEN_TARGETS, "t", task_id);
}

static gboolean
find_activity (SaneraDb *db, const char *id, SaneraActivityData *activity, GError **error)
{
  gboolean found;

  if (!sanera_db_find_noun (db, &sanera_activity_noun, id, activity, NULL, &found, error))
    return FALSE;
  if (!found)
    g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "There is no activity %s", id);
  return found;
}

/* The version that is installed, where it is one and the same on all of the devices. */
static gboolean
find_installed_version (SaneraDb *db, const char *task_id, char **version, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT min (f.installed_version) FROM remediation_tasks a"
      " JOIN recommendations r ON r.id = a.recommendation_reference"
      " JOIN task_machines t ON t.task = a.row_id AND t.state <> 'fixed'"
      " JOIN findings f ON f.recommendation = r.row_id AND f.machine = t.machine AND f.open = 1"
      " WHERE a.id = ? HAVING min (f.installed_version) = max (f.installed_version)",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, task_id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      *version = g_strdup (sanera_db_column_text (statement, 0));
      sanera_db_reset (statement);
    }

  return TRUE;
}

/**
 * sanera_ticket_describe:
 * @ticket: initialised data; filled
 * @activity: an activity
 * @now: when the ticket is made, microseconds
 *
 * Fills in what stands in every ticket of an activity; not its id, its devices and its part.
 */
void
sanera_ticket_describe (SaneraSecurityTaskData *ticket,
                        const SaneraActivityData *activity,
                        gint64 now)
{
  SaneraRemediationType type =
      (SaneraRemediationType)sanera_enum_from_nick (&sanera_remediation_type_enum, activity->type);
  SaneraPriority priority =
      (SaneraPriority)sanera_enum_from_nick (&sanera_priority_enum, activity->priority);

  ticket->description = g_strdup (activity->description);
  ticket->created_date_time = now;
  ticket->due_date_time = activity->due_on;
  ticket->category = g_strdup ("advancedThreatProtection");
  ticket->priority = g_strdup (sanera_ticket_graph_priority (priority));
  ticket->creator = g_strdup (activity->requester_email);
  ticket->creator_notes = g_strdup (activity->requester_notes);
  ticket->status = g_strdup (
      sanera_enum_to_nick (&sanera_security_task_status_enum, SANERA_SECURITY_TASK_STATUS_PENDING));
  ticket->app_name = g_strdup (activity->related_component);
  ticket->app_publisher = g_strdup (activity->vendor_id);
  ticket->mitigation_type = g_strdup (sanera_ticket_graph_mitigation (type));
  if (activity->recommended_version != NULL)
    ticket->insights = g_strdup_printf ("Recommended version: %s", activity->recommended_version);
  ticket->remediation = g_strdup (activity->remediation_text);
  ticket->sanera_priority = g_strdup (activity->priority);
  ticket->remediation_task_id = g_strdup (activity->id);
  /* Only a Microsoft tenant says "Intune" (R2). */
  ticket->service = g_strdup ("Sanera");
  ticket->recommendation_reference = g_strdup (activity->recommendation_reference);
  ticket->type = g_strdup (activity->type);
  ticket->related_component = g_strdup (activity->related_component);
  ticket->recommended_version = g_strdup (activity->recommended_version);
  ticket->remediation_text = g_strdup (activity->remediation_text);
  ticket->weaknesses = activity->weaknesses;
  ticket->fixable_weaknesses = activity->fixable_weaknesses;
  ticket->version = 1;
}

/**
 * sanera_ticket_dup_name:
 * @ticket: a ticket with its part
 * @title: title of the activity
 *
 * Returns: (transfer full): its `displayName`: "Update Chrome to 129.0 (1 of 3)"
 */
char *
sanera_ticket_dup_name (const SaneraSecurityTaskData *ticket, const char *title)
{
  if (ticket->parts <= 1)
    return g_strdup (title);

  return g_strdup_printf ("%s (%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT ")", title, ticket->part,
                          ticket->parts);
}

static gboolean
insert_ticket (SaneraDb *db,
               SaneraSecurityTaskData *ticket,
               const char *title,
               const char *person,
               gint64 now,
               gint64 *row,
               GError **error)
{
  g_free (ticket->id);
  g_free (ticket->display_name);
  ticket->id = g_uuid_string_random ();
  ticket->display_name = sanera_ticket_dup_name (ticket, title);
  if (!sanera_feed_reserve (db, 1, &ticket->change, error) ||
      !sanera_db_upsert (db, &sanera_security_task_noun, ticket, error))
    return FALSE;
  if (!sanera_db_query_int (db, row, error, "SELECT row_id FROM security_tasks WHERE id = ?", "t",
                            ticket->id))
    return FALSE;

  return sanera_ticket_write_down (db, ticket, "ticketCreated", NULL, NULL, person, now, error);
}

/* R3: by exposure, then name: the order of *Show which* on the desktop, so that what it promises
 * is what happens. One walk over the devices fills one ticket after the other. */
static gboolean
assign_devices (SaneraDb *db, const char *task_id, GArray *rows, GError **error)
{
  sqlite3_stmt *devices =
      sanera_db_prepare (db,
                         "SELECT m.row_id" OPEN_TARGETS
                         " ORDER BY coalesce (m.exposure, 0) DESC, m.computer_dns_name, m.id",
                         error);
  gboolean has_row;

  if (devices == NULL)
    return FALSE;
  sanera_db_bind_text (devices, 1, task_id);
  for (guint i = 0; i / SANERA_TICKET_MAX_DEVICES < rows->len; i++)
    {
      if (!sanera_db_step (db, devices, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!sanera_db_run_sql (db, error,
                              "INSERT INTO security_task_machines (task, machine) VALUES (?, ?)",
                              "ii", g_array_index (rows, gint64, i / SANERA_TICKET_MAX_DEVICES),
                              (gint64)sqlite3_column_int64 (devices, 0)))
        {
          sanera_db_reset (devices);
          return FALSE;
        }
    }
  sanera_db_reset (devices);

  return TRUE;
}

/**
 * sanera_tickets_create:
 * @db: the server's database, in a transaction
 * @task_id: of an activity, its targets stored
 * @split: whether all of its devices get a ticket, at most 10,000 to one; else one ticket with the
 *   10,000 most exposed of them (R3, document sentence [134])
 * @person: who asks for it, an e-mail
 * @now: the time, microseconds
 * @error: %SANERA_ERROR_NOT_FOUND without the activity, or when it cannot be written
 *
 * Makes the tickets of an activity, and writes them down. What the activity shows of them is left
 * to sanera_tickets_derive(). An activity without an exposed device gets none.
 *
 * Returns: whether it went well
 */
gboolean
sanera_tickets_create (SaneraDb *db,
                       const char *task_id,
                       gboolean split,
                       const char *person,
                       gint64 now,
                       GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  SaneraActivityData activity;
  SaneraSecurityTaskData ticket;
  gint64 devices;
  gboolean ok;

  if (!sanera_tickets_count_devices (db, task_id, &devices, error))
    return FALSE;

  sanera_noun_data_init (&sanera_activity_noun, &activity);
  sanera_noun_data_init (&sanera_security_task_noun, &ticket);
  ok = find_activity (db, task_id, &activity, error) &&
       find_installed_version (db, task_id, &ticket.app_version, error);
  if (ok)
    {
      sanera_ticket_describe (&ticket, &activity, now);
      ticket.parts = split ? sanera_ticket_count (devices) : MIN (devices, 1);
    }
  for (ticket.part = 1; ok && ticket.part <= ticket.parts; ticket.part++)
    {
      gint64 row;

      ticket.managed_device_count =
          MIN (devices - (ticket.part - 1) * SANERA_TICKET_MAX_DEVICES, SANERA_TICKET_MAX_DEVICES);
      ok = insert_ticket (db, &ticket, activity.title, person, now, &row, error);
      if (ok)
        g_array_append_val (rows, row);
    }
  ok = ok && assign_devices (db, task_id, rows, error);
  sanera_noun_data_clear (&sanera_activity_noun, &activity);
  sanera_noun_data_clear (&sanera_security_task_noun, &ticket);

  return ok;
}
