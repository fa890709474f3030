/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-flyout.h"

G_BEGIN_DECLS

#define SANERA_TYPE_RECOMMENDATION_FLYOUT (sanera_recommendation_flyout_get_type ())

/* One recommendation in full. */
G_DECLARE_FINAL_TYPE (SaneraRecommendationFlyout,
                      sanera_recommendation_flyout,
                      SANERA,
                      RECOMMENDATION_FLYOUT,
                      SaneraFlyout)

SaneraFlyout *sanera_recommendation_flyout_new (void);

G_END_DECLS
