/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-outbox-private.h"

#include <glib/gstdio.h>

#include "sanera-repair.h"

/* A damaged outbox is all there is of what a person has done: it is set aside, never thrown away,
 * and every row that can still be read is taken over into a new file.
 *
 *   rows ──► from the first, up to the damage
 *        ◄── from the last, down to the damage
 *         ?  one by one between the two
 */

/* Positions looked at one by one; more actions than these never wait. */
#define MAX_SINGLE 20000

typedef struct
{
  SaneraDb *from;
  SaneraDb *to;
  gint64 rescued;
  gboolean whole;
} Rescue;

/* Columns of an older version's row have the same names. */
static gboolean
put_row (Rescue *self, const char *table, sqlite3_stmt *row, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("INSERT OR IGNORE INTO ");
  int n = sqlite3_column_count (row);
  sqlite3_stmt *statement;

  g_string_append_printf (sql, "%s (", table);
  for (int i = 0; i < n; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", sqlite3_column_name (row, i));
  g_string_append (sql, ") VALUES (");
  for (int i = 0; i < n; i++)
    g_string_append (sql, i > 0 ? ", ?" : "?");
  g_string_append_c (sql, ')');

  statement = sanera_db_prepare (self->to, sql->str, error);
  if (statement == NULL)
    return FALSE;
  for (int i = 0; i < n; i++)
    sqlite3_bind_value (statement, i + 1, sqlite3_column_value (row, i));
  if (!sanera_db_run (self->to, statement, error))
    return FALSE;

  self->rescued += sanera_db_get_changes (self->to);
  return TRUE;
}

/* Takes over what @sql gives until it fails; @last (nullable) gets the first column of the last row
 * that could be read. Returns %FALSE only when the new file cannot be written. */
static gboolean
take_rows (Rescue *self,
           const char *table,
           const char *sql,
           gint64 parameter,
           gint64 *last,
           gboolean *reached_end,
           GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (self->from, sql, NULL);
  gboolean has_row = statement != NULL;

  *reached_end = FALSE;
  if (has_row && sqlite3_bind_parameter_count (statement) > 0)
    sanera_db_bind_int (statement, 1, parameter);
  while (has_row)
    {
      if (!sanera_db_step (self->from, statement, &has_row, NULL))
        return TRUE;
      if (!has_row)
        *reached_end = TRUE;
      else if (!put_row (self, table, statement, error))
        {
          sanera_db_reset (statement);
          return FALSE;
        }
      else if (last != NULL)
        *last = sqlite3_column_int64 (statement, 0);
    }

  return TRUE;
}

/* The number that the next entry would have had; @otherwise where that cannot be read. */
static gint64
get_next_position (Rescue *self, gint64 otherwise)
{
  gint64 used = 0;

  if (!sanera_db_query_int (self->from, &used, NULL,
                            "SELECT seq FROM sqlite_sequence WHERE name = 'entries'", ""))
    return otherwise;

  return used + 1;
}

static gboolean
take_entries (Rescue *self, GError **error)
{
  gint64 first = 0, last = G_MAXINT64;
  gboolean reached_end;

  if (!take_rows (self, "entries", "SELECT * FROM entries NOT INDEXED ORDER BY position", 0, &first,
                  &reached_end, error))
    return FALSE;
  if (reached_end)
    return TRUE;

  self->whole = FALSE;
  if (!take_rows (self, "entries", "SELECT * FROM entries NOT INDEXED ORDER BY position DESC", 0,
                  &last, &reached_end, error))
    return FALSE;
  /* In between, one by one; the youngest first, for the numbers of what was sent long ago are gone.
   */
  last = MIN (last, get_next_position (self, first + MAX_SINGLE));
  for (gint64 i = last - 1; i > first && i >= last - MAX_SINGLE; i--)
    if (!take_rows (self, "entries", "SELECT * FROM entries NOT INDEXED WHERE position = ?", i,
                    NULL, &reached_end, error))
      return FALSE;

  return TRUE;
}

static gboolean
take_drafts (Rescue *self, GError **error)
{
  gboolean reached_end;

  if (!take_rows (self, "drafts", "SELECT * FROM drafts ORDER BY action, entity", 0, NULL,
                  &reached_end, error))
    return FALSE;
  if (reached_end)
    return TRUE;

  self->whole = FALSE;
  return take_rows (self, "drafts", "SELECT * FROM drafts ORDER BY action DESC, entity DESC", 0,
                    NULL, &reached_end, error);
}

/* @aside: what can be read of it goes into a new file at @path. */
static gboolean
take_over (const char *aside, const char *path, SaneraRepair *repair, GError **error)
{
  g_autoptr (SaneraDb) from = sanera_db_open (aside, SANERA_DB_READ_ONLY, NULL);
  g_autoptr (SaneraDb) to = sanera_db_open (path, SANERA_DB_DURABLE, error);
  Rescue rescue = { .from = from, .to = to, .whole = from != NULL };

  if (to == NULL || !sanera_db_migrate (to, SANERA_OUTBOX_MIGRATIONS, error) ||
      !sanera_db_begin (to, error))
    return FALSE;
  if (from != NULL && (!take_entries (&rescue, error) || !take_drafts (&rescue, error)))
    {
      sanera_db_rollback (to);
      return FALSE;
    }
  if (!sanera_db_commit (to, error))
    return FALSE;

  repair->rescued = rescue.rescued;
  repair->whole = rescue.whole;
  return TRUE;
}

static void
remove_half (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_remove (file);
    }
}

/**
 * sanera_outbox_rescue:
 * @path: (type filename): a damaged outbox, which nobody has open
 * @error: when no new file can be written; the damaged one then is where it was
 *
 * Private to the outbox: sets the file aside and takes over what can be read of it; keeps in
 * repair.ini what has become of it.
 *
 * Returns: whether there is a sound outbox
 */
gboolean
sanera_outbox_rescue (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *aside = sanera_repair_set_aside (path, error);
  g_auto (SaneraRepair) repair = { 0 };
  g_autoptr (GError) local = NULL;

  if (aside == NULL)
    return FALSE;
  if (!take_over (aside, path, &repair, error))
    {
      remove_half (path);
      if (!sanera_repair_put_back (aside, path, &local))
        g_message ("%s", local->message);
      return FALSE;
    }

  repair.path = g_strdup (aside);
  repair.found_on = g_get_real_time ();
  g_message ("%s is damaged; it is kept as %s, %" G_GINT64_FORMAT " rows of it were taken over",
             path, aside, repair.rescued);
  if (!sanera_repair_save (&repair, folder, SANERA_REPAIR_OUTBOX, &local))
    g_message ("%s", local->message);

  return TRUE;
}
