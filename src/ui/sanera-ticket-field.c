/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-ticket-field.h"

#include <glib/gi18n.h>

#include "sanera-field-error.h"
#include "sanera-language.h"
#include "sanera-words.h"

typedef enum
{
  LINE_TASK,
  LINE_TYPE,
  LINE_PRIORITY,
  LINE_DEVICES,
  LINE_DUE_DATE,
  LINE_REQUESTED_BY,
  LINE_STATUS,
  LINE_NOTE,
  N_LINES,
} Line;

struct _SaneraTicketField
{
  AdwBin parent_instance;

  AdwActionRow *ticket_row;
  GtkCheckButton *ticket_check;
  AdwExpanderRow *preview_row;
  AdwPreferencesGroup *split_group;
  AdwActionRow *split_all_row;
  GtkCheckButton *split_all_check;
  AdwActionRow *split_first_row;
  GtkCheckButton *split_first_check;
  GtkLabel *error;

  GtkLabel *lines[N_LINES];
  SaneraRemediationRequest *request;
  SaneraRecommendation *recommendation;
  char *requester;
  gboolean changing;
};

G_DEFINE_FINAL_TYPE (SaneraTicketField, sanera_ticket_field, ADW_TYPE_BIN)

static void
add_line (SaneraTicketField *self, Line line, const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_lines (GTK_LABEL (label), 4);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "sanera-data");
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_expander_row_add_row (self->preview_row, row);
  self->lines[line] = GTK_LABEL (label);
}

static void
set_line (SaneraTicketField *self, Line line, const char *text)
{
  gtk_label_set_text (self->lines[line], text != NULL && *text != '\0' ? text : "–");
}

/* How many devices the (first) ticket names. */
static gint64
ticket_devices (SaneraTicketField *self)
{
  gint64 devices = sanera_remediation_request_get_target_devices (self->request);

  return MIN (devices, SANERA_TICKET_MAX_DEVICES);
}

static void
update_preview (SaneraTicketField *self)
{
  const char *type = sanera_remediation_request_get_remediation_type (self->request);
  g_autofree char *devices = sanera_language_number (ticket_devices (self));
  g_autofree char *due =
      sanera_language_date (sanera_remediation_request_get_effective_due_on (self->request));
  SaneraRecommendationData data;
  g_autofree char *title = NULL;

  sanera_noun_data_init (&sanera_recommendation_noun, &data);
  sanera_noun_data_copy (&sanera_recommendation_noun, &data,
                         sanera_recommendation_get_data (self->recommendation));
  if (g_strcmp0 (data.remediation_type, type) != 0)
    {
      g_clear_pointer (&data.recommendation_name, g_free);
      g_free (data.remediation_type);
      data.remediation_type = g_strdup (type);
    }
  title = sanera_words_recommendation_title (&data, FALSE);
  sanera_noun_data_clear (&sanera_recommendation_noun, &data);

  set_line (self, LINE_TASK, title);
  set_line (self, LINE_TYPE, sanera_words_label (&sanera_remediation_type_enum, type));
  set_line (self, LINE_PRIORITY,
            sanera_words_label (&sanera_priority_enum,
                                sanera_remediation_request_get_priority (self->request)));
  set_line (self, LINE_DEVICES, devices);
  set_line (self, LINE_DUE_DATE, due);
  set_line (self, LINE_REQUESTED_BY, self->requester);
  set_line (self, LINE_STATUS, sanera_words_label (&sanera_security_task_status_enum, "pending"));
  set_line (self, LINE_NOTE, sanera_remediation_request_get_notes (self->request));
}

static void
update_split (SaneraTicketField *self)
{
  gint64 devices = sanera_remediation_request_get_target_devices (self->request);
  gboolean needed = devices > SANERA_TICKET_MAX_DEVICES &&
                    sanera_remediation_request_get_effective_ticket (self->request);
  guint tickets = sanera_ticket_count (devices);
  SaneraTicketSplit split = sanera_remediation_request_get_split (self->request);

  gtk_widget_set_visible (GTK_WIDGET (self->split_group), needed);
  if (needed)
    {
      gint64 rest = devices - SANERA_TICKET_MAX_DEVICES;
      g_autofree char *most = sanera_language_number (SANERA_TICKET_MAX_DEVICES);
      g_autofree char *without = sanera_language_number (rest);
      g_autofree char *number = sanera_language_number (tickets);
      g_autofree char *all = NULL;
      g_autofree char *first = NULL;
      g_autofree char *first_rest = NULL;
      g_autofree char *why = NULL;

      /* Translators: %s is 10,000. */
      why = g_strdup_printf (_ ("At most %s devices go to one security task."), most);
      all = g_strdup_printf (
          /* Translators: what to do with more devices than one security task takes */
          ngettext ("Split into %s security task", "Split into %s security tasks", tickets),
          number);
      /* Translators: %s is 10,000. */
      first = g_strdup_printf (_ ("One security task for the %s most exposed devices"), most);
      first_rest = g_strdup_printf (ngettext ("%s device stays without a ticket",
                                              "%s devices stay without a ticket", (gulong)rest),
                                    without);
      adw_preferences_group_set_description (self->split_group, why);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->split_all_row), all);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->split_first_row), first);
      adw_action_row_set_subtitle (self->split_first_row, first_rest);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->split_first_check),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, first_rest, -1);
    }

  gtk_check_button_set_active (self->split_all_check, split == SANERA_SPLIT_ALL);
  gtk_check_button_set_active (self->split_first_check, split == SANERA_SPLIT_FIRST);
}

