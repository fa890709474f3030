/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connecting a Microsoft Defender tenant, and the window that shows it read only. */
#include "config.h"

#include <adwaita.h>

#include "canned-server.h"
#include "sanera-connect-dialog.h"
#include "sanera-settings.h"
#include "sanera-window.h"
#include "ui-support.h"

#define ID "11111111-2222-3333-4444-555555555555"

#define TOKEN "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t\"}"
#define WRONG "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid.\"}"
#define FORBIDDEN "{\"error\":{\"code\":\"Forbidden\",\"message\":\"x\"}}"
#define NOTHING "{\"value\":[]}"
#define MACHINES                                                                          \
  "{\"value\":[{\"id\":\"m\",\"computerDnsName\":\"host.contoso.com\",\"exposureLevel\":" \
  "\"High\",\"rbacGroupName\":\"Servers\"}]}"
#define TASKS                                                                              \
  "{\"value\":[{\"id\":\"a\",\"title\":\"Update Chrome\",\"type\":\"Update\",\"status\":"  \
  "\"Active\",\"relatedComponent\":\"Chrome\",\"priority\":\"High\",\"createdOn\":\"2026-" \
  "11-01T10:00:00Z\",\"targetDevices\":9,\"fixedDevices\":2,\"productId\":\"google-_-chro" \
  "me\",\"requesterEmail\":\"user1@contoso.com\"}]}"
#define RECOMMENDATIONS                                                                     \
  "{\"value\":[{\"id\":\"va-_-google-_-chrome\",\"productName\":\"chrome\",\"recommendatio" \
  "nName\":\"Update Chrome\",\"weaknesses\":38,\"vendor\":\"google\",\"remediationType\":"  \
  "\"Update\",\"status\":\"Active\",\"exposureImpact\":3.94,\"totalMachineCount\":6,\"exp"  \
  "osedMachinesCount\":5,\"relatedComponent\":\"Chrome\"}]}"
#define SCORE "{\"time\":\"2026-11-20T07:23:53.280499Z\",\"score\":33.4}"
#define POINTS "{\"time\":\"2026-11-20T07:23:53.280499Z\",\"score\":340}"

typedef struct
{
  CannedServer *server;
  char *address;
  char *folder;
  GSettings *settings;
  SaneraConnections *connections;
  SaneraWindow *window;
  GtkWidget *dialog;
  const char *words; /* that are waited for */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->server = canned_server_new (NULL, NULL);
  f->address = canned_server_get_address (f->server);
  f->folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  f->settings = sanera_settings_new ();
  g_settings_reset (f->settings, "connection");
  g_settings_reset (f->settings, "connections");
  g_settings_reset (f->settings, "page");
  f->connections = sanera_connections_new (f->settings, f->folder, FALSE);
  f->window = sanera_window_new (NULL, f->connections, f->settings);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_wait_frame (GTK_WIDGET (f->window));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  sanera_connections_close (f->connections);
  g_clear_object (&f->connections);
  g_clear_object (&f->settings);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  canned_server_free (f->server);
  g_free (f->address);
  ui_remove_tree (f->folder);
  g_free (f->folder);
}

static void
push (Fixture *f, guint status, const char *body)
{
  canned_server_push_json (f->server, status, "", body);
}

static GtkWidget *
find (Fixture *f, GType type, const char *id)
{
  GtkWidget *found = ui_find (f->dialog, type, id);

  g_assert_nonnull (found);
  return found;
}

static void
type_in (Fixture *f, const char *id, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (f, ADW_TYPE_ENTRY_ROW, id)), text);
}

static gboolean
says (gpointer data)
{
  Fixture *f = data;

  return strstr (gtk_label_get_label (GTK_LABEL (find (f, GTK_TYPE_LABEL, "result_label"))),
                 f->words) != NULL;
}

static void
wait_for_words (Fixture *f, const char *words)
{
  f->words = words;
  g_assert_true (ui_wait_until (says, f, UI_LIMIT_MS));
}

