/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-child-columns.h"

#include <glib/gi18n.h>

#include "sanera-activity-columns.h"
#include "sanera-device-columns.h"
#include "sanera-device.h"
#include "sanera-event.h"
#include "sanera-exception-columns.h"
#include "sanera-language.h"
#include "sanera-recommendation-columns.h"
#include "sanera-sources.h"
#include "sanera-vulnerability.h"
#include "sanera-words-event.h"
#include "sanera-words.h"

#define SHOWN SANERA_COLUMN_VISIBLE
#define NEWEST (SANERA_COLUMN_VISIBLE | SANERA_COLUMN_DESCENDING)

/* Devices: as they are to what they are a child of. */

static const SaneraDeviceData *
get_device (SaneraRecord *record)
{
  return sanera_device_get_data (SANERA_DEVICE (record));
}

static char *
name_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (get_device (record)->computer_dns_name);
}

static char *
group_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (sanera_words_device_group (get_device (record)->rbac_group_name));
}

static char *
platform_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_device_describe_platform (get_device (record));
}

static char *
state_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const char *state = get_device (record)->state;

  return state != NULL ? g_strdup (sanera_words_label (&sanera_target_state_enum, state)) : NULL;
}

static char *
version_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (get_device (record)->installed_version);
}

static char *
exposure_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_device_describe_exposure (get_device (record));
}

static void
exposure_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_words (csv, sanera_device_describe_exposure (get_device (record)));
}

/* The field is a sum, which nobody knows by that word. */
static const SaneraColumnCell exposure_cells[] = {
  { NULL, NULL, exposure_write },
  { NULL, NULL, NULL },
};

static char *
seen_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_datetime (get_device (record)->last_seen);
}

static char *
assessed_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_device_describe_assessment (get_device (record), context->now);
}

static char *
device_sources_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_sources_describe (get_device (record)->sources);
}

static const SaneraColumn device_columns[] = {
  /* Translators: a column: the name of a computer */
  { "computerDnsName", N_ ("Device"), "title", 31, SHOWN, name_text },
  { "rbacGroupName", N_ ("Device group"), "rbacGroupName", 20, SHOWN, group_text },
  { "osPlatform", N_ ("OS platform"), "osPlatform", 18, SHOWN, platform_text },
  { "state", N_ ("State of the device"), "state", 14, SHOWN, state_text },
  { "installedVersion", N_ ("Installed version"), "installedVersion", 14, SHOWN, version_text },
  { "exposure", N_ ("Exposure"), "exposure", 14, NEWEST, exposure_text, NULL, NULL, NULL,
    exposure_cells },
  { "lastSeen", N_ ("Last seen"), "lastSeen", 20, NEWEST, seen_text },
  { "lastAssessedOn", N_ ("Last assessed"), "lastAssessedOn", 22, NEWEST, assessed_text },
  /* Translators: a column: the programs that found a vulnerability */
  { "sources", N_ ("Scanners"), NULL, 40, SHOWN, device_sources_text },
};

/* Vulnerabilities */

static const SaneraVulnerabilityData *
get_vulnerability (SaneraRecord *record)
{
  return sanera_vulnerability_get_data (SANERA_VULNERABILITY (record));
}

static char *
id_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (get_vulnerability (record)->id);
}

static char *
severity_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const char *severity = get_vulnerability (record)->severity;

  return severity != NULL ? g_strdup (sanera_words_label (&sanera_severity_enum, severity)) : NULL;
}

static char *
cvss_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_decimal (get_vulnerability (record)->cvss_v3, 1);
}

static char *
epss_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_percent (get_vulnerability (record)->epss);
}

static char *
exploited_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_date (get_vulnerability (record)->known_exploited_on);
}

static void
exploited_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_date (csv, get_vulnerability (record)->known_exploited_on);
}

static const SaneraColumnCell exploited_cells[] = {
  { NULL, NULL, exploited_write },
  { NULL, NULL, NULL },
};

static char *
fixed_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const char *version = get_vulnerability (record)->fixed_version;

  if (version == NULL)
    return g_strdup (_ ("no fix yet"));

  return g_strdup (*version != '\0' ? version : _ ("fixed in a later version"));
}

