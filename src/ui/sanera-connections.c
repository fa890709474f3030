/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connections-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "sanera-error.h"
#include "sanera-keep.h"
#include "sanera-lock.h"
#include "sanera-tenant-address.h"
#include "sanera-views.h"

typedef enum
{
  PROP_CURRENT = 1,
  PROP_CURRENT_ID,
} SaneraConnectionsProp;

enum
{
  SIGNAL_LIST_CHANGED,
  N_SIGNALS,
};

static GParamSpec *props[PROP_CURRENT_ID + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraConnections, sanera_connections, G_TYPE_OBJECT)

/**
 * sanera_connection_entry_free:
 * @self: (transfer full): what is kept of a server
 */
void
sanera_connection_entry_free (SaneraConnectionEntry *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->address);
  g_free (self->ca_file);
  g_free (self);
}

/**
 * sanera_connections_get_folder:
 * @self: the connections
 * @id: of one of them
 *
 * Private to the connections.
 *
 * Returns: (transfer full) (type filename): where its data are
 */
char *
sanera_connections_get_folder (SaneraConnections *self, const char *id)
{
  if (g_str_equal (id, SANERA_CONNECTIONS_PRIVATE) || g_str_equal (id, SANERA_CONNECTIONS_SAMPLE))
    return g_build_filename (self->data_dir, id, NULL);
  return g_build_filename (self->data_dir, "connections", id, NULL);
}

/**
 * sanera_connections_dup_entry:
 * @self: the connections
 * @id: of a connection
 *
 * Returns: (transfer full) (nullable): what is kept of a server; %NULL when it is none
 */
SaneraConnectionEntry *
sanera_connections_dup_entry (SaneraConnections *self, const char *id)
{
  g_autoptr (GPtrArray) entries = sanera_connections_list (self);

  for (guint i = 0; i < entries->len; i++)
    {
      SaneraConnectionEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->id, id))
        return g_ptr_array_steal_index (entries, i);
    }
  return NULL;
}

/**
 * sanera_connections_save_entries:
 * @self: the connections
 * @entries: (element-type SaneraConnectionEntry): all servers
 *
 * Private to the connections: keeps them in the settings.
 */
void
sanera_connections_save_entries (SaneraConnections *self, GPtrArray *entries)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssss)"));
  for (guint i = 0; i < entries->len; i++)
    {
      SaneraConnectionEntry *entry = g_ptr_array_index (entries, i);

      g_variant_builder_add (&builder, "(ssss)", entry->id, entry->name, entry->address,
                             entry->ca_file);
    }
  g_settings_set_value (self->settings, "connections", g_variant_builder_end (&builder));
  g_signal_emit (self, signals[SIGNAL_LIST_CHANGED], 0);
}

/**
 * sanera_connections_drop_current:
 * @self: the connections
 *
 * Private to the connections: closes what is shown; nobody is told yet.
 */
void
sanera_connections_drop_current (SaneraConnections *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_error (&self->error);
  if (self->current != NULL)
    sanera_connection_close (self->current);
  g_clear_object (&self->current);
  g_clear_pointer (&self->current_id, g_free);
}

/**
 * sanera_connections_notify_current:
 * @self: the connections
 *
 * Private to the connections: another one is shown, or none.
 */
void
sanera_connections_notify_current (SaneraConnections *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENT_ID]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENT]);
}

static void
token_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraConnections *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token =
      sanera_token_store_load_finish (SANERA_TOKEN_STORE (source), result, &error);

  /* Cancelled when another connection was chosen meanwhile. */
  if (error != NULL)
    return;

  self = user_data;
  if (token != NULL)
    sanera_connection_set_token (self->current, token);
  sanera_connection_start (self->current);
}

static void
keep_cb (SaneraConnections *self)
{
  if (self->current != NULL)
    sanera_connection_set_keep (self->current, sanera_keep_get (self->settings));
}

static void
sanera_connections_dispose (GObject *object)
{
  SaneraConnections *self = SANERA_CONNECTIONS (object);

  sanera_connections_close (self);
  g_clear_object (&self->tokens);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_connections_parent_class)->dispose (object);
}

static void
sanera_connections_finalize (GObject *object)
{
  SaneraConnections *self = SANERA_CONNECTIONS (object);

  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->viewers, g_hash_table_unref);
  g_free (self->data_dir);

  G_OBJECT_CLASS (sanera_connections_parent_class)->finalize (object);
}

