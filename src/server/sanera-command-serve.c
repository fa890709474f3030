/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-command.h"

#include <glib-unix.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sanera-listener.h"
#include "sanera-lock.h"
#include "sanera-systemd.h"

/* How long calls under way may take when the server has been told to end. */
#define DRAIN_SECONDS 20

/* sockaddr_un has room for 108 bytes; longer paths get a fresh short folder. */
#define MAX_SOCKET_PATH 100

/* Seconds. */
#define MAX_UPLOAD_AGE 3600

typedef struct
{
  char *listen;
  char *certificate;
  char *key;
  gboolean behind_proxy;
  gboolean activated;
  gboolean private;
  char *socket;
  char *person_name;
  char *person_email;
  GSocket *handed_over; /* by systemd */
} Options;

typedef struct
{
  const Options *options;
  SaneraListener *listener;
  SaneraServer *server;
  GMainLoop *loop;
  char *own_folder; /* made for the socket */
  gboolean ending;
} Serving;

static gboolean
is_private (const Options *options)
{
  return options->listen == NULL && !options->activated;
}

static void
options_clear (Options *options)
{
  g_free (options->listen);
  g_free (options->certificate);
  g_free (options->key);
  g_free (options->socket);
  g_free (options->person_name);
  g_free (options->person_email);
  g_clear_object (&options->handed_over);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Nobody but programs on this machine can reach it. */
static gboolean
is_local (GSocketAddress *address)
{
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return TRUE;

  return g_inet_address_get_is_loopback (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static GSocketAddress *
parse_address (const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = colon != NULL ? g_strndup (text, (gsize)(colon - text)) : NULL;
  GSocketAddress *address = NULL;
  guint64 port = 0;

  if (host != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    {
      gsize length = strlen (host);
      gboolean bracketed = length > 2 && host[0] == '[' && host[length - 1] == ']';

      if (bracketed)
        {
          host[length - 1] = '\0';
          address = g_inet_socket_address_new_from_string (host + 1, (guint)port);
        }
      else if (strchr (host, ':') == NULL)
        address = g_inet_socket_address_new_from_string (host, (guint)port);
    }
  if (address == NULL)
    g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID,
                 "“%s” is not ADDRESS:PORT, for example 127.0.0.1:8443 or [::1]:8443", text);

  return address;
}

/* What strangers could listen to needs TLS. */
static gboolean
read_certificate (const Options *options,
                  GSocketAddress *address,
                  GTlsCertificate **certificate,
                  GError **error)
{
  if (options->certificate != NULL)
    {
      *certificate = g_tls_certificate_new_from_files (options->certificate, options->key, error);
      return *certificate != NULL;
    }
  if (!options->behind_proxy && !is_local (address))
    {
      g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));

      g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID,
                   "%s can be reached from other machines: it needs --certificate and --key, or "
                   "--behind-proxy",
                   text);
      return FALSE;
    }

  return TRUE;
}

static gboolean
listen_tcp (Serving *self, GError **error)
{
  const Options *options = self->options;
  g_autoptr (GSocketAddress) address = parse_address (options->listen, error);
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (address == NULL || !read_certificate (options, address, &certificate, error))
    return FALSE;

  sanera_server_set_behind_proxy (self->server, options->behind_proxy);
  return sanera_listener_listen_tcp (self->listener, address, certificate, error);
}

static gboolean
listen_activated (Serving *self, GError **error)
{
  const Options *options = self->options;
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (options->handed_over, error);
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (address == NULL || !read_certificate (options, address, &certificate, error))
    return FALSE;

  sanera_server_set_behind_proxy (self->server, options->behind_proxy);
  sanera_listener_listen_socket (self->listener, options->handed_over, certificate);
  return TRUE;
}

/* A socket in the user's run-time folder, named after the database. */
static char *
make_socket_path (Serving *self, const char *database, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (database, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, absolute, -1);
  g_autofree char *path = NULL;

  hash[16] = '\0';
  path = g_strdup_printf ("%s/sanera/%s.socket", g_get_user_runtime_dir (), hash);
  if (strlen (path) <= MAX_SOCKET_PATH)
    return g_steal_pointer (&path);

  self->own_folder = g_dir_make_tmp ("sanera-XXXXXX", error);
  if (self->own_folder == NULL)
    return NULL;
  return g_build_filename (self->own_folder, "server.socket", NULL);
}

