/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-field-error.h"

/**
 * sanera_field_error_show:
 * @label: the label below a field, invisible while there is no error
 * @field: the field
 * @text: (nullable): what is wrong and how to mend it; %NULL: nothing
 *
 * Shows an error as text at its field, and tells a screen reader which field it belongs to. Colour
 * only underlines it.
 */
void
sanera_field_error_show (GtkLabel *label, GtkWidget *field, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);

  if (text != NULL)
    {
      gtk_widget_add_css_class (field, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                      label, NULL, -1);
    }
  else
    {
      gtk_widget_remove_css_class (field, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
    }
}
