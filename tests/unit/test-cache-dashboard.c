/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queries behind the dashboard: what has changed since a moment, and what is most urgent. */

#include <string.h>

#include "cache-support.h"
#include "sanera-activity.h"
#include "sanera-device-values.h"
#include "sanera-language.h"
#include "sanera-recommendation.h"
#include "sanera-record.h"
#include "sanera-time.h"
#include "sanera-words.h"

#define DAY SANERA_TIME_DAY
#define LIMIT 20

typedef struct
{
  char *folder;
  SaneraCache *cache;
} Fixture;

/* Noon of a day: days have begun, and are not over. */
static gint64
now (void)
{
  return sanera_date_new (2026, 11, 10) + DAY / 2;
}

static gint64
today (void)
{
  return sanera_date_new (2026, 11, 10);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = cache_support_make_folder ();
  self->cache = sanera_cache_open (self->folder, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  sanera_cache_close (self->cache);
  g_clear_object (&self->cache);
  cache_support_remove_folder (self->folder);
}

static void
put_recommendation (Fixture *self, const char *id, double sum, gint64 created_on)
{
  SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);

  data->id = g_strdup (id);
  data->status = g_strdup ("Active");
  data->exposure_sum = sum;
  data->exposed_machines_count = 1;
  data->created_on = created_on;
  cache_support_put (self->cache, SANERA_LIST_RECOMMENDATIONS, NULL, data, 1);
  sanera_noun_data_free (&sanera_recommendation_noun, data);
}

typedef struct
{
  const char *id;
  const char *status;
  const char *recommendation;
  gint64 created_on;
  gint64 modified_on;
  gint64 due_on;
  const char *outcome;
} Activity;

static void
put_activity (Fixture *self, const Activity *activity)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);

  data->id = g_strdup (activity->id);
  data->status = g_strdup (activity->status);
  data->type = g_strdup ("Update");
  data->recommendation_reference = g_strdup (activity->recommendation);
  data->created_on = activity->created_on;
  data->status_last_modified_on = activity->modified_on;
  data->due_on = activity->due_on;
  data->outcome = g_strdup (activity->outcome);
  cache_support_put (self->cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  sanera_noun_data_free (&sanera_activity_noun, data);
}

/* The ids that the query gives, in its order, as "a b c". */

typedef struct
{
  GPtrArray *records;
  gint64 total;
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  Answer *answer = data;

  answer->records = sanera_cache_top_finish (SANERA_CACHE (source), result, &answer->total, &error);
  g_assert_no_error (error);
}

static gboolean
is_answered (gpointer data)
{
  return ((Answer *)data)->records != NULL;
}

static char *
run_as_it_is (Fixture *self, SaneraQuery *query)
{
  Answer answer = { NULL, -1 };
  g_autoptr (GString) ids = g_string_new (NULL);

  sanera_cache_top_async (self->cache, query, LIMIT, NULL, answered_cb, &answer);
  cache_support_wait (is_answered, &answer);
  /* All fit, so counting has to agree. */
  g_assert_cmpint (answer.total, ==, answer.records->len);
  for (guint i = 0; i < answer.records->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "",
                            sanera_record_get_id (answer.records->pdata[i]));
  g_ptr_array_unref (answer.records);

  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* In Greenwich, now. */
static char *
run (Fixture *self, SaneraQuery *query)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (SaneraQuery) dated = sanera_query_with_now (query, now ());
  g_autoptr (SaneraQuery) placed = sanera_query_with_zone (dated, utc);

  return run_as_it_is (self, placed);
}

static SaneraQuery *
filter (SaneraQuery *query, const char *name, const char *value)
{
  SaneraQuery *filtered =
      sanera_query_with_filter (query, name, (const char *const[]){ value, NULL });

  sanera_query_unref (query);
  return filtered;
}

static SaneraQuery *
filter_since (SaneraQuery *query, const char *name, gint64 since)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, since);

  return filter (query, name, text);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Just these rows, in whatever order. */
