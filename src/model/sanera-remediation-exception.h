/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_REMEDIATION_EXCEPTION_FIELDS:
 *
 * A recommendation set aside for a time (rule R8). rbacGroupNames are the groups it covers, or
 * covered when it ended; groups is a JSON array that keeps what became of each:
 * `{"name","status","endedOn","endedBy"}`; both are empty for a global one. expiresOn: its last
 * day. coveredDevices: devices it keeps out of sight now, exposed ones of the covered groups.
 * endedOn: when it expired or was cancelled as a whole.
 */
#define SANERA_REMEDIATION_EXCEPTION_FIELDS(F)                                               \
  F (TEXT, id, "id", SANERA_FIELD_REQUIRED, NULL)                                            \
  F (TEXT, recommendation_reference, "recommendationReference", SANERA_FIELD_REQUIRED, NULL) \
  F (TEXT, title, "title", SANERA_FIELD_NONE, NULL)                                          \
  F (TEXT, related_component, "relatedComponent", SANERA_FIELD_NONE, NULL)                   \
  F (TEXT, recommended_version, "recommendedVersion", SANERA_FIELD_NULLABLE, NULL)           \
  F (ENUM, type, "type", SANERA_FIELD_NONE, &sanera_remediation_type_enum)                   \
  F (ENUM, scope, "scope", SANERA_FIELD_NONE, &sanera_exception_scope_enum)                  \
  F (STRV, rbac_group_names, "rbacGroupNames", SANERA_FIELD_NONE, NULL)                      \
  F (JSON, groups, "groups", SANERA_FIELD_NULLABLE, NULL)                                    \
  F (ENUM, justification, "justification", SANERA_FIELD_NONE, &sanera_justification_enum)    \
  F (TEXT, justification_context, "justificationContext", SANERA_FIELD_NULLABLE, NULL)       \
  F (ENUM, status, "status", SANERA_FIELD_NONE, &sanera_exception_status_enum)               \
  F (TIME, created_on, "createdOn", SANERA_FIELD_NULLABLE, NULL)                             \
  F (TEXT, created_by, "createdBy", SANERA_FIELD_NULLABLE, NULL)                             \
  F (DATE, expires_on, "expiresOn", SANERA_FIELD_NULLABLE, NULL)                             \
  F (TIME, renewed_on, "renewedOn", SANERA_FIELD_NULLABLE, NULL)                             \
  F (TIME, ended_on, "endedOn", SANERA_FIELD_NULLABLE, NULL)                                 \
  F (TEXT, ended_by, "endedBy", SANERA_FIELD_NULLABLE, NULL)                                 \
  F (INT, covered_devices, "coveredDevices", SANERA_FIELD_NONE, NULL)                        \
  F (INT, change, "change", SANERA_FIELD_OWN, NULL)                                          \
  F (INT, version, "version", SANERA_FIELD_OWN, NULL)                                        \
  F (ENUM, local_state, "localState", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE,            \
     &sanera_local_state_enum)                                                               \
  F (TEXT, local_error, "localError", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE, NULL)

/**
 * SaneraRemediationExceptionData:
 *
 * The fields as a plain struct; see %SANERA_REMEDIATION_EXCEPTION_FIELDS.
 */
typedef struct
{
  SANERA_REMEDIATION_EXCEPTION_FIELDS (SANERA_MEMBER)
} SaneraRemediationExceptionData;

#define SANERA_TYPE_REMEDIATION_EXCEPTION (sanera_remediation_exception_get_type ())

SANERA_DECLARE_NOUN (SaneraRemediationException,
                     sanera_remediation_exception,
                     REMEDIATION_EXCEPTION)

G_END_DECLS
