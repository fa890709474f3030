/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-security-task-flyout.h"

#include <glib/gi18n.h>

#include "sanera-child-list.h"
#include "sanera-device.h"
#include "sanera-facts.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-row-menu.h"
#include "sanera-security-task-columns.h"
#include "sanera-task-decision.h"
#include "sanera-tenant-words.h"
#include "sanera-ticket-rules.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

typedef enum
{
  FACT_STATUS,
  FACT_PRIORITY,
  FACT_DUE_DATE,
  FACT_REMAINING,
  FACT_TARGET_VERSION,
  FACT_DEVICES,
  FACT_REQUESTED_BY,
  FACT_CREATED_ON,
  FACT_DECIDED_BY,
  FACT_DECIDED_ON,
  N_FACTS,
} Fact;

static const char *const fact_names[N_FACTS] = {
  [FACT_STATUS] = N_ ("Status"),
  [FACT_PRIORITY] = N_ ("Priority"),
  [FACT_DUE_DATE] = N_ ("Due date"),
  [FACT_REMAINING] = N_ ("Remaining time"),
  [FACT_TARGET_VERSION] = N_ ("Target version"),
  [FACT_DEVICES] = N_ ("Devices"),
  [FACT_REQUESTED_BY] = N_ ("Requested by"),
  [FACT_CREATED_ON] = N_ ("Created on"),
  [FACT_DECIDED_BY] = N_ ("Decided by"),
  [FACT_DECIDED_ON] = N_ ("Decided on"),
};

struct _SaneraSecurityTaskFlyout
{
  SaneraFlyout parent_instance;

  GtkWidget *approve;
  GtkWidget *reject;
  GtkWidget *complete;
  GtkWidget *withdraw;
  GtkLabel *obstacle;
  GtkLabel *description;
  GtkLabel *steps;
  SaneraFacts *facts;
  GtkLabel *requester_note;
  GtkLabel *note;
  SaneraChildList *devices;
  GtkWidget *export;
  GtkWidget *activity;
};

G_DEFINE_FINAL_TYPE (SaneraSecurityTaskFlyout, sanera_security_task_flyout, SANERA_TYPE_FLYOUT)

static void
describe_device (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraDeviceData *data = sanera_device_get_data (SANERA_DEVICE (record));
  g_autoptr (GString) detail = g_string_new (sanera_words_device_group (data->rbac_group_name));

  row->title = g_strdup (data->computer_dns_name);
  if (data->installed_version != NULL && *data->installed_version != '\0')
    {
      g_string_append (detail, " · ");
      /* Translators: %s is the version that is installed on a device */
      g_string_append_printf (detail, _ ("version %s"), data->installed_version);
    }
  if (data->state != NULL)
    g_string_append_printf (detail, " · %s",
                            sanera_words_label (&sanera_target_state_enum, data->state));
  row->detail = g_string_free (g_steal_pointer (&detail), FALSE);
}

static void
show_devices (SaneraSecurityTaskFlyout *self, SaneraRecord *record)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_SECURITY_TASK_DEVICES);
  g_autoptr (SaneraQuery) query = NULL;

  if (record != NULL && sanera_record_get_id (record) != NULL)
    query = sanera_query_with_parent (all, sanera_record_get_id (record));
  sanera_child_list_show (self->devices, sanera_flyout_get_connection (SANERA_FLYOUT (self)),
                          query);
}

static void
sanera_security_task_flyout_show (SaneraFlyout *flyout, SaneraRecord *record)
{
  SANERA_FLYOUT_CLASS (sanera_security_task_flyout_parent_class)->show (flyout, record);

  show_devices (SANERA_SECURITY_TASK_FLYOUT (flyout), record);
}

static char *
describe_notice (SaneraRecord *record, const SaneraSecurityTaskData *data)
{
  g_autofree char *reason = NULL;

  if (sanera_record_get_gone (record))
    return g_strdup (_ ("This security task does not exist any more."));

  switch (sanera_enum_from_nick (&sanera_local_state_enum, data->local_state))
    {
    case SANERA_LOCAL_STATE_WAITING:
    case SANERA_LOCAL_STATE_SENDING:
      return g_strdup (_ ("What you did is shown here and waits to be sent."));
    case SANERA_LOCAL_STATE_REFUSED:
      reason = sanera_words_error_refusal (data->local_error, NULL);
      return g_strdup_printf (_ ("What you did was not taken by the server. %s"), reason);
    default:
      break;
    }

  /* Nobody has to decide any more, and nobody did. */
  if (data->system_note != NULL)
    /* Translators: %s is why the system has ended a security task: "The activity was completed" */
    return g_strdup_printf (_ ("Ended by the system: %s."),
                            sanera_words_label (&sanera_ticket_end_enum, data->system_note));
  return NULL;
}

