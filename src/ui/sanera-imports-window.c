/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-imports-window.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-language.h"
#include "sanera-record-list.h"
#include "sanera-window-parts.h"
#include "sanera-words-error.h"
#include "sanera-words-event.h"
#include "sanera-words.h"

struct _SaneraImportsWindow
{
  AdwWindow parent_instance;

  SaneraRecordList *list;
  GtkLabel *problem;
  SaneraConnection *connection;
  GCancellable *cancellable;
  gboolean may_undo; /* by role */
  char *undoing; /* id of the import that a dialog asks about */
};

G_DEFINE_FINAL_TYPE (SaneraImportsWindow, sanera_imports_window, ADW_TYPE_WINDOW)

static void
fetch (SaneraRecordList *list,
       const char *next,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  SaneraImportsWindow *self = SANERA_IMPORTS_WINDOW (
      gtk_widget_get_ancestor (GTK_WIDGET (list), SANERA_TYPE_IMPORTS_WINDOW));

  sanera_connection_list_imports_async (self->connection, next, cancellable, callback, user_data);
}

/* That it was undone, or why it cannot be; of those before the last it goes without saying. */
static char *
describe_undo (const SaneraImportData *data)
{
  if (data->undone_on != SANERA_INT_NULL)
    {
      g_autofree char *at = sanera_language_datetime (data->undone_on);

      if (data->undone_by == NULL || *data->undone_by == '\0')
        /* Translators: %s is a date and time */
        return g_strdup_printf (_ ("Undone on %s"), at);
      /* Translators: date and time, e-mail address */
      return g_strdup_printf (_ ("Undone on %s by %s"), at, data->undone_by);
    }
  if (g_strcmp0 (data->undo, "ActedOn") != 0)
    return NULL;
  if (data->undo_event != NULL)
    {
      const SaneraEventData event = { .event = data->undo_event, .person = data->undo_person };
      g_autofree char *person = sanera_words_event_person (&event);

      return g_strdup_printf (
          /* Translators: what was done ("Remediation requested"), who did it */
          _ ("Cannot be undone any more because of what was done since: %s, %s"),
          sanera_words_event_name (data->undo_event, NULL), person);
    }
  return g_strdup (_ ("Cannot be undone any more: what it brought has changed since"));
}

static void
bind (SaneraRecordRow *row, SaneraRecord *record, gpointer user_data)
{
  SaneraImportsWindow *self = user_data;
  const SaneraImportData *data = sanera_import_get_data (SANERA_IMPORT (record));
  /* The words of the line of the audit log that the import has left. */
  const SaneraEventData event = { .event = (char *)"imported", .details = data->preview };
  g_autofree char *result = sanera_words_event_details (&event);
  g_autofree char *at = sanera_language_datetime (data->committed_on);
  g_autofree char *undo = NULL;
  g_autoptr (GString) text = g_string_new (at);

  if (data->person != NULL && *data->person != '\0')
    g_string_append_printf (text, " · %s", data->person);
  if (data->device_group != NULL && *data->device_group != '\0')
    g_string_append_printf (text, " · %s", sanera_words_device_group (data->device_group));
  if (*result != '\0')
    g_string_append_printf (text, "\n%s", result);
  undo = describe_undo (data);
  if (undo != NULL)
    g_string_append_printf (text, "\n%s", undo);
  sanera_record_row_set (row, data->file_name != NULL ? data->file_name : "–", text->str);
  if (g_strcmp0 (data->undo, "possible") == 0 && self->may_undo)
    {
      /* Translators: %s is a file name */
      g_autofree char *name = g_strdup_printf (_ ("Undo the import of %s"), data->file_name);

      sanera_record_row_set_button (row, _ ("Undo import…"), name);
    }
  else
    sanera_record_row_set_button (row, NULL, NULL);
}

/* The import shows its own dialogs over the main window, and says it where a role may not. */
static void
import_cb (SaneraImportsWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_window_close (GTK_WINDOW (self));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.import", NULL);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraImportsWindow *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  sanera_connection_import_undo_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  sanera_again_hold (GTK_WINDOW (self), FALSE);
  words = error != NULL ? sanera_words_error (error)
                        : g_strdup (_ ("The import was undone: everything is as it was before."));
  gtk_label_set_label (self->problem, words);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  sanera_record_list_load (self->list);
}