static void
check_rows (Fixture *self, SaneraQuery *query, const char *expected)
{
  g_autofree char *found = run (self, query);
  g_auto (GStrv) ids = g_strsplit (found, " ", -1);
  g_autofree char *sorted = NULL;

  qsort (ids, g_strv_length (ids), sizeof *ids, compare_words);
  sorted = g_strjoinv (" ", ids);
  g_assert_cmpstr (sorted, ==, expected);
}

/* A recommendation is new from the very moment on; one whose beginning nobody knows is not. */
static void
test_new_since (Fixture *self, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = NULL;
  g_autoptr (SaneraQuery) later = NULL;

  put_recommendation (self, "before", 1, now () - 1);
  put_recommendation (self, "at", 2, now ());
  put_recommendation (self, "after", 3, now () + 1);
  put_recommendation (self, "unknown", 4, SANERA_INT_NULL);

  query = filter_since (sanera_query_new (SANERA_LIST_RECOMMENDATIONS), "newSince", now ());
  check_rows (self, query, "after at");
  later = filter_since (sanera_query_new (SANERA_LIST_RECOMMENDATIONS), "newSince", now () + 2);
  check_rows (self, later, "");
}

/* Three days ago is when the last visit was. */
static void
put_changes (Fixture *self)
{
  const gint64 before = now () - 8 * DAY, after = now () - DAY, none = SANERA_INT_NULL;
  const Activity activities[] = {
    { "old", "Active", NULL, before, none, none, NULL },
    { "requested", "Active", NULL, after, none, none, NULL },
    { "done-before", "Completed", NULL, before - DAY, before, none, NULL },
    { "done-since", "Completed", NULL, before, after, none, "exposureGone" },
    { "withdrawn-since", "Completed", NULL, before, after, none, "withdrawn" },
    { "reopened-before", "Active", NULL, before - DAY, before, none, NULL },
    { "reopened-since", "Active", NULL, before, after, none, NULL },
    { "late-before", "Active", NULL, before, none, today () - 5 * DAY, NULL },
    { "late-since", "Active", NULL, before, none, today () - DAY, NULL },
    { "due-today", "Active", NULL, before, none, today (), NULL },
    { "late-but-done", "Completed", NULL, before - DAY, before, today () - DAY, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    put_activity (self, &activities[i]);
}

static SaneraQuery *
changed_since (gint64 since)
{
  return filter_since (sanera_query_new (SANERA_LIST_ACTIVITIES), "changedSince", since);
}

/* Requested, completed, reopened, withdrawn or overdue since then; what became late before the
 * visit was on screen then, and what is completed is late no more. */
static void
test_changed_since (Fixture *self, gconstpointer data)
{
  const gint64 since = now () - 3 * DAY;
  g_autoptr (SaneraQuery) all = changed_since (since);
  g_autoptr (SaneraQuery) overdue = filter (changed_since (since), "due", "overdue");
  g_autoptr (SaneraQuery) none = changed_since (now ());

  put_changes (self);
  check_rows (self, all, "done-since late-since reopened-since requested withdrawn-since");
  check_rows (self, overdue, "late-since");
  check_rows (self, none, "");
}

/* A visit that ended on the last day before something was late did not see it late. */
static void
test_overdue_on_the_day (Fixture *self, gconstpointer data)
{
  const Activity late = {
    "late", "Active", NULL, now () - 30 * DAY, SANERA_INT_NULL, today () - DAY, NULL,
  };
  g_autoptr (SaneraQuery) due_day = changed_since (today () - 1);
  g_autoptr (SaneraQuery) today_begins = changed_since (today ());

  put_activity (self, &late);
  check_rows (self, due_day, "late");
  check_rows (self, today_begins, "");
}

/* A withdrawn activity is not a completed one; an activity that was never completed is not reopened
 * by its request. */
static void
test_change (Fixture *self, gconstpointer data)
{
  const gint64 since = now () - 3 * DAY;
  g_autoptr (SaneraQuery) completed = filter (changed_since (since), "change", "completed");
  g_autoptr (SaneraQuery) reopened = filter (changed_since (since), "change", "reopened");
  g_autoptr (SaneraQuery) ever =
      filter (sanera_query_new (SANERA_LIST_ACTIVITIES), "change", "reopened");
  g_autoptr (SaneraQuery) changed = changed_since (since);
  g_autoptr (SaneraQuery) either = sanera_query_with_filter (
      changed, "change", (const char *const[]){ "completed", "reopened", NULL });
  g_autoptr (SaneraQuery) unknown =
      filter (sanera_query_new (SANERA_LIST_ACTIVITIES), "change", "painted");

  put_changes (self);
  check_rows (self, completed, "done-since");
  check_rows (self, reopened, "reopened-since");
  check_rows (self, ever, "reopened-before reopened-since");
  check_rows (self, either, "done-since reopened-since");
  check_rows (self, unknown, "");
}

/* [154] overdue first, however small; then by the impact of the recommendation. How late does not
 * count. Today is not late yet. */
static void
test_urgency (Fixture *self, gconstpointer data)
{
  const gint64 created = now () - 40 * DAY, none = SANERA_INT_NULL;
  const Activity activities[] = {
    { "gone", "Active", "nothing", created, none, none, NULL },
    { "large", "Active", "r9", created, none, none, NULL },
    { "small-late", "Active", "r1", created, none, today () - 30 * DAY, NULL },
    { "middle-today", "Active", "r5", created, none, today (), NULL },
    { "middle-late", "Active", "r5", created, none, today () - DAY, NULL },
    { "small-later", "Active", "r1", created, none, today () + 20 * DAY, NULL },
  };
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraQuery) query = sanera_query_with_order (all, "urgency", FALSE);
  g_autofree char *ids = NULL;

  put_recommendation (self, "r1", 1, created);
  put_recommendation (self, "r5", 5, created);
  put_recommendation (self, "r9", 9, created);
  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    put_activity (self, &activities[i]);

  ids = run (self, query);
  g_assert_cmpstr (ids, ==, "middle-late small-late large middle-today small-later gone");
}

/* What is late depends on the date, so another day is another question; a plain one stays. */
static void
test_time (Fixture *self, gconstpointer data)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraQuery) urgent = sanera_query_with_order (all, "urgency", FALSE);
  g_autoptr (SaneraQuery) since = changed_since (now ());
  SaneraQuery *timed[] = { urgent, since };
  g_autoptr (SaneraQuery) plain_a = sanera_query_with_now (all, now ());
  g_autoptr (SaneraQuery) plain_b = sanera_query_with_now (all, now () + DAY);

  for (guint i = 0; i < G_N_ELEMENTS (timed); i++)
    {
      g_autoptr (SaneraQuery) a = sanera_query_with_now (timed[i], now ());
      g_autoptr (SaneraQuery) b = sanera_query_with_now (timed[i], now () + DAY);

      g_assert_false (sanera_query_equal (a, b));
    }
  g_assert_true (sanera_query_equal (plain_a, plain_b));
}