/* As the documented regions have a last choice of any address, so has a test. */
static void
fill_form (Fixture *f)
{
  AdwComboRow *regions;

  f->dialog = sanera_connect_dialog_new (GTK_WINDOW (f->window), f->connections);
  gtk_window_present (GTK_WINDOW (f->dialog));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, ADW_TYPE_COMBO_ROW, "kind_row")), 1);
  g_assert_false (gtk_widget_get_visible (find (f, ADW_TYPE_ENTRY_ROW, "address_row")));
  regions = ADW_COMBO_ROW (find (f, ADW_TYPE_COMBO_ROW, "region_row"));
  g_assert_false (gtk_widget_get_visible (find (f, ADW_TYPE_ENTRY_ROW, "api_row")));
  adw_combo_row_set_selected (regions,
                              g_list_model_get_n_items (adw_combo_row_get_model (regions)) - 1);
  g_assert_true (gtk_widget_get_visible (find (f, ADW_TYPE_ENTRY_ROW, "api_row")));
  type_in (f, "directory_row", ID);
  type_in (f, "client_row", ID);
  type_in (f, "token_row", "secret");
  type_in (f, "api_row", f->address);
}

/* Each way to be refused has its words, and the secret is in none of the settings. */
static void
test_form (Fixture *f, gconstpointer data)
{
  g_autoptr (GVariant) kept = NULL;
  g_autofree char *text = NULL;

  fill_form (f);
  type_in (f, "api_row", "https://evil.example.org");
  ui_click (find (f, GTK_TYPE_BUTTON, "test_button"));
  wait_for_words (f, "not a host of Microsoft Defender");
  type_in (f, "api_row", f->address);

  push (f, 401, WRONG);
  ui_click (find (f, GTK_TYPE_BUTTON, "test_button"));
  wait_for_words (f, "The client secret is not right");
  ui_wait_frame (f->dialog);
  ui_save_picture (f->dialog, "tenant-form.png");

  push (f, 200, TOKEN);
  push (f, 403, FORBIDDEN);
  ui_click (find (f, GTK_TYPE_BUTTON, "test_button"));
  wait_for_words (f, "SecurityRecommendation.Read.All");

  push (f, 200, TOKEN);
  push (f, 200, NOTHING);
  push (f, 200, NOTHING);
  push (f, 403, FORBIDDEN);
  push (f, 200, NOTHING);
  push (f, 200, NOTHING);
  push (f, 200, SCORE);
  push (f, 200, TOKEN);
  push (f, 200, NOTHING);
  ui_click (find (f, GTK_TYPE_BUTTON, "test_button"));
  wait_for_words (f, "Machine.Read.All");

  kept = g_settings_get_value (f->settings, "connections");
  text = g_variant_print (kept, FALSE);
  g_assert_null (strstr (text, "secret"));
  gtk_window_destroy (GTK_WINDOW (f->dialog));
}

static gboolean
is_online (gpointer data)
{
  SaneraConnection *connection = sanera_connections_get_current (((Fixture *)data)->connections);

  return connection != NULL && sanera_connection_get_state (connection) == SANERA_STATE_ONLINE;
}

static void
connect_tenant (Fixture *f)
{
  fill_form (f);
  /* trying */
  push (f, 200, TOKEN);
  for (guint i = 0; i < 5; i++)
    push (f, 200, NOTHING);
  push (f, 200, SCORE);
  push (f, 200, TOKEN);
  push (f, 403, FORBIDDEN);
  /* reading */
  push (f, 200, TOKEN);
  push (f, 200, MACHINES);
  push (f, 200, TASKS);
  push (f, 200, RECOMMENDATIONS);
  push (f, 200, SCORE);
  push (f, 200, POINTS);
  push (f, 200, TOKEN);
  push (f, 403, FORBIDDEN);
  ui_click (find (f, GTK_TYPE_BUTTON, "connect_button"));
  g_assert_true (ui_wait_until (is_online, f, UI_LIMIT_MS));
  f->dialog = GTK_WIDGET (f->window);
}

