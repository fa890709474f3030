/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-exposure.h"

#include <math.h>

#include "sanera-enums.h"
#include "sanera-field.h"
#include "sanera-time.h"

/**
 * sanera_exposure_severity_score:
 * @cvss: CVSS base score, 0 to 10; NAN when there is none
 * @severity: (nullable): a nick of #sanera_severity_enum, looked at only without @cvss
 *
 * Returns: how severe a weakness is, 0 to 10; 5 when nothing is known
 */
double
sanera_exposure_severity_score (double cvss, const char *severity)
{
  if (!isnan (cvss))
    return CLAMP (cvss, 0.0, 10.0);

  switch ((SaneraSeverity)sanera_enum_from_nick (&sanera_severity_enum, severity))
    {
    case SANERA_SEVERITY_CRITICAL:
      return 9.5;
    case SANERA_SEVERITY_HIGH:
      return 8.0;
    case SANERA_SEVERITY_MEDIUM:
      return 5.5;
    case SANERA_SEVERITY_LOW:
      return 3.0;
    default:
      return 5.0;
    }
}

/**
 * sanera_exposure_weight:
 * @cvss: see sanera_exposure_severity_score()
 * @severity: (nullable): see there
 * @public_exploit: whether an exploit is public
 *
 * Returns: w, 0 to 1: how much one weakness weighs on a device that has it
 */
double
sanera_exposure_weight (double cvss, const char *severity, gboolean public_exploit)
{
  return sanera_exposure_severity_score (cvss, severity) / 10.0 * (public_exploit ? 1.0 : 0.5);
}

/**
 * sanera_exposure_of_device:
 * @sum: s, the sum over the device's open recommendations of the largest weight of each
 *
 * Returns: e, 0 to below 1
 */
double
sanera_exposure_of_device (double sum)
{
  return sum <= 0.0 ? 0.0 : sum / (sum + 10.0);
}

/**
 * sanera_exposure_gain:
 * @sum: s of a device
 * @weight: the largest weight of one of its open recommendations
 *
 * Returns: by how much e of the device falls when that recommendation is carried out
 */
double
sanera_exposure_gain (double sum, double weight)
{
  return sanera_exposure_of_device (sum) - sanera_exposure_of_device (sum - weight);
}

/**
 * sanera_exposure_score:
 * @total: the sum of e over the devices assessed in the last %SANERA_EXPOSURE_DAYS days
 * @devices: how many those are
 *
 * Returns: the score, 0 to 100; NAN ("No data", never 0) when there is no such device
 */
double
sanera_exposure_score (double total, gint64 devices)
{
  return devices <= 0 ? (double)NAN : 100.0 * total / (double)devices;
}

/**
 * sanera_exposure_is_current:
 * @last_assessed_on: a device's latest assessment, or %SANERA_INT_NULL
 * @now: the time, microseconds
 *
 * Returns: whether the device counts in scores: older assessments are "no data"
 */
gboolean
sanera_exposure_is_current (gint64 last_assessed_on, gint64 now)
{
  return last_assessed_on != SANERA_INT_NULL &&
         last_assessed_on >= now - SANERA_EXPOSURE_DAYS * SANERA_TIME_DAY;
}

/**
 * sanera_exposure_level:
 * @score: a score, or NAN
 *
 * Returns: the level that people read beside it
 */
SaneraExposureLevel
sanera_exposure_level (double score)
{
  if (isnan (score))
    return SANERA_EXPOSURE_LEVEL_NONE;
  if (score < 30.0)
    return SANERA_EXPOSURE_LEVEL_LOW;
  return score < 70.0 ? SANERA_EXPOSURE_LEVEL_MEDIUM : SANERA_EXPOSURE_LEVEL_HIGH;
}

/**
 * sanera_exposure_level_nick:
 * @level: a level
 *
 * Returns: Defender's word for it (`exposureLevel`)
 */
const char *
sanera_exposure_level_nick (SaneraExposureLevel level)
{
  static const char *const nicks[] = { "None", "Low", "Medium", "High" };

  return nicks[level];
}
