/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-request-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-draft.h"
#include "sanera-json-request.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-request-basis.h"
#include "sanera-request-form.h"
#include "sanera-submission.h"
#include "sanera-tenant-words.h"
#include "sanera-ticket-rest-window.h"
#include "sanera-time.h"
#include "sanera-window.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

/* The outbox's names for what is being written: a new request, by its recommendation; a change of
 * one that waits, by its key. */
#define DRAFT_NEW "requestRemediation"
#define DRAFT_CHANGE "changeRequest"

struct _SaneraRequestDialog
{
  AdwWindow parent_instance;

  GtkButton *cancel_button;
  GtkButton *submit_button;
  GtkScrolledWindow *scrolled;
  GtkBox *content;
  GtkLabel *title_label;
  GtkLabel *component_label;
  GtkLabel *exposed_label;
  GtkLabel *notice_label;
  AdwPreferencesGroup *draft_group;
  GtkButton *discard_button;
  AdwPreferencesGroup *already_group;
  SaneraRequestForm *form;
  GtkLabel *error_label;

  SaneraConnection *connection;
  SaneraRecommendation *recommendation;
  SaneraRemediationRequest *request;
  GSettings *settings; /* NULL: remembers no last choice */
  SaneraOutboxEntry *entry; /* the waiting entry that is changed, NULL: a new request */
  SaneraDraft *draft;
  GPtrArray *already_rows; /* owned by the group */
  GCancellable *cancellable;
  gboolean intune_connection; /* the setting of R2, when the form was opened */
  guint reveal_id;
  guint reveal_frames;
  gboolean submitting;
  gboolean done; /* submitted: nothing is a draft any more */
};

G_DEFINE_FINAL_TYPE (SaneraRequestDialog, sanera_request_dialog, ADW_TYPE_WINDOW)

static SaneraOutbox *
get_outbox (SaneraRequestDialog *self)
{
  return sanera_cache_get_outbox (sanera_connection_get_cache (self->connection));
}

static void
request_changed_cb (SaneraRequestDialog *self)
{
  g_autofree char *text = NULL;

  if (self->done)
    return;

  text = sanera_json_write_request (self->request, SANERA_JSON_DRAFT);
  sanera_draft_update (self->draft, text);
}

static void
discard_cb (SaneraRequestDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (!sanera_json_read_request (sanera_draft_get_untouched (self->draft), self->request, &error))
    g_warning ("The empty form cannot be read: %s", error->message);
  sanera_draft_discard (self->draft);
  gtk_widget_set_visible (GTK_WIDGET (self->draft_group), FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

static void
view_clicked_cb (SaneraRequestDialog *self, GtkButton *button)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-record", "(ss)", "remediation",
                                g_object_get_data (G_OBJECT (button), "id"));
  gtk_window_close (GTK_WINDOW (self));
}

/* Who has requested the same, and until when; going on is allowed. */
static void
add_already (SaneraRequestDialog *self, const SaneraActivityData *data)
{
  g_autofree char *due = NULL;
  g_autofree char *title = NULL;
  const char *who = data->requester_email;
  GtkWidget *row = adw_action_row_new ();
  /* Without a mnemonic: there may be several rows. */
  GtkWidget *button = gtk_button_new_with_label (_ ("View activity"));

  if (who == NULL || *who == '\0')
    who = "–";
  if (data->due_on != SANERA_INT_NULL)
    {
      due = sanera_language_date (data->due_on);
      /* Translators: an e-mail address, a date. */
      title = g_strdup_printf (_ ("Already requested by %s, due %s"), who, due);
    }
  else
    /* Translators: %s is an e-mail address. */
    title = g_strdup_printf (_ ("Already requested by %s"), who);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               sanera_words_label (&sanera_remediation_type_enum, data->type));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (data->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (view_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->already_group, row);
  g_ptr_array_add (self->already_rows, row);
}

