/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-cache-retention.h"
#include "sanera-lock.h"

#include <unistd.h>

/**
 * SaneraConnection:
 *
 * One connection: its cache, its server, the sync and the outbox. Its state follows from what
 * really happens to calls, never from a guess. See sanera-connection-sync.c for how it is kept in
 * step.
 */

typedef enum
{
  PROP_STATE = 1,
  PROP_PROGRESS,
  PROP_OFFLINE_SINCE,
  PROP_LAST_ERROR_MESSAGE,
  PROP_AUDIT_BROKEN,
} SaneraConnectionProp;

static GParamSpec *props[PROP_AUDIT_BROKEN + 1];

typedef enum
{
  SIGNAL_ACTIVITY_CREATED,
  SIGNAL_ACTION_ACCEPTED,
  SIGNAL_REFUSED,
  N_SIGNALS,
} SaneraConnectionSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraConnection, sanera_connection, G_TYPE_OBJECT)

static void
created_cb (SaneraSender *sender, const char *id, gint64 target_devices, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ACTIVITY_CREATED], 0, id, target_devices);
}

static void
accepted_cb (SaneraSender *sender,
             const char *key,
             guint kind,
             const char *entity,
             gboolean already,
             gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ACTION_ACCEPTED], 0, key, kind, entity, already);
}

static void
refused_cb (SaneraSender *sender, const char *key, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_REFUSED], 0, key);
}

static void
sanera_connection_dispose (GObject *object)
{
  SaneraConnection *self = SANERA_CONNECTION (object);

  sanera_connection_close (self);
  g_clear_object (&self->prefetch);
  g_clear_object (&self->fetcher);
  g_clear_object (&self->sender);
  g_clear_object (&self->server);
  g_clear_object (&self->session);
  g_clear_object (&self->graph);
  g_clear_object (&self->monitor);
  g_clear_object (&self->cache);

  G_OBJECT_CLASS (sanera_connection_parent_class)->dispose (object);
}

static void
sanera_connection_finalize (GObject *object)
{
  SaneraConnection *self = SANERA_CONNECTION (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->tenant, sanera_tenant_address_free);
  g_clear_pointer (&self->person_name, g_free);
  g_clear_pointer (&self->person_email, g_free);
  g_clear_error (&self->error);
  sanera_audit_head_clear (&self->audit_head);

  G_OBJECT_CLASS (sanera_connection_parent_class)->finalize (object);
}

