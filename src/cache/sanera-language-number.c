/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "sanera-field.h"
#include "sanera-language-private.h"

static UNumberFormat *
open_number (SaneraLocale *self, UNumberFormatStyle style)
{
  UErrorCode code = U_ZERO_ERROR;
  UNumberFormat *format = unum_open (style, NULL, 0, self->locale, NULL, &code);

  if (U_FAILURE (code))
    {
      g_warning ("No number format for %s: %s", self->locale, u_errorName (code));
      g_clear_pointer (&format, unum_close);
    }

  return format;
}

/**
 * sanera_language_number:
 * @value: a count, or %SANERA_INT_NULL
 *
 * Returns: (transfer full): "28,500", "28 500", grouped as the language does
 */
char *
sanera_language_number (gint64 value)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  UErrorCode code = U_ZERO_ERROR;
  UChar buffer[64];
  int32_t n = -1;

  if (value == SANERA_INT_NULL)
    return g_strdup (SANERA_LANGUAGE_NULL);

  g_mutex_lock (&locale->mutex);
  if (locale->number == NULL)
    locale->number = open_number (locale, UNUM_DECIMAL);
  if (locale->number != NULL)
    n = unum_formatInt64 (locale->number, value, buffer, G_N_ELEMENTS (buffer), NULL, &code);
  g_mutex_unlock (&locale->mutex);

  if (n < 0 || U_FAILURE (code))
    return g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return sanera_locale_to_utf8 (buffer, n);
}

/* At most three significant digits, in the short compact form: "4.17K", "4,17 tn", "4.17万". */
static char *
format_compact (SaneraLocale *self, gint64 value)
{
  UErrorCode code = U_ZERO_ERROR;
  g_autofree UChar *skeleton = NULL;
  UFormattedNumber *result;
  char *text = NULL;
  int32_t length;

  g_mutex_lock (&self->mutex);
  if (self->compact == NULL)
    {
      skeleton = sanera_locale_to_utf16 ("compact-short @##", &length);
      self->compact = unumf_openForSkeletonAndLocale (skeleton, length, self->locale, &code);
    }
  result = unumf_openResult (&code);
  if (U_SUCCESS (code))
    {
      UChar buffer[64];
      int32_t n;

      unumf_formatInt (self->compact, value, result, &code);
      n = unumf_resultToString (result, buffer, G_N_ELEMENTS (buffer), &code);
      if (U_SUCCESS (code))
        text = sanera_locale_to_utf8 (buffer, n);
    }
  g_clear_pointer (&result, unumf_closeResult);
  if (U_FAILURE (code))
    g_clear_pointer (&self->compact, unumf_close);
  g_mutex_unlock (&self->mutex);

  return text;
}

/**
 * sanera_language_number_short:
 * @value: a count, or %SANERA_INT_NULL
 *
 * The form of the table cells [144,155]: three significant digits and the language's short word for
 * the power of ten. What the language does not abbreviate is written out, not rounded.
 *
 * Returns: (transfer full): "771", "4.17k", "1.47M"; "4,17 tn", "1,47 mn"; "4,177", "4.17万"
 */
char *
sanera_language_number_short (gint64 value)
{
  g_autoptr (SaneraLocale) locale = NULL;
  gint64 from;
  char *text, *kilo;

  if (value == SANERA_INT_NULL)
    return g_strdup (SANERA_LANGUAGE_NULL);

  locale = sanera_locale_get ();
  from = g_str_has_prefix (locale->locale, "zh") ? 10000 : 1000;
  if (value > -from && value < from)
    return sanera_language_number (value);

  text = format_compact (locale, value);
  if (text == NULL)
    return sanera_language_number (value);

  /* The documents write 4.17k; the K of ICU is the kelvin of the unit system they follow. */
  if (g_str_has_prefix (locale->locale, "en") && (kilo = strchr (text, 'K')) != NULL)
    *kilo = 'k';

  return text;
}

static char *
format_double (UNumberFormat *format, double value)
{
  UErrorCode code = U_ZERO_ERROR;
  UChar buffer[400]; /* the largest double has 309 digits, and their separators */
  int32_t n = unum_formatDouble (format, value, buffer, G_N_ELEMENTS (buffer), NULL, &code);

  return U_SUCCESS (code) ? sanera_locale_to_utf8 (buffer, n) : NULL;
}

/**
 * sanera_language_decimal:
 * @value: a number, or NAN
 * @digits: digits after the decimal sign
 *
 * Returns: (transfer full): "7.67", "7,67"
 */
char *
sanera_language_decimal (double value, int digits)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  char *text = NULL;

  if (!isfinite (value))
    return g_strdup (SANERA_LANGUAGE_NULL);

  g_mutex_lock (&locale->mutex);
  if (locale->decimal == NULL)
    locale->decimal = open_number (locale, UNUM_DECIMAL);
  if (locale->decimal != NULL)
    {
      unum_setAttribute (locale->decimal, UNUM_MIN_FRACTION_DIGITS, digits);
      unum_setAttribute (locale->decimal, UNUM_MAX_FRACTION_DIGITS, digits);
      unum_setAttribute (locale->decimal, UNUM_ROUNDING_MODE, UNUM_ROUND_HALFUP);
      text = format_double (locale->decimal, value);
    }
  g_mutex_unlock (&locale->mutex);

  return text != NULL ? text : g_strdup_printf ("%.*f", digits, value);
}

/**
 * sanera_language_percent:
 * @fraction: 0 to 1, or NAN
 *
 * Whole percent, rounded down: 100 % is said of what is complete only.
 *
 * Returns: (transfer full): "48%", "48 %"
 */
char *
sanera_language_percent (double fraction)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  char *text = NULL;

  if (!isfinite (fraction))
    return g_strdup (SANERA_LANGUAGE_NULL);

  g_mutex_lock (&locale->mutex);
  if (locale->percent == NULL)
    {
      locale->percent = open_number (locale, UNUM_PERCENT);
      if (locale->percent != NULL)
        {
          unum_setAttribute (locale->percent, UNUM_MAX_FRACTION_DIGITS, 0);
          unum_setAttribute (locale->percent, UNUM_ROUNDING_MODE, UNUM_ROUND_DOWN);
        }
    }
  if (locale->percent != NULL)
    text = format_double (locale->percent, fraction);
  g_mutex_unlock (&locale->mutex);

  return text != NULL ? text : g_strdup_printf ("%.0f%%", floor (fraction * 100));
}

/**
 * sanera_language_size:
 * @bytes: how much there is on the disk
 *
 * The symbols of the units are the same in all languages; the decimal sign is not. g_format_size()
 * writes that of the process, which may speak another language than the window.
 *
 * Returns: (transfer full): "12 kB", "1.3 MB", "1,3 MB"; multiples of 1,000
 */
char *
sanera_language_size (guint64 bytes)
{
  static const char *const units[] = { "kB", "MB", "GB", "TB" };
  double value = bytes / 1000.0;
  g_autofree char *number = NULL;
  guint i = 0;

  /* What would be rounded up to 1,000 is written with the next unit. */
  while (i + 1 < G_N_ELEMENTS (units) && value >= (i == 0 ? 999.0 : 999.95))
    {
      value /= 1000;
      i++;
    }
  number = sanera_language_decimal (i == 0 ? ceil (value) : value, i == 0 ? 0 : 1);
  /* a no-break space between */
  return g_strdup_printf ("%s\302\240%s", number, units[i]);
}
