/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Versions of the packages of distributions: Debian, RPM, Alpine. */

#include <string.h>

#include "sanera-version-private.h"

#define SIGN(x) (((x) > 0) - ((x) < 0))

/* deb-version(7): letters sort before everything else, the tilde even before the end. */
static int
debian_order (char c)
{
  if (g_ascii_isdigit (c) || c == '\0')
    return 0;
  if (g_ascii_isalpha (c))
    return c;
  if (c == '~')
    return -1;
  return (guchar)c + 256;
}

static int
compare_debian_part (const char *a, const char *a_end, const char *b, const char *b_end)
{
  while (a < a_end || b < b_end)
    {
      gsize a_length = 0, b_length = 0;
      int order;

      while ((a < a_end && !g_ascii_isdigit (*a)) || (b < b_end && !g_ascii_isdigit (*b)))
        {
          int a_order = a < a_end ? debian_order (*a) : 0;
          int b_order = b < b_end ? debian_order (*b) : 0;

          if (a_order != b_order)
            return SIGN (a_order - b_order);
          a += a < a_end;
          b += b < b_end;
        }
      while (a + a_length < a_end && g_ascii_isdigit (a[a_length]))
        a_length++;
      while (b + b_length < b_end && g_ascii_isdigit (b[b_length]))
        b_length++;
      order = sanera_version_compare_digits (a, a_length, b, b_length);
      if (order != 0)
        return order;
      a += a_length;
      b += b_length;
    }
  return 0;
}

/* Cuts off "epoch:"; without one it is 0. */
static const char *
skip_epoch (const char *text, const char **epoch, gsize *length)
{
  gsize digits = sanera_version_span_digits (text);

  *epoch = text;
  *length = 0;
  if (digits > 0 && text[digits] == ':')
    {
      *length = digits;
      return text + digits + 1;
    }
  return text;
}

static int
compare_epochs (const char **a, const char **b)
{
  const char *a_epoch, *b_epoch;
  gsize a_length, b_length;

  *a = skip_epoch (*a, &a_epoch, &a_length);
  *b = skip_epoch (*b, &b_epoch, &b_length);
  return sanera_version_compare_digits (a_epoch, a_length, b_epoch, b_length);
}

int
sanera_version_compare_debian (const char *a, const char *b)
{
  int order = compare_epochs (&a, &b);
  const char *a_dash = strrchr (a, '-'), *b_dash = strrchr (b, '-');
  const char *a_end = a + strlen (a), *b_end = b + strlen (b);

  if (order == 0)
    order = compare_debian_part (a, a_dash != NULL ? a_dash : a_end, b,
                                 b_dash != NULL ? b_dash : b_end);
  /* No revision is the same as revision 0. */
  if (order == 0)
    {
      const char *a_revision = a_dash != NULL ? a_dash + 1 : "0";
      const char *b_revision = b_dash != NULL ? b_dash + 1 : "0";

      order = compare_debian_part (a_revision, a_revision + strlen (a_revision), b_revision,
                                   b_revision + strlen (b_revision));
    }
  return order;
}

/* rpmvercmp() of rpm 4.16 and later. */
static int
compare_rpm_part (const char *a, const char *a_end, const char *b, const char *b_end)
{
  while (a < a_end || b < b_end)
    {
      gsize a_length = 0, b_length = 0;
      gboolean digits;
      int order;

      while (a < a_end && !g_ascii_isalnum (*a) && *a != '~' && *a != '^')
        a++;
      while (b < b_end && !g_ascii_isalnum (*b) && *b != '~' && *b != '^')
        b++;

      if ((a < a_end && *a == '~') || (b < b_end && *b == '~'))
        {
          if (a >= a_end || *a != '~')
            return 1;
          if (b >= b_end || *b != '~')
            return -1;
          a++;
          b++;
          continue;
        }
      if ((a < a_end && *a == '^') || (b < b_end && *b == '^'))
        {
          if (a >= a_end)
            return -1;
          if (b >= b_end)
            return 1;
          if (*a != '^')
            return 1;
          if (*b != '^')
            return -1;
          a++;
          b++;
          continue;
        }
      if (a >= a_end || b >= b_end)
        break;

      digits = g_ascii_isdigit (*a);
      while (a + a_length < a_end &&
             (digits ? g_ascii_isdigit (a[a_length]) : g_ascii_isalpha (a[a_length])))
        a_length++;
      while (b + b_length < b_end &&
             (digits ? g_ascii_isdigit (b[b_length]) : g_ascii_isalpha (b[b_length])))
        b_length++;
      if (b_length == 0)
        return digits ? 1 : -1; /* a number is newer than a word */
      if (digits)
        order = sanera_version_compare_digits (a, a_length, b, b_length);
      else
        {
          order = SIGN (memcmp (a, b, MIN (a_length, b_length)));
          if (order == 0)
            order = SIGN ((gssize)a_length - (gssize)b_length);
        }
      if (order != 0)
        return order;
      a += a_length;
      b += b_length;
    }
  return (a < a_end) - (b < b_end);
}

