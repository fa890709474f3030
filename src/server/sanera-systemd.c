/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-systemd.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sanera-error.h"

/* The two small protocols between systemd and a service: a socket that is already open when the
 * service starts (sd_listen_fds(3)), and the word that it is ready (sd_notify(3)). Both are
 * promised to be stable and may be spoken without libsystemd, which then need not be there. */

/* SD_LISTEN_FDS_START */
#define FIRST_DESCRIPTOR 3

static guint64
read_number (const char *name)
{
  guint64 number = 0;

  g_ascii_string_to_unsigned (g_getenv (name) != NULL ? g_getenv (name) : "", 10, 1, G_MAXINT,
                              &number, NULL);
  return number;
}

/**
 * sanera_systemd_take_socket:
 * @error: when systemd has handed over no socket, more than one, or one that is no listening stream
 *
 * Takes the socket of the service's socket unit. The environment that told of it is removed, so
 * that no child takes it for its own; call it before there are threads.
 *
 * Returns: (transfer full) (nullable): the socket, which listens already
 */
GSocket *
sanera_systemd_take_socket (GError **error)
{
  const gboolean ours = read_number ("LISTEN_PID") == (guint64)getpid ();
  const guint64 count = ours ? read_number ("LISTEN_FDS") : 0;
  g_autoptr (GSocket) socket = NULL;
  int listens = 0;

  g_unsetenv ("LISTEN_PID");
  g_unsetenv ("LISTEN_FDS");
  g_unsetenv ("LISTEN_FDNAMES");
  if (count != 1)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID,
                   count == 0 ? "--activated needs a socket from systemd, and got none"
                              : "--activated takes one socket from systemd, and got more");
      return NULL;
    }
  if (fcntl (FIRST_DESCRIPTOR, F_SETFD, FD_CLOEXEC) == 0)
    socket = g_socket_new_from_fd (FIRST_DESCRIPTOR, NULL);
  if (socket == NULL || g_socket_get_socket_type (socket) != G_SOCKET_TYPE_STREAM ||
      !g_socket_get_option (socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, NULL) || !listens)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_INVALID,
                           "What systemd has handed over is no listening stream socket");
      return NULL;
    }

  return g_steal_pointer (&socket);
}

/**
 * sanera_systemd_notify:
 * @state: what to tell systemd, for example "READY=1"
 *
 * Tells systemd how the service is doing. Where nobody has asked for it (NOTIFY_SOCKET is not set),
 * and where it cannot be said, nothing happens: the service works all the same.
 */
void
sanera_systemd_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;

  address = path[0] == '@'
                ? g_unix_socket_address_new_with_type (path + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT)
                : g_unix_socket_address_new (path);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT,
                         &error);
  if (socket == NULL || g_socket_send_to (socket, address, state, strlen (state), NULL, &error) < 0)
    g_warning ("Cannot tell systemd “%s”: %s", state, error->message);
}
