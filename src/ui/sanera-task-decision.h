/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-connection.h"
#include "sanera-security-task.h"

G_BEGIN_DECLS

/* What an IT administrator decides on a security task [131]: SANERA_ACTION_APPROVE_TASK,
 * SANERA_ACTION_REJECT_TASK, SANERA_ACTION_COMPLETE_TASK. */
gboolean sanera_task_decision_is_offered (const SaneraSecurityTaskData *data,
                                          SaneraActionKind kind);
gboolean sanera_task_decision_is_decider (SaneraConnection *connection);
char *sanera_task_decision_find_obstacle (SaneraConnection *connection,
                                          const SaneraSecurityTaskData *data);
void sanera_task_decision_act (GtkWidget *widget,
                               SaneraConnection *connection,
                               const SaneraSecurityTaskData *data,
                               SaneraActionKind kind,
                               const char *note);
char *sanera_task_decision_find_key (SaneraConnection *connection, const char *task_id);

G_END_DECLS
