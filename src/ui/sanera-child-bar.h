/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-query.h"

G_BEGIN_DECLS

#define SANERA_TYPE_CHILD_BAR (sanera_child_bar_get_type ())

/* Search and order of a list inside a flyout. Signal "changed": the person wants other rows. */
G_DECLARE_FINAL_TYPE (SaneraChildBar, sanera_child_bar, SANERA, CHILD_BAR, AdwBin)

SaneraChildBar *sanera_child_bar_new (void);
void sanera_child_bar_set_list (SaneraChildBar *self, SaneraList list);
void sanera_child_bar_clear_search (SaneraChildBar *self);
gboolean sanera_child_bar_is_searched (SaneraChildBar *self);
SaneraQuery *sanera_child_bar_apply (SaneraChildBar *self, SaneraQuery *query);

G_END_DECLS
