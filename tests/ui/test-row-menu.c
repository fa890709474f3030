/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of a row, in the list and in the flyout, and the message to the IT administrator. */

#include "config.h"

#include "cache-support.h"
#include "sanera-language.h"
#include "sanera-list-page-private.h"
#include "sanera-notify-dialog.h"
#include "sanera-recommendations-page.h"
#include "sanera-remediation-page.h"
#include "sanera-row-menu.h"
#include "sanera-settings.h"
#include "sanera-table-menu.h"
#include "sanera-time.h"
#include "sanera-words.h"
#include "ui-support.h"

static void
add_labels (GMenuModel *menu, GString *labels)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *label = NULL;

      if (section != NULL)
        add_labels (section, labels);
      else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        g_string_append_printf (labels, "%s%s", labels->len > 0 ? "|" : "", label);
    }
}

static void
check_menu (GMenuModel *menu, const char *expected)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  add_labels (menu, labels);
  g_assert_cmpstr (labels->str, ==, expected);
}

static SaneraRecord *
make_activity (const char *local_state, gboolean gone)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);
  SaneraRecord *record;

  data->id = g_strdup ("3f2a-77");
  data->recommendation_reference = g_strdup ("va-_-google-_-chrome");
  data->local_state = g_strdup (local_state);
  record = sanera_record_new (SANERA_TYPE_ACTIVITY, data);
  sanera_record_set_gone (record, gone);
  return record;
}

static void
test_entries (void)
{
  static const struct
  {
    const char *local_state;
    gboolean gone;
    const char *expected;
  } table[] = {
    { NULL, FALSE,
      "Notify IT administrator…|Open|View related recommendation|Copy|Export to CSV…|Print…" },
    { NULL, TRUE, "Open|View related recommendation|Copy|Export to CSV…" },
    { "waiting", FALSE,
      "Open|View related recommendation|Copy|Export to CSV…|Print…|Edit…|Withdraw" },
    { "refused", FALSE,
      "Open|View related recommendation|Copy|Export to CSV…|Print…|Edit…|Withdraw" },
    /* Nobody knows what became of it, and the server cannot be asked. */
    { "sending", FALSE, "Open|View related recommendation|Copy|Export to CSV…|Print…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (SaneraRecord) record = make_activity (table[i].local_state, table[i].gone);
      g_autoptr (GMenuModel) menu = sanera_row_menu_new (NULL, record, 1);

      check_menu (menu, table[i].expected);
    }
}

typedef struct
{
  char *folder;
  SaneraConnection *connection;
  GtkWidget *window;
  SaneraListPage *page;
  SaneraListPagePrivate *priv;
  char *shown; /* what win.show-record was asked for */
} Fixture;

static void
show_record_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Fixture *fixture = data;

  g_free (fixture->shown);
  fixture->shown = g_variant_print (parameter, FALSE);
}

static gboolean
is_complete (gpointer data)
{
  SaneraQueryModel *model = sanera_list_page_get_model (((Fixture *)data)->page);

  return sanera_query_model_get_complete (model) &&
         g_list_model_get_n_items (G_LIST_MODEL (model)) > 0;
}

static void
set_up (Fixture *fixture, SaneraPage *page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) show = g_simple_action_new ("show-record", G_VARIANT_TYPE ("(ss)"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *flyout = sanera_page_get_flyout (page);

  fixture->folder = cache_support_make_folder ();
  fixture->connection = sanera_connection_new (SANERA_CONNECTION_SERVER, "Test", fixture->folder,
                                               "http://127.0.0.1:1", NULL, NULL, TRUE, &error);
  g_assert_no_error (error);
  cache_support_fill (sanera_connection_get_cache (fixture->connection),
                      SANERA_LIST_RECOMMENDATIONS, 0, 50, 7);
  cache_support_fill (sanera_connection_get_cache (fixture->connection), SANERA_LIST_ACTIVITIES, 0,
                      50, 7);
  fixture->page = SANERA_LIST_PAGE (page);
  fixture->priv = sanera_list_page_get_private (fixture->page);
  g_signal_connect (show, "activate", G_CALLBACK (show_record_cb), fixture);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (show));
  fixture->window = adw_application_window_new (NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (actions));
  gtk_widget_set_hexpand (GTK_WIDGET (page), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (page));
  gtk_box_append (GTK_BOX (box), flyout);
  g_object_bind_property (page, "flyout-open", flyout, "visible", G_BINDING_SYNC_CREATE);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), box);
  sanera_page_set_connection (page, fixture->connection);
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_assert_true (ui_wait_until (is_complete, fixture, UI_LIMIT_MS));
  ui_wait_frame (fixture->window);
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
  g_free (fixture->shown);
}

