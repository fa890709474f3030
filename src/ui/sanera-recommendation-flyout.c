/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-recommendation-flyout.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sanera-activity-columns.h"
#include "sanera-child-list.h"
#include "sanera-device.h"
#include "sanera-exception-words.h"
#include "sanera-facts.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-proposal-panel.h"
#include "sanera-recommendation-columns.h"
#include "sanera-request-dialog.h"
#include "sanera-row-menu.h"
#include "sanera-sources.h"
#include "sanera-tenant-words.h"
#include "sanera-threat-icons.h"
#include "sanera-vulnerability.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

typedef enum
{
  FACT_COMPONENT,
  FACT_VENDOR,
  FACT_TYPE,
  FACT_STATUS,
  FACT_PLATFORMS,
  FACT_WEAKNESSES,
  FACT_SEVERITY,
  FACT_THREATS,
  FACT_PROBABILITY,
  FACT_EXPOSED,
  FACT_IMPACT,
  FACT_FIRST_ASSESSED,
  FACT_LAST_ASSESSED,
  N_FACTS,
} Fact;

struct _SaneraRecommendationFlyout
{
  SaneraFlyout parent_instance;

  GtkWidget *request;
  GtkWidget *except;
  GtkLabel *except_reason;
  GtkLabel *request_reason; /* why it cannot be used */
  GtkWidget *proposal_section;
  SaneraProposalPanel *proposal;
  GtkLabel *description;
  SaneraFacts *facts;
  SaneraChildList *devices;
  GtkWidget *installed_section;
  SaneraChildList *installed;
  SaneraChildList *vulnerabilities;
  SaneraChildList *activities;
  SaneraChildList *exceptions;
};

G_DEFINE_FINAL_TYPE (SaneraRecommendationFlyout, sanera_recommendation_flyout, SANERA_TYPE_FLYOUT)

static const char *const fact_names[N_FACTS] = {
  [FACT_COMPONENT] = N_ ("Related component"),
  /* Translators: who makes the software */
  [FACT_VENDOR] = N_ ("Vendor"),
  [FACT_TYPE] = N_ ("Remediation type"),
  [FACT_STATUS] = N_ ("Status"),
  [FACT_PLATFORMS] = N_ ("OS platform"),
  [FACT_WEAKNESSES] = N_ ("Weaknesses"),
  [FACT_SEVERITY] = N_ ("Severity"),
  [FACT_THREATS] = N_ ("Threats"),
  [FACT_PROBABILITY] = N_ ("Probability of exploitation"),
  [FACT_EXPOSED] = N_ ("Exposed devices"),
  [FACT_IMPACT] = N_ ("Impact"),
  [FACT_FIRST_ASSESSED] = N_ ("First found"),
  [FACT_LAST_ASSESSED] = N_ ("Last assessed"),
};

/* Lists below the record */

/* Which scanners say so, and when; where they disagree, that. */
static void
add_sources (SaneraChildRow *row, const char *sources)
{
  g_autofree char *words = sanera_sources_describe (sources);
  g_autofree char *detail = row->detail;

  row->detail =
      words != NULL ? g_strdup_printf ("%s\n%s", detail, words) : g_steal_pointer (&detail);
}

static void
describe_device (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraDeviceData *data = sanera_device_get_data (SANERA_DEVICE (record));
  const char *platform = sanera_words_os_platform (data->os_platform);
  const char *group = sanera_words_device_group (data->rbac_group_name);

  row->title = g_strdup (data->computer_dns_name);
  row->uri = g_strconcat ("sanera:", data->id, NULL);
  if (data->installed_version != NULL && *data->installed_version != '\0')
    row->detail =
        /* Translators: about a device: platform, device group, installed version */
        g_strdup_printf (_ ("%s · %s · version %s"), platform, group, data->installed_version);
  else
    row->detail = g_strdup_printf ("%s · %s", platform, group);
  add_sources (row, data->sources);
}

