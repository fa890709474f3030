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
                          &self->advanced, &self->identities };

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
  g_hash_table_unref (self->identities);
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

/**
 * sanera_dirty_add_rows:
 * @db: the server's database
 * @set: (element-type gint64): added to
 * @error: when the database fails
 * @sql: a statement whose first column is a row id
 * @...: a #gint64 for each of its parameters
 *
 * Returns: whether it went well
 */
gboolean
sanera_dirty_add_rows (SaneraDb *db, GHashTable *set, GError **error, const char *sql, ...)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row = TRUE;
  va_list arguments;

  if (statement == NULL)
    return FALSE;
  va_start (arguments, sql);
  for (int i = 1; i <= sqlite3_bind_parameter_count (statement); i++)
    sanera_db_bind_int (statement, i, va_arg (arguments, gint64));
  va_end (arguments);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (has_row)
        sanera_dirty_add (set, sqlite3_column_int64 (statement, 0));
    }
  return TRUE;
}
