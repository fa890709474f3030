/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What belongs to one row: fetched once, gone on with after an interruption, fetched before
 * somebody asks for it, and let go again. The server says word for word what the test tells it, so
 * each call is counted. */

#include "sync-support.h"

#include <string.h>

#include "cache-support.h"
#include "canned-server.h"
#include "sanera-list.h"
#include "sanera-prefetch.h"

#define DEVICES SANERA_LIST_RECOMMENDATION_DEVICES
#define RECOMMENDATION "va-_-v-_-p"
#define MAIL "anna@example.org"

typedef struct
{
  CannedServer *server;
  char *folder;
  char *address;
  SaneraSession *session;
  SaneraCache *cache;
  SaneraChildFetcher *fetcher;
  SaneraPrefetch *prefetch;
} Fixture;

static SaneraSession *
get_session (gpointer user_data)
{
  return ((Fixture *)user_data)->session;
}

static void
open_cache (Fixture *f)
{
  GError *error = NULL;

  f->cache = sanera_cache_open (f->folder, &error);
  g_assert_no_error (error);
  f->fetcher = sanera_child_fetcher_new (f->cache, get_session, f);
}

static void
close_cache (Fixture *f)
{
  if (f->prefetch != NULL)
    {
      sanera_prefetch_close (f->prefetch);
      WAIT_UNTIL (G_OBJECT (f->prefetch)->ref_count == 1);
      g_clear_object (&f->prefetch);
    }
  sanera_child_fetcher_close (f->fetcher);
  WAIT_UNTIL (G_OBJECT (f->fetcher)->ref_count == 1);
  g_clear_object (&f->fetcher);
  sanera_cache_close (f->cache);
  WAIT_UNTIL (G_OBJECT (f->cache)->ref_count == 1);
  g_clear_object (&f->cache);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  GError *error = NULL;

  f->server = canned_server_new (NULL, NULL);
  f->folder = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  f->address = canned_server_get_address (f->server);
  f->session = sanera_session_new (f->address, NULL, NULL, &error);
  g_assert_no_error (error);
  open_cache (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_cache (f);
  g_clear_object (&f->session);
  canned_server_free (f->server);
  sync_support_remove_folder (f->folder);
  g_free (f->address);
  g_free (f->folder);
}

static void
put_row (Fixture *f, SaneraList list, const char *id, gint64 change)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  gpointer data = cache_support_make_row (list, 1, 1);
  const SaneraField *id_field = &noun->fields[0];
  const SaneraField *change_field = sanera_noun_find (noun, "change");

  g_free (G_STRUCT_MEMBER (char *, data, id_field->offset));
  G_STRUCT_MEMBER (char *, data, id_field->offset) = g_strdup (id);
  G_STRUCT_MEMBER (gint64, data, change_field->offset) = change;
  cache_support_put (f->cache, list, NULL, data, 1);
  sanera_noun_data_free (noun, data);
}

static void
put_activity (Fixture *f, const char *id, const char *mail, const char *recommendation)
{
  SaneraActivityData *data = cache_support_make_row (SANERA_LIST_ACTIVITIES, 1, 1);

  g_free (data->id);
  data->id = g_strdup (id);
  g_free (data->requester_email);
  data->requester_email = g_strdup (mail);
  g_free (data->recommendation_reference);
  data->recommendation_reference = g_strdup (recommendation);
  data->change = 5;
  cache_support_put (f->cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  sanera_noun_data_free (&sanera_activity_noun, data);
}

static gboolean
write_sql_func (SaneraDb *db,
                gpointer data,
                gpointer *result,
                GDestroyNotify *result_free,
                GCancellable *cancellable,
                GError **error)
{
  return sanera_db_exec (db, data, error);
}

static void
run_sql (Fixture *f, const char *sql)
{
  GError *error = NULL;

  sanera_store_write (sanera_cache_get_store (f->cache), write_sql_func, (gpointer)sql, NULL,
                      &error);
  g_assert_no_error (error);
}

static void
note_opened (Fixture *f, SaneraList list, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  sanera_cache_note_opened_async (f->cache, list, id, g_get_real_time (), sync_support_take_result,
                                  &result);
  WAIT_UNTIL (result != NULL);
  sanera_cache_run_finish (f->cache, result, &error);
  g_assert_no_error (error);
}

static void
sign_in (Fixture *f, const char *capabilities)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO meta VALUES ('email', 'Anna@example.org'), "
                                          "('capabilities', '%s')",
                                          capabilities);

  run_sql (f, sql);
  sanera_cache_reload_info (f->cache);
}

