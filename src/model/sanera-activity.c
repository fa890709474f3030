/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-activity.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraActivityData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_ACTIVITY_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraActivity,
                    sanera_activity,
                    "remediation activity",
                    "remediation_tasks",
                    fields)
