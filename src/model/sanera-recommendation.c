/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-recommendation.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraRecommendationData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_RECOMMENDATION_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraRecommendation,
                    sanera_recommendation,
                    "recommendation",
                    "recommendations",
                    fields)
