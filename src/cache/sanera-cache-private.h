/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-list.h"

G_BEGIN_DECLS

/* What the files of the cache share. */
struct _SaneraCache
{
  GObject parent_instance;

  char *folder;
  SaneraStore *store;
  SaneraOutbox *outbox;
  SaneraDb *main_db; /* NULL: closed, or a damaged file is being replaced */
  GHashTable *meta; /* what info was made from */
  SaneraCacheInfo *info;
  guint index_source;
  GCancellable *closed;

  SaneraRepair repairs[SANERA_N_REPAIRS];
  gulong damaged_id; /* of the store */
  guint repair_source;
  gboolean repairing;
  gint set_aside; /* atomic: the damaged file is, but there is no new one yet */
  gint64 highest; /* row id of any list when the file was opened */
};

/* The meta row that says in which language the derived columns were written. */
#define SANERA_CACHE_META_LANGUAGE "language"

gboolean sanera_cache_make_folder (const char *folder, GError **error);
SaneraStore *sanera_cache_open_store (const char *folder, GError **error);
void sanera_cache_mark_damaged (const char *folder);
gboolean sanera_cache_is_marked (const char *folder);
gboolean sanera_cache_set_aside (const char *folder, GError **error);
SaneraDb *sanera_cache_get_main_db (SaneraCache *self);
gboolean sanera_cache_read_highest (SaneraDb *db, gint64 *highest, GError **error);
void sanera_cache_begin_repair (SaneraCache *self, const GError *error);
gboolean sanera_cache_take_rebuilt (SaneraCache *self, GError **error);
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
