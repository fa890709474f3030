/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-request-form.h"

#include <glib/gi18n.h>

#include "sanera-due-row.h"
#include "sanera-field-error.h"
#include "sanera-group-chooser.h"
#include "sanera-language.h"
#include "sanera-ticket-field.h"
#include "sanera-words.h"

struct _SaneraRequestForm
{
  AdwBin parent_instance;

  AdwPreferencesGroup *option_group;
  GtkLabel *option_error;
  SaneraGroupChooser *group_chooser;
  SaneraTicketField *ticket_field;
  AdwComboRow *priority_row;
  SaneraDueRow *due_row;
  GtkLabel *notes_label;
  GtkScrolledWindow *notes_frame;
  GtkTextView *notes_view;
  GtkLabel *notes_counter;
  GtkLabel *notes_error;
  GtkLabel *outcome;

  SaneraRemediationRequest *request;
  SaneraRecommendation *recommendation;
  gboolean intune_connection;
  gint64 today;
  GPtrArray *option_checks; /* GtkCheckButton with the data "nick", owned by their rows */
  gboolean changing; /* the widgets follow the request: do not answer */
  gboolean bulk; /* for several recommendations, each with its own option */
  gboolean checked; /* somebody tried to submit: problems are shown, and go when they are mended */
};

G_DEFINE_FINAL_TYPE (SaneraRequestForm, sanera_request_form, ADW_TYPE_BIN)

/* What an option would mean here, in words: the title that a recommendation of this type has. */
static char *
option_subtitle (SaneraRequestForm *self, const char *nick)
{
  SaneraRecommendationData data;
  char *title;

  if (sanera_enum_from_nick (&sanera_remediation_type_enum, nick) ==
      SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED)
    return g_strdup (_ ("No specific action: the activity has no due date, progress or ticket"));

  sanera_noun_data_init (&sanera_recommendation_noun, &data);
  sanera_noun_data_copy (&sanera_recommendation_noun, &data,
                         sanera_recommendation_get_data (self->recommendation));
  g_clear_pointer (&data.recommendation_name, g_free);
  g_free (data.remediation_type);
  data.remediation_type = g_strdup (nick);
  title = sanera_words_recommendation_title (&data, FALSE);
  sanera_noun_data_clear (&sanera_recommendation_noun, &data);

  return title;
}

static void
option_toggled_cb (SaneraRequestForm *self, GtkCheckButton *check)
{
  if (!self->changing && gtk_check_button_get_active (check))
    sanera_remediation_request_set_remediation_type (self->request,
                                                     g_object_get_data (G_OBJECT (check), "nick"));
}

static void
add_option (SaneraRequestForm *self, SaneraRemediationType type, gboolean recommended)
{
  const char *nick = sanera_enum_to_nick (&sanera_remediation_type_enum, (int)type);
  const char *label = sanera_words_label (&sanera_remediation_type_enum, nick);
  g_autofree char *subtitle = option_subtitle (self, nick);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle, -1);
  if (self->option_checks->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check),
                                g_ptr_array_index (self->option_checks, 0));
  g_object_set_data (G_OBJECT (check), "nick", (gpointer)nick);
  g_signal_connect_object (check, "toggled", G_CALLBACK (option_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  if (recommended)
    {
      GtkWidget *mark =
          gtk_label_new (/* Translators: said of a remediation option */ _ ("Recommended"));

      gtk_widget_add_css_class (mark, "caption");
      gtk_widget_add_css_class (mark, "accent");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
    }
  adw_preferences_group_add (self->option_group, row);
  g_ptr_array_add (self->option_checks, check);
}

/* The recommended option comes first and is chosen unless the draft says otherwise. */
static void
add_options (SaneraRequestForm *self)
{
  SaneraRemediationType recommended;
  guint options = sanera_remediation_options (sanera_recommendation_get_data (self->recommendation),
                                              &recommended);
  int chosen =
      sanera_enum_from_nick (&sanera_remediation_type_enum,
                             sanera_remediation_request_get_remediation_type (self->request));

  if (chosen == 0 || (options & (1u << chosen)) == 0)
    sanera_remediation_request_set_remediation_type (
        self->request, sanera_enum_to_nick (&sanera_remediation_type_enum, (int)recommended));

  add_option (self, recommended, TRUE);
  for (guint i = 0; i < sanera_remediation_type_enum.n_values; i++)
    {
      SaneraRemediationType type =
          (SaneraRemediationType)sanera_remediation_type_enum.values[i].value;

      if (type != recommended && (options & (1u << type)) != 0)
        add_option (self, type, FALSE);
    }
}

static void
add_priorities (SaneraRequestForm *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < sanera_priority_enum.n_values; i++)
    gtk_string_list_append (
        labels, sanera_words_label (&sanera_priority_enum, sanera_priority_enum.values[i].nick));
  self->changing = TRUE;
  adw_combo_row_set_model (self->priority_row, G_LIST_MODEL (labels));
  self->changing = FALSE;
}

