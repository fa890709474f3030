/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cvss.h"
#include "sanera-importer.h"

G_BEGIN_DECLS

/**
 * SaneraRating:
 * @score: base score, NAN while there is none
 * @vector: (nullable): its vector
 * @version: of which version of CVSS
 * @rank: how much its source is trusted
 *
 * The best of the scores that several sources give a weakness.
 */
typedef struct
{
  double score;
  char *vector;
  SaneraCvssVersion version;
  int rank;
} SaneraRating;

#define SANERA_RATING_INIT           \
  {                                  \
    .score = (double)NAN, .rank = -1 \
  }

void sanera_rating_clear (SaneraRating *self);
void sanera_rating_offer (SaneraRating *self, const char *vector, double score, int rank);
void sanera_rating_apply (const SaneraRating *self, SaneraFinding *finding);
int sanera_rating_rank_source (const char *source);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraRating, sanera_rating_clear)

G_END_DECLS
