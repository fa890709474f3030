/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports from elsewhere on the desktop: dropped onto the window, or from those of last time. */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "sanera-recent.h"
#include "sanera-settings.h"
#include "sanera-window.h"
#include "ui-support.h"

static GtkDropTarget *
find_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  return NULL;
}

static gboolean
drop (GtkWidget *window, GSList *files)
{
  GtkDropTarget *target = find_target (ui_find (window, ADW_TYPE_TOAST_OVERLAY, NULL));
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_assert_nonnull (target);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  g_signal_emit_by_name (target, "drop", &value, 1.0, 1.0, &taken);
  return taken;
}

static gboolean
has_asked (gpointer user_data)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel) && gtk_widget_get_mapped (toplevel))
        {
          adw_message_dialog_response (ADW_MESSAGE_DIALOG (toplevel), "cancel");
          return TRUE;
        }
    }
  return FALSE;
}

static guint
count_questions (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      n += ADW_IS_MESSAGE_DIALOG (toplevel);
    }
  return n;
}

/* A report that is dropped on invented devices leads to the question whether to leave them; another
 * one that is dropped meanwhile waits for the same answer. */
static void
test_drop (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  g_autoptr (GSettings) settings = sanera_settings_new ();
  SaneraConnections *connections = sanera_connections_new (settings, folder, TRUE);
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/report.json");
  GSList files = { .data = file };
  SaneraWindow *window = NULL;

  g_assert_true (sanera_connections_open (connections, SANERA_CONNECTIONS_SAMPLE));
  window = sanera_window_new (NULL, connections, settings);
  gtk_window_present (GTK_WINDOW (window));
  ui_wait_frame (GTK_WIDGET (window));

  g_assert_false (drop (GTK_WIDGET (window), NULL));
  g_assert_true (drop (GTK_WIDGET (window), &files));
  g_assert_true (drop (GTK_WIDGET (window), &files));
  g_assert_cmpuint (count_questions (), ==, 1);
  g_assert_true (ui_wait_until (has_asked, NULL, UI_LIMIT_MS));

  gtk_window_destroy (GTK_WINDOW (window));
  sanera_connections_close (connections);
  g_assert_finalize_object (connections);
  ui_remove_tree (folder);
}

static gboolean
has_two (gpointer manager)
{
  g_autoptr (GListModel) files = sanera_recent_list (manager);

  return g_list_model_get_n_items (files) == 2;
}

static void
test_recent (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  g_autofree char *kept = g_build_filename (folder, "recent.xbel", NULL);
  /* Kept: going with something left to write, as it does at its own pace, GTK 4.8 drops a time. */
  static GtkRecentManager *manager;
  static const char *const names[] = { "a_b.trivy.json", "two.nessus", "gone.json" };
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) submenu = NULL;
  g_autofree char *label = NULL;
  g_autofree char *uri = NULL;

  manager = g_object_new (GTK_TYPE_RECENT_MANAGER, "filename", kept, NULL);
  files = sanera_recent_list (manager);
  sanera_recent_fill_menu (menu, files);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 0);
  g_clear_object (&files);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
      sanera_recent_add (manager, file);
      if (i == 0)
        uri = g_file_get_uri (file);
      if (i == 2)
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_true (ui_wait_until (has_two, manager, UI_LIMIT_MS));

  files = sanera_recent_list (manager);
  sanera_recent_fill_menu (menu, files);
  submenu = g_menu_model_get_item_link (G_MENU_MODEL (menu), 0, G_MENU_LINK_SUBMENU);
  g_assert_nonnull (submenu);
  g_assert_cmpint (g_menu_model_get_n_items (submenu), ==, 2);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GVariant) here =
          g_menu_model_get_item_attribute_value (submenu, i, G_MENU_ATTRIBUTE_TARGET, NULL);

      if (g_str_equal (g_variant_get_string (here, NULL), uri))
        g_assert_true (
            g_menu_model_get_item_attribute (submenu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label));
    }
  g_assert_cmpstr (label, ==, "a__b.trivy.json");
  ui_remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/drop", test_drop);
  g_test_add_func ("/ui/recent", test_recent);
  return g_test_run ();
}
