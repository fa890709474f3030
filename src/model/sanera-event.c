/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-event.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraEventData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_EVENT_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraEvent, sanera_event, "event", "audit", fields)
