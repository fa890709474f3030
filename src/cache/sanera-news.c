/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-news.h"

#include "sanera-list.h"
#include "sanera-outbox-private.h"
#include "sanera-time.h"
#include "sanera-words.h"

/*  cache.db ──► what there is to tell, by the rules ──► outbox.db: told before? ──► the rest
 *
 * The first look tells of nothing: what a first sync brings is not news. */

/* Older things are not told of any more, and these many of a kind are looked at. */
#define NEWS_DAYS 30
#define MAX_ROWS 1000

/* What was told is forgotten after so many days: longer than a server keeps its rows. */
#define TOLD_DAYS 800

typedef struct
{
  char *email;
  SaneraNewsReader reader;
  gint64 now;
} Look;

typedef struct
{
  char *person; /* folded: what one is told is still news to another with the same connection */
  gint64 now;
  GPtrArray *news; /* NULL: not looked yet */
} Telling;

static const char *const key_names[SANERA_N_NEWS] = {
  [SANERA_NEWS_TASK_PENDING] = "pending",
  [SANERA_NEWS_TICKET_APPROVED] = "approved",
  [SANERA_NEWS_TICKET_REJECTED] = "rejected",
  [SANERA_NEWS_TICKET_COMPLETED] = "done",
  [SANERA_NEWS_ACTIVITY_COMPLETED] = "completed",
  [SANERA_NEWS_ACTIVITY_REOPENED] = "reopened",
  [SANERA_NEWS_DUE_SOON] = "due",
  [SANERA_NEWS_EXCEPTION_SOON] = "ends-soon",
  [SANERA_NEWS_EXCEPTION_LAST] = "ends-at-last",
  [SANERA_NEWS_EXCEPTION_ENDED] = "ended",
};

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->email);
  g_free (look);
}

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  g_free (telling->person);
  g_clear_pointer (&telling->news, g_ptr_array_unref);
  g_free (telling);
}

/**
 * sanera_news_free:
 * @self: (transfer full): a piece of news
 */
void
sanera_news_free (SaneraNews *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->key);
  g_free (self->id);
  g_free (self->title);
  g_free (self->detail);
  g_free (self);
}

/* @stamp tells one occasion from the next of the same kind and row: a moment, or a day. */
static SaneraNews *
add (GPtrArray *news, SaneraNewsKind kind, SaneraList list, const char *id, gint64 stamp)
{
  SaneraNews *self = g_new0 (SaneraNews, 1);

  self->kind = kind;
  self->list = list;
  self->id = g_strdup (id);
  self->key = g_strdup_printf ("%s:%s:%" G_GINT64_FORMAT, key_names[kind], id,
                               stamp != SANERA_INT_NULL ? stamp / SANERA_TIME_SECOND : 0);
  self->day = SANERA_INT_NULL;
  g_ptr_array_add (news, self);
  return self;
}

static void
look_at_task (const SaneraSecurityTaskData *task, const Look *look, GPtrArray *news)
{
  SaneraNewsKind kind = sanera_news_of_task (task, &look->reader);
  gboolean has_activity = task->remediation_task_id != NULL && *task->remediation_task_id;
  SaneraNews *self;

  if (kind == 0)
    return;
  if (kind == SANERA_NEWS_TASK_PENDING)
    {
      self = add (news, kind, SANERA_LIST_SECURITY_TASKS, task->id, SANERA_INT_NULL);
      self->detail = g_strdup (task->creator);
    }
  else
    {
      self = add (news, kind, SANERA_LIST_SECURITY_TASKS, task->id, task->decided_on);
      /* Those who wait for it look at their activity. */
      if (has_activity)
        {
          self->list = SANERA_LIST_ACTIVITIES;
          g_free (self->id);
          self->id = g_strdup (task->remediation_task_id);
        }
      self->detail = g_strdup (task->note != NULL && *task->note ? task->note : task->decided_by);
    }
  self->title = sanera_words_security_task_title (task, FALSE);
}

static void
look_at_activity (const SaneraActivityData *activity, const Look *look, GPtrArray *news)
{
  SaneraNewsKind kind = sanera_news_of_status (activity, &look->reader);
  SaneraNews *self;

  if (kind != 0)
    {
      self =
          add (news, kind, SANERA_LIST_ACTIVITIES, activity->id, activity->status_last_modified_on);
      self->title = sanera_words_activity_title (activity, FALSE);
      if (kind == SANERA_NEWS_ACTIVITY_COMPLETED)
        self->detail = sanera_words_completed_by (activity);
    }
  kind = sanera_news_of_due (activity, &look->reader, look->now);
  if (kind != 0)
    {
      self = add (news, kind, SANERA_LIST_ACTIVITIES, activity->id, activity->due_on);
      self->title = sanera_words_activity_title (activity, FALSE);
      self->day = activity->due_on;
    }
}

static void
look_at_exception (const SaneraRemediationExceptionData *exception,
                   const Look *look,
                   GPtrArray *news)
{
  SaneraNewsKind kind = sanera_news_of_exception (exception, &look->reader, look->now);
  SaneraNews *self;

  if (kind == 0)
    return;
  self = add (news, kind, SANERA_LIST_EXCEPTIONS, exception->id, exception->expires_on);
  self->title = sanera_words_exception_title (exception, FALSE);
  self->day = exception->expires_on;
}

/* Only rows that may be news are read: ?1 is the person, ?2 the oldest moment, ?3 the last day of
 * a due date and ?4 of an exception that is looked at. */