static void
show_activities (SaneraRequestDialog *self, GPtrArray *activities)
{
  for (guint i = 0; i < self->already_rows->len; i++)
    adw_preferences_group_remove (self->already_group, g_ptr_array_index (self->already_rows, i));
  g_ptr_array_set_size (self->already_rows, 0);

  for (guint i = 0; i < activities->len; i++)
    {
      const SaneraActivityData *data = sanera_activity_get_data (g_ptr_array_index (activities, i));

      /* What is being changed here is not somebody's earlier request. */
      if (self->entry == NULL || g_strcmp0 (data->id, self->entry->key) != 0)
        add_already (self, data);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->already_group), self->already_rows->len > 0);
}

static void
basis_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraRequestDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraRequestBasis) basis =
      sanera_request_basis_read_finish (SANERA_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (basis == NULL)
    {
      g_warning ("Device groups cannot be read: %s", error->message);
      return;
    }

  show_activities (self, basis->activities);
  sanera_request_form_set_groups (self->form, basis->groups);
}

static void
read_basis (SaneraRequestDialog *self)
{
  sanera_request_basis_read_async (sanera_connection_get_cache (self->connection),
                                   sanera_record_get_id (SANERA_RECORD (self->recommendation)),
                                   self->cancellable, basis_read_cb, self);
}

static void
cache_changed_cb (SaneraRequestDialog *self, guint lists)
{
  const guint used = 1u << SANERA_LIST_DEVICE_GROUPS | 1u << SANERA_LIST_ACTIVITIES |
                     1u << SANERA_LIST_RECOMMENDATION_DEVICES;

  if (lists & used && !self->done)
    read_basis (self);
}

static void
devices_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraRequestDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  /* Without them the numbers of the groups are missing, and that is all. */
  if (sanera_connection_fetch_children_finish (SANERA_CONNECTION (source), result, &error))
    read_basis (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("Devices of the recommendation: %s", error->message);
}

static void
show_error (SaneraRequestDialog *self, const GError *error)
{
  g_autofree char *words = error != NULL ? sanera_words_error (error) : NULL;

  gtk_label_set_text (self->error_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), words != NULL);
}

static void
set_submitting (SaneraRequestDialog *self, gboolean submitting)
{
  sanera_again_hold (GTK_WINDOW (self), submitting);
  self->submitting = submitting;
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !submitting);
  gtk_widget_set_sensitive (GTK_WIDGET (self->submit_button), !submitting);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button), !submitting);
}

static void
fail (SaneraRequestDialog *self, const GError *error)
{
  sanera_remediation_request_set_made_at (self->request, SANERA_INT_NULL);
  set_submitting (self, FALSE);
  show_error (self, error);
  gtk_widget_grab_focus (GTK_WIDGET (self->submit_button));
}

static void
end (SaneraRequestDialog *self, const char *key)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  self->done = TRUE;
  sanera_draft_end (self->draft);
  if (self->settings != NULL && self->intune_connection &&
      !sanera_remediation_request_is_attention (self->request))
    g_settings_set_boolean (self->settings, "create-ticket",
                            sanera_remediation_request_get_create_ticket (self->request));
  if (parent != NULL)
    sanera_submission_follow (parent, self->connection, key);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraRequestDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *key =
      sanera_connection_submit_finish (SANERA_CONNECTION (source), result, &error);

  if (key != NULL)
    end (self, key);
  else
    fail (self, error);
}

static void
revised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraRequestDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *key =
      sanera_connection_revise_finish (SANERA_CONNECTION (source), result, &error);

  if (key != NULL)
    end (self, key);
  else
    fail (self, error);
}

/* The focus alone would bring the widget just into view, and leave the error below it outside. */
static gboolean
reveal_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  SaneraRequestDialog *self = SANERA_REQUEST_DIALOG (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  graphene_rect_t bounds;

  /* The errors take their place in the frame that has just begun. */
  if (self->reveal_frames++ == 0)
    return G_SOURCE_CONTINUE;

  self->reveal_id = 0;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->content)) &&
      gtk_widget_compute_bounds (focus, GTK_WIDGET (self->content), &bounds))
    gtk_adjustment_set_value (adjustment, (double)bounds.origin.y -
                                              gtk_adjustment_get_page_size (adjustment) / 3);

  return G_SOURCE_REMOVE;
}

