/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"
#include "sanera-query-model.h"

/**
 * sanera_query_model_find_id:
 * @self: a model
 * @id: id of a row
 *
 * Returns: its position, %GTK_INVALID_LIST_POSITION (%G_MAXUINT) when it is not in the list
 */
guint
sanera_query_model_find_id (SaneraQueryModel *self, const char *id)
{
  SaneraQuery *query;
  SaneraDb *db;
  gint64 row_id;

  g_return_val_if_fail (SANERA_IS_QUERY_MODEL (self), G_MAXUINT);

  db = sanera_cache_get_main_db (sanera_query_model_get_cache (self));
  if (db == NULL || id == NULL)
    return G_MAXUINT;

  query = sanera_query_model_get_query (self);
  row_id = sanera_cache_find_row (db, sanera_query_get_list (query),
                                  sanera_query_get_parent (query), id, NULL);
  return row_id > 0 ? sanera_query_model_find_row_id (self, row_id) : G_MAXUINT;
}
