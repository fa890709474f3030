/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-exception-change.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-draft.h"
#include "sanera-entry-edit.h"
#include "sanera-exception-words.h"
#include "sanera-expiry-row.h"
#include "sanera-field-error.h"
#include "sanera-language.h"
#include "sanera-undo.h"
#include "sanera-words.h"

struct _SaneraExceptionChange
{
  AdwWindow parent_instance;

  GtkBox *content;
  GtkWidget *save_button;
  SaneraExpiryRow *expiry; /* NULL: it is about the context */
  GtkTextView *text; /* NULL: it is about the duration */
  GtkWidget *frame;
  GtkLabel *counter;
  GtkLabel *error;

  SaneraConnection *connection;
  SaneraRemediationException *exception;
  SaneraDraft *draft; /* of the context; NULL while the dialog is being made */
  char *key; /* of the entry of the outbox that is changed, NULL: something new is done */
  gint64 now;
};

G_DEFINE_FINAL_TYPE (SaneraExceptionChange, sanera_exception_change, ADW_TYPE_WINDOW)

static SaneraAction *
new_action (SaneraActionKind kind, const SaneraRemediationExceptionData *data)
{
  return sanera_action_new (kind, data->id, data->version);
}

static void
renew (SaneraExceptionChange *self)
{
  const SaneraRemediationExceptionData *data =
      sanera_remediation_exception_get_data (self->exception);
  gint64 expires_on = sanera_expiry_row_get_expires_on (self->expiry);
  SaneraExceptionProblem problems = sanera_exception_judge_end (expires_on, self->now);
  g_autoptr (SaneraAction) action = NULL;
  g_autofree char *date = NULL;
  g_autofree char *words = NULL;

  sanera_expiry_row_show_problems (self->expiry, problems);
  if (problems != SANERA_EXCEPTION_OK)
    {
      sanera_expiry_row_focus (self->expiry);
      return;
    }

  action = new_action (SANERA_ACTION_RENEW_EXCEPTION, data);
  sanera_action_set_date (action, "expiresOn", expires_on);
  date = sanera_language_date (expires_on);
  /* Translators: %s is a date */
  words = g_strdup_printf (_ ("Exception renewed until %s"), date);
  sanera_entry_edit_act (GTK_WIDGET (self), self->connection, self->key, action, words);
  gtk_window_destroy (GTK_WINDOW (self));
}

static char *
dup_text (SaneraExceptionChange *self)
{
  char *text;

  g_object_get (gtk_text_view_get_buffer (self->text), "text", &text, NULL);
  return text;
}

static void
change_context (SaneraExceptionChange *self)
{
  const SaneraRemediationExceptionData *data =
      sanera_remediation_exception_get_data (self->exception);
  g_autofree char *text = dup_text (self);
  SaneraExceptionProblem problems = sanera_exception_judge_text (data->justification, text);
  g_autoptr (SaneraAction) action = NULL;
  const char *words = NULL;

  if (problems & SANERA_EXCEPTION_NO_CONTEXT)
    words = _ ("Say why the risk is accepted.");
  else if (problems & SANERA_EXCEPTION_CONTEXT_TOO_LONG)
    words = _ ("The justification context is too long.");
  sanera_field_error_show (self->error, self->frame, words);
  if (words != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->text));
      return;
    }

  if (g_strcmp0 (text, data->justification_context != NULL ? data->justification_context : "") != 0)
    {
      action = new_action (SANERA_ACTION_CHANGE_EXCEPTION, data);
      sanera_action_set_text (action, "justificationContext", *text != '\0' ? text : NULL);
      sanera_draft_hand_over (self->draft);
      sanera_entry_edit_act (GTK_WIDGET (self), self->connection, self->key, action,
                             _ ("Justification context changed"));
    }
  else
    {
      sanera_draft_end (self->draft);
      if (self->key != NULL)
        sanera_entry_edit_drop (GTK_WIDGET (self), self->connection, self->key);
    }
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (SaneraExceptionChange *self)
{
  if (self->expiry != NULL)
    renew (self);
  else
    change_context (self);
}

static void
text_changed_cb (SaneraExceptionChange *self)
{
  g_autofree char *text = dup_text (self);
  g_autofree char *typed = sanera_language_number (g_utf8_strlen (text, -1));
  g_autofree char *most = sanera_language_number (SANERA_EXCEPTION_MAX_CONTEXT);
  /* Translators: characters typed of those that fit: "12 of 2,000 characters". */
  g_autofree char *counter = g_strdup_printf (_ ("%s of %s characters"), typed, most);

  gtk_label_set_text (self->counter, counter);
  if (self->draft != NULL)
    sanera_draft_update (self->draft, text);
}

static void
set_text (SaneraExceptionChange *self, const char *text)
{
  /* What the draft holds may go when the buffer says that it has changed. */
  g_autofree char *copy = g_strdup (text);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), copy, -1);
  text_changed_cb (self);
}

