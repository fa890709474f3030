/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-table-menu.h"

#include <glib/gi18n.h>

#include "sanera-table-private.h"

#define MENU_DATA "sanera-table-menu"

typedef struct
{
  SaneraTableMenuFunc create;
  gpointer data;
  GtkWidget *popover; /* a child of the table */
} TableMenu;

static void
menu_free (TableMenu *self)
{
  g_free (self);
}

static void
unparent_popover_cb (SaneraTable *self)
{
  TableMenu *menu = g_object_get_data (G_OBJECT (self), MENU_DATA);

  g_clear_pointer (&menu->popover, gtk_widget_unparent);
}

/* The row that @widget is in or is itself. */
static GtkWidget *
find_row (SaneraTable *self, GtkWidget *widget)
{
  for (; widget != NULL && widget != self->list_view; widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_parent (widget) == self->list_view &&
        sanera_table_cells_get_item (widget) != NULL)
      return widget;

  return NULL;
}

static gboolean
popup (SaneraTable *self, GtkWidget *row, const GdkRectangle *place)
{
  TableMenu *menu = g_object_get_data (G_OBJECT (self), MENU_DATA);
  guint position = gtk_list_item_get_position (sanera_table_cells_get_item (row));
  g_autoptr (GMenuModel) model = menu->create (position, menu->data);

  if (model == NULL || g_menu_model_get_n_items (model) == 0)
    return FALSE;

  if (menu->popover == NULL)
    {
      menu->popover = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (menu->popover), FALSE);
      gtk_popover_set_position (GTK_POPOVER (menu->popover), GTK_POS_BOTTOM);
      gtk_widget_set_halign (menu->popover, GTK_ALIGN_START);
      gtk_accessible_update_property (GTK_ACCESSIBLE (menu->popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Menu of the row"), -1);
      gtk_widget_set_parent (menu->popover, GTK_WIDGET (self));
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (menu->popover), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu->popover), place);
  gtk_popover_popup (GTK_POPOVER (menu->popover));
  return TRUE;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, SaneraTable *self)
{
  GtkWidget *row = find_row (self, gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT));
  GdkRectangle place = { (int)x, (int)y, 1, 1 };

  /* Closed again, the keyboard goes on from here. */
  if (row != NULL)
    gtk_widget_grab_focus (row);
  if (row != NULL && popup (self, row, &place))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* By keyboard the menu is at the title of the row. */
static gboolean
popup_at_row (SaneraTable *self, GtkWidget *row)
{
  graphene_rect_t bounds;
  GdkRectangle place;

  if (row == NULL || !gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    return FALSE;

  place = (GdkRectangle){ (int)bounds.origin.x + (int)bounds.size.height, (int)bounds.origin.y, 1,
                          (int)bounds.size.height };
  return popup (self, row, &place);
}

static gboolean
key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  SaneraTable *self = SANERA_TABLE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && popup_at_row (self, find_row (self, focus));
}

/**
 * sanera_table_add_menu:
 * @self: a table
 * @create: makes the menu of a row
 * @data: for @create; lives as long as @self
 *
 * Gives every row a menu: by the secondary button, the Menu key and Shift+F10. To be called once.
 */
void
sanera_table_add_menu (SaneraTable *self, SaneraTableMenuFunc create, gpointer data)
{
  TableMenu *menu;
  GtkGesture *gesture = gtk_gesture_click_new ();
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  g_return_if_fail (SANERA_IS_TABLE (self));
  g_return_if_fail (create != NULL);

  menu = g_new0 (TableMenu, 1);
  menu->create = create;
  menu->data = data;
  g_object_set_data_full (G_OBJECT (self), MENU_DATA, menu, (GDestroyNotify)menu_free);
  g_signal_connect (self, "destroy", G_CALLBACK (unparent_popover_cb), NULL);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect (gesture, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (shortcuts),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                        gtk_callback_action_new (key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}

/**
 * sanera_table_popup_menu:
 * @self: a table with menus
 * @position: a row that is in view
 *
 * Opens the menu of a row.
 *
 * Returns: whether there is one
 */
gboolean
sanera_table_popup_menu (SaneraTable *self, guint position)
{
  g_return_val_if_fail (SANERA_IS_TABLE (self), FALSE);

  for (GtkWidget *row = gtk_widget_get_first_child (self->list_view); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkListItem *item = sanera_table_cells_get_item (row);

      if (item != NULL && gtk_list_item_get_position (item) == position)
        return popup_at_row (self, row);
    }

  return FALSE;
}