static gboolean
listen_private (Serving *self, const char *database, GError **error)
{
  const Options *options = self->options;
  g_autofree char *path = options->socket != NULL ? g_strdup (options->socket)
                                                  : make_socket_path (self, database, error);
  g_autofree char *email = NULL;

  if (path == NULL)
    return FALSE;
  if (strlen (path) > MAX_SOCKET_PATH)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID,
                   "%s: the path of a socket may have at most %d bytes", path, MAX_SOCKET_PATH);
      return FALSE;
    }
  email = options->person_email != NULL
              ? g_strdup (options->person_email)
              : g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
  sanera_server_set_private_person (
      self->server, options->person_name != NULL ? options->person_name : g_get_real_name (),
      email);

  return sanera_listener_listen_private (self->listener, path, error);
}

static void
drained (gpointer user_data)
{
  Serving *self = user_data;

  g_main_loop_quit (self->loop);
}

static gboolean
drain_timeout_cb (gpointer user_data)
{
  Serving *self = user_data;

  g_warning ("Calls are still under way after %d s; ending all the same", DRAIN_SECONDS);
  g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

/* Takes nothing new, finishes what is under way. */
static void
end (Serving *self)
{
  if (self->ending)
    return;

  self->ending = TRUE;
  sanera_systemd_notify ("STOPPING=1");
  sanera_listener_stop (self->listener);
  sanera_server_close (self->server);
  g_timeout_add_seconds (DRAIN_SECONDS, drain_timeout_cb, self);
  sanera_server_drain (self->server, drained, self);
}

static gboolean
signal_cb (gpointer user_data)
{
  end (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
reload_cb (gpointer user_data)
{
  Serving *self = user_data;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  if (self->options->certificate == NULL)
    return G_SOURCE_CONTINUE;

  certificate =
      g_tls_certificate_new_from_files (self->options->certificate, self->options->key, &error);
  if (certificate != NULL)
    sanera_listener_set_certificate (self->listener, certificate);
  else
    g_warning ("Going on with the old certificate: %s", error->message);

  return G_SOURCE_CONTINUE;
}

/* Whoever started a private server holds the other end of its stdin, and has ended. */
static gboolean
stdin_cb (int fd, GIOCondition condition, gpointer user_data)
{
  char buffer[256];
  gssize size = read (fd, buffer, sizeof buffer);

  if (size > 0)
    return G_SOURCE_CONTINUE;

  end (user_data);
  return G_SOURCE_REMOVE;
}

/* Uploads that a server left behind which was killed. Younger ones may be previewed imports, which
 * can be committed for an hour. */
static void
remove_old_uploads (const char *database)
{
  g_autofree char *folder = g_path_get_dirname (database);
  g_autofree char *name = g_path_get_basename (database);
  g_autofree char *prefix = g_strconcat (name, ".upload-", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (entry, prefix))
      {
        g_autofree char *path = g_build_filename (folder, entry, NULL);
        struct stat info;

        if (g_stat (path, &info) == 0 && info.st_mtime < time (NULL) - MAX_UPLOAD_AGE)
          g_unlink (path);
      }
}

static gboolean
run (Serving *self, const char *database, GError **error)
{
  const Options *options = self->options;
  g_autofree char *address = NULL;
  gboolean listens;

  if (options->activated)
    listens = listen_activated (self, error);
  else if (options->listen != NULL)
    listens = listen_tcp (self, error);
  else
    listens = listen_private (self, database, error);
  if (!listens)
    return FALSE;

  g_unix_signal_add (SIGTERM, signal_cb, self);
  g_unix_signal_add (SIGINT, signal_cb, self);
  g_unix_signal_add (SIGHUP, reload_cb, self);
  if (is_private (options))
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, stdin_cb, self);

  /* Said last: whoever reads it may end us at once. */
  address = sanera_listener_dup_address (self->listener);
  printf ("listening %s\n", address);
  fflush (stdout);
  sanera_systemd_notify ("READY=1");
  g_main_loop_run (self->loop);

  return TRUE;
}

static int
serve (const Options *options, const char *database)
{
  Serving self = { .options = options };
  g_autoptr (SaneraStore) store = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (database);
  int lock;
  int status = 0;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (&error, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: the folder cannot be made: %s",
                   folder, g_strerror (errno));
      return sanera_command_fail (error);
    }
  lock = sanera_lock_database (database, &error);
  if (lock < 0)
    return sanera_command_fail (error);
  remove_old_uploads (database);
  store = sanera_command_open_store (database, FALSE, &error);
  if (store != NULL)
    self.server = sanera_server_new (store, sanera_clock_real, NULL, &error);
  if (self.server != NULL)
    {
      self.loop = loop;
      self.listener = sanera_listener_new (self.server);
      if (!run (&self, database, &error))
        status = sanera_command_fail (error);
      sanera_server_close (self.server);
      sanera_listener_close (self.listener);
    }
  else
    status = sanera_command_fail (error);

  if (store != NULL)
    sanera_store_close (store);
  /* What the store's threads had still to say. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self.listener);
  g_clear_object (&self.server);
  if (self.own_folder != NULL)
    g_rmdir (self.own_folder);
  g_free (self.own_folder);
  close (lock);

  return status;
}

/**
 * sanera_command_serve:
 * @argc: number of arguments
 * @argv: "serve" and its options
 *
 * `sanera-server serve`: answers until SIGTERM, or until EOF of stdin with `--private`. systemd is
 * told when it is ready (`Type=notify`).
 *
 * Returns: the exit status
 */
int
sanera_command_serve (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options.listen,
      N_ ("Listen on the network; port 0 is any free one"),
      /* Translators: stands for a value in the output of --help */ N_ ("ADDRESS:PORT") },
    { "activated", 0, 0, G_OPTION_ARG_NONE, &options.activated,
      N_ ("Listen on the socket that systemd hands over"), NULL },
    { "certificate", 0, 0, G_OPTION_ARG_FILENAME, &options.certificate,
      N_ ("Certificate chain for TLS, PEM; read again at SIGHUP"), N_ ("FILE") },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options.key, N_ ("Its private key, PEM"), N_ ("FILE") },
    { "behind-proxy", 0, 0, G_OPTION_ARG_NONE, &options.behind_proxy,
      N_ ("Only a proxy that does TLS can reach the address"), NULL },
    { "private", 0, 0, G_OPTION_ARG_NONE, &options.private,
      N_ ("Serve one person over a Unix socket until the end of stdin (the default)"), NULL },
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &options.socket, N_ ("Where that socket is"),
      /* Translators: stands for a value in the output of --help */ N_ ("PATH") },
    { "person-name", 0, 0, G_OPTION_ARG_STRING, &options.person_name, N_ ("Name of that person"),
      N_ ("NAME") },
    { "person-email", 0, 0, G_OPTION_ARG_STRING, &options.person_email,
      N_ ("E-mail of that person"),
      /* Translators: stands for a value in the output of --help */ N_ ("EMAIL") },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *database = NULL;
  int status;

  if (!sanera_command_parse (&argc, &argv, NULL,
                             N_ ("Answers the desktop application and other clients."), entries,
                             &database, &status))
    return status;
  if (argc > 1)
    return sanera_command_usage ("serve", _ ("“%s” is too much"), argv[1]);
  if ((options.private != FALSE) + (options.listen != NULL) + (options.activated != FALSE) > 1)
    return sanera_command_usage ("serve",
                                 _ ("--private, --listen and --activated exclude each other"));
  if ((options.certificate == NULL) != (options.key == NULL))
    return sanera_command_usage ("serve", _ ("--certificate and --key belong together"));
  if (is_private (&options) && (options.certificate != NULL || options.behind_proxy))
    return sanera_command_usage (
        "serve", _ ("--certificate and --behind-proxy need --listen or --activated"));
  if (!is_private (&options) &&
      (options.socket != NULL || options.person_name != NULL || options.person_email != NULL))
    return sanera_command_usage ("serve", _ ("--socket and --person-… belong to --private"));

  /* From here on it is read in the journal, and by the clients. */
  sanera_command_speak_english ();
  if (options.activated)
    {
      g_autoptr (GError) error = NULL;

      options.handed_over = sanera_systemd_take_socket (&error);
      if (options.handed_over == NULL)
        return sanera_command_fail (error);
    }

  return serve (&options, database);
}