static const struct
{
  SaneraList list;
  const char *where;
  void (*look_at) (gconstpointer row, const Look *look, GPtrArray *news);
} sources[] = {
  { SANERA_LIST_SECURITY_TASKS,
    "status = 'pending' OR creator = ?1 COLLATE NOCASE AND decided_on >= ?2",
    (gpointer)look_at_task },
  { SANERA_LIST_ACTIVITIES,
    "requester_email = ?1 COLLATE NOCASE AND (status_last_modified_on >= ?2 "
    "AND (status = 'Completed' OR status_last_modified_on > created_on) "
    "OR status = 'Active' AND due_on <= ?3)",
    (gpointer)look_at_activity },
  { SANERA_LIST_EXCEPTIONS, "expires_on BETWEEN ?2 AND ?4", (gpointer)look_at_exception },
};

static gboolean
read_source (SaneraDb *db, guint index, const Look *look, GPtrArray *news, GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (sources[index].list);
  g_autofree char *columns = sanera_db_noun_columns (info->noun, NULL);
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM %s WHERE %s ORDER BY row_id DESC LIMIT %d", columns,
                       info->table, sources[index].where, MAX_ROWS);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gint64 days[] = { -NEWS_DAYS, SANERA_NEWS_DUE_DAYS, SANERA_NEWS_EXCEPTION_DAYS };
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, look->email);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if ((int)i + 2 <= sqlite3_bind_parameter_count (statement))
      sanera_db_bind_int (statement, (int)i + 2,
                          sanera_time_floor_day (look->now) + days[i] * SANERA_TIME_DAY);
  while (has_row)
    {
      gpointer row;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      row = sanera_noun_data_new (info->noun);
      sanera_db_read_noun (statement, 0, info->noun, row);
      sources[index].look_at (row, look, news);
      sanera_noun_data_free (info->noun, row);
    }

  return TRUE;
}

static gboolean
look_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GPtrArray) news = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_news_free);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (!read_source (db, i, data, news, error))
      return FALSE;

  *result = g_steal_pointer (&news);
  *result_free = (GDestroyNotify)g_ptr_array_unref;
  return TRUE;
}

static gboolean
keep (SaneraDb *db, const Telling *telling, const char *key, gboolean *is_new, GError **error)
{
  g_autofree char *full = g_strconcat (telling->person, "\n", key, NULL);

  if (!sanera_db_run_sql (db, error, "INSERT OR IGNORE INTO told (key, told_on) VALUES (?, ?)",
                          "ti", full, telling->now))
    return FALSE;
  *is_new = sanera_db_get_changes (db) > 0;
  return TRUE;
}

/* Keeps what has been told, and takes it out of the news. */
static gboolean
tell_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  Telling *telling = data;
  gint64 oldest = telling->now - TOLD_DAYS * SANERA_TIME_DAY;
  gboolean first;
  gboolean is_new;

  if (!keep (db, telling, "", &first, error) ||
      !sanera_db_run_sql (db, error, "DELETE FROM told WHERE key NOT LIKE '%\n' AND told_on < ?",
                          "i", oldest))
    return FALSE;
  for (guint i = telling->news->len; i-- > 0;)
    {
      const SaneraNews *news = g_ptr_array_index (telling->news, i);

      if (!keep (db, telling, news->key, &is_new, error))
        return FALSE;
      if (first || !is_new)
        g_ptr_array_remove_index (telling->news, i);
    }

  return TRUE;
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Telling *telling = g_task_get_task_data (task);
  GError *error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&telling->news),
                           (GDestroyNotify)g_ptr_array_unref);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraOutbox *outbox = sanera_cache_get_outbox (g_task_get_source_object (task));
  Telling *telling = g_task_get_task_data (task);
  GError *error = NULL;

  telling->news = sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (telling->news == NULL)
    g_task_return_error (task, error);
  else if (outbox == NULL || outbox->store == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The outbox is closed");
  else
    sanera_store_write_async (outbox->store, tell_func, telling, NULL,
                              g_task_get_cancellable (task), told_cb, g_object_ref (task));
}

/**
 * sanera_news_read_async:
 * @cache: a cache that has been in step with its server at least once
 * @now: the time, microseconds
 * @cancellable: (nullable): interrupts it
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks what has happened that the person of the cache is to be told of, on the reader's thread,
 * and writes down that it is told. The first look of all finds everything known already.
 */
void
sanera_news_read_async (SaneraCache *cache,
                        gint64 now,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  const SaneraCacheInfo *info = NULL;
  g_autoptr (GTask) task = NULL;
  Look *look = NULL;
  Telling *telling = NULL;

  g_return_if_fail (SANERA_IS_CACHE (cache));

  task = g_task_new (cache, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_news_read_async);
  info = sanera_cache_get_info (cache);
  if (info == NULL || info->email == NULL)
    {
      g_task_return_pointer (task,
                             g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_news_free),
                             (GDestroyNotify)g_ptr_array_unref);
      return;
    }

  look = g_new0 (Look, 1);
  look->email = g_strdup (info->email);
  look->reader.email = look->email;
  look->reader.may_decide = sanera_cache_info_can (info, "decide");
  look->reader.may_except = sanera_cache_info_can (info, "except");
  look->now = now;
  telling = g_new0 (Telling, 1);
  telling->person = g_utf8_casefold (info->email, -1);
  telling->now = now;
  g_task_set_task_data (task, telling, telling_free);
  sanera_store_read_async (sanera_cache_get_store (cache), look_func, look, look_free, cancellable,
                           looked_cb, g_steal_pointer (&task));
}

/**
 * sanera_news_read_finish:
 * @cache: the cache
 * @result: what the callback got
 * @error: set when it failed; nothing is told then
 *
 * Returns: (transfer full) (nullable) (element-type SaneraNews): what is new, the oldest first
 */
GPtrArray *
sanera_news_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
