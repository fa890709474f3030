/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What belongs to a row: fetched before somebody asks for it, and let go again. */

#include "children-support.h"

#include <string.h>

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
start (ChildrenFixture *f, const SaneraPrefetchLimits *limits, SaneraKeep keep)
{
  f->prefetch = sanera_prefetch_new (f->cache, f->fetcher, limits);
  sanera_prefetch_set_keep (f->prefetch, keep);
  sanera_prefetch_set_online (f->prefetch, TRUE);
}

static void
push_some (ChildrenFixture *f, guint n)
{
  for (guint i = 0; i < n; i++)
    canned_server_push_json (f->server, 200, "", "{\"value\":[{\"id\":\"1\"}]}");
}

static void
wait_idle (ChildrenFixture *f, guint requests)
{
  WAIT_UNTIL (sanera_prefetch_is_idle (f->prefetch));
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, requests);
}

/* Opened: a recommendation and a device. Mine: an activity with its recommendation and its task.
 * Somebody else's: an activity with its recommendation and its task. */
static void
fill (ChildrenFixture *f)
{
  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, "opened", 5);
  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, "of-mine", 5);
  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, "of-theirs", 5);
  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, "of-nobody", 5);
  children_put_row (f, SANERA_LIST_DEVICES, "opened-device", 5);
  children_put_row (f, SANERA_LIST_DEVICES, "other-device", 5);
  children_put_activity (f, "mine", MAIL, "of-mine");
  children_put_activity (f, "theirs", "bo@example.org", "of-theirs");
  children_put_row (f, SANERA_LIST_ACTIVITIES, "unsent", SANERA_INT_NULL);
  children_put_row (f, SANERA_LIST_SECURITY_TASKS, "task-of-mine", 5);
  children_put_row (f, SANERA_LIST_SECURITY_TASKS, "task-of-theirs", 5);
  children_run_sql (f, "UPDATE remediation_tasks SET requester_email = 'anna@example.org' "
                       "WHERE id = 'unsent';"
                       "UPDATE security_tasks SET status = 'completed', list_rank = 2, "
                       "remediation_task_id = 'mine' WHERE id = 'task-of-mine';"
                       "UPDATE security_tasks SET status = 'pending', list_rank = 0, "
                       "remediation_task_id = 'theirs' WHERE id = 'task-of-theirs'");
  children_note_opened (f, SANERA_LIST_RECOMMENDATIONS, "opened");
  children_note_opened (f, SANERA_LIST_DEVICES, "opened-device");
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
test_scope (ChildrenFixture *f, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);

  fill (f);
  children_sign_in (f, scopes[i].capabilities);
  push_some (f, scopes[i].calls);
  start (f, &quick, scopes[i].keep);
  wait_idle (f, scopes[i].calls);

  /* Nothing has changed, so nothing is fetched, now or by the next program. */
  sanera_cache_emit_changed (f->cache, 1u << SANERA_LIST_ACTIVITIES);
  wait_idle (f, scopes[i].calls);
  children_close_cache (f);
  children_open_cache (f);
  start (f, &quick, scopes[i].keep);
  wait_idle (f, scopes[i].calls);

  /* Only what has. */
  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, "opened", 6);
  push_some (f, 2);
  sanera_cache_emit_changed (f->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  wait_idle (f, scopes[i].calls + 2);
}

/* What has the software of a recommendation is fetched too, where it is about software. */
static void
test_installed (ChildrenFixture *f, gconstpointer data)
{
  const char *id = data;
  const guint calls = g_str_has_prefix (id, "va-_-") ? 3 : 2;

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, id, 5);
  children_note_opened (f, SANERA_LIST_RECOMMENDATIONS, id);
  children_sign_in (f, "read");
  push_some (f, calls);
  start (f, &quick, SANERA_KEEP_OPENED);
  wait_idle (f, calls);
}

/* Many more than one search hands out. */
static void
test_many (ChildrenFixture *f, gconstpointer data)
{
  const guint n = 150;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      children_put_activity (f, id, i % 2 == 0 ? MAIL : "bo@example.org", NULL);
    }
  children_sign_in (f, "read");
  push_some (f, 2 * n);
  start (f, &quick, SANERA_KEEP_ACTIVITIES);
  wait_idle (f, 2 * n);
}

static void
test_back_off (ChildrenFixture *f, gconstpointer data)
{
  fill (f);
  children_sign_in (f, "read");
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

/* It has found that it has to wait: what comes as low and later is behind that step. */
static void
wait_waiting (ChildrenFixture *f, guint requests)
{
  gboolean passed = FALSE;

  WAIT_UNTIL (canned_server_get_n_requests (f->server) == requests);
  WAIT_UNTIL (G_OBJECT (f->prefetch)->ref_count == 1);
  g_timeout_add_full (G_PRIORITY_LOW, 20, pass_cb, &passed, NULL);
  WAIT_UNTIL (passed);
  WAIT_UNTIL (G_OBJECT (f->prefetch)->ref_count == 1);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, requests);
  g_assert_false (sanera_prefetch_is_idle (f->prefetch));
}

