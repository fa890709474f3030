/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-import-flow.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-import-dialog.h"
#include "sanera-person-dialog.h"
#include "sanera-recent.h"

struct _SaneraImportFlow
{
  GObject parent_instance;

  SaneraWindow *window; /* owns us */
  GQueue files; /* GFile, still to be imported */
  GtkFileChooserNative *chooser;
  GtkWidget *dialog; /* weak: the import that is under way */
  GtkWidget *question; /* weak: what has to be answered before; asked once */
  GPtrArray *kept; /* of GListModel: what the one that is open and those after it would import */
  GMenu *recent_menu;
};

G_DEFINE_FINAL_TYPE (SaneraImportFlow, sanera_import_flow, G_TYPE_OBJECT)

static void next_step (SaneraImportFlow *self);

static void
forget_files (SaneraImportFlow *self)
{
  g_queue_clear_full (&self->files, g_object_unref);
}

static void
person_response_cb (SaneraImportFlow *self, const char *response)
{
  g_clear_weak_pointer (&self->question);
  if (g_strcmp0 (response, "continue") == 0)
    {
      next_step (self);
      return;
    }
  /* Without a person there is nobody to write down: back to the doors. */
  forget_files (self);
  sanera_connections_leave (sanera_window_get_connections (self->window));
}

static void
imported_cb (SaneraImportFlow *self, const char *words)
{
  g_autofree char *title = g_markup_escape_text (words, -1);
  AdwToast *toast = adw_toast_new (title);
  g_autoptr (GListModel) files =
      self->dialog != NULL ? sanera_import_dialog_list_files (SANERA_IMPORT_DIALOG (self->dialog))
                           : NULL;

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      sanera_recent_add (gtk_recent_manager_get_default (), file);
    }
  sanera_window_add_toast (self->window, toast);
}

static void
recent_changed_cb (SaneraImportFlow *self)
{
  g_autoptr (GListModel) files = sanera_recent_list (gtk_recent_manager_get_default ());

  sanera_recent_fill_menu (self->recent_menu, files);
}

static gboolean
dialog_closed_cb (SaneraImportFlow *self)
{
  g_clear_weak_pointer (&self->dialog);
  /* What was dropped on the window meanwhile. */
  if (!g_queue_is_empty (&self->files))
    next_step (self);
  return FALSE;
}

/* The flow of the new window begins again with the same files: what came while the first ones were
 * shown comes after them there, too. */
static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer kept)
{
  GPtrArray *imports = kept;

  for (guint i = 0; i < imports->len; i++)
    sanera_window_import (SANERA_WINDOW (parent), g_ptr_array_index (imports, i));
}

static void
keep (SaneraImportFlow *self, GtkWidget *dialog, GListStore *files)
{
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  self->kept = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->kept, g_object_ref (files));
  sanera_again_set (GTK_WINDOW (dialog), NULL, open_again, g_ptr_array_ref (self->kept),
                    (GDestroyNotify)g_ptr_array_unref);
}

/* What has to be answered before the files that wait are imported. */
static void
keep_question (SaneraImportFlow *self, GtkWidget *dialog)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GList *l = self->files.head; l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  keep (self, dialog, files);
}

static void
import_files (SaneraImportFlow *self, SaneraConnection *connection)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  GtkWidget *dialog = NULL;
  GFile *file;

  while ((file = g_queue_pop_head (&self->files)) != NULL)
    {
      g_list_store_append (files, file);
      g_object_unref (file);
    }
  dialog = sanera_import_dialog_new (GTK_WINDOW (self->window), connection, G_LIST_MODEL (files));
  g_set_weak_pointer (&self->dialog, dialog);
  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "close-request", G_CALLBACK (dialog_closed_cb), self,
                           G_CONNECT_SWAPPED);
  keep (self, dialog, files);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
chosen_cb (SaneraImportFlow *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GListModel) files = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_queue_push_tail (&self->files, g_list_model_get_item (files, i));
  if (!g_queue_is_empty (&self->files))
    next_step (self);
}

static void
choose_files (SaneraImportFlow *self)
{
  /* Reports are told by their content; these are the names they usually have. */
  static const char *const suffixes[] = { "json", "xml", "csv", "nessus", "gz", "xz", "zip" };
  g_autoptr (GtkFileFilter) reports = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Import scan"), GTK_WINDOW (self->window),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Open"), NULL);
  gtk_file_filter_set_name (reports, _ ("Scan reports"));
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (reports, suffixes[i]);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), reports);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
leave_sample_cb (SaneraImportFlow *self, const char *response)
{
  g_clear_weak_pointer (&self->question);
  if (g_strcmp0 (response, "leave") != 0)
    {
      forget_files (self);
      return;
    }
  if (sanera_connections_open (sanera_window_get_connections (self->window),
                               SANERA_CONNECTIONS_PRIVATE))
    next_step (self);
}

