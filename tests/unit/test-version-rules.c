/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of each ecosystem as it publishes them itself, as lists in order: every version is
 * below each one behind it. Versions with "=" between them are the same to it.
 *
 * deb-version(7) and Debian Policy 5.6.12; rpm, tests/rpmvercmp.at; semver.org, item 11; PEP 440
 * and the order that "packaging" is held to; the POM reference of Maven and its
 * ComparableVersionTest; Alpine's apk-package(5). */

#include <string.h>

#include "sanera-version.h"

typedef struct
{
  SaneraVersionScheme scheme;
  const char *versions;
} List;

static const List lists[] = {
  /* Letters before everything but the tilde, which is before the end. */
  { SANERA_VERSION_DEBIAN, "~~ ~~a ~ 0=00=0-0=0:0 a" },
  { SANERA_VERSION_DEBIAN, "1.0~beta1~svn1245 1.0~beta1 1.0=1.0-0 1.0-1 1.0-1+b1 1.0-1.1 1.0-2" },
  { SANERA_VERSION_DEBIAN, "1.0.3-3 7.6-0 7.6p2-4 1:0.4-1 1:1.0~ 2:0" },
  { SANERA_VERSION_DEBIAN, "1.2.3 1.2.3-1 1.2.3a 1.2.3+ 1.2.3+b 1.2.3.1" },
  { SANERA_VERSION_DEBIAN, "2.36-9+deb12u9 2.36-9+deb12u10=2.36-09+deb12u010 2.36-10" },
  { SANERA_VERSION_DEBIAN, "1.18.4-2~bpo12+1 1.18.4-2 1.18.4-2ubuntu1 1.18.4-2ubuntu1.1" },
  { SANERA_VERSION_DEBIAN, "1-2-3 1-10-1 1-10-2" },

  { SANERA_VERSION_RPM, "1.0 2.0=2_0 2.0.1 2.0.1a 2.1" },
  { SANERA_VERSION_RPM, "5.5p1 5.5p2 5.5p10 5.6p1 6.5p1" },
  { SANERA_VERSION_RPM, "xyz.4 xyz10 xyz10.1 2 8 10xyz 10.1xyz" },
  { SANERA_VERSION_RPM, "6.0 6.0.rc1" },
  { SANERA_VERSION_RPM, "10a1 10a2 10b2" },
  { SANERA_VERSION_RPM, "1.0a 1.0aa" },
  { SANERA_VERSION_RPM, "4.999.9 5.0" },
  { SANERA_VERSION_RPM, "10.1=10.0001 10.0039" },
  { SANERA_VERSION_RPM, "20101121 20101122" },
  { SANERA_VERSION_RPM, "a=a+=a_=+a=_a" },
  { SANERA_VERSION_RPM, "+=_=+_=_+" },
  { SANERA_VERSION_RPM,
    "1.0~rc1~git123 1.0~rc1 1.0~rc1^git1 1.0~rc2 1.0 1.0^ 1.0^git1~pre 1.0^git1 "
    "1.0^git2 1.0^20160101 1.0^20160101^git1 1.0^20160102 1.0.1 1.01" },
  { SANERA_VERSION_RPM, "1.0-1 1.0-2 1.0-2.el9 1.0-10 1.1-1 1:0.9-1 10:0-0" },

  { SANERA_VERSION_SEMVER, "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 "
                           "1.0.0-beta.11 1.0.0-rc.1 1.0.0=1.0.0+20130313144700=v1.0.0 2.0.0 2.1.0 "
                           "2.1.1" },
  { SANERA_VERSION_SEMVER, "1.0.0-0.3.7 1.0.0-1 1.0.0-A 1.0.0-a 1.0.0-x.7.z.92 1.0.0-x-y-z.-" },
  { SANERA_VERSION_SEMVER, "1.9.0 1.10.0 1.11.0" },
  { SANERA_VERSION_SEMVER, "1.0.0-beta+exp.sha.5114f85 1.0.0+21AF26D3---117B344092BD 1.0.1" },

  { SANERA_VERSION_PEP440,
    "1.0.dev0 1.0.dev456 1.0.dev456+local 1.0a0 1.0a0.post0.dev0 1.0a0.post0 1.0a1.dev1 "
    "1.0a1.dev1+local 1.0a1=1.0.alpha-1 1.0a1+local 1.0b0 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 "
    "1.0b2.post345 1.0b2-346 1.0rc0=1.0c=1.0-preview 1.0rc1.dev1 1.0c1=1.0RC1 1.0rc2 "
    "1.0=v1.0=1=1.0.0 1.0.post0.dev0 1.0.post0=1.0-0=1.0-r 1.0.post456.dev34 1.0.post456 "
    "1.0.post456+local 1.0.1.dev1 1.0.1a1 1.0.1 1.0.1+local 1.0.1.post1 1.1.dev1 1.2+a "
    "1.2+abc=1.2+AbC 1.2+abcdef 1.2+def 1.2+0 1.2+1 1.2+1.abc 1.2+1.1=1.2+1-1=1.2+1_1 1.2+1.1.0 "
    "1.2+2 1.2+123 1.2+123456 1.2.r32+123456 1.2.rev33+123456 1!1.0.dev0 1!1.0a1+local 1!1.0 "
    "1!1.0.1 1!1.2.rev33+123456" },

  { SANERA_VERSION_MAVEN,
    "1-alpha2snapshot 1-alpha2 1-alpha-123 1-beta-2 1-beta123 1-m2=1-milestone-2 1-m11 1-rc "
    "1-cr2=1-rc2 1-rc123 1-SNAPSHOT 1=1.0=1-0=1ga=1.final=1-release=01 1-sp 1-sp2 1-sp123 "
    "1-abc=1-ABC 1-def 1-pom-1 1-1-snapshot 1-1 1-2 1-123" },
  { SANERA_VERSION_MAVEN, "2.0 2.0.a 2-1 2.0.2 2.0.123 2.1.0 2.1-a 2.1b 2.1-c 2.1-1 2.1.0.1 2.2 "
                          "2.123 11.a2 11.a11 11.b2 11.b11 11.m2 11.m11 11 11.a 11b 11c 11m" },
  { SANERA_VERSION_MAVEN,
    "1.0-alpha-1-SNAPSHOT 1.0-alpha-1 1.0-alpha-2 1.0-beta-1 1.0-SNAPSHOT 1.0 "
    "1.0-1 1.0-2 1.0.1 1.1 1.2.0 1.5 2 2.5" },
  { SANERA_VERSION_MAVEN, "2.0.1 2.0.1-klm 2.0.1-lmn 2.0.1-xyz 2.0.1-123" },
  { SANERA_VERSION_MAVEN, "1a=1-a=1.0-a=1.0.0-a" },
  { SANERA_VERSION_MAVEN, "1a1=1alpha1=1-alpha-1 1b2=1beta2 1m3=1MileStone3" },
  { SANERA_VERSION_MAVEN, "6.1.0rc3 6.1.0 6.1H.5-beta" },
  { SANERA_VERSION_MAVEN, "20190126.230843 1234567890.12345 123456789012345.1H.5-beta "
                          "12345678901234567890.1H.5-beta" },
  { SANERA_VERSION_MAVEN, "1-0.alpha 1-0.beta 1" },
  { SANERA_VERSION_MAVEN, "0.2 0.7 1.0.7 2" },
  { SANERA_VERSION_MAVEN, "2.9.10.8 2.10.0.pr1 2.10.1" },

  { SANERA_VERSION_APK, "1.0_alpha 1.0_alpha1 1.0_beta 1.0_pre 1.0_rc1 1.0 1.0_cvs 1.0_svn 1.0_git "
                        "1.0_hg 1.0_p 1.0_p1 1.0_p1-r1 1.0a 1.0b 1.0.0 1.0.1 1.1" },
  { SANERA_VERSION_APK, "2.34 2.34-r1 2.34-r2 2.34-r10 2.35" },
  { SANERA_VERSION_APK, "0.1-r1 0.12.2.1 0.12.3 1.2.3 1.10" },
};

