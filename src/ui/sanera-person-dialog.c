/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-person-dialog.h"

#include <glib/gi18n.h>

#include "sanera-entry-row.h"

struct _SaneraPersonDialog
{
  AdwMessageDialog parent_instance;

  GtkEditable *name_row;
  GtkEditable *email_row;
  SaneraConnections *connections;
};

G_DEFINE_FINAL_TYPE (SaneraPersonDialog, sanera_person_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* Good enough to tell a slip of the finger; the address is only a name here, no mail is sent. */
static gboolean
looks_like_email (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at > text && at[1] != '\0' && strpbrk (text, " \t<>,;") == NULL &&
         strchr (at + 1, '@') == NULL;
}

static void
update_cb (SaneraPersonDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  g_autofree char *email = g_strstrip (g_strdup (gtk_editable_get_text (self->email_row)));
  gboolean email_ok = looks_like_email (email);

  if (email_ok)
    gtk_widget_remove_css_class (GTK_WIDGET (self->email_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->email_row), "error");
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "continue",
                                           *name && email_ok);
}

static void
sanera_person_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  SaneraPersonDialog *self = SANERA_PERSON_DIALOG (dialog);

  if (g_strcmp0 (response, "continue") == 0)
    {
      g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
      g_autofree char *email = g_strstrip (g_strdup (gtk_editable_get_text (self->email_row)));

      sanera_connections_set_person (self->connections, name, email);
    }
  if (ADW_MESSAGE_DIALOG_CLASS (sanera_person_dialog_parent_class)->response != NULL)
    ADW_MESSAGE_DIALOG_CLASS (sanera_person_dialog_parent_class)->response (dialog, response);
}

static void
sanera_person_dialog_dispose (GObject *object)
{
  g_clear_object (&SANERA_PERSON_DIALOG (object)->connections);

  G_OBJECT_CLASS (sanera_person_dialog_parent_class)->dispose (object);
}

static void
sanera_person_dialog_class_init (SaneraPersonDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_person_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = sanera_person_dialog_response;
}

static void
sanera_person_dialog_init (SaneraPersonDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *email = NULL;
  const char *real_name = g_get_real_name ();

  /* g_get_real_name() says "Unknown" in English where the account has none. */
  if (real_name == NULL || g_str_equal (real_name, "Unknown"))
    real_name = g_get_user_name ();
  email = g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());

  self->name_row = GTK_EDITABLE (sanera_entry_row_new ());
  self->email_row = GTK_EDITABLE (sanera_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row),
                                 /* Translators: of a person */ _ ("Name"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->email_row), _ ("Email address"));
  gtk_editable_set_text (self->name_row, real_name);
  gtk_editable_set_text (self->email_row, email);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self->name_row), TRUE);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self->email_row), TRUE);
  g_signal_connect_swapped (self->name_row, "changed", G_CALLBACK (update_cb), self);
  g_signal_connect_swapped (self->email_row, "changed", G_CALLBACK (update_cb), self);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->name_row));
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->email_row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Who are you?"), -1);

  adw_message_dialog_set_heading (dialog, _ ("Who are you?"));
  adw_message_dialog_set_body (
      dialog,
      _ ("Sanera writes down who asked for what. This is asked once and stays on this computer."));
  adw_message_dialog_set_extra_child (dialog, list);
  adw_message_dialog_add_responses (
      dialog, "cancel", _ ("Cancel"), "continue",
      /* Translators: a button: goes on with the import */ _ ("Continue"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "continue", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "continue");
  adw_message_dialog_set_close_response (dialog, "cancel");
  update_cb (self);
}

/**
 * sanera_person_dialog_new:
 * @parent: the window it belongs to
 * @connections: the private one is open and needs a person
 *
 * Returns: (transfer floating): the dialog, to be presented
 */
GtkWidget *
sanera_person_dialog_new (GtkWindow *parent, SaneraConnections *connections)
{
  SaneraPersonDialog *self = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);

  self = g_object_new (SANERA_TYPE_PERSON_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->connections = g_object_ref (connections);
  return GTK_WIDGET (self);
}
