/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-enums.h"

/* Marks a label for translation; the words are looked up where they are shown. */
#define N_(text) text
#define NC_(context, text) text

static const SaneraEnumValue remediation_type_values[] = {
  { SANERA_REMEDIATION_TYPE_UPDATE, "Update", N_ ("Software update"), NULL },
  { SANERA_REMEDIATION_TYPE_UPGRADE, "Upgrade", N_ ("Software upgrade"), NULL },
  { SANERA_REMEDIATION_TYPE_UNINSTALL, "Uninstall", N_ ("Software uninstall"), NULL },
  { SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE, "ConfigurationChange",
    N_ ("Configuration change"), NULL },
  { SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED, "AttentionRequired", N_ ("Attention required"),
    NULL },
};

const SaneraEnum sanera_remediation_type_enum = { "remediationType", remediation_type_values,
                                                  G_N_ELEMENTS (remediation_type_values) };

static const SaneraEnumValue recommendation_status_values[] = {
  { SANERA_RECOMMENDATION_STATUS_ACTIVE, "Active", NC_ ("recommendation", "Active"),
    "recommendation" },
  { SANERA_RECOMMENDATION_STATUS_PARTIAL_EXCEPTION, "PartialException", N_ ("Partial exception"),
    NULL },
  { SANERA_RECOMMENDATION_STATUS_EXCEPTION, "Exception", N_ ("Full exception"), NULL },
};

const SaneraEnum sanera_recommendation_status_enum = {
  "status", recommendation_status_values, G_N_ELEMENTS (recommendation_status_values)
};

static const SaneraEnumValue recommendation_category_values[] = {
  { SANERA_RECOMMENDATION_CATEGORY_APPLICATION, "Application", NC_ ("category", "Application"),
    "category" },
  { SANERA_RECOMMENDATION_CATEGORY_OS, "OS", NC_ ("category", "Operating system"), "category" },
  { SANERA_RECOMMENDATION_CATEGORY_NETWORK, "Network", NC_ ("category", "Network"), "category" },
  { SANERA_RECOMMENDATION_CATEGORY_ACCOUNTS, "Accounts", NC_ ("category", "Accounts"), "category" },
  { SANERA_RECOMMENDATION_CATEGORY_SECURITY_CONTROLS, "SecurityControls",
    NC_ ("category", "Security controls"), "category" },
};

const SaneraEnum sanera_recommendation_category_enum = {
  "recommendationCategory", recommendation_category_values,
  G_N_ELEMENTS (recommendation_category_values)
};

static const SaneraEnumValue activity_category_values[] = {
  { SANERA_ACTIVITY_CATEGORY_SOFTWARE, "Software", NC_ ("category", "Software"), "category" },
  { SANERA_ACTIVITY_CATEGORY_SECURITY_CONFIGURATION, "SecurityConfiguration",
    N_ ("Security configuration"), NULL },
};

const SaneraEnum sanera_activity_category_enum = { "category", activity_category_values,
                                                   G_N_ELEMENTS (activity_category_values) };

static const SaneraEnumValue activity_status_values[] = {
  { SANERA_ACTIVITY_STATUS_ACTIVE, "Active", NC_ ("activity", "In progress"), "activity" },
  { SANERA_ACTIVITY_STATUS_COMPLETED, "Completed", NC_ ("activity", "Completed"), "activity" },
};

const SaneraEnum sanera_activity_status_enum = { "status", activity_status_values,
                                                 G_N_ELEMENTS (activity_status_values) };

static const SaneraEnumValue priority_values[] = {
  { SANERA_PRIORITY_HIGH, "High", NC_ ("priority", "High"), "priority" },
  { SANERA_PRIORITY_MEDIUM, "Medium", NC_ ("priority", "Medium"), "priority" },
  { SANERA_PRIORITY_LOW, "Low", NC_ ("priority", "Low"), "priority" },
};

