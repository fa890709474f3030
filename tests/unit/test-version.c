/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-version.h"

typedef struct
{
  SaneraVersionScheme scheme;
  const char *low;
  const char *high; /* NULL: equal to equal */
  const char *equal;
} Case;

#define DEB SANERA_VERSION_DEBIAN
#define RPM SANERA_VERSION_RPM
#define APK SANERA_VERSION_APK
#define SEM SANERA_VERSION_SEMVER
#define PEP SANERA_VERSION_PEP440
#define MVN SANERA_VERSION_MAVEN
#define GEN SANERA_VERSION_GENERIC

/* Pairs from deb-version(7) and Debian Policy 5.6.12, rpm's rpmvercmp.at, Alpine's version.data,
 * semver.org item 11, PEP 440, the POM reference of Maven, and releases of well-known products. */
static const Case cases[] = {
  { DEB, "1.0~beta1", "1.0" },
  { DEB, "1.0~~", "1.0~" },
  { DEB, "1.0", "1.0-1" },
  { DEB, "1.0-1", "1.0-1.1" },
  { DEB, "9.9", "1:0.1" },
  { DEB, "2.36-9+deb12u9", "2.36-9+deb12u10" },
  { DEB, "3.0.17-1~deb12u2", "3.0.17-1" },
  { DEB, "5.0-4", "5.0-4ubuntu1" },
  { DEB, "1.2a", "1.2+a" },
  { DEB, "1-2-3", "1-10-1" },
  { DEB, "1.0", NULL, "1.0-0" },
  { DEB, "1.00", NULL, "1.0" },
  { DEB, "0:1.0-1", NULL, "1.0-1" },
  { RPM, "1.0", "1.0.1" },
  { RPM, "2.0", "2.0.1a" },
  { RPM, "5.5p1", "5.5p2" },
  { RPM, "10xyz", "10.1xyz" },
  { RPM, "xyz10", "xyz10.1" },
  { RPM, "1.0~rc1", "1.0" },
  { RPM, "1.0~rc1~git123", "1.0~rc1" },
  { RPM, "1.0", "1.0^" },
  { RPM, "1.0^git1", "1.01" },
  { RPM, "1.0^git1~pre", "1.0^git1" },
  { RPM, "1:1.0.2k-16.el7", "1:1.0.2k-19.el7" },
  { RPM, "7.61.1-9.amzn2.0.1", "7.61.1-12.amzn2.0.1" },
  { RPM, "a", "1" },
  { RPM, "2.0", NULL, "2_0" },
  { RPM, "1.0010", NULL, "1.10" },
  { RPM, "20101121", "20101122" },
  { APK, "1.1.1c-r0", "1.1.1d-r0" },
  { APK, "1.1.1d-r0", "1.1.1d-r2" },
  { APK, "1.1.1", "1.1.1a" },
  { APK, "1.0_rc1", "1.0" },
  { APK, "1.0_alpha2", "1.0_beta1" },
  { APK, "1.0", "1.0_p1" },
  { APK, "1.0_p1", "1.0_p2-r1" },
  { APK, "2.9", "2.10" },
  { APK, "1.0", "1.0.0" },
  { SEM, "1.0.0-alpha", "1.0.0-alpha.1" },
  { SEM, "1.0.0-alpha.1", "1.0.0-alpha.beta" },
  { SEM, "1.0.0-alpha.beta", "1.0.0-beta" },
  { SEM, "1.0.0-beta.2", "1.0.0-beta.11" },
  { SEM, "1.0.0-rc.1", "1.0.0" },
  { SEM, "1.4.5-lts.2", "2.0.0" },
  { SEM, "4.17.9", "4.17.21" },
  { SEM, "v1.9.0", "1.10.0" },
  { SEM, "1.0.0+1", NULL, "1.0.0+2" },
  { SEM, "1.2", NULL, "1.2.0" },
  { SEM, "99999999999999999999.0.0", "100000000000000000000.0.0" },
  { PEP, "1.0.dev456", "1.0a1" },
  { PEP, "1.0a1", "1.0a2.dev456" },
  { PEP, "1.0a12.dev456", "1.0a12" },
  { PEP, "1.0b1.dev456", "1.0b2" },
  { PEP, "1.0b2.post345.dev456", "1.0b2.post345" },
  { PEP, "1.0rc1", "1.0" },
  { PEP, "1.0", "1.0+abc.5" },
  { PEP, "1.0+abc.7", "1.0+5" },
  { PEP, "1.0+5", "1.0.post456" },
  { PEP, "2024.1", "1!0.1" },
  { PEP, "1.0", NULL, "1.0.0" },
  { PEP, "1.0-1", NULL, "1.0.post1" },
  { PEP, "1.0alpha1", NULL, "v1.0a1" },
  { MVN, "1-alpha", "1-beta" },
  { MVN, "1-beta", "1-milestone" },
  { MVN, "1-rc", "1-SNAPSHOT" },
  { MVN, "1-SNAPSHOT", "1" },
  { MVN, "1", "1-sp" },
  { MVN, "1-sp", "1-foo" },
  { MVN, "1-foo", "1-1" },
  { MVN, "1-1", "1.1" },
  { MVN, "1.0-alpha-1", "1.0" },
  { MVN, "2.14.1", "2.15.0" },
  { MVN, "2.9.10.8", "2.10.0.pr1" },
  { MVN, "1.0.0.RC1", "1.0.0.Final" },
  { MVN, "1.0.0", NULL, "1" },
  { MVN, "1-ga", NULL, "1.0-final" },
  { MVN, "1a1", NULL, "1-alpha-1" },
  { MVN, "1-cr", NULL, "1-rc" },
  { GEN, "129.0.6668.58", "129.0.6668.70" },
  { GEN, "9.9", "10.0" },
  { GEN, "1.0rc1", "1.0" },
  { GEN, "1.0-beta2", "1.0-rc1" },
  { GEN, "1.0.2k", "1.0.2zh" },
  { GEN, "1.1.1", "1.1.1a" },
  { GEN, "8.9p1", "9.8p1" },
  { GEN, "1.0", NULL, "1.0.0" },
  { GEN, "v2.1", NULL, "2.1" },
  { GEN, "", "0" },
};

