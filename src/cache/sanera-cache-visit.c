/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"

#include "sanera-score-text.h"

/* When a person last looked at the connection stands in the cache itself: it is this connection's,
 * and a cache that is built anew shows everything for the first time. */

typedef struct
{
  gint64 now;
  gboolean begins;
} Step;

static gboolean
visit_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  const Step *step = data;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *before = sanera_cache_get_meta (db, SANERA_CACHE_META_VISIT, &local_error);
  g_autofree char *synced = NULL;
  g_autofree char *after = NULL;
  gint64 synced_on = SANERA_INT_NULL;
  SaneraVisit visit;

  if (local_error == NULL)
    synced = sanera_cache_get_meta (db, SANERA_CACHE_META_SYNCED_ON, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  sanera_numbers_from_string (synced, &synced_on, 1);
  sanera_visit_from_string (before, &visit);
  if (step->begins)
    sanera_visit_begin (&visit, step->now, synced_on);
  else
    sanera_visit_go_on (&visit, step->now, synced_on);
  after = sanera_visit_to_string (&visit);
  return sanera_cache_set_meta (db, SANERA_CACHE_META_VISIT, after, error);
}

static void
visited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraCache) self = user_data;
  g_autoptr (GError) error = NULL;

  sanera_cache_run_finish (self, result, &error);
  if (error != NULL)
    g_debug ("The visit is not written down: %s", error->message);
  else
    sanera_cache_reload_info (self);
}

/**
 * sanera_cache_note_visit:
 * @self: a cache
 * @now: the time, microseconds
 * @begins: whether its window has just been taken up; else it was in use until now
 *
 * Writes down, in the background, that a person looks at the connection: see #SaneraVisit. What is
 * asked for before sanera_cache_close() is still written.
 */
void
sanera_cache_note_visit (SaneraCache *self, gint64 now, gboolean begins)
{
  Step *step;

  g_return_if_fail (SANERA_IS_CACHE (self));

  step = g_new0 (Step, 1);
  step->now = now;
  step->begins = begins;
  sanera_store_write_async (sanera_cache_get_store (self), visit_func, step, g_free, NULL,
                            visited_cb, g_object_ref (self));
}
