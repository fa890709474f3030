/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-export.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sanera-activity-columns.h"
#include "sanera-language.h"
#include "sanera-words.h"

#define FILE_NAME_MAX 100 /* bytes; file systems allow 255 with the ending */

typedef struct
{
  const char *key;
  const char *title;
} ExportColumn;

static const ExportColumn columns[] = {
  { "title", N_ ("Remediation activity") },
  { "type", N_ ("Remediation type") },
  { "relatedComponent", N_ ("Related component") },
  { "status", N_ ("Status") },
  { "priority", N_ ("Priority") },
  { "targetDevices", N_ ("Devices") },
  { "fixedDevices", NC_ ("devices", "Fixed") },
  { "exposedDevices", NC_ ("devices", "Exposed") },
  { "unknownDevices", NC_ ("devices", "Unknown") },
  { "ticketStatus", N_ ("Ticket status") },
  { "dueOn", N_ ("Due date") },
  { "createdOn", N_ ("Created on") },
  { "requesterEmail", N_ ("Created by") },
  { "completedOn", N_ ("Completed on") },
  { "completedBy", N_ ("Completed by") },
  { "rbacGroupNames", N_ ("Device groups") },
  { "requesterNotes", N_ ("Notes") },
  { "id", "id" },
};

static const char *
get_head (const ExportColumn *column, SaneraCsvKind kind)
{
  if (kind == SANERA_CSV_MACHINE)
    return column->key;
  if (g_str_has_suffix (column->key, "edDevices") || g_str_equal (column->key, "unknownDevices"))
    return g_dpgettext2 (NULL, "devices", column->title);

  return gettext (column->title);
}

/* "–" is for people; in a file what does not apply is empty. */
static void
add_words (SaneraCsv *csv, char *words)
{
  sanera_csv_add (csv, g_str_equal (words, "–") ? NULL : words);
  g_free (words);
}

static void
add_label (SaneraCsv *csv, SaneraCsvKind kind, const SaneraEnum *values, const char *nick)
{
  if (kind == SANERA_CSV_MACHINE || nick == NULL)
    sanera_csv_add (csv, nick);
  else
    sanera_csv_add (csv, sanera_words_label (values, nick));
}

static gboolean
has_decimal_comma (void)
{
  g_autofree char *number = sanera_language_decimal (0.5, 1);

  return strchr (number, ',') != NULL;
}

/**
 * sanera_activity_export_to_csv:
 * @data: an activity
 * @kind: for whom
 *
 * Returns: (transfer full): a file with one line of heads and one for the activity
 */
GBytes *
sanera_activity_export_to_csv (const SaneraActivityData *data, SaneraCsvKind kind)
{
  g_autoptr (SaneraCsv) csv = sanera_csv_new (kind, has_decimal_comma ());
  gboolean progress = sanera_activity_has_progress (data);
  g_autofree char *groups = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    sanera_csv_add (csv, get_head (&columns[i], kind));
  sanera_csv_end_row (csv);

  add_words (csv, sanera_words_activity_title (data, kind == SANERA_CSV_MACHINE));
  add_label (csv, kind, &sanera_remediation_type_enum, data->type);
  sanera_csv_add (csv, data->related_component);
  add_label (csv, kind, &sanera_activity_status_enum, data->status);
  add_label (csv, kind, &sanera_priority_enum, data->priority);
  sanera_csv_add_int (csv, data->target_devices);
  sanera_csv_add_int (csv, progress ? data->fixed_devices : SANERA_INT_NULL);
  sanera_csv_add_int (csv, progress ? sanera_activity_get_exposed (data) : SANERA_INT_NULL);
  sanera_csv_add_int (csv, progress ? data->unknown_devices : SANERA_INT_NULL);
  if (kind == SANERA_CSV_MACHINE)
    sanera_csv_add (csv, data->ticket_status);
  else
    add_words (csv, sanera_words_ticket_status (data));
  sanera_csv_add_date (csv, data->due_on);
  sanera_csv_add_time (csv, data->created_on);
  sanera_csv_add (csv, data->requester_email);
  sanera_csv_add_time (csv, data->completed_on);
  if (kind == SANERA_CSV_MACHINE)
    sanera_csv_add (csv, data->completion_method != NULL && data->completer_email != NULL
                             ? data->completer_email
                             : data->completion_method);
  else
    add_words (csv, sanera_words_completed_by (data));
  if (data->rbac_group_names != NULL)
    groups = g_strjoinv (", ", data->rbac_group_names);
  sanera_csv_add (csv, groups);
  sanera_csv_add (csv, data->requester_notes);
  sanera_csv_add (csv, data->id);
  sanera_csv_end_row (csv);

  return sanera_csv_to_bytes (csv);
}

