/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-column.h"
#include "sanera-query.h"

G_BEGIN_DECLS

/* What rows inside a flyout are sorted by, and what an exported file has of each. */
const SaneraColumn *sanera_child_columns_get (SaneraList list, guint *n_columns);

G_END_DECLS
