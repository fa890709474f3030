/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-query-model.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SELECTION (sanera_selection_get_type ())

/* GtkSelectionModel by id: a set of row ids, or everything of the query except some. Survives
 * refresh, sort and filter. Signal "selection-changed" as usual; properties "count" and "marked":
 * chosen by check box, Space, Ctrl or Shift, while a row one only went to is not. */
G_DECLARE_FINAL_TYPE (SaneraSelection, sanera_selection, SANERA, SELECTION, GObject)

SaneraSelection *sanera_selection_new (SaneraQueryModel *model);
SaneraQueryModel *sanera_selection_get_model (SaneraSelection *self);
guint64 sanera_selection_get_count (SaneraSelection *self);
gboolean sanera_selection_get_everything (SaneraSelection *self);
gboolean sanera_selection_contains (SaneraSelection *self, gint64 row_id);
GArray *
sanera_selection_get_row_ids (SaneraSelection *self); /* gint64; of "everything" the exceptions */
SaneraQuery *sanera_selection_get_query (SaneraSelection *self);
void sanera_selection_clear (SaneraSelection *self);
gboolean sanera_selection_get_marked (SaneraSelection *self);
void sanera_selection_toggle (SaneraSelection *self, guint position);

G_END_DECLS
