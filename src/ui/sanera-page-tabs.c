/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-page-tabs.h"

#include "sanera-focus-child.h"

struct _SaneraPageTabs
{
  AdwBin parent_instance;

  GtkWidget *selected; /* the button of the page itself */
};

G_DEFINE_FINAL_TYPE (SaneraPageTabs, sanera_page_tabs, ADW_TYPE_BIN)

/* The tab of the page that is shown stays pressed, whoever clicks it; the others lead to their
 * pages, which have tabs of their own. */
static void
clicked_cb (GtkButton *button, gpointer user_data)
{
  SaneraPageTabs *self = SANERA_PAGE_TABS (user_data);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), GTK_WIDGET (button) == self->selected);
  if (GTK_WIDGET (button) != self->selected)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-tab", "s",
                                gtk_widget_get_name (GTK_WIDGET (button)));
}

/* The arrow keys go from tab to tab, as in every list of tabs. */
static gboolean
arrow_cb (GtkWidget *box, GVariant *args, gpointer user_data)
{
  GtkDirectionType direction = (GtkDirectionType)g_variant_get_int32 (args);

  return gtk_widget_child_focus (box, direction);
}

static GtkWidget *
create_tab (SaneraPageTabs *self, SaneraPageClass *klass, gboolean selected)
{
  const char *title = sanera_page_class_get_tab_title (klass);
  GtkWidget *button = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_TAB, "label", title, NULL);

  gtk_widget_set_name (button, klass->id);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), selected);
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_SELECTED, selected,
                               -1);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  if (selected)
    self->selected = button;
  return button;
}

static gboolean
sanera_page_tabs_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SANERA_PAGE_TABS (widget)->selected);
}

static void
sanera_page_tabs_class_init (SaneraPageTabsClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = sanera_focus_child;
  GTK_WIDGET_CLASS (klass)->grab_focus = sanera_page_tabs_grab_focus;
}

static void
sanera_page_tabs_init (SaneraPageTabs *self)
{
}

static void
add_arrows (GtkWidget *box)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  static const struct
  {
    guint key;
    GtkDirectionType direction;
  } arrows[] = { { GDK_KEY_Left, GTK_DIR_LEFT }, { GDK_KEY_Right, GTK_DIR_RIGHT } };

  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (arrows[i].key, 0),
                                                gtk_callback_action_new (arrow_cb, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (arrows[i].direction));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (box, controller);
}

/**
 * sanera_page_tabs_new:
 * @klass: kind of the page above which they stand
 * @classes: (element-type SaneraPageClass): all kinds of the group, @klass among them, in their
 * order
 *
 * Returns: (transfer floating): the tabs; a click on another one activates "win.show-tab" with its
 *   page's id
 */
GtkWidget *
sanera_page_tabs_new (SaneraPageClass *klass, GPtrArray *classes)
{
  SaneraPageTabs *self = g_object_new (SANERA_TYPE_PAGE_TABS, NULL);
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_TAB_LIST,
                                 "halign", GTK_ALIGN_START, NULL);

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_add_css_class (GTK_WIDGET (self), "sanera-page-tabs");
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sanera_page_class_get_title (klass), -1);
  for (guint i = 0; i < classes->len; i++)
    gtk_box_append (GTK_BOX (box),
                    create_tab (self, classes->pdata[i], classes->pdata[i] == klass));
  add_arrows (box);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}

static const char *
get_place (SaneraPageClass *klass)
{
  return klass->tab_of != NULL ? klass->tab_of : klass->id;
}

/**
 * sanera_page_tabs_add:
 * @page: a page
 * @classes: (element-type SaneraPageClass): all kinds of page that the window has
 *
 * Gives the page tabs when it shares a place in the sidebar with others.
 */
void
sanera_page_tabs_add (SaneraPage *page, GPtrArray *classes)
{
  g_autoptr (GPtrArray) tabs = g_ptr_array_new ();
  SaneraPageClass *klass;

  g_return_if_fail (SANERA_IS_PAGE (page));
  g_return_if_fail (classes != NULL);

  klass = SANERA_PAGE_GET_CLASS (page);
  for (guint i = 0; i < classes->len; i++)
    if (g_str_equal (get_place (classes->pdata[i]), get_place (klass)))
      g_ptr_array_add (tabs, classes->pdata[i]);
  if (tabs->len > 1)
    sanera_page_set_tabs (page, sanera_page_tabs_new (klass, tabs));
}

/**
 * sanera_page_tabs_find_place:
 * @classes: (element-type SaneraPageClass): all kinds of page that a window has
 * @page_id: id of one that has a place of its own in the sidebar
 *
 * Returns: that place, from 0; %G_MAXUINT when there is none
 */
guint
sanera_page_tabs_find_place (GPtrArray *classes, const char *page_id)
{
  guint place = 0;

  g_return_val_if_fail (classes != NULL, G_MAXUINT);

  for (guint i = 0; i < classes->len; i++)
    {
      SaneraPageClass *klass = classes->pdata[i];

      if (klass->tab_of != NULL)
        continue;
      if (g_strcmp0 (klass->id, page_id) == 0)
        return place;
      place++;
    }
  return G_MAXUINT;
}