/* Of those that have the software, which are exposed. */
static void
describe_installed (SaneraRecord *record, SaneraChildRow *row)
{
  const char *state = sanera_device_get_data (SANERA_DEVICE (record))->state;

  describe_device (record, row);
  if (state != NULL)
    {
      g_autofree char *detail = row->detail;

      row->detail = g_strdup_printf ("%s · %s",
                                     sanera_words_label (&sanera_target_state_enum, state), detail);
    }
}

/* The address comes from a scanner's report: nothing but the web may open. */
static gboolean
is_web (const char *uri)
{
  const char *scheme = uri != NULL ? g_uri_peek_scheme (uri) : NULL;

  return g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0;
}

static void
describe_vulnerability (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraVulnerabilityData *data =
      sanera_vulnerability_get_data (SANERA_VULNERABILITY (record));
  g_autoptr (GString) detail = g_string_new (NULL);

  row->title = g_strdup (data->id);
  if (is_web (data->url))
    row->uri = g_strdup (data->url);

  if (data->severity != NULL)
    g_string_append (detail, sanera_words_label (&sanera_severity_enum, data->severity));
  if (!isnan (data->cvss_v3) && data->cvss_v3 > 0)
    {
      g_autofree char *score = sanera_language_decimal (data->cvss_v3, 1);

      g_string_append_printf (detail, detail->len > 0 ? " · CVSS %s" : "CVSS %s", score);
    }
  if (data->known_exploited_on != SANERA_INT_NULL)
    {
      g_autofree char *since = sanera_language_date (data->known_exploited_on);

      g_string_append (detail, detail->len > 0 ? " · " : "");
      /* Translators: %s is a date */
      g_string_append_printf (detail, _ ("exploited in the wild, known since %s"), since);
    }
  else if (data->public_exploit)
    g_string_append_printf (detail, detail->len > 0 ? " · %s" : "%s",
                            _ ("Public exploit available"));
  if (!isnan (data->epss))
    {
      g_autofree char *probability = sanera_recommendation_describe_probability (data->epss);

      g_string_append (detail, detail->len > 0 ? " · " : "");
      /* Translators: %s is a percentage: how probable it is that a weakness is exploited in the
       * next 30 days */
      g_string_append_printf (detail, _ ("%s probability of exploitation"), probability);
    }
  if (detail->len > 0)
    g_string_append (detail, " · ");
  if (data->fixed_version == NULL)
    g_string_append (detail, _ ("no fix yet"));
  else if (*data->fixed_version == '\0')
    g_string_append (detail, _ ("fixed in a later version"));
  else
    /* Translators: %s is a version */
    g_string_append_printf (detail, _ ("fixed in %s"), data->fixed_version);
  row->detail = g_string_free (g_steal_pointer (&detail), FALSE);
  add_sources (row, data->sources);
}

static void
describe_activity (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraActivityData *data = sanera_activity_get_data (SANERA_ACTIVITY (record));
  g_autofree char *progress = sanera_words_progress (data);
  g_autofree char *created = sanera_language_date (data->created_on);
  g_autofree char *state = sanera_activity_describe_state (data);

  row->title = sanera_words_activity_title (data, FALSE);
  row->uri = g_strconcat ("sanera:", data->id, NULL);
  row->detail = g_strdup_printf ("%s · %s · %s", state, progress, created);
}

static void
describe_exception (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraRemediationExceptionData *data =
      sanera_remediation_exception_get_data (SANERA_REMEDIATION_EXCEPTION (record));
  g_autofree char *expires = sanera_exception_words_expires (data, g_get_real_time ());
  g_autofree char *status = sanera_exception_words_status (data);

  row->title = sanera_exception_words_scope (data);
  row->uri = g_strconcat ("sanera:", data->id, NULL);
  row->detail = g_strdup_printf (
      "%s · %s · %s", status, sanera_words_label (&sanera_justification_enum, data->justification),
      expires);
}

static void
open_exception_cb (SaneraRecommendationFlyout *self, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", "exceptions", id);
}

