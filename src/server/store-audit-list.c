/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-audit-list.h"

#include <string.h>

#include "sanera-json.h"
#include "sanera-time.h"

/* The audit log as a list, a page at a time: the number of its last line says where the next one
 * begins, which costs the same at any depth. */

typedef void (*AppendLine) (GString *out, sqlite3_stmt *statement);

enum
{
  COLUMN_ID,
  COLUMN_AT,
  COLUMN_PERSON,
  COLUMN_EVENT,
  COLUMN_ENTITY_TYPE,
  COLUMN_ENTITY_ID,
  COLUMN_DETAILS,
  COLUMN_HASH,
};

/* Persons are compared by their case-folded address, which SQL cannot do beyond ASCII. */
static gboolean
is_person (sqlite3_stmt *statement, const char *wanted_key)
{
  g_autofree char *key = NULL;

  if (wanted_key == NULL)
    return TRUE;

  key = g_utf8_casefold (sanera_db_column_text (statement, COLUMN_PERSON), -1);
  return g_str_equal (key, wanted_key);
}

static gboolean
append_lines (SaneraDb *db,
              const SaneraAuditQuery *query,
              AppendLine append,
              GString *out,
              gint64 *next,
              GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT id, at, person, event, entity_type, entity_id, details, hash FROM audit"
      " WHERE id < ?1 AND at >= ?2 AND at < ?3 AND (?4 IS NULL OR event = ?4)"
      " AND (?5 IS NULL OR entity_type = ?5) AND (?6 IS NULL OR entity_id = ?6)"
      " ORDER BY id DESC",
      error);
  g_autofree char *key = query->person != NULL ? g_utf8_casefold (query->person, -1) : NULL;
  gint64 last = 0;
  gboolean has_row;

  *next = 0;
  if (statement == NULL)
    return FALSE;

  sanera_db_bind_int (statement, 1, query->before);
  sanera_db_bind_int (statement, 2, query->from);
  sanera_db_bind_int (statement, 3, query->to);
  sanera_db_bind_text (statement, 4, query->event);
  sanera_db_bind_text (statement, 5, query->entity_type);
  sanera_db_bind_text (statement, 6, query->entity_id);
  for (gint64 n = 0;;)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!is_person (statement, key))
        continue;
      if (n++ == query->limit)
        break;
      last = sqlite3_column_int64 (statement, COLUMN_ID);
      append (out, statement);
    }

  sanera_db_reset (statement);
  *next = last;
  return TRUE;
}

static void
append_member (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, ",\"%s\":", name);
  if (text != NULL && *text != '\0')
    sanera_json_append_string (out, text);
  else
    g_string_append (out, "null");
}

static void
append_json_line (GString *out, sqlite3_stmt *statement)
{
  if (out->str[out->len - 1] == '}')
    g_string_append_c (out, ',');
  g_string_append_printf (out, "{\"id\":\"%" G_GINT64_FORMAT "\",\"at\":",
                          (gint64)sqlite3_column_int64 (statement, COLUMN_ID));
  sanera_json_append_time (out, sqlite3_column_int64 (statement, COLUMN_AT));
  append_member (out, "person", sanera_db_column_text (statement, COLUMN_PERSON));
  append_member (out, "event", sanera_db_column_text (statement, COLUMN_EVENT));
  append_member (out, "entityType", sanera_db_column_text (statement, COLUMN_ENTITY_TYPE));
  append_member (out, "entityId", sanera_db_column_text (statement, COLUMN_ENTITY_ID));
  g_string_append_printf (out, ",\"details\":%s",
                          sanera_db_column_text (statement, COLUMN_DETAILS));
  append_member (out, "hash", sanera_db_column_text (statement, COLUMN_HASH));
  g_string_append_c (out, '}');
}

/**
 * sanera_audit_append_json:
 * @db: the server's database
 * @query: which lines
 * @out: where to write the elements of a JSON array: `id` (the line's number), `at`, `person`
 *   (null: the system), `event`, `entityType`, `entityId`, `details`, `hash`; begins with its "["
 * @next: (out): what `before` is for the next page, 0 at the end
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_audit_append_json (SaneraDb *db,
                          const SaneraAuditQuery *query,
                          GString *out,
                          gint64 *next,
                          GError **error)
{
  return append_lines (db, query, append_json_line, out, next, error);
}

/* RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front. */
static void
append_cell (GString *out, const char *text)
{
  static const char *const dangerous[] = { "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠" };
  gboolean neutralise = FALSE;

  g_string_append_c (out, ',');
  if (text == NULL || *text == '\0')
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (dangerous); i++)
    neutralise = neutralise || g_str_has_prefix (text, dangerous[i]);
  if (!neutralise && strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }

  g_string_append (out, neutralise ? "\"'" : "\"");
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}

static void
append_csv_line (GString *out, sqlite3_stmt *statement)
{
  char at[SANERA_TIME_BUFFER];

  g_string_append_printf (out, "%" G_GINT64_FORMAT ",%s",
                          (gint64)sqlite3_column_int64 (statement, COLUMN_ID),
                          sanera_time_format (sqlite3_column_int64 (statement, COLUMN_AT), at));
  for (int i = COLUMN_PERSON; i <= COLUMN_HASH; i++)
    append_cell (out, sanera_db_column_text (statement, i));
  g_string_append (out, "\r\n");
}

/**
 * sanera_audit_append_csv:
 * @db: the server's database
 * @query: which lines
 * @out: where to write them as RFC 4180 has it; the first page begins with the names of the columns
 * @next: (out): what `before` is for the next page, 0 at the end
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_audit_append_csv (SaneraDb *db,
                         const SaneraAuditQuery *query,
                         GString *out,
                         gint64 *next,
                         GError **error)
{
  if (query->before == G_MAXINT64)
    g_string_append (out, "id,at,person,event,entityType,entityId,details,hash\r\n");

  return append_lines (db, query, append_csv_line, out, next, error);
}
