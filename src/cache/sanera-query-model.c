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

/**
 * sanera_query_model_set_loading:
 * @self: a model
 * @loading: see #SaneraQueryModel:loading
 */
void
sanera_query_model_set_loading (SaneraQueryModel *self, gboolean loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

/**
 * sanera_query_model_set_complete:
 * @self: a model
 * @complete: see #SaneraQueryModel:complete
 */
void
sanera_query_model_set_complete (SaneraQueryModel *self, gboolean complete)
{
  if (self->complete == complete)
    return;

  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

/**
 * sanera_query_model_set_error:
 * @self: a model
 * @error: (nullable): why the newest query failed; the cache is told
 */
void
sanera_query_model_set_error (SaneraQueryModel *self, const GError *error)
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

  sanera_query_model_stop (self);
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
  sanera_query_model_start (self, !has_first);
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
  sanera_query_model_start (self, TRUE);
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
