/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sync with a server that says word for word what the test tells it. */

#include "canned-server.h"
#include "sanera-pending.h"
#include "sync-support.h"

#include <math.h>
#include <string.h>

#include "sanera-pull.h"
#include "sanera-time.h"

#define ME                                                                                   \
  "\"me\":{\"email\":\"a@example.org\",\"name\":\"A\",\"role\":\"admin\",\"capabilities\":[" \
  "\"all\"]}"
#define SETTINGS "\"settings\":{\"intuneConnection\":true}"
#define FLEET_CATEGORIES                                      \
  "\"configurationScore\":{\"points\":6,\"possible\":22.5,"   \
  "\"categories\":[{\"category\":\"Network\",\"points\":6,"   \
  "\"possible\":8},{\"category\":\"OS\",\"points\":0,"        \
  "\"possible\":14.5}]},\"exposureDistribution\":{\"low\":3," \
  "\"medium\":4,\"high\":5,\"none\":288}"
#define FLEET_HISTORY                                         \
  "\"history\":[{\"day\":\"2026-11-19T00:00:00Z\","           \
  "\"exposureScore\":null,\"configurationPoints\":1,"         \
  "\"configurationPossible\":2},"                             \
  "{\"day\":\"2026-11-20T00:00:00Z\",\"exposureScore\":41.5," \
  "\"configurationPoints\":6,\"configurationPossible\":22.5}]"
#define FLEET                                                                         \
  "\"fleet\":{\"deviceCount\":300,\"assessedDeviceCount\":12,\"exposureScore\":41.5," \
  "\"lastAssessedOn\":\"2026-11-20T10:00:00Z\",\"auditHead\":\"x\"," FLEET_CATEGORIES \
  "," FLEET_HISTORY "}"
#define HEAD "," ME "," SETTINGS "," FLEET "}"
#define COUNT "SELECT count (*) FROM recommendations"

typedef struct
{
  CannedServer *server;
  char *folder;
  char *address;
  SaneraConnection *connection; /* opened by the tests of a whole connection */
  SaneraCache *cache;
  SaneraSession *session;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  GError *error = NULL;

  f->server = canned_server_new (NULL, NULL);
  f->folder = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  f->address = canned_server_get_address (f->server);
  if (data != NULL)
    {
      f->connection = sanera_connection_new (SANERA_CONNECTION_SERVER, "Team", f->folder,
                                             f->address, "token-1", NULL, FALSE, &error);
      g_assert_no_error (error);
      f->cache = g_object_ref (sanera_connection_get_cache (f->connection));
      return;
    }

  f->cache = sanera_cache_open (f->folder, &error);
  g_assert_no_error (error);
  f->session = sanera_session_new (f->address, NULL, NULL, &error);
  g_assert_no_error (error);
  g_object_set (f->session, "retry-delay", 1u, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->connection != NULL)
    {
      sanera_connection_close (f->connection);
      WAIT_UNTIL (G_OBJECT (f->connection)->ref_count == 1);
    }
  g_clear_object (&f->connection);
  g_clear_object (&f->session);
  sanera_cache_close (f->cache);
  g_clear_object (&f->cache);
  canned_server_free (f->server);
  sync_support_remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->address);
}

static gboolean
pull (Fixture *f, gint64 *rows, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sanera_pull_async (f->session, f->cache, 0, NULL, NULL, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);

  return sanera_pull_finish (result, rows, error);
}

static void
push_page (Fixture *f, const char *page)
{
  canned_server_push_json (f->server, 200, "", page);
}

static void
assert_request (Fixture *f, guint i, const char *part)
{
  g_autofree char *request = canned_server_get_request (f->server, i);

  if (strstr (request, part) == NULL)
    g_error ("\"%s\" is not in: %s", part, request);
}

