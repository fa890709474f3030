/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-activity-rules.h"

#include "sanera-time.h"

/* What can be done with an activity, and when it leaves the page: asked by the server before it
 * does it, and by the desktop before it offers it. */

/**
 * sanera_activity_is_completed:
 * @data: an activity
 *
 * Returns: whether it is completed, in whatever way
 */
gboolean
sanera_activity_is_completed (const SaneraActivityData *data)
{
  g_return_val_if_fail (data != NULL, FALSE);

  return sanera_enum_from_nick (&sanera_activity_status_enum, data->status) ==
         SANERA_ACTIVITY_STATUS_COMPLETED;
}

/**
 * sanera_activity_is_withdrawn:
 * @data: an activity
 *
 * Returns: whether it was withdrawn: on the wire one that was completed by hand, with its own
 *   outcome; counted apart
 */
gboolean
sanera_activity_is_withdrawn (const SaneraActivityData *data)
{
  g_return_val_if_fail (data != NULL, FALSE);

  return g_strcmp0 (data->outcome, SANERA_ACTIVITY_OUTCOME_WITHDRAWN) == 0;
}

/**
 * sanera_activity_is_attention:
 * @data: an activity
 *
 * Returns: whether it is of the type *attention required*, which has neither progress nor ticket
 *   nor due date (R1, document sentences [127], [141])
 */
gboolean
sanera_activity_is_attention (const SaneraActivityData *data)
{
  g_return_val_if_fail (data != NULL, FALSE);

  return sanera_enum_from_nick (&sanera_remediation_type_enum, data->type) ==
         SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;
}

/**
 * sanera_activity_is_requested_by:
 * @data: an activity
 * @email: (nullable): of somebody
 *
 * Returns: whether that person requested it; addresses are compared case-folded
 */
gboolean
sanera_activity_is_requested_by (const SaneraActivityData *data, const char *email)
{
  g_autofree char *requester = NULL;
  g_autofree char *person = NULL;

  g_return_val_if_fail (data != NULL, FALSE);

  if (data->requester_email == NULL || *data->requester_email == '\0' || email == NULL)
    return FALSE;
  requester = g_utf8_casefold (data->requester_email, -1);
  person = g_utf8_casefold (email, -1);
  return g_str_equal (requester, person);
}

/**
 * sanera_activity_get_end:
 * @data: an activity
 *
 * Returns: when it was completed, microseconds; %SANERA_INT_NULL while it is in progress, and when
 *   a server says so of none of its times
 */
gint64
sanera_activity_get_end (const SaneraActivityData *data)
{
  g_return_val_if_fail (data != NULL, SANERA_INT_NULL);

  if (!sanera_activity_is_completed (data))
    return SANERA_INT_NULL;
  /* Defender's own API has no completedOn; its last change of status is the completion. */
  return data->completed_on != SANERA_INT_NULL ? data->completed_on : data->status_last_modified_on;
}

/**
 * sanera_activity_get_removal:
 * @data: an activity
 *
 * Returns: when it leaves the page, microseconds (R7, document sentences [145], [146]);
 *   %SANERA_INT_NULL while it is in progress
 */
gint64
sanera_activity_get_removal (const SaneraActivityData *data)
{
  gint64 end = sanera_activity_get_end (data);

  return end != SANERA_INT_NULL ? end + SANERA_RETENTION_DAYS * SANERA_TIME_DAY : SANERA_INT_NULL;
}

/**
 * sanera_activity_judge_change:
 * @data: an activity
 *
 * Returns: why its due date, priority and notes cannot be changed
 */
SaneraActivityRefusal
sanera_activity_judge_change (const SaneraActivityData *data)
{
  if (sanera_activity_is_withdrawn (data))
    return SANERA_ACTIVITY_WITHDRAWN;
  return sanera_activity_is_completed (data) ? SANERA_ACTIVITY_NOT_IN_PROGRESS : SANERA_ACTIVITY_OK;
}

/**
 * sanera_activity_judge_complete:
 * @data: an activity
 *
 * Returns: why it cannot be marked as complete. For the server it is no error to complete what is
 *   complete (R10); the desktop does not offer it
 */
SaneraActivityRefusal
sanera_activity_judge_complete (const SaneraActivityData *data)
{
  return sanera_activity_judge_change (data);
}

