/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-names.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What libadwaita 1.2 leaves without a name in its own templates: a screen reader says "GtkImage".
 * By the ids of the templates. */
static const struct
{
  const char *id;
  const char *name;
} buttons[] = {
  { "search_button", N_ ("Search") },
  { "close_button", N_ ("Close") },
};

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The words of a button of a view switcher are in a box. */
static void
name_switcher_button (GtkWidget *widget)
{
  g_autofree char *label = NULL;

  g_object_get (widget, "label", &label, NULL);
  if (label == NULL)
    return;
  /* What it is labelled by too would be said as well. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  set_name (widget, label);
}

/**
 * sanera_names_complete:
 * @root: a window, or another widget with parts of libadwaita in it
 *
 * Gives a name for screen readers to the buttons inside that libadwaita has forgotten.
 */
void
sanera_names_complete (GtkWidget *root)
{
  const char *id = NULL;

  g_return_if_fail (GTK_IS_WIDGET (root));

  if (g_strcmp0 (G_OBJECT_TYPE_NAME (root), "AdwViewSwitcherButton") == 0)
    name_switcher_button (root);
  else if (GTK_IS_BUTTON (root) && gtk_button_get_icon_name (GTK_BUTTON (root)) != NULL)
    {
      id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (root));
      for (guint i = 0; i < G_N_ELEMENTS (buttons) && id != NULL; i++)
        if (g_str_equal (id, buttons[i].id))
          set_name (root, gettext (buttons[i].name));
      if (gtk_widget_get_ancestor (root, ADW_TYPE_PASSWORD_ENTRY_ROW) != NULL &&
          gtk_widget_get_tooltip_text (root) != NULL)
        set_name (root, gtk_widget_get_tooltip_text (root));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    sanera_names_complete (child);
}
