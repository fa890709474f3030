/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-change-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-draft.h"
#include "sanera-entry-edit.h"
#include "sanera-json-request.h"
#include "sanera-remediation-request.h"
#include "sanera-request-form.h"
#include "sanera-undo.h"
#include "sanera-words.h"

struct _SaneraChangeDialog
{
  AdwWindow parent_instance;

  GtkButton *save_button;
  GtkLabel *title_label;
  AdwPreferencesGroup *draft_group;
  SaneraRequestForm *form;

  SaneraConnection *connection;
  SaneraActivity *activity;
  SaneraRemediationRequest *request; /* what the form shows and changes */
  SaneraDraft *draft;
  char *key; /* of the entry of the outbox that is changed, NULL: a new change */
};

G_DEFINE_FINAL_TYPE (SaneraChangeDialog, sanera_change_dialog, ADW_TYPE_WINDOW)

static void
request_changed_cb (SaneraChangeDialog *self)
{
  g_autofree char *text = sanera_json_write_request (self->request, SANERA_JSON_DRAFT);

  sanera_draft_update (self->draft, text);
}

static void
discard_cb (SaneraChangeDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (!sanera_json_read_request (sanera_draft_get_untouched (self->draft), self->request, &error))
    g_warning ("The form cannot be read: %s", error->message);
  sanera_draft_discard (self->draft);
  gtk_widget_set_visible (GTK_WIDGET (self->draft_group), FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

/* Only what is another now: what somebody else changes meanwhile in another field stays theirs. */
static gboolean
set_changes (SaneraChangeDialog *self, SaneraAction *action)
{
  const SaneraActivityData *data = sanera_activity_get_data (self->activity);
  const char *priority = sanera_remediation_request_get_priority (self->request);
  const char *notes = sanera_remediation_request_get_notes (self->request);
  gint64 due_on = sanera_remediation_request_get_effective_due_on (self->request);
  gboolean any = FALSE;

  if (due_on != data->due_on)
    {
      sanera_action_set_date (action, "dueOn", due_on);
      any = TRUE;
    }
  if (g_strcmp0 (priority, data->priority) != 0)
    {
      sanera_action_set_text (action, "priority", priority);
      any = TRUE;
    }
  if (g_strcmp0 (notes != NULL ? notes : "",
                 data->requester_notes != NULL ? data->requester_notes : "") != 0)
    {
      sanera_action_set_text (action, "notes", notes);
      any = TRUE;
    }
  return any;
}

static void
save_cb (SaneraChangeDialog *self)
{
  const SaneraActivityData *data = sanera_activity_get_data (self->activity);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (SaneraAction) action = NULL;

  if (!sanera_request_form_check (self->form))
    return;

  action = sanera_action_new (SANERA_ACTION_CHANGE_ACTIVITY, data->id, data->version);
  if (set_changes (self, action) && parent != NULL)
    {
      sanera_draft_hand_over (self->draft);
      sanera_entry_edit_act (GTK_WIDGET (parent), self->connection, self->key, action,
                             _ ("Request changed"));
    }
  else
    {
      sanera_draft_end (self->draft);
      if (self->key != NULL)
        sanera_entry_edit_drop (GTK_WIDGET (parent), self->connection, self->key);
    }
  gtk_window_close (GTK_WINDOW (self));
}

static void
sanera_change_dialog_dispose (GObject *object)
{
  SaneraChangeDialog *self = SANERA_CHANGE_DIALOG (object);

  if (self->request != NULL)
    g_signal_handlers_disconnect_by_data (self->request, self);
  g_clear_object (&self->request);
  g_clear_object (&self->activity);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sanera_change_dialog_parent_class)->dispose (object);
}

static void
sanera_change_dialog_finalize (GObject *object)
{
  SaneraChangeDialog *self = SANERA_CHANGE_DIALOG (object);

  sanera_draft_free (self->draft);
  g_free (self->key);

  G_OBJECT_CLASS (sanera_change_dialog_parent_class)->finalize (object);
}

static void
sanera_change_dialog_class_init (SaneraChangeDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_change_dialog_dispose;
  object_class->finalize = sanera_change_dialog_finalize;

  g_type_ensure (SANERA_TYPE_REQUEST_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-change-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraChangeDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraChangeDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraChangeDialog, draft_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraChangeDialog, form);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
}

static void
sanera_change_dialog_init (SaneraChangeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The request as it is, then as it was changed already, then as it was last typed. */
static void
read_request (SaneraChangeDialog *self, const SaneraActivityData *mine)
{
  const SaneraActivityData *data = sanera_activity_get_data (self->activity);
  g_autofree char *untouched = NULL;
  const char *typed;
  g_autoptr (GError) error = NULL;

  self->request = sanera_remediation_request_new (
      data->recommendation_reference != NULL ? data->recommendation_reference : data->id);
  sanera_remediation_request_set_remediation_type (self->request, data->type);
  sanera_remediation_request_set_all_groups (self->request, TRUE);
  sanera_remediation_request_set_priority (self->request, mine->priority);
  sanera_remediation_request_set_due_on (self->request, mine->due_on);
  sanera_remediation_request_set_kept_due_on (self->request, data->due_on);
  sanera_remediation_request_set_notes (self->request, mine->requester_notes);
  untouched = sanera_json_write_request (self->request, SANERA_JSON_DRAFT);
  self->draft =
      sanera_draft_new (sanera_cache_get_outbox (sanera_connection_get_cache (self->connection)),
                        sanera_action_kind_get_nick (SANERA_ACTION_CHANGE_ACTIVITY),
                        self->key != NULL ? self->key : data->id, untouched);
  typed = sanera_draft_load (self->draft);
  if (typed == NULL)
    return;
  if (!sanera_json_read_request (typed, self->request, &error))
    g_warning ("A draft cannot be read: %s", error->message);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->draft_group), TRUE);
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer activity)
{
  sanera_change_dialog_present (parent, connection, activity);
}

