/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"

#include <string.h>

#include "sanera-activity.h"
#include "sanera-children.h"
#include "sanera-device-group.h"
#include "sanera-device.h"
#include "sanera-event.h"
#include "sanera-language.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"
#include "sanera-vulnerability.h"
#include "sanera-words.h"

/* Between the parts of a sort key: see sanera_language_sort_key(). */
#define PART "\357\277\276"

/* What is computed when a row is written. */
typedef struct
{
  GBytes *title_key;
  char *search_fold;
  gint64 list_rank;
  gint64 list_time;
} Derived;

static void
derived_clear (Derived *self)
{
  g_clear_pointer (&self->title_key, g_bytes_unref);
  g_clear_pointer (&self->search_fold, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Derived, derived_clear)

/* The statements of one list; made once. */
typedef struct
{
  char *put;
  char *read;
  char *read_after;
  char *rewrite;
  char *find;
  char *remove;
  char *text_find;
  char *text_add;
  char *text_change;
  char *text_remove;
  char *mark;
} Statements;

static char *
make_put (const SaneraListInfo *info)
{
  g_autofree char *own = sanera_db_noun_columns (info->noun, NULL);
  g_autofree char *all =
      g_strconcat (own, ", seen, title_key", info->has_parent ? ", parent_id" : "",
                   info->texts == NULL ? ", search_fold" : "",
                   info->ranked ? ", list_rank, list_time" : "", NULL);
  g_auto (GStrv) columns = g_strsplit (all, ", ", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "INSERT INTO %s (%s) VALUES (", info->table, all);
  for (guint i = 0; columns[i] != NULL; i++)
    g_string_append (out, i > 0 ? ", ?" : "?");
  g_string_append_printf (out, ") ON CONFLICT (%s%s) DO UPDATE SET ",
                          info->has_parent ? "parent_id, " : "", columns[0]);
  for (guint i = 1; columns[i] != NULL; i++)
    g_string_append_printf (out, "%s%s = excluded.%s", i > 1 ? ", " : "", columns[i], columns[i]);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
make_statements (Statements *self, SaneraList list)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  g_autofree char *columns = sanera_db_noun_columns (info->noun, NULL);
  const char *id = sanera_noun_get_column (info->noun, 0);

  self->put = make_put (info);
  self->read = g_strdup_printf ("SELECT %s FROM %s WHERE row_id = ?", columns, info->table);
  self->read_after = g_strdup_printf (
      "SELECT row_id, %s FROM %s WHERE row_id > ? ORDER BY row_id LIMIT ?", columns, info->table);
  self->rewrite = g_strdup_printf ("UPDATE %s SET title_key = ?%s WHERE row_id = ?", info->table,
                                   info->texts == NULL ? ", search_fold = ?" : "");
  self->find = g_strdup_printf ("SELECT row_id FROM %s WHERE %s = ?", info->table, id);
  self->remove = g_strdup_printf ("DELETE FROM %s WHERE row_id = ?", info->table);
  if (info->texts == NULL)
    return;

  self->text_find = g_strdup_printf ("SELECT search_fold FROM %s WHERE row_id = ?", info->texts);
  self->text_add =
      g_strdup_printf ("INSERT INTO %s (search_fold, row_id) VALUES (?, ?)", info->texts);
  self->text_change =
      g_strdup_printf ("UPDATE %s SET search_fold = ? WHERE row_id = ?", info->texts);
  self->text_remove = g_strdup_printf ("DELETE FROM %s WHERE row_id = ?", info->texts);
  self->mark = g_strdup_printf ("INSERT INTO %s (indexed, row_id) VALUES (?, ?) "
                                "ON CONFLICT (row_id) DO NOTHING",
                                info->unindexed);
}

static const Statements *
get_statements (SaneraList list)
{
  static Statements all[SANERA_N_LISTS];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      for (guint i = 0; i < SANERA_N_LISTS; i++)
        make_statements (&all[i], i);
      g_once_init_leave (&made, 1);
    }

  return &all[list];
}