static void
reveal_problem (SaneraRequestDialog *self)
{
  if (self->reveal_id != 0)
    return;

  self->reveal_frames = 0;
  self->reveal_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
}

static void
submit_cb (SaneraRequestDialog *self)
{
  /* The second click of a double click. */
  if (self->submitting || self->done)
    return;

  show_error (self, NULL);
  if (!sanera_request_form_check (self->form))
    {
      reveal_problem (self);
      return;
    }

  set_submitting (self, TRUE);
  sanera_remediation_request_set_made_at (self->request, g_get_real_time ());
  if (self->entry == NULL)
    sanera_connection_submit_async (self->connection, self->request, NULL, submitted_cb,
                                    g_object_ref (self));
  else
    sanera_connection_revise_request_async (self->connection, self->entry->key, self->request, NULL,
                                            revised_cb, g_object_ref (self));
}

static gboolean
sanera_request_dialog_close_request (GtkWindow *window)
{
  SaneraRequestDialog *self = SANERA_REQUEST_DIALOG (window);

  /* The outbox is being written: a few milliseconds. */
  if (self->submitting && !self->done)
    return TRUE;

  return GTK_WINDOW_CLASS (sanera_request_dialog_parent_class)->close_request (window);
}

static void
sanera_request_dialog_dispose (GObject *object)
{
  SaneraRequestDialog *self = SANERA_REQUEST_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->request != NULL)
    g_signal_handlers_disconnect_by_data (self->request, self);
  g_clear_object (&self->request);
  g_clear_object (&self->recommendation);
  g_clear_object (&self->connection);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_request_dialog_parent_class)->dispose (object);
}

static void
sanera_request_dialog_finalize (GObject *object)
{
  SaneraRequestDialog *self = SANERA_REQUEST_DIALOG (object);

  g_clear_pointer (&self->entry, sanera_outbox_entry_free);
  g_clear_pointer (&self->draft, sanera_draft_free);
  g_clear_pointer (&self->already_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (sanera_request_dialog_parent_class)->finalize (object);
}

static void open_rest_again (GtkWindow *parent, SaneraConnection *connection, gpointer nothing);

/* R3: who stays without a ticket when only the most exposed devices get one. */
static void
show_rest_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SaneraRequestDialog *self = SANERA_REQUEST_DIALOG (widget);
  const char *const *groups = NULL;
  GtkWindow *window;

  if (!sanera_remediation_request_get_all_groups (self->request))
    groups = sanera_remediation_request_get_groups (self->request);
  window = GTK_WINDOW (sanera_ticket_rest_window_new (
      GTK_WINDOW (self), self->connection,
      sanera_record_get_id (SANERA_RECORD (self->recommendation)), groups,
      sanera_remediation_request_get_target_devices (self->request)));
  sanera_again_set (window, NULL, open_rest_again, NULL, NULL);
  gtk_window_present (window);
}

/* What is chosen in the form is its draft. */
static void
open_rest_again (GtkWindow *parent, SaneraConnection *connection, gpointer nothing)
{
  show_rest_cb (GTK_WIDGET (parent), NULL, NULL);
}

static void
sanera_request_dialog_class_init (SaneraRequestDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_request_dialog_dispose;
  object_class->finalize = sanera_request_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = sanera_request_dialog_close_request;

  gtk_widget_class_install_action (widget_class, "request.show-rest", NULL, show_rest_cb);
  g_type_ensure (SANERA_TYPE_REQUEST_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-request-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, submit_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, content);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, component_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, exposed_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, notice_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, draft_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, discard_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, already_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, form);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
}

