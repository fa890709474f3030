/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_DEVICE_GROUP_FIELDS:
 *
 * A device group (`rbacGroupName`); devices without one count as the group "UnassignedGroup".
 */
#define SANERA_DEVICE_GROUP_FIELDS(F)                                      \
  F (TEXT, name, "name", SANERA_FIELD_REQUIRED, NULL)                      \
  F (INT, device_count, "deviceCount", SANERA_FIELD_NONE, NULL)            \
  F (DOUBLE, exposure_score, "exposureScore", SANERA_FIELD_NULLABLE, NULL) \
  F (INT, change, "change", SANERA_FIELD_OWN, NULL)

/**
 * SaneraDeviceGroupData:
 *
 * The fields as a plain struct; see %SANERA_DEVICE_GROUP_FIELDS.
 */
typedef struct
{
  SANERA_DEVICE_GROUP_FIELDS (SANERA_MEMBER)
} SaneraDeviceGroupData;

#define SANERA_TYPE_DEVICE_GROUP (sanera_device_group_get_type ())

SANERA_DECLARE_NOUN (SaneraDeviceGroup, sanera_device_group, DEVICE_GROUP)

G_END_DECLS
