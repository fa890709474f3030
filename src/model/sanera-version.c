/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-version.h"

#include <string.h>

#include "sanera-version-private.h"

/* Trivy's result types, the types of package URLs and the vendor part of our recommendation ids. */
static const struct
{
  const char *ecosystem;
  SaneraVersionScheme scheme;
} ecosystems[] = {
  { "alma", SANERA_VERSION_RPM },
  { "almalinux", SANERA_VERSION_RPM },
  { "alpine", SANERA_VERSION_APK },
  { "amazon", SANERA_VERSION_RPM },
  { "apk", SANERA_VERSION_APK },
  { "azurelinux", SANERA_VERSION_RPM },
  { "bun", SANERA_VERSION_SEMVER },
  { "cargo", SANERA_VERSION_SEMVER },
  { "cbl-mariner", SANERA_VERSION_RPM },
  { "centos", SANERA_VERSION_RPM },
  { "chainguard", SANERA_VERSION_APK },
  { "conda", SANERA_VERSION_PEP440 },
  { "conda-pkg", SANERA_VERSION_PEP440 },
  { "deb", SANERA_VERSION_DEBIAN },
  { "debian", SANERA_VERSION_DEBIAN },
  { "fedora", SANERA_VERSION_RPM },
  { "gobinary", SANERA_VERSION_SEMVER },
  { "golang", SANERA_VERSION_SEMVER },
  { "gomod", SANERA_VERSION_SEMVER },
  { "gradle", SANERA_VERSION_MAVEN },
  { "hex", SANERA_VERSION_SEMVER },
  { "jar", SANERA_VERSION_MAVEN },
  { "maven", SANERA_VERSION_MAVEN },
  { "node-pkg", SANERA_VERSION_SEMVER },
  { "npm", SANERA_VERSION_SEMVER },
  { "nuget", SANERA_VERSION_SEMVER },
  { "opensuse", SANERA_VERSION_RPM },
  { "opensuse-leap", SANERA_VERSION_RPM },
  { "opensuse-tumbleweed", SANERA_VERSION_RPM },
  { "oracle", SANERA_VERSION_RPM },
  { "photon", SANERA_VERSION_RPM },
  { "pip", SANERA_VERSION_PEP440 },
  { "pipenv", SANERA_VERSION_PEP440 },
  { "pnpm", SANERA_VERSION_SEMVER },
  { "poetry", SANERA_VERSION_PEP440 },
  { "pom", SANERA_VERSION_MAVEN },
  { "pub", SANERA_VERSION_SEMVER },
  { "pypi", SANERA_VERSION_PEP440 },
  { "python-pkg", SANERA_VERSION_PEP440 },
  { "redhat", SANERA_VERSION_RPM },
  { "rocky", SANERA_VERSION_RPM },
  { "rpm", SANERA_VERSION_RPM },
  { "rustbinary", SANERA_VERSION_SEMVER },
  { "sbt", SANERA_VERSION_MAVEN },
  { "sles", SANERA_VERSION_RPM },
  { "slem", SANERA_VERSION_RPM },
  { "suse linux enterprise server", SANERA_VERSION_RPM },
  { "suse", SANERA_VERSION_RPM },
  { "swift", SANERA_VERSION_SEMVER },
  { "ubuntu", SANERA_VERSION_DEBIAN },
  { "uv", SANERA_VERSION_PEP440 },
  { "wolfi", SANERA_VERSION_APK },
  { "yarn", SANERA_VERSION_SEMVER },
};

/**
 * sanera_version_scheme_for:
 * @ecosystem: (nullable): a package manager, registry or distribution, for example "debian", "npm"
 *
 * Returns: how versions are ordered there, %SANERA_VERSION_GENERIC when it is not known
 */
SaneraVersionScheme
sanera_version_scheme_for (const char *ecosystem)
{
  for (gsize i = 0; ecosystem != NULL && i < G_N_ELEMENTS (ecosystems); i++)
    {
      if (g_ascii_strcasecmp (ecosystems[i].ecosystem, ecosystem) == 0)
        return ecosystems[i].scheme;
    }
  return SANERA_VERSION_GENERIC;
}

/* Compares two runs of digits of any length by value. */
int
sanera_version_compare_digits (const char *a, gsize a_length, const char *b, gsize b_length)
{
  int order;

  for (; a_length > 0 && *a == '0'; a++)
    a_length--;
  for (; b_length > 0 && *b == '0'; b++)
    b_length--;
  if (a_length != b_length)
    return a_length < b_length ? -1 : 1;
  order = a_length == 0 ? 0 : memcmp (a, b, a_length);
  return order < 0 ? -1 : order > 0;
}

gsize
sanera_version_span_digits (const char *p)
{
  gsize n = 0;

  while (g_ascii_isdigit (p[n]))
    n++;
  return n;
}

gsize
sanera_version_span_alpha (const char *p)
{
  gsize n = 0;

  while (g_ascii_isalpha (p[n]))
    n++;
  return n;
}

/* How a word between the numbers of a version weighs: below, at or above the end of the version. */
static int
word_rank (const char *word, gsize length)
{
  static const struct
  {
    const char *word;
    int rank;
  } words[] = { { "dev", -6 },  { "snapshot", -5 }, { "alpha", -4 },     { "a", -4 },
                { "beta", -3 }, { "b", -3 },        { "milestone", -2 }, { "preview", -2 },
                { "pre", -2 },  { "rc", -1 },       { "cr", -1 } };

  if (length == 0)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      /* "1.0b" is a letter of a release (OpenSSL); only "1.0b2" is a beta. */
      if (strlen (words[i].word) == length &&
          g_ascii_strncasecmp (words[i].word, word, length) == 0 &&
          (length > 1 || g_ascii_isdigit (word[1])))
        return words[i].rank;
    }
  return 1;
}

