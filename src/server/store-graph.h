/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

/* Most rows of a page. */
#define SANERA_GRAPH_MAX_TOP 1000

/**
 * SaneraGraphQuery:
 * @filter: (nullable): `$filter`
 * @after: row behind which the page begins (`$skiptoken`), 0 for the first
 * @top: most rows, 1 to %SANERA_GRAPH_MAX_TOP
 *
 * What a client asks of a list.
 */
typedef struct
{
  const char *filter;
  gint64 after;
  gint64 top;
} SaneraGraphQuery;

gboolean sanera_graph_append_tasks (SaneraDb *db,
                                    const SaneraGraphQuery *query,
                                    GString *out,
                                    gint64 *next,
                                    GError **error);
gboolean sanera_graph_count_tasks (SaneraDb *db, const char *filter, gint64 *count, GError **error);
gboolean sanera_graph_append_task (SaneraDb *db,
                                   const char *id,
                                   GString *out,
                                   gint64 *version,
                                   gboolean *found,
                                   GError **error);
gboolean sanera_graph_append_devices (SaneraDb *db,
                                      const char *id,
                                      const SaneraGraphQuery *query,
                                      GString *out,
                                      gint64 *next,
                                      gboolean *found,
                                      GError **error);

G_END_DECLS
