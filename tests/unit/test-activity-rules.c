/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>

#include "sanera-activity-rules.h"
#include "sanera-time.h"

/* What can be done with an activity as it stands (product.md, *Life of a request*). */

#define ACTIVE "Active", NULL, NULL
#define BY_HAND "Completed", "Manual", NULL
#define BY_SYSTEM "Completed", "Automatic", NULL
#define UNKNOWN "Completed", NULL, NULL
#define WITHDRAWN "Completed", "Manual", "withdrawn"
#define NONE SANERA_INT_NULL

static void
test_judge (void)
{
  static const struct
  {
    const char *status;
    const char *method;
    const char *outcome;
    gint64 fixed;
    gboolean approved;
    SaneraActivityRefusal change;
    SaneraActivityRefusal reopen;
    SaneraActivityRefusal withdraw;
  } cases[] = {
    { ACTIVE, 0, FALSE, SANERA_ACTIVITY_OK, SANERA_ACTIVITY_NOT_COMPLETED, SANERA_ACTIVITY_OK },
    /* R1: no figures at all */
    { ACTIVE, NONE, FALSE, SANERA_ACTIVITY_OK, SANERA_ACTIVITY_NOT_COMPLETED, SANERA_ACTIVITY_OK },
    { ACTIVE, 1, FALSE, SANERA_ACTIVITY_OK, SANERA_ACTIVITY_NOT_COMPLETED,
      SANERA_ACTIVITY_DEVICES_FIXED },
    { ACTIVE, 0, TRUE, SANERA_ACTIVITY_OK, SANERA_ACTIVITY_NOT_COMPLETED,
      SANERA_ACTIVITY_TICKET_APPROVED },
    { BY_HAND, 0, FALSE, SANERA_ACTIVITY_NOT_IN_PROGRESS, SANERA_ACTIVITY_OK,
      SANERA_ACTIVITY_NOT_IN_PROGRESS },
    { BY_SYSTEM, 5, FALSE, SANERA_ACTIVITY_NOT_IN_PROGRESS, SANERA_ACTIVITY_NOT_BY_HAND,
      SANERA_ACTIVITY_NOT_IN_PROGRESS },
    { UNKNOWN, 5, FALSE, SANERA_ACTIVITY_NOT_IN_PROGRESS, SANERA_ACTIVITY_NOT_BY_HAND,
      SANERA_ACTIVITY_NOT_IN_PROGRESS },
    { WITHDRAWN, 0, FALSE, SANERA_ACTIVITY_WITHDRAWN, SANERA_ACTIVITY_WITHDRAWN,
      SANERA_ACTIVITY_WITHDRAWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SaneraActivityData data = { .status = (char *)cases[i].status,
                                        .completion_method = (char *)cases[i].method,
                                        .outcome = (char *)cases[i].outcome,
                                        .fixed_devices = cases[i].fixed };

      g_assert_cmpint (sanera_activity_judge_change (&data), ==, cases[i].change);
      g_assert_cmpint (sanera_activity_judge_complete (&data), ==, cases[i].change);
      g_assert_cmpint (sanera_activity_judge_reopen (&data), ==, cases[i].reopen);
      g_assert_cmpint (sanera_activity_judge_withdraw (&data, cases[i].approved), ==,
                       cases[i].withdraw);
    }
}

static void
test_requester (void)
{
  const SaneraActivityData data = { .requester_email = (char *)"Åsa@Example.org" };
  const SaneraActivityData nobody = { .requester_email = (char *)"" };

  g_assert_true (sanera_activity_is_requested_by (&data, "åsa@example.ORG"));
  g_assert_false (sanera_activity_is_requested_by (&data, "asa@example.org"));
  g_assert_false (sanera_activity_is_requested_by (&data, NULL));
  g_assert_false (sanera_activity_is_requested_by (&nobody, ""));
}

/* [145], [146]: 180 × 24 hours in UTC, over leap days and any change of clocks alike (R7). */
static void
test_removal (void)
{
  static const struct
  {
    const char *completed;
    const char *removed;
  } cases[] = {
    { "2026-01-01T00:00:00Z", "2026-06-30T00:00:00Z" },
    { "2027-12-31T12:00:00Z", "2028-06-28T12:00:00Z" }, /* over 29 February 2028 */
    { "2028-02-29T23:59:59Z", "2028-08-27T23:59:59Z" },
    { "2026-10-24T22:30:00+02:00", "2027-04-22T20:30:00Z" }, /* over the end of summer time */
  };
  SaneraActivityData data = { .status = (char *)"Completed",
                              .completed_on = SANERA_INT_NULL,
                              .status_last_modified_on = SANERA_TIME_DAY };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SaneraActivityData completed = { .status = (char *)"Completed",
                                             .completed_on =
                                                 sanera_time_parse (cases[i].completed) };

      g_assert_cmpint (sanera_activity_get_removal (&completed), ==,
                       sanera_time_parse (cases[i].removed));
    }

  /* Another server's activity: its last change of status. */
  g_assert_cmpint (sanera_activity_get_removal (&data), ==, 181 * SANERA_TIME_DAY);
  data.status = (char *)"Active";
  g_assert_cmpint (sanera_activity_get_removal (&data), ==, SANERA_INT_NULL);
}

