/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-tab-stop.h"

struct _SaneraTabStop
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (SaneraTabStop, sanera_tab_stop, ADW_TYPE_BIN)

/* (nullable): the row that has the focus, or that holds what has it. */
static GtkWidget *
find_row (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_focus_child (widget);

  while (row != NULL && !GTK_IS_LIST_BASE (gtk_widget_get_parent (row)) &&
         !GTK_IS_LIST_BOX (gtk_widget_get_parent (row)))
    row = gtk_widget_get_focus_child (row);

  return row;
}

/* GTK has this as a property of its lists since 4.12; before, Tab goes through all rows. */
static gboolean
sanera_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *row = NULL;

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    row = find_row (widget);
  if (row != NULL)
    return gtk_widget_child_focus (row, direction);

  return GTK_WIDGET_CLASS (sanera_tab_stop_parent_class)->focus (widget, direction);
}

static void
sanera_tab_stop_class_init (SaneraTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = sanera_tab_stop_focus;
}

static void
sanera_tab_stop_init (SaneraTabStop *self)
{
}

/**
 * sanera_tab_stop_new:
 * @list: a list, or what it is scrolled in
 *
 * Returns: (transfer floating): a place for it, visible as long as @list is
 */
GtkWidget *
sanera_tab_stop_new (GtkWidget *list)
{
  SaneraTabStop *self = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (list), NULL);

  self = g_object_new (SANERA_TYPE_TAB_STOP, NULL);
  adw_bin_set_child (ADW_BIN (self), list);
  g_object_bind_property (list, "visible", self, "visible", G_BINDING_SYNC_CREATE);
  return GTK_WIDGET (self);
}
