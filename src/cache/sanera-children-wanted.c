/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-children-wanted.h"

#include "sanera-cache-private.h"
#include "sanera-recommendation.h"

/* What is to be fetched before somebody asks for it, derived from the cache:
 *
 *   opened, the latest first ─► tasks to be decided ─► activities of mine ─► all activities
 *
 * Nothing of it is kept anywhere: what is here and as new as its row is passed over, so a program
 * that was killed goes on where it was. No step looks at recommendations as a whole. */

/* How many rows of each kind are looked at; of all activities, in one step. */
#define MAX_OPENED 500
#define MAX_TASKS 500
#define MAX_MINE 1000
#define STEP_ALL 300

/* How many are handed out at once. What has been fetched meanwhile is then seen as such. */
#define MAX_FOUND 64

/* The kinds, as positions of a search; all activities follow, by row id. */
enum
{
  POSITION_OPENED,
  POSITION_TASKS,
  POSITION_MINE,
  POSITION_ALL,
  POSITION_END = -1,
};

typedef struct
{
  SaneraKeep keep;
  gint64 position;
  gint64 now;
  char *email;
  gboolean decides;
} Search;

typedef struct
{
  GPtrArray *found;
  gint64 position;
  SaneraChildrenSum sum;
} Found;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->email);
  g_free (search);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->found, g_ptr_array_unref);
  g_free (found);
}

static gboolean
is_wanted (const SaneraChildren *children, gint64 now)
{
  if (!children->parent_known || children->parent_change == SANERA_INT_NULL)
    return FALSE; /* the server does not have it (yet) */
  if (children->retry_on != SANERA_INT_NULL && children->retry_on > now)
    return FALSE;

  return !sanera_children_is_current (children);
}

/* Of one row, all that belongs to it. */
static gboolean
add_children (SaneraDb *db,
              const Search *search,
              SaneraList parent_list,
              const char *id,
              Found *found,
              GError **error)
{
  for (guint i = 0; i < SANERA_N_LISTS && found->found->len < MAX_FOUND; i++)
    {
      const SaneraListInfo *info = sanera_list_get_info (i);
      g_autoptr (SaneraChildren) children = NULL;
      const SaneraChildrenRef key = { i, (char *)id };

      if (!info->has_parent || info->parent != parent_list)
        continue;
      /* Nothing is installed where a configuration is to be changed. */
      if (i == SANERA_LIST_INSTALLED_DEVICES && sanera_recommendation_get_software (id) == NULL)
        continue;
      children = sanera_children_read (db, i, id, error);
      if (children == NULL)
        return FALSE;
      if (is_wanted (children, search->now) &&
          !g_ptr_array_find_with_equal_func (found->found, &key, sanera_children_ref_equal, NULL))
        g_ptr_array_add (found->found, sanera_children_ref_new (i, id));
    }

  return TRUE;
}

static gboolean
add_opened (SaneraDb *db, const Search *search, Found *found, GError **error)
{
  static const SaneraList lists[] = { SANERA_LIST_RECOMMENDATIONS, SANERA_LIST_ACTIVITIES,
                                      SANERA_LIST_SECURITY_TASKS, SANERA_LIST_DEVICES };
  sqlite3_stmt *statement = sanera_db_prepare (db,
                                               "SELECT list, id FROM opened WHERE opened_on > ?1 "
                                               "ORDER BY opened_on DESC LIMIT ?2",
                                               error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, search->now - SANERA_CHILDREN_KEPT_DAYS * G_TIME_SPAN_DAY);
  sanera_db_bind_int (statement, 2, MAX_OPENED);
  while (found->found->len < MAX_FOUND)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
        if (g_strcmp0 (sanera_db_column_text (statement, 0),
                       sanera_list_get_info (lists[i])->table) == 0 &&
            !add_children (db, search, lists[i], sanera_db_column_text (statement, 1), found,
                           error))
          return FALSE;
    }
  sanera_db_reset (statement);

  return TRUE;
}

/* Runs a statement whose columns are the id of a security task. */
static gboolean
add_tasks (SaneraDb *db,
           const Search *search,
           sqlite3_stmt *statement,
           Found *found,
           GError **error)
{
  gboolean has_row;

  while (found->found->len < MAX_FOUND)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (!add_children (db, search, SANERA_LIST_SECURITY_TASKS,
                         sanera_db_column_text (statement, 0), found, error))
        return FALSE;
    }
  sanera_db_reset (statement);

  return TRUE;
}

