/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-sort-menu.h"

#include <glib/gi18n.h>

static void
append (GMenu *menu, const char *label, const char *action, const char *order, gboolean descending)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "(sb)", order, descending);
  g_menu_append_item (menu, item);
}

/**
 * sanera_sort_menu_fill:
 * @menu: a menu; what was in it goes
 * @action: stateful action of type "(sb)": key of the order, and whether the largest comes first
 * @columns: by what the rows can be sorted
 * @n_columns: how many
 * @has_default: whether there is an order that is none of @columns, "default"
 * @order: the order as it is
 * @descending: its direction
 *
 * Fills it with the columns, and with the two directions. What is chosen anew begins as its column
 * says; the column that is chosen keeps its direction, so that it is the one that is marked.
 */
void
sanera_sort_menu_fill (GMenu *menu,
                       const char *action,
                       const SaneraColumn *columns,
                       guint n_columns,
                       gboolean has_default,
                       const char *order,
                       gboolean descending)
{
  g_autoptr (GMenu) keys = g_menu_new ();
  g_autoptr (GMenu) directions = g_menu_new ();

  g_return_if_fail (G_IS_MENU (menu));
  g_return_if_fail (action != NULL && order != NULL);

  if (has_default)
    append (keys, _ ("Default order"), action, "default", FALSE);
  for (guint i = 0; i < n_columns; i++)
    if (columns[i].order != NULL)
      append (keys, gettext (columns[i].title), action, columns[i].order,
              g_str_equal (columns[i].order, order)
                  ? descending
                  : (columns[i].flags & SANERA_COLUMN_DESCENDING) != 0);
  if (!g_str_equal (order, "default"))
    {
      /* Translators: an order: the smallest first */
      append (directions, _ ("Ascending"), action, order, FALSE);
      /* Translators: an order: the largest first */
      append (directions, _ ("Descending"), action, order, TRUE);
    }

  g_menu_remove_all (menu);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (keys));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (directions));
}
