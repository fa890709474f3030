/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-flyout.h"

#include <glib/gi18n.h>

#include "sanera-activity-columns.h"
#include "sanera-child-list.h"
#include "sanera-device.h"
#include "sanera-facts.h"
#include "sanera-language.h"
#include "sanera-progress-bar.h"
#include "sanera-row-menu.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

typedef enum
{
  FACT_CREATED_ON,
  FACT_COMPLETED_ON,
  FACT_PRIORITY,
  FACT_REMAINING,
  FACT_GROUPS,
  FACT_CREATED_BY,
  FACT_COMPLETED_BY,
  N_FACTS,
} Fact;

typedef enum
{
  SERVICE_NAME,
  SERVICE_STATUS,
  N_SERVICE_FACTS,
} ServiceFact;

struct _SaneraActivityFlyout
{
  SaneraFlyout parent_instance;

  GtkWidget *edit;
  GtkWidget *withdraw;
  GtkWidget *export;
  GtkLabel *description;
  GtkLabel *steps;
  SaneraFacts *service;
  GtkLabel *progress_state;
  GtkWidget *bar;
  GtkLabel *legend;
  GtkLabel *new_devices;
  SaneraChildList *exposed;
  SaneraChildList *unknown;
  SaneraChildList *fixed;
  SaneraFacts *facts;
  GtkLabel *notes;
  GtkWidget *related;
};

G_DEFINE_FINAL_TYPE (SaneraActivityFlyout, sanera_activity_flyout, SANERA_TYPE_FLYOUT)

static const char *const fact_names[N_FACTS] = {
  [FACT_CREATED_ON] = N_ ("Created on"),     [FACT_COMPLETED_ON] = N_ ("Completed on"),
  [FACT_PRIORITY] = N_ ("Priority"),         [FACT_REMAINING] = N_ ("Remaining time"),
  [FACT_GROUPS] = N_ ("Device groups"),      [FACT_CREATED_BY] = N_ ("Created by"),
  [FACT_COMPLETED_BY] = N_ ("Completed by"),
};

static const SaneraActivityData *
get_data (SaneraActivityFlyout *self)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (self));

  return record != NULL ? sanera_activity_get_data (SANERA_ACTIVITY (record)) : NULL;
}

/* What was not sent yet */

/* Of what the server has: the row shows what the person has done to it already. */
static char *
describe_pending (const SaneraActivityData *data)
{
  g_autofree char *reason = NULL;

  switch ((SaneraLocalState)sanera_enum_from_nick (&sanera_local_state_enum, data->local_state))
    {
    case SANERA_LOCAL_STATE_WAITING:
    case SANERA_LOCAL_STATE_SENDING:
      return g_strdup (_ ("What you did is shown here and waits to be sent."));
    case SANERA_LOCAL_STATE_REFUSED:
      reason = sanera_words_error_refusal (data->local_error, NULL);
      /* Translators: one or two sentences that say why the server has refused it */
      return g_strdup_printf (_ ("What you did was not taken by the server. %s"), reason);
    default:
      return NULL;
    }
}

static char *
describe_local_state (SaneraActivityFlyout *self, const SaneraActivityData *data)
{
  if (data->local_state != NULL && !sanera_activity_data_is_unsent (data))
    return describe_pending (data);

  switch ((SaneraLocalState)sanera_enum_from_nick (&sanera_local_state_enum, data->local_state))
    {
    case SANERA_LOCAL_STATE_WAITING:
      return g_strdup (_ ("Waiting to be sent: the server has not seen this request yet. It is "
                          "sent as soon as the server can be reached."));
    case SANERA_LOCAL_STATE_SENDING:
      return g_strdup (_ ("The request was sent, but the answer of the server has not arrived. It "
                          "can be edited or withdrawn once the server answers."));
    case SANERA_LOCAL_STATE_REFUSED:
      if (data->local_error != NULL && *data->local_error != '\0')
        /* Translators: %s is the reason as the server gave it */
        return g_strdup_printf (_ ("Refused by the server: %s"), data->local_error);
      return g_strdup (_ ("Refused by the server."));
    default:
      return NULL;
    }
}

