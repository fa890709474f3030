/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SANERA_IDS_ABSENT G_MAXUINT

/**
 * SaneraIds:
 * @len: how many
 * @ids: row ids, in the order of a query
 *
 * The result of a query: four bytes a row. Reference counted, and not changed once it is shared.
 */
typedef struct
{
  gatomicrefcount references;
  guint len;
  guint size;
  guint32 *ids;
} SaneraIds;

/**
 * SaneraIdsRange:
 * @position: where in the new list
 * @removed: rows of the old list that are not there any more
 * @added: rows of the new list that take their place
 */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} SaneraIdsRange;

SaneraIds *sanera_ids_new (void);
SaneraIds *sanera_ids_ref (SaneraIds *self);
void sanera_ids_unref (SaneraIds *self);
void sanera_ids_append (SaneraIds *self, guint32 id);
void sanera_ids_trim (SaneraIds *self);
guint sanera_ids_find (const SaneraIds *self, guint from, gint64 id);
GArray *sanera_ids_diff (const SaneraIds *from, const SaneraIds *to, guint max_ranges);
guint sanera_ids_follow (const SaneraIds *from, const SaneraIds *to, gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraIds, sanera_ids_unref)

G_END_DECLS
