/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-export.h"

G_BEGIN_DECLS

void sanera_activity_export_add_cells (SaneraExport *export, SaneraActivity *activity);
void sanera_activity_export_add_device_cells (SaneraExport *export);

G_END_DECLS