static void
update (SaneraTicketField *self)
{
  gboolean attention = sanera_remediation_request_is_attention (self->request);

  self->changing = TRUE;
  gtk_check_button_set_active (self->ticket_check,
                               sanera_remediation_request_get_create_ticket (self->request));
  gtk_widget_set_sensitive (GTK_WIDGET (self->ticket_check), !attention);
  adw_action_row_set_subtitle (
      self->ticket_row, attention ? _ ("No security task: there is no specific action") : "");
  gtk_widget_set_visible (GTK_WIDGET (self->preview_row),
                          sanera_remediation_request_get_effective_ticket (self->request));
  update_split (self);
  self->changing = FALSE;
  update_preview (self);
}

static void
ticket_toggled_cb (SaneraTicketField *self)
{
  if (!self->changing && self->request != NULL)
    sanera_remediation_request_set_create_ticket (self->request,
                                                  gtk_check_button_get_active (self->ticket_check));
}

static void
split_toggled_cb (SaneraTicketField *self)
{
  if (self->changing || self->request == NULL)
    return;

  if (gtk_check_button_get_active (self->split_all_check))
    sanera_remediation_request_set_split (self->request, SANERA_SPLIT_ALL);
  else if (gtk_check_button_get_active (self->split_first_check))
    sanera_remediation_request_set_split (self->request, SANERA_SPLIT_FIRST);
}

static void
sanera_ticket_field_dispose (GObject *object)
{
  SaneraTicketField *self = SANERA_TICKET_FIELD (object);

  g_clear_object (&self->request);
  g_clear_object (&self->recommendation);
  gtk_widget_dispose_template (GTK_WIDGET (self), SANERA_TYPE_TICKET_FIELD);

  G_OBJECT_CLASS (sanera_ticket_field_parent_class)->dispose (object);
}

static void
sanera_ticket_field_finalize (GObject *object)
{
  g_clear_pointer (&SANERA_TICKET_FIELD (object)->requester, g_free);

  G_OBJECT_CLASS (sanera_ticket_field_parent_class)->finalize (object);
}

static void
sanera_ticket_field_class_init (SaneraTicketFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_ticket_field_dispose;
  object_class->finalize = sanera_ticket_field_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-ticket-field.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketField, ticket_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketField, ticket_check);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketField, preview_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketField, split_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketField, split_all_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketField, split_all_check);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketField, split_first_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketField, split_first_check);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketField, error);
  gtk_widget_class_bind_template_callback (widget_class, ticket_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, split_toggled_cb);
}

static void
sanera_ticket_field_init (SaneraTicketField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  add_line (self, LINE_TASK, /* Translators: what the IT administrator is to do */ _ ("Task"));
  add_line (self, LINE_TYPE, _ ("Remediation type"));
  add_line (self, LINE_PRIORITY, _ ("Priority"));
  add_line (self, LINE_DEVICES, _ ("Devices"));
  add_line (self, LINE_DUE_DATE, _ ("Due date"));
  add_line (self, LINE_REQUESTED_BY, _ ("Requested by"));
  add_line (self, LINE_STATUS, _ ("Status"));
  add_line (self, LINE_NOTE, _ ("Requester’s note"));
}

/**
 * sanera_ticket_field_set_request:
 * @self: the field
 * @request: the request whose ticket it shows and changes
 * @recommendation: the recommendation it is about
 *
 * To be called once, after the draft has been read into @request.
 */
void
sanera_ticket_field_set_request (SaneraTicketField *self,
                                 SaneraRemediationRequest *request,
                                 SaneraRecommendation *recommendation)
{
  g_return_if_fail (SANERA_IS_TICKET_FIELD (self));
  g_return_if_fail (self->request == NULL);

  self->request = g_object_ref (request);
  self->recommendation = g_object_ref (recommendation);
  g_signal_connect_object (request, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sanera_ticket_field_set_requester:
 * @self: the field
 * @email: (nullable): of the person who requests
 *
 * Whom the preview names.
 */
void
sanera_ticket_field_set_requester (SaneraTicketField *self, const char *email)
{
  g_return_if_fail (SANERA_IS_TICKET_FIELD (self));

  g_free (self->requester);
  self->requester = g_strdup (email);
  if (self->request != NULL)
    update_preview (self);
}

/**
 * sanera_ticket_field_show_problems:
 * @self: the field
 * @problems: what sanera_remediation_request_validate() found
 *
 * Shows those of @problems that are of this field, in text.
 */
void
sanera_ticket_field_show_problems (SaneraTicketField *self, SaneraRequestProblem problems)
{
  const char *text = NULL;

  g_return_if_fail (SANERA_IS_TICKET_FIELD (self));

  if (problems & SANERA_REQUEST_TICKET_NOT_ALLOWED)
    text = _ ("The Microsoft Intune connection is off: no security task can be created.");
  else if (problems & SANERA_REQUEST_SPLIT_UNDECIDED)
    text = _ ("Choose one of the two: nobody decides this for you.");
  sanera_field_error_show (self->error, GTK_WIDGET (self->split_group), text);
}

/**
 * sanera_ticket_field_focus:
 * @self: the field
 * @problems: what sanera_remediation_request_validate() found
 *
 * Gives the keyboard focus to where the problem is.
 */
void
sanera_ticket_field_focus (SaneraTicketField *self, SaneraRequestProblem problems)
{
  g_return_if_fail (SANERA_IS_TICKET_FIELD (self));

  if (problems & SANERA_REQUEST_SPLIT_UNDECIDED)
    gtk_widget_grab_focus (GTK_WIDGET (self->split_all_check));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->ticket_check));
}
