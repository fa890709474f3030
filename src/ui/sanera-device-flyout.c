/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-device-flyout.h"

#include <glib/gi18n.h>

#include "sanera-activity-columns.h"
#include "sanera-child-list.h"
#include "sanera-device-actions.h"
#include "sanera-device-columns.h"
#include "sanera-facts.h"
#include "sanera-identity-panel.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-recommendation.h"
#include "sanera-row-menu.h"
#include "sanera-sources.h"
#include "sanera-tenant-words.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

typedef enum
{
  FACT_GROUP,
  FACT_PLATFORM,
  FACT_EXPOSURE,
  FACT_ASSESSED,
  FACT_FIRST_SEEN,
  FACT_LAST_SEEN,
  FACT_ADDRESS,
  FACT_RETIRED,
  FACT_ID,
  N_FACTS,
} Fact;

struct _SaneraDeviceFlyout
{
  SaneraFlyout parent_instance;

  GtkWidget *move;
  GtkWidget *retire;
  GtkWidget *restore;
  GtkWidget *merge;
  GtkWidget *withdraw;
  GtkLabel *reason;
  SaneraIdentityPanel *identity;
  GtkWidget *identity_section;
  SaneraFacts *facts;
  SaneraChildList *recommendations;
  SaneraChildList *activities;
};

G_DEFINE_FINAL_TYPE (SaneraDeviceFlyout, sanera_device_flyout, SANERA_TYPE_FLYOUT)

static const char *const fact_names[N_FACTS] = {
  [FACT_GROUP] = N_ ("Device group"),
  [FACT_PLATFORM] = N_ ("OS platform"),
  [FACT_EXPOSURE] = N_ ("Exposure"),
  [FACT_ASSESSED] = N_ ("Last assessed"),
  [FACT_FIRST_SEEN] = N_ ("First seen"),
  [FACT_LAST_SEEN] = N_ ("Last seen"),
  [FACT_ADDRESS] = N_ ("Last IP address"),
  [FACT_RETIRED] = N_ ("Retired on"),
  [FACT_ID] = /* Translators: a fact: by which a device is known */ N_ ("Identifier"),
};

/* Lists below the record */

static void
describe_recommendation (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraRecommendationData *data =
      sanera_recommendation_get_data (SANERA_RECOMMENDATION (record));
  g_autoptr (GString) detail = g_string_new (NULL);
  g_autofree char *number = sanera_language_number (data->weaknesses);
  g_autofree char *sources = sanera_sources_describe (data->sources);

  row->title = sanera_words_recommendation_title (data, FALSE);
  row->uri = g_strconcat ("sanera:", data->id, NULL);
  if (data->highest_severity != NULL)
    g_string_append_printf (detail, "%s · ",
                            sanera_words_label (&sanera_severity_enum, data->highest_severity));
  g_string_append_printf (
      detail, ngettext ("%s weakness", "%s weaknesses", (gulong)data->weaknesses), number);
  if (data->public_exploit)
    g_string_append_printf (detail, " · %s", _ ("Public exploit available"));
  if (sources != NULL)
    g_string_append_printf (detail, "\n%s", sources);
  row->detail = g_string_free (g_steal_pointer (&detail), FALSE);
}

static void
describe_activity (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraActivityData *data = sanera_activity_get_data (SANERA_ACTIVITY (record));
  g_autofree char *ticket = sanera_words_ticket_status (data);
  g_autofree char *created = sanera_language_date (data->created_on);
  g_autofree char *state = sanera_activity_describe_state (data);

  row->title = sanera_words_activity_title (data, FALSE);
  row->uri = g_strconcat ("sanera:", data->id, NULL);
  if (data->ticket_status != NULL && *data->ticket_status != '\0')
    /* Translators: about an activity: its state, the day it was created, the state of its ticket */
    row->detail = g_strdup_printf (_ ("%s · %s · ticket: %s"), state, created, ticket);
  else
    row->detail = g_strdup_printf ("%s · %s", state, created);
}

static void
open_recommendation_cb (SaneraDeviceFlyout *self, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", "recommendations", id);
}

static void
open_activity_cb (SaneraDeviceFlyout *self, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", "remediation", id);
}

