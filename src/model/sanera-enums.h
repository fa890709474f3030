/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enum.h"

G_BEGIN_DECLS

/* The enumerations of the wire format. 0 is never a value: it stands for "unknown to this version".
 * The order is the one in which people see the values and lists are sorted. */

typedef enum
{
  SANERA_REMEDIATION_TYPE_UPDATE = 1,
  SANERA_REMEDIATION_TYPE_UPGRADE,
  SANERA_REMEDIATION_TYPE_UNINSTALL,
  SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE,
  SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED,
} SaneraRemediationType;

extern const SaneraEnum sanera_remediation_type_enum;

typedef enum
{
  SANERA_RECOMMENDATION_STATUS_ACTIVE = 1,
  SANERA_RECOMMENDATION_STATUS_PARTIAL_EXCEPTION,
  SANERA_RECOMMENDATION_STATUS_EXCEPTION,
} SaneraRecommendationStatus;

extern const SaneraEnum sanera_recommendation_status_enum;

typedef enum
{
  SANERA_RECOMMENDATION_CATEGORY_APPLICATION = 1,
  SANERA_RECOMMENDATION_CATEGORY_OS,
  SANERA_RECOMMENDATION_CATEGORY_NETWORK,
  SANERA_RECOMMENDATION_CATEGORY_ACCOUNTS,
  SANERA_RECOMMENDATION_CATEGORY_SECURITY_CONTROLS,
} SaneraRecommendationCategory;

extern const SaneraEnum sanera_recommendation_category_enum;

typedef enum
{
  SANERA_ACTIVITY_CATEGORY_SOFTWARE = 1,
  SANERA_ACTIVITY_CATEGORY_SECURITY_CONFIGURATION,
} SaneraActivityCategory;

extern const SaneraEnum sanera_activity_category_enum;

typedef enum
{
  SANERA_ACTIVITY_STATUS_ACTIVE = 1,
  SANERA_ACTIVITY_STATUS_COMPLETED,
} SaneraActivityStatus;

extern const SaneraEnum sanera_activity_status_enum;

typedef enum
{
  SANERA_PRIORITY_HIGH = 1,
  SANERA_PRIORITY_MEDIUM,
  SANERA_PRIORITY_LOW,
} SaneraPriority;

extern const SaneraEnum sanera_priority_enum;

typedef enum
{
  SANERA_COMPLETION_METHOD_AUTOMATIC = 1,
  SANERA_COMPLETION_METHOD_MANUAL,
} SaneraCompletionMethod;

extern const SaneraEnum sanera_completion_method_enum;

typedef enum
{
  SANERA_TICKET_STATUS_CREATING = 1,
  SANERA_TICKET_STATUS_PENDING,
  SANERA_TICKET_STATUS_ACTIVE,
  SANERA_TICKET_STATUS_COMPLETED,
  SANERA_TICKET_STATUS_REJECTED,
  SANERA_TICKET_STATUS_UNKNOWN_STATE,
} SaneraTicketStatus;

extern const SaneraEnum sanera_ticket_status_enum;

typedef enum
{
  SANERA_SECURITY_TASK_STATUS_PENDING = 1,
  SANERA_SECURITY_TASK_STATUS_ACTIVE,
  SANERA_SECURITY_TASK_STATUS_COMPLETED,
  SANERA_SECURITY_TASK_STATUS_REJECTED,
} SaneraSecurityTaskStatus;

extern const SaneraEnum sanera_security_task_status_enum;

typedef enum
{
  SANERA_SEVERITY_CRITICAL = 1,
  SANERA_SEVERITY_HIGH,
  SANERA_SEVERITY_MEDIUM,
  SANERA_SEVERITY_LOW,
} SaneraSeverity;

extern const SaneraEnum sanera_severity_enum;

typedef enum
{
  SANERA_ASSESSMENT_RESULT_SUCCEEDED = 1,
  SANERA_ASSESSMENT_RESULT_FAILED,
} SaneraAssessmentResult;

extern const SaneraEnum sanera_assessment_result_enum;

typedef enum
{
  SANERA_TARGET_STATE_FIXED = 1,
  SANERA_TARGET_STATE_EXPOSED,
  SANERA_TARGET_STATE_UNKNOWN_STATE,
} SaneraTargetState;

extern const SaneraEnum sanera_target_state_enum;

typedef enum
{
  SANERA_LOCAL_STATE_WAITING = 1,
  SANERA_LOCAL_STATE_SENDING,
  SANERA_LOCAL_STATE_REFUSED,
} SaneraLocalState;

extern const SaneraEnum sanera_local_state_enum;

typedef enum
{
  SANERA_EXCEPTION_SCOPE_GLOBAL = 1,
  SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS,
} SaneraExceptionScope;

extern const SaneraEnum sanera_exception_scope_enum;

typedef enum
{
  SANERA_JUSTIFICATION_THIRD_PARTY_CONTROL = 1,
  SANERA_JUSTIFICATION_ALTERNATE_MITIGATION,
  SANERA_JUSTIFICATION_RISK_ACCEPTED,
  SANERA_JUSTIFICATION_PLANNED_REMEDIATION,
} SaneraJustification;

extern const SaneraEnum sanera_justification_enum;

typedef enum
{
  SANERA_EXCEPTION_STATUS_IN_EFFECT = 1,
  SANERA_EXCEPTION_STATUS_SUSPENDED,
  SANERA_EXCEPTION_STATUS_EXPIRED,
  SANERA_EXCEPTION_STATUS_CANCELED,
} SaneraExceptionStatus;

extern const SaneraEnum sanera_exception_status_enum;

typedef enum
{
  SANERA_ROLE_READER = 1,
  SANERA_ROLE_SECURITY_ADMIN,
  SANERA_ROLE_IT_ADMIN,
  SANERA_ROLE_ADMIN,
} SaneraRole;

extern const SaneraEnum sanera_role_enum;

/* What a rule for device groups compares with its pattern: what the device is called, one of its
 * tags, or its operating system, "Debian", or with the version, "Debian 12.1". */
typedef enum
{
  SANERA_GROUP_FIELD_NAME = 1,
  SANERA_GROUP_FIELD_TAG,
  SANERA_GROUP_FIELD_OS,
} SaneraGroupField;

extern const SaneraEnum sanera_group_field_enum;

G_END_DECLS
