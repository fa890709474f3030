/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-remediation-request.h"
#include "sanera-sample.h"
#include "sanera-time.h"
#include "store-tickets.h"

/* The sample's tickets (security tasks): in every state that an IT administrator meets. They were
 * made while the Intune connection was on; now it is off, as rule R2 has it, and they stay. */

/* The activities tell so many stories, again and again: of each, one has another fate. */
#define STORIES 9
/* Enough for every page; the number of activities of a large sample has no end. */
#define MAX_ACTIVITIES 120
#define IT_ADMINISTRATOR "nils.ek@corp.example"

enum
{
  STREAM_TICKETS = 110,
};

typedef struct
{
  SaneraSecurityTaskStatus status;
  const char *note; /* of the IT administrator */
  const char *reason; /* of the system */
} Fate;

static Fate
choose_fate (const SaneraActivityData *activity, gint64 i, gint64 now)
{
  static const Fate fates[] = {
    { SANERA_SECURITY_TASK_STATUS_PENDING, NULL, NULL },
    { SANERA_SECURITY_TASK_STATUS_ACTIVE, "Deployment starts on Monday evening.", NULL },
    { SANERA_SECURITY_TASK_STATUS_REJECTED,
      "These devices are replaced next week. Please ask again for what is left after that.", NULL },
    { SANERA_SECURITY_TASK_STATUS_COMPLETED, "Deployed to all devices that were reachable.", NULL },
    { SANERA_SECURITY_TASK_STATUS_PENDING, NULL, NULL },
    { SANERA_SECURITY_TASK_STATUS_ACTIVE, NULL, NULL },
  };

  if (g_strcmp0 (activity->outcome, "withdrawn") == 0)
    return (Fate){ SANERA_SECURITY_TASK_STATUS_REJECTED, NULL, SANERA_TICKET_END_WITHDRAWN };
  if (activity->completed_on != SANERA_INT_NULL)
    return (i + i / STORIES) % 3 == 0
               ? (Fate){ SANERA_SECURITY_TASK_STATUS_REJECTED, NULL, SANERA_TICKET_END_COMPLETED }
               : fates[3];
  /* Somebody has asked a moment ago. */
  if (now - activity->created_on < SANERA_TIME_DAY)
    return fates[0];

  return fates[(i % STORIES + 2 * (i / STORIES)) % (gint64)G_N_ELEMENTS (fates)];
}

static const char *
get_event (SaneraSecurityTaskStatus status)
{
  switch (status)
    {
    case SANERA_SECURITY_TASK_STATUS_REJECTED:
      return "ticketRejected";
    case SANERA_SECURITY_TASK_STATUS_COMPLETED:
      return "ticketCompleted";
    case SANERA_SECURITY_TASK_STATUS_ACTIVE:
    case SANERA_SECURITY_TASK_STATUS_PENDING:
    default:
      return "ticketApproved";
    }
}

/* Rule R11: who approved, who rejected, and what ended it. */
static gboolean
write_history (SaneraDb *db, const SaneraSecurityTaskData *ticket, const Fate *fate, GError **error)
{
  const gint64 created = ticket->created_date_time;

  if (!sanera_ticket_write_down (db, ticket, "ticketCreated", NULL, NULL, ticket->creator, created,
                                 error))
    return FALSE;
  if (fate->status == SANERA_SECURITY_TASK_STATUS_PENDING)
    return TRUE;
  if (fate->reason != NULL)
    return sanera_ticket_write_down (db, ticket, "ticketEnded", NULL, fate->reason, "",
                                     ticket->decided_on, error);
  if (fate->status == SANERA_SECURITY_TASK_STATUS_COMPLETED &&
      !sanera_ticket_write_down (db, ticket, "ticketApproved", NULL, NULL, IT_ADMINISTRATOR,
                                 created + SANERA_TIME_DAY / 2, error))
    return FALSE;

  return sanera_ticket_write_down (db, ticket, get_event (fate->status), fate->note, NULL,
                                   IT_ADMINISTRATOR, ticket->decided_on, error);
}