/**
 * sanera_activity_export_file_name:
 * @data: an activity
 *
 * Returns: (transfer full): a file name made of its title, without what a file system refuses
 */
char *
sanera_activity_export_file_name (const SaneraActivityData *data)
{
  g_autofree char *title = sanera_words_activity_title (data, FALSE);
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *p = title; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (name->len >= FILE_NAME_MAX)
        break;
      if (c < 0x20 || c == 0x7f || (c < 0x80 && strchr ("/\\:*?\"<>|", (int)c) != NULL))
        g_string_append_c (name, ' ');
      else
        g_string_append_unichar (name, c);
    }
  g_strstrip (name->str);
  if (*name->str == '\0' || *name->str == '.')
    return g_strdup ("sanera.csv");

  return g_strconcat (name->str, ".csv", NULL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_pointer (task, g_file_get_parse_name (G_FILE (source)), g_free);
  else
    g_task_return_error (task, error);
}

static void
response_cb (GtkNativeDialog *dialog, int response, GTask *task)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  const SaneraActivityData *data = sanera_activity_get_data (g_task_get_task_data (task));
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *choice;

  if (response != GTK_RESPONSE_ACCEPT)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nothing was chosen");
      g_object_unref (task);
      gtk_native_dialog_destroy (dialog);
      return;
    }

  file = gtk_file_chooser_get_file (chooser);
  choice = gtk_file_chooser_get_choice (chooser, "kind");
  bytes = sanera_activity_export_to_csv (
      data, g_strcmp0 (choice, "machine") == 0 ? SANERA_CSV_MACHINE : SANERA_CSV_SPREADSHEET);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       g_task_get_cancellable (task), written_cb, task);
  gtk_native_dialog_destroy (dialog);
}

/**
 * sanera_activity_export_async:
 * @parent: the window
 * @data: an activity
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file is written
 * @user_data: for @callback
 *
 * Asks where to, and writes the activity there, document sentence [143].
 */
void
sanera_activity_export_async (GtkWindow *parent,
                              const SaneraActivityData *data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GtkFileChooserNative) dialog = NULL;
  g_autofree char *name = sanera_activity_export_file_name (data);
  gpointer copy = sanera_noun_data_new (&sanera_activity_noun);

  g_task_set_source_tag (task, sanera_activity_export_async);
  sanera_noun_data_copy (&sanera_activity_noun, copy, data);
  g_task_set_task_data (task, sanera_record_new (SANERA_TYPE_ACTIVITY, copy), g_object_unref);

  dialog = gtk_file_chooser_native_new (_ ("Export to CSV"), parent, GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _ ("Export"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_file_chooser_add_choice (
      GTK_FILE_CHOOSER (dialog), "kind", _ ("Format"),
      (const char *[]){ "spreadsheet", "machine", NULL },
      (const char *[]){ _ ("For a spreadsheet"), _ ("For other programs"), NULL });
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (dialog), "kind", "spreadsheet");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  g_object_set_data_full (G_OBJECT (task), "sanera-dialog", g_object_ref (dialog), g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * sanera_activity_export_finish:
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full): the name of the file, or %NULL; %G_IO_ERROR_CANCELLED when the person
 *   chose none
 */
char *
sanera_activity_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
