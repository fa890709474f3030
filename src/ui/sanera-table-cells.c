/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-table-cell.h"

#include <glib/gi18n.h>

/* Names of cells out of sight come when the list has rested for so long, and a few at a time. */
#define NAME_DELAY_MS 100
#define NAME_PAUSE_MS 20
#define NAME_BUDGET_US 2000

/* What a check box has to know. */
typedef struct
{
  SaneraTableColumn *column;
  GtkListItem *item;
  gulong notify_id; /* on the record */
  gboolean is_named; /* the whole row */
} CheckCell;

static GQuark
check_quark (void)
{
  return g_quark_from_static_string ("sanera-table-check");
}

static CheckCell *
get_check (GtkWidget *child)
{
  return g_object_get_qdata (G_OBJECT (child), check_quark ());
}

static GtkWidget *
get_row_widget (GtkWidget *child)
{
  GtkWidget *cell = gtk_widget_get_parent (child);

  return cell != NULL ? gtk_widget_get_parent (cell) : NULL;
}

/* A row that one only went to has no tick. */
static gboolean
is_marked (CheckCell *cell)
{
  SaneraTable *self = cell->column->table;

  return gtk_list_item_get_selected (cell->item) && self->selection != NULL &&
         sanera_selection_get_marked (self->selection);
}

static void
set_label (GtkWidget *widget, const char *label)
{
  if (widget != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    -1);
}

/* The row has the name of its record: GTK 4.8 has no factory for rows, and it would be read as
 * "GtkListItemWidget". */
static void
fill_check (GtkWidget *child, CheckCell *cell, SaneraRecord *record)
{
  SaneraTable *self = cell->column->table;
  g_autofree char *title = NULL;

  title = sanera_column_get_full_text (&self->columns[0], record, &self->context);
  set_label (get_row_widget (child), title);
  set_label (child, title);
  set_label (gtk_widget_get_parent (child), title);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (child), is_marked (cell));
}

static CheckCell *
find_check (GtkWidget *row)
{
  for (GtkWidget *cell = gtk_widget_get_first_child (row); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *child = gtk_widget_get_first_child (cell);
      CheckCell *check = child != NULL ? get_check (child) : NULL;

      if (check != NULL)
        return check;
    }

  return NULL;
}

/* What stands in a column, with its head; nothing for "–". */
static void
describe_cell (GString *words, SaneraTableCell *cell)
{
  const SaneraTableColumn *info = sanera_table_cell_get_column (cell);
  const SaneraColumn *column = &info->table->columns[info->index];
  SaneraRecord *record = gtk_list_item_get_item (sanera_table_cell_get_item (cell));
  g_autofree char *text = NULL;

  if (record == NULL || info->index == 0)
    return;

  text = sanera_column_get_full_text (column, record, &info->table->context);
  if (text == NULL || *text == '\0' || g_str_equal (text, "–"))
    return;
  if (words->len > 0)
    g_string_append (words, "; ");
  /* Translators: the head of a column and what stands in it, for screen readers */
  g_string_append_printf (words, C_ ("cell", "%s: %s"), gettext (column->title), text);
}

/* The focus is on the row, never in a cell, and GTK tells no head of a column: the row is described
 * by what stands in it. */
static void
name_row (GtkWidget *row)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (GtkWidget *cell = gtk_widget_get_first_child (row); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *child = gtk_widget_get_first_child (cell);

      if (!SANERA_IS_TABLE_CELL (child))
        continue;
      sanera_table_cell_name (SANERA_TABLE_CELL (child));
      describe_cell (words, SANERA_TABLE_CELL (child));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words->str, -1);
}

static gboolean
name_rows_cb (gpointer data)
{
  SaneraTable *self = data;
  gint64 start = g_get_monotonic_time ();

  self->name_source = 0;
  for (GtkWidget *row = gtk_widget_get_first_child (self->list_view); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      CheckCell *check = find_check (row);

      if (check == NULL || check->is_named)
        continue;
      name_row (row);
      check->is_named = TRUE;
      if (g_get_monotonic_time () - start > NAME_BUDGET_US)
        {
          self->name_source =
              g_timeout_add_full (G_PRIORITY_LOW, NAME_PAUSE_MS, name_rows_cb, self, NULL);
          break;
        }
    }

  return G_SOURCE_REMOVE;
}

static void
queue_names (SaneraTable *self)
{
  GSource *source =
      self->name_source != 0 ? g_main_context_find_source_by_id (NULL, self->name_source) : NULL;

  if (source != NULL)
    g_source_set_ready_time (source, g_get_monotonic_time () + NAME_DELAY_MS * 1000);
  else
    self->name_source =
        g_timeout_add_full (G_PRIORITY_LOW, NAME_DELAY_MS, name_rows_cb, self, NULL);
}