static void
assert_scores (const SaneraCacheInfo *info)
{
  const SaneraCategoryScore *network = g_ptr_array_index (info->categories, 0);
  const SaneraScoreDay *days = (SaneraScoreDay *)(void *)info->history->data;

  g_assert_cmpuint (info->categories->len, ==, 2);
  g_assert_cmpstr (network->category, ==, "Network");
  g_assert_cmpfloat (network->points, ==, 6.0);
  g_assert_cmpfloat (info->configuration_points, ==, 6.0);
  g_assert_cmpfloat (info->configuration_possible, ==, 22.5);
  g_assert_cmpint (info->exposure_levels[SANERA_EXPOSURE_LEVEL_LOW], ==, 3);
  g_assert_cmpint (info->exposure_levels[SANERA_EXPOSURE_LEVEL_HIGH], ==, 5);
  g_assert_cmpint (info->exposure_levels[SANERA_EXPOSURE_LEVEL_NONE], ==, 288);
  g_assert_cmpuint (info->history->len, ==, 2);
  g_assert_true (isnan (days[0].exposure_score));
  g_assert_cmpint (days[1].day, ==, sanera_date_new (2026, 11, 20));
  g_assert_cmpfloat (days[1].exposure_score, ==, 41.5);
}

static void
test_pages (Fixture *f, gconstpointer data)
{
  const SaneraCacheInfo *info;
  GError *error = NULL;
  gint64 rows = 0;

  push_page (f, "{\"cursor\":\"u.2/x\",\"hasMore\":true,\"deviceGroups\":[{\"name\":\"Servers\"}],"
                "\"recommendations\":[{\"id\":\"a\"},{\"id\":\"b\",\"weaknesses\":3}]" HEAD);
  push_page (f,
             "{\"recommendations\":[{\"id\":\"c\"}],\"remediationTasks\":[{\"id\":\"t\"}],"
             "\"somethingNew\":[{\"unknown\":1}],\"deleted\":[{\"type\":\"recommendation\",\"id\":"
             "\"a\"},{\"type\":\"starship\",\"id\":\"e\"}],\"new\":{},\"hasMore\":false,"
             "\"cursor\":\"u.4\"" HEAD);
  g_assert_true (pull (f, &rows, &error));
  g_assert_no_error (error);
  g_assert_cmpint (rows, ==, 6);
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 2);
  g_assert_cmpint (
      sync_support_query_int (f->cache, "SELECT weaknesses FROM recommendations WHERE id = 'b'"),
      ==, 3);
  assert_request (f, 0, "GET /sanera/v1/changes?limit=2000 HTTP/1.1\r\n");
  assert_request (f, 1, "GET /sanera/v1/changes?limit=2000&cursor=u.2%2Fx HTTP/1.1\r\n");

  info = sanera_cache_get_info (f->cache);
  g_assert_cmpstr (info->cursor, ==, "u.4");
  g_assert_cmpstr (info->email, ==, "a@example.org");
  g_assert_true (sanera_cache_info_can (info, "request"));
  g_assert_true (info->intune_connection);
  g_assert_cmpint (info->device_count, ==, 300);
  g_assert_cmpfloat (info->exposure_score, ==, 41.5);
  assert_scores (info);
  g_assert_cmpint (info->synced_on, !=, SANERA_INT_NULL);

  /* The next one goes on from there. */
  push_page (f, "{\"cursor\":\"u.4\",\"hasMore\":false" HEAD);
  g_assert_true (pull (f, &rows, &error));
  g_assert_cmpint (rows, ==, 0);
  assert_request (f, 2, "cursor=u.4 ");
}

