/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-pull.h"

#include "sanera-change-teller.h"
#include "sanera-feed-page.h"

/* One sync: the pages of the change feed from the cursor in the cache to the end. The next page is
 * fetched while the last one is written, so at most two are in memory.
 *
 *   fetch ──► fetched ──► write ──► commit
 *     ▲          │
 *     └──────────┘ while there are more
 */

typedef struct
{
  SaneraSession *session;
  SaneraCache *cache;
  guint wait;
  SaneraPullFunc progress;
  gpointer progress_data;

  char *cursor; /* of the next page; NULL: from the start */
  gboolean has_more;
  gboolean fetching;
  gboolean writing;
  GBytes *fetched; /* waits for the page before it */
  char *fetched_from; /* the cursor it was asked for with */
  GError *error; /* the first one; returned when nothing is under way any more */
  guint pages;
  gint64 rows;
  gint64 remaining;
  SaneraChangeTeller changes;
} Pull;

static void fetch (GTask *task);

static void
pull_free (gpointer data)
{
  Pull *pull = data;

  g_clear_object (&pull->session);
  g_clear_object (&pull->cache);
  g_clear_pointer (&pull->cursor, g_free);
  g_clear_pointer (&pull->fetched, g_bytes_unref);
  g_clear_pointer (&pull->fetched_from, g_free);
  g_clear_error (&pull->error);
  g_free (pull);
}

/* Ends when nothing is under way: the next sync never meets a page of this one. */
static gboolean
maybe_return (GTask *task)
{
  Pull *pull = g_task_get_task_data (task);

  if (pull->fetching || pull->writing)
    return FALSE;
  if (pull->error == NULL && (pull->has_more || pull->fetched != NULL))
    return FALSE;

  sanera_change_teller_tell (&pull->changes, pull->cache, TRUE);
  if (pull->pages > 0)
    sanera_cache_reload_info (pull->cache);
  if (pull->error != NULL)
    g_task_return_error (task, g_steal_pointer (&pull->error));
  else
    g_task_return_int (task, pull->rows);

  return TRUE;
}

static void
fail (GTask *task, GError *error)
{
  Pull *pull = g_task_get_task_data (task);

  if (pull->error == NULL)
    pull->error = error;
  else
    g_error_free (error);
  maybe_return (task);
}

static void write_fetched (GTask *task);

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Pull *pull = g_task_get_task_data (task);
  SaneraFeedPageResult page = { 0 };
  GError *error = NULL;

  pull->writing = FALSE;
  if (!sanera_feed_page_write_finish (pull->cache, result, &page, &error))
    {
      fail (task, error);
      return;
    }

  /* Who may do what is wanted as soon as it is known. */
  if (pull->pages++ == 0)
    sanera_cache_reload_info (pull->cache);
  pull->rows += page.rows;
  pull->changes.lists |= page.lists;
  sanera_change_teller_tell (&pull->changes, pull->cache, pull->pages == 1);
  if (pull->progress != NULL && pull->has_more)
    pull->progress (pull->remaining >= 0 && pull->rows > 0
                        ? (double)pull->rows / (double)(pull->rows + pull->remaining)
                        : -1,
                    pull->progress_data);

  if (!maybe_return (task) && pull->fetched != NULL)
    write_fetched (task);
}

static void
write_fetched (GTask *task)
{
  Pull *pull = g_task_get_task_data (task);
  g_autoptr (GBytes) page = g_steal_pointer (&pull->fetched);

  pull->writing = TRUE;
  sanera_feed_page_write_async (pull->cache, page, pull->fetched_from, g_get_real_time (),
                                g_task_get_cancellable (task), written_cb, g_object_ref (task));
  if (pull->has_more)
    fetch (task);
}

static void
started_over_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Pull *pull = g_task_get_task_data (task);
  GError *error = NULL;

  pull->writing = FALSE;
  if (!sanera_feed_page_start_over_finish (pull->cache, result, &error))
    {
      fail (task, error);
      return;
    }

  g_clear_pointer (&pull->cursor, g_free);
  fetch (task);
}

