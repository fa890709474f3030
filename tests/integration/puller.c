/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application without its window: brings the cache of a shared server in step and ends, so that
 * a test can kill it in between.
 *
 * puller FOLDER ADDRESS TOKEN. The address is that of a server or, as it is kept, of a tenant. Says
 * "page" for each page that is safe on the disk and not the last, "online" at the end. Ends with 1
 * when something failed, with 2 after two minutes.
 */
#include <locale.h>
#include <stdio.h>

#include "sanera-connection.h"
#include "sanera-tenant-address.h"

typedef struct
{
  SaneraConnection *connection;
  int status;
  GMainLoop *loop;
} Run;

static void
tell (const char *word)
{
  printf ("%s\n", word);
  fflush (stdout);
}

static void
progress_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  double progress;

  g_object_get (object, "progress", &progress, NULL);
  if (progress >= 0)
    tell ("page");
}

static void
state_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  Run *run = user_data;

  switch (sanera_connection_get_state (run->connection))
    {
    case SANERA_STATE_ONLINE:
      tell ("online");
      run->status = 0;
      g_main_loop_quit (run->loop);
      break;
    case SANERA_STATE_SIGN_IN:
    case SANERA_STATE_REFUSED:
    case SANERA_STATE_NOT_KEPT:
      g_printerr ("puller: %s\n", sanera_connection_get_error (run->connection)->message);
      g_main_loop_quit (run->loop);
      break;
    case SANERA_STATE_STARTING:
    case SANERA_STATE_SYNCING:
    case SANERA_STATE_OFFLINE:
    default:
      break;
    }
}

static gboolean
late_cb (gpointer user_data)
{
  Run *run = user_data;

  g_printerr ("puller: nothing more happened for two minutes\n");
  run->status = 2;
  g_main_loop_quit (run->loop);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char *argv[])
{
  Run run = { .status = 1 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc != 4)
    {
      g_printerr ("usage: puller FOLDER ADDRESS TOKEN\n");
      return 1;
    }
  run.connection = sanera_connection_new (
      sanera_tenant_address_is (argv[2]) ? SANERA_CONNECTION_TENANT : SANERA_CONNECTION_SERVER,
      "Team", argv[1], argv[2], argv[3], NULL, FALSE, &error);
  if (run.connection == NULL)
    {
      g_printerr ("puller: %s\n", error->message);
      return 1;
    }
  run.loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (run.connection, "notify::progress", G_CALLBACK (progress_cb), &run);
  g_signal_connect (run.connection, "notify::state", G_CALLBACK (state_cb), &run);
  g_timeout_add_seconds (120, late_cb, &run);
  sanera_connection_start (run.connection);
  g_main_loop_run (run.loop);
  sanera_connection_close (run.connection);
  g_clear_object (&run.connection);
  g_clear_pointer (&run.loop, g_main_loop_unref);
  return run.status;
}