/**
 * sanera_activity_judge_reopen:
 * @data: an activity
 *
 * Only what was completed by hand is reopened by hand: what the system completed has no exposed
 * device left, and the system reopens it when one comes back. A withdrawal is final, for everybody
 * was told that nothing is asked of them any more: the same can be requested again.
 *
 * Returns: why it cannot be reopened
 */
SaneraActivityRefusal
sanera_activity_judge_reopen (const SaneraActivityData *data)
{
  g_return_val_if_fail (data != NULL, SANERA_ACTIVITY_NOT_COMPLETED);

  if (!sanera_activity_is_completed (data))
    return SANERA_ACTIVITY_NOT_COMPLETED;
  if (sanera_activity_is_withdrawn (data))
    return SANERA_ACTIVITY_WITHDRAWN;
  if (sanera_enum_from_nick (&sanera_completion_method_enum, data->completion_method) !=
      SANERA_COMPLETION_METHOD_MANUAL)
    return SANERA_ACTIVITY_NOT_BY_HAND;
  return SANERA_ACTIVITY_OK;
}

/**
 * sanera_activity_judge_withdraw:
 * @data: an activity
 * @ticket_approved: whether one of its tickets was approved, or even completed
 *
 * Returns: why it cannot be withdrawn
 */
SaneraActivityRefusal
sanera_activity_judge_withdraw (const SaneraActivityData *data, gboolean ticket_approved)
{
  SaneraActivityRefusal refusal = sanera_activity_judge_change (data);

  if (refusal != SANERA_ACTIVITY_OK)
    return refusal;
  if (data->fixed_devices != SANERA_INT_NULL && data->fixed_devices > 0)
    return SANERA_ACTIVITY_DEVICES_FIXED;
  return ticket_approved ? SANERA_ACTIVITY_TICKET_APPROVED : SANERA_ACTIVITY_OK;
}

static gboolean
same_text (const char *a, const char *b)
{
  return g_strcmp0 (a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/**
 * sanera_activity_change_is_void:
 * @self: a change
 * @data: the activity
 *
 * Returns: whether the activity is like that already
 */
gboolean
sanera_activity_change_is_void (const SaneraActivityChange *self, const SaneraActivityData *data)
{
  g_return_val_if_fail (self != NULL, TRUE);
  g_return_val_if_fail (data != NULL, TRUE);

  return (!self->has_due_on || self->due_on == data->due_on) &&
         (!self->has_priority || same_text (self->priority, data->priority)) &&
         (!self->has_notes || same_text (self->notes, data->requester_notes));
}

/**
 * sanera_activity_change_validate:
 * @self: a change
 * @data: the activity
 * @earliest: the first due date that is not in the past
 *
 * A due date that stays as it was may be in the past: whoever adds a note to an overdue activity
 * does not set its date anew.
 *
 * Returns: what is wrong with it; a bit belongs to one field
 */
SaneraRequestProblem
sanera_activity_change_validate (const SaneraActivityChange *self,
                                 const SaneraActivityData *data,
                                 gint64 earliest)
{
  SaneraRequestProblem problems = SANERA_REQUEST_OK;

  g_return_val_if_fail (self != NULL, SANERA_REQUEST_OK);
  g_return_val_if_fail (data != NULL, SANERA_REQUEST_OK);

  if (self->has_due_on && self->due_on != SANERA_INT_NULL && self->due_on != data->due_on)
    {
      if (sanera_activity_is_attention (data))
        problems |= SANERA_REQUEST_DUE_NOT_ALLOWED;
      else if (self->due_on != sanera_time_floor_day (self->due_on))
        problems |= SANERA_REQUEST_DUE_INVALID;
      else if (self->due_on < earliest)
        problems |= SANERA_REQUEST_DUE_PAST;
    }
  if (self->has_priority && sanera_enum_from_nick (&sanera_priority_enum, self->priority) == 0)
    problems |= SANERA_REQUEST_NO_PRIORITY;
  if (self->has_notes && self->notes != NULL &&
      g_utf8_strlen (self->notes, -1) > SANERA_REQUEST_MAX_NOTES)
    problems |= SANERA_REQUEST_NOTES_TOO_LONG;

  return problems;
}
