/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-pull.h"
#include "sanera-tenant-pull.h"

/* Keeping in step; what becomes of the connection stands in sanera-transition.c:
 *
 *   connect ──► pull ──► in step ──► pull that is held ≤ 30 s ──┐
 *                 ▲         ▲                                   │
 *                 │         └───────────── something or nothing ┘
 *                 └── wait ◄── nobody answers, refused, not kept
 *
 * Only one pull at a time. While nobody looks no call is held: the server is asked now and then,
 * and at once when the window is shown again. The outbox is emptied whenever the server has
 * answered. */

#define HIDDEN_INTERVAL 300 /* seconds between two pulls while nobody looks */
#define NETWORK_DELAY 1 /* second: a network that comes up is told of several times */
#define SHORTEST_HOLD \
  G_USEC_PER_SEC /* a server that does not hold calls is not asked all the time */
#define NOT_HELD 5 /* seconds until such a one is asked again */
/* A tenant has no feed: all of it is read each time, and Microsoft counts calls. */
#define TENANT_INTERVAL (15 * 60) /* seconds between two pulls */
#define TENANT_LATER                                                           \
  (5 * 60) /* seconds until one that has answered with an error is asked again \
            */
#define ASKED_AGAIN (10 * G_USEC_PER_SEC) /* a second failure after this time is one of its own */

static void begin_pull (SaneraConnection *self, gboolean hold);
static void connect_to_server (SaneraConnection *self);

static gboolean
is_tenant (SaneraConnection *self)
{
  return self->kind == SANERA_CONNECTION_TENANT;
}

static gboolean
may_hold (SaneraConnection *self)
{
  return !is_tenant (self) && self->state == SANERA_STATE_ONLINE && !self->hidden;
}

static gboolean
retry_cb (gpointer user_data)
{
  SaneraConnection *self = user_data;

  self->retry_id = 0;
  begin_pull (self, may_hold (self));

  return G_SOURCE_REMOVE;
}

static void
retry_in (SaneraConnection *self, guint seconds)
{
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->retry_id = g_timeout_add_seconds (seconds, retry_cb, self);
}

/* The pull that waits for something to happen, or its stand-in while nobody looks. */
static void
wait_for_news (SaneraConnection *self)
{
  if (is_tenant (self))
    retry_in (self, TENANT_INTERVAL);
  else if (self->hidden)
    retry_in (self, HIDDEN_INTERVAL);
  else
    begin_pull (self, TRUE);
}

static void
take_step (SaneraConnection *self, SaneraSyncStep step)
{
  if (self->again)
    step = SANERA_STEP_NOW;

  switch (step)
    {
    case SANERA_STEP_NOW:
      begin_pull (self, FALSE);
      break;
    case SANERA_STEP_HOLD:
      wait_for_news (self);
      break;
    case SANERA_STEP_BACK_OFF:
    case SANERA_STEP_LATER:
      retry_in (self, is_tenant (self) && step == SANERA_STEP_LATER
                          ? TENANT_LATER
                          : sanera_sync_step_get_delay (step, self->failures));
      break;
    case SANERA_STEP_NONE:
    default:
      break;
    }
}

/* Shows what has happened; what follows is left to the caller. */
static SaneraSyncStep
note_event (SaneraConnection *self, SaneraSyncEvent event)
{
  SaneraTransition next = sanera_transition_find (self->state, event, self->failures);

  sanera_connection_set_state (self, next.state);
  return next.step;
}

static void
progress_cb (double fraction, gpointer user_data)
{
  SaneraConnection *self = user_data;

  /* Of a server that was asked with what does not hold any more nothing is told. */
  if (self->closed || self->asked != self->session)
    return;

  self->contact = g_get_real_time ();
  note_event (self, SANERA_EVENT_PROGRESS);
  sanera_connection_set_progress (self, fraction);
}

static void
succeeded (SaneraConnection *self, gint64 rows)
{
  gboolean was_online = self->state == SANERA_STATE_ONLINE && self->failures == 0;
  gboolean too_fast =
      self->holding && rows == 0 && g_get_monotonic_time () - self->pulled_at < SHORTEST_HOLD;
  SaneraSyncStep step;

  self->failures = 0;
  self->contact = g_get_real_time ();
  sanera_connection_set_error (self, NULL);
  step = note_event (self, SANERA_EVENT_IN_STEP);
  /* A tenant takes nothing, and shows no audit log. */
  if (!is_tenant (self))
    {
      sanera_sender_set_session (self->sender, self->session);
      sanera_connection_check_audit (self);
      if (!was_online)
        sanera_sender_wake (self->sender);
    }

  if (too_fast && !self->again && !self->hidden)
    retry_in (self, NOT_HELD);
  else
    take_step (self, step);
}

