/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a connection: the whole table, and the moments that are hard to meet by hand. */

#include "canned-server.h"
#include "fake-monitor.h"
#include "sync-support.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sanera-connection-private.h"
#include "sanera-feed-page.h"
#include "sanera-query-model.h"

#define HEAD_OF(person)                                                                    \
  ",\"me\":{\"email\":\"" person "\",\"name\":\"A\",\"role\":\"admin\",\"capabilities\":[" \
  "\"all\"]},\"settings\":{\"intuneConnection\":true},\"fleet\":{\"deviceCount\":3,"       \
  "\"auditHead\":\"x\"}}"
#define HEAD HEAD_OF ("a@example.org")
#define COUNT "SELECT count (*) FROM recommendations"

/* A letter for each state, in the order of the enumeration. */
static const char letters[] = "?TYOFSRK";

typedef struct
{
  SaneraSyncEvent event;
  guint failures;
  const char *after; /* of each state, in the order of the enumeration */
  SaneraSyncStep step;
} Case;

static void
test_table (void)
{
  static const Case cases[] = {
    { SANERA_EVENT_KEPT_OFFLINE, 0, "FFFFFFF", SANERA_STEP_NONE },
    { SANERA_EVENT_CONNECT, 0, "TTTFTTT", SANERA_STEP_NOW },
    { SANERA_EVENT_NO_WAY, 0, "RRRRRRR", SANERA_STEP_NONE },
    { SANERA_EVENT_SERVER_ENDED, 0, "FFFFFFF", SANERA_STEP_NONE },
    { SANERA_EVENT_ASKED, 0, "TYYTTTT", SANERA_STEP_NOW },
    { SANERA_EVENT_PROGRESS, 0, "YYYYYYY", SANERA_STEP_NONE },
    { SANERA_EVENT_IN_STEP, 0, "OOOOOOO", SANERA_STEP_HOLD },
    { SANERA_EVENT_NOBODY, 1, "FFFFFFF", SANERA_STEP_BACK_OFF },
    { SANERA_EVENT_UNAUTHORIZED, 0, "SSSSSSS", SANERA_STEP_NONE },
    { SANERA_EVENT_BUSY, 0, "RRORRRR", SANERA_STEP_LATER },
    { SANERA_EVENT_REFUSED, 0, "RRRRRRR", SANERA_STEP_LATER },
    { SANERA_EVENT_NOT_KEPT, 0, "KKKKKKK", SANERA_STEP_LATER },
    { SANERA_EVENT_BEHIND, 0, "TYOFSRK", SANERA_STEP_NOW },
    { SANERA_EVENT_BEHIND, 1, "TYOFSRK", SANERA_STEP_LATER },
    { SANERA_EVENT_GIVEN_UP, 0, "TYOFSRK", SANERA_STEP_NONE },
  };
  SaneraTransition once;

  G_STATIC_ASSERT (G_N_ELEMENTS (cases) >= SANERA_N_EVENTS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint state = SANERA_STATE_STARTING; state <= SANERA_STATE_NOT_KEPT; state++)
      {
        SaneraTransition next = sanera_transition_find ((SaneraConnectionState)state,
                                                        cases[i].event, cases[i].failures);

        g_assert_cmpint (letters[next.state], ==, cases[i].after[state - SANERA_STATE_STARTING]);
        g_assert_cmpint (next.step, ==, cases[i].step);
      }

  /* One failure of a server that was there is no news, of one that was not it is. */
  once = sanera_transition_find (SANERA_STATE_ONLINE, SANERA_EVENT_NOBODY, 0);
  g_assert_cmpint (once.state, ==, SANERA_STATE_ONLINE);
  g_assert_cmpint (once.step, ==, SANERA_STEP_NOW);
  once = sanera_transition_find (SANERA_STATE_SYNCING, SANERA_EVENT_NOBODY, 0);
  g_assert_cmpint (once.state, ==, SANERA_STATE_OFFLINE);
  g_assert_cmpint (once.step, ==, SANERA_STEP_BACK_OFF);
}