/* Around midnight on the wall the list has to say "overdue" of the same rows as the words in them,
 * whatever day it is in Greenwich. */
static void
test_midnight (Fixture *self, gconstpointer data)
{
  const struct
  {
    const char *zone;
    int hour, minute; /* UTC, on the tenth */
    const char *overdue;
    const char *urgent;
  } moments[] = {
    { "Pacific/Auckland", 10, 59, "d9", "d9 d11 d10" },
    { "Pacific/Auckland", 11, 0, "d9 d10", "d9 d10 d11" },
    { "America/Los_Angeles", 7, 59, "", "d11 d9 d10" },
    { "America/Los_Angeles", 8, 0, "d9", "d9 d11 d10" },
    { "UTC", 23, 59, "d9", "d9 d11 d10" },
  };
  g_autofree char *before = g_strdup (g_getenv ("TZ"));

  put_recommendation (self, "r9", 9, now ());
  for (int day = 9; day <= 11; day++)
    {
      g_autofree char *id = g_strdup_printf ("d%d", day);
      const Activity activity = {
        id,
        "Active",
        day == 11 ? "r9" : NULL,
        now () - 30 * DAY,
        SANERA_INT_NULL,
        sanera_date_new (2026, 11, day),
        NULL,
      };

      put_activity (self, &activity);
    }

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      const gint64 moment =
          today () + (moments[i].hour * 60 + moments[i].minute) * 60 * SANERA_TIME_SECOND;
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (moments[i].zone);
      g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITIES);
      g_autoptr (SaneraQuery) timed = sanera_query_with_now (all, moment);
      g_autoptr (SaneraQuery) local = sanera_query_with_zone (timed, zone);
      g_autoptr (SaneraQuery) overdue = filter (sanera_query_ref (local), "due", "overdue");
      g_autoptr (SaneraQuery) urgent = sanera_query_with_order (local, "urgency", FALSE);
      g_autofree char *in_list = NULL;
      g_autofree char *by_urgency = NULL;
      g_autoptr (GString) in_words = g_string_new (NULL);

      g_assert_nonnull (zone); /* of the package tzdata */
      in_list = run_as_it_is (self, overdue);
      g_assert_cmpstr (in_list, ==, moments[i].overdue);
      by_urgency = run_as_it_is (self, urgent);
      g_assert_cmpstr (by_urgency, ==, moments[i].urgent);

      g_setenv ("TZ", moments[i].zone, TRUE);
      for (int day = 9; day <= 11; day++)
        {
          SaneraActivityData *row = sanera_noun_data_new (&sanera_activity_noun);

          row->status = g_strdup ("Active");
          row->type = g_strdup ("Update");
          row->due_on = sanera_date_new (2026, 11, day);
          if (sanera_words_is_overdue (row, moment))
            g_string_append_printf (in_words, "%sd%d", in_words->len > 0 ? " " : "", day);
          sanera_noun_data_free (&sanera_activity_noun, row);
        }
      g_assert_cmpstr (in_words->str, ==, moments[i].overdue);
    }
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");
}

