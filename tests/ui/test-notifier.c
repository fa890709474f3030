/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notifications: what they say, that they are sent once, bundled, and not when switched off. */
#include <glib/gstdio.h>
#include <string.h>

#include "cache-support.h"
#include "sanera-news-words.h"
#include "sanera-notifier.h"
#include "sanera-settings.h"
#include "sanera-time.h"
#include "ui-support.h"

#define ANNA "anna@example.com"

typedef struct
{
  char *folder;
  GSettings *settings;
  SaneraConnections *connections;
  SaneraCache *cache;
  SaneraNotifier *notifier;
  GString *sent;
} Fixture;

static void
notification_cb (SaneraNotifier *notifier,
                 const char *id,
                 GNotification *notification,
                 Fixture *fixture)
{
  g_assert_true (G_IS_NOTIFICATION (notification));
  g_string_append_printf (fixture->sent, "%s ", id);
}

static gboolean
meta_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  return sanera_cache_set_meta (db, SANERA_CACHE_META_EMAIL, ANNA, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES, "read request", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_SYNCED_ON, "1793620800000000", error);
}

static gint64
at (int day)
{
  return sanera_date_new (2026, 11, day) + SANERA_TIME_DAY / 2;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  fixture->settings = sanera_settings_new ();
  g_settings_reset (fixture->settings, "notifications");
  fixture->connections = sanera_connections_new (fixture->settings, fixture->folder, TRUE);
  g_assert_true (sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_SAMPLE));
  fixture->cache = g_object_ref (
      sanera_connection_get_cache (sanera_connections_get_current (fixture->connections)));
  sanera_store_write (sanera_cache_get_store (fixture->cache), meta_func, NULL, NULL, &error);
  g_assert_no_error (error);
  sanera_cache_reload_info (fixture->cache);
  fixture->notifier = sanera_notifier_new (fixture->connections, fixture->settings);
  fixture->sent = g_string_new (NULL);
  g_signal_connect (fixture->notifier, "notification", G_CALLBACK (notification_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->notifier);
  g_string_free (fixture->sent, TRUE);
  sanera_connections_close (fixture->connections);
  g_clear_object (&fixture->cache);
  g_assert_finalize_object (fixture->connections);
  g_clear_object (&fixture->settings);
  ui_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
put (Fixture *fixture, const char *id, const char *status)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);

  data->id = g_strdup (id);
  data->related_component = g_strdup ("Chrome");
  data->type = g_strdup ("Update");
  data->status = g_strdup (status);
  data->requester_email = g_strdup (ANNA);
  data->created_on = at (1);
  data->status_last_modified_on = at (g_str_equal (status, "Active") ? 1 : 4);
  cache_support_put (fixture->cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  sanera_noun_data_free (&sanera_activity_noun, data);
}

/* The news have been written down, and the answer has come back to us. */
static gboolean
is_told (gpointer user_data)
{
  Fixture *fixture = user_data;

  return !sanera_notifier_is_looking (fixture->notifier);
}

static void
check (Fixture *fixture, gint64 now)
{
  g_assert_true (ui_wait_until (is_told, fixture, UI_LIMIT_MS));
  sanera_notifier_check (fixture->notifier, now);
  g_assert_true (ui_wait_until (is_told, fixture, UI_LIMIT_MS));
}

static void
test_once (Fixture *fixture, gconstpointer data)
{
  put (fixture, "old", "Completed");
  check (fixture, at (3));
  g_assert_cmpstr (fixture->sent->str, ==, "");

  put (fixture, "new", "Completed");
  check (fixture, at (4));
  g_assert_true (g_str_has_prefix (fixture->sent->str, "completed:new:"));
  g_string_truncate (fixture->sent, 0);
  check (fixture, at (4));
  g_assert_cmpstr (fixture->sent->str, ==, "");
}

/* What is written down as told is told, and once, also when somebody leaves the connection while it
 * is being looked for. */
