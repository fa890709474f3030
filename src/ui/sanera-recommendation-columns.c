/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-recommendation-columns.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sanera-column-fit.h"
#include "sanera-device-values.h"
#include "sanera-language.h"
#include "sanera-marked-title.h"
#include "sanera-query.h"
#include "sanera-recommendation.h"
#include "sanera-threat-icons.h"
#include "sanera-words.h"

#define BAR_WIDTH 32
#define BAR_GAP 8

static const SaneraRecommendationData *
get_data (SaneraRecord *record)
{
  return sanera_recommendation_get_data (SANERA_RECOMMENDATION (record));
}

static char *
join (const char *const *values, const char *(*describe) (const char *))
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (text, C_ ("list separator", ", "));
      g_string_append (text, describe (values[i]));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * sanera_recommendation_join_tags:
 * @tags: (nullable): tags of the wire
 *
 * Returns: (transfer full): them for people, in one line; "" for none
 */
char *
sanera_recommendation_join_tags (const char *const *tags)
{
  return join (tags, sanera_words_tag);
}

/**
 * sanera_recommendation_join_platforms:
 * @platforms: (nullable): platforms of the wire
 *
 * Returns: (transfer full): them for people, in one line; "" for none
 */
char *
sanera_recommendation_join_platforms (const char *const *platforms)
{
  return join (platforms, sanera_words_os_platform);
}

static char *
platform_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_recommendation_join_platforms (
      (const char *const *)get_data (record)->os_platforms);
}

static char *
weaknesses_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_number_short (get_data (record)->weaknesses);
}

static char *
weaknesses_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_number (get_data (record)->weaknesses);
}

static char *
component_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (get_data (record)->related_component);
}

static char *
threats_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_threat_icons_to_text (get_data (record)->public_exploit,
                                      get_data (record)->active_alert);
}

static void
threats_draw (SaneraPen *pen, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_threat_icons_draw (pen, get_data (record)->public_exploit,
                            get_data (record)->active_alert);
}

static char *
exposed_of_total (char *exposed, char *total)
{
  /* Translators: exposed devices of all devices: "7 / 37" */
  char *text = g_strdup_printf (C_ ("exposed devices", "%s / %s"), exposed, total);

  g_free (exposed);
  g_free (total);
  return text;
}

static char *
exposed_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraRecommendationData *data = get_data (record);

  return exposed_of_total (sanera_language_number_short (data->exposed_machines_count),
                           sanera_language_number_short (data->total_machine_count));
}

static char *
exposed_full (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraRecommendationData *data = get_data (record);

  return exposed_of_total (sanera_language_number (data->exposed_machines_count),
                           sanera_language_number (data->total_machine_count));
}

static void
exposed_draw (SaneraPen *pen, SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraRecommendationData *data = get_data (record);
  g_autofree char *text = exposed_text (record, context);
  int bar = sanera_pen_get_width (pen) - BAR_WIDTH;

  sanera_pen_write (pen, text, 0, bar - BAR_GAP, SANERA_PEN_END | SANERA_PEN_NUMERIC);
  sanera_pen_draw_exposure (pen, bar, BAR_WIDTH, data->exposed_machines_count,
                            data->total_machine_count);
}

static char *
say_exposed (gint64 devices)
{
  return exposed_of_total (sanera_language_number_short (devices),
                           sanera_language_number_short (devices));
}

static int
exposed_fit (SaneraPen *pen)
{
  return sanera_column_fit_numbers (pen, say_exposed) + BAR_GAP + BAR_WIDTH;
}

static char *
status_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (
      sanera_words_label (&sanera_recommendation_status_enum, get_data (record)->status));
}

/* In full: with what waits for the server, or was refused. */
static char *
status_full (SaneraRecord *record, const SaneraCellContext *context)
{
  g_autofree char *status = status_text (record, context);
  const char *mark = sanera_words_recommendation_local (get_data (record));

  return mark != NULL ? g_strdup_printf ("%s · %s", status, mark) : g_steal_pointer (&status);
}

