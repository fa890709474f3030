/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "cache-support.h"
#include "sanera-activity.h"
#include "sanera-cache-private.h"
#include "sanera-language.h"
#include "sanera-query-run.h"
#include "sanera-recommendation.h"
#include "sanera-time.h"
#include "sanera-words.h"

/* The same queries answered by SQL and by looking at every row in C. */

#define N_ROWS 400
#define SEED 7

static char *folder;
static SaneraCache *cache;
static gpointer rows[SANERA_N_LISTS][N_ROWS];
static gint64 row_ids[SANERA_N_LISTS][N_ROWS];

typedef gboolean (*Holds) (gconstpointer data);

static SaneraDb *
db (void)
{
  return sanera_cache_get_main_db (cache);
}

static gint64
now (void)
{
  return sanera_date_new (2026, 11, 1) + SANERA_TIME_DAY / 2;
}

static GArray *
run_ids (SaneraQuerySql *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraIds) ids = sanera_query_run_sql (db (), sql, &error);
  GArray *out = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = ids->ids[i];

      g_array_append_val (out, id);
    }
  sanera_query_sql_free (sql);

  return out;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

  return x < y ? -1 : x > y;
}

static void
assert_same (GArray *a, GArray *b)
{
  g_assert_cmpmem (a->data, a->len * sizeof (gint64), b->data, b->len * sizeof (gint64));
}

/* Both plans of SQL give just the rows that hold, and counting agrees. */
static void
check_filter (SaneraQuery *query, Holds holds)
{
  SaneraList list = sanera_query_get_list (query);
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) rare = run_ids (sanera_query_sql_all (query, FALSE));
  g_autoptr (GArray) frequent = run_ids (sanera_query_sql_all (query, TRUE));
  g_autoptr (SaneraQuerySql) count = sanera_query_sql_count (query);
  sqlite3_stmt *statement;
  gboolean has_row;

  for (guint i = 0; i < N_ROWS; i++)
    if (holds (rows[list][i]))
      g_array_append_val (expected, row_ids[list][i]);

  /* The order is the same in both plans; which it is, is another test's matter. */
  assert_same (rare, frequent);
  g_array_sort (rare, compare_ids);
  g_array_sort (expected, compare_ids);
  assert_same (rare, expected);
  g_assert_cmpuint (expected->len, >, 0);
  g_assert_cmpuint (expected->len, <, N_ROWS);

  statement = sanera_query_sql_prepare (count, db (), NULL);
  g_assert_true (sanera_db_step (db (), statement, &has_row, NULL));
  g_assert_cmpint (sqlite3_column_int64 (statement, 0), ==, expected->len);
  sanera_db_reset (statement);
}

static SaneraQuery *
make (SaneraList list, const char *filter, const char *first, const char *second)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (list);
  g_autoptr (SaneraQuery) timed = sanera_query_with_now (query, now ());
  const char *values[] = { first, second, NULL };

  return sanera_query_with_filter (timed, filter, values);
}

#define REC(data) ((const SaneraRecommendationData *)data)
#define ACT(data) ((const SaneraActivityData *)data)
#define IS(text, value) (g_strcmp0 (text, value) == 0)

static gboolean
has (char **list, const char *text)
{
  return list != NULL && g_strv_contains ((const char *const *)list, text);
}

#define HOLDS(name, expression) \
  static gboolean name (gconstpointer d) { return (expression); }

