/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A device counts in the organisation's score for so long after its last assessment. */
#define SANERA_EXPOSURE_DAYS 30

/**
 * SaneraExposureLevel:
 * @SANERA_EXPOSURE_LEVEL_NONE: no data
 * @SANERA_EXPOSURE_LEVEL_LOW: below 30
 * @SANERA_EXPOSURE_LEVEL_MEDIUM: below 70
 * @SANERA_EXPOSURE_LEVEL_HIGH: 70 and above
 */
typedef enum
{
  SANERA_EXPOSURE_LEVEL_NONE,
  SANERA_EXPOSURE_LEVEL_LOW,
  SANERA_EXPOSURE_LEVEL_MEDIUM,
  SANERA_EXPOSURE_LEVEL_HIGH,
} SaneraExposureLevel;

double sanera_exposure_severity_score (double cvss, const char *severity);
double sanera_exposure_weight (double cvss, const char *severity, gboolean public_exploit);
double sanera_exposure_of_device (double sum);
double sanera_exposure_gain (double sum, double weight);
double sanera_exposure_score (double total, gint64 devices);
gboolean sanera_exposure_is_current (gint64 last_assessed_on, gint64 now);
SaneraExposureLevel sanera_exposure_level (double score);
const char *sanera_exposure_level_nick (SaneraExposureLevel level);

G_END_DECLS
