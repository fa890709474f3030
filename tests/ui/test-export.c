/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exports from the window: the question, the columns on the screen in each language, an activity
 * with its devices, and how a person is told the end. No server. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "cache-support.h"
#include "sanera-device.h"
#include "sanera-export-row.h"
#include "sanera-exports.h"
#include "sanera-language.h"
#include "sanera-recommendation-columns.h"
#include "sanera-recommendation.h"
#include "sanera-settings.h"
#include "sanera-time.h"
#include "sanera-window.h"
#include "ui-support.h"

#define N_ROWS 60

typedef struct
{
  char *folder;
  GSettings *settings;
  SaneraConnections *connections;
  SaneraWindow *window;
  SaneraCache *cache;
  SaneraExports *exports;
  GFile *file;
  AdwToast *toast;
} Fixture;

static void
toast_cb (Fixture *fixture, AdwToast *toast)
{
  g_set_object (&fixture->toast, toast);
}

static SaneraListPage *
find_page (Fixture *fixture, const char *id)
{
  return SANERA_LIST_PAGE (sanera_window_find_page (fixture->window, id));
}

static gboolean
is_filled (gpointer data)
{
  Fixture *fixture = data;
  GListModel *model =
      G_LIST_MODEL (sanera_list_page_get_model (find_page (fixture, "remediation")));

  return g_list_model_get_n_items (model) == N_ROWS &&
         sanera_query_model_get_complete (SANERA_QUERY_MODEL (model)) &&
         sanera_query_model_get_complete (
             sanera_list_page_get_model (find_page (fixture, "recommendations")));
}

static void
put_meta (Fixture *fixture)
{
  SaneraCacheInfo *info = (SaneraCacheInfo *)sanera_cache_get_info (fixture->cache);

  /* Impact is a share of the devices. */
  g_assert_nonnull (info);
  info->device_count = 1000;
}

static void
set_up (Fixture *fixture, gconstpointer language)
{
  g_autofree char *path = NULL;

  sanera_language_set (language);
  fixture->folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  fixture->settings = sanera_settings_new ();
  g_settings_reset (fixture->settings, "connection");
  fixture->connections = sanera_connections_new (fixture->settings, fixture->folder, TRUE);
  g_assert_true (sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_PRIVATE));
  fixture->cache =
      sanera_connection_get_cache (sanera_connections_get_current (fixture->connections));
  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, N_ROWS, 7);
  cache_support_fill (fixture->cache, SANERA_LIST_ACTIVITIES, 0, N_ROWS, 7);
  put_meta (fixture);
  fixture->window = sanera_window_new (NULL, fixture->connections, fixture->settings);
  fixture->exports = sanera_exports_get (GTK_WINDOW (fixture->window));
  g_signal_connect_swapped (fixture->exports, "toast", G_CALLBACK (toast_cb), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_wait_frame (GTK_WIDGET (fixture->window));
  g_assert_true (ui_wait_until (is_filled, fixture, UI_LIMIT_MS));
  path = g_build_filename (fixture->folder, "export.csv", NULL);
  fixture->file = g_file_new_for_path (path);
}

static void
tear_down (Fixture *fixture, gconstpointer language)
{
  g_clear_object (&fixture->toast);
  g_clear_object (&fixture->file);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sanera_connections_close (fixture->connections);
  g_assert_finalize_object (fixture->connections);
  g_clear_object (&fixture->settings);
  ui_remove_tree (fixture->folder);
  g_free (fixture->folder);
  sanera_language_set ("en");
}

static gboolean
is_over (gpointer data)
{
  return sanera_exports_get_running (((Fixture *)data)->exports) == 0;
}

static void
write_page (Fixture *fixture, const char *page, SaneraCsvKind kind, gboolean selected)
{
  g_autoptr (SaneraExportSource) source =
      sanera_export_source_new_for_page (find_page (fixture, page));

  sanera_exports_write (fixture->exports, source, kind, selected, fixture->file);
  g_assert_true (ui_wait_until (is_over, fixture, UI_LIMIT_MS));
}