HOLDS (rec_status, IS (REC (d)->status, "Active") || IS (REC (d)->status, "Exception"))
HOLDS (rec_type, IS (REC (d)->remediation_type, "Upgrade"))
HOLDS (rec_exploit, REC (d)->public_exploit)
HOLDS (rec_threat, REC (d)->public_exploit || REC (d)->active_alert)
HOLDS (rec_fix, REC (d)->fixable_weaknesses > 0)
HOLDS (rec_no_fix, REC (d)->fixable_weaknesses == 0)
HOLDS (rec_no_activity, REC (d)->activity_count == 0)
HOLDS (rec_exposed, REC (d)->exposed_machines_count > 0)
HOLDS (rec_os, has (REC (d)->os_platforms, "Linux") || has (REC (d)->os_platforms, "macOS"))
HOLDS (rec_tag, has (REC (d)->tags, "EOS"))
HOLDS (rec_component, IS (REC (d)->related_component, REC (rows[0][3])->related_component))
HOLDS (rec_reference, IS (REC (d)->id, "va-_-v3-_-p3"))
HOLDS (act_status, IS (ACT (d)->status, "Completed"))
HOLDS (act_type, IS (ACT (d)->type, "Update"))
HOLDS (act_priority, IS (ACT (d)->priority, "High") || IS (ACT (d)->priority, "Low"))
HOLDS (act_overdue,
       IS (ACT (d)->status, "Active") && ACT (d)->due_on != SANERA_INT_NULL &&
           ACT (d)->due_on < sanera_date_new (2026, 11, 1))
HOLDS (act_due,
       IS (ACT (d)->status, "Active") && ACT (d)->due_on != SANERA_INT_NULL &&
           ACT (d)->due_on < sanera_date_new (2026, 11, 8))
HOLDS (act_ticket, IS (ACT (d)->ticket_status, "pending"))
HOLDS (act_new_ticket, IS (ACT (d)->ticket_status, "brandNew"))
HOLDS (act_system,
       IS (ACT (d)->status, "Completed") && IS (ACT (d)->completion_method, "Automatic"))
HOLDS (act_person,
       IS (ACT (d)->status, "Completed") && IS (ACT (d)->completion_method, "Manual") &&
           ACT (d)->completer_email != NULL)
HOLDS (act_unknown, IS (ACT (d)->status, "Completed") && !act_system (d) && !act_person (d))
HOLDS (act_created, IS (ACT (d)->requester_email, "Bo@example.org"))
HOLDS (act_reference, IS (ACT (d)->recommendation_reference, "va-_-v3-_-p3"))

static void
test_filters (void)
{
  static const struct
  {
    SaneraList list;
    const char *filter;
    const char *first;
    const char *second;
    Holds holds;
  } table[] = {
    { SANERA_LIST_RECOMMENDATIONS, "status", "Active", "Exception", rec_status },
    { SANERA_LIST_RECOMMENDATIONS, "remediationType", "Upgrade", NULL, rec_type },
    { SANERA_LIST_RECOMMENDATIONS, "threats", "exploit", NULL, rec_exploit },
    { SANERA_LIST_RECOMMENDATIONS, "threats", "exploit", "alert", rec_threat },
    { SANERA_LIST_RECOMMENDATIONS, "fix", "yes", NULL, rec_fix },
    { SANERA_LIST_RECOMMENDATIONS, "fix", "no", NULL, rec_no_fix },
    { SANERA_LIST_RECOMMENDATIONS, "activity", "none", NULL, rec_no_activity },
    { SANERA_LIST_RECOMMENDATIONS, "exposed", "yes", NULL, rec_exposed },
    { SANERA_LIST_RECOMMENDATIONS, "osPlatform", "Linux", "macOS", rec_os },
    { SANERA_LIST_RECOMMENDATIONS, "tag", "EOS", NULL, rec_tag },
    { SANERA_LIST_RECOMMENDATIONS, "relatedComponent", NULL, NULL, rec_component },
    { SANERA_LIST_RECOMMENDATIONS, "recommendationReference", "va-_-v3-_-p3", NULL, rec_reference },
    { SANERA_LIST_ACTIVITIES, "status", "Completed", NULL, act_status },
    { SANERA_LIST_ACTIVITIES, "type", "Update", NULL, act_type },
    { SANERA_LIST_ACTIVITIES, "priority", "Low", "High", act_priority },
    { SANERA_LIST_ACTIVITIES, "due", "overdue", NULL, act_overdue },
    { SANERA_LIST_ACTIVITIES, "due", "overdue", "week", act_due },
    { SANERA_LIST_ACTIVITIES, "ticketStatus", "pending", NULL, act_ticket },
    { SANERA_LIST_ACTIVITIES, "ticketStatus", "brandNew", NULL, act_new_ticket },
    { SANERA_LIST_ACTIVITIES, "completedBy", "system", NULL, act_system },
    { SANERA_LIST_ACTIVITIES, "completedBy", "person", NULL, act_person },
    { SANERA_LIST_ACTIVITIES, "completedBy", "unknown", NULL, act_unknown },
    { SANERA_LIST_ACTIVITIES, "completedBy", "system", "unknown", NULL },
    { SANERA_LIST_ACTIVITIES, "createdBy", "bo@EXAMPLE.org", NULL, act_created },
    { SANERA_LIST_ACTIVITIES, "recommendationReference", "va-_-v3-_-p3", NULL, act_reference },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *first =
          table[i].first != NULL ? table[i].first : REC (rows[0][3])->related_component;
      g_autoptr (SaneraQuery) query = make (table[i].list, table[i].filter, first, table[i].second);

      g_test_message ("%s = %s", table[i].filter, first);
      if (table[i].holds != NULL)
        check_filter (query, table[i].holds);
    }
}

