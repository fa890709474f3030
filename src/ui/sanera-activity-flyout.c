/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-flyout.h"

#include <glib/gi18n.h>

#include "sanera-activity-columns.h"
#include "sanera-activity-offer.h"
#include "sanera-activity-progress.h"
#include "sanera-activity-rules.h"
#include "sanera-activity-tickets.h"
#include "sanera-child-list.h"
#include "sanera-event.h"
#include "sanera-facts.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-row-menu.h"
#include "sanera-tenant-words.h"
#include "sanera-time.h"
#include "sanera-words-event.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

typedef enum
{
  FACT_CREATED_ON,
  FACT_COMPLETED_ON,
  FACT_PRIORITY,
  FACT_DUE_DATE,
  FACT_REMAINING,
  FACT_GROUPS,
  FACT_CREATED_BY,
  FACT_COMPLETED_BY,
  N_FACTS,
} Fact;

struct _SaneraActivityFlyout
{
  SaneraFlyout parent_instance;

  GtkWidget *complete;
  GtkWidget *reopen;
  GtkWidget *edit;
  GtkWidget *withdraw;
  GtkWidget *export;
  GtkLabel *reason; /* why something cannot be done */
  GtkLabel *retention;
  GtkLabel *description;
  GtkLabel *steps;
  SaneraActivityTickets *tickets;
  SaneraActivityProgress *progress;
  SaneraFacts *facts;
  GtkLabel *notes;
  SaneraChildList *history;
  GtkWidget *related;
};

G_DEFINE_FINAL_TYPE (SaneraActivityFlyout, sanera_activity_flyout, SANERA_TYPE_FLYOUT)

static const char *const fact_names[N_FACTS] = {
  [FACT_CREATED_ON] = N_ ("Created on"),    [FACT_COMPLETED_ON] = N_ ("Completed on"),
  [FACT_PRIORITY] = N_ ("Priority"),        [FACT_DUE_DATE] = N_ ("Due date"),
  [FACT_REMAINING] = N_ ("Remaining time"), [FACT_GROUPS] = N_ ("Device groups"),
  [FACT_CREATED_BY] = N_ ("Created by"),    [FACT_COMPLETED_BY] = N_ ("Completed by"),
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
  g_autofree char *reason = NULL;

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
      if (data->local_error == NULL || *data->local_error == '\0')
        return g_strdup (_ ("Refused by the server."));
      reason = sanera_words_error_refusal (data->local_error, NULL);
      /* Translators: %s is one or two sentences that say why */
      return g_strdup_printf (_ ("Refused by the server: %s"), reason);
    default:
      return NULL;
    }
}

/* A line without words takes no room. */
static void
set_line (GtkLabel *label, const char *text)
{
  sanera_flyout_set_text (label, text);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (label)), text != NULL);
}