/* Invented devices never mix with real ones. */
static void
ask_to_leave_sample (SaneraImportFlow *self)
{
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (self->window), _ ("Leave the sample data?"), NULL);

  adw_message_dialog_set_body (
      ADW_MESSAGE_DIALOG (dialog),
      _ ("A scan report is about real devices. It is kept on this computer, apart from the sample "
         "fleet."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "leave",
                                    _ ("Leave and import"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "leave",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "leave");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_set_weak_pointer (&self->question, dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (leave_sample_cb), self,
                           G_CONNECT_SWAPPED);
  keep_question (self, dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
next_step (SaneraImportFlow *self)
{
  SaneraConnections *connections = sanera_window_get_connections (self->window);
  SaneraConnection *connection = sanera_connections_get_current (connections);
  const SaneraCacheInfo *info = NULL;

  if (connection == NULL)
    {
      if (!sanera_connections_open (connections, SANERA_CONNECTIONS_PRIVATE))
        {
          forget_files (self);
          return; /* the window says why */
        }
      connection = sanera_connections_get_current (connections);
    }
  if (sanera_connection_get_kind (connection) == SANERA_CONNECTION_SAMPLE)
    {
      ask_to_leave_sample (self);
      return;
    }
  if (sanera_connections_get_offline (connections))
    {
      forget_files (self);
      sanera_window_add_toast (
          self->window, adw_toast_new (_ ("Started with --offline: nothing can be imported")));
      return;
    }
  info = sanera_cache_get_info (sanera_connection_get_cache (connection));
  if (sanera_connection_get_kind (connection) == SANERA_CONNECTION_TENANT)
    {
      forget_files (self);
      sanera_window_add_toast (
          self->window, adw_toast_new (_ ("Scans cannot be imported into a Microsoft Defender "
                                          "tenant")));
      return;
    }
  if (sanera_connection_get_kind (connection) == SANERA_CONNECTION_SERVER && info != NULL &&
      info->email != NULL && !sanera_cache_info_can (info, "import"))
    {
      forget_files (self);
      sanera_window_add_toast (self->window,
                               adw_toast_new (_ ("You may not import scans on this server")));
      return;
    }
  if (sanera_connection_needs_person (connection))
    {
      GtkWidget *dialog = sanera_person_dialog_new (GTK_WINDOW (self->window), connections);

      g_set_weak_pointer (&self->question, dialog);
      g_signal_connect_object (dialog, "response", G_CALLBACK (person_response_cb), self,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      keep_question (self, dialog);
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }
  if (g_queue_is_empty (&self->files))
    choose_files (self);
  else
    import_files (self, connection);
}

static void
sanera_import_flow_dispose (GObject *object)
{
  SaneraImportFlow *self = SANERA_IMPORT_FLOW (object);

  forget_files (self);
  g_clear_object (&self->chooser);
  g_clear_weak_pointer (&self->dialog);
  g_clear_weak_pointer (&self->question);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_object (&self->recent_menu);

  G_OBJECT_CLASS (sanera_import_flow_parent_class)->dispose (object);
}

static void
sanera_import_flow_class_init (SaneraImportFlowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_import_flow_dispose;
}

static void
sanera_import_flow_init (SaneraImportFlow *self)
{
  g_queue_init (&self->files);
}

/**
 * sanera_import_flow_new:
 * @window: the window, which owns it
 * @recent_menu: gets the reports that were imported last
 *
 * Returns: (transfer full): a flow that does nothing yet
 */
SaneraImportFlow *
sanera_import_flow_new (SaneraWindow *window, GMenu *recent_menu)
{
  SaneraImportFlow *self = NULL;

  g_return_val_if_fail (SANERA_IS_WINDOW (window), NULL);

  self = g_object_new (SANERA_TYPE_IMPORT_FLOW, NULL);
  self->window = window;
  self->recent_menu = g_object_ref (recent_menu);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (recent_changed_cb), self, G_CONNECT_SWAPPED);
  recent_changed_cb (self);
  return self;
}

/**
 * sanera_import_flow_start:
 * @self: a flow
 * @files: (nullable): GFile; %NULL lets the person choose
 *
 * Leads to the import of the files, all in one dialog. With no connection open the private one
 * is opened, and who the person is is asked where it is not known.
 */
void
sanera_import_flow_start (SaneraImportFlow *self, GListModel *files)
{
  g_return_if_fail (SANERA_IS_IMPORT_FLOW (self));

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    g_queue_push_tail (&self->files, g_list_model_get_item (files, i));
  /* What is dropped while a preview is open comes after it; while a question is, along with it. */
  if (self->dialog == NULL && self->question == NULL)
    {
      next_step (self);
      return;
    }
  if (files != NULL)
    g_ptr_array_add (self->kept, g_object_ref (files));
  gtk_window_present (GTK_WINDOW (self->dialog != NULL ? self->dialog : self->question));
}
