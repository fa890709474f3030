/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell: first start, connections, folding, what a rebuilt window shows, keys and names. */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "sanera-error.h"
#include "sanera-import-dialog.h"
#include "sanera-lock.h"
#include "sanera-notice-bar.h"
#include "sanera-remove-dialog.h"
#include "sanera-settings-window.h"
#include "sanera-settings.h"
#include "sanera-shortcuts-window.h"
#include "sanera-shortcuts.h"
#include "sanera-token-store.h"
#include "sanera-window.h"
#include "sanera-words-error.h"
#include "ui-support.h"

typedef struct
{
  char *folder;
  GSettings *settings;
  SaneraConnections *connections;
  SaneraWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->settings = sanera_settings_new ();
  g_settings_reset (fixture->settings, "connection");
  g_settings_reset (fixture->settings, "connections");
  g_settings_reset (fixture->settings, "window-width");
  g_settings_reset (fixture->settings, "window-height");
  g_settings_reset (fixture->settings, "page");
  /* Offline: these tests are about the window, no server is started. */
  fixture->connections = sanera_connections_new (fixture->settings, fixture->folder, TRUE);
  fixture->window = sanera_window_new (NULL, fixture->connections, fixture->settings);
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
}

static void
present (Fixture *fixture)
{
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_wait_frame (GTK_WIDGET (fixture->window));
}

static const char *
get_main (Fixture *fixture)
{
  GtkWidget *stack = ui_find (GTK_WIDGET (fixture->window), GTK_TYPE_STACK, "main_stack");

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static gboolean
says (Fixture *fixture, const char *text)
{
  GtkWidget *notices = ui_find (GTK_WIDGET (fixture->window), SANERA_TYPE_NOTICE_BAR, NULL);
  GtkWidget *label = ui_find (notices, GTK_TYPE_LABEL, NULL);

  return gtk_widget_get_visible (notices) &&
         g_str_equal (gtk_label_get_label (GTK_LABEL (label)), text);
}

static void
activate (Fixture *fixture, const char *action, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, parameter);
}

static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  present (fixture);
  g_assert_cmpstr (get_main (fixture), ==, "first-start");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "search"));
  ui_save_picture (GTK_WIDGET (fixture->window), "first-start.png");
}

static void
test_sample (Fixture *fixture, gconstpointer data)
{
  present (fixture);
  activate (fixture, "open-connection", g_variant_new_string (SANERA_CONNECTIONS_SAMPLE));
  g_assert_cmpstr (get_main (fixture), ==, "pages");
  g_assert_true (says (fixture, "Sample data"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "search"));
  g_assert_cmpstr (sanera_connections_get_current_id (fixture->connections), ==, "sample");
  ui_wait_frame (GTK_WIDGET (fixture->window));
  ui_save_picture (GTK_WIDGET (fixture->window), "sample.png");

  activate (fixture, "leave", NULL);
  g_assert_cmpstr (get_main (fixture), ==, "first-start");
  g_assert_false (says (fixture, "Sample data"));
  g_assert_true (sanera_connections_has_data (fixture->connections, SANERA_CONNECTIONS_SAMPLE));
}

static void
test_cannot_open (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "sample", NULL);

  /* A file where the folder should be. */
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  present (fixture);
  activate (fixture, "open-connection", g_variant_new_string (SANERA_CONNECTIONS_SAMPLE));
  g_assert_cmpstr (get_main (fixture), ==, "error");
  g_assert_null (sanera_connections_get_current (fixture->connections));
  g_assert_nonnull (sanera_connections_get_error (fixture->connections));

  g_assert_cmpint (g_remove (path), ==, 0);
  activate (fixture, "retry-open", NULL);
  g_assert_cmpstr (get_main (fixture), ==, "pages");
}

/* Another Sanera of the same person, which no bus tells of, has the data open: it is said in words,
 * nothing is opened beside it, and when it has gone one can go on. */