static gboolean
add_pending (SaneraDb *db, const Search *search, Found *found, GError **error)
{
  /* The ranks are those of sanera_cache_put(): to be decided, under way. */
  sqlite3_stmt *statement = sanera_db_prepare (db,
                                               "SELECT id FROM security_tasks WHERE list_rank <= 1 "
                                               "ORDER BY list_rank, list_time LIMIT ?",
                                               error);

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, MAX_TASKS);

  return add_tasks (db, search, statement, found, error);
}

static gboolean
add_activity (SaneraDb *db,
              const Search *search,
              const char *id,
              const char *recommendation,
              Found *found,
              GError **error)
{
  sqlite3_stmt *statement;

  if (!add_children (db, search, SANERA_LIST_ACTIVITIES, id, found, error) ||
      (recommendation != NULL &&
       !add_children (db, search, SANERA_LIST_RECOMMENDATIONS, recommendation, found, error)))
    return FALSE;

  statement =
      sanera_db_prepare (db, "SELECT id FROM security_tasks WHERE remediation_task_id = ?", error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);

  return add_tasks (db, search, statement, found, error);
}

/* Runs a statement over activities: row id, id, recommendation. Tells the last row, and whether
 * there may be more behind it. */
static gboolean
add_activities (SaneraDb *db,
                const Search *search,
                sqlite3_stmt *statement,
                Found *found,
                gint64 *last,
                GError **error)
{
  gboolean has_row;

  *last = SANERA_INT_NULL;
  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (!add_activity (db, search, sanera_db_column_text (statement, 1),
                         sanera_db_column_text (statement, 2), found, error))
        return FALSE;
      if (found->found->len >= MAX_FOUND)
        break; /* this one is looked at once more */
      *last = sqlite3_column_int64 (statement, 0);
    }
  sanera_db_reset (statement);

  return TRUE;
}

static gboolean
add_mine (SaneraDb *db, const Search *search, Found *found, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT row_id, id, recommendation_reference FROM remediation_tasks "
                         "WHERE requester_email = ?1 COLLATE NOCASE "
                         "ORDER BY list_rank, list_time LIMIT ?2",
                         error);
  gint64 last;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, search->email);
  sanera_db_bind_int (statement, 2, MAX_MINE);

  return add_activities (db, search, statement, found, &last, error);
}

static gboolean
add_all (SaneraDb *db, const Search *search, Found *found, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT row_id, id, recommendation_reference FROM remediation_tasks "
                         "WHERE row_id > ?1 ORDER BY row_id LIMIT ?2",
                         error);
  gint64 last;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, search->position - POSITION_ALL);
  sanera_db_bind_int (statement, 2, STEP_ALL);
  if (!add_activities (db, search, statement, found, &last, error))
    return FALSE;

  if (last != SANERA_INT_NULL)
    found->position = POSITION_ALL + last;
  else if (found->found->len > 0)
    found->position = search->position;
  else
    found->position = POSITION_END;
  return TRUE;
}

static gboolean
find_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  const Search *search = data;
  Found *found = g_new0 (Found, 1);
  gboolean ok;

  found->found = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_children_ref_free);
  found->position = search->position + 1;
  switch (search->position)
    {
    case POSITION_OPENED:
      ok = add_opened (db, search, found, error);
      break;
    case POSITION_TASKS:
      ok = !search->decides || add_pending (db, search, found, error);
      break;
    case POSITION_MINE:
      ok = search->email == NULL || add_mine (db, search, found, error);
      break;
    default:
      ok = add_all (db, search, found, error);
      break;
    }
  /* What was found first is to be fetched before anything behind it is looked at. */
  if (search->position < POSITION_ALL && found->found->len > 0)
    found->position = search->position;
  else if ((search->keep == SANERA_KEEP_OPENED && search->position == POSITION_OPENED) ||
           (search->keep == SANERA_KEEP_MINE && search->position == POSITION_MINE))
    found->position = POSITION_END;

  if (!ok || !sanera_children_read_sum (db, &found->sum, error))
    {
      found_free (found);
      return FALSE;
    }
  *result = found;
  *result_free = found_free;
  return TRUE;
}

