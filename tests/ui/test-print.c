/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An activity on paper: everything is there, in the language of the window, over numbered pages. */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "config.h"
#include "cache-support.h"
#include "sanera-activity-print.h"
#include "sanera-connections.h"
#include "sanera-device.h"
#include "sanera-event.h"
#include "sanera-language.h"
#include "sanera-security-task.h"
#include "sanera-settings.h"
#include "sanera-time.h"
#include "ui-support.h"

#define DEVICES 150

/* Writes the PDF and returns its text. */
static char *
print_text (SaneraPrintDocument *document, const char *name)
{
  g_autofree char *folder = g_build_filename (g_get_tmp_dir (), "sanera-print-XXXXXX", NULL);
  g_autofree char *path = NULL;
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  int status = 0;

  g_assert_nonnull (g_mkdtemp (folder));
  path = g_build_filename (folder, name, NULL);
  gtk_print_operation_set_export_filename (GTK_PRINT_OPERATION (document), path);
  g_assert_cmpint (gtk_print_operation_run (GTK_PRINT_OPERATION (document),
                                            GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  command = g_strdup_printf ("pdftotext -layout '%s' -", path);
  g_assert_true (g_spawn_command_line_sync (command, &text, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  if (g_getenv ("SANERA_PICTURES") != NULL)
    {
      g_autofree char *kept = g_build_filename (g_getenv ("SANERA_PICTURES"), name, NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_mkdir_with_parents (g_getenv ("SANERA_PICTURES"), 0755);
      g_assert_true (g_file_set_contents (kept, bytes, (gssize)length, NULL));
    }
  ui_remove_tree (folder);
  return text;
}

static void
add_device (GPtrArray *devices, guint number)
{
  SaneraDeviceData *data = sanera_noun_data_new (&sanera_device_noun);

  data->id = g_strdup_printf ("device-%u", number);
  data->computer_dns_name = g_strdup_printf ("host-%03u.example.com", number);
  data->os_platform = g_strdup ("Windows10");
  data->rbac_group_name = g_strdup (number % 2 == 0 ? "Malmö" : "上海");
  data->state = g_strdup (number % 2 == 0 ? "fixed" : "exposed");
  data->last_assessed_on = sanera_date_new (2026, 11, 20);
  g_ptr_array_add (devices, sanera_record_new (SANERA_TYPE_DEVICE, data));
}

static SaneraRecord *
make_activity (void)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);

  data->id = g_strdup ("0b5f");
  data->related_component = g_strdup ("Chrome");
  data->recommended_version = g_strdup ("129.0");
  data->type = g_strdup ("Update");
  data->status = g_strdup ("Active");
  data->priority = g_strdup ("High");
  data->created_on = sanera_date_new (2026, 11, 1);
  data->due_on = sanera_date_new (2026, 12, 24);
  data->requester_email = g_strdup ("anna@example.com");
  data->requester_notes = g_strdup ("请在周末之前更新。\nÅäö <b>går</b> bra & snabbt.");
  data->target_devices = DEVICES;
  data->fixed_devices = 75;
  data->exposed_devices = 75;
  data->unknown_devices = 0;
  data->weaknesses = 3;
  data->fixable_weaknesses = 3;
  data->last_assessed_on = sanera_date_new (2026, 11, 20);
  return sanera_record_new (SANERA_TYPE_ACTIVITY, data);
}

static char *
print_in (const char *language, const char *name)
{
  g_autoptr (SaneraRecord) activity = make_activity ();
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  SaneraSecurityTaskData *task = sanera_noun_data_new (&sanera_security_task_noun);
  SaneraEventData *event = sanera_noun_data_new (&sanera_event_noun);
  SaneraActivityPaper paper = { .activity = SANERA_ACTIVITY (activity),
                                .tickets = tickets,
                                .devices = devices,
                                .devices_notice = (char *)"As of yesterday",
                                .events = events };
  g_autoptr (SaneraPrintDocument) document = NULL;

  sanera_language_set (language);
  task->id = g_strdup ("t");
  task->service = g_strdup ("Sanera");
  task->status = g_strdup ("rejected");
  task->note = g_strdup ("Not before Tuesday");
  task->decided_by = g_strdup ("ivo@example.com");
  task->managed_device_count = DEVICES;
  g_ptr_array_add (tickets, sanera_record_new (SANERA_TYPE_SECURITY_TASK, task));
  for (guint i = 0; i < DEVICES; i++)
    add_device (devices, i);
  event->id = g_strdup ("1");
  event->at = sanera_date_new (2026, 11, 1);
  event->person = g_strdup ("anna@example.com");
  event->event = g_strdup ("requested");
  g_ptr_array_add (events, sanera_record_new (SANERA_TYPE_EVENT, event));
  document = sanera_activity_print_write (&paper, sanera_date_new (2026, 11, 22));
  return print_text (document, name);
}

static void
assert_has (const char *text, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL)
      g_error ("“%s” is not in: %s", words[i], text);
}

/* How many pages there are depends on the fonts; the last one says so. */
static void
assert_numbered (const char *text)
{
  g_auto (GStrv) pages = g_strsplit (text, "\f", -1);
  guint n = g_strv_length (pages) - 1; /* each ends with one */

  g_assert_cmpuint (n, >, 2);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *foot = g_strdup_printf ("Page %u of %u", i + 1, n);

      g_assert_nonnull (strstr (pages[i], foot));
    }
}

static void
test_activity (void)
{
  g_autofree char *text = print_in ("en", "activity-en.pdf");

  assert_has (text, (const char *const[]){ "Update Chrome to version 129.0",
                                           "In progress",
                                           "High",
                                           "anna@example.com",
                                           "24",
                                           "0b5f",
                                           "请在周末之前更新。",
                                           "<b>går</b> bra & snabbt.",
                                           "ivo@example.com: Not before Tuesday",
                                           "Devices (150)",
                                           "As of yesterday",
                                           "host-000.example.com",
                                           "host-149.example.com",
                                           "Malmö",
                                           "上海",
                                           "Fixed",
                                           "Exposed",
                                           "History",
                                           "Remediation requested",
                                           "Page 1 of ",
                                           NULL });
  assert_numbered (text);
}

static void
test_languages (void)
{
  g_autofree char *sv = print_in ("sv", "activity-sv.pdf");
  g_autofree char *zh = print_in ("zh_CN", "activity-zh_CN.pdf");

  assert_has (sv, (const char *const[]){ "Förfallodatum", "Sida 1 av", "Enheter (150)", NULL });
  assert_has (zh, (const char *const[]){ "截止日期", "第 1 页，共", "设备", NULL });
  sanera_language_set ("en");
}

/* A paragraph longer than a page goes on on the next one, and nothing of it is lost. */
static void
test_long_text (void)
{
  g_autoptr (SaneraPrintDocument) document = sanera_print_document_new ("Long");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *printed = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "line %03u\n", i);
  sanera_print_document_add_text (document, text->str);
  printed = print_text (document, "long.pdf");
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *line = g_strdup_printf ("line %03u", i);

      g_assert_nonnull (strstr (printed, line));
    }
}

