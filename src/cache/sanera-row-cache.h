/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache-private.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SaneraRowCache:
 *
 * The objects of one list that are alive, one for each row, and a few more that were asked for
 * lately. Main thread only.
 */
typedef struct _SaneraRowCache SaneraRowCache;

/**
 * SaneraRowData:
 * @row_id: SQLite row id
 * @noun: what it is
 * @data: (nullable): data of the list's noun, %NULL when there is no such row
 *
 * A row as it was read by the reader thread.
 */
typedef struct
{
  guint32 row_id;
  const SaneraNoun *noun;
  gpointer data;
} SaneraRowData;

SaneraRowCache *sanera_row_cache_new (SaneraCache *cache, SaneraList list);
void sanera_row_cache_free (SaneraRowCache *self);
SaneraRecord *
sanera_row_cache_get (SaneraRowCache *self, const guint32 *ids, guint n_ids, guint position);
GArray *sanera_row_cache_get_alive (SaneraRowCache *self);
void sanera_row_cache_add (SaneraRowCache *self, GArray *rows);
void sanera_row_cache_update (SaneraRowCache *self, const GArray *rows);

GArray *sanera_row_data_read (SaneraDb *db, SaneraList list, const GArray *ids, GError **error);

G_END_DECLS