static void
sanera_request_dialog_init (SaneraRequestDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->already_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_heading (SaneraRequestDialog *self)
{
  const SaneraRecommendationData *data = sanera_recommendation_get_data (self->recommendation);
  g_autofree char *title = sanera_words_recommendation_title (data, FALSE);
  g_autofree char *exposed = sanera_language_number (data->exposed_machines_count);
  g_autofree char *total = sanera_language_number (data->total_machine_count);
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("%s of %s device exposed", "%s of %s devices exposed",
                                    (gulong)MAX (data->total_machine_count, 0)),
                          exposed, total);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->component_label,
                      data->related_component != NULL ? data->related_component : "");
  gtk_widget_set_visible (GTK_WIDGET (self->component_label),
                          data->related_component != NULL && *data->related_component != '\0');
  gtk_label_set_text (self->exposed_label, text);
}

/* Why this form is open again, or why it cannot be sent: visible text, not a tooltip. */
static void
show_notice (SaneraRequestDialog *self, const SaneraCacheInfo *info)
{
  g_autofree char *text = NULL;
  gboolean may = info == NULL || info->role == NULL || sanera_cache_info_can (info, "request");

  if (sanera_tenant_words_read_only (info) != NULL)
    text = g_strdup (sanera_tenant_words_read_only (info));
  else if (!may)
    text = g_strdup_printf (
        /* Translators: %s is a role, such as Reader. */
        _ ("Your role (%s) does not allow requesting remediation."),
        sanera_words_label (&sanera_role_enum, info->role));
  else if (self->entry != NULL && self->entry->state == SANERA_OUTBOX_REFUSED)
    {
      g_autofree char *reason =
          sanera_words_error_refusal (self->entry->error_code, self->entry->error_text);

      /* Translators: one or two sentences that say why the server has refused it */
      text = g_strdup_printf (_ ("Refused by the server: %s"), reason);
    }
  else if (self->entry != NULL)
    text = g_strdup (_ ("Waiting to be sent"));

  gtk_label_set_text (self->notice_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice_label), text != NULL);
  sanera_names_allow (GTK_WIDGET (self->submit_button), may, self->notice_label);
}

/* The request as the empty form shows it, then as it was submitted, then as it was last typed. */
static void
read_request (SaneraRequestDialog *self)
{
  const SaneraRecommendationData *data = sanera_recommendation_get_data (self->recommendation);
  g_autoptr (GError) error = NULL;
  g_autofree char *untouched = NULL;
  const char *typed;
  SaneraRemediationType recommended;

  self->request = sanera_remediation_request_new (data->id);
  sanera_remediation_options (data, &recommended);
  sanera_remediation_request_set_remediation_type (
      self->request, sanera_enum_to_nick (&sanera_remediation_type_enum, (int)recommended));
  if (self->settings != NULL && self->intune_connection)
    sanera_remediation_request_set_create_ticket (
        self->request, g_settings_get_boolean (self->settings, "create-ticket"));
  if (self->entry != NULL && !sanera_json_read_request (self->entry->body, self->request, &error))
    g_warning ("A waiting request cannot be read: %s", error->message);
  g_clear_error (&error);
  sanera_remediation_request_set_made_at (self->request, SANERA_INT_NULL);
  untouched = sanera_json_write_request (self->request, SANERA_JSON_DRAFT);
  self->draft = sanera_draft_new (get_outbox (self), self->entry != NULL ? DRAFT_CHANGE : DRAFT_NEW,
                                  self->entry != NULL ? self->entry->key : data->id, untouched);
  typed = sanera_draft_load (self->draft);
  if (typed == NULL)
    return;
  if (!sanera_json_read_request (typed, self->request, &error))
    g_warning ("A draft cannot be read: %s", error->message);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->draft_group), TRUE);
}