static char *
read_file (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_load_contents (fixture->file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static char **
read_lines (Fixture *fixture)
{
  g_autofree char *text = read_file (fixture);

  g_assert_true (g_str_has_suffix (text, "\r\n"));
  text[strlen (text) - 2] = '\0';
  return g_strsplit (text, "\r\n", -1);
}

static const struct
{
  const char *language;
  const char *recommendations;
  const char *activities;
} heads[] = {
  { "en",
    "\"Security recommendation\",\"Weaknesses\",\"Exposed devices\",\"Devices\","
    "\"Exposure impact\",\"Configuration score impact\",\"Threats\",\"OS platform\","
    "\"Related component\",\"Status\",\"Remediation type\",\"Remediation activities\",\"Tags\"",
    "\"Remediation activity\",\"Status\",\"Devices\",\"Fixed\",\"Exposed\",\"Unknown\","
    "\"Due date\",\"Priority\",\"Ticket status\",\"Created by\",\"Created on\",\"Completed by\"" },
  { "sv",
    "\"Säkerhetsrekommendation\";\"Svagheter\";\"Exponerade enheter\";\"Enheter\";"
    "\"Påverkan på exponeringen\";\"Påverkan på konfigurationspoängen\";\"Hot\";"
    "\"OS-plattform\";\"Relaterad komponent\";\"Status\";\"Åtgärdstyp\";\"Åtgärdsaktiviteter\";"
    "\"Taggar\"",
    NULL },
  { "zh_CN", NULL, NULL },
};

/* [143] The columns as they are shown, with their words: a byte order mark, the separator of the
 * language, numbers in full; and the rows in the order on the screen. */
static void
test_spreadsheet (Fixture *fixture, gconstpointer language)
{
  SaneraListPage *page = find_page (fixture, "recommendations");
  guint n = g_list_model_get_n_items (G_LIST_MODEL (sanera_list_page_get_model (page)));
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) activities = NULL;
  char separator = g_str_equal (language, "sv") ? ';' : ',';

  write_page (fixture, "recommendations", SANERA_CSV_SPREADSHEET, FALSE);
  lines = read_lines (fixture);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + n);
  g_assert_true (g_str_has_prefix (lines[0], "\357\273\277\""));
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      if (!g_str_equal (heads[i].language, language))
        continue;
      if (heads[i].recommendations != NULL)
        g_assert_cmpstr (lines[0] + 3, ==, heads[i].recommendations);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SaneraRecord) record =
          g_list_model_get_item (G_LIST_MODEL (sanera_list_page_get_model (page)), i);
      const SaneraRecommendationData *data =
          sanera_recommendation_get_data (SANERA_RECOMMENDATION (record));
      g_autofree char *title = sanera_recommendation_columns[0].text (record, NULL);
      g_autofree char *start = g_strdup_printf (
          "\"%s\"%c%d%c%d%c%d%c", title, separator, (int)data->weaknesses, separator,
          (int)data->exposed_machines_count, separator, (int)data->total_machine_count, separator);

      g_assert_true (g_str_has_prefix (lines[1 + i], start));
    }

  write_page (fixture, "remediation", SANERA_CSV_SPREADSHEET, FALSE);
  activities = read_lines (fixture);
  g_assert_cmpuint (g_strv_length (activities), ==, 1 + N_ROWS);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    if (g_str_equal (heads[i].language, language) && heads[i].activities != NULL)
      g_assert_cmpstr (activities[0] + 3, ==, heads[i].activities);
  for (guint i = 1; i <= N_ROWS; i++)
    g_assert_null (strstr (activities[i], "–"));
}