static void
sanera_connection_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SaneraConnection *self = SANERA_CONNECTION (object);

  switch ((SaneraConnectionProp)prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int)self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_OFFLINE_SINCE:
      g_value_set_int64 (value, self->offline_since);
      break;
    case PROP_LAST_ERROR_MESSAGE:
      g_value_set_string (value, self->error != NULL ? self->error->message : NULL);
      break;
    case PROP_AUDIT_BROKEN:
      g_value_set_boolean (value, self->audit_broken);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sanera_connection_class_init (SaneraConnectionClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_connection_dispose;
  object_class->finalize = sanera_connection_finalize;
  object_class->get_property = sanera_connection_get_property;

  /**
   * SaneraConnection:state:
   *
   * A #SaneraConnectionState.
   */
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, SANERA_STATE_STARTING,
                                        SANERA_STATE_NOT_KEPT, SANERA_STATE_STARTING, flags);

  /**
   * SaneraConnection:progress:
   *
   * How much of a sync is done, 0–1; -1 while that is not known.
   */
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);

  /**
   * SaneraConnection:offline-since:
   *
   * When the server was last there, microseconds since 1970 UTC; %SANERA_INT_NULL while it is.
   */
  props[PROP_OFFLINE_SINCE] = g_param_spec_int64 ("offline-since", NULL, NULL, G_MININT64,
                                                  G_MAXINT64, SANERA_INT_NULL, flags);

  /**
   * SaneraConnection:last-error-message:
   *
   * What went wrong last, for the log and for details; %NULL when nothing did since.
   */
  props[PROP_LAST_ERROR_MESSAGE] =
      g_param_spec_string ("last-error-message", NULL, NULL, NULL, flags);

  /**
   * SaneraConnection:audit-broken:
   *
   * Whether the audit log of the server is not the one that was seen last (rule R11).
   */
  props[PROP_AUDIT_BROKEN] = g_param_spec_boolean ("audit-broken", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * SaneraConnection::activity-created:
   * @self: a connection
   * @id: of the activity
   * @target_devices: how many devices it covers
   *
   * The server has taken a request of this outbox.
   */
  signals[SIGNAL_ACTIVITY_CREATED] =
      g_signal_new ("activity-created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);

  /**
   * SaneraConnection::action-accepted:
   * @self: a connection
   * @key: of the entry, which is gone
   * @kind: a #SaneraActionKind; %SANERA_ACTION_REQUEST too
   * @entity: id of the row that it has changed or made
   * @already: whether it was so before: completing what is complete is no error (rule R10)
   *
   * The server has taken an entry of this outbox; its row is in the cache.
   */
  signals[SIGNAL_ACTION_ACCEPTED] = g_signal_new (
      "action-accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
      G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_BOOLEAN);

  /**
   * SaneraConnection::refused:
   * @self: a connection
   * @key: of an entry of the outbox
   *
   * The server has refused an entry; the entry says why.
   */
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sanera_connection_init (SaneraConnection *self)
{
  self->state = SANERA_STATE_STARTING;
  self->progress = -1;
  self->offline_since = SANERA_INT_NULL;
  self->contact = SANERA_INT_NULL;
  self->lock = -1;
}

/**
 * sanera_connection_new:
 * @kind: what kind of server it has
 * @name: (nullable): shown name of a %SANERA_CONNECTION_SERVER
 * @folder: (type filename): where cache, outbox and (private, sample) the server's database live;
 *   made when it is not there
 * @address: (nullable): of a %SANERA_CONNECTION_SERVER, or of a %SANERA_CONNECTION_TENANT as
 *   sanera_tenant_address_to_string() writes it
 * @token: (nullable): for a %SANERA_CONNECTION_SERVER; of a tenant the secret of its application
 * @ca_file: (nullable) (type filename): its only anchor, in PEM
 * @offline: never start or contact a server
 * @error: return location
 *
 * Opens the cache. Nobody is contacted before sanera_connection_start().
 *
 * Returns: (transfer full) (nullable): a connection; or %NULL with %SANERA_ERROR_BUSY when another
 *   program has it open, %SANERA_ERROR_INVALID for an impossible address, or what the database says
 */
SaneraConnection *
sanera_connection_new (SaneraConnectionKind kind,
                       const char *name,
                       const char *folder,
                       const char *address,
                       const char *token,
                       const char *ca_file,
                       gboolean offline,
                       GError **error)
{
  g_autoptr (SaneraConnection) self = NULL;
  g_autoptr (SaneraSession) session = NULL;
  g_autoptr (SaneraTenantAddress) tenant = NULL;
  const gboolean own = kind == SANERA_CONNECTION_PRIVATE || kind == SANERA_CONNECTION_SAMPLE;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (own || address != NULL, NULL);

  if (kind == SANERA_CONNECTION_SERVER)
    {
      session = sanera_session_new (address, token, ca_file, error);
      if (session == NULL)
        return NULL;
    }

  if (kind == SANERA_CONNECTION_TENANT)
    {
      tenant = sanera_tenant_address_parse (address, error);
      if (tenant == NULL)
        return NULL;
    }

  self = g_object_new (SANERA_TYPE_CONNECTION, NULL);
  self->kind = kind;
  self->tenant = g_steal_pointer (&tenant);
  self->name = g_strdup (name);
  self->folder = g_strdup (folder);
  self->address = g_strdup (address);
  self->token = g_strdup (token);
  self->ca_file = g_strdup (ca_file);
  self->offline = offline;
  if (own)
    {
      sanera_person_load (folder, &self->person_name, &self->person_email);
      if (!offline)
        {
          self->server =
              sanera_private_server_new (folder, kind == SANERA_CONNECTION_SAMPLE, error);
          if (self->server == NULL)
            return NULL;
        }
    }

  /* Two programs with one outbox would each send what is in it, and each show what the other has
   * changed as it was before: a second one is kept out. Where there is a bus it never comes here,
   * but two sessions of one person have a bus each. */
  if (self->server == NULL)
    {
      self->lock = sanera_lock_folder (folder, error);
      if (self->lock < 0)
        return NULL;
    }

  self->cache = sanera_cache_open (folder, error);
  if (self->cache == NULL)
    return NULL;
  self->contact = sanera_cache_get_info (self->cache)->synced_on;
  sanera_connection_load_audit (self);
  sanera_connection_make_children (self);

  self->sender = sanera_sender_new (self->cache);
  g_signal_connect_object (self->sender, "accepted", G_CALLBACK (accepted_cb), self, 0);
  g_signal_connect_object (self->sender, "created", G_CALLBACK (created_cb), self, 0);
  g_signal_connect_object (self->sender, "refused", G_CALLBACK (refused_cb), self, 0);
  sanera_connection_watch_cache (self);

  return g_steal_pointer (&self);
}

/* Often enough for what counts in days. */
#define RETENTION_SECONDS 3600

static gboolean
retention_cb (gpointer user_data)
{
  SaneraConnection *self = user_data;

  sanera_cache_remove_expired (self->cache, g_get_real_time ());
  sanera_connection_trim_children (self);

  return G_SOURCE_CONTINUE;
}

/**
 * sanera_connection_start:
 * @self: a connection
 *
 * Starts the server if it is the person's own, and keeps the cache in step from now on. Offline, it
 * only says so.
 */
void
sanera_connection_start (SaneraConnection *self)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));

  if (self->started || self->closed)
    return;

  self->started = TRUE;
  retention_cb (self);
  self->retention_id = g_timeout_add_seconds (RETENTION_SECONDS, retention_cb, self);
  if (self->offline)
    sanera_connection_set_state (self, SANERA_STATE_OFFLINE);
  else
    sanera_connection_connect (self);
}