static gboolean
is_read (gpointer data)
{
  return sanera_record_get_id (data) != NULL;
}

static GtkWidget *
open_menu (Fixture *fixture, guint position)
{
  GtkWidget *popover;
  g_autoptr (SaneraRecord) record =
      g_list_model_get_item (G_LIST_MODEL (fixture->priv->model), position);

  g_assert_true (ui_wait_until (is_read, record, UI_LIMIT_MS));
  g_assert_true (sanera_table_popup_menu (fixture->priv->table, position));
  popover = ui_find (GTK_WIDGET (fixture->priv->table), GTK_TYPE_POPOVER_MENU, NULL);
  g_assert_nonnull (popover);
  g_assert_true (gtk_widget_get_visible (popover));
  return popover;
}

static void
test_recommendations (void)
{
  Fixture fixture = { 0 };
  GtkWidget *popover;
  g_autoptr (SaneraRecord) record = NULL;

  set_up (&fixture, sanera_recommendations_page_new (NULL));
  popover = open_menu (&fixture, 3);
  check_menu (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover)),
              "Remediation options…|Exception options…|Open|Copy");
  g_assert_true (gtk_selection_model_is_selected (
      GTK_SELECTION_MODEL (sanera_list_page_get_selection (fixture.page)), 3));
  record = g_list_model_get_item (G_LIST_MODEL (fixture.priv->model), 3);
  g_assert_true (
      gtk_widget_activate_action (popover, "row.open", "s", sanera_record_get_id (record)));
  g_assert_true (sanera_page_get_flyout_open (SANERA_PAGE (fixture.page)));
  g_assert_true (sanera_flyout_get_record (fixture.priv->flyout) == record);
  g_assert_true (
      gtk_widget_activate_action (popover, "row.copy", "s", sanera_record_get_id (record)));

  /* One of several that are selected: they stay so. */
  gtk_selection_model_select_item (
      GTK_SELECTION_MODEL (sanera_list_page_get_selection (fixture.page)), 4, FALSE);
  popover = open_menu (&fixture, 4);
  check_menu (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover)),
              "Remediation options…|Exception options…|Open|Copy selected rows|"
              "Export selected rows…");
  g_assert_cmpuint (sanera_selection_get_count (sanera_list_page_get_selection (fixture.page)), ==,
                    2);
  ui_wait_frame (fixture.window);
  ui_save_picture (fixture.window, "row-menu.png");
  tear_down (&fixture);
}

static void
test_activities (void)
{
  Fixture fixture = { 0 };
  GtkWidget *button;
  g_autoptr (SaneraRecord) record = NULL;
  const SaneraActivityData *data;

  set_up (&fixture, sanera_remediation_page_new (NULL));
  open_menu (&fixture, 0);
  record = g_list_model_get_item (G_LIST_MODEL (fixture.priv->model), 0);
  data = sanera_activity_get_data (SANERA_ACTIVITY (record));
  sanera_list_page_open (fixture.page, 0, TRUE);
  button = ui_find (GTK_WIDGET (fixture.priv->flyout), GTK_TYPE_MENU_BUTTON, NULL);
  g_assert_nonnull (button);
  ui_wait_frame (fixture.window);
  check_menu (gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button)),
              data->recommendation_reference != NULL
                  ? "Notify IT administrator…|Mark as complete|View related "
                    "recommendation|Copy|Print…|Change due date, priority, notes…|Withdraw request "
                    "(A device is fixed already)"
                  : "Notify IT administrator…|Mark as complete|Copy|Change due date, priority, "
                    "notes…|Withdraw request (A device is fixed already)");
  if (data->recommendation_reference != NULL)
    {
      g_autofree char *expected =
          g_strdup_printf ("('recommendations', '%s')", data->recommendation_reference);

      g_assert_true (gtk_widget_activate_action (button, "row.related", "s", data->id));
      g_assert_cmpstr (fixture.shown, ==, expected);
    }
  tear_down (&fixture);
}

static char *
get_message (GtkWidget *dialog)
{
  GtkTextBuffer *buffer =
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_find (dialog, GTK_TYPE_TEXT_VIEW, NULL)));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
add_text (GtkWidget *dialog, const char *text)
{
  gtk_text_buffer_insert_at_cursor (
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_find (dialog, GTK_TYPE_TEXT_VIEW, NULL))), text,
      -1);
}

