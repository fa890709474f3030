/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-query-model-private.h"

#include "sanera-cache-private.h"

/* Which query runs, when it is run again, and when what has come of it is shown: first rows first,
 * and nothing while somebody holds the model. */

/* The first rows of a new query get a frame of their own (at 60 Hz) before the others follow: GTK
 * builds a row for each of them, and about 205 when there are more. */
#define FIRST_FRAME_MS 24

/* Between the turns in which the others come: keys and frames that wait come first. */
#define PART_PAUSE_MS 4

/* While rows stream in, replacing the whole list costs GTK a screenful each time. */
#define REPLACE_INTERVAL_MS 400

/**
 * sanera_query_model_stop:
 * @self: a model
 *
 * Forgets what runs, and what has come of it and is not shown yet.
 */
void
sanera_query_model_stop (SaneraQueryModel *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  self->refreshing = FALSE;
  self->first_shown = FALSE;
  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_clear_pointer (&self->rest, sanera_query_run_unref);
  if (self->hold_source != 0)
    {
      g_clear_handle_id (&self->hold_source, g_source_remove);
      self->holds--;
    }
  g_clear_pointer (&self->held, sanera_query_result_free);
  g_clear_pointer (&self->first, sanera_ids_unref);
}

/* A handler of what was emitted may have begun another run; then that one goes on. */
static void
finish_run (SaneraQueryModel *self, const GError *error)
{
  sanera_query_model_set_error (self, error);
  if (self->running != NULL)
    return;

  sanera_query_model_set_complete (self, error == NULL);
  sanera_query_model_set_loading (self, FALSE);
  if (self->refresh_again)
    {
      self->refresh_again = FALSE;
      sanera_query_model_refresh (self);
    }
}

static gboolean hold_source_cb (gpointer user_data);

/* Behind a frame that is due: the priority is lower than that of drawing. */
static void
hold_for (SaneraQueryModel *self, guint ms)
{
  self->holds++;
  self->hold_source = g_timeout_add_full (G_PRIORITY_LOW, ms, hold_source_cb, self, NULL);
}

/* @result: (transfer full) */
static void
take_all (SaneraQueryModel *self, SaneraQueryResult *result)
{
  g_autoptr (SaneraQueryResult) taken = result;
  g_autoptr (GCancellable) run = g_object_ref (self->running);
  gboolean refreshing = self->refreshing;

  g_clear_pointer (&self->first, sanera_ids_unref);
  if (taken->ahead != NULL)
    sanera_row_cache_add (self->rows, taken->ahead);
  g_clear_pointer (&taken->ahead, g_array_unref);
  if (sanera_query_model_show_part (self, taken->ids, refreshing))
    {
      /* A handler of what was emitted may have begun another run. */
      if (self->running != run)
        return;
      self->first_shown = TRUE;
      g_clear_pointer (&taken->ranges, g_array_unref);
      self->held = g_steal_pointer (&taken);
      hold_for (self, PART_PAUSE_MS);
      return;
    }

  g_clear_object (&self->running);
  self->refreshing = FALSE;
  self->frequent = taken->frequent;
  if (taken->rows != NULL)
    sanera_row_cache_update (self->rows, taken->rows);
  if (refreshing && taken->ranges == NULL)
    self->replaced_at = g_get_monotonic_time ();
  sanera_query_model_show (self, taken->ids, taken->ranges, taken->scroll_to);
  finish_run (self, NULL);
}

static void
all_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraQueryModel) self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraQueryResult) found =
      sanera_store_run_finish (SANERA_STORE (source), result, &error);

  /* Cancelled: a newer query runs, or the model is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = g_object_ref (user_data);
  if (found == NULL)
    {
      sanera_query_model_stop (self);
      finish_run (self, error);
    }
  else if (self->holds > 0)
    self->held = g_steal_pointer (&found);
  else
    take_all (self, g_steal_pointer (&found));
}

/* What comes behind the first rows waits until these have had a frame. */
static void
show_first (SaneraQueryModel *self, SaneraIds *first)
{
  g_autoptr (GCancellable) run = g_object_ref (self->running);

  self->first_shown = TRUE;
  if (sanera_query_model_show_first (self, first) && self->running == run)
    self->first = sanera_ids_ref (first);
  /* A handler of what was emitted may have begun another run. */
  if (self->running == run)
    hold_for (self, self->first != NULL ? PART_PAUSE_MS : FIRST_FRAME_MS);
}

static gboolean
hold_source_cb (gpointer user_data)
{
  g_autoptr (SaneraQueryModel) self = g_object_ref (user_data);
  g_autoptr (SaneraIds) first = g_steal_pointer (&self->first);

  self->hold_source = 0;
  if (first != NULL && self->held == NULL)
    {
      self->holds--;
      show_first (self, first);
    }
  else
    sanera_query_model_release (self);

  return G_SOURCE_REMOVE;
}

static void
first_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraQueryModel) self = NULL;
  g_autoptr (SaneraQueryResult) found =
      sanera_store_run_finish (SANERA_STORE (source), result, NULL);

  /* An error comes again with the whole, and is told there. */
  if (found == NULL || !found->usable)
    return;

  self = g_object_ref (user_data);
  sanera_row_cache_add (self->rows, found->ahead);
  show_first (self, found->ids);
}

