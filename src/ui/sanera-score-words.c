/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-score-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sanera-language.h"

/* Less than this is shown as no change. */
#define SAME 0.05

/**
 * sanera_score_words_level:
 * @level: a level of exposure
 *
 * Returns: (transfer none): its word
 */
const char *
sanera_score_words_level (SaneraExposureLevel level)
{
  switch (level)
    {
    case SANERA_EXPOSURE_LEVEL_LOW:
      return C_ ("exposure level", "Low");
    case SANERA_EXPOSURE_LEVEL_MEDIUM:
      return C_ ("exposure level", "Medium");
    case SANERA_EXPOSURE_LEVEL_HIGH:
      return C_ ("exposure level", "High");
    case SANERA_EXPOSURE_LEVEL_NONE:
    default:
      return _ ("No data");
    }
}

/**
 * sanera_score_words_number:
 * @score: an exposure score, or NAN
 *
 * Rounded down, so that the number and its level never contradict each other.
 *
 * Returns: (transfer full): "33"; "–" without data
 */
char *
sanera_score_words_number (double score)
{
  return sanera_language_decimal (floor (score), 0);
}

static char *
format_points (double points)
{
  return sanera_language_decimal (points, fabs (points - round (points)) < SAME ? 0 : 1);
}

/**
 * sanera_score_words_points:
 * @points: points reached
 * @possible: points possible
 *
 * Returns: (transfer full): "12.5 of 40 points"
 */
char *
sanera_score_words_points (double points, double possible)
{
  g_autofree char *reached = format_points (points);
  g_autofree char *all = format_points (possible);

  /* Translators: points reached and points possible of the configuration score */
  return g_strdup_printf (_ ("%s of %s points"), reached, all);
}

/**
 * sanera_score_words_exposure:
 * @info: what is known of the fleet
 *
 * Returns: (transfer full): the exposure score with its level, for a summary and screen readers
 */
char *
sanera_score_words_exposure (const SaneraCacheInfo *info)
{
  g_autofree char *number = sanera_score_words_number (info->exposure_score);

  if (isnan (info->exposure_score))
    return g_strdup (_ ("Exposure score: no data"));

  /* Translators: the exposure score and the word for its level: low, medium or high */
  return g_strdup_printf (_ ("Exposure score: %s of 100 (%s)"), number,
                          sanera_score_words_level (sanera_exposure_level (info->exposure_score)));
}

/**
 * sanera_score_words_basis:
 * @info: what is known of the fleet
 * @now: the time, microseconds
 *
 * Returns: (transfer full): "From 12 of 300 devices, last assessed 9 days ago"
 */
char *
sanera_score_words_basis (const SaneraCacheInfo *info, gint64 now)
{
  g_autofree char *assessed = sanera_language_number (info->assessed_device_count);
  g_autofree char *devices = sanera_language_number (info->device_count);
  g_autofree char *when = sanera_language_relative (info->last_assessed_on, now);

  if (info->tenant && info->last_assessed_on != SANERA_INT_NULL)
    /* Translators: of the exposure score; %s is a time: "2 hours ago" */
    return g_strdup_printf (_ ("Computed by Microsoft Defender %s"), when);
  if (info->last_assessed_on == SANERA_INT_NULL)
    return g_strdup (info->tenant ? _ ("Microsoft Defender has told no score")
                                  : _ ("No device has been assessed yet"));
  if (info->assessed_device_count == 0)
    /* Translators: %s is a time: "40 days ago" */
    return g_strdup_printf (_ ("No device was assessed in the last 30 days; last assessed %s"),
                            when);

  /* Translators: the devices that the score is made from, all devices, a time: "From 12 of 300
     devices, last assessed 9 days ago" */
  return g_strdup_printf (ngettext ("From %s of %s device, last assessed %s",
                                    "From %s of %s devices, last assessed %s",
                                    (gulong)info->device_count),
                          assessed, devices, when);
}

/**
 * sanera_score_words_change:
 * @info: what is known of the fleet
 *
 * Returns: (transfer full): how the exposure score has changed in the history, in words
 */
char *
sanera_score_words_change (const SaneraCacheInfo *info)
{
  g_autofree char *points = NULL;
  g_autofree char *day = NULL;
  double change;
  gint64 since;

  if (!sanera_score_history_get_change ((const SaneraScoreDay *)(void *)info->history->data,
                                        info->history->len, &change, &since))
    return g_strdup (_ ("There is no earlier score to compare with yet"));

  points = sanera_language_decimal (fabs (change), 1);
  day = sanera_language_date (since);
  if (fabs (change) < SAME)
    /* Translators: %s is a date; of the exposure score */
    return g_strdup_printf (_ ("The same as on %s"), day);
  if (change < 0)
    /* Translators: a number with one decimal, and a date; of the exposure score */
    return g_strdup_printf (_ ("%s points lower than on %s"), points, day);

  /* Translators: a number with one decimal, and a date; of the exposure score */
  return g_strdup_printf (_ ("%s points higher than on %s"), points, day);
}

/**
 * sanera_score_words_distribution:
 * @info: what is known of the fleet
 *
 * Returns: (transfer full): how the devices divide into the levels of exposure, in one line
 */
char *
sanera_score_words_distribution (const SaneraCacheInfo *info)
{
  const gint64 *levels = info->exposure_levels;
  g_autofree char *high = sanera_language_number (levels[SANERA_EXPOSURE_LEVEL_HIGH]);
  g_autofree char *medium = sanera_language_number (levels[SANERA_EXPOSURE_LEVEL_MEDIUM]);
  g_autofree char *low = sanera_language_number (levels[SANERA_EXPOSURE_LEVEL_LOW]);
  g_autofree char *none = sanera_language_number (levels[SANERA_EXPOSURE_LEVEL_NONE]);

  /* Translators: how many devices have which level of exposure */
  return g_strdup_printf (_ ("Device exposure: %s high, %s medium, %s low, %s without data"), high,
                          medium, low, none);
}
