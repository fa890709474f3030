/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the settings do with a server that is known: test, change, and see what would be lost. */

#include <unistd.h>

#include "sanera-connections-private.h"
#include "sanera-lock.h"

typedef struct
{
  SaneraConnectionEntry *entry;
  gboolean was_current;
} Change;

static void
change_free (Change *change)
{
  sanera_connection_entry_free (change->entry);
  g_free (change);
}

static SaneraConnectionEntry *
copy_entry (const SaneraConnectionEntry *entry)
{
  SaneraConnectionEntry *copy = g_new0 (SaneraConnectionEntry, 1);

  copy->id = g_strdup (entry->id);
  copy->name = g_strdup (entry->name);
  copy->address = g_strdup (entry->address);
  copy->ca_file = g_strdup (entry->ca_file != NULL ? entry->ca_file : "");
  return copy;
}

/* The connection is opened anew with what has changed; its cache and outbox stay. */
static void
reopen (GTask *task)
{
  SaneraConnections *self = g_task_get_source_object (task);
  const Change *change = g_task_get_task_data (task);

  if (change->was_current)
    sanera_connections_open (self, change->entry->id);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean kept = sanera_token_store_save_finish (SANERA_TOKEN_STORE (source), result, &error);

  reopen (task);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, kept);
}

/**
 * sanera_connections_change_server_async:
 * @self: the connections
 * @entry: what is to be kept of a server that is known by its id
 * @token: (nullable): another access token; %NULL keeps the one there is
 * @cancellable: (nullable): cancels
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Changes name, address, certificate authority and token of a server. What waits to be sent to it
 * and its cache stay.
 */
void
sanera_connections_change_server_async (SaneraConnections *self,
                                        const SaneraConnectionEntry *entry,
                                        const char *token,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GTask) task = NULL;
  Change *change;

  g_return_if_fail (SANERA_IS_CONNECTIONS (self));
  g_return_if_fail (entry != NULL && entry->id != NULL);

  change = g_new0 (Change, 1);
  change->entry = copy_entry (entry);
  change->was_current = g_strcmp0 (self->current_id, entry->id) == 0;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connections_change_server_async);
  g_task_set_task_data (task, change, (GDestroyNotify)change_free);

  entries = sanera_connections_list (self);
  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (((SaneraConnectionEntry *)entries->pdata[i])->id, entry->id))
      {
        sanera_connection_entry_free (entries->pdata[i]);
        entries->pdata[i] = copy_entry (entry);
      }
  if (change->was_current)
    sanera_connections_drop_current (self);
  sanera_connections_save_entries (self, entries);

  if (token != NULL && *token != '\0')
    sanera_token_store_save_async (self->tokens, entry->id, entry->name, token, cancellable,
                                   saved_cb, g_object_ref (task));
  else
    {
      reopen (task);
      g_task_return_int (task, TRUE);
    }
}

/**
 * sanera_connections_change_server_finish:
 * @self: the connections
 * @result: from the callback
 * @token_kept: (out): %FALSE when the new token is in memory only
 * @error: place for an error: only `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether it is kept
 */
gboolean
sanera_connections_change_server_finish (SaneraConnections *self,
                                         GAsyncResult *result,
                                         gboolean *token_kept,
                                         GError **error)
{
  gssize kept;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (token_kept != NULL, FALSE);

  kept = g_task_propagate_int (G_TASK (result), error);
  *token_kept = kept > 0;
  return kept >= 0;
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SaneraCacheInfo *info = sanera_connection_test_finish (result, &error);

  if (info != NULL)
    g_task_return_pointer (task, info, (GDestroyNotify)sanera_cache_info_free);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const SaneraConnectionEntry *entry = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *token =
      sanera_token_store_load_finish (SANERA_TOKEN_STORE (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Without a token the server says that it wants one, which is the truth. */
  sanera_connection_test_async (entry->address, token, *entry->ca_file ? entry->ca_file : NULL,
                                g_task_get_cancellable (task), tested_cb, g_object_ref (task));
}

/**
 * sanera_connections_test_async:
 * @self: the connections
 * @id: of a server that is known: its token is used
 * @address: (nullable): in place of its address
 * @ca_file: (nullable): in place of its certificate authority; "": as the system trusts
 * @cancellable: (nullable): cancels
 * @callback: called with the result
 * @user_data: for @callback
 *
 * *Test connection*: asks the server who the person is there. Nothing is changed.
 */
void
sanera_connections_test_async (SaneraConnections *self,
                               const char *id,
                               const char *address,
                               const char *ca_file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (SaneraConnectionEntry) entry = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SANERA_IS_CONNECTIONS (self));
  g_return_if_fail (id != NULL);

  entry = sanera_connections_dup_entry (self, id);
  g_return_if_fail (entry != NULL);
  if (address != NULL)
    {
      g_free (entry->address);
      entry->address = g_strdup (address);
    }
  if (ca_file != NULL)
    {
      g_free (entry->ca_file);
      entry->ca_file = g_strdup (ca_file);
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connections_test_async);
  g_task_set_task_data (task, g_steal_pointer (&entry),
                        (GDestroyNotify)sanera_connection_entry_free);
  sanera_token_store_load_async (self->tokens, id, cancellable, loaded_cb, g_object_ref (task));
}

/**
 * sanera_connections_test_finish:
 * @self: the connections
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): who the person is there
 */
SaneraCacheInfo *
sanera_connections_test_finish (SaneraConnections *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sanera_connections_load_unsent:
 * @self: the connections
 * @id: of a connection
 * @error: %SANERA_ERROR_BUSY when another program has it open, or why its outbox cannot be read
 *
 * Returns: (transfer full) (nullable): what was not sent yet, and would be lost with it
 */
SaneraUnsent *
sanera_connections_load_unsent (SaneraConnections *self, const char *id, GError **error)
{
  g_autofree char *folder = NULL;
  SaneraConnection *connection = NULL;
  SaneraUnsent *unsent = NULL;
  int lock = -1;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  folder = sanera_connections_get_folder (self, id);
  connection = g_strcmp0 (self->current_id, id) == 0 ? self->current : NULL;
  if (connection == NULL && g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      lock = sanera_lock_folder (folder, error);
      if (lock < 0)
        return NULL;
    }
  unsent = sanera_unsent_load (folder, connection, error);
  if (lock >= 0)
    close (lock);

  return unsent;
}

/**
 * sanera_connections_tell_visible:
 * @self: the connections
 *
 * Private to the connections: tells the one that is shown whether anybody sees it.
 */
void
sanera_connections_tell_visible (SaneraConnections *self)
{
  if (self->current != NULL && self->viewers != NULL)
    sanera_connection_set_visible (self->current, g_hash_table_size (self->viewers) > 0);
}

/**
 * sanera_connections_set_visible:
 * @self: the connections
 * @viewer: a window; only its address is used
 * @visible: whether it can be seen
 *
 * The connection that is shown is looked at while any window is.
 */
void
sanera_connections_set_visible (SaneraConnections *self, gpointer viewer, gboolean visible)
{
  g_return_if_fail (SANERA_IS_CONNECTIONS (self));

  if (self->viewers == NULL)
    self->viewers = g_hash_table_new (NULL, NULL);
  if (visible)
    g_hash_table_add (self->viewers, viewer);
  else
    g_hash_table_remove (self->viewers, viewer);
  sanera_connections_tell_visible (self);
}