/* Only what is shown, in the order in which it is shown. */
static void
test_columns (Fixture *fixture, gconstpointer language)
{
  SaneraListPage *page = find_page (fixture, "remediation");
  g_autoptr (GArray) states = sanera_table_get_column_states (sanera_list_page_get_table (page));
  SaneraColumnState first = g_array_index (states, SaneraColumnState, 0);
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < states->len; i++)
    g_array_index (states, SaneraColumnState, i).visible = i == 0 || i == 2;
  g_array_remove_index (states, 0);
  g_array_append_val (states, first);
  g_array_index (states, SaneraColumnState, states->len - 1).visible = TRUE;
  sanera_table_set_column_states (sanera_list_page_get_table (page), states);

  write_page (fixture, "remediation", SANERA_CSV_SPREADSHEET, FALSE);
  lines = read_lines (fixture);
  g_assert_cmpstr (lines[0] + 3, ==, "\"Due date\",\"Remediation activity\"");

  g_array_remove_index (states, states->len - 1);
  g_array_prepend_val (states, first);
  sanera_table_set_column_states (sanera_list_page_get_table (page), states);
}

/* For other programs: keys, all fields, no byte order mark, whatever the language. */
static void
test_machine (Fixture *fixture, gconstpointer language)
{
  g_auto (GStrv) lines = NULL;

  write_page (fixture, "remediation", SANERA_CSV_MACHINE, FALSE);
  lines = read_lines (fixture);
  g_assert_true (g_str_has_prefix (lines[0], "\"id\",\"title\",\"description\",\"category\","));
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + N_ROWS);
  g_assert_nonnull (strstr (lines[1], ",\"Software\","));
}

static GtkWidget *
find_dialog (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data) &&
        gtk_window_get_transient_for (l->data) == GTK_WINDOW (fixture->window))
      return l->data;

  return NULL;
}

static GtkWidget *
find_row (GtkWidget *root, const char *title)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (ADW_IS_ACTION_ROW (child) &&
          g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child)), title))
        return child;
      found = find_row (child, title);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
is_chosen (GtkWidget *row)
{
  return gtk_check_button_get_active (
      GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))));
}

static const char *
get_text (const char *language, const char *en, const char *sv, const char *zh)
{
  return g_str_equal (language, "en") ? en : g_str_equal (language, "sv") ? sv : zh;
}

