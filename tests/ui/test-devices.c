/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of devices in a window of its own, over a cache filled directly: no server. What people
 * do to devices waits in the outbox. */
#include "cache-support.h"
#include "sanera-device-columns.h"
#include "sanera-device-merge-dialog.h"
#include "sanera-device-move-dialog.h"
#include "sanera-devices-page.h"
#include "sanera-language.h"
#include "sanera-list-page-private.h"
#include "ui-support.h"

#define N_DEVICES 40

typedef struct
{
  char *folder;
  SaneraConnection *connection;
  SaneraCache *cache;
  GtkWidget *window;
  SaneraListPage *page;
  GtkWidget *flyout;
} Fixture;

static gboolean
write_role (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  return sanera_cache_set_meta (db, SANERA_CACHE_META_EMAIL, "pia@example.org", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES, data, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *)data = TRUE;
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *)data;
}

static gboolean
is_complete (gpointer data)
{
  SaneraQueryModel *model = sanera_list_page_get_model (data);
  gboolean loading;

  g_object_get (model, "loading", &loading, NULL);
  return sanera_query_model_get_complete (model) && !loading;
}

static gboolean
write_identity (SaneraDb *db,
                gpointer data,
                gpointer *result,
                GDestroyNotify *result_free,
                GCancellable *cancellable,
                GError **error)
{
  return sanera_db_run_sql (db, error,
                            "UPDATE machines SET similar_devices = 1, identity = ? WHERE id = "
                            "'device-1'",
                            "t", data);
}

/* @identity: (nullable): what is known of "device-1"; there before anything is shown */
static void
set_up_known (Fixture *fixture, const char *capabilities, const char *identity)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  SaneraPage *page = sanera_devices_page_new (NULL);
  gboolean written = FALSE;

  fixture->folder = cache_support_make_folder ();
  fixture->connection = sanera_connection_new (SANERA_CONNECTION_SERVER, "Test", fixture->folder,
                                               "http://127.0.0.1:1", NULL, NULL, TRUE, &error);
  g_assert_no_error (error);
  fixture->cache = sanera_connection_get_cache (fixture->connection);
  sanera_store_write_async (sanera_cache_get_store (fixture->cache), write_role,
                            (gpointer)capabilities, NULL, NULL, written_cb, &written);
  g_assert_true (ui_wait_until (is_set, &written, UI_LIMIT_MS));
  sanera_cache_reload_info (fixture->cache);
  cache_support_fill (fixture->cache, SANERA_LIST_DEVICES, 0, N_DEVICES, 7);
  if (identity != NULL)
    {
      written = FALSE;
      sanera_store_write_async (sanera_cache_get_store (fixture->cache), write_identity,
                                (gpointer)identity, NULL, NULL, written_cb, &written);
      g_assert_true (ui_wait_until (is_set, &written, UI_LIMIT_MS));
    }

  fixture->page = SANERA_LIST_PAGE (page);
  fixture->flyout = sanera_page_get_flyout (page);
  fixture->window = adw_application_window_new (NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  gtk_widget_set_hexpand (GTK_WIDGET (page), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (page));
  gtk_box_append (GTK_BOX (box), fixture->flyout);
  g_object_bind_property (page, "flyout-open", fixture->flyout, "visible", G_BINDING_SYNC_CREATE);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), box);
  sanera_page_set_connection (page, fixture->connection);
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_assert_true (ui_wait_until (is_complete, fixture->page, UI_LIMIT_MS));
  ui_wait_frame (fixture->window);
}

static void
set_up (Fixture *fixture, const char *capabilities)
{
  set_up_known (fixture, capabilities, NULL);
}

static void
tear_down (Fixture *fixture)
{
  sanera_page_set_connection (SANERA_PAGE (fixture->page), NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sanera_connection_close (fixture->connection);
  g_clear_object (&fixture->connection);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cache_support_remove_folder (fixture->folder);
}

static guint
get_n_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (sanera_list_page_get_model (fixture->page)));
}