static void
test_errors (void)
{
  static const struct
  {
    SaneraError error;
    const char *message;
    gboolean portal;
    SaneraSyncEvent event;
  } cases[] = {
    { SANERA_ERROR_OFFLINE, "", FALSE, SANERA_EVENT_NOBODY },
    { SANERA_ERROR_TIMEOUT, "", FALSE, SANERA_EVENT_NOBODY },
    { SANERA_ERROR_UNAUTHORIZED, "Unauthorized: ", FALSE, SANERA_EVENT_UNAUTHORIZED },
    { SANERA_ERROR_UNAUTHORIZED, "Unauthorized: ", TRUE, SANERA_EVENT_UNAUTHORIZED },
    { SANERA_ERROR_FORBIDDEN, "Forbidden: ", FALSE, SANERA_EVENT_REFUSED },
    { SANERA_ERROR_NOT_FOUND, "HTTP404: ", FALSE, SANERA_EVENT_REFUSED },
    { SANERA_ERROR_RATE_LIMITED, "", FALSE, SANERA_EVENT_BUSY },
    { SANERA_ERROR_SERVER, "", FALSE, SANERA_EVENT_REFUSED },
    { SANERA_ERROR_SERVER, "InternalError: ", TRUE, SANERA_EVENT_REFUSED },
    { SANERA_ERROR_PROTOCOL, SANERA_CODE_NOT_JSON ": ", FALSE, SANERA_EVENT_REFUSED },
    { SANERA_ERROR_PROTOCOL, SANERA_CODE_NOT_JSON ": ", TRUE, SANERA_EVENT_NOBODY },
    { SANERA_ERROR_PROTOCOL, SANERA_CODE_REDIRECT ": ", TRUE, SANERA_EVENT_NOBODY },
    { SANERA_ERROR_PROTOCOL, SANERA_CODE_CERTIFICATE ": ", FALSE, SANERA_EVENT_REFUSED },
    { SANERA_ERROR_PROTOCOL, SANERA_CODE_CERTIFICATE ": ", TRUE, SANERA_EVENT_NOBODY },
    { SANERA_ERROR_FORBIDDEN, "HTTP403: ", TRUE, SANERA_EVENT_NOBODY },
    { SANERA_ERROR_CACHE, "", FALSE, SANERA_EVENT_NOT_KEPT },
    { SANERA_ERROR_BUSY, "", FALSE, SANERA_EVENT_NOT_KEPT },
    { SANERA_ERROR_DAMAGED, "", FALSE, SANERA_EVENT_NOT_KEPT },
    { SANERA_ERROR_FULL, "", FALSE, SANERA_EVENT_NOT_KEPT },
    { SANERA_ERROR_PRECONDITION, "", FALSE, SANERA_EVENT_BEHIND },
  };
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "given up");
  const guint delays[] = { 1, 2, 4, 8, 16, 32, 60, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error =
          g_error_new_literal (SANERA_ERROR, (int)cases[i].error, cases[i].message);

      g_assert_cmpint (sanera_sync_event_from_error (error, cases[i].portal), ==, cases[i].event);
    }
  g_assert_cmpint (sanera_sync_event_from_error (cancelled, FALSE), ==, SANERA_EVENT_GIVEN_UP);
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    g_assert_cmpuint (sanera_sync_step_get_delay (SANERA_STEP_BACK_OFF, i), ==, delays[i]);
  g_assert_cmpuint (sanera_sync_step_get_delay (SANERA_STEP_LATER, 0), ==, 30);
  g_assert_cmpuint (sanera_sync_step_get_delay (SANERA_STEP_NOW, 3), ==, 0);
}

typedef struct
{
  CannedServer *server;
  GNetworkMonitor *monitor;
  char *folder;
  SaneraConnection *connection;
  SaneraCache *cache;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *address = NULL;
  GError *error = NULL;

  f->server = canned_server_new (NULL, NULL);
  f->monitor = fake_monitor_new ();
  f->folder = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  address = canned_server_get_address (f->server);
  f->connection = sanera_connection_new (SANERA_CONNECTION_SERVER, "Team", f->folder, address,
                                         "token-1", NULL, FALSE, &error);
  g_assert_no_error (error);
  sanera_connection_set_monitor (f->connection, f->monitor);
  f->cache = g_object_ref (sanera_connection_get_cache (f->connection));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sanera_connection_close (f->connection);
  WAIT_UNTIL (G_OBJECT (f->connection)->ref_count == 1);
  g_clear_object (&f->connection);
  g_clear_object (&f->cache);
  g_clear_object (&f->monitor);
  canned_server_free (f->server);
  sync_support_remove_folder (f->folder);
  g_free (f->folder);
}