/* What is derived */

static void
add_text (GString *out, const char *text)
{
  /* Said once is enough: English and shown title are often the same, the component is in both. */
  if (text == NULL || *text == '\0' || strstr (out->str, text) != NULL)
    return;
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, text);
}

static void
add_taken (GString *out, char *text)
{
  add_text (out, text);
  g_free (text);
}

static void
add_list (GString *out, char **texts, const char *(*label) (const char *))
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      add_text (out, label (texts[i]));
      add_text (out, texts[i]);
    }
}

static const char *
first_of (const char *a, const char *b, const char *c)
{
  return a != NULL && *a != '\0' ? a : b != NULL && *b != '\0' ? b : c != NULL ? c : "";
}

static char *
derive_recommendation (const SaneraRecommendationData *data, GString *text)
{
  add_taken (text, sanera_words_recommendation_title (data, FALSE));
  add_taken (text, sanera_words_recommendation_title (data, TRUE));
  add_text (text, data->related_component);
  add_text (text, data->product_name);
  add_text (text, data->vendor);
  add_text (text, data->id);
  add_list (text, data->os_platforms, sanera_words_os_platform);
  add_list (text, data->tags, sanera_words_tag);

  return g_strconcat (
      first_of (data->related_component, data->product_name, data->recommendation_name), PART,
      first_of (data->recommended_version, NULL, NULL), NULL);
}

static char *
derive_activity (const SaneraActivityData *data, GString *text, Derived *derived)
{
  gboolean active = sanera_enum_from_nick (&sanera_activity_status_enum, data->status) !=
                    SANERA_ACTIVITY_STATUS_COMPLETED;
  gint64 ended =
      data->completed_on != SANERA_INT_NULL ? data->completed_on : data->status_last_modified_on;

  /* In progress first, the earliest due first, so what is overdue leads, without a date last; then
   * what was completed, the latest first. */
  derived->list_rank = active ? 0 : 1;
  if (active)
    derived->list_time = data->due_on != SANERA_INT_NULL ? data->due_on : G_MAXINT64;
  else
    derived->list_time = ended != SANERA_INT_NULL ? -ended : G_MAXINT64;

  add_taken (text, sanera_words_activity_title (data, FALSE));
  add_taken (text, sanera_words_activity_title (data, TRUE));
  add_text (text, data->related_component);
  add_text (text, data->id);
  add_text (text, data->recommendation_reference);
  add_text (text, data->requester_email);
  add_text (text, data->completer_email);
  add_list (text, data->rbac_group_names, sanera_words_device_group);

  return g_strconcat (first_of (data->related_component, data->title, NULL), PART,
                      first_of (data->recommended_version, NULL, NULL), NULL);
}

/* Those that are in force first, the next to end leading; then the ended ones, the latest first. */
static char *
derive_exception (const SaneraRemediationExceptionData *data, GString *text, Derived *derived)
{
  SaneraExceptionStatus status =
      (SaneraExceptionStatus)sanera_enum_from_nick (&sanera_exception_status_enum, data->status);
  gboolean ended =
      status == SANERA_EXCEPTION_STATUS_EXPIRED || status == SANERA_EXCEPTION_STATUS_CANCELED;

  derived->list_rank = ended ? 1 : 0;
  if (!ended)
    derived->list_time = data->expires_on != SANERA_INT_NULL ? data->expires_on : G_MAXINT64;
  else
    derived->list_time = data->ended_on != SANERA_INT_NULL ? -data->ended_on : G_MAXINT64;

  add_taken (text, sanera_words_exception_title (data, FALSE));
  add_taken (text, sanera_words_exception_title (data, TRUE));
  add_text (text, data->related_component);
  add_text (text, data->id);
  add_text (text, data->recommendation_reference);
  add_text (text, data->created_by);
  add_list (text, data->rbac_group_names, sanera_words_device_group);

  return g_strconcat (first_of (data->related_component, data->title, NULL), PART,
                      first_of (data->recommended_version, NULL, NULL), NULL);
}

