/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-list.h"

#include "sanera-activity.h"
#include "sanera-device-group.h"
#include "sanera-device.h"
#include "sanera-recommendation.h"
#include "sanera-vulnerability.h"

#define SEARCHED(name) name "_texts", name "_search", name "_unindexed"

static const SaneraListInfo lists[] = {
  [SANERA_LIST_RECOMMENDATIONS] = { "recommendations", SEARCHED ("recommendation"),
                                    &sanera_recommendation_noun, FALSE },
  [SANERA_LIST_ACTIVITIES] = { "remediation_tasks", SEARCHED ("remediation_task"),
                               &sanera_activity_noun, FALSE },
  [SANERA_LIST_DEVICE_GROUPS] = { "device_groups", NULL, NULL, NULL, &sanera_device_group_noun,
                                  FALSE },
  [SANERA_LIST_RECOMMENDATION_DEVICES] = { "recommendation_machines", NULL, NULL, NULL,
                                           &sanera_device_noun, TRUE },
  [SANERA_LIST_RECOMMENDATION_VULNERABILITIES] = { "recommendation_vulnerabilities", NULL, NULL,
                                                   NULL, &sanera_vulnerability_noun, TRUE },
  [SANERA_LIST_ACTIVITY_DEVICES] = { "task_machines", NULL, NULL, NULL, &sanera_device_noun, TRUE },
};

/**
 * sanera_list_get_info:
 * @list: a list
 *
 * Returns: (transfer none): how it is stored
 */
const SaneraListInfo *
sanera_list_get_info (SaneraList list)
{
  g_return_val_if_fail (list < SANERA_N_LISTS, NULL);

  return &lists[list];
}

/**
 * sanera_list_get_record_type:
 * @list: a list
 *
 * Returns: the #SaneraRecord subclass of its rows
 */
GType
sanera_list_get_record_type (SaneraList list)
{
  switch (list)
    {
    case SANERA_LIST_RECOMMENDATIONS:
      return SANERA_TYPE_RECOMMENDATION;
    case SANERA_LIST_ACTIVITIES:
      return SANERA_TYPE_ACTIVITY;
    case SANERA_LIST_DEVICE_GROUPS:
      return SANERA_TYPE_DEVICE_GROUP;
    case SANERA_LIST_RECOMMENDATION_DEVICES:
    case SANERA_LIST_ACTIVITY_DEVICES:
      return SANERA_TYPE_DEVICE;
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      return SANERA_TYPE_VULNERABILITY;
    case SANERA_N_LISTS:
    default:
      g_return_val_if_reached (SANERA_TYPE_RECORD);
    }
}
