/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-reject-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-draft.h"
#include "sanera-entry-edit.h"
#include "sanera-field-error.h"
#include "sanera-language.h"
#include "sanera-task-decision.h"
#include "sanera-ticket-rules.h"
#include "sanera-words.h"

/* What is typed is a draft from the first letter until the task is rejected: no closed window and
 * no crash costs a word. The outbox forgets it together with what it takes in. */

struct _SaneraRejectDialog
{
  AdwWindow parent_instance;

  GtkLabel *heading;
  GtkWidget *note_frame;
  GtkTextView *note_view;
  GtkLabel *counter;
  GtkLabel *error;
  GtkWidget *reject_button;

  SaneraConnection *connection;
  SaneraSecurityTaskData task; /* as the person saw it */
  SaneraDraft *draft; /* NULL while the dialog is being made */
  char *key; /* of the entry of the outbox that is changed, NULL: a new rejection */
  gboolean tried; /* what is missing is said once they have tried */
};

G_DEFINE_FINAL_TYPE (SaneraRejectDialog, sanera_reject_dialog, ADW_TYPE_WINDOW)

/* Without the white space around it; NULL: nothing is said. */
static char *
get_note (SaneraRejectDialog *self)
{
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (self->note_view), "text", &text, NULL);
  g_strstrip (text);
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
describe_problem (const char *note)
{
  g_autofree char *most = NULL;

  if (note == NULL)
    return g_strdup (_ ("Say why: a rejection needs a reason."));
  if (g_utf8_strlen (note, -1) <= SANERA_TICKET_MAX_NOTE)
    return NULL;

  most = sanera_language_number (SANERA_TICKET_MAX_NOTE);
  /* Translators: %s is 2,000 */
  return g_strdup_printf (_ ("The reason is too long: at most %s characters are sent."), most);
}

static void
update (SaneraRejectDialog *self)
{
  g_autofree char *note = get_note (self);
  gint64 length = note != NULL ? g_utf8_strlen (note, -1) : 0;
  g_autofree char *typed = sanera_language_number (length);
  g_autofree char *most = sanera_language_number (SANERA_TICKET_MAX_NOTE);
  g_autofree char *counter = g_strdup_printf (_ ("%s of %s characters"), typed, most);
  g_autofree char *problem = describe_problem (note);

  gtk_label_set_text (self->counter, counter);
  if (length > SANERA_TICKET_MAX_NOTE)
    gtk_widget_add_css_class (GTK_WIDGET (self->counter), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->counter), "error");
  sanera_field_error_show (self->error, self->note_frame, self->tried ? problem : NULL);
}

static void
note_changed_cb (SaneraRejectDialog *self)
{
  g_autofree char *text = NULL;

  update (self);
  if (self->draft == NULL)
    return;

  g_object_get (gtk_text_view_get_buffer (self->note_view), "text", &text, NULL);
  sanera_draft_update (self->draft, text);
}

static void
reject_clicked_cb (SaneraRejectDialog *self)
{
  g_autofree char *note = get_note (self);
  g_autofree char *problem = describe_problem (note);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  self->tried = TRUE;
  if (problem != NULL)
    {
      update (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->note_view));
      return;
    }

  sanera_draft_hand_over (self->draft);
  if (self->key == NULL)
    sanera_task_decision_act (parent != NULL ? GTK_WIDGET (parent) : GTK_WIDGET (self),
                              self->connection, &self->task, SANERA_ACTION_REJECT_TASK, note);
  else
    {
      g_autoptr (SaneraAction) action =
          sanera_action_new (SANERA_ACTION_REJECT_TASK, self->task.id, self->task.version);

      sanera_action_set_text (action, "note", note);
      sanera_entry_edit_act (parent != NULL ? GTK_WIDGET (parent) : GTK_WIDGET (self),
                             self->connection, self->key, action, _ ("Security task rejected"));
    }
  gtk_window_close (GTK_WINDOW (self));
}

static void
sanera_reject_dialog_dispose (GObject *object)
{
  SaneraRejectDialog *self = SANERA_REJECT_DIALOG (object);

  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sanera_reject_dialog_parent_class)->dispose (object);
}

