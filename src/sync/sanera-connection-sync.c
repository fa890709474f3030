/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-pull.h"

/* Keeping in step:
 *
 *   connect ──► pull ──► ONLINE ──► pull that is held ≤ 30 s ──┐
 *                 ▲         ▲                                  │
 *                 │         └──────────── something or nothing ┘
 *                 └── wait 1, 2, 4 … s ◄── OFFLINE, REFUSED
 *                                          SIGN_IN waits for a token
 *
 * Only one pull at a time. The outbox is emptied whenever the server has answered. */

#define LONGEST_RETRY 60 /* seconds */
#define REFUSED_RETRY 30 /* seconds; somebody has to repair something first */
#define SHORTEST_HOLD \
  G_USEC_PER_SEC /* a server that does not hold calls is not asked all the time */

static void begin_pull (SaneraConnection *self, gboolean hold);

static gboolean
retry_cb (gpointer user_data)
{
  SaneraConnection *self = user_data;

  self->retry_id = 0;
  begin_pull (self, self->state == SANERA_STATE_ONLINE);

  return G_SOURCE_REMOVE;
}

static void
retry_in (SaneraConnection *self, guint seconds)
{
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->retry_id = g_timeout_add_seconds (seconds, retry_cb, self);
}

static void
progress_cb (double fraction, gpointer user_data)
{
  SaneraConnection *self = user_data;

  if (self->closed)
    return;

  sanera_connection_set_state (self, SANERA_STATE_SYNCING);
  sanera_connection_set_progress (self, fraction);
}

static void
succeeded (SaneraConnection *self, gint64 rows)
{
  gboolean was_online = self->state == SANERA_STATE_ONLINE && self->failures == 0;
  gboolean too_fast =
      self->holding && rows == 0 && g_get_monotonic_time () - self->pulled_at < SHORTEST_HOLD;

  self->failures = 0;
  sanera_connection_set_error (self, NULL);
  sanera_connection_set_state (self, SANERA_STATE_ONLINE);
  sanera_sender_set_session (self->sender, self->session);
  sanera_connection_check_audit (self);
  if (!was_online)
    sanera_sender_wake (self->sender);

  if (self->again)
    begin_pull (self, FALSE);
  else if (too_fast)
    retry_in (self, 5);
  else
    begin_pull (self, TRUE);
}

static void
nobody_answers (SaneraConnection *self)
{
  /* A server that has just been started anew, or a connection that was cut: the first time it is
   * asked again at once, and nobody hears of it. */
  if (self->state == SANERA_STATE_ONLINE && self->failures++ == 0)
    {
      begin_pull (self, FALSE);
      return;
    }

  /* Nothing is tried until somebody answers: it would read "sending", which can be neither edited
   * nor withdrawn, for as long as the network swallows it. */
  sanera_sender_set_session (self->sender, NULL);
  sanera_connection_set_state (self, SANERA_STATE_OFFLINE);
  retry_in (self, MIN (1u << MIN (self->failures, 6), LONGEST_RETRY));
  self->failures++;
}

static void
failed (SaneraConnection *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (self->again)
        begin_pull (self, FALSE);
      return;
    }

  g_debug ("sync: %s", error->message);
  sanera_connection_set_error (self, error);
  if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_OFFLINE) ||
      g_error_matches (error, SANERA_ERROR, SANERA_ERROR_TIMEOUT))
    nobody_answers (self);
  else if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_UNAUTHORIZED))
    {
      sanera_sender_set_session (self->sender, NULL);
      g_clear_object (&self->session);
      sanera_connection_set_state (self, SANERA_STATE_SIGN_IN);
    }
  else
    {
      if (!g_error_matches (error, SANERA_ERROR, SANERA_ERROR_RATE_LIMITED) ||
          self->state != SANERA_STATE_ONLINE)
        sanera_connection_set_state (self, SANERA_STATE_REFUSED);
      retry_in (self, REFUSED_RETRY);
    }
}

static void
pulled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraConnection) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok;
  gint64 rows = 0;

  ok = sanera_pull_finish (result, &rows, &error);
  g_clear_object (&self->pulling);
  if (self->closed)
    return;

  if (self->session == NULL)
    return; /* the server went away meanwhile, which is told elsewhere */
  if (ok)
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
  sanera_pull_async (self->session, self->cache, hold ? SANERA_PULL_WAIT : 0, progress_cb, self,
                     self->pulling, pulled_cb, g_object_ref (self));
}

/* At once: a call that is only held is given up for it. */
static void
pull_now (SaneraConnection *self)
{
  if (self->pulling == NULL)
    {
      begin_pull (self, FALSE);
      return;
    }

  self->again = TRUE;
  if (self->holding)
    g_cancellable_cancel (self->pulling);
}

static void
take_session (SaneraConnection *self, SaneraSession *session)
{
  g_clear_object (&self->session);
  self->session = session;
  sanera_sender_set_session (self->sender, NULL); /* until the server has answered */
  self->failures = 0;
  if (self->pulling != NULL)
    {
      self->again = TRUE;
      g_cancellable_cancel (self->pulling);
    }
  begin_pull (self, FALSE);
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
  sanera_connection_set_state (self, g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND)
                                         ? SANERA_STATE_REFUSED
                                         : SANERA_STATE_OFFLINE);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  SaneraConnection *self = user_data;

  if (!self->closed &&
      (available ? self->state == SANERA_STATE_OFFLINE : self->state == SANERA_STATE_ONLINE))
    pull_now (self);
}

static void
send_failed_cb (SaneraSender *sender, const GError *error, gpointer user_data)
{
  SaneraConnection *self = user_data;

  /* What it means for the whole connection, the next pull says. */
  if (!self->closed && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      self->state == SANERA_STATE_ONLINE)
    pull_now (self);
}

static void
connect_to_server (SaneraConnection *self)
{
  g_autoptr (GError) error = NULL;
  SaneraSession *session = sanera_session_new (self->address, self->token, self->ca_file, &error);

  if (session == NULL)
    {
      sanera_connection_set_error (self, error);
      sanera_connection_set_state (self, SANERA_STATE_REFUSED);
      return;
    }

  take_session (self, session);
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

  self->monitor = g_network_monitor_get_default ();
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (network_changed_cb), self,
                           0);
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
  if (self->pulling != NULL)
    g_cancellable_cancel (self->pulling);
  if (self->audit_check != NULL)
    g_cancellable_cancel (self->audit_check);
  g_clear_object (&self->session);
}

/**
 * sanera_connection_set_token:
 * @self: a connection to a shared server
 * @token: (nullable): what proves who the person is from now on
 *
 * Signs in, again or anew.
 */
void
sanera_connection_set_token (SaneraConnection *self, const char *token)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (self->kind == SANERA_CONNECTION_SERVER);

  g_free (self->token);
  self->token = g_strdup (token);
  if (self->started && !self->offline && !self->closed)
    connect_to_server (self);
}

/**
 * sanera_connection_sync:
 * @self: a connection
 *
 * Asks the server now, whatever it was waiting for. Does nothing when it is to stay offline.
 */
void
sanera_connection_sync (SaneraConnection *self)
{
  g_return_if_fail (SANERA_IS_CONNECTION (self));

  if (!self->started || self->offline || self->closed || self->session == NULL)
    return;

  if (self->state == SANERA_STATE_ONLINE)
    sanera_connection_set_state (self, SANERA_STATE_SYNCING);
  pull_now (self);
}
