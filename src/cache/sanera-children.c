/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-children.h"

#include "sanera-cache-private.h"

/* The books on what belongs to a row: tables "children" and "opened" of sql/004-offline.sql. */

/**
 * sanera_children_free:
 * @self: (transfer full) (nullable): how much there is
 */
void
sanera_children_free (SaneraChildren *self)
{
  if (self == NULL)
    return;

  g_free (self->cursor);
  g_free (self->next);
  g_free (self);
}

/**
 * sanera_children_is_complete:
 * @self: how much there is
 *
 * Returns: whether all of them were here once. A fetch that was interrupted since has brought some
 *   up to date and taken none away.
 */
gboolean
sanera_children_is_complete (const SaneraChildren *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fetched_on != SANERA_INT_NULL;
}

/**
 * sanera_children_is_current:
 * @self: how much there is
 *
 * Returns: whether all of them are here, and the row they belong to has not changed since
 */
gboolean
sanera_children_is_current (const SaneraChildren *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return sanera_children_is_complete (self) && self->next == NULL &&
         self->basis != SANERA_INT_NULL && self->basis == self->parent_change;
}

/**
 * sanera_children_is_fresh:
 * @self: how much there is
 * @list: of what
 * @cursor: (nullable): of the feed, as it is now
 * @now: the time, microseconds since 1970
 *
 * Whether somebody who looks at them sees what the server has. The activities and recommendations
 * of a device change without the device, and devices with the software without the recommendation;
 * they are fresh only as long as nothing at all has changed.
 *
 * Returns: whether nothing has to be fetched
 */
gboolean
sanera_children_is_fresh (const SaneraChildren *self,
                          SaneraList list,
                          const char *cursor,
                          gint64 now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!sanera_children_is_current (self))
    return FALSE;
  if ((sanera_list_get_info (list)->parent == SANERA_LIST_DEVICES ||
       list == SANERA_LIST_INSTALLED_DEVICES) &&
      g_strcmp0 (self->cursor, cursor) != 0)
    return FALSE;

  /* A clock that was set back makes nothing fresh for ever. */
  return now - self->fetched_on < SANERA_CHILDREN_MAX_AGE && now >= self->fetched_on;
}

/**
 * sanera_children_ref_new:
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 *
 * Returns: (transfer full): their name
 */
SaneraChildrenRef *
sanera_children_ref_new (SaneraList list, const char *parent_id)
{
  SaneraChildrenRef *self;

  g_return_val_if_fail (parent_id != NULL, NULL);

  self = g_new0 (SaneraChildrenRef, 1);
  self->list = list;
  self->parent_id = g_strdup (parent_id);
  return self;
}

/**
 * sanera_children_ref_free:
 * @self: (transfer full): a name
 */
void
sanera_children_ref_free (SaneraChildrenRef *self)
{
  g_free (self->parent_id);
  g_free (self);
}

/**
 * sanera_children_ref_hash:
 * @ref: a #SaneraChildrenRef
 *
 * Returns: a hash of it, for tables
 */
guint
sanera_children_ref_hash (gconstpointer ref)
{
  const SaneraChildrenRef *self = ref;

  return g_str_hash (self->parent_id) * 31 + (guint)self->list;
}

/**
 * sanera_children_ref_equal:
 * @a: a #SaneraChildrenRef
 * @b: another
 *
 * Returns: whether they name the same
 */
gboolean
sanera_children_ref_equal (gconstpointer a, gconstpointer b)
{
  const SaneraChildrenRef *one = a;
  const SaneraChildrenRef *other = b;

  return one->list == other->list && g_str_equal (one->parent_id, other->parent_id);
}

/* Reading */

static gint64
get_int (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) != SQLITE_NULL
             ? sqlite3_column_int64 (statement, column)
             : SANERA_INT_NULL;
}

static gboolean
read_books (SaneraDb *db,
            const char *table,
            const char *parent_id,
            SaneraChildren *self,
            GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT generation, fetched_on, basis, cursor, next, next_basis, "
                         "row_count, retry_on FROM children WHERE list = ?1 AND parent_id = ?2",
                         error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, table);
  sanera_db_bind_text (statement, 2, parent_id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      self->generation = sqlite3_column_int64 (statement, 0);
      self->fetched_on = get_int (statement, 1);
      self->basis = get_int (statement, 2);
      self->cursor = g_strdup (sanera_db_column_text (statement, 3));
      self->next = g_strdup (sanera_db_column_text (statement, 4));
      self->next_basis = get_int (statement, 5);
      self->row_count = sqlite3_column_int64 (statement, 6);
      self->retry_on = get_int (statement, 7);
    }
  sanera_db_reset (statement);

  return TRUE;
}

static gboolean
read_parent (SaneraDb *db, SaneraList list, const char *id, SaneraChildren *self, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT change FROM %s WHERE id = ?", sanera_list_get_info (list)->table);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (db, statement, &self->parent_known, error))
    return FALSE;
  if (self->parent_known)
    self->parent_change = get_int (statement, 0);
  sanera_db_reset (statement);

  return TRUE;
}

