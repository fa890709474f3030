/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-connections.h"
#include "sanera-live-count.h"

G_BEGIN_DECLS

/* The numbers beside the rows of a list of the sidebar: how many rows each leads to, kept true. */
typedef struct _SaneraRowCounts SaneraRowCounts;

/**
 * SaneraRowCountsQuery:
 * @position: of a row, from 0
 * @connection: the connection that is shown
 * @data: what was given with it
 *
 * Returns: (transfer full) (nullable): what is counted for the row; %NULL: nothing
 */
typedef SaneraQuery *(*SaneraRowCountsQuery) (guint position,
                                              SaneraConnection *connection,
                                              gpointer data);

SaneraRowCounts *sanera_row_counts_new (SaneraConnections *connections,
                                        GtkListBox *list,
                                        SaneraRowCountsQuery get_query,
                                        SaneraLiveCountFunc show,
                                        gpointer data);
void sanera_row_counts_free (SaneraRowCounts *self);
void sanera_row_counts_clear (SaneraRowCounts *self);
void sanera_row_counts_update (SaneraRowCounts *self);

G_END_DECLS