/**
 * sanera_connection_close:
 * @self: a connection
 *
 * Gives up what is under way, ends the server if it is our own, and closes the cache. What waits in
 * the outbox stays there.
 */
void
sanera_connection_close (SaneraConnection *self)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));

  if (self->closed)
    return;

  self->closed = TRUE;
  g_clear_handle_id (&self->retention_id, g_source_remove);
  sanera_connection_disconnect (self);
  if (self->prefetch != NULL)
    {
      sanera_prefetch_close (self->prefetch);
      sanera_child_fetcher_close (self->fetcher);
    }
  if (self->sender != NULL)
    sanera_sender_close (self->sender);
  if (self->cache != NULL)
    sanera_cache_close (self->cache);
  /* Last, with the lock of the folder. */
  if (self->server != NULL)
    sanera_private_server_close (self->server);
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

/**
 * sanera_connection_get_kind:
 * @self: a connection
 *
 * Returns: what kind of server it has
 */
SaneraConnectionKind
sanera_connection_get_kind (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), SANERA_CONNECTION_PRIVATE);

  return self->kind;
}

/**
 * sanera_connection_get_name:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): the name it was given
 */
const char *
sanera_connection_get_name (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), NULL);

  return self->name;
}

/**
 * sanera_connection_get_cache:
 * @self: a connection
 *
 * Returns: (transfer none): what everything on screen comes from
 */
SaneraCache *
sanera_connection_get_cache (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), NULL);

  return self->cache;
}

/**
 * sanera_connection_get_state:
 * @self: a connection
 *
 * Returns: how it is with the server
 */
SaneraConnectionState
sanera_connection_get_state (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), SANERA_STATE_OFFLINE);

  return self->state;
}

/**
 * sanera_connection_get_error:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): what went wrong last, %NULL when nothing did since
 */
const GError *
sanera_connection_get_error (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), NULL);

  return self->error;
}

/**
 * sanera_connection_get_offline_since:
 * @self: a connection
 *
 * Returns: when the server was last there, microseconds since 1970 UTC; %SANERA_INT_NULL while it
 * is, or when it never was
 */
gint64
sanera_connection_get_offline_since (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), SANERA_INT_NULL);

  return self->offline_since;
}

