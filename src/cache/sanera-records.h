/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/* Whole rows of a query at once, for what is done to several of them. */
void sanera_records_read_async (SaneraCache *cache,
                                SaneraQuery *query,
                                guint limit,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *sanera_records_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error);

/* One text of each row, a line each: also of very many rows. */
void sanera_records_read_lines_async (SaneraCache *cache,
                                      SaneraQuery *query,
                                      const char *key,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *sanera_records_read_lines_finish (SaneraCache *cache,
                                        GAsyncResult *result,
                                        guint *n_lines,
                                        GError **error);

G_END_DECLS
