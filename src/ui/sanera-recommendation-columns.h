/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-column.h"
#include "sanera-filter.h"

G_BEGIN_DECLS

extern const SaneraColumn sanera_recommendation_columns[];
extern const guint sanera_n_recommendation_columns;
extern const SaneraFilter sanera_recommendation_filters[];
extern const guint sanera_n_recommendation_filters;

char *sanera_recommendation_join_tags (const char *const *tags);
char *sanera_recommendation_join_platforms (const char *const *platforms);

char *sanera_recommendation_describe_probability (double probability);

G_END_DECLS
