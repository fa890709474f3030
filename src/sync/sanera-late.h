/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-outbox.h"

G_BEGIN_DECLS

#define SANERA_CODE_END_PASSED "EndPassed"

/* Whether an exception has ended while it waited to be sent. */
const char *sanera_late_find (const SaneraOutboxEntry *entry, gint64 now);

G_END_DECLS