static void
filter (Fixture *fixture, const char *name, const char *value)
{
  char *values[] = { (char *)value, NULL };

  sanera_list_page_filter (fixture->page, name, values);
  g_assert_true (ui_wait_until (is_complete, fixture->page, UI_LIMIT_MS));
}

static gboolean
is_shown (gpointer data)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (data));

  return record != NULL && sanera_record_get_id (record) != NULL;
}

static void
open_device (Fixture *fixture, const char *id)
{
  g_assert_true (sanera_page_show_record (SANERA_PAGE (fixture->page), id));
  g_assert_true (ui_wait_until (is_shown, fixture->flyout, UI_LIMIT_MS));
}

static GtkWidget *
find_label (GtkWidget *root, GType type, const char *label)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    {
      g_autofree char *text = NULL;

      g_object_get (root, "label", &text, NULL);
      if (g_strcmp0 (text, label) == 0)
        return root;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, type, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get_button (GtkWidget *root, const char *label)
{
  GtkWidget *button = find_label (root, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  return button;
}

static GtkWindow *
find_dialog (Fixture *fixture)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (fixture->window))
        return window;
    }
  return NULL;
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog (data) != NULL;
}

static GPtrArray *
list_outbox (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = sanera_outbox_list (sanera_cache_get_outbox (fixture->cache), &error);

  g_assert_no_error (error);
  return entries;
}

static gboolean
has_entry (gpointer data)
{
  g_autoptr (GPtrArray) entries = list_outbox (data);

  return entries->len > 0;
}

/* The first entry of the outbox, once it is there. */
static SaneraOutboxEntry *
wait_entry (Fixture *fixture)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_true (ui_wait_until (has_entry, fixture, UI_LIMIT_MS));
  entries = list_outbox (fixture);
  return sanera_outbox_entry_copy (g_ptr_array_index (entries, 0));
}

static void
test_filters (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, "all");
  /* Every tenth is retired, and hidden at first. */
  g_assert_cmpuint (get_n_rows (&fixture), ==, 36);
  filter (&fixture, "retired", "yes");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 4);
  sanera_list_page_clear_filters (fixture.page);
  filter (&fixture, "retired", NULL);
  g_assert_cmpuint (get_n_rows (&fixture), ==, N_DEVICES);
  filter (&fixture, "rbacGroupName", "UnassignedGroup");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 8);
  filter (&fixture, "rbacGroupName", NULL);
  filter (&fixture, "assessment", "failed");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 3);
  filter (&fixture, "assessment", "old");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 5);
  filter (&fixture, "assessment", NULL);
  filter (&fixture, "exposureLevel", "None");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 5);
  tear_down (&fixture);
}

static gboolean
has_choices (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *bar = GTK_WIDGET (sanera_list_page_get_private (fixture->page)->filter_bar);

  return find_label (bar, GTK_TYPE_CHECK_BUTTON, "Group 1") != NULL;
}

/* What a filter offers is what the rows have; those without a group are one too. */
static void
test_choices (void)
{
  Fixture fixture = { 0 };
  GtkWidget *bar, *button;

  set_up (&fixture, "all");
  bar = GTK_WIDGET (sanera_list_page_get_private (fixture.page)->filter_bar);
  for (button = gtk_widget_get_last_child (ui_find (bar, GTK_TYPE_BOX, NULL));
       !GTK_IS_MENU_BUTTON (button); button = gtk_widget_get_prev_sibling (button))
    ;
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  g_assert_true (ui_wait_until (has_choices, &fixture, UI_LIMIT_MS));
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (find_label (bar, GTK_TYPE_CHECK_BUTTON, "Ungrouped devices")), TRUE);
  g_assert_true (ui_wait_until (is_complete, fixture.page, UI_LIMIT_MS));
  g_assert_cmpuint (get_n_rows (&fixture), ==, 4); /* four of the eight are retired */
  tear_down (&fixture);
}

