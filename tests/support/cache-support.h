/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

char *cache_support_make_folder (void);
void cache_support_remove_folder (char *folder);
gpointer cache_support_make_row (SaneraList list, guint number, guint32 seed);
void cache_support_put (SaneraCache *cache,
                        SaneraList list,
                        const char *parent_id,
                        gconstpointer data,
                        gint64 generation);
void cache_support_note_children (SaneraCache *cache,
                                  SaneraList list,
                                  const char *parent_id,
                                  gint64 fetched_on,
                                  const char *next);
void cache_support_sign_in (SaneraCache *cache,
                            const char *role,
                            const char *capabilities,
                            gboolean intune);
void cache_support_delete (SaneraCache *cache, SaneraList list, const char *id);
void cache_support_fill (SaneraCache *cache, SaneraList list, guint from, guint n, guint32 seed);
void cache_support_index (SaneraCache *cache);
void cache_support_wait (gboolean (*done) (gpointer), gpointer data);

G_END_DECLS
