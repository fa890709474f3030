/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-number.h"

#include <math.h>

/* Whole numbers below this are exact as a double, and have at most 15 digits. */
#define MAX_EXACT 1e15

/* Decimals that are looked for without printf: scores and percentages have few. */
#define MAX_DECIMALS 4

/* Writes the digits of @number, at least @least of them; returns the end. */
static char *
write_digits (char *to, guint64 number, guint least)
{
  char digits[20];
  char *first = digits + sizeof digits;
  char *end = first;

  do
    *--first = (char)('0' + number % 10);
  while ((number /= 10) > 0 || (guint)(end - first) < least);
  while (first < end)
    *to++ = *first++;

  return to;
}

/**
 * sanera_number_append_int:
 * @out: what is written
 * @number: a whole number
 *
 * Appends the number in full, without the detour over printf.
 */
void
sanera_number_append_int (GString *out, gint64 number)
{
  char text[24];
  char *p = text;

  if (number < 0)
    *p++ = '-';
  p = write_digits (p, number < 0 ? -(guint64)number : (guint64)number, 1);
  g_string_append_len (out, text, p - text);
}

/* A quotient of two exact numbers is rounded as the decimal fraction is when it is read: so the one
 * that gives the number back is a shortest text for it. */
static gboolean
append_short (GString *out, double number)
{
  static const double powers[] = { 10, 100, 1000, 10000 };
  const double size = fabs (number);
  char text[32];
  char *p = text;

  G_STATIC_ASSERT (G_N_ELEMENTS (powers) == MAX_DECIMALS);

  for (guint decimals = 1; decimals <= MAX_DECIMALS; decimals++)
    {
      const double power = powers[decimals - 1];
      const double whole = rint (size * power);

      if (whole >= MAX_EXACT)
        return FALSE;
      if (whole / power != size)
        continue;

      if (number < 0)
        *p++ = '-';
      p = write_digits (p, (guint64)whole / (guint64)power, 1);
      *p++ = '.';
      p = write_digits (p, (guint64)whole % (guint64)power, decimals);
      g_string_append_len (out, text, p - text);
      return TRUE;
    }

  return FALSE;
}

#ifdef __SIZEOF_INT128__

__extension__ typedef unsigned __int128 Wide;

/* Powers of five up to 5^27, the last one below 2^63. */
#define MAX_FIVES 27

/* Appends @digits, the first 17 of a number with @exponent digits before its point, as "%g" would.
 */
static void
append_digits (GString *out, gboolean negative, guint64 digits, int exponent)
{
  char text[32];
  char all[24];
  char *p = text;
  gssize n = write_digits (all, digits, 1) - all;

  exponent += (int)n - 17; /* rounded up to the next power of ten */
  while (n > 1 && all[n - 1] == '0')
    n--;
  if (negative)
    *p++ = '-';
  if (exponent <= -4)
    {
      *p++ = all[0];
      if (n > 1)
        *p++ = '.';
      for (gssize i = 1; i < n; i++)
        *p++ = all[i];
      *p++ = 'e';
      *p++ = '-';
      p = write_digits (p, (guint64)(1 - exponent), 2);
      g_string_append_len (out, text, p - text);
      return;
    }

  if (exponent <= 0)
    *p++ = '0';
  for (int i = exponent; i <= 0; i++)
    *p++ = i == exponent ? '.' : '0';
  for (gssize i = 0; i < n; i++)
    {
      if (i > 0 && i == exponent)
        *p++ = '.';
      *p++ = all[i];
    }
  g_string_append_len (out, text, p - text);
}

/* The digits of a fraction, exactly: with m × 2^e for the number, m × 5^k × 2^(e+k) is that number
 * × 10^k, which here has 17 digits before its point and fits into 128 bits. What is read back as
 * the same number lies within half a step of m around it. Three conversions by printf() and two
 * back cost ten times as much, and shares and impacts are such fractions. */
static gboolean
append_exactly (GString *out, double number)
{
  Wide value, half;
  int exponent, decimal, k, shift;
  guint64 mantissa;
  guint64 five = 1;

  mantissa = (guint64)ldexp (frexp (fabs (number), &exponent), 53);
  exponent -= 53;
  decimal = (int)floor (log10 (fabs (number))) + 1; /* digits before the point */
  k = 17 - decimal;
  /* Twice the number, so that half a step is a whole: 2m × 5^k in steps of 2^-shift. */
  shift = 1 - (exponent + k);
  if (decimal > 15 || k > MAX_FIVES || shift < 1 || shift > 120 ||
      mantissa == G_GUINT64_CONSTANT (1) << 52)
    return FALSE;

  for (int i = 0; i < k; i++)
    five *= 5;
  half = five;
  value = (Wide)mantissa * 2 * half;
  if ((guint64)(value >> shift) < G_GUINT64_CONSTANT (10000000000000000))
    return FALSE; /* log10() stood on the border */
  for (guint64 unit = 100; unit >= 1; unit /= 10)
    {
      const guint64 whole = (guint64)(value >> shift);
      const Wide low = (Wide)(whole - whole % unit) << shift;
      const Wide high = low + ((Wide)unit << shift);
      const gboolean odd = whole / unit % 2 == 1;
      const gboolean up = high - value < value - low || (odd && high - value == value - low);

      if ((up ? high - value : value - low) >= half)
        continue;

      append_digits (out, number < 0, (guint64)((up ? high : low) >> shift), decimal);
      return TRUE;
    }

  return FALSE;
}

#else

static gboolean
append_exactly (GString *out, double number)
{
  return FALSE;
}

#endif

/**
 * sanera_number_append_double:
 * @out: what is written
 * @number: a finite number
 *
 * Appends the shortest text that is read back as the same number, with a point for a decimal sign.
 */
void
sanera_number_append_double (GString *out, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (isfinite (number));

  if (number == trunc (number) && fabs (number) < MAX_EXACT)
    {
      sanera_number_append_int (out, (gint64)number);
      return;
    }
  if (append_short (out, number) || append_exactly (out, number))
    return;

  g_ascii_formatd (buffer, sizeof buffer, "%.15g", number);
  if (g_ascii_strtod (buffer, NULL) != number)
    g_ascii_formatd (buffer, sizeof buffer, "%.16g", number);
  if (g_ascii_strtod (buffer, NULL) != number)
    g_ascii_formatd (buffer, sizeof buffer, "%.17g", number);
  g_string_append (out, buffer);
}
