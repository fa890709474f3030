/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-names.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "sanera-announce.h"

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

static void
forget_labels_cb (GtkWidget *widget)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* The words of a button of a view switcher are in a box. */
static void
name_switcher_button (GtkWidget *widget)
{
  g_autofree char *label = NULL;

  g_object_get (widget, "label", &label, NULL);
  if (label == NULL)
    return;
  forget_labels_cb (widget);
  set_name (widget, label);
}

/**
 * sanera_names_complete:
 * @root: a window, or another widget with parts of libadwaita in it
 *
 * Gives a name for screen readers to the buttons inside that libadwaita has forgotten, and has said
 * what the labels inside say that are a status or an alert.
 */
void
sanera_names_complete (GtkWidget *root)
{
  const char *id = NULL;

  g_return_if_fail (GTK_IS_WIDGET (root));

  if (g_strcmp0 (G_OBJECT_TYPE_NAME (root), "AdwViewSwitcherButton") == 0)
    name_switcher_button (root);
  else if (GTK_IS_LABEL (root))
    sanera_announce_label (GTK_LABEL (root));
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

/**
 * sanera_names_only:
 * @widget: a widget of libadwaita that was given a name
 *
 * Lets that be its only name: where the widget is labelled by what it shows too, both would be
 * said. It may come to that only when it is put into a window.
 */
void
sanera_names_only (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  forget_labels_cb (widget);
  if (g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, (gpointer)forget_labels_cb,
                             NULL) == 0)
    g_signal_connect (widget, "map", G_CALLBACK (forget_labels_cb), NULL);
}

/**
 * sanera_names_allow:
 * @control: what a person may use, or not
 * @allowed: whether they may
 * @reason: the label beside it that says why not
 *
 * Makes @control insensitive where it may not be used; a screen reader then reads @reason with it.
 */
void
sanera_names_allow (GtkWidget *control, gboolean allowed, GtkLabel *reason)
{
  g_return_if_fail (GTK_IS_WIDGET (control));
  g_return_if_fail (GTK_IS_LABEL (reason));

  gtk_widget_set_sensitive (control, allowed);
  if (allowed)
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  else
    gtk_accessible_update_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                    reason, NULL, -1);
}
