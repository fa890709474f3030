/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-server.h"

#include "sanera-held-calls.h"
#include "sanera-rate-limit.h"
#include "sanera-server-resources.h"
#include "store-feed.h"
#include "store-meta.h"
#include "store-tokens.h"
#include "store-upkeep.h"

/* Often enough for what counts in days; uploads that nobody commits vanish after an hour. */
#define UPKEEP_SECONDS 3600

/**
 * SaneraServer:
 *
 * What all calls share: the database, the clock, who may come in, and who waits for news. It knows
 * nothing of sockets and HTTP.
 */

struct _SaneraServer
{
  GObject parent_instance;

  SaneraStore *store;
  SaneraClock clock;
  gpointer clock_data;
  gboolean behind_proxy;

  SaneraPerson *private_person;
  GHashTable *persons; /* SHA-256 of the token in hex → SaneraPerson */
  SaneraRateLimit *rate_limit;
  SaneraHeldCalls *held_calls;

  GCancellable *cancellable;
  guint poll_id;
  gint64 data_version;
  gint64 change;
  guint upkeep_id;

  guint calls;
  SaneraWake drained;
  gpointer drained_data;
};

G_DEFINE_FINAL_TYPE (SaneraServer, sanera_server, G_TYPE_OBJECT)

/* What the poll brings back from the reader thread. */
typedef struct
{
  gint64 data_version;
  gint64 change;
  GHashTable *persons;
} Look;

static void
look_free (Look *look)
{
  g_clear_pointer (&look->persons, g_hash_table_unref);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static gboolean
look_work (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (Look) look = g_new0 (Look, 1);
  const gint64 *known_version = data;

  /* Changes whenever another connection has committed: our own writer as well as a program on the
   * command line. */
  if (!sanera_meta_get_data_version (db, &look->data_version, error))
    return FALSE;
  if (look->data_version != *known_version)
    {
      if (!sanera_feed_get_change (db, &look->change, error))
        return FALSE;
      look->persons = sanera_tokens_load (db, error);
      if (look->persons == NULL)
        return FALSE;
    }

  *result = g_steal_pointer (&look);
  *result_free = (GDestroyNotify)look_free;
  return TRUE;
}

static void
take_look (SaneraServer *self, Look *look)
{
  if (look->persons == NULL)
    return;

  self->data_version = look->data_version;
  g_hash_table_unref (self->persons);
  self->persons = g_steal_pointer (&look->persons);
  if (look->change != self->change)
    {
      self->change = look->change;
      sanera_held_calls_wake_all (self->held_calls);
    }
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraServer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Look) look = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (look == NULL)
    g_warning ("Cannot look for changes: %s", error->message);
  else
    take_look (self, look);
}

static gboolean
poll_cb (gpointer user_data)
{
  SaneraServer *self = user_data;
  gint64 *known_version = g_new (gint64, 1);

  *known_version = self->data_version;
  sanera_store_read_async (self->store, look_work, known_version, g_free, self->cancellable,
                           looked_cb, g_object_ref (self));

  return G_SOURCE_CONTINUE;
}

static gboolean
upkeep_work (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const gint64 *now = data;

  return sanera_upkeep (db, *now, error);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraServer) self = user_data;
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (error != NULL)
    g_warning ("The upkeep failed: %s", error->message);
  sanera_server_notify_changed (self);
}

static gboolean
upkeep_cb (gpointer user_data)
{
  SaneraServer *self = user_data;
  gint64 *now = g_new (gint64, 1);

  *now = sanera_server_get_now (self);
  sanera_store_write_async (self->store, upkeep_work, now, g_free, NULL, kept_cb,
                            g_object_ref (self));

  return G_SOURCE_CONTINUE;
}

static void
sanera_server_dispose (GObject *object)
{
  sanera_server_close (SANERA_SERVER (object));

  G_OBJECT_CLASS (sanera_server_parent_class)->dispose (object);
}

