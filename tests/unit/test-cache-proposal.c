/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-proposal.h"

static void
test_parse (void)
{
  g_auto (SaneraProposal) proposal = { NULL };

  g_assert_true (sanera_proposal_parse ("{\"id\":\"ab12\",\"count\":70,\"weaknesses\":[\"CVE-1\","
                                        "\"CVE-2\"],\"reason\":\"code_not_reachable\\nwhy\"}",
                                        &proposal));
  g_assert_cmpstr (proposal.id, ==, "ab12");
  g_assert_cmpint (proposal.count, ==, 70);
  g_assert_cmpuint (g_strv_length (proposal.weaknesses), ==, 2);
  g_assert_cmpstr (proposal.weaknesses[1], ==, "CVE-2");
  g_assert_cmpstr (proposal.reason, ==, "code_not_reachable\nwhy");
}

/* What is not there, and what no server of ours says, proposes nothing. */
static void
test_nothing (void)
{
  static const char *const texts[] = {
    NULL,
    "",
    "null",
    "[]",
    "{}",
    "{\"count\":1}",
    "{\"id\":7}",
    "{\"id\":\"a\",\"count\":\"1\"}",
    "{\"id\":\"a\",\"weaknesses\":[1]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      SaneraProposal proposal;

      g_assert_false (sanera_proposal_parse (texts[i], &proposal));
      g_assert_null (proposal.id);
      g_assert_null (proposal.weaknesses);
    }
}

/* Only what stands before every one of the weaknesses takes devices out of the exposure. */
static void
test_justification (void)
{
  static const struct
  {
    const char *reason;
    const char *justification;
  } cases[] = {
    { "", "RiskAccepted" },
    { "code_not_reachable", "RiskAccepted" },
    { "protected_by_mitigating_control: a proxy", "AlternateMitigation" },
    { "inline_mitigations_already_exist", "AlternateMitigation" },
    { "protected_at_perimeter\nprotected_at_runtime: why", "AlternateMitigation" },
    { "protected_at_perimeter\ncode_not_present", "RiskAccepted" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SaneraProposal proposal = { .reason = (char *)cases[i].reason };

      g_assert_cmpstr (sanera_proposal_get_justification (&proposal), ==, cases[i].justification);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache/proposal/parse", test_parse);
  g_test_add_func ("/cache/proposal/justification", test_justification);
  g_test_add_func ("/cache/proposal/nothing", test_nothing);
  return g_test_run ();
}
