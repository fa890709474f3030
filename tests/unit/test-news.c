/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person is told of by a notification, when, and that it is told once. */

#include "config.h"

#include <string.h>

#include "cache-support.h"
#include "sanera-exception-rules.h"
#include "sanera-language.h"
#include "sanera-news.h"
#include "sanera-time.h"

#define DAY SANERA_TIME_DAY
#define ME "Anna@Example.com"
#define BO "bo@example.com"

static gint64
at (int month, int day)
{
  return sanera_date_new (2026, month, day) + DAY / 2;
}

static const SaneraNewsReader requester = { "anna@example.com", FALSE, FALSE };
static const SaneraNewsReader decider = { "ivo@example.com", TRUE, FALSE };
static const SaneraNewsReader excepter = { "eva@example.com", FALSE, TRUE };

static void
test_task (void)
{
  static const struct
  {
    const char *status;
    const char *creator;
    const char *decided_by;
    const char *system_note;
    const SaneraNewsReader *reader;
    SaneraNewsKind kind;
  } cases[] = {
    { "pending", ME, NULL, NULL, &decider, SANERA_NEWS_TASK_PENDING },
    { "pending", ME, NULL, NULL, &requester, 0 },
    { "pending", "IVO@example.com", NULL, NULL, &decider, 0 },
    { "active", ME, BO, NULL, &requester, SANERA_NEWS_TICKET_APPROVED },
    { "active", ME, ME, NULL, &requester, 0 },
    { "active", BO, "x", NULL, &requester, 0 },
    { "rejected", ME, BO, NULL, &requester, SANERA_NEWS_TICKET_REJECTED },
    { "rejected", ME, NULL, "completed", &requester, 0 },
    { "completed", ME, BO, NULL, &requester, SANERA_NEWS_TICKET_COMPLETED },
    { "invented", ME, BO, NULL, &requester, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SaneraSecurityTaskData task = { 0 };

      task.status = (char *)cases[i].status;
      task.creator = (char *)cases[i].creator;
      task.decided_by = (char *)cases[i].decided_by;
      task.system_note = (char *)cases[i].system_note;
      g_test_message ("case %u", i);
      g_assert_cmpint (sanera_news_of_task (&task, cases[i].reader), ==, cases[i].kind);
    }
}

static void
test_status (void)
{
  SaneraActivityData activity = { 0 };

  activity.requester_email = (char *)ME;
  activity.status = (char *)"Active";
  activity.created_on = at (11, 1);
  activity.status_last_modified_on = activity.created_on;
  g_assert_cmpint (sanera_news_of_status (&activity, &requester), ==, 0);

  activity.status_last_modified_on = at (11, 5);
  g_assert_cmpint (sanera_news_of_status (&activity, &requester), ==,
                   SANERA_NEWS_ACTIVITY_REOPENED);
  g_assert_cmpint (sanera_news_of_status (&activity, &decider), ==, 0);

  activity.status = (char *)"Completed";
  g_assert_cmpint (sanera_news_of_status (&activity, &requester), ==,
                   SANERA_NEWS_ACTIVITY_COMPLETED);
  activity.completer_email = (char *)ME;
  g_assert_cmpint (sanera_news_of_status (&activity, &requester), ==, 0);
  activity.completer_email = (char *)BO;
  activity.local_state = (char *)"waiting";
  g_assert_cmpint (sanera_news_of_status (&activity, &requester), ==, 0);
  activity.local_state = NULL;
  activity.outcome = (char *)SANERA_ACTIVITY_OUTCOME_WITHDRAWN;
  activity.completion_method = (char *)"Manual";
  g_assert_cmpint (sanera_news_of_status (&activity, &requester), ==, 0);
}

static void
test_due (void)
{
  SaneraActivityData activity = { 0 };

  activity.requester_email = (char *)ME;
  activity.status = (char *)"Active";
  activity.created_on = at (10, 1);
  activity.due_on = sanera_date_new (2026, 11, 10);
  g_assert_cmpint (sanera_news_of_due (&activity, &requester, at (11, 6)), ==, 0);
  g_assert_cmpint (sanera_news_of_due (&activity, &requester, at (11, 7)), ==,
                   SANERA_NEWS_DUE_SOON);
  g_assert_cmpint (sanera_news_of_due (&activity, &requester, at (11, 10)), ==,
                   SANERA_NEWS_DUE_SOON);
  g_assert_cmpint (sanera_news_of_due (&activity, &requester, at (11, 11)), ==, 0);
  g_assert_cmpint (sanera_news_of_due (&activity, &decider, at (11, 7)), ==, 0);

  /* Who asks for it until tomorrow knows. */
  activity.created_on = at (11, 8);
  g_assert_cmpint (sanera_news_of_due (&activity, &requester, at (11, 8)), ==, 0);
  activity.created_on = at (10, 1);
  activity.status = (char *)"Completed";
  g_assert_cmpint (sanera_news_of_due (&activity, &requester, at (11, 8)), ==, 0);
  activity.status = (char *)"Active";
  activity.due_on = SANERA_INT_NULL;
  g_assert_cmpint (sanera_news_of_due (&activity, &requester, at (11, 8)), ==, 0);
}

static void
test_exception (void)
{
  SaneraRemediationExceptionData exception = { 0 };

  exception.created_by = (char *)ME;
  exception.status = (char *)"InEffect";
  exception.created_on = at (9, 1);
  exception.renewed_on = SANERA_INT_NULL;
  exception.expires_on = sanera_date_new (2026, 11, 20);
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 5)), ==, 0);
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 6)), ==,
                   SANERA_NEWS_EXCEPTION_SOON);
  g_assert_cmpint (sanera_news_of_exception (&exception, &excepter, at (11, 16)), ==,
                   SANERA_NEWS_EXCEPTION_SOON);
  g_assert_cmpint (sanera_news_of_exception (&exception, &decider, at (11, 16)), ==, 0);
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 17)), ==,
                   SANERA_NEWS_EXCEPTION_LAST);
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 20)), ==,
                   SANERA_NEWS_EXCEPTION_LAST);
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 21)), ==,
                   SANERA_NEWS_EXCEPTION_ENDED);

  exception.renewed_on = at (11, 10);
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 12)), ==, 0);
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 18)), ==,
                   SANERA_NEWS_EXCEPTION_LAST);
  exception.renewed_on = at (11, 18);
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 19)), ==, 0);

  exception.status = (char *)"Expired";
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 25)), ==,
                   SANERA_NEWS_EXCEPTION_ENDED);
  exception.status = (char *)"Canceled";
  g_assert_cmpint (sanera_news_of_exception (&exception, &requester, at (11, 25)), ==, 0);
}