static void
set_offer (SaneraActivityFlyout *self,
           GtkWidget *button,
           const char *action,
           const SaneraActivityData *data,
           SaneraActivityOffer offer,
           gboolean gone)
{
  gtk_widget_set_visible (button, offer.shown && !gone);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", data->id);
  /* With an action the button would be as sensitive as that is. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), offer.reason == NULL ? action : NULL);
  sanera_names_allow (button, offer.reason == NULL, self->reason);
}

/* What the role or a rule forbids is insensitive, and says why in visible text. */
static void
update_offers (SaneraActivityFlyout *self, SaneraConnection *connection, SaneraRecord *record)
{
  const SaneraActivityData *data = sanera_activity_get_data (SANERA_ACTIVITY (record));
  const gboolean gone = sanera_record_get_gone (record);
  SaneraActivityOffer complete =
      sanera_activity_offer (connection, data, SANERA_ACTION_COMPLETE_ACTIVITY);
  SaneraActivityOffer reopen =
      sanera_activity_offer (connection, data, SANERA_ACTION_REOPEN_ACTIVITY);
  const char *reason = NULL;

  /* Only what was completed by hand has the button. */
  reopen.shown = reopen.shown && sanera_activity_judge_reopen (data) == SANERA_ACTIVITY_OK;
  set_offer (self, self->complete, "row.complete", data, complete, gone);
  set_offer (self, self->reopen, "row.reopen", data, reopen, gone);
  if (complete.shown)
    reason = complete.reason;
  else if (reopen.shown)
    reason = reopen.reason;
  set_line (self->reason, gone ? NULL : reason);
}

/* R7: "Removed in 12 days"; the last days recommend what the button above does. */
static void
update_retention (SaneraActivityFlyout *self, const SaneraActivityData *data)
{
  const gint64 removal = sanera_activity_get_removal (data);
  gint64 days;
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (removal == SANERA_INT_NULL)
    {
      set_line (self->retention, NULL);
      return;
    }

  days = (removal - g_get_real_time () + SANERA_TIME_DAY - 1) / SANERA_TIME_DAY;
  days = MAX (days, 0);
  number = sanera_language_number (days);
  if (days <= SANERA_RETENTION_NOTICE_DAYS)
    text = g_strdup_printf (ngettext ("Removed in %s day. Export it to CSV to keep it.",
                                      "Removed in %s days. Export it to CSV to keep it.",
                                      (gulong)days),
                            number);
  else
    text = g_strdup_printf (ngettext ("Removed in %s day", "Removed in %s days", (gulong)days),
                            number);
  set_line (self->retention, text);
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
  update_offers (self, connection, record);
  update_retention (self, data);
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
describe_event (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraEventData *data = sanera_event_get_data (SANERA_EVENT (record));
  g_autofree char *time = sanera_language_datetime (data->at);
  g_autofree char *person = sanera_words_event_person (data);
  g_autofree char *details = sanera_words_event_details (data);

  row->title = g_strdup (sanera_words_event_name (data->event, data->entity_type));
  row->detail = *details != '\0' ? g_strdup_printf ("%s · %s\n%s", time, person, details)
                                 : g_strdup_printf ("%s · %s", time, person);
}

static void
show_parts (SaneraActivityFlyout *self, SaneraRecord *record)
{
  SaneraConnection *connection = sanera_flyout_get_connection (SANERA_FLYOUT (self));
  const char *id = record != NULL ? sanera_record_get_id (record) : NULL;
  g_autoptr (SaneraQuery) history = NULL;

  sanera_activity_progress_show (self->progress, connection, id);
  sanera_activity_tickets_show (self->tickets, connection, id);
  if (id != NULL)
    {
      g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITY_EVENTS);

      history = sanera_query_with_parent (all, id);
    }
  sanera_child_list_show (self->history, connection, history);
}

static void
sanera_activity_flyout_show (SaneraFlyout *flyout, SaneraRecord *record)
{
  SANERA_FLYOUT_CLASS (sanera_activity_flyout_parent_class)->show (flyout, record);

  show_parts (SANERA_ACTIVITY_FLYOUT (flyout), record);
}

static void
update_facts (SaneraActivityFlyout *self, const SaneraActivityData *data)
{
  gint64 now = g_get_real_time ();
  g_autofree char *created_on = sanera_language_datetime (data->created_on);
  g_autofree char *completed_on = sanera_language_datetime (data->completed_on);
  g_autofree char *due = sanera_words_due (data, now);
  g_autofree char *remaining = sanera_words_remaining (data, now);
  g_autofree char *groups = sanera_activity_describe_groups (data);
  g_autofree char *completed_by = sanera_words_completed_by (data);

  sanera_facts_set (self->facts, FACT_CREATED_ON, created_on);
  sanera_facts_set (self->facts, FACT_COMPLETED_ON, completed_on);
  sanera_facts_set (self->facts, FACT_PRIORITY,
                    sanera_words_label (&sanera_priority_enum, data->priority));
  sanera_facts_set (self->facts, FACT_DUE_DATE, due);
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
      data->type, data->related_component, data->recommended_version, data->remediation_text,
      sanera_tenant_words_read_only_at (sanera_flyout_get_connection (flyout)) != NULL);
  const char *tags[] = { sanera_words_label (&sanera_remediation_type_enum, data->type), NULL };

  sanera_flyout_set_title (flyout, title);
  sanera_flyout_set_tags (flyout, tags);
  update_local_state (self, record);
  sanera_flyout_set_text (self->description, description);
  sanera_flyout_set_text (self->steps, steps);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->steps)),
                          steps != NULL && *steps != '\0');
  sanera_activity_progress_update (self->progress, data);
  sanera_activity_tickets_update (self->tickets, data);
  update_facts (self, data);
  sanera_flyout_set_text (self->notes, data->requester_notes);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->notes)),
                          data->requester_notes != NULL && *data->requester_notes != '\0');
  gtk_widget_set_visible (self->related, data->recommendation_reference != NULL &&
                                             *data->recommendation_reference != '\0');
  if (sanera_child_list_get_query (self->history) == NULL)
    show_parts (self, record);
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

/* A line below the buttons. */
static GtkLabel *
add_line (SaneraActivityFlyout *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  sanera_flyout_add_section (SANERA_FLYOUT (self), NULL, label);
  return GTK_LABEL (label);
}

static void
sanera_activity_flyout_init (SaneraActivityFlyout *self)
{
  SaneraFlyout *flyout = SANERA_FLYOUT (self);

  self->complete = add_button (self, _ ("Mark as complete"), "row.complete");
  gtk_widget_add_css_class (self->complete, "suggested-action");
  self->reopen = add_button (
      self,
      /* Translators: a button: makes a completed activity one in progress again */ _ ("Reopen"),
      "row.reopen");
  self->edit =
      add_button (self, /* Translators: a button: of a request that waits to be sent */ _ ("Edit…"),
                  "row.edit");
  self->withdraw = add_button (
      self, /* Translators: a button: takes a request back before it is sent */ _ ("Withdraw"),
      "row.withdraw");
  self->export = add_button (self, _ ("Export to CSV"), "row.export");
  sanera_flyout_add_menu (flyout);
  self->reason = add_line (self);
  self->retention = add_line (self);

  self->description = sanera_flyout_add_text (flyout, _ ("Remediation description"));
  self->steps = sanera_flyout_add_text (flyout, _ ("Remediation steps"));
  self->tickets = sanera_activity_tickets_new ();
  sanera_flyout_add_section (flyout, _ ("IT service and device management tools"),
                             GTK_WIDGET (self->tickets));
  self->progress = sanera_activity_progress_new ();
  sanera_flyout_add_section (flyout, _ ("Device remediation progress"),
                             GTK_WIDGET (self->progress));

  self->facts = sanera_facts_new ();
  for (guint i = 0; i < N_FACTS; i++)
    sanera_facts_add (self->facts, gettext (fact_names[i]));
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->facts));

  /* Translators: what the requester wrote for whoever fixes it */
  self->notes = sanera_flyout_add_text (flyout, _ ("Notes"));

  /* Translators: a heading: what happened to an activity, with the times */
  self->history = sanera_child_list_new (_ ("History"), describe_event);
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->history));

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
