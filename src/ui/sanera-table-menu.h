/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-table.h"

G_BEGIN_DECLS

/**
 * SaneraTableMenuFunc:
 * @position: a row
 * @data: as given
 *
 * Returns: (transfer full) (nullable): what can be done with that row
 */
typedef GMenuModel *(*SaneraTableMenuFunc) (guint position, gpointer data);

void sanera_table_add_menu (SaneraTable *self, SaneraTableMenuFunc create, gpointer data);
gboolean sanera_table_popup_menu (SaneraTable *self, guint position);

G_END_DECLS
