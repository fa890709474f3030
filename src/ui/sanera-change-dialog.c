/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-change-dialog.h"

#include <glib/gi18n.h>

#include "sanera-json-request.h"
#include "sanera-remediation-request.h"
#include "sanera-request-form.h"
#include "sanera-undo.h"
#include "sanera-words.h"

#define DRAFT_ACTION "changeActivity"

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
  char *untouched; /* the form before anything was typed, as a draft */
  char *saved; /* the draft as it was last given to the outbox, NULL: none */
  gboolean done;
};

G_DEFINE_FINAL_TYPE (SaneraChangeDialog, sanera_change_dialog, ADW_TYPE_WINDOW)

static SaneraOutbox *
get_outbox (SaneraChangeDialog *self)
{
  return sanera_cache_get_outbox (sanera_connection_get_cache (self->connection));
}

static const char *
get_id (SaneraChangeDialog *self)
{
  return sanera_record_get_id (SANERA_RECORD (self->activity));
}

static void
discard_draft (SaneraChangeDialog *self)
{
  sanera_outbox_discard_draft (get_outbox (self), DRAFT_ACTION, get_id (self));
  g_clear_pointer (&self->saved, g_free);
}

static void
request_changed_cb (SaneraChangeDialog *self)
{
  g_autofree char *draft = NULL;

  if (self->done)
    return;

  draft = sanera_json_write_request (self->request, SANERA_JSON_DRAFT);
  if (g_str_equal (draft, self->untouched))
    {
      if (self->saved != NULL)
        discard_draft (self);
    }
  else if (g_strcmp0 (draft, self->saved) != 0)
    {
      sanera_outbox_save_draft (get_outbox (self), DRAFT_ACTION, get_id (self), draft);
      g_free (self->saved);
      self->saved = g_steal_pointer (&draft);
    }
}

static void
discard_cb (SaneraChangeDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (!sanera_json_read_request (self->untouched, self->request, &error))
    g_warning ("The form cannot be read: %s", error->message);
  discard_draft (self);
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
    sanera_act (GTK_WIDGET (parent), self->connection, action, _ ("Request changed"));
  self->done = TRUE;
  discard_draft (self);
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

  g_free (self->untouched);
  g_free (self->saved);

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

/* The request as it is, then as it was last typed. */
static void
read_request (SaneraChangeDialog *self)
{
  const SaneraActivityData *data = sanera_activity_get_data (self->activity);
  g_autofree char *draft = NULL;
  g_autoptr (GError) error = NULL;

  self->request = sanera_remediation_request_new (
      data->recommendation_reference != NULL ? data->recommendation_reference : data->id);
  sanera_remediation_request_set_remediation_type (self->request, data->type);
  sanera_remediation_request_set_all_groups (self->request, TRUE);
  sanera_remediation_request_set_priority (self->request, data->priority);
  sanera_remediation_request_set_due_on (self->request, data->due_on);
  sanera_remediation_request_set_kept_due_on (self->request, data->due_on);
  sanera_remediation_request_set_notes (self->request, data->requester_notes);
  self->untouched = sanera_json_write_request (self->request, SANERA_JSON_DRAFT);

  draft = sanera_outbox_load_draft (get_outbox (self), DRAFT_ACTION, data->id);
  if (draft == NULL)
    return;
  if (!sanera_json_read_request (draft, self->request, &error))
    {
      g_warning ("A draft cannot be read: %s", error->message);
      return;
    }
  self->saved = g_steal_pointer (&draft);
  gtk_widget_set_visible (GTK_WIDGET (self->draft_group), TRUE);
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
  SaneraChangeDialog *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (SANERA_IS_ACTIVITY (activity), NULL);

  self = g_object_new (SANERA_TYPE_CHANGE_DIALOG, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  self->activity = g_object_ref (activity);
  title = sanera_words_activity_title (sanera_activity_get_data (activity), FALSE);
  gtk_label_set_text (self->title_label, title);
  read_request (self);
  sanera_request_form_set_change (self->form, self->request,
                                  sanera_words_today (g_get_real_time ()));
  g_signal_connect_swapped (self->request, "notify", G_CALLBACK (request_changed_cb), self);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WINDOW (self);
}