HOLDS (rec_several, rec_exposed (d) && rec_exploit (d) && rec_os (d))

static void
test_several_filters (void)
{
  const char *const yes[] = { "yes", NULL };
  const char *const exploit[] = { "exploit", NULL };
  g_autoptr (SaneraQuery) a = make (SANERA_LIST_RECOMMENDATIONS, "osPlatform", "Linux", "macOS");
  g_autoptr (SaneraQuery) b = sanera_query_with_filter (a, "exposed", yes);
  g_autoptr (SaneraQuery) c = sanera_query_with_filter (b, "threats", exploit);

  check_filter (c, rec_several);
}

/* A filter of another version shows nothing rather than everything. */
static void
test_unknown_filter (void)
{
  g_autoptr (SaneraQuery) a = make (SANERA_LIST_RECOMMENDATIONS, "moonPhase", "full", NULL);
  g_autoptr (SaneraQuery) b = make (SANERA_LIST_RECOMMENDATIONS, "threats", "sabotage", NULL);
  g_autoptr (SaneraQuery) c = make (SANERA_LIST_ACTIVITIES, "due", "someday", NULL);
  SaneraQuery *queries[] = { a, b, c };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GArray) ids = run_ids (sanera_query_sql_all (queries[i], FALSE));

      g_assert_cmpuint (ids->len, ==, 0);
    }
}

/* Search: by looking into the folded titles and components of every row. */

static const char *search_words[4];

