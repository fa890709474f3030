/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"

G_BEGIN_DECLS

/* Most characters of a note beside a decision on a ticket, as of a request's notes. */
#define SANERA_TICKET_MAX_NOTE 2000

/**
 * SaneraTicketRefusal:
 * @SANERA_TICKET_OK: nothing stands in the way
 * @SANERA_TICKET_ROLE: the person's role decides on no tickets
 * @SANERA_TICKET_OWN_REQUEST: the person requested it: somebody else has to approve
 * @SANERA_TICKET_TRANSITION: the ticket does not stand where the decision leads from
 *
 * Why a person may not decide on a ticket.
 */
typedef enum
{
  SANERA_TICKET_OK,
  SANERA_TICKET_ROLE,
  SANERA_TICKET_OWN_REQUEST,
  SANERA_TICKET_TRANSITION,
} SaneraTicketRefusal;

/**
 * SaneraTicketEnd:
 * @SANERA_TICKET_ENDED_BY_COMPLETION: the activity was completed
 * @SANERA_TICKET_ENDED_BY_WITHDRAWAL: the request was withdrawn
 * @SANERA_TICKET_ENDED_BY_REMOVAL: the activity is gone
 *
 * Why the system has ended a ticket (systemNote).
 */
typedef enum
{
  SANERA_TICKET_ENDED_BY_COMPLETION = 1,
  SANERA_TICKET_ENDED_BY_WITHDRAWAL,
  SANERA_TICKET_ENDED_BY_REMOVAL,
} SaneraTicketEnd;

extern const SaneraEnum sanera_ticket_end_enum;

gboolean sanera_ticket_may_become (SaneraSecurityTaskStatus from, SaneraSecurityTaskStatus to);
gboolean sanera_ticket_is_open (SaneraSecurityTaskStatus status);
gboolean sanera_ticket_is_own_request (const char *requester, const char *person);
SaneraTicketRefusal sanera_ticket_judge (SaneraSecurityTaskStatus from,
                                         SaneraSecurityTaskStatus to,
                                         const char *requester,
                                         const char *person,
                                         gboolean may_decide,
                                         gboolean single_person);
SaneraTicketStatus sanera_ticket_least_advanced (const SaneraSecurityTaskStatus *statuses,
                                                 guint n_statuses);
const char *sanera_ticket_graph_priority (SaneraPriority priority);
const char *sanera_ticket_graph_mitigation (SaneraRemediationType type);

G_END_DECLS
