/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-ticket-rest.h"

#include "sanera-db.h"
#include "sanera-remediation-request.h"

typedef struct
{
  char *recommendation_id;
  GStrv groups; /* NULL: all */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->recommendation_id);
  g_strfreev (job->groups);
  g_free (job);
}

/**
 * sanera_ticket_rest_free:
 * @self: (nullable) (transfer full): what was read
 */
void
sanera_ticket_rest_free (SaneraTicketRest *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self);
}

static gboolean
is_chosen (const Job *job, const char *group)
{
  return job->groups == NULL || g_strv_contains ((const char *const *)job->groups, group);
}

/* The order is the one the server splits tickets by: exposure, then name. */
static gboolean
read_rest (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  const Job *job = data;
  g_autoptr (SaneraTicketRest) rest = g_new0 (SaneraTicketRest, 1);
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT computer_dns_name, coalesce(nullif(rbac_group_name, ''), 'UnassignedGroup')"
      " FROM recommendation_machines"
      " WHERE parent_id = ?1 AND coalesce(state, '') <> 'fixed'"
      " ORDER BY coalesce(exposure, 0) DESC, computer_dns_name, id",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  rest->names = g_ptr_array_new_with_free_func (g_free);
  sanera_db_bind_text (statement, 1, job->recommendation_id);
  while (TRUE)
    {
      const char *name;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (!is_chosen (job, sanera_db_column_text (statement, 1)))
        continue;
      name = sanera_db_column_text (statement, 0);
      if (rest->devices >= SANERA_TICKET_MAX_DEVICES)
        g_ptr_array_add (rest->names, g_strdup (name != NULL ? name : "–"));
      rest->devices++;
    }
  sanera_db_reset (statement);

  *result = g_steal_pointer (&rest);
  *result_free = (GDestroyNotify)sanera_ticket_rest_free;
  return TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SaneraTicketRest *rest = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, rest, (GDestroyNotify)sanera_ticket_rest_free);
}

/**
 * sanera_ticket_rest_read_async:
 * @cache: the cache of a connection
 * @recommendation_id: a recommendation
 * @groups: (nullable): the device groups of the request; %NULL: all
 * @cancellable: (nullable): to stop it
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Reads which devices stay without a ticket, from the devices of the recommendation in the cache.
 */
void
sanera_ticket_rest_read_async (SaneraCache *cache,
                               const char *recommendation_id,
                               const char *const *groups,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (SANERA_IS_CACHE (cache));
  g_return_if_fail (recommendation_id != NULL);

  task = g_task_new (cache, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_ticket_rest_read_async);
  job = g_new0 (Job, 1);
  job->recommendation_id = g_strdup (recommendation_id);
  job->groups = g_strdupv ((GStrv)groups);
  sanera_store_read_async (sanera_cache_get_store (cache), read_rest, job, job_free, cancellable,
                           read_cb, task);
}

/**
 * sanera_ticket_rest_read_finish:
 * @cache: the cache
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the devices; %NULL with %SANERA_ERROR_CACHE, or %G_IO_ERROR_CANCELLED
 */
SaneraTicketRest *
sanera_ticket_rest_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
