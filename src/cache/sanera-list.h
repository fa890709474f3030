/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-query.h"

G_BEGIN_DECLS

/**
 * SaneraListInfo:
 * @table: its SQL table
 * @texts: (nullable): table of the folded texts; without one they stand in the row itself
 * @search: (nullable): full-text index over @texts
 * @unindexed: (nullable): rows that @search does not know as they are
 * @noun: what its rows are
 * @has_parent: whether its rows belong to one row of another list
 * @ranked: whether it has list_rank and list_time, the page's own order
 * @local: whether its rows may say that something waits to be sent
 * @parent: the list of the rows its rows belong to, when @has_parent
 *
 * How a list of the cache is stored; see sql/.
 */
typedef struct
{
  const char *table;
  const char *texts;
  const char *search;
  const char *unindexed;
  const SaneraNoun *noun;
  gboolean has_parent;
  gboolean ranked;
  gboolean local;
  SaneraList parent;
} SaneraListInfo;

const SaneraListInfo *sanera_list_get_info (SaneraList list);

G_END_DECLS