static void
sanera_connections_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SaneraConnections *self = SANERA_CONNECTIONS (object);

  switch ((SaneraConnectionsProp)id)
    {
    case PROP_CURRENT:
      g_value_set_object (value, self->current);
      break;
    case PROP_CURRENT_ID:
      g_value_set_string (value, self->current_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sanera_connections_class_init (SaneraConnectionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_connections_dispose;
  object_class->finalize = sanera_connections_finalize;
  object_class->get_property = sanera_connections_get_property;

  props[PROP_CURRENT] =
      g_param_spec_object ("current", NULL, NULL, SANERA_TYPE_CONNECTION,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_CURRENT_ID] =
      g_param_spec_string ("current-id", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * SaneraConnections::list-changed:
   * @self: the connections
   *
   * A server was added or removed.
   */
  signals[SIGNAL_LIST_CHANGED] =
      g_signal_new ("list-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
sanera_connections_init (SaneraConnections *self)
{
  self->tokens = sanera_token_store_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * sanera_connections_new:
 * @settings: the settings of the application
 * @data_dir: the folder below which every connection has its own
 * @offline: never start or contact a server
 *
 * Opens nothing yet.
 *
 * Returns: (transfer full): the connections of this person
 */
SaneraConnections *
sanera_connections_new (GSettings *settings, const char *data_dir, gboolean offline)
{
  SaneraConnections *self = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (SANERA_TYPE_CONNECTIONS, NULL);
  self->settings = g_object_ref (settings);
  self->data_dir = g_strdup (data_dir);
  self->offline = offline;
  g_signal_connect_object (settings, "changed::keep-offline", G_CALLBACK (keep_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * sanera_connections_close:
 * @self: the connections
 *
 * Closes the one that is open: its server ends, its databases are closed. What is on its way to the
 * key ring is waited for. For the end of the program.
 */
void
sanera_connections_close (SaneraConnections *self)
{
  g_return_if_fail (SANERA_IS_CONNECTIONS (self));

  if (self->tokens != NULL)
    sanera_token_store_settle (self->tokens);
  if (self->current == NULL)
    return;
  sanera_connections_drop_current (self);
  sanera_connections_notify_current (self);
}

/**
 * sanera_connections_get_offline:
 * @self: the connections
 *
 * Returns: whether no server is ever started or contacted
 */
gboolean
sanera_connections_get_offline (SaneraConnections *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), FALSE);

  return self->offline;
}

/**
 * sanera_connections_list:
 * @self: the connections
 *
 * The servers this person has connected to, in the order they were added.
 *
 * Returns: (transfer full) (element-type SaneraConnectionEntry): what is kept of them
 */
GPtrArray *
sanera_connections_list (SaneraConnections *self)
{
  g_autoptr (GVariant) value = NULL;
  GPtrArray *entries = NULL;
  GVariantIter iter;
  char *id = NULL;
  char *name = NULL;
  char *address = NULL;
  char *ca_file = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), NULL);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_connection_entry_free);
  value = g_settings_get_value (self->settings, "connections");
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(ssss)", &id, &name, &address, &ca_file))
    {
      SaneraConnectionEntry *entry = g_new0 (SaneraConnectionEntry, 1);

      entry->id = id;
      entry->name = name;
      entry->address = address;
      entry->ca_file = ca_file;
      /* The id names a folder. Settings can be edited by hand, so it must not lead elsewhere. */
      if (g_uuid_string_is_valid (id))
        g_ptr_array_add (entries, entry);
      else
        sanera_connection_entry_free (entry);
    }
  return entries;
}

/**
 * sanera_connections_has_data:
 * @self: the connections
 * @id: of a connection
 *
 * Returns: whether it was opened before on this desktop
 */
gboolean
sanera_connections_has_data (SaneraConnections *self, const char *id)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  folder = sanera_connections_get_folder (self, id);
  return g_file_test (folder, G_FILE_TEST_IS_DIR);
}

/**
 * sanera_connections_get_current:
 * @self: the connections
 *
 * Returns: (transfer none) (nullable): the connection that is shown; %NULL at the first start, and
 *   when it could not be opened (see sanera_connections_get_error())
 */
SaneraConnection *
sanera_connections_get_current (SaneraConnections *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), NULL);

  return self->current;
}

/**
 * sanera_connections_get_current_id:
 * @self: the connections
 *
 * Returns: (nullable): the id of the connection that was chosen
 */
const char *
sanera_connections_get_current_id (SaneraConnections *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), NULL);

  return self->current_id;
}

