/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-areas.h"

/* To what is done there most: the rows of a list, the heading of a flyout. */
static gboolean
enter (GtkWidget *area)
{
  GtkWidget *shown = GTK_IS_STACK (area) ? gtk_stack_get_visible_child (GTK_STACK (area)) : area;

  return shown != NULL &&
         (gtk_widget_grab_focus (shown) || gtk_widget_child_focus (shown, GTK_DIR_TAB_FORWARD));
}

/**
 * sanera_areas_move_focus:
 * @root: a window
 * @areas: (array length=n_areas): the parts of it that F6 goes between, in this order
 * @n_areas: how many
 * @direction: 1 or -1
 *
 * Moves the focus to the next or previous part. One without anything to focus is passed over.
 */
void
sanera_areas_move_focus (GtkRoot *root, GtkWidget *const *areas, int n_areas, int direction)
{
  GtkWidget *focus;
  int now = 0;

  g_return_if_fail (GTK_IS_ROOT (root));
  g_return_if_fail (direction == 1 || direction == -1);

  focus = gtk_root_get_focus (root);
  for (int i = 0; i < n_areas; i++)
    {
      if (focus != NULL && gtk_widget_is_ancestor (focus, areas[i]))
        now = i;
    }
  for (int i = 1; i <= n_areas; i++)
    {
      int next = (now + n_areas + direction * i % n_areas) % n_areas;

      if (enter (areas[next]))
        return;
    }
}
