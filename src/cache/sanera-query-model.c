/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-query-model-private.h"

#include "sanera-cache-private.h"

/**
 * SaneraQueryModel:
 *
 * A GListModel of #SaneraRecord over a query of the cache. It holds row ids, four bytes a row; an
 * object is made when somebody asks for it, and there is one for each row that is alive.
 *
 * How a new result is told, so that GTK builds no row that it has: sanera-query-model-show.c.
 */

/* The first rows of a new query get a frame of their own (at 60 Hz) before the others follow: GTK
 * builds a row for each of them, and about 205 when there are more. */
#define FIRST_FRAME_MS 24

/* Between the turns in which the others come: keys and frames that wait come first. */
#define PART_PAUSE_MS 4

/* While rows stream in, replacing the whole list costs GTK a screenful each time. */
#define REPLACE_INTERVAL_MS 400

typedef enum
{
  PROP_LOADING = 1,
  PROP_COMPLETE,
  PROP_ERROR_MESSAGE,
} SaneraQueryModelProp;

static GParamSpec *props[PROP_ERROR_MESSAGE + 1];

static guint scroll_to_signal;

static void sanera_query_model_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraQueryModel,
                               sanera_query_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      sanera_query_model_list_model_init))

static void
set_loading (SaneraQueryModel *self, gboolean loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

static void
set_complete (SaneraQueryModel *self, gboolean complete)
{
  if (self->complete == complete)
    return;

  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

static void
set_error (SaneraQueryModel *self, const GError *error)
{
  const char *message = error != NULL ? error->message : NULL;

  if (error != NULL)
    sanera_cache_note_error (self->cache, error);
  if (g_strcmp0 (self->error_message, message) == 0)
    return;

  g_free (self->error_message);
  self->error_message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_MESSAGE]);
}

/* The list */

static guint
get_n_items (SaneraQueryModel *self)
{
  return self->head + (self->old != NULL ? self->old->len - self->tail : 0);
}

/* The piece that @position is in, and @position in that. */
static const SaneraIds *
locate (SaneraQueryModel *self, guint *position)
{
  if (*position < self->head)
    return self->ids;

  *position += self->tail - self->head;
  return self->old;
}

static GType
sanera_query_model_get_item_type (GListModel *model)
{
  return sanera_list_get_record_type (sanera_query_get_list (SANERA_QUERY_MODEL (model)->query));
}

static guint
sanera_query_model_get_n_items (GListModel *model)
{
  return get_n_items (SANERA_QUERY_MODEL (model));
}

static gpointer
sanera_query_model_get_item (GListModel *model, guint position)
{
  SaneraQueryModel *self = SANERA_QUERY_MODEL (model);
  const SaneraIds *ids;

  self->item_calls++;
  if (position >= get_n_items (self) || self->rows == NULL)
    return NULL;

  ids = locate (self, &position);
  if (ids->ids[position] == 0)
    return sanera_record_new (sanera_query_model_get_item_type (model), NULL);
  return sanera_row_cache_get (self->rows, ids->ids, ids->len, position);
}

static void
sanera_query_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = sanera_query_model_get_item_type;
  iface->get_n_items = sanera_query_model_get_n_items;
  iface->get_item = sanera_query_model_get_item;
}

/**
 * sanera_query_model_emit_scroll_to:
 * @self: a model
 * @position: row to show
 *
 * Emits #SaneraQueryModel::scroll-to.
 */
void
sanera_query_model_emit_scroll_to (SaneraQueryModel *self, guint position)
{
  g_signal_emit (self, scroll_to_signal, 0, position);
}

/* Running queries */

static void
stop (SaneraQueryModel *self)
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
  set_error (self, error);
  if (self->running != NULL)
    return;

  set_complete (self, error == NULL);
  set_loading (self, FALSE);
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
      stop (self);
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

/* The first rows, then all: by the person, or because nothing is shown yet. Where the first rows
 * are there already, a frame with them is due, and reading a million ids beside it would delay it.
 */