static void
push_page (Fixture *f, guint from, guint n, const char *next)
{
  g_autoptr (GString) body = g_string_new ("{\"value\":[");

  for (guint i = from; i < from + n; i++)
    g_string_append_printf (body, "%s{\"id\":\"%u\",\"computerDnsName\":\"pc%u\"}",
                            i > from ? "," : "", i, i);
  g_string_append_c (body, ']');
  if (next != NULL)
    g_string_append_printf (body, ",\"@odata.nextLink\":\"%s%s\"", f->address, next);
  g_string_append_c (body, '}');
  canned_server_push_json (f->server, 200, "", body->str);
}

static gboolean
fetch (Fixture *f, SaneraList list, const char *id, SaneraChildUse use, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sanera_child_fetcher_fetch_async (f->fetcher, list, id, use, NULL, sync_support_take_result,
                                    &result);
  WAIT_UNTIL (result != NULL);
  return sanera_child_fetcher_fetch_finish (f->fetcher, result, error);
}

static void
fetch_well (Fixture *f)
{
  GError *error = NULL;

  g_assert_true (fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON, &error));
  g_assert_no_error (error);
}

static gint64
count_devices (Fixture *f)
{
  return sync_support_query_int (f->cache, "SELECT count (*) FROM recommendation_machines");
}

static void
assert_request (Fixture *f, guint i, const char *path)
{
  g_autofree char *request = canned_server_get_request (f->server, i);
  g_autofree char *line = g_strdup_printf ("GET %s HTTP/1.1", path);

  g_assert_true (g_str_has_prefix (request, line));
}

static void
test_once (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;

  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  push_page (f, 0, 2, "/more?$skiptoken=2");
  push_page (f, 2, 2, NULL);
  fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 2);
  assert_request (f, 0, "/sanera/v1/recommendations/va-_-v-_-p/machineReferences?$top=2000");
  assert_request (f, 1, "/more?$skiptoken=2");
  g_assert_cmpint (count_devices (f), ==, 4);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_true (sanera_children_is_current (children));
  g_assert_cmpint (children->row_count, ==, 4);

  /* It has not changed: nobody is asked, and without a server it is there as well. */
  fetch_well (f);
  g_clear_object (&f->session);
  fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 2);
}

static void
test_changed (Fixture *f, gconstpointer data)
{
  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  push_page (f, 0, 3, NULL);
  fetch_well (f);
  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 6);
  push_page (f, 1, 1, NULL);
  fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 2);
  g_assert_cmpint (count_devices (f), ==, 1);

  /* What moves without the row, once a day. */
  run_sql (f, "UPDATE children SET fetched_on = fetched_on - 90000000000");
  push_page (f, 1, 2, NULL);
  fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 3);
  g_assert_cmpint (count_devices (f), ==, 2);
}

