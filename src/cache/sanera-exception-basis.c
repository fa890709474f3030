/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-exception-basis.h"

#include "sanera-request-basis.h"

/**
 * sanera_exception_basis_free:
 * @self: (transfer full): a basis
 */
void
sanera_exception_basis_free (SaneraExceptionBasis *self)
{
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_object (&self->global);
  g_clear_pointer (&self->exceptions, g_ptr_array_unref);
  g_free (self);
}

/* What the server has refused is no exception. */
static gboolean
read_exceptions (SaneraDb *db, const char *id, SaneraExceptionBasis *basis, GError **error)
{
  const SaneraNoun *noun = &sanera_remediation_exception_noun;
  g_autofree char *columns = sanera_db_noun_columns (noun, NULL);
  g_autofree char *sql = g_strconcat ("SELECT ", columns,
                                      " FROM exceptions WHERE recommendation_reference = ?1"
                                      " AND ended_on IS NULL"
                                      " AND coalesce (status, '') NOT IN ('Expired', 'Canceled')"
                                      " AND coalesce (local_state, '') <> 'refused'"
                                      " ORDER BY expires_on, id",
                                      NULL);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  while (has_row)
    {
      SaneraRemediationExceptionData *data;
      SaneraRecord *record;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      data = sanera_noun_data_new (noun);
      sanera_db_read_noun (statement, 0, noun, data);
      record = sanera_record_new (SANERA_TYPE_REMEDIATION_EXCEPTION, data);
      if (sanera_enum_from_nick (&sanera_exception_scope_enum, data->scope) !=
          SANERA_EXCEPTION_SCOPE_GLOBAL)
        g_ptr_array_add (basis->exceptions, record);
      else if (basis->global == NULL)
        basis->global = SANERA_REMEDIATION_EXCEPTION (record);
      else
        g_object_unref (record);
    }
  return TRUE;
}

static gboolean
has_exception (const SaneraExceptionBasis *basis, const char *group)
{
  for (guint i = 0; i < basis->exceptions->len; i++)
    {
      const SaneraRemediationExceptionData *data =
          sanera_remediation_exception_get_data (g_ptr_array_index (basis->exceptions, i));

      if (data->rbac_group_names != NULL &&
          g_strv_contains ((const char *const *)data->rbac_group_names, group))
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_basis (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (SaneraExceptionBasis) basis = g_new0 (SaneraExceptionBasis, 1);

  basis->exceptions = g_ptr_array_new_with_free_func (g_object_unref);
  basis->groups = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_group_count_free);
  if (!read_exceptions (db, data, basis, error) ||
      !sanera_request_basis_read_groups (db, data, basis->groups, error))
    return FALSE;

  for (guint i = basis->groups->len; i > 0; i--)
    {
      const SaneraGroupCount *group = g_ptr_array_index (basis->groups, i - 1);

      if (has_exception (basis, group->name))
        g_ptr_array_remove_index (basis->groups, i - 1);
    }

  *result = g_steal_pointer (&basis);
  *result_free = (GDestroyNotify)sanera_exception_basis_free;
  return TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SaneraExceptionBasis *basis = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, basis, (GDestroyNotify)sanera_exception_basis_free);
}

/**
 * sanera_exception_basis_read_async:
 * @cache: the cache of a connection
 * @recommendation_id: a recommendation
 * @cancellable: (nullable): to stop it
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Reads the device groups with their counts, and which of them have an exception already: the
 * server refuses a second one (R8).
 */
void
sanera_exception_basis_read_async (SaneraCache *cache,
                                   const char *recommendation_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task;

  g_return_if_fail (SANERA_IS_CACHE (cache));
  g_return_if_fail (recommendation_id != NULL);

  task = g_task_new (cache, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_exception_basis_read_async);
  sanera_store_read_async (sanera_cache_get_store (cache), read_basis, g_strdup (recommendation_id),
                           g_free, cancellable, read_cb, task);
}

/**
 * sanera_exception_basis_read_finish:
 * @cache: the cache
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the basis; %NULL with %SANERA_ERROR_CACHE, or %G_IO_ERROR_CANCELLED
 */
SaneraExceptionBasis *
sanera_exception_basis_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
