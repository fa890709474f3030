/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udatpg.h>
#include <unicode/ustring.h>

#include "sanera-field.h"
#include "sanera-language-private.h"
#include "sanera-time.h"

/* How two digits of a year are read, and the first and last year that a typed date may have. */
#define CENTURY 2000
#define FIRST_YEAR 1900
#define LAST_YEAR 9999

static const UChar utc[] = { 'U', 'T', 'C', 0 };

static UDateFormat *
check (SaneraLocale *self, UDateFormat *format, UErrorCode code)
{
  if (U_FAILURE (code))
    {
      g_warning ("No date format for %s: %s", self->locale, u_errorName (code));
      g_clear_pointer (&format, udat_close);
    }

  return format;
}

static UDateFormat *
open_style (SaneraLocale *self, UDateFormatStyle date, UDateFormatStyle time, const UChar *zone)
{
  UErrorCode code = U_ZERO_ERROR;
  UDateFormat *format = udat_open (time, date, self->locale, zone, -1, NULL, 0, &code);

  return check (self, format, code);
}

static const UChar full_date[] = { 'y', 'M', 'M', 'd', 'd', 0 };
static const UChar day_and_month[] = { 'M', 'd', 0 };

/* How the language writes the parts in @skeleton, in digits: "dd/MM/y", "d/M". */
static int32_t
numeric_pattern (SaneraLocale *self, const UChar *skeleton, UChar *pattern, int32_t capacity)
{
  UErrorCode code = U_ZERO_ERROR;
  UDateTimePatternGenerator *generator = udatpg_open (self->locale, &code);
  int32_t n = 0;

  if (U_SUCCESS (code))
    n = udatpg_getBestPattern (generator, skeleton, -1, pattern, capacity, &code);
  g_clear_pointer (&generator, udatpg_close);

  return U_SUCCESS (code) ? n : 0;
}

static UDateFormat *
open_numeric (SaneraLocale *self)
{
  UErrorCode code = U_ZERO_ERROR;
  UChar pattern[64];
  int32_t n = numeric_pattern (self, full_date, pattern, G_N_ELEMENTS (pattern));
  UDateFormat *format;

  if (n == 0)
    return NULL;
  format = udat_open (UDAT_PATTERN, UDAT_PATTERN, self->locale, utc, -1, pattern, n, &code);

  return check (self, format, code);
}

/* The caller holds the mutex of the locale that @format belongs to. */
static char *
format_time (const UDateFormat *format, gint64 time)
{
  UErrorCode code = U_ZERO_ERROR;
  UChar buffer[128];
  int32_t n;

  if (format == NULL)
    return NULL;

  n = udat_format (format, (UDate)time / 1000.0, buffer, G_N_ELEMENTS (buffer), NULL, &code);
  return U_SUCCESS (code) ? sanera_locale_to_utf8 (buffer, n) : NULL;
}

static char *
or_iso (char *text, gint64 time)
{
  char iso[SANERA_TIME_BUFFER];

  return text != NULL ? text : g_strdup (sanera_time_format (time, iso));
}

/**
 * sanera_language_date:
 * @date: a date (midnight UTC), or %SANERA_INT_NULL
 *
 * Returns: (transfer full): medium length: "25 Dec 2026", "25 dec. 2026", "2026年12月25日"
 */
char *
sanera_language_date (gint64 date)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  char *text;

  if (date == SANERA_INT_NULL)
    return g_strdup (SANERA_LANGUAGE_NULL);

  g_mutex_lock (&locale->mutex);
  if (locale->date == NULL)
    locale->date = open_style (locale, UDAT_MEDIUM, UDAT_NONE, utc);
  text = format_time (locale->date, date);
  g_mutex_unlock (&locale->mutex);

  return or_iso (text, date);
}

/**
 * sanera_language_date_numeric:
 * @date: a date (midnight UTC), or %SANERA_INT_NULL
 *
 * Returns: (transfer full): as people type it: "25/12/2026", "2026-12-25", "2026/12/25"
 */
char *
sanera_language_date_numeric (gint64 date)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  char *text;

  if (date == SANERA_INT_NULL)
    return g_strdup (SANERA_LANGUAGE_NULL);

  g_mutex_lock (&locale->mutex);
  if (locale->date_numeric == NULL)
    locale->date_numeric = open_numeric (locale);
  text = format_time (locale->date_numeric, date);
  g_mutex_unlock (&locale->mutex);

  return or_iso (text, date);
}

/**
 * sanera_language_time:
 * @time: a moment, or %SANERA_INT_NULL
 *
 * Returns: (transfer full): time of day in the zone of this desktop: "14:05"
 */