static SaneraConnectionState
get_state (Fixture *f)
{
  return sanera_connection_get_state (f->connection);
}

static guint
count_requests (Fixture *f)
{
  return canned_server_get_n_requests (f->server);
}

static gboolean
request_has (Fixture *f, guint i, const char *part)
{
  g_autofree char *request = canned_server_get_request (f->server, i);

  return strstr (request, part) != NULL;
}

#define assert_request(f, i, part)                                       \
  G_STMT_START                                                           \
  {                                                                      \
    g_autofree char *asked = canned_server_get_request ((f)->server, i); \
    if (strstr (asked, part) == NULL)                                    \
      g_error ("\"%s\" is not in: %s", part, asked);                     \
  }                                                                      \
  G_STMT_END

static void
push_page (Fixture *f, const char *page)
{
  canned_server_push_json (f->server, 200, "", page);
}

/* A call that is answered never. */
static void
push_hang (Fixture *f)
{
  canned_server_push (f->server, "HTTP/1.1 200 OK\r\n", CANNED_HANG);
}

static void
push_html (Fixture *f)
{
  canned_server_push (f->server,
                      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
                      "Connection: close\r\n\r\n<html>",
                      CANNED_CLOSE);
}

#define PAGE_1 "{\"cursor\":\"u.1\",\"hasMore\":false,\"recommendations\":[{\"id\":\"a\"}]" HEAD

/* A server that has nothing to say hangs up: nobody answers. In step, with a call held. */
static void
go_online (Fixture *f)
{
  push_page (f, PAGE_1);
  push_hang (f);
  sanera_connection_start (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE && count_requests (f) == 2);
}

static void
test_network_lost (Fixture *f, gconstpointer data)
{
  gint64 since;

  go_online (f);
  since = f->connection->contact;
  fake_monitor_set (f->monitor, FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_OFFLINE);
  g_assert_cmpint (sanera_connection_get_offline_since (f->connection), ==, since);

  /* The next try of its own would be long after that. */
  f->connection->failures = 6;
  push_page (f, "{\"cursor\":\"u.1\",\"hasMore\":false" HEAD);
  push_hang (f);
  fake_monitor_set (f->monitor, TRUE, G_NETWORK_CONNECTIVITY_FULL);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  g_assert_cmpint (sanera_connection_get_offline_since (f->connection), ==, SANERA_INT_NULL);
}

/* A page that hangs in the network of before is given up when the network has gone and come. */
static void
test_network_while_pulling (Fixture *f, gconstpointer data)
{
  push_page (f, "{\"cursor\":\"u.1\",\"hasMore\":true,\"remaining\":1,\"recommendations\":"
                "[{\"id\":\"a\"}]" HEAD);
  push_hang (f);
  sanera_connection_start (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_SYNCING && count_requests (f) == 2);

  push_page (f, "{\"cursor\":\"u.2\",\"hasMore\":false,\"recommendations\":[{\"id\":\"b\"}]" HEAD);
  push_hang (f);
  fake_monitor_set (f->monitor, FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  assert_request (f, 1, "cursor=u.1 ");
  assert_request (f, 2, "cursor=u.1 ");
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 2);
}

/* A portal answers in the place of the server: that is no error of the server, and when the person
 * has signed in it is asked at once. */
static void
test_portal (Fixture *f, gconstpointer data)
{
  g_autofree char *code = NULL;

  fake_monitor_set (f->monitor, TRUE, G_NETWORK_CONNECTIVITY_PORTAL);
  push_html (f);
  sanera_connection_start (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_OFFLINE);
  code = sanera_error_get_code (sanera_connection_get_error (f->connection));
  g_assert_cmpstr (code, ==, SANERA_CODE_PORTAL);

  f->connection->failures = 6;
  push_page (f, PAGE_1);
  push_hang (f);
  fake_monitor_set (f->monitor, TRUE, G_NETWORK_CONNECTIVITY_FULL);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
}