static void
fill (SaneraActivityData *data)
{
  data->id = g_strdup ("3f2a-77");
  data->type = g_strdup ("Update");
  data->status = g_strdup ("Active");
  data->related_component = g_strdup ("Google Chrome");
  data->recommended_version = g_strdup ("129.0");
  data->priority = g_strdup ("High");
  data->target_devices = 5;
  data->due_on = sanera_date_new (2026, 12, 25);
  data->requester_email = g_strdup ("anna@example.org");
  data->requester_notes = g_strdup ("Restart the till.");
  data->ticket_status = g_strdup ("pending");
  data->ticket_service = g_strdup ("Intune");
}

/* In each language of the interface: what is typed in one language of the message stays there. */
static void
test_notify (gconstpointer language)
{
  g_autoptr (GSettings) settings = sanera_settings_new ();
  GtkWidget *window = adw_window_new ();
  GtkWidget *dialog, *addresses, *row, *error;
  SaneraActivityData data;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *file = g_strdup_printf ("notify-%s.png", (const char *)language);
  guint own;

  sanera_language_set (language);
  g_settings_reset (settings, "it-administrators");
  sanera_noun_data_init (&sanera_activity_noun, &data);
  fill (&data);
  gtk_window_present (GTK_WINDOW (window));
  dialog = sanera_notify_dialog_new (GTK_WINDOW (window), &data, settings, "acme");
  gtk_window_present (GTK_WINDOW (dialog));
  ui_wait_frame (dialog);
  ui_save_picture (dialog, file);
  addresses = ui_find (dialog, ADW_TYPE_ENTRY_ROW, "addresses_row");
  row = ui_find (dialog, ADW_TYPE_COMBO_ROW, "language_row");
  error = ui_find (dialog, GTK_TYPE_LABEL, "error");

  first = get_message (dialog);
  expected = sanera_words_request_message (&data, language);
  g_assert_cmpstr (first, ==, expected);
  add_text (dialog, "P.S.");
  own = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), (own + 1) % 3);
  second = get_message (dialog);
  g_assert_cmpstr (first, !=, second);
  g_assert_null (strstr (second, "P.S."));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), own);
  third = get_message (dialog);
  g_assert_nonnull (strstr (third, "P.S."));

  /* Not an address: said in text at the field, nothing is kept. */
  gtk_editable_set_text (GTK_EDITABLE (addresses), "bo@example.org, carl");
  ui_click (ui_find (dialog, GTK_TYPE_BUTTON, "mail_button"));
  g_assert_true (gtk_widget_get_visible (error));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (error)), "carl"));
  gtk_editable_set_text (GTK_EDITABLE (addresses), "bo@example.org; dan@example.org");
  g_assert_false (gtk_widget_get_visible (error));
  ui_click (ui_find (dialog, GTK_TYPE_BUTTON, "copy_button"));
  gtk_window_destroy (GTK_WINDOW (dialog));

  /* Remembered for this connection, and for no other. */
  dialog = sanera_notify_dialog_new (GTK_WINDOW (window), &data, settings, "acme");
  addresses = ui_find (dialog, ADW_TYPE_ENTRY_ROW, "addresses_row");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (addresses)), ==,
                   "bo@example.org, dan@example.org");
  gtk_window_destroy (GTK_WINDOW (dialog));
  dialog = sanera_notify_dialog_new (GTK_WINDOW (window), &data, settings, "other");
  addresses = ui_find (dialog, ADW_TYPE_ENTRY_ROW, "addresses_row");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (addresses)), ==, "");
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  sanera_noun_data_clear (&sanera_activity_noun, &data);
  sanera_language_set ("en");
}

int
main (int argc, char *argv[])
{
  gtk_disable_setlocale ();
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);

  g_test_add_func ("/ui/row-menu/entries", test_entries);
  g_test_add_func ("/ui/row-menu/recommendations", test_recommendations);
  g_test_add_func ("/ui/row-menu/activities", test_activities);
  g_test_add_data_func ("/ui/notify/en", "en", test_notify);
  g_test_add_data_func ("/ui/notify/sv", "sv", test_notify);
  g_test_add_data_func ("/ui/notify/zh_CN", "zh_CN", test_notify);

  return g_test_run ();
}