/* What a role may not do is insensitive, and says why. */
static void
test_reader (void)
{
  static const char *const labels[] = { "Move to device group…", "Retire…", "Merge…" };
  Fixture fixture = { 0 };
  GtkWidget *reason;

  set_up (&fixture, "read export");
  open_device (&fixture, "device-0");
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    g_assert_false (gtk_widget_get_sensitive (get_button (fixture.flyout, labels[i])));
  reason = find_label (fixture.flyout, GTK_TYPE_LABEL,
                       "Only IT administrators can move, retire and merge devices, and take them "
                       "apart.");
  g_assert_nonnull (reason);
  g_assert_true (gtk_widget_is_visible (reason));
  tear_down (&fixture);
}

static void
test_retire (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SaneraOutboxEntry) entry = NULL;

  set_up (&fixture, "all");
  open_device (&fixture, "device-1");
  ui_click (get_button (fixture.flyout, "Retire…"));
  g_assert_true (ui_wait_until (has_dialog, &fixture, UI_LIMIT_MS));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_dialog (&fixture)), "retire");
  entry = wait_entry (&fixture);
  g_assert_cmpstr (entry->action, ==, "changeDevice");
  g_assert_cmpstr (entry->path, ==, "/sanera/v1/devices/device-1");
  g_assert_cmpstr (entry->method, ==, "PATCH");
  g_assert_nonnull (strstr (entry->body, "\"retired\":true"));
  g_assert_cmpint (entry->version, ==, 1);
  tear_down (&fixture);
}

static gboolean
has_groups (gpointer data)
{
  return find_label (data, GTK_TYPE_LABEL, "Group 2") != NULL;
}

static void
test_move (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  GtkWidget *dialog, *name;

  set_up (&fixture, "all");
  open_device (&fixture, "device-1");
  ui_click (get_button (fixture.flyout, "Move to device group…"));
  g_assert_true (ui_wait_until (has_dialog, &fixture, UI_LIMIT_MS));
  dialog = GTK_WIDGET (find_dialog (&fixture));
  g_assert_true (SANERA_IS_DEVICE_MOVE_DIALOG (dialog));
  g_assert_true (ui_wait_until (has_groups, dialog, UI_LIMIT_MS));
  /* It is there already: nothing to do. */
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "move"));
  name = ui_find (dialog, ADW_TYPE_ENTRY_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (name), " Tills ");
  g_assert_nonnull (
      find_label (dialog, GTK_TYPE_LABEL, "1 device is moved to the new device group “Tills”."));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "move");
  entry = wait_entry (&fixture);
  g_assert_nonnull (strstr (entry->body, "\"rbacGroupName\":\"Tills\""));
  tear_down (&fixture);
}

static gboolean
has_three_entries (gpointer data)
{
  g_autoptr (GPtrArray) entries = list_outbox (data);

  return entries->len == 3;
}

/* Several rows at once, each with an entry of its own. */
static void
test_several (void)
{
  Fixture fixture = { 0 };
  SaneraSelection *selection;

  set_up (&fixture, "all");
  selection = sanera_list_page_get_selection (fixture.page);
  for (guint i = 0; i < 3; i++)
    sanera_selection_toggle (selection, i);
  gtk_widget_activate_action (GTK_WIDGET (fixture.page), "device.retire", "s", "");
  g_assert_true (ui_wait_until (has_dialog, &fixture, UI_LIMIT_MS));
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog (&fixture))), ==,
                   "Retire 3 devices?");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_dialog (&fixture)), "retire");
  g_assert_true (ui_wait_until (has_three_entries, &fixture, UI_LIMIT_MS));
  tear_down (&fixture);
}

