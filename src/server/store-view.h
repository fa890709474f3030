/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-odata-filter.h"

G_BEGIN_DECLS

/* Largest `$top`, which is also the size of a page when there is none. */
#define SANERA_VIEW_MAX_TOP 10000

/**
 * SaneraView:
 * @format: how rows are written
 * @context: what stands behind `$metadata#`
 * @from: what is read, "recommendations t"; the rows of @format's noun are `t`
 * @condition: (nullable): which of them; ?1 is the id of the parent
 * @row: (nullable): the number of a row where @from can be walked in its order, so that a page
 * costs the same at any depth: "m.machine"; %NULL: "t.row_id"
 * @parent: (nullable): query that has a row when the parent with id ?1 exists
 * @parent_name: (nullable): the parent's name in messages
 *
 * A list of the interface.
 */
typedef struct
{
  SaneraRowFormat format;
  const char *context;
  const char *from;
  const char *condition;
  const char *row;
  const char *parent;
  const char *parent_name;
} SaneraView;

/**
 * SaneraViewQuery:
 *
 * What a client asks of a list: `$filter`, `$orderby`, `$top`, `$skip`, `$count`, `$select` and
 * `$skiptoken`.
 */
typedef struct
{
  const char *filter;
  const char *orderby;
  const char *select;
  const char *skiptoken;
  gint64 top;
  gint64 skip;
  gboolean count;
} SaneraViewQuery;

gboolean sanera_view_check_parent (const SaneraView *view,
                                   SaneraDb *db,
                                   const char *parent_id,
                                   gboolean *found,
                                   GError **error);
gboolean sanera_view_append_rows (const SaneraView *view,
                                  SaneraDb *db,
                                  const char *parent_id,
                                  const SaneraViewQuery *query,
                                  GString *out,
                                  char **skiptoken,
                                  GError **error);
gboolean sanera_view_count (const SaneraView *view,
                            SaneraDb *db,
                            const char *parent_id,
                            const char *filter,
                            gint64 *count,
                            GError **error);
gboolean sanera_view_append_one (const SaneraRowFormat *format,
                                 SaneraDb *db,
                                 const char *id,
                                 GString *out,
                                 gint64 *version,
                                 gboolean *found,
                                 GError **error);

G_END_DECLS
