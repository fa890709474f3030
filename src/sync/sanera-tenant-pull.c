/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-tenant-pull.h"

#include "sanera-change-teller.h"
#include "sanera-device-group.h"
#include "sanera-tenant-page.h"
#include "sanera-tenant-rows.h"

/* One sync of a tenant: Microsoft's interface has no feed of changes, so all of it is read.
 *
 *   begin ──► ask for a part ──► write, some rows at a time ──► its next page …
 *                  ▲                                               │
 *                  └────────── the next part ◄─────────────────────┘
 *   … the last part ──► sweep what was not seen, note the time
 *
 * Each row says which sync has seen it. Only the end deletes, so what breaks half-way deletes
 * nothing, and the time of the last sync stays the one of the last whole one. A part that the
 * application is not allowed to read is left as it is here, and named. */

/* More pages than this of one list are no list. */
#define MAX_PAGES 1000

typedef struct
{
  SaneraSession *session;
  SaneraSession *graph;
  SaneraCache *cache;
  SaneraPullFunc progress;
  gpointer progress_data;

  gint64 generation;
  SaneraTenantPart part;
  SaneraTenantPage *page; /* that is being written */
  guint pages; /* of the part */
  guint skip; /* rows of the part so far */
  gboolean skipping; /* the page was asked for with $skip */
  guint missing; /* parts that may not be read, as bits */
  gint64 changed;
  SaneraChangeTeller changes;
} Pull;

static void ask (GTask *task, const char *path);

static void
pull_free (gpointer data)
{
  Pull *pull = data;

  g_clear_object (&pull->session);
  g_clear_object (&pull->graph);
  g_clear_object (&pull->cache);
  g_clear_pointer (&pull->page, sanera_tenant_page_unref);
  g_free (pull);
}

/* @error: (transfer full) */
static void
fail (GTask *task, GError *error)
{
  Pull *pull = g_task_get_task_data (task);

  sanera_change_teller_tell (&pull->changes, pull->cache, TRUE);
  g_task_return_error (task, error);
}

/* The end */

typedef struct
{
  gint64 generation;
  gint64 now;
  guint missing; /* as of Pull */
  gboolean changed; /* anything */
  guint lists; /* (out): changed by the end itself */
} Ending;

static gboolean
is_missing (const Ending *ending, SaneraTenantPart part)
{
  return (ending->missing & 1u << part) != 0;
}

/* Who the person is: an application that reads. */
static gboolean
write_head (SaneraDb *db, const Ending *ending, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; i < SANERA_N_TENANT_PARTS; i++)
    if (is_missing (ending, i) && strstr (missing->str, sanera_tenant_parts[i].permission) == NULL)
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? " " : "",
                              sanera_tenant_parts[i].permission);

  return sanera_cache_set_meta (db, SANERA_CACHE_META_TENANT, "1", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_ROLE, "reader", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES, "read export", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_INTUNE_CONNECTION,
                                is_missing (ending, SANERA_TENANT_SECURITY_TASKS) ? "0" : "1",
                                error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_MISSING,
                                missing->len > 0 ? missing->str : NULL, error);
}

static gboolean
sweep (SaneraDb *db, Ending *ending, GError **error)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < SANERA_N_TENANT_PARTS; i++)
    {
      SaneraList list = sanera_tenant_parts[i].list;

      if (list == SANERA_N_LISTS || is_missing (ending, i))
        continue;
      if (!sanera_tenant_rows_sweep (db, list, ending->generation, &changed, error))
        return FALSE;
      if (changed)
        ending->lists |= 1u << list;
    }
  if (is_missing (ending, SANERA_TENANT_MACHINES))
    return TRUE;
  if (!sanera_tenant_rows_sum_up_devices (db, ending->generation, &changed, error))
    return FALSE;
  if (changed)
    ending->lists |= 1u << SANERA_LIST_DEVICE_GROUPS;
  if (!sanera_tenant_rows_sweep (db, SANERA_LIST_DEVICE_GROUPS, ending->generation, &changed,
                                 error))
    return FALSE;
  if (changed)
    ending->lists |= 1u << SANERA_LIST_DEVICE_GROUPS;

  return TRUE;
}

/* One that may not be read is an old one, and none of today. */
static gboolean
note_score (SaneraDb *db, const Ending *ending, GError **error)
{
  return is_missing (ending, SANERA_TENANT_EXPOSURE_SCORE) ||
         sanera_tenant_rows_note_score (db, ending->now, error);
}

