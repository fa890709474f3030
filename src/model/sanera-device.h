/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_DEVICE_FIELDS:
 *
 * Defender's `machine` (and, with its first four fields, `machineReference`) resource, then what is
 * ours. exposure is s of the exposure score: who gets a ticket is decided by it, then by name (R3).
 * state and stateReason are set only where the device stands below an activity. rowVersion is the
 * version of the row; Defender's `version` is that of the operating system. identity is by what
 * reports know it, where that can be doubted: `{names[], similar[]}`; sources is what each scanner
 * says of it below a recommendation or an activity: `[{source, says, count, on}]`.
 */
#define SANERA_DEVICE_FIELDS(F)                                                                   \
  F (TEXT, id, "id", SANERA_FIELD_REQUIRED, NULL)                                                 \
  F (TEXT, computer_dns_name, "computerDnsName", SANERA_FIELD_NONE, NULL)                         \
  F (TEXT, os_platform, "osPlatform", SANERA_FIELD_NONE, NULL)                                    \
  F (TEXT, rbac_group_name, "rbacGroupName", SANERA_FIELD_NONE, NULL)                             \
  F (TIME, first_seen, "firstSeen", SANERA_FIELD_NULLABLE, NULL)                                  \
  F (TIME, last_seen, "lastSeen", SANERA_FIELD_NULLABLE, NULL)                                    \
  F (TEXT, version, "version", SANERA_FIELD_NULLABLE, NULL)                                       \
  F (TEXT, last_ip_address, "lastIpAddress", SANERA_FIELD_NULLABLE, NULL)                         \
  F (TEXT, health_status, "healthStatus", SANERA_FIELD_NULLABLE, NULL)                            \
  F (TEXT, exposure_level, "exposureLevel", SANERA_FIELD_NULLABLE, NULL)                          \
  F (STRV, machine_tags, "machineTags", SANERA_FIELD_NONE, NULL)                                  \
  F (TIME, last_assessed_on, "lastAssessedOn", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)    \
  F (ENUM, last_assessment_result, "lastAssessmentResult",                                        \
     SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, &sanera_assessment_result_enum)                    \
  F (ENUM, state, "state", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, &sanera_target_state_enum)   \
  F (TEXT, installed_version, "installedVersion", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL) \
  F (TIME, retired_on, "retiredOn", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)               \
  F (DOUBLE, exposure, "exposure", SANERA_FIELD_OWN, NULL)                                        \
  F (TEXT, state_reason, "stateReason", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)           \
  F (INT, recommendation_count, "recommendationCount", SANERA_FIELD_OWN, NULL)                    \
  F (INT, change, "change", SANERA_FIELD_OWN, NULL)                                               \
  F (INT, row_version, "rowVersion", SANERA_FIELD_OWN, NULL)                                      \
  F (JSON, identity, "identity", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)                  \
  F (INT, similar_devices, "similarDevices", SANERA_FIELD_OWN, NULL)                              \
  F (JSON, sources, "sources", SANERA_FIELD_OWN | SANERA_FIELD_NULLABLE, NULL)                    \
  F (ENUM, local_state, "localState", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE,                 \
     &sanera_local_state_enum)                                                                    \
  F (TEXT, local_error, "localError", SANERA_FIELD_LOCAL | SANERA_FIELD_NULLABLE, NULL)

/**
 * SaneraDeviceData:
 *
 * The fields as a plain struct; see %SANERA_DEVICE_FIELDS.
 */
typedef struct
{
  SANERA_DEVICE_FIELDS (SANERA_MEMBER)
} SaneraDeviceData;

#define SANERA_TYPE_DEVICE (sanera_device_get_type ())

SANERA_DECLARE_NOUN (SaneraDevice, sanera_device, DEVICE)

G_END_DECLS
