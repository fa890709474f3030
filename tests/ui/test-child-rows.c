/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What belongs to the row in a flyout, over a cache filled directly: no server. */
#include "list-page-support.h"
#include "sanera-child-bar.h"
#include "sanera-child-list.h"
#include "sanera-child-words.h"
#include "sanera-device.h"
#include "sanera-error.h"
#include "sanera-export-source.h"
#include "sanera-language.h"
#include "sanera-recommendations-page.h"

static gboolean
has_children (gpointer data)
{
  SaneraChildList *list = data;
  SaneraQueryModel *model = sanera_child_list_get_model (list);

  return model != NULL && sanera_query_model_get_complete (model) &&
         *sanera_child_list_get_message (list) != '\0';
}

static void
put_devices (ListPage *fixture, gint64 fetched_on, const char *next)
{
  const char *id = list_page_get_flyout_id (fixture);

  for (guint i = 0; i < 12; i++)
    {
      gpointer device = cache_support_make_row (SANERA_LIST_RECOMMENDATION_DEVICES, i, 1);

      cache_support_put (fixture->cache, SANERA_LIST_RECOMMENDATION_DEVICES, id, device, 0);
      sanera_noun_data_free (&sanera_device_noun, device);
    }
  cache_support_note_children (fixture->cache, SANERA_LIST_RECOMMENDATION_DEVICES, id, fetched_on,
                               next);
}

static guint
count_rows (gpointer list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (sanera_child_list_get_model (list)));
}

static gboolean
has_three_rows (gpointer list)
{
  return count_rows (list) == 3;
}

static gboolean
begins_with_last (gpointer list)
{
  GListModel *model = G_LIST_MODEL (sanera_child_list_get_model (list));
  g_autoptr (SaneraRecord) record = g_list_model_get_item (model, 0);

  return sanera_query_model_get_complete (SANERA_QUERY_MODEL (model)) &&
         g_strcmp0 (sanera_record_get_id (record), "device-11") == 0;
}

static char *
get_copied (GtkWidget *widget)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (widget));
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  if (content == NULL || !gdk_content_provider_get_value (content, &value, NULL))
    return g_strdup ("");

  return g_value_dup_string (&value);
}

static gboolean
is_copied (gpointer list)
{
  g_autofree char *text = get_copied (list);

  return *text != '\0';
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;

  sanera_export_write_finish (SANERA_EXPORT (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *)data = TRUE;
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *)data;
}

/* (transfer full): a line each of what an export of the rows that are shown has */
static char **
export_rows (ListPage *fixture, SaneraChildList *list)
{
  g_autoptr (SaneraExportSource) source = sanera_export_source_new_for_rows (
      fixture->connection, "Devices",
      sanera_query_model_get_query (sanera_child_list_get_model (list)), 12, "Not all.");
  g_autoptr (SaneraExport) export =
      sanera_export_source_create_export (source, SANERA_CSV_SPREADSHEET, FALSE);
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("sanera-rows-XXXXXX.csv", &stream, NULL);
  g_autofree char *text = NULL;
  gboolean done = FALSE;

  g_assert_null (sanera_export_source_get_parent_id (source, NULL));
  g_assert_cmpstr (sanera_export_source_get_words (source), ==, "12 rows");
  g_assert_cmpstr (sanera_export_source_get_note (source), ==, "Not all.");
  sanera_export_write_async (export, file, NULL, written_cb, &done);
  g_assert_true (ui_wait_until (is_set, &done, UI_LIMIT_MS));
  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
  g_file_delete (file, NULL, NULL);

  return g_strsplit (text, "\r\n", -1);
}

/* What belongs to a row can be sorted, copied and exported, without a server. With 100,000 devices,
 * on a machine with three times the work it has cores for: shown after 1.0 s, a jump of the scroll
 * bar to its frame 32 ms at most, another order 1.3 s, a search 1.0 s, all names on the clipboard
 * 1.4 s, the file 3.4 s; the process grew from 72 to 102 MB, of which opening is 13. */
static void
test_child_rows (void)
{
  ListPage fixture = { 0 };
  SaneraChildList *devices;
  GtkWidget *bar;
  g_autofree char *copied = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) exported = NULL;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 20, 0);
  sanera_list_page_open (fixture.page, 0, FALSE);
  devices = SANERA_CHILD_LIST (ui_find (fixture.flyout, SANERA_TYPE_CHILD_LIST, NULL));
  put_devices (&fixture, g_get_real_time (), NULL);
  gtk_expander_set_expanded (sanera_child_list_get_expander (devices), TRUE);
  g_assert_true (ui_wait_until (has_children, devices, UI_LIMIT_MS));
  bar = ui_find (GTK_WIDGET (devices), SANERA_TYPE_CHILD_BAR, NULL);
  g_assert_true (gtk_widget_get_visible (bar));

  gtk_widget_activate_action (bar, "rows.sort", "(sb)", "title", TRUE);
  g_assert_true (ui_wait_until (begins_with_last, devices, UI_LIMIT_MS));

  ui_click (ui_find_text (GTK_WIDGET (devices), GTK_TYPE_BUTTON, "Copy device names"));
  g_assert_true (ui_wait_until (is_copied, devices, UI_LIMIT_MS));
  copied = get_copied (GTK_WIDGET (devices));
  lines = g_strsplit (copied, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 13); /* the last line ends, too */
  g_assert_true (g_str_has_prefix (lines[0], "pc11"));

  exported = export_rows (&fixture, devices);
  g_assert_cmpuint (g_strv_length (exported), ==, 14);
  g_assert_nonnull (strstr (exported[0], "\"Device\",\"Device group\",\"OS platform\""));
  g_assert_true (g_str_has_prefix (exported[1], "\"pc11"));

  /* The order is the person's: it stays for the next record. */
  sanera_list_page_open (fixture.page, 1, FALSE);
  sanera_list_page_open (fixture.page, 0, FALSE);
  g_assert_true (ui_wait_until (begins_with_last, devices, UI_LIMIT_MS));
  list_page_tear_down (&fixture);
}