static void
push_all (SaneraQueryModel *self, SaneraQueryRun *run)
{
  sanera_store_read_async (sanera_cache_get_store (self->cache), sanera_query_run_all,
                           sanera_query_run_ref (run), sanera_query_run_unref, self->running,
                           all_cb, self);
}

/* Begins to read what comes behind the first rows, unless somebody holds the model: then its
 * release does. */
static void
push_rest (SaneraQueryModel *self)
{
  if (self->rest == NULL || self->holds > 0)
    return;

  g_clear_handle_id (&self->rest_source, g_source_remove);
  push_all (self, self->rest);
  g_clear_pointer (&self->rest, sanera_query_run_unref);
}

static gboolean
rest_source_cb (gpointer user_data)
{
  SaneraQueryModel *self = user_data;

  self->rest_source = 0;
  push_rest (self);

  return G_SOURCE_REMOVE;
}

/**
 * sanera_query_model_start:
 * @self: a model
 * @want_first: whether the first rows are not there yet
 *
 * The first rows, then all: by the person, or because nothing is shown yet. Where the first rows
 * are there already, a frame with them is due, and reading a million ids beside it would delay it.
 */
void
sanera_query_model_start (SaneraQueryModel *self, gboolean want_first)
{
  g_autoptr (SaneraQueryRun) run = sanera_query_run_new (self->query);
  gboolean refresh = self->refreshing || self->refresh_again;

  sanera_query_model_stop (self);
  /* It reads other rows, but not anew those that are alive: a refresh that was due still is. */
  self->refresh_again = refresh;
  self->running = g_cancellable_new ();
  sanera_query_model_set_complete (self, FALSE);
  sanera_query_model_set_loading (self, TRUE);
  if (!want_first)
    {
      self->rest = g_steal_pointer (&run);
      self->rest_source = g_idle_add_full (G_PRIORITY_LOW, rest_source_cb, self, NULL);
      return;
    }
  sanera_store_read_async (sanera_cache_get_store (self->cache), sanera_query_run_first,
                           sanera_query_run_ref (run), sanera_query_run_unref, self->running,
                           first_cb, self);
  push_all (self, run);
}

static gboolean
refresh_source_cb (gpointer user_data)
{
  SaneraQueryModel *self = user_data;

  self->refresh_source = 0;
  sanera_query_model_refresh (self);

  return G_SOURCE_REMOVE;
}

static void
start_refresh (SaneraQueryModel *self)
{
  g_autoptr (SaneraQueryRun) run = sanera_query_run_new (self->query);

  sanera_query_model_drop_blank (self);
  self->running = g_cancellable_new ();
  self->refreshing = TRUE;
  run->frequent = self->frequent;
  run->shown = sanera_ids_ref (self->ids);
  run->anchor = self->anchor;
  run->alive = sanera_row_cache_get_alive (self->rows);
  push_all (self, run);
}

/**
 * sanera_query_model_refresh:
 * @self: a model
 *
 * Runs the query again in the background. What changed in rows that are alive is notified by their
 * objects; rows that came or went are told in few ranges where that is possible, else the list is
 * replaced and the view stays with the anchored row. Called by the model itself when the cache
 * changes; asking often costs no more than asking once.
 */
void
sanera_query_model_refresh (SaneraQueryModel *self)
{
  gint64 wait;

  g_return_if_fail (SANERA_IS_QUERY_MODEL (self));

  self->stale = self->paused;
  if (self->paused)
    return;
  if (self->running != NULL)
    {
      self->refresh_again = TRUE;
      return;
    }
  if (self->refresh_source != 0)
    return;

  wait = self->replaced_at > 0
             ? REPLACE_INTERVAL_MS - (g_get_monotonic_time () - self->replaced_at) / 1000
             : 0;
  if (wait > 0)
    self->refresh_source = g_timeout_add ((guint)wait, refresh_source_cb, self);
  else
    start_refresh (self);
}

/**
 * sanera_query_model_set_paused:
 * @self: a model
 * @paused: whether nobody sees its list
 *
 * A list that nobody sees is not refreshed; it is once somebody looks again.
 */
void
sanera_query_model_set_paused (SaneraQueryModel *self, gboolean paused)
{
  g_return_if_fail (SANERA_IS_QUERY_MODEL (self));

  self->paused = paused;
  if (!paused && self->stale)
    sanera_query_model_refresh (self);
}

/**
 * sanera_query_model_hold:
 * @self: a model
 *
 * From now on only the first rows are given out, and the others of a new model are not even read;
 * see sanera_query_model_release().
 */
void
sanera_query_model_hold (SaneraQueryModel *self)
{
  g_return_if_fail (SANERA_IS_QUERY_MODEL (self));

  self->holds++;
}

/**
 * sanera_query_model_release:
 * @self: a model that was held
 *
 * Ends what sanera_query_model_hold() began: after the first frame.
 */
void
sanera_query_model_release (SaneraQueryModel *self)
{
  g_return_if_fail (SANERA_IS_QUERY_MODEL (self));
  g_return_if_fail (self->holds > 0);

  if (--self->holds > 0)
    return;

  push_rest (self);
  if (self->held != NULL)
    take_all (self, g_steal_pointer (&self->held));
}
