/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-list-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_RECOMMENDATIONS_PAGE (sanera_recommendations_page_get_type ())

/* The page "Security recommendations", document sentence [124]. */
G_DECLARE_FINAL_TYPE (SaneraRecommendationsPage,
                      sanera_recommendations_page,
                      SANERA,
                      RECOMMENDATIONS_PAGE,
                      SaneraListPage)

SaneraPage *sanera_recommendations_page_new (GSettings *settings);

G_END_DECLS
