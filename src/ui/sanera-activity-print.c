/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-print.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "sanera-activity-columns.h"
#include "sanera-activity-tickets.h"
#include "sanera-child-words.h"
#include "sanera-device.h"
#include "sanera-event.h"
#include "sanera-language.h"
#include "sanera-records.h"
#include "sanera-words-event.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

/* A hundred thousand rows are two thousand pages. */
#define MAX_ROWS 100000

/* What belongs to an activity and is fetched, and read, one after the other. */
static const SaneraList parts[] = { SANERA_LIST_SECURITY_TASKS, SANERA_LIST_ACTIVITY_DEVICES,
                                    SANERA_LIST_ACTIVITY_EVENTS };

typedef struct
{
  GWeakRef window;
  SaneraConnection *connection;
  GCancellable *cancellable; /* cancelled when the window goes */
  gulong destroy_id;
  SaneraActivityPaper paper;
  guint next;
  GError *error; /* why the part was not fetched */
} Printing;

static void
printing_free (Printing *self)
{
  g_autoptr (GtkWindow) window = g_weak_ref_get (&self->window);

  if (window != NULL)
    g_clear_signal_handler (&self->destroy_id, window);
  g_weak_ref_clear (&self->window);
  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->paper.activity);
  g_clear_pointer (&self->paper.tickets, g_ptr_array_unref);
  g_clear_pointer (&self->paper.devices, g_ptr_array_unref);
  g_clear_pointer (&self->paper.events, g_ptr_array_unref);
  g_free (self->paper.devices_notice);
  g_free (self->paper.events_notice);
  g_clear_error (&self->error);
  g_free (self);
}

static void
add_facts (SaneraPrintDocument *document, const SaneraActivityData *data, gint64 now)
{
  g_autofree char *state = sanera_activity_describe_state (data);
  g_autofree char *progress = sanera_activity_describe_progress (data);
  g_autofree char *ticket = sanera_words_ticket_status (data);
  g_autofree char *due = sanera_words_due (data, now);
  g_autofree char *remaining = sanera_words_remaining (data, now);
  g_autofree char *created_on = sanera_language_datetime (data->created_on);
  g_autofree char *completed_on = sanera_language_datetime (data->completed_on);
  g_autofree char *completed_by = sanera_words_completed_by (data);
  g_autofree char *groups = sanera_activity_describe_groups (data);

  sanera_print_document_add_fact (document, _ ("Status"), state);
  sanera_print_document_add_fact (document, _ ("Remediation type"),
                                  sanera_words_label (&sanera_remediation_type_enum, data->type));
  sanera_print_document_add_fact (document, _ ("Related component"), data->related_component);
  sanera_print_document_add_fact (document, _ ("Priority"),
                                  sanera_words_label (&sanera_priority_enum, data->priority));
  sanera_print_document_add_fact (document, _ ("Device remediation progress"), progress);
  sanera_print_document_add_fact (document, _ ("Ticket status"), ticket);
  sanera_print_document_add_fact (document, _ ("Due date"), due);
  sanera_print_document_add_fact (document, _ ("Remaining time"), remaining);
  sanera_print_document_add_fact (document, _ ("Device groups"), groups);
  sanera_print_document_add_fact (document, _ ("Created on"), created_on);
  sanera_print_document_add_fact (document, _ ("Created by"), data->requester_email);
  sanera_print_document_add_fact (document, _ ("Completed on"), completed_on);
  sanera_print_document_add_fact (document, _ ("Completed by"), completed_by);
  sanera_print_document_add_fact (document, "ID", data->id);
}

static void
add_section (SaneraPrintDocument *document, const char *heading, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  sanera_print_document_add_heading (document, heading);
  sanera_print_document_add_text (document, text);
}

static void
add_tickets (SaneraPrintDocument *document, GPtrArray *tickets)
{
  if (tickets->len > 0)
    sanera_print_document_add_heading (document, _ ("IT service and device management tools"));
  for (guint i = 0; i < tickets->len; i++)
    {
      const SaneraSecurityTaskData *data =
          sanera_security_task_get_data (SANERA_SECURITY_TASK (tickets->pdata[i]));
      g_autofree char *text = sanera_activity_tickets_describe (data);
      g_autofree char *note = sanera_activity_tickets_describe_note (data);

      sanera_print_document_add_fact (document, data->service, text);
      sanera_print_document_add_text (document, note);
    }
}

