/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application without its window: opens the private connection in a folder, submits one request
 * and tells each step, so that a test can kill it at any of them.
 *
 * submitter FOLDER [RECOMMENDATION NOTES]; without a request it only sends what is waiting. Says
 * "online", "kept KEY" once the request is safe on disk, "sent" once nothing waits any more. Ends
 * with 1 and a line on stderr when something failed that should not, with 2 after a minute
 * without progress.
 */
#include <locale.h>
#include <stdio.h>

#include "sanera-connection.h"
#include "sanera-outbox.h"

typedef struct
{
  SaneraConnection *connection;
  SaneraRemediationRequest *request;
  gboolean kept;
  int status;
  guint late_id;
  GMainLoop *loop;
} Run;

static void
tell (const char *word, const char *detail)
{
  printf (detail != NULL ? "%s %s\n" : "%s\n", word, detail);
  fflush (stdout);
}

static void
finish (Run *run, int status)
{
  run->status = status;
  g_main_loop_quit (run->loop);
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  key = sanera_connection_submit_finish (SANERA_CONNECTION (source), result, &error);
  if (key == NULL)
    {
      g_printerr ("submitter: %s\n", error->message);
      finish (run, 1);
      return;
    }
  run->kept = TRUE;
  tell ("kept", key);
}

/* Looks again whenever the state or the outbox has changed. */
static void
look (Run *run)
{
  SaneraOutbox *outbox = sanera_cache_get_outbox (sanera_connection_get_cache (run->connection));
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;

  if (sanera_connection_get_state (run->connection) != SANERA_STATE_ONLINE)
    return;
  if (run->request != NULL)
    {
      g_autoptr (SaneraRemediationRequest) request = g_steal_pointer (&run->request);

      tell ("online", NULL);
      sanera_connection_submit_async (run->connection, request, NULL, submitted_cb, run);
      return;
    }
  waiting = sanera_outbox_list (outbox, &error);
  if (waiting == NULL)
    {
      g_printerr ("submitter: %s\n", error->message);
      finish (run, 1);
    }
  else if (waiting->len == 0 && run->kept)
    {
      tell ("sent", NULL);
      finish (run, 0);
    }
}

static void
state_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  look (user_data);
}

static void
outbox_cb (SaneraOutbox *outbox, gpointer user_data)
{
  look (user_data);
}

static gboolean
late_cb (gpointer user_data)
{
  Run *run = user_data;

  g_printerr ("submitter: nothing more happened for a minute\n");
  run->late_id = 0;
  finish (run, 2);
  return G_SOURCE_REMOVE;
}

/* A first sync of many rows takes longer, but tells how far it is. */
static void
progress_cb (SaneraConnection *connection, GParamSpec *pspec, Run *run)
{
  g_clear_handle_id (&run->late_id, g_source_remove);
  run->late_id = g_timeout_add_seconds (60, late_cb, run);
}

static SaneraRemediationRequest *
make_request (const char *recommendation, const char *notes)
{
  SaneraRemediationRequest *request = sanera_remediation_request_new (recommendation);

  sanera_remediation_request_set_remediation_type (request, "Update");
  sanera_remediation_request_set_all_groups (request, TRUE);
  sanera_remediation_request_set_priority (request, "Medium");
  sanera_remediation_request_set_target_devices (request, 1);
  sanera_remediation_request_set_notes (request, notes);
  return request;
}

int
main (int argc, char *argv[])
{
  Run run = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc != 2 && argc != 4)
    {
      g_printerr ("usage: submitter FOLDER [RECOMMENDATION NOTES]\n");
      return 1;
    }
  run.connection = sanera_connection_new (SANERA_CONNECTION_PRIVATE, NULL, argv[1], NULL, NULL,
                                          NULL, FALSE, &error);
  if (run.connection == NULL)
    {
      g_printerr ("submitter: %s\n", error->message);
      return 1;
    }
  if (argc == 4)
    run.request = make_request (argv[2], argv[3]);
  else
    run.kept = TRUE;
  run.loop = g_main_loop_new (NULL, FALSE);
  if (sanera_connection_needs_person (run.connection))
    sanera_connection_set_person (run.connection, "Anna", "anna@example.com");
  g_signal_connect (run.connection, "notify::state", G_CALLBACK (state_cb), &run);
  g_signal_connect (sanera_cache_get_outbox (sanera_connection_get_cache (run.connection)),
                    "changed", G_CALLBACK (outbox_cb), &run);
  g_signal_connect (run.connection, "notify::progress", G_CALLBACK (progress_cb), &run);
  run.late_id = g_timeout_add_seconds (60, late_cb, &run);
  sanera_connection_start (run.connection);
  look (&run);
  g_main_loop_run (run.loop);
  g_clear_handle_id (&run.late_id, g_source_remove);
  sanera_connection_close (run.connection);
  g_clear_object (&run.connection);
  g_clear_pointer (&run.loop, g_main_loop_unref);
  return run.status;
}