static gboolean
is_behind_portal (SaneraConnection *self)
{
  return self->monitor != NULL &&
         g_network_monitor_get_connectivity (self->monitor) == G_NETWORK_CONNECTIVITY_PORTAL;
}

static void
failed (SaneraConnection *self, const GError *error)
{
  gboolean portal = is_behind_portal (self);
  SaneraSyncEvent event = sanera_sync_event_from_error (error, portal);
  SaneraSyncStep step;

  if (event == SANERA_EVENT_GIVEN_UP)
    {
      take_step (self, note_event (self, event));
      return;
    }

  g_debug ("sync: %s", error->message);
  if (event == SANERA_EVENT_NOBODY && portal)
    {
      g_autoptr (GError) reason = g_error_new (SANERA_ERROR, SANERA_ERROR_OFFLINE,
                                               SANERA_CODE_PORTAL ": %s", error->message);

      sanera_connection_set_error (self, reason);
    }
  else if (event != SANERA_EVENT_BEHIND)
    sanera_connection_set_error (self, error);
  if (event != SANERA_EVENT_NOBODY && event != SANERA_EVENT_NOT_KEPT)
    self->contact = g_get_real_time ();
  if (event == SANERA_EVENT_UNAUTHORIZED)
    {
      sanera_sender_set_session (self->sender, NULL);
      g_clear_object (&self->session);
      g_clear_object (&self->graph);
    }
  step = note_event (self, event);
  /* Nothing is tried until somebody answers: it would read "sending", which can be neither edited
   * nor withdrawn, for as long as the network swallows it. */
  if (self->state == SANERA_STATE_OFFLINE)
    sanera_sender_set_session (self->sender, NULL);
  /* Once: who answers plain calls and drops held ones would be asked without end. */
  if (step == SANERA_STEP_NOW && event == SANERA_EVENT_NOBODY && !self->again &&
      g_get_monotonic_time () - self->asked_again_at < ASKED_AGAIN)
    retry_in (self, NOT_HELD);
  else
    take_step (self, step);
  if (step == SANERA_STEP_NOW)
    self->asked_again_at = g_get_monotonic_time ();
  self->failures++;
}

static void
pulled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraConnection) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok, stale;
  gint64 rows = 0;

  ok = is_tenant (self) ? sanera_tenant_pull_finish (result, &rows, &error)
                        : sanera_pull_finish (result, &rows, &error);
  stale = self->asked != self->session;
  g_clear_object (&self->pulling);
  g_clear_object (&self->asked);
  if (self->closed)
    return;

  if (self->session == NULL)
    return; /* the server went away meanwhile, which is told elsewhere */
  if (stale)
    begin_pull (self, FALSE); /* says nothing about the token, or the server, that counts now */
  else if (ok)
    succeeded (self, rows);
  else
    failed (self, error);
}

static void
begin_pull (SaneraConnection *self, gboolean hold)
{
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (self->pulling != NULL || self->session == NULL || self->closed)
    return;

  self->again = FALSE;
  self->holding = hold;
  self->pulled_at = g_get_monotonic_time ();
  self->pulling = g_cancellable_new ();
  self->asked = g_object_ref (self->session);
  if (is_tenant (self))
    sanera_tenant_pull_async (self->session, self->graph, self->cache, progress_cb, self,
                              self->pulling, pulled_cb, g_object_ref (self));
  else
    sanera_pull_async (self->session, self->cache, hold ? SANERA_PULL_WAIT : 0, progress_cb, self,
                       self->pulling, pulled_cb, g_object_ref (self));
}

/* At once: a call that is only held is given up for it, and one that is under way when @restart. */
static void
pull_now (SaneraConnection *self, gboolean restart)
{
  if (self->pulling == NULL)
    {
      begin_pull (self, FALSE);
      return;
    }

  /* What is under way reads all of a tenant as it is now. */
  if (is_tenant (self) && !restart)
    return;
  self->again = TRUE;
  if (self->holding || restart)
    g_cancellable_cancel (self->pulling);
}

