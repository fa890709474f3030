/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-event.h"

G_BEGIN_DECLS

/* Lines of the audit log in the interface language (rules R11, R12): event codes and values become
 * sentences here. Returned strings are (transfer full) unless they say otherwise. */
char *sanera_words_event (const SaneraEventData *data);
char *sanera_words_event_details (const SaneraEventData *data);
char *sanera_words_event_person (const SaneraEventData *data);
const char *sanera_words_event_name (const char *event, const char *entity_type);
const char *sanera_words_event_entity (const char *entity_type); /* (transfer none) */
const char *const *sanera_words_event_codes (void);

G_END_DECLS
