/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-db.h"
#include "sanera-security-task.h"
#include "sanera-ticket-rules.h"

G_BEGIN_DECLS

/* Why the system ends the tickets of an activity: nicks of #SaneraTicketEnd. */
#define SANERA_TICKET_END_COMPLETED "completed"
#define SANERA_TICKET_END_WITHDRAWN "withdrawn"
#define SANERA_TICKET_END_REMOVED "removed"

/* store-ticket-create.c */
void sanera_ticket_describe (SaneraSecurityTaskData *ticket,
                             const SaneraActivityData *activity,
                             gint64 now);
char *sanera_ticket_dup_name (const SaneraSecurityTaskData *ticket, const char *title);
gboolean sanera_tickets_create (SaneraDb *db,
                                const char *task_id,
                                gboolean split,
                                const char *person,
                                gint64 now,
                                GError **error);
gboolean
sanera_tickets_count_devices (SaneraDb *db, const char *task_id, gint64 *devices, GError **error);

/* store-tickets.c */
gboolean sanera_ticket_write_down (SaneraDb *db,
                                   const SaneraSecurityTaskData *ticket,
                                   const char *event,
                                   const char *note,
                                   const char *reason,
                                   const char *person,
                                   gint64 now,
                                   GError **error);
gboolean sanera_ticket_decide (SaneraDb *db,
                               const SaneraSecurityTaskData *ticket,
                               SaneraSecurityTaskStatus status,
                               const char *note,
                               const char *person,
                               gint64 now,
                               GError **error);
gboolean sanera_tickets_end (SaneraDb *db,
                             const char *task_id,
                             const char *reason,
                             gint64 now,
                             GError **error);
gboolean sanera_tickets_refresh (SaneraDb *db, const char *task_id, GError **error);
gboolean sanera_tickets_derive (SaneraDb *db, const char *task_id, gboolean bump, GError **error);
gboolean sanera_tickets_move_device (SaneraDb *db, gint64 machine, gint64 target, GError **error);
gboolean sanera_tickets_remove_expired (SaneraDb *db, gint64 before, gint64 now, GError **error);

G_END_DECLS
