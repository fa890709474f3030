/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_DEVICE_RULE_FIELDS:
 *
 * A rule that puts devices into a group, as the server lists it: the first that a device is of
 * decides.
 */
#define SANERA_DEVICE_RULE_FIELDS(F)                                    \
  F (TEXT, id, "id", SANERA_FIELD_REQUIRED, NULL)                       \
  F (INT, position, "position", SANERA_FIELD_NONE, NULL)                \
  F (TEXT, rbac_group_name, "rbacGroupName", SANERA_FIELD_NONE, NULL)   \
  F (ENUM, field, "field", SANERA_FIELD_NONE, &sanera_group_field_enum) \
  F (TEXT, pattern, "pattern", SANERA_FIELD_NONE, NULL)                 \
  F (INT, version, "version", SANERA_FIELD_NONE, NULL)                  \
  F (INT, device_count, "deviceCount", SANERA_FIELD_NULLABLE, NULL)

/**
 * SaneraDeviceRuleData:
 *
 * The fields as a plain struct; see %SANERA_DEVICE_RULE_FIELDS.
 */
typedef struct
{
  SANERA_DEVICE_RULE_FIELDS (SANERA_MEMBER)
} SaneraDeviceRuleData;

#define SANERA_TYPE_DEVICE_RULE (sanera_device_rule_get_type ())

SANERA_DECLARE_NOUN (SaneraDeviceRule, sanera_device_rule, DEVICE_RULE)

G_END_DECLS
