/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-list.h"
#include "sanera-query.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char **values;
} SaneraQueryFilter;

struct _SaneraQuery
{
  gatomicrefcount references;
  SaneraList list;
  char *parent;
  char *search;
  GPtrArray *filters; /* of SaneraQueryFilter, by name */
  char *order;
  gboolean descending;
  gint64 now;
  GTimeZone *zone; /* whose days "overdue" and "week" are */
  char *rows; /* JSON array of row ids, NULL: whatever they are */
  gboolean except; /* all rows but these */
};

/**
 * SaneraQuerySql:
 *
 * A query as SQL: the statement gives one row id a row, its parameters are bound when it is
 * prepared.
 */
typedef struct _SaneraQuerySql SaneraQuerySql;

SaneraQuerySql *sanera_query_sql_all (SaneraQuery *query, gboolean frequent);
SaneraQuerySql *sanera_query_sql_first (SaneraQuery *query, guint limit);
SaneraQuerySql *sanera_query_sql_walk (SaneraQuery *query, guint limit, guint budget);
SaneraQuerySql *sanera_query_sql_count (SaneraQuery *query);
void sanera_query_sql_free (SaneraQuerySql *self);
sqlite3_stmt *sanera_query_sql_prepare (SaneraQuerySql *self, SaneraDb *db, GError **error);
const char *sanera_query_sql_get_text (SaneraQuerySql *self);

const char *sanera_query_get_column (const SaneraListInfo *info, const char *key);
void sanera_query_append_order (SaneraQuery *query, GString *out);
gboolean sanera_query_has_search (SaneraQuery *self);
gboolean sanera_query_has_page_order (SaneraQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraQuerySql, sanera_query_sql_free)

G_END_DECLS
