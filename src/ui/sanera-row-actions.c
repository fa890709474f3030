/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-row-actions.h"

#include <glib/gi18n.h>

#include "sanera-activity-act.h"
#include "sanera-activity.h"
#include "sanera-again.h"
#include "sanera-entry-edit.h"
#include "sanera-exception-change.h"
#include "sanera-exception-dialog.h"
#include "sanera-activity-print.h"
#include "sanera-exports.h"
#include "sanera-list-page-private.h"
#include "sanera-notify-dialog.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-request-dialog.h"
#include "sanera-row-copy.h"
#include "sanera-window.h"

struct _SaneraRowActions
{
  GObject parent_instance;

  SaneraListPage *page; /* the owner, not referenced; NULL: closed */
  GSimpleActionGroup *group;
  GCancellable *withdrawing;
};

G_DEFINE_FINAL_TYPE (SaneraRowActions, sanera_row_actions, G_TYPE_OBJECT)

static void
toast (SaneraRowActions *self, const char *text)
{
  sanera_page_add_toast (SANERA_PAGE (self->page), adw_toast_new (text));
}

static SaneraConnection *
get_connection (SaneraRowActions *self)
{
  return self->page != NULL ? sanera_page_get_connection (SANERA_PAGE (self->page)) : NULL;
}

static GtkWindow *
get_window (SaneraRowActions *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->page));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static SaneraRecord *
look_up (SaneraRowActions *self, SaneraList list, const char *id)
{
  SaneraConnection *connection = get_connection (self);

  if (connection == NULL || id == NULL)
    return NULL;

  return sanera_cache_lookup (sanera_connection_get_cache (connection), list, id);
}

/* The record of an action: what the cache says now. */
static SaneraRecord *
get_record (SaneraRowActions *self, GVariant *parameter)
{
  if (self->page == NULL)
    return NULL;

  return look_up (self, SANERA_LIST_PAGE_GET_CLASS (self->page)->list,
                  g_variant_get_string (parameter, NULL));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;

  if (self->page != NULL)
    sanera_page_show_record (SANERA_PAGE (self->page), g_variant_get_string (parameter, NULL));
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  g_autoptr (SaneraRecord) record = get_record (self, parameter);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GArray) states = NULL;
  g_autofree char *text = NULL;
  SaneraTable *table;

  if (record == NULL)
    return;

  table = sanera_list_page_get_table (self->page);
  states = sanera_table_get_column_states (table);
  g_ptr_array_add (records, record);
  sanera_row_copy (gtk_widget_get_clipboard (GTK_WIDGET (self->page)),
                   SANERA_LIST_PAGE_GET_CLASS (self->page)->columns, states, records,
                   sanera_table_get_context (table));
  text = g_strdup_printf (ngettext ("Copied %s row", "Copied %s rows", 1), "1");
  toast (self, text);
}

/* An activity with its devices, document sentence [143]. */
static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  g_autoptr (SaneraRecord) record = get_record (self, parameter);
  g_autoptr (SaneraExportSource) source = NULL;

  if (record == NULL || !SANERA_IS_ACTIVITY (record) || !SANERA_IS_WINDOW (get_window (self)))
    return;

  source = sanera_export_source_new_for_activity (get_connection (self), SANERA_ACTIVITY (record));
  sanera_exports_ask (sanera_exports_get (get_window (self)), source);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  g_autoptr (SaneraRecord) record = get_record (self, parameter);

  if (record != NULL && get_window (self) != NULL && SANERA_IS_ACTIVITY (record))
    sanera_activity_print (get_window (self), get_connection (self), SANERA_ACTIVITY (record));
}

static void
request_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  g_autoptr (SaneraRecord) record = get_record (self, parameter);

  if (record != NULL && get_window (self) != NULL && SANERA_IS_RECOMMENDATION (record))
    sanera_request_dialog_present (get_window (self), get_connection (self),
                                   SANERA_RECOMMENDATION (record));
}

/* Exceptions */

static void
except_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  g_autoptr (SaneraRecord) record = get_record (self, parameter);
  g_autoptr (GPtrArray) recommendations = g_ptr_array_new ();

  if (record == NULL || get_window (self) == NULL || !SANERA_IS_RECOMMENDATION (record))
    return;

  g_ptr_array_add (recommendations, record);
  sanera_exception_dialog_present (get_window (self), get_connection (self), recommendations);
}

