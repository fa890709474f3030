/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-window-views.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-entry-row.h"
#include "sanera-views.h"

#define NAME_DATA "sanera-view-name"
#define ENTRY_DATA "sanera-view-entry"

/* (nullable): whose views they are */
static const char *
get_connection (SaneraWindow *window)
{
  return sanera_connections_get_current_id (sanera_window_get_connections (window));
}

/* A name can be kept when it is none, or the one the view has already. */
static void
name_changed_cb (GtkWidget *dialog)
{
  GtkWidget *entry = g_object_get_data (G_OBJECT (dialog), ENTRY_DATA);
  const char *old = g_object_get_data (G_OBJECT (dialog), NAME_DATA);
  SaneraWindow *window = SANERA_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (dialog)));
  const char *id = get_connection (window);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autoptr (SaneraView) other = NULL;
  gboolean taken;
  gboolean fits = *name != '\0' && g_utf8_strlen (name, -1) <= SANERA_VIEW_MAX_NAME;

  if (id != NULL)
    other = sanera_views_dup (sanera_window_get_settings (window), id, name);
  taken = other != NULL && g_strcmp0 (old, name) != 0;
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save",
                                           id != NULL && fits && !taken);
  adw_message_dialog_set_body (
      ADW_MESSAGE_DIALOG (dialog),
      taken ? _ ("There is a view of this name already.")
            : _ ("The sidebar shows it with the number of its rows, on this connection."));
}

/* @old: (nullable): name of the view to be renamed; %NULL: a new one */
static GtkWidget *
ask_name (SaneraWindow *window, const char *old, const char *preset)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (window), old != NULL ? _ ("Rename view") : _ ("Save view"), NULL);
  GtkWidget *entry = sanera_entry_row_new ();
  GtkWidget *list = gtk_list_box_new ();

  g_object_set_data_full (G_OBJECT (dialog), NAME_DATA, g_strdup (old), g_free);
  g_object_set_data (G_OBJECT (dialog), ENTRY_DATA, entry);
  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "save",
      old != NULL ? /* Translators: a button: of a saved view */ _ ("Rename") : _ ("Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("Name of the view"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), preset);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (name_changed_cb), dialog);
  name_changed_cb (dialog);
  return dialog;
}

static const char *
get_typed (GtkWidget *dialog)
{
  return gtk_editable_get_text (GTK_EDITABLE (g_object_get_data (G_OBJECT (dialog), ENTRY_DATA)));
}

static void
save_cb (SaneraWindow *window, const char *response, GtkWidget *dialog)
{
  SaneraPage *page = sanera_window_get_page (window);
  g_autoptr (SaneraQuery) query = page != NULL ? sanera_page_get_query (page) : NULL;
  g_autofree char *text = query != NULL ? sanera_query_to_string (query) : NULL;
  SaneraView view = { .name = (char *)get_typed (dialog), .query = text };

  if (!g_str_equal (response, "save") || text == NULL || get_connection (window) == NULL)
    return;
  view.page = (char *)sanera_page_get_id (page);
  sanera_views_insert (sanera_window_get_settings (window), get_connection (window), -1, &view);
}

static void
save_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *window = SANERA_WINDOW (user_data);
  SaneraPage *page = sanera_window_get_page (window);
  g_autoptr (SaneraQuery) query = page != NULL ? sanera_page_get_query (page) : NULL;
  const char *search = query != NULL ? sanera_query_get_search (query) : NULL;
  GtkWidget *dialog = NULL;

  if (query == NULL)
    return;
  dialog =
      ask_name (window, NULL, search != NULL && *search ? search : sanera_page_get_title (page));
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_cb), window, G_CONNECT_SWAPPED);
  sanera_again_set_action (GTK_WINDOW (dialog), "win.save-view", NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
rename_cb (SaneraWindow *window, const char *response, GtkWidget *dialog)
{
  if (g_str_equal (response, "save") && get_connection (window) != NULL)
    sanera_views_rename (sanera_window_get_settings (window), get_connection (window),
                         g_object_get_data (G_OBJECT (dialog), NAME_DATA), get_typed (dialog));
}

static void
rename_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *window = SANERA_WINDOW (user_data);
  const char *name = g_variant_get_string (parameter, NULL);
  GtkWidget *dialog = ask_name (window, name, name);

  g_signal_connect_object (dialog, "response", G_CALLBACK (rename_cb), window, G_CONNECT_SWAPPED);
  sanera_again_set_action (GTK_WINDOW (dialog), "win.rename-view", parameter);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
delete_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *window = SANERA_WINDOW (user_data);
  GSettings *settings = sanera_window_get_settings (window);
  const char *id = get_connection (window);
  const char *name = g_variant_get_string (parameter, NULL);
  g_autoptr (SaneraView) view = id != NULL ? sanera_views_dup (settings, id, name) : NULL;
  g_autofree char *words = NULL;
  g_autofree char *title = NULL;
  AdwToast *toast = NULL;
  int position;

  if (view == NULL)
    return;
  position = sanera_views_remove (settings, id, name);
  /* Translators: %s is the name of a saved view */
  words = g_strdup_printf (_ ("View “%s” deleted"), name);
  title = g_markup_escape_text (words, -1);
  toast = adw_toast_new (title);
  adw_toast_set_button_label (toast,
                              /* Translators: a button: brings a deleted view back */ _ ("Undo"));
  adw_toast_set_action_name (toast, "win.restore-view");
  adw_toast_set_action_target (toast, "(sisss)", id, position, view->name, view->page, view->query);
  sanera_window_add_toast (window, toast);
}

static void
restore_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraView view = { NULL };
  const char *id = NULL;
  int position = 0;

  g_variant_get (parameter, "(&si&s&s&s)", &id, &position, &view.name, &view.page, &view.query);
  sanera_views_insert (sanera_window_get_settings (SANERA_WINDOW (user_data)), id, position, &view);
}

static const GActionEntry entries[] = {
  { "save-view", save_view_cb },
  { "rename-view", rename_view_cb, "s" },
  { "delete-view", delete_view_cb, "s" },
  { "restore-view", restore_view_cb, "(sisss)" },
};

/**
 * sanera_window_views_add:
 * @window: a window
 *
 * Adds the actions for saved views.
 */
void
sanera_window_views_add (SaneraWindow *window)
{
  g_return_if_fail (SANERA_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