static void
values_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(SaneraDeviceValues **)data =
      sanera_device_values_read_finish (SANERA_CACHE (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_there (gpointer data)
{
  return *(gpointer *)data != NULL;
}

/* The filter by component offers what matters most, however many there are, and what is asked for
 * already; each once. */
static void
test_components (Fixture *self, gconstpointer data)
{
  enum
  {
    N = 150,
    LIMIT_OFFERED = 100,
  };
  SaneraActivityData *activity = sanera_noun_data_new (&sanera_activity_noun);
  g_autoptr (SaneraDeviceValues) values = NULL;

  for (guint i = 0; i < N; i++)
    {
      SaneraRecommendationData *row = sanera_noun_data_new (&sanera_recommendation_noun);

      row->id = g_strdup_printf ("r%03u", i);
      row->status = g_strdup ("Active");
      row->exposure_sum = i;
      row->related_component = g_strdup_printf ("c%03u", i);
      cache_support_put (self->cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
      sanera_noun_data_free (&sanera_recommendation_noun, row);
    }
  activity->id = g_strdup ("a");
  activity->status = g_strdup ("Active");
  activity->related_component = g_strdup ("c000");
  cache_support_put (self->cache, SANERA_LIST_ACTIVITIES, NULL, activity, 1);
  sanera_noun_data_free (&sanera_activity_noun, activity);

  sanera_device_values_read_async (self->cache, NULL, values_cb, &values);
  cache_support_wait (is_there, &values);
  g_assert_cmpuint (g_strv_length (values->components), ==, LIMIT_OFFERED + 1);
  g_assert_cmpstr (values->components[0], ==, "c000");
  g_assert_cmpstr (values->components[1], ==, "c050");
  g_assert_cmpstr (values->components[LIMIT_OFFERED], ==, "c149");
}

int
main (int argc, char **argv)
{
  sanera_language_init ("en", "/nowhere");
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/dashboard/new-since", test_new_since);
  ADD ("/dashboard/changed-since", test_changed_since);
  ADD ("/dashboard/overdue-on-the-day", test_overdue_on_the_day);
  ADD ("/dashboard/change", test_change);
  ADD ("/dashboard/urgency", test_urgency);
  ADD ("/dashboard/time", test_time);
  ADD ("/dashboard/midnight", test_midnight);
  ADD ("/choices/components", test_components);
#undef ADD

  return g_test_run ();
}
