/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-device.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraDeviceData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_DEVICE_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraDevice, sanera_device, "device", "machines", fields)
