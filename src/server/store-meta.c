/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-meta.h"

#include "store-audit.h"
#include "store-feed.h"

static gboolean
get_text (SaneraDb *db, const char *sql, const char *key, char **value, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row;

  *value = NULL;
  if (statement == NULL)
    return FALSE;

  sanera_db_bind_text (statement, 1, key);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *value = g_strdup (sanera_db_column_text (statement, 0));
  sanera_db_reset (statement);

  return TRUE;
}

/**
 * sanera_meta_get:
 * @db: the server's database
 * @key: of one of the database's own notes
 * @value: (out) (transfer full) (nullable): the note
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_meta_get (SaneraDb *db, const char *key, char **value, GError **error)
{
  return get_text (db, "SELECT value FROM meta WHERE key = ?", key, value, error);
}

/**
 * sanera_meta_set:
 * @db: the server's database, in a transaction
 * @key: of the note
 * @value: (nullable): the note
 * @error: when it cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_meta_set (SaneraDb *db, const char *key, const char *value, GError **error)
{
  return sanera_db_run_sql (db, error,
                            "INSERT INTO meta (key, value) VALUES (?, ?) "
                            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                            "tt", key, value);
}

/**
 * sanera_meta_get_data_version:
 * @db: a connection that does not write
 * @version: (out): a number that changes whenever another connection has committed
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_meta_get_data_version (SaneraDb *db, gint64 *version, GError **error)
{
  return sanera_db_query_int (db, version, error, "PRAGMA data_version", "");
}

/**
 * sanera_meta_ensure_uuid:
 * @db: the server's database, in a transaction
 * @error: when it cannot be read or written
 *
 * Gives the database its UUID, once. Cursors of the change feed carry it: a database that was
 * replaced by another is noticed by every client.
 *
 * Returns: whether it went well
 */
gboolean
sanera_meta_ensure_uuid (SaneraDb *db, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return sanera_db_run_sql (db, error,
                            "INSERT INTO meta (key, value) VALUES ('uuid', ?) "
                            "ON CONFLICT (key) DO NOTHING",
                            "t", uuid);
}

/**
 * sanera_meta_renew_uuid:
 * @db: a copy of the server's database
 * @error: when it cannot be written
 *
 * Makes it another database for the clients. What they have seen since the copy was made is not in
 * it, and what comes after it gets numbers that they have met already: should it ever be served,
 * they fetch all of it and drop what is not there.
 *
 * Returns: whether it went well
 */
gboolean
sanera_meta_renew_uuid (SaneraDb *db, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return sanera_db_run_sql (db, error, "UPDATE meta SET value = ? WHERE key = 'uuid'", "t", uuid);
}

/**
 * sanera_meta_get_uuid:
 * @db: the server's database
 * @uuid: (out) (transfer full): its UUID
 * @error: when it cannot be read, %SANERA_ERROR_DAMAGED when it has none
 *
 * Returns: whether it went well
 */
gboolean
sanera_meta_get_uuid (SaneraDb *db, char **uuid, GError **error)
{
  if (!sanera_meta_get (db, "uuid", uuid, error))
    return FALSE;
  if (*uuid == NULL)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED, "%s: has no UUID",
                   sanera_db_get_path (db));
      return FALSE;
    }

  return TRUE;
}

/**
 * sanera_settings_get:
 * @db: the server's database
 * @key: of a setting
 * @value: (out) (transfer full) (nullable): its value, %NULL when it was never set
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_settings_get (SaneraDb *db, const char *key, char **value, GError **error)
{
  return get_text (db, "SELECT value FROM settings WHERE key = ?", key, value, error);
}

/**
 * sanera_settings_get_intune:
 * @db: the server's database
 * @enabled: (out): whether the Intune connection is on (rule R2); off by default
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_settings_get_intune (SaneraDb *db, gboolean *enabled, GError **error)
{
  g_autofree char *value = NULL;

  if (!sanera_settings_get (db, "intuneConnection", &value, error))
    return FALSE;

  *enabled = g_strcmp0 (value, "true") == 0;
  return TRUE;
}

/**
 * sanera_settings_set_intune:
 * @db: the server's database, in a transaction
 * @enabled: whether the Intune connection is on from now
 * @person: who says so, an e-mail address
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_settings_set_intune (SaneraDb *db,
                            gboolean enabled,
                            const char *person,
                            gint64 now,
                            GError **error)
{
  const char *value = enabled ? "true" : "false";
  g_autofree char *details =
      g_strdup_printf ("{\"old\":%s,\"new\":%s}", enabled ? "false" : "true", value);
  gint64 change;

  return sanera_feed_reserve (db, 1, &change, error) &&
         sanera_db_run_sql (db, error,
                            "INSERT INTO settings (key, value, change) VALUES "
                            "('intuneConnection', ?, ?) ON CONFLICT (key) DO UPDATE SET "
                            "value = excluded.value, change = excluded.change",
                            "ti", value, change) &&
         sanera_audit_append (db, now, person, "settingChanged", "setting", "intuneConnection",
                              details, error);
}

/**
 * sanera_settings_append_json:
 * @db: the server's database
 * @out: where to write `{"intuneConnection":…}`
 * @version: (out) (optional): of all settings together: the ETag
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_settings_append_json (SaneraDb *db, GString *out, gint64 *version, GError **error)
{
  gboolean intune;
  gint64 change;

  if (!sanera_settings_get_intune (db, &intune, error) ||
      !sanera_db_query_int (db, &change, error, "SELECT coalesce (max (change), 0) FROM settings",
                            ""))
    return FALSE;

  g_string_append_printf (
      out, "{\"@odata.etag\":\"\\\"%" G_GINT64_FORMAT "\\\"\",\"intuneConnection\":%s}", change,
      intune ? "true" : "false");
  if (version != NULL)
    *version = change;
  return TRUE;
}
