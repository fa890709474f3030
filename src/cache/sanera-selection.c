/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-selection.h"

/**
 * SaneraSelection:
 *
 * What is selected, as a set of row ids or as "everything of the query except some". It outlives
 * refresh, sort and filter, and makes no objects: selecting a million rows is one flag.
 *
 * A single row that a click or an arrow key went to is selected, but not *marked*: it is looked at.
 * Rows are marked by their check boxes, Space, Ctrl or Shift: they are chosen for something.
 */

struct _SaneraSelection
{
  GObject parent_instance;

  SaneraQueryModel *model;
  GHashTable *ids; /* set of row ids: the selected ones, or the exceptions */
  gboolean everything;
  gboolean marked;
};

typedef enum
{
  PROP_MODEL = 1,
  PROP_COUNT,
  PROP_MARKED,
} SaneraSelectionProp;

static GParamSpec *props[PROP_MARKED + 1];

static void sanera_selection_list_model_init (GListModelInterface *iface);
static void sanera_selection_selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraSelection,
                               sanera_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      sanera_selection_list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          sanera_selection_selection_model_init))

/* Row ids fit 32 bits: see SaneraIds. */
static gpointer
make_key (gint64 row_id)
{
  return GUINT_TO_POINTER ((guint)row_id);
}

static gboolean
contains (SaneraSelection *self, gint64 row_id)
{
  return row_id > 0 && g_hash_table_contains (self->ids, make_key (row_id)) != self->everything;
}

static void
set_selected (SaneraSelection *self, gint64 row_id, gboolean selected)
{
  if (row_id <= 0)
    return;
  if (selected != self->everything)
    g_hash_table_add (self->ids, make_key (row_id));
  else
    g_hash_table_remove (self->ids, make_key (row_id));
}

static void
set_marked (SaneraSelection *self, gboolean marked)
{
  marked = marked && (self->everything || g_hash_table_size (self->ids) > 0);
  if (self->marked == marked)
    return;

  self->marked = marked;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MARKED]);
}

static void
emit (SaneraSelection *self, guint position, guint n_items)
{
  if (n_items > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, n_items);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COUNT]);
}

static void
emit_all (SaneraSelection *self)
{
  emit (self, 0, g_list_model_get_n_items (G_LIST_MODEL (self->model)));
}

/* The list is the model's own. */

static GType
sanera_selection_get_item_type (GListModel *list)
{
  return g_list_model_get_item_type (G_LIST_MODEL (SANERA_SELECTION (list)->model));
}

static guint
sanera_selection_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SANERA_SELECTION (list)->model));
}

static gpointer
sanera_selection_get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (SANERA_SELECTION (list)->model), position);
}

static void
sanera_selection_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = sanera_selection_get_item_type;
  iface->get_n_items = sanera_selection_get_n_items;
  iface->get_item = sanera_selection_get_item;
}

/* Selecting */

static gboolean
sanera_selection_is_selected (GtkSelectionModel *model, guint position)
{
  SaneraSelection *self = SANERA_SELECTION (model);

  return contains (self, sanera_query_model_get_row_id (self->model, position));
}

static GtkBitset *
sanera_selection_get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  SaneraSelection *self = SANERA_SELECTION (model);
  guint n = sanera_selection_get_n_items (G_LIST_MODEL (model));
  guint end = position < n ? position + MIN (n_items, n - position) : position;
  GtkBitset *set = gtk_bitset_new_empty ();

  if (self->everything && end > position)
    gtk_bitset_add_range (set, position, end - position);
  if (g_hash_table_size (self->ids) == 0)
    return set;

  for (guint i = position; i < end; i++)
    {
      if (!g_hash_table_contains (self->ids,
                                  make_key (sanera_query_model_get_row_id (self->model, i))))
        continue;
      if (self->everything)
        gtk_bitset_remove (set, i);
      else
        gtk_bitset_add (set, i);
    }

  return set;
}

