/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity-rules.h"
#include "sanera-db.h"
#include "sanera-person.h"

G_BEGIN_DECLS

gboolean
sanera_task_has_approved_ticket (SaneraDb *db, const char *id, gboolean *approved, GError **error);

gboolean sanera_task_change (SaneraDb *db,
                             const SaneraActivityData *before,
                             const SaneraActivityChange *change,
                             const SaneraPerson *person,
                             gint64 now,
                             GError **error);
gboolean sanera_task_complete (SaneraDb *db,
                               const SaneraActivityData *before,
                               const SaneraPerson *person,
                               gint64 now,
                               GError **error);
gboolean sanera_task_withdraw (SaneraDb *db,
                               const SaneraActivityData *before,
                               const SaneraPerson *person,
                               gint64 now,
                               GError **error);
gboolean sanera_task_reopen (SaneraDb *db,
                             const SaneraActivityData *before,
                             const SaneraPerson *person,
                             gint64 now,
                             GError **error);

G_END_DECLS