typedef struct
{
  char *folder;
  SaneraCache *cache;
  GPtrArray *news;
  gboolean done;
} Fixture;

static gboolean
person_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const char *const *person = data;

  return sanera_cache_set_meta (db, SANERA_CACHE_META_EMAIL, person[0], error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES, person[1], error);
}

static void
open_cache (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->cache = sanera_cache_open (self->folder, &error);
  g_assert_no_error (error);
}

static void
be_with (Fixture *self, const char *email, const char *capabilities)
{
  const char *person[] = { email, capabilities };
  g_autoptr (GError) error = NULL;

  sanera_store_write (sanera_cache_get_store (self->cache), person_func, person, NULL, &error);
  g_assert_no_error (error);
  sanera_cache_reload_info (self->cache);
}

static void
be (Fixture *self, const char *email)
{
  be_with (self, email, "read request");
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = cache_support_make_folder ();
  open_cache (self);
  be (self, "anna@example.com");
}

static void
close_cache (Fixture *self)
{
  sanera_cache_close (self->cache);
  g_clear_object (&self->cache);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close_cache (self);
  cache_support_remove_folder (self->folder);
}

static gboolean
is_done (gpointer data)
{
  return ((Fixture *)data)->done;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;

  self->news = sanera_news_read_finish (SANERA_CACHE (source), result, &error);
  g_assert_no_error (error);
  self->done = TRUE;
}

static void
read_news (Fixture *self, gint64 now)
{
  self->done = FALSE;
  sanera_news_read_async (self->cache, now, NULL, read_cb, self);
  cache_support_wait (is_done, self);
}

/* The keys of what is new, in their order, one behind the other. */
static char *
look (Fixture *self, gint64 now)
{
  g_autoptr (GString) keys = g_string_new (NULL);

  read_news (self, now);
  for (guint i = 0; i < self->news->len; i++)
    {
      const SaneraNews *news = g_ptr_array_index (self->news, i);

      g_assert_nonnull (news->title);
      g_assert_nonnull (news->id);
      g_string_append_printf (keys, "%.*s ", (int)(strrchr (news->key, ':') - news->key),
                              news->key);
    }
  g_clear_pointer (&self->news, g_ptr_array_unref);
  return g_string_free (g_steal_pointer (&keys), FALSE);
}