/**
 * sanera_children_read_sum:
 * @db: a connection
 * @sum: (out): what is kept
 * @error: set when it cannot be read
 *
 * Returns: whether it could be read
 */
gboolean
sanera_children_read_sum (SaneraDb *db, SaneraChildrenSum *sum, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db, "SELECT count (*), coalesce (sum (bytes), 0) FROM children WHERE row_count > 0", error);
  gboolean has_row;

  if (statement == NULL || !sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  sum->lists = sqlite3_column_int64 (statement, 0);
  sum->bytes = sqlite3_column_int64 (statement, 1);
  sanera_db_reset (statement);

  return TRUE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gpointer found = sanera_cache_run_finish (g_task_get_source_object (task), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, found, found_free);
}

/**
 * sanera_cache_find_wanted_async:
 * @self: a cache
 * @keep: of which rows
 * @position: 0, or what the last call has left
 * @now: the time, microseconds since 1970
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks for what is to be fetched for offline use.
 */
void
sanera_cache_find_wanted_async (SaneraCache *self,
                                SaneraKeep keep,
                                gint64 position,
                                gint64 now,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  const SaneraCacheInfo *info;
  Search *search;
  GTask *task;

  g_return_if_fail (SANERA_IS_CACHE (self));
  g_return_if_fail (position >= 0);

  info = sanera_cache_get_info (self);
  search = g_new0 (Search, 1);
  search->keep = keep;
  search->position = position;
  search->now = now;
  search->email = info != NULL ? g_strdup (info->email) : NULL;
  search->decides = info != NULL && sanera_cache_info_can (info, "decide");
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_cache_find_wanted_async);
  sanera_store_read_async (sanera_cache_get_store (self), find_func, search, search_free,
                           cancellable, found_cb, task);
}

/**
 * sanera_cache_find_wanted_finish:
 * @self: a cache
 * @result: what the callback got
 * @position: (out): where to go on; -1: nowhere
 * @sum: (out): what is kept already
 * @error: set when it failed
 *
 * Returns: (transfer full) (element-type SaneraChildrenRef) (nullable): what to fetch, in this
 *   order; none: look further, unless @position is -1
 */
GPtrArray *
sanera_cache_find_wanted_finish (SaneraCache *self,
                                 GAsyncResult *result,
                                 gint64 *position,
                                 SaneraChildrenSum *sum,
                                 GError **error)
{
  Found *found;
  GPtrArray *refs;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return NULL;
  refs = g_steal_pointer (&found->found);
  *position = found->position;
  *sum = found->sum;
  found_free (found);

  return refs;
}

/* How much is kept */

static gboolean
sum_func (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  SaneraChildrenSum *sum = g_new0 (SaneraChildrenSum, 1);

  if (!sanera_children_read_sum (db, sum, error))
    {
      g_free (sum);
      return FALSE;
    }
  *result = sum;
  *result_free = g_free;

  return TRUE;
}

static void
sum_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gpointer sum = sanera_cache_run_finish (g_task_get_source_object (task), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, sum, g_free);
}

/**
 * sanera_cache_sum_children_async:
 * @self: a cache
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Adds up what is kept for offline use beside the lists themselves.
 */
void
sanera_cache_sum_children_async (SaneraCache *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (SANERA_IS_CACHE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_cache_sum_children_async);
  sanera_store_read_async (sanera_cache_get_store (self), sum_func, NULL, NULL, cancellable, sum_cb,
                           task);
}

/**
 * sanera_cache_sum_children_finish:
 * @self: a cache
 * @result: what the callback got
 * @sum: (out): what is kept
 * @error: set when it failed
 *
 * Returns: whether it could be read
 */
gboolean
sanera_cache_sum_children_finish (SaneraCache *self,
                                  GAsyncResult *result,
                                  SaneraChildrenSum *sum,
                                  GError **error)
{
  g_autofree SaneraChildrenSum *value = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  value = g_task_propagate_pointer (G_TASK (result), error);
  if (value == NULL)
    return FALSE;

  *sum = *value;
  return TRUE;
}
