/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-activity.h"
#include "sanera-remediation-request.h"
#include "sanera-time.h"

#define INVALID_DUE "next week or so"

static SaneraRemediationRequest *
make_request (const char *type)
{
  SaneraRemediationRequest *request = sanera_remediation_request_new ("va-_-google-_-chrome");

  sanera_remediation_request_set_remediation_type (request, type);
  sanera_remediation_request_set_target_devices (request, 5);
  return request;
}

/* The empty form: everything preset but the option, which nobody chooses for the person here. */
static void
test_empty_form (void)
{
  g_autoptr (SaneraRemediationRequest) request = sanera_remediation_request_new ("x");
  gint64 today = sanera_date_new (2026, 11, 22);

  g_assert_cmpstr (sanera_remediation_request_get_recommendation_id (request), ==, "x");
  g_assert_true (sanera_remediation_request_get_all_groups (request));
  g_assert_cmpstr (sanera_remediation_request_get_priority (request), ==, "Medium");
  g_assert_cmpint (sanera_remediation_request_get_due_on (request), ==, SANERA_INT_NULL);
  g_assert_false (sanera_remediation_request_get_create_ticket (request));
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_NO_TYPE);
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *)user_data)++;
}

static void
test_properties (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ("Update");
  const char *groups[] = { "Stockholm", "Beijing", NULL };
  g_auto (GStrv) read_groups = NULL;
  g_autofree char *type = NULL;
  gint64 due_on;
  guint notified = 0;

  g_signal_connect (request, "notify", G_CALLBACK (notify_cb), &notified);
  g_object_set (request, "type", "Uninstall", "groups", groups, "due-on",
                sanera_date_new (2026, 12, 25), "split", SANERA_SPLIT_ALL, NULL);
  g_assert_cmpuint (notified, ==, 4);
  sanera_remediation_request_set_remediation_type (request, "Uninstall");
  sanera_remediation_request_set_groups (request, groups);
  sanera_remediation_request_set_split (request, SANERA_SPLIT_ALL);
  sanera_remediation_request_set_due_on (request, sanera_date_new (2026, 12, 25));
  g_assert_cmpuint (notified, ==, 4);

  g_object_get (request, "type", &type, "groups", &read_groups, "due-on", &due_on, NULL);
  g_assert_cmpstr (type, ==, "Uninstall");
  g_assert_true (g_strv_equal ((const char *const *)read_groups, groups));
  g_assert_cmpint (due_on, ==, sanera_date_new (2026, 12, 25));
}

/* R1: what was typed stays, is not submitted, and comes back with another option. */
static void
test_attention_required (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ("Update");
  gint64 today = sanera_date_new (2026, 11, 22);
  gint64 past = sanera_date_new (2026, 11, 1);
  gint64 due = sanera_date_new (2026, 12, 25);

  sanera_remediation_request_set_due_on (request, due);
  sanera_remediation_request_set_due_text (request, "2026-12-25");
  sanera_remediation_request_set_create_ticket (request, TRUE);
  g_assert_cmpint (sanera_remediation_request_get_effective_due_on (request), ==, due);
  g_assert_true (sanera_remediation_request_get_effective_ticket (request));

  sanera_remediation_request_set_remediation_type (request, "AttentionRequired");
  g_assert_true (sanera_remediation_request_is_attention (request));
  g_assert_cmpint (sanera_remediation_request_get_effective_due_on (request), ==, SANERA_INT_NULL);
  g_assert_false (sanera_remediation_request_get_effective_ticket (request));
  g_assert_cmpint (sanera_remediation_request_count_tickets (request), ==, 0);
  g_assert_cmpint (sanera_remediation_request_validate (request, TRUE, today), ==,
                   SANERA_REQUEST_OK);
  g_assert_cmpstr (sanera_remediation_request_get_due_text (request), ==, "2026-12-25");

  /* Neither a bad date nor a ticket that is not allowed is a problem of what is not submitted. */
  sanera_remediation_request_set_due_on (request, past);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_OK);
  sanera_remediation_request_set_due_on (request, SANERA_INT_NULL);
  sanera_remediation_request_set_due_text (request, INVALID_DUE);
  g_assert_cmpint (sanera_remediation_request_validate (request, TRUE, today), ==,
                   SANERA_REQUEST_OK);

  sanera_remediation_request_set_remediation_type (request, "Uninstall");
  g_assert_cmpint (sanera_remediation_request_validate (request, TRUE, today), ==,
                   SANERA_REQUEST_DUE_INVALID);
  sanera_remediation_request_set_due_on (request, due);
  g_assert_cmpint (sanera_remediation_request_get_effective_due_on (request), ==, due);
  g_assert_true (sanera_remediation_request_get_effective_ticket (request));
}