/* The activities of a device change without the device. */
static void
test_of_device (Fixture *f, gconstpointer data)
{
  GError *error = NULL;

  put_row (f, SANERA_LIST_DEVICES, "d", 5);
  for (guint i = 0; i < 2; i++)
    {
      canned_server_push_json (f->server, 200, "", "{\"value\":[{\"id\":\"a\"}]}");
      g_assert_true (
          fetch (f, SANERA_LIST_DEVICE_ACTIVITIES, "d", SANERA_CHILD_USE_PERSON, &error));
      g_assert_true (
          fetch (f, SANERA_LIST_DEVICE_ACTIVITIES, "d", SANERA_CHILD_USE_PERSON, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, i + 1);
      run_sql (f, "INSERT OR REPLACE INTO meta VALUES ('cursor', 'later')");
      sanera_cache_reload_info (f->cache);
    }
}

/* The groups of devices of an activity are four lists of the same devices. */
static void
test_together (Fixture *f, gconstpointer data)
{
  GAsyncResult *results[3] = { NULL };

  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  push_page (f, 0, 3, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    sanera_child_fetcher_fetch_async (f->fetcher, DEVICES, RECOMMENDATION,
                                      i == 0 ? SANERA_CHILD_USE_BACKGROUND
                                             : SANERA_CHILD_USE_PERSON,
                                      NULL, sync_support_take_result, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      WAIT_UNTIL (results[i] != NULL);
      g_assert_true (sanera_child_fetcher_fetch_finish (f->fetcher, results[i], NULL));
      g_clear_object (&results[i]);
    }
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 1);
}

/* Fetches the first page and gives up while the second one is on its way. */
static void
interrupt (Fixture *f)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const guint before = canned_server_get_n_requests (f->server);

  push_page (f, 0, 2, "/more?$skiptoken=2");
  canned_server_push (f->server, "HTTP/1.1 200 OK\r\n", CANNED_HANG);
  sanera_child_fetcher_fetch_async (f->fetcher, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON,
                                    cancellable, sync_support_take_result, &result);
  WAIT_UNTIL (canned_server_get_n_requests (f->server) == before + 2);
  g_assert_true (sanera_child_fetcher_is_busy (f->fetcher));
  g_cancellable_cancel (cancellable);
  WAIT_UNTIL (result != NULL);
  g_assert_false (sanera_child_fetcher_fetch_finish (f->fetcher, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (sanera_child_fetcher_is_busy (f->fetcher));
  g_assert_cmpint (count_devices (f), >=, 2);
}

static void
test_resumed (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;

  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  interrupt (f);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_false (sanera_children_is_complete (children));
  g_assert_nonnull (children->next);

  /* Another program goes on where this one has stopped. */
  close_cache (f);
  open_cache (f);
  push_page (f, 2, 3, NULL);
  fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 3);
  assert_request (f, 2, "/more?$skiptoken=2");
  g_assert_cmpint (count_devices (f), ==, 5);
}

/* What was interrupted is not gone on with when its row has changed, or the server has forgotten
 * the place. */
static void
test_not_resumed (Fixture *f, gconstpointer data)
{
  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  interrupt (f);
  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 6);
  push_page (f, 1, 2, NULL);
  fetch_well (f);
  assert_request (f, 2, "/sanera/v1/recommendations/va-_-v-_-p/machineReferences?$top=2000");
  g_assert_cmpint (count_devices (f), ==, 2);

  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 7);
  interrupt (f);
  canned_server_push_json (f->server, 400, "", "{\"error\":{\"code\":\"ODataError\"}}");
  push_page (f, 7, 1, NULL);
  fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 7);
  g_assert_cmpint (count_devices (f), ==, 1);
}

/* What was here is removed between two pages, by trimming or because somebody has cleared the
 * cache: no page is left behind of which nobody knows, and who waits gets all of it. */
static void
test_books_gone (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;

  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  run_sql (f, "CREATE TRIGGER gone AFTER UPDATE OF next ON children WHEN new.next IS NOT NULL "
              "BEGIN DELETE FROM children; DELETE FROM recommendation_machines; END");
  push_page (f, 0, 2, "/more?$skiptoken=2");
  push_page (f, 2, 2, NULL);
  push_page (f, 0, 4, NULL);
  fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 3);
  assert_request (f, 2, "/sanera/v1/recommendations/va-_-v-_-p/machineReferences?$top=2000");
  g_assert_cmpint (count_devices (f), ==, 4);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_true (sanera_children_is_current (children));
  g_assert_cmpint (children->row_count, ==, 4);
}

/* A person looks at what is being fetched in the background, and leaves: from then on it gives way
 * again like anything of the background. */
