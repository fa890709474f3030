/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

/**
 * SaneraDashboardFigures:
 * @recommendations: (element-type SaneraRecommendation): those with the largest impact first
 * @n_recommendations: how many are to be carried out
 * @activities: (element-type SaneraActivity): the most urgent in progress
 * @n_activities: how many are in progress
 * @n_overdue: how many of them are overdue
 *
 * What the dashboard has read of the lists.
 */
typedef struct
{
  GPtrArray *recommendations;
  gint64 n_recommendations;
  GPtrArray *activities;
  gint64 n_activities;
  gint64 n_overdue;
} SaneraDashboardFigures;

char *sanera_dashboard_summary_new (const char *connection,
                                    const SaneraCacheInfo *info,
                                    const SaneraDashboardFigures *figures,
                                    gint64 now);

G_END_DECLS