/* A page is in the cache wholly or not at all, and what came before stays. */
static void
test_interrupted (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *page;
    const char *message;
  } cases[] = {
    { "{\"cursor\":\"u.3\",\"hasMore\":false,\"recommendations\":[{\"id\":\"c\"},{\"id\":7}]" HEAD,
      "recommendations[1].id: *expected a string" },
    { "{\"cursor\":\"u.3\",\"hasMore\":false,\"recommendations\":[{\"id\":\"c\"},{\"id\"]" HEAD,
      "*a brace closes a bracket" },
    { "{\"cursor\":\"u.3\",\"hasMore\":false,\"recommendations\":{}" HEAD, "recommendations: *" },
    { "{\"cursor\":\"u.3\",\"hasMore\":false,\"recommendations\":[{\"id\":\"c\"}],\"me\":[]}",
      "me: *" },
    { "{\"cursor\":\"u.3\",\"recommendations\":[{\"id\":\"c\"}]", "*ends too early" },
    { "{\"cursor\":3}", "cursor: expected a string" },
    { "{\"hasMore\":false}", "cursor: missing" },
    { "{\"cursor\":\"u.2\",\"hasMore\":true}", "the cursor does not move" },
    { "[]", "*expected \"{\"" },
    { "", "a page without content" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      if (i == 0)
        push_page (
            f, "{\"cursor\":\"u.2\",\"hasMore\":true,\"recommendations\":[{\"id\":\"a\"}]" HEAD);
      push_page (f, cases[i].page);
      g_assert_false (pull (f, NULL, &error));
      g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
      if (!g_pattern_match_simple (cases[i].message, error->message))
        g_error ("\"%s\" is not like \"%s\"", error->message, cases[i].message);
      g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 1);
      g_assert_cmpstr (sanera_cache_get_info (f->cache)->cursor, ==, "u.2");
      g_assert_cmpint (sanera_cache_get_info (f->cache)->synced_on, ==, SANERA_INT_NULL);
    }
}

/* The server has forgotten the cursor: everything is asked again, and what is gone goes at the end,
 * even when that took two tries. */
static void
test_gone (Fixture *f, gconstpointer data)
{
  GError *error = NULL;

  push_page (f, "{\"cursor\":\"u.9\",\"hasMore\":false,\"recommendations\":[{\"id\":\"a\"},"
                "{\"id\":\"b\"},{\"id\":\"c\"}]" HEAD);
  g_assert_true (pull (f, NULL, &error));
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 3);

  canned_server_push_json (f->server, 410, "", "{\"error\":{\"code\":\"Gone\"}}");
  push_page (f, "{\"cursor\":\"v.1\",\"hasMore\":true,\"recommendations\":[{\"id\":\"b\"}]" HEAD);
  push_page (f, "rubbish");
  g_assert_false (pull (f, NULL, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 3);
  assert_request (f, 2, "GET /sanera/v1/changes?limit=2000 HTTP/1.1\r\n");

  push_page (f, "{\"cursor\":\"v.2\",\"hasMore\":false,\"recommendations\":[{\"id\":\"d\"}]" HEAD);
  g_assert_true (pull (f, NULL, &error));
  g_assert_no_error (error);
  assert_request (f, 4, "cursor=v.1 ");
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 2);
  g_assert_cmpint (sync_support_query_int (
                       f->cache, "SELECT count (*) FROM recommendations WHERE id IN ('b', 'd')"),
                   ==, 2);

  /* A server that refuses everything is not asked for ever. */
  canned_server_push_json (f->server, 410, "", "{}");
  canned_server_push_json (f->server, 410, "", "{}");
  g_assert_false (pull (f, NULL, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
  g_clear_error (&error);
}

static SaneraConnectionState
get_state (Fixture *f)
{
  return sanera_connection_get_state (f->connection);
}

static void
test_states (Fixture *f, gconstpointer data)
{
  /* Another token is wanted, and nothing happens until there is one. */
  canned_server_push_json (f->server, 401, "", "{\"error\":{\"code\":\"Unauthorized\"}}");
  sanera_connection_start (f->connection);
  g_assert_cmpint (get_state (f), ==, SANERA_STATE_STARTING);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_SIGN_IN);
  g_assert_error (sanera_connection_get_error (f->connection), SANERA_ERROR,
                  SANERA_ERROR_UNAUTHORIZED);
  assert_request (f, 0, "Authorization: Bearer token-1\r\n");

  push_page (f, "{\"cursor\":\"u.1\",\"hasMore\":false,\"recommendations\":[{\"id\":\"a\"}]" HEAD);
  canned_server_push (f->server, "HTTP/1.1 200 OK\r\n", CANNED_HANG);
  sanera_connection_set_token (f->connection, "token-2");
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  assert_request (f, 1, "Authorization: Bearer token-2\r\n");
  g_assert_null (sanera_connection_get_error (f->connection));
  g_assert_cmpint (sanera_connection_get_offline_since (f->connection), ==, SANERA_INT_NULL);

  /* In step, the call is held. */
  WAIT_UNTIL (canned_server_get_n_requests (f->server) == 3);
  assert_request (f, 2, "cursor=u.1&wait=30 ");

  /* F5 gives it up and asks at once; this time a proxy answers with a page. */
  canned_server_push (f->server,
                      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
                      "Connection: close\r\n\r\n<html>",
                      CANNED_CLOSE);
  sanera_connection_sync (f->connection);
  g_assert_cmpint (get_state (f), ==, SANERA_STATE_SYNCING);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_REFUSED);
  g_assert_error (sanera_connection_get_error (f->connection), SANERA_ERROR, SANERA_ERROR_PROTOCOL);
  assert_request (f, 3, "cursor=u.1 ");
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 1);

  /* Nobody answers: the server hangs up without a word. */
  canned_server_push (f->server, "", CANNED_CLOSE);
  canned_server_push (f->server, "", CANNED_CLOSE);
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_OFFLINE);
  g_assert_cmpint (sanera_connection_get_offline_since (f->connection), !=, SANERA_INT_NULL);

  push_page (f, "{\"cursor\":\"u.1\",\"hasMore\":false" HEAD);
  canned_server_push (f->server, "HTTP/1.1 200 OK\r\n", CANNED_HANG);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
}