static void
show_children (SaneraDeviceFlyout *self, SaneraRecord *record)
{
  SaneraConnection *connection = sanera_flyout_get_connection (SANERA_FLYOUT (self));
  const char *id = record != NULL ? sanera_record_get_id (record) : NULL;
  g_autoptr (SaneraQuery) all_recommendations = NULL;
  g_autoptr (SaneraQuery) recommendations = NULL;
  g_autoptr (SaneraQuery) all_activities = NULL;
  g_autoptr (SaneraQuery) activities = NULL;

  if (id != NULL && connection != NULL)
    {
      all_recommendations = sanera_query_new (SANERA_LIST_DEVICE_RECOMMENDATIONS);
      recommendations = sanera_query_with_parent (all_recommendations, id);
      all_activities = sanera_query_new (SANERA_LIST_DEVICE_ACTIVITIES);
      activities = sanera_query_with_parent (all_activities, id);
    }
  sanera_child_list_show (self->recommendations, connection, recommendations);
  sanera_child_list_show (self->activities, connection, activities);
}

/* The record */

static char *
describe_notice (const SaneraDeviceData *data, gboolean gone)
{
  g_autofree char *reason = NULL;

  if (gone)
    return g_strdup (_ ("This device does not exist any more."));

  switch ((SaneraLocalState)sanera_enum_from_nick (&sanera_local_state_enum, data->local_state))
    {
    case SANERA_LOCAL_STATE_WAITING:
      return g_strdup (_ ("Waiting to be sent: the server has not seen this change yet."));
    case SANERA_LOCAL_STATE_SENDING:
      return g_strdup (_ ("The change was sent, but the answer of the server has not arrived."));
    case SANERA_LOCAL_STATE_REFUSED:
      reason = sanera_words_error_refusal (data->local_error, NULL);
      /* Translators: %s is a sentence that says why */
      return g_strdup_printf (_ ("The server refused the change. %s"), reason);
    default:
      break;
    }
  if (data->retired_on != SANERA_INT_NULL)
    return g_strdup (_ ("Retired: it does not count in recommendations, scores and activities."));

  return NULL;
}

/* One button after the other, as long as nothing is under way already. */
static void
update_actions (SaneraDeviceFlyout *self, const SaneraDeviceData *data, gboolean gone)
{
  const gboolean may =
      sanera_device_actions_may (sanera_flyout_get_connection (SANERA_FLYOUT (self)));
  const gboolean retired = data->retired_on != SANERA_INT_NULL;
  const gboolean waits = data->local_state != NULL;
  const char *read_only;
  const struct
  {
    GtkWidget *button;
    const char *action;
  } buttons[] = {
    { self->move, "device.move" },         { self->retire, "device.retire" },
    { self->restore, "device.return" },    { self->merge, "device.merge" },
    { self->withdraw, "device.withdraw" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (buttons[i].button), "s", data->id);
      /* With an action the button would be as sensitive as that is. */
      gtk_actionable_set_action_name (GTK_ACTIONABLE (buttons[i].button),
                                      may ? buttons[i].action : NULL);
      sanera_names_allow (buttons[i].button, may, self->reason);
    }
  gtk_widget_set_visible (self->move, !gone && !waits);
  gtk_widget_set_visible (self->retire, !gone && !waits && !retired);
  gtk_widget_set_visible (self->restore, !gone && !waits && retired);
  gtk_widget_set_visible (self->merge, !gone && !waits);
  gtk_widget_set_visible (self->withdraw, waits && sanera_enum_from_nick (&sanera_local_state_enum,
                                                                          data->local_state) !=
                                                       SANERA_LOCAL_STATE_SENDING);
  read_only =
      sanera_tenant_words_read_only_at (sanera_flyout_get_connection (SANERA_FLYOUT (self)));
  sanera_flyout_set_text (
      self->reason, read_only != NULL ? read_only
                                      : _ ("Only IT administrators can move, retire and merge "
                                           "devices, and take them apart."));
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->reason)), !may);
  gtk_widget_set_visible (self->identity_section,
                          sanera_identity_panel_show (self->identity, data, may && !waits) &&
                              !gone);
}

static void
update_facts (SaneraDeviceFlyout *self, const SaneraDeviceData *data)
{
  g_autofree char *platform = sanera_device_describe_platform (data);
  g_autofree char *exposure = sanera_device_describe_exposure (data);
  g_autofree char *assessed = sanera_device_describe_assessment (data, g_get_real_time ());
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *retired = NULL;

  if (data->first_seen != SANERA_INT_NULL)
    first = sanera_language_date (data->first_seen);
  if (data->last_seen != SANERA_INT_NULL)
    last = sanera_language_datetime (data->last_seen);
  if (data->retired_on != SANERA_INT_NULL)
    retired = sanera_language_datetime (data->retired_on);
  sanera_facts_set (self->facts, FACT_GROUP, sanera_words_device_group (data->rbac_group_name));
  sanera_facts_set (self->facts, FACT_PLATFORM, platform);
  sanera_facts_set (self->facts, FACT_EXPOSURE, exposure);
  sanera_facts_set (self->facts, FACT_ASSESSED, assessed);
  sanera_facts_set (self->facts, FACT_FIRST_SEEN, first);
  sanera_facts_set (self->facts, FACT_LAST_SEEN, last);
  sanera_facts_set (self->facts, FACT_ADDRESS, data->last_ip_address);
  sanera_facts_set (self->facts, FACT_RETIRED, retired);
  sanera_facts_set (self->facts, FACT_ID, data->id);
}

