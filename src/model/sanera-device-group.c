/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-device-group.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraDeviceGroupData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_DEVICE_GROUP_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraDeviceGroup, sanera_device_group, "device group", "device_groups", fields)
