/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Actions through the outbox, with a server that says word for word what the test tells it. */

#include "canned-server.h"
#include "sync-support.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sanera-activity.h"
#include "sanera-connection-private.h"

#define PAGE                                                                                    \
  "{\"cursor\":\"u.1\",\"hasMore\":false,\"remediationTasks\":[{\"id\":\"t\",\"status\":"       \
  "\"Active\",\"priority\":\"Low\",\"requesterNotes\":\"a\",\"version\":5,\"change\":9}],"      \
  "\"me\":{\"email\":\"anna@example.org\",\"name\":\"A\",\"role\":\"admin\",\"capabilities\":[" \
  "\"all\"]},\"settings\":{\"intuneConnection\":true},\"fleet\":{\"deviceCount\":300,"          \
  "\"assessedDeviceCount\":12,\"exposureScore\":41.5,\"lastAssessedOn\":"                       \
  "\"2026-11-20T10:00:00Z\",\"auditHead\":\"x\"}}"

typedef struct
{
  CannedServer *server;
  char *folder;
  char *address;
  SaneraConnection *connection;
  SaneraCache *cache;
  guint accepted;
  gboolean already;
  gboolean shown_again;
} Fixture;

static void
accepted_cb (Fixture *f, const char *key, guint kind, const char *entity, gboolean already)
{
  f->accepted++;
  f->already = already;
}

static void
open_connection (Fixture *f)
{
  GError *error = NULL;

  f->connection = sanera_connection_new (SANERA_CONNECTION_SERVER, "Team", f->folder, f->address,
                                         "token-1", NULL, FALSE, &error);
  g_assert_no_error (error);
  f->cache = g_object_ref (sanera_connection_get_cache (f->connection));
  g_signal_connect_swapped (f->connection, "action-accepted", G_CALLBACK (accepted_cb), f);
}

static void
close_connection (Fixture *f)
{
  sanera_connection_close (f->connection);
  WAIT_UNTIL (G_OBJECT (f->connection)->ref_count == 1);
  g_clear_object (&f->connection);
  g_clear_object (&f->cache);
}

static void
go_online (Fixture *f)
{
  canned_server_push_json (f->server, 200, "", PAGE);
  canned_server_push (f->server, "HTTP/1.1 200 OK\r\n", CANNED_HANG);
  sanera_connection_start (f->connection);
  WAIT_UNTIL (sanera_connection_get_state (f->connection) == SANERA_STATE_ONLINE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->server = canned_server_new (NULL, NULL);
  f->folder = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  f->address = canned_server_get_address (f->server);
  open_connection (f);
  go_online (f);
  WAIT_UNTIL (canned_server_get_n_requests (f->server) == 2);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_connection (f);
  canned_server_free (f->server);
  sync_support_remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->address);
}

static char *
act (Fixture *f, SaneraActionKind kind, const char *priority, guint delay)
{
  g_autoptr (SaneraAction) action = sanera_action_new (kind, "t", 5);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  char *key;

  if (priority != NULL)
    sanera_action_set_text (action, "priority", priority);
  sanera_action_set_delay (action, delay);
  sanera_connection_act_async (f->connection, action, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  key = sanera_connection_act_finish (f->connection, result, &error);
  g_assert_no_error (error);

  return key;
}

static void
withdraw (Fixture *f, const char *key)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  sanera_connection_withdraw_async (f->connection, key, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (sanera_connection_withdraw_finish (f->connection, result, &error));
  g_assert_no_error (error);
}

static guint
count_entries (Fixture *f, SaneraOutboxState state)
{
  g_autoptr (GPtrArray) entries = sanera_outbox_list (sanera_cache_get_outbox (f->cache), NULL);
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += ((SaneraOutboxEntry *)g_ptr_array_index (entries, i))->state == state;

  return n;
}

static gint64
count_rows (Fixture *f, const char *condition)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM remediation_tasks WHERE id = 't' AND %s", condition);

  return sync_support_query_int (f->cache, sql);
}

