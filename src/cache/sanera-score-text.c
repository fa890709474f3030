/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-score-text.h"

#include <math.h>

#include "sanera-field.h"

static void
append_double (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, isnan (value) ? "-" : g_ascii_dtostr (buffer, sizeof buffer, value));
  g_string_append_c (out, ' ');
}

static double
parse_double (const char *text)
{
  return g_str_equal (text, "-") ? (double)NAN : g_ascii_strtod (text, NULL);
}

/**
 * sanera_category_scores_to_string:
 * @scores: (element-type SaneraCategoryScore): scores by category
 *
 * Returns: (transfer full): for sanera_category_scores_from_string()
 */
char *
sanera_category_scores_to_string (GPtrArray *scores)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (scores != NULL, NULL);

  for (guint i = 0; i < scores->len; i++)
    {
      const SaneraCategoryScore *score = g_ptr_array_index (scores, i);
      g_autofree char *category = g_strdup (score->category);

      append_double (out, score->points);
      append_double (out, score->possible);
      g_string_append (out, g_strdelimit (category, "\n", ' '));
      g_string_append_c (out, '\n');
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * sanera_category_scores_from_string:
 * @text: (nullable): what sanera_category_scores_to_string() wrote
 *
 * Returns: (transfer full) (element-type SaneraCategoryScore): the scores; none when @text is not
 *   understood
 */
GPtrArray *
sanera_category_scores_from_string (const char *text)
{
  GPtrArray *scores = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_category_score_free);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, " ", 3);

      if (g_strv_length (words) == 3)
        g_ptr_array_add (scores, sanera_category_score_new (words[2], parse_double (words[0]),
                                                            parse_double (words[1])));
    }

  return scores;
}

/**
 * sanera_score_days_to_string:
 * @days: (element-type SaneraScoreDay): the history
 *
 * Returns: (transfer full): for sanera_score_days_from_string()
 */
char *
sanera_score_days_to_string (GArray *days)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (days != NULL, NULL);

  for (guint i = 0; i < days->len; i++)
    {
      const SaneraScoreDay *day = &g_array_index (days, SaneraScoreDay, i);

      append_double (out, day->exposure_score);
      append_double (out, day->configuration_points);
      append_double (out, day->configuration_possible);
      g_string_append_printf (out, "%" G_GINT64_FORMAT "\n", day->day);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * sanera_score_days_from_string:
 * @text: (nullable): what sanera_score_days_to_string() wrote
 *
 * Returns: (transfer full) (element-type SaneraScoreDay): the history
 */
GArray *
sanera_score_days_from_string (const char *text)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (SaneraScoreDay));
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, " ", 4);
      SaneraScoreDay day;

      if (g_strv_length (words) != 4 ||
          !g_ascii_string_to_signed (words[3], 10, G_MININT64, G_MAXINT64, &day.day, NULL))
        continue;
      day.exposure_score = parse_double (words[0]);
      day.configuration_points = parse_double (words[1]);
      day.configuration_possible = parse_double (words[2]);
      g_array_append_val (days, day);
    }

  return days;
}

/**
 * sanera_numbers_to_string:
 * @numbers: (array length=n_numbers): numbers; %SANERA_INT_NULL is kept
 * @n_numbers: how many
 *
 * Returns: (transfer full): for sanera_numbers_from_string()
 */
char *
sanera_numbers_to_string (const gint64 *numbers, guint n_numbers)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < n_numbers; i++)
    {
      g_string_append (out, i > 0 ? " " : "");
      if (numbers[i] == SANERA_INT_NULL)
        g_string_append_c (out, '-');
      else
        g_string_append_printf (out, "%" G_GINT64_FORMAT, numbers[i]);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * sanera_numbers_from_string:
 * @text: (nullable): what sanera_numbers_to_string() wrote
 * @numbers: (array length=n_numbers): the numbers, left as they are where @text has none
 * @n_numbers: how many
 */
void
sanera_numbers_from_string (const char *text, gint64 *numbers, guint n_numbers)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", (int)n_numbers);
  guint n = g_strv_length (words);

  for (guint i = 0; i < n; i++)
    {
      if (g_str_equal (words[i], "-"))
        numbers[i] = SANERA_INT_NULL;
      else
        g_ascii_string_to_signed (words[i], 10, G_MININT64, G_MAXINT64, &numbers[i], NULL);
    }
}

/**
 * sanera_visit_to_string:
 * @visit: the visits so far
 *
 * Returns: (transfer full): for sanera_visit_from_string()
 */
char *
sanera_visit_to_string (const SaneraVisit *visit)
{
  const gint64 numbers[] = { visit->previous, visit->seen, visit->known };

  return sanera_numbers_to_string (numbers, G_N_ELEMENTS (numbers));
}

/**
 * sanera_visit_from_string:
 * @text: (nullable): what sanera_visit_to_string() wrote
 * @visit: (out): the visits so far; none when @text is not understood
 */
void
sanera_visit_from_string (const char *text, SaneraVisit *visit)
{
  gint64 numbers[] = { SANERA_INT_NULL, SANERA_INT_NULL, SANERA_INT_NULL };

  sanera_numbers_from_string (text, numbers, G_N_ELEMENTS (numbers));
  visit->previous = numbers[0];
  visit->seen = numbers[1];
  visit->known = numbers[2];
}
