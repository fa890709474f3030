/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-sidebar-row.h"

#include <glib/gi18n.h>

#include "sanera-language.h"

struct _SaneraSidebarRow
{
  GtkListBoxRow parent_instance;

  char *title;
  GtkLabel *count_label;
};

G_DEFINE_FINAL_TYPE (SaneraSidebarRow, sanera_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static void
sanera_sidebar_row_finalize (GObject *object)
{
  SaneraSidebarRow *self = SANERA_SIDEBAR_ROW (object);

  g_free (self->title);

  G_OBJECT_CLASS (sanera_sidebar_row_parent_class)->finalize (object);
}

static void
sanera_sidebar_row_class_init (SaneraSidebarRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_sidebar_row_finalize;
}

static void
sanera_sidebar_row_init (SaneraSidebarRow *self)
{
}

/**
 * sanera_sidebar_row_new:
 * @title: the page's title, in the language of the window
 * @icon_name: (nullable): a symbolic icon
 *
 * Returns: (transfer floating): a row without a number
 */
GtkWidget *
sanera_sidebar_row_new (const char *title, const char *icon_name)
{
  SaneraSidebarRow *self = NULL;
  GtkWidget *box = NULL;
  GtkWidget *label = NULL;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (SANERA_TYPE_SIDEBAR_ROW, NULL);
  self->title = g_strdup (title);

  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  if (icon_name != NULL)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon_name));

  label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);

  self->count_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "numeric");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count_label));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  sanera_sidebar_row_set_count (self, -1);
  return GTK_WIDGET (self);
}

static void
show_count (SaneraSidebarRow *self, const char *brief, const char *full)
{
  g_autofree char *name = NULL;

  /* Translators: name of a page and its number of rows, for screen readers */
  name = full != NULL ? g_strdup_printf (_ ("%s, %s"), self->title, full) : NULL;
  gtk_label_set_label (self->count_label, brief != NULL ? brief : "");
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), brief != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->count_label), full);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : self->title, -1);
}

/**
 * sanera_sidebar_row_set_count:
 * @self: a row
 * @count: number of rows of the page, negative: not known
 *
 * Shows the number abbreviated as the language does; in full in the tooltip and to screen readers.
 */
void
sanera_sidebar_row_set_count (SaneraSidebarRow *self, gint64 count)
{
  g_autofree char *brief = count >= 0 ? sanera_language_number_short (count) : NULL;
  g_autofree char *full = count >= 0 ? sanera_language_number (count) : NULL;

  g_return_if_fail (SANERA_IS_SIDEBAR_ROW (self));

  show_count (self, brief, full);
}

/**
 * sanera_sidebar_row_set_count_up_to:
 * @self: a row
 * @count: number of rows, negative: not known
 * @most: the largest number that is told
 *
 * Shows the number in full, and of more than @most only that: "9,999+".
 */
void
sanera_sidebar_row_set_count_up_to (SaneraSidebarRow *self, gint64 count, gint64 most)
{
  g_autofree char *number = count >= 0 ? sanera_language_number (MIN (count, most)) : NULL;
  g_autofree char *text =
      number != NULL ? g_strconcat (number, count > most ? "+" : NULL, NULL) : NULL;

  g_return_if_fail (SANERA_IS_SIDEBAR_ROW (self));

  show_count (self, text, text);
}
