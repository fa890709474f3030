/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sync and outbox with the real server in a process of its own. */

#include "sync-support.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>

#include "sanera-connection-private.h"
#include "sanera-time.h"

#define RECOMMENDATION "SELECT id FROM recommendations WHERE exposed_machines_count > 0 ORDER BY id"
#define ACTIVITIES "SELECT count (*) FROM remediation_tasks"
#define WAITING "SELECT count (*) FROM remediation_tasks WHERE local_state IS NOT NULL"

typedef struct
{
  char *folder;
  SaneraConnection *connection;
  guint created;
  guint accepted;
  guint refused;
  gboolean already;
} Fixture;

static void
created_cb (SaneraConnection *connection, const char *id, gint64 devices, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_cmpint (devices, ==, 1);
  f->created++;
}

static void
accepted_cb (SaneraConnection *connection,
             const char *key,
             guint kind,
             const char *entity,
             gboolean already,
             gpointer user_data)
{
  Fixture *f = user_data;

  f->accepted++;
  f->already = already;
}

static void
refused_cb (SaneraConnection *connection, const char *key, gpointer user_data)
{
  Fixture *f = user_data;

  f->refused++;
}

static void
open_kind (Fixture *f, SaneraConnectionKind kind, gboolean offline)
{
  GError *error = NULL;

  f->created = f->accepted = f->refused = 0;
  f->connection = sanera_connection_new (kind, NULL, f->folder, NULL, NULL, NULL, offline, &error);
  g_assert_no_error (error);
  g_signal_connect (f->connection, "activity-created", G_CALLBACK (created_cb), f);
  g_signal_connect (f->connection, "action-accepted", G_CALLBACK (accepted_cb), f);
  g_signal_connect (f->connection, "refused", G_CALLBACK (refused_cb), f);
  sanera_connection_start (f->connection);
  if (!offline)
    WAIT_UNTIL (sanera_connection_get_state (f->connection) == SANERA_STATE_ONLINE);
}

static void
open_connection (Fixture *f, gboolean offline)
{
  open_kind (f, SANERA_CONNECTION_PRIVATE, offline);
}

/* The server ends at the end of its stdin; its folder is only removed after that. */
static void
close_connection (Fixture *f)
{
  g_autofree char *process = f->connection->server != NULL
                                 ? sanera_private_server_get_process (f->connection->server)
                                 : NULL;
  int pid = process != NULL ? atoi (process) : 0;

  sanera_connection_close (f->connection);
  WAIT_UNTIL (G_OBJECT (f->connection)->ref_count == 1);
  g_clear_object (&f->connection);
  if (pid != 0)
    WAIT_UNTIL (kill (pid, 0) != 0);
}