static void
change_exception (SaneraRowActions *self,
                  GVariant *parameter,
                  void (*change) (GtkWidget *, SaneraConnection *, SaneraRemediationException *))
{
  g_autoptr (SaneraRecord) record = get_record (self, parameter);

  if (record != NULL && get_window (self) != NULL && SANERA_IS_REMEDIATION_EXCEPTION (record))
    change (GTK_WIDGET (self->page), get_connection (self), SANERA_REMEDIATION_EXCEPTION (record));
}

static void
cancel_all (GtkWidget *widget, SaneraConnection *connection, SaneraRemediationException *exception)
{
  sanera_exception_cancel (widget, connection, exception, NULL);
}

static void
cancel_exception_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  change_exception (data, parameter, cancel_all);
}

static void
renew_exception_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  change_exception (data, parameter, sanera_exception_renew_present);
}

static void
change_context_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  change_exception (data, parameter, sanera_exception_context_present);
}

static void
related_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  g_autoptr (SaneraRecord) record = get_record (self, parameter);
  const char *id = NULL;

  if (record != NULL && SANERA_IS_ACTIVITY (record))
    id = sanera_activity_get_data (SANERA_ACTIVITY (record))->recommendation_reference;
  else if (record != NULL && SANERA_IS_REMEDIATION_EXCEPTION (record))
    id = sanera_remediation_exception_get_data (SANERA_REMEDIATION_EXCEPTION (record))
             ->recommendation_reference;
  if (id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->page), "win.show-record", "(ss)",
                                "recommendations", id);
}

static void
notify_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  g_autoptr (SaneraRecord) record = get_record (self, parameter);
  SaneraConnections *connections;
  GtkWindow *window;
  GtkWidget *dialog;

  if (record == NULL || !SANERA_IS_ACTIVITY (record))
    return;
  window = get_window (self);
  if (!SANERA_IS_WINDOW (window))
    return;

  connections = sanera_window_get_connections (SANERA_WINDOW (window));
  if (sanera_connections_get_current (connections) == NULL)
    return;
  dialog = sanera_notify_dialog_new (window, sanera_activity_get_data (SANERA_ACTIVITY (record)),
                                     sanera_window_get_settings (SANERA_WINDOW (window)),
                                     sanera_connections_get_current_id (connections));
  sanera_notify_dialog_set_connection (SANERA_NOTIFY_DIALOG (dialog),
                                       sanera_connections_get_current (connections));
  sanera_again_set_action (GTK_WINDOW (dialog), "row.notify", parameter);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What is done with an activity, by the name of the action. */
static void
act_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const struct
  {
    const char *name;
    SaneraActionKind kind;
  } kinds[] = {
    { "complete", SANERA_ACTION_COMPLETE_ACTIVITY },
    { "reopen", SANERA_ACTION_REOPEN_ACTIVITY },
    { "change", SANERA_ACTION_CHANGE_ACTIVITY },
    { "withdraw-activity", SANERA_ACTION_WITHDRAW_ACTIVITY },
    { "create-ticket", SANERA_ACTION_CREATE_TICKET },
    { "request-again", SANERA_ACTION_REQUEST },
  };
  SaneraRowActions *self = data;
  g_autoptr (SaneraRecord) record = get_record (self, parameter);

  if (record == NULL || !SANERA_IS_ACTIVITY (record))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (g_action_get_name (G_ACTION (action)), kinds[i].name))
      sanera_activity_act (GTK_WIDGET (self->page), get_connection (self), SANERA_ACTIVITY (record),
                           kinds[i].kind);
}

/* What was not sent yet */

static void
edit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  g_autoptr (SaneraRecord) record = get_record (self, parameter);
  g_autoptr (SaneraRecord) recommendation = NULL;
  const SaneraActivityData *activity;

  if (record == NULL || !SANERA_IS_ACTIVITY (record) || get_window (self) == NULL)
    return;

  activity = sanera_activity_get_data (SANERA_ACTIVITY (record));
  recommendation = look_up (self, SANERA_LIST_RECOMMENDATIONS, activity->recommendation_reference);
  if (recommendation == NULL)
    toast (self, _ ("The recommendation of this request does not exist any more."));
  else if (!sanera_request_dialog_present_entry (get_window (self), get_connection (self),
                                                 SANERA_RECOMMENDATION (recommendation),
                                                 activity->id))
    toast (self, _ ("The server has the request already."));
}

static void
edit_waiting_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  SaneraConnection *connection = get_connection (self);
  g_autofree char *key = NULL;

  if (connection == NULL || get_window (self) == NULL)
    return;

  key = sanera_entry_edit_find_key (connection, g_variant_get_string (parameter, NULL));
  if (key == NULL || !sanera_entry_edit_present (get_window (self), connection, key))
    toast (self,
           _ ("It cannot be edited any more: it has been sent, or what it is about is gone."));
}

