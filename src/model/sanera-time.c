/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-time.h"

#include "sanera-field.h"

/* GDateTime allocates and knows time zones; a sync parses and writes hundreds of thousands of UTC
 * times, so the civil calendar is computed here. Proleptic Gregorian, eras of 400 years. */

static gint64
days_from_civil (gint64 year, int month, int day)
{
  gint64 era, year_of_era, day_of_year, day_of_era;

  year -= month <= 2;
  era = (year >= 0 ? year : year - 399) / 400;
  year_of_era = year - era * 400;
  day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

static void
civil_from_days (gint64 days, int *year, int *month, int *day)
{
  gint64 era, day_of_era, year_of_era, day_of_year, shifted;

  days += 719468;
  era = (days >= 0 ? days : days - 146096) / 146097;
  day_of_era = days - era * 146097;
  year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  shifted = (5 * day_of_year + 2) / 153;
  *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
  *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
  *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static int
days_in_month (int year, int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return month == 2 && leap ? 29 : days[month - 1];
}

static gboolean
read_digits (const char **p, int count, int *value)
{
  *value = 0;
  for (int i = 0; i < count; i++)
    {
      if (!g_ascii_isdigit ((*p)[i]))
        return FALSE;
      *value = *value * 10 + ((*p)[i] - '0');
    }
  *p += count;
  return TRUE;
}

static gboolean
read_date (const char **p, gint64 *date)
{
  int year, month, day;

  if (!read_digits (p, 4, &year) || *(*p)++ != '-')
    return FALSE;
  if (!read_digits (p, 2, &month) || *(*p)++ != '-')
    return FALSE;
  if (!read_digits (p, 2, &day))
    return FALSE;
  *date = sanera_date_new (year, month, day);
  return *date != SANERA_INT_NULL;
}

static gboolean
read_clock (const char **p, gint64 *micros)
{
  int hour, minute, second = 0;
  gint64 unit = 100000;

  if (!read_digits (p, 2, &hour) || *(*p)++ != ':' || !read_digits (p, 2, &minute))
    return FALSE;
  if (**p == ':')
    {
      (*p)++;
      if (!read_digits (p, 2, &second))
        return FALSE;
    }
  /* A leap second is the first moment of the next minute, as everywhere in Unix time. */
  if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute > 0 || second > 0)))
    return FALSE;
  *micros = ((gint64)hour * 3600 + minute * 60 + second) * SANERA_TIME_SECOND;

  if (**p == '.' || **p == ',')
    {
      (*p)++;
      if (!g_ascii_isdigit (**p))
        return FALSE;
      for (; g_ascii_isdigit (**p); (*p)++, unit /= 10)
        *micros += (**p - '0') * unit; /* digits past the sixth have a unit of 0 */
    }
  return TRUE;
}

static gboolean
read_offset (const char **p, gint64 *micros)
{
  int hour, minute = 0, sign;

  *micros = 0;
  if (**p == '\0')
    return TRUE;
  if (**p == 'Z' || **p == 'z')
    {
      (*p)++;
      return TRUE;
    }
  if (**p != '+' && **p != '-')
    return FALSE;
  sign = **p == '-' ? -1 : 1;
  (*p)++;
  if (!read_digits (p, 2, &hour))
    return FALSE;
  if (**p == ':')
    (*p)++;
  if (**p != '\0' && !read_digits (p, 2, &minute))
    return FALSE;
  if (hour > 14 || minute > 59)
    return FALSE;
  *micros = sign * ((gint64)hour * 60 + minute) * 60 * SANERA_TIME_SECOND;
  return TRUE;
}

/**
 * sanera_time_parse:
 * @text: (nullable): an ISO 8601 date or moment: `2018-08-01Z`, `2021-01-12T18:54:11.5499487Z`,
 *   `2017-01-01T00:02:43-08:00`; without an offset it is UTC
 *
 * Fractions of a second beyond microseconds are cut off (Microsoft's interfaces write seven
 * digits).
 *
 * Returns: microseconds since 1970 UTC, %SANERA_INT_NULL when @text is not such a text
 */
gint64
sanera_time_parse (const char *text)
{
  const char *p = text;
  gint64 date, clock = 0, offset;

  if (text == NULL || !read_date (&p, &date))
    return SANERA_INT_NULL;
  if (*p == 'T' || *p == 't' || *p == ' ')
    {
      p++;
      if (!read_clock (&p, &clock))
        return SANERA_INT_NULL;
    }
  if (!read_offset (&p, &offset) || *p != '\0')
    return SANERA_INT_NULL;

  return date + clock - offset;
}