/* Ctrl+E: the marked rows are proposed, and the form for a spreadsheet. */
static void
test_dialog (Fixture *fixture, gconstpointer language)
{
  SaneraListPage *page = find_page (fixture, "remediation");
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (sanera_list_page_get_selection (page));
  g_autofree char *picture = g_strdup_printf ("export-%s.png", (const char *)language);
  g_autofree char *picture_all = g_strdup_printf ("export-all-%s.png", (const char *)language);
  GtkWidget *dialog;
  GtkWidget *row;

  sanera_window_show_page (fixture->window, "remediation");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "export", NULL);
  dialog = find_dialog (fixture);
  g_assert_nonnull (dialog);
  ui_wait_frame (dialog);
  ui_save_picture (dialog, picture_all);
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==,
                   get_text (language, "60 activities, in the order on the screen.",
                             "60 aktiviteter, i samma ordning som på skärmen.",
                             "60 个修正活动，按屏幕上的顺序。"));
  g_assert_true (is_chosen (find_row (
      dialog, get_text (language, "For a spreadsheet", "För ett kalkylprogram", "用于电子表格"))));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));

  gtk_selection_model_select_range (selection, 2, 3, TRUE);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "export", NULL);
  dialog = find_dialog (fixture);
  g_assert_nonnull (dialog);
  ui_wait_frame (dialog);
  ui_save_picture (dialog, picture);
  row =
      find_row (dialog, get_text (language, "3 selected rows", "3 markerade rader", "所选的 3 行"));
  g_assert_nonnull (row);
  g_assert_true (is_chosen (row));
  g_assert_cmpuint (sanera_exports_get_running (fixture->exports), ==, 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The rows that are marked, whatever stands between them. */
static void
test_selection (Fixture *fixture, gconstpointer language)
{
  SaneraListPage *page = find_page (fixture, "remediation");
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (sanera_list_page_get_selection (page));
  g_auto (GStrv) some = NULL;
  g_auto (GStrv) rest = NULL;

  gtk_selection_model_select_range (selection, 2, 3, TRUE);
  write_page (fixture, "remediation", SANERA_CSV_SPREADSHEET, TRUE);
  some = read_lines (fixture);
  g_assert_cmpuint (g_strv_length (some), ==, 1 + 3);
  g_assert_nonnull (fixture->toast);
  g_assert_cmpstr (adw_toast_get_title (fixture->toast), ==, "Exported 3 rows to export.csv");

  gtk_selection_model_select_all (selection);
  gtk_selection_model_unselect_item (selection, 2);
  write_page (fixture, "remediation", SANERA_CSV_SPREADSHEET, TRUE);
  rest = read_lines (fixture);
  g_assert_cmpuint (g_strv_length (rest), ==, 1 + N_ROWS - 1);
  g_assert_cmpstr (rest[1 + 2], ==, some[1 + 1]);
}

static SaneraActivity *
put_activity (Fixture *fixture, const char *type)
{
  SaneraActivityData *data = cache_support_make_row (SANERA_LIST_ACTIVITIES, 500, 1);
  SaneraActivity *activity;

  g_free (data->type);
  data->type = g_strdup (type);
  data->due_on = sanera_date_new (2026, 12, 25);
  data->target_devices = 3;
  data->fixed_devices = 1;
  data->exposed_devices = 2;
  data->unknown_devices = 0;
  cache_support_put (fixture->cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  for (guint i = 0; i < 2; i++)
    {
      gpointer device = cache_support_make_row (SANERA_LIST_ACTIVITY_DEVICES, i, 1);

      cache_support_put (fixture->cache, SANERA_LIST_ACTIVITY_DEVICES, data->id, device, 1);
      sanera_noun_data_free (&sanera_device_noun, device);
    }
  activity =
      SANERA_ACTIVITY (sanera_cache_lookup (fixture->cache, SANERA_LIST_ACTIVITIES, data->id));
  sanera_noun_data_free (&sanera_activity_noun, data);
  return activity;
}

static gboolean
is_asked (gpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  AdwMessageDialog **question = data;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        *question = ADW_MESSAGE_DIALOG (window);
    }
  return *question != NULL;
}

/* Not all devices are here: it says so before anything is written. */
static void
answer (Fixture *fixture, const char *response)
{
  AdwMessageDialog *question = NULL;

  g_assert_true (ui_wait_until (is_asked, &question, UI_LIMIT_MS));
  g_assert_cmpstr (adw_message_dialog_get_heading (question), ==,
                   "Only 2 of 3 devices have been loaded on this computer");
  g_assert_false (g_file_query_exists (fixture->file, NULL));
  ui_wait_frame (GTK_WIDGET (question));
  ui_save_picture (GTK_WIDGET (question), "export-incomplete.png");
  adw_message_dialog_response (question, response);
  gtk_window_destroy (GTK_WINDOW (question)); /* a click on a button closes it */
  g_assert_true (ui_wait_until (is_over, fixture, UI_LIMIT_MS));
}

/* Without a server: not written, when the person does not want it; and when all devices were here
 * at some time, written without a question, and it says as of when they are. */
static void
test_activity_offline (Fixture *fixture, gconstpointer data)
{
  SaneraConnection *connection = sanera_connections_get_current (fixture->connections);
  g_autoptr (SaneraActivity) activity = put_activity (fixture, "Update");
  g_autoptr (SaneraExportSource) source =
      sanera_export_source_new_for_activity (connection, activity);
  g_auto (GStrv) lines = NULL;

  sanera_exports_write (fixture->exports, source, SANERA_CSV_SPREADSHEET, FALSE, fixture->file);
  answer (fixture, "cancel");
  g_assert_false (g_file_query_exists (fixture->file, NULL));
  g_assert_cmpstr (adw_toast_get_title (fixture->toast), ==,
                   "Export cancelled; no file was written");

  cache_support_note_children (fixture->cache, SANERA_LIST_ACTIVITY_DEVICES, "task-500",
                               sanera_date_new (2026, 12, 5), NULL);
  g_clear_object (&fixture->toast);
  sanera_exports_write (fixture->exports, source, SANERA_CSV_SPREADSHEET, FALSE, fixture->file);
  g_assert_true (ui_wait_until (is_over, fixture, UI_LIMIT_MS));
  lines = read_lines (fixture);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 2);
  g_assert_true (g_str_has_prefix (adw_toast_get_title (fixture->toast),
                                   "Exported to export.csv, with the devices as of "));
}

