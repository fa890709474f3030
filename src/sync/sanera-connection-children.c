/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-children-wanted.h"
#include "sanera-list.h"

/* What belongs to one row: fetched when somebody opens it, and before that what they will probably
 * open without a network. */

static SaneraSession *
get_session (SaneraList list, gpointer user_data)
{
  SaneraConnection *self = user_data;

  if (self->kind == SANERA_CONNECTION_TENANT && list == SANERA_LIST_SECURITY_TASK_DEVICES)
    return self->graph;
  return self->session;
}

/**
 * sanera_connection_make_children:
 * @self: a connection with a cache
 *
 * Private to `sync`: makes what fetches.
 */
void
sanera_connection_make_children (SaneraConnection *self)
{
  self->fetcher = sanera_child_fetcher_new (self->cache, get_session, self);
  if (self->kind == SANERA_CONNECTION_TENANT)
    sanera_child_fetcher_set_tenant (self->fetcher, sanera_connection_get_tenant_path);
  self->prefetch = sanera_prefetch_new (self->cache, self->fetcher, &sanera_prefetch_limits);
}

/**
 * sanera_connection_trim_children:
 * @self: a connection
 *
 * Private to `sync`: lets go what is not to be kept any more.
 */
void
sanera_connection_trim_children (SaneraConnection *self)
{
  SaneraKeep keep;

  if (sanera_prefetch_get_keep (self->prefetch, &keep))
    sanera_cache_trim_children (self->cache, keep, SANERA_CHILDREN_MAX_BYTES, g_get_real_time ());
}

/**
 * sanera_connection_set_keep:
 * @self: a connection
 * @keep: of which rows the devices, vulnerabilities and histories are kept for offline use
 *
 * Takes effect at once: what is too much goes, what is missing is fetched in the background. Before
 * it is called for the first time, nothing goes and nothing is fetched but what somebody opens.
 */
void
sanera_connection_set_keep (SaneraConnection *self, SaneraKeep keep)
{
  SaneraKeep before;

  g_return_if_fail (SANERA_IS_CONNECTION (self));

  if (self->closed || (sanera_prefetch_get_keep (self->prefetch, &before) && before == keep))
    return;

  sanera_prefetch_set_keep (self->prefetch, keep);
  if (self->started)
    sanera_connection_trim_children (self);
}

/**
 * sanera_connection_note_person:
 * @self: a connection
 *
 * Somebody does something: what is done in the background gives way.
 */
void
sanera_connection_note_person (SaneraConnection *self)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));

  if (!self->closed)
    sanera_prefetch_note_person (self->prefetch);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraPrefetch) prefetch = user_data;
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (error != NULL)
    g_debug ("That a row was opened could not be noted: %s", error->message);
  else
    sanera_prefetch_wake (prefetch);
}

/**
 * sanera_connection_note_opened:
 * @self: a connection
 * @list: a list
 * @id: id of a row that a person looks at
 *
 * What belongs to the row is kept for offline use.
 */
void
sanera_connection_note_opened (SaneraConnection *self, SaneraList list, const char *id)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (id != NULL);

  if (self->closed)
    return;
  sanera_cache_note_opened_async (self->cache, list, id, g_get_real_time (), noted_cb,
                                  g_object_ref (self->prefetch));
}

/**
 * sanera_connection_children_fresh:
 * @self: a connection
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 *
 * Returns: whether all of them are in the cache, as they are on the server as far as is known
 */
gboolean
sanera_connection_children_fresh (SaneraConnection *self, SaneraList list, const char *parent_id)
{
  g_autoptr (SaneraChildren) children = NULL;
  const SaneraCacheInfo *info;

  g_return_val_if_fail (SANERA_IS_CONNECTION (self), FALSE);

  if (self->closed)
    return FALSE;
  children = sanera_cache_lookup_children (self->cache, list, parent_id);
  info = sanera_cache_get_info (self->cache);

  return children != NULL &&
         sanera_children_is_fresh (children, list, info != NULL ? info->cursor : NULL,
                                   g_get_real_time ());
}

static void
fetched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (sanera_child_fetcher_fetch_finish (SANERA_CHILD_FETCHER (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (!g_error_matches (error, SANERA_ERROR, SANERA_ERROR_OFFLINE) ||
           sanera_connection_check_session (self, task)) /* or it says why there is none */
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * sanera_connection_fetch_children_async:
 * @self: a connection
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 * @cancellable: (nullable): a cancellable; what is committed stays, and another call goes on there
 * @callback: called when all of them are in the cache
 * @user_data: for @callback
 *
 * Brings into the cache what belongs to one row that a person looks at, unless it is there as it is
 * on the server. The list is told as pages come in.
 */
void
sanera_connection_fetch_children_async (SaneraConnection *self,
                                        SaneraList list,
                                        const char *parent_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  GTask *task;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (parent_id != NULL);
  g_return_if_fail (sanera_list_get_info (list)->has_parent);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_fetch_children_async);
  sanera_connection_note_opened (self, sanera_list_get_info (list)->parent, parent_id);
  sanera_child_fetcher_fetch_async (self->fetcher, list, parent_id, SANERA_CHILD_USE_PERSON,
                                    cancellable, fetched_cb, task);
}

/**
 * sanera_connection_fetch_children_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether all of them are in the cache
 */
gboolean
sanera_connection_fetch_children_finish (SaneraConnection *self,
                                         GAsyncResult *result,
                                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
