/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-dashboard-summary.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sanera-language.h"
#include "sanera-recommendation.h"
#include "sanera-score-words.h"
#include "sanera-words.h"

/* Takes @line. */
static void
add_line (GString *out, char *line)
{
  g_string_append (out, line);
  g_string_append_c (out, '\n');
  g_free (line);
}

static char *
describe_head (const char *connection, const SaneraCacheInfo *info, gint64 now)
{
  g_autofree char *when =
      sanera_language_datetime (info->synced_on != SANERA_INT_NULL ? info->synced_on : now);

  /* Translators: first line of a summary: the name of the connection, and as of when */
  return g_strdup_printf (_ ("Security of the devices, %s, as of %s"), connection, when);
}

static char *
describe_exposure (const SaneraCacheInfo *info, gint64 now)
{
  g_autofree char *exposure = sanera_score_words_exposure (info);
  g_autofree char *basis = sanera_score_words_basis (info, now);
  g_autofree char *change = sanera_score_words_change (info);

  if (isnan (info->exposure_score))
    /* Translators: the exposure score, and what it is made from */
    return g_strdup_printf (C_ ("summary", "%s. %s."), exposure, basis);

  /* Translators: the exposure score, what it is made from, how it has changed */
  return g_strdup_printf (C_ ("summary", "%s. %s. %s."), exposure, basis, change);
}

static char *
describe_configuration (const SaneraCacheInfo *info)
{
  g_autofree char *points = NULL;

  if (info->tenant && info->categories->len > 0)
    {
      points = sanera_language_decimal (info->configuration_points, 0);
      /* Translators: %s is a number of points */
      return g_strdup_printf (_ ("Configuration score: %s points"), points);
    }
  if (info->configuration_possible <= 0)
    return g_strdup (_ ("Configuration score: no data"));

  points = sanera_score_words_points (info->configuration_points, info->configuration_possible);
  /* Translators: %s is "12.5 of 40 points" */
  return g_strdup_printf (_ ("Configuration score: %s"), points);
}

static char *
describe_recommendations (const SaneraCacheInfo *info, const SaneraDashboardFigures *figures)
{
  g_autofree char *number = sanera_language_number (figures->n_recommendations);
  g_autofree char *count = g_strdup_printf (ngettext ("%s recommendation to carry out",
                                                      "%s recommendations to carry out",
                                                      (gulong)figures->n_recommendations),
                                            number);
  const SaneraRecommendationData *first;
  g_autofree char *title = NULL;
  g_autofree char *impact = NULL;

  if (figures->recommendations->len == 0)
    return g_steal_pointer (&count);

  first = sanera_recommendation_get_data (figures->recommendations->pdata[0]);
  title = sanera_words_recommendation_title (first, FALSE);
  impact = sanera_words_impact (first->exposure_sum, sanera_cache_info_get_impact_base (info),
                                first->config_score_impact);
  /* Translators: how many recommendations; the title of the most important one and its impact */
  return g_strdup_printf (_ ("%s; first: %s (impact %s)"), count, title, impact);
}

static char *
describe_activities (const SaneraDashboardFigures *figures)
{
  g_autofree char *number = sanera_language_number (figures->n_activities);
  g_autofree char *late = sanera_language_number (figures->n_overdue);
  g_autofree char *count = g_strdup_printf (ngettext ("%s remediation activity in progress",
                                                      "%s remediation activities in progress",
                                                      (gulong)figures->n_activities),
                                            number);
  g_autofree char *overdue = g_strdup_printf (
      ngettext ("%s of them overdue", "%s of them overdue", (gulong)figures->n_overdue), late);
  g_autofree char *title = NULL;

  if (figures->activities->len == 0)
    return g_steal_pointer (&count);

  title =
      sanera_words_activity_title (sanera_activity_get_data (figures->activities->pdata[0]), FALSE);
  /* Translators: how many activities, how many are overdue, the title of the most urgent one */
  return g_strdup_printf (_ ("%s, %s; first: %s"), count, overdue, title);
}

/**
 * sanera_dashboard_summary_new:
 * @connection: name of the connection
 * @info: what is known of the fleet
 * @figures: what was read of the lists
 * @now: the time, microseconds
 *
 * Returns: (transfer full): six lines for a meeting, in the language of the interface
 */
char *
sanera_dashboard_summary_new (const char *connection,
                              const SaneraCacheInfo *info,
                              const SaneraDashboardFigures *figures,
                              gint64 now)
{
  g_autoptr (GString) out = g_string_new (NULL);

  add_line (out, describe_head (connection, info, now));
  add_line (out, describe_exposure (info, now));
  add_line (out, describe_configuration (info));
  add_line (out, sanera_score_words_distribution (info));
  add_line (out, describe_recommendations (info, figures));
  add_line (out, describe_activities (figures));

  return g_string_free (g_steal_pointer (&out), FALSE);
}