static void
test_person_leaves (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) background = NULL;
  g_autoptr (GAsyncResult) person = NULL;
  g_autoptr (GError) error = NULL;

  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  push_page (f, 0, 2, "/more?$skiptoken=2");
  sanera_child_fetcher_set_pause (f->fetcher, TRUE);
  sanera_child_fetcher_fetch_async (f->fetcher, DEVICES, RECOMMENDATION,
                                    SANERA_CHILD_USE_BACKGROUND, NULL, sync_support_take_result,
                                    &background);
  sanera_child_fetcher_fetch_async (f->fetcher, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON,
                                    cancellable, sync_support_take_result, &person);
  g_assert_true (sanera_child_fetcher_is_busy (f->fetcher));
  g_cancellable_cancel (cancellable);
  g_assert_false (sanera_child_fetcher_is_busy (f->fetcher));
  WAIT_UNTIL (person != NULL && background != NULL);
  g_assert_false (sanera_child_fetcher_fetch_finish (f->fetcher, person, NULL));
  g_assert_false (sanera_child_fetcher_fetch_finish (f->fetcher, background, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 1);
}

static gboolean
count_anew_func (SaneraDb *db,
                 gpointer data,
                 gpointer *result,
                 GDestroyNotify *result_free,
                 GCancellable *cancellable,
                 GError **error)
{
  return sanera_children_forget_basis (db, error) &&
         sanera_children_note_page (db, DEVICES, RECOMMENDATION, 1, 1, NULL, g_get_real_time (),
                                    error);
}

/* The server counts anew while a fetch is under way: its numbers of before say nothing. */
static void
test_count_anew (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;
  GError *error = NULL;

  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  interrupt (f);
  sanera_store_write (sanera_cache_get_store (f->cache), count_anew_func, NULL, NULL, &error);
  g_assert_no_error (error);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_true (sanera_children_is_complete (children));
  g_assert_false (sanera_children_is_current (children));
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) not_sent = NULL;
  g_autoptr (GError) not_found = NULL;
  g_autoptr (GError) offline = NULL;
  g_autoptr (GError) no_value = NULL;

  /* The server does not know it yet: there is nothing to ask for. */
  put_row (f, SANERA_LIST_ACTIVITIES, "mine", SANERA_INT_NULL);
  g_assert_false (
      fetch (f, SANERA_LIST_ACTIVITY_DEVICES, "mine", SANERA_CHILD_USE_PERSON, &not_sent));
  g_assert_error (not_sent, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 0);

  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  canned_server_push_json (f->server, 404, "", "{\"error\":{\"code\":\"ResourceNotFound\"}}");
  g_assert_false (fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON, &not_found));
  g_assert_error (not_found, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);

  canned_server_push_json (f->server, 200, "", "{}");
  g_assert_false (fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON, &no_value));
  g_assert_error (no_value, SANERA_ERROR, SANERA_ERROR_PROTOCOL);

  g_clear_object (&f->session);
  g_assert_false (fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON, &offline));
  g_assert_error (offline, SANERA_ERROR, SANERA_ERROR_OFFLINE);
}

/* Fetching before somebody asks */

static const SaneraPrefetchLimits quick = { .quiet_ms = 1,
                                            .gap_ms = 1,
                                            .settle_ms = 1,
                                            .back_off_ms = 1,
                                            .period_ms = 3600 * 1000,
                                            .calls = 1000,
                                            .rows = 1000,
                                            .bytes = 1024 * 1024,
                                            .kept_bytes = 1024 * 1024 };

static void
start (Fixture *f, const SaneraPrefetchLimits *limits, SaneraKeep keep)
{
  f->prefetch = sanera_prefetch_new (f->cache, f->fetcher, limits);
  sanera_prefetch_set_keep (f->prefetch, keep);
  sanera_prefetch_set_online (f->prefetch, TRUE);
}

static void
push_some (Fixture *f, guint n)
{
  for (guint i = 0; i < n; i++)
    canned_server_push_json (f->server, 200, "", "{\"value\":[{\"id\":\"1\"}]}");
}

static void
wait_idle (Fixture *f, guint requests)
{
  WAIT_UNTIL (sanera_prefetch_is_idle (f->prefetch));
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, requests);
}

/* Opened: a recommendation and a device. Mine: an activity with its recommendation and its task.
 * Somebody else's: an activity with its recommendation and its task. */