static int
compare_generic (const char *a, const char *b)
{
  if (g_ascii_tolower (*a) == 'v' && g_ascii_isdigit (a[1]))
    a++;
  if (g_ascii_tolower (*b) == 'v' && g_ascii_isdigit (b[1]))
    b++;

  while (*a != '\0' || *b != '\0')
    {
      gsize a_length, b_length;
      int order;

      while (*a != '\0' && !g_ascii_isalnum (*a))
        a++;
      while (*b != '\0' && !g_ascii_isalnum (*b))
        b++;

      a_length = sanera_version_span_digits (a);
      b_length = sanera_version_span_digits (b);
      if (a_length > 0 && b_length > 0)
        order = sanera_version_compare_digits (a, a_length, b, b_length);
      else if (a_length > 0 || b_length > 0)
        {
          /* A number against a word or the end: 1.0.1 > 1.0 > 1.0rc1, and 1.0.0 = 1.0. */
          const char *word = a_length > 0 ? b : a;
          int rank = word_rank (word, sanera_version_span_alpha (word));
          int number = a_length > 0 ? sanera_version_compare_digits (a, a_length, "", 0)
                                    : sanera_version_compare_digits (b, b_length, "", 0);

          if (rank == 0)
            order = number;
          else
            {
              order = rank < 0 ? 1 : -1;
              if (rank > 0 && number > 0)
                order = 1;
            }
          if (b_length > 0)
            order = -order;
          if (order == 0)
            {
              a += a_length;
              b += b_length;
              continue;
            }
        }
      else
        {
          int a_rank, b_rank;

          a_length = sanera_version_span_alpha (a);
          b_length = sanera_version_span_alpha (b);
          a_rank = word_rank (a, a_length);
          b_rank = word_rank (b, b_length);
          order = a_rank - b_rank;
          if (order == 0 && a_rank == 1)
            {
              order = g_ascii_strncasecmp (a, b, MIN (a_length, b_length));
              if (order == 0)
                order = (int)a_length - (int)b_length;
            }
        }
      if (order != 0)
        return order < 0 ? -1 : 1;
      a += a_length;
      b += b_length;
    }
  return 0;
}

/**
 * sanera_version_compare:
 * @scheme: by which rules
 * @a: (nullable): a version; %NULL and "" are below every other
 * @b: (nullable): another
 *
 * Total on any text: what is not a version of @scheme is compared generically.
 *
 * Returns: below, equal to or above 0 when @a is below, equal to or above @b
 */
int
sanera_version_compare (SaneraVersionScheme scheme, const char *a, const char *b)
{
  if (a == NULL || *a == '\0' || b == NULL || *b == '\0')
    return (a != NULL && *a != '\0') - (b != NULL && *b != '\0');

  switch (scheme)
    {
    case SANERA_VERSION_DEBIAN:
      return sanera_version_compare_debian (a, b);
    case SANERA_VERSION_RPM:
      return sanera_version_compare_rpm (a, b);
    case SANERA_VERSION_APK:
      return sanera_version_compare_apk (a, b);
    case SANERA_VERSION_SEMVER:
      return sanera_version_compare_semver (a, b);
    case SANERA_VERSION_PEP440:
      {
        int order;

        return sanera_version_compare_pep440 (a, b, &order) ? order : compare_generic (a, b);
      }
    case SANERA_VERSION_MAVEN:
      return sanera_version_compare_maven (a, b);
    case SANERA_VERSION_GENERIC:
    default:
      return compare_generic (a, b);
    }
}

/**
 * sanera_version_pick_fix:
 * @scheme: by which rules
 * @field: (nullable): what a scanner wrote: one version, several ("12.1.0, 11.8.5", one for each
 *   branch) or ranges (">=3.0.0", ">=1.2.3 <2.0.0 || >=2.1.0")
 *
 * The highest is taken, not the nearest: the fix of one weakness on a branch may be vulnerable to
 * another weakness fixed only on the next, while the highest version has all of them.
 *
 * Returns: (transfer full) (nullable): the highest version that @field says is fixed, %NULL when it
 *   says none
 */
char *
sanera_version_pick_fix (SaneraVersionScheme scheme, const char *field)
{
  g_auto (GStrv) tokens = NULL;
  const char *best = NULL;
  char op = '\0';

  if (field == NULL || strlen (field) > 1000)
    return NULL;

  tokens = g_strsplit_set (field, ", |\t\n", -1);
  for (char **token = tokens; *token != NULL; token++)
    {
      const char *version = *token;

      /* The operator may stand apart from its version: ">= 3.0.0". */
      if (*version != '\0' && strchr ("<>=~^!", *version) != NULL)
        op = *version;
      version += strspn (version, "<>=~^!");
      if (*version == '\0')
        continue;
      /* An upper bound is where the next, vulnerable branch begins. */
      if (op != '<' && op != '!' && strpbrk (version, "0123456789") != NULL &&
          (best == NULL || sanera_version_compare (scheme, version, best) > 0))
        best = version;
      op = '\0';
    }
  return g_strdup (best);
}
