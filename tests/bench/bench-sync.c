/* SPDX-License-Identifier: GPL-3.0-or-later */
/* B6 and B7: how long the first sync into an empty cache takes, until the search index stands too,
 * the second, with nothing changed, and a third, before which it waits for a line on its standard
 * input: time to change something on the server. Prints "first US", "indexed US", "second US" and
 * "third US" in microseconds.
 *
 * bench-sync FOLDER ADDRESS TOKEN
 * bench-sync FOLDER: only waits until the search index of the cache in FOLDER stands
 */
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "sanera-connection.h"

typedef struct
{
  SaneraConnection *connection;
  GMainLoop *loop;
  gint64 started;
  guint runs;
  gint64 synced_before;
  int status;
} Bench;

static gint64
synced_on (Bench *bench)
{
  const SaneraCacheInfo *info =
      sanera_cache_get_info (sanera_connection_get_cache (bench->connection));

  return info != NULL ? info->synced_on : 0;
}

static void
print_time (const char *name, Bench *bench)
{
  g_print ("%s %" G_GINT64_FORMAT "\n", name, g_get_monotonic_time () - bench->started);
  fflush (stdout);
}

static gboolean
again_cb (gpointer user_data)
{
  Bench *bench = user_data;

  bench->started = g_get_monotonic_time ();
  sanera_connection_sync (bench->connection);
  return G_SOURCE_REMOVE;
}

/* Something has been changed on the server. */
static gboolean
told_cb (int fd, GIOCondition condition, gpointer user_data)
{
  char buffer[16];

  if (read (fd, buffer, sizeof buffer) < 0)
    return G_SOURCE_CONTINUE;

  again_cb (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
count_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  return sanera_db_query_int (db, data, error,
                              "SELECT (SELECT count(*) FROM recommendation_unindexed)"
                              " + (SELECT count(*) FROM remediation_task_unindexed)",
                              "");
}

static gboolean
is_indexed (SaneraCache *cache)
{
  gint64 left = 0;

  return sanera_store_read (sanera_cache_get_store (cache), count_func, &left, NULL, NULL) &&
         left == 0;
}

static int
wait_for_index (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraCache) cache = sanera_cache_open (folder, &error);

  if (cache == NULL)
    {
      g_printerr ("bench-sync: %s\n", error->message);
      return 1;
    }
  while (!is_indexed (cache))
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
  sanera_cache_close (cache);
  return 0;
}

/* The search index follows in the background; the reference builds it too. */
static gboolean
indexed_cb (gpointer user_data)
{
  Bench *bench = user_data;

  if (!is_indexed (sanera_connection_get_cache (bench->connection)))
    return G_SOURCE_CONTINUE;

  print_time ("indexed", bench);
  g_idle_add (again_cb, bench);
  return G_SOURCE_REMOVE;
}

static void
state_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  static const char *const names[] = { "first", "second", "third" };
  Bench *bench = user_data;
  const GError *error = sanera_connection_get_error (bench->connection);

  switch (sanera_connection_get_state (bench->connection))
    {
    case SANERA_STATE_ONLINE:
      if (synced_on (bench) == bench->synced_before)
        return;
      bench->synced_before = synced_on (bench);
      print_time (names[bench->runs], bench);
      bench->runs++;
      if (bench->runs == G_N_ELEMENTS (names))
        g_main_loop_quit (bench->loop);
      else if (bench->runs == 1)
        g_timeout_add (20, indexed_cb, bench);
      else
        g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, told_cb, bench);
      break;
    case SANERA_STATE_OFFLINE:
    case SANERA_STATE_SIGN_IN:
    case SANERA_STATE_REFUSED:
      g_printerr ("bench-sync: %s\n", error != NULL ? error->message : "offline");
      bench->status = 1;
      g_main_loop_quit (bench->loop);
      break;
    case SANERA_STATE_STARTING:
    case SANERA_STATE_SYNCING:
    default:
      break;
    }
}

int
main (int argc, char *argv[])
{
  Bench bench = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc == 2)
    return wait_for_index (argv[1]);
  if (argc != 4)
    {
      g_printerr ("usage: bench-sync FOLDER [ADDRESS TOKEN]\n");
      return 1;
    }
  bench.connection = sanera_connection_new (SANERA_CONNECTION_SERVER, "bench", argv[1], argv[2],
                                            argv[3], NULL, FALSE, &error);
  if (bench.connection == NULL)
    {
      g_printerr ("bench-sync: %s\n", error->message);
      return 1;
    }
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.synced_before = synced_on (&bench);
  g_signal_connect (bench.connection, "notify::state", G_CALLBACK (state_cb), &bench);
  bench.started = g_get_monotonic_time ();
  sanera_connection_start (bench.connection);
  g_main_loop_run (bench.loop);
  sanera_connection_close (bench.connection);
  g_clear_object (&bench.connection);
  g_main_loop_unref (bench.loop);
  return bench.status;
}
