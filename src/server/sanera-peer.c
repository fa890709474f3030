/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-peer.h"

#include <gio/gio.h>
#include <string.h>

/* One accepted connection and its time limits. SoupServer has neither limits nor a cap, so every
 * connection is watched from here (architecture.md, Accepting). libsoup gives no hook on its own
 * connection object; the address that was given to it with the connection lives as long as that
 * object does, and carries the peer. */

#define PEER_KEY "sanera-peer"

struct _SaneraPeers
{
  guint limit;
  guint count;
  GQueue waiting; /* of SaneraPeer without a complete request, the longest waiting first */
};

struct _SaneraPeer
{
  guint references;
  SaneraPeers *owner;
  GSocket *socket;
  GIOStream *stream; /* with TLS only: what raw answers go through */
  SaneraPeerState state;
  guint timeout_id;
  gboolean closed;
  GList link;
  gboolean linked;
};

static const guint limits_ms[] = {
  [SANERA_PEER_HANDSHAKE] = 10000, [SANERA_PEER_HEADERS] = 10000, [SANERA_PEER_BODY] = 30000,
  [SANERA_PEER_SERVED] = 0,        [SANERA_PEER_WRITING] = 30000, [SANERA_PEER_IDLE] = 30000,
  [SANERA_PEER_LINGERING] = 5000,
};

static gboolean
is_waiting (SaneraPeerState state)
{
  return state != SANERA_PEER_SERVED && state != SANERA_PEER_WRITING;
}

static void
leave (SaneraPeer *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->linked)
    g_queue_unlink (&self->owner->waiting, &self->link);
  self->linked = FALSE;
  if (!self->closed)
    self->owner->count--;
  self->closed = TRUE;
}

static gboolean
timeout_cb (gpointer user_data)
{
  SaneraPeer *self = user_data;

  self->timeout_id = 0;
  sanera_peer_shutdown (self);

  return G_SOURCE_REMOVE;
}

/**
 * sanera_peers_new:
 * @limit: how many connections at most
 *
 * Returns: (transfer full): no connections
 */
SaneraPeers *
sanera_peers_new (guint limit)
{
  SaneraPeers *self = g_new0 (SaneraPeers, 1);

  self->limit = limit;

  return self;
}

/**
 * sanera_peers_free:
 * @self: (transfer full): peers, none of them left
 */
void
sanera_peers_free (SaneraPeers *self)
{
  g_assert (self->count == 0);

  g_free (self);
}

/**
 * sanera_peers_get_count:
 * @self: peers
 *
 * Returns: how many connections are open
 */
guint
sanera_peers_get_count (SaneraPeers *self)
{
  return self->count;
}

/**
 * sanera_peers_close_idle:
 * @self: peers
 *
 * Closes the connections on which nothing is being served.
 */
void
sanera_peers_close_idle (SaneraPeers *self)
{
  while (!g_queue_is_empty (&self->waiting))
    sanera_peer_shutdown (g_queue_peek_head (&self->waiting));
}

/**
 * sanera_peers_add:
 * @self: peers
 * @connection: a connection that was just accepted
 *
 * Takes a connection in. When there are too many, the one that has waited longest without a
 * complete request is closed for it.
 *
 * Returns: (transfer full) (nullable): the peer; %NULL when all the others are being served
 */
SaneraPeer *
sanera_peers_add (SaneraPeers *self, GSocketConnection *connection)
{
  SaneraPeer *peer;

  if (self->count >= self->limit)
    {
      if (g_queue_is_empty (&self->waiting))
        return NULL;
      sanera_peer_shutdown (g_queue_peek_head (&self->waiting));
    }

  peer = g_new0 (SaneraPeer, 1);
  peer->references = 1;
  peer->owner = self;
  peer->socket = g_object_ref (g_socket_connection_get_socket (connection));
  peer->link.data = peer;
  peer->state = SANERA_PEER_SERVED;
  self->count++;

  return peer;
}

/**
 * sanera_peer_unref:
 * @self: (transfer full): a peer
 */
void
sanera_peer_unref (SaneraPeer *self)
{
  if (--self->references > 0)
    return;

  leave (self);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
  g_free (self);
}

/**
 * sanera_peer_make_address:
 * @self: a peer
 *
 * Returns: (transfer full): the remote address to give to libsoup, from which
 *   sanera_peer_of_message() finds @self again
 */
GSocketAddress *
sanera_peer_make_address (SaneraPeer *self)
{
  GSocketAddress *address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  self->references++;
  g_object_set_data_full (G_OBJECT (address), PEER_KEY, self, (GDestroyNotify)sanera_peer_unref);

  return address;
}

/**
 * sanera_peer_of_message:
 * @message: a request
 *
 * Returns: (transfer none): on whose connection it came
 */
SaneraPeer *
sanera_peer_of_message (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (soup_server_message_get_remote_address (message)), PEER_KEY);
}

/**
 * sanera_peer_set_stream:
 * @self: a peer
 * @stream: the TLS connection over its socket
 */
void
sanera_peer_set_stream (SaneraPeer *self, GIOStream *stream)
{
  g_set_object (&self->stream, stream);
}

/**
 * sanera_peer_get_state:
 * @self: a peer
 *
 * Returns: where it stands
 */
SaneraPeerState
sanera_peer_get_state (SaneraPeer *self)
{
  return self->state;
}

/**
 * sanera_peer_progress:
 * @self: a peer
 *
 * The time of the present state begins anew.
 */
void
sanera_peer_progress (SaneraPeer *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (!self->closed && limits_ms[self->state] > 0)
    self->timeout_id = g_timeout_add (limits_ms[self->state], timeout_cb, self);
}

/**
 * sanera_peer_set_state:
 * @self: a peer
 * @state: where it stands now; its time begins
 */
void
sanera_peer_set_state (SaneraPeer *self, SaneraPeerState state)
{
  self->state = state;
  if (self->closed)
    return;

  if (is_waiting (state) && !self->linked)
    g_queue_push_tail_link (&self->owner->waiting, &self->link);
  else if (!is_waiting (state) && self->linked)
    g_queue_unlink (&self->owner->waiting, &self->link);
  self->linked = is_waiting (state);
  sanera_peer_progress (self);
}

/**
 * sanera_peer_shutdown:
 * @self: a peer
 *
 * Ends the connection; libsoup notices and cleans up.
 */
void
sanera_peer_shutdown (SaneraPeer *self)
{
  leave (self);
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

/**
 * sanera_peer_answer_raw:
 * @self: a peer
 * @answer: a whole HTTP answer, short enough for an empty socket buffer
 *
 * Answers a request whose body has not been read and will not be: at once, and then the connection
 * only drains for a moment, so that the client gets to see the answer instead of a reset.
 */
void
sanera_peer_answer_raw (SaneraPeer *self, const char *answer)
{
  if (self->stream != NULL)
    g_pollable_output_stream_write_nonblocking (
        G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream)), answer,
        strlen (answer), NULL, NULL);
  else
    g_socket_send_with_blocking (self->socket, answer, strlen (answer), FALSE, NULL, NULL);
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  sanera_peer_set_state (self, SANERA_PEER_LINGERING);
}