static char *
write_digits (char *out, int value, int count)
{
  for (int i = count - 1; i >= 0; i--, value /= 10)
    out[i] = (char)('0' + value % 10);
  return out + count;
}

/**
 * sanera_time_format:
 * @time: microseconds since 1970 UTC, years 0 to 9999
 * @buffer: where to write
 *
 * Writes ISO 8601 in UTC: `2021-01-12T18:54:11.549947Z`, without the fraction when it is 0.
 *
 * Returns: (transfer none): @buffer
 */
const char *
sanera_time_format (gint64 time, char buffer[SANERA_TIME_BUFFER])
{
  gint64 day = sanera_time_floor_day (time);
  gint64 rest = time - day;
  int year, month, dom, seconds;
  char *p = buffer;

  civil_from_days (day / SANERA_TIME_DAY, &year, &month, &dom);
  seconds = (int)(rest / SANERA_TIME_SECOND);
  rest %= SANERA_TIME_SECOND;
  p = write_digits (p, CLAMP (year, 0, 9999), 4);
  *p++ = '-';
  p = write_digits (p, month, 2);
  *p++ = '-';
  p = write_digits (p, dom, 2);
  *p++ = 'T';
  p = write_digits (p, seconds / 3600, 2);
  *p++ = ':';
  p = write_digits (p, seconds / 60 % 60, 2);
  *p++ = ':';
  p = write_digits (p, seconds % 60, 2);
  if (rest != 0)
    {
      *p++ = '.';
      p = write_digits (p, (int)rest, 6);
    }
  *p++ = 'Z';
  *p = '\0';

  return buffer;
}

/**
 * sanera_time_floor_day:
 * @time: microseconds since 1970 UTC
 *
 * Returns: the midnight UTC at or before @time
 */
gint64
sanera_time_floor_day (gint64 time)
{
  gint64 rest = time % SANERA_TIME_DAY;

  return time - (rest < 0 ? rest + SANERA_TIME_DAY : rest);
}

/**
 * sanera_time_day_in:
 * @time: microseconds since 1970 UTC
 * @zone: where a person is
 *
 * A due date is a date and not a moment: whether it has passed is judged by the calendar on the
 * wall of whoever reads it.
 *
 * Returns: the date that @time falls on in @zone, as a midnight UTC
 */
gint64
sanera_time_day_in (gint64 time, GTimeZone *zone)
{
  gint64 seconds;
  int interval;

  g_return_val_if_fail (zone != NULL, sanera_time_floor_day (time));

  seconds = (time - ((time % SANERA_TIME_SECOND) + SANERA_TIME_SECOND) % SANERA_TIME_SECOND) /
            SANERA_TIME_SECOND;
  interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);
  if (interval < 0)
    return sanera_time_floor_day (time);

  return sanera_time_floor_day (time +
                                g_time_zone_get_offset (zone, interval) * SANERA_TIME_SECOND);
}

/**
 * sanera_date_new:
 * @year: 0 to 9999
 * @month: 1 to 12
 * @day: 1 to 31
 *
 * Returns: that date, %SANERA_INT_NULL when there is no such day
 */
gint64
sanera_date_new (int year, int month, int day)
{
  if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      day > days_in_month (year, month))
    return SANERA_INT_NULL;

  return days_from_civil (year, month, day) * SANERA_TIME_DAY;
}

/**
 * sanera_date_get:
 * @date: any moment of a day, UTC
 * @year: (out): year
 * @month: (out): month, 1 to 12
 * @day: (out): day of the month, from 1
 *
 * Returns: %FALSE when @date is %SANERA_INT_NULL
 */
gboolean
sanera_date_get (gint64 date, int *year, int *month, int *day)
{
  if (date == SANERA_INT_NULL)
    return FALSE;

  civil_from_days (sanera_time_floor_day (date) / SANERA_TIME_DAY, year, month, day);
  return TRUE;
}

/**
 * sanera_date_parse:
 * @text: (nullable): `YYYY-MM-DD`, or that date at midnight UTC
 *
 * Returns: the date, %SANERA_INT_NULL when @text is anything else, a time of day included: a due
 *   date is a date, and cutting off hours would move it in some time zones
 */
gint64
sanera_date_parse (const char *text)
{
  gint64 time = sanera_time_parse (text);

  if (time == SANERA_INT_NULL || time != sanera_time_floor_day (time))
    return SANERA_INT_NULL;

  return time;
}
