/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-query-model.h"
#include "sanera-query-run.h"
#include "sanera-row-cache.h"

G_BEGIN_DECLS

/* Between sanera-query-model.c (the list as GTK sees it), sanera-query-model-run.c (running
 * queries) and sanera-query-model-show.c (telling what came of them). */

struct _SaneraQueryModel
{
  GObject parent_instance;

  SaneraCache *cache;
  SaneraQuery *query;
  SaneraRowCache *rows;
  gint64 anchor;

  /* What is shown: the first @head of @ids, then those of @old from @tail on. @old is only there
   * between the steps of a change. */
  SaneraIds *ids;
  guint head;
  SaneraIds *old;
  guint tail;

  guint n_blank; /* rows at the end of @ids without an id, or of the query before, see
                  * sanera_query_model_show_first() */
  guint blank_source; /* takes them away when the others are long in coming */

  GCancellable *running; /* of the newest run */
  gboolean refreshing; /* it is a refresh */
  gboolean first_shown; /* what is shown are the first rows of what runs */
  gboolean refresh_again;
  gboolean paused; /* nobody looks */
  gboolean stale; /* to be refreshed when somebody does */
  gint64 replaced_at; /* last time a refresh replaced everything, monotonic */
  guint refresh_source;
  gboolean frequent;

  SaneraQueryRun *rest; /* of a new model: what comes behind its first rows, not begun yet */
  guint rest_source; /* begins it */

  SaneraIds *first; /* the first rows, while only some of them are shown */

  guint holds;
  guint hold_source; /* ends the hold for a frame of what is shown already */
  SaneraQueryResult *held;

  gboolean loading;
  gboolean complete;
  char *error_message;
  guint64 item_calls;
};

void sanera_query_model_emit_scroll_to (SaneraQueryModel *self, guint position);
void sanera_query_model_set_loading (SaneraQueryModel *self, gboolean loading);
void sanera_query_model_set_complete (SaneraQueryModel *self, gboolean complete);
void sanera_query_model_set_error (SaneraQueryModel *self, const GError *error);

void sanera_query_model_start (SaneraQueryModel *self, gboolean want_first);
void sanera_query_model_stop (SaneraQueryModel *self);

gboolean sanera_query_model_show_first (SaneraQueryModel *self, SaneraIds *first);
void sanera_query_model_drop_blank (SaneraQueryModel *self);
gboolean sanera_query_model_show_part (SaneraQueryModel *self, SaneraIds *ids, gboolean refreshing);
void sanera_query_model_show (SaneraQueryModel *self,
                              SaneraIds *ids,
                              const GArray *ranges,
                              guint scroll_to);

G_END_DECLS
