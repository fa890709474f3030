/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-device-columns.h"

#include <glib/gi18n.h>

#include "sanera-column-fit.h"
#include "sanera-exposure.h"
#include "sanera-language.h"
#include "sanera-marked-cell.h"
#include "sanera-time.h"
#include "sanera-words.h"

static const SaneraEnumValue level_values[] = {
  { 1, "High", NC_ ("exposure level", "High"), "exposure level" },
  { 2, "Medium", NC_ ("exposure level", "Medium"), "exposure level" },
  { 3, "Low", NC_ ("exposure level", "Low"), "exposure level" },
  { 4, "None", NC_ ("exposure level", "No data"), "exposure level" },
};

static const SaneraEnum level_enum = { "exposureLevel", level_values, G_N_ELEMENTS (level_values) };

static const SaneraDeviceData *
get_data (SaneraRecord *record)
{
  return sanera_device_get_data (SANERA_DEVICE (record));
}

/**
 * sanera_device_describe_state:
 * @data: a device
 *
 * Returns: (transfer full) (nullable): what is to be said of it besides its facts: that a change of
 *   it waits on this computer, or that it is retired; %NULL for nothing
 */
char *
sanera_device_describe_state (const SaneraDeviceData *data)
{
  return sanera_words_status (data->retired_on != SANERA_INT_NULL ? C_ ("device", "Retired") : NULL,
                              data->local_state, data->local_error, data->change);
}

/**
 * sanera_device_describe_exposure:
 * @data: a device
 *
 * Returns: (transfer full): level in words and number: "High (82)"; "No data" when it was not
 *   assessed for so long that it does not count
 */
char *
sanera_device_describe_exposure (const SaneraDeviceData *data)
{
  const char *level = sanera_words_label (&level_enum, data->exposure_level);
  g_autofree char *number = NULL;

  if (sanera_enum_lookup (&level_enum, data->exposure_level) == NULL ||
      g_str_equal (data->exposure_level, "None"))
    return g_strdup (sanera_words_label (&level_enum, "None"));

  /* A tenant tells the level only. */
  if (data->exposure < 0)
    return g_strdup (level);

  number = sanera_language_decimal (100.0 * sanera_exposure_of_device (data->exposure), 0);
  /* Translators: exposure of a device: a level and a number from 0 to 100: "High (82)" */
  return g_strdup_printf (C_ ("exposure", "%s (%s)"), level, number);
}

static gboolean
has_failed (const SaneraDeviceData *data)
{
  return sanera_enum_from_nick (&sanera_assessment_result_enum, data->last_assessment_result) ==
         SANERA_ASSESSMENT_RESULT_FAILED;
}

/**
 * sanera_device_describe_assessment:
 * @data: a device
 * @now: microseconds since 1970
 *
 * Returns: (transfer full): when it was last assessed and, when it did not succeed, the result
 */
char *
sanera_device_describe_assessment (const SaneraDeviceData *data, gint64 now)
{
  g_autofree char *time = NULL;

  /* A tenant does not tell it. */
  if (data->last_assessed_on == SANERA_INT_NULL)
    return g_strdup (data->exposure < 0 ? "–" : C_ ("device", "Never"));

  time = sanera_language_relative (data->last_assessed_on, now);
  if (has_failed (data))
    /* Translators: %s is a time: "2 hours ago" */
    return g_strdup_printf (_ ("%s, assessment failed"), time);

  return g_steal_pointer (&time);
}

/**
 * sanera_device_describe_platform:
 * @data: a device
 *
 * Returns: (transfer full): operating system and its version; "–" when it is not known
 */
char *
sanera_device_describe_platform (const SaneraDeviceData *data)
{
  const char *platform = sanera_words_os_platform (data->os_platform);

  if (data->os_platform == NULL || *data->os_platform == '\0')
    return g_strdup ("–");
  if (data->version == NULL || *data->version == '\0')
    return g_strdup (platform);

  return g_strdup_printf ("%s %s", platform, data->version);
}

static char *
name_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (get_data (record)->computer_dns_name);
}