static void
test_merge (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  SaneraSelection *selection;
  GtkWidget *dialog;

  set_up (&fixture, "all");
  selection = sanera_list_page_get_selection (fixture.page);
  sanera_selection_toggle (selection, 0);
  sanera_selection_toggle (selection, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture.page), "device.merge", "s", "");
  g_assert_true (ui_wait_until (has_dialog, &fixture, UI_LIMIT_MS));
  dialog = GTK_WIDGET (find_dialog (&fixture));
  g_assert_true (SANERA_IS_DEVICE_MERGE_DIALOG (dialog));
  g_assert_true (gtk_widget_get_sensitive (get_button (dialog, "Merge")));
  ui_click (get_button (dialog, "Merge"));
  entry = wait_entry (&fixture);
  g_assert_cmpstr (entry->action, ==, "mergeDevices");
  g_assert_cmpstr (entry->path, ==, "/sanera/v1/devices/merge");
  g_assert_nonnull (strstr (entry->body, "\"from\":[\"device-"));
  tear_down (&fixture);
}

#define IDENTITY                                                                                   \
  "{\"names\":[{\"name\":\"till\",\"fixed\":false,\"known\":[{\"kind\":\"serial\",\"value\":\"sn-" \
  "1\"}],"                                                                                         \
  "\"sources\":[\"nessus\"],\"weaknesses\":3,\"assessedOn\":\"2026-11-01T00:00:00Z\"},{\"name\":"  \
  "\"web\",\"fixed\":true,\"known\":[],\"sources\":[\"trivy\"],\"weaknesses\":5,\"assessedOn\":"   \
  "null}],"                                                                                        \
  "\"similar\":[{\"id\":\"device-2\",\"name\":\"other\",\"kind\":\"serial\"}]}"

/* What goes where is said before; only what can go can be chosen. */
static void
test_split (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  GtkWidget *dialog, *check;

  set_up_known (&fixture, "all", IDENTITY);
  open_device (&fixture, "device-1");
  ui_click (get_button (fixture.flyout, "Take apart…"));
  g_assert_true (ui_wait_until (has_dialog, &fixture, UI_LIMIT_MS));
  dialog = GTK_WIDGET (find_dialog (&fixture));
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "split"));
  g_assert_nonnull (
      find_label (dialog, GTK_TYPE_LABEL, "Choose the names that are another device."));
  check = ui_find (dialog, GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "split"));
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "device-split.png");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "split");
  entry = wait_entry (&fixture);
  g_assert_cmpstr (entry->action, ==, "splitDevice");
  g_assert_cmpstr (entry->path, ==, "/sanera/v1/devices/device-1/split");
  g_assert_nonnull (strstr (entry->body, "\"names\":[\"till\"]"));
  tear_down (&fixture);
}

static gboolean
is_nothing_similar (gpointer data)
{
  g_autoptr (SaneraRecord) record = sanera_cache_lookup (data, SANERA_LIST_DEVICES, "device-1");

  return sanera_device_get_data (SANERA_DEVICE (record))->similar_devices == 0;
}

/* A doubt is gone at once, and the server is told later. */
static void
test_apart (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SaneraOutboxEntry) entry = NULL;

  set_up_known (&fixture, "all", IDENTITY);
  filter (&fixture, "duplicate", "yes");
  g_assert_cmpuint (get_n_rows (&fixture), ==, 1);
  open_device (&fixture, "device-1");
  ui_wait_frame (fixture.window);
  ui_save_picture (fixture.window, "device-known-by.png");
  ui_click (get_button (fixture.flyout, "Not the same device"));
  entry = wait_entry (&fixture);
  g_assert_cmpstr (entry->path, ==, "/sanera/v1/devices/device-1/apart");
  g_assert_nonnull (strstr (entry->body, "\"other\":\"device-2\""));
  g_assert_true (ui_wait_until (is_nothing_similar, fixture.cache, UI_LIMIT_MS));
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  sanera_language_init ("en", NULL);
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/devices/filters", test_filters);
  g_test_add_func ("/ui/devices/choices", test_choices);
  g_test_add_func ("/ui/devices/reader", test_reader);
  g_test_add_func ("/ui/devices/retire", test_retire);
  g_test_add_func ("/ui/devices/move", test_move);
  g_test_add_func ("/ui/devices/several", test_several);
  g_test_add_func ("/ui/devices/merge", test_merge);
  g_test_add_func ("/ui/devices/split", test_split);
  g_test_add_func ("/ui/devices/apart", test_apart);
  return g_test_run ();
}
