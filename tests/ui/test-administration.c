/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Administration, imports, the settings and the connections in them, with the real server. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "sanera-administration-window.h"
#include "sanera-audit-export.h"
#include "sanera-connect-dialog.h"
#include "sanera-imports-window.h"
#include "sanera-language.h"
#include "sanera-notice-bar.h"
#include "sanera-notices.h"
#include "sanera-notify-dialog.h"
#include "sanera-record-list.h"
#include "sanera-remove-dialog.h"
#include "sanera-rule-list.h"
#include "sanera-settings-window.h"
#include "sanera-settings.h"
#include "sanera-token-list.h"
#include "sanera-window.h"
#include "screen-assert.h"
#include "ui-support.h"

#define SERVER_ID "7d9f0f4e-6a54-4c8b-9c5a-0d3b7b1c2a10"

typedef struct
{
  char *folder;
  GSettings *settings;
  SaneraConnections *connections;
  SaneraWindow *window;
} Fixture;

static void
make (Fixture *fixture, gboolean offline)
{
  fixture->folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->settings = sanera_settings_new ();
  g_settings_reset (fixture->settings, "connection");
  g_settings_reset (fixture->settings, "connections");
  g_settings_reset (fixture->settings, "it-administrators");
  fixture->connections = sanera_connections_new (fixture->settings, fixture->folder, offline);
  fixture->window = sanera_window_new (NULL, fixture->connections, fixture->settings);
}

static SaneraConnection *
get_connection (Fixture *fixture)
{
  return sanera_connections_get_current (fixture->connections);
}

static gboolean
is_online (gpointer data)
{
  return sanera_connection_get_state (get_connection (data)) == SANERA_STATE_ONLINE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  make (fixture, FALSE);
  g_assert_true (sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_PRIVATE));
  sanera_connections_set_person (fixture->connections, "Anna", "anna@example.org");
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_assert_true (ui_wait_until (is_online, fixture, UI_LIMIT_MS));
}

static void
set_up_offline (Fixture *fixture, gconstpointer data)
{
  make (fixture, TRUE);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sanera_connections_close (fixture->connections);
  g_clear_object (&fixture->connections);
  g_clear_object (&fixture->settings);
  ui_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
is_loaded (gpointer data)
{
  return !sanera_record_list_get_loading (data);
}

static SaneraRecordList *
get_list (GtkWidget *root)
{
  SaneraRecordList *list = SANERA_RECORD_LIST (ui_find (root, SANERA_TYPE_RECORD_LIST, NULL));

  g_assert_true (ui_wait_until (is_loaded, list, UI_LIMIT_MS));
  return list;
}

static guint
count (SaneraRecordList *list)
{
  return g_list_model_get_n_items (sanera_record_list_get_records (list));
}

static gboolean
is_answered (gpointer data)
{
  GtkWidget *error = ui_find (data, GTK_TYPE_LABEL, "error");
  GtkWidget *stack = ui_find (data, GTK_TYPE_STACK, "stack");

  return gtk_widget_get_visible (error) ||
         g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), "token") == 0;
}

static gboolean
has_one (gpointer data)
{
  return count (data) == 1 && !sanera_record_list_get_loading (data);
}

static gboolean
has_none (gpointer data)
{
  return count (data) == 0 && !sanera_record_list_get_loading (data);
}

