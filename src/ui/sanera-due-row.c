/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-due-row.h"

#include <glib/gi18n.h>

#include "sanera-calendar.h"
#include "sanera-entry-row.h"
#include "sanera-field-error.h"
#include "sanera-form-field.h"
#include "sanera-language.h"
#include "sanera-time.h"

struct _SaneraDueRow
{
  AdwBin parent_instance;

  AdwEntryRow *entry;
  GtkMenuButton *calendar_button;
  GtkPopover *popover;
  SaneraCalendar *calendar;
  GtkBox *presets;
  GtkLabel *hint;
  GtkLabel *error;

  SaneraRemediationRequest *request;
  gint64 today;
  gboolean changing; /* the date is being set from here: do not answer */
  gboolean left; /* the field was left once: a date that is not finished may be called wrong */
};

G_DEFINE_FINAL_TYPE (SaneraDueRow, sanera_due_row, ADW_TYPE_BIN)

static const int preset_days[] = { 7, 30, 90 };

/* What is shown for a date that was not typed but chosen. */
static char *
date_text (SaneraRemediationRequest *request)
{
  gint64 date = sanera_remediation_request_get_due_on (request);
  const char *typed = sanera_remediation_request_get_due_text (request);

  if (date != SANERA_INT_NULL)
    return sanera_language_date_numeric (date);

  return g_strdup (typed != NULL ? typed : "");
}

/* Whether the entry says what the request says: then what was typed stays as it was typed. */
static gboolean
entry_agrees (SaneraDueRow *self)
{
  gint64 date = sanera_remediation_request_get_due_on (self->request);
  const char *due_text = sanera_remediation_request_get_due_text (self->request);
  g_autofree char *shown =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (date != SANERA_INT_NULL)
    return *shown != '\0' && sanera_language_parse_date (shown, self->today) == date;

  return g_str_equal (shown, due_text != NULL ? due_text : "");
}

static char *
hint_text (SaneraDueRow *self)
{
  gint64 date = sanera_remediation_request_get_due_on (self->request);
  g_autofree char *text = NULL;
  g_autofree char *number = NULL;
  gint64 days;

  if (sanera_remediation_request_is_attention (self->request))
    return g_strdup (_ ("No due date: there is no specific action"));
  if (date == SANERA_INT_NULL)
    {
      text = sanera_language_date_numeric (self->today + 30 * SANERA_TIME_DAY);
      /* Translators: how a date may be typed; %s is an example in the form of the language. */
      return g_strdup_printf (_ ("For example %s"), text);
    }

  text = sanera_language_date (date);
  days = (date - self->today) / SANERA_TIME_DAY;
  if (days <= 0)
    return g_steal_pointer (&text);

  number = sanera_language_number (days);
  /* Translators: a date and how far away it is: "25 Dec 2026, in 33 days". */
  return g_strdup_printf (ngettext ("%s, in %s day", "%s, in %s days", (gulong)days), text, number);
}

static const char *
error_text (SaneraRequestProblem problems)
{
  if (problems & SANERA_REQUEST_DUE_INVALID)
    return _ ("This is not a date that exists.");
  if (problems & SANERA_REQUEST_DUE_PAST)
    return _ ("The due date must not be in the past.");

  return NULL;
}

static void
update (SaneraDueRow *self)
{
  gboolean attention = sanera_remediation_request_is_attention (self->request);
  g_autofree char *hint = hint_text (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), !attention);
  gtk_widget_set_sensitive (GTK_WIDGET (self->presets), !attention);
  gtk_label_set_text (self->hint, hint);
  /* The reason has to be read, so it is not dimmed. */
  if (attention)
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->hint), "dim-label");
}

static void
update_error (SaneraDueRow *self)
{
  SaneraRequestProblem problems =
      sanera_remediation_request_validate (self->request, TRUE, self->today);
  const char *text = error_text (problems);

  /* While a date is being typed it is not called wrong, but an error goes away at once. */
  if (text == NULL || self->left)
    sanera_field_error_show (self->error, GTK_WIDGET (self->entry), text);
}

static void
request_changed_cb (SaneraDueRow *self)
{
  if (!self->changing && !entry_agrees (self))
    {
      g_autofree char *text = date_text (self->request);

      self->changing = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
      self->changing = FALSE;
    }
  update (self);
  update_error (self);
}

static void
entry_changed_cb (SaneraDueRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *typed = NULL;

  if (self->changing || self->request == NULL)
    return;

  typed = g_strstrip (g_strdup (text));
  self->changing = TRUE;
  g_object_freeze_notify (G_OBJECT (self->request));
  sanera_remediation_request_set_due_text (self->request, *typed != '\0' ? typed : NULL);
  sanera_remediation_request_set_due_on (
      self->request,
      *typed != '\0' ? sanera_language_parse_date (typed, self->today) : SANERA_INT_NULL);
  g_object_thaw_notify (G_OBJECT (self->request));
  self->changing = FALSE;
}