static void
test_already_open (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "sample", NULL);
  g_autofree char *lock = g_build_filename (folder, "private.lock", NULL);
  g_autofree char *outbox = g_build_filename (folder, "outbox.db", NULL);
  g_autoptr (GError) error = NULL;
  GtkWidget *page;
  int fd;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  fd = sanera_lock_take (lock, &error);
  g_assert_no_error (error);
  present (fixture);
  activate (fixture, "open-connection", g_variant_new_string (SANERA_CONNECTIONS_SAMPLE));
  g_assert_cmpstr (get_main (fixture), ==, "error");
  g_assert_false (g_file_test (outbox, G_FILE_TEST_EXISTS));
  page = ui_find (GTK_WIDGET (fixture->window), ADW_TYPE_STATUS_PAGE, "error_page");
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (page)), ==,
                   "Sanera is already open");
  g_assert_nonnull (strstr (adw_status_page_get_description (ADW_STATUS_PAGE (page)),
                            "Close it there and try again."));
  ui_save_picture (GTK_WIDGET (fixture->window), "already-open.png");
  activate (fixture, "retry-open", NULL);
  g_assert_cmpstr (get_main (fixture), ==, "error");

  g_close (fd, &error);
  g_assert_no_error (error);
  activate (fixture, "retry-open", NULL);
  g_assert_cmpstr (get_main (fixture), ==, "pages");
  g_assert_cmpint (sanera_lock_take (lock, NULL), ==, -1);
}

static gboolean
is_folded (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *flap = ui_find (GTK_WIDGET (fixture->window), ADW_TYPE_FLAP, "sidebar_flap");

  return adw_flap_get_folded (ADW_FLAP (flap));
}

static void
test_fold (gconstpointer data)
{
  const int *width = data;
  Fixture fixture = { 0 };

  set_up (&fixture, NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), *width, 540);
  sanera_connections_open (fixture.connections, SANERA_CONNECTIONS_SAMPLE);
  present (&fixture);
  ui_wait_frame (GTK_WIDGET (fixture.window));
  if (*width < SANERA_WINDOW_NARROW)
    g_assert_true (ui_wait_until (is_folded, &fixture, UI_LIMIT_MS));
  else
    g_assert_false (is_folded (&fixture));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture.window)), <=, *width);
  tear_down (&fixture, NULL);
}

static void
test_sidebar_action (Fixture *fixture, gconstpointer data)
{
  GtkWidget *flap = NULL;
  g_autoptr (GVariant) state = NULL;

  sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_SAMPLE);
  present (fixture);
  flap = ui_find (GTK_WIDGET (fixture->window), ADW_TYPE_FLAP, "sidebar_flap");
  g_assert_true (adw_flap_get_reveal_flap (ADW_FLAP (flap)));
  activate (fixture, "show-sidebar", NULL);
  g_assert_false (adw_flap_get_reveal_flap (ADW_FLAP (flap)));
  state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "show-sidebar");
  g_assert_false (g_variant_get_boolean (state));
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraViewState) state = NULL;
  SaneraWindow *other = NULL;

  sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_SAMPLE);
  present (fixture);
  g_assert_cmpstr (sanera_page_get_id (sanera_window_get_page (fixture->window)), ==,
                   "recommendations");
  activate (fixture, "open-page", g_variant_new_string ("dashboard"));
  g_assert_cmpstr (sanera_page_get_id (sanera_window_get_page (fixture->window)), ==, "dashboard");
  /* There is no list on it to search in. */
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "search"));
  activate (fixture, "open-page", g_variant_new_string ("remediation"));
  g_assert_cmpstr (sanera_page_get_id (sanera_window_get_page (fixture->window)), ==,
                   "remediation");
  activate (fixture, "open-page", g_variant_new_string ("recommendations"));
  g_assert_cmpstr (sanera_page_get_id (sanera_window_get_page (fixture->window)), ==,
                   "recommendations");
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "search"));
  activate (fixture, "open-page", g_variant_new_string ("nowhere"));
  g_assert_cmpstr (sanera_page_get_id (sanera_window_get_page (fixture->window)), ==,
                   "recommendations");

  /* A rebuilt window shows the same. */
  sanera_page_set_search (sanera_window_get_page (fixture->window), "chrome");
  sanera_window_show_page (fixture->window, "dashboard");
  state = sanera_window_save_state (fixture->window);
  sanera_window_show_page (fixture->window, "recommendations");
  other = sanera_window_new (NULL, fixture->connections, fixture->settings);
  /* A new window begins where the last one was. */
  g_assert_cmpstr (sanera_page_get_id (sanera_window_get_page (other)), ==, "recommendations");
  sanera_window_restore_state (other, state);
  g_assert_cmpstr (sanera_page_get_id (sanera_window_get_page (other)), ==, "dashboard");
  sanera_window_show_page (other, "recommendations");
  {
    g_autoptr (SaneraQuery) query = sanera_page_get_query (sanera_window_get_page (other));
    GtkWidget *entry = ui_find (GTK_WIDGET (other), GTK_TYPE_SEARCH_ENTRY, "search_entry");

    g_assert_cmpstr (sanera_query_get_search (query), ==, "chrome");
    g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "chrome");
  }
  gtk_window_destroy (GTK_WINDOW (other));
}

