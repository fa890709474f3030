/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-dirty.h"

/**
 * sanera_dirty_new:
 *
 * Returns: (transfer full): empty sets
 */
SaneraDirty *
sanera_dirty_new (void)
{
  SaneraDirty *self = g_new0 (SaneraDirty, 1);
  GHashTable **sets[] = { &self->machines, &self->recommendations, &self->vulnerabilities,
                          &self->advanced };

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    *sets[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

/**
 * sanera_dirty_free:
 * @self: (transfer full) (nullable): sets
 */
void
sanera_dirty_free (SaneraDirty *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->machines);
  g_hash_table_unref (self->recommendations);
  g_hash_table_unref (self->vulnerabilities);
  g_hash_table_unref (self->advanced);
  g_free (self);
}

/**
 * sanera_dirty_add:
 * @set: one of the sets of a #SaneraDirty
 * @row: row id to add
 */
void
sanera_dirty_add (GHashTable *set, gint64 row)
{
  gint64 *copy;

  if (g_hash_table_contains (set, &row))
    return;
  copy = g_new (gint64, 1);
  *copy = row;
  g_hash_table_add (set, copy);
}
