/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Base scores of the Common Vulnerability Scoring System, as its specifications define them:
 * https://www.first.org/cvss/v2/guide, …/v3.1/specification-document (also for 3.0, whose base
 * score differs from it in rounding only), …/v4.0/specification-document.
 *
 * Threat and environment are left out of account: a vector that names them has the base score of
 * its base metrics. */

#include "sanera-cvss.h"

#include <math.h>
#include <string.h>

#include "sanera-enums.h"

#define MAX_METRICS 40

typedef struct
{
  const char *name; /* not terminated */
  gsize length;
  char value;
} Metric;

typedef struct
{
  Metric metrics[MAX_METRICS];
  guint n_metrics;
  gboolean bad;
} Vector;

static gboolean
parse (const char *text, Vector *out)
{
  out->n_metrics = 0;
  out->bad = FALSE;
  while (*text != '\0')
    {
      gsize length = strcspn (text, "/");
      const char *colon = memchr (text, ':', length);
      Metric *metric = &out->metrics[out->n_metrics];

      if (colon == NULL || colon == text || (gsize)(colon - text) + 1 >= length ||
          out->n_metrics == MAX_METRICS)
        return FALSE;
      metric->name = text;
      metric->length = (gsize)(colon - text);
      metric->value = colon[1];
      out->n_metrics++;
      text += length;
      text += *text == '/';
    }
  return out->n_metrics > 0;
}

/* The place of a metric's value in @values; a metric that is missing, said twice or has another
 * value makes the vector a bad one. */
static guint
get (Vector *vector, const char *name, const char *values)
{
  const char *found = NULL;

  for (guint i = 0; i < vector->n_metrics; i++)
    {
      const Metric *metric = &vector->metrics[i];

      if (metric->length != strlen (name) || memcmp (metric->name, name, metric->length) != 0)
        continue;
      if (found != NULL)
        vector->bad = TRUE;
      found = strchr (values, metric->value);
      if (found == NULL)
        vector->bad = TRUE;
    }
  if (found == NULL)
    {
      vector->bad = TRUE;
      return 0;
    }
  return (guint)(found - values);
}

static double
score_2 (Vector *vector)
{
  static const double access[] = { 0.395, 0.646, 1.0 }, complexity[] = { 0.35, 0.61, 0.71 };
  static const double authentication[] = { 0.45, 0.56, 0.704 }, impacts[] = { 0.0, 0.275, 0.660 };
  const double exploitability = 20.0 * access[get (vector, "AV", "LAN")] *
                                complexity[get (vector, "AC", "HML")] *
                                authentication[get (vector, "Au", "MSN")];
  const double impact = 10.41 * (1.0 - (1.0 - impacts[get (vector, "C", "NPC")]) *
                                           (1.0 - impacts[get (vector, "I", "NPC")]) *
                                           (1.0 - impacts[get (vector, "A", "NPC")]));

  return round ((0.6 * impact + 0.4 * exploitability - 1.5) * (impact > 0.0 ? 1.176 : 0.0) * 10.0) /
         10.0;
}

/* Appendix A of the specification of 3.1: not the next tenth because of an error in binary. */
static double
round_up (double score)
{
  const gint64 units = (gint64)round (score * 100000.0);

  return units % 10000 == 0 ? (double)units / 100000.0
                            : (floor ((double)units / 10000.0) + 1.0) / 10.0;
}

static double
score_3 (Vector *vector)
{
  static const double attack[] = { 0.85, 0.62, 0.55, 0.2 }, complexity[] = { 0.77, 0.44 };
  static const double privileges[2][3] = { { 0.85, 0.62, 0.27 }, { 0.85, 0.68, 0.5 } };
  static const double interaction[] = { 0.85, 0.62 }, impacts[] = { 0.56, 0.22, 0.0 };
  const guint scope = get (vector, "S", "UC");
  const double base = 1.0 - (1.0 - impacts[get (vector, "C", "HLN")]) *
                                (1.0 - impacts[get (vector, "I", "HLN")]) *
                                (1.0 - impacts[get (vector, "A", "HLN")]);
  const double impact =
      scope == 0 ? 6.42 * base : 7.52 * (base - 0.029) - 3.25 * pow (base - 0.02, 15.0);
  const double exploitability =
      8.22 * attack[get (vector, "AV", "NALP")] * complexity[get (vector, "AC", "LH")] *
      privileges[scope][get (vector, "PR", "NLH")] * interaction[get (vector, "UI", "NR")];

  if (impact <= 0.0)
    return 0.0;
  return round_up (MIN ((scope == 0 ? 1.0 : 1.08) * (impact + exploitability), 10.0));
}

/* The scores of the macro vectors that a base vector can have or lie above, in tenths, from the
 * specification's table: EQ1, EQ2, then the pairs of EQ3 and EQ6, then EQ4 (1 or 2: 0 needs a
 * metric of the environment). EQ5 is 0: without a word on exploits the worst is assumed. */
enum
{
  EQ36_00,
  EQ36_01,
  EQ36_10,
  EQ36_11,
  EQ36_21,
};

static const guint8 macro_scores[3][2][5][2] = {
  { { { 100, 93 }, { 96, 90 }, { 93, 88 }, { 92, 80 }, { 79, 69 } },
    { { 95, 92 }, { 91, 81 }, { 92, 84 }, { 82, 70 }, { 71, 63 } } },
  { { { 94, 87 }, { 89, 75 }, { 86, 72 }, { 76, 57 }, { 65, 53 } },
    { { 90, 77 }, { 77, 66 }, { 74, 61 }, { 59, 52 }, { 58, 23 } } },
  { { { 86, 70 }, { 74, 54 }, { 72, 53 }, { 57, 36 }, { 47, 24 } },
    { { 73, 54 }, { 55, 43 }, { 61, 46 }, { 51, 18 }, { 24, 10 } } },
};