/* R1 on the server: a program that sends both is told so. */
static void
test_attention_required_submission (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ("AttentionRequired");

  g_assert_cmpint (sanera_remediation_request_validate_submission (request, TRUE), ==,
                   SANERA_REQUEST_OK);
  sanera_remediation_request_set_due_on (request, sanera_date_new (2026, 12, 25));
  g_assert_cmpint (sanera_remediation_request_validate_submission (request, TRUE), ==,
                   SANERA_REQUEST_DUE_NOT_ALLOWED);
  sanera_remediation_request_set_create_ticket (request, TRUE);
  g_assert_cmpint (sanera_remediation_request_validate_submission (request, TRUE), ==,
                   SANERA_REQUEST_DUE_NOT_ALLOWED | SANERA_REQUEST_TICKET_NOT_ALLOWED);
}

/* R2: no ticket without the connection. */
static void
test_intune_connection (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ("Update");
  gint64 today = sanera_date_new (2026, 11, 22);

  sanera_remediation_request_set_create_ticket (request, TRUE);
  g_assert_cmpint (sanera_remediation_request_validate (request, TRUE, today), ==,
                   SANERA_REQUEST_OK);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_TICKET_NOT_ALLOWED);
  g_assert_cmpint (sanera_remediation_request_validate_submission (request, FALSE), ==,
                   SANERA_REQUEST_TICKET_NOT_ALLOWED);
}

/* R3: the count, and the choice that nobody makes for the person. */
static void
test_ten_thousand_devices (void)
{
  static const struct
  {
    gint64 devices;
    guint tickets;
  } counts[] = {
    { SANERA_INT_NULL, 0 }, { -1, 0 },    { 0, 0 },     { 1, 1 },
    { 10000, 1 },           { 10001, 2 }, { 20000, 2 }, { 20001, 3 },
  };
  g_autoptr (SaneraRemediationRequest) request = make_request ("Update");
  gint64 today = sanera_date_new (2026, 11, 22);

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_cmpuint (sanera_ticket_count (counts[i].devices), ==, counts[i].tickets);

  sanera_remediation_request_set_target_devices (request, 28500);
  g_assert_cmpint (sanera_remediation_request_validate (request, TRUE, today), ==,
                   SANERA_REQUEST_OK);
  sanera_remediation_request_set_create_ticket (request, TRUE);
  g_assert_cmpint (sanera_remediation_request_get_split (request), ==, SANERA_SPLIT_UNDECIDED);
  g_assert_cmpint (sanera_remediation_request_validate (request, TRUE, today), ==,
                   SANERA_REQUEST_SPLIT_UNDECIDED);
  g_assert_cmpint (sanera_remediation_request_count_tickets (request), ==, 0);

  sanera_remediation_request_set_split (request, SANERA_SPLIT_ALL);
  g_assert_cmpint (sanera_remediation_request_validate (request, TRUE, today), ==,
                   SANERA_REQUEST_OK);
  g_assert_cmpint (sanera_remediation_request_count_tickets (request), ==, 3);
  sanera_remediation_request_set_split (request, SANERA_SPLIT_FIRST);
  g_assert_cmpint (sanera_remediation_request_count_tickets (request), ==, 1);

  sanera_remediation_request_set_target_devices (request, 10000);
  sanera_remediation_request_set_split (request, SANERA_SPLIT_UNDECIDED);
  g_assert_cmpint (sanera_remediation_request_validate (request, TRUE, today), ==,
                   SANERA_REQUEST_OK);
  g_assert_cmpint (sanera_remediation_request_count_tickets (request), ==, 1);
}