/* A token is shown once, and listed without itself; removing it is asked for. */
static void
test_tokens (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window =
      sanera_administration_window_new (GTK_WINDOW (fixture->window), get_connection (fixture));
  GtkWidget *list_widget, *dialog, *add, *name, *email, *token, *stack;
  SaneraRecordList *list;
  GtkWindow *question;

  gtk_window_present (GTK_WINDOW (window));
  ui_wait_frame (window);
  list_widget = ui_find (window, sanera_token_list_get_type (), NULL);
  list = get_list (list_widget);
  g_assert_cmpuint (count (list), ==, 0);
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "No access tokens"));

  sanera_token_list_add (SANERA_TOKEN_LIST (list_widget));
  dialog = ui_find_window (g_type_from_name ("SaneraTokenDialog"));
  ui_wait_frame (dialog);
  add = ui_find (dialog, GTK_TYPE_BUTTON, "add_button");
  name = ui_find (dialog, ADW_TYPE_ENTRY_ROW, "name_row");
  email = ui_find (dialog, ADW_TYPE_ENTRY_ROW, "email_row");
  g_assert_false (gtk_widget_is_sensitive (add));
  gtk_editable_set_text (GTK_EDITABLE (name), "Bo");
  gtk_editable_set_text (GTK_EDITABLE (email), "bo");
  g_assert_false (gtk_widget_is_sensitive (add));

  /* What only the server sees is said in text at the form, and nothing typed is lost. */
  gtk_editable_set_text (GTK_EDITABLE (email), "b\\o@example.org");
  g_assert_true (gtk_widget_is_sensitive (add));
  ui_click (add);
  g_assert_true (ui_wait_until (is_answered, dialog, UI_LIMIT_MS));
  g_assert_true (gtk_widget_get_visible (ui_find (dialog, GTK_TYPE_LABEL, "error")));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (name)), ==, "Bo");

  gtk_editable_set_text (GTK_EDITABLE (email), " bo@example.org ");
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_find (dialog, ADW_TYPE_COMBO_ROW, "role_row")), 2);
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "token-form.png");
  ui_click (add);
  g_assert_true (ui_wait_until (is_answered, dialog, UI_LIMIT_MS));
  stack = ui_find (dialog, GTK_TYPE_STACK, "stack");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "token");
  token = ui_find (dialog, GTK_TYPE_LABEL, "token_label");
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (token)), "sanera_"));
  g_assert_nonnull (
      ui_find_words (dialog, GTK_TYPE_LABEL, "Bo (bo@example.org, IT administrator)"));
  ui_click (ui_find (dialog, GTK_TYPE_BUTTON, "copy_button"));
  g_assert_nonnull (ui_find_words (dialog, GTK_TYPE_LABEL, "Access token copied"));
  ui_wait_frame (dialog);
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "token-made.png");
  screen_assert (dialog, "large-token-made.png");
  gtk_window_close (GTK_WINDOW (dialog));

  g_assert_true (ui_wait_until (has_one, list, UI_LIMIT_MS));
  ui_wait_frame (window);
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "Bo (bo@example.org)"));
  ui_wait_frame (window);
  ui_save_picture (window, "tokens.png");
  ui_click (ui_find_text (window, GTK_TYPE_BUTTON, "Remove"));
  question = GTK_WINDOW (ui_find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (question);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "cancel");
  gtk_window_destroy (question);
  g_assert_cmpuint (count (list), ==, 1);
  ui_click (ui_find_text (window, GTK_TYPE_BUTTON, "Remove"));
  question = GTK_WINDOW (ui_find_window (ADW_TYPE_MESSAGE_DIALOG));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "remove");
  gtk_window_destroy (question);
  g_assert_true (ui_wait_until (has_none, list, UI_LIMIT_MS));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
shows_matches (gpointer data)
{
  return g_str_equal (gtk_label_get_label (data), "0 devices match.");
}

static gboolean
is_gone (gpointer data)
{
  return ui_find_window (g_type_from_name ("SaneraRuleDialog")) == NULL;
}

/* A rule is made, changed and removed; while it is typed the server says which devices match. */
static void
test_rules (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window =
      sanera_administration_window_new (GTK_WINDOW (fixture->window), get_connection (fixture));
  GtkWidget *list_widget, *dialog, *save, *pattern;
  SaneraRecordList *list;

  gtk_window_present (GTK_WINDOW (window));
  sanera_administration_window_show (SANERA_ADMINISTRATION_WINDOW (window), "rules");
  ui_wait_frame (window);
  list_widget = ui_find (window, sanera_rule_list_get_type (), NULL);
  list = SANERA_RECORD_LIST (ui_find (list_widget, SANERA_TYPE_RECORD_LIST, NULL));
  g_assert_true (ui_wait_until (has_none, list, UI_LIMIT_MS));
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "No device group rules"));

  sanera_rule_list_add (SANERA_RULE_LIST (list_widget));
  dialog = ui_find_window (g_type_from_name ("SaneraRuleDialog"));
  ui_wait_frame (dialog);
  save = ui_find (dialog, GTK_TYPE_BUTTON, "save_button");
  pattern = ui_find (dialog, ADW_TYPE_ENTRY_ROW, "pattern_row");
  g_assert_false (gtk_widget_is_sensitive (save));
  gtk_editable_set_text (GTK_EDITABLE (pattern), " web-* ");
  g_assert_true (
      ui_wait_until (shows_matches, ui_find (dialog, GTK_TYPE_LABEL, "preview"), UI_LIMIT_MS));
  g_assert_false (gtk_widget_is_sensitive (save));
  gtk_editable_set_text (GTK_EDITABLE (ui_find (dialog, ADW_TYPE_ENTRY_ROW, "group_row")), "Web");
  g_assert_true (gtk_widget_is_sensitive (save));
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "rule-form.png");
  ui_click (save);
  g_assert_true (ui_wait_until (has_one, list, UI_LIMIT_MS));
  g_assert_true (ui_wait_until (is_gone, NULL, UI_LIMIT_MS));
  ui_wait_frame (window);
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "1. Web"));
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "Name: web-*"));
  ui_save_picture (window, "rules.png");

  ui_click (ui_find_text (window, GTK_TYPE_BUTTON, "Change…"));
  dialog = ui_find_window (g_type_from_name ("SaneraRuleDialog"));
  g_assert_nonnull (dialog);
  ui_wait_frame (dialog);
  g_assert_cmpstr (
      gtk_editable_get_text (GTK_EDITABLE (ui_find (dialog, ADW_TYPE_ENTRY_ROW, "pattern_row"))),
      ==, "web-*");
  ui_click (ui_find (dialog, GTK_TYPE_BUTTON, "remove_button"));
  g_assert_true (ui_wait_until (has_none, list, UI_LIMIT_MS));
  g_assert_true (ui_wait_until (is_gone, NULL, UI_LIMIT_MS));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **)data != NULL;
}