static void
fill (Fixture *f)
{
  put_row (f, SANERA_LIST_RECOMMENDATIONS, "opened", 5);
  put_row (f, SANERA_LIST_RECOMMENDATIONS, "of-mine", 5);
  put_row (f, SANERA_LIST_RECOMMENDATIONS, "of-theirs", 5);
  put_row (f, SANERA_LIST_RECOMMENDATIONS, "of-nobody", 5);
  put_row (f, SANERA_LIST_DEVICES, "opened-device", 5);
  put_row (f, SANERA_LIST_DEVICES, "other-device", 5);
  put_activity (f, "mine", MAIL, "of-mine");
  put_activity (f, "theirs", "bo@example.org", "of-theirs");
  put_row (f, SANERA_LIST_ACTIVITIES, "unsent", SANERA_INT_NULL);
  put_row (f, SANERA_LIST_SECURITY_TASKS, "task-of-mine", 5);
  put_row (f, SANERA_LIST_SECURITY_TASKS, "task-of-theirs", 5);
  run_sql (f, "UPDATE remediation_tasks SET requester_email = 'anna@example.org' "
              "WHERE id = 'unsent';"
              "UPDATE security_tasks SET status = 'completed', list_rank = 2, "
              "remediation_task_id = 'mine' WHERE id = 'task-of-mine';"
              "UPDATE security_tasks SET status = 'pending', list_rank = 0, "
              "remediation_task_id = 'theirs' WHERE id = 'task-of-theirs'");
  note_opened (f, SANERA_LIST_RECOMMENDATIONS, "opened");
  note_opened (f, SANERA_LIST_DEVICES, "opened-device");
}

#define OF_OPENED (2 + 2) /* devices, vulnerabilities; recommendations, activities */
#define OF_MINE (2 + 2 + 1) /* devices, history; of the recommendation; devices of the task */
#define OF_TASKS 1
#define OF_THEIRS (2 + 2) /* as of mine; the task is fetched already, or is counted below */

static const struct
{
  SaneraKeep keep;
  const char *capabilities;
  guint calls;
} scopes[] = {
  { SANERA_KEEP_OPENED, "read decide", OF_OPENED },
  { SANERA_KEEP_MINE, "read request", OF_OPENED + OF_MINE },
  { SANERA_KEEP_MINE, "read decide", OF_OPENED + OF_MINE + OF_TASKS },
  { SANERA_KEEP_ACTIVITIES, "read request", OF_OPENED + OF_MINE + OF_THEIRS + OF_TASKS },
};

static void
test_scope (Fixture *f, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);

  fill (f);
  sign_in (f, scopes[i].capabilities);
  push_some (f, scopes[i].calls);
  start (f, &quick, scopes[i].keep);
  wait_idle (f, scopes[i].calls);

  /* Nothing has changed, so nothing is fetched, now or by the next program. */
  sanera_cache_emit_changed (f->cache, 1u << SANERA_LIST_ACTIVITIES);
  wait_idle (f, scopes[i].calls);
  close_cache (f);
  open_cache (f);
  start (f, &quick, scopes[i].keep);
  wait_idle (f, scopes[i].calls);

  /* Only what has. */
  put_row (f, SANERA_LIST_RECOMMENDATIONS, "opened", 6);
  push_some (f, 2);
  sanera_cache_emit_changed (f->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  wait_idle (f, scopes[i].calls + 2);
}

/* Many more than one search hands out. */
static void
test_many (Fixture *f, gconstpointer data)
{
  const guint n = 150;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      put_activity (f, id, i % 2 == 0 ? MAIL : "bo@example.org", NULL);
    }
  sign_in (f, "read");
  push_some (f, 2 * n);
  start (f, &quick, SANERA_KEEP_ACTIVITIES);
  wait_idle (f, 2 * n);
}

static void
test_back_off (Fixture *f, gconstpointer data)
{
  fill (f);
  sign_in (f, "read");
  canned_server_push_json (f->server, 429, "Retry-After: 0\r\n", "{}");
  canned_server_push_json (f->server, 503, "", "{}");
  canned_server_push_json (f->server, 500, "", "{}");
  push_some (f, OF_OPENED);
  start (f, &quick, SANERA_KEEP_OPENED);
  wait_idle (f, 3 + OF_OPENED);
}