static gboolean
search_holds (gconstpointer data)
{
  g_autofree char *shown = sanera_words_recommendation_title (data, FALSE);
  g_autofree char *english = sanera_words_recommendation_title (data, TRUE);
  g_autofree char *os = REC (data)->os_platforms != NULL
                            ? g_strjoinv ("\n", REC (data)->os_platforms)
                            : g_strdup ("");
  g_autofree char *tags =
      REC (data)->tags != NULL ? g_strjoinv ("\n", REC (data)->tags) : g_strdup ("");
  g_autofree char *all =
      g_strjoin ("\n", shown, english, REC (data)->related_component, REC (data)->product_name,
                 REC (data)->vendor, REC (data)->id, os, tags, NULL);
  g_autofree char *folded = sanera_language_fold (all);

  for (guint i = 0; search_words[i] != NULL; i++)
    if (strstr (folded, search_words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
test_search (void)
{
  static const struct
  {
    const char *text;
    const char *words[4];
  } table[] = {
    { "chro", { "chro" } },
    { "CHROME", { "chrome" } },
    { "ch", { "ch" } },
    { "x", { "x" } },
    { "漏洞", { "漏洞" } },
    { "洞管理器", { "洞管理器" } },
    { "libre", { "libre" } },
    { "ＬＩＢＲＥ", { "libre" } },
    { "åk", { "åk" } },
    { "ÅKERMANS", { "åkermans" } },
    { "google chrome", { "google", "chrome" } },
    { "  12　chrome ", { "12", "chrome" } },
    { "c h m", { "c", "h", "m" } },
    { "notepad++", { "notepad++" } },
    { "p1\"", { "p1\"" } },
    { "_-p3", { "_-p3" } },
    { "to % chrome", { "to", "%", "chrome" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
      g_autoptr (SaneraQuery) search = sanera_query_with_search (query, table[i].text);
      g_autoptr (GArray) walk = NULL;
      g_autoptr (GArray) all = NULL;
      g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (gint64));

      g_test_message ("%s", table[i].text);
      memcpy (search_words, table[i].words, sizeof (search_words));
      for (guint r = 0; r < N_ROWS; r++)
        if (search_holds (rows[SANERA_LIST_RECOMMENDATIONS][r]))
          g_array_append_val (expected, row_ids[SANERA_LIST_RECOMMENDATIONS][r]);
      walk = run_ids (sanera_query_sql_walk (search, 25, 2000));
      all = run_ids (sanera_query_sql_all (search, FALSE));

      /* The walk gives the same rows in the same order, as far as it goes. */
      g_assert_cmpuint (walk->len, ==, MIN (25, all->len));
      if (walk->len > 0)
        g_assert_cmpmem (walk->data, walk->len * sizeof (gint64), all->data,
                         walk->len * sizeof (gint64));
      {
        g_autoptr (GArray) frequent = run_ids (sanera_query_sql_all (search, TRUE));

        assert_same (frequent, all);
      }
      g_array_sort (all, compare_ids);
      g_array_sort (expected, compare_ids);
      assert_same (all, expected);
    }
}

/* The same when the full-text index knows all rows, as when it knew none. */
static void
test_search_indexed (void)
{
  cache_support_index (cache);
  test_search ();
}

/* Rows that changed after they were indexed are found by what they say now. */
static void
test_search_changed (void)
{
  for (guint i = 0; i < N_ROWS; i += 3)
    {
      SaneraRecommendationData *row = rows[SANERA_LIST_RECOMMENDATIONS][i];

      g_free (row->related_component);
      row->related_component = g_strdup_printf ("chrome changed %u", i);
      cache_support_put (cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
    }
  test_search ();
  test_search_indexed ();
}

static void
test_walk_budget (void)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) search = sanera_query_with_search (query, "p");
  g_autoptr (GArray) walk = run_ids (sanera_query_sql_walk (search, 25, 10));

  g_assert_cmpuint (walk->len, ==, 10);
}

/* Order */

static int
compare_double (double a, double b)
{
  return a < b ? -1 : a > b;
}

static int
compare_titles (gconstpointer a, gconstpointer b)
{
  g_autofree char *title_a =
      g_strconcat (REC (a)->related_component, "\357\277\276", REC (a)->recommended_version, NULL);
  g_autofree char *title_b =
      g_strconcat (REC (b)->related_component, "\357\277\276", REC (b)->recommended_version, NULL);
  g_autoptr (GBytes) key_a = sanera_language_sort_key (title_a);
  g_autoptr (GBytes) key_b = sanera_language_sort_key (title_b);

  return g_bytes_compare (key_a, key_b);
}

static int
compare_page (gconstpointer a, gconstpointer b)
{
  int c = compare_double (REC (b)->exposure_sum, REC (a)->exposure_sum);

  if (c == 0)
    c = REC (b)->public_exploit - REC (a)->public_exploit;
  if (c == 0)
    c = REC (b)->active_alert - REC (a)->active_alert;
  if (c == 0)
    c = compare_double ((double)REC (b)->exposed_machines_count,
                        (double)REC (a)->exposed_machines_count);
  if (c == 0)
    c = compare_double ((double)REC (b)->weaknesses, (double)REC (a)->weaknesses);

  return c == 0 ? compare_titles (a, b) : c;
}

static int
compare_weaknesses (gconstpointer a, gconstpointer b)
{
  return compare_double ((double)REC (a)->weaknesses, (double)REC (b)->weaknesses);
}

static int
compare_type (gconstpointer a, gconstpointer b)
{
  return sanera_enum_from_nick (&sanera_remediation_type_enum, REC (a)->remediation_type) -
         sanera_enum_from_nick (&sanera_remediation_type_enum, REC (b)->remediation_type);
}

static gint64
rank_due (const SaneraActivityData *data)
{
  return data->due_on == SANERA_INT_NULL ? G_MAXINT64 : data->due_on;
}

/* In progress by due date, then completed, the latest first. */
static int
compare_activities (gconstpointer a, gconstpointer b)
{
  gboolean done_a = IS (ACT (a)->status, "Completed");
  gboolean done_b = IS (ACT (b)->status, "Completed");

  if (done_a != done_b)
    return done_a - done_b;
  if (done_a)
    return compare_double ((double)ACT (b)->completed_on, (double)ACT (a)->completed_on);

  return compare_double ((double)rank_due (a), (double)rank_due (b));
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  return compare_double ((double)rank_due (a), (double)rank_due (b));
}

static int
compare_ticket (gconstpointer a, gconstpointer b)
{
  int x = sanera_enum_from_nick (&sanera_ticket_status_enum, ACT (a)->ticket_status);
  int y = sanera_enum_from_nick (&sanera_ticket_status_enum, ACT (b)->ticket_status);

  /* unknown to this version, or none: last */
  return (x == 0 ? G_MAXINT : x) < (y == 0 ? G_MAXINT : y)   ? -1
         : (x == 0 ? G_MAXINT : x) > (y == 0 ? G_MAXINT : y) ? 1
                                                             : 0;
}

static int
compare_created (gconstpointer a, gconstpointer b)
{
  return compare_double ((double)ACT (a)->created_on, (double)ACT (b)->created_on);
}

static double
fraction (const SaneraActivityData *data)
{
  return data->fixed_devices == SANERA_INT_NULL
             ? G_MAXDOUBLE
             : (double)data->fixed_devices / (double)data->target_devices;
}

static int
compare_progress (gconstpointer a, gconstpointer b)
{
  return compare_double (fraction (a), fraction (b));
}

static gconstpointer
row_of (SaneraList list, gint64 row_id)
{
  for (guint i = 0; i < N_ROWS; i++)
    if (row_ids[list][i] == row_id)
      return rows[list][i];
  g_assert_not_reached ();
}

static void
test_orders (void)
{
  static const struct
  {
    SaneraList list;
    const char *key;
    gboolean descending;
    GCompareFunc compare;
    gboolean backwards;
  } table[] = {
    { SANERA_LIST_RECOMMENDATIONS, "default", FALSE, compare_page, FALSE },
    { SANERA_LIST_RECOMMENDATIONS, "default", TRUE, compare_page, TRUE },
    { SANERA_LIST_RECOMMENDATIONS, "exposureImpact", TRUE, compare_page, FALSE },
    { SANERA_LIST_RECOMMENDATIONS, "exposureSum", FALSE, compare_page, TRUE },
    { SANERA_LIST_RECOMMENDATIONS, "noSuchKey", FALSE, compare_page, FALSE },
    { SANERA_LIST_RECOMMENDATIONS, "title", FALSE, compare_titles, FALSE },
    { SANERA_LIST_RECOMMENDATIONS, "title", TRUE, compare_titles, TRUE },
    { SANERA_LIST_RECOMMENDATIONS, "relatedComponent", FALSE, compare_titles, FALSE },
    { SANERA_LIST_RECOMMENDATIONS, "weaknesses", FALSE, compare_weaknesses, FALSE },
    { SANERA_LIST_RECOMMENDATIONS, "weaknesses", TRUE, compare_weaknesses, TRUE },
    { SANERA_LIST_RECOMMENDATIONS, "remediationType", FALSE, compare_type, FALSE },
    { SANERA_LIST_ACTIVITIES, "default", FALSE, compare_activities, FALSE },
    { SANERA_LIST_ACTIVITIES, "dueOn", FALSE, compare_due, FALSE },
    { SANERA_LIST_ACTIVITIES, "ticketStatus", FALSE, compare_ticket, FALSE },
    { SANERA_LIST_ACTIVITIES, "createdOn", TRUE, compare_created, TRUE },
    { SANERA_LIST_ACTIVITIES, "fixedDevices", FALSE, compare_progress, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      SaneraList list = table[i].list;
      g_autoptr (SaneraQuery) query = sanera_query_new (list);
      g_autoptr (SaneraQuery) ordered =
          sanera_query_with_order (query, table[i].key, table[i].descending);
      g_autoptr (GArray) ids = run_ids (sanera_query_sql_all (ordered, FALSE));
      g_autoptr (GArray) first = run_ids (sanera_query_sql_first (ordered, 25));

      g_test_message ("%s %s", table[i].key, table[i].descending ? "descending" : "ascending");
      g_assert_cmpuint (ids->len, ==, N_ROWS);
      g_assert_cmpmem (first->data, first->len * sizeof (gint64), ids->data, 25 * sizeof (gint64));
      for (guint r = 1; r < ids->len; r++)
        {
          int c = table[i].compare (row_of (list, g_array_index (ids, gint64, r - 1)),
                                    row_of (list, g_array_index (ids, gint64, r)));

          g_assert_true (table[i].backwards ? c >= 0 : c <= 0);
        }
    }
}

/* What is not known comes last in both directions. */
static void
test_nulls_last (void)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_ACTIVITIES);

  for (int descending = 0; descending < 2; descending++)
    {
      g_autoptr (SaneraQuery) ordered = sanera_query_with_order (query, "dueOn", descending);
      g_autoptr (GArray) ids = run_ids (sanera_query_sql_all (ordered, FALSE));
      gboolean nulls = FALSE;

      for (guint i = 0; i < ids->len; i++)
        {
          const SaneraActivityData *data =
              row_of (SANERA_LIST_ACTIVITIES, g_array_index (ids, gint64, i));

          g_assert_false (nulls && data->due_on != SANERA_INT_NULL);
          nulls = data->due_on == SANERA_INT_NULL;
        }
      g_assert_true (nulls);
    }
}

/* What SQLite does first to run @sql; nothing follows it. */
static char *
get_plan (SaneraQuerySql *sql)
{
  g_autofree char *explain =
      g_strconcat ("EXPLAIN QUERY PLAN ", sanera_query_sql_get_text (sql), NULL);
  sqlite3_stmt *statement = sanera_db_prepare (db (), explain, NULL);
  g_autoptr (GString) plan = g_string_new (NULL);
  gboolean has_row;

  g_assert_nonnull (statement);
  while (sanera_db_step (db (), statement, &has_row, NULL) && has_row)
    g_string_append_printf (plan, "%s\n", sanera_db_column_text (statement, 3));
  return g_string_free (g_steal_pointer (&plan), FALSE);
}

/* The page's own view is a walk over its index: no sorting, no look into the rows. So its first
 * rows cost the same whatever there is, and all its ids cost the pages of that index. */
static void
test_plan (void)
{
  const char *const statuses[] = { "Active", "PartialException", NULL };
  const char *const yes[] = { "yes", NULL };
  const char *const active[] = { "Active", NULL };
  g_autoptr (SaneraQuery) recommendations = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) a = sanera_query_with_filter (recommendations, "status", statuses);
  g_autoptr (SaneraQuery) b = sanera_query_with_filter (a, "exposed", yes);
  g_autoptr (SaneraQuery) c = sanera_query_with_order (b, "default", TRUE);
  g_autoptr (SaneraQuery) activities = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraQuery) d = sanera_query_with_filter (activities, "status", active);
  g_autoptr (SaneraQuery) e = sanera_query_new (SANERA_LIST_RECOMMENDATION_DEVICES);
  g_autoptr (SaneraQuery) f = sanera_query_with_parent (e, "va-_-v3-_-p3");
  g_autoptr (SaneraQuery) g = sanera_query_new (SANERA_LIST_INSTALLED_DEVICES);
  g_autoptr (SaneraQuery) h = sanera_query_with_parent (g, "va-_-v3-_-p3");
  g_autoptr (SaneraQuery) tasks = sanera_query_new (SANERA_LIST_SECURITY_TASKS);
  g_autoptr (SaneraQuery) exceptions = sanera_query_new (SANERA_LIST_EXCEPTIONS);
  SaneraQuery *queries[] = { b, c, d, f, h, tasks, exceptions };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (SaneraQuerySql) all = sanera_query_sql_all (queries[i], FALSE);
      g_autoptr (SaneraQuerySql) first = sanera_query_sql_first (queries[i], 25);
      g_autofree char *plan = get_plan (all);
      g_autofree char *first_plan = get_plan (first);

      g_assert_nonnull (strstr (plan, "COVERING INDEX"));
      g_assert_true (strchr (plan, '\n') == plan + strlen (plan) - 1);
      g_assert_null (strstr (first_plan, "TEMP B-TREE"));
      g_assert_nonnull (strstr (first_plan, "INDEX"));
    }
}