#define assert_news(self, now, expected)      \
  G_STMT_START                                \
  {                                           \
    g_autofree char *keys = look (self, now); \
    g_assert_cmpstr (keys, ==, expected);     \
  }                                           \
  G_STMT_END

static void
put_activity (Fixture *self, const char *id, const char *status, gint64 due_on, gint64 modified)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);

  data->id = g_strdup (id);
  data->related_component = g_strdup ("Chrome");
  data->type = g_strdup ("Update");
  data->status = g_strdup (status);
  data->requester_email = g_strdup (ME);
  data->created_on = at (10, 1);
  data->status_last_modified_on = modified;
  data->due_on = due_on;
  cache_support_put (self->cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  sanera_noun_data_free (&sanera_activity_noun, data);
}

static void
put_task_of (Fixture *self, const char *id, const char *status, const char *creator)
{
  SaneraSecurityTaskData *data = sanera_noun_data_new (&sanera_security_task_noun);

  data->id = g_strdup (id);
  data->creator = g_strdup (creator);
  data->status = g_strdup (status);
  data->type = g_strdup ("Update");
  data->related_component = g_strdup ("Chrome");
  data->remediation_task_id = g_strdup ("activity");
  if (!g_str_equal (status, "pending"))
    {
      data->decided_by = g_strdup (BO);
      data->decided_on = at (11, 4);
    }
  cache_support_put (self->cache, SANERA_LIST_SECURITY_TASKS, NULL, data, 1);
  sanera_noun_data_free (&sanera_security_task_noun, data);
}

static void
put_task (Fixture *self, const char *id, const char *status)
{
  put_task_of (self, id, status, ME);
}

static void
put_exception (Fixture *self, const char *id, const char *status, gint64 expires_on)
{
  SaneraRemediationExceptionData *data = sanera_noun_data_new (&sanera_remediation_exception_noun);

  data->id = g_strdup (id);
  data->related_component = g_strdup ("Chrome");
  data->status = g_strdup (status);
  data->created_by = g_strdup (ME);
  data->created_on = at (9, 1);
  data->expires_on = expires_on;
  cache_support_put (self->cache, SANERA_LIST_EXCEPTIONS, NULL, data, 1);
  sanera_noun_data_free (&sanera_remediation_exception_noun, data);
}

/* Each kind leads to the row that tells more: a decision on a ticket to the activity of those who
 * wait for it, a task that waits to the task. */
static void
test_where (Fixture *self, gconstpointer data)
{
  static const struct
  {
    SaneraNewsKind kind;
    SaneraList list;
    const char *id;
  } expected[] = {
    { SANERA_NEWS_TASK_PENDING, SANERA_LIST_SECURITY_TASKS, "task-pending" },
    { SANERA_NEWS_TICKET_APPROVED, SANERA_LIST_ACTIVITIES, "activity" },
    { SANERA_NEWS_TICKET_REJECTED, SANERA_LIST_ACTIVITIES, "activity" },
    { SANERA_NEWS_TICKET_COMPLETED, SANERA_LIST_ACTIVITIES, "activity" },
    { SANERA_NEWS_ACTIVITY_COMPLETED, SANERA_LIST_ACTIVITIES, "completed" },
    { SANERA_NEWS_ACTIVITY_REOPENED, SANERA_LIST_ACTIVITIES, "reopened" },
    { SANERA_NEWS_DUE_SOON, SANERA_LIST_ACTIVITIES, "due" },
    { SANERA_NEWS_EXCEPTION_SOON, SANERA_LIST_EXCEPTIONS, "soon" },
    { SANERA_NEWS_EXCEPTION_LAST, SANERA_LIST_EXCEPTIONS, "last" },
    { SANERA_NEWS_EXCEPTION_ENDED, SANERA_LIST_EXCEPTIONS, "ended" },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (expected) == SANERA_N_NEWS - 1);
  be_with (self, "anna@example.com", "read request decide except");
  assert_news (self, at (11, 3), "");
  put_task_of (self, "task-pending", "pending", BO);
  put_task (self, "task-approved", "active");
  put_task (self, "task-rejected", "rejected");
  put_task (self, "task-completed", "completed");
  put_activity (self, "completed", "Completed", SANERA_INT_NULL, at (11, 4));
  put_activity (self, "reopened", "Active", SANERA_INT_NULL, at (11, 4));
  put_activity (self, "due", "Active", sanera_date_new (2026, 11, 6), at (10, 1));
  put_exception (self, "soon", "InEffect", sanera_date_new (2026, 11, 17));
  put_exception (self, "last", "InEffect", sanera_date_new (2026, 11, 6));
  put_exception (self, "ended", "Expired", sanera_date_new (2026, 11, 3));

  read_news (self, at (11, 4));
  g_assert_cmpuint (self->news->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const SaneraNews *news = NULL;

      for (guint n = 0; n < self->news->len; n++)
        if (((SaneraNews *)g_ptr_array_index (self->news, n))->kind == expected[i].kind)
          news = g_ptr_array_index (self->news, n);
      g_test_message ("kind %u", expected[i].kind);
      g_assert_nonnull (news);
      g_assert_cmpint (news->list, ==, expected[i].list);
      g_assert_cmpstr (news->id, ==, expected[i].id);
    }
  g_clear_pointer (&self->news, g_ptr_array_unref);
}

