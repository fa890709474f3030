/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-db.h"
#include "sanera-person.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-request.h"

G_BEGIN_DECLS

gboolean sanera_request_find_unknown_group (SaneraDb *db,
                                            const char *const *groups,
                                            char **unknown,
                                            GError **error);
gboolean sanera_request_count_targets (SaneraDb *db,
                                       SaneraRemediationRequest *request,
                                       gint64 recommendation_row,
                                       gint64 *devices,
                                       GError **error);
gboolean sanera_request_create_activity (SaneraDb *db,
                                         SaneraRemediationRequest *request,
                                         const SaneraRecommendationData *recommendation,
                                         gint64 recommendation_row,
                                         const char *id,
                                         const SaneraPerson *person,
                                         gint64 now,
                                         GError **error);
gboolean sanera_request_write_down (SaneraDb *db,
                                    const SaneraActivityData *data,
                                    gboolean ticket,
                                    GError **error);

G_END_DECLS