static void
test_groups_and_devices (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ("Update");
  const char *groups[] = { "Stockholm", NULL };
  gint64 today = sanera_date_new (2026, 11, 22);

  sanera_remediation_request_set_all_groups (request, FALSE);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_NO_GROUP);
  sanera_remediation_request_set_groups (request, groups);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_OK);
  sanera_remediation_request_set_target_devices (request, 0);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_NO_DEVICES);

  /* Not knowing how many is no reason to refuse: the server counts. */
  sanera_remediation_request_set_target_devices (request, SANERA_INT_NULL);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_OK);
  sanera_remediation_request_set_groups (request, NULL);
  g_assert_nonnull (sanera_remediation_request_get_groups (request));
}

static void
test_words (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ("Reboot");
  g_autofree char *longest = g_strnfill (SANERA_REQUEST_MAX_NOTES + 1, 'x');
  g_autoptr (GString) chinese = g_string_new (NULL);
  gint64 today = sanera_date_new (2026, 11, 22);

  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_NO_TYPE);
  sanera_remediation_request_set_remediation_type (request, "Upgrade");
  sanera_remediation_request_set_priority (request, "Urgent");
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_NO_PRIORITY);
  sanera_remediation_request_set_priority (request, "Low");

  sanera_remediation_request_set_notes (request, longest);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_NOTES_TOO_LONG);

  /* Characters, not bytes. */
  for (guint i = 0; i < SANERA_REQUEST_MAX_NOTES; i++)
    g_string_append (chinese, "漏");
  sanera_remediation_request_set_notes (request, chinese->str);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_OK);
}

/* R9: in the form "not in the past" is judged by today, later by the time it was made. */
static void
test_not_in_the_past (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ("Update");
  gint64 today = sanera_date_new (2026, 11, 22);
  gint64 a_year_later = sanera_date_new (2027, 11, 22);

  sanera_remediation_request_set_due_on (request, today);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_OK);
  sanera_remediation_request_set_due_on (request, today - SANERA_TIME_DAY);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, today), ==,
                   SANERA_REQUEST_DUE_PAST);

  /* Made in the first hour of the 22nd UTC, when it is still the 21st in the west. */
  sanera_remediation_request_set_made_at (request, today + 30 * 60 * SANERA_TIME_SECOND);
  g_assert_cmpint (sanera_remediation_request_validate_submission (request, FALSE), ==,
                   SANERA_REQUEST_OK);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, a_year_later), ==,
                   SANERA_REQUEST_OK);
  sanera_remediation_request_set_due_on (request, today - 2 * SANERA_TIME_DAY);
  g_assert_cmpint (sanera_remediation_request_validate_submission (request, FALSE), ==,
                   SANERA_REQUEST_DUE_PAST);
  g_assert_cmpint (sanera_remediation_request_validate (request, FALSE, a_year_later), ==,
                   SANERA_REQUEST_DUE_PAST);
}

#define BIT(name) (1u << SANERA_REMEDIATION_TYPE_##name)