static char *
affected_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_number (get_vulnerability (record)->exposed_machines);
}

static char *
published_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_date (get_vulnerability (record)->published_on);
}

static char *
link_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (get_vulnerability (record)->url);
}

static char *
sources_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_sources_describe (get_vulnerability (record)->sources);
}

static const SaneraColumn vulnerability_columns[] = {
  /* Translators: a column: the CVE identifier */
  { "id", N_ ("Vulnerability"), "id", 18, SHOWN, id_text },
  /* Translators: a column: Critical, High, Medium, Low */
  { "severity", N_ ("Severity"), "severity", 12, SHOWN, severity_text },
  { "cvssV3", "CVSS", "cvssV3", 8, NEWEST, cvss_text },
  { "epss", N_ ("Probability of exploitation"), "epss", 10, NEWEST, epss_text },
  { "knownExploitedOn", N_ ("Known exploited since"), "knownExploitedOn", 14, NEWEST,
    exploited_text, NULL, NULL, NULL, exploited_cells },
  { "fixedVersion", N_ ("Fixed in"), "fixedVersion", 14, SHOWN, fixed_text },
  { "exposedMachines", N_ ("Exposed devices"), "exposedMachines", 9, NEWEST, affected_text },
  { "publishedOn", N_ ("Published on"), "publishedOn", 14, NEWEST, published_text },
  /* Translators: a column, a noun: the address of a web page about a vulnerability */
  { "url", N_ ("Link"), NULL, 30, SHOWN, link_text },
  { "sources", N_ ("Scanners"), NULL, 40, SHOWN, sources_text },
};

/* History */

static const SaneraEventData *
get_event (SaneraRecord *record)
{
  return sanera_event_get_data (SANERA_EVENT (record));
}

static char *
at_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_datetime (get_event (record)->at);
}

static char *
person_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_words_event_person (get_event (record));
}

static char *
event_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraEventData *data = get_event (record);

  return g_strdup (sanera_words_event_name (data->event, data->entity_type));
}

static char *
details_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_words_event_details (get_event (record));
}

static const SaneraColumn event_columns[] = {
  { "at", N_ ("Date and time"), "at", 20, SHOWN, at_text },
  { "person", N_ ("Done by"), "person", 20, SHOWN, person_text },
  { "event", N_ ("Event"), NULL, 20, SHOWN, event_text },
  { "details", N_ ("Details"), NULL, 30, SHOWN, details_text },
};

/**
 * sanera_child_columns_get:
 * @list: a list that is shown inside a flyout
 * @n_columns: (out): how many
 *
 * Returns: (transfer none) (array length=n_columns): its columns; of rows that have a page of their
 *   own, those of the page
 */
const SaneraColumn *
sanera_child_columns_get (SaneraList list, guint *n_columns)
{
  g_return_val_if_fail (n_columns != NULL, NULL);

  switch (list)
    {
    case SANERA_LIST_RECOMMENDATION_DEVICES:
    case SANERA_LIST_ACTIVITY_DEVICES:
    case SANERA_LIST_SECURITY_TASK_DEVICES:
    case SANERA_LIST_INSTALLED_DEVICES:
      *n_columns = G_N_ELEMENTS (device_columns);
      return device_columns;
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      *n_columns = G_N_ELEMENTS (vulnerability_columns);
      return vulnerability_columns;
    case SANERA_LIST_ACTIVITY_EVENTS:
      *n_columns = G_N_ELEMENTS (event_columns);
      return event_columns;
    case SANERA_LIST_RECOMMENDATIONS:
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      *n_columns = sanera_n_recommendation_columns;
      return sanera_recommendation_columns;
    case SANERA_LIST_ACTIVITIES:
    case SANERA_LIST_DEVICE_ACTIVITIES:
      *n_columns = sanera_n_activity_columns;
      return sanera_activity_columns;
    case SANERA_LIST_EXCEPTIONS:
      *n_columns = sanera_n_exception_columns;
      return sanera_exception_columns;
    case SANERA_LIST_DEVICE_GROUPS:
    case SANERA_LIST_SECURITY_TASKS:
    case SANERA_LIST_DEVICES:
    case SANERA_N_LISTS:
    default:
      *n_columns = 0;
      return NULL;
    }
}
