/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-export-dialog.h"

#include <glib/gi18n.h>

#include "sanera-language.h"

/**
 * SaneraExportDialog:
 *
 * The message dialog of libadwaita is final, so this is an object beside it that lives as long.
 */
struct _SaneraExportDialog
{
  GObject parent_instance;

  GtkWindow *window; /* (unowned): owns this */
  GtkCheckButton *machine;
  GtkCheckButton *selected; /* NULL: nothing to choose */
};

enum
{
  SIGNAL_EXPORT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraExportDialog, sanera_export_dialog, G_TYPE_OBJECT)

static void
sanera_export_dialog_class_init (SaneraExportDialogClass *klass)
{
  signals[SIGNAL_EXPORT] =
      g_signal_new ("export", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
}

static void
sanera_export_dialog_init (SaneraExportDialog *self)
{
}

static void
response_cb (SaneraExportDialog *self, const char *response)
{
  gboolean machine = gtk_check_button_get_active (self->machine);

  if (g_strcmp0 (response, "export") == 0)
    g_signal_emit (self, signals[SIGNAL_EXPORT], 0,
                   machine ? SANERA_CSV_MACHINE : SANERA_CSV_SPREADSHEET,
                   self->selected != NULL && gtk_check_button_get_active (self->selected));
}

static GtkCheckButton *
add_choice (AdwPreferencesGroup *group,
            GtkCheckButton *first,
            const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), first);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle != NULL ? subtitle : "", -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (group, row);
  return GTK_CHECK_BUTTON (check);
}

static GtkWidget *
create_rows (SaneraExportDialog *self, SaneraExportSource *source)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  guint64 n_selected = sanera_export_source_get_count (source, TRUE);
  g_autofree char *number = sanera_language_number ((gint64)n_selected);
  g_autofree char *selected = g_strdup_printf (
      ngettext ("%s selected row", "%s selected rows", (gulong)n_selected), number);
  g_autofree char *all =
      /* Translators: %s is what is in the list: "2,114 recommendations" */
      g_strdup_printf (_ ("All that the list shows: %s"), sanera_export_source_get_words (source));

  self->selected = add_choice (group, NULL, selected, NULL);
  add_choice (group, self->selected, all, NULL);
  gtk_check_button_set_active (self->selected, TRUE);

  return GTK_WIDGET (group);
}

static GtkWidget *
create_kinds (SaneraExportDialog *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkCheckButton *spreadsheet =
      add_choice (group, NULL, _ ("For a spreadsheet"),
                  _ ("The columns as they are shown, with words in your language"));

  self->machine = add_choice (group, spreadsheet, _ ("For other programs"),
                              _ ("All fields, under the names of the programming interface"));
  gtk_check_button_set_active (spreadsheet, TRUE);

  return GTK_WIDGET (group);
}

/**
 * sanera_export_dialog_present:
 * @parent: the window it belongs to
 * @source: what is to be exported
 *
 * Asks. With several rows marked they are proposed.
 *
 * Returns: (transfer none): the question; it ends with its dialog
 */
SaneraExportDialog *
sanera_export_dialog_present (GtkWindow *parent, SaneraExportSource *source)
{
  SaneraExportDialog *self = g_object_new (SANERA_TYPE_EXPORT_DIALOG, NULL);
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("Export to CSV"), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  const char *note = sanera_export_source_get_note (source);
  g_autofree char *body = NULL;
  g_autofree char *noted = NULL;

  if (sanera_export_source_get_parent_id (source, NULL) != NULL)
    /* Translators: %s is the title of a remediation activity or a security task */
    body = g_strdup_printf (_ ("%s, with its devices."), sanera_export_source_get_words (source));
  else
    {
      if (sanera_export_source_get_count (source, TRUE) > 0)
        gtk_box_append (GTK_BOX (box), create_rows (self, source));
      else
        /* Translators: %s is what is in the list: "2,114 recommendations" */
        body = g_strdup_printf (_ ("%s, in the order on the screen."),
                                sanera_export_source_get_words (source));
    }
  gtk_box_append (GTK_BOX (box), create_kinds (self));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  if (note != NULL && *note != '\0')
    noted = g_strdup_printf ("%s\n%s", body != NULL ? body : "", note);
  if (noted == NULL)
    noted = g_strdup (body != NULL ? body : "");
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), noted);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "export",
                                    /* Translators: a button, a verb; a dialog follows */
                                    _ ("Export…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "export",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "export");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  self->window = GTK_WINDOW (dialog);
  g_object_set_data_full (G_OBJECT (dialog), "sanera-export-dialog", self, g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));

  return self;
}

/**
 * sanera_export_dialog_get_window:
 * @self: a question
 *
 * Returns: (transfer none): its dialog
 */
GtkWindow *
sanera_export_dialog_get_window (SaneraExportDialog *self)
{
  g_return_val_if_fail (SANERA_IS_EXPORT_DIALOG (self), NULL);

  return self->window;
}
