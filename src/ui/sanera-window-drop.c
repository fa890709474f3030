/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-window-drop.h"

/* Reports that are dropped onto the window are imported, after the preview. */

static gboolean
drop_cb (SaneraWindow *window, const GValue *value)
{
  GSList *dropped = g_value_get_boxed (value);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = dropped; l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  if (dropped == NULL)
    return FALSE;
  sanera_window_import (window, G_LIST_MODEL (files));
  return TRUE;
}

/**
 * sanera_window_drop_add:
 * @window: a window
 * @area: all of what it shows
 *
 * Lets files be dropped onto @area, which says so while they are over it.
 */
void
sanera_window_drop_add (SaneraWindow *window, GtkWidget *area)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_return_if_fail (SANERA_IS_WINDOW (window));
  g_return_if_fail (GTK_IS_WIDGET (area));

  gtk_widget_add_css_class (area, "sanera-drop");
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), window);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (target));
}