static gboolean
pass_cb (gpointer passed)
{
  *(gboolean *)passed = TRUE;
  return G_SOURCE_REMOVE;
}

/* What waits long does not ask: one call, and the time for the next is far away. */
static void
test_back_off_waits (Fixture *f, gconstpointer data)
{
  gboolean passed = FALSE;
  SaneraPrefetchLimits limits = quick;

  limits.back_off_ms = 3600 * 1000;
  fill (f);
  canned_server_push_json (f->server, 429, "", "{}");
  start (f, &limits, SANERA_KEEP_OPENED);
  WAIT_UNTIL (canned_server_get_n_requests (f->server) == 1);
  WAIT_UNTIL (G_OBJECT (f->prefetch)->ref_count == 1);
  /* Behind the step that finds that it has to wait: as low, and later. */
  g_timeout_add_full (G_PRIORITY_LOW, 20, pass_cb, &passed, NULL);
  WAIT_UNTIL (passed);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 1);
  g_assert_false (sanera_prefetch_is_idle (f->prefetch));

  /* Being online again is news, however long it was to wait. */
  push_some (f, OF_OPENED);
  sanera_prefetch_set_online (f->prefetch, FALSE);
  sanera_prefetch_set_online (f->prefetch, TRUE);
  wait_idle (f, 1 + OF_OPENED);
}

/* What the server refuses is passed over, and not asked for again at each change. */
static void
test_refusal (Fixture *f, gconstpointer data)
{
  fill (f);
  canned_server_push_json (f->server, 404, "", "{}");
  canned_server_push_json (f->server, 403, "", "{}");
  canned_server_push_json (f->server, 200, "", "[]");
  push_some (f, OF_OPENED - 3);
  start (f, &quick, SANERA_KEEP_OPENED);
  wait_idle (f, OF_OPENED);
  sanera_cache_emit_changed (f->cache, 1u << SANERA_LIST_ACTIVITIES);
  wait_idle (f, OF_OPENED);

  /* The next day it is. */
  run_sql (f, "UPDATE children SET retry_on = retry_on - 90000000000");
  push_some (f, 3);
  sanera_cache_emit_changed (f->cache, 1u << SANERA_LIST_ACTIVITIES);
  wait_idle (f, OF_OPENED + 3);
}

/* Somebody acts while a long list comes in: the page that is on its way is the last. */
static void
test_gives_way (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;

  put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  push_page (f, 0, 2, "/more?$skiptoken=2");
  sanera_child_fetcher_set_pause (f->fetcher, TRUE);
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_BACKGROUND, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  }
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 1);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_nonnull (children->next);
  /* When they have finished, it goes on with the second page. */
  note_opened (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION);
  push_page (f, 2, 2, NULL);
  canned_server_push_json (f->server, 200, "", "{\"value\":[]}");
  start (f, &quick, SANERA_KEEP_OPENED);
  sanera_prefetch_note_person (f->prefetch);
  wait_idle (f, 3);
  assert_request (f, 1, "/more?$skiptoken=2");
  g_assert_cmpint (count_devices (f), ==, 4);
}

static void
test_person_acts (Fixture *f, gconstpointer data)
{
  SaneraPrefetchLimits limits = quick;

  limits.quiet_ms = 3600 * 1000;
  fill (f);
  f->prefetch = sanera_prefetch_new (f->cache, f->fetcher, &limits);
  sanera_prefetch_set_keep (f->prefetch, SANERA_KEEP_OPENED);
  sanera_prefetch_note_person (f->prefetch);
  sanera_prefetch_set_online (f->prefetch, TRUE);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, i == 0);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 0);
  g_assert_false (sanera_prefetch_is_idle (f->prefetch));
}

