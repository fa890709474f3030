/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-imports.h"

#include "sanera-json.h"
#include "store-undo.h"

static void
append_text (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, ",\"%s\":", name);
  if (text != NULL)
    sanera_json_append_string (out, text);
  else
    g_string_append (out, "null");
}

static void
append_time (GString *out, const char *name, gint64 time)
{
  g_string_append_printf (out, ",\"%s\":", name);
  if (time != SANERA_INT_NULL)
    sanera_json_append_time (out, time);
  else
    g_string_append (out, "null");
}

/* Whether it can be taken back, and if not, who has acted on what it brought. */
static gboolean
append_undo (SaneraDb *db, GString *out, const char *id, GError **error)
{
  g_auto (SaneraUndoReason) reason = { .at = SANERA_INT_NULL };

  if (!sanera_undo_check (db, id, &reason, error))
    return FALSE;
  append_text (out, "undo", sanera_undo_state_code (reason.state));
  append_text (out, "undoPerson", reason.person);
  append_text (out, "undoEvent", reason.event);
  append_time (out, "undoAt", reason.at);
  g_string_append_c (out, '}');
  return TRUE;
}

static void
append_import (GString *out, sqlite3_stmt *statement)
{
  g_string_append (out, "{\"id\":");
  sanera_json_append_string (out, sanera_db_column_text (statement, 0));
  append_text (out, "fileName", sanera_db_column_text (statement, 1));
  append_text (out, "source", sanera_db_column_text (statement, 2));
  append_text (out, "deviceGroup", sanera_db_column_text (statement, 3));
  append_text (out, "person", sanera_db_column_text (statement, 4));
  g_string_append_printf (out, ",\"complete\":%s,\"committedOn\":",
                          sqlite3_column_int (statement, 5) != 0 ? "true" : "false");
  sanera_json_append_time (out, sqlite3_column_int64 (statement, 6));
  g_string_append_printf (out, ",\"preview\":%s", sanera_db_column_text (statement, 7));
  append_time (out, "undoneOn",
               sqlite3_column_type (statement, 8) != SQLITE_NULL
                   ? sqlite3_column_int64 (statement, 8)
                   : SANERA_INT_NULL);
  append_text (out, "undoneBy", sanera_db_column_text (statement, 9));
}

/**
 * sanera_imports_append_list:
 * @db: the server's database
 * @before: (nullable): id of the import where the page before ended
 * @limit: most imports
 * @out: where to write the elements of a JSON array, newest first: `id`, `fileName`, `source`,
 *   `deviceGroup`, `person`, `complete`, `committedOn`, `preview`: what it did, `undoneOn`,
 *   `undoneBy`, `undo`: whether it can be taken back, and `undoPerson`, `undoEvent`, `undoAt`: who
 *   has acted on it
 * @next: (out) (transfer full) (nullable): what @before is for the next page
 * @error: when the database cannot be read
 *
 * Lists the imports that were carried out.
 *
 * Returns: whether it went well
 */
gboolean
sanera_imports_append_list (SaneraDb *db,
                            const char *before,
                            gint64 limit,
                            GString *out,
                            char **next,
                            GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT id, file_name, source, device_group, person, complete, committed_on, preview,"
      " undone_on, undone_by FROM imports WHERE committed_on IS NOT NULL AND (?1 IS NULL OR "
      "(committed_on, id) <"
      " (SELECT committed_on, id FROM imports WHERE id = ?1))"
      " ORDER BY committed_on DESC, id DESC LIMIT ?2",
      error);
  g_autofree char *last = NULL;
  gboolean has_row;

  *next = NULL;
  if (statement == NULL)
    return FALSE;

  sanera_db_bind_text (statement, 1, before);
  sanera_db_bind_int (statement, 2, limit + 1);
  for (gint64 n = 0;; n++)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (n == limit)
        break;
      if (n > 0)
        g_string_append_c (out, ',');
      append_import (out, statement);
      g_free (last);
      last = g_strdup (sanera_db_column_text (statement, 0));
      if (!append_undo (db, out, last, error))
        return FALSE;
    }

  sanera_db_reset (statement);
  *next = g_steal_pointer (&last);
  return TRUE;
}