/* The token is refused in the middle of a sync: what has come stays, and another token goes on from
 * there. */
static void
test_refused_token (Fixture *f, gconstpointer data)
{
  push_page (f, "{\"cursor\":\"u.1\",\"hasMore\":true,\"recommendations\":[{\"id\":\"a\"}]" HEAD);
  canned_server_push_json (f->server, 401, "", "{\"error\":{\"code\":\"Unauthorized\"}}");
  sanera_connection_start (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_SIGN_IN);
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 1);
  g_assert_cmpuint (f->connection->retry_id, ==, 0);

  /* F5: the token may be valid again. */
  canned_server_push_json (f->server, 401, "", "{\"error\":{\"code\":\"Unauthorized\"}}");
  sanera_connection_sync (f->connection);
  g_assert_cmpint (get_state (f), ==, SANERA_STATE_STARTING);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_SIGN_IN);
  assert_request (f, 2, "Bearer token-1\r\n");

  push_page (f, "{\"cursor\":\"u.2\",\"hasMore\":false,\"recommendations\":[{\"id\":\"b\"}]" HEAD);
  push_hang (f);
  sanera_connection_set_token (f->connection, "token-2");
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  assert_request (f, 3, "cursor=u.1 ");
  assert_request (f, 3, "Bearer token-2\r\n");
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 2);
}

/* Another person signs in while a sync of the one before is under way: nothing that one did goes
 * out under the new token, whatever answer of before still comes in. */
static void
test_token_while_pulling (Fixture *f, gconstpointer data)
{
  g_autofree char *key = NULL;

  go_online (f);
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_OFFLINE);
  sanera_sender_set_session (f->connection->sender, NULL);
  key = sync_support_submit (f->connection);

  push_page (f, "{\"cursor\":\"u.2\",\"hasMore\":true,\"recommendations\":[{\"id\":\"b\"}]" HEAD);
  push_page (f, "{\"cursor\":\"u.3\",\"hasMore\":true,\"recommendations\":[{\"id\":\"c\"}]" HEAD);
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_SYNCING);
  sanera_connection_set_token (f->connection, "token-2");
  /* A call of before may still take one of them. */
  for (guint n = 0; n < 6; n++)
    push_page (
        f, "{\"cursor\":\"u.4\",\"hasMore\":false,\"recommendations\":[{\"id\":\"d\"}]" HEAD_OF (
               "b@example.org"));
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  WAIT_UNTIL (f->connection->holding);

  g_assert_cmpstr (sanera_cache_get_info (f->cache)->email, ==, "b@example.org");
  for (guint i = 0; i < count_requests (f); i++)
    g_assert_false (request_has (f, i, "POST "));
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM pending"), ==, 1);
}

/* Refused or nobody there: the next try is long after, the person's is now. */
static void
test_asked (Fixture *f, gconstpointer data)
{
  canned_server_push_json (f->server, 500, "", "{\"error\":{\"code\":\"InternalError\"}}");
  sanera_connection_start (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_REFUSED);
  g_assert_cmpuint (f->connection->retry_id, !=, 0);
  sanera_connection_sync (f->connection);
  g_assert_cmpint (get_state (f), ==, SANERA_STATE_STARTING);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_OFFLINE);
  g_assert_cmpuint (f->connection->retry_id, !=, 0);

  f->connection->failures = 6;
  push_page (f, PAGE_1);
  push_hang (f);
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  g_assert_null (sanera_connection_get_error (f->connection));
}

