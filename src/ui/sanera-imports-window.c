/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-imports-window.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-record-list.h"
#include "sanera-window-parts.h"
#include "sanera-words-event.h"
#include "sanera-words.h"

struct _SaneraImportsWindow
{
  AdwWindow parent_instance;

  SaneraRecordList *list;
  SaneraConnection *connection;
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

static void
bind (SaneraRecordRow *row, SaneraRecord *record, gpointer user_data)
{
  const SaneraImportData *data = sanera_import_get_data (SANERA_IMPORT (record));
  /* The words of the line of the audit log that the import has left. */
  const SaneraEventData event = { .event = (char *)"imported", .details = data->preview };
  g_autofree char *result = sanera_words_event_details (&event);
  g_autofree char *at = sanera_language_datetime (data->committed_on);
  g_autoptr (GString) text = g_string_new (at);

  if (data->person != NULL && *data->person != '\0')
    g_string_append_printf (text, " · %s", data->person);
  if (data->device_group != NULL && *data->device_group != '\0')
    g_string_append_printf (text, " · %s", sanera_words_device_group (data->device_group));
  if (*result != '\0')
    g_string_append_printf (text, "\n%s", result);
  sanera_record_row_set (row, data->file_name != NULL ? data->file_name : "–", text->str);
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
sanera_imports_window_dispose (GObject *object)
{
  g_clear_object (&SANERA_IMPORTS_WINDOW (object)->connection);

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
  self->list = SANERA_RECORD_LIST (sanera_record_list_new (_ ("Imports"), fetch, bind, NULL, self));
  gtk_widget_set_vexpand (GTK_WIDGET (self->list), TRUE);
  sanera_record_list_set_empty (self->list, "document-open-symbolic", _ ("Nothing imported yet"),
                                _ ("Import the report of a scanner to see what to fix."));
  sanera_record_list_set_empty_child (self->list, import);
  gtk_box_append (GTK_BOX (box), header);
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

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  self = g_object_new (SANERA_TYPE_IMPORTS_WINDOW, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  sanera_record_list_load (self->list);
  return GTK_WIDGET (self);
}