static char *
type_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (
      sanera_words_label (&sanera_remediation_type_enum, get_data (record)->remediation_type));
}

static char *
activities_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_number (get_data (record)->activity_count);
}

static void
activities_draw (SaneraPen *pen, SaneraRecord *record, const SaneraCellContext *context)
{
  g_autofree char *text = activities_text (record, context);
  SaneraPenStyle style = SANERA_PEN_END | SANERA_PEN_NUMERIC;

  if (get_data (record)->activity_count > 0)
    style |= SANERA_PEN_LINK;
  sanera_pen_write (pen, text, 0, sanera_pen_get_width (pen), style);
}

/* By keyboard the activities are reached from the flyout. */
static gboolean
activities_click (GtkWidget *cell, SaneraRecord *record)
{
  const SaneraRecommendationData *data = get_data (record);
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraQuery) query = NULL;
  g_autofree char *text = NULL;

  if (data->activity_count <= 0)
    return FALSE;

  query = sanera_query_with_filter (all, "recommendationReference",
                                    (const char *const[]){ data->id, NULL });
  text = sanera_query_to_string (query);
  return gtk_widget_activate_action (cell, "win.show-query", "(ss)", "remediation", text);
}

static char *
impact_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraRecommendationData *data = get_data (record);

  return sanera_words_impact (data->exposure_sum, context->device_count, data->config_score_impact);
}

static char *
tags_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_recommendation_join_tags ((const char *const *)get_data (record)->tags);
}

static char *
exposed_after_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const gint64 count = get_data (record)->exposed_after_exceptions;

  return count >= 0 ? sanera_language_number_short (count) : g_strdup ("–");
}

static char *
exposed_after_full (SaneraRecord *record, const SaneraCellContext *context)
{
  const gint64 count = get_data (record)->exposed_after_exceptions;

  return count >= 0 ? sanera_language_number (count) : g_strdup ("–");
}

static char *
impact_after_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraRecommendationData *data = get_data (record);

  if (data->exposure_sum_after_exceptions < 0)
    return g_strdup ("–");
  return sanera_words_impact (data->exposure_sum_after_exceptions, context->device_count,
                              data->config_score_impact);
}

/* Both scores are of a hundred, and one recommendation is never near it in both. */
static int
impact_fit (SaneraPen *pen)
{
  g_autofree char *both = sanera_words_impact (88.88, 100, 88.88);

  return sanera_column_fit_text (pen, both);
}

/* In an exported file */

static void
exposed_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_int (csv, get_data (record)->exposed_machines_count);
}

static void
total_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_int (csv, get_data (record)->total_machine_count);
}

static const SaneraColumnCell exposed_cells[] = {
  { NULL, NULL, exposed_write },
  { N_ ("Devices"), NULL, total_write },
  { NULL, NULL, NULL },
};

/* As many decimals as can mean something. */
static void
write_impact (SaneraCsv *csv, double impact)
{
  sanera_csv_add_double (csv, round (impact * 1e4) / 1e4);
}

static void
write_exposure (SaneraCsv *csv, double sum, const SaneraCellContext *context)
{
  write_impact (csv, context->device_count > 0 && sum >= 0
                         ? 100.0 * sum / (double)context->device_count
                         : NAN);
}

static void
impact_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  write_exposure (csv, get_data (record)->exposure_sum, context);
}

static void
config_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  write_impact (csv, get_data (record)->config_score_impact);
}

static void
impact_after_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  write_exposure (csv, get_data (record)->exposure_sum_after_exceptions, context);
}

static const SaneraColumnCell impact_cells[] = {
  { N_ ("Exposure impact"), NULL, impact_write },
  { N_ ("Configuration score impact"), NULL, config_write },
  { NULL, NULL, NULL },
};

static const SaneraColumnCell impact_after_cells[] = {
  { N_ ("Exposure impact (after exceptions)"), NULL, impact_after_write },
  { NULL, NULL, NULL },
};

/**
 * sanera_recommendation_describe_probability:
 * @probability: that a weakness is exploited in the next 30 days, 0 to 1
 *
 * Most are far below one per cent: what rounds to nothing is not nothing.
 *
 * Returns: (transfer full): "12%", "<1%"
 */
