/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved views: kept for each connection, counted, opened, renamed and deleted by keyboard. */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cache-support.h"
#include "sanera-settings.h"
#include "sanera-sidebar-row.h"
#include "sanera-sidebar-views.h"
#include "sanera-views.h"
#include "sanera-window.h"
#include "ui-support.h"

#define ROWS 40

typedef struct
{
  char *folder;
  GSettings *settings;
  SaneraConnections *connections;
  SaneraWindow *window;
  GtkWidget *views;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  SaneraCache *cache = NULL;

  fixture->folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  fixture->settings = sanera_settings_new ();
  g_settings_reset (fixture->settings, "views");
  g_settings_reset (fixture->settings, "page");
  fixture->connections = sanera_connections_new (fixture->settings, fixture->folder, TRUE);
  g_assert_true (sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_SAMPLE));
  cache = sanera_connection_get_cache (sanera_connections_get_current (fixture->connections));
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, ROWS, 1);
  sanera_cache_emit_changed (cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  fixture->window = sanera_window_new (NULL, fixture->connections, fixture->settings);
  fixture->views = ui_find (GTK_WIDGET (fixture->window), SANERA_TYPE_SIDEBAR_VIEWS, NULL);
  g_assert_nonnull (fixture->views);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_wait_frame (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sanera_connections_close (fixture->connections);
  g_assert_finalize_object (fixture->connections);
  g_settings_reset (fixture->settings, "views");
  g_clear_object (&fixture->settings);
  ui_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static GtkListBoxRow *
get_row (Fixture *fixture, int index)
{
  GtkWidget *list = ui_find (fixture->views, GTK_TYPE_LIST_BOX, NULL);

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), index);
}

/* The number at the end of the first row. */
static const char *
get_count (Fixture *fixture)
{
  GtkListBoxRow *row = get_row (fixture, 0);
  GtkWidget *label = gtk_widget_get_last_child (gtk_list_box_row_get_child (row));

  return gtk_label_get_label (GTK_LABEL (label));
}

static gboolean
is_counted (gpointer user_data)
{
  Fixture *fixture = user_data;

  return get_row (fixture, 0) != NULL && g_str_equal (get_count (fixture), "40");
}

static gboolean
is_counted_again (gpointer user_data)
{
  return g_str_equal (get_count (user_data), "41");
}

static void
activate (Fixture *fixture, const char *action, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, parameter);
}

/* (nullable): a dialog over the window */
static GtkWidget *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel) && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }
  return NULL;
}

static void
answer (const char *name)
{
  GtkWidget *dialog = find_dialog ();
  GtkWidget *entry = NULL;

  g_assert_nonnull (dialog);
  entry = ui_find (dialog, ADW_TYPE_ENTRY_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  ui_wait_frame (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "save");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
save_view (Fixture *fixture, const char *name)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) query = sanera_query_with_order (all, "weaknesses", TRUE);

  sanera_page_set_query (sanera_window_get_page (fixture->window), query);
  activate (fixture, "save-view", NULL);
  answer (name);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  SaneraCache *cache =
      sanera_connection_get_cache (sanera_connections_get_current (fixture->connections));
  g_autoptr (SaneraQuery) shown = NULL;
  gboolean descending;

  g_assert_false (gtk_widget_get_visible (fixture->views));
  save_view (fixture, "  Most weaknesses ");
  g_assert_true (gtk_widget_get_visible (fixture->views));
  g_assert_true (ui_wait_until (is_counted, fixture, UI_LIMIT_MS));
  ui_wait_frame (GTK_WIDGET (fixture->window));
  ui_save_picture (GTK_WIDGET (fixture->window), "views.png");

  /* Live. */
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, ROWS, 1, 1);
  sanera_cache_emit_changed (cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  g_assert_true (ui_wait_until (is_counted_again, fixture, UI_LIMIT_MS));

  /* Opened, from another page. */
  activate (fixture, "open-page", g_variant_new_string ("devices"));
  gtk_widget_grab_focus (GTK_WIDGET (get_row (fixture, 0)));
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_row (fixture, 0))));
  g_assert_cmpstr (sanera_page_get_id (sanera_window_get_page (fixture->window)), ==,
                   "recommendations");
  shown = sanera_page_get_query (sanera_window_get_page (fixture->window));
  g_assert_cmpstr (sanera_query_get_order (shown, &descending), ==, "weaknesses");
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = NULL;
  GtkWidget *entry = NULL;

  save_view (fixture, "One");
  activate (fixture, "save-view", NULL);
  dialog = find_dialog ();
  entry = ui_find (dialog, ADW_TYPE_ENTRY_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "One ");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "already"));
  gtk_editable_set_text (GTK_EDITABLE (entry), " ");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Två 二");
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save"));
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "save-view.png");
  answer ("Två 二");

  activate (fixture, "rename-view", g_variant_new_string ("One"));
  answer ("Ett");
  {
    g_autoptr (GPtrArray) views = sanera_views_list (fixture->settings, SANERA_CONNECTIONS_SAMPLE);

    g_assert_cmpuint (views->len, ==, 2);
    g_assert_cmpstr (((SaneraView *)g_ptr_array_index (views, 0))->name, ==, "Ett");
    g_assert_cmpstr (((SaneraView *)g_ptr_array_index (views, 1))->name, ==, "Två 二");
  }
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = NULL;

  save_view (fixture, "One");
  save_view (fixture, "Two");
  activate (fixture, "delete-view", g_variant_new_string ("One"));
  g_assert_null (get_row (fixture, 1));

  /* The toast puts it back where it was. */
  ui_wait_frame (GTK_WIDGET (fixture->window));
  button = ui_find (ui_find (GTK_WIDGET (fixture->window), ADW_TYPE_TOAST_OVERLAY, NULL),
                    g_type_from_name ("AdwToastWidget"), NULL);
  g_assert_nonnull (button);
  activate (fixture, "restore-view",
            g_variant_new ("(sisss)", SANERA_CONNECTIONS_SAMPLE, 0, "One", "recommendations", "x"));
  {
    g_autoptr (GPtrArray) views = sanera_views_list (fixture->settings, SANERA_CONNECTIONS_SAMPLE);

    g_assert_cmpuint (views->len, ==, 2);
    g_assert_cmpstr (((SaneraView *)g_ptr_array_index (views, 0))->name, ==, "One");
  }
}

static void
test_connections (Fixture *fixture, gconstpointer data)
{
  SaneraView view = { (char *)"Mine", (char *)"devices", (char *)"" };
  g_autoptr (GPtrArray) views = NULL;

  g_assert_true (sanera_views_insert (fixture->settings, "other", -1, &view));
  g_assert_false (sanera_views_insert (fixture->settings, "other", -1, &view));
  g_assert_null (get_row (fixture, 0));
  save_view (fixture, "Mine");
  sanera_views_forget (fixture->settings, "other");
  views = sanera_views_list (fixture->settings, "other");
  g_assert_cmpuint (views->len, ==, 0);
  g_assert_nonnull (get_row (fixture, 0));
}

int
main (int argc, char *argv[])
{
  ui_init (&argc, &argv);
  g_test_add ("/ui/views/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/ui/views/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/ui/views/delete", Fixture, NULL, set_up, test_delete, tear_down);
  g_test_add ("/ui/views/connections", Fixture, NULL, set_up, test_connections, tear_down);
  return g_test_run ();
}