/* What has to be decided first, then what is under way, each the earliest due first, without a date
 * last; then what is over, the latest first. */
static char *
derive_security_task (const SaneraSecurityTaskData *data, GString *text, Derived *derived)
{
  SaneraSecurityTaskStatus status = (SaneraSecurityTaskStatus)sanera_enum_from_nick (
      &sanera_security_task_status_enum, data->status);

  derived->list_rank = status == SANERA_SECURITY_TASK_STATUS_PENDING  ? 0
                       : status == SANERA_SECURITY_TASK_STATUS_ACTIVE ? 1
                                                                      : 2;
  if (derived->list_rank < 2)
    derived->list_time = data->due_date_time != SANERA_INT_NULL ? data->due_date_time : G_MAXINT64;
  else
    derived->list_time = data->decided_on != SANERA_INT_NULL ? -data->decided_on : G_MAXINT64;

  add_taken (text, sanera_words_security_task_title (data, FALSE));
  add_taken (text, sanera_words_security_task_title (data, TRUE));
  add_text (text, data->related_component);
  add_text (text, data->app_name);
  add_text (text, data->app_publisher);
  add_text (text, data->id);
  add_text (text, data->remediation_task_id);
  add_text (text, data->creator);

  return g_strconcat (first_of (data->related_component, data->app_name, data->display_name), PART,
                      first_of (data->recommended_version, data->app_version, NULL), NULL);
}

static char *
derive_event (const SaneraEventData *data, GString *text)
{
  add_text (text, data->person);
  add_text (text, data->event);

  return g_strdup (first_of (data->event, NULL, NULL));
}

static char *
derive_device (const SaneraDeviceData *data, GString *text)
{
  add_text (text, data->computer_dns_name);
  add_text (text, data->id);
  if (data->os_platform != NULL)
    add_text (text, sanera_words_os_platform (data->os_platform));
  if (data->rbac_group_name != NULL)
    add_text (text, sanera_words_device_group (data->rbac_group_name));
  add_text (text, data->last_ip_address);

  return g_strdup (first_of (data->computer_dns_name, data->id, NULL));
}

static char *
derive_vulnerability (const SaneraVulnerabilityData *data, GString *text)
{
  add_text (text, data->name);
  add_text (text, data->id);
  add_text (text, data->description);

  return g_strdup (first_of (data->name, data->id, NULL));
}

static char *
derive_device_group (const SaneraDeviceGroupData *data, GString *text)
{
  const char *name = first_of (data->name, NULL, NULL);

  add_text (text, sanera_words_device_group (name));
  add_text (text, name);

  return g_strdup (sanera_words_device_group (name));
}

static void
derive (SaneraList list, gconstpointer data, Derived *derived)
{
  g_autoptr (GString) text = g_string_sized_new (256);
  g_autofree char *title = NULL;

  switch (list)
    {
    case SANERA_LIST_RECOMMENDATIONS:
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      title = derive_recommendation (data, text);
      break;
    case SANERA_LIST_ACTIVITIES:
    case SANERA_LIST_DEVICE_ACTIVITIES:
      title = derive_activity (data, text, derived);
      break;
    case SANERA_LIST_DEVICE_GROUPS:
      title = derive_device_group (data, text);
      break;
    case SANERA_LIST_RECOMMENDATION_DEVICES:
    case SANERA_LIST_ACTIVITY_DEVICES:
    case SANERA_LIST_DEVICES:
    case SANERA_LIST_SECURITY_TASK_DEVICES:
    case SANERA_LIST_INSTALLED_DEVICES:
      title = derive_device (data, text);
      break;
    case SANERA_LIST_EXCEPTIONS:
      title = derive_exception (data, text, derived);
      break;
    case SANERA_LIST_SECURITY_TASKS:
      title = derive_security_task (data, text, derived);
      break;
    case SANERA_LIST_ACTIVITY_EVENTS:
      title = derive_event (data, text);
      break;
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      title = derive_vulnerability (data, text);
      break;
    case SANERA_N_LISTS:
    default:
      g_assert_not_reached ();
    }

  derived->title_key = sanera_language_sort_key (title);
  derived->search_fold = sanera_language_fold (text->str);
}

