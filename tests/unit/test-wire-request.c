/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-error.h"
#include "sanera-json-request.h"
#include "sanera-time.h"

static SaneraRemediationRequest *
make_request (void)
{
  const char *groups[] = { "Växjö", "北京", NULL };
  SaneraRemediationRequest *request = sanera_remediation_request_new ("va-_-google-_-chrome");

  g_object_set (request, "type", "Update", "all-groups", FALSE, "groups", groups, "priority",
                "High", "due-on", sanera_date_new (2026, 12, 25), "due-text", "25/12/2026", "notes",
                "Say \"hello\"\nfirst", "create-ticket", TRUE, "split", SANERA_SPLIT_FIRST, NULL);
  return request;
}

static void
test_submission (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ();
  g_autofree char *text = NULL;
  g_autofree char *attention = NULL;

  sanera_remediation_request_set_made_at (request, sanera_date_new (2026, 11, 22));
  text = sanera_json_write_request (request, SANERA_JSON_SUBMISSION);
  g_assert_cmpstr (text, ==,
                   "{\"recommendationId\":\"va-_-google-_-chrome\",\"type\":\"Update\","
                   "\"rbacGroupNames\":[\"Växjö\",\"北京\"],\"priority\":\"High\","
                   "\"dueOn\":\"2026-12-25T00:00:00Z\",\"notes\":\"Say \\\"hello\\\"\\nfirst\","
                   "\"createTicket\":true,\"splitTickets\":false,"
                   "\"madeAt\":\"2026-11-22T00:00:00Z\"}");

  /* R1: neither due date nor ticket goes out. */
  sanera_remediation_request_set_remediation_type (request, "AttentionRequired");
  sanera_remediation_request_set_all_groups (request, TRUE);
  sanera_remediation_request_set_notes (request, "");
  attention = sanera_json_write_request (request, SANERA_JSON_SUBMISSION);
  g_assert_cmpstr (attention, ==,
                   "{\"recommendationId\":\"va-_-google-_-chrome\",\"type\":\"AttentionRequired\","
                   "\"rbacGroupNames\":[],\"priority\":\"High\",\"createTicket\":false,"
                   "\"madeAt\":\"2026-11-22T00:00:00Z\"}");
}

static void
check_same (SaneraRemediationRequest *a, SaneraRemediationRequest *b)
{
  g_autofree char *text_a = sanera_json_write_request (a, SANERA_JSON_DRAFT);
  g_autofree char *text_b = sanera_json_write_request (b, SANERA_JSON_DRAFT);

  g_assert_cmpstr (text_a, ==, text_b);
}

/* Everything typed comes back, in force or not. */
static void
test_draft (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ();
  g_autoptr (SaneraRemediationRequest) copy =
      sanera_remediation_request_new ("va-_-google-_-chrome");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  sanera_remediation_request_set_remediation_type (request, "AttentionRequired");
  sanera_remediation_request_set_all_groups (request, TRUE);
  text = sanera_json_write_request (request, SANERA_JSON_DRAFT);
  g_assert_true (sanera_json_read_request (text, copy, &error));
  g_assert_no_error (error);
  check_same (request, copy);
  g_assert_cmpint (sanera_remediation_request_get_due_on (copy), ==,
                   sanera_date_new (2026, 12, 25));
  g_assert_cmpstr (sanera_remediation_request_get_due_text (copy), ==, "25/12/2026");
  g_assert_true (sanera_remediation_request_get_create_ticket (copy));
  g_assert_true (sanera_remediation_request_get_all_groups (copy));
  g_assert_cmpuint (g_strv_length ((char **)sanera_remediation_request_get_groups (copy)), ==, 2);
  g_assert_cmpint (sanera_remediation_request_get_split (copy), ==, SANERA_SPLIT_FIRST);
}

static void
test_read_submission (void)
{
  g_autoptr (SaneraRemediationRequest) request = make_request ();
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_json_read_request (
      "{\"recommendationId\":\"x\",\"type\":\"Uninstall\",\"rbacGroupNames\":[],"
      "\"priority\":\"Low\",\"dueOn\":\"2027-01-01\",\"createTicket\":false}",
      request, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (sanera_remediation_request_get_remediation_type (request), ==, "Uninstall");
  g_assert_cmpstr (sanera_remediation_request_get_recommendation_id (request), ==,
                   "va-_-google-_-chrome");
  g_assert_true (sanera_remediation_request_get_all_groups (request));
  g_assert_cmpint (sanera_remediation_request_get_due_on (request), ==,
                   sanera_date_new (2027, 1, 1));
  g_assert_cmpstr (sanera_remediation_request_get_notes (request), ==, NULL);
  g_assert_false (sanera_remediation_request_get_create_ticket (request));
  g_assert_cmpint (sanera_remediation_request_get_split (request), ==, SANERA_SPLIT_UNDECIDED);
}

static void
test_read_rubbish (void)
{
  static const char *const texts[] = {
    "",
    "[]",
    "rubbish",
    "{\"type\":7}",
    "{\"rbacGroupNames\":\"x\"}",
    "{\"dueOn\":\"soon\"}",
    "{\"createTicket\":\"yes\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SaneraRemediationRequest) request = make_request ();
      g_autoptr (SaneraRemediationRequest) before = make_request ();
      g_autoptr (GError) error = NULL;

      g_assert_false (sanera_json_read_request (texts[i], request, &error));
      g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
      check_same (request, before);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/request/submission", test_submission);
  g_test_add_func ("/wire/request/draft", test_draft);
  g_test_add_func ("/wire/request/read-submission", test_read_submission);
  g_test_add_func ("/wire/request/read-rubbish", test_read_rubbish);

  return g_test_run ();
}