static void
priority_selected_cb (SaneraRequestForm *self)
{
  guint i = adw_combo_row_get_selected (self->priority_row);

  if (!self->changing && self->request != NULL && i < sanera_priority_enum.n_values)
    sanera_remediation_request_set_priority (self->request, sanera_priority_enum.values[i].nick);
}

static void
notes_changed_cb (SaneraRequestForm *self)
{
  g_autofree char *text = NULL;

  if (self->changing || self->request == NULL)
    return;

  g_object_get (gtk_text_view_get_buffer (self->notes_view), "text", &text, NULL);
  self->changing = TRUE;
  sanera_remediation_request_set_notes (self->request, *text != '\0' ? text : NULL);
  self->changing = FALSE;
}

/* What submitting does, and what it does not [129,130]. */
static char *
outcome_text (SaneraRequestForm *self)
{
  gint64 devices = sanera_remediation_request_get_target_devices (self->request);
  gint64 tickets =
      self->intune_connection ? sanera_remediation_request_count_tickets (self->request) : 0;
  g_autofree char *number = NULL;
  g_autofree char *most = NULL;
  gulong n = (gulong)MAX (devices, 0);

  if (devices == SANERA_INT_NULL)
    return g_strdup (_ ("Creates one remediation activity. Nothing changes on any device."));

  number = sanera_language_number (devices);
  if (tickets == 0)
    return g_strdup_printf (ngettext ("Creates one remediation activity for %s device. Nothing "
                                      "changes on any device.",
                                      "Creates one remediation activity for %s devices. Nothing "
                                      "changes on any device.",
                                      n),
                            number);
  if (devices <= SANERA_TICKET_MAX_DEVICES)
    return g_strdup_printf (ngettext ("Creates one remediation activity and one security task for "
                                      "%s device. Nothing changes on any device.",
                                      "Creates one remediation activity and one security task for "
                                      "%s devices. Nothing changes on any device.",
                                      n),
                            number);
  if (tickets > 1)
    return g_strdup_printf (
        /* Translators: a number of devices, a number of security tasks (two or more). */
        ngettext ("Creates one remediation activity for %s devices, and %d security task. Nothing "
                  "changes on any device.",
                  "Creates one remediation activity for %s devices, and %d security tasks. Nothing "
                  "changes on any device.",
                  (gulong)tickets),
        number, (int)tickets);

  most = sanera_language_number (SANERA_TICKET_MAX_DEVICES);
  /* Translators: a number of devices; 10,000. */
  return g_strdup_printf (_ ("Creates one remediation activity for %s devices, and one security "
                             "task for the %s most exposed of them. Nothing changes on any "
                             "device."),
                          number, most);
}

static void
show_problems (SaneraRequestForm *self, SaneraRequestProblem problems)
{
  g_autofree char *notes = NULL;

  sanera_field_error_show (self->option_error, GTK_WIDGET (self->option_group),
                           problems & SANERA_REQUEST_NO_TYPE ? _ ("Choose a remediation option.")
                                                             : NULL);
  sanera_group_chooser_show_problems (self->group_chooser, problems);
  sanera_ticket_field_show_problems (self->ticket_field, problems);
  sanera_due_row_show_problems (self->due_row, problems);
  if (problems & SANERA_REQUEST_NOTES_TOO_LONG)
    {
      g_autofree char *most = sanera_language_number (SANERA_REQUEST_MAX_NOTES);

      /* Translators: %s is a number of characters, 2,000. */
      notes = g_strdup_printf (_ ("The notes are too long: at most %s characters are sent."), most);
    }
  sanera_field_error_show (self->notes_error, GTK_WIDGET (self->notes_frame), notes);
}

static void
update_notes (SaneraRequestForm *self)
{
  const char *notes = sanera_remediation_request_get_notes (self->request);
  gint64 length = notes != NULL ? g_utf8_strlen (notes, -1) : 0;
  g_autofree char *typed = sanera_language_number (length);
  g_autofree char *most = sanera_language_number (SANERA_REQUEST_MAX_NOTES);
  /* Translators: characters typed of those that fit: "12 of 2,000 characters". */
  g_autofree char *counter = g_strdup_printf (_ ("%s of %s characters"), typed, most);
  g_autofree char *shown = NULL;

  gtk_label_set_text (self->notes_counter, counter);
  if (length > SANERA_REQUEST_MAX_NOTES)
    gtk_widget_add_css_class (GTK_WIDGET (self->notes_counter), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->notes_counter), "error");

  /* The same once more would only move the caret. */
  g_object_get (gtk_text_view_get_buffer (self->notes_view), "text", &shown, NULL);
  if (!self->changing && g_strcmp0 (shown, notes != NULL ? notes : "") != 0)
    {
      self->changing = TRUE;
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->notes_view),
                                notes != NULL ? notes : "", -1);
      self->changing = FALSE;
    }
}

