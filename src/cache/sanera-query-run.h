/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-ids.h"
#include "sanera-query-private.h"
#include "sanera-store.h"

G_BEGIN_DECLS

/* Rows for the first frame, and how many are looked at to find them among search hits. */
#define SANERA_QUERY_FIRST_ROWS 25
#define SANERA_QUERY_WALK_ROWS 2000

/* More ranges than these are not worth their signals. */
#define SANERA_QUERY_MAX_RANGES 64

/**
 * SaneraQueryRun:
 * @query: what to run
 * @frequent: whether the search has many hits; the first part of a run finds out for the second
 * @shown: (nullable): what is on screen, when the result is to be compared with it
 * @anchor: the row somebody looks at, 0 for none
 * @alive: (nullable) (element-type guint32): rows of which there are objects, to be read again
 *
 * One run of a query on the reader thread. Reference counted: the parts of a run share it.
 */
typedef struct
{
  gatomicrefcount references;
  SaneraQuery *query;
  gboolean frequent;
  SaneraIds *shown;
  gint64 anchor;
  GArray *alive;
} SaneraQueryRun;

/**
 * SaneraQueryResult:
 * @ids: the rows, in order
 * @usable: of a first part: whether they are the first rows of the whole
 * @frequent: for the next run of the same search
 * @ranges: (nullable) (element-type SaneraIdsRange): how what is shown becomes @ids, %NULL when it
 *   is to be replaced
 * @scroll_to: where the anchored row is
 * @rows: (nullable) (element-type SaneraRowData): the living rows as they are now
 * @ahead: (nullable) (element-type SaneraRowData): the rows that a view will ask for when the list
 *   is replaced
 *
 * What a run found.
 */
typedef struct
{
  SaneraIds *ids;
  gboolean usable;
  gboolean frequent;
  GArray *ranges;
  guint scroll_to;
  GArray *rows;
  GArray *ahead;
} SaneraQueryResult;

SaneraQueryRun *sanera_query_run_new (SaneraQuery *query);
SaneraQueryRun *sanera_query_run_ref (SaneraQueryRun *self);
void sanera_query_run_unref (gpointer run);
gboolean sanera_query_run_first (SaneraDb *db,
                                 gpointer data,
                                 gpointer *result,
                                 GDestroyNotify *result_free,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean sanera_query_run_all (SaneraDb *db,
                               gpointer data,
                               gpointer *result,
                               GDestroyNotify *result_free,
                               GCancellable *cancellable,
                               GError **error);
SaneraIds *sanera_query_run_now (SaneraDb *db, SaneraQuery *query);
SaneraIds *sanera_query_run_sql (SaneraDb *db, SaneraQuerySql *sql, GError **error);
void sanera_query_result_free (SaneraQueryResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraQueryRun, sanera_query_run_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraQueryResult, sanera_query_result_free)

G_END_DECLS
