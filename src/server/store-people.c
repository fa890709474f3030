/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-tokens.h"

#include "sanera-json.h"

/* People are those who hold a token; there is no other list of them. */

static void
append_person (GString *out, const char *email, const char *name, const char *role)
{
  if (out->len > 0 && out->str[out->len - 1] == '}')
    g_string_append_c (out, ',');
  g_string_append (out, "{\"email\":");
  sanera_json_append_string (out, email);
  g_string_append (out, ",\"name\":");
  sanera_json_append_string (out, name);
  g_string_append (out, ",\"role\":");
  sanera_json_append_string (out, role);
  g_string_append_c (out, '}');
}

/* One line for each address and role, however many tokens the person has. */
static char *
make_key (const char *email, const char *role)
{
  g_autofree char *folded = g_utf8_casefold (email, -1);

  return g_strconcat (role, " ", folded, NULL);
}

/**
 * sanera_people_append_json:
 * @db: the server's database
 * @role: only those with this role; 0: everybody
 * @also: (nullable): who is there without a token: the person of a private server
 * @out: where to write the elements of a JSON array: `email`, `name`, `role`, ordered by address
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_people_append_json (SaneraDb *db,
                           SaneraRole role,
                           const SaneraPerson *also,
                           GString *out,
                           GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db, "SELECT email, name, role FROM tokens ORDER BY email, created_on DESC, id", error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *wanted = role != 0 ? sanera_enum_to_nick (&sanera_role_enum, (int)role) : NULL;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  if (also != NULL && (role == 0 || also->role == role))
    {
      const char *own = sanera_enum_to_nick (&sanera_role_enum, (int)also->role);

      g_hash_table_add (seen, make_key (also->email, own));
      append_person (out, also->email, also->name, own);
    }
  while (TRUE)
    {
      const char *email, *nick;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      email = sanera_db_column_text (statement, 0);
      nick = sanera_db_column_text (statement, 2);
      if ((wanted == NULL || g_str_equal (nick, wanted)) &&
          g_hash_table_add (seen, make_key (email, nick)))
        append_person (out, email, sanera_db_column_text (statement, 1), nick);
    }
}