static void
update_decisions (SaneraSecurityTaskFlyout *self, SaneraRecord *record)
{
  const SaneraSecurityTaskData *data = sanera_record_get_data (record);
  SaneraConnection *connection = sanera_flyout_get_connection (SANERA_FLYOUT (self));
  const struct
  {
    GtkWidget *button;
    SaneraActionKind kind;
  } decisions[] = {
    { self->approve, SANERA_ACTION_APPROVE_TASK },
    { self->complete, SANERA_ACTION_COMPLETE_TASK },
    { self->reject, SANERA_ACTION_REJECT_TASK },
  };
  g_autofree char *obstacle = sanera_task_decision_find_obstacle (connection, data);
  g_autofree char *notice = describe_notice (record, data);
  gboolean any = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      gboolean offered = !sanera_record_get_gone (record) &&
                         sanera_task_decision_is_offered (data, decisions[i].kind);

      any = any || offered;
      gtk_actionable_set_action_target (GTK_ACTIONABLE (decisions[i].button), "s", data->id);
      gtk_widget_set_visible (decisions[i].button, offered);
    }
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->withdraw), "s", data->id);
  gtk_widget_set_visible (self->withdraw, data->local_state != NULL);

  /* What a person may not do stands there all the same, with the reason beside it. */
  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    gtk_actionable_set_action_name (
        GTK_ACTIONABLE (decisions[i].button),
        obstacle != NULL                                  ? NULL
        : decisions[i].kind == SANERA_ACTION_APPROVE_TASK ? "row.approve"
        : decisions[i].kind == SANERA_ACTION_REJECT_TASK  ? "row.reject"
                                                          : "row.complete-task");
  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    sanera_names_allow (decisions[i].button, obstacle == NULL, self->obstacle);
  sanera_flyout_set_text (self->obstacle, obstacle);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->obstacle)),
                          any && obstacle != NULL);

  sanera_flyout_set_notice (SANERA_FLYOUT (self), notice);
  sanera_flyout_set_menu (SANERA_FLYOUT (self), sanera_row_menu_new (connection, record, 0));
}

static const char *
or_none (const char *text)
{
  return text != NULL && *text != '\0' ? text : "–";
}

static void
update_facts (SaneraSecurityTaskFlyout *self, const SaneraSecurityTaskData *data)
{
  const gint64 now = g_get_real_time ();
  g_autofree char *status = sanera_security_task_describe_status (data);
  g_autofree char *due = sanera_words_security_task_due (data, now);
  g_autofree char *remaining = sanera_words_security_task_remaining (data, now);
  g_autofree char *devices = sanera_language_number (data->managed_device_count);
  g_autofree char *created = sanera_language_datetime (data->created_date_time);
  g_autofree char *decided = sanera_language_datetime (data->decided_on);

  sanera_facts_set (self->facts, FACT_STATUS, status);
  sanera_facts_set (self->facts, FACT_PRIORITY, sanera_security_task_describe_priority (data));
  sanera_facts_set (self->facts, FACT_DUE_DATE, due);
  sanera_facts_set (self->facts, FACT_REMAINING, remaining);
  sanera_facts_set (self->facts, FACT_TARGET_VERSION, or_none (data->recommended_version));
  sanera_facts_set (self->facts, FACT_DEVICES, devices);
  sanera_facts_set (self->facts, FACT_REQUESTED_BY, or_none (data->creator));
  sanera_facts_set (self->facts, FACT_CREATED_ON, created);
  sanera_facts_set (self->facts, FACT_DECIDED_BY, or_none (data->decided_by));
  sanera_facts_set (self->facts, FACT_DECIDED_ON, decided);
}

static void
set_section (GtkLabel *label, const char *text)
{
  sanera_flyout_set_text (label, text);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (label)),
                          text != NULL && *text != '\0');
}

static void
sanera_security_task_flyout_update (SaneraFlyout *flyout, SaneraRecord *record)
{
  SaneraSecurityTaskFlyout *self = SANERA_SECURITY_TASK_FLYOUT (flyout);
  const SaneraSecurityTaskData *data = sanera_record_get_data (record);
  g_autofree char *title = sanera_words_security_task_title (data, FALSE);
  g_autofree char *description = sanera_words_security_task_description (data);
  g_autofree char *steps = sanera_words_remediation_steps (
      data->type, data->related_component, data->recommended_version, data->remediation_text,
      sanera_tenant_words_read_only_at (sanera_flyout_get_connection (flyout)) != NULL);
  const char *tags[] = { sanera_words_label (&sanera_remediation_type_enum, data->type), NULL };

  sanera_flyout_set_title (flyout, title);
  sanera_flyout_set_tags (flyout, tags);
  update_decisions (self, record);
  set_section (self->description, description);
  set_section (self->steps, steps);
  update_facts (self, data);
  set_section (self->requester_note, data->creator_notes);
  set_section (self->note, data->note);
  sanera_child_list_set_count (self->devices, data->managed_device_count);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->export), "s", data->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->activity), "s", data->id);
  gtk_widget_set_visible (self->activity, data->remediation_task_id != NULL);
  if (sanera_child_list_get_query (self->devices) == NULL)
    show_devices (self, record);
}

