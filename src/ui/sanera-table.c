/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-focus-child.h"
#include "sanera-tab-stop.h"
#include "sanera-table-private.h"

#include <glib/gi18n.h>

/**
 * SaneraTable:
 *
 * Wraps a GtkColumnView for lists of a million rows:
 *
 *   SaneraQueryModel → SaneraSelection → GtkColumnView → SaneraTableCell
 *
 * Nothing in it looks at rows that are not on screen. The columns come from a static table of
 * #SaneraColumn; a first column of check boxes is added. Sorting is only asked for, by the signal
 * "sort": the rows come sorted from the query.
 */
enum
{
  SIGNAL_OPEN,
  SIGNAL_SORT,
  SIGNAL_COLUMNS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraTable, sanera_table, ADW_TYPE_BIN)

static int
probe_compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  SaneraTableColumn *info = data;
  SaneraTable *self = info->table;

  if (self->probed < 0)
    self->probed = (int)info->index;
  return 1;
}

/**
 * sanera_table_emit_open:
 * @self: a table
 * @position: a row
 * @by_keyboard: whether it was a key
 *
 * Emits #SaneraTable::open.
 */
void
sanera_table_emit_open (SaneraTable *self, guint position, gboolean by_keyboard)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, position, by_keyboard);
}

/* GTK 4.8 does not say by which column it sorts. Comparing two objects asks the sorter of the
 * primary column first, and the sign of the answer is the direction. */
static gboolean
find_sort_column (SaneraTable *self, guint *index, gboolean *descending)
{
  g_autoptr (GObject) a = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) b = g_object_new (G_TYPE_OBJECT, NULL);
  GtkOrdering ordering;

  self->probed = -1;
  ordering = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), a, b);
  if (self->probed < 0)
    return FALSE;

  *index = (guint)self->probed;
  *descending = ordering < 0;
  return TRUE;
}

static void
sorter_changed_cb (GtkSorter *sorter, GtkSorterChange change, SaneraTable *self)
{
  guint index;
  gboolean descending;

  if (self->changing > 0 || !find_sort_column (self, &index, &descending))
    return;

  if (g_strcmp0 (self->order, self->columns[index].order) != 0)
    descending = (self->columns[index].flags & SANERA_COLUMN_DESCENDING) != 0;
  g_signal_emit (self, signals[SIGNAL_SORT], 0, self->columns[index].order, descending);
}

static gboolean
emit_columns_changed_cb (gpointer data)
{
  SaneraTable *self = data;

  self->columns_source = 0;
  g_signal_emit (self, signals[SIGNAL_COLUMNS_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
column_notify_cb (GtkColumnViewColumn *column, GParamSpec *pspec, SaneraTable *self)
{
  /* Dragging a border changes the width at every motion: settings are written once it rests. */
  if (self->changing == 0 && self->columns_source == 0)
    self->columns_source = g_timeout_add (300, emit_columns_changed_cb, self);
  sanera_table_width_queue (self);
}

/* Heads are labels that GTK neither shortens nor aligns. */
static void
adjust_heads (SaneraTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  GtkWidget *head =
      gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));

  for (guint i = 0; head != NULL && i < g_list_model_get_n_items (columns);
       i++, head = gtk_widget_get_next_sibling (head))
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      GtkWidget *box = gtk_widget_get_first_child (head);
      GtkWidget *label = box != NULL ? gtk_widget_get_first_child (box) : NULL;
      const char *title = gtk_column_view_column_get_title (column);

      if (!GTK_IS_LABEL (label))
        continue;

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_halign (box, GTK_ALIGN_FILL);
      for (guint j = 0; j < self->n_columns; j++)
        {
          if (self->infos[j].column != column)
            continue;
          if ((self->columns[j].flags & SANERA_COLUMN_NUMERIC) != 0)
            gtk_widget_set_halign (box, GTK_ALIGN_END);
          /* It is called as the page is, and gives way to the others. */
          if ((self->columns[j].flags & SANERA_COLUMN_EXPAND) != 0)
            gtk_widget_add_css_class (label, "sanera-data");
        }
      /* GTK asks the display where the pointer is with every text it is given, also with the same
       * one: four round trips, each longer than all the rest of this. */
      if (title != NULL && *title != '\0' &&
          g_strcmp0 (gtk_widget_get_tooltip_text (head), title) != 0)
        gtk_widget_set_tooltip_text (head, title);
    }
}