static void
bind_key (sqlite3_stmt *statement, int index, GBytes *key)
{
  gsize size;
  gconstpointer bytes = g_bytes_get_data (key, &size);

  /* An empty key is no NULL: NULL sorts apart. */
  if (size == 0)
    sqlite3_bind_zeroblob (statement, index, 0);
  else
    sqlite3_bind_blob (statement, index, bytes, (int)size, SQLITE_STATIC);
}

static gboolean
run_text (SaneraDb *db, const char *sql, const char *text, gint64 row_id, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  if (text != NULL)
    sqlite3_bind_text (statement, 1, text, -1, SQLITE_STATIC);
  sanera_db_bind_int (statement, 2, row_id);
  if (!sanera_db_run (db, statement, error))
    return FALSE;
  sqlite3_clear_bindings (statement);

  return TRUE;
}

/* Takes the text of a row to @fold, %NULL for none; most writes change figures only, and then the
 * text is left alone. The full-text index follows later, see sanera_cache_index(). */
static gboolean
write_text (SaneraDb *db, SaneraList list, gint64 row_id, const char *fold, GError **error)
{
  const Statements *statements = get_statements (list);
  sqlite3_stmt *statement = sanera_db_prepare (db, statements->text_find, error);
  g_autofree char *old = NULL;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, row_id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    old = g_strdup (sanera_db_column_text (statement, 0));
  sanera_db_reset (statement);

  if (g_strcmp0 (old, fold) == 0)
    return TRUE;
  /* A mark that is there already holds what the index knows, which is older still. */
  if (!run_text (db, statements->mark, old, row_id, error))
    return FALSE;
  if (fold == NULL)
    return sanera_db_run_sql (db, error, statements->text_remove, "i", row_id);

  return run_text (db, old != NULL ? statements->text_change : statements->text_add, fold, row_id,
                   error);
}

static gboolean
put_row (SaneraDb *db,
         SaneraList list,
         const char *parent_id,
         gconstpointer data,
         gint64 generation,
         const Derived *derived,
         GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  sqlite3_stmt *statement = sanera_db_prepare (db, get_statements (list)->put, error);
  gboolean ok;
  int next;

  if (statement == NULL)
    return FALSE;

  next = sanera_db_bind_noun (statement, 1, info->noun, data);
  sanera_db_bind_int (statement, next++, generation);
  bind_key (statement, next++, derived->title_key);
  if (info->has_parent)
    sanera_db_bind_text (statement, next++, parent_id);
  if (info->texts == NULL)
    sanera_db_bind_text (statement, next++, derived->search_fold);
  if (info->ranked)
    {
      sanera_db_bind_int (statement, next++, derived->list_rank);
      sanera_db_bind_int (statement, next++, derived->list_time);
    }
  ok = sanera_db_run (db, statement, error);
  sqlite3_clear_bindings (statement);

  return ok;
}

/**
 * sanera_cache_put:
 * @db: the writer's connection, in a transaction
 * @list: where the row belongs
 * @parent_id: (nullable): of a list with parents: the row it belongs to
 * @data: data of the list's noun
 * @generation: number of the sync that saw the row, for sanera_cache_sweep()
 * @error: set when it cannot be written
 *
 * Inserts the row, or updates the one with the same id, with its sort key and folded text.
 *
 * Returns: whether it went well
 */
