/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-table-cell.h"

/**
 * SaneraTableCell:
 *
 * One cell. GTK 4.8 keeps some 205 rows alive, of which a screenful is seen; so nothing is asked of
 * a record before GTK wants to draw its cell. A cell takes what room the style sheet and its column
 * give it: it measures nothing.
 *
 * Screen readers see two names: in full on the cell of GTK around it, which would be read as
 * "GtkColumnViewCell", and as it is written on this label. They are set when the cell is drawn, and
 * soon after for those out of sight: see sanera-table-cells.c.
 */
struct _SaneraTableCell
{
  GtkWidget parent_instance;

  SaneraTableColumn *column;
  GtkListItem *item; /* not owned: it owns this */
  gboolean is_named;
};

G_DEFINE_FINAL_TYPE (SaneraTableCell, sanera_table_cell, GTK_TYPE_WIDGET)

static const SaneraColumn *
get_description (SaneraTableCell *self)
{
  return &self->column->table->columns[self->column->index];
}

static void
set_name (SaneraTableCell *self, SaneraRecord *record, const char *text)
{
  const SaneraColumn *column = get_description (self);
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *full = NULL;

  self->is_named = TRUE;
  if (column->full != NULL)
    full = column->full (record, &self->column->table->context);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (cell != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    full != NULL ? full : text, -1);
}

static void
sanera_table_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SaneraTableCell *self = SANERA_TABLE_CELL (widget);
  SaneraRecord *record = gtk_list_item_get_item (self->item);
  const SaneraColumn *column = get_description (self);
  SaneraTable *table = self->column->table;
  g_autofree char *text = NULL;

  if (record == NULL)
    return;

  if (column->draw == NULL || !self->is_named)
    text = column->text (record, &table->context);
  sanera_pen_begin (table->pen, widget, snapshot);
  if (column->draw != NULL)
    column->draw (table->pen, record, &table->context);
  else
    sanera_pen_write (
        table->pen, text, 0, gtk_widget_get_width (widget),
        (column->flags & SANERA_COLUMN_NUMERIC ? SANERA_PEN_END | SANERA_PEN_NUMERIC
                                               : SANERA_PEN_PLAIN) |
            (column->flags & SANERA_COLUMN_DATA ? SANERA_PEN_DATA : SANERA_PEN_PLAIN));
  if (!self->is_named)
    set_name (self, record, text);
}

static void
sanera_table_cell_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = *natural = 0;
}

/* The pen's font is that of the list, of whose changes only this is heard. */
static void
sanera_table_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sanera_table_cell_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

static gboolean
sanera_table_cell_query_tooltip (GtkWidget *widget,
                                 int x,
                                 int y,
                                 gboolean keyboard,
                                 GtkTooltip *tooltip)
{
  SaneraTableCell *self = SANERA_TABLE_CELL (widget);
  SaneraRecord *record = gtk_list_item_get_item (self->item);
  g_autofree char *text = NULL;

  if (record == NULL)
    return FALSE;

  text =
      sanera_column_get_full_text (get_description (self), record, &self->column->table->context);
  if (text == NULL || *text == '\0' || g_str_equal (text, "–"))
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
sanera_table_cell_class_init (SaneraTableCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = sanera_table_cell_snapshot;
  widget_class->measure = sanera_table_cell_measure;
  widget_class->css_changed = sanera_table_cell_css_changed;
  widget_class->query_tooltip = sanera_table_cell_query_tooltip;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
sanera_table_cell_init (SaneraTableCell *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * sanera_table_cell_new:
 * @column: the column it stands in; must live longer
 * @item: whose child it becomes
 *
 * Returns: (transfer floating): a cell, which shows what @item has
 */
GtkWidget *
sanera_table_cell_new (SaneraTableColumn *column, GtkListItem *item)
{
  SaneraTableCell *self = g_object_new (SANERA_TYPE_TABLE_CELL, NULL);

  self->column = column;
  self->item = item;
  return GTK_WIDGET (self);
}

/**
 * sanera_table_cell_get_item:
 * @self: a cell
 *
 * Returns: (transfer none): what the list says about its row
 */
GtkListItem *
sanera_table_cell_get_item (SaneraTableCell *self)
{
  g_return_val_if_fail (SANERA_IS_TABLE_CELL (self), NULL);

  return self->item;
}

/**
 * sanera_table_cell_get_column:
 * @self: a cell
 *
 * Returns: (transfer none): the column it stands in
 */
SaneraTableColumn *
sanera_table_cell_get_column (SaneraTableCell *self)
{
  g_return_val_if_fail (SANERA_IS_TABLE_CELL (self), NULL);

  return self->column;
}

/**
 * sanera_table_cell_get_text:
 * @self: a cell
 *
 * Returns: (transfer full) (nullable): what it says, as it is written; %NULL: it has no row
 */
char *
sanera_table_cell_get_text (SaneraTableCell *self)
{
  SaneraRecord *record;

  g_return_val_if_fail (SANERA_IS_TABLE_CELL (self), NULL);

  record = gtk_list_item_get_item (self->item);
  return record != NULL ? get_description (self)->text (record, &self->column->table->context)
                        : NULL;
}

/**
 * sanera_table_cell_refresh:
 * @self: a cell
 *
 * Lets it be drawn and named again: its row has another record, or the record has changed.
 */
void
sanera_table_cell_refresh (SaneraTableCell *self)
{
  g_return_if_fail (SANERA_IS_TABLE_CELL (self));

  self->is_named = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sanera_table_cell_name:
 * @self: a cell
 *
 * Sets its names for screen readers, unless they are right.
 */
void
sanera_table_cell_name (SaneraTableCell *self)
{
  SaneraRecord *record;
  g_autofree char *text = NULL;

  g_return_if_fail (SANERA_IS_TABLE_CELL (self));

  record = gtk_list_item_get_item (self->item);
  if (self->is_named || record == NULL)
    return;

  text = sanera_table_cell_get_text (self);
  set_name (self, record, text);
}
