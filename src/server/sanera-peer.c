/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-peer.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One accepted connection and its time limits. SoupServer has neither limits nor a cap, so every
 * connection is watched from here (architecture.md, Accepting).
 *
 * libsoup gets a duplicate of the socket for one request at a time, and closes it after the answer:
 * libsoup 3.2.3 forgets a connection that its client closes between two requests, with descriptor
 * and all. Between requests the original is watched here, and while there is something to read from
 * it the next duplicate is made. What a client has sent ahead of an answer is lost with the
 * duplicate; no client in use does that. A TLS connection cannot be duplicated and takes one
 * request.
 *
 * libsoup gives no hook on its connection object; the address that was given to it with the
 * connection lives as long as that object does, carries the peer, and says when libsoup is done. */

#define PEER_KEY "sanera-peer"

struct _SaneraPeers
{
  guint limit;
  guint count; /* connections that are open */
  guint alive; /* peers that are still referred to */
  gboolean freed;
  gboolean stopped;
  GQueue waiting; /* of SaneraPeer without a complete request, the longest waiting first */
  SaneraPeerServe serve;
  gpointer data;
};

struct _SaneraPeer
{
  guint references; /* one of them is that of the open connection */
  SaneraPeers *owner;
  GSocket *socket;
  GIOStream *stream; /* with TLS only */
  SaneraPeerState state;
  guint timeout_id;
  GSource *watch; /* between two requests */
  gboolean reusable;
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
stop_watching (SaneraPeer *self)
{
  if (self->watch == NULL)
    return;

  g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
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
 * @serve: called when there is a request to be read
 * @data: for @serve
 *
 * Returns: (transfer full): no connections
 */
SaneraPeers *
sanera_peers_new (guint limit, SaneraPeerServe serve, gpointer data)
{
  SaneraPeers *self = g_new0 (SaneraPeers, 1);

  self->limit = limit;
  self->serve = serve;
  self->data = data;

  return self;
}

static void
free_unless_used (SaneraPeers *self)
{
  if (self->freed && self->alive == 0)
    g_free (self);
}

/**
 * sanera_peers_free:
 * @self: (transfer full): peers, stopped; those that libsoup still has go when it lets go of them
 */
void
sanera_peers_free (SaneraPeers *self)
{
  self->freed = TRUE;
  free_unless_used (self);
}

/**
 * sanera_peers_stop:
 * @self: peers
 *
 * Closes the connections on which nothing is being served, and the others after their answer.
 */
void
sanera_peers_stop (SaneraPeers *self)
{
  self->stopped = TRUE;
  while (!g_queue_is_empty (&self->waiting))
    sanera_peer_shutdown (g_queue_peek_head (&self->waiting));
}

/**
 * sanera_peers_add:
 * @self: peers
 * @socket: a connection that was just accepted
 *
 * Takes a connection in. When there are too many, the one that has waited longest without a
 * complete request is closed for it.
 *
 * Returns: (transfer none) (nullable): the peer, which lives as long as the connection; %NULL when
 *   all the others are being served
 */
SaneraPeer *
sanera_peers_add (SaneraPeers *self, GSocket *socket)
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
  peer->socket = g_object_ref (socket);
  peer->link.data = peer;
  peer->state = SANERA_PEER_SERVED;
  self->count++;
  self->alive++;

  return peer;
}

/**
 * sanera_peer_ref:
 * @self: a peer
 *
 * Returns: (transfer full): @self
 */
SaneraPeer *
sanera_peer_ref (SaneraPeer *self)
{
  self->references++;

  return self;
}

/**
 * sanera_peer_unref:
 * @self: (transfer full): a peer
 */
void
sanera_peer_unref (SaneraPeer *self)
{
  SaneraPeers *owner = self->owner;

  if (--self->references > 0)
    return;

  g_assert (self->closed);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
  g_free (self);
  owner->alive--;
  free_unless_used (owner);
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  SaneraPeer *self = user_data;
  char byte;
  gssize size = recv (g_socket_get_fd (self->socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);

  if (size < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;

  if (size > 0)
    sanera_peer_begin (self);
  else
    sanera_peer_shutdown (self);
  return G_SOURCE_REMOVE;
}

/* libsoup is done with the duplicate. */
static void
address_gone_cb (gpointer data)
{
  SaneraPeer *self = data;

  if (!self->closed && self->reusable && !self->owner->stopped)
    {
      sanera_peer_set_state (self, SANERA_PEER_IDLE);
      self->watch = g_socket_create_source (self->socket, G_IO_IN, NULL);
      g_source_set_callback (self->watch, G_SOURCE_FUNC (readable_cb), self, NULL);
      g_source_attach (self->watch, NULL);
    }
  else
    sanera_peer_shutdown (self);
  sanera_peer_unref (self);
}

/**
 * sanera_peer_begin:
 * @self: a peer without TLS
 *
 * A request is awaited on it: libsoup gets a duplicate of the socket.
 */
void
sanera_peer_begin (SaneraPeer *self)
{
  int fd = fcntl (g_socket_get_fd (self->socket), F_DUPFD_CLOEXEC, 0);
  g_autoptr (GSocket) duplicate = NULL;
  g_autoptr (GSocketConnection) connection = NULL;

  stop_watching (self);
  self->reusable = FALSE;
  if (fd >= 0)
    duplicate = g_socket_new_from_fd (fd, NULL);
  if (duplicate == NULL)
    {
      if (fd >= 0)
        close (fd);
      sanera_peer_shutdown (self);
      return;
    }

  connection = g_socket_connection_factory_create_connection (duplicate);
  sanera_peer_set_state (self, SANERA_PEER_HEADERS);
  self->owner->serve (self, G_IO_STREAM (connection), self->owner->data);
}

/**
 * sanera_peer_set_reusable:
 * @self: a peer
 *
 * Its answer has gone out whole, and the client may send another request.
 */
void
sanera_peer_set_reusable (SaneraPeer *self)
{
  self->reusable = self->stream == NULL;
}

/**
 * sanera_peer_has_tls:
 * @self: a peer
 *
 * Returns: whether it talks TLS
 */
gboolean
sanera_peer_has_tls (SaneraPeer *self)
{
  return self->stream != NULL;
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

  g_object_set_data_full (G_OBJECT (address), PEER_KEY, sanera_peer_ref (self), address_gone_cb);

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
  if (self->closed)
    return;

  self->closed = TRUE;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  stop_watching (self);
  if (self->linked)
    g_queue_unlink (&self->owner->waiting, &self->link);
  self->linked = FALSE;
  self->owner->count--;
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
  sanera_peer_unref (self);
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