gboolean
sanera_cache_put (SaneraDb *db,
                  SaneraList list,
                  const char *parent_id,
                  gconstpointer data,
                  gint64 generation,
                  GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  g_auto (Derived) derived = { 0 };
  const char *id;
  gint64 row_id;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (data != NULL, FALSE);
  g_return_val_if_fail (!info->has_parent || parent_id != NULL, FALSE);

  derive (list, data, &derived);
  if (!put_row (db, list, parent_id, data, generation, &derived, error))
    return FALSE;
  if (info->texts == NULL)
    return TRUE;

  /* RETURNING would open a temporary table for each row, which costs more than the row. */
  id = sanera_field_get_text (&info->noun->fields[0], data);
  return sanera_db_query_int (db, &row_id, error, get_statements (list)->find, "t", id) &&
         write_text (db, list, row_id, derived.search_fold, error);
}

static gboolean
remove_row (SaneraDb *db, SaneraList list, gint64 row_id, GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (list);

  return (info->texts == NULL || write_text (db, list, row_id, NULL, error)) &&
         sanera_db_run_sql (db, error, get_statements (list)->remove, "i", row_id);
}

/* Runs a statement whose first column is a row id, and collects them. */
static GArray *
collect_ids (SaneraDb *db, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean has_row = TRUE;

  while (has_row)
    {
      gint64 row_id;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      row_id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (ids, row_id);
    }
  sanera_db_reset (statement);

  return g_steal_pointer (&ids);
}

/**
 * sanera_cache_delete:
 * @db: the writer's connection, in a transaction
 * @list: a list
 * @id: id of the row; of a list with parents, it goes from all of them
 * @error: set when it cannot be written
 *
 * Deletes a row and what belongs to it. A row that does not exist is no error.
 *
 * Returns: whether it went well
 */
gboolean
sanera_cache_delete (SaneraDb *db, SaneraList list, const char *id, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  sqlite3_stmt *statement;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  statement = sanera_db_prepare (db, get_statements (list)->find, error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  ids = collect_ids (db, statement, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!remove_row (db, list, g_array_index (ids, gint64, i), error))
      return FALSE;

  return sanera_children_remove (db, list, id, error);
}

/**
 * sanera_cache_sweep:
 * @db: the writer's connection, in a transaction
 * @list: a list
 * @parent_id: (nullable): of a list with parents: the row whose children were fetched
 * @generation: number of the sync that has just seen everything there is
 * @error: set when it cannot be written
 *
 * Deletes the rows that sync did not see. Rows that wait to be sent stay: the server cannot know
 * them yet.
 *
 * Returns: whether it went well
 */
gboolean
sanera_cache_sweep (SaneraDb *db,
                    SaneraList list,
                    const char *parent_id,
                    gint64 generation,
                    GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  g_autofree char *sql = NULL;
  g_autoptr (GArray) ids = NULL;
  sqlite3_stmt *statement;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (!info->has_parent || parent_id != NULL, FALSE);

  sql = g_strdup_printf ("SELECT row_id FROM %s WHERE seen <> ?%s%s", info->table,
                         info->has_parent ? " AND parent_id = ?" : "",
                         info->local ? " AND local_state IS NULL" : "");
  statement = sanera_db_prepare (db, sql, error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, generation);
  if (info->has_parent)
    sanera_db_bind_text (statement, 2, parent_id);
  ids = collect_ids (db, statement, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!remove_row (db, list, g_array_index (ids, gint64, i), error))
      return FALSE;

  return TRUE;
}

/**
 * sanera_cache_find_row:
 * @db: a connection
 * @list: a list
 * @parent_id: (nullable): of a list with parents; %NULL takes the first that has one with @id
 * @id: id of a row
 * @error: set when it cannot be read
 *
 * Returns: its row id, 0 when there is none
 */
gint64
sanera_cache_find_row (SaneraDb *db,
                       SaneraList list,
                       const char *parent_id,
                       const char *id,
                       GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  gboolean by_parent = info->has_parent && parent_id != NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT row_id FROM %s WHERE %s = ?%s", info->table,
                                          sanera_noun_get_column (info->noun, 0),
                                          by_parent ? " AND parent_id = ?" : "");
  gint64 row_id;

  if (!sanera_db_query_int (db, &row_id, error, sql, by_parent ? "tt" : "t", id, parent_id))
    return 0;

  return row_id != SANERA_INT_NULL ? row_id : 0;
}