static void
connection_changed_cb (SaneraSecurityTaskFlyout *self)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (self));

  if (record != NULL && sanera_record_get_id (record) != NULL)
    update_decisions (self, record);
}

static void
sanera_security_task_flyout_set_connection (SaneraFlyout *flyout, SaneraConnection *connection)
{
  SaneraConnection *old = sanera_flyout_get_connection (flyout);

  if (old != NULL)
    g_signal_handlers_disconnect_by_func (sanera_connection_get_cache (old), connection_changed_cb,
                                          flyout);

  SANERA_FLYOUT_CLASS (sanera_security_task_flyout_parent_class)
      ->set_connection (flyout, connection);

  /* Who the person is comes with the first page. */
  if (connection != NULL)
    g_signal_connect_object (sanera_connection_get_cache (connection), "info-changed",
                             G_CALLBACK (connection_changed_cb), flyout, G_CONNECT_SWAPPED);
}

static void
sanera_security_task_flyout_class_init (SaneraSecurityTaskFlyoutClass *klass)
{
  SaneraFlyoutClass *flyout_class = SANERA_FLYOUT_CLASS (klass);

  flyout_class->set_connection = sanera_security_task_flyout_set_connection;
  flyout_class->show = sanera_security_task_flyout_show;
  flyout_class->update = sanera_security_task_flyout_update;
}

static GtkWidget *
make_button (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", ""); /* of no record yet */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
add_button (SaneraSecurityTaskFlyout *self, const char *label, const char *action)
{
  GtkWidget *button = make_button (label, action);

  gtk_box_append (sanera_flyout_get_actions (SANERA_FLYOUT (self)), button);
  return button;
}

static GtkLabel *
make_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  return GTK_LABEL (label);
}

static void
sanera_security_task_flyout_init (SaneraSecurityTaskFlyout *self)
{
  SaneraFlyout *flyout = SANERA_FLYOUT (self);
  GtkWidget *devices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->approve = add_button (self, _ ("Approve"), "row.approve");
  gtk_widget_add_css_class (self->approve, "suggested-action");
  self->complete = add_button (self, _ ("Complete task"), "row.complete-task");
  gtk_widget_add_css_class (self->complete, "suggested-action");
  self->reject = add_button (self, _ ("Reject…"), "row.reject");
  self->withdraw = add_button (self, _ ("Withdraw"), "row.withdraw-decision");
  sanera_flyout_add_menu (flyout);

  self->obstacle = make_text (NULL);
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->obstacle));

  self->description = sanera_flyout_add_text (flyout, _ ("Description"));
  self->steps = sanera_flyout_add_text (flyout, _ ("Remediation steps"));
  self->requester_note = sanera_flyout_add_text (flyout, _ ("Requester’s note"));
  self->note = sanera_flyout_add_text (flyout, _ ("Note from IT"));

  self->devices = sanera_child_list_new (_ ("Devices"), describe_device);
  sanera_child_list_set_copy (self->devices, _ ("Copy device names"), "computerDnsName");
  gtk_box_append (GTK_BOX (devices), GTK_WIDGET (self->devices));
  gtk_box_append (GTK_BOX (devices),
                  GTK_WIDGET (make_text (_ ("Sanera starts no deployment: the list is for the tool "
                                            "that deploys the package."))));
  self->export = make_button (_ ("Export devices to CSV…"), "row.export-devices");
  gtk_widget_set_halign (self->export, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (devices), self->export);
  sanera_flyout_add_section (flyout, _ ("Package deployment"), devices);

  self->facts = sanera_facts_new ();
  for (guint i = 0; i < N_FACTS; i++)
    sanera_facts_add (self->facts, gettext (fact_names[i]));
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->facts));

  self->activity = make_button (_ ("View remediation activity"), "row.activity");
  gtk_widget_set_halign (self->activity, GTK_ALIGN_START);
  sanera_flyout_add_section (flyout, NULL, self->activity);
}

/**
 * sanera_security_task_flyout_new:
 *
 * Returns: (transfer floating): a flyout without a record
 */
SaneraFlyout *
sanera_security_task_flyout_new (void)
{
  return g_object_new (SANERA_TYPE_SECURITY_TASK_FLYOUT, NULL);
}
