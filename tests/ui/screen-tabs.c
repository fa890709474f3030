/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has to hold of every window for who has no mouse: Tab leads everywhere, and round. */
#include "screen-tabs.h"

#include <adwaita.h>

#include "sanera-tab-stop.h"

/* Whoever presses Tab so often has lost the way. */
#define MOST_STOPS 1000

/* What counts as one: Tab stops once in a list and the arrow keys go on from there; of the buttons
 * of which one is chosen, Tab comes to that one, and to the row of each. */
static gpointer
get_stop (GtkWidget *widget)
{
  const GType lists[] = { GTK_TYPE_COLUMN_VIEW, GTK_TYPE_LIST_VIEW, SANERA_TYPE_TAB_STOP };
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      GtkWidget *list = gtk_widget_get_ancestor (widget, lists[i]);

      if (list != NULL)
        return list;
    }
  if (row != NULL && adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) == widget)
    return row;
  return widget;
}

/* They give the focus to what is inside, have it only to be scrolled, or have it from the program.
 */
static gboolean
is_place (GtkWidget *widget)
{
  return GTK_IS_ROOT (widget) || GTK_IS_NATIVE (widget) || GTK_IS_LIST_BOX (widget) ||
         GTK_IS_LIST_BASE (widget) || GTK_IS_COLUMN_VIEW (widget) ||
         GTK_IS_SCROLLED_WINDOW (widget) || ADW_IS_ENTRY_ROW (widget) ||
         ADW_IS_EXPANDER_ROW (widget) ||
         gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) ==
             GTK_ACCESSIBLE_ROLE_HEADING;
}

/* Everything below @widget that can have the focus, by where Tab would stop. */
static void
add_stops (GtkWidget *widget, GHashTable *stops)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget) ||
      !gtk_widget_is_sensitive (widget) || !gtk_widget_get_can_focus (widget))
    return;
  if (gtk_widget_get_focusable (widget) && !is_place (widget))
    g_hash_table_insert (stops, get_stop (widget), widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      add_stops (child, stops);
}

/**
 * screen_tabs_check:
 * @self: a look
 *
 * Finds what Tab does not come to, comes to twice, or does not get away from. The focus is where it
 * was afterwards.
 */
void
screen_tabs_check (ScreenCheck *self)
{
  g_autoptr (GHashTable) stops = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GtkRoot *root = gtk_widget_get_root (self->root);
  GtkWidget *before = gtk_root_get_focus (root);
  gpointer stop = NULL, widget = NULL, first = NULL;
  GHashTableIter left;

  add_stops (self->root, stops);
  gtk_root_set_focus (root, NULL);
  for (guint i = 0; gtk_widget_child_focus (self->root, GTK_DIR_TAB_FORWARD); i++)
    {
      gpointer last = stop, before_it = widget;

      widget = gtk_root_get_focus (root);
      stop = get_stop (widget);
      /* From a row to the button in it. */
      if (stop == last && widget != before_it)
        continue;
      if (stop == first)
        break;
      if (first == NULL)
        first = stop;
      if (!g_hash_table_add (seen, stop) || i == MOST_STOPS)
        {
          screen_check_add (self, widget, "Tab comes here twice");
          break;
        }
    }
  g_hash_table_iter_init (&left, stops);
  while (g_hash_table_iter_next (&left, &stop, &widget))
    if (!g_hash_table_contains (seen, stop))
      screen_check_add (self, widget, "Tab does not come here");
  gtk_root_set_focus (root, before);
}