/* The check cell speaks for its row: the others need not be told one by one. */
static void
fill_row (GtkWidget *row, GtkWidget *child, CheckCell *check)
{
  SaneraRecord *record = gtk_list_item_get_item (check->item);

  if (record != NULL)
    fill_check (child, check, record);
  check->is_named = FALSE;
  /* That of the record before; the new one comes when the list rests. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  for (GtkWidget *cell = gtk_widget_get_first_child (row); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *other = gtk_widget_get_first_child (cell);

      if (SANERA_IS_TABLE_CELL (other))
        sanera_table_cell_refresh (SANERA_TABLE_CELL (other));
    }
  queue_names (check->column->table);
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
  CheckCell *check = find_check (row);

  if (check != NULL)
    fill_row (row, gtk_list_item_get_child (check->item), check);
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
  SaneraTable *self = get_check (child)->column->table;

  g_hash_table_add (self->stale_rows, child);
  if (self->stale_source == 0)
    self->stale_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, fill_stale_rows_cb, self, NULL);
}

static void
check_toggled_cb (GtkCheckButton *check, CheckCell *cell)
{
  SaneraTable *self = cell->column->table;

  if (gtk_check_button_get_active (check) != is_marked (cell) && self->selection != NULL)
    sanera_selection_toggle (self->selection, gtk_list_item_get_position (cell->item));
}

static void
item_selected_cb (GtkListItem *item, GParamSpec *pspec, GtkCheckButton *check)
{
  gtk_check_button_set_active (check, is_marked (get_check (GTK_WIDGET (check))));
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
  CheckCell *check = find_check (row);

  if (check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_list_item_get_child (check->item)),
                                 is_marked (check));
}

static GtkWidget *
create_check (SaneraTableColumn *info, GtkListItem *item)
{
  GtkWidget *child = gtk_check_button_new ();
  CheckCell *cell = g_new0 (CheckCell, 1);

  cell->column = info;
  cell->item = item;
  g_object_set_qdata_full (G_OBJECT (child), check_quark (), cell, g_free);
  /* The row takes the focus, and Space on it selects: a check box that takes the focus would be one
   * more stop on every row. */
  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_can_focus (child, FALSE);
  gtk_widget_set_valign (child, GTK_ALIGN_CENTER);
  g_signal_connect (child, "toggled", G_CALLBACK (check_toggled_cb), cell);
  g_signal_connect_object (item, "notify::selected", G_CALLBACK (item_selected_cb), child, 0);

  return child;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraTableColumn *info)
{
  gtk_list_item_set_child (item, info->index == SANERA_TABLE_CHECK_COLUMN
                                     ? create_check (info, item)
                                     : sanera_table_cell_new (info, item));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraTableColumn *info)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  GtkWidget *row = get_row_widget (child);
  CheckCell *check = get_check (child);

  check->notify_id = g_signal_connect (gtk_list_item_get_item (item), "notify",
                                       G_CALLBACK (record_notify_cb), child);
  if (row != NULL)
    fill_row (row, child, check);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SaneraTableColumn *info)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  g_clear_signal_handler (&get_check (child)->notify_id, gtk_list_item_get_item (item));
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
  if (info->index == SANERA_TABLE_CHECK_COLUMN)
    {
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), info);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), info);
    }
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
  GtkWidget *cell = row != NULL ? gtk_widget_get_first_child (row) : NULL;
  GtkWidget *child = cell != NULL ? gtk_widget_get_first_child (cell) : NULL;

  if (SANERA_IS_TABLE_CELL (child))
    return sanera_table_cell_get_item (SANERA_TABLE_CELL (child));

  return child != NULL && get_check (child) != NULL ? get_check (child)->item : NULL;
}

/**
 * sanera_table_cells_click:
 * @picked: the widget that was clicked
 *
 * Lets the cell act on the click.
 *
 * Returns: whether it led somewhere
 */
gboolean
sanera_table_cells_click (GtkWidget *picked)
{
  const SaneraTableColumn *info;
  const SaneraColumn *column;
  SaneraRecord *record;

  if (!SANERA_IS_TABLE_CELL (picked))
    return FALSE;

  info = sanera_table_cell_get_column (SANERA_TABLE_CELL (picked));
  column = &info->table->columns[info->index];
  record = gtk_list_item_get_item (sanera_table_cell_get_item (SANERA_TABLE_CELL (picked)));
  return column->click != NULL && record != NULL && column->click (picked, record);
}