char *
sanera_language_time (gint64 time)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  char *text;

  if (time == SANERA_INT_NULL)
    return g_strdup (SANERA_LANGUAGE_NULL);

  g_mutex_lock (&locale->mutex);
  if (locale->time == NULL)
    locale->time = open_style (locale, UDAT_NONE, UDAT_SHORT, NULL);
  text = format_time (locale->time, time);
  g_mutex_unlock (&locale->mutex);

  return or_iso (text, time);
}

/**
 * sanera_language_datetime:
 * @time: a moment, or %SANERA_INT_NULL
 *
 * Returns: (transfer full): date and time of day in the zone of this desktop
 */
char *
sanera_language_datetime (gint64 time)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  char *text;

  if (time == SANERA_INT_NULL)
    return g_strdup (SANERA_LANGUAGE_NULL);

  g_mutex_lock (&locale->mutex);
  if (locale->datetime == NULL)
    locale->datetime = open_style (locale, UDAT_MEDIUM, UDAT_SHORT, NULL);
  text = format_time (locale->datetime, time);
  g_mutex_unlock (&locale->mutex);

  return or_iso (text, time);
}

/* ICU writes "3小时前"; among our sentences, where Chinese and digits stand apart, so must this. */
static char *
space_digits (char *text)
{
  g_autofree char *tight = text;
  GString *spaced;

  if (text == NULL)
    return NULL;

  spaced = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p++)
    {
      if (p > text && g_ascii_isdigit (p[-1]) && (*p & 0x80) != 0)
        g_string_append_c (spaced, ' ');
      else if (p > text && (p[-1] & 0x80) != 0 && g_ascii_isdigit (*p))
        g_string_append_c (spaced, ' ');
      g_string_append_c (spaced, *p);
    }
  return g_string_free (spaced, FALSE);
}

/* The caller holds the mutex of @self. Returns: (transfer none) (nullable): %NULL without its data
 */
URelativeDateTimeFormatter *
sanera_locale_get_relative (SaneraLocale *self)
{
  UErrorCode code = U_ZERO_ERROR;

  if (self->relative == NULL)
    self->relative =
        ureldatefmt_open (self->locale, NULL, UDAT_STYLE_LONG, UDISPCTX_CAPITALIZATION_NONE, &code);
  if (U_FAILURE (code))
    g_clear_pointer (&self->relative, ureldatefmt_close);

  return self->relative;
}

/**
 * sanera_language_relative:
 * @time: a moment, or %SANERA_INT_NULL
 * @now: the present
 *
 * Whole units that have passed, the largest that is not zero: within a minute it is "now".
 *
 * Returns: (transfer full): "3 hours ago", "för 3 timmar sedan", "3 小时前"
 */
char *
sanera_language_relative (gint64 time, gint64 now)
{
  static const struct
  {
    gint64 seconds;
    URelativeDateTimeUnit unit;
  } units[] = {
    { 365 * 86400, UDAT_REL_UNIT_YEAR }, { 30 * 86400, UDAT_REL_UNIT_MONTH },
    { 86400, UDAT_REL_UNIT_DAY },        { 3600, UDAT_REL_UNIT_HOUR },
    { 60, UDAT_REL_UNIT_MINUTE },
  };
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  URelativeDateTimeUnit unit = UDAT_REL_UNIT_SECOND;
  UErrorCode code = U_ZERO_ERROR;
  UChar buffer[128];
  gint64 seconds, count = 0;
  int32_t n = -1;
  char *text;

  if (time == SANERA_INT_NULL)
    return g_strdup (SANERA_LANGUAGE_NULL);

  seconds = (time - now) / SANERA_TIME_SECOND;
  for (guint i = 0; i < G_N_ELEMENTS (units) && count == 0; i++)
    {
      count = seconds / units[i].seconds;
      unit = count != 0 ? units[i].unit : UDAT_REL_UNIT_SECOND;
    }

  g_mutex_lock (&locale->mutex);
  /* "now" for nothing; but "1 day ago", not "yesterday", which may be two calendar days off. */
  if (sanera_locale_get_relative (locale) == NULL)
    code = U_MISSING_RESOURCE_ERROR;
  else if (count == 0)
    n = ureldatefmt_format (locale->relative, 0, unit, buffer, G_N_ELEMENTS (buffer), &code);
  else
    n = ureldatefmt_formatNumeric (locale->relative, (double)count, unit, buffer,
                                   G_N_ELEMENTS (buffer), &code);
  g_mutex_unlock (&locale->mutex);

  text = U_SUCCESS (code) && n >= 0 ? sanera_locale_to_utf8 (buffer, n) : NULL;
  if (g_str_has_prefix (locale->locale, "zh"))
    text = space_digits (text);
  return or_iso (text, time);
}