static void
response_cb (SaneraImportsWindow *self, const char *response)
{
  if (!g_str_equal (response, "undo"))
    return;

  sanera_again_hold (GTK_WINDOW (self), TRUE);
  sanera_connection_import_undo_async (self->connection, self->undoing, self->cancellable,
                                       undone_cb, self);
}

static void open_undo_again (GtkWindow *parent, SaneraConnection *connection, gpointer record);

static void
undo_cb (SaneraRecord *record, gpointer user_data)
{
  SaneraImportsWindow *self = user_data;
  const SaneraImportData *data = sanera_import_get_data (SANERA_IMPORT (record));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (self), _ ("Undo this import?"), NULL));

  g_free (self->undoing);
  self->undoing = g_strdup (data->id);
  adw_message_dialog_format_body (
      dialog,
      /* Translators: %s is a file name */
      _ ("Everything that “%s” changed becomes as it was before, with what was imported together "
         "with it. Activities that it completed are in progress again. The history keeps both."),
      data->file_name != NULL ? data->file_name : "–");
  adw_message_dialog_add_responses (dialog, "cancel", _ ("Cancel"), "undo", _ ("Undo import"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "undo", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  sanera_again_set (GTK_WINDOW (dialog), NULL, open_undo_again, g_object_ref (record),
                    g_object_unref);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_undo_again (GtkWindow *parent, SaneraConnection *connection, gpointer record)
{
  undo_cb (record, parent);
}

static void
sanera_imports_window_dispose (GObject *object)
{
  SaneraImportsWindow *self = SANERA_IMPORTS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->undoing, g_free);

  G_OBJECT_CLASS (sanera_imports_window_parent_class)->dispose (object);
}

static void
sanera_imports_window_class_init (SaneraImportsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_imports_window_dispose;
}

static void
sanera_imports_window_init (SaneraImportsWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *import = gtk_button_new_with_label (_ ("Import scan…"));

  gtk_widget_set_halign (import, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (import, "pill");
  gtk_widget_add_css_class (import, "suggested-action");
  g_signal_connect_object (import, "clicked", G_CALLBACK (import_cb), self, G_CONNECT_SWAPPED);
  self->cancellable = g_cancellable_new ();
  self->list =
      /* Translators: title of a window, a noun: the reports that were imported */
      SANERA_RECORD_LIST (sanera_record_list_new (_ ("Imports"), fetch, bind, undo_cb, self));
  gtk_widget_set_vexpand (GTK_WIDGET (self->list), TRUE);
  sanera_record_list_set_empty (self->list, "document-open-symbolic", _ ("Nothing imported yet"),
                                _ ("Import the report of a scanner to see what to fix."));
  sanera_record_list_set_empty_child (self->list, import);
  gtk_box_append (GTK_BOX (box), header);
  self->problem =
      GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                               "visible", FALSE, "wrap", TRUE, "xalign", 0.0, "margin-start", 12,
                               "margin-end", 12, "margin-top", 6, "margin-bottom", 6, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Imports"));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 520);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  sanera_window_parts_close_on_escape (GTK_WINDOW (self));
}

/**
 * sanera_imports_window_new:
 * @parent: the window it belongs to
 * @connection: whose imports
 *
 * Returns: (transfer floating): the window, to be presented
 */
GtkWidget *
sanera_imports_window_new (GtkWindow *parent, SaneraConnection *connection)
{
  SaneraImportsWindow *self = NULL;
  const SaneraCacheInfo *info = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  self = g_object_new (SANERA_TYPE_IMPORTS_WINDOW, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  info = sanera_cache_get_info (sanera_connection_get_cache (connection));
  self->may_undo = sanera_connection_get_kind (connection) == SANERA_CONNECTION_PRIVATE ||
                   sanera_connection_get_kind (connection) == SANERA_CONNECTION_SAMPLE ||
                   (info != NULL && sanera_cache_info_can (info, "import"));
  sanera_record_list_load (self->list);
  return GTK_WIDGET (self);
}