char *
sanera_recommendation_describe_probability (double probability)
{
  g_autofree char *one = NULL;

  if (probability >= 0.01 || probability <= 0.0)
    return sanera_language_percent (probability);
  one = sanera_language_percent (0.01);
  return g_strconcat ("<", one, NULL);
}

static char *
probability_text (SaneraRecord *record, const SaneraCellContext *context)
{
  double probability = get_data (record)->exploit_probability;

  return isnan (probability) ? g_strdup ("–")
                             : sanera_recommendation_describe_probability (probability);
}

static void
probability_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_double (csv, get_data (record)->exploit_probability);
}

static const SaneraColumnCell probability_cells[] = {
  { NULL, NULL, probability_write },
  { NULL, NULL, NULL },
};

#define SHOWN SANERA_COLUMN_VISIBLE
#define NUMBER (SANERA_COLUMN_NUMERIC | SANERA_COLUMN_DESCENDING)
#define DATA SANERA_COLUMN_DATA
#define KEY SANERA_COLUMN_KEY

/* Columns of the page of recommendations, document sentence [124]. What one decides by stands
 * first: the impact, by which the list is sorted, is in view at 1280 pixels beside an open flyout.
 */
const SaneraColumn sanera_recommendation_columns[] = {
  { "title", N_ ("Security recommendation"), "title", 42, SHOWN | DATA | SANERA_COLUMN_EXPAND,
    sanera_marked_title_text, sanera_marked_title_full, sanera_marked_title_draw, NULL,
    sanera_marked_title_cells, 16 },
  /* Translators: a column: how many vulnerabilities a recommendation closes */
  { "weaknesses", N_ ("Weaknesses"), "weaknesses", 0, SHOWN | NUMBER, weaknesses_text,
    weaknesses_full, NULL, NULL },
  { "exposedMachinesCount", N_ ("Exposed devices"), "exposedMachinesCount", 0, SHOWN | NUMBER,
    exposed_text, exposed_full, exposed_draw, NULL, exposed_cells, .fit = exposed_fit },
  /* Translators: a column: how much a score would change */
  { "exposureSum", N_ ("Impact"), "exposureSum", 0, SHOWN | KEY | NUMBER, impact_text, NULL, NULL,
    NULL, impact_cells, .fit = impact_fit },
  /* Translators: a column: whether there are exploits and alerts */
  { "threats", N_ ("Threats"), "threats", 0, SHOWN | SANERA_COLUMN_DESCENDING, threats_text, NULL,
    threats_draw },
  { "osPlatforms", N_ ("OS platform"), "osPlatforms", 13, SHOWN | DATA, platform_text, NULL, NULL,
    NULL, .least = 10 },
  { "relatedComponent", N_ ("Related component"), "relatedComponent", 17, SHOWN | DATA,
    component_text, NULL, NULL, NULL, .least = 12 },
  { "status", N_ ("Status"), "status", 0, SHOWN, status_text, status_full, NULL, NULL,
    .words = &sanera_recommendation_status_enum },
  { "remediationType", N_ ("Remediation type"), "remediationType", 0, SHOWN, type_text, NULL, NULL,
    NULL, .words = &sanera_remediation_type_enum },
  { "activityCount", N_ ("Remediation activities"), "activityCount", 0, SHOWN | NUMBER,
    activities_text, NULL, activities_draw, activities_click },
  /* Translators: a column: short words such as Zero day */
  { "tags", N_ ("Tags"), "tags", 14, SHOWN | DATA, tags_text, NULL, NULL, NULL, .least = 14 },
  { "exposedAfterExceptions", N_ ("Exposed devices (after exceptions)"), "exposedAfterExceptions",
    0, NUMBER, exposed_after_text, exposed_after_full, NULL, NULL },
  { "exposureSumAfterExceptions", N_ ("Impact (after exceptions)"), "exposureSumAfterExceptions", 0,
    NUMBER, impact_after_text, NULL, NULL, NULL, impact_after_cells, .fit = impact_fit },
  { "exploitProbability", N_ ("Probability of exploitation"), "exploitProbability", 0, NUMBER,
    probability_text, NULL, NULL, NULL, probability_cells },
};

