/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "sanera-exception-rules.h"
#include "sanera-time.h"

/* Rule R8, table by table. */

#define HOUR (SANERA_TIME_DAY / 24)

static gint64
date (const char *text)
{
  gint64 day = sanera_date_parse (text);

  g_assert_cmpint (day, !=, SANERA_INT_NULL);
  return day;
}

static void
test_last_day (void)
{
  static const struct
  {
    const char *made_on;
    guint days;
    const char *expected;
  } rows[] = {
    { "2026-11-22", 30, "2026-12-22" },  { "2026-11-22", 60, "2027-01-21" },
    { "2026-11-22", 90, "2027-02-20" },  { "2028-01-31", 30, "2028-03-01" }, /* over a leap day */
    { "2027-01-31", 30, "2027-03-02" },  { "2028-02-28", 1, "2028-02-29" },
    { "2028-02-29", 366, "2029-03-01" }, { "2027-02-28", 366, "2028-02-29" },
    { "2099-12-31", 1, "2100-01-01" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int hour = 0; hour < 24; hour += 23)
      g_assert_cmpint (
          sanera_exception_last_day (date (rows[i].made_on) + hour * HOUR + 59, rows[i].days), ==,
          date (rows[i].expected));
}

static void
test_judge_end (void)
{
  static const struct
  {
    const char *made_on;
    const char *expires_on;
    SaneraExceptionProblem expected;
  } rows[] = {
    { "2026-11-22", "2026-11-21", SANERA_EXCEPTION_END_PAST },
    { "2026-11-22", "2026-11-22", SANERA_EXCEPTION_OK }, /* until the end of today */
    { "2026-11-22", "2027-11-23", SANERA_EXCEPTION_OK }, /* 366 days */
    { "2026-11-22", "2027-11-24", SANERA_EXCEPTION_END_TOO_LATE },
    { "2028-02-29", "2029-03-01", SANERA_EXCEPTION_OK },
    { "2028-02-29", "2029-03-02", SANERA_EXCEPTION_END_TOO_LATE },
    { "2027-02-28", "2028-02-29", SANERA_EXCEPTION_OK },
    { "2027-12-31", "2028-12-31", SANERA_EXCEPTION_OK }, /* a leap year is 366 days */
    { "2026-11-22", "9999-12-31", SANERA_EXCEPTION_END_TOO_LATE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (
        sanera_exception_judge_end (date (rows[i].expires_on), date (rows[i].made_on) + 13 * HOUR),
        ==, rows[i].expected);

  g_assert_cmpint (sanera_exception_judge_end (SANERA_INT_NULL, date ("2026-11-22")), ==,
                   SANERA_EXCEPTION_NO_END);
  g_assert_cmpint (sanera_exception_judge_end (date ("2026-12-01") + 1, date ("2026-11-22")), ==,
                   SANERA_EXCEPTION_END_INVALID);
}

static void
test_over (void)
{
  const gint64 last = date ("2028-02-29");

  g_assert_false (sanera_exception_is_over (last, last));
  g_assert_false (sanera_exception_is_over (last, date ("2028-03-01") - 1));
  g_assert_true (sanera_exception_is_over (last, date ("2028-03-01")));
  g_assert_false (sanera_exception_is_over (SANERA_INT_NULL, date ("2028-03-01")));
  g_assert_cmpint (sanera_exception_end (last), ==, date ("2028-03-01"));

  g_assert_cmpint (sanera_exception_days_left (last, last + 23 * HOUR), ==, 0);
  g_assert_cmpint (sanera_exception_days_left (last, last - 1), ==, 1);
  g_assert_cmpint (sanera_exception_days_left (last, date ("2028-03-01")), ==, -1);
}

static void
test_status (void)
{
  const gint64 now = date ("2026-11-22") + 5 * HOUR;
  const gint64 live = date ("2026-11-22"), over = date ("2026-11-21");
  static const struct
  {
    SaneraExceptionScope scope;
    gboolean canceled;
    gboolean is_over;
    gboolean global;
    SaneraExceptionStatus expected;
  } rows[] = {
    { SANERA_EXCEPTION_SCOPE_GLOBAL, FALSE, FALSE, TRUE, SANERA_EXCEPTION_STATUS_IN_EFFECT },
    { SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS, FALSE, FALSE, FALSE,
      SANERA_EXCEPTION_STATUS_IN_EFFECT },
    { SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS, FALSE, FALSE, TRUE, SANERA_EXCEPTION_STATUS_SUSPENDED },
    { SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS, FALSE, TRUE, TRUE, SANERA_EXCEPTION_STATUS_EXPIRED },
    { SANERA_EXCEPTION_SCOPE_GLOBAL, FALSE, TRUE, FALSE, SANERA_EXCEPTION_STATUS_EXPIRED },
    { SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS, TRUE, FALSE, TRUE, SANERA_EXCEPTION_STATUS_CANCELED },
    { SANERA_EXCEPTION_SCOPE_GLOBAL, TRUE, TRUE, FALSE, SANERA_EXCEPTION_STATUS_CANCELED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (sanera_exception_status (rows[i].scope, rows[i].canceled,
                                              rows[i].is_over ? over : live, rows[i].global, now),
                     ==, rows[i].expected);
}

static void
test_tag (void)
{
  const gint64 ended = date ("2026-11-22") + HOUR;

  g_assert_true (sanera_exception_is_tagged (ended, ended));
  g_assert_true (sanera_exception_is_tagged (ended, ended + 14 * SANERA_TIME_DAY - 1));
  g_assert_false (sanera_exception_is_tagged (ended, ended + 14 * SANERA_TIME_DAY));
  g_assert_false (sanera_exception_is_tagged (SANERA_INT_NULL, ended));
}

static void
test_justification (void)
{
  g_assert_true (sanera_justification_lowers_exposure (SANERA_JUSTIFICATION_THIRD_PARTY_CONTROL));
  g_assert_true (sanera_justification_lowers_exposure (SANERA_JUSTIFICATION_ALTERNATE_MITIGATION));
  g_assert_false (sanera_justification_lowers_exposure (SANERA_JUSTIFICATION_RISK_ACCEPTED));
  g_assert_false (sanera_justification_lowers_exposure (SANERA_JUSTIFICATION_PLANNED_REMEDIATION));
  g_assert_false (sanera_justification_lowers_exposure ((SaneraJustification)0));
}

static void
test_judge_text (void)
{
  g_autofree char *longest = g_strnfill (SANERA_EXCEPTION_MAX_CONTEXT, 'x');
  g_autofree char *too_long = g_strconcat (longest, "x", NULL);
  g_autoptr (GString) chinese = g_string_new (NULL);

  for (int i = 0; i < SANERA_EXCEPTION_MAX_CONTEXT; i++)
    g_string_append (chinese, "险"); /* three bytes each: characters count */

  g_assert_cmpint (sanera_exception_judge_text ("PlannedRemediation", NULL), ==,
                   SANERA_EXCEPTION_OK);
  g_assert_cmpint (sanera_exception_judge_text ("RiskAccepted", NULL), ==,
                   SANERA_EXCEPTION_NO_CONTEXT);
  g_assert_cmpint (sanera_exception_judge_text ("RiskAccepted", " \n\t\u3000"), ==,
                   SANERA_EXCEPTION_NO_CONTEXT);
  g_assert_cmpint (sanera_exception_judge_text ("RiskAccepted", "why"), ==, SANERA_EXCEPTION_OK);
  g_assert_cmpint (sanera_exception_judge_text ("Because", "why"), ==,
                   SANERA_EXCEPTION_NO_JUSTIFICATION);
  g_assert_cmpint (sanera_exception_judge_text (NULL, NULL), ==, SANERA_EXCEPTION_NO_JUSTIFICATION);
  g_assert_cmpint (sanera_exception_judge_text ("ThirdPartyControl", longest), ==,
                   SANERA_EXCEPTION_OK);
  g_assert_cmpint (sanera_exception_judge_text ("ThirdPartyControl", chinese->str), ==,
                   SANERA_EXCEPTION_OK);
  g_assert_cmpint (sanera_exception_judge_text ("ThirdPartyControl", too_long), ==,
                   SANERA_EXCEPTION_CONTEXT_TOO_LONG);
}

static void
test_judge (void)
{
  static const char *const servers[] = { "Servers", NULL };
  static const char *const none[] = { NULL };
  const gint64 today = date ("2026-11-22");
  SaneraExceptionForm form = { .scope = "DeviceGroups",
                               .groups = servers,
                               .justification = "PlannedRemediation",
                               .expires_on = today };

  g_assert_cmpint (sanera_exception_judge (&form, today), ==, SANERA_EXCEPTION_OK);
  form.scope = "Global";
  g_assert_cmpint (sanera_exception_judge (&form, today), ==, SANERA_EXCEPTION_GROUPS_NOT_ALLOWED);
  form.groups = none;
  g_assert_cmpint (sanera_exception_judge (&form, today), ==, SANERA_EXCEPTION_OK);
  form.scope = "DeviceGroups";
  g_assert_cmpint (sanera_exception_judge (&form, today), ==, SANERA_EXCEPTION_NO_GROUP);
  form.all_groups = TRUE;
  g_assert_cmpint (sanera_exception_judge (&form, today), ==, SANERA_EXCEPTION_OK);
  form.scope = "Everything";
  g_assert_cmpint (sanera_exception_judge (&form, today), ==, SANERA_EXCEPTION_NO_SCOPE);
  form = (SaneraExceptionForm){ .expires_on = SANERA_INT_NULL };
  g_assert_cmpint (sanera_exception_judge (&form, today), ==,
                   SANERA_EXCEPTION_NO_SCOPE | SANERA_EXCEPTION_NO_JUSTIFICATION |
                       SANERA_EXCEPTION_NO_END);
}

/* "group=JUSTIFICATION-DAYS …", "*" for a global one: T lowers the exposure, R does not. */
static SaneraExceptionCover *
make_cover (const char *exceptions, gint64 now)
{
  SaneraExceptionCover *cover = sanera_exception_cover_new (now);
  g_auto (GStrv) words = g_strsplit (exceptions, " ", -1);

  for (char **word = words; *word != NULL && **word != '\0'; word++)
    {
      g_auto (GStrv) parts = g_strsplit (*word, "=", 2);
      const char *days = parts[1] + 1;

      sanera_exception_cover_add (
          cover,
          g_str_equal (parts[0], "*") ? SANERA_EXCEPTION_SCOPE_GLOBAL
                                      : SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS,
          parts[0],
          *parts[1] == 'T' ? SANERA_JUSTIFICATION_THIRD_PARTY_CONTROL
                           : SANERA_JUSTIFICATION_RISK_ACCEPTED,
          sanera_time_floor_day (now) + g_ascii_strtoll (days, NULL, 10) * SANERA_TIME_DAY);
    }
  return cover;
}

static void
test_recommendation_status (void)
{
  static const struct
  {
    const char *exceptions;
    const char *exposed;
    const char *expected;
  } rows[] = {
    { "", "A B", "Active" },
    { "A=T5", "A B", "PartialException" },
    { "A=T5 B=R0", "A B", "Exception" },
    { "A=T5 B=R-1", "A B", "PartialException" }, /* over since midnight */
    { "A=T-1 B=R-1", "A B", "Active" },
    { "A=T5 B=R5", "A", "Exception" },
    { "B=R5", "A", "Active" }, /* covers nothing that is exposed */
    { "*=R5", "A B C", "Exception" },
    { "*=R-1", "A B C", "Active" },
    { "*=R-1 A=T5", "A B C", "PartialException" }, /* comes back */
    { "*=R5 A=T5", "A B C", "Exception" },
    { "A=T5", "", "Exception" }, /* nothing is exposed any more */
    { "", "", "Active" },
    { "A=R5", "UnassignedGroup", "Active" },
    { "UnassignedGroup=R5", "UnassignedGroup A", "PartialException" },
    { "=R5", "UnassignedGroup", "Exception" },
  };
  const gint64 now = date ("2028-03-01");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SaneraExceptionCover) cover = make_cover (rows[i].exceptions, now);
      g_auto (GStrv) exposed = g_strsplit (rows[i].exposed, " ", -1);

      g_assert_cmpstr (sanera_enum_to_nick (&sanera_recommendation_status_enum,
                                            (int)sanera_exception_cover_status (
                                                cover, (const char *const *)exposed)),
                       ==, rows[i].expected);
    }
}

static void
test_cover (void)
{
  const gint64 now = date ("2026-11-22");
  g_autoptr (SaneraExceptionCover) groups = make_cover ("A=T5 B=R5 =T1", now);
  g_autoptr (SaneraExceptionCover) accepted = make_cover ("*=R5 A=T5", now);
  g_autoptr (SaneraExceptionCover) global = make_cover ("*=T5 B=R5", now);

  g_assert_cmpint (sanera_exception_cover_get (groups, "A"), ==, SANERA_COVER_LOWERED);
  g_assert_cmpint (sanera_exception_cover_get (groups, "B"), ==, SANERA_COVER_EXPOSED);
  g_assert_cmpint (sanera_exception_cover_get (groups, "C"), ==, SANERA_COVER_NONE);
  g_assert_cmpint (sanera_exception_cover_get (groups, NULL), ==, SANERA_COVER_LOWERED);
  g_assert_cmpint (sanera_exception_cover_get (groups, ""), ==, SANERA_COVER_LOWERED);
  g_assert_true (sanera_exception_cover_lowers (groups));
  g_assert_false (sanera_exception_cover_is_global (groups));

  /* A global one is in force alone: what it suspends does not lower anything. */
  g_assert_cmpint (sanera_exception_cover_get (accepted, "A"), ==, SANERA_COVER_EXPOSED);
  g_assert_false (sanera_exception_cover_lowers (accepted));
  g_assert_cmpint (sanera_exception_cover_get (global, "B"), ==, SANERA_COVER_LOWERED);
  g_assert_cmpint (sanera_exception_cover_get (global, "later"), ==, SANERA_COVER_LOWERED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exception/last-day", test_last_day);
  g_test_add_func ("/exception/judge-end", test_judge_end);
  g_test_add_func ("/exception/over", test_over);
  g_test_add_func ("/exception/status", test_status);
  g_test_add_func ("/exception/tag", test_tag);
  g_test_add_func ("/exception/justification", test_justification);
  g_test_add_func ("/exception/judge-text", test_judge_text);
  g_test_add_func ("/exception/judge", test_judge);
  g_test_add_func ("/exception/recommendation-status", test_recommendation_status);
  g_test_add_func ("/exception/cover", test_cover);

  return g_test_run ();
}
