/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F1: which page of the user guide belongs to what is on screen, and who gets to show it. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "sanera-help-topics.h"
#include "sanera-help.h"
#include "sanera-language.h"
#include "sanera-settings-window.h"
#include "sanera-settings.h"
#include "sanera-window.h"
#include "ui-support.h"

typedef struct
{
  char *folder;
  char *opened; /* file in which the viewers below write what they were given */
  GSettings *settings;
  SaneraConnections *connections;
  SaneraWindow *window;
} Fixture;

static char *viewers; /* folder of the viewers */

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  g_assert_no_error (error);
}

/* A program that writes down which of the two it is and what it was given. */
static void
install_viewer (const char *program, const char *mime_type)
{
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\n"
                       "echo \"%s $1\" >\"$SANERA_TEST_OPENED.new\"\n"
                       "mv \"$SANERA_TEST_OPENED.new\" \"$SANERA_TEST_OPENED\"\n",
                       program);
  g_autofree char *path = g_build_filename (viewers, program, NULL);
  g_autofree char *entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=%s\n"
                                            "Exec=%s %%u\nMimeType=%s;\n",
                                            program, path, mime_type);
  g_autofree char *name = g_strconcat ("applications/", program, ".desktop", NULL);

  write_file (viewers, program, script);
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  write_file (g_get_user_data_dir (), name, entry);
}

static void
install_viewers (void)
{
  viewers = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  g_assert_nonnull (viewers);
  install_viewer ("yelp", "x-scheme-handler/help");
  install_viewer ("browser", "text/html");
  write_file (g_get_user_data_dir (), "applications/mimeinfo.cache",
              "[MIME Cache]\n"
              "x-scheme-handler/help=yelp.desktop;\n"
              "text/html=browser.desktop;\n");
  write_file (g_get_user_config_dir (), "mimeapps.list",
              "[Default Applications]\ntext/html=browser.desktop\n");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->opened = g_build_filename (fixture->folder, "opened", NULL);
  g_setenv ("SANERA_TEST_OPENED", fixture->opened, TRUE);
  g_setenv ("SANERA_HELPDIR", TEST_HELPDIR, TRUE);
  fixture->settings = sanera_settings_new ();
  g_settings_reset (fixture->settings, "connection");
  g_settings_reset (fixture->settings, "connections");
  g_settings_reset (fixture->settings, "page");
  /* Offline: no server is started. */
  fixture->connections = sanera_connections_new (fixture->settings, fixture->folder, TRUE);
  sanera_help_add_keys (G_OBJECT (fixture->connections));
  fixture->window = sanera_window_new (NULL, fixture->connections, fixture->settings);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_wait_frame (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sanera_connections_close (fixture->connections);
  g_assert_finalize_object (fixture->connections);
  g_clear_object (&fixture->settings);
  ui_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->opened);
}

static void
activate (Fixture *fixture, const char *action, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, parameter);
}

static gboolean
is_opened (gpointer user_data)
{
  return g_file_test (((Fixture *)user_data)->opened, G_FILE_TEST_EXISTS);
}

/* What a viewer was given, once it was. */
static void
assert_opened (Fixture *fixture, const char *viewer, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *expected = g_strdup_printf ("%s %s\n", viewer, path);
  g_autofree char *text = NULL;

  g_assert_true (ui_wait_until (is_opened, fixture, UI_LIMIT_MS));
  g_assert_true (g_file_get_contents (fixture->opened, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (g_remove (fixture->opened), ==, 0);
}

/* Presses a key as far as GTK lets a test: it does what the window has it do. */
static void
press_f1 (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          g_autofree char *trigger =
              gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

          if (g_str_equal (trigger, "F1"))
            {
              g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                                           window, NULL));
              return;
            }
        }
    }
  g_assert_not_reached ();
}

/* The window that is on screen besides the main one. */
static GtkWindow *
get_dialog (Fixture *fixture)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (window != GTK_WINDOW (fixture->window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *page;
    const char *topic;
  } pages[] = {
    { "dashboard", "dashboard" },           { "recommendations", "recommendations" },
    { "remediation", "activities" },        { "exceptions", "exceptions" },
    { "security-tasks", "security-tasks" }, { "devices", "devices" },
  };

  press_f1 (GTK_WIDGET (fixture->window));
  assert_opened (fixture, "yelp", TEST_HELPDIR "/C", "overview.page");

  activate (fixture, "open-connection", g_variant_new_string (SANERA_CONNECTIONS_SAMPLE));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *name = g_strconcat (pages[i].topic, ".page", NULL);

      activate (fixture, "open-page", g_variant_new_string (pages[i].page));
      ui_wait_frame (GTK_WIDGET (fixture->window));
      g_assert_cmpstr (sanera_help_topics_find (GTK_WINDOW (fixture->window)), ==, pages[i].topic);
      activate (fixture, "help", NULL);
      assert_opened (fixture, "yelp", TEST_HELPDIR "/C", name);
    }
}

static void
test_dialogs (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *action;
    const char *topic;
  } dialogs[] = {
    { "settings", "connections" },
    { "connect", "connections" },
    { "show-help-overlay", "keyboard" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      g_autofree char *name = g_strconcat (dialogs[i].topic, ".page", NULL);
      GtkWindow *dialog = NULL;

      g_test_message ("%s", dialogs[i].action);
      activate (fixture, dialogs[i].action, NULL);
      dialog = get_dialog (fixture);
      g_assert_nonnull (dialog);
      press_f1 (GTK_WIDGET (dialog));
      assert_opened (fixture, "yelp", TEST_HELPDIR "/C", name);
      gtk_window_close (dialog);
    }
}