static void
sanera_device_flyout_show (SaneraFlyout *flyout, SaneraRecord *record)
{
  SANERA_FLYOUT_CLASS (sanera_device_flyout_parent_class)->show (flyout, record);

  show_children (SANERA_DEVICE_FLYOUT (flyout), record);
}

static void
sanera_device_flyout_update (SaneraFlyout *flyout, SaneraRecord *record)
{
  SaneraDeviceFlyout *self = SANERA_DEVICE_FLYOUT (flyout);
  const SaneraDeviceData *data = sanera_device_get_data (SANERA_DEVICE (record));
  const gboolean gone = sanera_record_get_gone (record);
  g_autofree char *state = sanera_device_describe_state (data);
  g_autofree char *notice = describe_notice (data, gone);
  const char *tags[] = { state, NULL };

  sanera_flyout_set_title (flyout, data->computer_dns_name);
  sanera_flyout_set_tags (flyout, tags);
  sanera_flyout_set_notice (flyout, notice);
  sanera_flyout_set_menu (flyout,
                          sanera_row_menu_new (sanera_flyout_get_connection (flyout), record, 0));
  update_actions (self, data, gone);
  update_facts (self, data);
  sanera_child_list_set_count (self->recommendations, data->recommendation_count);
  /* A placeholder has no id yet: its lists are asked for once it has. */
  if (sanera_child_list_get_query (self->recommendations) == NULL)
    show_children (self, record);
}

static void
sanera_device_flyout_class_init (SaneraDeviceFlyoutClass *klass)
{
  SaneraFlyoutClass *flyout_class = SANERA_FLYOUT_CLASS (klass);

  flyout_class->show = sanera_device_flyout_show;
  flyout_class->update = sanera_device_flyout_update;
}

static GtkWidget *
add_button (SaneraDeviceFlyout *self, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", ""); /* of no record yet */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (sanera_flyout_get_actions (SANERA_FLYOUT (self)), button);
  return button;
}

static SaneraChildList *
add_list (SaneraDeviceFlyout *self,
          const char *title,
          SaneraChildRowFunc describe,
          GCallback open_cb)
{
  SaneraChildList *list = sanera_child_list_new (title, describe);

  g_signal_connect_object (list, "open", open_cb, self, G_CONNECT_SWAPPED);
  sanera_flyout_add_section (SANERA_FLYOUT (self), NULL, GTK_WIDGET (list));
  return list;
}

static void
sanera_device_flyout_init (SaneraDeviceFlyout *self)
{
  SaneraFlyout *flyout = SANERA_FLYOUT (self);

  self->move = add_button (self, _ ("Move to device group…"), "device.move");
  self->retire = add_button (
      self, /* Translators: a button: takes a device out of use */ _ ("Retire…"), "device.retire");
  self->restore = add_button (self, _ ("Return to use"), "device.return");
  self->merge = add_button (
      self, /* Translators: a button: of several devices that are the same one */ _ ("Merge…"),
      "device.merge");
  self->withdraw = add_button (self, _ ("Withdraw change"), "device.withdraw");
  sanera_flyout_add_menu (flyout);

  self->reason = sanera_flyout_add_text (flyout, NULL);

  self->facts = sanera_facts_new ();
  for (guint i = 0; i < N_FACTS; i++)
    sanera_facts_add (self->facts, gettext (fact_names[i]));
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->facts));

  self->identity = sanera_identity_panel_new ();
  self->identity_section =
      sanera_flyout_add_section (flyout, _ ("Known by"), GTK_WIDGET (self->identity));
  gtk_widget_set_visible (self->identity_section, FALSE);

  self->recommendations = add_list (self, _ ("Security recommendations"), describe_recommendation,
                                    G_CALLBACK (open_recommendation_cb));
  self->activities = add_list (self, _ ("Remediation activities"), describe_activity,
                               G_CALLBACK (open_activity_cb));
}

/**
 * sanera_device_flyout_new:
 *
 * Returns: (transfer floating): a flyout without a record
 */
SaneraFlyout *
sanera_device_flyout_new (void)
{
  return g_object_new (SANERA_TYPE_DEVICE_FLYOUT, NULL);
}
