/* SPDX-License-Identifier: GPL-3.0-or-later */
/* B9 and B10: asks a server on the loopback for one path after the other, over so many connections
 * that are kept, each with one call under way. One thread, and nothing is done with what comes: so
 * it costs a fraction of what the server does, which it tells.
 *
 * bench-load PORT CONNECTIONS SECONDS TOKEN < PATHS
 *
 * Prints "requests N", "bytes N" of bodies, "us N" of time, "cpu N" microseconds of its own.
 */
#include <errno.h>
#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_SIZE (256 * 1024)
#define MAX_HEAD 8192

typedef struct
{
  int fd;
  char head[MAX_HEAD + 1];
  gsize head_length;
  gsize left; /* of the body; counts once the head is complete */
  gboolean in_body;
} Connection;

typedef struct
{
  char **paths;
  guint n_paths;
  guint next;
  const char *token;
  guint64 requests;
  guint64 bytes;
} Load;

static void
fail (const char *what)
{
  g_printerr ("bench-load: %s: %s\n", what, g_strerror (errno));
  exit (1);
}

static void
ask (Load *load, Connection *connection)
{
  const char *path = load->paths[load->next++ % load->n_paths];
  g_autofree char *text = g_strdup_printf (
      "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n", path, load->token);
  gsize length = strlen (text);

  connection->head_length = 0;
  connection->in_body = FALSE;
  /* A request is small and the connection idle: it goes out in one piece. */
  if (send (connection->fd, text, length, MSG_NOSIGNAL) != (gssize)length)
    fail ("cannot send");
}

static void
open_connection (Connection *connection, guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  int yes = 1;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  connection->fd = socket (AF_INET, SOCK_STREAM, 0);
  if (connection->fd < 0 ||
      connect (connection->fd, (struct sockaddr *)&address, sizeof address) != 0)
    fail ("cannot connect");
  setsockopt (connection->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/* Takes the head's bytes out of @text; returns how many they were. */
static gsize
read_head (Connection *connection, const char *text, gsize length)
{
  gsize before = connection->head_length;
  gsize taken = MIN (length, MAX_HEAD - before);
  const char *end, *field;

  memcpy (connection->head + before, text, taken);
  connection->head[before + taken] = '\0';
  connection->head_length += taken;
  end = strstr (connection->head, "\r\n\r\n");
  if (end == NULL)
    {
      if (connection->head_length == MAX_HEAD)
        fail ("the head is too long");
      return taken;
    }
  field = strcasestr (connection->head, "\r\nContent-Length:");
  if (strncmp (connection->head, "HTTP/1.1 200 ", 13) != 0 || field == NULL || field > end)
    {
      g_printerr ("bench-load: unexpected answer: %.*s\n", (int)(end - connection->head),
                  connection->head);
      exit (1);
    }
  connection->left = strtoull (field + strlen ("\r\nContent-Length:"), NULL, 10);
  connection->in_body = TRUE;

  return (gsize)(end + 4 - connection->head) - before;
}

/* Returns whether the answer is complete. */
static gboolean
take (Load *load, Connection *connection, const char *text, gsize length)
{
  gsize body;

  if (!connection->in_body)
    {
      gsize taken = read_head (connection, text, length);

      text += taken;
      length -= taken;
    }
  if (!connection->in_body)
    return FALSE;

  body = MIN (length, connection->left);
  load->bytes += body;
  connection->left -= body;
  if (connection->left > 0)
    return FALSE;

  load->requests++;
  return TRUE;
}

static void
run (Load *load, Connection *connections, guint n, guint16 port, double seconds)
{
  g_autofree char *buffer = g_malloc (BUFFER_SIZE);
  struct epoll_event events[64];
  int epoll = epoll_create1 (0);
  gint64 start, end;

  if (epoll < 0)
    fail ("epoll");
  for (guint i = 0; i < n; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &connections[i] };

      open_connection (&connections[i], port);
      epoll_ctl (epoll, EPOLL_CTL_ADD, connections[i].fd, &event);
    }
  start = g_get_monotonic_time ();
  end = start + (gint64)(seconds * G_USEC_PER_SEC);
  for (guint i = 0; i < n; i++)
    ask (load, &connections[i]);

  while (g_get_monotonic_time () < end)
    {
      int ready = epoll_wait (epoll, events, G_N_ELEMENTS (events), 1000);

      for (int i = 0; i < ready; i++)
        {
          Connection *connection = events[i].data.ptr;
          gssize got = recv (connection->fd, buffer, BUFFER_SIZE, 0);

          if (got <= 0)
            fail ("the server has closed a connection");
          if (take (load, connection, buffer, (gsize)got))
            ask (load, connection);
        }
    }
  g_print ("us %" G_GINT64_FORMAT "\n", g_get_monotonic_time () - start);
  for (guint i = 0; i < n; i++)
    close (connections[i].fd);
  close (epoll);
}

static char **
read_paths (void)
{
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (STDIN_FILENO);
  g_autofree char *text = NULL;

  if (g_io_channel_read_to_end (channel, &text, NULL, NULL) != G_IO_STATUS_NORMAL)
    return NULL;

  return g_strsplit (g_strchomp (text), "\n", 0);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) paths = argc == 5 ? read_paths () : NULL;
  g_autofree Connection *connections = NULL;
  struct rusage usage;
  Load load = { 0 };
  guint n;

  if (paths == NULL || paths[0] == NULL || atoi (argv[2]) < 1)
    {
      g_printerr ("usage: bench-load PORT CONNECTIONS SECONDS TOKEN < PATHS\n");
      return 2;
    }
  n = (guint)atoi (argv[2]);
  connections = g_new0 (Connection, n);
  load.paths = paths;
  load.n_paths = g_strv_length (paths);
  load.token = argv[4];
  run (&load, connections, n, (guint16)atoi (argv[1]), g_ascii_strtod (argv[3], NULL));
  getrusage (RUSAGE_SELF, &usage);
  g_print ("requests %" G_GUINT64_FORMAT "\nbytes %" G_GUINT64_FORMAT "\ncpu %" G_GINT64_FORMAT
           "\n",
           load.requests, load.bytes,
           (gint64)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC +
               usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  return 0;
}
