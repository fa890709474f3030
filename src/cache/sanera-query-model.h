/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-query.h"

G_BEGIN_DECLS

#define SANERA_TYPE_QUERY_MODEL (sanera_query_model_get_type ())

/* GListModel of SaneraRecord over a SaneraQuery: ids only, records made when asked, window reads.
 * Signal "scroll-to" (guint position): emitted between inserting the new rows and removing the old
 * ones; the view scrolls its inner list there (list.scroll-to-item). Properties: "loading",
 * "complete" (all ids are there), "error-message". */
G_DECLARE_FINAL_TYPE (SaneraQueryModel, sanera_query_model, SANERA, QUERY_MODEL, GObject)

SaneraQueryModel *sanera_query_model_new (SaneraCache *cache, SaneraQuery *query);
void sanera_query_model_set_query (SaneraQueryModel *self,
                                   SaneraQuery *query); /* by the person: view goes to the top */
SaneraQuery *sanera_query_model_get_query (SaneraQueryModel *self);
SaneraCache *sanera_query_model_get_cache (SaneraQueryModel *self);
void sanera_query_model_refresh (
    SaneraQueryModel *self); /* background: the anchored row stays where it is */
/* Between hold and release only the first rows are given out: for the time before the first frame,
 * so that it has 25 rows to draw and not GTK's 205. */
void sanera_query_model_set_paused (SaneraQueryModel *self, gboolean paused);
void sanera_query_model_hold (SaneraQueryModel *self);
void sanera_query_model_release (SaneraQueryModel *self);
void sanera_query_model_set_anchor (SaneraQueryModel *self,
                                    gint64 row_id); /* the row at the top of the view; 0: none */
gint64 sanera_query_model_get_row_id (SaneraQueryModel *self,
                                      guint position); /* 0: no such row; makes no object */
guint sanera_query_model_find_row_id (SaneraQueryModel *self,
                                      gint64 row_id); /* GTK_INVALID_LIST_POSITION when absent */
guint sanera_query_model_find_id (SaneraQueryModel *self, const char *id);
gboolean sanera_query_model_get_complete (SaneraQueryModel *self);
guint64 sanera_query_model_get_item_calls (SaneraQueryModel *self); /* for tests and the bench */

G_END_DECLS
