/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-column.h"
#include "sanera-filter.h"

G_BEGIN_DECLS

extern const SaneraColumn sanera_activity_columns[];
extern const guint sanera_n_activity_columns;
extern const SaneraFilter sanera_activity_filters[];
extern const guint sanera_n_activity_filters;

char *sanera_activity_describe_state (const SaneraActivityData *data);
char *sanera_activity_describe_groups (const SaneraActivityData *data);
char *sanera_activity_describe_progress (const SaneraActivityData *data);
gboolean sanera_activity_has_progress (const SaneraActivityData *data);
gint64 sanera_activity_get_exposed (const SaneraActivityData *data);

G_END_DECLS