static void
open_activity_cb (SaneraRecommendationFlyout *self, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", "remediation", id);
}

static void
open_device_cb (SaneraRecommendationFlyout *self, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", "devices", id);
}

static void
request_clicked_cb (SaneraRecommendationFlyout *self)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (self));
  SaneraConnection *connection = sanera_flyout_get_connection (SANERA_FLYOUT (self));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (record != NULL && connection != NULL && GTK_IS_WINDOW (root))
    sanera_request_dialog_present (GTK_WINDOW (root), connection, SANERA_RECOMMENDATION (record));
}

/* The record */

static void
show_children (SaneraRecommendationFlyout *self, SaneraConnection *connection, SaneraRecord *record)
{
  const char *id = record != NULL ? sanera_record_get_id (record) : NULL;
  g_autoptr (SaneraQuery) all_devices = NULL;
  g_autoptr (SaneraQuery) devices = NULL;
  g_autoptr (SaneraQuery) all_installed = NULL;
  g_autoptr (SaneraQuery) installed = NULL;
  g_autoptr (SaneraQuery) all_vulnerabilities = NULL;
  g_autoptr (SaneraQuery) vulnerabilities = NULL;
  g_autoptr (SaneraQuery) all_activities = NULL;
  g_autoptr (SaneraQuery) activities = NULL;
  g_autoptr (SaneraQuery) all_exceptions = NULL;
  g_autoptr (SaneraQuery) own_exceptions = NULL;
  g_autoptr (SaneraQuery) exceptions = NULL;

  if (id != NULL && connection != NULL)
    {
      all_devices = sanera_query_new (SANERA_LIST_RECOMMENDATION_DEVICES);
      devices = sanera_query_with_parent (all_devices, id);
      /* Nothing is installed where a configuration is to be changed. */
      if (sanera_recommendation_get_software (id) != NULL)
        {
          all_installed = sanera_query_new (SANERA_LIST_INSTALLED_DEVICES);
          installed = sanera_query_with_parent (all_installed, id);
        }
      all_vulnerabilities = sanera_query_new (SANERA_LIST_RECOMMENDATION_VULNERABILITIES);
      vulnerabilities = sanera_query_with_parent (all_vulnerabilities, id);
      all_activities = sanera_query_new (SANERA_LIST_ACTIVITIES);
      activities = sanera_query_with_filter (all_activities, "recommendationReference",
                                             (const char *const[]){ id, NULL });
      all_exceptions = sanera_query_new (SANERA_LIST_EXCEPTIONS);
      own_exceptions = sanera_query_with_filter (all_exceptions, "recommendationReference",
                                                 (const char *const[]){ id, NULL });
      exceptions = sanera_query_with_filter (
          own_exceptions, "status", (const char *const[]){ "InEffect", "Suspended", NULL });
    }
  sanera_child_list_show (self->devices, connection, devices);
  gtk_widget_set_visible (self->installed_section, installed != NULL);
  sanera_child_list_show (self->installed, connection, installed);
  sanera_child_list_show (self->vulnerabilities, connection, vulnerabilities);
  sanera_child_list_show (self->activities, connection, activities);
  sanera_child_list_show (self->exceptions, connection, exceptions);
}

static void
sanera_recommendation_flyout_show (SaneraFlyout *flyout, SaneraRecord *record)
{
  SaneraRecommendationFlyout *self = SANERA_RECOMMENDATION_FLYOUT (flyout);

  SANERA_FLYOUT_CLASS (sanera_recommendation_flyout_parent_class)->show (flyout, record);

  show_children (self, sanera_flyout_get_connection (flyout), record);
}

static void
set_tags (SaneraFlyout *flyout, const SaneraRecommendationData *data)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();

  for (guint i = 0; data->tags != NULL && data->tags[i] != NULL; i++)
    g_ptr_array_add (tags, (gpointer)sanera_words_tag (data->tags[i]));
  g_ptr_array_add (tags, NULL);
  sanera_flyout_set_tags (flyout, (const char *const *)tags->pdata);
}