/* What is below a macro vector in one direction takes part in the mean; how far the vector is on
 * the way there counts in it. */
static void
add_distance (double value, double next, double steps, double depth, double *sum, guint *n)
{
  *sum += (value - next) * steps / depth;
  (*n)++;
}

static double
score_4 (Vector *vector)
{
  const guint av = get (vector, "AV", "NALP"), pr = get (vector, "PR", "NLH");
  const guint ui = get (vector, "UI", "NPA"), ac = get (vector, "AC", "LH");
  const guint at = get (vector, "AT", "NP");
  const guint vc = get (vector, "VC", "HLN"), vi = get (vector, "VI", "HLN");
  const guint va = get (vector, "VA", "HLN"), sc = get (vector, "SC", "HLN");
  const guint si = get (vector, "SI", "HLN"), sa = get (vector, "SA", "HLN");
  guint eq1, eq2, eq36, eq4, steps, n = 0;
  double value, sum = 0.0;

  if (vector->bad)
    return (double)NAN;
  if (vc == 2 && vi == 2 && va == 2 && sc == 2 && si == 2 && sa == 2)
    return 0.0;

  eq1 = av == 0 && pr == 0 && ui == 0 ? 0 : (av == 0 || pr == 0 || ui == 0) && av != 3 ? 1 : 2;
  eq2 = ac == 0 && at == 0 ? 0 : 1;
  eq36 = vc == 0 && vi == 0 ? EQ36_00 : vc == 0 || vi == 0 || va == 0 ? EQ36_10 : EQ36_21;
  eq4 = sc == 0 || si == 0 || sa == 0 ? 0 : 1;
  value = macro_scores[eq1][eq2][eq36][eq4];

  /* The steps are counted from the highest vector of the same macro vector that is not below this
   * one; where there are several such, the first one the specification lists. */
  if (eq1 < 2)
    {
      steps = av + pr + ui;
      add_distance (value, macro_scores[eq1 + 1][eq2][eq36][eq4],
                    eq1 == 0 ? 0.0 : (double)steps - 1.0, eq1 == 0 ? 1.0 : 4.0, &sum, &n);
    }
  if (eq2 == 0)
    add_distance (value, macro_scores[eq1][1][eq36][eq4], 0.0, 1.0, &sum, &n);
  if (eq36 == EQ36_00)
    add_distance (value,
                  MAX (macro_scores[eq1][eq2][EQ36_01][eq4], macro_scores[eq1][eq2][EQ36_10][eq4]),
                  va, 7.0, &sum, &n);
  else if (eq36 == EQ36_10)
    add_distance (value, macro_scores[eq1][eq2][EQ36_11][eq4], vc + vi + va - 1.0, 8.0, &sum, &n);
  if (eq4 == 0)
    add_distance (value, macro_scores[eq1][eq2][eq36][1], sc + si + sa, 5.0, &sum, &n);
  n++; /* EQ5: there is always something below, and nothing of the way is gone */

  value -= sum / (double)n;
  return round (CLAMP (value, 0.0, 100.0)) / 10.0;
}

/**
 * sanera_cvss_base_score:
 * @vector: (nullable): a vector string of version 2, 3.0, 3.1 or 4.0
 * @version: (out) (optional): which one it is
 *
 * Returns: the base score, 0.0 to 10.0; NAN when it is not a vector with all base metrics
 */
double
sanera_cvss_base_score (const char *vector, SaneraCvssVersion *version)
{
  SaneraCvssVersion is = SANERA_CVSS_2;
  Vector parsed;
  double score;

  if (version != NULL)
    *version = SANERA_CVSS_NONE;
  if (vector == NULL || strlen (vector) > 500)
    return (double)NAN;
  if (g_str_has_prefix (vector, "CVSS:4.0/"))
    is = SANERA_CVSS_4;
  else if (g_str_has_prefix (vector, "CVSS:3.0/") || g_str_has_prefix (vector, "CVSS:3.1/"))
    is = SANERA_CVSS_3;
  vector += is != SANERA_CVSS_2 ? strlen ("CVSS:4.0/") : 0;
  /* Nessus writes "CVSS2#AV:N/…". */
  if (is == SANERA_CVSS_2 && g_str_has_prefix (vector, "CVSS2#"))
    vector += strlen ("CVSS2#");
  if (!parse (vector, &parsed))
    return (double)NAN;

  score = is == SANERA_CVSS_2   ? score_2 (&parsed)
          : is == SANERA_CVSS_3 ? score_3 (&parsed)
                                : score_4 (&parsed);
  if (parsed.bad)
    return (double)NAN;
  if (version != NULL)
    *version = is;
  return score;
}

/**
 * sanera_cvss_severity:
 * @score: a score, or NAN
 * @version: of which version
 *
 * The words of the qualitative scale; version 2 has no *critical*.
 *
 * Returns: (transfer none) (nullable): nick of #sanera_severity_enum, %NULL for 0 and NAN
 */
const char *
sanera_cvss_severity (double score, SaneraCvssVersion version)
{
  SaneraSeverity severity;

  if (isnan (score) || score <= 0.0)
    return NULL;
  severity = score >= 9.0 && version != SANERA_CVSS_2 ? SANERA_SEVERITY_CRITICAL
             : score >= 7.0                           ? SANERA_SEVERITY_HIGH
             : score >= 4.0                           ? SANERA_SEVERITY_MEDIUM
                                                      : SANERA_SEVERITY_LOW;
  return sanera_enum_to_nick (&sanera_severity_enum, (int)severity);
}
