/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-remediation-request.h"

G_BEGIN_DECLS

#define SANERA_TYPE_DUE_ROW (sanera_due_row_get_type ())

/* The field "Due date" of the remediation request: typed in the language's form or as ISO, chosen
 * in a calendar, or 7, 30, 90 days from today. While *attention required* is chosen it is
 * insensitive and says why; what was typed stays (R1). */
G_DECLARE_FINAL_TYPE (SaneraDueRow, sanera_due_row, SANERA, DUE_ROW, AdwBin)

void
sanera_due_row_set_request (SaneraDueRow *self, SaneraRemediationRequest *request, gint64 today);
void sanera_due_row_show_problems (SaneraDueRow *self, SaneraRequestProblem problems);
void sanera_due_row_focus (SaneraDueRow *self);

G_END_DECLS
