/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-device-rule.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraDeviceRuleData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_DEVICE_RULE_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraDeviceRule,
                    sanera_device_rule,
                    "deviceGroupRule",
                    "device_group_rules",
                    fields)