static void
set_changeable (SaneraRowActions *self, gboolean changeable)
{
  static const char *const names[] = { "edit", "withdraw" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->group), names[i])),
        changeable);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SaneraRowActions *self = data;
  g_autoptr (GError) error = NULL;

  sanera_connection_withdraw_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->withdrawing);
  set_changeable (self, TRUE);
  if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_CONFLICT))
    toast (self, _ ("The server has carried out the request already."));
  else if (error != NULL)
    {
      g_debug ("Withdrawing failed: %s", error->message);
      toast (self, _ ("The request could not be withdrawn: the server does not answer."));
    }
  else
    toast (self, _ ("Request withdrawn"));
}

static void
withdraw_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaneraRowActions *self = data;
  SaneraConnection *connection = get_connection (self);

  if (connection == NULL || self->withdrawing != NULL)
    return;

  set_changeable (self, FALSE);
  self->withdrawing = g_cancellable_new ();
  sanera_connection_withdraw_async (connection, g_variant_get_string (parameter, NULL),
                                    self->withdrawing, withdrawn_cb, self);
}

static const GActionEntry entries[] = {
  { "open", open_cb, "s", NULL, NULL, { 0 } },
  { "copy", copy_cb, "s", NULL, NULL, { 0 } },
  { "export", export_cb, "s", NULL, NULL, { 0 } },
  { "print", print_cb, "s", NULL, NULL, { 0 } },
  { "request", request_cb, "s", NULL, NULL, { 0 } },
  { "except", except_cb, "s", NULL, NULL, { 0 } },
  { "cancel-exception", cancel_exception_cb, "s", NULL, NULL, { 0 } },
  { "renew-exception", renew_exception_cb, "s", NULL, NULL, { 0 } },
  { "change-context", change_context_cb, "s", NULL, NULL, { 0 } },
  { "related", related_cb, "s", NULL, NULL, { 0 } },
  { "notify", notify_cb, "s", NULL, NULL, { 0 } },
  { "complete", act_cb, "s", NULL, NULL, { 0 } },
  { "reopen", act_cb, "s", NULL, NULL, { 0 } },
  { "change", act_cb, "s", NULL, NULL, { 0 } },
  { "withdraw-activity", act_cb, "s", NULL, NULL, { 0 } },
  { "create-ticket", act_cb, "s", NULL, NULL, { 0 } },
  { "request-again", act_cb, "s", NULL, NULL, { 0 } },
  { "edit", edit_cb, "s", NULL, NULL, { 0 } },
  { "edit-waiting", edit_waiting_cb, "s", NULL, NULL, { 0 } },
  { "withdraw", withdraw_cb, "s", NULL, NULL, { 0 } },
};

static void
sanera_row_actions_dispose (GObject *object)
{
  SaneraRowActions *self = SANERA_ROW_ACTIONS (object);

  sanera_row_actions_close (self);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (sanera_row_actions_parent_class)->dispose (object);
}

static void
sanera_row_actions_class_init (SaneraRowActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_row_actions_dispose;
}

static void
sanera_row_actions_init (SaneraRowActions *self)
{
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries),
                                   self);
}

/**
 * sanera_row_actions_new:
 * @page: the page whose rows it is about; it closes the actions before it goes
 *
 * Returns: (transfer full): the actions
 */
SaneraRowActions *
sanera_row_actions_new (SaneraListPage *page)
{
  SaneraRowActions *self;

  g_return_val_if_fail (SANERA_IS_LIST_PAGE (page), NULL);

  self = g_object_new (SANERA_TYPE_ROW_ACTIONS, NULL);
  self->page = page;
  return self;
}

/**
 * sanera_row_actions_get_group:
 * @self: the actions
 *
 * Returns: (transfer none): to be inserted as "row" where there are menus
 */
GActionGroup *
sanera_row_actions_get_group (SaneraRowActions *self)
{
  g_return_val_if_fail (SANERA_IS_ROW_ACTIONS (self), NULL);

  return G_ACTION_GROUP (self->group);
}

/**
 * sanera_row_actions_close:
 * @self: the actions
 *
 * Forgets the page: nothing happens any more.
 */
void
sanera_row_actions_close (SaneraRowActions *self)
{
  g_return_if_fail (SANERA_IS_ROW_ACTIONS (self));

  g_cancellable_cancel (self->withdrawing);
  g_clear_object (&self->withdrawing);
  self->page = NULL;
}