/* What belongs to a device is as old as the last change of anything. */
static gboolean
write_cursor (SaneraDb *db, const Ending *ending, GError **error)
{
  g_autofree char *cursor = NULL;

  if (!ending->changed && ending->lists == 0)
    return TRUE;
  cursor = g_strdup_printf ("tenant:%" G_GINT64_FORMAT, ending->generation);

  return sanera_cache_set_meta (db, SANERA_CACHE_META_CURSOR, cursor, error);
}

static gboolean
end_func (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  Ending *ending = data;
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, ending->now);

  if (!sweep (db, ending, error) || !write_head (db, ending, error) ||
      !note_score (db, ending, error) || !write_cursor (db, ending, error) ||
      !sanera_cache_set_meta (db, SANERA_CACHE_META_SYNCED_ON, now, error))
    return FALSE;

  *result = g_memdup2 (&ending->lists, sizeof ending->lists);
  *result_free = g_free;
  return TRUE;
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Pull *pull = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree guint *lists = sanera_cache_run_finish (pull->cache, result, &error);

  if (lists == NULL)
    {
      fail (task, error);
      return;
    }
  pull->changes.lists |= *lists;
  sanera_change_teller_tell (&pull->changes, pull->cache, TRUE);
  sanera_cache_reload_info (pull->cache);
  g_task_return_int (task, pull->changed);
}

static void
ask_for_part (GTask *task)
{
  Pull *pull = g_task_get_task_data (task);
  Ending *ending;

  pull->pages = 0;
  pull->skip = 0;
  pull->skipping = FALSE;
  if (pull->part < SANERA_N_TENANT_PARTS)
    {
      ask (task, sanera_tenant_parts[pull->part].path);
      return;
    }

  ending = g_new0 (Ending, 1);
  ending->generation = pull->generation;
  ending->now = g_get_real_time ();
  ending->changed = pull->changed > 0;
  ending->missing = pull->missing;
  sanera_store_write_async (sanera_cache_get_store (pull->cache), end_func, ending, g_free,
                            g_task_get_cancellable (task), ended_cb, g_object_ref (task));
}

/* The parts */

static void write_some (GTask *task);

