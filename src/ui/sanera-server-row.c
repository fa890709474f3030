/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-server-row.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-announce.h"
#include "sanera-connect-dialog.h"
#include "sanera-connection-words.h"
#include "sanera-enums.h"
#include "sanera-remove-dialog.h"
#include "sanera-tenant-words.h"
#include "sanera-window.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

struct _SaneraServerRow
{
  AdwExpanderRow parent_instance;

  AdwActionRow *test_row;
  GtkWidget *test_button;
  GtkWidget *open_button;
  GtkWidget *change_button;
  GtkWidget *remove_button;

  SaneraConnections *connections;
  SaneraConnectionEntry *entry;
  GSignalGroup *state_signals; /* of the current connection */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SaneraServerRow, sanera_server_row, ADW_TYPE_EXPANDER_ROW)

static gboolean
is_current (SaneraServerRow *self)
{
  return sanera_connections_get_current (self->connections) != NULL &&
         g_strcmp0 (sanera_connections_get_current_id (self->connections), self->entry->id) == 0;
}

static void
update (SaneraServerRow *self)
{
  gboolean current = is_current (self);
  g_autofree char *state =
      current ? sanera_connection_words_state (sanera_connections_get_current (self->connections))
              : g_strdup (C_ ("connection", "Not open"));
  g_autofree char *words = g_strconcat (self->entry->address, " · ", state, NULL);
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), markup);
  gtk_widget_set_sensitive (self->open_button, !current);
  gtk_button_set_label (GTK_BUTTON (self->open_button),
                        current ? C_ ("connection", "Open now") : C_ ("connection", "Open"));
}

static void
current_cb (SaneraServerRow *self)
{
  g_signal_group_set_target (self->state_signals,
                             is_current (self) ? sanera_connections_get_current (self->connections)
                                               : NULL);
  update (self);
}

/* On the window: a row is made anew when what is kept of its server changes. */
static void
toast (AdwPreferencesWindow *window, const char *words)
{
  AdwToast *shown = adw_toast_new ("");
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_toast_set_title (shown, markup);
  sanera_announce_toast (GTK_WIDGET (window), shown);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraServerRow *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraCacheInfo) info =
      sanera_connections_test_finish (SANERA_CONNECTIONS (source), result, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_SERVER_ROW (user_data);
  if (info != NULL)
    words = sanera_tenant_words_tested (info);
  else
    words = sanera_words_error (error);
  adw_action_row_set_subtitle (self->test_row, words);
  gtk_widget_set_sensitive (self->test_button, TRUE);
}

static void
test_cb (SaneraServerRow *self)
{
  adw_action_row_set_subtitle (self->test_row, _ ("Connecting…"));
  gtk_widget_set_sensitive (self->test_button, FALSE);
  sanera_connections_test_async (self->connections, self->entry->id, NULL, NULL, self->cancellable,
                                 tested_cb, self);
}

static void
open_cb (SaneraServerRow *self)
{
  sanera_connections_open (self->connections, self->entry->id);
}

static void
connected_cb (AdwPreferencesWindow *window, gboolean token_kept)
{
  if (!token_kept)
    toast (window, _ ("No key ring runs here: the access token is forgotten when Sanera ends"));
}

/* Over the settings, which outlive the row: it is made anew with the list. */

static void open_change_again (GtkWindow *window, SaneraConnection *connection, gpointer id);

