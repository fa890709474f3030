/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-children.h"

G_BEGIN_DECLS

/**
 * SaneraChildrenSum:
 * @lists: how many lists there are
 * @bytes: what they took, as they came from the server
 *
 * What is kept for offline use beside the lists themselves.
 */
typedef struct
{
  gint64 lists;
  gint64 bytes;
} SaneraChildrenSum;

/* What has to be fetched next, found on the reader thread, a step at a time: @position is 0 at the
 * beginning, then what the last call has left there; -1: that was the end. Each call reads a few
 * hundred rows at most, however many there are. */
void sanera_cache_find_wanted_async (SaneraCache *self,
                                     SaneraKeep keep,
                                     gint64 position,
                                     gint64 now,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *sanera_cache_find_wanted_finish (SaneraCache *self,
                                            GAsyncResult *result,
                                            gint64 *position,
                                            SaneraChildrenSum *sum,
                                            GError **error);

/* What nobody wants any more, and what is too much, goes; on the writer thread, in steps. */
void sanera_cache_trim_children (SaneraCache *self, SaneraKeep keep, gint64 max_bytes, gint64 now);

void sanera_cache_sum_children_async (SaneraCache *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean sanera_cache_sum_children_finish (SaneraCache *self,
                                           GAsyncResult *result,
                                           SaneraChildrenSum *sum,
                                           GError **error);
gboolean sanera_children_read_sum (SaneraDb *db, SaneraChildrenSum *sum, GError **error);

G_END_DECLS