static int
sign (int value)
{
  return (value > 0) - (value < 0);
}

static void
test_order (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      const char *other = c->high != NULL ? c->high : c->equal;
      int expected = c->high != NULL ? -1 : 0;

      if (sign (sanera_version_compare (c->scheme, c->low, other)) != expected ||
          sign (sanera_version_compare (c->scheme, other, c->low)) != -expected ||
          sanera_version_compare (c->scheme, c->low, c->low) != 0)
        {
          g_test_message ("%s and %s in scheme %d", c->low, other, (int)c->scheme);
          g_test_fail ();
        }
    }
}

/* Whatever the text: no crash, and the order turns with its arguments. */
static void
test_any_text (void)
{
  static const char alphabet[] = "01289abcrpvz.-_~^+:!";
  GRand *rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      char a[10] = "", b[10] = "";

      for (guint k = 0; k < 9; k++)
        {
          a[k] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet)];
          b[k] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet)];
        }
      for (int scheme = SANERA_VERSION_GENERIC; scheme <= SANERA_VERSION_MAVEN; scheme++)
        g_assert_cmpint (sign (sanera_version_compare ((SaneraVersionScheme)scheme, a, b)), ==,
                         -sign (sanera_version_compare ((SaneraVersionScheme)scheme, b, a)));
    }
  g_rand_free (rand);
}

static void
test_pick_fix (void)
{
  static const struct
  {
    const char *field;
    const char *fix;
  } fields[] = {
    { "12.1.0, 11.8.5", "12.1.0" },
    { "5.2.4, 6.2.3, 7.5.10, 8.17.1", "8.17.1" },
    { ">=3.0.0", "3.0.0" },
    { ">= 3.0.0", "3.0.0" },
    { ">=1.2.3 <2.0.0 || >=2.1.0", "2.1.0" },
    { ">=1.2.3 < 2.0.0", "1.2.3" },
    { "~1.2.3, ^2.0.0", "2.0.0" },
    { "3.0.0-beta.0", "3.0.0-beta.0" },
    { "", NULL },
    { "none", NULL },
    { "<2.0.0", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *fix = sanera_version_pick_fix (SANERA_VERSION_SEMVER, fields[i].field);

      g_assert_cmpstr (fix, ==, fields[i].fix);
    }
}

static void
test_schemes (void)
{
  g_assert_cmpint (sanera_version_scheme_for ("debian"), ==, SANERA_VERSION_DEBIAN);
  g_assert_cmpint (sanera_version_scheme_for ("node-pkg"), ==, SANERA_VERSION_SEMVER);
  g_assert_cmpint (sanera_version_scheme_for ("Python-Pkg"), ==, SANERA_VERSION_PEP440);
  g_assert_cmpint (sanera_version_scheme_for ("microsoft"), ==, SANERA_VERSION_GENERIC);
  g_assert_cmpint (sanera_version_scheme_for (NULL), ==, SANERA_VERSION_GENERIC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version/order", test_order);
  g_test_add_func ("/version/any-text", test_any_text);
  g_test_add_func ("/version/pick-fix", test_pick_fix);
  g_test_add_func ("/version/schemes", test_schemes);
  return g_test_run ();
}
