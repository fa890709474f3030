/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fleet for the tests of the dashboard. */
#include "dashboard-fleet.h"

#include "sanera-activity.h"
#include "sanera-recommendation.h"
#include "sanera-score-text.h"
#include "sanera-time.h"

#define DAY SANERA_TIME_DAY

static gboolean
set_number (SaneraDb *db, const char *key, gint64 number, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return sanera_cache_set_meta (db, key, text, error);
}

static gboolean
write_scores (SaneraDb *db, gint64 now, GError **error)
{
  const gint64 today = sanera_time_floor_day (now);
  const gint64 levels[] = { 288, 5, 4, 3 };
  const SaneraScoreDay days[] = {
    { today - 20 * DAY, 36.7, 10, 40 },
    { today, 33.4, 12.5, 40 },
  };
  g_autofree char *level_text = sanera_numbers_to_string (levels, G_N_ELEMENTS (levels));
  g_autoptr (GArray) history = g_array_new (FALSE, FALSE, sizeof (SaneraScoreDay));
  g_autofree char *history_text = NULL;

  g_array_append_vals (history, days, G_N_ELEMENTS (days));
  history_text = sanera_score_days_to_string (history);
  return set_number (db, SANERA_CACHE_META_ASSESSED_DEVICE_COUNT, 12, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_EXPOSURE_SCORE, "33.4", error) &&
         set_number (db, SANERA_CACHE_META_LAST_ASSESSED_ON, now - 9 * DAY, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_EXPOSURE_LEVELS, level_text, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_HISTORY, history_text, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CONFIGURATION_SCORE,
                                "6 8 Network\n6.5 32 OS\n", error);
}

static gboolean
write_fleet (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const DashboardFleet *fleet = data;
  const gint64 now = fleet->now;
  const SaneraVisit visit = { now - 3 * DAY, now, now };
  g_autofree char *visit_text = sanera_visit_to_string (&visit);

  return sanera_cache_set_meta (db, SANERA_CACHE_META_EMAIL, "anna@example.org", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_ROLE, "securityAdmin", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES, "read complete", error) &&
         set_number (db, SANERA_CACHE_META_DEVICE_COUNT, fleet->devices, error) &&
         set_number (db, SANERA_CACHE_META_SYNCED_ON, now, error) &&
         (!fleet->visited ||
          sanera_cache_set_meta (db, SANERA_CACHE_META_VISIT, visit_text, error)) &&
         (!fleet->assessed || write_scores (db, now, error));
}

/**
 * dashboard_fleet_put_recommendation:
 * @cache: a cache
 * @number: its number, which is its exposureSum too
 * @status: its status
 * @exposed: exposed devices, of 37
 * @created: since when it is there, microseconds
 *
 * Writes the recommendation "Update Tool NUMBER to NUMBER.0", and waits.
 */
void
dashboard_fleet_put_recommendation (SaneraCache *cache,
                                    guint number,
                                    const char *status,
                                    gint64 exposed,
                                    gint64 created)
{
  SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);

  data->id = g_strdup_printf ("va-_-acme-_-tool%u", number);
  data->related_component = g_strdup_printf ("Tool %u", number);
  data->recommended_version = g_strdup_printf ("%u.0", number);
  data->recommendation_category = g_strdup ("Application");
  data->remediation_type = g_strdup ("Update");
  data->status = g_strdup (status);
  data->exposure_sum = number;
  data->exposed_machines_count = exposed;
  data->total_machine_count = 37;
  data->weaknesses = 3;
  data->created_on = created;
  cache_support_put (cache, SANERA_LIST_RECOMMENDATIONS, NULL, data, 1);
  sanera_noun_data_free (&sanera_recommendation_noun, data);
}

typedef struct
{
  const char *id;
  const char *status;
  guint recommendation; /* its number is its weight */
  int modified; /* days from now; 0: never */
  int due; /* days from now; 0: no due date */
  gint64 fixed;
  gint64 target;
  const char *outcome;
} Activity;

static void
put_activity (SaneraCache *cache, gint64 now, const Activity *activity)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);

  data->id = g_strdup (activity->id);
  data->type = g_strdup ("Update");
  data->status = g_strdup (activity->status);
  data->priority = g_strdup ("Medium");
  data->related_component = g_strdup_printf ("Tool %u", activity->recommendation);
  data->recommended_version = g_strdup_printf ("%u.0", activity->recommendation);
  data->recommendation_reference = g_strdup_printf ("va-_-acme-_-tool%u", activity->recommendation);
  data->created_on = now - 10 * DAY;
  data->status_last_modified_on =
      activity->modified != 0 ? now + activity->modified * DAY : SANERA_INT_NULL;
  data->due_on =
      activity->due != 0 ? sanera_time_floor_day (now) + activity->due * DAY : SANERA_INT_NULL;
  data->fixed_devices = activity->fixed;
  data->target_devices = activity->target;
  data->exposed_devices = activity->target - activity->fixed;
  data->unknown_devices = 0;
  data->last_assessed_on = activity->fixed > 0 ? now - DAY : SANERA_INT_NULL;
  data->outcome = g_strdup (activity->outcome);
  data->version = 1;
  cache_support_put (cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  sanera_noun_data_free (&sanera_activity_noun, data);
}

/**
 * dashboard_fleet_put_rows:
 * @cache: a cache
 * @now: the time, microseconds
 *
 * Writes seven recommendations to carry out, three of them since the last visit, and two others;
 * six activities in progress, two of them overdue, one of those since the last visit, one reopened
 * since; two completed since, one before, and one withdrawn.
 */
void
dashboard_fleet_put_rows (SaneraCache *cache, gint64 now)
{
  const Activity activities[] = {
    { "late", "Active", 1, 0, -4, 61400, 117000, NULL },
    { "just-late", "Active", 2, 0, -1, 3, 10, NULL },
    { "heavy", "Active", 7, 0, 0, 0, 10, NULL },
    { "reopened", "Active", 6, -1, 0, 1, 2, NULL },
    { "fifth", "Active", 5, 0, 30, 1, 4, NULL },
    { "sixth", "Active", 4, 0, 0, 1, 4, NULL },
    { "done-1", "Completed", 3, -1, 0, 4, 4, "exposureGone" },
    { "done-2", "Completed", 3, -2, 0, 4, 4, "exposureGone" },
    { "done-before", "Completed", 3, -5, 0, 4, 4, "exposureGone" },
    { "withdrawn", "Completed", 3, -1, 0, 1, 4, "withdrawn" },
  };

  for (guint i = 1; i <= 7; i++)
    dashboard_fleet_put_recommendation (cache, i, "Active", 7, now - (i > 4 ? 1 : 9) * DAY);
  dashboard_fleet_put_recommendation (cache, 8, "Exception", 7, now - DAY);
  dashboard_fleet_put_recommendation (cache, 9, "Active", 0, now - DAY);
  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    put_activity (cache, now, &activities[i]);
}

/**
 * dashboard_fleet_write:
 * @cache: a cache
 * @fleet: what it is to know
 *
 * Writes what a sync would, and waits.
 */
void
dashboard_fleet_write (SaneraCache *cache, const DashboardFleet *fleet)
{
  g_autoptr (GError) error = NULL;

  sanera_store_write (sanera_cache_get_store (cache), write_fleet, (gpointer)fleet, NULL, &error);
  g_assert_no_error (error);
}