/* Whether a request from @first on has both texts. */
static gboolean
has_request (Fixture *f, guint first, const char *a, const char *b)
{
  for (guint i = first; i < canned_server_get_n_requests (f->server); i++)
    {
      g_autofree char *request = canned_server_get_request (f->server, i);

      if (strstr (request, a) != NULL && strstr (request, b) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Two changes of one activity: the second waits for the first and takes its version from the
 * answer. */
static void
test_order (Fixture *f, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  canned_server_push_json (f->server, 200, "",
                           "{\"id\":\"t\",\"status\":\"Active\",\"priority\":\"High\","
                           "\"version\":6,\"change\":10}");
  canned_server_push_json (f->server, 200, "",
                           "{\"id\":\"t\",\"status\":\"Completed\",\"priority\":\"High\","
                           "\"completionMethod\":\"Manual\",\"completerEmail\":"
                           "\"anna@example.org\",\"version\":7,\"change\":11}");
  first = act (f, SANERA_ACTION_CHANGE_ACTIVITY, "High", 1);
  second = act (f, SANERA_ACTION_COMPLETE_ACTIVITY, NULL, 0);
  /* Both are shown at once, in this order; unless the machine was so slow that one was sent. */
  if (canned_server_get_n_requests (f->server) == 2)
    g_assert_cmpint (count_rows (f, "priority = 'High' AND status = 'Completed' AND version = 5"),
                     ==, 1);
  WAIT_UNTIL (f->accepted == 2);
  g_assert_false (f->already);
  g_assert_true (has_request (f, 2, "PATCH /sanera/v1/remediationTasks/t ", "If-Match: \"5\"\r\n"));
  g_assert_true (
      has_request (f, 2, "POST /sanera/v1/remediationTasks/t/complete ", "If-Match: \"6\"\r\n"));
  g_assert_cmpint (count_rows (f, "version = 7 AND local_state IS NULL"), ==, 1);
  g_assert_cmpuint (count_entries (f, SANERA_OUTBOX_WAITING), ==, 0);
}

static void
show_again_cb (SaneraCache *cache, guint lists, Fixture *f)
{
  if (!f->shown_again && count_rows (f, "version = 6") == 1)
    {
      f->shown_again = TRUE;
      sanera_sender_show_all (f->connection->sender);
    }
}

/* All is shown anew (the cache was rebuilt, the outbox repaired) just when the server has taken an
 * entry and the outbox does not know yet: the row does not go on saying that it is being sent. */
static void
test_shown_again (Fixture *f, gconstpointer data)
{
  g_autofree char *key = NULL;

  g_signal_connect (f->cache, "changed", G_CALLBACK (show_again_cb), f);
  canned_server_push_json (f->server, 200, "",
                           "{\"id\":\"t\",\"status\":\"Active\",\"priority\":\"High\","
                           "\"version\":6,\"change\":10}");
  key = act (f, SANERA_ACTION_CHANGE_ACTIVITY, "High", 0);
  WAIT_UNTIL (f->accepted == 1);
  WAIT_UNTIL (f->shown_again);
  WAIT_UNTIL (count_rows (f, "version = 6 AND local_state IS NULL") == 1);
  WAIT_UNTIL (sync_support_query_int (f->cache, "SELECT count (*) FROM pending") == 0);
}

/* Undone in time, nothing was sent and nothing is left. */
static void
test_undo (Fixture *f, gconstpointer data)
{
  g_autofree char *key = act (f, SANERA_ACTION_COMPLETE_ACTIVITY, NULL, 3600);

  g_assert_cmpint (count_rows (f, "status = 'Completed'"), ==, 1);
  withdraw (f, key);
  g_assert_cmpint (count_rows (f, "status = 'Active' AND local_state IS NULL AND "
                                  "completer_email IS NULL"),
                   ==, 1);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM base"), ==, 0);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM pending"), ==, 0);
  g_assert_cmpuint (count_entries (f, SANERA_OUTBOX_WAITING), ==, 0);
  g_assert_false (has_request (f, 2, "POST ", "complete"));
}

/* Left before its time was up: it is sent after the next start, and is shown until then, even by a
 * cache that was thrown away. */
static void
test_restart (Fixture *f, gconstpointer data)
{
  g_autofree char *key = act (f, SANERA_ACTION_COMPLETE_ACTIVITY, NULL, 2);
  g_autofree char *path = g_build_filename (f->folder, "cache.db", NULL);
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  close_connection (f);
  for (guint i = 0; data != NULL && i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }
  open_connection (f);
  go_online (f);
  WAIT_UNTIL (count_rows (f, "status = 'Completed' AND local_state IS NOT NULL") == 1);
  canned_server_push_json (f->server, 200, "",
                           "{\"id\":\"t\",\"status\":\"Completed\",\"completionMethod\":"
                           "\"Manual\",\"completerEmail\":\"anna@example.org\",\"version\":6,"
                           "\"change\":10}");
  WAIT_UNTIL (f->accepted == 1);
  g_assert_true (has_request (f, 2, "/complete ", "If-Match: \"5\"\r\n"));
}

/* Completing what somebody else has completed is no error (R10). */
static void
test_already (Fixture *f, gconstpointer data)
{
  g_autofree char *key = NULL;

  canned_server_push_json (f->server, 200, "",
                           "{\"id\":\"t\",\"status\":\"Completed\",\"completionMethod\":"
                           "\"Manual\",\"completerEmail\":\"bo@example.org\",\"version\":6,"
                           "\"change\":10}");
  key = act (f, SANERA_ACTION_COMPLETE_ACTIVITY, NULL, 0);
  WAIT_UNTIL (f->accepted == 1);
  g_assert_true (f->already);
  g_assert_cmpint (count_rows (f, "completer_email = 'bo@example.org'"), ==, 1);
}

/* Two edits: both sides are kept until the person decides (R10). */
static void
test_conflict (Fixture *f, gconstpointer data)
{
  static const char *const keep[] = { "priority", NULL };
  g_autofree char *key = NULL;
  g_autofree char *found = NULL;
  g_autoptr (SaneraConflict) conflict = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  canned_server_push_json (f->server, 412, "",
                           "{\"error\":{\"code\":\"PreconditionFailed\",\"message\":\"m\"},"
                           "\"entity\":{\"id\":\"t\",\"status\":\"Active\",\"priority\":\"Medium\","
                           "\"requesterNotes\":\"b\",\"version\":8,\"change\":12}}");
  key = act (f, SANERA_ACTION_CHANGE_ACTIVITY, "High", 0);
  WAIT_UNTIL (count_entries (f, SANERA_OUTBOX_REFUSED) == 1);
  WAIT_UNTIL (count_rows (f, "local_state = 'refused' AND priority = 'Low' AND "
                             "local_error = 'PreconditionFailed'") == 1);

  found = sanera_connection_find_refused (f->connection, "t");
  g_assert_cmpstr (found, ==, key);
  conflict = sanera_connection_get_conflict (f->connection, key);
  g_assert_nonnull (conflict);
  g_assert_cmpuint (g_strv_length (conflict->fields), ==, 2);
  g_assert_cmpstr (conflict->fields[0], ==, "priority");
  g_assert_cmpstr (conflict->fields[1], ==, "requesterNotes");
  g_assert_cmpuint (g_strv_length (conflict->chosen), ==, 1);
  g_assert_cmpstr (conflict->chosen[0], ==, "priority");
  g_assert_cmpstr (sanera_activity_get_data (SANERA_ACTIVITY (conflict->before))->priority, ==,
                   "Low");
  g_assert_cmpstr (sanera_activity_get_data (SANERA_ACTIVITY (conflict->mine))->priority, ==,
                   "High");
  g_assert_cmpstr (sanera_activity_get_data (SANERA_ACTIVITY (conflict->theirs))->priority, ==,
                   "Medium");

  canned_server_push_json (f->server, 200, "",
                           "{\"id\":\"t\",\"status\":\"Active\",\"priority\":\"High\","
                           "\"requesterNotes\":\"b\",\"version\":9,\"change\":13}");
  sanera_connection_resolve_async (f->connection, key, keep, NULL, sync_support_take_result,
                                   &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (sanera_connection_resolve_finish (f->connection, result, &error));
  g_assert_no_error (error);
  WAIT_UNTIL (f->accepted == 1);
  g_assert_true (has_request (f, 3, "\"priority\":\"High\"", "If-Match: \"8\"\r\n"));
  g_assert_cmpint (count_rows (f, "local_state IS NULL AND requester_notes = 'b' AND version = 9"),
                   ==, 1);
}

/* Somebody has changed something else meanwhile: both have what they wanted, nobody is asked. */
static void
test_merge (Fixture *f, gconstpointer data)
{
  g_autofree char *key = NULL;

  canned_server_push_json (f->server, 412, "",
                           "{\"error\":{\"code\":\"PreconditionFailed\",\"message\":\"m\"},"
                           "\"entity\":{\"id\":\"t\",\"status\":\"Active\",\"priority\":\"Low\","
                           "\"requesterNotes\":\"b\",\"version\":8,\"change\":12}}");
  canned_server_push_json (f->server, 200, "",
                           "{\"id\":\"t\",\"status\":\"Active\",\"priority\":\"High\","
                           "\"requesterNotes\":\"b\",\"version\":9,\"change\":13}");
  key = act (f, SANERA_ACTION_CHANGE_ACTIVITY, "High", 0);
  WAIT_UNTIL (f->accepted == 1);
  g_assert_true (has_request (f, 3, "\"priority\":\"High\"", "If-Match: \"8\"\r\n"));
  g_assert_true (has_request (f, 3, key, "If-Match: \"8\"\r\n"));
  g_assert_cmpint (count_rows (f, "local_state IS NULL AND requester_notes = 'b' AND version = 9"),
                   ==, 1);
  g_assert_cmpuint (count_entries (f, SANERA_OUTBOX_REFUSED), ==, 0);
}

/* Changed before it was sent: one call, with the new words, in its old place. */
static void
test_revise (Fixture *f, gconstpointer data)
{
  g_autofree char *first = act (f, SANERA_ACTION_CHANGE_ACTIVITY, "High", 3600);
  g_autofree char *second = act (f, SANERA_ACTION_COMPLETE_ACTIVITY, NULL, 0);
  g_autoptr (SaneraAction) action =
      sanera_action_new (SANERA_ACTION_CHANGE_ACTIVITY, "t", SANERA_INT_NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *again = NULL;
  GError *error = NULL;

  canned_server_push_json (f->server, 200, "",
                           "{\"id\":\"t\",\"status\":\"Active\",\"priority\":\"Medium\","
                           "\"version\":6,\"change\":10}");
  canned_server_push_json (f->server, 200, "",
                           "{\"id\":\"t\",\"status\":\"Completed\",\"priority\":\"Medium\","
                           "\"completionMethod\":\"Manual\",\"completerEmail\":"
                           "\"anna@example.org\",\"version\":7,\"change\":11}");
  sanera_action_set_text (action, "priority", "Medium");
  sanera_connection_revise_async (f->connection, first, action, NULL, sync_support_take_result,
                                  &result);
  WAIT_UNTIL (result != NULL);
  again = sanera_connection_revise_finish (f->connection, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, first);
  WAIT_UNTIL (f->accepted == 2);
  g_assert_true (has_request (f, 2, "\"priority\":\"Medium\"", "If-Match: \"5\"\r\n"));
  g_assert_true (has_request (f, 3, second, "If-Match: \"6\"\r\n"));
  g_assert_false (has_request (f, 2, "\"priority\":\"High\"", "HTTP/1.1"));
  g_assert_cmpint (count_rows (f, "priority = 'Medium' AND status = 'Completed' AND "
                                  "local_state IS NULL AND version = 7"),
                   ==, 1);
}

/* What was never sent is withdrawn without a call. */
static void
test_add_then_withdraw (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraAction) create =
      sanera_action_new (SANERA_ACTION_CREATE_EXCEPTION, "a", SANERA_INT_NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) canceled = NULL;
  g_autoptr (SaneraAction) cancel = NULL;
  g_autofree char *key = NULL;
  g_autofree char *again = NULL;

  sanera_action_set_delay (create, 3600);
  sanera_connection_act_async (f->connection, create, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  key = sanera_connection_act_finish (f->connection, result, NULL);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM exceptions"), ==, 1);

  cancel = sanera_action_new (SANERA_ACTION_CANCEL_EXCEPTION, key, 0);
  sanera_connection_act_async (f->connection, cancel, NULL, sync_support_take_result, &canceled);
  WAIT_UNTIL (canceled != NULL);
  again = sanera_connection_act_finish (f->connection, canceled, NULL);
  g_assert_cmpstr (again, ==, key);
  g_assert_cmpuint (count_entries (f, SANERA_OUTBOX_WAITING), ==, 0);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM exceptions"), ==, 0);
  g_assert_false (has_request (f, 2, "exceptions", "HTTP/1.1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, data, func) \
  g_test_add ("/sync/actions/" name, Fixture, data, set_up, func, tear_down)
  TEST ("order", NULL, test_order);
  TEST ("shown-again", NULL, test_shown_again);
  TEST ("undo", NULL, test_undo);
  TEST ("restart", NULL, test_restart);
  TEST ("rebuilt-cache", "rebuilt", test_restart);
  TEST ("already", NULL, test_already);
  TEST ("conflict", NULL, test_conflict);
  TEST ("merge", NULL, test_merge);
  TEST ("revise", NULL, test_revise);
  TEST ("add-then-withdraw", NULL, test_add_then_withdraw);
  return g_test_run ();
}
