/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-children.h"

G_BEGIN_DECLS

/**
 * SaneraChildPage:
 * @ref: what it is a page of
 * @first: whether it is the first page of its fetch
 * @generation: of the fetch
 * @basis: of the fetch, for its first page
 * @cursor: (nullable): of the fetch, for its first page
 * @body: the answer of the server
 * @tenant_path: (nullable): of a Microsoft Defender tenant: where the first page was asked for
 * @skip: of a tenant: rows of the pages before
 *
 * One page of what belongs to one row, to be written.
 */
typedef struct
{
  SaneraChildrenRef *ref;
  gboolean first;
  gint64 generation;
  gint64 basis;
  char *cursor;
  GBytes *body;
  char *tenant_path;
  guint skip;
} SaneraChildPage;

/* In front of the message of an error: Microsoft's interface does not tell it. */
#define SANERA_CODE_NOT_TOLD "NotTold"

void sanera_child_page_free (SaneraChildPage *self);

void sanera_child_page_write_async (SaneraCache *cache,
                                    SaneraChildPage *page,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean sanera_child_page_write_finish (SaneraCache *cache,
                                         GAsyncResult *result,
                                         char **next,
                                         guint *rows,
                                         GError **error);

G_END_DECLS
