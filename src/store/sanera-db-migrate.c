/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-db.h"

#include <glib/gstdio.h>
#include <stdlib.h>

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
apply (SaneraDb *self, const char *path, int number, GError **error)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *sql = NULL;
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %d", number);

  if (bytes == NULL)
    return FALSE;

  sql = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return sanera_db_exec (self, sql, error) && sanera_db_exec (self, set_version, error);
}

static gboolean
apply_all (SaneraDb *self, const char *folder, char **names, GError **error)
{
  gint64 version;
  int newest = 0;

  if (!sanera_db_query_int (self, &version, error, "PRAGMA user_version", ""))
    return FALSE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", folder, names[i], NULL);
      int number = atoi (names[i]);

      newest = MAX (newest, number);
      if (number > version && !apply (self, path, number, error))
        return FALSE;
    }
  if (version > newest)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED,
                   "%s: written by a newer version (schema %d, this program knows %d)",
                   sanera_db_get_path (self), (int)version, newest);
      return FALSE;
    }

  return TRUE;
}

/**
 * sanera_db_migrate:
 * @self: a database
 * @resource_folder: GResource folder with files `001-name.sql`, `002-name.sql`, …
 * @error: %SANERA_ERROR_UNSUPPORTED when a newer version has written the file; else as SQLite says
 *
 * Brings the schema up to date: runs the files with numbers above the database's `user_version`,
 * all of them in one transaction or none.
 *
 * Returns: whether the schema is the one of this program
 */
gboolean
sanera_db_migrate (SaneraDb *self, const char *resource_folder, GError **error)
{
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (resource_folder != NULL, FALSE);

  names = g_resources_enumerate_children (resource_folder, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (names == NULL)
    return FALSE;
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);

  if (!sanera_db_begin (self, error))
    return FALSE;
  if (!apply_all (self, resource_folder, names, error))
    {
      sanera_db_rollback (self);
      return FALSE;
    }

  return sanera_db_commit (self, error);
}

/**
 * sanera_db_check:
 * @self: a database
 * @error: %SANERA_ERROR_DAMAGED with the first finding
 *
 * Reads the whole file: `integrity_check` and `foreign_key_check`.
 *
 * Returns: whether it is sound
 */
gboolean
sanera_db_check (SaneraDb *self, GError **error)
{
  sqlite3_stmt *statement;
  gboolean has_row;

  g_return_val_if_fail (self != NULL, FALSE);

  statement = sanera_db_prepare (self, "PRAGMA integrity_check (1)", error);
  if (statement == NULL || !sanera_db_step (self, statement, &has_row, error))
    return FALSE;
  if (!has_row || g_strcmp0 (sanera_db_column_text (statement, 0), "ok") != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED, "%s: %s", sanera_db_get_path (self),
                   has_row ? sanera_db_column_text (statement, 0) : "no answer to integrity_check");
      sanera_db_reset (statement);
      return FALSE;
    }
  sanera_db_reset (statement);

  statement = sanera_db_prepare (self, "PRAGMA foreign_key_check", error);
  if (statement == NULL || !sanera_db_step (self, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED,
                   "%s: a row of %s refers to a row of %s that does not exist",
                   sanera_db_get_path (self), sanera_db_column_text (statement, 0),
                   sanera_db_column_text (statement, 2));
      sanera_db_reset (statement);
      return FALSE;
    }

  return TRUE;
}

/**
 * sanera_db_backup:
 * @self: a database
 * @path: the file to write; must not exist
 * @cancellable: (nullable): to give up
 * @error: set when it fails; @path then is removed
 *
 * Writes a consistent copy while others go on reading and writing.
 *
 * Returns: whether the copy is complete
 */
gboolean
sanera_db_backup (SaneraDb *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (SaneraDb) copy = NULL;
  sqlite3_backup *backup;
  int code = SQLITE_OK;

  g_return_val_if_fail (self != NULL, FALSE);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID, "%s: exists already", path);
      return FALSE;
    }
  copy = sanera_db_open (path, SANERA_DB_DURABLE, error);
  if (copy == NULL)
    return FALSE;

  backup = sqlite3_backup_init (sanera_db_get_handle (copy), "main", sanera_db_get_handle (self),
                                "main");
  while (backup != NULL && code != SQLITE_DONE)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        break;
      code = sqlite3_backup_step (backup, 1024);
      if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        sqlite3_sleep (20);
      else if (code != SQLITE_OK && code != SQLITE_DONE)
        break;
    }
  if (backup != NULL)
    sqlite3_backup_finish (backup);
  if (code == SQLITE_DONE)
    return TRUE;

  if (error != NULL && *error == NULL)
    sanera_db_set_error (copy, backup != NULL ? code : SQLITE_ERROR, "backup", error);
  g_remove (path);
  return FALSE;
}