static void
sanera_exception_change_finalize (GObject *object)
{
  SaneraExceptionChange *self = SANERA_EXCEPTION_CHANGE (object);

  sanera_draft_free (self->draft);
  g_free (self->key);

  G_OBJECT_CLASS (sanera_exception_change_parent_class)->finalize (object);
}

static void
sanera_exception_change_dispose (GObject *object)
{
  SaneraExceptionChange *self = SANERA_EXCEPTION_CHANGE (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->exception);

  G_OBJECT_CLASS (sanera_exception_change_parent_class)->dispose (object);
}

static void
sanera_exception_change_class_init (SaneraExceptionChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_exception_change_dispose;
  G_OBJECT_CLASS (klass)->finalize = sanera_exception_change_finalize;

  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkLabel *
append_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
sanera_exception_change_init (SaneraExceptionChange *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));

  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 480, -1);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  self->save_button = gtk_button_new ();
  gtk_widget_add_css_class (self->save_button, "suggested-action");
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (save_cb), self,
                           G_CONNECT_SWAPPED);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save_button);

  self->content = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  gtk_widget_set_margin_top (GTK_WIDGET (self->content), 18);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->content), 24);
  gtk_widget_set_margin_start (GTK_WIDGET (self->content), 18);
  gtk_widget_set_margin_end (GTK_WIDGET (self->content), 18);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->content));
  adw_window_set_content (ADW_WINDOW (self), box);
}

static SaneraExceptionChange *
new_window (GtkWidget *widget,
            SaneraConnection *connection,
            SaneraRemediationException *exception,
            const char *title,
            const char *save)
{
  g_autofree char *about =
      sanera_words_exception_title (sanera_remediation_exception_get_data (exception), FALSE);
  SaneraExceptionChange *self = g_object_new (SANERA_TYPE_EXCEPTION_CHANGE, "title", title,
                                              "transient-for", gtk_widget_get_root (widget), NULL);

  self->connection = g_object_ref (connection);
  self->exception = g_object_ref (exception);
  self->now = g_get_real_time ();
  gtk_button_set_label (GTK_BUTTON (self->save_button), save);
  append_label (self->content, about, "heading");
  return self;
}

/**
 * sanera_exception_can_change:
 * @record: an exception
 *
 * Returns: whether something can be done with it: not while something done before waits to be sent
 */
gboolean
sanera_exception_can_change (SaneraRecord *record)
{
  const SaneraRemediationExceptionData *data;

  g_return_val_if_fail (SANERA_IS_REMEDIATION_EXCEPTION (record), FALSE);

  data = sanera_remediation_exception_get_data (SANERA_REMEDIATION_EXCEPTION (record));
  return data->id != NULL && data->local_state == NULL;
}

/**
 * sanera_exception_cancel:
 * @widget: in the window that shows the toast
 * @connection: where the exception is
 * @exception: a live exception
 * @group: (nullable): the device group that it shall not cover any more; %NULL: all of it
 *
 * Cancels it; for ten seconds the toast undoes that.
 */
void
sanera_exception_cancel (GtkWidget *widget,
                         SaneraConnection *connection,
                         SaneraRemediationException *exception,
                         const char *group)
{
  const char *const groups[] = { group, NULL };
  g_autoptr (SaneraAction) action = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SANERA_IS_REMEDIATION_EXCEPTION (exception));

  if (connection == NULL)
    return;

  action = new_action (SANERA_ACTION_CANCEL_EXCEPTION,
                       sanera_remediation_exception_get_data (exception));
  if (group != NULL)
    {
      sanera_action_set_texts (action, "rbacGroupNames", groups);
      /* Translators: %s is the name of a device group */
      words = g_strdup_printf (_ ("Exception canceled for %s"), sanera_words_device_group (group));
    }
  else
    words = g_strdup (_ ("Exception canceled"));
  sanera_act (widget, connection, action, words);
}

static void
open_renewal_again (GtkWindow *parent, SaneraConnection *connection, gpointer exception)
{
  sanera_exception_renew_present (GTK_WIDGET (parent), connection, exception);
}

/* @until: (nullable): the last day that was chosen already */
static void
present_renewal (GtkWidget *widget,
                 SaneraConnection *connection,
                 SaneraRemediationException *exception,
                 gint64 until,
                 const char *key)
{
  SaneraExceptionChange *self =
      new_window (widget, connection, exception, _ ("Renew exception"),
                  /* Translators: a button: gives an exception a later last day */ _ ("Renew"));
  g_autofree char *expires =
      sanera_exception_words_expires (sanera_remediation_exception_get_data (exception), self->now);
  /* Translators: %s is the last day of an exception: "25 Dec 2026, in 33 days" */
  g_autofree char *now = g_strdup_printf (_ ("Currently expires: %s"), expires);

  self->key = g_strdup (key);
  append_label (self->content, now, NULL);
  self->expiry = SANERA_EXPIRY_ROW (sanera_expiry_row_new ());
  sanera_expiry_row_set_now (self->expiry, self->now);
  sanera_expiry_row_set (self->expiry, until == SANERA_INT_NULL ? 30 : 0, until, NULL);
  gtk_box_append (self->content, GTK_WIDGET (self->expiry));
  if (key != NULL)
    sanera_again_set_entry (GTK_WINDOW (self), connection, key);
  else
    sanera_again_set (GTK_WINDOW (self), connection, open_renewal_again, g_object_ref (exception),
                      g_object_unref);
  gtk_window_present (GTK_WINDOW (self));
  sanera_expiry_row_focus (self->expiry);
}

