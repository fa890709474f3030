/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-column-fit.h"

#include "sanera-activity.h"
#include "sanera-language.h"
#include "sanera-time.h"
#include "sanera-words.h"

/* Digits have one width. */
static const gint64 numbers[] = { 888, 8888, 88888, 888888, 8888888 };

/* A day of two digits, and of one width with every other such day. */
#define SOME_YEAR 2027
#define SOME_DAY 28

/* What is later than this is not worth the room of a digit more. */
#define OVERDUE_DAYS 888

/**
 * sanera_column_fit_text:
 * @pen: a pen of the list's font
 * @text: what a cell may say
 *
 * Returns: what it needs, in pixels
 */
int
sanera_column_fit_text (SaneraPen *pen, const char *text)
{
  return sanera_pen_measure (pen, text, SANERA_PEN_NUMERIC);
}

static int
fit_values (SaneraPen *pen, SaneraColumnSay say, const gint64 *values, guint n_values)
{
  int widest = 0;

  for (guint i = 0; i < n_values; i++)
    {
      g_autofree char *text = say (values[i]);

      widest = MAX (widest, sanera_column_fit_text (pen, text));
    }

  return widest;
}

/**
 * sanera_column_fit_words:
 * @pen: a pen of the list's font
 * @words: what a cell may say
 *
 * Returns: what the longest of them needs, in pixels
 */
int
sanera_column_fit_words (SaneraPen *pen, const SaneraEnum *words)
{
  int widest = 0;

  for (guint i = 0; i < words->n_values; i++)
    widest = MAX (widest,
                  sanera_column_fit_text (pen, sanera_words_label (words, words->values[i].nick)));

  return widest;
}

/**
 * sanera_column_fit_values:
 * @pen: a pen of the list's font
 * @values: what a record may have
 * @say: what a cell says of one of them
 *
 * Returns: what the longest of it needs, in pixels
 */
int
sanera_column_fit_values (SaneraPen *pen, const SaneraEnum *values, SaneraColumnSayValue say)
{
  int widest = 0;

  for (guint i = 0; i < values->n_values; i++)
    {
      g_autofree char *nick = g_strdup (values->values[i].nick);
      g_autofree char *text = say (nick);

      widest = MAX (widest, sanera_column_fit_text (pen, text));
    }

  return widest;
}

/**
 * sanera_column_fit_numbers:
 * @pen: a pen of the list's font
 * @say: what a cell says of a number
 *
 * Returns: what it needs with the longest number, in pixels
 */
int
sanera_column_fit_numbers (SaneraPen *pen, SaneraColumnSay say)
{
  return fit_values (pen, say, numbers, G_N_ELEMENTS (numbers));
}

/**
 * sanera_column_fit_number:
 * @pen: a pen of the list's font
 *
 * Returns: what the longest abbreviated number needs, in pixels
 */
int
sanera_column_fit_number (SaneraPen *pen)
{
  return sanera_column_fit_numbers (pen, sanera_language_number_short);
}

/**
 * sanera_column_fit_dates:
 * @pen: a pen of the list's font
 * @say: what a cell says of a date
 *
 * Returns: what it needs with the longest day of a year, in pixels
 */
int
sanera_column_fit_dates (SaneraPen *pen, SaneraColumnSay say)
{
  gint64 days[12];

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    days[i] = sanera_date_new (SOME_YEAR, (int)i + 1, SOME_DAY);

  return fit_values (pen, say, days, G_N_ELEMENTS (days));
}

/**
 * sanera_column_fit_date:
 * @pen: a pen of the list's font
 *
 * Returns: what the longest day of a year needs, in pixels
 */
int
sanera_column_fit_date (SaneraPen *pen)
{
  return sanera_column_fit_dates (pen, sanera_language_date);
}

/**
 * sanera_column_fit_ages:
 * @pen: a pen of the list's font
 * @say: what a cell says of a moment, when it is 0 o'clock on 1 January 1970
 *
 * Returns: what it needs with the longest way to say how long ago something was, in pixels
 */
int
sanera_column_fit_ages (SaneraPen *pen, SaneraColumnSay say)
{
  /* Minutes, hours, days, months, years. */
  static const gint64 ages[] = {
    -58 * 60 * SANERA_TIME_SECOND, -22 * 3600 * SANERA_TIME_SECOND, -28 * SANERA_TIME_DAY,
    -10 * 30 * SANERA_TIME_DAY,    -8 * 365 * SANERA_TIME_DAY,
  };

  return fit_values (pen, say, ages, G_N_ELEMENTS (ages));
}

/**
 * sanera_column_fit_due:
 * @pen: a pen of the list's font
 *
 * Returns: what a due date needs, and what says by how much it is overdue, in pixels
 */
int
sanera_column_fit_due (SaneraPen *pen)
{
  SaneraActivityData activity;
  g_autofree char *overdue = NULL;

  sanera_noun_data_init (&sanera_activity_noun, &activity);
  activity.due_on = sanera_date_new (SOME_YEAR, 1, SOME_DAY);
  overdue = sanera_words_remaining (&activity, activity.due_on + OVERDUE_DAYS * SANERA_TIME_DAY);
  return MAX (sanera_column_fit_date (pen), sanera_column_fit_text (pen, overdue));
}