/**
 * sanera_children_read:
 * @db: a connection
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 * @error: set when it cannot be read
 *
 * Returns: (transfer full) (nullable): how much there is; %NULL on error only
 */
SaneraChildren *
sanera_children_read (SaneraDb *db, SaneraList list, const char *parent_id, GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  g_autoptr (SaneraChildren) self = g_new0 (SaneraChildren, 1);

  g_return_val_if_fail (db != NULL && parent_id != NULL, NULL);
  g_return_val_if_fail (info->has_parent, NULL);

  self->parent_change = SANERA_INT_NULL;
  self->fetched_on = SANERA_INT_NULL;
  self->basis = SANERA_INT_NULL;
  self->next_basis = SANERA_INT_NULL;
  self->retry_on = SANERA_INT_NULL;
  if (!read_parent (db, info->parent, parent_id, self, error) ||
      !read_books (db, info->table, parent_id, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * sanera_cache_lookup_children:
 * @self: a cache
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 *
 * Reads through the main thread's connection: two look-ups by primary key.
 *
 * Returns: (transfer full) (nullable): how much there is; %NULL when the cache cannot be read
 */
SaneraChildren *
sanera_cache_lookup_children (SaneraCache *self, SaneraList list, const char *parent_id)
{
  SaneraDb *db;
  g_autoptr (GError) error = NULL;
  SaneraChildren *children;

  g_return_val_if_fail (SANERA_IS_CACHE (self), NULL);

  db = sanera_cache_get_main_db (self);
  if (db == NULL)
    return NULL;
  children = sanera_children_read (db, list, parent_id, &error);
  if (children == NULL)
    sanera_cache_note_error (self, error);

  return children;
}

/* Writing */

/**
 * sanera_children_begin:
 * @db: the writer's connection, in a transaction
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 * @generation: of the fetch, for sanera_cache_sweep()
 * @basis: place in the feed of the row they belong to, as it was before the server was asked: what
 *   changes while a fetch is under way makes it old at once
 * @cursor: (nullable): of the feed then
 * @now: the time, microseconds since 1970
 * @error: set when it cannot be written
 *
 * Notes that a fetch begins with its first page.
 *
 * Returns: whether it went well
 */
gboolean
sanera_children_begin (SaneraDb *db,
                       SaneraList list,
                       const char *parent_id,
                       gint64 generation,
                       gint64 basis,
                       const char *cursor,
                       gint64 now,
                       GError **error)
{
  g_return_val_if_fail (db != NULL, FALSE);

  return sanera_db_run_sql (
      db, error,
      "INSERT INTO children (list, parent_id, generation, next_basis, next_cursor, used_on) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (list, parent_id) DO UPDATE SET "
      "generation = ?3, next_basis = ?4, next_cursor = ?5, used_on = ?6, row_count = 0, bytes = 0, "
      "retry_on = NULL",
      "ttiiti", sanera_list_get_info (list)->table, parent_id, generation, basis, cursor, now);
}

/**
 * sanera_children_note_page:
 * @db: the writer's connection, in the transaction that writes the rows
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 * @rows: how many the page has
 * @bytes: length of the page
 * @next: (nullable): address of the next page; %NULL: this was the last
 * @now: the time, microseconds since 1970
 * @error: set when it cannot be written; %SANERA_ERROR_PRECONDITION with %SANERA_CODE_BOOKS_GONE
 *   when what belongs to the row was removed since the page before: the transaction must not be
 *   committed, or its rows would be there without anybody knowing of them
 *
 * Notes what came, and from where to go on after an interruption.
 *
 * Returns: whether it went well
 */
gboolean
sanera_children_note_page (SaneraDb *db,
                           SaneraList list,
                           const char *parent_id,
                           guint rows,
                           gsize bytes,
                           const char *next,
                           gint64 now,
                           GError **error)
{
  const char *table = sanera_list_get_info (list)->table;

  g_return_val_if_fail (db != NULL, FALSE);

  if (!sanera_db_run_sql (db, error,
                          "UPDATE children SET row_count = row_count + ?3, bytes = bytes + ?4, "
                          "next = ?5, used_on = ?6 WHERE list = ?1 AND parent_id = ?2",
                          "ttiiti", table, parent_id, (gint64)rows, (gint64)bytes, next, now))
    return FALSE;
  if (sanera_db_get_changes (db) == 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PRECONDITION,
                   SANERA_CODE_BOOKS_GONE ": of %s %s no fetch is under way any more", table,
                   parent_id);
      return FALSE;
    }

  return next != NULL ||
         sanera_db_run_sql (db, error,
                            "UPDATE children SET fetched_on = ?3, basis = next_basis, "
                            "cursor = next_cursor WHERE list = ?1 AND parent_id = ?2",
                            "tti", table, parent_id, now);
}

/**
 * sanera_children_note_refusal:
 * @db: the writer's connection, in a transaction
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 * @now: the time, microseconds since 1970
 * @retry_on: not to be asked for in the background before then
 * @error: set when it cannot be written
 *
 * Notes that the server did not give them, so that it is not asked again and again.
 *
 * Returns: whether it went well
 */
gboolean
sanera_children_note_refusal (SaneraDb *db,
                              SaneraList list,
                              const char *parent_id,
                              gint64 now,
                              gint64 retry_on,
                              GError **error)
{
  g_return_val_if_fail (db != NULL, FALSE);

  return sanera_db_run_sql (
      db, error,
      "INSERT INTO children (list, parent_id, generation, used_on, retry_on) "
      "VALUES (?1, ?2, 0, ?3, ?4) ON CONFLICT (list, parent_id) DO UPDATE SET "
      "retry_on = ?4, next = NULL",
      "ttii", sanera_list_get_info (list)->table, parent_id, now, retry_on);
}

/**
 * sanera_children_count_seen:
 * @db: the cache
 * @list: a list of what belongs to a row
 * @parent_id: id of that row
 * @generation: of the fetch under way
 * @count: (out): how many rows the fetch has brought so far
 * @error: set when it cannot be read
 *
 * Returns: whether it could be read
 */
gboolean
sanera_children_count_seen (SaneraDb *db,
                            SaneraList list,
                            const char *parent_id,
                            gint64 generation,
                            gint64 *count,
                            GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM %s WHERE parent_id = ? AND seen = ?",
                       sanera_list_get_info (list)->table);

  return sanera_db_query_int (db, count, error, sql, "ti", parent_id, generation);
}

/**
 * sanera_children_forget_basis:
 * @db: the writer's connection, in a transaction
 * @error: set when it cannot be written
 *
 * The server counts anew: whether something has changed can no more be told by its place in the
 * feed, also not of what is being fetched just now. What is there stays readable.
 *
 * Returns: whether it went well
 */
gboolean
sanera_children_forget_basis (SaneraDb *db, GError **error)
{
  g_return_val_if_fail (db != NULL, FALSE);

  return sanera_db_run_sql (db, error,
                            "UPDATE children SET basis = NULL, next = NULL, next_basis = NULL, "
                            "next_cursor = NULL",
                            "");
}

/**
 * sanera_children_remove:
 * @db: the writer's connection, in a transaction
 * @parent_list: a list
 * @id: id of one of its rows, which goes
 * @error: set when it cannot be written
 *
 * Deletes all that belongs to the row.
 *
 * Returns: whether it went well
 */
gboolean
sanera_children_remove (SaneraDb *db, SaneraList parent_list, const char *id, GError **error)
{
  g_return_val_if_fail (db != NULL, FALSE);

  for (guint i = 0; i < SANERA_N_LISTS; i++)
    {
      const SaneraListInfo *info = sanera_list_get_info (i);
      g_autofree char *sql = NULL;

      if (!info->has_parent || info->parent != parent_list)
        continue;
      sql = g_strdup_printf ("DELETE FROM %s WHERE parent_id = ?", info->table);
      if (!sanera_db_run_sql (db, error, sql, "t", id) ||
          !sanera_db_run_sql (db, error, "DELETE FROM children WHERE list = ? AND parent_id = ?",
                              "tt", info->table, id))
        return FALSE;
    }

  return sanera_db_run_sql (db, error, "DELETE FROM opened WHERE list = ? AND id = ?", "tt",
                            sanera_list_get_info (parent_list)->table, id);
}

/* What a person has looked at */

typedef struct
{
  SaneraList list;
  char *id;
  gint64 now;
} OpenedJob;

static void
opened_job_free (gpointer data)
{
  OpenedJob *job = data;

  g_free (job->id);
  g_free (job);
}

static gboolean
note_opened_func (SaneraDb *db,
                  gpointer data,
                  gpointer *result,
                  GDestroyNotify *result_free,
                  GCancellable *cancellable,
                  GError **error)
{
  const OpenedJob *job = data;

  return sanera_db_run_sql (db, error,
                            "INSERT INTO opened (list, id, opened_on) VALUES (?1, ?2, ?3) "
                            "ON CONFLICT (list, id) DO UPDATE SET opened_on = ?3",
                            "tti", sanera_list_get_info (job->list)->table, job->id, job->now);
}

/**
 * sanera_cache_note_opened_async:
 * @self: a cache
 * @list: a list without parents
 * @id: id of a row that a person looks at
 * @now: the time, microseconds since 1970
 * @callback: called after the commit; for sanera_cache_run_finish()
 * @user_data: for @callback
 *
 * Remembers it: what belongs to the row is kept for offline use.
 */
void
sanera_cache_note_opened_async (SaneraCache *self,
                                SaneraList list,
                                const char *id,
                                gint64 now,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  OpenedJob *job;

  g_return_if_fail (SANERA_IS_CACHE (self));
  g_return_if_fail (id != NULL);

  job = g_new0 (OpenedJob, 1);
  job->list = list;
  job->id = g_strdup (id);
  job->now = now;
  sanera_store_write_async (sanera_cache_get_store (self), note_opened_func, job, opened_job_free,
                            NULL, callback, user_data);
}
