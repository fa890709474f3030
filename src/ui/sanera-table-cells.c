/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-table-private.h"

/* What a cell's widget has to know to be filled in again. */
typedef struct
{
  SaneraTableColumn *column;
  GtkListItem *item;
  gulong notify_id; /* on the record; check cells only */
} TableCell;

static GQuark
cell_quark (void)
{
  return g_quark_from_static_string ("sanera-table-cell");
}

static TableCell *
get_cell (GtkWidget *child)
{
  return g_object_get_qdata (G_OBJECT (child), cell_quark ());
}

/* The names are on the widgets around the cell's child: GTK 4.8 has no factory for rows, and both
 * would be read as "GtkListItemWidget". */
static void
set_cell_name (GtkWidget *child, const char *text)
{
  GtkWidget *cell = gtk_widget_get_parent (child);

  if (cell != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static GtkWidget *
get_row_widget (GtkWidget *child)
{
  GtkWidget *cell = gtk_widget_get_parent (child);

  return cell != NULL ? gtk_widget_get_parent (cell) : NULL;
}

static void
fill_cell (GtkWidget *child, TableCell *cell, SaneraRecord *record)
{
  SaneraTable *self = cell->column->table;
  const SaneraColumn *column = &self->columns[cell->column->index];
  const SaneraCellContext *context = &self->context;
  g_autofree char *text = NULL;

  text = column->text (record, context);
  if (column->create != NULL)
    column->bind (child, record, context);
  else
    sanera_column_set_text (GTK_INSCRIPTION (child), text);

  if (column->full != NULL)
    {
      g_autofree char *full = column->full (record, context);

      set_cell_name (child, full);
    }
  else
    set_cell_name (child, text);
}

/* A row that one only went to has no tick. */
static gboolean
is_marked (TableCell *cell)
{
  SaneraTable *self = cell->column->table;

  return gtk_list_item_get_selected (cell->item) && self->selection != NULL &&
         sanera_selection_get_marked (self->selection);
}

static void
fill_check_cell (GtkWidget *child, TableCell *cell, SaneraRecord *record)
{
  SaneraTable *self = cell->column->table;
  GtkWidget *row = get_row_widget (child);
  g_autofree char *title = NULL;

  title = sanera_column_get_full_text (&self->columns[0], record, &self->context);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  set_cell_name (child, title);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (child), is_marked (cell));
}

/**
 * sanera_table_cells_fill_row:
 * @row: a row of the inner list
 *
 * Fills in all its cells again.
 */
void
sanera_table_cells_fill_row (GtkWidget *row)
{
  GtkWidget *sibling;

  for (sibling = gtk_widget_get_first_child (row); sibling != NULL;
       sibling = gtk_widget_get_next_sibling (sibling))
    {
      GtkWidget *other = gtk_widget_get_first_child (sibling);
      TableCell *cell = other != NULL ? get_cell (other) : NULL;
      SaneraRecord *record;

      if (cell == NULL || (record = gtk_list_item_get_item (cell->item)) == NULL)
        continue;
      if (cell->column->index == SANERA_TABLE_CHECK_COLUMN)
        fill_check_cell (other, cell, record);
      else
        fill_cell (other, cell, record);
    }
}

static gboolean
fill_stale_rows_cb (gpointer data)
{
  SaneraTable *self = data;
  GHashTableIter iter;
  gpointer child;

  self->stale_source = 0;
  g_hash_table_iter_init (&iter, self->stale_rows);
  while (g_hash_table_iter_next (&iter, &child, NULL))
    {
      GtkWidget *row = get_row_widget (child);

      if (row != NULL)
        sanera_table_cells_fill_row (row);
    }
  g_hash_table_remove_all (self->stale_rows);

  return G_SOURCE_REMOVE;
}

/* A record notifies once for each field that changed; its row is filled in once, before the next
 * frame. */
static void
record_notify_cb (SaneraRecord *record, GParamSpec *pspec, GtkWidget *child)
{
  SaneraTable *self = get_cell (child)->column->table;

  g_hash_table_add (self->stale_rows, child);
  if (self->stale_source == 0)
    self->stale_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, fill_stale_rows_cb, self, NULL);
}

static void
check_toggled_cb (GtkCheckButton *check, TableCell *cell)
{
  SaneraTable *self = cell->column->table;

  if (gtk_check_button_get_active (check) != is_marked (cell) && self->selection != NULL)
    sanera_selection_toggle (self->selection, gtk_list_item_get_position (cell->item));
}

static void
item_selected_cb (GtkListItem *item, GParamSpec *pspec, GtkCheckButton *check)
{
  gtk_check_button_set_active (check, is_marked (get_cell (GTK_WIDGET (check))));
}

/**
 * sanera_table_cells_update_check:
 * @row: a row of the inner list
 *
 * Ticks its check box, or not.
 */
void
sanera_table_cells_update_check (GtkWidget *row)
{
  for (GtkWidget *sibling = gtk_widget_get_first_child (row); sibling != NULL;
       sibling = gtk_widget_get_next_sibling (sibling))
    {
      GtkWidget *child = gtk_widget_get_first_child (sibling);
      TableCell *cell = child != NULL ? get_cell (child) : NULL;

      if (cell != NULL && cell->column->index == SANERA_TABLE_CHECK_COLUMN)
        gtk_check_button_set_active (GTK_CHECK_BUTTON (child), is_marked (cell));
    }
}

