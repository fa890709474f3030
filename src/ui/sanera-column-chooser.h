/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-table.h"

G_BEGIN_DECLS

#define SANERA_TYPE_COLUMN_CHOOSER (sanera_column_chooser_get_type ())

/* "Customize columns": which columns a table shows, and in which order. */
G_DECLARE_FINAL_TYPE (SaneraColumnChooser, sanera_column_chooser, SANERA, COLUMN_CHOOSER, AdwBin)

GtkWidget *
sanera_column_chooser_new (SaneraTable *table, const SaneraColumn *columns, guint n_columns);
void sanera_column_chooser_update (SaneraColumnChooser *self);

G_END_DECLS