static void
update_local_state (SaneraActivityFlyout *self, SaneraRecord *record)
{
  const SaneraActivityData *data = sanera_activity_get_data (SANERA_ACTIVITY (record));
  SaneraConnection *connection = sanera_flyout_get_connection (SANERA_FLYOUT (self));
  g_autofree char *notice = describe_local_state (self, data);
  gboolean changeable =
      !sanera_record_get_gone (record) && sanera_row_menu_may_change (connection, data);

  if (sanera_record_get_gone (record))
    sanera_flyout_set_notice (SANERA_FLYOUT (self), _ ("This activity does not exist any more."));
  else
    sanera_flyout_set_notice (SANERA_FLYOUT (self), notice);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit), "s", data->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->withdraw), "s", data->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->export), "s", data->id);
  gtk_widget_set_visible (self->edit, changeable);
  gtk_widget_set_visible (self->withdraw, changeable);
  gtk_widget_set_visible (self->export, !sanera_activity_data_is_unsent (data));
  sanera_flyout_set_menu (SANERA_FLYOUT (self), sanera_row_menu_new (connection, record, 0));
}

static void
related_clicked_cb (SaneraActivityFlyout *self)
{
  const SaneraActivityData *data = get_data (self);

  if (data != NULL && data->recommendation_reference != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", "recommendations",
                                data->recommendation_reference);
}

/* The record */

static void
describe_device (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraDeviceData *data = sanera_device_get_data (SANERA_DEVICE (record));
  g_autoptr (GString) detail = g_string_new (sanera_words_device_group (data->rbac_group_name));

  row->title = g_strdup (data->computer_dns_name);
  row->uri = g_strconcat ("sanera:", data->id, NULL);
  if (sanera_enum_from_nick (&sanera_assessment_result_enum, data->last_assessment_result) ==
      SANERA_ASSESSMENT_RESULT_FAILED)
    g_string_append_printf (detail, " · %s", _ ("Assessment failed"));
  if (data->last_assessed_on != SANERA_INT_NULL)
    {
      g_autofree char *age = sanera_language_relative (data->last_assessed_on, g_get_real_time ());

      g_string_append (detail, " · ");
      /* Translators: %s is a time: "2 hours ago" */
      g_string_append_printf (detail, _ ("last assessed %s"), age);
    }
  row->detail = g_string_free (g_steal_pointer (&detail), FALSE);
}

static void
show_devices (SaneraActivityFlyout *self,
              SaneraChildList *list,
              const char *state,
              SaneraRecord *record)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITY_DEVICES);
  g_autoptr (SaneraQuery) of_activity = NULL;
  g_autoptr (SaneraQuery) query = NULL;

  if (record != NULL && sanera_record_get_id (record) != NULL)
    {
      of_activity = sanera_query_with_parent (all, sanera_record_get_id (record));
      query = sanera_query_with_filter (of_activity, "state", (const char *const[]){ state, NULL });
    }
  sanera_child_list_show (list, sanera_flyout_get_connection (SANERA_FLYOUT (self)), query);
}

static void
show_all_devices (SaneraActivityFlyout *self, SaneraRecord *record)
{
  show_devices (self, self->exposed, "exposed", record);
  show_devices (self, self->unknown, "unknown", record);
  show_devices (self, self->fixed, "fixed", record);
}

static void
sanera_activity_flyout_show (SaneraFlyout *flyout, SaneraRecord *record)
{
  SANERA_FLYOUT_CLASS (sanera_activity_flyout_parent_class)->show (flyout, record);

  show_all_devices (SANERA_ACTIVITY_FLYOUT (flyout), record);
}