static gboolean
query_tooltip_cb (GtkWidget *child,
                  int x,
                  int y,
                  gboolean keyboard,
                  GtkTooltip *tooltip,
                  TableCell *cell)
{
  SaneraTable *self = cell->column->table;
  SaneraRecord *record = gtk_list_item_get_item (cell->item);
  g_autofree char *text = NULL;

  if (record == NULL)
    return FALSE;

  text = sanera_column_get_full_text (&self->columns[cell->column->index], record, &self->context);
  if (text == NULL || *text == '\0' || g_str_equal (text, "–"))
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraTableColumn *info)
{
  SaneraTable *self = info->table;
  TableCell *cell = g_new0 (TableCell, 1);
  GtkWidget *child;

  cell->column = info;
  cell->item = item;
  if (info->index == SANERA_TABLE_CHECK_COLUMN)
    {
      child = gtk_check_button_new ();
      /* The row takes the focus, and Space on it selects: a check box that takes the focus would
       * be one more stop on every row. */
      gtk_widget_set_focusable (child, FALSE);
      gtk_widget_set_can_focus (child, FALSE);
      gtk_widget_set_valign (child, GTK_ALIGN_CENTER);
      g_signal_connect (child, "toggled", G_CALLBACK (check_toggled_cb), cell);
      g_signal_connect_object (item, "notify::selected", G_CALLBACK (item_selected_cb), child, 0);
    }
  else
    {
      const SaneraColumn *column = &self->columns[info->index];

      if (column->create != NULL)
        child = column->create ();
      else
        {
          child = gtk_inscription_new (NULL);
          gtk_inscription_set_text_overflow (GTK_INSCRIPTION (child),
                                             GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
          gtk_widget_set_valign (child, GTK_ALIGN_CENTER);
          gtk_inscription_set_yalign (GTK_INSCRIPTION (child), 0.f);
          gtk_inscription_set_min_chars (GTK_INSCRIPTION (child), 2);
          gtk_inscription_set_nat_chars (GTK_INSCRIPTION (child), (guint)column->width);
          gtk_inscription_set_xalign (GTK_INSCRIPTION (child),
                                      column->flags & SANERA_COLUMN_NUMERIC ? 1.f : 0.f);
          if (column->flags & SANERA_COLUMN_NUMERIC)
            gtk_widget_add_css_class (child, "numeric");
        }
      gtk_widget_set_has_tooltip (child, TRUE);
      g_signal_connect (child, "query-tooltip", G_CALLBACK (query_tooltip_cb), cell);
    }

  g_object_set_qdata_full (G_OBJECT (child), cell_quark (), cell, g_free);
  gtk_list_item_set_child (item, child);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraTableColumn *info)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  SaneraRecord *record = gtk_list_item_get_item (item);
  TableCell *cell = get_cell (child);

  if (info->index == SANERA_TABLE_CHECK_COLUMN)
    {
      cell->notify_id = g_signal_connect (record, "notify", G_CALLBACK (record_notify_cb), child);
      fill_check_cell (child, cell, record);
    }
  else
    fill_cell (child, cell, record);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraTableColumn *info)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  TableCell *cell = get_cell (child);

  if (info->index != SANERA_TABLE_CHECK_COLUMN)
    return;

  g_clear_signal_handler (&cell->notify_id, gtk_list_item_get_item (item));
  g_hash_table_remove (info->table->stale_rows, child);
}

/**
 * sanera_table_cells_create_factory:
 * @info: the column; must live as long as its table
 *
 * Returns: (transfer full): makes and fills the cells of that column
 */
GtkListItemFactory *
sanera_table_cells_create_factory (SaneraTableColumn *info)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), info);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), info);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), info);
  return factory;
}

/**
 * sanera_table_cells_get_item:
 * @row: (nullable): a child of the inner list
 *
 * Returns: (transfer none) (nullable): what the list says about that row
 */
GtkListItem *
sanera_table_cells_get_item (GtkWidget *row)
{
  GtkWidget *cell_widget = row != NULL ? gtk_widget_get_first_child (row) : NULL;
  GtkWidget *child = cell_widget != NULL ? gtk_widget_get_first_child (cell_widget) : NULL;
  TableCell *cell = child != NULL ? get_cell (child) : NULL;

  return cell != NULL ? cell->item : NULL;
}

/**
 * sanera_table_cells_click:
 * @row: a row of the inner list
 * @picked: the widget in it that was clicked
 *
 * Lets the cell act on the click.
 *
 * Returns: whether it led somewhere
 */
gboolean
sanera_table_cells_click (GtkWidget *row, GtkWidget *picked)
{
  GtkWidget *cell_widget = picked;
  GtkWidget *child;
  TableCell *cell;
  const SaneraColumn *column;
  SaneraRecord *record;

  while (cell_widget != NULL && gtk_widget_get_parent (cell_widget) != row)
    cell_widget = cell_widget != row ? gtk_widget_get_parent (cell_widget) : NULL;
  child = cell_widget != NULL ? gtk_widget_get_first_child (cell_widget) : NULL;
  cell = child != NULL ? get_cell (child) : NULL;
  if (cell == NULL || cell->column->index == SANERA_TABLE_CHECK_COLUMN)
    return FALSE;

  column = &cell->column->table->columns[cell->column->index];
  record = gtk_list_item_get_item (cell->item);
  return column->click != NULL && record != NULL && column->click (child, record);
}
