/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-column.h"
#include "sanera-filter.h"
#include "sanera-security-task.h"

G_BEGIN_DECLS

extern const SaneraColumn sanera_security_task_columns[];
extern const guint sanera_n_security_task_columns;
extern const SaneraFilter sanera_security_task_filters[];
extern const guint sanera_n_security_task_filters;

char *sanera_security_task_describe_status (const SaneraSecurityTaskData *data);
const char *sanera_security_task_describe_priority (const SaneraSecurityTaskData *data);

G_END_DECLS