static void
set_numbers (SaneraRecommendationFlyout *self, const SaneraRecommendationData *data)
{
  SaneraConnection *connection = sanera_flyout_get_connection (SANERA_FLYOUT (self));
  const SaneraCacheInfo *info = NULL;
  g_autofree char *weaknesses = sanera_language_number (data->weaknesses);
  g_autofree char *exposed = sanera_language_number (data->exposed_machines_count);
  g_autofree char *total = sanera_language_number (data->total_machine_count);
  g_autofree char *of_total = g_strdup_printf (C_ ("exposed devices", "%s / %s"), exposed, total);
  g_autofree char *impact = NULL;
  gint64 device_count = 0;

  if (connection != NULL)
    info = sanera_cache_get_info (sanera_connection_get_cache (connection));
  if (info != NULL)
    device_count = sanera_cache_info_get_impact_base (info);
  impact = sanera_words_impact (data->exposure_sum, device_count, data->config_score_impact);

  /* Below 0: the server does not say for how many there is a fix. */
  if (data->fixable_weaknesses >= 0 && data->fixable_weaknesses < data->weaknesses)
    {
      g_autofree char *open = sanera_language_number (data->weaknesses - data->fixable_weaknesses);
      g_autofree char *both = NULL;

      /* Translators: weaknesses, and for how many of them there is no fix: "38, 3 without a fix" */
      both = g_strdup_printf (_ ("%s, %s without a fix"), weaknesses, open);
      sanera_facts_set (self->facts, FACT_WEAKNESSES, both);
    }
  else
    sanera_facts_set (self->facts, FACT_WEAKNESSES, weaknesses);
  sanera_facts_set (self->facts, FACT_EXPOSED, of_total);
  sanera_facts_set (self->facts, FACT_IMPACT, impact);
}

/* What a role may not do is insensitive, with the reason beside it. */
static void
update_except (SaneraRecommendationFlyout *self, SaneraRecord *record)
{
  SaneraConnection *connection = sanera_flyout_get_connection (SANERA_FLYOUT (self));
  const char *reason = sanera_exception_words_may_not (connection, FALSE);
  const char *id = sanera_record_get_id (record);
  gboolean tenant;

  gtk_widget_set_visible (self->except, id != NULL && !sanera_record_get_gone (record));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->except), "s", id != NULL ? id : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->except),
                                  reason == NULL ? "row.except" : NULL);
  /* Of a tenant it is the same for both buttons, and said once. */
  tenant = sanera_tenant_words_read_only_at (connection) != NULL;
  sanera_names_allow (self->except, reason == NULL,
                      tenant ? self->request_reason : self->except_reason);
  if (tenant)
    reason = NULL;
  sanera_flyout_set_text (self->except_reason, reason);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->except_reason)), reason != NULL);
}

/* What a role may not do is said beside it, not hidden. */
static void
update_request (SaneraRecommendationFlyout *self)
{
  SaneraConnection *connection = sanera_flyout_get_connection (SANERA_FLYOUT (self));
  gboolean may = sanera_row_menu_may_request (connection);
  const SaneraCacheInfo *info =
      connection != NULL ? sanera_cache_get_info (sanera_connection_get_cache (connection)) : NULL;
  g_autofree char *reason = NULL;

  if (sanera_tenant_words_read_only (info) != NULL)
    reason = g_strdup (sanera_tenant_words_read_only (info));
  else if (!may)
    reason = g_strdup_printf (
        /* Translators: %s is a role, such as Reader. */
        _ ("Your role (%s) does not allow requesting remediation."),
        sanera_words_label (&sanera_role_enum, info != NULL ? info->role : NULL));
  sanera_names_allow (self->request, may, self->request_reason);
  sanera_flyout_set_text (self->request_reason, reason);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->request_reason)), !may);
}