/* However often it is asked: one call of the feed at a time. */
static void
test_one_at_a_time (Fixture *f, gconstpointer data)
{
  push_hang (f);
  sanera_connection_start (f->connection);
  WAIT_UNTIL (count_requests (f) == 1);
  for (guint i = 0; i < 20; i++)
    {
      sanera_connection_sync (f->connection);
      sanera_connection_set_visible (f->connection, i % 2 == 1);
      fake_monitor_set (f->monitor, TRUE, G_NETWORK_CONNECTIVITY_FULL);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  WAIT_UNTIL (f->connection->network_id == 0);
  g_assert_cmpuint (count_requests (f), ==, 1);
}

/* While nobody looks no call is held; the one who comes back sees what is new. */
static void
test_hidden (Fixture *f, gconstpointer data)
{
  go_online (f);
  assert_request (f, 1, "&wait=30 ");
  sanera_connection_set_visible (f->connection, FALSE);
  WAIT_UNTIL (f->connection->pulling == NULL);
  g_assert_cmpint (get_state (f), ==, SANERA_STATE_ONLINE);
  g_assert_cmpuint (f->connection->retry_id, !=, 0);

  /* F5 and what is done are not waited for, and still no call is held afterwards. */
  push_page (f, "{\"cursor\":\"u.2\",\"hasMore\":false,\"recommendations\":[{\"id\":\"b\"}]" HEAD);
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE && f->connection->pulling == NULL);
  g_assert_cmpuint (count_requests (f), ==, 3);
  g_assert_cmpuint (f->connection->retry_id, !=, 0);

  push_page (f, "{\"cursor\":\"u.3\",\"hasMore\":false,\"recommendations\":[{\"id\":\"c\"}]" HEAD);
  push_hang (f);
  sanera_connection_set_visible (f->connection, TRUE);
  WAIT_UNTIL (count_requests (f) == 5);
  g_assert_false (request_has (f, 3, "wait="));
  assert_request (f, 4, "cursor=u.3&wait=30 ");
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 3);
}

static gboolean
exec_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  return sanera_db_exec (db, data, error);
}

static void
run_on_writer (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;

  /* On a disk that is full even this ends with an error; it takes effect. */
  sanera_store_write (sanera_cache_get_store (f->cache), exec_func, (gpointer)sql, NULL, &error);
}

/* The disk is full: said, nothing is lost, and it goes on where it was. */
static void
test_disk_full (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) page = g_string_new ("{\"cursor\":\"u.2\",\"hasMore\":false,"
                                           "\"recommendations\":[");

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (page, "%s{\"id\":\"row-%u\",\"recommendationName\":\"%0200u\"}",
                            i > 0 ? "," : "", i, i);
  g_string_append (page, "]" HEAD);

  go_online (f);
  run_on_writer (f, "PRAGMA max_page_count = 1");
  push_page (f, page->str);
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_NOT_KEPT);
  g_assert_error (sanera_connection_get_error (f->connection), SANERA_ERROR, SANERA_ERROR_FULL);
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 1);

  run_on_writer (f, "PRAGMA max_page_count = 1073741823");
  push_page (f, page->str);
  push_hang (f);
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 201);
  assert_request (f, 3, "cursor=u.1 ");
}

/* From the journal into the file; then all of it but the first page is rubbish. */
static void
damage (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->folder, "cache.db", NULL);
  g_autoptr (SaneraDb) db = sanera_db_open (path, SANERA_DB_DEFAULT, NULL);
  g_autofree char *rubbish = NULL;
  GStatBuf status;
  gsize size;
  FILE *file;

  g_assert_nonnull (db);
  g_assert_cmpint (sqlite3_wal_checkpoint_v2 (sanera_db_get_handle (db), NULL,
                                              SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  size = (gsize)status.st_size - 4096;
  rubbish = g_malloc (size);
  memset (rubbish, 0xa5, size);
  file = g_fopen (path, "r+b");
  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, 4096, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (rubbish, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* The cache is found damaged in the middle of it all: fetched anew from the start, with what waits
 * shown in it. */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  g_autofree char *key = NULL;

  push_page (f, PAGE_1);
  sanera_connection_start (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_OFFLINE);
  sanera_sender_set_session (f->connection->sender, NULL);
  key = sync_support_submit (f->connection);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM remediation_tasks"), ==,
                   1);
  damage (f);

  push_page (f, "{\"cursor\":\"u.2\",\"hasMore\":false,\"recommendations\":[{\"id\":\"b\"}]" HEAD);
  push_page (f, "{\"cursor\":\"u.3\",\"hasMore\":true,\"recommendations\":[{\"id\":\"a\"}]" HEAD);
  push_page (f, "{\"cursor\":\"u.4\",\"hasMore\":false,\"recommendations\":[{\"id\":\"b\"}]" HEAD);
  push_hang (f);
  push_hang (f);
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (sanera_cache_get_repair (f->cache, SANERA_REPAIR_CACHE) != NULL);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  g_assert_cmpstr (sanera_cache_get_info (f->cache)->cursor, ==, "u.4");
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 2);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM remediation_tasks "
                                                     "WHERE local_state IS NOT NULL"),
                   ==, 1);
}

