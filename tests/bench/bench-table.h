/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-selection.h"
#include "sanera-table.h"

G_BEGIN_DECLS

/* The application's own list of recommendations, as the programs of the bench show it. */
SaneraTable *bench_table_show (SaneraSelection *selection);
GtkWidget *bench_table_get_view (SaneraTable *table);

G_END_DECLS
