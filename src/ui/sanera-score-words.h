/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

/* The figures of the fleet in words. Returned strings are (transfer full) where not const. */

const char *sanera_score_words_level (SaneraExposureLevel level);
char *sanera_score_words_number (double score);
char *sanera_score_words_points (double points, double possible);
char *sanera_score_words_exposure (const SaneraCacheInfo *info);
char *sanera_score_words_basis (const SaneraCacheInfo *info, gint64 now);
char *sanera_score_words_change (const SaneraCacheInfo *info);
char *sanera_score_words_distribution (const SaneraCacheInfo *info);

G_END_DECLS
