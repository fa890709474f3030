/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-json.h"
#include "sanera-list.h"
#include "sanera-local.h"

/* What a person does to an entity goes into the outbox first, then on the screen, then to the
 * server, at once or when it can no longer be undone. */

/* Of a task: how many devices a request covers, gint64. */
#define DEVICES "devices"

static void
entry_free (gpointer data)
{
  sanera_outbox_entry_free (data);
}

static void
shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  const SaneraOutboxEntry *entry = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* It is in the outbox, and that is what counts. */
  if (!sanera_local_finish (self->cache, result, &error) && !self->closed)
    g_warning ("What waits cannot be shown: %s", error->message);
  g_task_return_pointer (task, g_strdup (entry->key), g_free);
  sanera_sender_wake (self->sender);
}

static void
added_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  const SaneraOutboxEntry *entry = g_task_get_task_data (task);
  const gint64 *devices = g_object_get_data (G_OBJECT (task), DEVICES);
  GError *error = NULL;

  if (!sanera_outbox_write_finish (SANERA_OUTBOX (object), result, &error))
    g_task_return_error (task, error);
  else
    sanera_local_set_async (self->cache, entry, SANERA_OUTBOX_WAITING, NULL,
                            devices != NULL ? *devices : SANERA_INT_NULL, shown_cb,
                            g_object_ref (task));
}

/* (nullable): the row as the person sees it; a conflict will be shown against it. */
static char *
dup_before (SaneraConnection *self, SaneraAction *action)
{
  const SaneraActionKind kind = sanera_action_get_kind (action);
  const SaneraList list = sanera_action_kind_get_list (kind);
  g_autoptr (SaneraRecord) record = NULL;
  GString *out;

  if (sanera_action_kind_creates (kind))
    return NULL;
  record = sanera_cache_lookup (self->cache, list, sanera_action_get_entity (action));
  if (record == NULL)
    return NULL;

  out = g_string_new (NULL);
  sanera_json_append_noun (out, sanera_list_get_info (list)->noun, sanera_record_get_data (record),
                           SANERA_JSON_SANERA);
  return g_string_free (out, FALSE);
}

/**
 * sanera_connection_new_entry:
 * @self: a connection
 * @kind: what is done
 * @entity: id of what it is done to
 * @made_at: when, microseconds since 1970
 *
 * Returns: (transfer full): an entry with a new key, of the person who is signed in, without a body
 */
SaneraOutboxEntry *
sanera_connection_new_entry (SaneraConnection *self,
                             SaneraActionKind kind,
                             const char *entity,
                             gint64 made_at)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (self->cache);
  SaneraOutboxEntry *entry = g_new0 (SaneraOutboxEntry, 1);

  entry->key = g_uuid_string_random ();
  entry->action = g_strdup (sanera_action_kind_get_nick (kind));
  entry->entity = g_strdup (entity);
  entry->method = g_strdup (sanera_action_kind_get_method (kind));
  entry->path = sanera_action_kind_dup_path (kind, entity);
  entry->person = g_strdup (info != NULL ? info->email : NULL);
  entry->made_at = made_at;
  entry->state = SANERA_OUTBOX_WAITING;
  entry->next_try = SANERA_INT_NULL;
  entry->version = SANERA_INT_NULL;
  entry->not_before = SANERA_INT_NULL;

  return entry;
}

static SaneraOutboxEntry *
make_entry (SaneraConnection *self, SaneraAction *action)
{
  SaneraOutboxEntry *entry = sanera_connection_new_entry (
      self, sanera_action_get_kind (action), sanera_action_get_entity (action), g_get_real_time ());

  entry->body = sanera_action_dup_body (action, entry->made_at);
  entry->version = sanera_action_get_version (action);
  entry->before = dup_before (self, action);
  if (sanera_action_get_delay (action) > 0)
    entry->not_before = entry->made_at + sanera_action_get_delay (action) * G_USEC_PER_SEC;

  return entry;
}

static void
add_entry (GTask *task)
{
  SaneraConnection *self = g_task_get_source_object (task);

  sanera_outbox_add_async (sanera_cache_get_outbox (self->cache), g_task_get_task_data (task),
                           g_task_get_cancellable (task), added_cb, g_object_ref (task));
}

/**
 * sanera_connection_add_entry:
 * @self: a connection
 * @task: of @self; returns the key once the entry is on the disk and on the screen, or the error
 * @entry: (transfer full): an entry of the outbox
 * @target_devices: how many devices a request covers, %SANERA_INT_NULL when that is not known
 *
 * Puts an entry into the outbox, then on the screen, then lets it be sent.
 */
void
sanera_connection_add_entry (SaneraConnection *self,
                             GTask *task,
                             SaneraOutboxEntry *entry,
                             gint64 target_devices)
{
  g_task_set_task_data (task, entry, entry_free);
  if (target_devices != SANERA_INT_NULL)
    g_object_set_data_full (G_OBJECT (task), DEVICES,
                            g_memdup2 (&target_devices, sizeof target_devices), g_free);
  add_entry (task);
}

static void
unmade_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  const SaneraOutboxEntry *entry = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* The server has it, or nobody can say whether it does: then this follows it. */
  if (!sanera_connection_withdraw_finish (self, result, &error))
    add_entry (task);
  else
    g_task_return_pointer (task, g_strdup (entry->entity), g_free);
}

/* Whether it takes back all of something that is still in the outbox: then nothing is sent. */
static gboolean
is_unmade (SaneraConnection *self, SaneraAction *action)
{
  const SaneraActionKind kind = sanera_action_get_kind (action);
  g_autoptr (SaneraOutboxEntry) made = NULL;

  if (kind != SANERA_ACTION_WITHDRAW_ACTIVITY &&
      (kind != SANERA_ACTION_CANCEL_EXCEPTION || sanera_action_has (action, "rbacGroupNames")))
    return FALSE;

  made = sanera_outbox_get (sanera_cache_get_outbox (self->cache),
                            sanera_action_get_entity (action), NULL);
  return made != NULL;
}

/**
 * sanera_connection_act_async:
 * @self: a connection
 * @action: what the person does; not a request, see sanera_connection_submit_async()
 * @cancellable: (nullable): a cancellable; does nothing once it is being written
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Does what a person wants done: into the outbox, on the screen, to the server as soon as that is
 * there and the action's delay is over. Withdrawing what was not sent yet takes it out of the
 * outbox: then nothing is sent at all, and the key is that of what was to be made.
 */
void
sanera_connection_act_async (SaneraConnection *self,
                             SaneraAction *action,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SaneraOutboxEntry *entry;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (action != NULL);
  g_return_if_fail (sanera_action_get_kind (action) != SANERA_ACTION_REQUEST);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_act_async);

  entry = make_entry (self, action);
  g_task_set_task_data (task, entry, entry_free);
  if (is_unmade (self, action))
    sanera_connection_withdraw_async (self, entry->entity, cancellable, unmade_cb,
                                      g_object_ref (task));
  else
    add_entry (task);
}

/**
 * sanera_connection_act_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the key of the entry, which of what makes something new is
 *   its id; or %NULL with what the database says
 */
char *
sanera_connection_act_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
