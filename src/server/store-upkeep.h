/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity-rules.h"
#include "sanera-db.h"

G_BEGIN_DECLS

/* A client that was away for longer reads everything again. */
#define SANERA_TOMBSTONE_DAYS 400

gboolean sanera_upkeep (SaneraDb *db, gint64 now, GError **error);

G_END_DECLS