static void
test_flyout (Fixture *fixture, gconstpointer data)
{
  SaneraPage *page = NULL;
  GtkWidget *flap = NULL;

  sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_SAMPLE);
  present (fixture);
  page = sanera_window_get_page (fixture->window);
  flap = ui_find (GTK_WIDGET (fixture->window), ADW_TYPE_FLAP, "flyout_flap");
  g_assert_false (adw_flap_get_reveal_flap (ADW_FLAP (flap)));
  sanera_page_open_flyout (page);
  g_assert_true (adw_flap_get_reveal_flap (ADW_FLAP (flap)));

  /* Each page has its own: going elsewhere and back leaves it open. */
  sanera_window_show_page (fixture->window, "remediation");
  g_assert_false (adw_flap_get_reveal_flap (ADW_FLAP (flap)));
  sanera_window_show_page (fixture->window, "recommendations");
  g_assert_true (adw_flap_get_reveal_flap (ADW_FLAP (flap)));

  activate (fixture, "close-flyout", NULL);
  g_assert_false (sanera_page_get_flyout_open (page));
  g_assert_false (adw_flap_get_reveal_flap (ADW_FLAP (flap)));
}

/* A key without its action would do nothing, in silence. */
static void
test_shortcuts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkApplication) application =
      gtk_application_new ("org.sanera.Test", G_APPLICATION_NON_UNIQUE);
  g_auto (GStrv) actions = NULL;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  sanera_shortcuts_set_accels (application);
  actions = gtk_application_list_action_descriptions (application);
  g_assert_cmpuint (g_strv_length (actions), >, 8);
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;

      g_assert_true (g_action_parse_detailed_name (actions[i], &name, &target, NULL));
      if (g_str_has_prefix (name, "win."))
        g_assert_true (g_action_group_has_action (G_ACTION_GROUP (fixture->window), name + 4));
    }
}

/* It is made when somebody asks for it, and not with the window. */
static void
test_shortcuts_window (Fixture *fixture, gconstpointer data)
{
  GtkWidget *shortcuts;

  g_assert_null (ui_find_window (SANERA_TYPE_SHORTCUTS_WINDOW));
  activate (fixture, "show-help-overlay", NULL);
  shortcuts = ui_find_window (SANERA_TYPE_SHORTCUTS_WINDOW);
  g_assert_nonnull (shortcuts);
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (shortcuts)) ==
                 GTK_WINDOW (fixture->window));
  gtk_window_destroy (GTK_WINDOW (shortcuts));
}

static guint
count_pages (Fixture *fixture)
{
  GtkWidget *stack = ui_find (GTK_WIDGET (fixture->window), GTK_TYPE_STACK, "page_stack");
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (GTK_STACK (stack));

  return g_list_model_get_n_items (G_LIST_MODEL (pages));
}

/* A page that nobody has looked at is not there: no widget, no query. */
static void
test_pages_on_demand (Fixture *fixture, gconstpointer data)
{
  SaneraPage *devices;

  g_assert_cmpuint (count_pages (fixture), ==, 1);
  sanera_window_show_page (fixture->window, "no such page");
  g_assert_cmpuint (count_pages (fixture), ==, 1);
  sanera_window_show_page (fixture->window, "devices");
  g_assert_cmpuint (count_pages (fixture), ==, 2);
  devices = sanera_window_get_page (fixture->window);
  g_assert_cmpstr (sanera_page_get_id (devices), ==, "devices");
  g_assert_true (sanera_page_get_connection (devices) ==
                 sanera_connections_get_current (fixture->connections));
  sanera_window_show_page (fixture->window, "recommendations");
  g_assert_true (sanera_window_find_page (fixture->window, "devices") == devices);
  g_assert_cmpuint (count_pages (fixture), ==, 2);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const char *const buttons[] = { "sidebar_button", "search_button", "menu_button" };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = ui_find (GTK_WIDGET (fixture->window), GTK_TYPE_WIDGET, buttons[i]);

      g_assert_nonnull (button);
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (button),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
    }
}

