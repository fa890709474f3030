/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-rating.h"

#include <math.h>

/**
 * sanera_rating_clear:
 * @self: a rating
 *
 * Frees what it holds.
 */
void
sanera_rating_clear (SaneraRating *self)
{
  g_clear_pointer (&self->vector, g_free);
}

/**
 * sanera_rating_rank_source:
 * @source: (nullable): who rated: "nvd", "GitHub", …
 *
 * Returns: how much their word counts: the NVD's first, then GitHub's, then Red Hat's; 0 for others
 */
int
sanera_rating_rank_source (const char *source)
{
  static const struct
  {
    const char *word;
    int rank;
  } ranks[] = { { "nvd", 3 },    { "nvd@nist.gov", 3 }, { "ghsa", 2 },
                { "github", 2 }, { "redhat", 1 },       { "secalert@redhat.com", 1 } };

  for (gsize i = 0; source != NULL && i < G_N_ELEMENTS (ranks); i++)
    {
      if (g_ascii_strcasecmp (ranks[i].word, source) == 0)
        return ranks[i].rank;
    }
  return 0;
}

/**
 * sanera_rating_offer:
 * @self: the best up to now
 * @vector: (nullable): a vector of CVSS
 * @score: the base score that goes with it; NAN: it is computed
 * @rank: how much its source is trusted
 *
 * Keeps the better one: a score of version 3 or 4 before one of version 2, whose scale is another
 * one; then the better source, then version 3 before 4, because most scores are of version 3, then
 * the higher score. A score without a vector is taken for one of version 3; one outside 0 to 10 for
 * none.
 */
void
sanera_rating_offer (SaneraRating *self, const char *vector, double score, int rank)
{
  SaneraCvssVersion version;
  const double computed = sanera_cvss_base_score (vector, &version);
  int better;

  if (isnan (score) || score < 0.0 || score > 10.0)
    score = computed;
  if (isnan (score))
    return;
  if (version == SANERA_CVSS_NONE)
    {
      version = SANERA_CVSS_3;
      vector = NULL;
    }

  better = (version != SANERA_CVSS_2) - (self->version != SANERA_CVSS_2);
  if (better == 0)
    better = rank - self->rank;
  if (better == 0)
    better = (version == SANERA_CVSS_3) - (self->version == SANERA_CVSS_3);
  if (better == 0)
    better = score > self->score ? 1 : -1;
  if (better < 0 && !isnan (self->score))
    return;

  g_free (self->vector);
  self->vector = g_strdup (vector);
  self->score = score;
  self->version = version;
  self->rank = rank;
}

/**
 * sanera_rating_apply:
 * @self: the best rating; must outlive the use of @finding
 * @finding: what was found
 *
 * Gives @finding its score and, if it has none yet, its severity. A score of version 2 gives only
 * the word.
 */
void
sanera_rating_apply (const SaneraRating *self, SaneraFinding *finding)
{
  if (finding->severity == NULL)
    finding->severity = sanera_cvss_severity (self->score, self->version);
  finding->cvss = self->version == SANERA_CVSS_2 ? (double)NAN : self->score;
  finding->cvss_vector = self->version == SANERA_CVSS_2 ? NULL : self->vector;
}
