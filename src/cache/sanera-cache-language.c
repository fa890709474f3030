/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"

#include "sanera-language.h"

/* Rows in one transaction: sync and submissions come in between. */
#define ROWS 2000

/* One task walks through all lists, a transaction at a time. The meta row is written with the last
 * of them: who is interrupted begins again. */
typedef struct
{
  char *language;
  SaneraList list;
  gint64 after;
  gboolean done;
  gboolean any;
} Progress;

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  g_free (progress->language);
  g_free (progress);
}

static Progress *
progress_copy (const Progress *progress)
{
  Progress *copy = g_new (Progress, 1);

  *copy = *progress;
  copy->language = g_strdup (progress->language);
  return copy;
}

static gboolean
step_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  const Progress *from = data;
  Progress *to = progress_copy (from);
  g_autoptr (GError) local = NULL;
  g_autofree char *written = sanera_cache_get_meta (db, SANERA_CACHE_META_LANGUAGE, &local);

  *result = to;
  *result_free = progress_free;
  if (local == NULL && g_strcmp0 (written, from->language) == 0)
    {
      to->done = TRUE;
      return TRUE;
    }

  if (local == NULL)
    {
      sanera_cache_rewrite (db, from->list, from->after, ROWS, &to->after, &local);
      to->any = to->any || to->after != 0;
    }
  if (local == NULL && to->after == 0 && ++to->list == SANERA_N_LISTS)
    to->done = sanera_cache_set_meta (db, SANERA_CACHE_META_LANGUAGE, from->language, &local);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  progress_free (to);
  *result = NULL;
  return FALSE;
}

static void step_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
next (GTask *task, const Progress *progress)
{
  SaneraCache *self = g_task_get_source_object (task);

  sanera_store_write_async (sanera_cache_get_store (self), step_func, progress_copy (progress),
                            progress_free, g_task_get_cancellable (task), step_cb,
                            g_object_ref (task));
}

static void
step_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  SaneraCache *self = g_task_get_source_object (task);
  Progress *progress = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  if (progress == NULL)
    {
      sanera_cache_note_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Switched again meanwhile: from the beginning, in the new one. */
  if (g_strcmp0 (progress->language, sanera_language_get ()) != 0)
    {
      Progress again = { .language = (char *)sanera_language_get (), .any = progress->any };

      next (task, &again);
    }
  else if (!progress->done)
    next (task, progress);
  else
    {
      if (progress->any)
        sanera_cache_emit_changed (self, (1u << SANERA_N_LISTS) - 1);
      g_task_return_boolean (task, TRUE);
    }
  progress_free (progress);
}

/**
 * sanera_cache_set_language_async:
 * @self: a cache
 * @cancellable: (nullable): to give up; what was written stays, and the next open goes on
 * @callback: (nullable): called on the main thread
 * @user_data: for @callback
 *
 * Rewrites folded texts and sort keys in the language of sanera_language_get(), on the writer
 * thread, and emits #SaneraCache::changed at the end. Costs nothing when they are in it already.
 */
void
sanera_cache_set_language_async (SaneraCache *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Progress first = { .language = (char *)sanera_language_get () };

  g_return_if_fail (SANERA_IS_CACHE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_cache_set_language_async);
  next (task, &first);
}

/**
 * sanera_cache_set_language_finish:
 * @self: a cache
 * @result: what the callback got
 * @error: set when it failed
 *
 * Returns: whether everything is in the language in effect
 */
gboolean
sanera_cache_set_language_finish (SaneraCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
