/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-sample.h"
#include "store-audit.h"

/* (transfer full) (nullable): the SQL of the trigger that protects the log */
static char *
dup_protection (SaneraDb *db, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db, "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'audit_no_delete'",
      error);
  char *sql = NULL;
  gboolean has_row;

  if (statement == NULL || !sanera_db_step (db, statement, &has_row, error))
    return NULL;
  if (has_row)
    sql = g_strdup (sanera_db_column_text (statement, 0));
  else
    g_set_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED, "%s: the audit log is not protected",
                 sanera_db_get_path (db));
  sanera_db_reset (statement);
  return sql;
}

static gboolean
write_again (SaneraDb *db, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT at, person, event, entity_type, entity_id, details FROM "
                         "temp.sample_log ORDER BY at, id",
                         error);

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      gboolean has_row;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!sanera_audit_append (
              db, sqlite3_column_int64 (statement, 0), sanera_db_column_text (statement, 1),
              sanera_db_column_text (statement, 2), sanera_db_column_text (statement, 3),
              sanera_db_column_text (statement, 4), sanera_db_column_text (statement, 5), error))
        {
          sanera_db_reset (statement);
          return FALSE;
        }
    }
}

/**
 * sanera_sample_order_log:
 * @db: the server's database, in the transaction that the sample is written in
 * @before: the last line of the audit log that was there before it
 * @error: when the database fails
 *
 * Puts the sample's lines of the audit log in the order of their moments, as if it had all been
 * written down when it happened (R11). No line is touched that somebody may have read.
 *
 * Returns: whether it went well
 */
gboolean
sanera_sample_order_log (SaneraDb *db, gint64 before, GError **error)
{
  g_autofree char *protection = dup_protection (db, error);

  return protection != NULL &&
         sanera_db_run_sql (db, error,
                            "CREATE TEMP TABLE sample_log AS SELECT * FROM audit WHERE id > ?", "i",
                            before) &&
         sanera_db_exec (db, "DROP TRIGGER audit_no_delete", error) &&
         sanera_db_run_sql (db, error, "DELETE FROM audit WHERE id > ?", "i", before) &&
         sanera_db_exec (db, protection, error) && write_again (db, error) &&
         sanera_db_exec (db, "DROP TABLE temp.sample_log", error);
}
