/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-listener.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sanera-http.h"
#include "sanera-peer.h"

/**
 * SaneraListener:
 *
 * Accepts connections and hands them to libsoup. SoupServer's own listening never accepts again
 * after running out of descriptors, and has neither a cap nor time limits.
 */

#define BACKLOG 512
#define ACCEPT_PAUSE_MS 100

/* Beside the connections: databases, uploads, pipes. */
#define OTHER_DESCRIPTORS 128

struct _SaneraListener
{
  GObject parent_instance;

  SaneraServer *server;
  SoupServer *soup;
  SaneraPeers *peers;
  GTlsCertificate *certificate;
  GSocket *socket;
  GSource *accepting;
  guint pause_id;
  char *socket_path; /* of a private server */
  gboolean unlinks;
};

G_DEFINE_FINAL_TYPE (SaneraListener, sanera_listener, G_TYPE_OBJECT)

static gboolean accept_cb (GSocket *socket, GIOCondition condition, gpointer user_data);

static void
start_accepting (SaneraListener *self)
{
  self->accepting = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->accepting, G_SOURCE_FUNC (accept_cb), self, NULL);
  g_source_attach (self->accepting, NULL);
}

static void
stop_accepting (SaneraListener *self)
{
  if (self->accepting != NULL)
    {
      g_source_destroy (self->accepting);
      g_clear_pointer (&self->accepting, g_source_unref);
    }
  g_clear_handle_id (&self->pause_id, g_source_remove);
}

static gboolean
pause_over_cb (gpointer user_data)
{
  SaneraListener *self = user_data;

  self->pause_id = 0;
  start_accepting (self);

  return G_SOURCE_REMOVE;
}

static void
serve (SaneraPeer *peer, GIOStream *stream, gpointer user_data)
{
  SaneraListener *self = user_data;
  /* Both addresses are internet ones, on a Unix socket too: libsoup 3.2 takes the local one for
   * that when an HTTP/1.0 request has no Host. */
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) remote = sanera_peer_make_address (peer);
  g_autoptr (GError) error = NULL;

  if (!soup_server_accept_iostream (self->soup, stream, local, remote, &error))
    g_warning ("Cannot take over a connection: %s", error->message);
}

typedef struct
{
  SaneraListener *listener;
  SaneraPeer *peer;
} Handshake;

static void
handshake_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Handshake *handshake = user_data;
  g_autoptr (SaneraListener) self = handshake->listener;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL))
    {
      sanera_peer_set_state (handshake->peer, SANERA_PEER_HEADERS);
      serve (handshake->peer, G_IO_STREAM (source), self);
    }
  else
    sanera_peer_shutdown (handshake->peer);
  sanera_peer_unref (handshake->peer);
}

static void
begin_tls (SaneraListener *self, SaneraPeer *peer, GSocket *socket)
{
  g_autoptr (GSocketConnection) connection = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls =
      g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, &error);
  Handshake *handshake;

  if (tls == NULL)
    {
      g_warning ("Cannot begin TLS: %s", error->message);
      sanera_peer_shutdown (peer);
      return;
    }

  handshake = g_new0 (Handshake, 1);
  handshake->listener = g_object_ref (self);
  handshake->peer = sanera_peer_ref (peer);
  sanera_peer_set_stream (peer, tls);
  sanera_peer_set_state (peer, SANERA_PEER_HANDSHAKE);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, NULL, handshake_cb,
                                    handshake);
}

/* On the private socket nobody but the server's own user is let in, whatever the permissions of the
 * folder have become. */
static gboolean
is_own_user (GSocket *socket)
{
  g_autoptr (GCredentials) credentials = g_socket_get_credentials (socket, NULL);

  return credentials != NULL && g_credentials_get_unix_user (credentials, NULL) == getuid ();
}