static void
test_options (void)
{
  static const struct
  {
    const char *id;
    const char *category;
    const char *type;
    gint64 fixable;
    guint options;
    SaneraRemediationType recommended;
  } cases[] = {
    { "va-_-google-_-chrome", "Application", "Update", 38,
      BIT (UPDATE) | BIT (UNINSTALL) | BIT (ATTENTION_REQUIRED), SANERA_REMEDIATION_TYPE_UPDATE },
    { "va-_-debian-_-openssl", "OS", "Update", 3, BIT (UPDATE) | BIT (ATTENTION_REQUIRED),
      SANERA_REMEDIATION_TYPE_UPDATE },
    { "va-_-debian-_-debian_10", "OS", "Upgrade", 0, BIT (UPGRADE) | BIT (ATTENTION_REQUIRED),
      SANERA_REMEDIATION_TYPE_UPGRADE },
    { "va-_-adobe-_-flash", "Application", "Uninstall", 0,
      BIT (UNINSTALL) | BIT (UPGRADE) | BIT (ATTENTION_REQUIRED),
      SANERA_REMEDIATION_TYPE_UNINSTALL },
    { "sca-_-scid-20000", "SecurityControls", "ConfigurationChange", 0,
      BIT (CONFIGURATION_CHANGE) | BIT (ATTENTION_REQUIRED),
      SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE },
    { "va-_-acme-_-tool", "Application", "AttentionRequired", 0,
      BIT (UNINSTALL) | BIT (ATTENTION_REQUIRED), SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED },
    { "va-_-acme-_-tool", "OS", "Reboot", 2, BIT (UPDATE) | BIT (ATTENTION_REQUIRED),
      SANERA_REMEDIATION_TYPE_UPDATE },
    { "sca-_-scid-1", NULL, NULL, 0, BIT (CONFIGURATION_CHANGE) | BIT (ATTENTION_REQUIRED),
      SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE },
    { "va-_-acme-_-tool", NULL, NULL, 0, BIT (ATTENTION_REQUIRED),
      SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SaneraRecommendationData data;
      SaneraRemediationType recommended = 0;

      sanera_noun_data_init (&sanera_recommendation_noun, &data);
      data.id = g_strdup (cases[i].id);
      data.recommendation_category = g_strdup (cases[i].category);
      data.remediation_type = g_strdup (cases[i].type);
      data.fixable_weaknesses = cases[i].fixable;

      g_assert_cmphex (sanera_remediation_options (&data, &recommended), ==, cases[i].options);
      g_assert_cmpint (recommended, ==, cases[i].recommended);
      g_assert_cmphex (sanera_remediation_options (&data, NULL) & (1u << recommended), !=, 0);
      sanera_noun_data_clear (&sanera_recommendation_noun, &data);
    }
}

/* R5: by hand → that person, automatic → the system, anything else → unknown, never a guess. */
static void
test_completed_by (void)
{
  static const struct
  {
    const char *status;
    const char *method;
    const char *email;
    SaneraCompletedBy who;
  } cases[] = {
    { "Active", NULL, NULL, SANERA_COMPLETED_BY_NOBODY },
    { "Active", "Manual", "bo@example.com", SANERA_COMPLETED_BY_NOBODY },
    { "Completed", "Manual", "bo@example.com", SANERA_COMPLETED_BY_PERSON },
    { "Completed", "Automatic", NULL, SANERA_COMPLETED_BY_SYSTEM },
    { "Completed", "Automatic", "bo@example.com", SANERA_COMPLETED_BY_SYSTEM },
    { "Completed", NULL, NULL, SANERA_COMPLETED_BY_UNKNOWN },
    { "Completed", NULL, "bo@example.com", SANERA_COMPLETED_BY_UNKNOWN },
    { "Completed", "Manual", NULL, SANERA_COMPLETED_BY_UNKNOWN },
    { "Completed", "Manual", "", SANERA_COMPLETED_BY_UNKNOWN },
    { "Completed", "Telepathy", NULL, SANERA_COMPLETED_BY_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SaneraActivityData data;

      sanera_noun_data_init (&sanera_activity_noun, &data);
      data.status = g_strdup (cases[i].status);
      data.completion_method = g_strdup (cases[i].method);
      data.completer_email = g_strdup (cases[i].email);
      g_assert_cmpint (sanera_activity_data_get_completed_by (&data), ==, cases[i].who);
      sanera_noun_data_clear (&sanera_activity_noun, &data);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/request/empty-form", test_empty_form);
  g_test_add_func ("/model/request/properties", test_properties);
  g_test_add_func ("/model/request/r1", test_attention_required);
  g_test_add_func ("/model/request/r1-submission", test_attention_required_submission);
  g_test_add_func ("/model/request/r2", test_intune_connection);
  g_test_add_func ("/model/request/r3", test_ten_thousand_devices);
  g_test_add_func ("/model/request/groups-and-devices", test_groups_and_devices);
  g_test_add_func ("/model/request/words", test_words);
  g_test_add_func ("/model/request/r9-not-in-the-past", test_not_in_the_past);
  g_test_add_func ("/model/request/options", test_options);
  g_test_add_func ("/model/activity/r5", test_completed_by);

  return g_test_run ();
}
