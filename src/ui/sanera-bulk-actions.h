/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-list-page.h"

G_BEGIN_DECLS

/* What is done with all selected rows of a page: the actions "row.request-selected",
 * "row.except-selected" and "row.complete-selected", without a parameter. */
void sanera_bulk_actions_add (GActionMap *map, SaneraListPage *page);

G_END_DECLS