static void
sanera_server_finalize (GObject *object)
{
  SaneraServer *self = SANERA_SERVER (object);

  g_clear_object (&self->store);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->persons, g_hash_table_unref);
  g_clear_pointer (&self->private_person, sanera_person_free);
  g_clear_pointer (&self->rate_limit, sanera_rate_limit_free);
  g_clear_pointer (&self->held_calls, sanera_held_calls_free);

  G_OBJECT_CLASS (sanera_server_parent_class)->finalize (object);
}

static void
sanera_server_class_init (SaneraServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_server_dispose;
  object_class->finalize = sanera_server_finalize;
}

static void
sanera_server_init (SaneraServer *self)
{
  self->cancellable = g_cancellable_new ();
  self->persons = g_hash_table_new (g_str_hash, g_str_equal);
  self->rate_limit = sanera_rate_limit_new (SANERA_CALLS_PER_MINUTE);
  self->held_calls = sanera_held_calls_new ();
}

/**
 * sanera_clock_real:
 * @data: not used
 *
 * A #SaneraClock.
 *
 * Returns: the system's time
 */
gint64
sanera_clock_real (gpointer data)
{
  return g_get_real_time ();
}

static gboolean
prepare_work (SaneraDb *db,
              gpointer data,
              gpointer *result,
              GDestroyNotify *result_free,
              GCancellable *cancellable,
              GError **error)
{
  return sanera_meta_ensure_uuid (db, error);
}

/**
 * sanera_server_open_store:
 * @database: the file; created when it does not exist
 * @error: %SANERA_ERROR_UNSUPPORTED when a newer version has written it, %SANERA_ERROR_DAMAGED,
 *   %SANERA_ERROR_BUSY, %SANERA_ERROR_FULL, %SANERA_ERROR_CACHE
 *
 * Opens the server's database, durable, and brings its schema up to date. Several programs may have
 * it open; only one may serve it (sanera_lock_database()).
 *
 * Returns: (transfer full) (nullable): the store
 */
SaneraStore *
sanera_server_open_store (const char *database, GError **error)
{
  static gsize registered = 0;
  g_autoptr (SaneraStore) store = NULL;

  g_return_val_if_fail (database != NULL, NULL);

  if (g_once_init_enter (&registered))
    {
      sanera_server_register_resource ();
      g_once_init_leave (&registered, 1);
    }
  store = sanera_store_open (database, SANERA_DB_DURABLE, "/org/sanera/server/sql", error);
  if (store == NULL || !sanera_store_write (store, prepare_work, NULL, NULL, error))
    return NULL;

  return g_steal_pointer (&store);
}

/**
 * sanera_server_new:
 * @store: the database, from sanera_server_open_store()
 * @clock: what time it is; called from any thread
 * @clock_data: (nullable): for @clock, must outlive the server
 * @error: when the tokens cannot be read
 *
 * Reads the tokens, does the upkeep and does it again every hour, and begins to look for other
 * writers once a second.
 *
 * Returns: (transfer full) (nullable): a server
 */
SaneraServer *
sanera_server_new (SaneraStore *store, SaneraClock clock, gpointer clock_data, GError **error)
{
  g_autoptr (SaneraServer) self = NULL;
  g_autoptr (Look) look = NULL;
  g_autoptr (GError) upkeep_error = NULL;
  gpointer result = NULL;
  gint64 none = -1;
  gint64 now;

  g_return_val_if_fail (SANERA_IS_STORE (store), NULL);
  g_return_val_if_fail (clock != NULL, NULL);

  self = g_object_new (SANERA_TYPE_SERVER, NULL);
  self->store = g_object_ref (store);
  self->clock = clock;
  self->clock_data = clock_data;
  self->data_version = none;
  if (!sanera_store_read (store, look_work, &none, &result, error))
    return NULL;
  look = result;
  take_look (self, look);
  now = sanera_server_get_now (self);
  if (!sanera_store_write (store, upkeep_work, &now, NULL, &upkeep_error))
    /* Reading goes on without it, on a full disk for example. */
    g_printerr ("sanera-server: %s\n", upkeep_error->message);
  self->upkeep_id = g_timeout_add_seconds (UPKEEP_SECONDS, upkeep_cb, self);
  self->poll_id = g_timeout_add_seconds (1, poll_cb, self);

  return g_steal_pointer (&self);
}

