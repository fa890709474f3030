/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-list.h"

G_BEGIN_DECLS

/* The meta row that says in which language the derived columns were written. */
#define SANERA_CACHE_META_LANGUAGE "language"

gboolean sanera_cache_make_folder (const char *folder, GError **error);
SaneraStore *sanera_cache_open_store (const char *folder, GError **error);
void sanera_cache_mark_damaged (const char *folder);
SaneraDb *sanera_cache_get_main_db (SaneraCache *self);
gboolean sanera_cache_read_row (SaneraDb *db,
                                SaneraList list,
                                gint64 row_id,
                                gpointer data,
                                gboolean *found,
                                GError **error);
gint64 sanera_cache_find_row (SaneraDb *db,
                              SaneraList list,
                              const char *parent_id,
                              const char *id,
                              GError **error);
gboolean sanera_cache_rewrite (SaneraDb *db,
                               SaneraList list,
                               gint64 after,
                               guint limit,
                               gint64 *last,
                               GError **error);
gboolean
sanera_cache_index (SaneraDb *db, SaneraList list, guint limit, gboolean *done, GError **error);
void sanera_cache_start_index (SaneraCache *self, GCancellable *cancellable);

G_END_DECLS