const guint sanera_n_recommendation_columns = G_N_ELEMENTS (sanera_recommendation_columns);

static const SaneraEnumValue threats_values[] = {
  { 1, "exploit", N_ ("Public exploit available"), NULL },
  { 2, "alert", N_ ("Active alert"), NULL },
};

static const SaneraEnum threats_enum = { "threats", threats_values, G_N_ELEMENTS (threats_values) };

static const SaneraEnumValue probability_values[] = {
  { 1, "1", N_ ("1 percent or more"), NULL },
  { 2, "10", N_ ("10 percent or more"), NULL },
  { 3, "50", N_ ("50 percent or more"), NULL },
};

static const SaneraEnum probability_enum = { "probability", probability_values,
                                             G_N_ELEMENTS (probability_values) };

static const SaneraEnumValue fix_values[] = {
  { 1, "yes", NC_ ("fix available", "Yes"), "fix available" },
  { 2, "no", NC_ ("fix available", "Not yet"), "fix available" },
};

static const SaneraEnum fix_enum = { "fix", fix_values, G_N_ELEMENTS (fix_values) };

static const SaneraEnumValue exposed_values[] = {
  { 1, "yes", NC_ ("exposed devices", "At least one"), "exposed devices" },
  { 2, "no", NC_ ("exposed devices", "None"), "exposed devices" },
};

static const SaneraEnum exposed_enum = { "exposed", exposed_values, G_N_ELEMENTS (exposed_values) };

static const SaneraEnumValue activity_values[] = {
  { 1, "none", NC_ ("remediation activities", "None yet"), "remediation activities" },
};

static const SaneraEnum activity_enum = { "activity", activity_values,
                                          G_N_ELEMENTS (activity_values) };

static const SaneraEnumValue tag_values[] = {
  { 1, "EOS", N_ ("End of support"), NULL },
  { 2, "ZeroDay", N_ ("Zero day"), NULL },
  { 3, "ExceptionEnded", N_ ("Exception ended"), NULL },
  { 4, "ProposedException", N_ ("Proposed exception"), NULL },
};

static const SaneraEnum tag_enum = { "tag", tag_values, G_N_ELEMENTS (tag_values) };

const SaneraFilter sanera_recommendation_filters[] = {
  { "status", N_ ("Status"), &sanera_recommendation_status_enum, SANERA_FILTER_NONE },
  { "exposed", N_ ("Exposed devices"), &exposed_enum, SANERA_FILTER_NONE },
  { "remediationType", N_ ("Remediation type"), &sanera_remediation_type_enum, SANERA_FILTER_NONE },
  { "threats", N_ ("Threats"), &threats_enum, SANERA_FILTER_NONE },
  { "probability", N_ ("Probability of exploitation"), &probability_enum, SANERA_FILTER_NONE },
  { "fix", N_ ("Fix available"), &fix_enum, SANERA_FILTER_NONE },
  { "activity", N_ ("Remediation activities"), &activity_enum, SANERA_FILTER_NONE },
  { "osPlatform", N_ ("OS platform"), NULL, SANERA_FILTER_NONE, sanera_words_os_platform },
  { "relatedComponent", N_ ("Related component"), NULL, SANERA_FILTER_NONE,
    sanera_device_values_get_component_label },
  { "tag", N_ ("Tags"), &tag_enum, SANERA_FILTER_NONE },
  /* Translators: a filter: what a recommendation is about, such as Network */
  { "recommendationCategory", N_ ("Category"), &sanera_recommendation_category_enum,
    SANERA_FILTER_NONE },
  { "localState", N_ ("Not sent yet"), &sanera_local_state_enum, SANERA_FILTER_NONE },
  { "newSince", N_ ("New since my last visit"), NULL, SANERA_FILTER_VISIT },
};

const guint sanera_n_recommendation_filters = G_N_ELEMENTS (sanera_recommendation_filters);
