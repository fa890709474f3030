/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-offer.h"

#include <glib/gi18n.h>

#include "sanera-activity-rules.h"
#include "sanera-tenant-words.h"
#include "sanera-words.h"

static const SaneraCacheInfo *
get_info (SaneraConnection *connection)
{
  return connection != NULL ? sanera_cache_get_info (sanera_connection_get_cache (connection))
                            : NULL;
}

/* Before the first sync nothing is known of what a person may do; the server decides. */
static gboolean
may (const SaneraCacheInfo *info, const char *capability)
{
  return info == NULL || info->capabilities == NULL || info->capabilities[0] == NULL ||
         sanera_cache_info_can (info, capability);
}

static gboolean
is_requester (const SaneraCacheInfo *info, const SaneraActivityData *data)
{
  return info == NULL || info->email == NULL ||
         sanera_enum_from_nick (&sanera_role_enum, info->role) == SANERA_ROLE_ADMIN ||
         sanera_activity_is_requested_by (data, info->email);
}

static const char *
describe_refusal (SaneraActivityRefusal refusal)
{
  switch (refusal)
    {
    case SANERA_ACTIVITY_NOT_IN_PROGRESS:
      return _ ("It is completed");
    case SANERA_ACTIVITY_NOT_COMPLETED:
      return _ ("It is in progress");
    case SANERA_ACTIVITY_NOT_BY_HAND:
      return _ ("Only what was completed by hand can be reopened");
    case SANERA_ACTIVITY_WITHDRAWN:
      return _ ("It was withdrawn");
    case SANERA_ACTIVITY_DEVICES_FIXED:
      return _ ("A device is fixed already");
    case SANERA_ACTIVITY_TICKET_APPROVED:
      return _ ("A security task is approved already");
    case SANERA_ACTIVITY_OK:
    default:
      return NULL;
    }
}

static SaneraActivityOffer
offer_ticket (const SaneraCacheInfo *info, const SaneraActivityData *data)
{
  SaneraTicketStatus status =
      (SaneraTicketStatus)sanera_enum_from_nick (&sanera_ticket_status_enum, data->ticket_status);

  /* Rules R1 and R2: where there are no tickets, there is no trace of them. */
  if (info == NULL || info->tenant || !info->intune_connection ||
      sanera_activity_is_attention (data) || sanera_activity_is_completed (data) ||
      (data->ticket_status != NULL && status != SANERA_TICKET_STATUS_REJECTED))
    return (SaneraActivityOffer){ FALSE, NULL };
  if (!may (info, "request"))
    return (SaneraActivityOffer){ TRUE, _ ("Your role does not allow it") };
  if (!is_requester (info, data))
    return (SaneraActivityOffer){ TRUE, _ ("Only its requester can create one") };
  return (SaneraActivityOffer){ TRUE, NULL };
}

static SaneraActivityOffer
offer (const SaneraCacheInfo *info,
       const SaneraActivityData *data,
       const char *capability,
       gboolean only_requester,
       SaneraActivityRefusal refusal)
{
  SaneraActivityOffer result = { TRUE, describe_refusal (refusal) };

  if (result.reason != NULL)
    return result;
  if (sanera_tenant_words_read_only (info) != NULL)
    result.reason = sanera_tenant_words_read_only (info);
  else if (!may (info, capability))
    result.reason = _ ("Your role does not allow it");
  else if (only_requester && !is_requester (info, data))
    result.reason = _ ("Only its requester can change it");
  return result;
}

/**
 * sanera_activity_offer:
 * @connection: (nullable): where the activity is
 * @data: an activity
 * @kind: what somebody might want to do with it; %SANERA_ACTION_REQUEST: request the same again
 *
 * The same rules as the server's, told beforehand: what a role or a rule forbids is insensitive,
 * with the reason in words beside it.
 *
 * Returns: whether it can be done
 */
SaneraActivityOffer
sanera_activity_offer (SaneraConnection *connection,
                       const SaneraActivityData *data,
                       SaneraActionKind kind)
{
  const SaneraActivityOffer none = { FALSE, NULL };
  const SaneraCacheInfo *info = get_info (connection);
  const gboolean completed = data != NULL && sanera_activity_is_completed (data);

  g_return_val_if_fail (data != NULL, none);

  if (connection == NULL || sanera_activity_data_is_unsent (data))
    return none;

  switch (kind)
    {
    case SANERA_ACTION_COMPLETE_ACTIVITY:
      return completed
                 ? none
                 : offer (info, data, "complete", FALSE, sanera_activity_judge_complete (data));
    case SANERA_ACTION_REOPEN_ACTIVITY:
      return !completed
                 ? none
                 : offer (info, data, "complete", FALSE, sanera_activity_judge_reopen (data));
    case SANERA_ACTION_CHANGE_ACTIVITY:
      return completed ? none
                       : offer (info, data, "edit", TRUE, sanera_activity_judge_change (data));
    case SANERA_ACTION_WITHDRAW_ACTIVITY:
      return completed ? none
                       : offer (info, data, "edit", TRUE,
                                sanera_activity_judge_withdraw (
                                    data, sanera_words_has_approved_ticket (data)));
    case SANERA_ACTION_REQUEST:
      return !completed || data->recommendation_reference == NULL
                 ? none
                 : offer (info, data, "request", FALSE, SANERA_ACTIVITY_OK);
    case SANERA_ACTION_CREATE_TICKET:
      return offer_ticket (info, data);
    default:
      return none;
    }
}
