/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-field-error.h"

/* What is typed into, which has the focus and is what a screen reader reads: inside the row of an
 * entry, or inside the frame of a text. A group of choices is marked as a whole. */
static GtkAccessible *
find_input (GtkWidget *field)
{
  if (GTK_IS_EDITABLE (field) && gtk_editable_get_delegate (GTK_EDITABLE (field)) != NULL)
    return GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (field)));
  if (GTK_IS_FRAME (field) || GTK_IS_SCROLLED_WINDOW (field))
    {
      GtkWidget *child = GTK_IS_FRAME (field)
                             ? gtk_frame_get_child (GTK_FRAME (field))
                             : gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (field));

      if (child != NULL)
        return find_input (child);
    }

  return GTK_ACCESSIBLE (field);
}

/**
 * sanera_field_error_show:
 * @label: the label below a field, invisible while there is no error
 * @field: the field: an entry or its row, the frame of a text, or a group
 * @text: (nullable): what is wrong and how to mend it; %NULL: nothing
 *
 * Shows an error as text at its field. For a screen reader what is typed into is invalid, and the
 * error describes it. Colour only underlines it.
 */
void
sanera_field_error_show (GtkLabel *label, GtkWidget *field, const char *text)
{
  GtkAccessible *input = NULL;

  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (GTK_IS_WIDGET (field));

  input = find_input (field);
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);

  if (text != NULL)
    {
      gtk_widget_add_css_class (field, "error");
      gtk_accessible_update_state (input, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                                   -1);
      gtk_accessible_update_relation (input, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, label, NULL, -1);
    }
  else
    {
      gtk_widget_remove_css_class (field, "error");
      gtk_accessible_reset_state (input, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (input, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
    }
}
