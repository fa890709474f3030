/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-prefetch.h"

#include "sanera-list.h"

/*   wake ──► settle ──► search ──► fetch ──► gap ──► fetch … ──► search … ──► idle
 *                         ▲                   │
 *                         └── back-off ◄──────┘ 429, 5xx, nobody answers
 *
 * There is one timer; whatever forbids a call moves it, and the next step looks at everything
 * anew. */

/* What the server refuses for a reason of its own is asked for again a day later. */
#define REFUSED_FOR G_TIME_SPAN_DAY

const SaneraPrefetchLimits sanera_prefetch_limits = {
  .quiet_ms = 2000,
  .gap_ms = 250, /* leaves more than half of the 600 calls a minute to the person */
  .settle_ms = 1000,
  .back_off_ms = 15000,
  .period_ms = 3600 * 1000,
  .calls = 1200,
  .rows = 400000,
  .bytes = G_GINT64_CONSTANT (192) * 1024 * 1024,
  .kept_bytes = SANERA_CHILDREN_MAX_BYTES / 10 * 9,
};

struct _SaneraPrefetch
{
  GObject parent_instance;

  SaneraCache *cache;
  SaneraChildFetcher *fetcher;
  SaneraPrefetchLimits limits;
  SaneraKeep keep;
  GCancellable *closed;

  gboolean told; /* what to keep; before that nothing is asked for */
  gboolean online;
  guint timer;
  gboolean working; /* a search or a fetch is under way */
  gboolean dirty; /* something has changed since the search began */
  GQueue queue; /* of SaneraChildrenRef: found and not fetched yet */
  gint64 position; /* of the search; -1: it is at its end */
  gint64 kept_bytes; /* at the last search, and what has come since */

  gint64 quiet_at; /* monotonic, as all times here: the person is taken to have finished then */
  gint64 back_off_until;
  guint failures; /* in a row */
  gint64 period_began;
  guint calls;
  guint rows;
  gint64 bytes;
};

G_DEFINE_FINAL_TYPE (SaneraPrefetch, sanera_prefetch, G_TYPE_OBJECT)

static void step (SaneraPrefetch *self);

static gboolean
timer_cb (gpointer user_data)
{
  SaneraPrefetch *self = user_data;

  self->timer = 0;
  step (self);

  return G_SOURCE_REMOVE;
}

/* A step at low priority: what is on screen comes first. */
static void
step_in (SaneraPrefetch *self, gint64 ms)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!g_cancellable_is_cancelled (self->closed))
    self->timer =
        g_timeout_add_full (G_PRIORITY_LOW, (guint)CLAMP (ms, 0, G_MAXINT), timer_cb, self, NULL);
}

static void
clear_queue (SaneraPrefetch *self)
{
  g_queue_clear_full (&self->queue, (GDestroyNotify)sanera_children_ref_free);
}

static gboolean
has_budget (SaneraPrefetch *self)
{
  return self->calls < self->limits.calls && self->rows < self->limits.rows &&
         self->bytes < self->limits.bytes;
}

/* Milliseconds until a call may be made; 0: now, -1: nobody knows, something else has to happen. */
static gint64
get_wait (SaneraPrefetch *self)
{
  const gint64 now = g_get_monotonic_time ();
  gint64 until = MAX (self->quiet_at, self->back_off_until);

  if (!self->online || !self->told)
    return -1;
  if (now - self->period_began >= (gint64)self->limits.period_ms * 1000)
    {
      self->period_began = now;
      self->calls = 0;
      self->rows = 0;
      self->bytes = 0;
    }
  if (!has_budget (self))
    until = MAX (until, self->period_began + (gint64)self->limits.period_ms * 1000);
  if (sanera_child_fetcher_is_busy (self->fetcher))
    until = MAX (until, now + (gint64)self->limits.quiet_ms * 1000);

  return until > now ? (until - now + 999) / 1000 : 0;
}

/* Between two pages of a long list the same holds as between two lists. */
static void
update_pause (SaneraPrefetch *self)
{
  sanera_child_fetcher_set_pause (self->fetcher, get_wait (self) != 0);
}

static void
page_cb (SaneraPrefetch *self, guint rows, guint64 bytes)
{
  self->calls++;
  self->rows += rows;
  self->bytes += (gint64)bytes;
  self->kept_bytes += (gint64)bytes;
  update_pause (self);
}

/* Fetching */

static void
back_off (SaneraPrefetch *self, const GError *error)
{
  const guint times = MIN (self->failures, 6);

  g_debug ("Fetching for offline use waits: %s", error->message);
  self->failures++;
  self->back_off_until =
      g_get_monotonic_time () + ((gint64)self->limits.back_off_ms << times) * 1000;
}

