/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-dashboard-queries.h"

/* Takes @query. */
static SaneraQuery *
filter (SaneraQuery *query, const char *name, const char *value)
{
  SaneraQuery *filtered =
      sanera_query_with_filter (query, name, (const char *const[]){ value, NULL });

  sanera_query_unref (query);
  return filtered;
}

/* Takes @query. */
static SaneraQuery *
filter_since (SaneraQuery *query, const char *name, gint64 since)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, since);

  return filter (query, name, text);
}

/* Takes @query. */
static SaneraQuery *
at (SaneraQuery *query, gint64 now)
{
  SaneraQuery *dated = sanera_query_with_now (query, now);

  sanera_query_unref (query);
  return dated;
}

/**
 * sanera_dashboard_query_recommendations:
 *
 * Returns: (transfer full): the recommendations to carry out, those with the largest impact first:
 *   what the page of recommendations shows on its own
 */
SaneraQuery *
sanera_dashboard_query_recommendations (void)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) open = sanera_query_with_filter (
      all, "status", (const char *const[]){ "Active", "PartialException", NULL });
  g_autoptr (SaneraQuery) exposed =
      sanera_query_with_filter (open, "exposed", (const char *const[]){ "yes", NULL });

  return sanera_query_with_order (exposed, "exposureSum", TRUE);
}

/**
 * sanera_dashboard_query_new_recommendations:
 * @since: a moment, microseconds
 *
 * Returns: (transfer full): those that are there since then only
 */
SaneraQuery *
sanera_dashboard_query_new_recommendations (gint64 since)
{
  return filter_since (sanera_dashboard_query_recommendations (), "newSince", since);
}

/**
 * sanera_dashboard_query_activities:
 * @now: the time, microseconds
 *
 * Returns: (transfer full): the activities in progress: what is overdue first, then by exposure
 *   impact [154]
 */
SaneraQuery *
sanera_dashboard_query_activities (gint64 now)
{
  g_autoptr (SaneraQuery) active =
      filter (sanera_query_new (SANERA_LIST_ACTIVITIES), "status", "Active");

  return at (sanera_query_with_order (active, "urgency", FALSE), now);
}

/**
 * sanera_dashboard_query_overdue:
 * @now: the time, microseconds
 *
 * Returns: (transfer full): the activities that are overdue
 */
SaneraQuery *
sanera_dashboard_query_overdue (gint64 now)
{
  return at (filter (sanera_query_new (SANERA_LIST_ACTIVITIES), "due", "overdue"), now);
}

/**
 * sanera_dashboard_query_changed:
 * @change: "completed" or "reopened"
 * @since: a moment, microseconds
 *
 * Returns: (transfer full): the activities that were completed, or reopened, since then
 */
SaneraQuery *
sanera_dashboard_query_changed (const char *change, gint64 since)
{
  return filter_since (filter (sanera_query_new (SANERA_LIST_ACTIVITIES), "change", change),
                       "changedSince", since);
}

/**
 * sanera_dashboard_query_overdue_since:
 * @since: a moment, microseconds
 * @now: the time, microseconds
 *
 * Returns: (transfer full): the activities that have become overdue since then
 */
SaneraQuery *
sanera_dashboard_query_overdue_since (gint64 since, gint64 now)
{
  return filter_since (sanera_dashboard_query_overdue (now), "changedSince", since);
}