static void
start (SaneraRequestDialog *self)
{
  SaneraCache *cache = sanera_connection_get_cache (self->connection);
  const SaneraCacheInfo *info = sanera_cache_get_info (cache);
  const char *id = sanera_record_get_id (SANERA_RECORD (self->recommendation));

  self->intune_connection = info != NULL && info->intune_connection;
  read_request (self);
  sanera_request_form_set_request (self->form, self->request, self->recommendation,
                                   self->intune_connection,
                                   sanera_words_today (g_get_real_time ()));
  sanera_request_form_set_requester (self->form, info != NULL ? info->email : NULL);
  fill_heading (self);
  show_notice (self, info);
  g_signal_connect_object (self->request, "notify", G_CALLBACK (request_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cache, "changed", G_CALLBACK (cache_changed_cb), self,
                           G_CONNECT_SWAPPED);
  read_basis (self);
  if (sanera_connection_get_state (self->connection) == SANERA_STATE_ONLINE)
    sanera_connection_fetch_children_async (self->connection, SANERA_LIST_RECOMMENDATION_DEVICES,
                                            id, self->cancellable, devices_fetched_cb, self);
}

/* No higher than the window it belongs to: at 720 × 540 both buttons and some of the form are seen.
 */
static void
fit (SaneraRequestDialog *self, GtkWindow *parent)
{
  int width, height, room = gtk_widget_get_height (GTK_WIDGET (parent));

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (room > 0 && room < height)
    gtk_window_set_default_size (GTK_WINDOW (self), width, room);
}

/* What came back is a question: why, and at which field. */
static void
show_refusal (SaneraRequestDialog *self)
{
  g_autofree char *reason =
      sanera_words_error_refusal (self->entry->error_code, self->entry->error_text);

  gtk_label_set_text (self->error_label, reason);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  if (!sanera_request_form_check (self->form))
    reveal_problem (self);
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer recommendation)
{
  sanera_request_dialog_present (parent, connection, recommendation);
}

static void
present (GtkWindow *parent,
         SaneraConnection *connection,
         SaneraRecommendation *recommendation,
         SaneraOutboxEntry *entry)
{
  SaneraRequestDialog *self =
      g_object_new (SANERA_TYPE_REQUEST_DIALOG, "transient-for", parent, NULL);

  self->connection = g_object_ref (connection);
  self->recommendation = g_object_ref (recommendation);
  self->entry = entry;
  if (SANERA_IS_WINDOW (parent))
    self->settings = g_object_ref (sanera_window_get_settings (SANERA_WINDOW (parent)));
  start (self);
  if (entry != NULL)
    sanera_again_set_entry (GTK_WINDOW (self), connection, entry->key);
  else
    sanera_again_set (GTK_WINDOW (self), connection, open_again, g_object_ref (recommendation),
                      g_object_unref);
  fit (self, parent);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
  if (entry != NULL && entry->state == SANERA_OUTBOX_REFUSED)
    show_refusal (self);
}

/**
 * sanera_request_dialog_present:
 * @parent: the window it belongs to; shows in toasts what becomes of the request
 * @connection: where it goes
 * @recommendation: the recommendation whose remediation is requested
 *
 * Opens the form, with the draft of this recommendation where there is one.
 */
void
sanera_request_dialog_present (GtkWindow *parent,
                               SaneraConnection *connection,
                               SaneraRecommendation *recommendation)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (SANERA_IS_RECOMMENDATION (recommendation));

  present (parent, connection, recommendation, NULL);
}

/**
 * sanera_request_dialog_present_entry:
 * @parent: the window it belongs to
 * @connection: the connection whose outbox has the entry
 * @recommendation: the recommendation it is about
 * @key: key of an entry that waits or was refused
 *
 * Opens the form with what was submitted, to change and send it: it keeps its place, and what waits
 * behind it. What was refused is shown with the reason.
 *
 * Returns: %FALSE when there is no such entry any more: it has been sent
 */
gboolean
sanera_request_dialog_present_entry (GtkWindow *parent,
                                     SaneraConnection *connection,
                                     SaneraRecommendation *recommendation,
                                     const char *key)
{
  SaneraOutbox *outbox;
  SaneraOutboxEntry *entry;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), FALSE);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), FALSE);
  g_return_val_if_fail (SANERA_IS_RECOMMENDATION (recommendation), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  outbox = sanera_cache_get_outbox (sanera_connection_get_cache (connection));
  entry = sanera_outbox_get (outbox, key, &error);
  if (entry == NULL)
    {
      if (error != NULL)
        g_warning ("A waiting request cannot be read: %s", error->message);
      return FALSE;
    }

  present (parent, connection, recommendation, entry);
  return TRUE;
}