static void
test_switch (Fixture *fixture, gconstpointer data)
{
  check (fixture, at (3));
  put (fixture, "new", "Completed");
  sanera_notifier_check (fixture->notifier, at (4));
  g_assert_true (sanera_notifier_is_looking (fixture->notifier));
  sanera_connections_leave (fixture->connections);
  g_assert_false (sanera_notifier_is_looking (fixture->notifier));

  g_assert_true (sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_SAMPLE));
  check (fixture, at (4));
  g_assert_true (g_str_has_prefix (fixture->sent->str, "completed:new:"));
  g_assert_null (strstr (fixture->sent->str + 1, "completed:new:"));
}

static void
test_off (Fixture *fixture, gconstpointer data)
{
  check (fixture, at (3));
  g_settings_set_boolean (fixture->settings, "notifications", FALSE);
  put (fixture, "new", "Completed");
  check (fixture, at (4));
  /* Switched on again, they do not bring up the past. */
  g_settings_set_boolean (fixture->settings, "notifications", TRUE);
  check (fixture, at (4));
  g_assert_cmpstr (fixture->sent->str, ==, "");
}

static void
test_several (Fixture *fixture, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("several-%d ", SANERA_NEWS_ACTIVITY_COMPLETED);

  check (fixture, at (3));
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("new-%d", i);

      put (fixture, id, "Completed");
    }
  check (fixture, at (4));
  g_assert_cmpstr (fixture->sent->str, ==, expected);
}

static void
test_words (void)
{
  SaneraNews news = { .kind = SANERA_NEWS_DUE_SOON, .day = SANERA_INT_NULL };
  static const struct
  {
    SaneraNewsKind kind;
    int day;
    const char *title;
  } cases[] = {
    { SANERA_NEWS_DUE_SOON, 10, "A remediation activity is due in 3 days" },
    { SANERA_NEWS_DUE_SOON, 8, "A remediation activity is due in 1 day" },
    { SANERA_NEWS_DUE_SOON, 7, "A remediation activity is due today" },
    { SANERA_NEWS_EXCEPTION_SOON, 21, "An exception ends in 14 days" },
    { SANERA_NEWS_EXCEPTION_LAST, 7, "An exception ends today" },
    { SANERA_NEWS_EXCEPTION_ENDED, 6, "An exception has ended" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = NULL;

      news.kind = cases[i].kind;
      news.day = sanera_date_new (2026, 11, cases[i].day);
      title = sanera_news_words_title (&news, at (7));
      g_assert_cmpstr (title, ==, cases[i].title);
    }
  for (int kind = SANERA_NEWS_TASK_PENDING; kind < SANERA_N_NEWS; kind++)
    {
      g_autofree char *title = NULL;
      g_autofree char *several = sanera_news_words_several (kind, 1234);
      g_autofree char *body = NULL;

      news.kind = kind;
      news.title = (char *)"Update Chrome";
      news.detail = (char *)"100% sure %s";
      title = sanera_news_words_title (&news, at (7));
      body = sanera_news_words_body (&news);
      g_assert_cmpstr (title, !=, "");
      g_assert_nonnull (strstr (several, "1,234"));
      g_assert_nonnull (strstr (body, "100% sure %s"));
    }
}

/* The page is named as the window names it, or the notification opens nothing. */
static void
test_pages (void)
{
  g_assert_cmpstr (sanera_notifier_get_page (SANERA_LIST_SECURITY_TASKS), ==, "security-tasks");
  g_assert_cmpstr (sanera_notifier_get_page (SANERA_LIST_ACTIVITIES), ==, "remediation");
  g_assert_cmpstr (sanera_notifier_get_page (SANERA_LIST_EXCEPTIONS), ==, "exceptions");
}

int
main (int argc, char *argv[])
{
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/notifier/words", test_words);
  g_test_add_func ("/ui/notifier/pages", test_pages);
  g_test_add ("/ui/notifier/once", Fixture, NULL, set_up, test_once, tear_down);
  g_test_add ("/ui/notifier/switch", Fixture, NULL, set_up, test_switch, tear_down);
  g_test_add ("/ui/notifier/off", Fixture, NULL, set_up, test_off, tear_down);
  g_test_add ("/ui/notifier/several", Fixture, NULL, set_up, test_several, tear_down);
  return g_test_run ();
}