static void
update (SaneraRequestForm *self)
{
  const char *type = sanera_remediation_request_get_remediation_type (self->request);
  int priority = sanera_enum_from_nick (&sanera_priority_enum,
                                        sanera_remediation_request_get_priority (self->request));
  gboolean was_changing = self->changing;
  g_autofree char *outcome = NULL;

  update_notes (self);
  self->changing = TRUE;
  for (guint i = 0; i < self->option_checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->option_checks, i);

      if (g_strcmp0 (g_object_get_data (G_OBJECT (check), "nick"), type) == 0)
        gtk_check_button_set_active (check, TRUE);
    }
  for (guint i = 0; i < sanera_priority_enum.n_values; i++)
    if (sanera_priority_enum.values[i].value == priority)
      adw_combo_row_set_selected (self->priority_row, i);
  self->changing = was_changing;

  if (!self->bulk)
    {
      outcome = outcome_text (self);
      gtk_label_set_text (self->outcome, outcome);
    }
  if (self->checked)
    show_problems (self, sanera_remediation_request_validate (
                             self->request, self->intune_connection, self->today));
}

static void
sanera_request_form_dispose (GObject *object)
{
  SaneraRequestForm *self = SANERA_REQUEST_FORM (object);

  g_clear_object (&self->request);
  g_clear_object (&self->recommendation);
  gtk_widget_dispose_template (GTK_WIDGET (self), SANERA_TYPE_REQUEST_FORM);

  G_OBJECT_CLASS (sanera_request_form_parent_class)->dispose (object);
}

static void
sanera_request_form_finalize (GObject *object)
{
  g_clear_pointer (&SANERA_REQUEST_FORM (object)->option_checks, g_ptr_array_unref);

  G_OBJECT_CLASS (sanera_request_form_parent_class)->finalize (object);
}

static void
sanera_request_form_class_init (SaneraRequestFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_request_form_dispose;
  object_class->finalize = sanera_request_form_finalize;

  g_type_ensure (SANERA_TYPE_DUE_ROW);
  g_type_ensure (SANERA_TYPE_GROUP_CHOOSER);
  g_type_ensure (SANERA_TYPE_TICKET_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-request-form.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, option_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, option_error);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, group_chooser);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, ticket_field);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, priority_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, due_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, notes_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, notes_frame);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, notes_view);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, notes_counter);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, notes_error);
  gtk_widget_class_bind_template_child (widget_class, SaneraRequestForm, outcome);
  gtk_widget_class_bind_template_callback (widget_class, priority_selected_cb);
}

