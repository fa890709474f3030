/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-ticket-rules.h"

/* The rules of tickets (documents' sentences [131], [136]): pending → active or rejected, active →
 * completed or rejected, and always two people. */

/* Marks a label for translation; the words are looked up where they are shown. */
#define N_(text) text

static const SaneraEnumValue end_values[] = {
  { SANERA_TICKET_ENDED_BY_COMPLETION, "completed", N_ ("The activity was completed"), NULL },
  { SANERA_TICKET_ENDED_BY_WITHDRAWAL, "withdrawn", N_ ("The request was withdrawn"), NULL },
  { SANERA_TICKET_ENDED_BY_REMOVAL, "removed", N_ ("The activity was removed"), NULL },
};

const SaneraEnum sanera_ticket_end_enum = { "systemNote", end_values, G_N_ELEMENTS (end_values) };

/**
 * sanera_ticket_is_open:
 * @status: of a ticket
 *
 * Returns: whether something is still to be decided or done
 */
gboolean
sanera_ticket_is_open (SaneraSecurityTaskStatus status)
{
  return status == SANERA_SECURITY_TASK_STATUS_PENDING ||
         status == SANERA_SECURITY_TASK_STATUS_ACTIVE;
}

/**
 * sanera_ticket_may_become:
 * @from: where a ticket stands; 0 for a status that this version does not know
 * @to: where it is to go
 *
 * Returns: whether there is a way from the one to the other
 */
gboolean
sanera_ticket_may_become (SaneraSecurityTaskStatus from, SaneraSecurityTaskStatus to)
{
  switch (to)
    {
    case SANERA_SECURITY_TASK_STATUS_ACTIVE:
      return from == SANERA_SECURITY_TASK_STATUS_PENDING;
    case SANERA_SECURITY_TASK_STATUS_COMPLETED:
      return from == SANERA_SECURITY_TASK_STATUS_ACTIVE;
    case SANERA_SECURITY_TASK_STATUS_REJECTED:
      return sanera_ticket_is_open (from);
    case SANERA_SECURITY_TASK_STATUS_PENDING:
    default:
      return FALSE;
    }
}

/**
 * sanera_ticket_is_own_request:
 * @requester: (nullable): e-mail of who requested the remediation
 * @person: (nullable): e-mail of somebody
 *
 * Returns: whether they are the same person: compared case-folded, never by token
 */
gboolean
sanera_ticket_is_own_request (const char *requester, const char *person)
{
  g_autofree char *a = requester != NULL ? g_utf8_casefold (requester, -1) : NULL;
  g_autofree char *b = person != NULL ? g_utf8_casefold (person, -1) : NULL;

  return a != NULL && *a != '\0' && g_strcmp0 (a, b) == 0;
}

/**
 * sanera_ticket_judge:
 * @from: where the ticket stands
 * @to: where the person wants it
 * @requester: (nullable): e-mail of who requested the remediation
 * @person: (nullable): e-mail of who decides
 * @may_decide: whether the person's role decides on tickets
 * @single_person: whether the backend is the private one of a single person, who is both
 *
 * Whoever requested a remediation does not approve its ticket, nor reject or complete it: always
 * two people (product.md, *People*).
 *
 * Returns: what stands in the way
 */
SaneraTicketRefusal
sanera_ticket_judge (SaneraSecurityTaskStatus from,
                     SaneraSecurityTaskStatus to,
                     const char *requester,
                     const char *person,
                     gboolean may_decide,
                     gboolean single_person)
{
  if (!may_decide)
    return SANERA_TICKET_ROLE;
  if (!sanera_ticket_may_become (from, to))
    return SANERA_TICKET_TRANSITION;
  if (!single_person && sanera_ticket_is_own_request (requester, person))
    return SANERA_TICKET_OWN_REQUEST;

  return SANERA_TICKET_OK;
}

/**
 * sanera_ticket_least_advanced:
 * @statuses: (array length=n_statuses): of the tickets of one activity
 * @n_statuses: how many there are
 *
 * Returns: the activity's ticket status: the least advanced of those that are not rejected,
 *   *rejected* when all are; 0 without a ticket
 */
SaneraTicketStatus
sanera_ticket_least_advanced (const SaneraSecurityTaskStatus *statuses, guint n_statuses)
{
  SaneraSecurityTaskStatus least = SANERA_SECURITY_TASK_STATUS_REJECTED;

  if (n_statuses == 0)
    return 0;

  /* The values stand in the order in which a ticket advances; 0 is one of a later version. */
  for (guint i = 0; i < n_statuses; i++)
    least = MIN (least, statuses[i]);

  switch (least)
    {
    case SANERA_SECURITY_TASK_STATUS_PENDING:
      return SANERA_TICKET_STATUS_PENDING;
    case SANERA_SECURITY_TASK_STATUS_ACTIVE:
      return SANERA_TICKET_STATUS_ACTIVE;
    case SANERA_SECURITY_TASK_STATUS_COMPLETED:
      return SANERA_TICKET_STATUS_COMPLETED;
    case SANERA_SECURITY_TASK_STATUS_REJECTED:
      return SANERA_TICKET_STATUS_REJECTED;
    default:
      return SANERA_TICKET_STATUS_UNKNOWN_STATE;
    }
}

/**
 * sanera_ticket_graph_priority:
 * @priority: of the activity
 *
 * Returns: Graph's `priority`, which knows no medium: that is "none", and saneraPriority beside it
 *   says so
 */
const char *
sanera_ticket_graph_priority (SaneraPriority priority)
{
  switch (priority)
    {
    case SANERA_PRIORITY_HIGH:
      return "high";
    case SANERA_PRIORITY_LOW:
      return "low";
    case SANERA_PRIORITY_MEDIUM:
    default:
      return "none";
    }
}

/**
 * sanera_ticket_graph_mitigation:
 * @type: of the activity
 *
 * Returns: Graph's `mitigationType`
 */
const char *
sanera_ticket_graph_mitigation (SaneraRemediationType type)
{
  switch (type)
    {
    case SANERA_REMEDIATION_TYPE_UPDATE:
    case SANERA_REMEDIATION_TYPE_UPGRADE:
      return "update";
    case SANERA_REMEDIATION_TYPE_UNINSTALL:
      return "uninstall";
    case SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE:
      return "securityConfiguration";
    case SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED:
    default:
      return "unknown";
    }
}
