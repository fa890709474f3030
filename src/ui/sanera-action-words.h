/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-action.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/* Words for what people do to entities; returned strings are (transfer full) unless const. */
const char *sanera_action_words_name (SaneraActionKind kind);
char *sanera_action_words_already (SaneraActionKind kind, SaneraRecord *record, gint64 now);
char *sanera_action_words_title (SaneraRecord *record);
const char *sanera_action_words_field (const char *name);
char *sanera_action_words_value (SaneraRecord *record, const char *name);

G_END_DECLS