static void
test_once (Fixture *self, gconstpointer data)
{
  put_activity (self, "old", "Completed", SANERA_INT_NULL, at (11, 1));
  put_activity (self, "due", "Active", sanera_date_new (2026, 11, 10), at (10, 1));
  put_task (self, "task", "pending");

  /* What the first sync has brought is no news. */
  assert_news (self, at (11, 3), "");
  assert_news (self, at (11, 3), "");

  put_activity (self, "new", "Completed", SANERA_INT_NULL, at (11, 4));
  put_task (self, "task", "active");
  assert_news (self, at (11, 4), "approved:task completed:new ");
  assert_news (self, at (11, 4), "");

  /* Also not after a restart, nor with a cache that was built anew. */
  close_cache (self);
  sanera_cache_remove (self->folder);
  open_cache (self);
  be (self, "anna@example.com");
  put_activity (self, "new", "Completed", SANERA_INT_NULL, at (11, 4));
  put_activity (self, "due", "Active", sanera_date_new (2026, 11, 10), at (10, 1));
  put_task (self, "task", "active");
  assert_news (self, at (11, 5), "");

  /* Time alone brings some. */
  assert_news (self, at (11, 6), "");
  assert_news (self, at (11, 7), "due:due ");
  assert_news (self, at (11, 8), "");

  /* The same row, a new occasion. */
  put_activity (self, "new", "Active", SANERA_INT_NULL, at (11, 8));
  assert_news (self, at (11, 8), "reopened:new ");
  put_activity (self, "new", "Completed", SANERA_INT_NULL, at (11, 9));
  assert_news (self, at (11, 9), "completed:new ");
}

/* Another token is another person, to whom all of it is old at first. */
static void
test_person (Fixture *self, gconstpointer data)
{
  assert_news (self, at (11, 3), "");
  put_activity (self, "new", "Completed", SANERA_INT_NULL, at (11, 4));
  be (self, BO);
  assert_news (self, at (11, 4), "");
  be (self, "anna@example.com");
  assert_news (self, at (11, 4), "completed:new ");

  /* What one is told is news to the other as well. */
  be_with (self, "ivo@example.com", "read decide");
  assert_news (self, at (11, 4), "");
  be_with (self, "eva@example.com", "read decide");
  assert_news (self, at (11, 4), "");
  put_task (self, "task", "pending");
  assert_news (self, at (11, 5), "pending:task ");
  be_with (self, "ivo@example.com", "read decide");
  assert_news (self, at (11, 5), "pending:task ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sanera_language_init ("en", BUILD_LOCALEDIR);
  g_test_add_func ("/news/task", test_task);
  g_test_add_func ("/news/status", test_status);
  g_test_add_func ("/news/due", test_due);
  g_test_add_func ("/news/exception", test_exception);
  g_test_add ("/news/once", Fixture, NULL, set_up, test_once, tear_down);
  g_test_add ("/news/where", Fixture, NULL, set_up, test_where, tear_down);
  g_test_add ("/news/person", Fixture, NULL, set_up, test_person, tear_down);
  return g_test_run ();
}