/* Without a server the flyout shows what it has, and as of when, and says what is not here. */
static void
test_offline_children (void)
{
  ListPage fixture = { 0 };
  SaneraChildList *devices;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 20, 0);
  sanera_list_page_open (fixture.page, 0, FALSE);
  devices = SANERA_CHILD_LIST (ui_find (fixture.flyout, SANERA_TYPE_CHILD_LIST, NULL));
  gtk_expander_set_expanded (sanera_child_list_get_expander (devices), TRUE);
  g_assert_true (ui_wait_until (has_children, devices, UI_LIMIT_MS));
  g_assert_cmpstr (sanera_child_list_get_message (devices), ==,
                   "The devices of this recommendation have not been loaded on this computer; they "
                   "can be seen when the server is back.");

  put_devices (&fixture, g_get_real_time () - 3 * G_TIME_SPAN_HOUR, NULL);
  sanera_list_page_open (fixture.page, 1, FALSE);
  sanera_list_page_open (fixture.page, 0, FALSE);
  g_assert_true (ui_wait_until (has_children, devices, UI_LIMIT_MS));
  g_assert_true (g_str_has_prefix (sanera_child_list_get_message (devices), "As of "));
  g_assert_true (g_str_has_suffix (sanera_child_list_get_message (devices), ", 3 hours ago."));
  g_assert_cmpstr (gtk_expander_get_label (sanera_child_list_get_expander (devices)), ==,
                   "Exposed devices (12)");

  /* Of pc0 to pc11: pc1, pc10 and pc11. */
  gtk_editable_set_text (GTK_EDITABLE (ui_find (GTK_WIDGET (devices), GTK_TYPE_SEARCH_ENTRY, NULL)),
                         "PC1");
  g_assert_true (ui_wait_until (has_three_rows, devices, UI_LIMIT_MS));
  /* Interrupted: what came is here, and it says that it is not all. */
  sanera_list_page_open (fixture.page, 1, FALSE);
  put_devices (&fixture, g_get_real_time (), "/more");
  sanera_list_page_open (fixture.page, 0, FALSE);
  sanera_list_page_open (fixture.page, 1, FALSE);
  g_assert_true (ui_wait_until (has_children, devices, UI_LIMIT_MS));
  g_assert_nonnull (strstr (sanera_child_list_get_message (devices), "loaded on this computer"));
  list_page_tear_down (&fixture);
}

/* What a server that is there refuses does not follow "when the server is back": the reason is
 * said, whatever is here already, and that it is asked again. */
static void
test_refused_children (void)
{
  static const char again[] = "\nSanera asks for it again by itself; F5 asks at once.";
  g_autoptr (GError) refused =
      g_error_new_literal (SANERA_ERROR, SANERA_ERROR_SERVER, "InternalError: 500");
  g_autoptr (GError) nobody = g_error_new_literal (SANERA_ERROR, SANERA_ERROR_OFFLINE, "gone");
  SaneraChildren complete = { .fetched_on = 1, .basis = 1, .parent_change = 1 };
  SaneraChildSituation situation = {
    .list = SANERA_LIST_RECOMMENDATION_DEVICES, .expected = 20, .error = refused, .now = 2
  };
  static const char *const begins[] = {
    "Something went wrong on the server.",
    "Only 5 of 20 have been loaded on this computer.\nSomething went wrong on the server.",
    "As of ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      g_autofree char *words = NULL;

      situation.rows = i == 0 ? 0 : 5;
      situation.children = i == 2 ? &complete : NULL;
      words = sanera_child_words_describe (&situation);
      g_test_message ("%s", words);
      g_assert_true (g_str_has_prefix (words, begins[i]));
      g_assert_true (g_str_has_suffix (words, again));
      g_assert_nonnull (strstr (words, "Something went wrong on the server."));
      g_clear_pointer (&words, g_free);

      situation.error = nobody;
      words = sanera_child_words_describe (&situation);
      g_assert_null (strstr (words, "Sanera asks"));
      situation.error = refused;
    }
}

int
main (int argc, char *argv[])
{
  sanera_language_init ("en", NULL);
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/child-rows/offline", test_offline_children);
  g_test_add_func ("/ui/child-rows/rows", test_child_rows);
  g_test_add_func ("/ui/child-rows/refused", test_refused_children);
  return g_test_run ();
}
