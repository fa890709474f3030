/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-column.h"

G_BEGIN_DECLS

/* The choice of an order, for headers that can be reached by the mouse only, and for lists without.
 */
void sanera_sort_menu_fill (GMenu *menu,
                            const char *action,
                            const SaneraColumn *columns,
                            guint n_columns,
                            gboolean has_default,
                            const char *order,
                            gboolean descending);

G_END_DECLS