int
sanera_version_compare_rpm (const char *a, const char *b)
{
  int order = compare_epochs (&a, &b);
  const char *a_dash = strrchr (a, '-'), *b_dash = strrchr (b, '-');
  const char *a_end = a + strlen (a), *b_end = b + strlen (b);

  if (order == 0)
    order =
        compare_rpm_part (a, a_dash != NULL ? a_dash : a_end, b, b_dash != NULL ? b_dash : b_end);
  /* A version without a release stands for all releases, as in a Requires. */
  if (order == 0 && a_dash != NULL && b_dash != NULL)
    order = compare_rpm_part (a_dash + 1, a_end, b_dash + 1, b_end);
  return order;
}

/* Alpine's suffixes; the plain version stands at 0. */
static int
apk_suffix (const char **p)
{
  static const struct
  {
    const char *name;
    int rank;
  } suffixes[] = { { "_alpha", -4 }, { "_beta", -3 }, { "_pre", -2 }, { "_rc", -1 }, { "_cvs", 1 },
                   { "_svn", 2 },    { "_git", 3 },   { "_hg", 4 },   { "_p", 5 } };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      gsize length = strlen (suffixes[i].name);

      if (strncmp (*p, suffixes[i].name, length) == 0 && !g_ascii_isalpha ((*p)[length]))
        {
          *p += length;
          return suffixes[i].rank;
        }
    }
  return 0;
}

static int
compare_number (const char **a, const char **b)
{
  gsize a_length = sanera_version_span_digits (*a), b_length = sanera_version_span_digits (*b);
  int order = sanera_version_compare_digits (*a, a_length, *b, b_length);

  *a += a_length;
  *b += b_length;
  return order;
}

int
sanera_version_compare_apk (const char *a, const char *b)
{
  int order = compare_number (&a, &b);

  while (order == 0 && *a == '.' && *b == '.')
    {
      a++;
      b++;
      order = compare_number (&a, &b);
    }
  if (order == 0)
    order = (*a == '.') - (*b == '.');
  if (order == 0)
    {
      order = SIGN ((g_ascii_isalpha (*a) ? *a : 0) - (g_ascii_isalpha (*b) ? *b : 0));
      a += g_ascii_isalpha (*a) ? 1 : 0;
      b += g_ascii_isalpha (*b) ? 1 : 0;
    }
  while (order == 0 && (*a == '_' || *b == '_'))
    {
      const char *a_start = a, *b_start = b;

      order = apk_suffix (&a) - apk_suffix (&b);
      order = SIGN (order);
      if (a == a_start && b == b_start)
        break; /* no suffix of Alpine's */
      if (order == 0)
        order = compare_number (&a, &b);
    }
  if (order == 0 && (g_str_has_prefix (a, "-r") || g_str_has_prefix (b, "-r")))
    {
      a += g_str_has_prefix (a, "-r") ? 2 : 0;
      b += g_str_has_prefix (b, "-r") ? 2 : 0;
      order = compare_number (&a, &b);
    }
  if (order == 0)
    order = SIGN (strcmp (a, b));
  return order;
}