/**
 * sanera_connections_get_error:
 * @self: the connections
 *
 * Returns: (nullable): why the chosen connection cannot be shown
 */
const GError *
sanera_connections_get_error (SaneraConnections *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), NULL);

  return self->error;
}

/**
 * sanera_connections_open:
 * @self: the connections
 * @id: %SANERA_CONNECTIONS_PRIVATE, %SANERA_CONNECTIONS_SAMPLE, or the id of a server
 *
 * Closes what is shown and shows another one. What is in its cache is there at once; its server is
 * started or contacted in the background, the private one once it is known who the person is. The
 * choice is remembered for the next start. When it cannot be opened, sanera_connections_get_error()
 * says why.
 *
 * Returns: whether it is open
 */
gboolean
sanera_connections_open (SaneraConnections *self, const char *id)
{
  g_autoptr (SaneraConnectionEntry) entry = NULL;
  g_autofree char *folder = NULL;
  SaneraConnectionKind kind = SANERA_CONNECTION_SERVER;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (self->current != NULL && g_strcmp0 (self->current_id, id) == 0)
    return TRUE;

  if (g_str_equal (id, SANERA_CONNECTIONS_PRIVATE))
    kind = SANERA_CONNECTION_PRIVATE;
  else if (g_str_equal (id, SANERA_CONNECTIONS_SAMPLE))
    kind = SANERA_CONNECTION_SAMPLE;
  else if ((entry = sanera_connections_dup_entry (self, id)) == NULL)
    return FALSE;
  else if (sanera_tenant_address_is (entry->address))
    kind = SANERA_CONNECTION_TENANT;

  sanera_connections_drop_current (self);
  self->current_id = g_strdup (id);
  folder = sanera_connections_get_folder (self, id);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    self->error =
        g_error_new (SANERA_ERROR, SANERA_ERROR_CACHE, "%s: %s", folder, g_strerror (errno));
  else
    self->current = sanera_connection_new (kind, entry != NULL ? entry->name : NULL, folder,
                                           entry != NULL ? entry->address : NULL, NULL,
                                           entry != NULL && *entry->ca_file ? entry->ca_file : NULL,
                                           self->offline, &self->error);
  if (self->current != NULL)
    {
      g_settings_set_string (self->settings, "connection", id);
      sanera_connection_set_keep (self->current, sanera_keep_get (self->settings));
    }
  sanera_connections_tell_visible (self);
  sanera_connections_notify_current (self);
  if (self->current == NULL)
    return FALSE;

  if (entry != NULL && !self->offline)
    sanera_token_store_load_async (self->tokens, id, self->cancellable, token_loaded_cb, self);
  else if (self->offline || !sanera_connection_needs_person (self->current))
    sanera_connection_start (self->current);
  return TRUE;
}

/**
 * sanera_connections_set_person:
 * @self: the connections, the private one open
 * @name: the person's name
 * @email: the person's e-mail address
 *
 * Says who the person is. The private server, which writes it down with everything that is done,
 * starts only then.
 */
void
sanera_connections_set_person (SaneraConnections *self, const char *name, const char *email)
{
  g_return_if_fail (SANERA_IS_CONNECTIONS (self));
  g_return_if_fail (name != NULL && email != NULL);

  if (self->current == NULL)
    return;
  sanera_connection_set_person (self->current, name, email);
  sanera_connection_start (self->current);
}

/**
 * sanera_connections_leave:
 * @self: the connections
 *
 * Closes what is shown and goes back to the first start's doors. No data are removed.
 */
void
sanera_connections_leave (SaneraConnections *self)
{
  g_return_if_fail (SANERA_IS_CONNECTIONS (self));

  sanera_connections_drop_current (self);
  g_settings_set_string (self->settings, "connection", "");
  sanera_connections_notify_current (self);
}

