/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-remediation-request.h"

G_BEGIN_DECLS

/* Rule R7: 180 × 24 hours after its end an activity, or an exception, leaves the page. */
#define SANERA_RETENTION_DAYS 180
/* The last days of them offer an export. */
#define SANERA_RETENTION_NOTICE_DAYS 14

/**
 * SaneraActivityRefusal:
 * @SANERA_ACTIVITY_OK: nothing stands in the way
 * @SANERA_ACTIVITY_NOT_IN_PROGRESS: it is completed
 * @SANERA_ACTIVITY_NOT_COMPLETED: it is in progress
 * @SANERA_ACTIVITY_NOT_BY_HAND: the system completed it, or nobody knows who (R5)
 * @SANERA_ACTIVITY_WITHDRAWN: it was withdrawn, which is final: it can be requested again
 * @SANERA_ACTIVITY_DEVICES_FIXED: a device is fixed already
 * @SANERA_ACTIVITY_TICKET_APPROVED: the IT administrator has approved a ticket already
 *
 * Why something cannot be done with an activity as it stands (product.md, *Life of a request*).
 */
typedef enum
{
  SANERA_ACTIVITY_OK,
  SANERA_ACTIVITY_NOT_IN_PROGRESS,
  SANERA_ACTIVITY_NOT_COMPLETED,
  SANERA_ACTIVITY_NOT_BY_HAND,
  SANERA_ACTIVITY_WITHDRAWN,
  SANERA_ACTIVITY_DEVICES_FIXED,
  SANERA_ACTIVITY_TICKET_APPROVED,
} SaneraActivityRefusal;

/**
 * SaneraActivityChange:
 * @has_due_on: whether @due_on is set
 * @due_on: the new due date, %SANERA_INT_NULL for none
 * @has_priority: whether @priority is set
 * @priority: (nullable): nick of a #SaneraPriority
 * @has_notes: whether @notes is set
 * @notes: (nullable): the new notes; %NULL and "" for none
 *
 * What a requester may change later. What is not set stays as it is.
 */
typedef struct
{
  gboolean has_due_on;
  gint64 due_on;
  gboolean has_priority;
  const char *priority;
  gboolean has_notes;
  const char *notes;
} SaneraActivityChange;

gboolean sanera_activity_is_completed (const SaneraActivityData *data);
gboolean sanera_activity_is_withdrawn (const SaneraActivityData *data);
gboolean sanera_activity_is_attention (const SaneraActivityData *data);
gboolean sanera_activity_is_requested_by (const SaneraActivityData *data, const char *email);
gint64 sanera_activity_get_end (const SaneraActivityData *data);
gint64 sanera_activity_get_removal (const SaneraActivityData *data);

SaneraActivityRefusal sanera_activity_judge_change (const SaneraActivityData *data);
SaneraActivityRefusal sanera_activity_judge_complete (const SaneraActivityData *data);
SaneraActivityRefusal sanera_activity_judge_reopen (const SaneraActivityData *data);
SaneraActivityRefusal sanera_activity_judge_withdraw (const SaneraActivityData *data,
                                                      gboolean ticket_approved);

SaneraRequestProblem sanera_activity_change_validate (const SaneraActivityChange *self,
                                                      const SaneraActivityData *data,
                                                      gint64 earliest);
gboolean sanera_activity_change_is_void (const SaneraActivityChange *self,
                                         const SaneraActivityData *data);

G_END_DECLS
