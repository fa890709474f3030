/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "store-changes.h"
#include "store-feed.h"
#include "store-meta.h"

#define MAX_WAIT 30

/* A call on its way: it may be read twice, before and after it was held. */
typedef struct
{
  SaneraCursor cursor;
  gint64 limit;
  gint64 wait;
  gboolean held;
  gboolean nothing_new; /* and so it is to be held */
} Changes;

static void
changes_free (gpointer data)
{
  Changes *changes = data;

  sanera_cursor_clear (&changes->cursor);
  g_free (changes);
}

static gboolean
append_head (SaneraDb *db, SaneraExchange *exchange, GString *out, GError **error)
{
  g_string_append (out, ",\"me\":");
  sanera_append_person (out, sanera_exchange_get_person (exchange));
  g_string_append (out, ",\"settings\":");
  if (!sanera_settings_append_json (db, out, NULL, error))
    return FALSE;
  g_string_append (out, ",\"fleet\":");
  return sanera_fleet_append_json (db, out, error);
}

static gboolean
read_page (SaneraDb *db, SaneraExchange *exchange, GCancellable *cancellable, GError **error)
{
  Changes *changes = sanera_exchange_get_work_data (exchange);
  g_autoptr (GString) out = g_string_new ("{");
  gboolean gone = FALSE;
  gboolean has_more;
  gint64 last;

  if (changes->cursor.uuid != NULL)
    {
      if (!sanera_changes_is_gone (db, &changes->cursor, &gone, error) ||
          !sanera_feed_get_change (db, &last, error))
        return FALSE;
      if (gone)
        return sanera_exchange_refuse (exchange, error, 410, "Gone",
                                       "Read everything again, without a cursor");
      changes->nothing_new = changes->cursor.change == last && changes->wait > 0 && !changes->held;
      if (changes->nothing_new)
        return TRUE;
    }

  if (!sanera_changes_append_page (db, &changes->cursor, changes->limit, out, &has_more, error) ||
      !append_head (db, exchange, out, error))
    return FALSE;
  g_string_append_c (out, '}');
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));

  return TRUE;
}

static void
woken (gpointer user_data)
{
  g_autoptr (SaneraExchange) exchange = user_data;
  g_autoptr (GError) error = NULL;

  /* A token may have been removed while its call was held: nothing more is told to it. */
  if (!sanera_server_knows (sanera_exchange_get_server (exchange),
                            sanera_exchange_get_person (exchange)))
    {
      sanera_exchange_refuse (exchange, &error, 401, "Unauthorized", "The token was removed");
      sanera_exchange_send (exchange);
      return;
    }

  sanera_exchange_run (exchange, SANERA_RUN_READ, read_page);
}

static void
looked_cb (SaneraExchange *exchange)
{
  Changes *changes = sanera_exchange_get_work_data (exchange);
  SaneraServer *server = sanera_exchange_get_server (exchange);

  if (!changes->nothing_new)
    {
      sanera_exchange_send (exchange);
      return;
    }

  changes->held = TRUE;
  sanera_server_hold (server, sanera_exchange_get_person (exchange)->id, changes->cursor.change,
                      (guint)changes->wait, woken, g_object_ref (exchange));
}

/**
 * sanera_route_changes:
 * @exchange: the call
 *
 * `GET /sanera/v1/changes?cursor=&limit=&wait=`: what has changed since. When nothing has, the call
 * is held for up to `wait` seconds.
 */
void
sanera_route_changes (SaneraExchange *exchange)
{
  const char *cursor = sanera_exchange_get_query (exchange, "cursor");
  Changes *changes = g_new0 (Changes, 1);
  g_autoptr (GError) error = NULL;

  sanera_exchange_set_work_data (exchange, changes, changes_free);
  changes->limit = SANERA_CHANGES_MAX;
  if (!sanera_exchange_get_query_int (exchange, "limit", 1, SANERA_CHANGES_MAX, &changes->limit,
                                      &error) ||
      !sanera_exchange_get_query_int (exchange, "wait", 0, MAX_WAIT, &changes->wait, &error) ||
      (cursor != NULL && *cursor != '\0' && !sanera_cursor_parse (cursor, &changes->cursor) &&
       !sanera_exchange_refuse (exchange, &error, 400, "InvalidInput",
                                "cursor must be one that this server gave")))
    {
      sanera_exchange_send (exchange);
      return;
    }

  sanera_exchange_run_then (exchange, SANERA_RUN_READ, read_page, looked_cb);
}