/**
 * sanera_connection_get_kept_offline:
 * @self: a connection
 *
 * Returns: whether it was asked never to start or contact a server
 */
gboolean
sanera_connection_get_kept_offline (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), FALSE);

  return self->offline;
}

/**
 * sanera_connection_needs_person:
 * @self: a connection
 *
 * Returns: whether the person has to be asked for name and e-mail address: once, for the private
 *   server
 */
gboolean
sanera_connection_needs_person (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), FALSE);

  return self->kind == SANERA_CONNECTION_PRIVATE && self->person_email == NULL;
}

/**
 * sanera_connection_set_person:
 * @self: a connection to a private server
 * @name: of the person
 * @email: e-mail address of the person
 *
 * Remembers who the person is. A server that runs already is started anew with it.
 */
void
sanera_connection_set_person (SaneraConnection *self, const char *name, const char *email)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (name != NULL && email != NULL);

  g_free (self->person_name);
  self->person_name = g_strdup (name);
  g_free (self->person_email);
  self->person_email = g_strdup (email);
  if (!sanera_person_save (self->folder, name, email, &error))
    sanera_connection_set_error (self, error);
  if (self->started && self->server != NULL && !self->closed)
    sanera_private_server_start (self->server, name, email);
}

/**
 * sanera_connection_set_state:
 * @self: a connection
 * @state: how it is with the server
 *
 * Private to `sync`.
 */
void
sanera_connection_set_state (SaneraConnection *self, SaneraConnectionState state)
{
  gint64 since = state == SANERA_STATE_OFFLINE ? self->contact : SANERA_INT_NULL;

  if (self->state == state && self->offline_since == since)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->offline_since != since)
    {
      self->offline_since = since;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OFFLINE_SINCE]);
    }
  if (state != SANERA_STATE_SYNCING)
    sanera_connection_set_progress (self, -1);
  if (self->state != state)
    {
      self->state = state;
      /* Microsoft counts calls: only what somebody opens is fetched. */
      sanera_prefetch_set_online (self->prefetch, state == SANERA_STATE_ONLINE &&
                                                      self->kind != SANERA_CONNECTION_TENANT);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * sanera_connection_set_progress:
 * @self: a connection
 * @progress: 0–1, or -1
 *
 * Private to `sync`.
 */
void
sanera_connection_set_progress (SaneraConnection *self, double progress)
{
  if (self->progress == progress)
    return;

  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
}

/**
 * sanera_connection_set_error:
 * @self: a connection
 * @error: (nullable): what went wrong, or %NULL: nothing
 *
 * Private to `sync`.
 */
void
sanera_connection_set_error (SaneraConnection *self, const GError *error)
{
  if (self->error == error)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LAST_ERROR_MESSAGE]);
}

/**
 * sanera_connection_set_audit_broken:
 * @self: a connection
 * @broken: whether the audit log is not the one that was seen last
 *
 * Private to `sync`.
 */
void
sanera_connection_set_audit_broken (SaneraConnection *self, gboolean broken)
{
  if (self->audit_broken == broken)
    return;

  self->audit_broken = broken;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AUDIT_BROKEN]);
}

/**
 * sanera_connection_check_session:
 * @self: a connection
 * @task: returns %SANERA_ERROR_OFFLINE when there is nobody to ask
 *
 * Private to `sync`.
 *
 * Returns: whether there is a session
 */
gboolean
sanera_connection_check_session (SaneraConnection *self, GTask *task)
{
  if (self->session != NULL && !self->closed)
    return TRUE;

  if (self->state == SANERA_STATE_SIGN_IN)
    g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_UNAUTHORIZED,
                             SANERA_CODE_NOT_SENT ": the server wants another token");
  else
    g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_OFFLINE,
                             SANERA_CODE_NOT_SENT ": there is no server to ask");
  return FALSE;
}

/**
 * sanera_connection_carried_out_cb:
 * @object: the session that was asked
 * @result: its answer, of which nothing but success counts
 * @user_data: (transfer full): a #GTask; returns %TRUE, or the error of the call
 *
 * Private to `sync`.
 */
void
sanera_connection_carried_out_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}