static void
go_on (GTask *task)
{
  Pull *pull = g_task_get_task_data (task);
  const SaneraTenantPartInfo *part = &sanera_tenant_parts[pull->part];
  g_autoptr (SaneraTenantPage) page = g_steal_pointer (&pull->page);
  const char *next = sanera_tenant_page_get_next (page);
  const guint rows = sanera_tenant_page_get_rows (page);
  g_autofree char *path = NULL;

  pull->changed += sanera_tenant_page_get_changed (page);
  pull->skip += rows;
  if (pull->progress != NULL)
    pull->progress ((pull->part + 1.0) / SANERA_N_TENANT_PARTS, pull->progress_data);
  if (++pull->pages >= MAX_PAGES)
    {
      fail (task,
            g_error_new (SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: it does not end", part->path));
      return;
    }
  if (next != NULL)
    {
      pull->skipping = FALSE;
      ask (task, next);
    }
  /* Some lists stop at their longest page without saying where the rest is. One that does not know
   * $skip would send the same page again, of which nothing is new. */
  else if (part->full > 0 && rows >= part->full &&
           (!pull->skipping || sanera_tenant_page_get_fresh (page) > 0))
    {
      path = g_strdup_printf ("%s?$skip=%u", part->path, pull->skip);
      pull->skipping = TRUE;
      ask (task, path);
    }
  else
    {
      pull->part++;
      ask_for_part (task);
    }
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Pull *pull = g_task_get_task_data (task);
  SaneraList list = sanera_tenant_parts[pull->part].list;
  gboolean done = FALSE;
  GError *error = NULL;

  if (!sanera_tenant_page_write_finish (pull->page, pull->cache, result, &done, &error))
    {
      fail (task, error);
      return;
    }

  if (list != SANERA_N_LISTS && sanera_tenant_page_get_changed (pull->page) > 0)
    pull->changes.lists |= 1u << list;
  sanera_change_teller_tell (&pull->changes, pull->cache, FALSE);
  if (done)
    go_on (task);
  else
    write_some (task);
}

static void
write_some (GTask *task)
{
  Pull *pull = g_task_get_task_data (task);

  sanera_tenant_page_write_async (pull->page, pull->cache, g_task_get_cancellable (task),
                                  written_cb, g_object_ref (task));
}

/* "404 Not Found if there are no recent machines"; behind a link there is something. */
static gboolean
is_nothing (SaneraTenantPart part, gboolean may_be_all, const GError *error)
{
  return part == SANERA_TENANT_MACHINES && may_be_all &&
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Pull *pull = g_task_get_task_data (task);
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL && sanera_tenant_part_is_refused (pull->part, error))
    {
      g_error_free (error);
      if (pull->part == SANERA_TENANT_RECOMMENDATIONS)
        {
          fail (task, sanera_tenant_part_refuse (pull->part));
          return;
        }
      pull->missing |= 1u << pull->part;
      pull->part++;
      ask_for_part (task);
      return;
    }
  if (response == NULL && !is_nothing (pull->part, pull->pages == 0 || pull->skipping, error))
    {
      fail (task, error);
      return;
    }
  g_clear_error (&error);
  if (response != NULL && response->body == NULL)
    {
      fail (task, g_error_new (SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: no content",
                               sanera_tenant_parts[pull->part].path));
      return;
    }

  pull->page = sanera_tenant_page_new (pull->part, response != NULL ? response->body : NULL,
                                       pull->generation, g_get_real_time ());
  write_some (task);
}

static void
ask (GTask *task, const char *path)
{
  Pull *pull = g_task_get_task_data (task);
  /* Whether anybody is there is told at once; in the middle of a sync it is worth a second try. */
  const SaneraRequestOptions options = { .no_retry = pull->part == 0 && pull->pages == 0 };

  sanera_session_send_async (
      pull->part == SANERA_TENANT_SECURITY_TASKS ? pull->graph : pull->session, "GET", path, NULL,
      &options, g_task_get_cancellable (task), answered_cb, g_object_ref (task));
}

static gboolean
begin_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  gint64 *generation = g_new0 (gint64, 1);

  *result = generation;
  *result_free = g_free;
  /* Before the first page: what may be done is known as soon as there is anything to do it with. */
  return sanera_tenant_rows_begin (db, generation, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_TENANT, "1", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_ROLE, "reader", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES, "read export", error);
}

static void
begun_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Pull *pull = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree gint64 *generation = sanera_cache_run_finish (pull->cache, result, &error);

  if (generation == NULL)
    {
      fail (task, error);
      return;
    }
  pull->generation = *generation;
  sanera_cache_reload_info (pull->cache);
  ask_for_part (task);
}

/**
 * sanera_tenant_pull_async:
 * @session: to Defender for Endpoint's interface
 * @graph: to Microsoft Graph
 * @cache: where the rows go
 * @progress: (nullable) (scope async): told while there are more pages
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable; what is committed stays
 * @callback: called when the cache is in step
 * @user_data: for @callback
 *
 * Brings the cache in step with a tenant. Only one at a time may run on a cache.
 */
void
sanera_tenant_pull_async (SaneraSession *session,
                          SaneraSession *graph,
                          SaneraCache *cache,
                          SaneraPullFunc progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Pull *pull;

  g_return_if_fail (SANERA_IS_SESSION (session) && SANERA_IS_SESSION (graph));
  g_return_if_fail (SANERA_IS_CACHE (cache));

  task = g_task_new (cache, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_tenant_pull_async);
  pull = g_new0 (Pull, 1);
  pull->session = g_object_ref (session);
  pull->graph = g_object_ref (graph);
  pull->cache = g_object_ref (cache);
  pull->progress = progress;
  pull->progress_data = progress_data;
  g_task_set_task_data (task, pull, pull_free);

  sanera_store_write_async (sanera_cache_get_store (cache), begin_func, NULL, NULL, cancellable,
                            begun_cb, g_object_ref (task));
}

/**
 * sanera_tenant_pull_finish:
 * @result: from the callback
 * @rows: (out) (optional): how many rows were not here as they are
 * @error: %SANERA_ERROR_FORBIDDEN with %SANERA_CODE_MISSING_PERMISSION and the name of a
 *   permission when the recommendations may not be read; or what the way there, the answer or the
 *   database says
 *
 * Returns: whether the cache is in step
 */
gboolean
sanera_tenant_pull_finish (GAsyncResult *result, gint64 *rows, GError **error)
{
  return sanera_pull_finish (result, rows, error);
}