/* (transfer full) (nullable): what is to be known before anything else is done about it. */
static char *
describe_notice (SaneraRecord *record, const SaneraRecommendationData *data)
{
  const char *mark = sanera_words_recommendation_local (data);
  g_autofree char *reason = NULL;

  if (sanera_record_get_gone (record))
    return g_strdup (_ ("This recommendation does not exist any more."));
  if (mark == NULL || data->local_error == NULL || *data->local_error == '\0')
    return g_strdup (mark);

  reason = sanera_words_error_refusal (data->local_error, NULL);
  /* Translators: what the server has refused, and one or two sentences that say why: "Request
   * refused by the server: …" */
  return g_strdup_printf (C_ ("refusal", "%s: %s"), mark, reason);
}

static void
sanera_recommendation_flyout_update (SaneraFlyout *flyout, SaneraRecord *record)
{
  SaneraRecommendationFlyout *self = SANERA_RECOMMENDATION_FLYOUT (flyout);
  const SaneraRecommendationData *data =
      sanera_recommendation_get_data (SANERA_RECOMMENDATION (record));
  g_autofree char *title = sanera_words_recommendation_title (data, FALSE);
  g_autofree char *description = sanera_words_recommendation_description (data, FALSE);
  g_autofree char *platforms =
      sanera_recommendation_join_platforms ((const char *const *)data->os_platforms);
  g_autofree char *threats = sanera_threat_icons_to_text (data->public_exploit, data->active_alert);
  g_autofree char *probability = NULL;
  g_autofree char *notice = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  sanera_flyout_set_title (flyout, title);
  set_tags (flyout, data);
  notice = describe_notice (record, data);
  sanera_flyout_set_notice (flyout, notice);
  update_request (self);
  update_except (self, record);
  sanera_flyout_set_menu (flyout,
                          sanera_row_menu_new (sanera_flyout_get_connection (flyout), record, 0));
  sanera_flyout_set_text (self->description, description);

  sanera_facts_set (self->facts, FACT_COMPONENT, data->related_component);
  /* A check has no vendor; ours stand under this word on the wire. */
  sanera_facts_set (self->facts, FACT_VENDOR,
                    g_strcmp0 (data->vendor, "check") == 0 ? NULL : data->vendor);
  sanera_facts_set (self->facts, FACT_TYPE,
                    sanera_words_label (&sanera_remediation_type_enum, data->remediation_type));
  sanera_facts_set (self->facts, FACT_STATUS,
                    sanera_words_label (&sanera_recommendation_status_enum, data->status));
  sanera_facts_set (self->facts, FACT_PLATFORMS, platforms);
  sanera_facts_set (self->facts, FACT_SEVERITY,
                    data->highest_severity != NULL
                        ? sanera_words_label (&sanera_severity_enum, data->highest_severity)
                        : NULL);
  sanera_facts_set (self->facts, FACT_THREATS, threats);
  if (!isnan (data->exploit_probability))
    probability = sanera_recommendation_describe_probability (data->exploit_probability);
  sanera_facts_set (self->facts, FACT_PROBABILITY, probability);
  gtk_widget_set_visible (
      self->proposal_section,
      sanera_proposal_panel_show (self->proposal, sanera_flyout_get_connection (flyout), data));
  set_numbers (self, data);
  if (data->first_assessed_on != SANERA_INT_NULL)
    first = sanera_language_date (data->first_assessed_on);
  if (data->last_assessed_on != SANERA_INT_NULL)
    last = sanera_language_datetime (data->last_assessed_on);
  sanera_facts_set (self->facts, FACT_FIRST_ASSESSED, first);
  sanera_facts_set (self->facts, FACT_LAST_ASSESSED, last);

  sanera_child_list_set_count (self->devices, data->exposed_machines_count);
  /* A tenant tells no number of those that have it, or one that is none: 0, fewer than exposed. */
  sanera_child_list_set_count (self->installed,
                               data->total_machine_count > 0 &&
                                       data->total_machine_count >= data->exposed_machines_count
                                   ? data->total_machine_count
                                   : -1);
  sanera_child_list_set_count (self->vulnerabilities, data->weaknesses);
  sanera_child_list_set_count (self->activities, data->activity_count);
  /* A placeholder has no id yet: its lists are asked for once it has. */
  if (sanera_child_list_get_query (self->devices) == NULL)
    show_children (self, sanera_flyout_get_connection (flyout), record);
}