static void
add_devices (SaneraPrintDocument *document, const SaneraActivityPaper *paper)
{
  g_autofree char *number = sanera_language_number (paper->devices->len);
  g_autofree char *heading =
      g_strdup_printf (C_ ("heading with a number", "%s (%s)"), _ ("Devices"), number);

  sanera_print_document_add_heading (document, heading);
  sanera_print_document_add_text (document, paper->devices_notice);
  for (guint i = 0; i < paper->devices->len; i++)
    {
      const SaneraDeviceData *data =
          sanera_device_get_data (SANERA_DEVICE (paper->devices->pdata[i]));
      g_autofree char *assessed = sanera_language_datetime (data->last_assessed_on);
      g_autofree char *where =
          g_strjoin (" · ", sanera_words_device_group (data->rbac_group_name),
                     sanera_words_os_platform (data->os_platform), assessed, NULL);
      const char *cells[] = { data->computer_dns_name,
                              sanera_words_label (&sanera_target_state_enum, data->state), where };

      sanera_print_document_add_row (document, cells);
    }
}

static void
add_events (SaneraPrintDocument *document, const SaneraActivityPaper *paper)
{
  sanera_print_document_add_heading (document, _ ("History"));
  sanera_print_document_add_text (document, paper->events_notice);
  for (guint i = 0; i < paper->events->len; i++)
    {
      const SaneraEventData *data = sanera_event_get_data (SANERA_EVENT (paper->events->pdata[i]));
      g_autofree char *time = sanera_language_datetime (data->at);
      g_autofree char *person = sanera_words_event_person (data);
      g_autofree char *text = sanera_words_event (data);
      const char *cells[] = { person, time, text };

      sanera_print_document_add_row (document, cells);
    }
}

/**
 * sanera_activity_print_write:
 * @paper: what there is to tell
 * @now: the time, microseconds: for the remaining time and the date of the print
 *
 * Returns: (transfer full): all of it, to be printed
 */
SaneraPrintDocument *
sanera_activity_print_write (const SaneraActivityPaper *paper, gint64 now)
{
  const SaneraActivityData *data = NULL;
  SaneraPrintDocument *document = NULL;
  g_autofree char *title = NULL;
  g_autofree char *time = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *description = NULL;
  g_autofree char *steps = NULL;

  g_return_val_if_fail (paper != NULL, NULL);

  data = sanera_activity_get_data (paper->activity);
  title = sanera_words_activity_title (data, FALSE);
  time = sanera_language_datetime (now);
  /* Translators: %s is a date and time */
  printed = g_strdup_printf (_ ("Remediation activity, printed %s"), time);
  description = sanera_words_activity_description (data, FALSE);
  steps = sanera_words_remediation_steps (data->type, data->related_component,
                                          data->recommended_version, data->remediation_text,
                                          paper->tenant);
  document = sanera_print_document_new (title);
  sanera_print_document_add_text (document, printed);
  add_facts (document, data, now);
  add_section (document, _ ("Remediation description"), description);
  add_section (document, _ ("Remediation steps"), steps);
  add_section (document, _ ("Notes"), data->requester_notes);
  add_tickets (document, paper->tickets);
  add_devices (document, paper);
  add_events (document, paper);
  return document;
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWindow *window)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  GtkWidget *dialog = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  g_message ("Printing failed: %s", error->message);
  words = sanera_words_error (error);
  dialog = adw_message_dialog_new (window, _ ("The activity could not be printed"), words);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Everything is there: the dialog of the desktop, which prints or writes a PDF. */
static void
run (Printing *self)
{
  g_autoptr (GtkWindow) window = g_weak_ref_get (&self->window);
  g_autoptr (SaneraPrintDocument) document = NULL;

  if (window == NULL)
    return;
  document = sanera_activity_print_write (&self->paper, g_get_real_time ());
  gtk_print_operation_set_allow_async (GTK_PRINT_OPERATION (document), TRUE);
  g_signal_connect_object (document, "done", G_CALLBACK (done_cb), window, 0);
  gtk_print_operation_run (GTK_PRINT_OPERATION (document), GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           window, NULL);
}

