/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache.h"

#include "sanera-activity.h"

/* Rows that this desktop has made before the server did: see "Optimistic rows" in src/README.md.
 * The server's row with the same id may come at any moment, and is never written over. */

static gboolean
is_servers (SaneraDb *db, const char *id, gboolean *servers, GError **error)
{
  gint64 found;

  if (!sanera_db_query_int (db, &found, error,
                            "SELECT local_state IS NULL FROM remediation_tasks WHERE id = ?", "t",
                            id))
    return FALSE;

  *servers = found == 1;
  return TRUE;
}

/**
 * sanera_cache_put_local:
 * @db: the writer's connection, in a transaction
 * @data: an activity with its local state
 * @error: return location
 *
 * Shows an activity that waits to be sent. Does nothing when the server's row is there already.
 *
 * Returns: whether it went well
 */
gboolean
sanera_cache_put_local (SaneraDb *db, const SaneraActivityData *data, GError **error)
{
  gboolean servers;

  g_return_val_if_fail (data->local_state != NULL, FALSE);

  return is_servers (db, data->id, &servers, error) &&
         (servers || sanera_cache_put (db, SANERA_LIST_ACTIVITIES, NULL, data, 0, error));
}

/**
 * sanera_cache_delete_local:
 * @db: the writer's connection, in a transaction
 * @id: of an activity
 * @error: return location
 *
 * Takes back what sanera_cache_put_local() has shown. Does nothing when the server's row is there.
 *
 * Returns: whether it went well
 */
gboolean
sanera_cache_delete_local (SaneraDb *db, const char *id, GError **error)
{
  gboolean servers;

  return is_servers (db, id, &servers, error) &&
         (servers || sanera_cache_delete (db, SANERA_LIST_ACTIVITIES, id, error));
}
