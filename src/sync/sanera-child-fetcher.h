/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-children.h"
#include "sanera-session.h"

G_BEGIN_DECLS

#define SANERA_CHILD_PAGE 2000 /* rows asked for at once */

/**
 * SaneraChildUse:
 * @SANERA_CHILD_USE_PERSON: somebody waits for them
 * @SANERA_CHILD_USE_BACKGROUND: they are fetched before anybody asks; between two pages it gives
 *   way, see sanera_child_fetcher_set_pause()
 *
 * What rows are fetched for.
 */
typedef enum
{
  SANERA_CHILD_USE_PERSON,
  SANERA_CHILD_USE_BACKGROUND,
} SaneraChildUse;

/**
 * SaneraChildSessionFunc:
 * @list: for what
 * @user_data: for the function
 *
 * Returns: (transfer none) (nullable): whom to ask now
 */
typedef SaneraSession *(*SaneraChildSessionFunc) (SaneraList list, gpointer user_data);

/**
 * SaneraChildPathFunc:
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 *
 * Returns: (transfer full) (nullable): where to ask for them; %NULL: nobody tells them
 */
typedef char *(*SaneraChildPathFunc) (SaneraList list, const char *parent_id);

#define SANERA_TYPE_CHILD_FETCHER (sanera_child_fetcher_get_type ())

/* Fetches what belongs to one row, page by page into the cache, and only what is not there as it
 * is on the server. Whoever asks for what is being fetched already waits for the same fetch. Signal
 * "page" (guint rows, guint64 bytes): a page of a background fetch is in the cache. */
G_DECLARE_FINAL_TYPE (SaneraChildFetcher, sanera_child_fetcher, SANERA, CHILD_FETCHER, GObject)

SaneraChildFetcher *sanera_child_fetcher_new (SaneraCache *cache,
                                              SaneraChildSessionFunc get_session,
                                              gpointer user_data);
void sanera_child_fetcher_set_tenant (SaneraChildFetcher *self, SaneraChildPathFunc get_path);
void sanera_child_fetcher_set_pause (SaneraChildFetcher *self, gboolean pause);
gboolean sanera_child_fetcher_is_busy (SaneraChildFetcher *self);
void sanera_child_fetcher_close (SaneraChildFetcher *self);

void sanera_child_fetcher_fetch_async (SaneraChildFetcher *self,
                                       SaneraList list,
                                       const char *parent_id,
                                       SaneraChildUse use,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
sanera_child_fetcher_fetch_finish (SaneraChildFetcher *self, GAsyncResult *result, GError **error);

G_END_DECLS
