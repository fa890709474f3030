/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "sanera-sample.h"
#include "sanera-time.h"
#include "store-scores.h"

/* The scores of the sample fleet on the days before: as invented as its devices. Each day it is a
 * little better than the day before, with ups and downs, until it is what it is today. */

/* Of its own, apart from those of sanera-sample.c. */
#define STREAM_HISTORY 100

/* What a day changes on the whole, and how far it strays from that; points of 100. */
#define STEP 0.22
#define STRAY 1.1

static double
get_stray (const SaneraSampleSize *size, guint days_ago)
{
  return ((double)(sanera_sample_random (size->seed, STREAM_HISTORY, days_ago) % 1000) / 1000.0 -
          0.5) *
         2.0 * STRAY;
}

/**
 * sanera_sample_write_history:
 * @db: the server's database, with the scores of today
 * @size: how large the sample is
 * @error: when the database fails
 *
 * Writes the scores of the days before today. Of days on which nothing was assessed there is no
 * exposure score.
 *
 * Returns: whether it went well
 */
gboolean
sanera_sample_write_history (SaneraDb *db, const SaneraSampleSize *size, GError **error)
{
  gint64 today = sanera_time_floor_day (size->now);
  SaneraScores scores;
  gboolean found;

  if (!sanera_scores_get (db, &scores, &found, error) || !found)
    return found;

  for (guint ago = 1; ago < SANERA_HISTORY_DAYS; ago++)
    {
      double higher = STEP * ago + get_stray (size, ago);
      double exposure = isnan (scores.exposure_score)
                            ? (double)NAN
                            : CLAMP (scores.exposure_score + higher, 0.0, 100.0);
      double points =
          CLAMP (scores.configuration_points - higher / 100.0 * scores.configuration_possible, 0.0,
                 scores.configuration_possible);
      gint64 day = today - (gint64)ago * SANERA_TIME_DAY;

      if (!sanera_db_run_sql (db, error,
                              "INSERT INTO score_history (day, exposure_score, "
                              "configuration_points, configuration_possible, updated_on) "
                              "VALUES (?, ?, ?, ?, ?)",
                              "idddi", day, exposure, points, scores.configuration_possible,
                              day + SANERA_TIME_DAY - SANERA_TIME_SECOND))
        return FALSE;
    }

  return TRUE;
}