static gboolean
sanera_selection_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  SaneraSelection *self = SANERA_SELECTION (model);
  GtkBitsetIter iter;
  guint position;
  guint first = G_MAXUINT;
  guint last = 0;

  if (!gtk_bitset_iter_init_first (&iter, mask, &position))
    return TRUE;

  do
    {
      gint64 row_id = sanera_query_model_get_row_id (self->model, position);
      gboolean wanted = gtk_bitset_contains (selected, position);

      if (row_id == 0 || contains (self, row_id) == wanted)
        continue;
      set_selected (self, row_id, wanted);
      first = MIN (first, position);
      last = MAX (last, position);
    }
  while (gtk_bitset_iter_next (&iter, &position));

  set_marked (self, TRUE);
  if (first <= last)
    emit (self, first, last - first + 1);

  return TRUE;
}

static gboolean
sanera_selection_select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  SaneraSelection *self = SANERA_SELECTION (model);
  gint64 row_id = sanera_query_model_get_row_id (self->model, position);

  if (row_id == 0)
    return FALSE;

  if (unselect_rest)
    {
      set_marked (self, FALSE);
      if (!self->everything && g_hash_table_size (self->ids) == 1 && contains (self, row_id))
        return TRUE;
      self->everything = FALSE;
      g_hash_table_remove_all (self->ids);
      set_selected (self, row_id, TRUE);
      emit_all (self);
    }
  else if (!contains (self, row_id))
    {
      set_selected (self, row_id, TRUE);
      set_marked (self, TRUE);
      emit (self, position, 1);
    }

  return TRUE;
}

static gboolean
sanera_selection_unselect_item (GtkSelectionModel *model, guint position)
{
  SaneraSelection *self = SANERA_SELECTION (model);
  gint64 row_id = sanera_query_model_get_row_id (self->model, position);

  if (row_id == 0)
    return FALSE;
  if (!contains (self, row_id))
    return TRUE;

  /* Space and Ctrl+click on a row that is only looked at: GTK takes it for a chosen one. */
  if (!self->marked)
    {
      set_marked (self, TRUE);
      return TRUE;
    }
  set_selected (self, row_id, FALSE);
  set_marked (self, TRUE);
  emit (self, position, 1);

  return TRUE;
}

static gboolean
sanera_selection_select_range (GtkSelectionModel *model,
                               guint position,
                               guint n_items,
                               gboolean unselect_rest)
{
  SaneraSelection *self = SANERA_SELECTION (model);
  guint n = sanera_selection_get_n_items (G_LIST_MODEL (model));

  if (position >= n)
    return FALSE;

  n_items = MIN (n_items, n - position);
  if (unselect_rest)
    {
      self->everything = FALSE;
      g_hash_table_remove_all (self->ids);
    }
  for (guint i = position; i < position + n_items; i++)
    set_selected (self, sanera_query_model_get_row_id (self->model, i), TRUE);
  set_marked (self, TRUE);
  if (unselect_rest)
    emit_all (self);
  else
    emit (self, position, n_items);

  return TRUE;
}

static gboolean
sanera_selection_unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  SaneraSelection *self = SANERA_SELECTION (model);
  guint n = sanera_selection_get_n_items (G_LIST_MODEL (model));

  if (position >= n)
    return FALSE;

  n_items = MIN (n_items, n - position);
  for (guint i = position; i < position + n_items; i++)
    set_selected (self, sanera_query_model_get_row_id (self->model, i), FALSE);
  set_marked (self, TRUE);
  emit (self, position, n_items);

  return TRUE;
}

static gboolean
sanera_selection_select_all (GtkSelectionModel *model)
{
  SaneraSelection *self = SANERA_SELECTION (model);

  if (self->everything && g_hash_table_size (self->ids) == 0)
    return TRUE;

  self->everything = TRUE;
  g_hash_table_remove_all (self->ids);
  set_marked (self, TRUE);
  emit_all (self);

  return TRUE;
}

