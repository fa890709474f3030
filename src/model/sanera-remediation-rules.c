/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules that a remediation request obeys (product.md R1–R4, R9); the request itself is in
 * sanera-remediation-request.c. */

#include "sanera-remediation-request.h"

#include "sanera-time.h"

#define BIT(type) (1u << (type))

/**
 * sanera_remediation_request_is_attention:
 * @self: a request
 *
 * Returns: whether *attention required* is chosen: such a request has neither due date nor ticket
 *   (R1, documents' sentences [127] and [141])
 */
gboolean
sanera_remediation_request_is_attention (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), FALSE);

  return sanera_enum_from_nick (&sanera_remediation_type_enum,
                                sanera_remediation_request_get_remediation_type (self)) ==
         SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;
}

/**
 * sanera_remediation_request_get_effective_due_on:
 * @self: a request
 *
 * Returns: the due date that is submitted: none while *attention required* is chosen (R1)
 */
gint64
sanera_remediation_request_get_effective_due_on (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), SANERA_INT_NULL);

  if (sanera_remediation_request_is_attention (self))
    return SANERA_INT_NULL;

  return sanera_remediation_request_get_due_on (self);
}

/**
 * sanera_remediation_request_get_effective_ticket:
 * @self: a request
 *
 * Returns: whether a ticket is asked for when it is submitted: not while *attention required* is
 *   chosen (R1)
 */
gboolean
sanera_remediation_request_get_effective_ticket (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), FALSE);

  return sanera_remediation_request_get_create_ticket (self) &&
         !sanera_remediation_request_is_attention (self);
}

/**
 * sanera_remediation_request_count_tickets:
 * @self: a request
 *
 * Returns: how many tickets the request makes as it stands (R3); 0 without a ticket, and while the
 *   number of devices or the choice between several tickets and one is open
 */
gint64
sanera_remediation_request_count_tickets (SaneraRemediationRequest *self)
{
  gint64 devices;

  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), 0);

  devices = sanera_remediation_request_get_target_devices (self);
  if (!sanera_remediation_request_get_effective_ticket (self) || devices <= 0)
    return 0;
  if (devices <= SANERA_TICKET_MAX_DEVICES)
    return 1;

  switch (sanera_remediation_request_get_split (self))
    {
    case SANERA_SPLIT_ALL:
      return sanera_ticket_count (devices);
    case SANERA_SPLIT_FIRST:
      return 1;
    case SANERA_SPLIT_UNDECIDED:
    default:
      return 0;
    }
}

static SaneraRequestProblem
find_problems (SaneraRemediationRequest *self,
               gboolean ticket,
               gboolean intune_connection,
               gint64 due_on,
               gint64 earliest)
{
  const char *notes = sanera_remediation_request_get_notes (self);
  gint64 devices = sanera_remediation_request_get_target_devices (self);
  SaneraRequestProblem problems = SANERA_REQUEST_OK;

  if (sanera_enum_from_nick (&sanera_remediation_type_enum,
                             sanera_remediation_request_get_remediation_type (self)) == 0)
    problems |= SANERA_REQUEST_NO_TYPE;
  if (!sanera_remediation_request_get_all_groups (self) &&
      *sanera_remediation_request_get_groups (self) == NULL)
    problems |= SANERA_REQUEST_NO_GROUP;
  else if (devices != SANERA_INT_NULL && devices <= 0)
    problems |= SANERA_REQUEST_NO_DEVICES;
  if (sanera_enum_from_nick (&sanera_priority_enum,
                             sanera_remediation_request_get_priority (self)) == 0)
    problems |= SANERA_REQUEST_NO_PRIORITY;
  if (due_on != SANERA_INT_NULL && earliest != SANERA_INT_NULL && due_on < earliest &&
      due_on != sanera_remediation_request_get_kept_due_on (self))
    problems |= SANERA_REQUEST_DUE_PAST;
  if (ticket && !intune_connection)
    problems |= SANERA_REQUEST_TICKET_NOT_ALLOWED;
  else if (ticket && devices > SANERA_TICKET_MAX_DEVICES &&
           sanera_remediation_request_get_split (self) == SANERA_SPLIT_UNDECIDED)
    problems |= SANERA_REQUEST_SPLIT_UNDECIDED;
  if (notes != NULL && g_utf8_strlen (notes, -1) > SANERA_REQUEST_MAX_NOTES)
    problems |= SANERA_REQUEST_NOTES_TOO_LONG;

  return problems;
}

/**
 * sanera_remediation_request_validate:
 * @self: a request
 * @intune_connection: whether the setting of R2 is on
 * @today: the person's date, by which "not in the past" is judged while the request is being made
 *
 * Judges the form. What *attention required* leaves out (R1) is no problem here: it is kept in the
 * form and not submitted. A request that has been made is judged by the time it was made, however
 * much later it is looked at (R9); see sanera_remediation_request_validate_submission().
 *
 * Returns: what stands in the way of submitting
 */
