/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-import-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sanera-command.h"
#include "sanera-import-words.h"
#include "sanera-json.h"

/* Reports are imported one by one, the oldest first. What was imported is in the database before
 * the file goes to `done`, so after an end at any moment the file is still there, is known by its
 * content, and only moves. */

/* A file that nobody has open for writing is whole when it has not changed for so long: copies over
 * a network come in pieces. */
#define SETTLED (2 * G_USEC_PER_SEC)
#define LOOK_MS 500
/* The folder is looked at now and then also without a notice: some file systems send none. */
#define SCAN_SECONDS 30
/* After a fault that is not the file's: a full disk, a database in use. */
#define RETRY_SECONDS 60

/* A file that is not handled yet, and when it was last seen to change. */
typedef struct
{
  char *name;
  goffset size;
  gint64 modified_on;
  gint64 unchanged_since; /* monotonic */
} Waiting;

typedef struct
{
  SaneraStore *store;
  const char *path;
  const SaneraImportJob *how;
  gboolean once;
  gboolean json;
  GHashTable *waiting; /* name → Waiting */
  GMainLoop *loop;
  guint look_id;
  guint scan_id;
  int status;
} Folder;

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  g_free (self->name);
  g_free (self);
}

/* Names under which programs write what they rename later. */
static gboolean
is_temporary (const char *name)
{
  static const char *const ends[] = { "~",     ".part",     ".partial",    ".tmp",
                                      ".temp", ".filepart", ".crdownload", ".swp" };

  if (*name == '.')
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (name, ends[i]))
      return TRUE;
  return FALSE;
}

/* Whether some process has it open for writing. Only who owns the file may ask; on a file system
 * that cannot tell, nobody has. */
static gboolean
is_being_written (const char *path)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  gboolean written = FALSE;

  if (fd < 0)
    return FALSE;
  if (fcntl (fd, F_SETLEASE, F_RDLCK) == 0)
    fcntl (fd, F_SETLEASE, F_UNLCK);
  else
    written = errno == EAGAIN;
  close (fd);
  return written;
}

static void
look_at_file (Folder *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  Waiting *waiting = g_hash_table_lookup (self->waiting, name);
  GStatBuf info;
  gint64 modified_on;

  /* Not through a link: what it leads to is not ours to move. */
  if (is_temporary (name) || g_lstat (path, &info) != 0 || !S_ISREG (info.st_mode))
    {
      g_hash_table_remove (self->waiting, name);
      return;
    }
  modified_on = (gint64)info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
  if (waiting != NULL && waiting->size == info.st_size && waiting->modified_on == modified_on)
    return;

  waiting = g_new0 (Waiting, 1);
  waiting->name = g_strdup (name);
  waiting->size = info.st_size;
  waiting->modified_on = modified_on;
  waiting->unchanged_since = g_get_monotonic_time ();
  g_hash_table_replace (self->waiting, waiting->name, waiting);
}

static gboolean
scan (Folder *self, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, error);
  g_autoptr (GHashTable) gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;
  const char *name;

  if (dir == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (gone, g_strdup (key));
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_hash_table_remove (gone, name);
      look_at_file (self, name);
    }
  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_remove (self->waiting, key);
  return TRUE;
}

/* One line for each file: words on stderr, which is the log, or JSON on stdout. */
static void
report (const Folder *self, const char *name, const SaneraImportResult *result, const char *problem)
{
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *counts = result != NULL ? sanera_import_words_counts (&result->counts) : NULL;
  g_autoptr (GString) out = NULL;

  if (!self->json)
    {
      if (problem != NULL)
        g_printerr ("%s\n", problem);
      else if (counts == NULL)
        g_printerr ("%s: was imported before: nothing to do\n", shown);
      else
        g_printerr ("%s: %s, %s; %" G_GINT64_FORMAT " activities completed\n", shown, result->label,
                    counts, result->derived.completed);
      return;
    }

  out = g_string_new ("{\"file\":");
  sanera_json_append_string (out, shown);
  if (problem != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (problem, -1);

      g_string_append (out, ",\"error\":");
      sanera_json_append_string (out, valid);
    }
  else
    {
      g_string_append (out, ",\"result\":");
      if (result != NULL)
        sanera_import_result_append_json (result, out);
      else
        g_string_append (out, "null");
    }
  g_string_append_c (out, '}');
  puts (out->str);
  fflush (stdout);
}