/* [143] One activity: a line for each device; without a server those that were fetched before, and
 * it says so. R1: of *attention required* no number, no date. */
static void
test_activity (Fixture *fixture, gconstpointer language)
{
  SaneraConnection *connection = sanera_connections_get_current (fixture->connections);
  static const char *const types[] = { "Update", "AttentionRequired" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (SaneraActivity) activity = put_activity (fixture, types[i]);
      g_autoptr (SaneraExportSource) source =
          sanera_export_source_new_for_activity (connection, activity);
      g_auto (GStrv) lines = NULL;

      g_clear_object (&fixture->toast);
      g_file_delete (fixture->file, NULL, NULL);
      sanera_exports_write (fixture->exports, source, SANERA_CSV_SPREADSHEET, FALSE, fixture->file);
      answer (fixture, "export");
      lines = read_lines (fixture);
      g_assert_cmpuint (g_strv_length (lines), ==, 1 + 2);
      g_assert_true (g_str_has_suffix (
          lines[0], "\"ID\",\"Device\",\"Device group\",\"OS platform\",\"State of the device\","
                    "\"Installed version\",\"Last assessed\",\"Result of the assessment\""));
      g_assert_nonnull (
          strstr (lines[1], "\"task-500\",\"pc0.example.org\",\"Ungrouped devices\""));
      g_assert_nonnull (
          strstr (lines[2], "\"task-500\",\"pc1.example.org\",\"Ungrouped devices\""));
      if (i == 0)
        {
          g_assert_nonnull (strstr (lines[1], ",3,1,2,0,"));
          g_assert_nonnull (strstr (lines[1], ",2026-12-25,"));
        }
      else
        {
          g_assert_nonnull (strstr (lines[1], ",3,,,,,,"));
          g_assert_null (strstr (lines[1], "2026-12-25"));
        }
      g_assert_cmpstr (adw_toast_get_title (fixture->toast), ==,
                       "Exported to export.csv with 2 of 3 devices: the server does not answer");
    }
}

/* Its name: in the language of the interface, lower case, and nothing a file system refuses. */
static void
test_file_name (Fixture *fixture, gconstpointer language)
{
  SaneraConnection *connection = sanera_connections_get_current (fixture->connections);
  g_autoptr (SaneraExportSource) page =
      sanera_export_source_new_for_page (find_page (fixture, "recommendations"));
  g_autofree char *name = sanera_export_source_get_file_name (page);
  static const struct
  {
    const char *title;
    const char *name;
  } cases[] = {
    { "Update a/b\\c:d*?\"<>| to 1.2", "update-a-b-c-d-to-1.2.csv" },
    { "../../etc/passwd", "etc-passwd.csv" },
    { "...", "sanera.csv" },
    { "Åtgärda ÖST", "åtgärda-öst.csv" },
    { "", "sanera.csv" },
  };

  g_assert_cmpstr (name, ==,
                   get_text (language, "security-recommendations.csv",
                             "säkerhetsrekommendationer.csv", "安全建议.csv"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);
      g_autoptr (SaneraActivity) activity = NULL;
      g_autoptr (SaneraExportSource) source = NULL;
      g_autofree char *activity_name = NULL;

      /* A title that cannot be taken apart is shown as it came. */
      data->id = g_strdup ("x");
      data->title = g_strdup (cases[i].title);
      activity = SANERA_ACTIVITY (sanera_record_new (SANERA_TYPE_ACTIVITY, data));
      source = sanera_export_source_new_for_activity (connection, activity);
      activity_name = sanera_export_source_get_file_name (source);
      g_assert_cmpstr (activity_name, ==, cases[i].name);
    }
}

