/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-list-page.h"

G_BEGIN_DECLS

/* What is done with one security task: "row.approve", "row.reject", "row.complete-task",
 * "row.withdraw-decision", "row.export-devices", "row.activity"; each has the id of the task. */
void sanera_task_actions_add (SaneraListPage *page);

G_END_DECLS
