/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What belongs to one row: fetched once, and gone on with after an interruption. */

#include "children-support.h"

static void
test_once (ChildrenFixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  children_push_page (f, 0, 2, "/more?$skiptoken=2");
  children_push_page (f, 2, 2, NULL);
  children_fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 2);
  children_assert_request (f, 0,
                           "/sanera/v1/recommendations/va-_-v-_-p/machineReferences?$top=2000");
  children_assert_request (f, 1, "/more?$skiptoken=2");
  g_assert_cmpint (children_count_devices (f), ==, 4);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_true (sanera_children_is_current (children));
  g_assert_cmpint (children->row_count, ==, 4);

  /* It has not changed: nobody is asked, and without a server it is there as well. */
  children_fetch_well (f);
  g_clear_object (&f->session);
  children_fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 2);
}

static void
test_changed (ChildrenFixture *f, gconstpointer data)
{
  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  children_push_page (f, 0, 3, NULL);
  children_fetch_well (f);
  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 6);
  children_push_page (f, 1, 1, NULL);
  children_fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 2);
  g_assert_cmpint (children_count_devices (f), ==, 1);

  /* What moves without the row, once a day. */
  children_run_sql (f, "UPDATE children SET fetched_on = fetched_on - 90000000000");
  children_push_page (f, 1, 2, NULL);
  children_fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 3);
  g_assert_cmpint (children_count_devices (f), ==, 2);
}

/* The devices that have the software of a recommendation are a list beside those that are exposed.
 */
static void
test_installed (ChildrenFixture *f, gconstpointer data)
{
  GError *error = NULL;

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  children_push_page (f, 0, 1, NULL);
  children_fetch_well (f);
  canned_server_push_json (
      f->server, 200, "",
      "{\"value\":[{\"id\":\"0\",\"installedVersion\":\"1\",\"state\":\"exposed\"},"
      "{\"id\":\"1\",\"installedVersion\":null,\"state\":null}]}");
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (children_fetch (f, SANERA_LIST_INSTALLED_DEVICES, RECOMMENDATION,
                                     SANERA_CHILD_USE_PERSON, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 2);
  children_assert_request (f, 1,
                           "/sanera/v1/recommendations/va-_-v-_-p/installedDevices?$top=2000");
  g_assert_cmpint (children_count_devices (f), ==, 1);
  g_assert_cmpint (sync_support_query_int (f->cache,
                                           "SELECT count (*) FROM installed_machines WHERE "
                                           "parent_id = 'va-_-v-_-p' AND (state = 'exposed' AND "
                                           "installed_version = '1' OR state IS NULL AND "
                                           "installed_version IS NULL)"),
                   ==, 2);
}

/* The activities of a device change without the device, those that have the software without the
 * recommendation. */
static void
test_of_device (ChildrenFixture *f, gconstpointer data)
{
  static const struct
  {
    SaneraList parents;
    const char *parent_id;
    SaneraList list;
  } cases[] = {
    { SANERA_LIST_DEVICES, "d", SANERA_LIST_DEVICE_ACTIVITIES },
    { SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, SANERA_LIST_INSTALLED_DEVICES },
  };
  GError *error = NULL;

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      SaneraList list = cases[i / 2].list;
      const char *parent_id = cases[i / 2].parent_id;
      const char *later = i % 2 == 0 ? "INSERT OR REPLACE INTO meta VALUES ('cursor', 'later')"
                                     : "INSERT OR REPLACE INTO meta VALUES ('cursor', 'latest')";

      children_put_row (f, cases[i / 2].parents, parent_id, 5);
      canned_server_push_json (f->server, 200, "", "{\"value\":[{\"id\":\"a\"}]}");
      for (guint k = 0; k < 2; k++)
        g_assert_true (children_fetch (f, list, parent_id, SANERA_CHILD_USE_PERSON, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, i + 1);
      children_run_sql (f, later);
      sanera_cache_reload_info (f->cache);
    }
}

/* The groups of devices of an activity are four lists of the same devices. */
static void
test_together (ChildrenFixture *f, gconstpointer data)
{
  GAsyncResult *results[3] = { NULL };

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  children_push_page (f, 0, 3, NULL);
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
interrupt (ChildrenFixture *f)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const guint before = canned_server_get_n_requests (f->server);

  children_push_page (f, 0, 2, "/more?$skiptoken=2");
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
  g_assert_cmpint (children_count_devices (f), >=, 2);
}

static void
test_resumed (ChildrenFixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  interrupt (f);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_false (sanera_children_is_complete (children));
  g_assert_nonnull (children->next);

  /* Another program goes on where this one has stopped. */
  children_close_cache (f);
  children_open_cache (f);
  children_push_page (f, 2, 3, NULL);
  children_fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 3);
  children_assert_request (f, 2, "/more?$skiptoken=2");
  g_assert_cmpint (children_count_devices (f), ==, 5);
}