static void
columns_items_changed_cb (GListModel *columns,
                          guint position,
                          guint removed,
                          guint added,
                          SaneraTable *self)
{
  /* Going away, the view takes out its columns one by one; and whoever moves them all adjusts the
   * heads when that is done. */
  if (self->view == NULL || self->changing > 0)
    return;

  adjust_heads (self);
  if (self->columns_source == 0)
    self->columns_source = g_timeout_add (300, emit_columns_changed_cb, self);
}

static void
activate_cb (GtkColumnView *view, guint position, SaneraTable *self)
{
  sanera_table_emit_open (self, position, !self->pressed);
}

/* The row at the top of the view is the one that a refresh must not move. At the very top with
 * nothing selected nobody has begun to read: there the first rows are what one wants to see. */
static void
update_anchor (SaneraTable *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  gint64 row_id = 0;

  if (self->selection == NULL)
    return;

  if (gtk_adjustment_get_value (adjustment) > 0 || sanera_selection_get_count (self->selection) > 0)
    row_id = sanera_table_get_top_row_id (self);
  sanera_query_model_set_anchor (sanera_selection_get_model (self->selection), row_id);
}

static void
marked_cb (SaneraTable *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->list_view); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    sanera_table_cells_update_check (row);
}

static void
scroll_to_cb (SaneraQueryModel *model, guint position, SaneraTable *self)
{
  sanera_table_scroll_to (self, position);
}

static GtkColumnViewColumn *
add_column (SaneraTable *self, SaneraTableColumn *info, const char *title)
{
  info->column = gtk_column_view_column_new (title, sanera_table_cells_create_factory (info));
  gtk_column_view_append_column (self->view, info->column);

  return info->column;
}

static void
sanera_table_dispose (GObject *object)
{
  SaneraTable *self = SANERA_TABLE (object);

  sanera_table_press_dispose (self);
  g_clear_handle_id (&self->stale_source, g_source_remove);
  g_clear_handle_id (&self->name_source, g_source_remove);
  g_clear_handle_id (&self->columns_source, g_source_remove);
  g_clear_handle_id (&self->width_source, g_source_remove);
  if (self->view != NULL)
    {
      self->changing++;
      sanera_table_set_selection (self, NULL);
      for (guint i = 0; i <= self->n_columns; i++)
        g_clear_object (&self->infos[i].column);
      self->view = NULL;
    }
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (sanera_table_parent_class)->dispose (object);
}

static void
sanera_table_finalize (GObject *object)
{
  SaneraTable *self = SANERA_TABLE (object);

  g_free (self->infos);
  g_free (self->own_widths);
  g_free (self->least_widths);
  g_free (self->given_widths);
  g_free (self->order);
  g_free (self->name);
  g_hash_table_unref (self->stale_rows);
  sanera_pen_free (self->pen);

  G_OBJECT_CLASS (sanera_table_parent_class)->finalize (object);
}

static gboolean
sanera_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SANERA_TABLE (widget)->list_view);
}

/* Letters may have another size now. */
static void
sanera_table_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sanera_table_parent_class)->css_changed (widget, change);
  sanera_table_width_update (SANERA_TABLE (widget));
}

static void
sanera_table_class_init (SaneraTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_table_dispose;
  object_class->finalize = sanera_table_finalize;
  widget_class->focus = sanera_focus_child;
  widget_class->grab_focus = sanera_table_grab_focus;
  widget_class->css_changed = sanera_table_css_changed;

  signals[SIGNAL_OPEN] =
      g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
  signals[SIGNAL_SORT] =
      g_signal_new ("sort", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_COLUMNS_CHANGED] =
      g_signal_new ("columns-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
sanera_table_init (SaneraTable *self)
{
  self->stale_rows = g_hash_table_new (NULL, NULL);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  self->list_view = gtk_widget_get_last_child (GTK_WIDGET (self->view));
  self->pen = sanera_pen_new (self->list_view);
  gtk_column_view_set_reorderable (self->view, TRUE);
  gtk_column_view_set_show_column_separators (self->view, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "sanera-table");

  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->scroller), TRUE);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), sanera_tab_stop_new (GTK_WIDGET (self->scroller)));

  sanera_table_press_init (self);
  g_signal_connect (self->view, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (gtk_column_view_get_sorter (self->view), "changed",
                    G_CALLBACK (sorter_changed_cb), self);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (update_anchor), self, G_CONNECT_SWAPPED);
  /* Also when the check boxes have got their width, which the first row gives them. */
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller), "changed",
                           G_CALLBACK (sanera_table_width_queue), self, G_CONNECT_SWAPPED);
}

/**
 * sanera_table_new:
 * @columns: a static table; the first column is the title of a row
 * @n_columns: its length
 * @name: what the list is called, for screen readers
 *
 * Returns: (transfer floating): a table without rows
 */
