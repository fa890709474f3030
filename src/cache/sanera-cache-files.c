/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "sanera-repair.h"

/* The cache's own file: opened, set aside when it is damaged, begun anew. */

#define CACHE_FILE "cache.db"

/* Its presence says that the cache was found damaged while it was in use. */
#define DAMAGED_MARK "cache.db.is-damaged"
#define DAMAGED_PREFIX "cache.db.damaged-"

static void
remove_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_remove (path);
}

static void
remove_journals (const char *folder)
{
  remove_file (folder, CACHE_FILE "-wal");
  remove_file (folder, CACHE_FILE "-shm");
}

/* Never more than the last one: it is as large as the cache. */
static void
remove_damaged (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, DAMAGED_PREFIX))
      remove_file (folder, name);
}

/**
 * sanera_cache_set_aside:
 * @folder: of a cache that nobody has open
 * @error: %SANERA_ERROR_CACHE when the file cannot be moved
 *
 * Keeps the damaged file for who wants to look at it, in place of an earlier one, and keeps in
 * repair.ini that it did.
 *
 * Returns: whether a new one can be begun
 */
gboolean
sanera_cache_set_aside (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, CACHE_FILE, NULL);
  g_auto (SaneraRepair) repair = { 0 };
  g_autoptr (GError) local = NULL;

  remove_damaged (folder);
  repair.path = sanera_repair_set_aside (path, error);
  if (repair.path == NULL)
    return FALSE;

  remove_file (folder, DAMAGED_MARK);
  repair.found_on = g_get_real_time ();
  g_message ("%s is damaged; it is kept as %s, and a new one is built", path, repair.path);
  if (!sanera_repair_save (&repair, folder, SANERA_REPAIR_CACHE, &local))
    g_message ("%s", local->message);

  return TRUE;
}

/**
 * sanera_cache_open_store:
 * @folder: of a cache
 * @error: %SANERA_ERROR_CACHE, %SANERA_ERROR_BUSY, %SANERA_ERROR_FULL
 *
 * Opens cache.db. A damaged one is set aside, one of a newer version is removed.
 *
 * Returns: (transfer full) (nullable): the store
 */
SaneraStore *
sanera_cache_open_store (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, CACHE_FILE, NULL);
  g_autoptr (GError) local = NULL;
  SaneraStore *store;

  if (sanera_cache_is_marked (folder) && g_file_test (path, G_FILE_TEST_EXISTS) &&
      !sanera_cache_set_aside (folder, error))
    return NULL;

  store = sanera_store_open (path, SANERA_DB_DEFAULT, "/org/sanera/cache/sql", &local);
  if (store != NULL)
    return store;

  if (g_error_matches (local, SANERA_ERROR, SANERA_ERROR_DAMAGED))
    {
      if (!sanera_cache_set_aside (folder, error))
        return NULL;
    }
  else if (g_error_matches (local, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED))
    {
      /* Of a newer version: nothing is lost by fetching it again. */
      remove_file (folder, CACHE_FILE);
      remove_journals (folder);
    }
  else
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return sanera_store_open (path, SANERA_DB_DEFAULT, "/org/sanera/cache/sql", error);
}

/**
 * sanera_cache_mark_damaged:
 * @folder: of a cache
 *
 * Remembers damage: the next sanera_cache_open_store() sets the file aside.
 */
void
sanera_cache_mark_damaged (const char *folder)
{
  g_autofree char *mark = g_build_filename (folder, DAMAGED_MARK, NULL);

  g_file_set_contents_full (mark, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
}

/**
 * sanera_cache_is_marked:
 * @folder: of a cache
 *
 * Returns: whether sanera_cache_mark_damaged() was called and the file is still in its place
 */
gboolean
sanera_cache_is_marked (const char *folder)
{
  g_autofree char *mark = g_build_filename (folder, DAMAGED_MARK, NULL);

  return g_file_test (mark, G_FILE_TEST_EXISTS);
}

/**
 * sanera_cache_make_folder:
 * @folder: of a cache
 * @error: %SANERA_ERROR_CACHE when it cannot be made
 *
 * Makes the folder, for its owner only.
 *
 * Returns: whether it is there
 */
gboolean
sanera_cache_make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0 && g_chmod (folder, 0700) == 0)
    return TRUE;

  g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: %s", folder, g_strerror (errno));
  return FALSE;
}

/**
 * sanera_cache_measure:
 * @folder: of a connection, open or not
 * @synced_on: (out): time of the last complete sync, microseconds since 1970; %SANERA_INT_NULL:
 *   never, or it cannot be read
 *
 * Returns: how many bytes the cache takes on the disk; the outbox does not count
 */
gint64
sanera_cache_measure (const char *folder, gint64 *synced_on)
{
  g_autofree char *path = g_build_filename (folder, CACHE_FILE, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (SaneraDb) db = NULL;
  g_autofree char *text = NULL;
  gint64 size = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      GStatBuf status;

      if (g_str_has_prefix (name, CACHE_FILE) && g_stat (file, &status) == 0)
        size += status.st_size;
    }

  if (size > 0)
    db = sanera_db_open (path, SANERA_DB_READ_ONLY | SANERA_DB_NO_WAIT, NULL);
  if (db != NULL)
    text = sanera_cache_get_meta (db, SANERA_CACHE_META_SYNCED_ON, NULL);
  *synced_on = text != NULL ? g_ascii_strtoll (text, NULL, 10) : SANERA_INT_NULL;
  return size;
}

/**
 * sanera_cache_remove:
 * @folder: of a cache that nobody has open
 *
 * Removes the cache, and the damaged ones that were kept. The outbox stays.
 */
void
sanera_cache_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, CACHE_FILE))
      remove_file (folder, name);
}
