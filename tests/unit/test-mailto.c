/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses out of the program and links into it: text that strangers may have written. */

#include "sanera-link.h"
#include "sanera-mailto.h"

static void
check_split (const char *text, const char *expected, const char *expected_wrong)
{
  const char *wrong;
  g_auto (GStrv) addresses = sanera_mailto_split (text, &wrong);
  g_autofree char *joined = g_strjoinv ("|", addresses);

  g_assert_cmpstr (joined, ==, expected);
  g_assert_cmpstr (wrong, ==, expected_wrong);
}

static void
test_split (void)
{
  check_split ("", "", NULL);
  check_split ("  ", "", NULL);
  check_split ("a@b.se", "a@b.se", NULL);
  check_split (" a@b.se,  c@d.se; e@f.se\nå@ö.se", "a@b.se|c@d.se|e@f.se|å@ö.se", NULL);
  check_split ("a@b.cn，c@d.cn；a@b.cn", "a@b.cn|c@d.cn", NULL);
  check_split ("a@b.se, bo", "a@b.se|bo", "bo");
  check_split ("a@@b", "a@@b", "a@@b");
  check_split ("@b", "@b", "@b");
}

static void
test_build (void)
{
  static const char *const none[] = { NULL };
  static const char *const two[] = { "a+b@c.se", "x&y=?@d.se", NULL };
  g_autofree char *empty = sanera_mailto_build (none, "s", "b");
  g_autofree char *uri = sanera_mailto_build (two, "Å & b\r\nBcc: x@y.se", "one\ntwo & 100 %\n");

  g_assert_cmpstr (empty, ==, "mailto:?subject=s&body=b");
  g_assert_cmpstr (uri, ==,
                   "mailto:a+b@c.se,x%26y%3D%3F@d.se"
                   "?subject=%C3%85%20%26%20b%20%20Bcc%3A%20x%40y.se"
                   "&body=one%0D%0Atwo%20%26%20100%20%25%0D%0A");
}

static void
check_link (const char *uri, const char *expected)
{
  g_autofree char *id = sanera_link_parse (uri);

  g_assert_cmpstr (id, ==, expected);
}

static void
test_link (void)
{
  g_autofree char *long_id = g_strnfill (300, 'a');
  g_autofree char *long_uri = g_strconcat ("sanera://activity/", long_id, NULL);

  check_link ("sanera://activity/3f2a-77", "3f2a-77");
  check_link ("SANERA://activity/3f2a-77", "3f2a-77");
  check_link ("sanera://activity/", NULL);
  check_link ("sanera://activity", NULL);
  check_link ("sanera://device/1", NULL);
  check_link ("sanera:activity/1", NULL);
  check_link ("sanera://activity/a/b", NULL);
  check_link ("sanera://activity/%00", NULL);
  check_link ("sanera://activity/' or 1", NULL);
  check_link ("https://activity/1", NULL);
  check_link ("", NULL);
  check_link (long_uri, NULL);
  g_assert_true (sanera_link_is ("sanera://activity/1"));
  g_assert_true (sanera_link_is ("Sanera:x"));
  g_assert_false (sanera_link_is ("sanera.json"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailto/split", test_split);
  g_test_add_func ("/mailto/build", test_build);
  g_test_add_func ("/link/parse", test_link);
  return g_test_run ();
}