static SaneraOutboxEntry *
get_entry (Fixture *f, const char *key)
{
  return sanera_outbox_get (sanera_cache_get_outbox (f->cache), key, NULL);
}

static gboolean
is_refused (Fixture *f, const char *key)
{
  g_autoptr (SaneraOutboxEntry) entry = get_entry (f, key);

  return entry != NULL && entry->state == SANERA_OUTBOX_REFUSED;
}

static void
go_online (Fixture *f)
{
  push_page (f, "{\"cursor\":\"u.1\",\"hasMore\":false,\"recommendations\":[{\"id\":\"a\"}]" HEAD);
  canned_server_push (f->server, "HTTP/1.1 200 OK\r\n", CANNED_HANG);
  sanera_connection_start (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  WAIT_UNTIL (canned_server_get_n_requests (f->server) == 2);
}

/* The server says no: that is final, is shown with its reason, and can be taken back. */
static void
test_refusal (Fixture *f, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *state = NULL;
  g_autofree char *header = NULL;
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  go_online (f);
  canned_server_push_json (f->server, 422, "",
                           "{\"error\":{\"code\":\"NoDevices\",\"message\":\"none\"}}");
  key = sync_support_submit (f->connection);
  WAIT_UNTIL (is_refused (f, key));
  entry = get_entry (f, key);
  g_assert_cmpstr (entry->error_code, ==, "NoDevices");
  WAIT_UNTIL (sync_support_query_int (
                  f->cache, "SELECT count (*) FROM remediation_tasks WHERE local_state = 'refused' "
                            "AND local_error = 'NoDevices' AND target_devices = 7") == 1);
  header = g_strdup_printf ("Idempotency-Key: %s\r\n", key);
  assert_request (f, 2, header);
  assert_request (f, 2, "\"madeAt\":\"");

  sanera_connection_withdraw_async (f->connection, key, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (sanera_connection_withdraw_finish (f->connection, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM remediation_tasks"), ==,
                   0);
}

/* The server is silent: the entry stays *sending*, and only the server can say what became of it.
 */
static void
test_unknown_outcome (Fixture *f, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *path = NULL;
  g_autofree char *entity = NULL;
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  go_online (f);
  canned_server_push (f->server, "HTTP/1.1 201 Cre", CANNED_HANG);
  key = sync_support_submit (f->connection);
  WAIT_UNTIL (canned_server_get_n_requests (f->server) == 3);
  entry = get_entry (f, key);
  g_assert_cmpint (entry->state, ==, SANERA_OUTBOX_SENDING);

  /* It has it: too late to take it back, and here it is. */
  entity = g_strdup_printf ("{\"error\":{\"code\":\"CarriedOut\"},\"entity\":{\"id\":\"%s\","
                            "\"targetDevices\":5}}",
                            key);
  canned_server_push_json (f->server, 409, "", entity);
  sanera_connection_withdraw_async (f->connection, key, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_false (sanera_connection_withdraw_finish (f->connection, result, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_CONFLICT);
  g_clear_error (&error);
  path = g_strdup_printf ("DELETE /sanera/v1/submissions/%s HTTP/1.1\r\n", key);
  assert_request (f, 3, path);
  g_assert_null (get_entry (f, key));
  g_assert_cmpint (sync_support_query_int (f->cache,
                                           "SELECT target_devices FROM remediation_tasks WHERE "
                                           "local_state IS NULL"),
                   ==, 5);
}

static void
test_burnt_key (Fixture *f, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  go_online (f);
  canned_server_push (f->server, "HTTP/1.1 201 Cre", CANNED_HANG);
  key = sync_support_submit (f->connection);
  WAIT_UNTIL (canned_server_get_n_requests (f->server) == 3);
  canned_server_push (f->server, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
                      CANNED_CLOSE);
  sanera_connection_withdraw_async (f->connection, key, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (sanera_connection_withdraw_finish (f->connection, result, &error));
  g_assert_no_error (error);
  g_assert_null (get_entry (f, key));
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM remediation_tasks"), ==,
                   0);
}

/* The page of a proxy decides nothing, and the answer about another entry neither. */
static void
test_not_the_server (Fixture *f, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (SaneraOutboxEntry) entry = NULL;

  go_online (f);
  canned_server_push (f->server,
                      "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
                      "Connection: close\r\n\r\n<html>",
                      CANNED_CLOSE);
  push_page (f, "{\"cursor\":\"u.1\",\"hasMore\":false" HEAD);
  key = sync_support_submit (f->connection);
  /* The failure makes the connection look at once; then it is tried again, with the same key. */
  WAIT_UNTIL (canned_server_get_n_requests (f->server) >= 4);
  entry = get_entry (f, key);
  g_assert_cmpint (entry->state, ==, SANERA_OUTBOX_SENDING);
}

static gboolean
local_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  const SaneraOutboxEntry *entry = data;
  guint lists = 0;

  return sanera_pending_set (db, entry, 1, &lists, error) &&
         sanera_pending_set (db, entry, 1, &lists, error) &&
         (g_str_equal (entry->key, "kept") ||
          sanera_pending_remove (db, entry->key, &lists, error));
}

/* A row made here never takes the place of the server's, and never takes it away. */
static void
test_local_rows (Fixture *f, gconstpointer data)
{
  static const char *const ids[] = { "t", "mine", "kept" };
  GError *error = NULL;

  push_page (f, "{\"cursor\":\"u.1\",\"hasMore\":false,\"remediationTasks\":[{\"id\":\"t\","
                "\"targetDevices\":9}]" HEAD);
  g_assert_true (pull (f, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      SaneraOutboxEntry entry = {
        .key = (char *)ids[i],
        .action = (char *)"requestRemediation",
        .entity = (char *)"va-_-a-_-b",
        .body = (char *)"{}",
        .state = SANERA_OUTBOX_WAITING,
      };
      gpointer result = NULL;

      g_assert_true (sanera_store_write (sanera_cache_get_store (f->cache), local_func, &entry,
                                         &result, &error));
    }

  g_assert_cmpint (sync_support_query_int (f->cache,
                                           "SELECT target_devices FROM remediation_tasks WHERE "
                                           "id = 't' AND local_state IS NULL"),
                   ==, 9);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM remediation_tasks"), ==,
                   2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, whole, func) g_test_add (name, Fixture, whole, set_up, func, tear_down)
  TEST ("/sync/feed/pages", NULL, test_pages);
  TEST ("/sync/feed/interrupted", NULL, test_interrupted);
  TEST ("/sync/feed/gone", NULL, test_gone);
  TEST ("/sync/feed/local-rows", NULL, test_local_rows);
  TEST ("/sync/feed/states", "whole", test_states);
  TEST ("/sync/feed/refusal", "whole", test_refusal);
  TEST ("/sync/feed/unknown-outcome", "whole", test_unknown_outcome);
  TEST ("/sync/feed/burnt-key", "whole", test_burnt_key);
  TEST ("/sync/feed/not-the-server", "whole", test_not_the_server);
  return g_test_run ();
}
