/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-score.h"
#include "sanera-visit.h"

G_BEGIN_DECLS

/* How scores and visits stand in the cache's meta table: as text, so that what is the same is
 * known to be the same. Reading takes what it understands. */

char *sanera_category_scores_to_string (GPtrArray *scores);
GPtrArray *sanera_category_scores_from_string (const char *text);
char *sanera_score_days_to_string (GArray *days);
GArray *sanera_score_days_from_string (const char *text);
char *sanera_visit_to_string (const SaneraVisit *visit);
void sanera_visit_from_string (const char *text, SaneraVisit *visit);
char *sanera_numbers_to_string (const gint64 *numbers, guint n_numbers);
void sanera_numbers_from_string (const char *text, gint64 *numbers, guint n_numbers);

G_END_DECLS