static void
add_token (Fixture *fixture, const char *email, const char *role)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *token = NULL;

  sanera_connection_add_token_async (get_connection (fixture), email, "Bo", role, NULL, take_result,
                                     &result);
  g_assert_true (ui_wait_until (has_result, &result, UI_LIMIT_MS));
  token = sanera_connection_add_token_finish (get_connection (fixture), result, NULL);
  g_assert_nonnull (token);
}

static void
progress_cb (gint64 lines, gpointer user_data)
{
}

static char *export(Fixture *fixture, SaneraCsvKind kind)
{
  const SaneraAuditFilter filter = { .from = SANERA_INT_NULL, .to = SANERA_INT_NULL };
  g_autofree char *path = g_build_filename (fixture->folder, "audit.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  char *text = NULL;

  sanera_audit_export_async (get_connection (fixture), &filter, file, kind, progress_cb, NULL, NULL,
                             take_result, &result);
  g_assert_true (ui_wait_until (has_result, &result, UI_LIMIT_MS));
  name = sanera_audit_export_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* R11, R12: what was done in words of the interface; filtered; exported for people and programs. */
static void
test_audit (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window, *event, *person;
  SaneraRecordList *list;
  g_autofree char *words = NULL;
  g_autofree char *machine = NULL;

  add_token (fixture, "bo@example.org", "itAdmin");
  add_token (fixture, "cy@example.org", "reader");
  window =
      sanera_administration_window_new (GTK_WINDOW (fixture->window), get_connection (fixture));
  gtk_window_present (GTK_WINDOW (window));
  sanera_administration_window_show (SANERA_ADMINISTRATION_WINDOW (window), "audit");
  event = ui_find (window, GTK_TYPE_DROP_DOWN, "event");
  list = get_list (gtk_widget_get_ancestor (event, g_type_from_name ("SaneraAuditList")));
  g_assert_cmpuint (count (list), ==, 2);
  ui_wait_frame (window);
  g_assert_nonnull (
      ui_find_words (window, GTK_TYPE_LABEL, "Access token added · Email address: cy@example.org"));
  ui_wait_frame (window);
  ui_save_picture (window, "audit.png");

  gtk_drop_down_set_selected (GTK_DROP_DOWN (event), 1); /* Remediation requested */
  g_assert_true (ui_wait_until (has_none, list, UI_LIMIT_MS));
  ui_wait_frame (window);
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "Nothing was written down"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (event), 0);
  person = ui_find (window, GTK_TYPE_ENTRY, "person");
  gtk_editable_set_text (GTK_EDITABLE (person), "nobody@example.org");
  g_signal_emit_by_name (person, "activate");
  g_assert_true (ui_wait_until (is_loaded, list, UI_LIMIT_MS));
  g_assert_cmpuint (count (list), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));

  words = export(fixture, SANERA_CSV_SPREADSHEET);
  g_assert_nonnull (strstr (words, "Access token added"));
  g_assert_nonnull (strstr (words, "IT administrator"));
  machine = export(fixture, SANERA_CSV_MACHINE);
  g_assert_nonnull (strstr (machine, "entityType"));
  g_assert_nonnull (strstr (machine, "tokenAdded"));
  g_assert_nonnull (strstr (machine, "anna@example.org"));
  g_assert_null (strstr (machine, "Access token added"));
}