static void
test_servers (Fixture *fixture, gconstpointer data)
{
  static const char *const id = "7d9f0f4e-6a54-4c8b-9c5a-0d3b7b1c2a10";
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *folder = g_build_filename (fixture->folder, "connections", id, NULL);
  g_autofree char *file = g_build_filename (folder, "cache.db", NULL);
  g_autoptr (GError) error = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssss)"));
  g_variant_builder_add (&builder, "(ssss)", id, "Acme", "https://sanera.example.org", "");
  /* Not by us: it would lead out of our folder. */
  g_variant_builder_add (&builder, "(ssss)", "../../elsewhere", "Evil", "https://x.example", "");
  g_settings_set_value (fixture->settings, "connections", g_variant_builder_end (&builder));

  entries = sanera_connections_list (fixture->connections);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpstr (((SaneraConnectionEntry *)g_ptr_array_index (entries, 0))->name, ==, "Acme");
  g_assert_false (sanera_connections_open (fixture->connections, "../../elsewhere"));

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_true (sanera_connections_remove (fixture->connections, id, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_ptr_array_unref (entries);
  entries = sanera_connections_list (fixture->connections);
  g_assert_cmpuint (entries->len, ==, 0);
}

static SaneraOutbox *
get_outbox (Fixture *fixture)
{
  SaneraConnection *connection = sanera_connections_get_current (fixture->connections);

  return sanera_cache_get_outbox (sanera_connection_get_cache (connection));
}

/* What was typed outlives the cache. */
static void
test_clear_cache (Fixture *fixture, gconstpointer data)
{
  const char *id = SANERA_CONNECTIONS_SAMPLE;
  g_autofree char *draft = NULL;
  gint64 synced_on;

  g_assert_true (sanera_connections_open (fixture->connections, id));
  g_assert_cmpint (sanera_connections_measure_cache (fixture->connections, id, &synced_on), >, 0);
  g_assert_cmpint (synced_on, ==, SANERA_INT_NULL);
  sanera_outbox_save_draft (get_outbox (fixture), "requestRemediation", "r1", "{\"notes\":\"a\"}");
  sanera_outbox_flush (get_outbox (fixture));
  g_assert_true (sanera_connections_clear_cache (fixture->connections, id, NULL));
  draft = sanera_outbox_load_draft (get_outbox (fixture), "requestRemediation", "r1");
  g_assert_cmpstr (draft, ==, "{\"notes\":\"a\"}");

  /* So it does when another connection is shown. */
  sanera_connections_leave (fixture->connections);
  g_assert_true (sanera_connections_clear_cache (fixture->connections, id, NULL));
  g_assert_cmpint (sanera_connections_measure_cache (fixture->connections, id, &synced_on), ==, 0);
  g_assert_null (sanera_connections_get_current (fixture->connections));
  g_assert_true (sanera_connections_open (fixture->connections, id));
  g_clear_pointer (&draft, g_free);
  draft = sanera_outbox_load_draft (get_outbox (fixture), "requestRemediation", "r1");
  g_assert_cmpstr (draft, ==, "{\"notes\":\"a\"}");
}

/* Open in another program of the same person: nothing of it is removed, nor looked into. */
static void
test_open_elsewhere (Fixture *fixture, gconstpointer data)
{
  static const char *const id = "7d9f0f4e-6a54-4c8b-9c5a-0d3b7b1c2a10";
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) cleared = NULL;
  g_autoptr (GError) loaded = NULL;
  g_autoptr (GError) removed = NULL;
  g_autofree char *folder = g_build_filename (fixture->folder, "connections", id, NULL);
  g_autofree char *file = g_build_filename (folder, "cache.db", NULL);
  SaneraUnsent *unsent = NULL;
  GtkWidget *dialog = NULL;
  GError *error = NULL;
  GVariantBuilder builder;
  int lock;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssss)"));
  g_variant_builder_add (&builder, "(ssss)", id, "Acme", "https://sanera.example.org", "");
  g_settings_set_value (fixture->settings, "connections", g_variant_builder_end (&builder));
  /* A lock belongs to who has opened the file, so this program can be the other one. */
  lock = sanera_lock_folder (folder, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));

  g_assert_false (sanera_connections_clear_cache (fixture->connections, id, &cleared));
  g_assert_error (cleared, SANERA_ERROR, SANERA_ERROR_BUSY);
  g_assert_null (sanera_connections_load_unsent (fixture->connections, id, &loaded));
  g_assert_error (loaded, SANERA_ERROR, SANERA_ERROR_BUSY);
  g_assert_false (sanera_connections_remove (fixture->connections, id, &removed));
  g_assert_error (removed, SANERA_ERROR, SANERA_ERROR_BUSY);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  entries = sanera_connections_list (fixture->connections);
  g_assert_cmpuint (entries->len, ==, 1);
  dialog = sanera_remove_dialog_new (GTK_WINDOW (fixture->window), fixture->connections, id);
  g_assert_false (adw_message_dialog_has_response (ADW_MESSAGE_DIALOG (dialog), "remove"));
  gtk_window_destroy (GTK_WINDOW (dialog));

  close (lock);
  unsent = sanera_connections_load_unsent (fixture->connections, id, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_unsent_is_empty (unsent));
  sanera_unsent_free (unsent);
  dialog = sanera_remove_dialog_new (GTK_WINDOW (fixture->window), fixture->connections, id);
  g_assert_true (adw_message_dialog_has_response (ADW_MESSAGE_DIALOG (dialog), "remove"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_true (sanera_connections_clear_cache (fixture->connections, id, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_true (sanera_connections_remove (fixture->connections, id, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
got_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **)user_data, result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **)user_data != NULL;
}

/* No Secret Service runs on the bus of the tests. */
static void
test_token_in_memory (void)
{
  g_autoptr (SaneraTokenStore) store = sanera_token_store_new ();
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) forgotten = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  sanera_token_store_save_async (store, "a", "Sanera: a", "secret", NULL, got_result_cb, &saved);
  g_assert_true (ui_wait_until (has_result, &saved, UI_LIMIT_MS));
  g_assert_false (sanera_token_store_save_finish (store, saved, &error));
  g_assert_no_error (error);

  sanera_token_store_load_async (store, "a", NULL, got_result_cb, &loaded);
  g_assert_true (ui_wait_until (has_result, &loaded, UI_LIMIT_MS));
  token = sanera_token_store_load_finish (store, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "secret");

  sanera_token_store_forget (store, "a");
  sanera_token_store_load_async (store, "a", NULL, got_result_cb, &forgotten);
  g_assert_true (ui_wait_until (has_result, &forgotten, UI_LIMIT_MS));
  g_assert_null (sanera_token_store_load_finish (store, forgotten, &error));
  g_assert_no_error (error);
}

static void
test_error_words (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) bad_report = g_error_new (
      SANERA_ERROR, SANERA_ERROR_INVALID,
      "InvalidReport: Results[0].Vulnerabilities[3].Severity: expected text, found a number");
  g_autofree char *sentence = NULL;

  for (int code = SANERA_ERROR_OFFLINE; code <= SANERA_ERROR_UNSUPPORTED; code++)
    {
      g_autoptr (GError) error = g_error_new (SANERA_ERROR, code, "for the log");
      char *words = sanera_words_error (error);

      g_assert_cmpstr (words, !=, "for the log");
      /* Each has its own, or one of them says nothing. */
      g_assert_true (g_hash_table_add (seen, words));
    }
  sentence = sanera_words_error_import (bad_report, "report.json");
  g_assert_cmpstr (
      sentence, ==,
      "“report.json” cannot be imported. Something in it is not as a report of its kind "
      "has it.\nDetails: Results[0].Vulnerabilities[3].Severity: expected text, found a "
      "number");
}

static GtkWidget *
find_row (GtkWidget *root, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_import_preview (Fixture *fixture, gconstpointer data)
{
  SaneraImportPreview preview = { .id = (char *)"1",
                                  .basis = (char *)"2",
                                  .format = (char *)"Trivy",
                                  .devices = 1,
                                  .new_findings = 1234,
                                  .still_there = 7,
                                  .would_fix_if_complete = 40 };
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/report.json");
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  const char *ids[13] = { NULL };
  const char *titles[13] = { NULL };
  GtkWidget *dialog = NULL;
  GtkWidget *row = NULL, *missing = NULL;

  g_list_store_append (files, file);
  g_assert_true (sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_SAMPLE));
  present (fixture);
  dialog = sanera_import_dialog_new (GTK_WINDOW (fixture->window),
                                     sanera_connections_get_current (fixture->connections),
                                     G_LIST_MODEL (files));
  sanera_import_dialog_show_preview (SANERA_IMPORT_DIALOG (dialog), &preview);
  gtk_window_present (GTK_WINDOW (dialog));
  ui_wait_frame (dialog);
  row = find_row (dialog, "New");
  g_assert_nonnull (row);
  g_assert_nonnull (find_row (dialog, "Still there"));
  g_assert_null (find_row (dialog, "Already imported"));
  row = find_row (dialog, "The report is complete");
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "40 more"));
  ui_save_picture (dialog, "import.png");
  g_assert_null (find_row (dialog, "Pages are missing"));
  g_assert_null (find_row (dialog, "Exploit information"));

  /* Which activities complete, by name, and what catalogues and documents say. */
  for (guint i = 0; i < 12; i++)
    {
      ids[i] = "unknown-here";
      titles[i] = i == 0 ? "Update <openssl> & more to 1.1" : "Update curl to 8.9";
    }
  preview.completed_activities = 12;
  preview.completes = (char **)ids;
  preview.completes_titles = (char **)titles;
  preview.facts = 3;
  preview.said_not_affected = 1;
  preview.reopened_activities = 1;
  sanera_import_dialog_show_preview (SANERA_IMPORT_DIALOG (dialog), &preview);
  row = find_row (dialog, "Remediation activities this completes");
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)),
                            "Update <openssl> & more to 1.1\nUpdate curl to 8.9\n"));
  g_assert_true (
      g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "\nand 2 more"));
  g_assert_nonnull (find_row (dialog, "Remediation activities this reopens"));
  g_assert_nonnull (find_row (dialog, "Exploit information"));
  g_assert_nonnull (find_row (dialog, "Said not to be affected"));
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "import-completes.png");
  row = find_row (dialog, "The report is complete");

  /* One page of several: what it would come to, and that it is not all. */
  preview.format = (char *)"Microsoft Defender";
  preview.goes_on = TRUE;
  sanera_import_dialog_show_preview (SANERA_IMPORT_DIALOG (dialog), &preview);
  ui_wait_frame (dialog);
  missing = find_row (dialog, "Pages are missing");
  g_assert_nonnull (missing);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (missing)), "in part"));
  g_assert_false (gtk_widget_get_visible (row));
  ui_save_picture (dialog, "import-page.png");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  GtkWidget *settings = NULL;
  GtkWidget *row = NULL;

  present (fixture);
  settings = sanera_settings_window_new (fixture->window);
  gtk_window_present (GTK_WINDOW (settings));
  ui_wait_frame (settings);
  row = find_row (settings, "Language");
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (row))), ==,
                    4);
  /* Without a connection there is nothing to switch. */
  row = find_row (settings, "Microsoft Intune connection");
  g_assert_false (gtk_widget_is_sensitive (row));
  ui_save_picture (settings, "settings.png");
  gtk_window_destroy (GTK_WINDOW (settings));
}