/* R1: where nothing can be watched stands "–", not a bar and not a 0. */
static void
update_progress (SaneraActivityFlyout *self, const SaneraActivityData *data)
{
  gboolean shown = sanera_activity_has_progress (data);
  g_autofree char *progress = sanera_words_progress (data);
  g_autofree char *state = NULL;
  g_autofree char *words = sanera_activity_describe_progress (data);
  g_autofree char *fixed = sanera_language_number (shown ? data->fixed_devices : 0);
  g_autofree char *exposed =
      sanera_language_number (shown ? sanera_activity_get_exposed (data) : 0);
  g_autofree char *unknown = sanera_language_number (shown ? MAX (data->unknown_devices, 0) : 0);
  g_autofree char *legend = NULL;
  g_autofree char *fixed_text = NULL;
  g_autofree char *exposed_text = NULL;
  g_autofree char *unknown_text = NULL;

  if (sanera_activity_data_is_unsent (data))
    state = g_strdup (sanera_activity_describe_state (data));
  else
    state = g_strdup_printf (C_ ("progress", "%s, %s"), sanera_activity_describe_state (data),
                             progress);
  sanera_flyout_set_text (self->progress_state, state);

  gtk_widget_set_visible (self->bar, shown);
  sanera_progress_bar_set_progress (SANERA_PROGRESS_BAR (self->bar), data->fixed_devices,
                                    sanera_activity_get_exposed (data), data->unknown_devices);
  sanera_progress_bar_set_text (SANERA_PROGRESS_BAR (self->bar), words);

  /* Translators: legend of a bar; of devices */
  fixed_text = g_strdup_printf (_ ("Fixed: %s"), fixed);
  /* Translators: legend of a bar; of devices */
  exposed_text = g_strdup_printf (_ ("Exposed: %s"), exposed);
  /* Translators: legend of a bar; of devices */
  unknown_text = g_strdup_printf (_ ("Unknown: %s"), unknown);
  legend = g_strdup_printf ("■ %s   ▨ %s   □ %s", fixed_text, unknown_text, exposed_text);
  sanera_flyout_set_text (self->legend, legend);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), shown);

  gtk_widget_set_visible (GTK_WIDGET (self->new_devices), shown && data->new_devices > 0);
  if (data->new_devices > 0)
    {
      g_autofree char *number = sanera_language_number (data->new_devices);
      g_autofree char *text = g_strdup_printf (ngettext ("%s more device since the request",
                                                         "%s more devices since the request",
                                                         (gulong)data->new_devices),
                                               number);

      sanera_flyout_set_text (self->new_devices, text);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->exposed), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->unknown), shown && data->unknown_devices > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->fixed), shown && data->fixed_devices > 0);
  if (shown)
    {
      sanera_child_list_set_count (self->exposed, sanera_activity_get_exposed (data));
      sanera_child_list_set_count (self->unknown, MAX (data->unknown_devices, 0));
      sanera_child_list_set_count (self->fixed, data->fixed_devices);
    }
}

static char *
describe_groups (const SaneraActivityData *data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (data->rbac_group_names == NULL || data->rbac_group_names[0] == NULL)
    return g_strdup (_ ("All device groups"));
  for (guint i = 0; data->rbac_group_names[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? C_ ("list separator", ", ") : "",
                            sanera_words_device_group (data->rbac_group_names[i]));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_facts (SaneraActivityFlyout *self, const SaneraActivityData *data)
{
  gint64 now = g_get_real_time ();
  g_autofree char *created_on = sanera_language_datetime (data->created_on);
  g_autofree char *completed_on = sanera_language_datetime (data->completed_on);
  g_autofree char *remaining = sanera_words_remaining (data, now);
  g_autofree char *groups = describe_groups (data);
  g_autofree char *completed_by = sanera_words_completed_by (data);
  g_autofree char *ticket = sanera_words_ticket_status (data);

  sanera_facts_set (
      self->service, SERVICE_NAME,
      data->ticket_service != NULL && *data->ticket_service != '\0' ? data->ticket_service : "–");
  sanera_facts_set (self->service, SERVICE_STATUS, ticket);

  sanera_facts_set (self->facts, FACT_CREATED_ON, created_on);
  sanera_facts_set (self->facts, FACT_COMPLETED_ON, completed_on);
  sanera_facts_set (self->facts, FACT_PRIORITY,
                    sanera_words_label (&sanera_priority_enum, data->priority));
  sanera_facts_set (self->facts, FACT_REMAINING, remaining);
  sanera_facts_set (self->facts, FACT_GROUPS, groups);
  sanera_facts_set (self->facts, FACT_CREATED_BY,
                    data->requester_email != NULL && *data->requester_email != '\0'
                        ? data->requester_email
                        : "–");
  sanera_facts_set (self->facts, FACT_COMPLETED_BY, completed_by);
}

static void
sanera_activity_flyout_update (SaneraFlyout *flyout, SaneraRecord *record)
{
  SaneraActivityFlyout *self = SANERA_ACTIVITY_FLYOUT (flyout);
  const SaneraActivityData *data = sanera_activity_get_data (SANERA_ACTIVITY (record));
  g_autofree char *title = sanera_words_activity_title (data, FALSE);
  g_autofree char *description = sanera_words_activity_description (data, FALSE);
  g_autofree char *steps = sanera_words_remediation_steps (
      data->type, data->related_component, data->recommended_version, data->remediation_text);
  const char *tags[] = { sanera_words_label (&sanera_remediation_type_enum, data->type), NULL };

  sanera_flyout_set_title (flyout, title);
  sanera_flyout_set_tags (flyout, tags);
  update_local_state (self, record);
  sanera_flyout_set_text (self->description, description);
  sanera_flyout_set_text (self->steps, steps);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->steps)),
                          steps != NULL && *steps != '\0');
  update_progress (self, data);
  update_facts (self, data);
  sanera_flyout_set_text (self->notes, data->requester_notes);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->notes)),
                          data->requester_notes != NULL && *data->requester_notes != '\0');
  gtk_widget_set_visible (self->related, data->recommendation_reference != NULL &&
                                             *data->recommendation_reference != '\0');
  if (sanera_child_list_get_query (self->exposed) == NULL)
    show_all_devices (self, record);
}