/**
 * sanera_cache_read_row:
 * @db: a connection
 * @list: a list
 * @row_id: SQLite row id
 * @data: initialised data of the list's noun; filled when the row exists
 * @found: (out): whether it exists
 * @error: set when it cannot be read
 *
 * Returns: whether it could be read, or is known not to exist
 */
gboolean
sanera_cache_read_row (SaneraDb *db,
                       SaneraList list,
                       gint64 row_id,
                       gpointer data,
                       gboolean *found,
                       GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, get_statements (list)->read, error);

  *found = FALSE;
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, row_id);
  if (!sanera_db_step (db, statement, found, error))
    return FALSE;
  if (*found)
    sanera_db_read_noun (statement, 0, sanera_list_get_info (list)->noun, data);
  sanera_db_reset (statement);

  return TRUE;
}

static GPtrArray *
read_after (SaneraDb *db,
            SaneraList list,
            gint64 after,
            guint limit,
            GArray *row_ids,
            GError **error)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  sqlite3_stmt *statement = sanera_db_prepare (db, get_statements (list)->read_after, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, after);
  sanera_db_bind_int (statement, 2, limit);
  while (has_row)
    {
      gint64 row_id;
      gpointer data;

      if (!sanera_db_step (db, statement, &has_row, error))
        break;
      if (!has_row)
        return g_steal_pointer (&rows);
      row_id = sqlite3_column_int64 (statement, 0);
      data = sanera_noun_data_new (noun);
      sanera_db_read_noun (statement, 1, noun, data);
      g_array_append_val (row_ids, row_id);
      g_ptr_array_add (rows, data);
    }

  for (guint i = 0; i < rows->len; i++)
    sanera_noun_data_free (noun, g_ptr_array_index (rows, i));
  return NULL;
}

static gboolean
rewrite_row (SaneraDb *db, SaneraList list, gint64 row_id, gconstpointer data, GError **error)
{
  const SaneraListInfo *info = sanera_list_get_info (list);
  sqlite3_stmt *statement = sanera_db_prepare (db, get_statements (list)->rewrite, error);
  g_auto (Derived) derived = { 0 };
  int next = 1;
  gboolean ok;

  if (statement == NULL)
    return FALSE;
  derive (list, data, &derived);
  bind_key (statement, next++, derived.title_key);
  if (info->texts == NULL)
    sanera_db_bind_text (statement, next++, derived.search_fold);
  sanera_db_bind_int (statement, next, row_id);
  ok = sanera_db_run (db, statement, error);
  sqlite3_clear_bindings (statement);

  return ok && (info->texts == NULL || write_text (db, list, row_id, derived.search_fold, error));
}

/**
 * sanera_cache_rewrite:
 * @db: the writer's connection, in a transaction
 * @list: a list
 * @after: row id to begin behind, 0 for the first
 * @limit: how many rows
 * @last: (out): the last row id that was written, 0 at the end of the list
 * @error: set when it cannot be written
 *
 * Computes what is derived anew, in the language in effect.
 *
 * Returns: whether it went well
 */
gboolean
sanera_cache_rewrite (SaneraDb *db,
                      SaneraList list,
                      gint64 after,
                      guint limit,
                      gint64 *last,
                      GError **error)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  g_autoptr (GArray) row_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) rows = read_after (db, list, after, limit, row_ids, error);
  gboolean ok = rows != NULL;

  *last = 0;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      gpointer data = g_ptr_array_index (rows, i);

      *last = g_array_index (row_ids, gint64, i);
      ok = ok && rewrite_row (db, list, *last, data, error);
      sanera_noun_data_free (noun, data);
    }

  return ok;
}
