/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-bulk-actions.h"

#include <glib/gi18n.h>

#include "sanera-activity.h"
#include "sanera-bulk-request-dialog.h"
#include "sanera-exception-dialog.h"
#include "sanera-language.h"
#include "sanera-recommendation.h"
#include "sanera-records.h"
#include "sanera-selection-pane.h"
#include "sanera-undo.h"

typedef void (*Work) (SaneraListPage *page, SaneraConnection *connection, GPtrArray *records);

typedef struct
{
  SaneraListPage *page;
  SaneraConnection *connection;
  Work work;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->page);
  g_object_unref (job->connection);
  g_free (job);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
      sanera_records_read_finish (SANERA_CACHE (source), result, &error);

  if (records == NULL)
    g_warning ("The selected rows cannot be read: %s", error->message);
  else if (sanera_page_get_connection (SANERA_PAGE (job->page)) == job->connection &&
           gtk_widget_get_root (GTK_WIDGET (job->page)) != NULL && records->len > 0)
    job->work (job->page, job->connection, records);
  job_free (job);
}

/* The rows as they are now, and never more than was said. */
static void
with_selected (SaneraListPage *page, Work work)
{
  SaneraSelection *selection = sanera_list_page_get_selection (page);
  g_autoptr (SaneraQuery) query = NULL;
  Job *job;

  if (selection == NULL || sanera_selection_get_count (selection) == 0 ||
      sanera_selection_get_count (selection) > SANERA_SELECTION_MAX_WRITTEN)
    return;

  job = g_new (Job, 1);
  job->page = g_object_ref (page);
  job->connection = g_object_ref (sanera_page_get_connection (SANERA_PAGE (page)));
  job->work = work;
  query = sanera_selection_get_query (selection);
  sanera_records_read_async (sanera_connection_get_cache (job->connection), query,
                             SANERA_SELECTION_MAX_WRITTEN, NULL, read_cb, job);
}

/* Requests */

static void
request_all (SaneraListPage *page, SaneraConnection *connection, GPtrArray *records)
{
  if (SANERA_IS_RECOMMENDATION (g_ptr_array_index (records, 0)))
    sanera_bulk_request_dialog_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))),
                                        connection, records);
}

static void
request_selected_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  with_selected (data, request_all);
}

/* Exceptions */

static void
except_all (SaneraListPage *page, SaneraConnection *connection, GPtrArray *records)
{
  if (SANERA_IS_RECOMMENDATION (g_ptr_array_index (records, 0)))
    sanera_exception_dialog_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))),
                                     connection, records);
}

static void
except_selected_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  with_selected (data, except_all);
}

/* Completing */

static gboolean
can_be_completed (const SaneraActivityData *data)
{
  return data->local_state == NULL &&
         sanera_enum_from_nick (&sanera_activity_status_enum, data->status) ==
             SANERA_ACTIVITY_STATUS_ACTIVE;
}

static char *
describe_completed (guint n, guint n_selected)
{
  g_autofree char *number = sanera_language_number (n);
  g_autofree char *all = NULL;

  if (n == n_selected)
    return g_strdup_printf (
        ngettext ("%s remediation activity completed", "%s remediation activities completed", n),
        number);

  all = sanera_language_number (n_selected);
  /* Translators: how many were completed, how many were selected */
  return g_strdup_printf (ngettext ("%s of %s remediation activities completed; the others were "
                                    "not in progress",
                                    "%s of %s remediation activities completed; the others were "
                                    "not in progress",
                                    n),
                          number, all);
}

static void
complete_all (SaneraListPage *page, SaneraConnection *connection, GPtrArray *records)
{
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_action_unref);
  g_autofree char *words = NULL;

  for (guint i = 0; i < records->len; i++)
    {
      SaneraRecord *record = g_ptr_array_index (records, i);
      const SaneraActivityData *data;

      if (!SANERA_IS_ACTIVITY (record))
        return;
      data = sanera_activity_get_data (SANERA_ACTIVITY (record));
      if (can_be_completed (data))
        g_ptr_array_add (
            actions, sanera_action_new (SANERA_ACTION_COMPLETE_ACTIVITY, data->id, data->version));
    }

  if (actions->len == 0)
    {
      sanera_page_add_toast (SANERA_PAGE (page),
                             adw_toast_new (_ ("None of the selected activities is in progress")));
      return;
    }
  words = describe_completed (actions->len, records->len);
  sanera_act_all (GTK_WIDGET (page), connection, actions, words);
}

static void
complete_selected_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  with_selected (data, complete_all);
}

static const GActionEntry entries[] = {
  { "request-selected", request_selected_cb, NULL, NULL, NULL, { 0 } },
  { "except-selected", except_selected_cb, NULL, NULL, NULL, { 0 } },
  { "complete-selected", complete_selected_cb, NULL, NULL, NULL, { 0 } },
};

/**
 * sanera_bulk_actions_add:
 * @map: the actions "row.…" of a page
 * @page: the page; it outlives them
 *
 * Adds what is done with all selected rows.
 */
void
sanera_bulk_actions_add (GActionMap *map, SaneraListPage *page)
{
  g_return_if_fail (G_IS_ACTION_MAP (map));
  g_return_if_fail (SANERA_IS_LIST_PAGE (page));

  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), page);
}