/* Cancel leaves nothing, and says so. */
static void
test_cancel (Fixture *fixture, gconstpointer language)
{
  g_autoptr (SaneraExportSource) source = NULL;
  GtkWidget *row;

  cache_support_fill (fixture->cache, SANERA_LIST_ACTIVITIES, N_ROWS, 20000, 7);
  source = sanera_export_source_new_for_page (find_page (fixture, "remediation"));
  sanera_exports_write (fixture->exports, source, SANERA_CSV_SPREADSHEET, FALSE, fixture->file);
  g_assert_cmpuint (sanera_exports_get_running (fixture->exports), ==, 1);
  row = ui_find (GTK_WIDGET (fixture->exports), SANERA_TYPE_EXPORT_ROW, NULL);
  g_assert_nonnull (row);
  sanera_export_row_set_progress (SANERA_EXPORT_ROW (row), 4500, 20060);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (ui_find (row, GTK_TYPE_LABEL, NULL))), ==,
                   "Exporting export.csv: 4,500 of 20,060 rows");
  gtk_widget_set_visible (row, TRUE);
  ui_wait_frame (GTK_WIDGET (fixture->window));
  ui_save_picture (GTK_WIDGET (fixture->window), "export-row.png");
  ui_click (ui_find (row, GTK_TYPE_BUTTON, NULL));
  g_assert_true (ui_wait_until (is_over, fixture, UI_LIMIT_MS));
  if (g_str_equal (adw_toast_get_title (fixture->toast), "Export cancelled; no file was written"))
    g_assert_false (g_file_query_exists (fixture->file, NULL));
  else /* a quick machine was done before the click */
    g_assert_true (g_file_query_exists (fixture->file, NULL));
}

/* The reason stays until it is read, and another place can be chosen. */
static void
test_failure (Fixture *fixture, gconstpointer language)
{
  GtkWidget *dialog;

  g_clear_object (&fixture->file);
  fixture->file = g_file_new_for_path ("/nonexistent/export.csv");
  write_page (fixture, "remediation", SANERA_CSV_SPREADSHEET, FALSE);
  dialog = find_dialog (fixture);
  g_assert_nonnull (dialog);
  g_assert_null (fixture->toast);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "“export.csv” was not written");
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "The folder does not exist.");
  g_assert_true (adw_message_dialog_has_response (ADW_MESSAGE_DIALOG (dialog), "again"));
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "export-failed.png");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A window that goes away takes its exports along. */
static void
test_close (Fixture *fixture, gconstpointer language)
{
  g_autoptr (SaneraExportSource) source =
      sanera_export_source_new_for_page (find_page (fixture, "remediation"));

  sanera_exports_write (fixture->exports, source, SANERA_CSV_SPREADSHEET, FALSE, fixture->file);
}

#define ADD(name, language, func) \
  g_test_add ("/ui/export/" name "/" language, Fixture, language, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);
  ADD ("spreadsheet", "en", test_spreadsheet);
  ADD ("spreadsheet", "sv", test_spreadsheet);
  ADD ("spreadsheet", "zh_CN", test_spreadsheet);
  ADD ("columns", "en", test_columns);
  ADD ("machine", "en", test_machine);
  ADD ("machine", "sv", test_machine);
  ADD ("dialog", "en", test_dialog);
  ADD ("dialog", "sv", test_dialog);
  ADD ("dialog", "zh_CN", test_dialog);
  ADD ("selection", "en", test_selection);
  ADD ("activity", "en", test_activity);
  ADD ("activity-offline", "en", test_activity_offline);
  ADD ("file-name", "en", test_file_name);
  ADD ("file-name", "sv", test_file_name);
  ADD ("file-name", "zh_CN", test_file_name);
  ADD ("cancel", "en", test_cancel);
  ADD ("failure", "en", test_failure);
  ADD ("close", "en", test_close);
  return g_test_run ();
}