static void
token_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  SaneraConnections *self = g_task_get_source_object (task);
  const SaneraConnectionEntry *entry = g_task_get_task_data (task);
  gboolean kept = sanera_token_store_save_finish (SANERA_TOKEN_STORE (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  sanera_connections_open (self, entry->id);
  g_task_return_int (task, kept);
}

/**
 * sanera_connections_add_server_async:
 * @self: the connections
 * @name: (nullable): what people call it; its host when %NULL
 * @address: `https://…`, or `http://` to loopback
 * @token: the access token
 * @ca_file: (nullable): a file with the only certificate authority to trust
 * @cancellable: (nullable): cancels
 * @callback: called when it is kept and open
 * @user_data: for @callback
 *
 * Keeps a server and its token, and shows it. A server with the same address gets the new token.
 */
void
sanera_connections_add_server_async (SaneraConnections *self,
                                     const char *name,
                                     const char *address,
                                     const char *token,
                                     const char *ca_file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GUri) uri = NULL;
  SaneraConnectionEntry *entry = NULL;
  SaneraConnectionEntry *copy = NULL;
  GTask *task = NULL;

  g_return_if_fail (SANERA_IS_CONNECTIONS (self));
  g_return_if_fail (address != NULL && token != NULL);

  entries = sanera_connections_list (self);
  for (guint i = 0; i < entries->len && entry == NULL; i++)
    {
      SaneraConnectionEntry *known = g_ptr_array_index (entries, i);

      if (g_str_equal (known->address, address))
        entry = known;
    }
  if (entry == NULL)
    {
      uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
      entry = g_new0 (SaneraConnectionEntry, 1);
      entry->id = g_uuid_string_random ();
      entry->name = g_strdup (name != NULL && *name ? name
                              : uri != NULL         ? g_uri_get_host (uri)
                                                    : address);
      entry->address = g_strdup (address);
      entry->ca_file = g_strdup (ca_file != NULL ? ca_file : "");
      g_ptr_array_add (entries, entry);
    }
  else
    {
      g_free (entry->ca_file);
      entry->ca_file = g_strdup (ca_file != NULL ? ca_file : "");
      if (g_strcmp0 (self->current_id, entry->id) == 0)
        sanera_connections_drop_current (self);
    }
  sanera_connections_save_entries (self, entries);

  copy = g_new0 (SaneraConnectionEntry, 1);
  copy->id = g_strdup (entry->id);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connections_add_server_async);
  g_task_set_task_data (task, copy, (GDestroyNotify)sanera_connection_entry_free);
  sanera_token_store_save_async (self->tokens, entry->id, entry->name, token, cancellable,
                                 token_saved_cb, task);
}

/**
 * sanera_connections_add_server_finish:
 * @self: the connections
 * @result: from the callback
 * @token_kept: (out): whether the token is in the Secret Service, not only in memory
 * @error: place for an error: only `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether the server is kept and shown
 */
gboolean
sanera_connections_add_server_finish (SaneraConnections *self,
                                      GAsyncResult *result,
                                      gboolean *token_kept,
                                      GError **error)
{
  gssize kept = 0;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (token_kept != NULL, FALSE);

  kept = g_task_propagate_int (G_TASK (result), error);
  *token_kept = kept > 0;
  return kept >= 0;
}

/* Removes a folder of ours that holds files only. */
static gboolean
remove_folder (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0 && errno != ENOENT)
        {
          g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: %s", path, g_strerror (errno));
          return FALSE;
        }
    }
  if (dir != NULL && g_rmdir (folder) != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

/**
 * sanera_connections_remove:
 * @self: the connections
 * @id: the id of a server
 * @error: %SANERA_ERROR_BUSY when another program has it open: then nothing is removed;
 *   %SANERA_ERROR_CACHE
 *
 * Removes a server from the settings, its token, its cache, and what was waiting to be sent to it:
 * the caller asks the person first.
 *
 * Returns: whether nothing is left of it
 */
gboolean
sanera_connections_remove (SaneraConnections *self, const char *id, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *own_id = g_strdup (id);
  gboolean removed;
  int lock = -1;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), FALSE);
  g_return_val_if_fail (g_uuid_string_is_valid (id), FALSE);

  if (g_strcmp0 (self->current_id, own_id) == 0)
    sanera_connections_leave (self);
  folder = sanera_connections_get_folder (self, own_id);
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      lock = sanera_lock_folder (folder, error);
      if (lock < 0)
        return FALSE;
    }
  sanera_token_store_forget (self->tokens, own_id);
  entries = sanera_connections_list (self);
  for (guint i = 0; i < entries->len; i++)
    {
      if (g_str_equal (((SaneraConnectionEntry *)g_ptr_array_index (entries, i))->id, own_id))
        g_ptr_array_remove_index (entries, i--);
    }
  sanera_connections_save_entries (self, entries);
  sanera_views_forget (self->settings, own_id);
  removed = remove_folder (folder, error);
  /* Last, with the folder that nobody else could enter until now. */
  if (lock >= 0)
    close (lock);

  return removed;
}