static gboolean
accept_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  SaneraListener *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) accepted = g_socket_accept (self->socket, NULL, &error);
  SaneraPeer *peer;

  if (accepted == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
      /* Out of descriptors, most likely: the connection stays in the queue, and trying again at
       * once would only burn time. */
      g_warning ("Cannot accept a connection: %s", error->message);
      stop_accepting (self);
      self->pause_id = g_timeout_add (ACCEPT_PAUSE_MS, pause_over_cb, self);
      return G_SOURCE_REMOVE;
    }
  if (self->socket_path != NULL && !is_own_user (accepted))
    return G_SOURCE_CONTINUE;

  if (self->socket_path == NULL)
    /* Headers and body are written one after the other: with Nagle's algorithm the second waits for
     * the client's delayed acknowledgement of the first, 40 ms. */
    g_socket_set_option (accepted, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  peer = sanera_peers_add (self->peers, accepted);
  if (peer == NULL)
    return G_SOURCE_CONTINUE;

  if (self->certificate != NULL)
    begin_tls (self, peer, accepted);
  else
    sanera_peer_begin (peer);

  return G_SOURCE_CONTINUE;
}

static void
sanera_listener_dispose (GObject *object)
{
  SaneraListener *self = SANERA_LISTENER (object);

  sanera_listener_close (self);
  g_clear_object (&self->soup);
  g_clear_object (&self->certificate);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (sanera_listener_parent_class)->dispose (object);
}

static void
sanera_listener_finalize (GObject *object)
{
  SaneraListener *self = SANERA_LISTENER (object);

  g_free (self->socket_path);
  g_clear_pointer (&self->peers, sanera_peers_free);

  G_OBJECT_CLASS (sanera_listener_parent_class)->finalize (object);
}

static void
sanera_listener_class_init (SaneraListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_listener_dispose;
  object_class->finalize = sanera_listener_finalize;
}

static void
sanera_listener_init (SaneraListener *self)
{
  self->peers = sanera_peers_new (SANERA_MAX_CONNECTIONS, serve, self);
}

/**
 * sanera_listener_new:
 * @server: who answers
 *
 * Raises the limit of open descriptors as far as the connections need it.
 *
 * Returns: (transfer full): a listener that does not listen yet
 */
SaneraListener *
sanera_listener_new (SaneraServer *server)
{
  SaneraListener *self = g_object_new (SANERA_TYPE_LISTENER, NULL);
  const rlim_t wanted = 2 * SANERA_MAX_CONNECTIONS + OTHER_DESCRIPTORS;
  struct rlimit limit;

  self->server = g_object_ref (server);
  self->soup = sanera_http_new (server);
  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted)
    {
      limit.rlim_cur = MIN (wanted, limit.rlim_max);
      if (setrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted)
        g_warning ("Only %u files may be open at once", (guint)limit.rlim_cur);
    }

  return self;
}

static gboolean
listen_on (SaneraListener *self, GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket =
      g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                    G_SOCKET_PROTOCOL_DEFAULT, error);

  if (socket == NULL)
    return FALSE;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error))
    return FALSE;
  self->unlinks = self->socket_path != NULL;
  if (!g_socket_listen (socket, error))
    return FALSE;

  self->socket = g_steal_pointer (&socket);
  start_accepting (self);
  return TRUE;
}

/**
 * sanera_listener_listen_tcp:
 * @self: a listener
 * @address: where; port 0 is any free one
 * @certificate: (nullable): with it, TLS
 * @error: when the address is taken or not ours
 *
 * Returns: whether connections are accepted now
 */
gboolean
sanera_listener_listen_tcp (SaneraListener *self,
                            GSocketAddress *address,
                            GTlsCertificate *certificate,
                            GError **error)
{
  g_return_val_if_fail (SANERA_IS_LISTENER (self), FALSE);

  g_set_object (&self->certificate, certificate);
  return listen_on (self, address, error);
}

