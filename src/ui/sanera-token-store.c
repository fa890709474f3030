/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-token-store.h"

#include <libsecret/secret.h>

/* How long the end of the program waits for the Secret Service, which may be asking the person. */
#define PATIENCE_S 5

struct _SaneraTokenStore
{
  GObject parent_instance;

  GHashTable *in_memory; /* id of the connection → token */
  guint writing; /* how much is on its way to the Secret Service */
  gboolean given_up; /* it was waited for long enough */
};

G_DEFINE_FINAL_TYPE (SaneraTokenStore, sanera_token_store, G_TYPE_OBJECT)

static const SecretSchema token_schema = {
  "org.sanera.Sanera.Token",
  SECRET_SCHEMA_NONE,
  {
      { "connection", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* Frees a token after overwriting it, so that it stays in no freed memory. */
static void
token_free (gpointer token)
{
  secret_password_wipe (token);
  g_free (token);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraTokenStore) self = user_data;
  g_autoptr (GError) error = NULL;

  self->writing--;
  if (!secret_password_clear_finish (result, &error) && error != NULL)
    g_debug ("No Secret Service: %s", error->message);
}

static void
clear (SaneraTokenStore *self, const char *connection_id)
{
  self->writing++;
  secret_password_clear (&token_schema, NULL, cleared_cb, g_object_ref (self), "connection",
                         connection_id, NULL);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraTokenStore *self = g_task_get_source_object (task);
  const char *connection_id = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  self->writing--;
  /* Forgotten while it was on its way. */
  if (!g_hash_table_contains (self->in_memory, connection_id))
    clear (self, connection_id);
  /* Where no Secret Service runs the token is in memory already: that is an answer, no failure. */
  if (!stored)
    g_debug ("No Secret Service: %s", error->message);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, stored);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    g_debug ("No Secret Service: %s", error->message);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&token), token_free);
}

static void
sanera_token_store_finalize (GObject *object)
{
  g_hash_table_unref (SANERA_TOKEN_STORE (object)->in_memory);

  G_OBJECT_CLASS (sanera_token_store_parent_class)->finalize (object);
}

static void
sanera_token_store_class_init (SaneraTokenStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_token_store_finalize;
}

static void
sanera_token_store_init (SaneraTokenStore *self)
{
  self->in_memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, token_free);
}

/**
 * sanera_token_store_new:
 *
 * Returns: (transfer full): a store of access tokens
 */
SaneraTokenStore *
sanera_token_store_new (void)
{
  return g_object_new (SANERA_TYPE_TOKEN_STORE, NULL);
}

/**
 * sanera_token_store_save_async:
 * @self: a store
 * @connection_id: whose token it is
 * @label: what people read in their password manager
 * @token: the token
 * @cancellable: (nullable): cancels
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a token: from now on in memory, and in the Secret Service where one runs.
 */
void
sanera_token_store_save_async (SaneraTokenStore *self,
                               const char *connection_id,
                               const char *label,
                               const char *token,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (SANERA_IS_TOKEN_STORE (self));
  g_return_if_fail (connection_id != NULL && label != NULL && token != NULL);

  g_hash_table_insert (self->in_memory, g_strdup (connection_id), g_strdup (token));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_token_store_save_async);
  g_task_set_task_data (task, g_strdup (connection_id), g_free);
  self->writing++;
  secret_password_store (&token_schema, SECRET_COLLECTION_DEFAULT, label, token, cancellable,
                         stored_cb, task, "connection", connection_id, NULL);
}

/**
 * sanera_token_store_save_finish:
 * @self: a store
 * @result: from the callback
 * @error: place for an error: only `G_IO_ERROR_CANCELLED`
 *
 * Returns: %TRUE when the Secret Service has it, %FALSE without @error when it is in memory only
 */
gboolean
sanera_token_store_save_finish (SaneraTokenStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sanera_token_store_load_async:
 * @self: a store
 * @connection_id: whose token
 * @cancellable: (nullable): cancels
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks a token up, in memory first.
 */
void
sanera_token_store_load_async (SaneraTokenStore *self,
                               const char *connection_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = NULL;
  const char *token = NULL;

  g_return_if_fail (SANERA_IS_TOKEN_STORE (self));
  g_return_if_fail (connection_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_token_store_load_async);
  token = g_hash_table_lookup (self->in_memory, connection_id);
  if (token != NULL)
    {
      g_task_return_pointer (task, g_strdup (token), token_free);
      g_object_unref (task);
      return;
    }
  secret_password_lookup (&token_schema, cancellable, loaded_cb, task, "connection", connection_id,
                          NULL);
}

/**
 * sanera_token_store_load_finish:
 * @self: a store
 * @result: from the callback
 * @error: place for an error: only `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): the token, %NULL without @error when none is known
 */
char *
sanera_token_store_load_finish (SaneraTokenStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sanera_token_store_forget:
 * @self: a store
 * @connection_id: whose token
 *
 * Removes a token from memory and from the Secret Service, also one that is on its way there.
 */
void
sanera_token_store_forget (SaneraTokenStore *self, const char *connection_id)
{
  g_return_if_fail (SANERA_IS_TOKEN_STORE (self));
  g_return_if_fail (connection_id != NULL);

  g_hash_table_remove (self->in_memory, connection_id);
  clear (self, connection_id);
}

static gboolean
late_cb (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * sanera_token_store_settle:
 * @self: a store
 *
 * Waits for what is on its way to the Secret Service, some seconds at most: for the end of the
 * program, which would leave a token there that the person has removed.
 */
void
sanera_token_store_settle (SaneraTokenStore *self)
{
  gboolean late = FALSE;
  guint source;

  g_return_if_fail (SANERA_IS_TOKEN_STORE (self));

  if (self->writing == 0 || self->given_up)
    return;

  source = g_timeout_add_seconds (PATIENCE_S, late_cb, &late);
  while (self->writing > 0 && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (source);
  self->given_up = late;
}