static void
sanera_reject_dialog_finalize (GObject *object)
{
  SaneraRejectDialog *self = SANERA_REJECT_DIALOG (object);

  sanera_noun_data_clear (&sanera_security_task_noun, &self->task);
  sanera_draft_free (self->draft);
  g_free (self->key);

  G_OBJECT_CLASS (sanera_reject_dialog_parent_class)->finalize (object);
}

static void
sanera_reject_dialog_class_init (SaneraRejectDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_reject_dialog_dispose;
  object_class->finalize = sanera_reject_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-reject-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraRejectDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, SaneraRejectDialog, note_frame);
  gtk_widget_class_bind_template_child (widget_class, SaneraRejectDialog, note_view);
  gtk_widget_class_bind_template_child (widget_class, SaneraRejectDialog, counter);
  gtk_widget_class_bind_template_child (widget_class, SaneraRejectDialog, error);
  gtk_widget_class_bind_template_child (widget_class, SaneraRejectDialog, reject_button);
  gtk_widget_class_bind_template_callback (widget_class, reject_clicked_cb);
}

static void
sanera_reject_dialog_init (SaneraRejectDialog *self)
{
  sanera_noun_data_init (&sanera_security_task_noun, &self->task);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->note_view), "changed",
                           G_CALLBACK (note_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer task)
{
  sanera_reject_dialog_present (parent, connection, task);
}

/* @note: (nullable): what was said already */
static SaneraRejectDialog *
present (GtkWindow *parent,
         SaneraConnection *connection,
         const SaneraSecurityTaskData *task,
         const char *note,
         const char *key)
{
  SaneraRejectDialog *self =
      g_object_new (SANERA_TYPE_REJECT_DIALOG, "transient-for", parent, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note_view);
  g_autofree char *title = NULL;
  g_autofree char *typed = NULL;

  sanera_noun_data_copy (&sanera_security_task_noun, &self->task, task);
  title = sanera_words_security_task_title (&self->task, FALSE);
  gtk_label_set_text (self->heading, title);
  self->connection = g_object_ref (connection);
  self->key = g_strdup (key);
  gtk_text_buffer_set_text (buffer, note != NULL ? note : "", -1);
  self->draft =
      sanera_draft_new (sanera_cache_get_outbox (sanera_connection_get_cache (connection)),
                        sanera_action_kind_get_nick (SANERA_ACTION_REJECT_TASK),
                        key != NULL ? key : self->task.id, note != NULL ? note : "");
  /* A copy: the draft forgets its own as soon as the buffer says that it has changed. */
  typed = g_strdup (sanera_draft_load (self->draft));
  if (typed != NULL)
    gtk_text_buffer_set_text (buffer, typed, -1);
  update (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->note_view));

  return self;
}

/**
 * sanera_reject_dialog_present:
 * @parent: the window it belongs to
 * @connection: where the task is
 * @task: a security task that may be rejected
 *
 * Asks for the reason, which is required; what was typed before is there again.
 *
 * Returns: (transfer none): the dialog
 */
SaneraRejectDialog *
sanera_reject_dialog_present (GtkWindow *parent,
                              SaneraConnection *connection,
                              SaneraSecurityTask *task)
{
  SaneraRejectDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (SANERA_IS_SECURITY_TASK (task), NULL);

  self = present (parent, connection, sanera_security_task_get_data (task), NULL, NULL);
  sanera_again_set (GTK_WINDOW (self), connection, open_again, g_object_ref (task), g_object_unref);
  return self;
}

/**
 * sanera_reject_dialog_present_entry:
 * @parent: the window it belongs to
 * @connection: where the task is
 * @revision: a rejection that waits or was refused
 *
 * Shows the reason that was given, to change it before it is sent.
 *
 * Returns: (transfer none): the dialog
 */
SaneraRejectDialog *
sanera_reject_dialog_present_entry (GtkWindow *parent,
                                    SaneraConnection *connection,
                                    const SaneraRevision *revision)
{
  const SaneraSecurityTaskData *mine;
  SaneraRejectDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (revision != NULL && SANERA_IS_SECURITY_TASK (revision->before), NULL);

  mine = sanera_record_get_data (revision->mine);
  self = present (parent, connection, sanera_record_get_data (revision->before), mine->note,
                  revision->key);
  sanera_again_set_entry (GTK_WINDOW (self), connection, revision->key);
  return self;
}