static void
take_session (SaneraConnection *self, SaneraSession *session)
{
  g_clear_object (&self->session);
  self->session = session;
  sanera_sender_set_session (self->sender, NULL); /* until the server has answered */
  self->failures = 0;
  note_event (self, SANERA_EVENT_CONNECT);
  pull_now (self, TRUE);
}

static void
server_ready_cb (SaneraPrivateServer *server, const char *socket_path, gpointer user_data)
{
  SaneraConnection *self = user_data;

  if (!self->closed)
    take_session (self, sanera_session_new_private (socket_path));
}

static void
server_failed_cb (SaneraPrivateServer *server, const GError *error, gpointer user_data)
{
  SaneraConnection *self = user_data;

  if (self->closed)
    return;

  g_clear_handle_id (&self->retry_id, g_source_remove);
  sanera_sender_set_session (self->sender, NULL);
  g_clear_object (&self->session);
  if (self->pulling != NULL)
    g_cancellable_cancel (self->pulling);
  sanera_connection_set_error (self, error);
  note_event (self, g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND)
                        ? SANERA_EVENT_NO_WAY
                        : SANERA_EVENT_SERVER_ENDED);
}

/* What the network has become, once it has settled a little. */
static gboolean
network_cb (gpointer user_data)
{
  SaneraConnection *self = user_data;
  gboolean available = g_network_monitor_get_network_available (self->monitor);
  gboolean flipped = available != self->network_available;

  self->network_id = 0;
  self->network_available = available;
  switch (self->state)
    {
    case SANERA_STATE_OFFLINE:
    case SANERA_STATE_REFUSED:
      /* The sign-in of a portal may be done, the cable in again. */
      if (available)
        {
          self->failures = 0;
          pull_now (self, flipped);
        }
      break;
    case SANERA_STATE_ONLINE:
      /* A held call would not notice that it hangs in the network of before. */
      if (!is_tenant (self))
        pull_now (self, FALSE);
      break;
    case SANERA_STATE_STARTING:
    case SANERA_STATE_SYNCING:
      /* Nor would a page under way; what has come in so far stays. */
      if (flipped)
        pull_now (self, TRUE);
      break;
    case SANERA_STATE_SIGN_IN:
    case SANERA_STATE_NOT_KEPT:
    default:
      break;
    }

  return G_SOURCE_REMOVE;
}

static void
network_changed_cb (SaneraConnection *self)
{
  if (!self->closed && self->network_id == 0)
    self->network_id = g_timeout_add_seconds (NETWORK_DELAY, network_cb, self);
}

static void
send_failed_cb (SaneraSender *sender, const GError *error, gpointer user_data)
{
  SaneraConnection *self = user_data;

  /* What it means for the whole connection, the next pull says. */
  if (!self->closed && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      self->state == SANERA_STATE_ONLINE)
    pull_now (self, FALSE);
}

/* The cache is an empty one: everything is fetched, and what waits is shown in it. */
static void
rebuilt_cb (SaneraConnection *self)
{
  if (self->closed)
    return;

  sanera_sender_show_all (self->sender);
  self->failures = 0;
  if (self->session != NULL)
    pull_now (self, TRUE);
}

/* What could be read of it is another outbox than before. */
static void
outbox_repaired_cb (SaneraConnection *self)
{
  if (self->closed)
    return;

  sanera_sender_show_all (self->sender);
  sanera_sender_wake (self->sender);
}

static void
connect_to_server (SaneraConnection *self)
{
  g_autoptr (GError) error = NULL;
  SaneraSession *session = NULL;

  if (!is_tenant (self))
    session = sanera_session_new (self->address, self->token, self->ca_file, &error);
  else
    {
      g_clear_object (&self->graph);
      sanera_connection_open_tenant (self->tenant, self->token, &session, &self->graph, &error);
    }

  if (session == NULL)
    {
      sanera_connection_set_error (self, error);
      note_event (self, SANERA_EVENT_NO_WAY);
      return;
    }

  take_session (self, session);
}

/**
 * sanera_connection_watch_cache:
 * @self: a connection that is being made
 *
 * Private to `sync`: what follows when a database of the desktop was damaged.
 */
