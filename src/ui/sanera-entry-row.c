/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-entry-row.h"

struct _SaneraEntryRow
{
  AdwEntryRow parent_instance;
};

G_DEFINE_FINAL_TYPE (SaneraEntryRow, sanera_entry_row, ADW_TYPE_ENTRY_ROW)

static void
title_cb (AdwPreferencesRow *row, GParamSpec *pspec, GtkAccessible *text)
{
  gtk_accessible_update_property (text, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (row), -1);
}

/**
 * sanera_entry_row_expose:
 * @row: an entry that is not in a window yet
 *
 * Shows the text inside to assistive technology, named by the title of @row. It is what has the
 * focus; libadwaita 1.2 hides it and does not say of the row that it has it, so that a screen
 * reader is silent there. Once only; %SANERA_TYPE_ENTRY_ROW has it done.
 */
void
sanera_entry_row_expose (AdwEntryRow *row)
{
  GtkEditable *text;

  g_return_if_fail (ADW_IS_ENTRY_ROW (row));

  text = gtk_editable_get_delegate (GTK_EDITABLE (row));
  /* The role does not change any more once the accessible tree is made. */
  g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  g_signal_connect_object (row, "notify::title", G_CALLBACK (title_cb), text, 0);
  title_cb (ADW_PREFERENCES_ROW (row), NULL, GTK_ACCESSIBLE (text));
}

static void
sanera_entry_row_class_init (SaneraEntryRowClass *klass)
{
  /* The text is inside: a text in a text would be read twice. */
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
sanera_entry_row_init (SaneraEntryRow *self)
{
  sanera_entry_row_expose (ADW_ENTRY_ROW (self));
}

/**
 * sanera_entry_row_new:
 *
 * Returns: (transfer floating): an entry without a title
 */
GtkWidget *
sanera_entry_row_new (void)
{
  return g_object_new (SANERA_TYPE_ENTRY_ROW, NULL);
}
