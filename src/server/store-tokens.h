/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-person.h"

G_BEGIN_DECLS

GHashTable *sanera_tokens_load (SaneraDb *db, GError **error);
char *sanera_tokens_add (SaneraDb *db,
                         const char *email,
                         const char *name,
                         SaneraRole role,
                         gint64 now,
                         GError **error);
gboolean sanera_tokens_remove (SaneraDb *db, const char *id, gint64 now, GError **error);
gboolean sanera_tokens_append_list (SaneraDb *db, GString *out, GError **error);

G_END_DECLS
