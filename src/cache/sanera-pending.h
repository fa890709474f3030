/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-outbox.h"
#include "sanera-query.h"
#include "sanera-store.h"

G_BEGIN_DECLS

/* Optimistic rows (src/README.md): the tables of the cache hold rows as shown. While the outbox has
 * entries about a row, the server's row is kept beside it and the entries are replayed over it
 * whenever either changes. All on the writer's connection, in a transaction; @lists (inout) gets
 * the bit of each list that was written. */
gboolean sanera_pending_set (SaneraDb *db,
                             const SaneraOutboxEntry *entry,
                             gint64 target_devices,
                             guint *lists,
                             GError **error);
gboolean sanera_pending_remove (SaneraDb *db, const char *key, guint *lists, GError **error);
gboolean sanera_pending_settle (SaneraDb *db,
                                const char *key,
                                SaneraList list,
                                gconstpointer data,
                                gint64 generation,
                                guint *lists,
                                GError **error);
gboolean sanera_pending_derive (SaneraDb *db, GPtrArray *entries, guint *lists, GError **error);

/* What a feed page brings. */
gboolean sanera_pending_any (SaneraDb *db, gboolean *any, GError **error);
gboolean sanera_pending_put (SaneraDb *db,
                             SaneraList list,
                             gconstpointer data,
                             gint64 generation,
                             GError **error);
gboolean sanera_pending_delete (SaneraDb *db, SaneraList list, const char *id, GError **error);
gboolean sanera_pending_sweep (SaneraDb *db, SaneraList list, gint64 generation, GError **error);

G_END_DECLS