/* Takes "25/12-26" apart: up to three groups of ASCII digits between signs that dates are written
 * with. Returns the number of groups, 0 when it is anything else. */
static guint
split_digits (const char *text, int numbers[3], gsize lengths[3])
{
  static const char *const signs[] = { "-", "/", ".", " ", ",", "年", "月", "日", "号" };
  guint n = 0;
  const char *p = text;

  while (*p != '\0')
    {
      if (g_ascii_isdigit (*p))
        {
          char *end;

          if (n == 3)
            return 0;
          lengths[n] = strspn (p, "0123456789");
          if (lengths[n] > 8)
            return 0;
          numbers[n] = (int)g_ascii_strtoll (p, &end, 10);
          n++;
          p = end;
        }
      else
        {
          guint i;

          for (i = 0; i < G_N_ELEMENTS (signs); i++)
            if (g_str_has_prefix (p, signs[i]))
              break;
          if (i == G_N_ELEMENTS (signs))
            return 0;
          p += strlen (signs[i]);
        }
    }

  return n;
}

/* Which of the letters d, M and y come first in the language: "dMy", "Mdy", "yMd"; "dM", "Md". */
static void
get_order (SaneraLocale *self, const UChar *skeleton, char order[4])
{
  UChar pattern[64];
  int32_t n = numeric_pattern (self, skeleton, pattern, G_N_ELEMENTS (pattern));
  guint found = 0;

  memset (order, 0, 4);
  for (int32_t i = 0; i < n && found < 3; i++)
    if ((pattern[i] == 'd' || pattern[i] == 'M' || pattern[i] == 'y') &&
        memchr (order, pattern[i], found) == NULL)
      order[found++] = (char)pattern[i];
}

static gint64
make_date (int year, int month, int day)
{
  return year >= FIRST_YEAR && year <= LAST_YEAR ? sanera_date_new (year, month, day)
                                                 : SANERA_INT_NULL;
}

/* A date without a year is the next one there is. */
static gint64
next_date (int month, int day, gint64 today)
{
  int year, ignored;

  if (!sanera_date_get (today, &year, &ignored, &ignored))
    return SANERA_INT_NULL;

  /* 29 February may be eight years off. */
  for (int i = 0; i <= 8; i++)
    {
      gint64 date = make_date (year + i, month, day);

      if (date != SANERA_INT_NULL && date >= sanera_time_floor_day (today))
        return date;
    }

  return SANERA_INT_NULL;
}

/* "25日": the next one there is. */
static gint64
next_day (int day, gint64 today)
{
  gint64 date = sanera_time_floor_day (today);

  for (int i = 0; i <= 2 * 31; i++, date += SANERA_TIME_DAY)
    {
      int year, month, other;

      if (sanera_date_get (date, &year, &month, &other) && other == day)
        return date;
    }

  return SANERA_INT_NULL;
}

static gint64
parse_digits (SaneraLocale *self, const char *text, gint64 today)
{
  int numbers[3], part[128] = { 0 };
  gsize lengths[3];
  char order[4];
  guint n = split_digits (text, numbers, lengths);

  if (n == 1 && lengths[0] == 8)
    return make_date (numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100);
  if (n == 1 && lengths[0] == 6 && g_str_has_prefix (self->locale, "sv"))
    return make_date (CENTURY + numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100);
  if (n == 1 && lengths[0] <= 2 && (g_str_has_suffix (text, "日") || g_str_has_suffix (text, "号")))
    return next_day (numbers[0], today);
  if (n < 2)
    return SANERA_INT_NULL;

  if (n == 2)
    {
      gboolean day_first;

      get_order (self, day_and_month, order);
      day_first = order[0] == 'd';
      return next_date (numbers[day_first ? 1 : 0], numbers[day_first ? 0 : 1], today);
    }

  /* Four digits in front are a year in any language. */
  get_order (self, full_date, order);
  if (lengths[0] == 4 || strlen (order) != 3)
    strcpy (order, "yMd");
  for (guint i = 0; i < 3; i++)
    {
      gboolean is_year = order[i] == 'y';

      if (lengths[i] > (is_year ? 4u : 2u) || (is_year && lengths[i] == 3))
        return SANERA_INT_NULL;
      part[(guchar)order[i]] = is_year && lengths[i] <= 2 ? CENTURY + numbers[i] : numbers[i];
    }

  return make_date (part['y'], part['M'], part['d']);
}