static void
entry_left_cb (SaneraDueRow *self)
{
  self->left = TRUE;
  update_error (self);
}

/* Also what a person chose has a text: a draft read in another language shows the date in that. */
static void
choose_date (SaneraDueRow *self, gint64 date)
{
  g_autofree char *text = sanera_language_date_numeric (date);

  g_object_freeze_notify (G_OBJECT (self->request));
  sanera_remediation_request_set_due_on (self->request, date);
  sanera_remediation_request_set_due_text (self->request, text);
  g_object_thaw_notify (G_OBJECT (self->request));
}

static void
popover_show_cb (SaneraDueRow *self)
{
  sanera_calendar_show_date (self->calendar, sanera_remediation_request_get_due_on (self->request));
}

static void
day_selected_cb (SaneraDueRow *self, gint64 date)
{
  choose_date (self, date);
  gtk_popover_popdown (self->popover);
}

static void
preset_clicked_cb (SaneraDueRow *self, GtkButton *button)
{
  int days = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "days"));

  choose_date (self, self->today + days * SANERA_TIME_DAY);
}

static void
sanera_due_row_dispose (GObject *object)
{
  SaneraDueRow *self = SANERA_DUE_ROW (object);

  g_clear_object (&self->request);
  gtk_widget_dispose_template (GTK_WIDGET (self), SANERA_TYPE_DUE_ROW);

  G_OBJECT_CLASS (sanera_due_row_parent_class)->dispose (object);
}

static void
sanera_due_row_class_init (SaneraDueRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_due_row_dispose;

  g_type_ensure (SANERA_TYPE_CALENDAR);
  g_type_ensure (SANERA_TYPE_ENTRY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-due-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraDueRow, entry);
  gtk_widget_class_bind_template_child (widget_class, SaneraDueRow, calendar_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraDueRow, popover);
  gtk_widget_class_bind_template_child (widget_class, SaneraDueRow, calendar);
  gtk_widget_class_bind_template_child (widget_class, SaneraDueRow, presets);
  gtk_widget_class_bind_template_child (widget_class, SaneraDueRow, hint);
  gtk_widget_class_bind_template_child (widget_class, SaneraDueRow, error);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
}

static void
sanera_due_row_init (SaneraDueRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A date is written in the language; the draft of the request keeps it as what it is. */
  sanera_form_field_leave (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (preset_days); i++)
    {
      g_autofree char *number = sanera_language_number (preset_days[i]);
      g_autofree char *label =
          /* Translators: on a button that sets the due date to so many days from today. */
          g_strdup_printf (ngettext ("%s day", "%s days", (gulong)preset_days[i]), number);
      GtkWidget *button = gtk_button_new_with_label (label);

      g_object_set_data (G_OBJECT (button), "days", GINT_TO_POINTER (preset_days[i]));
      g_signal_connect_object (button, "clicked", G_CALLBACK (preset_clicked_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->presets, button);
    }
}

/**
 * sanera_due_row_set_request:
 * @self: the field
 * @request: the request whose due date it shows and changes
 * @today: the person's date
 *
 * To be called once, after the draft has been read into @request.
 */
void
sanera_due_row_set_request (SaneraDueRow *self, SaneraRemediationRequest *request, gint64 today)
{
  g_return_if_fail (SANERA_IS_DUE_ROW (self));
  g_return_if_fail (self->request == NULL);

  self->today = today;
  sanera_calendar_set_first (self->calendar, today);
  self->request = g_object_ref (request);
  g_signal_connect_object (request, "notify::due-on", G_CALLBACK (request_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (request, "notify::due-text", G_CALLBACK (request_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (request, "notify::type", G_CALLBACK (request_changed_cb), self,
                           G_CONNECT_SWAPPED);
  request_changed_cb (self);
}

/**
 * sanera_due_row_show_problems:
 * @self: the field
 * @problems: what sanera_remediation_request_validate() found
 *
 * Shows those of @problems that are of this field, in text.
 */
void
sanera_due_row_show_problems (SaneraDueRow *self, SaneraRequestProblem problems)
{
  g_return_if_fail (SANERA_IS_DUE_ROW (self));

  self->left = TRUE;
  sanera_field_error_show (self->error, GTK_WIDGET (self->entry), error_text (problems));
}

/**
 * sanera_due_row_focus:
 * @self: the field
 *
 * Gives the entry the keyboard focus.
 */
void
sanera_due_row_focus (SaneraDueRow *self)
{
  g_return_if_fail (SANERA_IS_DUE_ROW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