static int
sign (int value)
{
  return (value > 0) - (value < 0);
}

static void
check (SaneraVersionScheme scheme, const char *a, const char *b, int expected)
{
  if (sign (sanera_version_compare (scheme, a, b)) == expected &&
      sign (sanera_version_compare (scheme, b, a)) == -expected)
    return;
  g_test_message ("%s %s %s is expected in scheme %d", a, expected < 0 ? "<" : "=", b, (int)scheme);
  g_test_fail ();
}

static void
test_rules (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_auto (GStrv) steps = g_strsplit (lists[i].versions, " ", -1);

      for (char **low = steps; *low != NULL; low++)
        {
          g_auto (GStrv) same = g_strsplit (*low, "=", -1);

          for (char **a = same; *a != NULL; a++)
            {
              for (char **b = same; *b != NULL; b++)
                check (lists[i].scheme, *a, *b, 0);
              for (char **high = low + 1; *high != NULL; high++)
                {
                  g_auto (GStrv) above = g_strsplit (*high, "=", -1);

                  for (char **b = above; *b != NULL; b++)
                    check (lists[i].scheme, *a, *b, -1);
                }
            }
        }
    }
}

/* Whatever the order the versions of a list come in, the last one is the fix. */
static void
test_highest (void)
{
  GRand *rand = g_rand_new_with_seed (3);

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_auto (GStrv) steps = g_strsplit (lists[i].versions, " ", -1);
      const guint n = g_strv_length (steps);
      g_autofree char *highest = g_strndup (steps[n - 1], strcspn (steps[n - 1], "="));

      /* An operator, or no version, to who reads a field of several. */
      if (strpbrk (lists[i].versions, "~^!+_") != NULL || n < 2)
        continue;
      for (guint turn = 0; turn < 20; turn++)
        {
          g_autofree char *field = NULL;
          g_autofree char *fix = NULL;

          for (guint k = n - 1; k > 0; k--)
            {
              guint other = (guint)g_rand_int_range (rand, 0, (gint32)k + 1);
              char *text = steps[k];

              steps[k] = steps[other];
              steps[other] = text;
            }
          field = g_strdelimit (g_strjoinv (", ", steps), "=", ',');
          fix = sanera_version_pick_fix (lists[i].scheme, field);
          check (lists[i].scheme, fix, highest, 0);
        }
    }
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version/rules", test_rules);
  g_test_add_func ("/version/highest", test_highest);
  return g_test_run ();
}