/* So many calls, rows or bytes, and then no more in this period. */
static void
test_budget (Fixture *f, gconstpointer data)
{
  SaneraPrefetchLimits limits[3] = { quick, quick, quick };
  const guint i = GPOINTER_TO_UINT (data);

  limits[0].calls = 2;
  limits[1].rows = 2;
  limits[2].bytes = 40; /* two answers of 24 bytes */
  fill (f);
  push_some (f, OF_OPENED);
  start (f, &limits[i], SANERA_KEEP_OPENED);
  WAIT_UNTIL (canned_server_get_n_requests (f->server) == 2 &&
              G_OBJECT (f->prefetch)->ref_count == 1);
  for (guint k = 0; k < 20; k++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 2);
  g_assert_false (sanera_prefetch_is_idle (f->prefetch));
}

/* When so much is kept already, nothing is added that nobody has asked for. */
static void
test_full (Fixture *f, gconstpointer data)
{
  SaneraPrefetchLimits limits = quick;

  limits.kept_bytes = 40;
  fill (f);
  push_some (f, OF_OPENED);
  start (f, &limits, SANERA_KEEP_OPENED);
  wait_idle (f, 2);
}

static void
keep (Fixture *f, SaneraList list, const char *id, gint64 rows, gint64 used_on)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  const char *table = sanera_list_get_info (list)->table;

  g_string_printf (sql,
                   "INSERT INTO children (list, parent_id, generation, fetched_on, basis, "
                   "row_count, bytes, used_on) VALUES ('%s', '%s', 1, %" G_GINT64_FORMAT
                   ", 5, %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ");"
                   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                   "%" G_GINT64_FORMAT ") INSERT INTO %s (parent_id, id) SELECT '%s', i FROM n",
                   table, id, used_on, rows, 100 * rows, used_on, rows, table, id);
  run_sql (f, sql->str);
}

static void
trim (Fixture *f, SaneraKeep scope, gint64 max_bytes)
{
  sanera_cache_trim_children (f->cache, scope, max_bytes, g_get_real_time ());
  WAIT_UNTIL (G_OBJECT (f->cache)->ref_count == 2); /* the fetcher has one */
}

static gboolean
is_kept (Fixture *f, SaneraList list, const char *id)
{
  const char *table = sanera_list_get_info (list)->table;
  g_autofree char *rows =
      g_strdup_printf ("SELECT count (*) FROM %s WHERE parent_id = '%s'", table, id);
  g_autofree char *books = g_strdup_printf (
      "SELECT count (*) FROM children WHERE list = '%s' AND parent_id = '%s'", table, id);
  const gboolean has_rows = sync_support_query_int (f->cache, rows) > 0;

  g_assert_cmpint (sync_support_query_int (f->cache, books) > 0, ==, has_rows);
  return has_rows;
}

static void
test_trim_scope (Fixture *f, gconstpointer data)
{
  static const struct
  {
    SaneraList list;
    const char *id;
    gboolean kept[3]; /* by SaneraKeep */
  } cases[] = {
    { SANERA_LIST_RECOMMENDATION_DEVICES, "opened", { TRUE, TRUE, TRUE } },
    { SANERA_LIST_DEVICE_ACTIVITIES, "opened-device", { TRUE, TRUE, TRUE } },
    { SANERA_LIST_RECOMMENDATION_VULNERABILITIES, "of-mine", { FALSE, TRUE, TRUE } },
    { SANERA_LIST_ACTIVITY_DEVICES, "mine", { FALSE, TRUE, TRUE } },
    { SANERA_LIST_SECURITY_TASK_DEVICES, "task-of-mine", { FALSE, TRUE, TRUE } },
    { SANERA_LIST_SECURITY_TASK_DEVICES, "task-of-theirs", { FALSE, TRUE, TRUE } },
    { SANERA_LIST_ACTIVITY_EVENTS, "theirs", { FALSE, FALSE, TRUE } },
    { SANERA_LIST_RECOMMENDATION_DEVICES, "of-theirs", { FALSE, FALSE, TRUE } },
    { SANERA_LIST_RECOMMENDATION_DEVICES, "of-nobody", { FALSE, FALSE, FALSE } },
    { SANERA_LIST_DEVICE_RECOMMENDATIONS, "other-device", { FALSE, FALSE, FALSE } },
    { SANERA_LIST_RECOMMENDATION_DEVICES, "gone", { FALSE, FALSE, FALSE } },
  };

  fill (f);
  sign_in (f, "read decide");
  note_opened (f, SANERA_LIST_RECOMMENDATIONS, "gone");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    keep (f, cases[i].list, cases[i].id, 3, g_get_real_time ());
  for (gint scope = SANERA_KEEP_ACTIVITIES; scope >= SANERA_KEEP_OPENED; scope--)
    {
      trim (f, (SaneraKeep)scope, G_MAXINT64);
      for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        g_assert_cmpint (is_kept (f, cases[i].list, cases[i].id), ==, cases[i].kept[scope]);
    }

  /* What was not opened for long. */
  run_sql (f, "UPDATE opened SET opened_on = opened_on - 91 * 86400000000 "
              "WHERE id = 'opened-device'");
  trim (f, SANERA_KEEP_OPENED, G_MAXINT64);
  g_assert_true (is_kept (f, SANERA_LIST_RECOMMENDATION_DEVICES, "opened"));
  g_assert_false (is_kept (f, SANERA_LIST_DEVICE_ACTIVITIES, "opened-device"));
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT count (*) FROM opened "
                                                     "WHERE id = 'opened-device'"),
                   ==, 0);
}

