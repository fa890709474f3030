/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-activity.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraActivityData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_ACTIVITY_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraActivity,
                    sanera_activity,
                    "remediation activity",
                    "remediation_tasks",
                    fields)

/**
 * sanera_activity_data_get_completed_by:
 * @data: an activity
 *
 * Returns: who completed it (R5)
 */
SaneraCompletedBy
sanera_activity_data_get_completed_by (const SaneraActivityData *data)
{
  g_return_val_if_fail (data != NULL, SANERA_COMPLETED_BY_UNKNOWN);

  if (sanera_enum_from_nick (&sanera_activity_status_enum, data->status) !=
      SANERA_ACTIVITY_STATUS_COMPLETED)
    return SANERA_COMPLETED_BY_NOBODY;

  switch (sanera_enum_from_nick (&sanera_completion_method_enum, data->completion_method))
    {
    case SANERA_COMPLETION_METHOD_AUTOMATIC:
      return SANERA_COMPLETED_BY_SYSTEM;
    case SANERA_COMPLETION_METHOD_MANUAL:
      if (data->completer_email != NULL && *data->completer_email != '\0')
        return SANERA_COMPLETED_BY_PERSON;
      return SANERA_COMPLETED_BY_UNKNOWN;
    default:
      return SANERA_COMPLETED_BY_UNKNOWN;
    }
}

/**
 * sanera_activity_data_is_unsent:
 * @data: an activity
 *
 * A row of this desktop that the server does not have yet, as far as anybody knows: not one that
 * the server has and about which something waits to be sent. The server counts changes from 1.
 *
 * Returns: whether it is a request that was not taken yet
 */
gboolean
sanera_activity_data_is_unsent (const SaneraActivityData *data)
{
  return data->local_state != NULL && data->change == 0;
}
