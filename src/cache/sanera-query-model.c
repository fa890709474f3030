/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-query-model.h"

#include "sanera-cache-private.h"
#include "sanera-query-run.h"
#include "sanera-row-cache.h"

/**
 * SaneraQueryModel:
 *
 * A GListModel of #SaneraRecord over a query of the cache. It holds row ids, four bytes a row; an
 * object is made when somebody asks for it, and there is one for each row that is alive.
 *
 * GTK 4.8 asks for every row that one "items-changed" adds to a list it shows from the top. So a
 * result that replaces another is told in three steps in one turn: the new rows are inserted above
 * the old ones, #SaneraQueryModel::scroll-to moves the view onto them, the old ones are removed.
 * Between the steps the list is a piece of the new one followed by a piece of the old one. A short
 * list, and the first rows of a long one, replace the old ones in one step: then GTK binds the
 * widgets it has to the new rows.
 */

/* The first rows of a new query get a frame of their own (at 60 Hz) before the others follow: GTK
 * builds a row for each of them, and about 205 when there are more. */
#define FIRST_FRAME_MS 24

/* Up to here one signal does: GTK asks for all rows that take the place of others, to find those it
 * has shown already. */
#define ONE_SIGNAL_ROWS 256

/* While rows stream in, replacing the whole list costs GTK a screenful each time. */
#define REPLACE_INTERVAL_MS 400

struct _SaneraQueryModel
{
  GObject parent_instance;

  SaneraCache *cache;
  SaneraQuery *query;
  SaneraRowCache *rows;
  gint64 anchor;

  /* What is shown: the first @head of @ids, then those of @old from @tail on. @old is only there
   * between the steps of a change. */
  SaneraIds *ids;
  guint head;
  SaneraIds *old;
  guint tail;

  GCancellable *running; /* of the newest run */
  gboolean refreshing; /* it is a refresh */
  gboolean first_shown; /* what is shown are the first rows of what runs */
  gboolean refresh_again;
  gint64 replaced_at; /* last time a refresh replaced everything, monotonic */
  guint refresh_source;
  gboolean frequent;

  guint holds;
  guint hold_source; /* ends the hold for the first frame of a query */
  SaneraQueryResult *held;

  gboolean loading;
  gboolean complete;
  char *error_message;
  guint64 item_calls;
};

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
  return sanera_row_cache_get (self->rows, ids->ids, ids->len, position);
}

static void
sanera_query_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = sanera_query_model_get_item_type;
  iface->get_n_items = sanera_query_model_get_n_items;
  iface->get_item = sanera_query_model_get_item;
}

/* Telling changes */

/* @ids takes the place of what is shown; nothing is emitted yet. */
static void
begin_change (SaneraQueryModel *self, SaneraIds *ids)
{
  g_assert (self->old == NULL);

  self->old = g_steal_pointer (&self->ids);
  self->tail = 0;
  self->ids = sanera_ids_ref (ids);
  self->head = 0;
}

static void
end_change (SaneraQueryModel *self)
{
  g_assert (self->head == self->ids->len && self->tail == self->old->len);

  g_clear_pointer (&self->old, sanera_ids_unref);
  self->tail = 0;
}

static void
replace (SaneraQueryModel *self, SaneraIds *ids, guint scroll_to)
{
  guint n = ids->len;
  guint n_old;

  begin_change (self, ids);
  n_old = self->old->len;
  self->head = n;
  if (n <= ONE_SIGNAL_ROWS)
    {
      self->tail = n_old;
      end_change (self);
      if (n > 0 || n_old > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, n);
      if (n > 0 && n_old > 0)
        g_signal_emit (self, scroll_to_signal, 0, scroll_to);
      return;
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n);
  if (n_old > 0)
    g_signal_emit (self, scroll_to_signal, 0, scroll_to);
  self->tail = n_old;
  if (n_old > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), n, n_old, 0);
  end_change (self);
}

static void
apply_ranges (SaneraQueryModel *self, SaneraIds *ids, const GArray *ranges)
{
  begin_change (self, ids);
  for (guint i = 0; i < ranges->len; i++)
    {
      const SaneraIdsRange *range = &g_array_index (ranges, SaneraIdsRange, i);

      /* Up to here both are the same. */
      self->tail += range->position - self->head;
      self->head = range->position + range->added;
      self->tail += range->removed;
      g_list_model_items_changed (G_LIST_MODEL (self), range->position, range->removed,
                                  range->added);
    }
  self->tail += self->ids->len - self->head;
  self->head = self->ids->len;
  end_change (self);
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
  if (self->hold_source != 0)
    {
      g_clear_handle_id (&self->hold_source, g_source_remove);
      self->holds--;
    }
  g_clear_pointer (&self->held, sanera_query_result_free);
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

static void
take_all (SaneraQueryModel *self, SaneraQueryResult *result)
{
  gboolean refreshing = self->refreshing;

  /* After the first rows come just the others. */
  if (self->first_shown)
    result->ranges = sanera_ids_diff (self->ids, result->ids, SANERA_QUERY_MAX_RANGES);

  g_clear_object (&self->running);
  self->refreshing = FALSE;
  self->first_shown = FALSE;
  self->frequent = result->frequent;
  if (result->rows != NULL)
    sanera_row_cache_update (self->rows, result->rows);
  if (result->ranges != NULL)
    apply_ranges (self, result->ids, result->ranges);
  else
    {
      if (refreshing)
        self->replaced_at = g_get_monotonic_time ();
      replace (self, result->ids, result->scroll_to);
    }
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
    take_all (self, found);
}

static gboolean
hold_source_cb (gpointer user_data)
{
  SaneraQueryModel *self = user_data;

  self->hold_source = 0;
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
  if (found->whole)
    {
      stop (self);
      replace (self, found->ids, 0);
      finish_run (self, NULL);
      return;
    }

  /* Behind a frame that is due: the priority is lower than that of drawing. */
  self->first_shown = TRUE;
  self->holds++;
  self->hold_source =
      g_timeout_add_full (G_PRIORITY_LOW, FIRST_FRAME_MS, hold_source_cb, self, NULL);
  replace (self, found->ids, 0);
}

static void
push_all (SaneraQueryModel *self, SaneraQueryRun *run)
{
  sanera_store_read_async (sanera_cache_get_store (self->cache), sanera_query_run_all,
                           sanera_query_run_ref (run), sanera_query_run_unref, self->running,
                           all_cb, self);
}

/* The first rows, then all: by the person, or because nothing is shown yet. */
static void
start_run (SaneraQueryModel *self, gboolean want_first)
{
  g_autoptr (SaneraQueryRun) run = sanera_query_run_new (self->query);

  stop (self);
  self->refresh_again = FALSE;
  self->running = g_cancellable_new ();
  set_complete (self, FALSE);
  set_loading (self, TRUE);
  if (want_first)
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
 * sanera_query_model_hold:
 * @self: a model
 *
 * From now on only the first rows are given out; see sanera_query_model_release().
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
  g_autoptr (SaneraQueryResult) held = NULL;

  g_return_if_fail (SANERA_IS_QUERY_MODEL (self));
  g_return_if_fail (self->holds > 0);

  if (--self->holds > 0 || self->held == NULL)
    return;

  held = g_steal_pointer (&self->held);
  take_all (self, held);
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
 * Returns: the row id there, 0 when there is no such row; makes no object
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
