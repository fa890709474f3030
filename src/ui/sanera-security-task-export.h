/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-export.h"
#include "sanera-security-task.h"

G_BEGIN_DECLS

void sanera_security_task_export_add_cells (SaneraExport *export, SaneraSecurityTask *task);

G_END_DECLS
