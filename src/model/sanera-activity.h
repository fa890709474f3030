/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_ACTIVITY_FIELDS:
 *
 * What follows from one remediation request: Defender's `remediationTask` resource, then what is
 * ours. fixedDevices, exposedDevices and unknownDevices are the three numbers of rule R6; all of
 * them are null for an activity of type *attention required* (R1).
 */
#define SANERA_ACTIVITY_FIELDS(F)                                                               \
  F (TEXT, id, "id", SANERA_FIELD_REQUIRED, NULL)                                               \
  F (TEXT, title, "title", SANERA_FIELD_NONE, NULL)                                             \
  F (TEXT, description, "description", SANERA_FIELD_NONE, NULL)                                 \
  F (ENUM, category, "category", SANERA_FIELD_NONE, &sanera_activity_category_enum)             \
  F (ENUM, type, "type", SANERA_FIELD_NONE, &sanera_remediation_type_enum)                      \
  F (ENUM, status, "status", SANERA_FIELD_NONE, &sanera_activity_status_enum)                   \
  F (TIME, status_last_modified_on, "statusLastModifiedOn", SANERA_FIELD_NULLABLE, NULL)        \
  F (ENUM, priority, "priority", SANERA_FIELD_NONE, &sanera_priority_enum)                      \
  F (TIME, created_on, "createdOn", SANERA_FIELD_NULLABLE, NULL)                                \
  F (DATE, due_on, "dueOn", SANERA_FIELD_NULLABLE, NULL)                                        \
  F (TEXT, requester_id, "requesterId", SANERA_FIELD_NULLABLE, NULL)                            \
  F (TEXT, requester_email, "requesterEmail", SANERA_FIELD_NULLABLE, NULL)                      \
  F (TEXT, requester_notes, "requesterNotes", SANERA_FIELD_NULLABLE, NULL)                      \
  F (ENUM, completion_method, "completionMethod", SANERA_FIELD_NULLABLE,                        \
     &sanera_completion_method_enum)                                                            \
  F (TEXT, completer_id, "completerId", SANERA_FIELD_NULLABLE, NULL)                            \
  F (TEXT, completer_email, "completerEmail", SANERA_FIELD_NULLABLE, NULL)                      \
  F (INT, target_devices, "targetDevices", SANERA_FIELD_NONE, NULL)                             \
  F (INT, fixed_devices, "fixedDevices", SANERA_FIELD_NULLABLE, NULL)                           \
  F (STRV, rbac_group_names, "rbacGroupNames", SANERA_FIELD_NONE, NULL)                         \
  F (TEXT, productivity_impact_remediation_type, "productivityImpactRemediationType",           \
     SANERA_FIELD_NULLABLE, NULL)                                                               \
  F (TEXT, related_component, "relatedComponent", SANERA_FIELD_NONE, NULL)                      \
  F (TEXT, product_id, "productId", SANERA_FIELD_NULLABLE, NULL)                                \
  F (TEXT, name_id, "nameId", SANERA_FIELD_NULLABLE, NULL)                                      \
  F (TEXT, vendor_id, "vendorId", SANERA_FIELD_NULLABLE, NULL)                                  \
  F (TEXT, recommended_version, "recommendedVersion", SANERA_FIELD_NULLABLE, NULL)              \
  F (TEXT, recommended_vendor, "recommendedVendor", SANERA_FIELD_NULLABLE, NULL)                \
  F (TEXT, recommended_program, "recommendedProgram", SANERA_FIELD_NULLABLE, NULL)              \
  F (TEXT, scid, "scid", SANERA_FIELD_NULLABLE, NULL)                                           \
  F (TEXT, recommendation_reference, "recommendationReference", SANERA_FIELD_NULLABLE, NULL)    \
  F (INT, exposed_devices, "exposedDevices", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)    \
  F (INT, unknown_devices, "unknownDevices", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)    \
  F (INT, new_devices, "newDevices", SANERA_FIELD_OWN, NULL)                                    \
  F (INT, weaknesses, "weaknesses", SANERA_FIELD_OWN, NULL)                                     \
  F (INT, fixable_weaknesses, "fixableWeaknesses", SANERA_FIELD_OWN, NULL)                      \
  F (TIME, last_assessed_on, "lastAssessedOn", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)  \
  F (TIME, completed_on, "completedOn", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)         \
  F (TEXT, outcome, "saneraOutcome", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)            \
  F (JSON, tickets, "tickets", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)                  \
  F (ENUM, ticket_status, "ticketStatus", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE,             \
     &sanera_ticket_status_enum)                                                                \
  F (TEXT, ticket_service, "ticketService", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)     \
  F (TEXT, remediation_text, "remediationText", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL) \
  F (INT, change, "change", SANERA_FIELD_OWN, NULL)                                             \
  F (INT, version, "version", SANERA_FIELD_OWN, NULL)                                           \
  F (ENUM, local_state, "localState", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE,               \
     &sanera_local_state_enum)                                                                  \
  F (TEXT, local_error, "localError", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE, NULL)

/**
 * SaneraActivityData:
 *
 * The fields as a plain struct; see %SANERA_ACTIVITY_FIELDS.
 */
typedef struct
{
  SANERA_ACTIVITY_FIELDS (SANERA_MEMBER)
} SaneraActivityData;

/**
 * SaneraCompletedBy:
 * @SANERA_COMPLETED_BY_NOBODY: it is still in progress
 * @SANERA_COMPLETED_BY_PERSON: by hand, and the e-mail is known
 * @SANERA_COMPLETED_BY_SYSTEM: all its devices were fixed
 * @SANERA_COMPLETED_BY_UNKNOWN: an older activity, of which nobody knows; never a guess
 *
 * Rule R5, document sentences [148] to [151].
 */
typedef enum
{
  SANERA_COMPLETED_BY_NOBODY,
  SANERA_COMPLETED_BY_PERSON,
  SANERA_COMPLETED_BY_SYSTEM,
  SANERA_COMPLETED_BY_UNKNOWN,
} SaneraCompletedBy;

/* The value of `saneraOutcome` of one that was withdrawn. */
#define SANERA_ACTIVITY_OUTCOME_WITHDRAWN "withdrawn"

SaneraCompletedBy sanera_activity_data_get_completed_by (const SaneraActivityData *data);
gboolean sanera_activity_data_is_unsent (const SaneraActivityData *data);

#define SANERA_TYPE_ACTIVITY (sanera_activity_get_type ())

SANERA_DECLARE_NOUN (SaneraActivity, sanera_activity, ACTIVITY)

G_END_DECLS
