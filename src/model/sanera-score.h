/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-exposure.h"

G_BEGIN_DECLS

/* The line of the scores goes so many UTC days back, today included. */
#define SANERA_HISTORY_DAYS 30

/**
 * SaneraFleetFigures:
 * @devices: devices that are not retired
 * @assessed: those of them that were assessed in the last %SANERA_EXPOSURE_DAYS days
 * @total: the sum of e over the assessed ones
 * @last_assessed_on: the latest assessment, %SANERA_INT_NULL before the first
 * @levels: how many devices have each #SaneraExposureLevel; those that are not assessed have none
 *
 * What the devices come to; for the whole fleet or one group.
 */
typedef struct
{
  gint64 devices;
  gint64 assessed;
  double total;
  gint64 last_assessed_on;
  gint64 levels[SANERA_EXPOSURE_LEVEL_HIGH + 1];
} SaneraFleetFigures;

/**
 * SaneraScoreDay:
 * @day: a UTC day, the midnight that begins it
 * @exposure_score: the last one of that day; NAN: no data
 * @configuration_points: points reached then
 * @configuration_possible: points possible then
 *
 * One day of the history.
 */
typedef struct
{
  gint64 day;
  double exposure_score;
  double configuration_points;
  double configuration_possible;
} SaneraScoreDay;

/**
 * SaneraCategoryScore:
 * @category: nick of #sanera_recommendation_category_enum
 * @points: points reached
 * @possible: points possible
 *
 * The configuration score of one category of recommendations.
 */
typedef struct
{
  char *category;
  double points;
  double possible;
} SaneraCategoryScore;

void sanera_fleet_figures_init (SaneraFleetFigures *self);
void sanera_fleet_figures_add (SaneraFleetFigures *self,
                               double sum,
                               gint64 last_assessed_on,
                               gint64 now);
double sanera_fleet_figures_get_score (const SaneraFleetFigures *self);

double sanera_configuration_gain (double weight, gint64 exposed, gint64 total);
double sanera_configuration_points (double weight, gint64 exposed, gint64 total);

gint64 sanera_score_history_first_day (gint64 now);
gboolean sanera_score_history_get_change (const SaneraScoreDay *days,
                                          guint n_days,
                                          double *change,
                                          gint64 *since);

SaneraCategoryScore *
sanera_category_score_new (const char *category, double points, double possible);
void sanera_category_score_free (SaneraCategoryScore *self);

G_END_DECLS