static void
sanera_recommendation_flyout_class_init (SaneraRecommendationFlyoutClass *klass)
{
  SaneraFlyoutClass *flyout_class = SANERA_FLYOUT_CLASS (klass);

  flyout_class->show = sanera_recommendation_flyout_show;
  flyout_class->update = sanera_recommendation_flyout_update;
}

static void
sanera_recommendation_flyout_init (SaneraRecommendationFlyout *self)
{
  SaneraFlyout *flyout = SANERA_FLYOUT (self);

  self->request = gtk_button_new_with_label (_ ("Remediation options"));
  gtk_widget_add_css_class (self->request, "suggested-action");
  g_signal_connect_swapped (self->request, "clicked", G_CALLBACK (request_clicked_cb), self);
  gtk_box_append (sanera_flyout_get_actions (flyout), self->request);
  self->except = gtk_button_new_with_label (_ ("Exception options"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->except), "s", ""); /* of none yet */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->except), "row.except");
  gtk_box_append (sanera_flyout_get_actions (flyout), self->except);
  sanera_flyout_add_menu (flyout);

  self->request_reason = sanera_flyout_add_text (flyout, NULL);
  self->except_reason = sanera_flyout_add_text (flyout, NULL);
  self->proposal = sanera_proposal_panel_new ();
  self->proposal_section =
      sanera_flyout_add_section (flyout, _ ("Proposed exception"), GTK_WIDGET (self->proposal));
  gtk_widget_set_visible (self->proposal_section, FALSE);
  /* Translators: a heading: what a recommendation says */
  self->description = sanera_flyout_add_text (flyout, _ ("Description"));
  self->facts = sanera_facts_new ();
  for (guint i = 0; i < N_FACTS; i++)
    sanera_facts_add (self->facts, gettext (fact_names[i]));
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->facts));

  self->devices = sanera_child_list_new (_ ("Exposed devices"), describe_device);
  sanera_child_list_set_copy (self->devices, _ ("Copy device names"), "computerDnsName");
  g_signal_connect_object (self->devices, "open", G_CALLBACK (open_device_cb), self,
                           G_CONNECT_SWAPPED);
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->devices));
  /* Translators: a heading over a list: devices that have the software of a recommendation, exposed
   * or not */
  self->installed = sanera_child_list_new (_ ("Installed devices"), describe_installed);
  sanera_child_list_set_copy (self->installed, _ ("Copy device names"), "computerDnsName");
  g_signal_connect_object (self->installed, "open", G_CALLBACK (open_device_cb), self,
                           G_CONNECT_SWAPPED);
  self->installed_section = sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->installed));
  /* Translators: a heading over a list */
  self->vulnerabilities = sanera_child_list_new (_ ("Vulnerabilities"), describe_vulnerability);
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->vulnerabilities));
  self->activities = sanera_child_list_new (_ ("Remediation activities"), describe_activity);
  g_signal_connect_object (self->activities, "open", G_CALLBACK (open_activity_cb), self,
                           G_CONNECT_SWAPPED);
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->activities));
  self->exceptions = sanera_child_list_new (_ ("Exceptions in effect"), describe_exception);
  g_signal_connect_object (self->exceptions, "open", G_CALLBACK (open_exception_cb), self,
                           G_CONNECT_SWAPPED);
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->exceptions));
}

/**
 * sanera_recommendation_flyout_new:
 *
 * Returns: (transfer floating): a flyout without a record
 */
SaneraFlyout *
sanera_recommendation_flyout_new (void)
{
  return g_object_new (SANERA_TYPE_RECOMMENDATION_FLYOUT, NULL);
}
