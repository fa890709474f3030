/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-audit.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sanera-json.h"
#include "sanera-time.h"

/* Rule R11. Every line's hash covers the line and the hash before it, so nothing can be changed,
 * left out or put in between without every later hash being wrong. Clients keep the last head they
 * saw, and with it notice when the end was cut off. */

static void
add_field (GChecksum *checksum, const char *text)
{
  /* The length keeps "ab"+"c" apart from "a"+"bc"; NULL is not "". */
  g_autofree char *length =
      text != NULL ? g_strdup_printf ("%" G_GSIZE_FORMAT ":", strlen (text)) : g_strdup ("-");

  g_checksum_update (checksum, (const guchar *)length, -1);
  if (text != NULL)
    g_checksum_update (checksum, (const guchar *)text, -1);
}

static char *
hash_line (const char *previous,
           gint64 at,
           const char *person,
           const char *event,
           const char *entity_type,
           const char *entity_id,
           const char *details)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, at);

  add_field (checksum, previous);
  add_field (checksum, time);
  add_field (checksum, person);
  add_field (checksum, event);
  add_field (checksum, entity_type);
  add_field (checksum, entity_id);
  add_field (checksum, details);

  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * sanera_audit_get_head:
 * @db: the server's database
 * @head: (out) (transfer full): hash of the last line, "" when there is none
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_audit_get_head (SaneraDb *db, char **head, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db, "SELECT hash FROM audit ORDER BY id DESC LIMIT 1", error);
  gboolean has_row;

  if (statement == NULL || !sanera_db_step (db, statement, &has_row, error))
    return FALSE;

  *head = g_strdup (has_row ? sanera_db_column_text (statement, 0) : "");
  sanera_db_reset (statement);
  return TRUE;
}

/**
 * sanera_audit_get_length:
 * @db: the server's database
 * @length: (out): number of the last line, 0 when there is none
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_audit_get_length (SaneraDb *db, gint64 *length, GError **error)
{
  return sanera_db_query_int (db, length, error, "SELECT coalesce (max (id), 0) FROM audit", "");
}

/**
 * sanera_audit_get_hash:
 * @db: the server's database
 * @line: number of a line, from 1
 * @hash: (out) (transfer full) (nullable): its hash, %NULL when there is no such line
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_audit_get_hash (SaneraDb *db, gint64 line, char **hash, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, "SELECT hash FROM audit WHERE id = ?", error);
  gboolean has_row;

  *hash = NULL;
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, line);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *hash = g_strdup (sanera_db_column_text (statement, 0));
  sanera_db_reset (statement);
  return TRUE;
}

/**
 * sanera_audit_append:
 * @db: the server's database, in the transaction of what is written down
 * @at: when, microseconds since 1970 UTC
 * @person: who, an e-mail address; "" for the system itself
 * @event: what, a code: "requested", "imported", "settingChanged", …
 * @entity_type: (nullable): "remediationTask", "import", "setting", …
 * @entity_id: (nullable): which one
 * @details: values as a JSON object, old and new; "{}" when there are none
 * @error: when it cannot be written
 *
 * Writes a line of the audit log.
 *
 * Returns: whether it went well
 */
gboolean
sanera_audit_append (SaneraDb *db,
                     gint64 at,
                     const char *person,
                     const char *event,
                     const char *entity_type,
                     const char *entity_id,
                     const char *details,
                     GError **error)
{
  g_autofree char *previous = NULL;
  g_autofree char *hash = NULL;

  if (!sanera_audit_get_head (db, &previous, error))
    return FALSE;

  hash = hash_line (previous, at, person, event, entity_type, entity_id, details);
  return sanera_db_run_sql (
      db, error,
      "INSERT INTO audit (at, person, event, entity_type, entity_id, details, hash) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      "itttttt", at, person, event, entity_type, entity_id, details, hash);
}

/**
 * sanera_audit_check:
 * @db: the server's database
 * @known_head: (nullable): a head that somebody noted; it must be the hash of some line
 * @error: %SANERA_ERROR_DAMAGED naming the first line that does not fit
 *
 * Recomputes the whole chain.
 *
 * Returns: whether it is whole
 */
gboolean
sanera_audit_check (SaneraDb *db, const char *known_head, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT id, at, person, event, entity_type, entity_id, details, hash FROM audit ORDER BY id",
      error);
  g_autofree char *previous = g_strdup ("");
  gboolean found = known_head == NULL || *known_head == '\0';
  gint64 expected = 1;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  while (TRUE)
    {
      g_autofree char *hash = NULL;
      gint64 id;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      id = sqlite3_column_int64 (statement, 0);
      hash = hash_line (previous, sqlite3_column_int64 (statement, 1),
                        sanera_db_column_text (statement, 2), sanera_db_column_text (statement, 3),
                        sanera_db_column_text (statement, 4), sanera_db_column_text (statement, 5),
                        sanera_db_column_text (statement, 6));
      if (id != expected || g_strcmp0 (hash, sanera_db_column_text (statement, 7)) != 0)
        {
          g_set_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED,
                       "%s: the audit log is broken at line %" G_GINT64_FORMAT,
                       sanera_db_get_path (db), expected);
          sanera_db_reset (statement);
          return FALSE;
        }
      found = found || g_str_equal (hash, known_head);
      g_free (previous);
      previous = g_steal_pointer (&hash);
      expected++;
    }
  if (!found)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED,
                   _ ("%s: the audit log has no line %s; its end was cut off"),
                   sanera_db_get_path (db), known_head);
      return FALSE;
    }

  return TRUE;
}

/**
 * sanera_audit_append_history:
 * @db: the server's database
 * @entity_type: what it is
 * @entity_id: which one
 * @out: where to write the elements of a JSON array, oldest first: `id`, `at`, `person` (null: the
 *   system), `event`, `details`
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_audit_append_history (SaneraDb *db,
                             const char *entity_type,
                             const char *entity_id,
                             GString *out,
                             GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT at, person, event, details, id FROM audit "
                         "WHERE entity_type = ? AND entity_id = ? ORDER BY id",
                         error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  sanera_db_bind_text (statement, 1, entity_type);
  sanera_db_bind_text (statement, 2, entity_id);
  for (gboolean first = TRUE;; first = FALSE)
    {
      const char *person;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      person = sanera_db_column_text (statement, 1);
      g_string_append_printf (out, "%s{\"id\":\"%" G_GINT64_FORMAT "\",\"at\":", first ? "" : ",",
                              (gint64)sqlite3_column_int64 (statement, 4));
      sanera_json_append_time (out, sqlite3_column_int64 (statement, 0));
      g_string_append (out, ",\"person\":");
      if (*person != '\0')
        sanera_json_append_string (out, person);
      else
        g_string_append (out, "null");
      g_string_append (out, ",\"event\":");
      sanera_json_append_string (out, sanera_db_column_text (statement, 2));
      g_string_append_printf (out, ",\"details\":%s}", sanera_db_column_text (statement, 3));
    }
}
