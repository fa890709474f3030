/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "sanera-field.h"
#include "sanera-language-private.h"
#include "sanera-time.h"

/* The day before yesterday to the day after tomorrow: further away no language has a word. */
#define NAMED_DAYS 2
/* A number of more digits is no number of days that somebody has in mind. */
#define MAX_DIGITS 4

/* A text without what people write or leave out: "I morgon" and "imorgon", "30 天后" and "30天后".
 */
static char *
bare (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GString *result = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c) && c != '.')
        g_string_append_unichar (result, c);
    }

  return g_string_free (result, FALSE);
}

/* Whether @typed is what ICU calls a moment @count units away; by its name ("tomorrow"), or else by
 * its number ("in 1 day"). */
static gboolean
is_called (SaneraLocale *self,
           const char *typed,
           int count,
           URelativeDateTimeUnit unit,
           gboolean by_name)
{
  UErrorCode code = U_ZERO_ERROR;
  g_autofree char *text = NULL;
  g_autofree char *called = NULL;
  UChar buffer[128];
  int32_t n = -1;

  g_mutex_lock (&self->mutex);
  if (sanera_locale_get_relative (self) != NULL)
    n = (by_name ? ureldatefmt_format : ureldatefmt_formatNumeric) (
        self->relative, count, unit, buffer, G_N_ELEMENTS (buffer), &code);
  g_mutex_unlock (&self->mutex);
  if (n < 0 || U_FAILURE (code))
    return FALSE;

  text = sanera_locale_to_utf8 (buffer, n);
  called = bare (text);
  return g_str_equal (typed, called);
}

static gint64
parse_named (SaneraLocale *self, const char *typed, gint64 day)
{
  for (int i = -NAMED_DAYS; i <= NAMED_DAYS; i++)
    if (is_called (self, typed, i, UDAT_REL_UNIT_DAY, TRUE))
      return day + i * SANERA_TIME_DAY;

  return SANERA_INT_NULL;
}

/* A month on is the same day of the month, or its last one: 31 January, 28 February. */
static gint64
add_months (gint64 date, int months)
{
  int year, month, day;
  gint64 result = SANERA_INT_NULL;

  if (!sanera_date_get (date, &year, &month, &day))
    return SANERA_INT_NULL;

  months += month - 1;
  for (; day > 0 && result == SANERA_INT_NULL; day--)
    result = sanera_date_new (year + months / 12, months % 12 + 1, day);

  return result;
}

/* "in 3 days", "om 3 veckor", "3 个月后" */
static gint64
parse_distance (SaneraLocale *self, const char *typed, gint64 day)
{
  const char *digits = strpbrk (typed, "0123456789");
  int count;

  if (digits == NULL || strspn (digits, "0123456789") > MAX_DIGITS)
    return SANERA_INT_NULL;

  count = (int)g_ascii_strtoll (digits, NULL, 10);
  if (is_called (self, typed, count, UDAT_REL_UNIT_DAY, FALSE))
    return day + count * SANERA_TIME_DAY;
  if (is_called (self, typed, count, UDAT_REL_UNIT_WEEK, FALSE))
    return day + count * 7 * SANERA_TIME_DAY;
  if (is_called (self, typed, count, UDAT_REL_UNIT_MONTH, FALSE))
    return add_months (day, count);

  return SANERA_INT_NULL;
}

/* Whether @typed is the name of the weekday of @date, in full or short, as it stands alone. */
static gboolean
is_weekday (SaneraLocale *self, const char *typed, gint64 date)
{
  static const UChar utc[] = { 'U', 'T', 'C', 0 };
  static const UChar full[] = { 'c', 'c', 'c', 'c', 0 };
  gboolean found = FALSE;

  for (int32_t length = 3; length <= 4 && !found; length++)
    {
      UErrorCode code = U_ZERO_ERROR;
      UChar buffer[64];
      UDateFormat *format =
          udat_open (UDAT_PATTERN, UDAT_PATTERN, self->locale, utc, -1, full, length, &code);
      int32_t n = 0;

      if (U_SUCCESS (code))
        n = udat_format (format, (UDate)date / 1000.0, buffer, G_N_ELEMENTS (buffer), NULL, &code);
      if (U_SUCCESS (code))
        {
          g_autofree char *text = sanera_locale_to_utf8 (buffer, n);
          g_autofree char *name = bare (text);

          found = g_str_equal (typed, name);
        }
      g_clear_pointer (&format, udat_close);
    }

  return found;
}

/* A weekday is the next one there is. In Chinese it may say of which week; one begins on Monday. */
static gint64
parse_weekday (SaneraLocale *self, const char *typed, gint64 day)
{
  static const struct
  {
    const char *word;
    int weeks;
  } prefixes[] = { { "本", 0 }, { "这", 0 }, { "下", 1 } };
  gint64 first = day;

  for (guint i = 0; i < G_N_ELEMENTS (prefixes) && g_str_has_prefix (self->locale, "zh"); i++)
    if (g_str_has_prefix (typed, prefixes[i].word))
      {
        int weekday = (int)((day / SANERA_TIME_DAY + 3) % 7); /* 1 January 1970 was a Thursday */

        typed += strlen (prefixes[i].word);
        first = day + (7 * prefixes[i].weeks - weekday) * SANERA_TIME_DAY;
        break;
      }

  for (int i = 0; i < 7; i++)
    if (is_weekday (self, typed, first + i * SANERA_TIME_DAY))
      return first + i * SANERA_TIME_DAY;

  return SANERA_INT_NULL;
}

/**
 * sanera_locale_parse_day:
 * @self: a language
 * @text: what a person typed
 * @today: the present
 *
 * Reads a day that is told from today, in the words of the language: "tomorrow", "i övermorgon",
 * "3 周后", "Friday", "下周五". The words are those of ICU. Days that have passed are understood as
 * well, so that an error can say what is wrong with them.
 *
 * Returns: the date (midnight UTC), %SANERA_INT_NULL when @text is none
 */
gint64
sanera_locale_parse_day (SaneraLocale *self, const char *text, gint64 today)
{
  g_autofree char *typed = bare (text);
  gint64 day = sanera_time_floor_day (today);
  gint64 date;

  if (*typed == '\0')
    return SANERA_INT_NULL;

  date = parse_named (self, typed, day);
  if (date == SANERA_INT_NULL)
    date = parse_distance (self, typed, day);
  if (date == SANERA_INT_NULL)
    date = parse_weekday (self, typed, day);

  return date;
}