static void
start_run (SaneraQueryModel *self, gboolean want_first)
{
  g_autoptr (SaneraQueryRun) run = sanera_query_run_new (self->query);

  gboolean refresh = self->refreshing || self->refresh_again;

  stop (self);
  /* It reads other rows, but not anew those that are alive: a refresh that was due still is. */
  self->refresh_again = refresh;
  self->running = g_cancellable_new ();
  set_complete (self, FALSE);
  set_loading (self, TRUE);
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

static void
cache_changed_cb (SaneraCache *cache, guint lists, SaneraQueryModel *self)
{
  if ((lists & (1u << sanera_query_get_list (self->query))) != 0)
    sanera_query_model_refresh (self);
}

/* The first rows straight from the page's index, so that the first frame has them. */
static gboolean
read_first_now (SaneraQueryModel *self)
{
  SaneraDb *db = sanera_cache_get_main_db (self->cache);
  SaneraIds *ids = db != NULL ? sanera_query_run_now (db, self->query) : NULL;

  if (ids == NULL)
    return FALSE;

  sanera_ids_unref (self->ids);
  self->ids = ids;
  self->head = ids->len;

  return TRUE;
}

static void
sanera_query_model_dispose (GObject *object)
{
  SaneraQueryModel *self = SANERA_QUERY_MODEL (object);

  stop (self);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_handle_id (&self->blank_source, g_source_remove);
  g_clear_pointer (&self->rows, sanera_row_cache_free);

  G_OBJECT_CLASS (sanera_query_model_parent_class)->dispose (object);
}

static void
sanera_query_model_finalize (GObject *object)
{
  SaneraQueryModel *self = SANERA_QUERY_MODEL (object);

  g_clear_pointer (&self->ids, sanera_ids_unref);
  g_clear_pointer (&self->old, sanera_ids_unref);
  g_clear_pointer (&self->query, sanera_query_unref);
  g_clear_object (&self->cache);
  g_free (self->error_message);

  G_OBJECT_CLASS (sanera_query_model_parent_class)->finalize (object);
}

static void
sanera_query_model_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SaneraQueryModel *self = SANERA_QUERY_MODEL (object);

  switch ((SaneraQueryModelProp)prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->error_message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sanera_query_model_class_init (SaneraQueryModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = sanera_query_model_dispose;
  object_class->finalize = sanera_query_model_finalize;
  object_class->get_property = sanera_query_model_get_property;

  /**
   * SaneraQueryModel:loading:
   *
   * Whether a query that the person asked for is under way; a refresh does not count.
   */
  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);

  /**
   * SaneraQueryModel:complete:
   *
   * Whether all rows are there, so that their number can be told.
   */
  props[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);

  /**
   * SaneraQueryModel:error-message:
   *
   * Why the newest query failed, for the log; %NULL when it did not. What was shown stays.
   */
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * SaneraQueryModel::scroll-to:
   * @self: the model
   * @position: row to show
   *
   * Emitted between inserting new rows above and removing the old ones: the view activates
   * "list.scroll-to-item" on its inner list view, at once. Then GTK builds the rows around
   * @position only.
   */
  scroll_to_signal = g_signal_new ("scroll-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
sanera_query_model_init (SaneraQueryModel *self)
{
  self->ids = sanera_ids_new ();
}

/**
 * sanera_query_model_new:
 * @cache: where the rows are
 * @query: what to show
 *
 * The first rows are there when this returns, if the page's own index gives them within two
 * milliseconds; the others come from the reader thread. The model follows the cache's changes by
 * itself. Its list of the cache stays the same for life.
 *
 * Returns: (transfer full): the model
 */
SaneraQueryModel *
sanera_query_model_new (SaneraCache *cache, SaneraQuery *query)
{
  SaneraQueryModel *self;
  gboolean has_first;

  g_return_val_if_fail (SANERA_IS_CACHE (cache), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  self = g_object_new (SANERA_TYPE_QUERY_MODEL, NULL);
  self->cache = g_object_ref (cache);
  self->query = sanera_query_ref (query);
  self->rows = sanera_row_cache_new (cache, sanera_query_get_list (query));
  g_signal_connect_object (cache, "changed", G_CALLBACK (cache_changed_cb), self, 0);
  has_first = read_first_now (self);
  start_run (self, !has_first);
  self->first_shown = has_first;

  return self;
}

/**
 * sanera_query_model_set_query:
 * @self: a model
 * @query: what to show, of the same list
 *
 * The person's choice: interrupts what runs, and the view goes to the top. What is shown stays
 * until the first new rows are there.
 */
void
sanera_query_model_set_query (SaneraQueryModel *self, SaneraQuery *query)
{
  SaneraQuery *old;

  g_return_if_fail (SANERA_IS_QUERY_MODEL (self));
  g_return_if_fail (query != NULL);
  g_return_if_fail (sanera_query_get_list (query) == sanera_query_get_list (self->query));

  if (sanera_query_equal (self->query, query))
    return;

  old = self->query;
  self->query = sanera_query_ref (query);
  sanera_query_unref (old);
  self->anchor = 0;
  self->frequent = FALSE;
  start_run (self, TRUE);
}

/**
 * sanera_query_model_get_query:
 * @self: a model
 *
 * Returns: (transfer none): what it shows, or is about to
 */
SaneraQuery *
sanera_query_model_get_query (SaneraQueryModel *self)
{
  g_return_val_if_fail (SANERA_IS_QUERY_MODEL (self), NULL);

  return self->query;
}

/**
 * sanera_query_model_get_cache:
 * @self: a model
 *
 * Returns: (transfer none): where its rows are
 */
SaneraCache *
sanera_query_model_get_cache (SaneraQueryModel *self)
{
  g_return_val_if_fail (SANERA_IS_QUERY_MODEL (self), NULL);

  return self->cache;
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

/**
 * sanera_query_model_set_anchor:
 * @self: a model
 * @row_id: the row at the top of the view, 0 for none
 *
 * Says which row is to stay in place when a refresh replaces the list.
 */
void
sanera_query_model_set_anchor (SaneraQueryModel *self, gint64 row_id)
{
  g_return_if_fail (SANERA_IS_QUERY_MODEL (self));

  self->anchor = row_id;
}

/**
 * sanera_query_model_get_row_id:
 * @self: a model
 * @position: a position
 *
 * Returns: the row id there, 0 when there is no such row, or a blank one whose place a row takes in
 * a moment; makes no object
 */
gint64
sanera_query_model_get_row_id (SaneraQueryModel *self, guint position)
{
  const SaneraIds *ids;

  g_return_val_if_fail (SANERA_IS_QUERY_MODEL (self), 0);

  if (position >= get_n_items (self))
    return 0;

  ids = locate (self, &position);
  return ids->ids[position];
}

/**
 * sanera_query_model_find_row_id:
 * @self: a model
 * @row_id: a row id
 *
 * Returns: its position, %GTK_INVALID_LIST_POSITION (%G_MAXUINT) when it is not in the list
 */
guint
sanera_query_model_find_row_id (SaneraQueryModel *self, gint64 row_id)
{
  guint position;

  g_return_val_if_fail (SANERA_IS_QUERY_MODEL (self), G_MAXUINT);

  position = sanera_ids_find (self->ids, 0, row_id);
  if (position < self->head)
    return position;
  if (self->old == NULL)
    return G_MAXUINT;

  position = sanera_ids_find (self->old, self->tail, row_id);
  return position != SANERA_IDS_ABSENT ? position - self->tail + self->head : G_MAXUINT;
}

/**
 * sanera_query_model_get_complete:
 * @self: a model
 *
 * Returns: whether all rows are there, see #SaneraQueryModel:complete
 */
gboolean
sanera_query_model_get_complete (SaneraQueryModel *self)
{
  g_return_val_if_fail (SANERA_IS_QUERY_MODEL (self), FALSE);

  return self->complete;
}

/**
 * sanera_query_model_get_item_calls:
 * @self: a model
 *
 * Returns: how often g_list_model_get_item() was called; for tests and the bench
 */
guint64
sanera_query_model_get_item_calls (SaneraQueryModel *self)
{
  g_return_val_if_fail (SANERA_IS_QUERY_MODEL (self), 0);

  return self->item_calls;
}