static gboolean
note_refusal_func (SaneraDb *db,
                   gpointer data,
                   gpointer *result,
                   GDestroyNotify *result_free,
                   GCancellable *cancellable,
                   GError **error)
{
  const SaneraChildrenRef *ref = data;
  const gint64 now = g_get_real_time ();

  return sanera_children_note_refusal (db, ref->list, ref->parent_id, now, now + REFUSED_FOR,
                                       error);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraPrefetch) self = user_data;
  g_autoptr (GError) error = NULL;

  sanera_cache_run_finish (self->cache, result, &error);
  self->working = FALSE;
  if (error != NULL)
    {
      back_off (self, error); /* a full disk does not become emptier by trying */
      clear_queue (self);
    }
  step_in (self, self->limits.gap_ms);
}

static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, SANERA_ERROR, SANERA_ERROR_OFFLINE) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_TIMEOUT) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_UNAUTHORIZED) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_RATE_LIMITED) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_SERVER) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_CACHE) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_BUSY) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_FULL) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_DAMAGED);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraPrefetch) self = user_data;
  g_autoptr (SaneraChildrenRef) ref = NULL;
  g_autoptr (GError) error = NULL;

  sanera_child_fetcher_fetch_finish (SANERA_CHILD_FETCHER (source), result, &error);
  self->working = FALSE;
  if (g_cancellable_is_cancelled (self->closed))
    return;
  ref = g_queue_pop_head (&self->queue);
  if (error == NULL)
    self->failures = 0;
  else if (error->domain == G_IO_ERROR || is_passing (error))
    {
      /* It is found again when the time has come. */
      if (error->domain != G_IO_ERROR)
        back_off (self, error);
      clear_queue (self);
      self->dirty = TRUE; /* the search may be past it */
    }
  else if (ref != NULL)
    {
      g_debug ("Fetching what belongs to %s for offline use: %s", ref->parent_id, error->message);
      self->working = TRUE;
      sanera_store_write_async (sanera_cache_get_store (self->cache), note_refusal_func,
                                g_steal_pointer (&ref), (GDestroyNotify)sanera_children_ref_free,
                                NULL, noted_cb, g_object_ref (self));
      return;
    }
  step_in (self, self->limits.gap_ms);
}

static void
fetch (SaneraPrefetch *self)
{
  const SaneraChildrenRef *ref = g_queue_peek_head (&self->queue);

  self->working = TRUE;
  sanera_child_fetcher_set_pause (self->fetcher, FALSE);
  sanera_child_fetcher_fetch_async (self->fetcher, ref->list, ref->parent_id,
                                    SANERA_CHILD_USE_BACKGROUND, self->closed, fetched_cb,
                                    g_object_ref (self));
}

/* Searching */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraPrefetch) self = user_data;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  SaneraChildrenSum sum = { 0 };

  found = sanera_cache_find_wanted_finish (SANERA_CACHE (source), result, &self->position, &sum,
                                           &error);
  self->working = FALSE;
  if (g_cancellable_is_cancelled (self->closed))
    return;
  if (found == NULL)
    {
      /* A list of the window may have interrupted it. */
      back_off (self, error);
      step_in (self, 0);
      return;
    }

  self->kept_bytes = sum.bytes;
  g_ptr_array_set_free_func (found, NULL);
  for (guint i = 0; i < found->len; i++)
    g_queue_push_tail (&self->queue, g_ptr_array_index (found, i));
  step_in (self, 0);
}

static void
search (SaneraPrefetch *self)
{
  self->working = TRUE;
  if (self->position == 0)
    self->dirty = FALSE;
  sanera_cache_find_wanted_async (self->cache, self->keep, self->position, g_get_real_time (),
                                  self->closed, found_cb, g_object_ref (self));
}

static void
step (SaneraPrefetch *self)
{
  gint64 wait;

  if (self->working || g_cancellable_is_cancelled (self->closed))
    return;
  wait = get_wait (self);
  if (wait != 0)
    {
      if (wait > 0)
        step_in (self, wait);
      return;
    }
  if (self->kept_bytes >= self->limits.kept_bytes)
    {
      clear_queue (self);
      self->position = -1;
    }

  if (!g_queue_is_empty (&self->queue))
    fetch (self);
  else if (self->position >= 0)
    search (self);
  else if (self->dirty)
    {
      self->position = 0;
      search (self);
    }
}

static void
changed_cb (SaneraPrefetch *self, guint lists)
{
  const guint parents = 1u << SANERA_LIST_RECOMMENDATIONS | 1u << SANERA_LIST_ACTIVITIES |
                        1u << SANERA_LIST_SECURITY_TASKS | 1u << SANERA_LIST_DEVICES;

  if ((lists & parents) != 0)
    sanera_prefetch_wake (self);
}

static void
sanera_prefetch_dispose (GObject *object)
{
  SaneraPrefetch *self = SANERA_PREFETCH (object);

  sanera_prefetch_close (self);
  g_clear_object (&self->cache);
  g_clear_object (&self->fetcher);

  G_OBJECT_CLASS (sanera_prefetch_parent_class)->dispose (object);
}

