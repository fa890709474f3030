/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-tokens.h"

#include <glib/gi18n.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "sanera-json.h"
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

static gboolean
write_down (SaneraDb *db,
            const char *event,
            const char *id,
            const char *email,
            const char *name,
            const char *role,
            const char *actor,
            gint64 now,
            GError **error)
{
  g_autoptr (GString) details = g_string_new ("{\"email\":");

  sanera_json_append_string (details, email);
  g_string_append (details, ",\"name\":");
  sanera_json_append_string (details, name);
  g_string_append (details, ",\"role\":");
  sanera_json_append_string (details, role);
  g_string_append_c (details, '}');

  return sanera_audit_append (db, now, actor, event, SANERA_ENTITY_TOKEN, id, details->str, error);
}

static gboolean
check_person (const char *email, const char *name, const char *role_nick, GError **error)
{
  const char *at = strchr (email, '@');

  if (at == NULL || at == email || at[1] == '\0' || strlen (email) > 254 ||
      strpbrk (email, " \t\r\n\"\\") != NULL || !g_utf8_validate (email, -1, NULL))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID, _ ("“%s” is no e-mail address"),
                   email);
      return FALSE;
    }
  if (*name == '\0' || strlen (name) > 254 || !g_utf8_validate (name, -1, NULL) ||
      role_nick == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_INVALID,
                           _ ("A token needs a name and a role"));
      return FALSE;
    }

  return TRUE;
}

/**
 * sanera_tokens_add:
 * @db: the server's database, in a transaction
 * @id: (nullable): what the token is to be called in lists; %NULL: something new
 * @email: of the person
 * @name: of the person
 * @role: of the person
 * @actor: who adds it, an e-mail address; "" for whoever sits at the server
 * @now: the time, microseconds
 * @error: %SANERA_ERROR_INVALID when @email or @name cannot be one
 *
 * Makes a token and keeps its hash.
 *
 * Returns: (transfer full) (nullable): the token; nobody can read it again
 */
char *
sanera_tokens_add (SaneraDb *db,
                   const char *id,
                   const char *email,
                   const char *name,
                   SaneraRole role,
                   const char *actor,
                   gint64 now,
                   GError **error)
{
  g_autofree char *token = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *own_id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  const char *role_nick = sanera_enum_to_nick (&sanera_role_enum, (int)role);

  if (!check_person (email, name, role_nick, error))
    return NULL;

  token = make_token (error);
  if (token == NULL)
    return NULL;
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
  if (!sanera_db_run_sql (db, error,
                          "INSERT INTO tokens (hash, id, email, name, role, created_on) "
                          "VALUES (?, ?, ?, ?, ?, ?)",
                          "ttttti", hash, own_id, email, name, role_nick, now) ||
      !write_down (db, "tokenAdded", own_id, email, name, role_nick, actor, now, error))
    return NULL;

  return g_steal_pointer (&token);
}

static gboolean
find_removed (SaneraDb *db, const char *id, gboolean *found, GError **error)
{
  gint64 n;

  if (!sanera_db_query_int (db, &n, error,
                            "SELECT count (*) FROM audit WHERE entity_id = ? AND entity_type = "
                            "'token' AND event = 'tokenRemoved'",
                            "t", id))
    return FALSE;

  *found = n > 0;
  return TRUE;
}

/**
 * sanera_tokens_remove:
 * @db: the server's database, in a transaction
 * @id: of the token, as `token list` prints it
 * @actor: who removes it, an e-mail address; "" for whoever sits at the server, who may remove any
 * @now: the time, microseconds
 * @error: %SANERA_ERROR_NOT_FOUND when there was never one with that id, %SANERA_ERROR_CONFLICT
 *   when it is the last one of an administrator and @actor is a person: nobody could make another
 *
 * Removes a token. One that has been removed already is no error.
 *
 * Returns: whether it is not there any more
 */
gboolean
sanera_tokens_remove (SaneraDb *db, const char *id, const char *actor, gint64 now, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT email, name, role, role = 'admin' AND NOT EXISTS (SELECT 1 FROM tokens o WHERE "
      "o.role = 'admin' AND o.id <> t.id) FROM tokens t WHERE id = ?",
      error);
  g_autofree char *email = NULL;
  g_autofree char *name = NULL;
  g_autofree char *role = NULL;
  gboolean has_row, removed, last;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      if (!find_removed (db, id, &removed, error))
        return FALSE;
      if (!removed)
        g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, _ ("There is no token “%s”"), id);
      return removed;
    }
  email = g_strdup (sanera_db_column_text (statement, 0));
  name = g_strdup (sanera_db_column_text (statement, 1));
  role = g_strdup (sanera_db_column_text (statement, 2));
  last = sqlite3_column_int (statement, 3) != 0;
  sanera_db_reset (statement);
  if (last && *actor != '\0')
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_CONFLICT,
                           _ ("It is the last token of an administrator"));
      return FALSE;
    }

  return sanera_db_run_sql (db, error, "DELETE FROM tokens WHERE id = ?", "t", id) &&
         write_down (db, "tokenRemoved", id, email, name, role, actor, now, error);
}

static void
append_token (GString *out, sqlite3_stmt *statement)
{
  static const char *const members[] = { "id", "email", "name", "role" };

  for (int i = 0; i < (int)G_N_ELEMENTS (members); i++)
    {
      g_string_append_printf (out, "%s\"%s\":", i == 0 ? "{" : ",", members[i]);
      sanera_json_append_string (out, sanera_db_column_text (statement, i));
    }
  g_string_append (out, ",\"createdOn\":");
  sanera_json_append_time (out, sqlite3_column_int64 (statement, 4));
}

/**
 * sanera_tokens_append_json:
 * @db: the server's database
 * @out: where to write `{"id","email","name","role","createdOn"}` of each token, separated by
 *   commas; never the token
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_tokens_append_json (SaneraDb *db, GString *out, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db, "SELECT id, email, name, role, created_on FROM tokens ORDER BY email, created_on, id",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  for (gboolean first = TRUE;; first = FALSE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!first)
        g_string_append_c (out, ',');
      append_token (out, statement);
      g_string_append_c (out, '}');
    }
}

/**
 * sanera_tokens_append_one:
 * @db: the server's database
 * @id: of a token
 * @token: (nullable): the token itself, known only while it is being made
 * @out: where to write it, as sanera_tokens_append_json() does, with "token" when @token is there
 * @found: (out): whether there is such a token
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_tokens_append_one (SaneraDb *db,
                          const char *id,
                          const char *token,
                          GString *out,
                          gboolean *found,
                          GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db, "SELECT id, email, name, role, created_on FROM tokens WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (db, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;

  append_token (out, statement);
  sanera_db_reset (statement);
  if (token != NULL)
    {
      g_string_append (out, ",\"token\":");
      sanera_json_append_string (out, token);
    }
  g_string_append_c (out, '}');
  return TRUE;
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