SaneraTable *
sanera_table_new (const SaneraColumn *columns, guint n_columns, const char *name)
{
  SaneraTable *self = g_object_new (SANERA_TYPE_TABLE, NULL);

  self->columns = columns;
  self->n_columns = n_columns;
  self->name = g_strdup (name);
  self->context.now = g_get_real_time ();
  self->infos = g_new0 (SaneraTableColumn, n_columns + 1);
  sanera_table_width_init (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);

  self->changing++;
  self->infos[n_columns] = (SaneraTableColumn){ self, SANERA_TABLE_CHECK_COLUMN, NULL };
  add_column (self, &self->infos[n_columns], "");
  for (guint i = 0; i < n_columns; i++)
    {
      GtkColumnViewColumn *column;

      self->infos[i] = (SaneraTableColumn){ self, i, NULL };
      column = add_column (self, &self->infos[i], gettext (columns[i].title));
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_fixed_width (column, self->own_widths[i]);
      gtk_column_view_column_set_visible (column, (columns[i].flags & SANERA_COLUMN_VISIBLE) != 0);
      if (columns[i].order != NULL)
        {
          g_autoptr (GtkSorter) sorter =
              GTK_SORTER (gtk_custom_sorter_new (probe_compare_cb, &self->infos[i], NULL));

          gtk_column_view_column_set_sorter (column, sorter);
        }
      g_signal_connect (column, "notify::fixed-width", G_CALLBACK (column_notify_cb), self);
      g_signal_connect (column, "notify::visible", G_CALLBACK (column_notify_cb), self);
    }
  adjust_heads (self);
  self->changing--;
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed",
                           G_CALLBACK (columns_items_changed_cb), self, 0);

  return self;
}

/**
 * sanera_table_set_selection:
 * @self: a table
 * @selection: (nullable): the rows and which of them are selected
 *
 * Shows other rows. A table that goes away is given %NULL first: its rows let go of their records
 * while these still exist.
 */
void
sanera_table_set_selection (SaneraTable *self, SaneraSelection *selection)
{
  g_return_if_fail (SANERA_IS_TABLE (self));
  g_return_if_fail (selection == NULL || SANERA_IS_SELECTION (selection));

  if (self->selection == selection)
    return;

  if (self->selection != NULL)
    {
      g_clear_signal_handler (&self->scroll_to_id, sanera_selection_get_model (self->selection));
      g_signal_handlers_disconnect_by_func (self->selection, update_anchor, self);
      g_signal_handlers_disconnect_by_func (self->selection, marked_cb, self);
      gtk_column_view_set_model (self->view, NULL);
      g_clear_object (&self->selection);
    }
  if (selection != NULL)
    {
      self->selection = g_object_ref (selection);
      self->scroll_to_id = g_signal_connect (sanera_selection_get_model (selection), "scroll-to",
                                             G_CALLBACK (scroll_to_cb), self);
      g_signal_connect_swapped (selection, "selection-changed", G_CALLBACK (update_anchor), self);
      g_signal_connect_swapped (selection, "notify::marked", G_CALLBACK (marked_cb), self);
      gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
    }
}

/**
 * sanera_table_set_order:
 * @self: a table
 * @order: (nullable): the order of the query
 * @descending: largest first
 *
 * Shows in the heads how the rows are sorted.
 */
