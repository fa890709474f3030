/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-private-server.h"

#include "sanera-lock.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* stopped ──► (making the sample) ──► starting ──► ready
 *                                        ▲           │ it dies
 *                                        └─ wait ◄───┘
 *
 * The server holds the other end of a pipe as its stdin and ends when we do, however we end. Only
 * who has the lock of the folder may start it. */

#define DATABASE "server.db"
#define MAX_SOCKET_PATH 100 /* bytes; the kernel takes 107 */
#define START_TIMEOUT 60 /* seconds; a migration may come first */
#define FIRST_DELAY 200 /* milliseconds before it is started again */
#define LONGEST_DELAY 30000
#define MAX_DEATHS_SERVING 3 /* what has served before comes back soon */

/* The fleet of *Sample data*: each product of the catalogue once, under its own name. */
#define SAMPLE_DEVICES "300"
#define SAMPLE_RECOMMENDATIONS "215"
#define SAMPLE_SEED "1"

struct _SaneraPrivateServer
{
  GObject parent_instance;

  char *folder;
  gboolean sample;
  int lock;
  char *name;
  char *email;

  char *socket_folder;
  char *socket;
  GSubprocess *process;
  GDataInputStream *output;
  GCancellable *cancellable; /* of the running process */
  GCancellable *ending; /* of waiting for the one before, which still has the database */
  guint timer_id; /* until it is ready, or until it is started again */
  gboolean started;
  gboolean ready;
  guint deaths;
};

typedef enum
{
  SIGNAL_READY,
  SIGNAL_FAILED,
  N_SIGNALS,
} SaneraPrivateServerSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraPrivateServer, sanera_private_server, G_TYPE_OBJECT)

static void begin (SaneraPrivateServer *self);

static void
release_lock (SaneraPrivateServer *self)
{
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

static void
sanera_private_server_dispose (GObject *object)
{
  SaneraPrivateServer *self = SANERA_PRIVATE_SERVER (object);

  sanera_private_server_stop (self);
  if (self->ending != NULL)
    g_cancellable_cancel (self->ending);
  g_clear_object (&self->ending);

  G_OBJECT_CLASS (sanera_private_server_parent_class)->dispose (object);
}

static void
sanera_private_server_finalize (GObject *object)
{
  SaneraPrivateServer *self = SANERA_PRIVATE_SERVER (object);

  if (self->socket_folder != NULL)
    {
      g_unlink (self->socket);
      g_rmdir (self->socket_folder);
    }
  release_lock (self);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->socket, g_free);
  g_clear_pointer (&self->socket_folder, g_free);

  G_OBJECT_CLASS (sanera_private_server_parent_class)->finalize (object);
}

static void
sanera_private_server_class_init (SaneraPrivateServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_private_server_dispose;
  object_class->finalize = sanera_private_server_finalize;

  /**
   * SaneraPrivateServer::ready:
   * @self: a private server
   * @socket_path: where it listens
   *
   * It can be asked now.
   */
  signals[SIGNAL_READY] = g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * SaneraPrivateServer::failed:
   * @self: a private server
   * @error: why
   *
   * It did not start or has died. It is started again by itself after a while.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
sanera_private_server_init (SaneraPrivateServer *self)
{
  self->lock = -1;
}

/* A folder that only this user can enter, with a path short enough for a socket: in the run-time
 * folder, else a fresh one in /tmp. */
static gboolean
choose_socket (SaneraPrivateServer *self, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (self->folder, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, absolute, -1);
  g_autofree char *name = NULL;
  GStatBuf info;

  if (self->socket != NULL)
    return TRUE;

  hash[16] = '\0';
  name = g_strdup_printf ("%s.socket", hash);
  if (g_getenv ("XDG_RUNTIME_DIR") != NULL)
    {
      g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "sanera", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (strlen (path) <= MAX_SOCKET_PATH && g_mkdir_with_parents (folder, 0700) == 0 &&
          g_lstat (folder, &info) == 0 && S_ISDIR (info.st_mode) && info.st_uid == getuid () &&
          (info.st_mode & 0077) == 0)
        {
          self->socket = g_steal_pointer (&path);
          return TRUE;
        }
    }

  self->socket_folder = g_strdup ("/tmp/sanera-XXXXXX");
  if (g_mkdtemp_full (self->socket_folder, 0700) == NULL)
    {
      int saved = errno;

      g_clear_pointer (&self->socket_folder, g_free);
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, "no place for a socket: %s",
                   g_strerror (saved));
      return FALSE;
    }
  self->socket = g_build_filename (self->socket_folder, name, NULL);

  return TRUE;
}

/* Lets go of the process. Its stdin closes with it, and at that it ends; one that only makes the
 * sample has none, and nothing of value to finish. */
