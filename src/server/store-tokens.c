/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-tokens.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "sanera-time.h"
#include "store-audit.h"

#define TOKEN_BYTES 32

/**
 * sanera_tokens_load:
 * @db: the server's database
 * @error: when it cannot be read
 *
 * Returns: (transfer full) (nullable): SHA-256 of each token in hex → #SaneraPerson
 */
GHashTable *
sanera_tokens_load (SaneraDb *db, GError **error)
{
  g_autoptr (GHashTable) persons =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)sanera_person_free);
  sqlite3_stmt *statement =
      sanera_db_prepare (db, "SELECT hash, id, email, name, role FROM tokens", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;

  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      g_hash_table_insert (
          persons, g_strdup (sanera_db_column_text (statement, 0)),
          sanera_person_new (
              sanera_db_column_text (statement, 1), sanera_db_column_text (statement, 2),
              sanera_db_column_text (statement, 3),
              sanera_enum_from_nick (&sanera_role_enum, sanera_db_column_text (statement, 4))));
    }

  return g_steal_pointer (&persons);
}

static char *
make_token (GError **error)
{
  guchar bytes[TOKEN_BYTES];
  g_autofree char *base64 = NULL;

  if (getrandom (bytes, sizeof bytes, 0) != (gssize)sizeof bytes)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, "No random numbers: %s",
                   g_strerror (errno));
      return NULL;
    }
  base64 = g_base64_encode (bytes, sizeof bytes);
  g_strdelimit (base64, "+", '-');
  g_strdelimit (base64, "/", '_');
  base64[strcspn (base64, "=")] = '\0';

  /* The prefix lets programs that look for leaked secrets know what they see. */
  return g_strconcat ("sanera_", base64, NULL);
}

/**
 * sanera_tokens_add:
 * @db: the server's database, in a transaction
 * @email: of the person
 * @name: of the person
 * @role: of the person
 * @now: the time, microseconds
 * @error: %SANERA_ERROR_INVALID when @email or @name cannot be one
 *
 * Makes a token and keeps its hash.
 *
 * Returns: (transfer full) (nullable): the token; nobody can read it again
 */
char *
sanera_tokens_add (SaneraDb *db,
                   const char *email,
                   const char *name,
                   SaneraRole role,
                   gint64 now,
                   GError **error)
{
  g_autofree char *token = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *details = NULL;
  const char *role_nick = sanera_enum_to_nick (&sanera_role_enum, (int)role);
  const char *at = strchr (email, '@');

  if (at == NULL || at == email || at[1] == '\0' || strlen (email) > 254 ||
      strpbrk (email, " \t\r\n\"\\") != NULL || !g_utf8_validate (email, -1, NULL))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID, "“%s” is no e-mail address", email);
      return NULL;
    }
  if (*name == '\0' || strlen (name) > 254 || !g_utf8_validate (name, -1, NULL) ||
      role_nick == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_INVALID,
                           "A token needs a name and a role");
      return NULL;
    }

  token = make_token (error);
  if (token == NULL)
    return NULL;
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
  if (!sanera_db_run_sql (db, error,
                          "INSERT INTO tokens (hash, id, email, name, role, created_on) "
                          "VALUES (?, ?, ?, ?, ?, ?)",
                          "ttttti", hash, id, email, name, role_nick, now))
    return NULL;
  details = g_strdup_printf ("{\"role\":\"%s\"}", role_nick);
  if (!sanera_audit_append (db, now, email, "tokenAdded", "token", id, details, error))
    return NULL;

  return g_steal_pointer (&token);
}

/**
 * sanera_tokens_remove:
 * @db: the server's database, in a transaction
 * @id: of the token, as `token list` prints it
 * @now: the time, microseconds
 * @error: %SANERA_ERROR_NOT_FOUND when there is none with that id
 *
 * Returns: whether it was removed
 */
gboolean
sanera_tokens_remove (SaneraDb *db, const char *id, gint64 now, GError **error)
{
  if (!sanera_db_run_sql (db, error, "DELETE FROM tokens WHERE id = ?", "t", id))
    return FALSE;
  if (sanera_db_get_changes (db) == 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "There is no token “%s”", id);
      return FALSE;
    }

  return sanera_audit_append (db, now, "", "tokenRemoved", "token", id, "{}", error);
}

/**
 * sanera_tokens_append_list:
 * @db: the server's database
 * @out: a line for each token: id, role, e-mail, name, day, separated by tabs
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_tokens_append_list (SaneraDb *db, GString *out, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db, "SELECT id, role, email, name, created_on FROM tokens ORDER BY email, created_on", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  while (TRUE)
    {
      char buffer[SANERA_TIME_BUFFER];

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      sanera_time_format (sqlite3_column_int64 (statement, 4), buffer);
      buffer[10] = '\0';
      g_string_append_printf (out, "%s\t%s\t%s\t%s\t%s\n", sanera_db_column_text (statement, 0),
                              sanera_db_column_text (statement, 1),
                              sanera_db_column_text (statement, 2),
                              sanera_db_column_text (statement, 3), buffer);
    }
}
