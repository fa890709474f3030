/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-news-rules.h"

G_BEGIN_DECLS

/**
 * SaneraNews:
 * @kind: what has happened
 * @key: the same for the same news, at any time
 * @list: of the row
 * @id: of the row that tells more: of a decision on a ticket the activity
 * @title: of the row, in the language of the interface
 * @detail: (nullable): by whom, or the note beside a decision
 * @day: a due date or a last day; %SANERA_INT_NULL: none
 *
 * One thing the person has not been told of yet.
 */
typedef struct
{
  SaneraNewsKind kind;
  char *key;
  SaneraList list;
  char *id;
  char *title;
  char *detail;
  gint64 day;
} SaneraNews;

void sanera_news_free (SaneraNews *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraNews, sanera_news_free)

void sanera_news_read_async (SaneraCache *cache,
                             gint64 now,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GPtrArray *sanera_news_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error);

G_END_DECLS