static void
connection_state_cb (SaneraActivityFlyout *self)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (self));

  if (record != NULL && sanera_record_get_id (record) != NULL)
    update_local_state (self, record);
}

static void
sanera_activity_flyout_set_connection (SaneraFlyout *flyout, SaneraConnection *connection)
{
  SaneraConnection *old = sanera_flyout_get_connection (flyout);

  if (old != NULL)
    g_signal_handlers_disconnect_by_func (old, connection_state_cb, flyout);

  SANERA_FLYOUT_CLASS (sanera_activity_flyout_parent_class)->set_connection (flyout, connection);

  if (connection != NULL)
    g_signal_connect_object (connection, "notify::state", G_CALLBACK (connection_state_cb), flyout,
                             G_CONNECT_SWAPPED);
}

static void
sanera_activity_flyout_class_init (SaneraActivityFlyoutClass *klass)
{
  SaneraFlyoutClass *flyout_class = SANERA_FLYOUT_CLASS (klass);

  flyout_class->set_connection = sanera_activity_flyout_set_connection;
  flyout_class->show = sanera_activity_flyout_show;
  flyout_class->update = sanera_activity_flyout_update;
}

static GtkWidget *
add_button (SaneraActivityFlyout *self, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  if (action != NULL)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", ""); /* of no record yet */
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
    }
  gtk_box_append (sanera_flyout_get_actions (SANERA_FLYOUT (self)), button);
  return button;
}

static GtkLabel *
append_label (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
open_device_cb (SaneraChildList *list, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (list), "win.show-record", "(ss)", "devices", id);
}

static SaneraChildList *
append_devices (GtkWidget *box, const char *title)
{
  SaneraChildList *list = sanera_child_list_new (title, describe_device);

  sanera_child_list_set_copy (list, _ ("Copy device names"));
  g_signal_connect (list, "open", G_CALLBACK (open_device_cb), NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (list));
  return list;
}

static void
sanera_activity_flyout_init (SaneraActivityFlyout *self)
{
  SaneraFlyout *flyout = SANERA_FLYOUT (self);
  GtkWidget *progress = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->edit = add_button (self, _ ("Edit…"), "row.edit");
  self->withdraw = add_button (self, _ ("Withdraw"), "row.withdraw");
  self->export = add_button (self, _ ("Export to CSV"), "row.export");
  sanera_flyout_add_menu (flyout);

  self->description = sanera_flyout_add_text (flyout, _ ("Description"));
  self->steps = sanera_flyout_add_text (flyout, _ ("Remediation steps"));

  self->service = sanera_facts_new ();
  sanera_facts_add (self->service, _ ("Service"));
  sanera_facts_add (self->service, _ ("Ticket status"));
  sanera_flyout_add_section (flyout, _ ("IT service and device management tools"),
                             GTK_WIDGET (self->service));

  self->progress_state = append_label (progress);
  self->bar = sanera_progress_bar_new ();
  gtk_box_append (GTK_BOX (progress), self->bar);
  self->legend = append_label (progress);
  gtk_widget_add_css_class (GTK_WIDGET (self->legend), "caption");
  self->new_devices = append_label (progress);
  self->exposed = append_devices (progress, _ ("Still exposed"));
  self->unknown = append_devices (progress, C_ ("devices", "Unknown"));
  self->fixed = append_devices (progress, C_ ("devices", "Fixed"));
  sanera_flyout_add_section (flyout, _ ("Device remediation progress"), progress);

  self->facts = sanera_facts_new ();
  for (guint i = 0; i < N_FACTS; i++)
    sanera_facts_add (self->facts, gettext (fact_names[i]));
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->facts));

  self->notes = sanera_flyout_add_text (flyout, _ ("Notes"));

  self->related = gtk_button_new_with_label (_ ("View related recommendation"));
  gtk_widget_set_halign (self->related, GTK_ALIGN_START);
  g_signal_connect_swapped (self->related, "clicked", G_CALLBACK (related_clicked_cb), self);
  sanera_flyout_add_section (flyout, NULL, self->related);
}

/**
 * sanera_activity_flyout_new:
 *
 * Returns: (transfer floating): a flyout without a record
 */
SaneraFlyout *
sanera_activity_flyout_new (void)
{
  return g_object_new (SANERA_TYPE_ACTIVITY_FLYOUT, NULL);
}