/* Three letters and more are looked up in the index of trigrams, never row after row; nor are the
 * texts of all read for the few that are not indexed yet. */
static void
test_search_plan (void)
{
  for (SaneraList list = SANERA_LIST_RECOMMENDATIONS; list <= SANERA_LIST_ACTIVITIES; list++)
    {
      g_autoptr (SaneraQuery) query = sanera_query_new (list);
      g_autoptr (SaneraQuery) search = sanera_query_with_search (query, "chrome");
      g_autoptr (SaneraQuerySql) sql = sanera_query_sql_all (search, FALSE);
      g_autofree char *plan = get_plan (sql);

      g_assert_nonnull (strstr (plan, "VIRTUAL TABLE INDEX"));
      g_assert_null (strstr (plan, "SCAN t\n"));
      g_assert_null (strstr (plan, "SCAN r\n"));
    }
}

static void
test_text (void)
{
  const char *const values[] = { "b'\"x", "a", NULL };
  const char *const sorted[] = { "a", "b'\"x", NULL };
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATION_DEVICES);
  g_autoptr (SaneraQuery) a = sanera_query_with_parent (query, "va-_-'x'");
  g_autoptr (SaneraQuery) b = sanera_query_with_search (a, "漏洞 \"q'");
  g_autoptr (SaneraQuery) c = sanera_query_with_filter (b, "state", values);
  g_autoptr (SaneraQuery) d = sanera_query_with_order (c, "lastSeen", TRUE);
  g_autofree char *text = sanera_query_to_string (d);
  g_autoptr (SaneraQuery) back = sanera_query_from_string (text);
  g_autoptr (SaneraQuery) unfiltered = sanera_query_with_filter (d, "state", NULL);
  gboolean descending;

  g_assert_nonnull (back);
  g_assert_true (sanera_query_equal (back, d));
  g_assert_false (sanera_query_equal (back, c));
  g_assert_false (sanera_query_equal (back, unfiltered));
  g_assert_cmpstr (sanera_query_get_parent (back), ==, "va-_-'x'");
  g_assert_cmpstr (sanera_query_get_search (back), ==, "漏洞 \"q'");
  g_assert_cmpstrv (sanera_query_get_filter (back, "state"), sorted);
  g_assert_null (sanera_query_get_filter (back, "other"));
  g_assert_cmpstr (sanera_query_get_order (back, &descending), ==, "lastSeen");
  g_assert_true (descending);
  g_assert_true (sanera_query_is_filtered (back));
  g_assert_false (sanera_query_is_filtered (query));

  g_assert_null (sanera_query_from_string (NULL));
  g_assert_null (sanera_query_from_string (""));
  g_assert_null (sanera_query_from_string ("(1, 2"));
  g_assert_null (sanera_query_from_string ("(99, '', '', 'default', false, {})"));
  g_assert_null (sanera_query_from_string ("(0, '', '', 'default', 5, {})"));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The field tables and the schema name the same columns; statements name them, so that their order
 * is of no account. */