static void
test_imports (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window =
      sanera_imports_window_new (GTK_WINDOW (fixture->window), get_connection (fixture));

  gtk_window_present (GTK_WINDOW (window));
  ui_wait_frame (window);
  g_assert_cmpuint (count (get_list (window)), ==, 0);
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "Nothing imported yet"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Only administrators see the entry in the menu. */
static void
test_menu (Fixture *fixture, gconstpointer data)
{
  SaneraCacheInfo info = { .capabilities = g_strsplit ("read export", " ", -1) };

  g_assert_true (
      g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "administration"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "imports"));
  g_assert_false (sanera_cache_info_can (&info, "administer"));
  g_strfreev (info.capabilities);
  sanera_connections_leave (fixture->connections);
  g_assert_false (
      g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "administration"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "imports"));
}

static gboolean
intune_is_on (gpointer data)
{
  SaneraConnection *connection = get_connection (data);

  return sanera_cache_get_info (sanera_connection_get_cache (connection))->intune_connection;
}

/* [114] – [121]: Settings › General › Advanced features; off until somebody turns it on. */
static void
test_intune (Fixture *fixture, gconstpointer data)
{
  GtkWidget *settings = sanera_settings_window_new (fixture->window);
  GtkWidget *row, *toggle;

  gtk_window_present (GTK_WINDOW (settings));
  ui_wait_frame (settings);
  row = ui_find (settings, ADW_TYPE_ACTION_ROW, "intune_row");
  toggle = ui_find (settings, GTK_TYPE_SWITCH, "intune_switch");
  g_assert_nonnull (ui_find_words (settings, GTK_TYPE_LABEL, "Advanced features"));
  g_assert_true (gtk_widget_is_sensitive (row));
  g_assert_false (gtk_switch_get_state (GTK_SWITCH (toggle)));
  g_assert_false (intune_is_on (fixture));

  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  g_assert_true (ui_wait_until (intune_is_on, fixture, UI_LIMIT_MS));
  gtk_window_destroy (GTK_WINDOW (settings));

  /* It is the server's: another window sees it too. */
  settings = sanera_settings_window_new (fixture->window);
  toggle = ui_find (settings, GTK_TYPE_SWITCH, "intune_switch");
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
  gtk_window_destroy (GTK_WINDOW (settings));
}

static gboolean
has_text (gpointer editable)
{
  return *gtk_editable_get_text (GTK_EDITABLE (editable)) != '\0';
}

/* [131]: the addresses come from the server; what is typed in their place stays on this computer.
 */
static void
test_notify (Fixture *fixture, gconstpointer data)
{
  SaneraActivityData activity;
  GtkWidget *dialog, *addresses, *use;

  add_token (fixture, "bo@example.org", "itAdmin");
  sanera_noun_data_init (&sanera_activity_noun, &activity);
  activity.id = g_strdup ("1");
  activity.type = g_strdup ("Update");
  activity.related_component = g_strdup ("Chrome");
  dialog = sanera_notify_dialog_new (GTK_WINDOW (fixture->window), &activity, fixture->settings,
                                     SANERA_CONNECTIONS_PRIVATE);
  addresses = ui_find (dialog, ADW_TYPE_ENTRY_ROW, "addresses_row");
  use = ui_find (dialog, GTK_TYPE_BUTTON, "source_button");
  sanera_notify_dialog_set_connection (SANERA_NOTIFY_DIALOG (dialog), get_connection (fixture));
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_true (ui_wait_until (has_text, addresses, UI_LIMIT_MS));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (addresses)), ==, "bo@example.org");
  g_assert_nonnull (
      ui_find_words (dialog, GTK_TYPE_LABEL, "The IT administrators of this server."));
  g_assert_false (gtk_widget_get_visible (use));

  gtk_editable_set_text (GTK_EDITABLE (addresses), "dan@example.org");
  g_assert_true (gtk_widget_get_visible (use));
  ui_click (ui_find (dialog, GTK_TYPE_BUTTON, "copy_button"));
  ui_wait_frame (dialog);
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "notify-other.png");
  gtk_window_destroy (GTK_WINDOW (dialog));

  dialog = sanera_notify_dialog_new (GTK_WINDOW (fixture->window), &activity, fixture->settings,
                                     SANERA_CONNECTIONS_PRIVATE);
  addresses = ui_find (dialog, ADW_TYPE_ENTRY_ROW, "addresses_row");
  sanera_notify_dialog_set_connection (SANERA_NOTIFY_DIALOG (dialog), get_connection (fixture));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (addresses)), ==, "dan@example.org");
  ui_click (ui_find (dialog, GTK_TYPE_BUTTON, "source_button"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (addresses)), ==, "bo@example.org");
  gtk_window_destroy (GTK_WINDOW (dialog));
  sanera_noun_data_clear (&sanera_activity_noun, &activity);
}