static void
import_report (Fixture *f)
{
  g_autoptr (GFile) file = g_file_new_for_path (TEST_REPORT);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) committed = NULL;
  g_autoptr (SaneraImportPreview) preview = NULL;
  GError *error = NULL;

  sanera_connection_import_preview_async (f->connection, file, "Servers", FALSE, NULL, NULL, NULL,
                                          sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  preview = sanera_connection_import_preview_finish (f->connection, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (preview->format, !=, NULL);
  g_assert_cmpint (preview->devices, ==, 1);
  g_assert_cmpint (preview->new_findings, >, 0);
  g_assert_null (preview->already_imported);

  sanera_connection_import_commit_async (f->connection, preview, NULL, sync_support_take_result,
                                         &committed);
  WAIT_UNTIL (committed != NULL);
  g_assert_true (sanera_connection_import_commit_finish (f->connection, committed, &error));
  g_assert_no_error (error);
  WAIT_UNTIL (sync_support_query_int (sanera_connection_get_cache (f->connection),
                                      "SELECT count (*) FROM recommendations") > 0);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  f->connection = NULL;
  open_connection (f, FALSE);
  if (GPOINTER_TO_INT (data))
    import_report (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->connection != NULL)
    close_connection (f);
  sync_support_remove_folder (f->folder);
  g_free (f->folder);
}

static char *
submit (Fixture *f)
{
  SaneraCache *cache = sanera_connection_get_cache (f->connection);
  g_autofree char *id = sync_support_query_text (cache, RECOMMENDATION);
  g_autoptr (SaneraRemediationRequest) request = sanera_remediation_request_new (id);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  char *key;

  g_assert_nonnull (id);
  sanera_remediation_request_set_remediation_type (request, "Update");
  sanera_remediation_request_set_all_groups (request, TRUE);
  sanera_remediation_request_set_priority (request, "High");
  sanera_remediation_request_set_notes (request, "please");
  sanera_remediation_request_set_target_devices (request, 1);
  sanera_connection_submit_async (f->connection, request, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  key = sanera_connection_submit_finish (f->connection, result, &error);
  g_assert_no_error (error);

  return key;
}

static guint
count_outbox (Fixture *f)
{
  SaneraCache *cache = sanera_connection_get_cache (f->connection);
  g_autoptr (GPtrArray) entries = sanera_outbox_list (sanera_cache_get_outbox (cache), NULL);

  return entries->len;
}

/* What is on the server itself, asked past the cache. */
static guint
count_on_server (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SaneraResponse) response = NULL;
  const char *text;
  gsize length;
  guint n = 0;

  sanera_session_send_async (f->connection->session, "GET", "/api/remediationTasks", NULL, NULL,
                             NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  response = sanera_session_send_finish (f->connection->session, result, NULL);
  g_assert_nonnull (response);
  text = g_bytes_get_data (response->body, &length);
  for (const char *p = g_strstr_len (text, (gssize)length, "\"statusLastModifiedOn\""); p != NULL;
       p = g_strstr_len (p + 1, (gssize)(text + length - p - 1), "\"statusLastModifiedOn\""))
    n++;

  return n;
}

static void
test_person (Fixture *f, gconstpointer data)
{
  const SaneraCacheInfo *info;

  g_assert_true (sanera_connection_needs_person (f->connection));
  sanera_connection_set_person (f->connection, "Åsa", "asa@example.org");
  g_assert_false (sanera_connection_needs_person (f->connection));
  WAIT_UNTIL ((info = sanera_cache_get_info (sanera_connection_get_cache (f->connection)),
               g_strcmp0 (info->email, "asa@example.org") == 0));
  g_assert_cmpstr (info->name, ==, "Åsa");
  g_assert_true (sanera_cache_info_can (info, "request"));
  WAIT_UNTIL (sanera_connection_get_state (f->connection) == SANERA_STATE_ONLINE);

  close_connection (f);
  open_connection (f, FALSE);
  g_assert_false (sanera_connection_needs_person (f->connection));
}

static void
failed_cb (SaneraPrivateServer *server, const GError *error, gpointer user_data)
{
  guint *failures = user_data;

  g_test_message ("%s", error->message);
  (*failures)++;
}

/* Another person: the next server is started when the one before is gone, which has the database
 * until then. */
static void
test_another_person (Fixture *f, gconstpointer data)
{
  SaneraPrivateServer *server = f->connection->server;
  g_autofree char *before = sanera_private_server_get_process (server);
  g_autofree char *while_ending = NULL;
  g_autofree char *after = NULL;
  guint failures = 0;

  g_signal_connect (server, "failed", G_CALLBACK (failed_cb), &failures);
  g_assert_cmpint (kill (atoi (before), SIGSTOP), ==, 0);
  sanera_connection_set_person (f->connection, "Berta Berg", "berta@example.org");
  while_ending = sanera_private_server_get_process (server);
  /* Before any assertion: a stopped process would outlive the test. */
  g_assert_cmpint (kill (atoi (before), SIGCONT), ==, 0);
  g_assert_null (while_ending);

  WAIT_UNTIL (sanera_private_server_get_socket (server) != NULL);
  after = sanera_private_server_get_process (server);
  g_assert_cmpstr (after, !=, before);
  WAIT_UNTIL (g_strcmp0 (sanera_cache_get_info (sanera_connection_get_cache (f->connection))->email,
                         "berta@example.org") == 0);
  g_assert_cmpuint (failures, ==, 0);
  g_signal_handlers_disconnect_by_data (server, &failures);
}

/* The sample fleet is made once, whole, and is as large as the documents say. */
static void
test_sample (Fixture *f, gconstpointer data)
{
  g_autofree char *half = g_build_filename (f->folder, "server.db.new", NULL);
  g_autofree char *database = g_build_filename (f->folder, "server.db", NULL);
  SaneraCache *cache;

  close_connection (f);
  g_unlink (database);
  g_assert_true (g_file_set_contents (half, "half of a fleet", -1, NULL));
  for (guint i = 0; i < 2; i++)
    {
      if (i > 0)
        close_connection (f);
      open_kind (f, SANERA_CONNECTION_SAMPLE, FALSE);
      g_assert_false (sanera_connection_needs_person (f->connection));
      cache = sanera_connection_get_cache (f->connection);
      g_assert_cmpint (sync_support_query_int (cache, "SELECT count (*) FROM recommendations"), ==,
                       215);
      g_assert_cmpint (sanera_cache_get_info (cache)->device_count, ==, 300);
      g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
    }
}

/* Closed with a call held, and opened again in the same turn: what the settings do to clear the
 * cache. */
static void
test_reopened_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraConnection) before = NULL;
  g_autofree char *process = NULL;

  WAIT_UNTIL (f->connection->holding && f->connection->pulling != NULL);
  process = sanera_private_server_get_process (f->connection->server);
  before = g_object_ref (f->connection);
  sanera_connection_close (before);
  g_clear_object (&f->connection);
  open_connection (f, FALSE);

  WAIT_UNTIL (G_OBJECT (before)->ref_count == 1);
  WAIT_UNTIL (kill (atoi (process), 0) != 0);
}

