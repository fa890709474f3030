/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-changes.h"

#include <string.h>

#include "store-feed.h"
#include "store-meta.h"
#include "store-views.h"

/* One page of the feed: the rows of several tables in the order of one counter. Each table is read
 * along its own index, and the one with the smallest position goes next. */

/**
 * sanera_cursor_clear:
 * @cursor: a cursor
 */
void
sanera_cursor_clear (SaneraCursor *cursor)
{
  g_clear_pointer (&cursor->uuid, g_free);
}

/**
 * sanera_cursor_parse:
 * @text: what a client sent back
 * @cursor: (out): filled
 *
 * Returns: whether @text was made by sanera_cursor_format()
 */
gboolean
sanera_cursor_parse (const char *text, SaneraCursor *cursor)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", 3);

  memset (cursor, 0, sizeof *cursor);
  if (g_strv_length (parts) != 3 || !g_uuid_string_is_valid (parts[0]) ||
      !g_ascii_string_to_signed (parts[1], 10, 0, G_MAXINT64, &cursor->change, NULL) ||
      !g_ascii_string_to_signed (parts[2], 10, 0, G_MAXINT64, &cursor->base, NULL))
    return FALSE;

  cursor->uuid = g_strdup (parts[0]);
  return TRUE;
}

/**
 * sanera_cursor_format:
 * @cursor: a cursor
 *
 * Returns: (transfer full): its text
 */
char *
sanera_cursor_format (const SaneraCursor *cursor)
{
  return g_strdup_printf ("%s.%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT, cursor->uuid, cursor->change,
                          cursor->base);
}

/**
 * sanera_changes_is_gone:
 * @db: the server's database
 * @cursor: where a client says it stands
 * @gone: (out): whether it has to read everything again: it is another database, or one that was
 *   put back to an earlier state, or tombstones were removed since
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_changes_is_gone (SaneraDb *db, const SaneraCursor *cursor, gboolean *gone, GError **error)
{
  g_autofree char *uuid = NULL;
  g_autofree char *pruned = NULL;
  gint64 last;

  if (!sanera_meta_get_uuid (db, &uuid, error) || !sanera_feed_get_change (db, &last, error) ||
      !sanera_meta_get (db, "tombstonesPruned", &pruned, error))
    return FALSE;

  *gone =
      !g_str_equal (uuid, cursor->uuid) || cursor->change > last ||
      (pruned != NULL && MAX (cursor->change, cursor->base) < g_ascii_strtoll (pruned, NULL, 10));
  return TRUE;
}

typedef struct
{
  const char *name; /* of the array; NULL: tombstones */
  const SaneraRowFormat *format;
  sqlite3_stmt *statement;
  gboolean has_row;
  const char *version; /* column of its version; NULL: it has none */
  SaneraRowWriter *writer;
  GString *out;
} Source;

/* Every row of the statement: its position, its version, its columns. */
static gboolean
open_source (Source *source, SaneraDb *db, gint64 change, gint64 limit, GError **error)
{
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;

  source->out = g_string_new ("[");
  if (source->name == NULL)
    sql = g_strdup ("SELECT change, 0, type, id FROM tombstones WHERE change > ?1 ORDER BY change "
                    "LIMIT ?2");
  else
    {
      columns = sanera_row_columns (source->format, "t.");
      source->version = sanera_row_find_version (source->format->noun);
      source->writer = sanera_row_writer_new (source->format, NULL);
      sql = g_strdup_printf (
          "SELECT t.change, %s, %s FROM %s t WHERE t.change > ?1 ORDER BY t.change LIMIT ?2",
          source->version != NULL ? source->version : "0", columns, source->format->noun->table);
    }

  source->statement = sanera_db_prepare (db, sql, error);
  if (source->statement == NULL)
    return FALSE;
  sanera_db_bind_int (source->statement, 1, change);
  sanera_db_bind_int (source->statement, 2, limit + 1);
  return sanera_db_step (db, source->statement, &source->has_row, error);
}

