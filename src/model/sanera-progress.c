/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-progress.h"

#include "sanera-field.h"
#include "sanera-time.h"

/**
 * sanera_progress_device:
 * @device: what is known
 * @now: microseconds since 1970
 * @reason: (out): a code why it is unknown: "assessmentFailed", "notInLatestReport",
 *   "notAssessedFor30Days" or "neverAssessed"; %NULL in the other states
 *
 * Rule R6: *unknown* takes the place of *exposed*, never of *fixed*: that a device was seen fixed
 * does not become less true with time.
 *
 * Returns: the state of the device
 */
SaneraTargetState
sanera_progress_device (const SaneraProgressDevice *device, gint64 now, const char **reason)
{
  *reason = NULL;
  if (!device->open)
    return SANERA_TARGET_STATE_FIXED;

  if (device->assessed_on == SANERA_INT_NULL)
    *reason = "neverAssessed";
  else if (device->failed)
    *reason = "assessmentFailed";
  else if (device->left_out)
    *reason = "notInLatestReport";
  else if (now - device->assessed_on > SANERA_PROGRESS_DAYS * SANERA_TIME_DAY)
    *reason = "notAssessedFor30Days";

  return *reason != NULL ? SANERA_TARGET_STATE_UNKNOWN_STATE : SANERA_TARGET_STATE_EXPOSED;
}

/**
 * sanera_progress_is_frozen:
 * @status: of the activity
 * @method: how it was completed, 0 when that is not known
 *
 * Returns: whether its numbers stay as they were when it was completed: all but those completed by
 *   the system, which may be reopened by it
 */
gboolean
sanera_progress_is_frozen (SaneraActivityStatus status, SaneraCompletionMethod method)
{
  return status == SANERA_ACTIVITY_STATUS_COMPLETED && method != SANERA_COMPLETION_METHOD_AUTOMATIC;
}

/**
 * sanera_progress_step:
 * @type: of the activity
 * @status: of the activity
 * @method: how it was completed, 0 when it is not or that is not known
 * @targets: devices it covers, without the retired ones
 * @fixed: how many of them are fixed
 * @came_back: how many of them were fixed, and are reported with one of its weaknesses again. A
 *   device that was exposed all the time, as one that is taken back into use, reopens nothing
 *
 * Returns: what rule R6 does to it now
 */
SaneraProgressStep
sanera_progress_step (SaneraRemediationType type,
                      SaneraActivityStatus status,
                      SaneraCompletionMethod method,
                      gint64 targets,
                      gint64 fixed,
                      gint64 came_back)
{
  if (type == SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED || targets <= 0)
    return SANERA_PROGRESS_STAY;
  if (status == SANERA_ACTIVITY_STATUS_ACTIVE && fixed == targets)
    return SANERA_PROGRESS_COMPLETE;
  if (status == SANERA_ACTIVITY_STATUS_COMPLETED && method == SANERA_COMPLETION_METHOD_AUTOMATIC &&
      came_back > 0)
    return SANERA_PROGRESS_REOPEN;
  return SANERA_PROGRESS_STAY;
}
