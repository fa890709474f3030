/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-list-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_ROW_ACTIONS (sanera_row_actions_get_type ())

/* What a person does with one row of a page, from its context menu or from the flyout: the actions
 * "row.open", "row.copy", "row.export", "row.request", "row.related", "row.notify", "row.edit",
 * "row.withdraw", "row.except", "row.cancel-exception", "row.renew-exception",
 * "row.change-context", each with the id of the record. */
G_DECLARE_FINAL_TYPE (SaneraRowActions, sanera_row_actions, SANERA, ROW_ACTIONS, GObject)

SaneraRowActions *sanera_row_actions_new (SaneraListPage *page);
GActionGroup *sanera_row_actions_get_group (SaneraRowActions *self);
void sanera_row_actions_close (SaneraRowActions *self);

G_END_DECLS