static void
test_change (void)
{
  const gint64 today = sanera_date_new (2026, 11, 22);
  const gint64 past = sanera_date_new (2026, 11, 1);
  g_autofree char *most = g_strnfill (2000, 'x');
  g_autofree char *more = g_strnfill (2001, 'x');
  const SaneraActivityData data = { .type = (char *)"Update",
                                    .due_on = past,
                                    .priority = (char *)"High",
                                    .requester_notes = (char *)"please" };
  const SaneraActivityData attention = { .type = (char *)"AttentionRequired",
                                         .due_on = SANERA_INT_NULL };
  const struct
  {
    SaneraActivityChange change;
    const SaneraActivityData *data;
    SaneraRequestProblem problems;
    gboolean is_void;
  } cases[] = {
    { { .due_on = NONE }, &data, SANERA_REQUEST_OK, TRUE },
    { { .has_due_on = TRUE, .due_on = past }, &data, SANERA_REQUEST_OK, TRUE },
    { { .has_due_on = TRUE, .due_on = past + SANERA_TIME_DAY },
      &data,
      SANERA_REQUEST_DUE_PAST,
      FALSE },
    { { .has_due_on = TRUE, .due_on = today }, &data, SANERA_REQUEST_OK, FALSE },
    { { .has_due_on = TRUE, .due_on = today + 1 }, &data, SANERA_REQUEST_DUE_INVALID, FALSE },
    { { .has_due_on = TRUE, .due_on = NONE }, &data, SANERA_REQUEST_OK, FALSE },
    { { .has_due_on = TRUE, .due_on = today }, &attention, SANERA_REQUEST_DUE_NOT_ALLOWED, FALSE },
    { { .has_due_on = TRUE, .due_on = NONE }, &attention, SANERA_REQUEST_OK, TRUE },
    { { .has_priority = TRUE, .priority = "High" }, &data, SANERA_REQUEST_OK, TRUE },
    { { .has_priority = TRUE, .priority = "Highest" }, &data, SANERA_REQUEST_NO_PRIORITY, FALSE },
    { { .has_priority = TRUE }, &data, SANERA_REQUEST_NO_PRIORITY, FALSE },
    { { .has_notes = TRUE, .notes = "please" }, &data, SANERA_REQUEST_OK, TRUE },
    { { .has_notes = TRUE, .notes = most }, &data, SANERA_REQUEST_OK, FALSE },
    { { .has_notes = TRUE, .notes = more }, &data, SANERA_REQUEST_NOTES_TOO_LONG, FALSE },
    { { .has_notes = TRUE, .notes = "" }, &attention, SANERA_REQUEST_OK, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (sanera_activity_change_validate (&cases[i].change, cases[i].data, today), ==,
                       cases[i].problems);
      g_assert_cmpint (sanera_activity_change_is_void (&cases[i].change, cases[i].data), ==,
                       cases[i].is_void);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/activity/judge", test_judge);
  g_test_add_func ("/model/activity/requester", test_requester);
  g_test_add_func ("/model/activity/removal", test_removal);
  g_test_add_func ("/model/activity/change", test_change);

  return g_test_run ();
}