/* R11: a broken chain is named until somebody accepts it. */
static void
test_broken_audit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, SANERA_CONNECTIONS_PRIVATE, NULL);
  g_autofree char *file = g_build_filename (folder, "audit.ini", NULL);
  GtkWindow *question;
  GtkWidget *root = GTK_WIDGET (fixture->window);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (
      g_file_set_contents (file, "[Audit]\nLine=12\nHash=00ff\nBroken=true\n", -1, NULL));
  g_assert_true (sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_PRIVATE));
  ui_wait_frame (root);
  g_assert_nonnull (ui_find_words (
      root, GTK_TYPE_LABEL, "The audit log of this server is not the one that was seen before."));
  ui_wait_frame (root);
  ui_save_picture (root, "audit-broken.png");
  ui_click (ui_find_text (root, GTK_TYPE_BUTTON, "Details…"));
  question = GTK_WINDOW (ui_find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (question);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), "12"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "close");
  gtk_window_destroy (question);
  g_assert_true (sanera_connection_get_audit_broken (get_connection (fixture)));
  ui_click (ui_find_text (root, GTK_TYPE_BUTTON, "Details…"));
  question = GTK_WINDOW (ui_find_window (ADW_TYPE_MESSAGE_DIALOG));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "accept");
  gtk_window_destroy (question);
  g_assert_false (sanera_connection_get_audit_broken (get_connection (fixture)));
  ui_wait_frame (root);
  g_assert_null (ui_find_text (root, GTK_TYPE_BUTTON, "Details…"));
}

static void
keep_server (Fixture *fixture)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssss)"));
  g_variant_builder_add (&builder, "(ssss)", SERVER_ID, "Acme", "https://sanera.example.org", "");
  g_settings_set_value (fixture->settings, "connections", g_variant_builder_end (&builder));
}

/* A server can be changed without losing what waits for it. */
static void
test_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraConnectionEntry) entry = NULL;
  g_autoptr (SaneraConnectionEntry) changed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GtkWidget *dialog, *save;
  gboolean kept;

  keep_server (fixture);
  g_assert_true (sanera_connections_open (fixture->connections, SERVER_ID));
  entry = sanera_connections_dup_entry (fixture->connections, SERVER_ID);

  dialog = sanera_connect_dialog_new (GTK_WINDOW (fixture->window), fixture->connections);
  sanera_connect_dialog_edit (SANERA_CONNECT_DIALOG (dialog), entry);
  gtk_window_present (GTK_WINDOW (dialog));
  ui_wait_frame (dialog);
  save = ui_find (dialog, GTK_TYPE_BUTTON, "connect_button");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (save)), ==, "Save");
  g_assert_true (gtk_widget_is_sensitive (save)); /* the token need not be typed again */
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "connection-change.png");
  gtk_window_destroy (GTK_WINDOW (dialog));

  g_free (entry->name);
  entry->name = g_strdup ("Acme Corp");
  sanera_connections_change_server_async (fixture->connections, entry, NULL, NULL, take_result,
                                          &result);
  g_assert_true (ui_wait_until (has_result, &result, UI_LIMIT_MS));
  g_assert_true (
      sanera_connections_change_server_finish (fixture->connections, result, &kept, NULL));
  changed = sanera_connections_dup_entry (fixture->connections, SERVER_ID);
  g_assert_cmpstr (changed->name, ==, "Acme Corp");
  g_assert_cmpstr (sanera_connections_get_current_id (fixture->connections), ==, SERVER_ID);
  g_assert_nonnull (get_connection (fixture));
}

static void
add_entry (SaneraOutbox *outbox)
{
  const SaneraOutboxEntry entry = {
    .key = (char *)"11111111-2222-4333-8444-555555555555",
    .action = (char *)"requestRemediation",
    .entity = (char *)"va-_-acme-_-tool",
    .method = (char *)"POST",
    .path = (char *)"/sanera/v1/remediationTasks",
    .body = (char *)"{\"notes\":\"please\"}",
    .made_at = G_GINT64_CONSTANT (1700000000000000),
    .state = SANERA_OUTBOX_WAITING,
    .next_try = SANERA_INT_NULL,
    .version = SANERA_INT_NULL,
    .not_before = SANERA_INT_NULL,
  };
  g_autoptr (GAsyncResult) result = NULL;

  sanera_outbox_add_async (outbox, &entry, NULL, take_result, &result);
  g_assert_true (ui_wait_until (has_result, &result, UI_LIMIT_MS));
  g_assert_true (sanera_outbox_write_finish (outbox, result, NULL));
}

