/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "sanera-exposure.h"
#include "sanera-field.h"
#include "sanera-progress.h"
#include "sanera-time.h"

#define CLOSE(a, b) g_assert_cmpfloat_with_epsilon ((a), (b), 1e-9)

static void
test_weight (void)
{
  CLOSE (sanera_exposure_weight (10.0, "Low", TRUE), 1.0);
  CLOSE (sanera_exposure_weight (10.0, NULL, FALSE), 0.5);
  CLOSE (sanera_exposure_weight ((double)NAN, "Critical", FALSE), 0.475);
  CLOSE (sanera_exposure_weight ((double)NAN, "High", TRUE), 0.8);
  CLOSE (sanera_exposure_weight ((double)NAN, "Medium", FALSE), 0.275);
  CLOSE (sanera_exposure_weight ((double)NAN, "Low", FALSE), 0.15);
  CLOSE (sanera_exposure_weight ((double)NAN, NULL, FALSE), 0.25);
  CLOSE (sanera_exposure_weight ((double)NAN, "Bogus", FALSE), 0.25);
}

static void
test_device_and_score (void)
{
  CLOSE (sanera_exposure_of_device (0.0), 0.0);
  CLOSE (sanera_exposure_of_device (10.0), 0.5);
  CLOSE (sanera_exposure_gain (10.0, 10.0), 0.5);
  CLOSE (sanera_exposure_gain (1.0, 0.5), 1.0 / 11.0 - 0.5 / 10.5);
  CLOSE (sanera_exposure_score (1.5, 3), 50.0);
  g_assert_true (isnan (sanera_exposure_score (0.0, 0)));

  g_assert_cmpint (sanera_exposure_level ((double)NAN), ==, SANERA_EXPOSURE_LEVEL_NONE);
  g_assert_cmpint (sanera_exposure_level (0.0), ==, SANERA_EXPOSURE_LEVEL_LOW);
  g_assert_cmpint (sanera_exposure_level (29.9), ==, SANERA_EXPOSURE_LEVEL_LOW);
  g_assert_cmpint (sanera_exposure_level (30.0), ==, SANERA_EXPOSURE_LEVEL_MEDIUM);
  g_assert_cmpint (sanera_exposure_level (70.0), ==, SANERA_EXPOSURE_LEVEL_HIGH);
}

/* Fixing any one recommendation lowers the score, however many there are on the device. */
static void
test_every_fix_helps (void)
{
  double sum = 500.0;

  for (double weight = 0.05; weight <= 1.0; weight += 0.05)
    g_assert_cmpfloat (sanera_exposure_gain (sum, weight), >, 0.0);
}

static void
test_device_state (void)
{
  const gint64 now = sanera_date_new (2026, 3, 31);
  const char *reason;
  SaneraProgressDevice device = { .open = TRUE, .assessed_on = now - SANERA_TIME_DAY };

  g_assert_cmpint (sanera_progress_device (&device, now, &reason), ==, SANERA_TARGET_STATE_EXPOSED);
  g_assert_null (reason);

  device.assessed_on = now - 30 * SANERA_TIME_DAY;
  g_assert_cmpint (sanera_progress_device (&device, now, &reason), ==, SANERA_TARGET_STATE_EXPOSED);
  device.assessed_on -= 1;
  g_assert_cmpint (sanera_progress_device (&device, now, &reason), ==,
                   SANERA_TARGET_STATE_UNKNOWN_STATE);
  g_assert_cmpstr (reason, ==, "notAssessedFor30Days");

  device.left_out = TRUE;
  sanera_progress_device (&device, now, &reason);
  g_assert_cmpstr (reason, ==, "notInLatestReport");
  device.failed = TRUE;
  sanera_progress_device (&device, now, &reason);
  g_assert_cmpstr (reason, ==, "assessmentFailed");
  device.assessed_on = SANERA_INT_NULL;
  sanera_progress_device (&device, now, &reason);
  g_assert_cmpstr (reason, ==, "neverAssessed");

  /* What was fixed stays fixed, however old that is. */
  device.open = FALSE;
  g_assert_cmpint (sanera_progress_device (&device, now, &reason), ==, SANERA_TARGET_STATE_FIXED);
  g_assert_null (reason);
}

static void
test_steps (void)
{
  enum
  {
    ACTIVE = SANERA_ACTIVITY_STATUS_ACTIVE,
    COMPLETED = SANERA_ACTIVITY_STATUS_COMPLETED,
    UPDATE = SANERA_REMEDIATION_TYPE_UPDATE,
    ATTENTION = SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED,
    AUTOMATIC = SANERA_COMPLETION_METHOD_AUTOMATIC,
    MANUAL = SANERA_COMPLETION_METHOD_MANUAL,
    STAY = SANERA_PROGRESS_STAY,
  };
  static const struct
  {
    int type, status, method;
    gint64 targets, fixed, came_back;
    int step;
  } steps[] = {
    { UPDATE, ACTIVE, 0, 10, 9, 0, STAY },
    { UPDATE, ACTIVE, 0, 10, 9, 1, STAY },
    { UPDATE, ACTIVE, 0, 10, 10, 0, SANERA_PROGRESS_COMPLETE },
    { UPDATE, ACTIVE, 0, 0, 0, 0, STAY },
    { ATTENTION, ACTIVE, 0, 10, 10, 0, STAY },
    { UPDATE, COMPLETED, AUTOMATIC, 10, 10, 0, STAY },
    { UPDATE, COMPLETED, AUTOMATIC, 10, 9, 1, SANERA_PROGRESS_REOPEN },
    /* exposed, but never fixed: a device that was retired and is in use again */
    { UPDATE, COMPLETED, AUTOMATIC, 10, 9, 0, STAY },
    { UPDATE, COMPLETED, MANUAL, 10, 3, 1, STAY },
    { UPDATE, COMPLETED, 0, 10, 3, 1, STAY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    g_assert_cmpint (sanera_progress_step ((SaneraRemediationType)steps[i].type,
                                           (SaneraActivityStatus)steps[i].status,
                                           (SaneraCompletionMethod)steps[i].method,
                                           steps[i].targets, steps[i].fixed, steps[i].came_back),
                     ==, steps[i].step);

  g_assert_false (sanera_progress_is_frozen (SANERA_ACTIVITY_STATUS_ACTIVE, 0));
  g_assert_false (sanera_progress_is_frozen (SANERA_ACTIVITY_STATUS_COMPLETED,
                                             SANERA_COMPLETION_METHOD_AUTOMATIC));
  g_assert_true (sanera_progress_is_frozen (SANERA_ACTIVITY_STATUS_COMPLETED,
                                            SANERA_COMPLETION_METHOD_MANUAL));
  g_assert_true (sanera_progress_is_frozen (SANERA_ACTIVITY_STATUS_COMPLETED, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exposure/weight", test_weight);
  g_test_add_func ("/exposure/device-and-score", test_device_and_score);
  g_test_add_func ("/exposure/every-fix-helps", test_every_fix_helps);
  g_test_add_func ("/progress/device", test_device_state);
  g_test_add_func ("/progress/steps", test_steps);
  return g_test_run ();
}
