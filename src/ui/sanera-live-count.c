/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-live-count.h"

/* The number of rows of a query, for as long as somebody shows it.
 *
 * At most one count is under way: while a sync writes page after page, a number is told now and
 * then instead of being begun anew with each page and never told. */

struct _SaneraLiveCount
{
  SaneraCache *cache;
  SaneraQuery *query;
  SaneraLiveCountFunc func;
  gpointer data;
  GCancellable *cancellable;
  gulong changed_id;
  gulong info_id;
  gboolean unknown; /* nothing is there because nothing has come yet */
  gboolean counting;
  gboolean again;
};

static void count (SaneraLiveCount *self);

static gboolean
is_synced (SaneraLiveCount *self)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (self->cache);

  return info != NULL && info->synced_on != SANERA_INT_NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraLiveCount *self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 number = sanera_cache_count_finish (SANERA_CACHE (source), result, &error);

  /* Nobody shows it any more. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_debug ("Counting failed: %s", error->message);

  self->counting = FALSE;
  self->unknown = number == 0 && !is_synced (self);
  if (self->unknown)
    number = -1;
  if (self->again)
    count (self);
  self->func (number, self->data);
}

/* "Overdue" and "within 14 days" are counted from the present. */
static void
count (SaneraLiveCount *self)
{
  g_autoptr (SaneraQuery) query = sanera_query_with_now (self->query, g_get_real_time ());

  self->again = self->counting;
  if (self->counting)
    return;

  self->counting = TRUE;
  sanera_cache_count_async (self->cache, query, self->cancellable, counted_cb, self);
}

static void
changed_cb (SaneraCache *cache, guint lists, SaneraLiveCount *self)
{
  if ((lists & (1u << sanera_query_get_list (self->query))) != 0)
    count (self);
}

/* That there is nothing is known only now. */
static void
info_changed_cb (SaneraCache *cache, SaneraLiveCount *self)
{
  if (self->unknown && is_synced (self))
    count (self);
}

/**
 * sanera_live_count_new:
 * @cache: where the rows are
 * @query: which rows
 * @func: called on the main thread with their number, now and whenever the list has changed; it may
 *   free the count
 * @data: for @func
 *
 * Returns: (transfer full): a number that is kept up to date
 */
SaneraLiveCount *
sanera_live_count_new (SaneraCache *cache,
                       SaneraQuery *query,
                       SaneraLiveCountFunc func,
                       gpointer data)
{
  SaneraLiveCount *self;

  g_return_val_if_fail (SANERA_IS_CACHE (cache), NULL);
  g_return_val_if_fail (query != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (SaneraLiveCount, 1);
  self->cache = g_object_ref (cache);
  self->query = sanera_query_ref (query);
  self->func = func;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  self->changed_id = g_signal_connect (cache, "changed", G_CALLBACK (changed_cb), self);
  self->info_id = g_signal_connect (cache, "info-changed", G_CALLBACK (info_changed_cb), self);
  count (self);
  return self;
}

/**
 * sanera_live_count_free:
 * @self: (transfer full) (nullable): a count
 *
 * Tells nothing any more.
 */
void
sanera_live_count_free (SaneraLiveCount *self)
{
  if (self == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_signal_handler (&self->changed_id, self->cache);
  g_clear_signal_handler (&self->info_id, self->cache);
  g_object_unref (self->cache);
  sanera_query_unref (self->query);
  g_free (self);
}
