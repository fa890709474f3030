/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-support.h"

#include <glib/gstdio.h>

/* Wakes the loop, so that a wait looks at the clock. */
gboolean
sync_support_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
sync_support_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        sync_support_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static gboolean
query_text_func (SaneraDb *db,
                 gpointer data,
                 gpointer *result,
                 GDestroyNotify *result_free,
                 GCancellable *cancellable,
                 GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, data, error);
  gboolean has_row;

  if (statement == NULL || !sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  *result = has_row ? g_strdup (sanera_db_column_text (statement, 0)) : NULL;
  *result_free = g_free;
  sanera_db_reset (statement);

  return TRUE;
}

/* First column of the first row. */
char *
sync_support_query_text (SaneraCache *cache, const char *sql)
{
  gpointer result = NULL;
  GError *error = NULL;

  sanera_store_read (sanera_cache_get_store (cache), query_text_func, (gpointer)sql, &result,
                     &error);
  g_assert_no_error (error);

  return result;
}

gint64
sync_support_query_int (SaneraCache *cache, const char *sql)
{
  g_autofree char *text = sync_support_query_text (cache, sql);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : -1;
}

/* @user_data: GAsyncResult **, kept until the test finishes it */
void
sync_support_take_result (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

/**
 * sync_support_submit:
 * @connection: a connection whose recommendation "a" is exposed
 *
 * Asks for its remediation on seven devices.
 *
 * Returns: (transfer full): the key of the request, which is kept
 */
char *
sync_support_submit (SaneraConnection *connection)
{
  g_autoptr (SaneraRemediationRequest) request = sanera_remediation_request_new ("a");
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  char *key;

  sanera_remediation_request_set_remediation_type (request, "Update");
  sanera_remediation_request_set_all_groups (request, TRUE);
  sanera_remediation_request_set_priority (request, "High");
  sanera_remediation_request_set_target_devices (request, 7);
  sanera_connection_submit_async (connection, request, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  key = sanera_connection_submit_finish (connection, result, &error);
  g_assert_no_error (error);

  return key;
}