static void
append_row (Source *source)
{
  g_string_append (source->out, source->out->len > 1 ? ",{" : "{");
  if (source->name == NULL)
    {
      g_string_append (source->out, "\"type\":");
      sanera_json_append_string (source->out, sanera_db_column_text (source->statement, 2));
      g_string_append (source->out, ",\"id\":");
      sanera_json_append_string (source->out, sanera_db_column_text (source->statement, 3));
    }
  else
    {
      if (source->version != NULL)
        g_string_append_printf (source->out, "\"@odata.etag\":\"\\\"%" G_GINT64_FORMAT "\\\"\",",
                                (gint64)sqlite3_column_int64 (source->statement, 1));
      sanera_row_writer_append (source->writer, source->out, source->statement, 2);
    }
  g_string_append_c (source->out, '}');
}

static Source *
find_next (Source *sources, gsize n_sources)
{
  Source *next = NULL;

  for (gsize i = 0; i < n_sources; i++)
    if (sources[i].has_row && (next == NULL || sqlite3_column_int64 (sources[i].statement, 0) <
                                                   sqlite3_column_int64 (next->statement, 0)))
      next = &sources[i];

  return next;
}

static gboolean
merge (Source *sources,
       gsize n_sources,
       SaneraDb *db,
       gint64 *change,
       gint64 limit,
       gboolean *has_more,
       GError **error)
{
  for (gint64 n = 0;; n++)
    {
      Source *next = find_next (sources, n_sources);

      *has_more = next != NULL;
      if (next == NULL || n == limit)
        return TRUE;
      *change = sqlite3_column_int64 (next->statement, 0);
      append_row (next);
      if (!sanera_db_step (db, next->statement, &next->has_row, error))
        return FALSE;
    }
}

/**
 * sanera_changes_append_page:
 * @db: the server's database
 * @cursor: (inout): where the page begins, then where it ends; without a UUID: the first page
 * @limit: most rows, 1 to %SANERA_CHANGES_MAX
 * @out: where to write the members `cursor`, `hasMore`, `remaining`, `deviceGroups`,
 * `recommendations`, `remediationTasks`, `exceptions`, `securityTasks`, `machines`, `deleted`
 * @has_more: (out): whether there is more at once
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_changes_append_page (SaneraDb *db,
                            SaneraCursor *cursor,
                            gint64 limit,
                            GString *out,
                            gboolean *has_more,
                            GError **error)
{
  Source sources[] = {
    { .name = "deviceGroups", .format = &sanera_format_own_group },
    { .name = "recommendations", .format = &sanera_format_own_recommendation },
    { .name = "remediationTasks", .format = &sanera_format_own_task },
    { .name = "exceptions", .format = &sanera_format_own_exception },
    { .name = "securityTasks", .format = &sanera_format_own_security_task },
    { .name = "machines", .format = &sanera_format_own_machine },
    { .name = NULL },
  };
  g_autofree char *text = NULL;
  gboolean first = cursor->uuid == NULL;
  gboolean ok = TRUE;
  gint64 last;

  if (!sanera_feed_get_change (db, &last, error) ||
      (first && !sanera_meta_get_uuid (db, &cursor->uuid, error)))
    return FALSE;
  if (first)
    cursor->base = last;

  for (gsize i = 0; ok && i < G_N_ELEMENTS (sources); i++)
    ok = open_source (&sources[i], db, cursor->change, limit, error);
  ok = ok && merge (sources, G_N_ELEMENTS (sources), db, &cursor->change, limit, has_more, error);
  if (ok)
    {
      /* Positions that no row has any more need not be asked for again. */
      if (!*has_more)
        cursor->change = last;
      if (cursor->change >= cursor->base)
        cursor->base = cursor->change;
      text = sanera_cursor_format (cursor);
      /* Positions are dense after a first load; later some have been given up, so this is the most
       * that can follow. Counting the rows would read the index to its end for every page. */
      g_string_append_printf (
          out, "\"cursor\":\"%s\",\"hasMore\":%s,\"remaining\":%" G_GINT64_FORMAT, text,
          *has_more ? "true" : "false", *has_more ? MAX (last - cursor->change, 0) : 0);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (ok)
        g_string_append_printf (out, ",\"%s\":%s]",
                                sources[i].name != NULL ? sources[i].name : "deleted",
                                sources[i].out->str);
      if (sources[i].statement != NULL)
        sanera_db_reset (sources[i].statement);
      if (sources[i].out != NULL)
        g_string_free (sources[i].out, TRUE);
      g_clear_pointer (&sources[i].writer, sanera_row_writer_free);
    }

  return ok;
}