/* What waits long does not ask: one call, and the time for the next is far away. */
static void
test_back_off_waits (ChildrenFixture *f, gconstpointer data)
{
  SaneraPrefetchLimits limits = quick;

  limits.back_off_ms = 3600 * 1000;
  fill (f);
  canned_server_push_json (f->server, 429, "", "{}");
  start (f, &limits, SANERA_KEEP_OPENED);
  wait_waiting (f, 1);

  /* Being online again is news, however long it was to wait. */
  push_some (f, OF_OPENED);
  sanera_prefetch_set_online (f->prefetch, FALSE);
  sanera_prefetch_set_online (f->prefetch, TRUE);
  wait_idle (f, 1 + OF_OPENED);
}

/* What the server refuses is passed over, and not asked for again at each change. */
static void
test_refusal (ChildrenFixture *f, gconstpointer data)
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
  children_run_sql (f, "UPDATE children SET retry_on = retry_on - 90000000000");
  push_some (f, 3);
  sanera_cache_emit_changed (f->cache, 1u << SANERA_LIST_ACTIVITIES);
  wait_idle (f, OF_OPENED + 3);
}

/* Somebody acts while a long list comes in: the page that is on its way is the last. */
static void
test_gives_way (ChildrenFixture *f, gconstpointer data)
{
  g_autoptr (SaneraChildren) children = NULL;

  children_put_row (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION, 5);
  children_push_page (f, 0, 2, "/more?$skiptoken=2");
  sanera_child_fetcher_set_pause (f->fetcher, TRUE);
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (
        children_fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_BACKGROUND, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  }
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 1);
  children = sanera_cache_lookup_children (f->cache, DEVICES, RECOMMENDATION);
  g_assert_nonnull (children->next);
  /* When they have finished, it goes on with the second page. */
  children_note_opened (f, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION);
  children_push_page (f, 2, 2, NULL);
  for (guint i = 0; i < 2; i++) /* vulnerabilities, installed devices */
    canned_server_push_json (f->server, 200, "", "{\"value\":[]}");
  start (f, &quick, SANERA_KEEP_OPENED);
  sanera_prefetch_note_person (f->prefetch);
  wait_idle (f, 4);
  children_assert_request (f, 1, "/more?$skiptoken=2");
  g_assert_cmpint (children_count_devices (f), ==, 4);
}

static void
test_person_acts (ChildrenFixture *f, gconstpointer data)
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
test_budget (ChildrenFixture *f, gconstpointer data)
{
  SaneraPrefetchLimits limits[3] = { quick, quick, quick };
  const guint i = GPOINTER_TO_UINT (data);

  limits[0].calls = 2;
  limits[1].rows = 2;
  limits[2].bytes = 40; /* two answers of 24 bytes */
  fill (f);
  push_some (f, OF_OPENED);
  start (f, &limits[i], SANERA_KEEP_OPENED);
  wait_waiting (f, 2);
}

/* When so much is kept already, nothing is added that nobody has asked for. */
static void
test_full (ChildrenFixture *f, gconstpointer data)
{
  SaneraPrefetchLimits limits = quick;

  limits.kept_bytes = 40;
  fill (f);
  push_some (f, OF_OPENED);
  start (f, &limits, SANERA_KEEP_OPENED);
  wait_idle (f, 2);
}

static void
keep (ChildrenFixture *f, SaneraList list, const char *id, gint64 rows, gint64 used_on)
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
  children_run_sql (f, sql->str);
}

static void
trim (ChildrenFixture *f, SaneraKeep scope, gint64 max_bytes)
{
  sanera_cache_trim_children (f->cache, scope, max_bytes, g_get_real_time ());
  WAIT_UNTIL (G_OBJECT (f->cache)->ref_count == 2); /* the fetcher has one */
}

static gboolean
is_kept (ChildrenFixture *f, SaneraList list, const char *id)
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
test_trim_scope (ChildrenFixture *f, gconstpointer data)
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
  children_sign_in (f, "read decide");
  children_note_opened (f, SANERA_LIST_RECOMMENDATIONS, "gone");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    keep (f, cases[i].list, cases[i].id, 3, g_get_real_time ());
  for (gint scope = SANERA_KEEP_ACTIVITIES; scope >= SANERA_KEEP_OPENED; scope--)
    {
      trim (f, (SaneraKeep)scope, G_MAXINT64);
      for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        g_assert_cmpint (is_kept (f, cases[i].list, cases[i].id), ==, cases[i].kept[scope]);
    }

  /* What was not opened for long. */
  children_run_sql (f, "UPDATE opened SET opened_on = opened_on - 91 * 86400000000 "
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
test_trim_size (ChildrenFixture *f, gconstpointer data)
{
  const gint64 now = g_get_real_time ();
  static const char *const ids[] = { "a", "b", "c" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      children_put_row (f, SANERA_LIST_RECOMMENDATIONS, ids[i], 5);
      children_note_opened (f, SANERA_LIST_RECOMMENDATIONS, ids[i]);
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
#define ADD(path, data, func)                                                       \
  g_test_add ("/sync/prefetch/" path, ChildrenFixture, data, children_set_up, func, \
              children_tear_down)
  ADD ("scope/opened", GUINT_TO_POINTER (0), test_scope);
  ADD ("scope/mine", GUINT_TO_POINTER (1), test_scope);
  ADD ("scope/decides", GUINT_TO_POINTER (2), test_scope);
  ADD ("scope/activities", GUINT_TO_POINTER (3), test_scope);
  ADD ("installed/software", "va-_-v-_-p", test_installed);
  ADD ("installed/check", "sca-_-c", test_installed);
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