static GtkWindow *
present (GtkWindow *parent,
         SaneraConnection *connection,
         SaneraActivity *activity,
         const SaneraActivityData *mine,
         const char *key)
{
  SaneraChangeDialog *self =
      g_object_new (SANERA_TYPE_CHANGE_DIALOG, "transient-for", parent, NULL);
  g_autofree char *title = sanera_words_activity_title (sanera_activity_get_data (activity), FALSE);

  self->connection = g_object_ref (connection);
  self->activity = g_object_ref (activity);
  self->key = g_strdup (key);
  gtk_label_set_text (self->title_label, title);
  read_request (self, mine);
  sanera_request_form_set_change (self->form, self->request,
                                  sanera_words_today (g_get_real_time ()));
  g_signal_connect_swapped (self->request, "notify", G_CALLBACK (request_changed_cb), self);
  if (key != NULL)
    sanera_again_set_entry (GTK_WINDOW (self), connection, key);
  else
    sanera_again_set (GTK_WINDOW (self), connection, open_again, g_object_ref (activity),
                      g_object_unref);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WINDOW (self);
}

/**
 * sanera_change_dialog_present:
 * @parent: the window it belongs to
 * @connection: where the activity is
 * @activity: an activity in progress, as the person saw it
 *
 * Opens the dialog, with the draft of this activity where there is one.
 *
 * Returns: (transfer none): the dialog
 */
GtkWindow *
sanera_change_dialog_present (GtkWindow *parent,
                              SaneraConnection *connection,
                              SaneraActivity *activity)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (SANERA_IS_ACTIVITY (activity), NULL);

  return present (parent, connection, activity, sanera_activity_get_data (activity), NULL);
}

/**
 * sanera_change_dialog_present_entry:
 * @parent: the window it belongs to
 * @connection: where the activity is
 * @revision: a change of an activity that waits or was refused
 *
 * Opens the dialog with what was typed, to change it before it is sent.
 *
 * Returns: (transfer none): the dialog
 */
GtkWindow *
sanera_change_dialog_present_entry (GtkWindow *parent,
                                    SaneraConnection *connection,
                                    const SaneraRevision *revision)
{
  GtkWindow *window;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (revision != NULL && SANERA_IS_ACTIVITY (revision->before), NULL);

  window = present (parent, connection, SANERA_ACTIVITY (revision->before),
                    sanera_record_get_data (revision->mine), revision->key);
  if (revision->refused)
    sanera_request_form_check (SANERA_CHANGE_DIALOG (window)->form);

  return window;
}