/**
 * sanera_server_close:
 * @self: a server
 *
 * Stops looking for changes and answers everybody who waits for them. The store stays open.
 */
void
sanera_server_close (SaneraServer *self)
{
  g_return_if_fail (SANERA_IS_SERVER (self));

  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_handle_id (&self->upkeep_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  sanera_held_calls_close (self->held_calls);
}

/**
 * sanera_server_get_store:
 * @self: a server
 *
 * Returns: (transfer none): its database
 */
SaneraStore *
sanera_server_get_store (SaneraServer *self)
{
  g_return_val_if_fail (SANERA_IS_SERVER (self), NULL);

  return self->store;
}

/**
 * sanera_server_get_now:
 * @self: a server
 *
 * Returns: now, by the server's clock, microseconds since 1970 UTC
 */
gint64
sanera_server_get_now (SaneraServer *self)
{
  g_return_val_if_fail (SANERA_IS_SERVER (self), 0);

  return self->clock (self->clock_data);
}

/**
 * sanera_server_dup_upload_template:
 * @self: a server
 *
 * Returns: (transfer full): template for g_mkstemp(): uploads lie beside the database, on a disk
 *   that was chosen for such data, not in a shared temporary folder
 */
char *
sanera_server_dup_upload_template (SaneraServer *self)
{
  g_return_val_if_fail (SANERA_IS_SERVER (self), NULL);

  return g_strconcat (sanera_store_get_path (self->store), ".upload-XXXXXX", NULL);
}

/**
 * sanera_server_get_behind_proxy:
 * @self: a server
 *
 * Returns: whether `X-Forwarded-Proto` and `X-Forwarded-Host` are to be believed
 */
gboolean
sanera_server_get_behind_proxy (SaneraServer *self)
{
  g_return_val_if_fail (SANERA_IS_SERVER (self), FALSE);

  return self->behind_proxy;
}

/**
 * sanera_server_set_behind_proxy:
 * @self: a server
 * @behind_proxy: whether only a proxy of ours can reach it
 */
void
sanera_server_set_behind_proxy (SaneraServer *self, gboolean behind_proxy)
{
  g_return_if_fail (SANERA_IS_SERVER (self));

  self->behind_proxy = behind_proxy;
}

/**
 * sanera_server_set_private_person:
 * @self: a server
 * @name: of the person
 * @email: of the person
 *
 * Makes it a private server: whoever reaches its socket, which only its own user can, is this
 * person, an administrator, without a token.
 */
void
sanera_server_set_private_person (SaneraServer *self, const char *name, const char *email)
{
  g_return_if_fail (SANERA_IS_SERVER (self));

  g_clear_pointer (&self->private_person, sanera_person_free);
  self->private_person = sanera_person_new (SANERA_PERSON_PRIVATE, email, name, SANERA_ROLE_ADMIN);
}

/**
 * sanera_server_get_private_person:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): the one person of a private server
 */
const SaneraPerson *
sanera_server_get_private_person (SaneraServer *self)
{
  g_return_val_if_fail (SANERA_IS_SERVER (self), NULL);

  return self->private_person;
}

/**
 * sanera_server_authenticate:
 * @self: a server
 * @token: (nullable): what came with the request
 *
 * Tokens are looked up by their hash, so the time it takes says nothing about them. One that was
 * added or removed on the command line counts within a second.
 *
 * Returns: (transfer none) (nullable): whose token it is
 */
const SaneraPerson *
sanera_server_authenticate (SaneraServer *self, const char *token)
{
  g_autofree char *hash = NULL;

  g_return_val_if_fail (SANERA_IS_SERVER (self), NULL);

  if (token == NULL)
    return NULL;
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
  return g_hash_table_lookup (self->persons, hash);
}

/**
 * sanera_server_knows:
 * @self: a server
 * @person: who began a call a while ago
 *
 * Returns: whether the token it came with is still accepted
 */
gboolean
sanera_server_knows (SaneraServer *self, const SaneraPerson *person)
{
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (SANERA_IS_SERVER (self), FALSE);

  if (self->private_person != NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, self->persons);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((const SaneraPerson *)value)->id, person->id))
      return TRUE;

  return FALSE;
}

