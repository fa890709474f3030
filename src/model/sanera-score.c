/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-score.h"

#include <math.h>

#include "sanera-field.h"
#include "sanera-time.h"

/**
 * sanera_fleet_figures_init:
 * @self: (out): the figures of no device
 */
void
sanera_fleet_figures_init (SaneraFleetFigures *self)
{
  *self = (SaneraFleetFigures){ .last_assessed_on = SANERA_INT_NULL };
}

/**
 * sanera_fleet_figures_add:
 * @self: the figures of some devices
 * @sum: s of one more device that is not retired
 * @last_assessed_on: its latest assessment, or %SANERA_INT_NULL
 * @now: the time, microseconds
 *
 * Adds a device. One that was not assessed in the last %SANERA_EXPOSURE_DAYS days counts as "no
 * data", however exposed it was then.
 */
void
sanera_fleet_figures_add (SaneraFleetFigures *self, double sum, gint64 last_assessed_on, gint64 now)
{
  double e = sanera_exposure_of_device (sum);

  self->devices++;
  if (last_assessed_on > self->last_assessed_on) /* SANERA_INT_NULL is below everything */
    self->last_assessed_on = last_assessed_on;
  if (!sanera_exposure_is_current (last_assessed_on, now))
    {
      self->levels[SANERA_EXPOSURE_LEVEL_NONE]++;
      return;
    }

  self->assessed++;
  self->total += e;
  self->levels[sanera_exposure_level (100.0 * e)]++;
}

/**
 * sanera_fleet_figures_get_score:
 * @self: the figures of some devices
 *
 * Returns: their exposure score, 0 to 100; NAN: no data
 */
double
sanera_fleet_figures_get_score (const SaneraFleetFigures *self)
{
  return sanera_exposure_score (self->total, self->assessed);
}

/**
 * sanera_configuration_gain:
 * @weight: points of one configuration recommendation, its severity score, 0 to 10
 * @exposed: devices that it is still to be carried out on
 * @total: devices that it is about
 *
 * Returns: the points that carrying it out on all devices brings
 */
double
sanera_configuration_gain (double weight, gint64 exposed, gint64 total)
{
  if (exposed <= 0)
    return 0.0;

  return weight * (double)MIN (exposed, MAX (total, 1)) / (double)MAX (total, 1);
}

/**
 * sanera_configuration_points:
 * @weight: points of one configuration recommendation
 * @exposed: devices that it is still to be carried out on
 * @total: devices that it is about
 *
 * Each configuration recommendation is worth its points in the share of its devices where it has
 * been carried out.
 *
 * Returns: the points reached
 */
double
sanera_configuration_points (double weight, gint64 exposed, gint64 total)
{
  return weight - sanera_configuration_gain (weight, exposed, total);
}

/**
 * sanera_score_history_first_day:
 * @now: the time, microseconds
 *
 * Returns: the first UTC day of the history: %SANERA_HISTORY_DAYS days with today
 */
gint64
sanera_score_history_first_day (gint64 now)
{
  return sanera_time_floor_day (now) - (SANERA_HISTORY_DAYS - 1) * SANERA_TIME_DAY;
}

/**
 * sanera_score_history_get_change:
 * @days: days of the history, the oldest first; days without a server are missing
 * @n_days: how many
 * @change: (out): by how much the exposure score is higher on the last day with a score than on the
 *   first; below 0: it has fallen
 * @since: (out): that first day
 *
 * Returns: whether there are two days with a score
 */
gboolean
sanera_score_history_get_change (const SaneraScoreDay *days,
                                 guint n_days,
                                 double *change,
                                 gint64 *since)
{
  const SaneraScoreDay *first = NULL;
  const SaneraScoreDay *last = NULL;

  for (guint i = 0; i < n_days; i++)
    {
      if (isnan (days[i].exposure_score))
        continue;
      if (first == NULL)
        first = &days[i];
      last = &days[i];
    }
  if (first == last)
    return FALSE;

  *change = last->exposure_score - first->exposure_score;
  *since = first->day;
  return TRUE;
}

/**
 * sanera_category_score_new:
 * @category: nick of #sanera_recommendation_category_enum
 * @points: points reached
 * @possible: points possible
 *
 * Returns: (transfer full): the score of a category
 */
SaneraCategoryScore *
sanera_category_score_new (const char *category, double points, double possible)
{
  SaneraCategoryScore *self = g_new0 (SaneraCategoryScore, 1);

  self->category = g_strdup (category);
  self->points = points;
  self->possible = possible;

  return self;
}

/**
 * sanera_category_score_free:
 * @self: (transfer full) (nullable): the score of a category
 */
void
sanera_category_score_free (SaneraCategoryScore *self)
{
  if (self == NULL)
    return;

  g_free (self->category);
  g_free (self);
}
