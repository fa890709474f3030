/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-query.h"

G_BEGIN_DECLS

/* What the dashboard shows of the lists, and what its links open. (transfer full) */

SaneraQuery *sanera_dashboard_query_recommendations (void);
SaneraQuery *sanera_dashboard_query_new_recommendations (gint64 since);
SaneraQuery *sanera_dashboard_query_activities (gint64 now);
SaneraQuery *sanera_dashboard_query_overdue (gint64 now);
SaneraQuery *sanera_dashboard_query_changed (const char *change, gint64 since);
SaneraQuery *sanera_dashboard_query_overdue_since (gint64 since, gint64 now);

G_END_DECLS
