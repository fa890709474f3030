/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-glob.h"

static void
test_match (void)
{
  static const struct
  {
    const char *pattern;
    const char *text;
    gboolean matches;
  } cases[] = {
    { "*", "", TRUE },
    { "", "", TRUE },
    { "", "a", FALSE },
    { "?", "", FALSE },
    { "web-*", "WEB-01.example", TRUE },
    { "web-*", "my-web-01", FALSE },
    { "*web*", "my-web-01", TRUE },
    { "web-??", "web-01", TRUE },
    { "web-??", "web-1", FALSE },
    { "*-01", "web-01-01", TRUE },
    { "*a*b", "aXbXaXc", FALSE },
    { "*a*b", "aXbXaXb", TRUE },
    { "a**b", "ab", TRUE },
    { "debian", "Debian 12", FALSE },
    { "debian ?2*", "Debian 12.1", TRUE },
    { "*.Ö?", "x.öä", TRUE },
    { "漏?", "漏洞", TRUE },
    { "[a]", "a", FALSE },
    { "[a]", "[A]", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pattern = sanera_glob_fold (cases[i].pattern);
      g_autofree char *text = sanera_glob_fold (cases[i].text);

      g_test_message ("%s : %s", cases[i].pattern, cases[i].text);
      g_assert_cmpint (sanera_glob_match (pattern, text), ==, cases[i].matches);
    }
}

/* A pattern that a simple matcher needs longer for than the world has lasted. */
static void
test_many_stars (void)
{
  g_autoptr (GString) pattern = g_string_new (NULL);
  g_autofree char *text = g_strnfill (5000, 'a');

  for (guint i = 0; i < 60; i++)
    g_string_append (pattern, "*a");
  g_string_append_c (pattern, 'b');
  g_assert_false (sanera_glob_match (pattern->str, text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/glob/match", test_match);
  g_test_add_func ("/glob/many-stars", test_many_stars);
  return g_test_run ();
}
