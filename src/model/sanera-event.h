/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_EVENT_FIELDS:
 *
 * A line of the audit log (rule R11): an event code with its values in details, a JSON object,
 * never a sentence.
 */
#define SANERA_EVENT_FIELDS(F)                                     \
  F (TEXT, id, "id", SANERA_FIELD_REQUIRED, NULL)                  \
  F (TIME, at, "at", SANERA_FIELD_NULLABLE, NULL)                  \
  F (TEXT, person, "person", SANERA_FIELD_NULLABLE, NULL)          \
  F (TEXT, event, "event", SANERA_FIELD_NONE, NULL)                \
  F (TEXT, entity_type, "entityType", SANERA_FIELD_NULLABLE, NULL) \
  F (TEXT, entity_id, "entityId", SANERA_FIELD_NULLABLE, NULL)     \
  F (JSON, details, "details", SANERA_FIELD_NULLABLE, NULL)

/**
 * SaneraEventData:
 *
 * The fields as a plain struct; see %SANERA_EVENT_FIELDS.
 */
typedef struct
{
  SANERA_EVENT_FIELDS (SANERA_MEMBER)
} SaneraEventData;

#define SANERA_TYPE_EVENT (sanera_event_get_type ())

SANERA_DECLARE_NOUN (SaneraEvent, sanera_event, EVENT)

G_END_DECLS
