/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-support.h"
#include "sanera-activity.h"
#include "sanera-cache-private.h"
#include "sanera-cache-retention.h"
#include "sanera-language.h"
#include "sanera-time.h"

#define NOW (sanera_date_new (2026, 11, 22) + 12 * 3600 * SANERA_TIME_SECOND)

/* An activity that was completed so long ago; SANERA_INT_NULL: it is in progress. */
static void
put (SaneraCache *cache, guint number, gint64 ago)
{
  SaneraActivityData *data = cache_support_make_row (SANERA_LIST_ACTIVITIES, number, 1);

  g_free (data->status);
  data->status = g_strdup (ago == SANERA_INT_NULL ? "Active" : "Completed");
  data->completed_on = ago == SANERA_INT_NULL ? SANERA_INT_NULL : NOW - ago;
  cache_support_put (cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  sanera_noun_data_free (&sanera_activity_noun, data);
}

static gint64
count (SaneraCache *cache)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  sanera_db_query_int (sanera_cache_get_main_db (cache), &n, &error,
                       "SELECT count (*) FROM remediation_tasks", "");
  g_assert_no_error (error);
  return n;
}

static void
changed_cb (SaneraCache *cache, guint lists, guint *seen)
{
  *seen |= lists;
}

static gboolean
is_set (gpointer data)
{
  return *(guint *)data != 0;
}

/* [145], [146]: 180 × 24 hours, also without a server (R7). */
static void
test_removed_after_180_days (void)
{
  g_autofree char *folder = cache_support_make_folder ();
  g_autoptr (GError) error = NULL;
  SaneraCache *cache = sanera_cache_open (folder, &error);
  guint seen = 0;

  g_assert_no_error (error);
  put (cache, 1, 180 * SANERA_TIME_DAY);
  put (cache, 2, 180 * SANERA_TIME_DAY - 1);
  put (cache, 3, 400 * SANERA_TIME_DAY);
  put (cache, 4, SANERA_INT_NULL);
  g_assert_cmpint (count (cache), ==, 4);

  g_signal_connect (cache, "changed", G_CALLBACK (changed_cb), &seen);
  sanera_cache_remove_expired (cache, NOW);
  cache_support_wait (is_set, &seen);
  g_assert_cmpuint (seen, ==, 1u << SANERA_LIST_ACTIVITIES);
  g_assert_cmpint (count (cache), ==, 2);

  seen = 0;
  sanera_cache_remove_expired (cache, NOW + 1);
  cache_support_wait (is_set, &seen);
  g_assert_cmpint (count (cache), ==, 1);

  sanera_cache_close (cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (cache);
  cache_support_remove_folder (g_steal_pointer (&folder));
}

int
main (int argc, char **argv)
{
  sanera_language_set ("en");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cache/retention/180-days", test_removed_after_180_days);

  return g_test_run ();
}
