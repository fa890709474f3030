/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-column.h"
#include "sanera-connection.h"

G_BEGIN_DECLS

/* Writing at most so many rows at once. */
#define SANERA_SELECTION_MAX_WRITTEN 500

#define SANERA_TYPE_SELECTION_PANE (sanera_selection_pane_get_type ())

/* Stands in the flyout while several rows are marked: how many, a few of them by name, and what can
 * be done with all of them. */
G_DECLARE_FINAL_TYPE (SaneraSelectionPane, sanera_selection_pane, SANERA, SELECTION_PANE, AdwBin)

GtkWidget *sanera_selection_pane_new (const SaneraColumn *title_column);
void sanera_selection_pane_add_action (SaneraSelectionPane *self,
                                       const char *label,
                                       const char *action,
                                       const char *capability);
void sanera_selection_pane_show (SaneraSelectionPane *self,
                                 SaneraConnection *connection,
                                 SaneraQuery *query,
                                 guint64 count,
                                 const char *words);

G_END_DECLS