int
main (int argc, char *argv[])
{
  static const int widths[] = { 720, 1280 };

  ui_init (&argc, &argv);
  g_test_add_func ("/ui/words/error", test_error_words);
  g_test_add_func ("/ui/token-store/in-memory", test_token_in_memory);
  g_test_add ("/ui/window/first-start", Fixture, NULL, set_up, test_first_start, tear_down);
  g_test_add ("/ui/window/sample", Fixture, NULL, set_up, test_sample, tear_down);
  g_test_add ("/ui/window/cannot-open", Fixture, NULL, set_up, test_cannot_open, tear_down);
  g_test_add ("/ui/window/already-open", Fixture, NULL, set_up, test_already_open, tear_down);
  g_test_add_data_func ("/ui/window/narrow", &widths[0], test_fold);
  g_test_add_data_func ("/ui/window/wide", &widths[1], test_fold);
  g_test_add ("/ui/window/sidebar", Fixture, NULL, set_up, test_sidebar_action, tear_down);
  g_test_add ("/ui/window/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/ui/window/flyout", Fixture, NULL, set_up, test_flyout, tear_down);
  g_test_add ("/ui/window/shortcuts", Fixture, NULL, set_up, test_shortcuts, tear_down);
  g_test_add ("/ui/window/shortcuts-window", Fixture, NULL, set_up, test_shortcuts_window,
              tear_down);
  g_test_add ("/ui/window/pages-on-demand", Fixture, NULL, set_up, test_pages_on_demand, tear_down);
  g_test_add ("/ui/window/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/ui/connections/servers", Fixture, NULL, set_up, test_servers, tear_down);
  g_test_add ("/ui/connections/clear", Fixture, NULL, set_up, test_clear_cache, tear_down);
  g_test_add ("/ui/connections/elsewhere", Fixture, NULL, set_up, test_open_elsewhere, tear_down);
  g_test_add ("/ui/import/preview", Fixture, NULL, set_up, test_import_preview, tear_down);
  g_test_add ("/ui/settings", Fixture, NULL, set_up, test_settings, tear_down);
  return g_test_run ();
}
