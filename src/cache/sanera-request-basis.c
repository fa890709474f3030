/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-request-basis.h"

/* As many as anybody reads in a form. */
#define MAX_ACTIVITIES "20"

/**
 * sanera_group_count_new:
 * @name: name of a device group
 * @devices: devices of the group, or %SANERA_INT_NULL
 * @exposed: exposed ones, or %SANERA_INT_NULL
 *
 * Returns: (transfer full): the count
 */
SaneraGroupCount *
sanera_group_count_new (const char *name, gint64 devices, gint64 exposed)
{
  SaneraGroupCount *self = g_new (SaneraGroupCount, 1);

  self->name = g_strdup (name);
  self->devices = devices;
  self->exposed = exposed;
  return self;
}

/**
 * sanera_group_count_free:
 * @self: (transfer full): a count
 */
void
sanera_group_count_free (SaneraGroupCount *self)
{
  g_free (self->name);
  g_free (self);
}

/**
 * sanera_request_basis_free:
 * @self: (transfer full): a basis
 */
void
sanera_request_basis_free (SaneraRequestBasis *self)
{
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->activities, g_ptr_array_unref);
  g_free (self);
}

static gint64
column_int (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
             ? SANERA_INT_NULL
             : sqlite3_column_int64 (statement, column);
}

/**
 * sanera_request_basis_read_groups:
 * @db: a connection to the cache's database
 * @id: of a recommendation
 * @groups: (element-type SaneraGroupCount): where to add the device groups, those with exposed
 *   devices first, then by name
 * @error: when the database cannot be read
 *
 * The devices of a recommendation are there once somebody has opened it; before that the exposed
 * ones of a group are not known. A group that only they name is one as well.
 *
 * Returns: whether it went well
 */
gboolean
sanera_request_basis_read_groups (SaneraDb *db, const char *id, GPtrArray *groups, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "WITH exposed (name, n) AS ("
      "  SELECT coalesce(nullif(rbac_group_name, ''), 'UnassignedGroup'), count(*)"
      "  FROM recommendation_machines"
      "  WHERE parent_id = ?1 AND coalesce(state, '') <> 'fixed' GROUP BY 1),"
      " known (yes) AS ("
      "  SELECT EXISTS (SELECT 1 FROM recommendation_machines WHERE parent_id = ?1))"
      " SELECT name, devices, n FROM ("
      "  SELECT g.name AS name, g.device_count AS devices, g.title_key AS sort,"
      "   CASE WHEN known.yes THEN coalesce(e.n, 0) END AS n"
      "  FROM device_groups g CROSS JOIN known LEFT JOIN exposed e ON e.name = g.name"
      "  UNION ALL "
      "  SELECT e.name, NULL, NULL, e.n FROM exposed e"
      "  WHERE e.name NOT IN (SELECT name FROM device_groups))"
      " ORDER BY coalesce(n, 0) > 0 DESC, sort IS NULL, sort, name",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  sanera_db_bind_text (statement, 1, id);
  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_ptr_array_add (groups, sanera_group_count_new (sanera_db_column_text (statement, 0),
                                                       column_int (statement, 1),
                                                       column_int (statement, 2)));
    }
  sanera_db_reset (statement);

  return TRUE;
}

static gboolean
read_activities (SaneraDb *db, const char *id, GPtrArray *activities, GError **error)
{
  g_autofree char *columns = sanera_db_noun_columns (&sanera_activity_noun, NULL);
  g_autofree char *sql = g_strconcat ("SELECT ", columns,
                                      " FROM remediation_tasks"
                                      " WHERE recommendation_reference = ?1 AND status = 'Active'"
                                      " AND coalesce(local_state, '') <> 'refused'"
                                      " ORDER BY created_on DESC, id LIMIT " MAX_ACTIVITIES,
                                      NULL);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  sanera_db_bind_text (statement, 1, id);
  while (TRUE)
    {
      gpointer data;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      data = sanera_noun_data_new (&sanera_activity_noun);
      sanera_db_read_noun (statement, 0, &sanera_activity_noun, data);
      g_ptr_array_add (activities, sanera_record_new (SANERA_TYPE_ACTIVITY, data));
    }
  sanera_db_reset (statement);

  return TRUE;
}

static gboolean
read_basis (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (SaneraRequestBasis) basis = g_new0 (SaneraRequestBasis, 1);

  basis->groups = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_group_count_free);
  basis->activities = g_ptr_array_new_with_free_func (g_object_unref);
  if (!sanera_request_basis_read_groups (db, data, basis->groups, error) ||
      !read_activities (db, data, basis->activities, error))
    return FALSE;

  *result = g_steal_pointer (&basis);
  *result_free = (GDestroyNotify)sanera_request_basis_free;
  return TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SaneraRequestBasis *basis = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, basis, (GDestroyNotify)sanera_request_basis_free);
}

/**
 * sanera_request_basis_read_async:
 * @cache: the cache of a connection
 * @recommendation_id: a recommendation
 * @cancellable: (nullable): to stop it
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Reads the device groups with their counts, and who has requested the same already.
 */
void
sanera_request_basis_read_async (SaneraCache *cache,
                                 const char *recommendation_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (SANERA_IS_CACHE (cache));
  g_return_if_fail (recommendation_id != NULL);

  task = g_task_new (cache, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_request_basis_read_async);
  sanera_store_read_async (sanera_cache_get_store (cache), read_basis, g_strdup (recommendation_id),
                           g_free, cancellable, read_cb, task);
}

/**
 * sanera_request_basis_read_finish:
 * @cache: the cache
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the basis; %NULL with %SANERA_ERROR_CACHE, or %G_IO_ERROR_CANCELLED
 */
SaneraRequestBasis *
sanera_request_basis_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