static void
sanera_request_form_init (SaneraRequestForm *self)
{
  self->option_checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->notes_view), "changed",
                           G_CALLBACK (notes_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
start (SaneraRequestForm *self,
       SaneraRemediationRequest *request,
       SaneraRecommendation *recommendation,
       gboolean intune_connection,
       gint64 today)
{
  const SaneraRecommendationData *data = sanera_recommendation_get_data (recommendation);

  self->request = g_object_ref (request);
  self->recommendation = g_object_ref (recommendation);
  self->intune_connection = intune_connection;
  self->today = today;
  if (!intune_connection)
    sanera_remediation_request_set_create_ticket (request, FALSE);

  if (!self->bulk)
    add_options (self);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->option_group)), !self->bulk);
  add_priorities (self);
  sanera_group_chooser_set_request (self->group_chooser, request,
                                    self->bulk ? SANERA_INT_NULL : data->exposed_machines_count);
  sanera_ticket_field_set_request (self->ticket_field, request, recommendation);
  gtk_widget_set_visible (GTK_WIDGET (self->ticket_field), intune_connection);
  sanera_due_row_set_request (self->due_row, request, today);
  g_signal_connect_object (request, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sanera_request_form_set_request:
 * @self: the form
 * @request: what it shows and changes
 * @recommendation: the recommendation it is about
 * @intune_connection: whether the setting of R2 is on; while it is off there is no trace of tickets
 * @today: the person's date
 *
 * To be called once, after the draft has been read into @request. Chooses the recommended option
 * when none that makes sense here is chosen.
 */
void
sanera_request_form_set_request (SaneraRequestForm *self,
                                 SaneraRemediationRequest *request,
                                 SaneraRecommendation *recommendation,
                                 gboolean intune_connection,
                                 gint64 today)
{
  g_return_if_fail (SANERA_IS_REQUEST_FORM (self));
  g_return_if_fail (self->request == NULL);

  start (self, request, recommendation, intune_connection, today);
}

/**
 * sanera_request_form_set_bulk:
 * @self: the form
 * @request: what it shows and changes; it is of no recommendation
 * @example: one of the recommendations, for how a ticket looks
 * @intune_connection: whether the setting of R2 is on
 * @today: the person's date
 *
 * As sanera_request_form_set_request(), for several recommendations: each has the option that is
 * recommended for it, so there is none to choose here.
 */
void
sanera_request_form_set_bulk (SaneraRequestForm *self,
                              SaneraRemediationRequest *request,
                              SaneraRecommendation *example,
                              gboolean intune_connection,
                              gint64 today)
{
  g_return_if_fail (SANERA_IS_REQUEST_FORM (self));
  g_return_if_fail (self->request == NULL);

  self->bulk = TRUE;
  start (self, request, example, intune_connection, today);
}

/**
 * sanera_request_form_set_outcome:
 * @self: a form for several recommendations
 * @text: what submitting does
 *
 * Says below the fields what will happen.
 */
void
sanera_request_form_set_outcome (SaneraRequestForm *self, const char *text)
{
  g_return_if_fail (SANERA_IS_REQUEST_FORM (self));

  gtk_label_set_text (self->outcome, text);
}

/**
 * sanera_request_form_set_change:
 * @self: the form
 * @request: what it shows and changes
 * @today: the person's date
 *
 * To be called once, instead of sanera_request_form_set_request(): only what may be changed after
 * submitting is there: priority, due date and notes.
 */
void
sanera_request_form_set_change (SaneraRequestForm *self,
                                SaneraRemediationRequest *request,
                                gint64 today)
{
  g_return_if_fail (SANERA_IS_REQUEST_FORM (self));
  g_return_if_fail (self->request == NULL);

  self->request = g_object_ref (request);
  self->today = today;
  add_priorities (self);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->option_group)), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->group_chooser), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->ticket_field), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), FALSE);
  sanera_due_row_set_request (self->due_row, request, today);
  g_signal_connect_object (request, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sanera_request_form_set_requester:
 * @self: the form
 * @email: (nullable): of the person who fills it in
 *
 * Whom the preview of the ticket names.
 */
void
sanera_request_form_set_requester (SaneraRequestForm *self, const char *email)
{
  g_return_if_fail (SANERA_IS_REQUEST_FORM (self));

  sanera_ticket_field_set_requester (self->ticket_field, email);
}

/**
 * sanera_request_form_set_groups:
 * @self: the form
 * @groups: (element-type SaneraGroupCount): the device groups, in the order they are shown
 *
 * Shows the device groups; may be called again when better numbers are known.
 */
void
sanera_request_form_set_groups (SaneraRequestForm *self, GPtrArray *groups)
{
  g_return_if_fail (SANERA_IS_REQUEST_FORM (self));

  sanera_group_chooser_set_groups (self->group_chooser, groups);
}

/**
 * sanera_request_form_check:
 * @self: the form
 *
 * Shows what stands in the way of submitting at its fields and gives the focus to the first one.
 *
 * Returns: whether nothing does
 */
gboolean
sanera_request_form_check (SaneraRequestForm *self)
{
  SaneraRequestProblem problems;

  g_return_val_if_fail (SANERA_IS_REQUEST_FORM (self), FALSE);

  self->checked = TRUE;
  problems =
      sanera_remediation_request_validate (self->request, self->intune_connection, self->today);
  show_problems (self, problems);

  if (problems & SANERA_REQUEST_NO_TYPE)
    gtk_widget_grab_focus (g_ptr_array_index (self->option_checks, 0));
  else if (problems & (SANERA_REQUEST_NO_GROUP | SANERA_REQUEST_NO_DEVICES))
    sanera_group_chooser_focus (self->group_chooser);
  else if (problems & (SANERA_REQUEST_TICKET_NOT_ALLOWED | SANERA_REQUEST_SPLIT_UNDECIDED))
    sanera_ticket_field_focus (self->ticket_field, problems);
  else if (problems & SANERA_REQUEST_NO_PRIORITY)
    gtk_widget_grab_focus (GTK_WIDGET (self->priority_row));
  else if (problems & (SANERA_REQUEST_DUE_INVALID | SANERA_REQUEST_DUE_PAST))
    sanera_due_row_focus (self->due_row);
  else if (problems & SANERA_REQUEST_NOTES_TOO_LONG)
    gtk_widget_grab_focus (GTK_WIDGET (self->notes_view));

  return problems == SANERA_REQUEST_OK;
}