/* A page is written only where it belongs: behind a gap the cursor would hide what is missing. */
static void
test_gap (Fixture *f, gconstpointer data)
{
  static const char text[] = "{\"cursor\":\"u.3\",\"hasMore\":false,\"recommendations\":"
                             "[{\"id\":\"z\"}]" HEAD;
  g_autoptr (GBytes) page = g_bytes_new_static (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SaneraFeedPageResult page_result;

  sanera_feed_page_write_async (f->cache, page, "u.2", 1, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_false (sanera_feed_page_write_finish (f->cache, result, &page_result, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PRECONDITION);
  g_assert_cmpint (sync_support_query_int (f->cache, COUNT), ==, 0);
}

typedef struct
{
  GListModel *model;
  guint fewest;
  guint changes;
} Watch;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Watch *watch)
{
  watch->changes++;
  watch->fewest = MIN (watch->fewest, g_list_model_get_n_items (model));
}

/* The server has another database: what is on the screen goes only when something is in its place.
 */
static void
test_another_database (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = NULL;
  g_autofree char *key = NULL;
  Watch watch = { .fewest = G_MAXUINT };

  push_page (f, "{\"cursor\":\"u.1\",\"hasMore\":false,\"recommendations\":[{\"id\":\"a\"},"
                "{\"id\":\"b\"},{\"id\":\"c\"}]" HEAD);
  sanera_connection_start (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_OFFLINE);
  sanera_sender_set_session (f->connection->sender, NULL);
  key = sync_support_submit (f->connection);
  model = sanera_query_model_new (f->cache, query);
  WAIT_UNTIL (g_list_model_get_n_items (G_LIST_MODEL (model)) == 3 &&
              sanera_query_model_get_complete (model));
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &watch);

  canned_server_push_json (f->server, 410, "", "{\"error\":{\"code\":\"Gone\"}}");
  push_page (f, "{\"cursor\":\"v.1\",\"hasMore\":true,\"recommendations\":[{\"id\":\"d\"}]" HEAD);
  push_page (f, "{\"cursor\":\"v.2\",\"hasMore\":true,\"recommendations\":[{\"id\":\"e\"}]" HEAD);
  push_page (f, "{\"cursor\":\"v.3\",\"hasMore\":false,\"recommendations\":[{\"id\":\"f\"},"
                "{\"id\":\"c\"}]" HEAD);
  push_hang (f);
  push_hang (f);
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (get_state (f) == SANERA_STATE_ONLINE);
  WAIT_UNTIL (g_list_model_get_n_items (G_LIST_MODEL (model)) == 4);
  g_assert_cmpuint (watch.changes, >, 0);
  g_assert_cmpuint (watch.fewest, >=, 3);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM pending"), ==, 1);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM remediation_tasks "
                                                     "WHERE local_state IS NOT NULL"),
                   ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/states/table", test_table);
  g_test_add_func ("/sync/states/errors", test_errors);
#define TEST(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  TEST ("/sync/states/network-lost", test_network_lost);
  TEST ("/sync/states/network-while-pulling", test_network_while_pulling);
  TEST ("/sync/states/portal", test_portal);
  TEST ("/sync/states/refused-token", test_refused_token);
  TEST ("/sync/states/token-while-pulling", test_token_while_pulling);
  TEST ("/sync/states/asked", test_asked);
  TEST ("/sync/states/one-at-a-time", test_one_at_a_time);
  TEST ("/sync/states/hidden", test_hidden);
  TEST ("/sync/states/disk-full", test_disk_full);
  TEST ("/sync/states/damaged", test_damaged);
  TEST ("/sync/states/gap", test_gap);
  TEST ("/sync/states/another-database", test_another_database);
  return g_test_run ();
}