static void
sanera_prefetch_finalize (GObject *object)
{
  SaneraPrefetch *self = SANERA_PREFETCH (object);

  clear_queue (self);
  g_object_unref (self->closed);

  G_OBJECT_CLASS (sanera_prefetch_parent_class)->finalize (object);
}

static void
sanera_prefetch_class_init (SaneraPrefetchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_prefetch_dispose;
  object_class->finalize = sanera_prefetch_finalize;
}

static void
sanera_prefetch_init (SaneraPrefetch *self)
{
  g_queue_init (&self->queue);
  self->closed = g_cancellable_new ();
  self->keep = SANERA_KEEP_MINE;
  self->dirty = TRUE;
  self->position = -1;
  self->period_began = g_get_monotonic_time ();
}

/**
 * sanera_prefetch_new:
 * @cache: where the rows go
 * @fetcher: fetches them
 * @limits: how restrained to be; %sanera_prefetch_limits
 *
 * Returns: (transfer full): what fetches for offline use, for now offline
 */
SaneraPrefetch *
sanera_prefetch_new (SaneraCache *cache,
                     SaneraChildFetcher *fetcher,
                     const SaneraPrefetchLimits *limits)
{
  SaneraPrefetch *self;

  g_return_val_if_fail (SANERA_IS_CACHE (cache), NULL);
  g_return_val_if_fail (SANERA_IS_CHILD_FETCHER (fetcher), NULL);

  self = g_object_new (SANERA_TYPE_PREFETCH, NULL);
  self->cache = g_object_ref (cache);
  self->fetcher = g_object_ref (fetcher);
  self->limits = *limits;
  g_signal_connect_object (cache, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fetcher, "page", G_CALLBACK (page_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * sanera_prefetch_set_keep:
 * @self: a prefetch
 * @keep: of which rows
 *
 * Takes effect at once. Nothing is asked for before it is called for the first time.
 */
void
sanera_prefetch_set_keep (SaneraPrefetch *self, SaneraKeep keep)
{
  g_return_if_fail (SANERA_IS_PREFETCH (self));

  if (self->told && self->keep == keep)
    return;
  self->told = TRUE;
  self->keep = keep;
  self->kept_bytes = 0; /* the next search knows */
  clear_queue (self);
  sanera_prefetch_wake (self);
}

/**
 * sanera_prefetch_get_keep:
 * @self: a prefetch
 * @keep: (out): of which rows
 *
 * Returns: whether it was told
 */
gboolean
sanera_prefetch_get_keep (SaneraPrefetch *self, SaneraKeep *keep)
{
  g_return_val_if_fail (SANERA_IS_PREFETCH (self), FALSE);

  *keep = self->keep;
  return self->told;
}

/**
 * sanera_prefetch_set_online:
 * @self: a prefetch
 * @online: whether the cache is in step with a server that answers
 *
 * Nothing is asked for while it is not.
 */
void
sanera_prefetch_set_online (SaneraPrefetch *self, gboolean online)
{
  g_return_if_fail (SANERA_IS_PREFETCH (self));

  if (self->online == online)
    return;
  self->online = online;
  update_pause (self);
  /* The timer may stand for a time that does not matter any more: the end of a long back-off. */
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!online)
    {
      clear_queue (self);
      return;
    }
  self->back_off_until = 0;
  sanera_prefetch_wake (self);
}

/**
 * sanera_prefetch_note_person:
 * @self: a prefetch
 *
 * Somebody does something: it gives way until they have finished.
 */
void
sanera_prefetch_note_person (SaneraPrefetch *self)
{
  g_return_if_fail (SANERA_IS_PREFETCH (self));

  self->quiet_at = g_get_monotonic_time () + (gint64)self->limits.quiet_ms * 1000;
  if (self->working)
    update_pause (self);
}

/**
 * sanera_prefetch_wake:
 * @self: a prefetch
 *
 * Something may have to be fetched that did not before.
 */
void
sanera_prefetch_wake (SaneraPrefetch *self)
{
  g_return_if_fail (SANERA_IS_PREFETCH (self));

  self->dirty = TRUE;
  if (!self->working && self->timer == 0 && self->online)
    step_in (self, self->limits.settle_ms);
}

/**
 * sanera_prefetch_is_idle:
 * @self: a prefetch
 *
 * Returns: whether everything that is wanted is there, as far as is known
 */
gboolean
sanera_prefetch_is_idle (SaneraPrefetch *self)
{
  g_return_val_if_fail (SANERA_IS_PREFETCH (self), TRUE);

  return !self->working && !self->dirty && self->position < 0 && g_queue_is_empty (&self->queue);
}

/**
 * sanera_prefetch_close:
 * @self: a prefetch
 *
 * Gives up what is under way. Another program goes on from there.
 */
void
sanera_prefetch_close (SaneraPrefetch *self)
{
  g_return_if_fail (SANERA_IS_PREFETCH (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->closed);
}