void
sanera_connection_watch_cache (SaneraConnection *self)
{
  g_signal_connect_object (self->cache, "rebuilt", G_CALLBACK (rebuilt_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sanera_cache_get_outbox (self->cache), "repaired",
                           G_CALLBACK (outbox_repaired_cb), self, G_CONNECT_SWAPPED);
}

/**
 * sanera_connection_set_monitor:
 * @self: a connection to a shared server, not started
 * @monitor: tells what the network is
 *
 * Private to `sync`: another one than that of this computer.
 */
void
sanera_connection_set_monitor (SaneraConnection *self, GNetworkMonitor *monitor)
{
  g_set_object (&self->monitor, monitor);
}

/**
 * sanera_connection_connect:
 * @self: a connection that is not offline
 *
 * Private to `sync`: starts what keeps the cache in step.
 */
void
sanera_connection_connect (SaneraConnection *self)
{
  g_signal_connect_object (self->sender, "failed", G_CALLBACK (send_failed_cb), self, 0);
  if (self->server != NULL)
    {
      g_signal_connect_object (self->server, "ready", G_CALLBACK (server_ready_cb), self, 0);
      g_signal_connect_object (self->server, "failed", G_CALLBACK (server_failed_cb), self, 0);
      sanera_private_server_start (self->server, self->person_name, self->person_email);
      return;
    }

  if (self->monitor == NULL)
    self->monitor = g_object_ref (g_network_monitor_get_default ());
  self->network_available = g_network_monitor_get_network_available (self->monitor);
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "notify::connectivity", G_CALLBACK (network_changed_cb),
                           self, G_CONNECT_SWAPPED);
  connect_to_server (self);
}

/**
 * sanera_connection_disconnect:
 * @self: a connection
 *
 * Private to `sync`: nothing is asked any more.
 */
void
sanera_connection_disconnect (SaneraConnection *self)
{
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_handle_id (&self->network_id, g_source_remove);
  if (self->pulling != NULL)
    g_cancellable_cancel (self->pulling);
  if (self->audit_check != NULL)
    g_cancellable_cancel (self->audit_check);
  g_clear_object (&self->session);
  g_clear_object (&self->graph);
}

/**
 * sanera_connection_set_token:
 * @self: a connection to a shared server, or to a tenant
 * @token: (nullable): what proves who the person is from now on; the secret of a tenant's
 *   application
 *
 * Signs in, again or anew.
 */
void
sanera_connection_set_token (SaneraConnection *self, const char *token)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (self->kind == SANERA_CONNECTION_SERVER || is_tenant (self));

  g_free (self->token);
  self->token = g_strdup (token);
  if (self->started && !self->offline && !self->closed)
    connect_to_server (self);
}

static gboolean
lacks_permission (SaneraConnection *self)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (self->cache);

  return g_error_matches (self->error, SANERA_ERROR, SANERA_ERROR_FORBIDDEN) ||
         (info != NULL && info->missing != NULL && info->missing[0] != NULL);
}

/**
 * sanera_connection_sync:
 * @self: a connection
 *
 * Asks the server now, whatever it was waiting for: the next try, a token that may be valid again,
 * a server that is to be started again. Does nothing when it is to stay offline.
 */
void
sanera_connection_sync (SaneraConnection *self)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));

  if (!self->started || self->offline || self->closed)
    return;

  self->failures = 0;
  sanera_cache_hurry_repair (self->cache);
  note_event (self, SANERA_EVENT_ASKED);
  /* What was granted meanwhile is not in the token there is. */
  if (is_tenant (self) && self->pulling == NULL && lacks_permission (self))
    connect_to_server (self);
  else if (self->session != NULL)
    pull_now (self, FALSE);
  else if (self->server != NULL)
    sanera_private_server_hurry (self->server);
  else
    connect_to_server (self);
}

/**
 * sanera_connection_set_visible:
 * @self: a connection
 * @visible: whether anybody can see what is shown of it; so it is until somebody says otherwise
 *
 * While nobody looks the server holds no call for us, and is asked every few minutes only, so that
 * what is there offline is not too old. What waits in the outbox is sent all the same. Looked at
 * again, it is asked at once.
 */
void
sanera_connection_set_visible (SaneraConnection *self, gboolean visible)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));

  if (self->hidden == !visible)
    return;

  self->hidden = !visible;
  if (self->session == NULL || self->closed)
    return;
  if (visible)
    {
      /* Who comes back has waited long enough. */
      self->failures = 0;
      if (!is_tenant (self) || self->state != SANERA_STATE_ONLINE)
        pull_now (self, FALSE);
    }
  else if (self->pulling != NULL && self->holding)
    {
      g_cancellable_cancel (self->pulling);
      retry_in (self, HIDDEN_INTERVAL);
    }
}