static void
test_second_program (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sanera_connection_new (SANERA_CONNECTION_PRIVATE, NULL, f->folder, NULL, NULL,
                                        NULL, FALSE, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_BUSY);
}

static void
test_children (Fixture *f, gconstpointer data)
{
  static const struct
  {
    SaneraList list;
    const char *count;
  } cases[] = {
    { SANERA_LIST_RECOMMENDATION_DEVICES, "SELECT count (*) FROM recommendation_machines" },
    { SANERA_LIST_RECOMMENDATION_VULNERABILITIES,
      "SELECT count (*) FROM recommendation_vulnerabilities" },
  };
  SaneraCache *cache = sanera_connection_get_cache (f->connection);
  g_autofree char *id = sync_support_query_text (cache, RECOMMENDATION);
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      sanera_connection_fetch_children_async (f->connection, cases[i].list, id, NULL,
                                              sync_support_take_result, &result);
      WAIT_UNTIL (result != NULL);
      g_assert_true (sanera_connection_fetch_children_finish (f->connection, result, &error));
      g_assert_no_error (error);
      g_assert_cmpint (sync_support_query_int (cache, cases[i].count), >, 0);
    }
}

/* As many as the recommendation says. */
static void
test_installed (Fixture *f, gconstpointer data)
{
  SaneraCache *cache = sanera_connection_get_cache (f->connection);
  g_autofree char *id = sync_support_query_text (
      cache, "SELECT id FROM recommendations WHERE id LIKE 'va-%' AND exposed_machines_count > 0 "
             "ORDER BY id");
  g_autofree char *numbers = g_strdup_printf (
      "SELECT total_machine_count = (SELECT count (*) FROM installed_machines WHERE parent_id = "
      "r.id) AND exposed_machines_count = (SELECT count (*) FROM installed_machines WHERE "
      "parent_id = r.id AND state = 'exposed') FROM recommendations r WHERE id = '%s'",
      id);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  sanera_connection_fetch_children_async (f->connection, SANERA_LIST_INSTALLED_DEVICES, id, NULL,
                                          sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (sanera_connection_fetch_children_finish (f->connection, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sync_support_query_int (cache, numbers), ==, 1);
}

static gboolean
fetch_devices (Fixture *f, SaneraList list, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sanera_connection_fetch_children_async (f->connection, list, id, NULL, sync_support_take_result,
                                          &result);
  WAIT_UNTIL (result != NULL);
  return sanera_connection_fetch_children_finish (f->connection, result, error);
}

static gboolean
is_here (Fixture *f, SaneraList list, const char *id)
{
  g_autoptr (SaneraChildren) children =
      sanera_cache_lookup_children (sanera_connection_get_cache (f->connection), list, id);

  return sanera_children_is_current (children);
}

/* Opened, and what belongs to an activity of mine, which nobody has opened: both can be read by
 * another program without a server. */
static void
test_children_offline (Fixture *f, gconstpointer data)
{
  SaneraCache *cache = sanera_connection_get_cache (f->connection);
  g_autofree char *opened = sync_support_query_text (cache, RECOMMENDATION);
  g_autofree char *mine = NULL;
  g_autofree char *requested = NULL;
  g_autoptr (GError) offline = NULL;
  GError *error = NULL;

  g_assert_true (fetch_devices (f, SANERA_LIST_RECOMMENDATION_DEVICES, opened, &error));
  g_assert_no_error (error);
  mine = submit (f);
  WAIT_UNTIL (f->created == 1);
  requested =
      sync_support_query_text (cache, "SELECT recommendation_reference FROM remediation_tasks");
  sanera_connection_set_keep (f->connection, SANERA_KEEP_MINE);
  WAIT_UNTIL (is_here (f, SANERA_LIST_ACTIVITY_DEVICES, mine) &&
              is_here (f, SANERA_LIST_ACTIVITY_EVENTS, mine) &&
              is_here (f, SANERA_LIST_RECOMMENDATION_DEVICES, requested) &&
              is_here (f, SANERA_LIST_RECOMMENDATION_VULNERABILITIES, requested) &&
              is_here (f, SANERA_LIST_RECOMMENDATION_VULNERABILITIES, opened));

  close_connection (f);
  open_connection (f, TRUE);
  cache = sanera_connection_get_cache (f->connection);
  g_assert_true (is_here (f, SANERA_LIST_RECOMMENDATION_DEVICES, opened));
  g_assert_true (is_here (f, SANERA_LIST_ACTIVITY_DEVICES, mine));
  g_assert_cmpint (sync_support_query_int (cache, "SELECT count (*) FROM task_machines"), ==, 1);
  g_assert_cmpint (sync_support_query_int (cache, "SELECT count (*) FROM remediation_task_events"),
                   ==, 1);
  g_assert_true (fetch_devices (f, SANERA_LIST_ACTIVITY_DEVICES, mine, NULL));
  g_assert_false (fetch_devices (f, SANERA_LIST_DEVICE_ACTIVITIES, "never-opened", &offline));
  g_assert_error (offline, SANERA_ERROR, SANERA_ERROR_OFFLINE);
}

static void
test_settings (Fixture *f, gconstpointer data)
{
  SaneraCache *cache = sanera_connection_get_cache (f->connection);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      GError *error = NULL;

      sanera_connection_set_intune_async (f->connection, i != 1, NULL, sync_support_take_result,
                                          &result);
      WAIT_UNTIL (result != NULL);
      sanera_connection_set_intune_finish (f->connection, result, &error);
      g_assert_no_error (error);
      g_assert_cmpint (sanera_cache_get_info (cache)->intune_connection, ==, i != 1);
    }
}

static void
test_submit (Fixture *f, gconstpointer data)
{
  SaneraCache *cache = sanera_connection_get_cache (f->connection);
  g_autofree char *key = submit (f);
  g_autofree char *id = NULL;
  g_autofree char *notes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  WAIT_UNTIL (f->created == 1);
  g_assert_cmpint (sync_support_query_int (cache, ACTIVITIES), ==, 1);
  g_assert_cmpint (sync_support_query_int (cache, WAITING), ==, 0);
  id = sync_support_query_text (cache, "SELECT id FROM remediation_tasks");
  g_assert_cmpstr (id, ==, key);
  notes = sync_support_query_text (cache, "SELECT requester_notes FROM remediation_tasks");
  g_assert_cmpstr (notes, ==, "please");
  g_assert_cmpuint (count_outbox (f), ==, 0);
  g_assert_cmpuint (count_on_server (f), ==, 1);

  /* Too late to take it back. */
  sanera_connection_withdraw_async (f->connection, key, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_false (sanera_connection_withdraw_finish (f->connection, result, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_CONFLICT);
  g_clear_error (&error);

  /* Its devices, with their state. */
  g_clear_object (&result);
  sanera_connection_fetch_children_async (f->connection, SANERA_LIST_ACTIVITY_DEVICES, key, NULL,
                                          sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (sanera_connection_fetch_children_finish (f->connection, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (
      sync_support_query_int (cache, "SELECT count (*) FROM task_machines WHERE state = 'exposed'"),
      ==, 1);
}

/* Without a server: written down, shown, taken back or sent once when there is one. */
static void
test_offline (Fixture *f, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  close_connection (f);
  open_connection (f, TRUE);
  g_assert_cmpint (sanera_connection_get_state (f->connection), ==, SANERA_STATE_OFFLINE);
  g_assert_cmpint (sanera_connection_get_offline_since (f->connection), !=, SANERA_INT_NULL);
  first = submit (f);
  second = submit (f);
  g_assert_cmpint (sync_support_query_int (sanera_connection_get_cache (f->connection), WAITING),
                   ==, 2);
  sanera_connection_withdraw_async (f->connection, first, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (sanera_connection_withdraw_finish (f->connection, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_cmpint (sync_support_query_int (sanera_connection_get_cache (f->connection), WAITING),
                   ==, 1);
  g_assert_cmpuint (f->created, ==, 0);

  close_connection (f);
  open_connection (f, FALSE);
  WAIT_UNTIL (f->created == 1);
  g_assert_cmpuint (count_on_server (f), ==, 1);
  id = sync_support_query_text (sanera_connection_get_cache (f->connection),
                                "SELECT id FROM remediation_tasks WHERE local_state IS NULL");
  g_assert_cmpstr (id, ==, second);
  g_assert_cmpuint (count_outbox (f), ==, 0);
}

/* The server is killed at another moment of each submission, and each is there exactly once. */
static void
test_server_killed (Fixture *f, gconstpointer data)
{
  const guint n = 12;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *process = NULL;
      g_autofree char *key = NULL;

      WAIT_UNTIL (sanera_private_server_get_socket (f->connection->server) != NULL);
      process = sanera_private_server_get_process (f->connection->server);
      key = submit (f);
      for (guint turn = 0; turn < i * 2; turn++)
        g_main_context_iteration (NULL, FALSE);
      kill (atoi (process), SIGKILL);
      WAIT_UNTIL (sanera_private_server_get_socket (f->connection->server) == NULL);
    }

  WAIT_UNTIL (f->created == n);
  WAIT_UNTIL (sanera_connection_get_state (f->connection) == SANERA_STATE_ONLINE);
  g_assert_cmpuint (f->refused, ==, 0);
  g_assert_cmpuint (count_outbox (f), ==, 0);
  g_assert_cmpuint (count_on_server (f), ==, n);
  g_assert_cmpint (sync_support_query_int (sanera_connection_get_cache (f->connection), ACTIVITIES),
                   ==, n);
  g_assert_cmpint (sync_support_query_int (sanera_connection_get_cache (f->connection), WAITING),
                   ==, 0);
}

/* The application goes away in the middle of a submission, and comes back. */
static void
test_left_in_the_middle (Fixture *f, gconstpointer data)
{
  const guint n = 8;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = submit (f);

      for (guint turn = 0; turn < i * 2; turn++)
        g_main_context_iteration (NULL, FALSE);
      close_connection (f);
      open_connection (f, FALSE);
    }

  WAIT_UNTIL (count_outbox (f) == 0);
  g_assert_cmpuint (count_on_server (f), ==, n);
  g_assert_cmpint (sync_support_query_int (sanera_connection_get_cache (f->connection), WAITING),
                   ==, 0);
}

/* The cache is rebuilt from nothing, and what waits is still shown. */
static void
test_cache_lost (Fixture *f, gconstpointer data)
{
  static const char *const files[] = { "cache.db", "cache.db-wal", "cache.db-shm" };
  g_autofree char *key = NULL;

  close_connection (f);
  open_connection (f, TRUE);
  key = submit (f);
  close_connection (f);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (f->folder, files[i], NULL);

      g_unlink (path);
    }
  open_connection (f, TRUE);
  WAIT_UNTIL (sync_support_query_int (sanera_connection_get_cache (f->connection), WAITING) == 1);
  close_connection (f);
  open_connection (f, FALSE);
  WAIT_UNTIL (count_outbox (f) == 0);
  g_assert_cmpint (sync_support_query_int (sanera_connection_get_cache (f->connection), ACTIVITIES),
                   ==, 1);
}

/* The field of the row that @condition selects. */
static gint64
query (Fixture *f, const char *what, const char *table, const char *condition)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE %s", what, table, condition);

  return sync_support_query_int (sanera_connection_get_cache (f->connection), sql);
}

/* Does something and waits until the server has said yes or no. */
static char *
act (Fixture *f, SaneraAction *action)
{
  g_autoptr (SaneraAction) taken = action;
  g_autoptr (GAsyncResult) result = NULL;
  guint before = f->accepted + f->refused;
  GError *error = NULL;
  char *key;

  sanera_connection_act_async (f->connection, taken, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  key = sanera_connection_act_finish (f->connection, result, &error);
  g_assert_no_error (error);
  WAIT_UNTIL (f->accepted + f->refused > before);

  return key;
}

/* What is done to an activity, as the server takes it. */
static void
test_activity_actions (Fixture *f, gconstpointer data)
{
  g_autofree char *id = submit (f);
  g_autofree char *changed = NULL;
  g_autofree char *stale_key = NULL;
  g_autofree char *completed = NULL;
  g_autofree char *again = NULL;
  SaneraAction *action;
  gint64 version;

  WAIT_UNTIL (f->created == 1);
  version = query (f, "version", "remediation_tasks", "1");
  action = sanera_action_new (SANERA_ACTION_CHANGE_ACTIVITY, id, version);
  sanera_action_set_text (action, "priority", "Low");
  changed = act (f, action);
  g_assert_cmpuint (f->refused, ==, 0);
  g_assert_cmpint (
      query (f, "count (*)", "remediation_tasks", "priority = 'Low' AND local_state IS NULL"), ==,
      1);
  g_assert_cmpint (query (f, "version", "remediation_tasks", "1"), >, version);

  /* The version of before, and another field: both have what they wanted (R10). */
  action = sanera_action_new (SANERA_ACTION_CHANGE_ACTIVITY, id, version);
  sanera_action_set_text (action, "notes", "mine");
  stale_key = act (f, action);
  g_assert_cmpuint (f->refused, ==, 0);
  g_assert_cmpint (query (f, "count (*)", "remediation_tasks",
                          "priority = 'Low' AND requester_notes = 'mine' AND local_state IS NULL"),
                   ==, 1);

  version = query (f, "version", "remediation_tasks", "1");
  completed = act (f, sanera_action_new (SANERA_ACTION_COMPLETE_ACTIVITY, id, version));
  g_assert_false (f->already);
  g_assert_cmpint (query (f, "count (*)", "remediation_tasks", "status = 'Completed'"), ==, 1);
  /* Completing what is complete is no error (R10). */
  version = query (f, "version", "remediation_tasks", "1");
  again = act (f, sanera_action_new (SANERA_ACTION_COMPLETE_ACTIVITY, id, version));
  g_assert_true (f->already);
  g_assert_cmpuint (f->refused, ==, 0);
  g_assert_cmpuint (count_outbox (f), ==, 0);
}

/* An exception from its making to its end, and a device. */
static void
test_other_actions (Fixture *f, gconstpointer data)
{
  SaneraCache *cache = sanera_connection_get_cache (f->connection);
  g_autofree char *recommendation = sync_support_query_text (cache, RECOMMENDATION);
  g_autofree char *device = NULL;
  g_autofree char *exception = NULL;
  g_autofree char *canceled = NULL;
  g_autofree char *moved = NULL;
  SaneraAction *action;

  action = sanera_action_new (SANERA_ACTION_CREATE_EXCEPTION, recommendation, SANERA_INT_NULL);
  sanera_action_set_text (action, "scope", "Global");
  sanera_action_set_text (action, "justification", "RiskAccepted");
  sanera_action_set_text (action, "justificationContext", "because");
  sanera_action_set_date (action, "expiresOn",
                          sanera_time_floor_day (g_get_real_time ()) + 30 * SANERA_TIME_DAY);
  exception = act (f, action);
  g_assert_cmpuint (f->refused, ==, 0);
  g_assert_cmpint (
      query (f, "count (*)", "exceptions", "status = 'InEffect' AND local_state IS NULL"), ==, 1);

  canceled = act (f, sanera_action_new (SANERA_ACTION_CANCEL_EXCEPTION, exception,
                                        query (f, "version", "exceptions", "1")));
  g_assert_cmpuint (f->refused, ==, 0);
  g_assert_cmpint (
      query (f, "count (*)", "exceptions", "status = 'Canceled' AND local_state IS NULL"), ==, 1);

  WAIT_UNTIL (query (f, "count (*)", "machines", "1") == 1);
  device = sync_support_query_text (cache, "SELECT id FROM machines");
  action = sanera_action_new (SANERA_ACTION_CHANGE_DEVICE, device,
                              query (f, "row_version", "machines", "1"));
  sanera_action_set_bool (action, "retired", TRUE);
  moved = act (f, action);
  g_assert_cmpuint (f->refused, ==, 0);
  g_assert_cmpint (query (f, "count (*)", "machines", "retired_on IS NOT NULL"), ==, 1);
  g_assert_cmpuint (count_outbox (f), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *run_time = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_RUNTIME_DIR", run_time, TRUE);
  g_setenv ("SANERA_SERVER", TEST_SERVER, TRUE);
  g_test_init (&argc, &argv, NULL);
#define TEST(name, report, func) \
  g_test_add (name, Fixture, GINT_TO_POINTER (report), set_up, func, tear_down)
  TEST ("/sync/server/person", FALSE, test_person);
  TEST ("/sync/server/another-person", FALSE, test_another_person);
  TEST ("/sync/server/sample", FALSE, test_sample);
  TEST ("/sync/server/reopened-at-once", FALSE, test_reopened_at_once);
  TEST ("/sync/server/second-program", FALSE, test_second_program);
  TEST ("/sync/server/settings", FALSE, test_settings);
  TEST ("/sync/server/children", TRUE, test_children);
  TEST ("/sync/server/installed", TRUE, test_installed);
  TEST ("/sync/server/children-offline", TRUE, test_children_offline);
  TEST ("/sync/server/submit", TRUE, test_submit);
  TEST ("/sync/server/activity-actions", TRUE, test_activity_actions);
  TEST ("/sync/server/other-actions", TRUE, test_other_actions);
  TEST ("/sync/server/offline", TRUE, test_offline);
  TEST ("/sync/server/server-killed", TRUE, test_server_killed);
  TEST ("/sync/server/left-in-the-middle", TRUE, test_left_in_the_middle);
  TEST ("/sync/server/cache-lost", TRUE, test_cache_lost);
  status = g_test_run ();
  sync_support_remove_folder (run_time);

  return status;
}
