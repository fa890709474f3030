/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-feed.h"

/* The change feed: one counter for the whole database. Every row that is shown carries its own
 * number, so a page can end after any of them. */

/**
 * sanera_feed_reserve:
 * @db: the server's database, in a transaction
 * @count: how many rows are going to change
 * @first: (out): the first of @count new positions in the feed; each row takes one
 * @error: when it cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_feed_reserve (SaneraDb *db, gint64 count, gint64 *first, GError **error)
{
  gint64 last;

  g_return_val_if_fail (count > 0, FALSE);

  if (!sanera_db_query_int (db, &last, error,
                            "UPDATE feed SET change = change + ? RETURNING change", "i", count))
    return FALSE;

  *first = last - count + 1;
  return TRUE;
}

/**
 * sanera_feed_get_change:
 * @db: the server's database
 * @change: (out): the last position that was given out
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_feed_get_change (SaneraDb *db, gint64 *change, GError **error)
{
  return sanera_db_query_int (db, change, error, "SELECT change FROM feed", "");
}

/**
 * sanera_feed_delete:
 * @db: the server's database, in the transaction that deletes the row
 * @type: %SANERA_ENTITY_RECOMMENDATION or the like
 * @id: of the row
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Leaves a tombstone, which tells the clients.
 *
 * Returns: whether it went well
 */
gboolean
sanera_feed_delete (SaneraDb *db, const char *type, const char *id, gint64 now, GError **error)
{
  gint64 change;

  return sanera_feed_reserve (db, 1, &change, error) &&
         sanera_feed_undelete (db, type, id, error) &&
         sanera_db_run_sql (
             db, error, "INSERT INTO tombstones (change, type, id, deleted_on) VALUES (?, ?, ?, ?)",
             "itti", change, type, id, now);
}

/**
 * sanera_feed_undelete:
 * @db: the server's database, in the transaction that makes a row
 * @type: %SANERA_ENTITY_RECOMMENDATION or the like
 * @id: of the row
 * @error: when it cannot be written
 *
 * Takes a tombstone away: to be called whenever a row is inserted whose id may have existed before.
 *
 * Returns: whether it went well
 */
gboolean
sanera_feed_undelete (SaneraDb *db, const char *type, const char *id, GError **error)
{
  return sanera_db_run_sql (db, error, "DELETE FROM tombstones WHERE type = ? AND id = ?", "tt",
                            type, id);
}