static gboolean
is_asked (gpointer user_data)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (toplevel), "GtkPrintUnixDialog") &&
          gtk_widget_get_mapped (toplevel))
        {
          gtk_dialog_response (GTK_DIALOG (toplevel), GTK_RESPONSE_CANCEL);
          return TRUE;
        }
    }
  return FALSE;
}

/* All of it is read, without a server what is here; then the desktop asks where to print it. */
static void
test_dialog (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  g_autoptr (GSettings) settings = sanera_settings_new ();
  SaneraConnections *connections = sanera_connections_new (settings, folder, TRUE);
  GtkWidget *window = gtk_window_new ();
  SaneraConnection *connection = NULL;
  g_autoptr (SaneraRecord) activity = make_activity ();

  g_assert_true (sanera_connections_open (connections, SANERA_CONNECTIONS_SAMPLE));
  connection = sanera_connections_get_current (connections);
  cache_support_put (sanera_connection_get_cache (connection), SANERA_LIST_ACTIVITIES, NULL,
                     sanera_activity_get_data (SANERA_ACTIVITY (activity)), 1);
  gtk_window_present (GTK_WINDOW (window));
  ui_wait_frame (window);
  sanera_activity_print (GTK_WINDOW (window), connection, SANERA_ACTIVITY (activity));
  g_assert_true (ui_wait_until (is_asked, NULL, 20 * 1000));
  gtk_window_destroy (GTK_WINDOW (window));
  sanera_connections_close (connections);
  g_assert_finalize_object (connections);
  ui_remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  ui_init (&argc, &argv);
  sanera_language_init ("en", BUILD_LOCALEDIR);
  g_test_add_func ("/ui/print/activity", test_activity);
  g_test_add_func ("/ui/print/languages", test_languages);
  g_test_add_func ("/ui/print/long-text", test_long_text);
  g_test_add_func ("/ui/print/dialog", test_dialog);
  return g_test_run ();
}
