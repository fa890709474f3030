/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-activity.h"
#include "sanera-connection.h"
#include "sanera-security-task.h"

G_BEGIN_DECLS

#define SANERA_TYPE_ACTIVITY_TICKETS (sanera_activity_tickets_get_type ())

/* "IT service and device management tools" of the flyout [140]: the tickets of an activity, each
 * with its service, its status, its devices and what IT wrote. */
G_DECLARE_FINAL_TYPE (SaneraActivityTickets,
                      sanera_activity_tickets,
                      SANERA,
                      ACTIVITY_TICKETS,
                      AdwBin)

SaneraActivityTickets *sanera_activity_tickets_new (void);
void sanera_activity_tickets_show (SaneraActivityTickets *self,
                                   SaneraConnection *connection,
                                   const char *id);
void sanera_activity_tickets_update (SaneraActivityTickets *self, const SaneraActivityData *data);
char *sanera_activity_tickets_describe (const SaneraSecurityTaskData *data);
char *sanera_activity_tickets_describe_note (const SaneraSecurityTaskData *data);

G_END_DECLS
