/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-activity.h"
#include "sanera-device.h"
#include "sanera-event.h"
#include "sanera-json.h"
#include "sanera-recommendation.h"
#include "sanera-vulnerability.h"

/* The rows below one parent, fetched when somebody looks at it. Page by page into the cache; what
 * the server has not named is deleted at the end. */

typedef struct
{
  SaneraList list;
  char *parent_id;
  gint64 generation;
} Fetch;

typedef struct
{
  SaneraList list;
  char *parent_id;
  gint64 generation;
  GBytes *page;
} WriteJob;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_free (fetch->parent_id);
  g_free (fetch);
}

static void
write_job_free (gpointer data)
{
  WriteJob *job = data;

  g_free (job->parent_id);
  g_bytes_unref (job->page);
  g_free (job);
}

static const SaneraNoun *
get_noun (SaneraList list)
{
  switch (list)
    {
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      return &sanera_vulnerability_noun;
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      return &sanera_recommendation_noun;
    case SANERA_LIST_DEVICE_ACTIVITIES:
      return &sanera_activity_noun;
    case SANERA_LIST_ACTIVITY_EVENTS:
      return &sanera_event_noun;
    default:
      return &sanera_device_noun;
    }
}

static char *
get_path (SaneraList list, const char *parent_id)
{
  g_autofree char *id = g_uri_escape_string (parent_id, NULL, FALSE);

  switch (list)
    {
    case SANERA_LIST_RECOMMENDATION_DEVICES:
      return g_strdup_printf ("/sanera/v1/recommendations/%s/machineReferences", id);
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      return g_strdup_printf ("/sanera/v1/recommendations/%s/vulnerabilities", id);
    case SANERA_LIST_ACTIVITY_DEVICES:
      return g_strdup_printf ("/sanera/v1/remediationTasks/%s/devices", id);
    case SANERA_LIST_ACTIVITY_EVENTS:
      return g_strdup_printf ("/sanera/v1/remediationTasks/%s/history", id);
    case SANERA_LIST_SECURITY_TASK_DEVICES:
      return g_strdup_printf ("/sanera/v1/securityTasks/%s/devices", id);
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      return g_strdup_printf ("/sanera/v1/machines/%s/recommendations", id);
    case SANERA_LIST_DEVICE_ACTIVITIES:
      return g_strdup_printf ("/sanera/v1/machines/%s/remediationTasks", id);
    case SANERA_LIST_RECOMMENDATIONS:
    case SANERA_LIST_ACTIVITIES:
    case SANERA_LIST_DEVICE_GROUPS:
    case SANERA_LIST_EXCEPTIONS:
    case SANERA_LIST_SECURITY_TASKS:
    case SANERA_LIST_DEVICES:
    case SANERA_N_LISTS:
    default:
      return NULL;
    }
}

static gboolean
write_elements (SaneraDb *db, const WriteJob *job, const SaneraJsonSlice *value, GError **error)
{
  const SaneraNoun *noun = get_noun (job->list);
  gpointer data = sanera_noun_data_new (noun);
  gboolean done = FALSE;
  SaneraJsonSplit split;
  gboolean ok = sanera_json_split_array (&split, value->text, value->length, error);

  for (guint i = 0; ok && !done; i++)
    {
      SaneraJsonSlice element;
      char path[32];

      g_snprintf (path, sizeof path, "value[%u]", i);
      ok = sanera_json_split_next_element (&split, &element, &done, error) &&
           (done ||
            (sanera_json_parse_noun (noun, element.text, element.length, path, data, error) &&
             sanera_cache_put (db, job->list, job->parent_id, data, job->generation, error)));
    }
  sanera_noun_data_free (noun, data);

  return ok;
}

/* {"value":[…],"@odata.nextLink":"…"}; the result is the link. */
static gboolean
write_page (SaneraDb *db, const WriteJob *job, char **next, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (job->page, &length);
  gboolean found = FALSE;
  gboolean done = FALSE;
  SaneraJsonSplit split;

  if (!sanera_json_split_object (&split, text, length, error))
    return FALSE;
  while (!done)
    {
      g_autofree char *name = NULL;
      SaneraJsonSlice value;

      if (!sanera_json_split_next_member (&split, &name, &value, &done, error))
        return FALSE;
      if (done)
        break;

      if (g_str_equal (name, "value"))
        {
          found = TRUE;
          if (!write_elements (db, job, &value, error))
            return FALSE;
        }
      else if (g_str_equal (name, "@odata.nextLink"))
        {
          g_autoptr (JsonNode) node =
              sanera_json_parse (value.text, (gssize)value.length, 1, error);

          if (node == NULL)
            return FALSE;
          if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
            {
              g_free (*next);
              *next = json_node_dup_string (node);
            }
        }
    }

  if (!found)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "value: missing");
      return FALSE;
    }

  return *next != NULL ||
         sanera_cache_sweep (db, job->list, job->parent_id, job->generation, error);
}

static gboolean
write_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *next = NULL;

  if (!write_page (db, data, &next, error))
    return FALSE;

  *result = g_strdup (next != NULL ? next : "");
  *result_free = g_free;
  return TRUE;
}

static void fetch_page (GTask *task, const char *path);

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autofree char *next = NULL;
  GError *error = NULL;

  next = sanera_cache_run_finish (self->cache, result, &error);
  if (next == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  sanera_cache_emit_changed (self->cache, 1u << fetch->list);
  if (*next != '\0')
    fetch_page (task, next);
  else
    g_task_return_boolean (task, TRUE);
}

static void
fetched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;
  WriteJob *job;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (response->body == NULL)
    {
      g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "value: missing");
      return;
    }
  if (self->closed)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The connection was left");
      return;
    }

  job = g_new0 (WriteJob, 1);
  job->list = fetch->list;
  job->parent_id = g_strdup (fetch->parent_id);
  job->generation = fetch->generation;
  job->page = g_bytes_ref (response->body);
  sanera_store_write_async (sanera_cache_get_store (self->cache), write_func, job, write_job_free,
                            g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

static void
fetch_page (GTask *task, const char *path)
{
  SaneraConnection *self = g_task_get_source_object (task);

  if (sanera_connection_check_session (self, task))
    sanera_session_send_async (self->session, "GET", path, NULL, NULL,
                               g_task_get_cancellable (task), fetched_cb, g_object_ref (task));
}

/**
 * sanera_connection_fetch_children_async:
 * @self: a connection
 * @list: %SANERA_LIST_RECOMMENDATION_DEVICES, %SANERA_LIST_RECOMMENDATION_VULNERABILITIES or
 *   %SANERA_LIST_ACTIVITY_DEVICES
 * @parent_id: id of the recommendation or activity
 * @cancellable: (nullable): a cancellable; what is committed stays
 * @callback: called when all of them are in the cache
 * @user_data: for @callback
 *
 * Fetches what belongs to one row. The list is told as pages come in.
 */
void
sanera_connection_fetch_children_async (SaneraConnection *self,
                                        SaneraList list,
                                        const char *parent_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;
  Fetch *fetch;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (parent_id != NULL);

  path = get_path (list, parent_id);
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_fetch_children_async);
  fetch = g_new0 (Fetch, 1);
  fetch->list = list;
  fetch->parent_id = g_strdup (parent_id);
  fetch->generation = g_get_real_time (); /* different each time, which is all it has to be */
  g_task_set_task_data (task, fetch, fetch_free);
  fetch_page (task, path);
}

/**
 * sanera_connection_fetch_children_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether all of them are in the cache
 */
gboolean
sanera_connection_fetch_children_finish (SaneraConnection *self,
                                         GAsyncResult *result,
                                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
