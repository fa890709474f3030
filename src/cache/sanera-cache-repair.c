/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"

/* A cache that is found damaged while it is in use, by whoever reads or writes it:
 *
 *   damage ──► marked on the disk ──► (idle) main connection closed ──► set aside, empty one begun
 *                                                                                   │
 *   fetched anew, outbox shown again ◄── "rebuilt", "info-changed", "changed" ◄─────┘
 *
 * Outbox, drafts and everything that holds the cache stay as they are. */

/* When no empty file can be begun (a full disk) it is tried again. */
#define RETRY_SECONDS 30

/* Row ids given out since the file was opened, when that cannot be read any more: lists take ids
 * for places in a table, so they must not grow without need. */
#define SLACK 1000000

/**
 * sanera_cache_read_highest:
 * @db: a connection
 * @highest: (out): the highest row id any list has given out
 * @error: return location
 *
 * Private to the cache.
 *
 * Returns: whether it could be read
 */
gboolean
sanera_cache_read_highest (SaneraDb *db, gint64 *highest, GError **error)
{
  gint64 found;

  if (!sanera_db_query_int (db, &found, error, "SELECT max (seq) FROM sqlite_sequence", ""))
    return FALSE;

  *highest = found != SANERA_INT_NULL ? found : 0;
  return TRUE;
}

typedef struct
{
  SaneraCache *cache;
  gint64 highest;
} Rebuild;

static void
rebuild_free (gpointer data)
{
  Rebuild *rebuild = data;

  g_object_unref (rebuild->cache);
  g_free (rebuild);
}

static gboolean
set_aside_func (const char *path, gpointer data, GError **error)
{
  const Rebuild *rebuild = data;

  /* An earlier try may have done it: what is in its place now is no damaged file to be kept. */
  if (g_atomic_int_get (&rebuild->cache->set_aside))
    return TRUE;
  if (!sanera_cache_set_aside (rebuild->cache->folder, error))
    return FALSE;

  g_atomic_int_set (&rebuild->cache->set_aside, TRUE);
  return TRUE;
}

/* A row id is never used twice: lists and selections that are open know rows by it. An earlier try
 * may have come as far as here. */
static gboolean
begin_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  const Rebuild *rebuild = data;

  return sanera_db_run_sql (db, error, "DELETE FROM sqlite_sequence", "") &&
         sanera_db_run_sql (db, error,
                            "INSERT INTO sqlite_sequence (name, seq) SELECT name, ? "
                            "FROM sqlite_schema WHERE type = 'table' AND "
                            "instr (sql, 'AUTOINCREMENT') > 0",
                            "i", rebuild->highest);
}

static gboolean repair_cb (gpointer user_data);

static void
rebuilt_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraCache) self = user_data;
  g_autoptr (GError) error = NULL;

  self->repairing = FALSE;
  if (g_cancellable_is_cancelled (self->closed))
    return;

  if (!sanera_store_replace_finish (SANERA_STORE (object), result, &error) ||
      !sanera_cache_take_rebuilt (self, &error))
    {
      g_message ("No new cache can be begun: %s", error->message);
      if (self->repair_source == 0)
        self->repair_source = g_timeout_add_seconds (RETRY_SECONDS, repair_cb, self);
      return;
    }
  g_atomic_int_set (&self->set_aside, FALSE);
}

static gboolean
repair_cb (gpointer user_data)
{
  SaneraCache *self = user_data;
  Rebuild *rebuild = g_new (Rebuild, 1);
  gint64 highest;

  self->repair_source = 0;
  self->repairing = TRUE;
  /* Once for each damage: nothing was given out between two tries. */
  if (self->main_db != NULL)
    {
      if (!sanera_cache_read_highest (self->main_db, &highest, NULL))
        highest = self->highest + SLACK;
      self->highest = MAX (self->highest, highest);
    }
  rebuild->cache = g_object_ref (self);
  rebuild->highest = self->highest;
  g_clear_pointer (&self->main_db, sanera_db_close);
  sanera_store_replace_async (self->store, set_aside_func, begin_func, rebuild, rebuild_free,
                              rebuilt_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/**
 * sanera_cache_begin_repair:
 * @self: a cache
 * @error: what was found
 *
 * Private to the cache: has the damaged file replaced when nobody is in the middle of reading it.
 * Does nothing while that is under way: what was asked of the old file before finds the same
 * damage.
 */
void
sanera_cache_begin_repair (SaneraCache *self, const GError *error)
{
  if (self->repairing || self->repair_source != 0)
    return;

  g_message ("%s", error->message);
  g_atomic_int_set (&self->set_aside, FALSE);
  /* Should the program end before it is done. */
  sanera_cache_mark_damaged (self->folder);
  if (!g_cancellable_is_cancelled (self->closed))
    self->repair_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, repair_cb, self, NULL);
}

/**
 * sanera_cache_hurry_repair:
 * @self: a cache
 *
 * Somebody has asked for something again: a damaged file for which nothing could be put in its
 * place is tried now and not only when its time has come.
 */
void
sanera_cache_hurry_repair (SaneraCache *self)
{
  g_return_if_fail (SANERA_IS_CACHE (self));

  if (self->repair_source == 0)
    return;

  g_source_remove (self->repair_source);
  self->repair_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, repair_cb, self, NULL);
}

/**
 * sanera_cache_get_repair:
 * @self: a cache
 * @kind: which file
 *
 * Returns: (transfer none) (nullable): what was damaged and what has become of it; %NULL when
 *   nothing was, or the person has read it
 */
const SaneraRepair *
sanera_cache_get_repair (SaneraCache *self, SaneraRepairKind kind)
{
  g_return_val_if_fail (SANERA_IS_CACHE (self), NULL);
  g_return_val_if_fail (kind < SANERA_N_REPAIRS, NULL);

  return self->repairs[kind].path != NULL ? &self->repairs[kind] : NULL;
}

/**
 * sanera_cache_forget_repairs:
 * @self: a cache
 *
 * The person has read what was damaged: it is not told again. Emits #SaneraCache::info-changed.
 */
void
sanera_cache_forget_repairs (SaneraCache *self)
{
  g_return_if_fail (SANERA_IS_CACHE (self));

  sanera_repair_forget (self->folder);
  for (guint kind = 0; kind < SANERA_N_REPAIRS; kind++)
    sanera_repair_clear (&self->repairs[kind]);
  g_signal_emit_by_name (self, "info-changed");
}