SaneraRequestProblem
sanera_remediation_request_validate (SaneraRemediationRequest *self,
                                     gboolean intune_connection,
                                     gint64 today)
{
  const char *due_text;
  gint64 made_at, earliest;
  SaneraRequestProblem problems;

  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), SANERA_REQUEST_NO_TYPE);

  made_at = sanera_remediation_request_get_made_at (self);
  earliest = made_at == SANERA_INT_NULL ? today : sanera_time_floor_day (made_at) - SANERA_TIME_DAY;
  problems = find_problems (self, sanera_remediation_request_get_effective_ticket (self),
                            intune_connection,
                            sanera_remediation_request_get_effective_due_on (self), earliest);

  due_text = sanera_remediation_request_get_due_text (self);
  if (!sanera_remediation_request_is_attention (self) && due_text != NULL && *due_text != '\0' &&
      sanera_remediation_request_get_due_on (self) == SANERA_INT_NULL)
    problems |= SANERA_REQUEST_DUE_INVALID;

  return problems;
}

/**
 * sanera_remediation_request_validate_submission:
 * @self: a request with its "made-at"
 * @intune_connection: whether the setting of R2 is on
 *
 * Judges a submission as it came over the wire: a due date or a ticket beside *attention required*
 * is refused (R1), a ticket without the connection too (R2), and "not in the past" is judged by the
 * time the request was made, so one that waited offline for a week is still good (R9). That time is
 * in UTC and the person's date may be a day behind it, so the day before is good as well.
 *
 * Returns: why it is refused
 */
SaneraRequestProblem
sanera_remediation_request_validate_submission (SaneraRemediationRequest *self,
                                                gboolean intune_connection)
{
  gint64 due_on, made_at, earliest = SANERA_INT_NULL;
  gboolean ticket;
  SaneraRequestProblem problems;

  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), SANERA_REQUEST_NO_TYPE);

  due_on = sanera_remediation_request_get_due_on (self);
  ticket = sanera_remediation_request_get_create_ticket (self);
  made_at = sanera_remediation_request_get_made_at (self);
  if (made_at != SANERA_INT_NULL)
    earliest = sanera_time_floor_day (made_at) - SANERA_TIME_DAY;

  problems = find_problems (self, ticket, intune_connection, due_on, earliest);
  if (sanera_remediation_request_is_attention (self))
    {
      if (due_on != SANERA_INT_NULL)
        problems |= SANERA_REQUEST_DUE_NOT_ALLOWED;
      if (ticket)
        problems |= SANERA_REQUEST_TICKET_NOT_ALLOWED;
    }

  return problems;
}

static gboolean
can_be_uninstalled (const SaneraRecommendationData *recommendation)
{
  int category = sanera_enum_from_nick (&sanera_recommendation_category_enum,
                                        recommendation->recommendation_category);

  return category == SANERA_RECOMMENDATION_CATEGORY_APPLICATION;
}

/**
 * sanera_remediation_options:
 * @recommendation: a recommendation
 * @recommended: (out) (optional): the option the recommendation itself names; where this version
 *   does not know its type, *configuration change* for a check, *software update* where a fix is
 *   known, else *attention required*
 *
 * Which options make sense: what the recommendation names, uninstalling for an application, and
 * always *attention required* (document sentence [127]). A weakness without a fix offers no update.
 *
 * Returns: a mask in which bit i stands for #SaneraRemediationType i
 */
guint
sanera_remediation_options (const SaneraRecommendationData *recommendation,
                            SaneraRemediationType *recommended)
{
  SaneraRemediationType named;
  guint mask;

  g_return_val_if_fail (recommendation != NULL, 0);

  named = (SaneraRemediationType)sanera_enum_from_nick (&sanera_remediation_type_enum,
                                                        recommendation->remediation_type);
  if (named == 0)
    {
      if (recommendation->id != NULL && g_str_has_prefix (recommendation->id, "sca-_-"))
        named = SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE;
      else if (recommendation->fixable_weaknesses > 0)
        named = SANERA_REMEDIATION_TYPE_UPDATE;
      else
        named = SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;
    }

  mask = BIT (named) | BIT (SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED);
  if (named != SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE && can_be_uninstalled (recommendation))
    mask |= BIT (SANERA_REMEDIATION_TYPE_UNINSTALL);
  if (named == SANERA_REMEDIATION_TYPE_UNINSTALL)
    mask |= BIT (SANERA_REMEDIATION_TYPE_UPGRADE);

  if (recommended != NULL)
    *recommended = named;
  return mask;
}

/**
 * sanera_ticket_count:
 * @devices: how many devices a request covers
 *
 * Returns: how many tickets it takes for all of them, at most %SANERA_TICKET_MAX_DEVICES to one
 *   (R3, document sentence [134])
 */
guint
sanera_ticket_count (gint64 devices)
{
  if (devices <= 0)
    return 0;

  return (guint)((devices + SANERA_TICKET_MAX_DEVICES - 1) / SANERA_TICKET_MAX_DEVICES);
}