/* When it is too much, what was used least recently goes, a long list in several steps. */
static void
test_trim_size (Fixture *f, gconstpointer data)
{
  const gint64 now = g_get_real_time ();
  static const char *const ids[] = { "a", "b", "c" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      put_row (f, SANERA_LIST_RECOMMENDATIONS, ids[i], 5);
      note_opened (f, SANERA_LIST_RECOMMENDATIONS, ids[i]);
    }
  keep (f, DEVICES, "a", 10, now);
  keep (f, DEVICES, "b", 45000, now - 2);
  keep (f, DEVICES, "c", 10, now - 1);
  trim (f, SANERA_KEEP_MINE, 45020 * 100);
  g_assert_true (is_kept (f, DEVICES, "b"));
  trim (f, SANERA_KEEP_MINE, 15 * 100);
  g_assert_true (is_kept (f, DEVICES, "a"));
  g_assert_false (is_kept (f, DEVICES, "b"));
  g_assert_false (is_kept (f, DEVICES, "c"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func) \
  g_test_add ("/sync/children/" path, Fixture, data, set_up, func, tear_down)
  ADD ("once", NULL, test_once);
  ADD ("changed", NULL, test_changed);
  ADD ("of-device", NULL, test_of_device);
  ADD ("together", NULL, test_together);
  ADD ("resumed", NULL, test_resumed);
  ADD ("not-resumed", NULL, test_not_resumed);
  ADD ("books-gone", NULL, test_books_gone);
  ADD ("person-leaves", NULL, test_person_leaves);
  ADD ("count-anew", NULL, test_count_anew);
  ADD ("refused", NULL, test_refused);
  ADD ("scope/opened", GUINT_TO_POINTER (0), test_scope);
  ADD ("scope/mine", GUINT_TO_POINTER (1), test_scope);
  ADD ("scope/decides", GUINT_TO_POINTER (2), test_scope);
  ADD ("scope/activities", GUINT_TO_POINTER (3), test_scope);
  ADD ("many", NULL, test_many);
  ADD ("back-off", NULL, test_back_off);
  ADD ("back-off-waits", NULL, test_back_off_waits);
  ADD ("refusal", NULL, test_refusal);
  ADD ("gives-way", NULL, test_gives_way);
  ADD ("person-acts", NULL, test_person_acts);
  ADD ("budget/calls", GUINT_TO_POINTER (0), test_budget);
  ADD ("budget/rows", GUINT_TO_POINTER (1), test_budget);
  ADD ("budget/bytes", GUINT_TO_POINTER (2), test_budget);
  ADD ("full", NULL, test_full);
  ADD ("trim/scope", NULL, test_trim_scope);
  ADD ("trim/size", NULL, test_trim_size);

  return g_test_run ();
}
