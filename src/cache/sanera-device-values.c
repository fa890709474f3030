/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-device-values.h"

#include <string.h>

#include "sanera-db.h"
#include "sanera-language.h"
#include "sanera-words.h"

/* More than anybody looks through; a search finds the others. */
#define MAX_VALUES 1000
/* There are as many components as recommendations: those that matter most. */
#define MAX_COMPONENTS 100

typedef const char *(*Label) (const char *value);

/**
 * sanera_device_values_free:
 * @self: (nullable) (transfer full): what was read
 */
void
sanera_device_values_free (SaneraDeviceValues *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->groups);
  g_strfreev (self->platforms);
  g_strfreev (self->components);
  g_free (self);
}

/**
 * sanera_device_values_get_component_label:
 * @value: a component, as `relatedComponent` has it
 *
 * Returns: (transfer none): the same: components are called by their makers, in no language
 */
const char *
sanera_device_values_get_component_label (const char *value)
{
  return value;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  Label label = (Label)data;
  g_autoptr (GBytes) first = sanera_language_sort_key (label (*(char *const *)a));
  g_autoptr (GBytes) second = sanera_language_sort_key (label (*(char *const *)b));

  return g_bytes_compare (first, second);
}

static char **
read_column (SaneraDb *db, const char *sql, gint64 limit, Label label, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, limit);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (values, g_strdup (sanera_db_column_text (statement, 0)));
    }
  g_ptr_array_sort_with_data (values, compare, (gpointer)label);
  g_ptr_array_add (values, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&values), FALSE);
}

static gboolean
read_values (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (SaneraDeviceValues) values = g_new0 (SaneraDeviceValues, 1);

  values->groups = read_column (db,
                                "SELECT DISTINCT coalesce (nullif (rbac_group_name, ''), "
                                "'UnassignedGroup') FROM machines LIMIT ?",
                                MAX_VALUES, sanera_words_device_group, error);
  if (values->groups == NULL)
    return FALSE;
  values->platforms = read_column (
      db,
      "SELECT DISTINCT os_platform FROM machines WHERE coalesce (os_platform, '') <> '' LIMIT ?",
      MAX_VALUES, sanera_words_os_platform, error);
  if (values->platforms == NULL)
    return FALSE;
  /* By the indexes of the pages, so that a million rows are not looked through. */
  values->components = read_column (
      db,
      "SELECT related_component FROM (SELECT related_component FROM recommendations ORDER BY "
      "exposure_sum DESC LIMIT ?1) WHERE coalesce (related_component, '') <> '' UNION SELECT "
      "related_component FROM (SELECT related_component FROM remediation_tasks ORDER BY list_rank, "
      "list_time LIMIT ?1) WHERE coalesce (related_component, '') <> ''",
      MAX_COMPONENTS, sanera_device_values_get_component_label, error);
  if (values->components == NULL)
    return FALSE;

  *result = g_steal_pointer (&values);
  *result_free = (GDestroyNotify)sanera_device_values_free;
  return TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SaneraDeviceValues *values = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, values, (GDestroyNotify)sanera_device_values_free);
}

/**
 * sanera_device_values_read_async:
 * @cache: the cache of a connection
 * @cancellable: (nullable): to stop it
 * @callback: called when they are there
 * @user_data: for @callback
 *
 * Reads what the devices of the cache can be filtered by.
 */
void
sanera_device_values_read_async (SaneraCache *cache,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (SANERA_IS_CACHE (cache));

  task = g_task_new (cache, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_device_values_read_async);
  sanera_store_read_async (sanera_cache_get_store (cache), read_values, NULL, NULL, cancellable,
                           read_cb, task);
}

/**
 * sanera_device_values_read_finish:
 * @cache: the cache
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the values; %NULL with %SANERA_ERROR_CACHE, or %G_IO_ERROR_CANCELLED
 */
SaneraDeviceValues *
sanera_device_values_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, cache), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