const SaneraEnum sanera_priority_enum = { "priority", priority_values,
                                          G_N_ELEMENTS (priority_values) };

static const SaneraEnumValue completion_method_values[] = {
  { SANERA_COMPLETION_METHOD_AUTOMATIC, "Automatic", N_ ("System confirmation"), NULL },
  { SANERA_COMPLETION_METHOD_MANUAL, "Manual", NC_ ("completion", "Manual"), "completion" },
};

const SaneraEnum sanera_completion_method_enum = { "completionMethod", completion_method_values,
                                                   G_N_ELEMENTS (completion_method_values) };

static const SaneraEnumValue ticket_status_values[] = {
  { SANERA_TICKET_STATUS_CREATING, "creating", NC_ ("ticket", "Creating"), "ticket" },
  { SANERA_TICKET_STATUS_PENDING, "pending", NC_ ("ticket", "Pending approval"), "ticket" },
  { SANERA_TICKET_STATUS_ACTIVE, "active", NC_ ("ticket", "Approved"), "ticket" },
  { SANERA_TICKET_STATUS_COMPLETED, "completed", NC_ ("ticket", "Completed"), "ticket" },
  { SANERA_TICKET_STATUS_REJECTED, "rejected", NC_ ("ticket", "Rejected"), "ticket" },
  { SANERA_TICKET_STATUS_UNKNOWN_STATE, "unknown", NC_ ("ticket", "Not available"), "ticket" },
};

const SaneraEnum sanera_ticket_status_enum = { "ticketStatus", ticket_status_values,
                                               G_N_ELEMENTS (ticket_status_values) };

static const SaneraEnumValue security_task_status_values[] = {
  { SANERA_SECURITY_TASK_STATUS_PENDING, "pending", NC_ ("security task", "Pending"),
    "security task" },
  { SANERA_SECURITY_TASK_STATUS_ACTIVE, "active", NC_ ("security task", "Approved"),
    "security task" },
  { SANERA_SECURITY_TASK_STATUS_COMPLETED, "completed", NC_ ("security task", "Completed"),
    "security task" },
  { SANERA_SECURITY_TASK_STATUS_REJECTED, "rejected", NC_ ("security task", "Rejected"),
    "security task" },
};

const SaneraEnum sanera_security_task_status_enum = { "status", security_task_status_values,
                                                      G_N_ELEMENTS (security_task_status_values) };

static const SaneraEnumValue severity_values[] = {
  { SANERA_SEVERITY_CRITICAL, "Critical", NC_ ("severity", "Critical"), "severity" },
  { SANERA_SEVERITY_HIGH, "High", NC_ ("severity", "High"), "severity" },
  { SANERA_SEVERITY_MEDIUM, "Medium", NC_ ("severity", "Medium"), "severity" },
  { SANERA_SEVERITY_LOW, "Low", NC_ ("severity", "Low"), "severity" },
};

const SaneraEnum sanera_severity_enum = { "severity", severity_values,
                                          G_N_ELEMENTS (severity_values) };

static const SaneraEnumValue assessment_result_values[] = {
  { SANERA_ASSESSMENT_RESULT_SUCCEEDED, "Succeeded", NC_ ("device", "Assessed"), "device" },
  { SANERA_ASSESSMENT_RESULT_FAILED, "Failed", N_ ("Assessment failed"), NULL },
};

const SaneraEnum sanera_assessment_result_enum = { "lastAssessmentResult", assessment_result_values,
                                                   G_N_ELEMENTS (assessment_result_values) };

static const SaneraEnumValue target_state_values[] = {
  { SANERA_TARGET_STATE_FIXED, "fixed", NC_ ("device", "Fixed"), "device" },
  { SANERA_TARGET_STATE_EXPOSED, "exposed", NC_ ("device", "Exposed"), "device" },
  { SANERA_TARGET_STATE_UNKNOWN_STATE, "unknown", NC_ ("device", "Unknown"), "device" },
};

