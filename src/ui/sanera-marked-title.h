/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-column.h"
#include "sanera-marked-cell.h"

G_BEGIN_DECLS

/* The first column of a list whose column of the status has no room for more than the status: the
 * title, and beside it what the row waits for. Of recommendations, exceptions and security
 * tasks. */
char *sanera_marked_title_text (SaneraRecord *record, const SaneraCellContext *context);
char *sanera_marked_title_full (SaneraRecord *record, const SaneraCellContext *context);
void
sanera_marked_title_draw (SaneraPen *pen, SaneraRecord *record, const SaneraCellContext *context);

extern const SaneraColumnCell sanera_marked_title_cells[];

G_END_DECLS