/* A name in @folder that nothing has yet. */
static char *
find_free_name (const char *folder, const char *name)
{
  for (guint n = 1;; n++)
    {
      g_autofree char *numbered = n == 1 ? g_strdup (name) : g_strdup_printf ("%u-%s", n, name);
      g_autofree char *path = g_build_filename (folder, numbered, NULL);
      GStatBuf info;

      if (g_lstat (path, &info) != 0)
        return g_steal_pointer (&path);
    }
}

static gboolean
move_to (Folder *self, const char *name, const char *sub, const char *reason, GError **error)
{
  g_autofree char *from = g_build_filename (self->path, name, NULL);
  g_autofree char *folder = g_build_filename (self->path, sub, NULL);
  g_autofree char *to = NULL;

  if (g_mkdir (folder, 0750) != 0 && errno != EEXIST)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID, "%s: cannot be made: %s", folder,
                   g_strerror (errno));
      return FALSE;
    }
  to = find_free_name (folder, name);
  if (g_rename (from, to) != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID, "%s: cannot be moved to %s: %s", from,
                   sub, g_strerror (errno));
      return FALSE;
    }
  if (reason != NULL)
    {
      g_autofree char *note = g_strconcat (to, ".reason.txt", NULL);
      g_autofree char *line = g_strconcat (reason, "\n", NULL);

      return g_file_set_contents (note, line, -1, error);
    }
  return TRUE;
}

/* One file on its way through the database. */
typedef struct
{
  const SaneraImportJob *job;
  SaneraImportResult result;
  gboolean known;
} Work;

static gboolean
import_work (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  Work *work = data;
  g_autoptr (GArray) results = NULL;

  if (!sanera_imports_is_known (db, work->job, &work->known, error))
    return FALSE;
  if (work->known)
    return TRUE;
  results = sanera_import_results_new ();
  return sanera_imports_run (db, work->job, 1, results, &work->result, error);
}

/* What is wrong with the file, and not with us. */
static gboolean
is_files_fault (const GError *error)
{
  return g_error_matches (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_INVALID) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);
}

/* Returns FALSE where it has to be tried again later. */
static gboolean
handle (Folder *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *shown = g_filename_display_name (name);
  SaneraImportJob job = *self->how;
  Work work = { .job = &job };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  job.path = path;
  job.name = shown;
  job.now = g_get_real_time ();
  ok = sanera_store_write (self->store, import_work, &work, NULL, &error);
  if (ok)
    {
      report (self, name, work.known ? NULL : &work.result, NULL);
      ok = move_to (self, name, "done", NULL, &error);
    }
  else if (is_files_fault (error))
    {
      g_autofree char *reason = g_strdup (error->message);

      report (self, name, NULL, reason);
      g_clear_error (&error);
      ok = move_to (self, name, "failed", reason, &error);
    }
  if (!ok)
    report (self, name, NULL, error->message);
  sanera_import_result_clear (&work.result);
  return ok;
}

static int
compare_waiting (gconstpointer a, gconstpointer b)
{
  const Waiting *x = *(const Waiting *const *)a, *y = *(const Waiting *const *)b;

  if (x->modified_on != y->modified_on)
    return x->modified_on < y->modified_on ? -1 : 1;
  return strcmp (x->name, y->name);
}

static GPtrArray *
find_settled (Folder *self)
{
  g_autoptr (GPtrArray) settled = g_ptr_array_new ();
  const gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Waiting *waiting = value;
      g_autofree char *path = g_build_filename (self->path, waiting->name, NULL);

      if (now - waiting->unchanged_since >= SETTLED && !is_being_written (path))
        g_ptr_array_add (settled, waiting);
    }
  g_ptr_array_sort (settled, compare_waiting);
  return g_steal_pointer (&settled);
}

