/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-graph.h"

#include "sanera-json.h"
#include "sanera-odata-filter.h"
#include "sanera-security-task.h"

/* Security tasks as Microsoft Graph has them: `appVulnerabilityTask`, and for a configuration
 * `securityConfigurationTask`, told apart by `@odata.type`. Each has its own members, so a row is
 * read whole and written by hand. */

#define APP_TYPE "#microsoft.graph.appVulnerabilityTask"
#define CONFIGURATION_TYPE "#microsoft.graph.securityConfigurationTask"
#define DEVICE_TYPE "#microsoft.graph.vulnerableManagedDevice"

static const SaneraRowFormat format = {
  .noun = &sanera_security_task_noun,
  .dialect = SANERA_JSON_DEFENDER,
};

static void
append_text (GString *out, const char *key, const char *text)
{
  g_string_append_printf (out, ",\"%s\":", key);
  if (text != NULL)
    sanera_json_append_string (out, text);
  else
    g_string_append (out, "null");
}

static void
append_time (GString *out, const char *key, gint64 time)
{
  g_string_append_printf (out, ",\"%s\":", key);
  sanera_json_append_time (out, time);
}

static void
append_count (GString *out, const char *key, gint64 count)
{
  g_string_append_printf (out, ",\"%s\":%" G_GINT64_FORMAT, key, count);
}

static void
append_app (GString *out, const SaneraSecurityTaskData *task)
{
  append_text (out, "appName", task->app_name);
  append_text (out, "appPublisher", task->app_publisher);
  append_text (out, "appVersion", task->app_version);
  append_text (out, "mitigationType", task->mitigation_type);
  append_text (out, "insights", task->insights);
  append_count (out, "managedDeviceCount", task->managed_device_count);
  /* Apps in the sense of Intune's own deployment: there are none here. */
  append_count (out, "mobileAppCount", 0);
  append_text (out, "remediation", task->remediation);
}

/* Which of Intune's policies would do it a scanner does not say. */
static void
append_configuration (GString *out, const SaneraSecurityTaskData *task)
{
  append_text (out, "endpointSecurityPolicy", "unknown");
  append_text (out, "applicablePlatform", "unknown");
  append_text (out, "endpointSecurityPolicyProfile", "unknown");
  append_text (out, "insights", task->insights);
  append_count (out, "managedDeviceCount", task->managed_device_count);
  g_string_append (out, ",\"intendedSettings\":[]");
}

/* The members, without braces. */
static void
append_task (GString *out, const SaneraSecurityTaskData *task)
{
  const gboolean configuration =
      sanera_enum_from_nick (&sanera_remediation_type_enum, task->type) ==
      SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE;

  g_string_append_printf (out,
                          "\"@odata.type\":\"%s\",\"@odata.etag\":\"\\\"%" G_GINT64_FORMAT "\\\"\"",
                          configuration ? CONFIGURATION_TYPE : APP_TYPE, task->version);
  append_text (out, "id", task->id);
  append_text (out, "displayName", task->display_name);
  append_text (out, "description", task->description);
  append_time (out, "createdDateTime", task->created_date_time);
  append_time (out, "dueDateTime", task->due_date_time);
  append_text (out, "category", task->category);
  append_text (out, "priority", task->priority);
  append_text (out, "creator", task->creator);
  append_text (out, "creatorNotes", task->creator_notes);
  append_text (out, "assignedTo", task->assigned_to);
  append_text (out, "status", task->status);
  if (configuration)
    append_configuration (out, task);
  else
    append_app (out, task);
  /* Graph has no medium priority: it is "none" there, and this says so. */
  append_text (out, "saneraPriority", task->sanera_priority);
}

static sqlite3_stmt *
prepare_tasks (SaneraDb *db, const char *what, const SaneraGraphQuery *query, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (GArray) bindings = sanera_bindings_new ();
  sqlite3_stmt *statement;

  g_string_append_printf (sql, "%s FROM security_tasks t WHERE t.row_id > ?1", what);
  if (query->filter != NULL)
    {
      g_string_append (sql, " AND ");
      if (!sanera_odata_filter_compile (query->filter, &format, sql, bindings, error))
        return NULL;
    }
  g_string_append (sql, " ORDER BY t.row_id");
  statement = sanera_db_prepare (db, sql->str, error);
  if (statement == NULL)
    return NULL;

  sanera_db_bind_int (statement, 1, query->after);
  sanera_bindings_apply (bindings, statement, 2);
  return statement;
}