static void
test_columns (void)
{
  for (guint list = 0; list < SANERA_N_LISTS; list++)
    {
      const SaneraListInfo *info = sanera_list_get_info (list);
      g_autofree char *own = sanera_db_noun_columns (info->noun, NULL);
      g_auto (GStrv) expected = g_strsplit (own, ", ", -1);
      g_autofree char *sql =
          g_strdup_printf ("SELECT name FROM pragma_table_info ('%s') WHERE name NOT IN "
                           "('row_id', 'parent_id', 'seen', 'title_key', 'search_fold', "
                           "'list_rank', 'list_time') ORDER BY name",
                           info->table);
      sqlite3_stmt *statement = sanera_db_prepare (db (), sql, NULL);
      gboolean has_row;

      g_assert_nonnull (statement);
      qsort (expected, g_strv_length (expected), sizeof (char *), compare_names);
      for (guint i = 0; expected[i] != NULL; i++)
        {
          g_assert_true (sanera_db_step (db (), statement, &has_row, NULL));
          g_assert_true (has_row);
          g_assert_cmpstr (sanera_db_column_text (statement, 0), ==, expected[i]);
        }
      g_assert_true (sanera_db_step (db (), statement, &has_row, NULL));
      g_assert_false (has_row);
    }
}

static void
set_up (SaneraList list)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  g_autofree char *sql = g_strdup_printf ("SELECT row_id FROM %s WHERE id = ?", info->table);

  cache_support_fill (cache, list, 0, N_ROWS, SEED);
  for (guint i = 0; i < N_ROWS; i++)
    {
      rows[list][i] = cache_support_make_row (list, i, SEED);
      g_assert_true (
          sanera_db_query_int (db (), &row_ids[list][i], NULL, sql, "t",
                               sanera_field_get_text (&info->noun->fields[0], rows[list][i])));
      g_assert_cmpint (row_ids[list][i], >, 0);
    }
}

