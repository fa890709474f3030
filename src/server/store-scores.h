/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-score.h"

G_BEGIN_DECLS

/**
 * SaneraScores:
 * @exposure_score: NAN: no data
 * @configuration_points: points reached
 * @configuration_possible: points possible
 * @updated_on: since when it has been so, microseconds
 *
 * The scores of the organisation.
 */
typedef struct
{
  double exposure_score;
  double configuration_points;
  double configuration_possible;
  gint64 updated_on;
} SaneraScores;

gboolean sanera_scores_append_json (SaneraDb *db,
                                    const SaneraFleetFigures *figures,
                                    gint64 now,
                                    GString *out,
                                    GError **error);
gboolean sanera_scores_get (SaneraDb *db, SaneraScores *scores, gboolean *found, GError **error);
gboolean sanera_scores_append_groups (SaneraDb *db, gint64 time, GString *out, GError **error);
gboolean sanera_software_append_json (SaneraDb *db,
                                      const char *recommendation,
                                      GString *out,
                                      gboolean *found,
                                      GError **error);
void sanera_score_append_json (GString *out, gint64 time, double score);

G_END_DECLS