static void
drop_process (SaneraPrivateServer *self)
{
  GOutputStream *pipe = self->process != NULL ? g_subprocess_get_stdin_pipe (self->process) : NULL;

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (pipe != NULL)
    g_output_stream_close (pipe, NULL, NULL);
  else if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  self->ready = FALSE;
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SaneraPrivateServer *self;
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (object), result, &error))
    return; /* cancelled */

  self = user_data;
  g_clear_object (&self->ending);
  if (self->started)
    begin (self);
}

/* The next one is started only when this one is gone: until then it has the lock of the database,
 * and finishes what is under way. */
static void
let_end (SaneraPrivateServer *self)
{
  g_autoptr (GSubprocess) process = self->process != NULL ? g_object_ref (self->process) : NULL;

  drop_process (self);
  if (process == NULL)
    return;

  g_assert (self->ending == NULL);
  self->ending = g_cancellable_new ();
  g_subprocess_wait_async (process, self->ending, ended_cb, self);
}

static gboolean
again_cb (gpointer user_data)
{
  SaneraPrivateServer *self = user_data;

  self->timer_id = 0;
  begin (self);

  return G_SOURCE_REMOVE;
}

/* @error: (transfer full) */
static void
fail (SaneraPrivateServer *self, GError *error)
{
  guint delay;

  if (self->ready)
    self->deaths = MIN (self->deaths, MAX_DEATHS_SERVING);
  drop_process (self);
  delay = MIN (FIRST_DELAY << MIN (self->deaths, 10), LONGEST_DELAY);
  self->deaths++;
  g_debug ("private server: %s; again in %u ms", error->message, delay);
  self->timer_id = g_timeout_add (delay, again_cb, self);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  g_error_free (error);
}

static gboolean
too_late_cb (gpointer user_data)
{
  SaneraPrivateServer *self = user_data;

  self->timer_id = 0;
  g_subprocess_force_exit (self->process);
  fail (self, g_error_new (SANERA_ERROR, SANERA_ERROR_TIMEOUT,
                           "the server was not ready after %d seconds", START_TIMEOUT));

  return G_SOURCE_REMOVE;
}

static void
died_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SaneraPrivateServer *self;
  GSubprocess *process = G_SUBPROCESS (object);
  GError *error = NULL;

  if (!g_subprocess_wait_finish (process, result, &error))
    {
      g_clear_error (&error); /* cancelled: we have let go of it */
      return;
    }

  self = user_data;
  if (g_subprocess_get_if_signaled (process))
    g_set_error (&error, SANERA_ERROR, SANERA_ERROR_SERVER, "the server was ended by signal %d",
                 g_subprocess_get_term_sig (process));
  else
    g_set_error (&error, SANERA_ERROR, SANERA_ERROR_SERVER, "the server ended with status %d",
                 g_subprocess_get_exit_status (process));
  fail (self, error);
}

static void
line_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SaneraPrivateServer *self;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (object), result, NULL, &error);
  if (line == NULL)
    return; /* cancelled, or it has died, which is told elsewhere */

  self = user_data;
  if (!g_str_has_prefix (line, "listening "))
    {
      g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable,
                                           line_cb, self);
      return;
    }

  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->ready = TRUE;
  g_signal_emit (self, signals[SIGNAL_READY], 0, self->socket);
}

static char *
get_database (SaneraPrivateServer *self)
{
  return g_build_filename (self->folder, DATABASE, NULL);
}

static void
start_serving (SaneraPrivateServer *self)
{
  g_autofree char *program = NULL;
  g_autofree char *database = get_database (self);
  const char *arguments[12] = { NULL };
  guint n = 0;
  GError *error = NULL;

  program = sanera_server_program_find (&error);
  if (program == NULL || !choose_socket (self, &error))
    {
      fail (self, error);
      return;
    }

  arguments[n++] = program;
  arguments[n++] = "serve";
  arguments[n++] = "--private";
  arguments[n++] = "--database";
  arguments[n++] = database;
  arguments[n++] = "--socket";
  arguments[n++] = self->socket;
  if (self->name != NULL)
    {
      arguments[n++] = "--person-name";
      arguments[n++] = self->name;
    }
  if (self->email != NULL)
    {
      arguments[n++] = "--person-email";
      arguments[n++] = self->email;
    }

  self->process = g_subprocess_newv (
      arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  if (self->process == NULL)
    {
      g_prefix_error (&error, "%s: ", program);
      fail (self, error);
      return;
    }

  self->cancellable = g_cancellable_new ();
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->timer_id = g_timeout_add_seconds (START_TIMEOUT, too_late_cb, self);
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable, line_cb,
                                       self);
  g_subprocess_wait_async (self->process, self->cancellable, died_cb, self);
}

static void
sample_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SaneraPrivateServer *self;
  g_autofree char *database = NULL;
  g_autofree char *made = NULL;
  GError *error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }

  self = user_data;
  database = get_database (self);
  made = g_strconcat (database, ".new", NULL);
  if (error == NULL && g_rename (made, database) != 0)
    g_set_error (&error, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: %s", database, g_strerror (errno));
  drop_process (self);
  if (error != NULL)
    fail (self, error);
  else
    start_serving (self);
}