static void next_part (Printing *self);

/* (nullable): what is missing, in words */
static char *
describe_missing (Printing *self, SaneraList list, guint rows)
{
  const char *id = sanera_record_get_id (SANERA_RECORD (self->paper.activity));
  SaneraCache *cache = sanera_connection_get_cache (self->connection);
  g_autoptr (SaneraChildren) children = sanera_cache_lookup_children (cache, list, id);
  SaneraChildSituation situation = {
    .list = list,
    .children = children,
    .rows = rows,
    .expected = list == SANERA_LIST_ACTIVITY_DEVICES
                    ? sanera_activity_get_data (self->paper.activity)->target_devices
                    : -1,
    .error = self->error,
    .now = g_get_real_time (),
  };

  return sanera_child_words_describe (&situation);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Printing *self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = sanera_records_read_finish (SANERA_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      printing_free (self);
      return;
    }
  if (rows == NULL)
    {
      g_message ("What is to be printed cannot be read: %s", error->message);
      rows = g_ptr_array_new ();
    }
  switch ((int)parts[self->next])
    {
    case SANERA_LIST_SECURITY_TASKS:
      self->paper.tickets = rows;
      break;
    case SANERA_LIST_ACTIVITY_DEVICES:
      self->paper.devices = rows;
      self->paper.devices_notice = describe_missing (self, parts[self->next], rows->len);
      break;
    default:
      self->paper.events = rows;
      self->paper.events_notice = describe_missing (self, parts[self->next], rows->len);
    }
  g_clear_error (&self->error);
  self->next++;
  next_part (self);
}

static void
read_part (Printing *self)
{
  const char *id = sanera_record_get_id (SANERA_RECORD (self->paper.activity));
  const SaneraList list = parts[self->next];
  g_autoptr (SaneraQuery) all = sanera_query_new (list);
  g_autoptr (SaneraQuery) query = NULL;

  query =
      list == SANERA_LIST_SECURITY_TASKS
          ? sanera_query_with_filter (all, "remediationTaskId", (const char *const[]){ id, NULL })
          : sanera_query_with_parent (all, id);
  sanera_records_read_async (sanera_connection_get_cache (self->connection), query, MAX_ROWS,
                             self->cancellable, read_cb, self);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Printing *self = data;

  sanera_connection_fetch_children_finish (SANERA_CONNECTION (source), result, &self->error);
  if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    printing_free (self);
  else
    read_part (self);
}

static void
next_part (Printing *self)
{
  const char *id = sanera_record_get_id (SANERA_RECORD (self->paper.activity));

  if (self->next == G_N_ELEMENTS (parts))
    {
      run (self);
      printing_free (self);
    }
  else if (parts[self->next] == SANERA_LIST_SECURITY_TASKS ||
           sanera_connection_children_fresh (self->connection, parts[self->next], id))
    read_part (self);
  else
    sanera_connection_fetch_children_async (self->connection, parts[self->next], id,
                                            self->cancellable, fetched_cb, self);
}

/**
 * sanera_activity_print:
 * @window: the window it is shown in
 * @connection: where it is
 * @activity: what to print
 *
 * Collects all there is of an activity, its devices and history too, and then asks where to print
 * it. Without the server it prints what is here, and the paper says so.
 */
void
sanera_activity_print (GtkWindow *window, SaneraConnection *connection, SaneraActivity *activity)
{
  Printing *self = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (SANERA_IS_ACTIVITY (activity));

  self = g_new0 (Printing, 1);
  g_weak_ref_init (&self->window, window);
  self->connection = g_object_ref (connection);
  self->paper.activity = g_object_ref (activity);
  self->paper.tenant = sanera_connection_get_kind (connection) == SANERA_CONNECTION_TENANT;
  self->cancellable = g_cancellable_new ();
  self->destroy_id = g_signal_connect_swapped (window, "destroy", G_CALLBACK (g_cancellable_cancel),
                                               self->cancellable);
  next_part (self);
}
