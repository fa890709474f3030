/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "sanera-cvss.h"

/* Examples of the guides and specifications of FIRST, and scores the NVD published. */
static const struct
{
  const char *vector;
  SaneraCvssVersion version;
  double score;
  const char *severity;
} cases[] = {
  /* 2.0: the three examples of the guide, section 3.3 */
  { "AV:N/AC:L/Au:N/C:N/I:N/A:C", SANERA_CVSS_2, 7.8, "High" },
  { "AV:N/AC:L/Au:N/C:C/I:C/A:C", SANERA_CVSS_2, 10.0, "High" },
  { "AV:L/AC:H/Au:N/C:C/I:C/A:C", SANERA_CVSS_2, 6.2, "Medium" },
  { "AV:N/AC:M/Au:N/C:P/I:N/A:N", SANERA_CVSS_2, 4.3, "Medium" },
  { "AV:L/AC:L/Au:N/C:N/I:P/A:N", SANERA_CVSS_2, 2.1, "Low" },
  { "CVSS2#AV:N/AC:L/Au:N/C:P/I:P/A:P/E:U/RL:OF", SANERA_CVSS_2, 7.5, "High" },
  { "AV:N/AC:L/Au:N/C:N/I:N/A:N", SANERA_CVSS_2, 0.0, NULL },
  /* 3.x: from the examples document */
  { "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:N", SANERA_CVSS_3, 5.4, "Medium" },
  { "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", SANERA_CVSS_3, 6.1, "Medium" },
  { "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", SANERA_CVSS_3, 6.4, "Medium" },
  { "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", SANERA_CVSS_3, 3.1, "Low" },
  { "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", SANERA_CVSS_3, 8.8, "High" },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", SANERA_CVSS_3, 9.8, "Critical" },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", SANERA_CVSS_3, 10.0, "Critical" },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", SANERA_CVSS_3, 7.5, "High" },
  { "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", SANERA_CVSS_3, 6.8, "Medium" },
  { "CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:C/C:N/I:H/A:N", SANERA_CVSS_3, 6.5, "Medium" },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", SANERA_CVSS_3, 0.0, NULL },
  { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C", SANERA_CVSS_3, 9.8, "Critical" },
  /* 4.0: from the examples document */
  { "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", SANERA_CVSS_4, 9.3,
    "Critical" },
  { "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", SANERA_CVSS_4, 10.0,
    "Critical" },
  { "CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", SANERA_CVSS_4, 7.3, "High" },
  { "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", SANERA_CVSS_4, 7.7, "High" },
  { "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", SANERA_CVSS_4, 8.3, "High" },
  { "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", SANERA_CVSS_4, 4.6,
    "Medium" },
  { "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", SANERA_CVSS_4, 5.1,
    "Medium" },
  { "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", SANERA_CVSS_4, 8.7, "High" },
  { "CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N", SANERA_CVSS_4, 5.9,
    "Medium" },
  { "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N", SANERA_CVSS_4, 6.9,
    "Medium" },
  { "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", SANERA_CVSS_4, 0.0, NULL },
};

static void
test_scores (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SaneraCvssVersion version;
      double score = sanera_cvss_base_score (cases[i].vector, &version);

      if (!(fabs (score - cases[i].score) < 0.001) || version != cases[i].version)
        {
          g_test_message ("%s: %f, not %f", cases[i].vector, score, cases[i].score);
          g_test_fail ();
        }
      g_assert_cmpstr (sanera_cvss_severity (score, version), ==, cases[i].severity);
    }
}

static void
test_not_vectors (void)
{
  static const char *const texts[] = {
    "",
    "7.5",
    "CVSS:3.1/",
    "CVSS:3.1/AV:N",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
    "CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:5.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "AV:N/AC:L/Au:N/C:P/I:P/A:",
    "AV:N/AC:L/Au:N/C:P/I:P/A:Q",
    "::::/:::/",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N",
  };
  SaneraCvssVersion version;

  g_assert_true (isnan (sanera_cvss_base_score (NULL, NULL)));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (isnan (sanera_cvss_base_score (texts[i], &version)));
      g_assert_cmpint (version, ==, SANERA_CVSS_NONE);
    }
  g_assert_null (sanera_cvss_severity ((double)NAN, SANERA_CVSS_3));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cvss/scores", test_scores);
  g_test_add_func ("/cvss/not-vectors", test_not_vectors);
  return g_test_run ();
}