/**
 * sanera_exception_renew_present:
 * @widget: in the window that the dialog belongs to
 * @connection: where the exception is
 * @exception: a live exception
 *
 * Asks for a new last day. The day that is typed is the one that counts.
 */
void
sanera_exception_renew_present (GtkWidget *widget,
                                SaneraConnection *connection,
                                SaneraRemediationException *exception)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SANERA_IS_REMEDIATION_EXCEPTION (exception));

  if (connection != NULL)
    present_renewal (widget, connection, exception, SANERA_INT_NULL, NULL);
}

static void
open_context_again (GtkWindow *parent, SaneraConnection *connection, gpointer exception)
{
  sanera_exception_context_present (GTK_WIDGET (parent), connection, exception);
}

/* @context: (nullable): as it stands in the dialog before anything is typed */
static void
present_context (GtkWidget *widget,
                 SaneraConnection *connection,
                 SaneraRemediationException *exception,
                 const char *context,
                 const char *key)
{
  const SaneraRemediationExceptionData *data = sanera_remediation_exception_get_data (exception);
  SaneraExceptionChange *self;
  GtkWidget *scrolled;
  const char *typed;

  self = new_window (widget, connection, exception, _ ("Justification context"), _ ("Save"));
  self->key = g_strdup (key);
  append_label (self->content, sanera_words_label (&sanera_justification_enum, data->justification),
                NULL);
  self->text = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_wrap_mode (self->text, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->text, FALSE);
  gtk_text_view_set_top_margin (self->text, 9);
  gtk_text_view_set_left_margin (self->text, 9);
  gtk_text_view_set_right_margin (self->text, 9);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Justification context"), -1);
  scrolled = gtk_scrolled_window_new ();
  self->frame = scrolled;
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 120);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->text));
  gtk_widget_add_css_class (scrolled, "card");
  gtk_widget_set_overflow (scrolled, GTK_OVERFLOW_HIDDEN); /* round corners */
  gtk_box_append (self->content, scrolled);
  self->counter = append_label (self->content, NULL, "caption");
  self->error = append_label (self->content, NULL, "error");
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed",
                           G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  self->draft =
      sanera_draft_new (sanera_cache_get_outbox (sanera_connection_get_cache (connection)),
                        sanera_action_kind_get_nick (SANERA_ACTION_CHANGE_EXCEPTION),
                        key != NULL ? key : data->id, context != NULL ? context : "");
  typed = sanera_draft_load (self->draft);
  if (typed == NULL)
    typed = sanera_draft_get_untouched (self->draft);
  set_text (self, typed);
  if (key != NULL)
    sanera_again_set_entry (GTK_WINDOW (self), connection, key);
  else
    sanera_again_set (GTK_WINDOW (self), connection, open_context_again, g_object_ref (exception),
                      g_object_unref);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/**
 * sanera_exception_context_present:
 * @widget: in the window that the dialog belongs to
 * @connection: where the exception is
 * @exception: a live exception
 *
 * Shows its justification context, to be changed; what was typed before is there again.
 */
void
sanera_exception_context_present (GtkWidget *widget,
                                  SaneraConnection *connection,
                                  SaneraRemediationException *exception)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SANERA_IS_REMEDIATION_EXCEPTION (exception));

  if (connection != NULL)
    present_context (widget, connection, exception,
                     sanera_remediation_exception_get_data (exception)->justification_context,
                     NULL);
}

/**
 * sanera_exception_change_present_entry:
 * @widget: in the window that the dialog belongs to
 * @connection: where the exception is
 * @revision: a renewal, or a change of a context, that waits or was refused
 *
 * Opens the dialog with what was chosen or typed, to change it before it is sent.
 */
void
sanera_exception_change_present_entry (GtkWidget *widget,
                                       SaneraConnection *connection,
                                       const SaneraRevision *revision)
{
  const SaneraRemediationExceptionData *mine;
  SaneraRemediationException *exception;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (revision != NULL && SANERA_IS_REMEDIATION_EXCEPTION (revision->before));

  exception = SANERA_REMEDIATION_EXCEPTION (revision->before);
  mine = sanera_record_get_data (revision->mine);
  if (revision->kind == SANERA_ACTION_RENEW_EXCEPTION)
    present_renewal (widget, connection, exception, mine->expires_on, revision->key);
  else
    present_context (widget, connection, exception, mine->justification_context, revision->key);
}