static gboolean
sanera_selection_unselect_all (GtkSelectionModel *model)
{
  sanera_selection_clear (SANERA_SELECTION (model));

  return TRUE;
}

static void
sanera_selection_selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = sanera_selection_is_selected;
  iface->get_selection_in_range = sanera_selection_get_selection_in_range;
  iface->set_selection = sanera_selection_set_selection;
  iface->select_item = sanera_selection_select_item;
  iface->unselect_item = sanera_selection_unselect_item;
  iface->select_range = sanera_selection_select_range;
  iface->unselect_range = sanera_selection_unselect_range;
  iface->select_all = sanera_selection_select_all;
  iface->unselect_all = sanera_selection_unselect_all;
}

/* GTK asks again about the rows that were added, so the signal is all it takes. */
static void
items_changed_cb (GListModel *model,
                  guint position,
                  guint removed,
                  guint added,
                  SaneraSelection *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (self->everything && removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COUNT]);
}

static void
sanera_selection_finalize (GObject *object)
{
  SaneraSelection *self = SANERA_SELECTION (object);

  g_hash_table_unref (self->ids);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (sanera_selection_parent_class)->finalize (object);
}

static void
sanera_selection_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SaneraSelection *self = SANERA_SELECTION (object);

  switch ((SaneraSelectionProp)prop_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_COUNT:
      g_value_set_uint64 (value, sanera_selection_get_count (self));
      break;
    case PROP_MARKED:
      g_value_set_boolean (value, self->marked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sanera_selection_class_init (SaneraSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = sanera_selection_finalize;
  object_class->get_property = sanera_selection_get_property;

  /**
   * SaneraSelection:model:
   *
   * The list.
   */
  props[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, SANERA_TYPE_QUERY_MODEL, flags);

  /**
   * SaneraSelection:count:
   *
   * How many rows are selected, those that the query does not show at the moment included.
   */
  props[PROP_COUNT] = g_param_spec_uint64 ("count", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  /**
   * SaneraSelection:marked:
   *
   * Whether the selected rows were chosen for something, and not only looked at.
   */
  props[PROP_MARKED] = g_param_spec_boolean ("marked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
sanera_selection_init (SaneraSelection *self)
{
  self->ids = g_hash_table_new (NULL, NULL);
}

/**
 * sanera_selection_new:
 * @model: the list
 *
 * Returns: (transfer full): a selection of nothing
 */
SaneraSelection *
sanera_selection_new (SaneraQueryModel *model)
{
  SaneraSelection *self;

  g_return_val_if_fail (SANERA_IS_QUERY_MODEL (model), NULL);

  self = g_object_new (SANERA_TYPE_SELECTION, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, 0);

  return self;
}

/**
 * sanera_selection_get_model:
 * @self: a selection
 *
 * Returns: (transfer none): the list
 */
SaneraQueryModel *
sanera_selection_get_model (SaneraSelection *self)
{
  g_return_val_if_fail (SANERA_IS_SELECTION (self), NULL);

  return self->model;
}

/**
 * sanera_selection_get_count:
 * @self: a selection
 *
 * Returns: how many rows are selected
 */
guint64
sanera_selection_get_count (SaneraSelection *self)
{
  guint n, exceptions = 0;
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (SANERA_IS_SELECTION (self), 0);

  if (!self->everything)
    return g_hash_table_size (self->ids);

  /* An exception that the query does not show any more takes nothing away from it. */
  n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (sanera_query_model_find_row_id (self->model, GPOINTER_TO_UINT (key)) != G_MAXUINT)
      exceptions++;

  return n - exceptions;
}

/**
 * sanera_selection_get_everything:
 * @self: a selection
 *
 * Returns: whether it is everything of the query, except what sanera_selection_get_row_ids() names
 */
gboolean
sanera_selection_get_everything (SaneraSelection *self)
{
  g_return_val_if_fail (SANERA_IS_SELECTION (self), FALSE);

  return self->everything;
}

/**
 * sanera_selection_contains:
 * @self: a selection
 * @row_id: a row id
 *
 * Returns: whether the row is selected
 */
gboolean
sanera_selection_contains (SaneraSelection *self, gint64 row_id)
{
  g_return_val_if_fail (SANERA_IS_SELECTION (self), FALSE);

  return contains (self, row_id);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *)a;
  gint64 second = *(const gint64 *)b;

  return first < second ? -1 : first > second;
}

/**
 * sanera_selection_get_row_ids:
 * @self: a selection
 *
 * Returns: (transfer full) (element-type gint64): the selected rows, or of "everything" the
 *   exceptions; in the order of their ids
 */
GArray *
sanera_selection_get_row_ids (SaneraSelection *self)
{
  GArray *ids;
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (SANERA_IS_SELECTION (self), NULL);

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 row_id = GPOINTER_TO_UINT (key);

      g_array_append_val (ids, row_id);
    }
  g_array_sort (ids, compare_ids);

  return ids;
}

/**
 * sanera_selection_get_query:
 * @self: a selection
 *
 * What is selected as a query, in the order of the list: for exports and for what is done with many
 * rows at once. It makes no objects. A selected row that the filters hide at the moment is selected
 * nevertheless.
 *
 * Returns: (transfer full): the query
 */
SaneraQuery *
sanera_selection_get_query (SaneraSelection *self)
{
  g_autoptr (GArray) row_ids = NULL;
  g_autoptr (SaneraQuery) list = NULL;
  g_autoptr (SaneraQuery) children = NULL;
  g_autoptr (SaneraQuery) ordered = NULL;
  SaneraQuery *shown;
  gboolean descending;
  const char *order;

  g_return_val_if_fail (SANERA_IS_SELECTION (self), NULL);

  row_ids = sanera_selection_get_row_ids (self);
  shown = sanera_query_model_get_query (self->model);
  if (self->everything)
    return sanera_query_with_rows (shown, row_ids, TRUE);

  order = sanera_query_get_order (shown, &descending);
  list = sanera_query_new (sanera_query_get_list (shown));
  children = sanera_query_with_parent (list, sanera_query_get_parent (shown));
  ordered = sanera_query_with_order (children, order, descending);
  return sanera_query_with_rows (ordered, row_ids, FALSE);
}

/**
 * sanera_selection_clear:
 * @self: a selection
 *
 * Selects nothing.
 */
void
sanera_selection_clear (SaneraSelection *self)
{
  g_return_if_fail (SANERA_IS_SELECTION (self));

  if (!self->everything && g_hash_table_size (self->ids) == 0)
    return;

  self->everything = FALSE;
  g_hash_table_remove_all (self->ids);
  set_marked (self, FALSE);
  emit_all (self);
}

/**
 * sanera_selection_get_marked:
 * @self: a selection
 *
 * Returns: whether the selected rows were chosen for something, and not only looked at
 */
gboolean
sanera_selection_get_marked (SaneraSelection *self)
{
  g_return_val_if_fail (SANERA_IS_SELECTION (self), FALSE);

  return self->marked;
}

/**
 * sanera_selection_toggle:
 * @self: a selection
 * @position: a row
 *
 * Marks the row if it is not, else not; other marked rows stay as they are. A row that is only
 * looked at is not taken along.
 */
void
sanera_selection_toggle (SaneraSelection *self, guint position)
{
  g_return_if_fail (SANERA_IS_SELECTION (self));

  if (sanera_selection_is_selected (GTK_SELECTION_MODEL (self), position))
    sanera_selection_unselect_item (GTK_SELECTION_MODEL (self), position);
  else if (!self->marked)
    {
      sanera_selection_select_item (GTK_SELECTION_MODEL (self), position, TRUE);
      set_marked (self, TRUE);
    }
  else
    sanera_selection_select_item (GTK_SELECTION_MODEL (self), position, FALSE);
}
