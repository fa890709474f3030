/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-list.h"

#include "sanera-activity.h"
#include "sanera-device-group.h"
#include "sanera-device.h"
#include "sanera-event.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"
#include "sanera-vulnerability.h"

#define SEARCHED(name) name "_texts", name "_search", name "_unindexed"

static const SaneraListInfo lists[] = {
  [SANERA_LIST_RECOMMENDATIONS] = { "recommendations", SEARCHED ("recommendation"),
                                    &sanera_recommendation_noun, .local = TRUE },
  [SANERA_LIST_ACTIVITIES] = { "remediation_tasks", SEARCHED ("remediation_task"),
                               &sanera_activity_noun, .ranked = TRUE, .local = TRUE },
  [SANERA_LIST_DEVICE_GROUPS] = { "device_groups", .noun = &sanera_device_group_noun },
  [SANERA_LIST_RECOMMENDATION_DEVICES] = { "recommendation_machines", .noun = &sanera_device_noun,
                                           .has_parent = TRUE,
                                           .parent = SANERA_LIST_RECOMMENDATIONS },
  [SANERA_LIST_RECOMMENDATION_VULNERABILITIES] = { "recommendation_vulnerabilities",
                                                   .noun = &sanera_vulnerability_noun,
                                                   .has_parent = TRUE,
                                                   .parent = SANERA_LIST_RECOMMENDATIONS },
  [SANERA_LIST_ACTIVITY_DEVICES] = { "task_machines", .noun = &sanera_device_noun,
                                     .has_parent = TRUE, .parent = SANERA_LIST_ACTIVITIES },
  [SANERA_LIST_EXCEPTIONS] = { "exceptions", .noun = &sanera_remediation_exception_noun,
                               .ranked = TRUE, .local = TRUE },
  [SANERA_LIST_SECURITY_TASKS] = { "security_tasks", .noun = &sanera_security_task_noun,
                                   .ranked = TRUE, .local = TRUE },
  [SANERA_LIST_DEVICES] = { "machines", SEARCHED ("machine"), &sanera_device_noun, .local = TRUE },
  [SANERA_LIST_SECURITY_TASK_DEVICES] = { "security_task_machines", .noun = &sanera_device_noun,
                                          .has_parent = TRUE,
                                          .parent = SANERA_LIST_SECURITY_TASKS },
  [SANERA_LIST_DEVICE_RECOMMENDATIONS] = { "machine_recommendations",
                                           .noun = &sanera_recommendation_noun, .has_parent = TRUE,
                                           .parent = SANERA_LIST_DEVICES },
  [SANERA_LIST_DEVICE_ACTIVITIES] = { "machine_tasks", .noun = &sanera_activity_noun,
                                      .has_parent = TRUE, .parent = SANERA_LIST_DEVICES },
  [SANERA_LIST_ACTIVITY_EVENTS] = { "remediation_task_events", .noun = &sanera_event_noun,
                                    .has_parent = TRUE, .parent = SANERA_LIST_ACTIVITIES },
  [SANERA_LIST_INSTALLED_DEVICES] = { "installed_machines", .noun = &sanera_device_noun,
                                      .has_parent = TRUE, .parent = SANERA_LIST_RECOMMENDATIONS },
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
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      return SANERA_TYPE_RECOMMENDATION;
    case SANERA_LIST_ACTIVITIES:
    case SANERA_LIST_DEVICE_ACTIVITIES:
      return SANERA_TYPE_ACTIVITY;
    case SANERA_LIST_DEVICE_GROUPS:
      return SANERA_TYPE_DEVICE_GROUP;
    case SANERA_LIST_RECOMMENDATION_DEVICES:
    case SANERA_LIST_ACTIVITY_DEVICES:
    case SANERA_LIST_DEVICES:
    case SANERA_LIST_SECURITY_TASK_DEVICES:
    case SANERA_LIST_INSTALLED_DEVICES:
      return SANERA_TYPE_DEVICE;
    case SANERA_LIST_EXCEPTIONS:
      return SANERA_TYPE_REMEDIATION_EXCEPTION;
    case SANERA_LIST_SECURITY_TASKS:
      return SANERA_TYPE_SECURITY_TASK;
    case SANERA_LIST_ACTIVITY_EVENTS:
      return SANERA_TYPE_EVENT;
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      return SANERA_TYPE_VULNERABILITY;
    case SANERA_N_LISTS:
    default:
      g_return_val_if_reached (SANERA_TYPE_RECORD);
    }
}