static char *
name_full (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraDeviceData *data = get_data (record);
  g_autofree char *state = sanera_device_describe_state (data);

  return sanera_marked_cell_join (data->computer_dns_name, state);
}

static void
name_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add (csv, get_data (record)->computer_dns_name);
}

static void
state_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  g_autofree char *state = sanera_device_describe_state (get_data (record));

  sanera_csv_add (csv, state);
}

static const SaneraColumnCell name_cells[] = {
  { NULL, NULL, name_write },
  { N_ ("Status"), NULL, state_write },
  { NULL, NULL, NULL },
};

static void
name_draw (SaneraPen *pen, SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraDeviceData *data = get_data (record);
  g_autofree char *state = sanera_device_describe_state (data);

  sanera_marked_cell_draw (pen, data->computer_dns_name, state);
}

static char *
group_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (sanera_words_device_group (get_data (record)->rbac_group_name));
}

static char *
platform_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_device_describe_platform (get_data (record));
}

static char *
seen_text (SaneraRecord *record, const SaneraCellContext *context)
{
  gint64 last_seen = get_data (record)->last_seen;

  return last_seen != SANERA_INT_NULL ? sanera_language_relative (last_seen, context->now)
                                      : g_strdup ("–");
}

static char *
seen_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_datetime (get_data (record)->last_seen);
}

static char *
assessed_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_device_describe_assessment (get_data (record), context->now);
}

static char *
assessed_full (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraDeviceData *data = get_data (record);
  g_autofree char *time = NULL;

  if (data->last_assessed_on == SANERA_INT_NULL)
    return assessed_text (record, context);

  time = sanera_language_datetime (data->last_assessed_on);
  if (has_failed (data))
    return g_strdup_printf (_ ("%s, assessment failed"), time);

  return g_steal_pointer (&time);
}

static char *
exposure_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_device_describe_exposure (get_data (record));
}

static char *
recommendations_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const gint64 count = get_data (record)->recommendation_count;

  return count >= 0 ? sanera_language_number_short (count) : g_strdup ("–");
}

static char *
recommendations_full (SaneraRecord *record, const SaneraCellContext *context)
{
  const gint64 count = get_data (record)->recommendation_count;

  return count >= 0 ? sanera_language_number (count) : g_strdup ("–");
}

static char *
first_seen_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_date (get_data (record)->first_seen);
}

static char *
retired_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_date (get_data (record)->retired_on);
}

static char *
say_seen (gint64 time)
{
  return sanera_language_relative (time, 0);
}

static int
seen_fit (SaneraPen *pen)
{
  return sanera_column_fit_ages (pen, say_seen);
}

static char *
say_failed (gint64 time)
{
  SaneraDeviceData data;
  g_autofree char *result = g_strdup (
      sanera_enum_to_nick (&sanera_assessment_result_enum, SANERA_ASSESSMENT_RESULT_FAILED));

  sanera_noun_data_init (&sanera_device_noun, &data);
  data.last_assessed_on = time;
  data.last_assessment_result = result;
  return sanera_device_describe_assessment (&data, 0);
}

static int
assessed_fit (SaneraPen *pen)
{
  return MAX (sanera_column_fit_ages (pen, say_failed),
              sanera_column_fit_text (pen, C_ ("device", "Never")));
}

static char *
say_exposure (char *level)
{
  SaneraDeviceData data;

  sanera_noun_data_init (&sanera_device_noun, &data);
  data.exposure_level = level;
  data.exposure = G_MAXDOUBLE;
  return sanera_device_describe_exposure (&data);
}

static int
exposure_fit (SaneraPen *pen)
{
  return sanera_column_fit_values (pen, &level_enum, say_exposure);
}

#define SHOWN SANERA_COLUMN_VISIBLE
#define DATA SANERA_COLUMN_DATA