/* What was not sent is listed before a connection is removed, open or not. */
static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraUnsent) unsent = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) left = NULL;
  SaneraOutbox *outbox;
  GtkWidget *settings, *dialog;

  keep_server (fixture);
  g_assert_true (sanera_connections_open (fixture->connections, SERVER_ID));
  outbox = sanera_cache_get_outbox (sanera_connection_get_cache (get_connection (fixture)));
  add_entry (outbox);
  sanera_outbox_save_draft (outbox, "requestRemediation", "va-_-acme-_-other", "{\"notes\":\"x\"}");
  sanera_outbox_flush (outbox);

  settings = sanera_settings_window_new (fixture->window);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (settings), "connections");
  gtk_window_present (GTK_WINDOW (settings));
  ui_wait_frame (settings);
  g_assert_nonnull (ui_find_words (settings, GTK_TYPE_LABEL, "Acme"));
  g_object_set (ui_find (settings, ADW_TYPE_EXPANDER_ROW, NULL), "expanded", TRUE, NULL);
  ui_wait_frame (settings);
  ui_wait_frame (settings);
  ui_save_picture (settings, "connections.png");
  ui_click (ui_find_text (settings, GTK_TYPE_BUTTON, "Remove…"));
  dialog = ui_find_window (sanera_remove_dialog_get_type ());
  g_assert_nonnull (dialog);
  ui_wait_frame (dialog);
  g_assert_nonnull (
      strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "2 entries"));
  g_assert_nonnull (ui_find_words (dialog, GTK_TYPE_LABEL, "Waiting to be sent"));
  g_assert_nonnull (ui_find_words (dialog, GTK_TYPE_LABEL, "Draft"));
  g_assert_nonnull (ui_find_text (dialog, GTK_TYPE_BUTTON, "Save as file…"));
  /* Offline there is nobody to send it to. */
  g_assert_null (ui_find_text (dialog, GTK_TYPE_BUTTON, "Send now"));
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "remove.png");
  screen_assert (dialog, "large-remove.png");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));

  /* The same of one that is not open. */
  sanera_connections_leave (fixture->connections);
  unsent = sanera_connections_load_unsent (fixture->connections, SERVER_ID, NULL);
  g_assert_cmpuint (unsent->entries->len, ==, 1);
  g_assert_cmpuint (unsent->drafts->len, ==, 1);
  bytes = sanera_unsent_to_json (unsent, "Acme", "https://sanera.example.org");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes),
                                  "\"body\": {\"notes\":\"please\"}"));

  dialog = sanera_remove_dialog_new (GTK_WINDOW (settings), fixture->connections, SERVER_ID);
  gtk_window_present (GTK_WINDOW (dialog));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "remove");
  gtk_window_destroy (GTK_WINDOW (dialog));
  left = sanera_connections_list (fixture->connections);
  g_assert_cmpuint (left->len, ==, 0);
  gtk_window_destroy (GTK_WINDOW (settings));
}

int
main (int argc, char *argv[])
{
  g_autofree char *run_time = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_RUNTIME_DIR", run_time, TRUE);
  g_setenv ("SANERA_SERVER", TEST_SERVER, TRUE);
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);
#define TEST(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
#define OFFLINE(name, func) g_test_add (name, Fixture, NULL, set_up_offline, func, tear_down)
  TEST ("/ui/administration/tokens", test_tokens);
  TEST ("/ui/administration/rules", test_rules);
  TEST ("/ui/administration/audit", test_audit);
  TEST ("/ui/administration/imports", test_imports);
  TEST ("/ui/administration/menu", test_menu);
  TEST ("/ui/settings/114-121-intune", test_intune);
  TEST ("/ui/notify/131-addresses", test_notify);
  OFFLINE ("/ui/administration/broken-audit", test_broken_audit);
  OFFLINE ("/ui/connections/change", test_change);
  OFFLINE ("/ui/connections/remove", test_remove);
  status = g_test_run ();
  ui_remove_tree (run_time);
  return status;
}