/* What was interrupted is not gone on with when its row has changed, or the server has forgotten
 * the place. */
static void
test_not_resumed (ChildrenFixture *f, gconstpointer data)
{
  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  interrupt (f);
  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 6);
  children_push_page (f, 1, 2, NULL);
  children_fetch_well (f);
  children_assert_request (f, 2,
                           "/sanera/v1/recommendations/va-_-v-_-p/machineReferences?$top=2000");
  g_assert_cmpint (children_count_devices (f), ==, 2);

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 7);
  interrupt (f);
  canned_server_push_json (f->server, 400, "", "{\"error\":{\"code\":\"ODataError\"}}");
  children_push_page (f, 7, 1, NULL);
  children_fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 7);
  g_assert_cmpint (children_count_devices (f), ==, 1);
}

/* What was here is removed between two pages, by trimming or because somebody has cleared the
 * cache: no page is left behind of which nobody knows, and who waits gets all of it. */
static void
test_books_gone (ChildrenFixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  children_run_sql (
      f, "CREATE TRIGGER gone AFTER UPDATE OF next ON children WHEN new.next IS NOT NULL "
         "BEGIN DELETE FROM children; DELETE FROM recommendation_machines; END");
  children_push_page (f, 0, 2, "/more?$skiptoken=2");
  children_push_page (f, 2, 2, NULL);
  children_push_page (f, 0, 4, NULL);
  children_fetch_well (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 3);
  children_assert_request (f, 2,
                           "/sanera/v1/recommendations/va-_-v-_-p/machineReferences?$top=2000");
  g_assert_cmpint (children_count_devices (f), ==, 4);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_true (sanera_children_is_current (children));
  g_assert_cmpint (children->row_count, ==, 4);
}

/* A person looks at what is being fetched in the background, and leaves: from then on it gives way
 * again like anything of the background. */
static void
test_person_leaves (ChildrenFixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) background = NULL;
  g_autoptr (GAsyncResult) person = NULL;
  g_autoptr (GError) error = NULL;

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  children_push_page (f, 0, 2, "/more?$skiptoken=2");
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
test_count_anew (ChildrenFixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;
  GError *error = NULL;

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  interrupt (f);
  sanera_store_write (sanera_cache_get_store (f->cache), count_anew_func, NULL, NULL, &error);
  g_assert_no_error (error);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_true (sanera_children_is_complete (children));
  g_assert_false (sanera_children_is_current (children));
}

static void
test_refused (ChildrenFixture *f, gconstpointer data)
{
  g_autoptr (GError) not_sent = NULL;
  g_autoptr (GError) not_found = NULL;
  g_autoptr (GError) offline = NULL;
  g_autoptr (GError) no_value = NULL;

  /* The server does not know it yet: there is nothing to ask for. */
  children_put_row (f, SANERA_LIST_ACTIVITIES, "mine", SANERA_INT_NULL);
  g_assert_false (
      children_fetch (f, SANERA_LIST_ACTIVITY_DEVICES, "mine", SANERA_CHILD_USE_PERSON, &not_sent));
  g_assert_error (not_sent, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 0);

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  canned_server_push_json (f->server, 404, "", "{\"error\":{\"code\":\"ResourceNotFound\"}}");
  g_assert_false (children_fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON, &not_found));
  g_assert_error (not_found, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);

  canned_server_push_json (f->server, 200, "", "{}");
  g_assert_false (children_fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON, &no_value));
  g_assert_error (no_value, SANERA_ERROR, SANERA_ERROR_PROTOCOL);

  g_clear_object (&f->session);
  g_assert_false (children_fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON, &offline));
  g_assert_error (offline, SANERA_ERROR, SANERA_ERROR_OFFLINE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func)                                                       \
  g_test_add ("/sync/children/" path, ChildrenFixture, data, children_set_up, func, \
              children_tear_down)
  ADD ("once", NULL, test_once);
  ADD ("changed", NULL, test_changed);
  ADD ("installed", NULL, test_installed);
  ADD ("of-device", NULL, test_of_device);
  ADD ("together", NULL, test_together);
  ADD ("resumed", NULL, test_resumed);
  ADD ("not-resumed", NULL, test_not_resumed);
  ADD ("books-gone", NULL, test_books_gone);
  ADD ("person-leaves", NULL, test_person_leaves);
  ADD ("count-anew", NULL, test_count_anew);
  ADD ("refused", NULL, test_refused);

  return g_test_run ();
}
