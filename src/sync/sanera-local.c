/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-local.h"

#include "sanera-feed-page.h"
#include "sanera-list.h"
#include "sanera-pending.h"

/* What the outbox says, told to the cache: see sanera-pending.h. Jobs run in the order in which
 * they were given. */

typedef struct
{
  SaneraOutboxEntry *entry; /* set */
  gint64 target_devices;
  char *key; /* settle, remove */
  SaneraList list; /* settle */
  gpointer data;
  GPtrArray *entries; /* derive */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  sanera_outbox_entry_free (job->entry);
  g_free (job->key);
  if (job->data != NULL)
    sanera_noun_data_free (sanera_list_get_info (job->list)->noun, job->data);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_free (job);
}

static gboolean
run (SaneraDb *db, const Job *job, guint *lists, GError **error)
{
  gint64 generation;

  if (job->entry != NULL)
    return sanera_pending_set (db, job->entry, job->target_devices, lists, error);
  if (job->entries != NULL)
    return sanera_pending_derive (db, job->entries, lists, error);
  if (job->data == NULL)
    return sanera_pending_remove (db, job->key, lists, error);

  generation = sanera_feed_page_get_generation (db, error);
  return generation > 0 &&
         sanera_pending_settle (db, job->key, job->list, job->data, generation, lists, error);
}

static gboolean
job_func (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  guint lists = 0;

  if (!run (db, data, &lists, error))
    return FALSE;

  /* The highest bit: a result that is not NULL, of a job that has written nothing too. */
  G_STATIC_ASSERT (SANERA_N_LISTS < 31);
  *result = GUINT_TO_POINTER (lists | 1u << 31);
  return TRUE;
}

static void
run_job (SaneraCache *cache, Job *job, GAsyncReadyCallback callback, gpointer user_data)
{
  sanera_store_write_async (sanera_cache_get_store (cache), job_func, job, job_free, NULL, callback,
                            user_data);
}

/**
 * sanera_local_set_async:
 * @cache: a cache
 * @entry: an entry of its outbox
 * @state: how far it has come
 * @error_code: (nullable): why the server has refused it
 * @target_devices: how many devices a request covers, %SANERA_INT_NULL when that is not known
 * @callback: called after the commit; see sanera_local_finish()
 * @user_data: for @callback
 *
 * Shows what waits in the row it is about; what makes something new, as a new row.
 */
void
sanera_local_set_async (SaneraCache *cache,
                        const SaneraOutboxEntry *entry,
                        SaneraOutboxState state,
                        const char *error_code,
                        gint64 target_devices,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->entry = sanera_outbox_entry_copy (entry);
  job->entry->state = state;
  g_free (job->entry->error_code);
  job->entry->error_code = g_strdup (error_code);
  job->target_devices = target_devices;
  run_job (cache, job, callback, user_data);
}

/**
 * sanera_local_settle_async:
 * @cache: a cache
 * @key: of an outbox entry that the server has carried out
 * @list: where its entity belongs
 * @data: the server's row
 * @callback: called after the commit; see sanera_local_finish()
 * @user_data: for @callback
 *
 * Writes what the server has made of an entry, in place of what was shown for it.
 */
void
sanera_local_settle_async (SaneraCache *cache,
                           const char *key,
                           SaneraList list,
                           gconstpointer data,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  Job *job = g_new0 (Job, 1);

  job->key = g_strdup (key);
  job->list = list;
  job->data = sanera_noun_data_new (noun);
  sanera_noun_data_copy (noun, job->data, data);
  run_job (cache, job, callback, user_data);
}

/**
 * sanera_local_remove_async:
 * @cache: a cache
 * @key: of an outbox entry
 * @callback: called after the commit; see sanera_local_finish()
 * @user_data: for @callback
 *
 * Takes back what an entry has shown; not what the server has, should it have come.
 */
void
sanera_local_remove_async (SaneraCache *cache,
                           const char *key,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->key = g_strdup (key);
  run_job (cache, job, callback, user_data);
}

/**
 * sanera_local_derive_async:
 * @cache: a cache
 * @entries: (element-type SaneraOutboxEntry): all that is in its outbox, the oldest first
 * @callback: called after the commit; see sanera_local_finish()
 * @user_data: for @callback
 *
 * Shows all of it, in a cache that may know nothing of it or other things.
 */
void
sanera_local_derive_async (SaneraCache *cache,
                           GPtrArray *entries,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->entries = g_ptr_array_ref (entries);
  run_job (cache, job, callback, user_data);
}

/**
 * sanera_local_finish:
 * @cache: a cache
 * @result: from the callback
 * @error: return location
 *
 * Tells the lists, too.
 *
 * Returns: whether it was written
 */
gboolean
sanera_local_finish (SaneraCache *cache, GAsyncResult *result, GError **error)
{
  guint lists = GPOINTER_TO_UINT (sanera_cache_run_finish (cache, result, error));

  if (lists == 0)
    return FALSE;

  lists &= ~(1u << 31);
  if (lists != 0)
    sanera_cache_emit_changed (cache, lists);
  return TRUE;
}