/**
 * sanera_graph_append_tasks:
 * @db: the server's database
 * @query: what is asked for
 * @out: where to write the elements of a JSON array
 * @next: (out): behind which row the next page begins; 0 after the last
 * @error: %SANERA_ERROR_INVALID when the filter cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_graph_append_tasks (SaneraDb *db,
                           const SaneraGraphQuery *query,
                           GString *out,
                           gint64 *next,
                           GError **error)
{
  g_autofree char *columns = sanera_db_noun_columns (&sanera_security_task_noun, "t.");
  g_autofree char *what = g_strdup_printf ("t.row_id, %s", columns);
  sqlite3_stmt *statement = prepare_tasks (db, what, query, error);
  SaneraSecurityTaskData task;
  gint64 last = 0;
  gboolean has_row;

  *next = 0;
  if (statement == NULL)
    return FALSE;
  for (gint64 n = 0;; n++)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (n == query->top)
        break;
      last = sqlite3_column_int64 (statement, 0);
      sanera_noun_data_init (&sanera_security_task_noun, &task);
      sanera_db_read_noun (statement, 1, &sanera_security_task_noun, &task);
      g_string_append (out, n > 0 ? ",{" : "{");
      append_task (out, &task);
      g_string_append_c (out, '}');
      sanera_noun_data_clear (&sanera_security_task_noun, &task);
    }
  sanera_db_reset (statement);
  *next = last;

  return TRUE;
}

/**
 * sanera_graph_count_tasks:
 * @db: the server's database
 * @filter: (nullable): `$filter`
 * @count: (out): how many tasks there are
 * @error: %SANERA_ERROR_INVALID when the filter cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_graph_count_tasks (SaneraDb *db, const char *filter, gint64 *count, GError **error)
{
  const SaneraGraphQuery query = { .filter = filter };
  sqlite3_stmt *statement = prepare_tasks (db, "count (*)", &query, error);
  gboolean has_row;

  if (statement == NULL || !sanera_db_step (db, statement, &has_row, error))
    return FALSE;

  *count = sqlite3_column_int64 (statement, 0);
  sanera_db_reset (statement);
  return TRUE;
}

/**
 * sanera_graph_append_task:
 * @db: the server's database
 * @id: of a task
 * @out: where to write the object's members, without braces
 * @version: (out): its version
 * @found: (out): whether there is one
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_graph_append_task (SaneraDb *db,
                          const char *id,
                          GString *out,
                          gint64 *version,
                          gboolean *found,
                          GError **error)
{
  g_autofree char *columns = sanera_db_noun_columns (&sanera_security_task_noun, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM security_tasks WHERE id = ?", columns);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  SaneraSecurityTaskData task;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (db, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;

  sanera_noun_data_init (&sanera_security_task_noun, &task);
  sanera_db_read_noun (statement, 0, &sanera_security_task_noun, &task);
  sanera_db_reset (statement);
  append_task (out, &task);
  *version = task.version;
  sanera_noun_data_clear (&sanera_security_task_noun, &task);

  return TRUE;
}

/**
 * sanera_graph_append_devices:
 * @db: the server's database
 * @id: of a task
 * @query: what is asked for; without a filter
 * @out: where to write the elements of a JSON array
 * @next: (out): behind which row the next page begins; 0 after the last
 * @found: (out): whether there is such a task
 * @error: when the database cannot be read
 *
 * Writes the devices of a task, as `managedDevices`.
 *
 * Returns: whether it went well
 */
gboolean
sanera_graph_append_devices (SaneraDb *db,
                             const char *id,
                             const SaneraGraphQuery *query,
                             GString *out,
                             gint64 *next,
                             gboolean *found,
                             GError **error)
{
  sqlite3_stmt *statement;
  gint64 task, last = 0;
  gboolean has_row;

  *next = 0;
  if (!sanera_db_query_int (db, &task, error, "SELECT row_id FROM security_tasks WHERE id = ?", "t",
                            id))
    return FALSE;
  *found = task != SANERA_INT_NULL;
  if (!*found)
    return TRUE;

  statement = sanera_db_prepare (
      db,
      "SELECT m.row_id, m.id, m.computer_dns_name, m.last_seen FROM security_task_machines s"
      " JOIN machines m ON m.row_id = s.machine WHERE s.task = ? AND s.machine > ?"
      " ORDER BY s.machine",
      error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, task);
  sanera_db_bind_int (statement, 2, query->after);
  for (gint64 n = 0;; n++)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (n == query->top)
        break;
      last = sqlite3_column_int64 (statement, 0);
      g_string_append (out, n > 0 ? ",{\"@odata.type\":" : "{\"@odata.type\":");
      sanera_json_append_string (out, DEVICE_TYPE);
      append_text (out, "id", sanera_db_column_text (statement, 1));
      append_text (out, "managedDeviceId", sanera_db_column_text (statement, 1));
      append_text (out, "displayName", sanera_db_column_text (statement, 2));
      append_time (out, "lastSyncDateTime",
                   sqlite3_column_type (statement, 3) == SQLITE_NULL
                       ? SANERA_INT_NULL
                       : (gint64)sqlite3_column_int64 (statement, 3));
      g_string_append_c (out, '}');
    }
  sanera_db_reset (statement);
  *next = last;

  return TRUE;
}
