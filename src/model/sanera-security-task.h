/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_SECURITY_TASK_FIELDS:
 *
 * What the IT administrator decides on: Microsoft Graph's `appVulnerabilityTask` and
 * `securityConfigurationTask`. Graph has no medium priority, so it stands beside it in
 * saneraPriority. What an activity calls a ticket is the same thing; part and parts count those of
 * one request (rule R3). systemNote: why the system has ended it, an event code: "completed",
 * "withdrawn" or "removed" (of the activity).
 */
#define SANERA_SECURITY_TASK_FIELDS(F)                                                          \
  F (TEXT, id, "id", SANERA_FIELD_REQUIRED, NULL)                                               \
  F (TEXT, display_name, "displayName", SANERA_FIELD_NONE, NULL)                                \
  F (TEXT, description, "description", SANERA_FIELD_NONE, NULL)                                 \
  F (TIME, created_date_time, "createdDateTime", SANERA_FIELD_NULLABLE, NULL)                   \
  F (TIME, due_date_time, "dueDateTime", SANERA_FIELD_NULLABLE, NULL)                           \
  F (TEXT, category, "category", SANERA_FIELD_NONE, NULL)                                       \
  F (TEXT, priority, "priority", SANERA_FIELD_NONE, NULL)                                       \
  F (TEXT, creator, "creator", SANERA_FIELD_NONE, NULL)                                         \
  F (TEXT, creator_notes, "creatorNotes", SANERA_FIELD_NULLABLE, NULL)                          \
  F (TEXT, assigned_to, "assignedTo", SANERA_FIELD_NULLABLE, NULL)                              \
  F (ENUM, status, "status", SANERA_FIELD_NONE, &sanera_security_task_status_enum)              \
  F (TEXT, app_name, "appName", SANERA_FIELD_NONE, NULL)                                        \
  F (TEXT, app_publisher, "appPublisher", SANERA_FIELD_NONE, NULL)                              \
  F (TEXT, app_version, "appVersion", SANERA_FIELD_NULLABLE, NULL)                              \
  F (TEXT, mitigation_type, "mitigationType", SANERA_FIELD_NONE, NULL)                          \
  F (TEXT, insights, "insights", SANERA_FIELD_NULLABLE, NULL)                                   \
  F (INT, managed_device_count, "managedDeviceCount", SANERA_FIELD_NONE, NULL)                  \
  F (TEXT, remediation, "remediation", SANERA_FIELD_NULLABLE, NULL)                             \
  F (ENUM, sanera_priority, "saneraPriority", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE,         \
     &sanera_priority_enum)                                                                     \
  F (TEXT, remediation_task_id, "remediationTaskId", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE,  \
     NULL)                                                                                      \
  F (TEXT, note, "note", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)                        \
  F (TEXT, system_note, "systemNote", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)           \
  F (TEXT, decided_by, "decidedBy", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)             \
  F (TIME, decided_on, "decidedOn", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)             \
  F (TEXT, service, "service", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)                  \
  F (TEXT, recommendation_reference, "recommendationReference",                                 \
     SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)                                            \
  F (ENUM, type, "type", SANERA_FIELD_OWN, &sanera_remediation_type_enum)                       \
  F (TEXT, related_component, "relatedComponent", SANERA_FIELD_OWN, NULL)                       \
  F (TEXT, recommended_version, "recommendedVersion", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, \
     NULL)                                                                                      \
  F (TEXT, remediation_text, "remediationText", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL) \
  F (INT, weaknesses, "weaknesses", SANERA_FIELD_OWN, NULL)                                     \
  F (INT, fixable_weaknesses, "fixableWeaknesses", SANERA_FIELD_OWN, NULL)                      \
  F (INT, part, "part", SANERA_FIELD_OWN, NULL)                                                 \
  F (INT, parts, "parts", SANERA_FIELD_OWN, NULL)                                               \
  F (INT, change, "change", SANERA_FIELD_OWN, NULL)                                             \
  F (INT, version, "version", SANERA_FIELD_OWN, NULL)                                           \
  F (ENUM, local_state, "localState", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE,               \
     &sanera_local_state_enum)                                                                  \
  F (TEXT, local_error, "localError", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE, NULL)

/**
 * SaneraSecurityTaskData:
 *
 * The fields as a plain struct; see %SANERA_SECURITY_TASK_FIELDS.
 */
typedef struct
{
  SANERA_SECURITY_TASK_FIELDS (SANERA_MEMBER)
} SaneraSecurityTaskData;

#define SANERA_TYPE_SECURITY_TASK (sanera_security_task_get_type ())

SANERA_DECLARE_NOUN (SaneraSecurityTask, sanera_security_task, SECURITY_TASK)

G_END_DECLS