static gboolean
take_page (Pull *pull, GBytes *body, GError **error)
{
  g_autofree char *cursor = NULL;

  if (body == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "a page without content");
      return FALSE;
    }
  if (!sanera_feed_page_peek (body, &cursor, &pull->has_more, &pull->remaining, error))
    return FALSE;
  if (pull->has_more && g_strcmp0 (cursor, pull->cursor) == 0)
    {
      pull->has_more = FALSE;
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "the cursor does not move");
      return FALSE;
    }

  g_free (pull->fetched_from);
  pull->fetched_from = pull->cursor;
  pull->cursor = g_steal_pointer (&cursor);
  pull->fetched = g_bytes_ref (body);
  return TRUE;
}

static void
fetched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Pull *pull = g_task_get_task_data (task);
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;

  pull->fetching = FALSE;
  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL)
    {
      fail (task, error);
      return;
    }
  if (pull->error != NULL)
    {
      maybe_return (task);
      return;
    }

  if (response->status == 410)
    {
      if (pull->cursor == NULL || pull->writing)
        {
          fail (task, g_error_new_literal (SANERA_ERROR, SANERA_ERROR_PROTOCOL,
                                           "the server refuses its own cursor"));
          return;
        }
      pull->writing = TRUE;
      sanera_feed_page_start_over_async (pull->cache, g_task_get_cancellable (task),
                                         started_over_cb, g_object_ref (task));
      return;
    }

  if (!take_page (pull, response->body, &error))
    {
      fail (task, error);
      return;
    }
  if (!pull->writing)
    write_fetched (task);
}

static void
fetch (GTask *task)
{
  Pull *pull = g_task_get_task_data (task);
  g_autoptr (GString) path = g_string_new ("/sanera/v1/changes");
  const SaneraRequestOptions options = {
    /* Whether anybody is there is told at once; in the middle of a sync it is worth a second try.
     */
    .no_retry = pull->pages == 0,
    .timeout = pull->wait + 60,
    .accept = { 410 },
  };

  g_string_append_printf (path, "?limit=%d", SANERA_PULL_PAGE);
  if (pull->cursor != NULL)
    {
      g_string_append (path, "&cursor=");
      g_string_append_uri_escaped (path, pull->cursor, NULL, FALSE);
    }
  if (pull->wait > 0 && pull->cursor != NULL)
    g_string_append_printf (path, "&wait=%u", pull->wait);
  pull->wait = 0; /* only the first call is held */

  pull->fetching = TRUE;
  sanera_session_send_async (pull->session, "GET", path->str, NULL, &options,
                             g_task_get_cancellable (task), fetched_cb, g_object_ref (task));
}

/**
 * sanera_pull_async:
 * @session: the server
 * @cache: where the rows go, and where the cursor is
 * @wait: seconds the server may hold the first call until something changes, at most
 *   %SANERA_PULL_WAIT; 0 answers at once
 * @progress: (nullable) (scope async): told while there are more pages
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable; what is committed stays
 * @callback: called when the cache is in step
 * @user_data: for @callback
 *
 * Brings the cache in step with the server. Only one at a time may run on a cache.
 */
void
sanera_pull_async (SaneraSession *session,
                   SaneraCache *cache,
                   guint wait,
                   SaneraPullFunc progress,
                   gpointer progress_data,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  const SaneraCacheInfo *info;
  Pull *pull;

  g_return_if_fail (SANERA_IS_SESSION (session));
  g_return_if_fail (SANERA_IS_CACHE (cache));

  task = g_task_new (cache, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_pull_async);
  pull = g_new0 (Pull, 1);
  pull->session = g_object_ref (session);
  pull->cache = g_object_ref (cache);
  pull->wait = MIN (wait, SANERA_PULL_WAIT);
  pull->progress = progress;
  pull->progress_data = progress_data;
  info = sanera_cache_get_info (cache);
  pull->cursor = info != NULL ? g_strdup (info->cursor) : NULL;
  g_task_set_task_data (task, pull, pull_free);

  fetch (task);
}

/**
 * sanera_pull_finish:
 * @result: from the callback
 * @rows: (out) (optional): how many rows were written or deleted
 * @error: return location
 *
 * Returns: whether the cache is in step
 */
gboolean
sanera_pull_finish (GAsyncResult *result, gint64 *rows, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gssize n;

  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  n = g_task_propagate_int (G_TASK (result), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (rows != NULL)
    *rows = n;
  return TRUE;
}
