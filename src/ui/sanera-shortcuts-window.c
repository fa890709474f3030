/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-shortcuts-window.h"

#include <glib/gi18n.h>

#include "sanera-names.h"
#include "sanera-shortcuts.h"

struct _SaneraShortcutsWindow
{
  AdwPreferencesWindow parent_instance;

  AdwPreferencesPage *page;
  AdwPreferencesGroup *group; /* the last one */
};

G_DEFINE_FINAL_TYPE (SaneraShortcutsWindow, sanera_shortcuts_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
add_cb (const char *group, const char *title, const char *const *accels, gpointer user_data)
{
  SaneraShortcutsWindow *self = SANERA_SHORTCUTS_WINDOW (user_data);
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (GString) keys = g_string_new (title);

  if (group != NULL)
    {
      self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_group_set_title (self->group, group);
      adw_preferences_page_add (self->page, self->group);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  for (guint i = 0; accels[i] != NULL; i++)
    {
      guint key = 0;
      GdkModifierType modifiers = 0;

      gtk_accelerator_parse (accels[i], &key, &modifiers);
      if (key != 0)
        {
          g_autofree char *label = gtk_accelerator_get_label (key, modifiers);
          GtkWidget *caps = gtk_shortcut_label_new (accels[i]);

          gtk_widget_set_valign (caps, GTK_ALIGN_CENTER);
          adw_action_row_add_suffix (ADW_ACTION_ROW (row), caps);
          g_string_append_printf (keys, ", %s", label);
        }
    }
  /* Each is read with its keys: the row can have the focus, so that it can be scrolled to. */
  gtk_widget_set_focusable (row, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, keys->str,
                                  -1);
  sanera_names_only (row);
  adw_preferences_group_add (self->group, row);
}

static void
sanera_shortcuts_window_class_init (SaneraShortcutsWindowClass *klass)
{
}

static void
sanera_shortcuts_window_init (SaneraShortcutsWindow *self)
{
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_preferences_page_set_title (self->page, C_ ("shortcut window", "Keyboard shortcuts"));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), self->page);
  gtk_window_set_title (GTK_WINDOW (self), C_ ("shortcut window", "Keyboard shortcuts"));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 680);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  sanera_shortcuts_foreach (add_cb, self);
}

/**
 * sanera_shortcuts_window_new:
 * @parent: the window whose keys they are
 *
 * Returns: (transfer floating): the window that lists all keys, to be presented
 */
GtkWidget *
sanera_shortcuts_window_new (GtkWindow *parent)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  return g_object_new (SANERA_TYPE_SHORTCUTS_WINDOW, "transient-for", parent, NULL);
}
