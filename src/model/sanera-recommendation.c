/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-recommendation.h"

#include <string.h>

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraRecommendationData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_RECOMMENDATION_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraRecommendation,
                    sanera_recommendation,
                    "recommendation",
                    "recommendations",
                    fields)

/* Of what is about software; about a failed check it is "sca-_-" and the check. */
#define SOFTWARE "va-_-"

/**
 * sanera_recommendation_get_software:
 * @id: (nullable): id of a recommendation, such as "va-_-google-_-chrome"
 *
 * Microsoft's reference: the id of a piece of software is "vendor-_-product".
 *
 * Returns: (transfer none) (nullable): id of the software that it is about, a part of @id; %NULL
 *   when it is about none, as where a configuration is to be changed
 */
const char *
sanera_recommendation_get_software (const char *id)
{
  return id != NULL && g_str_has_prefix (id, SOFTWARE) ? id + strlen (SOFTWARE) : NULL;
}