/* With the month in letters: what sanera_language_date() writes, and its long form. */
static gint64
parse_words (SaneraLocale *self, const char *text)
{
  static const UDateFormatStyle styles[] = { UDAT_MEDIUM, UDAT_LONG };
  g_autofree UChar *source = NULL;
  gint64 date = SANERA_INT_NULL;
  int32_t length;

  source = sanera_locale_to_utf16 (text, &length);
  for (guint i = 0; i < G_N_ELEMENTS (styles) && date == SANERA_INT_NULL; i++)
    {
      UErrorCode code = U_ZERO_ERROR;
      UDateFormat *format = open_style (self, styles[i], UDAT_NONE, utc);
      int32_t at = 0;
      UDate time;
      int year, month, day;

      if (format == NULL)
        continue;
      udat_setLenient (format, FALSE);
      time = udat_parse (format, source, length, &at, &code);
      if (U_SUCCESS (code) && at == length &&
          sanera_date_get ((gint64)(time * 1000.0), &year, &month, &day))
        date = make_date (year, month, day);
      udat_close (format);
    }

  return date;
}

/**
 * sanera_language_parse_date:
 * @text: what a person typed
 * @today: the present: a date without a year is the next one there is
 *
 * Reads a date in digits in the order of the language, or with the month in letters, or as
 * YYYY-MM-DD in any language, or told from today ("tomorrow", "3 周后", "fredag"). Two digits of a
 * year are of this century.
 *
 * Returns: the date (midnight UTC), %SANERA_INT_NULL when @text is none
 */
gint64
sanera_language_parse_date (const char *text, gint64 today)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  g_autofree char *plain = NULL;
  gint64 date;

  g_return_val_if_fail (text != NULL, SANERA_INT_NULL);

  if (strlen (text) > 64 || !g_utf8_validate (text, -1, NULL))
    return SANERA_INT_NULL;

  /* Full-width digits and hard spaces are what input methods and copied text bring. */
  plain = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  if (plain == NULL)
    return SANERA_INT_NULL;
  g_strstrip (plain);

  date = parse_digits (locale, plain, today);
  if (date == SANERA_INT_NULL)
    date = parse_words (locale, plain);
  if (date == SANERA_INT_NULL)
    date = sanera_locale_parse_day (locale, plain, today);

  return date;
}

/**
 * sanera_language_first_weekday:
 *
 * Returns: the day a week begins with: 1 Monday … 7 Sunday
 */
int
sanera_language_first_weekday (void)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  UErrorCode code = U_ZERO_ERROR;
  UCalendar *calendar = ucal_open (utc, -1, locale->locale, UCAL_DEFAULT, &code);
  int day = 1;

  if (U_SUCCESS (code))
    day = (ucal_getAttribute (calendar, UCAL_FIRST_DAY_OF_WEEK) + 5) % 7 + 1;
  g_clear_pointer (&calendar, ucal_close);

  return day;
}

/* For what is written too rarely to keep its format: the head of a calendar. */
static char *
format_once (const UChar *skeleton, gint64 date)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  UErrorCode code = U_ZERO_ERROR;
  UChar pattern[64];
  int32_t n = numeric_pattern (locale, skeleton, pattern, G_N_ELEMENTS (pattern));
  UDateFormat *format;
  char *text;

  if (n == 0)
    return NULL;

  format = check (
      locale, udat_open (UDAT_PATTERN, UDAT_PATTERN, locale->locale, utc, -1, pattern, n, &code),
      code);
  text = format_time (format, date);
  g_clear_pointer (&format, udat_close);
  return text;
}

/**
 * sanera_language_month:
 * @date: a date (midnight UTC) of a month
 *
 * Returns: (transfer full): the month and the year: "December 2026", "december 2026", "2026年12月"
 */
char *
sanera_language_month (gint64 date)
{
  static const UChar skeleton[] = { 'y', 'M', 'M', 'M', 'M', 0 };

  return or_iso (format_once (skeleton, date), date);
}

/**
 * sanera_language_weekday:
 * @weekday: 1 Monday … 7 Sunday
 *
 * Returns: (transfer full): its short name, as it stands alone: "Mon", "mån", "周一"
 */
char *
sanera_language_weekday (int weekday)
{
  static const UChar skeleton[] = { 'c', 'c', 'c', 0 };
  gint64 monday = sanera_date_new (2026, 11, 23);
  char *text;

  g_return_val_if_fail (weekday >= 1 && weekday <= 7, NULL);

  text = format_once (skeleton, monday + (weekday - 1) * SANERA_TIME_DAY);
  return text != NULL ? text : g_strdup_printf ("%d", weekday);
}