const SaneraEnum sanera_target_state_enum = { "state", target_state_values,
                                              G_N_ELEMENTS (target_state_values) };

static const SaneraEnumValue local_state_values[] = {
  { SANERA_LOCAL_STATE_WAITING, "waiting", N_ ("Waiting to be sent"), NULL },
  /* Translators: the state of what the person did, on its way to the server */
  { SANERA_LOCAL_STATE_SENDING, "sending", N_ ("Sending…"), NULL },
  { SANERA_LOCAL_STATE_REFUSED, "refused", N_ ("Refused by the server"), NULL },
};

const SaneraEnum sanera_local_state_enum = { "localState", local_state_values,
                                             G_N_ELEMENTS (local_state_values) };

static const SaneraEnumValue exception_scope_values[] = {
  { SANERA_EXCEPTION_SCOPE_GLOBAL, "Global", N_ ("Global exception"), NULL },
  { SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS, "DeviceGroups", N_ ("Exception per device group"), NULL },
};

const SaneraEnum sanera_exception_scope_enum = { "scope", exception_scope_values,
                                                 G_N_ELEMENTS (exception_scope_values) };

static const SaneraEnumValue justification_values[] = {
  { SANERA_JUSTIFICATION_THIRD_PARTY_CONTROL, "ThirdPartyControl", N_ ("Third party control"),
    NULL },
  { SANERA_JUSTIFICATION_ALTERNATE_MITIGATION, "AlternateMitigation", N_ ("Alternate mitigation"),
    NULL },
  { SANERA_JUSTIFICATION_RISK_ACCEPTED, "RiskAccepted", N_ ("Risk accepted"), NULL },
  { SANERA_JUSTIFICATION_PLANNED_REMEDIATION, "PlannedRemediation",
    N_ ("Planned remediation (grace)"), NULL },
};

const SaneraEnum sanera_justification_enum = { "justification", justification_values,
                                               G_N_ELEMENTS (justification_values) };

static const SaneraEnumValue exception_status_values[] = {
  { SANERA_EXCEPTION_STATUS_IN_EFFECT, "InEffect", NC_ ("exception", "In effect"), "exception" },
  { SANERA_EXCEPTION_STATUS_SUSPENDED, "Suspended", NC_ ("exception", "Suspended"), "exception" },
  { SANERA_EXCEPTION_STATUS_EXPIRED, "Expired", NC_ ("exception", "Expired"), "exception" },
  { SANERA_EXCEPTION_STATUS_CANCELED, "Canceled", NC_ ("exception", "Canceled"), "exception" },
};

const SaneraEnum sanera_exception_status_enum = { "status", exception_status_values,
                                                  G_N_ELEMENTS (exception_status_values) };

static const SaneraEnumValue role_values[] = {
  { SANERA_ROLE_READER, "reader", NC_ ("role", "Reader"), "role" },
  { SANERA_ROLE_SECURITY_ADMIN, "securityAdmin", N_ ("Security administrator"), NULL },
  { SANERA_ROLE_IT_ADMIN, "itAdmin", N_ ("IT administrator"), NULL },
  { SANERA_ROLE_ADMIN, "admin", NC_ ("role", "Administrator"), "role" },
};

const SaneraEnum sanera_role_enum = { "role", role_values, G_N_ELEMENTS (role_values) };

static const SaneraEnumValue group_field_values[] = {
  { SANERA_GROUP_FIELD_NAME, "name", N_ ("Name"), NULL },
  { SANERA_GROUP_FIELD_TAG, "tag", NC_ ("group rule", "Tag"), "group rule" },
  { SANERA_GROUP_FIELD_OS, "os", NC_ ("group rule", "Operating system"), "group rule" },
};

const SaneraEnum sanera_group_field_enum = { "field", group_field_values,
                                             G_N_ELEMENTS (group_field_values) };
