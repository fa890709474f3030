/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-person.h"

G_BEGIN_DECLS

/* What the audit log calls a token. */
#define SANERA_ENTITY_TOKEN "token"

GHashTable *sanera_tokens_load (SaneraDb *db, GError **error);
char *sanera_tokens_add (SaneraDb *db,
                         const char *id,
                         const char *email,
                         const char *name,
                         SaneraRole role,
                         const char *actor,
                         gint64 now,
                         GError **error);
gboolean
sanera_tokens_remove (SaneraDb *db, const char *id, const char *actor, gint64 now, GError **error);
gboolean sanera_tokens_append_list (SaneraDb *db, GString *out, GError **error);
gboolean sanera_tokens_append_json (SaneraDb *db, GString *out, GError **error);
gboolean sanera_tokens_append_one (SaneraDb *db,
                                   const char *id,
                                   const char *token,
                                   GString *out,
                                   gboolean *found,
                                   GError **error);
gboolean sanera_people_append_json (SaneraDb *db,
                                    SaneraRole role,
                                    const SaneraPerson *also,
                                    GString *out,
                                    GError **error);

G_END_DECLS