static void
tear_down (SaneraList list)
{
  for (guint i = 0; i < N_ROWS; i++)
    sanera_noun_data_free (sanera_list_get_info (list)->noun, rows[list][i]);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int code;

  sanera_language_init ("sv", "/nowhere");
  g_test_init (&argc, &argv, NULL);
  folder = cache_support_make_folder ();
  cache = sanera_cache_open (folder, &error);
  g_assert_no_error (error);
  set_up (SANERA_LIST_RECOMMENDATIONS);
  set_up (SANERA_LIST_ACTIVITIES);

  g_test_add_func ("/query/columns", test_columns);
  g_test_add_func ("/query/filters", test_filters);
  g_test_add_func ("/query/several-filters", test_several_filters);
  g_test_add_func ("/query/unknown-filter", test_unknown_filter);
  g_test_add_func ("/query/search", test_search);
  g_test_add_func ("/query/search-indexed", test_search_indexed);
  g_test_add_func ("/query/search-changed", test_search_changed);
  g_test_add_func ("/query/walk-budget", test_walk_budget);
  g_test_add_func ("/query/orders", test_orders);
  g_test_add_func ("/query/nulls-last", test_nulls_last);
  g_test_add_func ("/query/plan", test_plan);
  g_test_add_func ("/query/search-plan", test_search_plan);
  g_test_add_func ("/query/text", test_text);
  code = g_test_run ();

  tear_down (SANERA_LIST_RECOMMENDATIONS);
  tear_down (SANERA_LIST_ACTIVITIES);
  sanera_cache_close (cache);
  g_object_unref (cache);
  cache_support_remove_folder (folder);

  return code;
}
