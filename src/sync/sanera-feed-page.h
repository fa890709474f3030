/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

/**
 * SaneraFeedPageResult:
 * @lists: bit mask of 1 << #SaneraList: what has changed
 * @rows: how many rows were written or deleted
 *
 * What a page of the change feed brought.
 */
typedef struct
{
  guint lists;
  gint64 rows;
} SaneraFeedPageResult;

gboolean sanera_feed_page_peek (GBytes *page,
                                char **cursor,
                                gboolean *has_more,
                                gint64 *remaining,
                                GError **error);
void sanera_feed_page_write_async (SaneraCache *cache,
                                   GBytes *page,
                                   const char *from,
                                   gint64 now,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean sanera_feed_page_write_finish (SaneraCache *cache,
                                        GAsyncResult *result,
                                        SaneraFeedPageResult *page_result,
                                        GError **error);
void sanera_feed_page_start_over_async (SaneraCache *cache,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
sanera_feed_page_start_over_finish (SaneraCache *cache, GAsyncResult *result, GError **error);
gint64 sanera_feed_page_get_generation (SaneraDb *db, GError **error);

G_END_DECLS