static gboolean
look_cb (gpointer user_data)
{
  Folder *self = user_data;
  g_autoptr (GPtrArray) settled = NULL;
  g_autoptr (GError) error = NULL;

  if (!scan (self, &error))
    {
      g_printerr ("%s\n", error->message);
      self->status = 1;
      self->look_id = 0;
      g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }
  settled = find_settled (self);
  if (settled->len > 0)
    {
      Waiting *first = g_ptr_array_index (settled, 0);
      g_autofree char *name = g_strdup (first->name);

      /* One at a time: a signal to end is seen between two. */
      if (handle (self, name))
        g_hash_table_remove (self->waiting, name);
      else if (self->once)
        {
          self->status = 1;
          self->look_id = 0;
          g_main_loop_quit (self->loop);
          return G_SOURCE_REMOVE;
        }
      else
        first->unchanged_since = g_get_monotonic_time () + RETRY_SECONDS * G_USEC_PER_SEC;
    }
  if (g_hash_table_size (self->waiting) > 0)
    return G_SOURCE_CONTINUE;

  self->look_id = 0;
  if (self->once)
    g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static void
look_soon (Folder *self)
{
  if (self->look_id == 0)
    self->look_id = g_timeout_add (LOOK_MS, look_cb, self);
}

static void
changed_cb (GFileMonitor *monitor,
            GFile *file,
            GFile *other,
            GFileMonitorEvent event,
            gpointer user_data)
{
  look_soon (user_data);
}

static gboolean
scan_cb (gpointer user_data)
{
  look_soon (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
end_cb (gpointer user_data)
{
  g_main_loop_quit (((Folder *)user_data)->loop);
  return G_SOURCE_CONTINUE;
}

/* Two that watch the same folder would take each other's files. */
static int
lock_folder (const char *path, GError **error)
{
  const int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "%s: cannot be watched: %s", path,
                 g_strerror (errno));
  else if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_CONFLICT, "%s: is watched already", path);
      close (fd);
      return -1;
    }
  return fd;
}

/**
 * sanera_import_folder_run:
 * @database: the server's database
 * @folder: where reports come in
 * @how: group, completeness and person of all of them
 * @once: whether to end as soon as the folder is empty
 * @json: whether to say what was done as JSON on stdout, one object a line, instead of in words on
 *   stderr
 *
 * Imports every report that comes into a folder, as soon as it is whole: hidden and temporary
 * names, links and folders are left alone. The file goes to the folder `done` in it, or to `failed`
 * with the reason beside it. SIGTERM and SIGINT end it after the file it is at.
 *
 * Returns: the exit status: 0; 1 when the folder or the database cannot be used
 */
int
sanera_import_folder_run (const char *database,
                          const char *folder,
                          const SaneraImportJob *how,
                          gboolean once,
                          gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileMonitor) monitor = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GHashTable) waiting =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, waiting_free);
  g_autoptr (SaneraStore) store = NULL;
  const int lock = lock_folder (folder, &error);
  Folder self = {
    .path = folder, .how = how, .once = once, .json = json, .waiting = waiting, .loop = loop
  };
  guint sources[2];

  if (lock < 0)
    return sanera_command_fail (error);
  store = sanera_command_open_store (database, FALSE, &error);
  monitor = store != NULL
                ? g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, &error)
                : NULL;
  if (monitor == NULL)
    {
      close (lock);
      return sanera_command_fail (error);
    }

  /* Somebody may open a file while is_being_written() asks. */
  signal (SIGIO, SIG_IGN);
  self.store = store;
  g_signal_connect (monitor, "changed", G_CALLBACK (changed_cb), &self);
  sources[0] = g_unix_signal_add (SIGTERM, end_cb, &self);
  sources[1] = g_unix_signal_add (SIGINT, end_cb, &self);
  self.scan_id = g_timeout_add_seconds (SCAN_SECONDS, scan_cb, &self);
  look_soon (&self);
  g_main_loop_run (loop);

  g_file_monitor_cancel (monitor);
  g_signal_handlers_disconnect_by_data (monitor, &self);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  g_source_remove (self.scan_id);
  g_clear_handle_id (&self.look_id, g_source_remove);
  close (lock);
  return self.status;
}
