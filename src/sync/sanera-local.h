/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-enums.h"

G_BEGIN_DECLS

void sanera_local_set_async (SaneraCache *cache,
                             const SaneraOutboxEntry *entry,
                             SaneraOutboxState state,
                             const char *error_code,
                             gint64 target_devices,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void sanera_local_settle_async (SaneraCache *cache,
                                const char *key,
                                SaneraList list,
                                gconstpointer data,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void sanera_local_remove_async (SaneraCache *cache,
                                const char *key,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void sanera_local_derive_async (SaneraCache *cache,
                                GPtrArray *entries,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean sanera_local_finish (SaneraCache *cache, GAsyncResult *result, GError **error);

G_END_DECLS
