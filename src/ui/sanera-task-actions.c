/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-task-actions.h"

#include <glib/gi18n.h>

#include "sanera-exports.h"
#include "sanera-list-page-private.h"
#include "sanera-reject-dialog.h"
#include "sanera-task-decision.h"
#include "sanera-window.h"
#include "sanera-words-error.h"

/* The task of an action as the cache has it now, or NULL. */
static SaneraSecurityTask *
look_up (SaneraListPage *page, GVariant *parameter)
{
  SaneraConnection *connection = sanera_page_get_connection (SANERA_PAGE (page));

  if (connection == NULL)
    return NULL;

  return SANERA_SECURITY_TASK (sanera_cache_lookup (sanera_connection_get_cache (connection),
                                                    SANERA_LIST_SECURITY_TASKS,
                                                    g_variant_get_string (parameter, NULL)));
}

/* The row may have changed since the button was drawn. */
static gboolean
may_decide (SaneraListPage *page, SaneraSecurityTask *task, SaneraActionKind kind)
{
  SaneraConnection *connection = sanera_page_get_connection (SANERA_PAGE (page));
  g_autofree char *obstacle = NULL;

  if (task == NULL)
    return FALSE;

  obstacle = sanera_task_decision_find_obstacle (connection, sanera_security_task_get_data (task));
  return obstacle == NULL &&
         sanera_task_decision_is_offered (sanera_security_task_get_data (task), kind) &&
         GTK_IS_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));
}

static void
decide (SaneraListPage *page, GVariant *parameter, SaneraActionKind kind)
{
  g_autoptr (SaneraSecurityTask) task = look_up (page, parameter);

  if (may_decide (page, task, kind))
    sanera_task_decision_act (GTK_WIDGET (page), sanera_page_get_connection (SANERA_PAGE (page)),
                              sanera_security_task_get_data (task), kind, NULL);
}

static void
approve_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  decide (data, parameter, SANERA_ACTION_APPROVE_TASK);
}

static void
complete_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  decide (data, parameter, SANERA_ACTION_COMPLETE_TASK);
}

static void
reject_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraListPage *page = data;
  g_autoptr (SaneraSecurityTask) task = look_up (page, parameter);

  if (may_decide (page, task, SANERA_ACTION_REJECT_TASK))
    sanera_reject_dialog_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))),
                                  sanera_page_get_connection (SANERA_PAGE (page)), task);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SaneraPage) page = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  g_autofree char *markup = NULL;

  sanera_connection_withdraw_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  words = error != NULL ? sanera_words_error (error) : g_strdup (_ ("Decision withdrawn"));
  markup = g_markup_escape_text (words, -1);
  sanera_page_add_toast (page, adw_toast_new (markup));
}

static void
withdraw_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraPage *page = data;
  SaneraConnection *connection = sanera_page_get_connection (page);
  g_autofree char *key = NULL;

  if (connection == NULL)
    return;

  key = sanera_task_decision_find_key (connection, g_variant_get_string (parameter, NULL));
  if (key != NULL)
    sanera_connection_withdraw_async (connection, key, NULL, withdrawn_cb, g_object_ref (page));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraListPage *page = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  g_autoptr (SaneraSecurityTask) task = look_up (page, parameter);
  g_autoptr (SaneraExportSource) source = NULL;

  if (task == NULL || !SANERA_IS_WINDOW (root))
    return;

  source = sanera_export_source_new_for_security_task (
      sanera_page_get_connection (SANERA_PAGE (page)), task);
  sanera_exports_ask (sanera_exports_get (GTK_WINDOW (root)), source);
}

static void
activity_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (SaneraSecurityTask) task = look_up (data, parameter);
  const char *activity_id =
      task != NULL ? sanera_security_task_get_data (task)->remediation_task_id : NULL;

  if (activity_id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (data), "win.show-record", "(ss)", "remediation",
                                activity_id);
}

static const GActionEntry entries[] = {
  { "approve", approve_cb, "s", NULL, NULL, { 0 } },
  { "reject", reject_cb, "s", NULL, NULL, { 0 } },
  { "complete-task", complete_cb, "s", NULL, NULL, { 0 } },
  { "withdraw-decision", withdraw_cb, "s", NULL, NULL, { 0 } },
  { "export-devices", export_cb, "s", NULL, NULL, { 0 } },
  { "activity", activity_cb, "s", NULL, NULL, { 0 } },
};

/**
 * sanera_task_actions_add:
 * @page: the page of security tasks, with its row actions
 *
 * Adds the actions to those of the page's rows, which take them away with the page.
 */
void
sanera_task_actions_add (SaneraListPage *page)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (page);

  g_action_map_add_action_entries (G_ACTION_MAP (sanera_row_actions_get_group (priv->row_actions)),
                                   entries, G_N_ELEMENTS (entries), page);
}