/* Columns of the page of devices; what one decides by stands before what says how it is known. */
const SaneraColumn sanera_device_columns[] = {
  { "name", N_ ("Device"), "title", 31, SHOWN | DATA | SANERA_COLUMN_EXPAND, name_text, name_full,
    name_draw, NULL, name_cells, 20 },
  { "exposure",
    /* Translators: a column: how much a device is exposed: Low, Medium, High */ N_ ("Exposure"),
    "exposure", 0, SHOWN | SANERA_COLUMN_KEY | SANERA_COLUMN_DESCENDING, exposure_text, NULL, NULL,
    NULL, .fit = exposure_fit },
  { "group", N_ ("Device group"), "rbacGroupName", 20, SHOWN | DATA, group_text, NULL, NULL, NULL,
    .least = 10 },
  { "platform", N_ ("OS platform"), "osPlatform", 18, SHOWN | DATA, platform_text, NULL, NULL, NULL,
    .least = 10 },
  /* Translators: a column: how many security recommendations a device has */
  { "recommendations", N_ ("Recommendations"), "recommendationCount", 0,
    SHOWN | SANERA_COLUMN_NUMERIC | SANERA_COLUMN_DESCENDING, recommendations_text,
    recommendations_full, NULL, NULL },
  { "lastSeen", N_ ("Last seen"), "lastSeen", 0,
    SHOWN | SANERA_COLUMN_KEY | SANERA_COLUMN_DESCENDING, seen_text, seen_full, NULL, NULL,
    .fit = seen_fit },
  { "lastAssessed", N_ ("Last assessed"), "lastAssessedOn", 0, SHOWN | SANERA_COLUMN_DESCENDING,
    assessed_text, assessed_full, NULL, NULL, .fit = assessed_fit },
  { "firstSeen", N_ ("First seen"), "firstSeen", 0, SANERA_COLUMN_DESCENDING, first_seen_text, NULL,
    NULL, NULL, .fit = sanera_column_fit_date },
  { "retiredOn", N_ ("Retired on"), "retiredOn", 0, SANERA_COLUMN_DESCENDING, retired_text, NULL,
    NULL, NULL, .fit = sanera_column_fit_date },
};

const guint sanera_n_device_columns = G_N_ELEMENTS (sanera_device_columns);

static const SaneraEnumValue assessment_values[] = {
  { 1, "failed", N_ ("Assessment failed"), NULL },
  { 2, "old", N_ ("Not assessed for 30 days"), NULL },
};

static const SaneraEnum assessment_enum = { "assessment", assessment_values,
                                            G_N_ELEMENTS (assessment_values) };

static const SaneraEnumValue retired_values[] = {
  { 1, "no", NC_ ("device", "In use"), "device" },
  { 2, "yes", NC_ ("device", "Retired"), "device" },
};

static const SaneraEnum retired_enum = { "retired", retired_values, G_N_ELEMENTS (retired_values) };

static const SaneraEnumValue duplicate_values[] = {
  { 1, "yes", N_ ("May be the same as another device"), NULL },
};

static const SaneraEnum duplicate_enum = { "duplicate", duplicate_values,
                                           G_N_ELEMENTS (duplicate_values) };

const SaneraFilter sanera_device_filters[] = {
  { "rbacGroupName", N_ ("Device group"), NULL, SANERA_FILTER_NONE, sanera_words_device_group },
  { "osPlatform", N_ ("OS platform"), NULL, SANERA_FILTER_NONE, sanera_words_os_platform },
  { "exposureLevel", N_ ("Exposure"), &level_enum, SANERA_FILTER_NONE, NULL },
  { "assessment", /* Translators: a filter: when a device was last scanned */ N_ ("Assessment"),
    &assessment_enum, SANERA_FILTER_NONE, NULL },
  { "retired", N_ ("Status"), &retired_enum, SANERA_FILTER_NONE, NULL },
  { "duplicate", N_ ("Possible duplicates"), &duplicate_enum, SANERA_FILTER_NONE, NULL },
  { "localState", N_ ("Not sent yet"), &sanera_local_state_enum, SANERA_FILTER_NONE, NULL },
};

const guint sanera_n_device_filters = G_N_ELEMENTS (sanera_device_filters);
