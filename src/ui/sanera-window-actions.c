/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-window-actions.h"

#include "sanera-again.h"
#include "sanera-export-source.h"
#include "sanera-exports.h"
#include "sanera-conflict-dialog.h"
#include "sanera-flyout.h"
#include "sanera-help.h"
#include "sanera-outbox-window.h"
#include "sanera-shortcuts-window.h"
#include "sanera-undo.h"

static void
refresh_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraConnections *connections = sanera_window_get_connections (SANERA_WINDOW (user_data));
  SaneraConnection *connection = sanera_connections_get_current (connections);

  if (connection != NULL)
    sanera_connection_sync (connection);
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sanera_window_focus_search (SANERA_WINDOW (user_data));
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sanera_window_import (SANERA_WINDOW (user_data), NULL);
}

static void
import_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  g_list_store_append (files, file);
  sanera_window_import (SANERA_WINDOW (user_data), G_LIST_MODEL (files));
}

/* What the page shows: the marked rows of it, or all. */
static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *self = SANERA_WINDOW (user_data);
  SaneraPage *page = sanera_window_get_page (self);
  g_autoptr (SaneraExportSource) source = NULL;

  if (!SANERA_IS_LIST_PAGE (page) || sanera_list_page_get_model (SANERA_LIST_PAGE (page)) == NULL)
    return;

  source = sanera_export_source_new_for_page (SANERA_LIST_PAGE (page));
  sanera_exports_ask (sanera_exports_get (GTK_WINDOW (self)), source);
}

/* The activity in the flyout, as the menu of its row does. */
static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraPage *page = sanera_window_get_page (SANERA_WINDOW (user_data));
  SaneraRecord *record = NULL;

  if (page != NULL && sanera_page_get_flyout_open (page))
    record = sanera_flyout_get_record (SANERA_FLYOUT (sanera_page_get_flyout (page)));
  if (SANERA_IS_ACTIVITY (record))
    gtk_widget_activate_action (GTK_WIDGET (page), "row.print", "s", sanera_record_get_id (record));
}

static void
show_sidebar_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  sanera_window_set_sidebar (SANERA_WINDOW (user_data), g_variant_get_boolean (state));
}

static void
next_area_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sanera_window_move_area (SANERA_WINDOW (user_data), 1);
}

static void
previous_area_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sanera_window_move_area (SANERA_WINDOW (user_data), -1);
}

static void
close_flyout_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraPage *page = sanera_window_get_page (SANERA_WINDOW (user_data));

  if (page != NULL)
    sanera_page_close_flyout (page);
}

/* With the flyout open, whatever has the focus. */
static void
move_row (SaneraWindow *self, int by)
{
  SaneraPage *page = sanera_window_get_page (self);
  GtkWidget *flyout = page != NULL ? sanera_page_get_flyout (page) : NULL;

  if (SANERA_IS_FLYOUT (flyout) && sanera_page_get_flyout_open (page))
    sanera_flyout_move (SANERA_FLYOUT (flyout), by);
}

static void
previous_row_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_row (SANERA_WINDOW (user_data), -1);
}

static void
next_row_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_row (SANERA_WINDOW (user_data), 1);
}

/* The focus stays among the tabs. */
static void
show_tab_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *self = SANERA_WINDOW (user_data);
  SaneraPage *page = NULL;

  sanera_window_show_page (self, g_variant_get_string (parameter, NULL));
  page = sanera_window_get_page (self);
  if (page != NULL && sanera_page_get_tabs (page) != NULL)
    gtk_widget_grab_focus (sanera_page_get_tabs (page));
}

static void
open_page_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *self = SANERA_WINDOW (user_data);

  sanera_window_show_page (self, g_variant_get_string (parameter, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (sanera_window_get_page (self)));
}

static void
show_record_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *self = SANERA_WINDOW (user_data);
  SaneraPage *page = NULL;
  const char *page_id = NULL;
  const char *record_id = NULL;

  g_variant_get (parameter, "(&s&s)", &page_id, &record_id);
  page = sanera_window_find_page (self, page_id);
  if (page == NULL)
    return;
  sanera_window_show_page (self, page_id);
  sanera_page_show_record (page, record_id);
}

static void
show_query_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraWindow *self = SANERA_WINDOW (user_data);
  SaneraPage *page = NULL;
  g_autoptr (SaneraQuery) query = NULL;
  const char *page_id = NULL;
  const char *text = NULL;

  g_variant_get (parameter, "(&s&s)", &page_id, &text);
  page = sanera_window_find_page (self, page_id);
  query = sanera_query_from_string (text);
  if (page == NULL || query == NULL)
    return;
  sanera_page_set_query (page, query);
  sanera_window_show_page (self, page_id);
}

static void
show_outbox_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraConnections *connections = sanera_window_get_connections (SANERA_WINDOW (user_data));
  SaneraConnection *connection = sanera_connections_get_current (connections);

  GtkWindow *window = NULL;

  if (connection == NULL)
    return;
  window = GTK_WINDOW (sanera_outbox_window_new (GTK_WINDOW (user_data), connection));
  sanera_again_set_action (window, "win.show-outbox", NULL);
  gtk_window_present (window);
}

/* What the server has refused about one row: both sides of a conflict, else the list with the
 * reason. */
static void
show_refused_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraConnections *connections = sanera_window_get_connections (SANERA_WINDOW (user_data));
  SaneraConnection *connection = sanera_connections_get_current (connections);
  g_autoptr (SaneraConflict) conflict = NULL;
  g_autofree char *key = NULL;

  if (connection == NULL)
    return;

  key = sanera_connection_find_refused (connection, g_variant_get_string (parameter, NULL));
  conflict = key != NULL ? sanera_connection_get_conflict (connection, key) : NULL;
  if (conflict != NULL)
    sanera_conflict_dialog_present (GTK_WINDOW (user_data), connection, key);
  else
    show_outbox_cb (action, NULL, user_data);
}

static void
show_shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = GTK_WINDOW (sanera_shortcuts_window_new (GTK_WINDOW (user_data)));

  sanera_again_set_action (window, "win.show-help-overlay", NULL);
  gtk_window_present (window);
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sanera_help_show (GTK_WINDOW (user_data));
}

static const GActionEntry entries[] = {
  { "refresh", refresh_cb },
  { "search", search_cb },
  { "import", import_cb },
  { "import-file", import_file_cb, "s" },
  { "export", export_cb },
  { "print", print_cb },
  { "show-sidebar", NULL, NULL, "true", show_sidebar_cb },
  { "next-area", next_area_cb },
  { "previous-area", previous_area_cb },
  { "close-flyout", close_flyout_cb },
  { "previous-row", previous_row_cb },
  { "next-row", next_row_cb },
  { "show-tab", show_tab_cb, "s" },
  { "open-page", open_page_cb, "s" },
  { "show-record", show_record_cb, "(ss)" },
  { "show-query", show_query_cb, "(ss)" },
  { "show-outbox", show_outbox_cb },
  { "show-refused", show_refused_cb, "s" },
  { "show-help-overlay", show_shortcuts_cb },
  { "help", help_cb },
};

/**
 * sanera_window_actions_add:
 * @window: a window
 *
 * Adds the actions of the window ("win.…").
 */
void
sanera_window_actions_add (SaneraWindow *window)
{
  g_return_if_fail (SANERA_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  sanera_undo_add (GTK_WINDOW (window));
}
