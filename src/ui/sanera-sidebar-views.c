/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-sidebar-views.h"

#include <glib/gi18n.h>

#include "sanera-row-counts.h"
#include "sanera-sidebar-row.h"
#include "sanera-views.h"

/* Beyond, a number says no more than that there are many. */
#define MAX_COUNT 9999

struct _SaneraSidebarViews
{
  AdwBin parent_instance;

  GtkListBox *list;
  GtkWidget *menu; /* of the row it was opened on last */

  GSettings *settings;
  SaneraConnections *connections;
  GPtrArray *views; /* SaneraView, by the index of their row */
  SaneraRowCounts *counts;
};

G_DEFINE_FINAL_TYPE (SaneraSidebarViews, sanera_sidebar_views, ADW_TYPE_BIN)

static void
counted_cb (gint64 count, gpointer data)
{
  sanera_sidebar_row_set_count_up_to (SANERA_SIDEBAR_ROW (data), count, MAX_COUNT);
}

/* None where the view is of a later version. */
static SaneraQuery *
get_query (guint position, SaneraConnection *connection, gpointer data)
{
  SaneraSidebarViews *self = SANERA_SIDEBAR_VIEWS (data);
  const SaneraView *view = g_ptr_array_index (self->views, position);

  return sanera_query_from_string (view->query);
}

static void
fill (SaneraSidebarViews *self)
{
  const char *id = sanera_connections_get_current_id (self->connections);
  GtkListBoxRow *row = NULL;

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  sanera_row_counts_clear (self->counts);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->views, g_ptr_array_unref);
  self->views = id != NULL ? sanera_views_list (self->settings, id) : g_ptr_array_new ();
  for (guint i = 0; i < self->views->len; i++)
    gtk_list_box_append (self->list, sanera_sidebar_row_new (
                                         ((SaneraView *)g_ptr_array_index (self->views, i))->name,
                                         "sanera-view-symbolic"));
  gtk_widget_set_visible (GTK_WIDGET (self), self->views->len > 0);
  sanera_row_counts_update (self->counts);
}

static void
row_activated_cb (SaneraSidebarViews *self, GtkListBoxRow *row)
{
  const SaneraView *view = g_ptr_array_index (self->views, (guint)gtk_list_box_row_get_index (row));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-query", "(ss)", view->page, view->query);
}

/* (nullable): the row with the focus */
static GtkListBoxRow *
get_focused (SaneraSidebarViews *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  focus = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;
  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list))
             ? GTK_LIST_BOX_ROW (focus)
             : NULL;
}

static void
activate_on (SaneraSidebarViews *self, GtkListBoxRow *row, const char *action)
{
  const SaneraView *view = NULL;

  if (row == NULL)
    return;
  view = g_ptr_array_index (self->views, (guint)gtk_list_box_row_get_index (row));
  gtk_widget_activate_action (GTK_WIDGET (self), action, "s", view->name);
}

static void
show_menu (SaneraSidebarViews *self, GtkListBoxRow *row)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const SaneraView *view = g_ptr_array_index (self->views, (guint)gtk_list_box_row_get_index (row));
  static const struct
  {
    const char *label;
    const char *action;
  } items[] = {
    /* Translators: a verb: give a saved view another name */
    { N_ ("_Rename…"), "win.rename-view" },
    /* Translators: a verb: remove a saved view */
    { N_ ("_Delete"), "win.delete-view" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (items[i].label), NULL);

      g_menu_item_set_action_and_target (item, items[i].action, "s", view->name);
      g_menu_append_item (menu, item);
    }
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (row));
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
pressed_cb (SaneraSidebarViews *self, int n_press, double x, double y)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, (int)y);

  if (row != NULL)
    show_menu (self, row);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  SaneraSidebarViews *self = SANERA_SIDEBAR_VIEWS (widget);
  GtkListBoxRow *row = get_focused (self);

  if (row == NULL)
    return FALSE;
  show_menu (self, row);
  return TRUE;
}

static gboolean
action_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  SaneraSidebarViews *self = SANERA_SIDEBAR_VIEWS (widget);

  activate_on (self, get_focused (self), g_variant_get_string (arguments, NULL));
  return TRUE;
}

static void
sanera_sidebar_views_dispose (GObject *object)
{
  SaneraSidebarViews *self = SANERA_SIDEBAR_VIEWS (object);

  g_clear_pointer (&self->counts, sanera_row_counts_free);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->connections);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->views, g_ptr_array_unref);

  G_OBJECT_CLASS (sanera_sidebar_views_parent_class)->dispose (object);
}

static void
sanera_sidebar_views_class_init (SaneraSidebarViewsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sanera_sidebar_views_dispose;

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, action_key_cb, "s", "win.rename-view");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, action_key_cb, "s",
                                "win.delete-view");
}

static void
sanera_sidebar_views_init (SaneraSidebarViews *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *heading = gtk_label_new (_ ("Saved views"));
  GtkGesture *click = gtk_gesture_click_new ();

  self->views = g_ptr_array_new ();
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_set_margin_start (heading, 12);
  gtk_widget_set_margin_end (heading, 12);
  gtk_widget_set_margin_top (heading, 12);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "dim-label");
  gtk_box_append (GTK_BOX (box), heading);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  heading, NULL, -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * sanera_sidebar_views_new:
 * @connections: the person's connections
 * @settings: where the views are kept
 *
 * Returns: (transfer floating): the views of the connection that is shown
 */
GtkWidget *
sanera_sidebar_views_new (SaneraConnections *connections, GSettings *settings)
{
  SaneraSidebarViews *self = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (SANERA_TYPE_SIDEBAR_VIEWS, NULL);
  self->connections = g_object_ref (connections);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (connections, "notify::current", G_CALLBACK (fill), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::views", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  self->counts = sanera_row_counts_new (connections, self->list, get_query, counted_cb, self);
  fill (self);
  return GTK_WIDGET (self);
}