/**
 * sanera_listener_listen_socket:
 * @self: a listener
 * @socket: a stream socket that listens already
 * @certificate: (nullable): with it, TLS
 *
 * Accepts connections on a socket that somebody else has opened, who also removes it.
 */
void
sanera_listener_listen_socket (SaneraListener *self, GSocket *socket, GTlsCertificate *certificate)
{
  g_return_if_fail (SANERA_IS_LISTENER (self));
  g_return_if_fail (G_IS_SOCKET (socket));

  g_set_object (&self->certificate, certificate);
  self->socket = g_object_ref (socket);
  g_socket_set_blocking (socket, FALSE);
  start_accepting (self);
}

static gboolean
check_folder (const char *folder, GError **error)
{
  struct stat info;

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_stat (folder, &info) != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: no folder for a socket", folder);
      return FALSE;
    }
  if (info.st_uid != getuid () || (info.st_mode & 077) != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID,
                   "%s: a private socket needs a folder that only its own user can enter (0700)",
                   folder);
      return FALSE;
    }

  return TRUE;
}

/**
 * sanera_listener_listen_private:
 * @self: a listener
 * @socket_path: of a Unix socket, at most 107 bytes; a stale one is removed, so the caller must
 * hold the database's lock. Its folder is made with mode 0700, or must have it
 * @error: when it cannot be
 *
 * Listens for the server's own user.
 *
 * Returns: whether connections are accepted now
 */
gboolean
sanera_listener_listen_private (SaneraListener *self, const char *socket_path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (socket_path);
  g_autoptr (GSocketAddress) address = NULL;
  struct stat info;

  g_return_val_if_fail (SANERA_IS_LISTENER (self), FALSE);

  if (!check_folder (folder, error))
    return FALSE;
  if (g_lstat (socket_path, &info) == 0)
    {
      if (!S_ISSOCK (info.st_mode))
        {
          g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID, "%s: exists and is no socket",
                       socket_path);
          return FALSE;
        }
      g_unlink (socket_path);
    }

  self->socket_path = g_strdup (socket_path);
  address = g_unix_socket_address_new (socket_path);
  return listen_on (self, address, error);
}

/**
 * sanera_listener_set_certificate:
 * @self: a listener with TLS
 * @certificate: for connections from now on
 */
void
sanera_listener_set_certificate (SaneraListener *self, GTlsCertificate *certificate)
{
  g_return_if_fail (SANERA_IS_LISTENER (self));
  g_return_if_fail (self->certificate != NULL);

  g_set_object (&self->certificate, certificate);
}

/**
 * sanera_listener_dup_address:
 * @self: a listener that listens
 *
 * Returns: (transfer full): "127.0.0.1:8443", "[::1]:8443", or the path of the socket
 */
char *
sanera_listener_dup_address (SaneraListener *self)
{
  g_autoptr (GSocketAddress) address = NULL;

  g_return_val_if_fail (SANERA_IS_LISTENER (self), NULL);

  if (self->socket_path != NULL)
    return g_strdup (self->socket_path);

  address = g_socket_get_local_address (self->socket, NULL);
  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

/**
 * sanera_listener_stop:
 * @self: a listener
 *
 * Accepts no more connections and closes those that are idle. What is under way goes on.
 */
void
sanera_listener_stop (SaneraListener *self)
{
  g_return_if_fail (SANERA_IS_LISTENER (self));

  stop_accepting (self);
  if (self->socket != NULL)
    {
      if (self->unlinks)
        g_unlink (self->socket_path);
      g_socket_close (self->socket, NULL);
      g_clear_object (&self->socket);
    }
  sanera_peers_stop (self->peers);
}

/**
 * sanera_listener_close:
 * @self: a listener
 *
 * Ends every connection.
 */
void
sanera_listener_close (SaneraListener *self)
{
  g_return_if_fail (SANERA_IS_LISTENER (self));

  sanera_listener_stop (self);
  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
}