/**
 * sanera_server_take_call:
 * @self: a server
 * @person: who makes the call
 *
 * Counts a call. Calls over the private socket are not counted.
 *
 * Returns: 0 when it may be made, else after how many seconds
 */
guint
sanera_server_take_call (SaneraServer *self, const SaneraPerson *person)
{
  g_return_val_if_fail (SANERA_IS_SERVER (self), 0);

  if (person == self->private_person)
    return 0;

  /* Not the server's clock: limits are about real time, which that one need not follow. */
  return sanera_rate_limit_take (self->rate_limit, person->id, g_get_monotonic_time ());
}

/**
 * sanera_server_notify_changed:
 * @self: a server
 *
 * To be called when a write of this process is committed: held calls are answered at once instead
 * of within a second. sanera_exchange_run() does it.
 */
void
sanera_server_notify_changed (SaneraServer *self)
{
  g_return_if_fail (SANERA_IS_SERVER (self));

  if (self->poll_id != 0)
    poll_cb (self);
}

/**
 * sanera_server_hold:
 * @self: a server
 * @person_id: whose call it is; an older held call of the same person is woken at once
 * @change: the position in the feed that the caller knows; if it is an older one than is known
 *   here, there is nothing to wait for
 * @seconds: how long at most
 * @wake: called once: something has changed, or the time is up, or the server ends
 * @data: for @wake
 */
void
sanera_server_hold (SaneraServer *self,
                    const char *person_id,
                    gint64 change,
                    guint seconds,
                    SaneraWake wake,
                    gpointer data)
{
  g_return_if_fail (SANERA_IS_SERVER (self));

  if (self->change > change)
    wake (data);
  else
    sanera_held_calls_add (self->held_calls, person_id, seconds, wake, data);
}

/**
 * sanera_server_enter_changes:
 * @self: a server
 * @person_id: whose call it is
 *
 * `changes` is not counted by the minute but by how many are under way at once.
 *
 * Returns: whether one more may be; if so sanera_server_leave_changes() has to follow
 */
gboolean
sanera_server_enter_changes (SaneraServer *self, const char *person_id)
{
  g_return_val_if_fail (SANERA_IS_SERVER (self), FALSE);

  return sanera_rate_limit_enter (self->rate_limit, person_id, SANERA_MAX_CHANGES_CALLS);
}

/**
 * sanera_server_leave_changes:
 * @self: a server
 * @person_id: as given to sanera_server_enter_changes()
 */
void
sanera_server_leave_changes (SaneraServer *self, const char *person_id)
{
  g_return_if_fail (SANERA_IS_SERVER (self));

  sanera_rate_limit_leave (self->rate_limit, person_id);
}

/**
 * sanera_server_begin_call:
 * @self: a server
 *
 * Counts a call that has been taken on and will be answered.
 */
void
sanera_server_begin_call (SaneraServer *self)
{
  g_return_if_fail (SANERA_IS_SERVER (self));

  self->calls++;
}

/**
 * sanera_server_end_call:
 * @self: a server
 *
 * The answer to a call has been sent, or nobody wants it any more.
 */
void
sanera_server_end_call (SaneraServer *self)
{
  SaneraWake drained;

  g_return_if_fail (SANERA_IS_SERVER (self));
  g_return_if_fail (self->calls > 0);

  self->calls--;
  drained = self->drained;
  if (self->calls == 0 && drained != NULL)
    {
      self->drained = NULL;
      drained (self->drained_data);
    }
}

/**
 * sanera_server_drain:
 * @self: a server
 * @done: called once, when no call is under way; at once if none is
 * @data: for @done
 */
void
sanera_server_drain (SaneraServer *self, SaneraWake done, gpointer data)
{
  g_return_if_fail (SANERA_IS_SERVER (self));

  if (self->calls == 0)
    {
      done (data);
      return;
    }
  self->drained = done;
  self->drained_data = data;
}