static void
decide (SaneraSecurityTaskData *ticket, const Fate *fate, const SaneraActivityData *activity)
{
  g_free (ticket->status);
  ticket->status =
      g_strdup (sanera_enum_to_nick (&sanera_security_task_status_enum, (int)fate->status));
  if (fate->status == SANERA_SECURITY_TASK_STATUS_PENDING)
    return;

  ticket->version = 2;
  ticket->note = g_strdup (fate->note);
  ticket->system_note = g_strdup (fate->reason);
  ticket->decided_on =
      fate->reason != NULL ? activity->completed_on : activity->created_on + SANERA_TIME_DAY;
  if (fate->reason != NULL)
    return;
  ticket->decided_by = g_strdup (IT_ADMINISTRATOR);
  ticket->assigned_to = g_strdup (IT_ADMINISTRATOR);
}

static gboolean
write_ticket (SaneraDb *db,
              gint64 task,
              SaneraSecurityTaskData *ticket,
              const Fate *fate,
              GError **error)
{
  gint64 row;

  return sanera_db_upsert (db, &sanera_security_task_noun, ticket, error) &&
         sanera_db_query_int (db, &row, error, "SELECT row_id FROM security_tasks WHERE id = ?",
                              "t", ticket->id) &&
         sanera_db_run_sql (db, error,
                            "INSERT INTO security_task_machines (task, machine)"
                            " SELECT ?1, machine FROM task_machines WHERE task = ?2"
                            " ORDER BY machine LIMIT ?3 OFFSET ?4",
                            "iiii", row, task, ticket->managed_device_count,
                            (ticket->part - 1) * SANERA_TICKET_MAX_DEVICES) &&
         write_history (db, ticket, fate, error);
}

/**
 * sanera_sample_has_tickets:
 * @i: which activity
 * @activity: it, with its targets written
 *
 * Returns: whether it was requested with a ticket: not what nobody can act on (R1), and some others
 *   not either
 */
gboolean
sanera_sample_has_tickets (gint64 i, const SaneraActivityData *activity)
{
  return i < MAX_ACTIVITIES && i % 5 != 2 && activity->target_devices > 0 &&
         sanera_enum_from_nick (&sanera_remediation_type_enum, activity->type) !=
             SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;
}

/**
 * sanera_sample_write_tickets:
 * @db: the server's database, in a transaction
 * @sample: a sample
 * @i: which activity
 * @activity: it, with its targets written
 * @change: (inout): last position taken in the feed
 * @error: when the database fails
 *
 * Writes the tickets of an activity: some have none, large ones several (R3).
 *
 * Returns: whether it went well
 */
gboolean
sanera_sample_write_tickets (SaneraDb *db,
                             SaneraSample *sample,
                             gint64 i,
                             const SaneraActivityData *activity,
                             gint64 *change,
                             GError **error)
{
  const Fate fate = choose_fate (activity, i, sample->size.now);
  SaneraSecurityTaskData ticket;
  gboolean ok = TRUE;

  if (!sanera_sample_has_tickets (i, activity))
    return TRUE;

  sanera_noun_data_init (&sanera_security_task_noun, &ticket);
  sanera_ticket_describe (&ticket, activity, activity->created_on);
  decide (&ticket, &fate, activity);
  ticket.parts = sanera_ticket_count (activity->target_devices);
  for (ticket.part = 1; ok && ticket.part <= ticket.parts; ticket.part++)
    {
      const gint64 before = (ticket.part - 1) * SANERA_TICKET_MAX_DEVICES;

      g_free (ticket.id);
      g_free (ticket.display_name);
      ticket.id = sanera_sample_dup_id (sample->size.seed + STREAM_TICKETS, i * 1000 + ticket.part);
      ticket.display_name = sanera_ticket_dup_name (&ticket, activity->title);
      ticket.managed_device_count =
          MIN (activity->target_devices - before, SANERA_TICKET_MAX_DEVICES);
      ticket.change = ++*change;
      ok = write_ticket (db, i + 1, &ticket, &fate, error);
    }
  sanera_noun_data_clear (&sanera_security_task_noun, &ticket);

  return ok && sanera_tickets_derive (db, activity->id, FALSE, error);
}
