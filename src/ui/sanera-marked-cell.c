/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-marked-cell.h"

#include <glib/gi18n.h>

#include "sanera-column.h"

/**
 * sanera_marked_cell_new:
 *
 * Returns: (transfer floating): a cell without text; to be filled by sanera_marked_cell_set()
 */
GtkWidget *
sanera_marked_cell_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *text = gtk_inscription_new (NULL);
  GtkWidget *mark = gtk_label_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), 6);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (text), 0.f);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (mark), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (mark, "dim-label");
  gtk_widget_add_css_class (mark, "caption");
  gtk_widget_set_visible (mark, FALSE);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), mark);

  return box;
}

/**
 * sanera_marked_cell_set:
 * @cell: from sanera_marked_cell_new()
 * @text: (nullable): what stands in the cell
 * @mark: (nullable): what is to be said of the row, in a few words; %NULL: nothing
 *
 * Fills in the cell.
 */
void
sanera_marked_cell_set (GtkWidget *cell, const char *text, const char *mark)
{
  GtkWidget *label;

  g_return_if_fail (GTK_IS_BOX (cell));

  label = gtk_widget_get_last_child (cell);
  sanera_column_set_text (GTK_INSCRIPTION (gtk_widget_get_first_child (cell)), text);
  gtk_label_set_label (GTK_LABEL (label), mark != NULL ? mark : "");
  gtk_widget_set_visible (label, mark != NULL);
}

/**
 * sanera_marked_cell_join:
 * @text: what stands in the cell
 * @mark: (nullable): what is to be said of the row
 *
 * Returns: (transfer full): both, for screen readers and the tooltip
 */
char *
sanera_marked_cell_join (const char *text, const char *mark)
{
  if (mark == NULL)
    return g_strdup (text);

  /* Translators: what a row is about, and its state: "web-01, Retired" */
  return g_strdup_printf (C_ ("device", "%s, %s"), text, mark);
}