static gboolean
shows (gpointer data)
{
  Fixture *f = data;

  return ui_find_words (GTK_WIDGET (f->window), GTK_TYPE_LABEL, f->words) != NULL;
}

static void
wait_for_label (Fixture *f, const char *words)
{
  f->words = words;
  g_assert_true (ui_wait_until (shows, f, UI_LIMIT_MS));
}

static void
test_read_only (Fixture *f, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (f->window);

  connect_tenant (f);
  wait_for_label (f, "DeviceManagementApps.Read.All");
  g_assert_false (g_action_group_get_action_enabled (actions, "import"));
  g_assert_false (g_action_group_get_action_enabled (actions, "imports"));
  g_assert_false (g_action_group_get_action_enabled (actions, "administration"));
  g_assert_true (g_action_group_get_action_enabled (actions, "export"));
  sanera_window_show_page (f->window, "dashboard");
  wait_for_label (f, "Computed by Microsoft Defender");
  wait_for_label (f, "340");
  g_assert_null (ui_find_words (GTK_WIDGET (f->window), GTK_TYPE_LABEL, "How is this calculated?"));
  ui_wait_frame (GTK_WIDGET (f->window));
  ui_save_picture (GTK_WIDGET (f->window), "tenant-dashboard.png");

  g_action_group_activate_action (
      actions, "show-record", g_variant_new ("(ss)", "recommendations", "va-_-google-_-chrome"));
  wait_for_label (f, "allows reading only");
  wait_for_label (f, "1 recommendation");
  wait_for_label (f, "Installed devices");
  ui_wait_frame (GTK_WIDGET (f->window));
  ui_save_picture (GTK_WIDGET (f->window), "tenant-recommendation.png");
  g_assert_false (gtk_widget_is_sensitive (
      ui_find_text (GTK_WIDGET (f->window), GTK_TYPE_BUTTON, "Remediation options")));
  g_assert_false (gtk_widget_is_sensitive (
      ui_find_text (GTK_WIDGET (f->window), GTK_TYPE_BUTTON, "Exception options")));

  g_action_group_activate_action (actions, "show-record",
                                  g_variant_new ("(ss)", "remediation", "a"));
  wait_for_label (f, "■ Fixed: 2   □ Exposed: 7");
  g_assert_false (gtk_widget_is_sensitive (
      ui_find_text (GTK_WIDGET (f->window), GTK_TYPE_BUTTON, "Mark as complete")));
  ui_wait_frame (GTK_WIDGET (f->window));
  ui_save_picture (GTK_WIDGET (f->window), "tenant-activity.png");

  g_action_group_activate_action (actions, "show-record", g_variant_new ("(ss)", "devices", "m"));
  wait_for_label (f, "host.contoso.com");
  wait_for_label (f, "allows reading only");
  g_assert_false (
      gtk_widget_is_sensitive (ui_find_text (GTK_WIDGET (f->window), GTK_TYPE_BUTTON, "Merge…")));
  ui_wait_frame (GTK_WIDGET (f->window));
  g_assert_null (ui_find_words (GTK_WIDGET (f->window), GTK_TYPE_LABEL, "Never"));
  g_assert_null (ui_find_words (GTK_WIDGET (f->window), GTK_TYPE_LABEL, "last assessed"));
  ui_save_picture (GTK_WIDGET (f->window), "tenant-device.png");

  sanera_window_show_page (f->window, "security-tasks");
  wait_for_label (f, "has no license for Intune, or the application");
  ui_wait_frame (GTK_WIDGET (f->window));
  ui_save_picture (GTK_WIDGET (f->window), "tenant-security-tasks.png");
}

#define ADD(path, func) g_test_add ("/tenant/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  ui_init (&argc, &argv);

  ADD ("form", test_form);
  ADD ("read-only", test_read_only);

  return g_test_run ();
}