/* Under another name first: a fleet of which only a part was made is never served. */
static void
make_sample (SaneraPrivateServer *self, const char *database)
{
  static const char *const leftovers[] = { "", "-wal", "-shm", "-journal", ".lock" };
  g_autofree char *program = NULL;
  g_autofree char *made = g_strconcat (database, ".new", NULL);
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (leftovers); i++)
    {
      g_autofree char *path = g_strconcat (made, leftovers[i], NULL);

      g_unlink (path);
    }

  program = sanera_server_program_find (&error);
  if (program != NULL)
    self->process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "sample",
                          "--database", made, "--devices", SAMPLE_DEVICES, "--recommendations",
                          SAMPLE_RECOMMENDATIONS, "--seed", SAMPLE_SEED, NULL);
  if (self->process == NULL)
    {
      fail (self, error);
      return;
    }

  self->cancellable = g_cancellable_new ();
  g_subprocess_wait_check_async (self->process, self->cancellable, sample_made_cb, self);
}

static void
begin (SaneraPrivateServer *self)
{
  g_autofree char *database = get_database (self);

  if (self->sample && !g_file_test (database, G_FILE_TEST_EXISTS))
    make_sample (self, database);
  else
    start_serving (self);
}

/**
 * sanera_private_server_new:
 * @folder: (type filename): where its database is; made when it is not there
 * @sample: fill a new database with the sample fleet
 * @error: return location
 *
 * Takes the lock of @folder, and keeps it until sanera_private_server_close().
 *
 * Returns: (transfer full) (nullable): a server, not started; or %NULL with %SANERA_ERROR_BUSY when
 *   another program holds the lock
 */
SaneraPrivateServer *
sanera_private_server_new (const char *folder, gboolean sample, GError **error)
{
  g_autoptr (SaneraPrivateServer) self = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (SANERA_TYPE_PRIVATE_SERVER, NULL);
  self->folder = g_strdup (folder);
  self->sample = sample;
  self->lock = sanera_lock_folder (self->folder, error);
  if (self->lock < 0)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * sanera_private_server_start:
 * @self: a private server
 * @name: (nullable): of its one person
 * @email: (nullable): of its one person
 *
 * Starts it, or starts it anew for another person as soon as the one that runs has ended.
 */
void
sanera_private_server_start (SaneraPrivateServer *self, const char *name, const char *email)
{
  g_return_if_fail (SANERA_IS_PRIVATE_SERVER (self));
  g_return_if_fail (self->lock >= 0);

  if (self->started && g_strcmp0 (self->name, name) == 0 && g_strcmp0 (self->email, email) == 0)
    return;

  let_end (self);
  g_free (self->name);
  self->name = g_strdup (name);
  g_free (self->email);
  self->email = g_strdup (email);
  self->started = TRUE;
  self->deaths = 0;
  if (self->ending == NULL)
    begin (self);
}

/**
 * sanera_private_server_hurry:
 * @self: a private server
 *
 * Does not wait any longer when it is to be started again after a while.
 */
void
sanera_private_server_hurry (SaneraPrivateServer *self)
{
  g_return_if_fail (SANERA_IS_PRIVATE_SERVER (self));

  if (!self->started || self->process != NULL || self->timer_id == 0)
    return;

  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->deaths = 0;
  begin (self);
}

/**
 * sanera_private_server_stop:
 * @self: a private server
 *
 * Closes the pipe, at which the server finishes what is under way and ends.
 */
void
sanera_private_server_stop (SaneraPrivateServer *self)
{
  g_return_if_fail (SANERA_IS_PRIVATE_SERVER (self));

  let_end (self);
  self->started = FALSE;
}

/**
 * sanera_private_server_close:
 * @self: a private server
 *
 * Stops it and lets go of the lock, for good: the folder can be opened again at once, whoever still
 * refers to this object. The next server waits until this one is gone.
 */
void
sanera_private_server_close (SaneraPrivateServer *self)
{
  g_return_if_fail (SANERA_IS_PRIVATE_SERVER (self));

  sanera_private_server_stop (self);
  release_lock (self);
}

/**
 * sanera_private_server_get_socket:
 * @self: a private server
 *
 * Returns: (transfer none) (nullable) (type filename): where it listens; %NULL while it is not
 * ready
 */
const char *
sanera_private_server_get_socket (SaneraPrivateServer *self)
{
  g_return_val_if_fail (SANERA_IS_PRIVATE_SERVER (self), NULL);

  return self->ready ? self->socket : NULL;
}

/**
 * sanera_private_server_get_process:
 * @self: a private server
 *
 * Returns: (transfer full) (nullable): the id of its process, for tests that end it
 */
char *
sanera_private_server_get_process (SaneraPrivateServer *self)
{
  g_return_val_if_fail (SANERA_IS_PRIVATE_SERVER (self), NULL);

  return self->process != NULL ? g_strdup (g_subprocess_get_identifier (self->process)) : NULL;
}