/* A question belongs to what it is asked about. */
static void
test_question (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = NULL;

  activate (fixture, "open-connection", g_variant_new_string (SANERA_CONNECTIONS_SAMPLE));
  activate (fixture, "open-page", g_variant_new_string ("devices"));
  dialog = adw_message_dialog_new (GTK_WINDOW (fixture->window), "?", NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  ui_wait_frame (dialog);
  press_f1 (dialog);
  assert_opened (fixture, "yelp", TEST_HELPDIR "/C", "devices.page");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_languages (Fixture *fixture, gconstpointer data)
{
  g_autofree char *built = g_build_filename (fixture->folder, "help", NULL);
  g_autofree char *both = g_strjoin (G_SEARCHPATH_SEPARATOR_S, built, TEST_HELPDIR, NULL);
  g_autofree char *swedish = NULL;
  g_autofree char *chinese = NULL;
  g_autofree char *english = NULL;
  g_autofree char *web = NULL;

  write_file (built, "sv/request.page", "");
  write_file (built, "html/sv/request.html", "");
  write_file (built, "html/en/request.html", "");
  g_setenv ("SANERA_HELPDIR", both, TRUE);
  swedish = sanera_help_find_page ("request", "sv", SANERA_HELP_MALLARD);
  g_assert_true (g_str_has_suffix (swedish, "/help/sv/request.page"));
  /* A language that is not installed reads English. */
  chinese = sanera_help_find_page ("request", "zh_CN", SANERA_HELP_MALLARD);
  g_assert_true (g_str_has_suffix (chinese, "/data/help/C/request.page"));
  english = sanera_help_find_page ("request", "en", SANERA_HELP_MALLARD);
  g_assert_cmpstr (english, ==, chinese);
  web = sanera_help_find_page ("request", "zh_CN", SANERA_HELP_WEB);
  g_assert_true (g_str_has_suffix (web, "/help/html/en/request.html"));
  g_assert_null (sanera_help_find_page ("nothing", "sv", SANERA_HELP_MALLARD));

  /* F1 follows the language of the interface, not that of the desktop. */
  sanera_language_set ("sv");
  activate (fixture, "open-connection", g_variant_new_string (SANERA_CONNECTIONS_SAMPLE));
  activate (fixture, "open-page", g_variant_new_string ("devices"));
  ui_wait_frame (GTK_WIDGET (fixture->window));
  write_file (built, "sv/devices.page", "");
  activate (fixture, "help", NULL);
  assert_opened (fixture, "yelp", built, "sv/devices.page");
  sanera_language_set ("en");
}

static void
test_web (Fixture *fixture, gconstpointer data)
{
  g_autofree char *built = g_build_filename (fixture->folder, "help", NULL);

  write_file (built, "html/en/overview.html", "<!DOCTYPE html><title>?</title>");
  g_setenv ("SANERA_HELPDIR", built, TRUE);
  activate (fixture, "help", NULL);
  assert_opened (fixture, "browser", built, "html/en/overview.html");
}

static void
test_not_installed (Fixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = NULL;

  g_setenv ("SANERA_HELPDIR", fixture->folder, TRUE);
  activate (fixture, "help", NULL);
  dialog = get_dialog (fixture);
  g_assert_true (ADW_IS_MESSAGE_DIALOG (dialog));
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "The user guide is not installed on this computer.");
  ui_wait_frame (GTK_WIDGET (dialog));
  ui_save_picture (GTK_WIDGET (dialog), "help-not-installed.png");
  gtk_window_destroy (dialog);
}

/* Whatever the table leads to is written. */
static void
test_written (void)
{
  const char *const *topics = sanera_help_topics_list ();

  g_assert_cmpuint (g_strv_length ((char **)topics), >, 1);
  for (guint i = 0; topics[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/C/%s.page", TEST_HELPDIR, topics[i]);

      g_test_message ("%s", topics[i]);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
}

/* What the documents name as related stands at the end of the pages about the same thing. */
static void
test_related (void)
{
  static const char *const pages[] = { "request", "activities" };
  static const char *const related[] = {
    "overview", /* [160] */
    "dashboard", /* [161] */
    "recommendations", /* [162] */
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/C/%s.page", TEST_HELPDIR, pages[i]);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      for (guint j = 0; j < G_N_ELEMENTS (related); j++)
        {
          g_autofree char *link =
              g_strdup_printf ("<link type=\"seealso\" xref=\"%s\"/>", related[j]);

          g_test_message ("%s: %s", pages[i], related[j]);
          g_assert_nonnull (strstr (text, link));
        }
    }
}

int
main (int argc, char *argv[])
{
  int status;

  install_viewers ();
  ui_init (&argc, &argv);
  sanera_language_init ("en", BUILD_LOCALEDIR);
#define TEST(name, function) g_test_add ("/help/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("pages", test_pages);
  TEST ("dialogs", test_dialogs);
  TEST ("question", test_question);
  TEST ("languages", test_languages);
  TEST ("web", test_web);
  TEST ("not-installed", test_not_installed);
  g_test_add_func ("/help/written", test_written);
  g_test_add_func ("/help/related", test_related);
  status = g_test_run ();
  ui_remove_tree (viewers);
  g_free (viewers);
  return status;
}