static void
present_change (AdwPreferencesWindow *window,
                SaneraConnections *connections,
                const SaneraConnectionEntry *entry)
{
  GtkWidget *dialog = sanera_connect_dialog_new (GTK_WINDOW (window), connections);

  sanera_connect_dialog_edit (SANERA_CONNECT_DIALOG (dialog), entry);
  g_signal_connect_object (dialog, "connected", G_CALLBACK (connected_cb), window,
                           G_CONNECT_SWAPPED);
  sanera_again_set (GTK_WINDOW (dialog), NULL, open_change_again, g_strdup (entry->id), g_free);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
change_cb (SaneraServerRow *self)
{
  present_change (ADW_PREFERENCES_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                  self->connections, self->entry);
}

static void open_remove_again (GtkWindow *window, SaneraConnection *connection, gpointer id);

static void
present_remove (AdwPreferencesWindow *window, SaneraConnections *connections, const char *id)
{
  GtkWidget *dialog = sanera_remove_dialog_new (GTK_WINDOW (window), connections, id);

  g_signal_connect_object (dialog, "told", G_CALLBACK (toast), window, G_CONNECT_SWAPPED);
  sanera_again_set (GTK_WINDOW (dialog), NULL, open_remove_again, g_strdup (id), g_free);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
remove_cb (SaneraServerRow *self)
{
  present_remove (ADW_PREFERENCES_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                  self->connections, self->entry->id);
}

static SaneraConnections *
get_connections (GtkWindow *settings)
{
  return sanera_window_get_connections (SANERA_WINDOW (gtk_window_get_transient_for (settings)));
}

static void
open_change_again (GtkWindow *window, SaneraConnection *connection, gpointer id)
{
  SaneraConnections *connections = get_connections (window);
  g_autoptr (GPtrArray) entries = sanera_connections_list (connections);

  for (guint i = 0; i < entries->len; i++)
    {
      const SaneraConnectionEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->id, id) == 0)
        present_change (ADW_PREFERENCES_WINDOW (window), connections, entry);
    }
}

static void
open_remove_again (GtkWindow *window, SaneraConnection *connection, gpointer id)
{
  present_remove (ADW_PREFERENCES_WINDOW (window), get_connections (window), id);
}

static void
sanera_server_row_dispose (GObject *object)
{
  SaneraServerRow *self = SANERA_SERVER_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->state_signals);
  g_clear_object (&self->connections);
  g_clear_pointer (&self->entry, sanera_connection_entry_free);

  G_OBJECT_CLASS (sanera_server_row_parent_class)->dispose (object);
}

static void
sanera_server_row_class_init (SaneraServerRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_server_row_dispose;
}

static GtkWidget *
add_button (SaneraServerRow *self, GtkWidget *box, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
sanera_server_row_init (SaneraServerRow *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *row = gtk_list_box_row_new ();

  self->cancellable = g_cancellable_new ();
  self->test_row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->test_row), _ ("Test connection"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->test_row), FALSE);
  adw_action_row_set_subtitle_lines (self->test_row, 0);
  self->test_button = gtk_button_new_with_label (
      /* Translators: a button: tries the connection to a server */ _ ("Test"));
  gtk_widget_set_valign (self->test_button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->test_button, "clicked", G_CALLBACK (test_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (self->test_row, self->test_button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->test_row));

  gtk_widget_set_margin_top (buttons, 8);
  gtk_widget_set_margin_bottom (buttons, 8);
  gtk_widget_set_margin_start (buttons, 12);
  gtk_widget_set_margin_end (buttons, 12);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  self->open_button = add_button (self, buttons, C_ ("connection", "Open"), G_CALLBACK (open_cb));
  self->change_button = add_button (
      self, buttons,
      /* Translators: a button: of the address and the token of a connection */ _ ("Change…"),
      G_CALLBACK (change_cb));
  self->remove_button =
      add_button (self, buttons, /* Translators: a button: forgets a connection */ _ ("Remove…"),
                  G_CALLBACK (remove_cb));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), buttons);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);

  self->state_signals = g_signal_group_new (SANERA_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->state_signals, "notify", G_CALLBACK (update), self);
}

/**
 * sanera_server_row_new:
 * @connections: the person's connections
 * @entry: what is kept of one
 *
 * Returns: (transfer floating): a row about it
 */
GtkWidget *
sanera_server_row_new (SaneraConnections *connections, const SaneraConnectionEntry *entry)
{
  SaneraServerRow *self = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  self = g_object_new (SANERA_TYPE_SERVER_ROW, NULL);
  self->connections = g_object_ref (connections);
  self->entry = g_new0 (SaneraConnectionEntry, 1);
  self->entry->id = g_strdup (entry->id);
  self->entry->name = g_strdup (entry->name);
  self->entry->address = g_strdup (entry->address);
  self->entry->ca_file = g_strdup (entry->ca_file);
  title = g_markup_escape_text (entry->name, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  if (sanera_connections_get_offline (connections))
    {
      gtk_widget_set_sensitive (self->test_button, FALSE);
      adw_action_row_set_subtitle (self->test_row,
                                   _ ("Sanera was started offline: no server is asked."));
    }
  g_signal_connect_object (connections, "notify::current", G_CALLBACK (current_cb), self,
                           G_CONNECT_SWAPPED);
  current_cb (self);
  return GTK_WIDGET (self);
}