void
sanera_table_set_order (SaneraTable *self, const char *order, gboolean descending)
{
  GtkColumnViewColumn *column = NULL;

  g_return_if_fail (SANERA_IS_TABLE (self));

  g_free (self->order);
  self->order = g_strdup (order);
  self->descending = descending;
  for (guint i = 0; i < self->n_columns; i++)
    if (g_strcmp0 (self->columns[i].order, order) == 0)
      column = self->infos[i].column;

  self->changing++;
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  if (column != NULL)
    gtk_column_view_sort_by_column (self->view, column,
                                    descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->changing--;
}

/**
 * sanera_table_set_column_states:
 * @self: a table
 * @states: (element-type SaneraColumnState): one for each column
 *
 * Shows the columns in that order and width.
 */
void
sanera_table_set_column_states (SaneraTable *self, GArray *states)
{
  g_return_if_fail (SANERA_IS_TABLE (self));
  g_return_if_fail (states->len == self->n_columns);

  self->changing++;
  for (guint i = 0; i < states->len; i++)
    {
      const SaneraColumnState *state = &g_array_index (states, SaneraColumnState, i);
      GtkColumnViewColumn *column = self->infos[state->column].column;
      g_autoptr (GtkColumnViewColumn) present =
          g_list_model_get_item (gtk_column_view_get_columns (self->view), i + 1);

      /* Taking a column out and in again makes its head and its cells anew. */
      if (present != column)
        gtk_column_view_insert_column (self->view, i + 1, column);
      gtk_column_view_column_set_visible (column, state->visible);
      gtk_column_view_column_set_fixed_width (
          column, state->width > 0 ? state->width : self->own_widths[state->column]);
    }
  adjust_heads (self);
  self->changing--;
  sanera_table_width_queue (self);
}

/**
 * sanera_table_get_column_states:
 * @self: a table
 *
 * Returns: (transfer full) (element-type SaneraColumnState): the columns as they are now
 */
GArray *
sanera_table_get_column_states (SaneraTable *self)
{
  GArray *states = g_array_new (FALSE, FALSE, sizeof (SaneraColumnState));
  GListModel *columns;

  g_return_val_if_fail (SANERA_IS_TABLE (self), states);

  columns = gtk_column_view_get_columns (self->view);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      for (guint j = 0; j < self->n_columns; j++)
        {
          SaneraColumnState state = { j, gtk_column_view_column_get_visible (column),
                                      gtk_column_view_column_get_fixed_width (column) };

          if (self->infos[j].column != column)
            continue;
          if (state.width == self->own_widths[j] || state.width == self->given_widths[j])
            state.width = -1;
          g_array_append_val (states, state);
        }
    }

  return states;
}

/**
 * sanera_table_set_column_visible:
 * @self: a table
 * @column: index in the table of columns
 * @visible: whether to show it
 *
 * Shows or hides a column for the person.
 */
void
sanera_table_set_column_visible (SaneraTable *self, guint column, gboolean visible)
{
  g_return_if_fail (SANERA_IS_TABLE (self));
  g_return_if_fail (column < self->n_columns);

  gtk_column_view_column_set_visible (self->infos[column].column, visible);
}

/**
 * sanera_table_scroll_to:
 * @self: a table
 * @position: a row
 *
 * Brings the row into view with as little scrolling as possible.
 */
void
sanera_table_scroll_to (SaneraTable *self, guint position)
{
  g_return_if_fail (SANERA_IS_TABLE (self));

  gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", position);
}

/**
 * sanera_table_get_top_row_id:
 * @self: a table
 *
 * Returns: id of the first row in view, 0 without rows
 */
gint64
sanera_table_get_top_row_id (SaneraTable *self)
{
  GtkAdjustment *adjustment;
  guint n_rows;
  double upper;

  g_return_val_if_fail (SANERA_IS_TABLE (self), 0);

  if (self->selection == NULL)
    return 0;

  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  upper = gtk_adjustment_get_upper (adjustment);
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  if (n_rows == 0 || upper <= 0)
    return 0;

  /* All rows have one height. */
  return sanera_query_model_get_row_id (
      sanera_selection_get_model (self->selection),
      MIN ((guint)(gtk_adjustment_get_value (adjustment) * n_rows / upper), n_rows - 1));
}

/**
 * sanera_table_focus_row:
 * @self: a table
 * @position: a row, %GTK_INVALID_LIST_POSITION: the one that had the focus last
 *
 * Gives a row the focus.
 */
void
sanera_table_focus_row (SaneraTable *self, guint position)
{
  g_return_if_fail (SANERA_IS_TABLE (self));

  if (position != GTK_INVALID_LIST_POSITION)
    {
      sanera_table_scroll_to (self, position);
      for (GtkWidget *row = gtk_widget_get_first_child (self->list_view); row != NULL;
           row = gtk_widget_get_next_sibling (row))
        {
          GtkListItem *item = sanera_table_cells_get_item (row);

          if (item != NULL && gtk_list_item_get_position (item) == position &&
              gtk_widget_grab_focus (row))
            return;
        }
    }

  gtk_widget_grab_focus (self->list_view);
}

/**
 * sanera_table_set_context:
 * @self: a table
 * @context: what cells depend on beside their records
 *
 * Fills in the cells again.
 */
void
sanera_table_set_context (SaneraTable *self, const SaneraCellContext *context)
{
  g_return_if_fail (SANERA_IS_TABLE (self));

  self->context = *context;
  for (GtkWidget *row = gtk_widget_get_first_child (self->list_view); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    sanera_table_cells_fill_row (row);
}

/**
 * sanera_table_get_context:
 * @self: a table
 *
 * Returns: (transfer none): what cells depend on beside their records
 */
const SaneraCellContext *
sanera_table_get_context (SaneraTable *self)
{
  g_return_val_if_fail (SANERA_IS_TABLE (self), NULL);

  return &self->context;
}
