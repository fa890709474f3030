/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-local.h"

#include "sanera-json-request.h"
#include "sanera-feed-page.h"
#include "sanera-list.h"
#include "sanera-recommendation.h"
#include "sanera-words.h"

/* The rows of what waits in the outbox, in the cache beside the server's. A row says only what the
 * person has set, and what the recommendation said at that time: never counts of progress, never a
 * completion. */

typedef struct
{
  SaneraList list;
  gpointer data; /* put; NULL: delete */
  char *key;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->data != NULL)
    sanera_noun_data_free (sanera_list_get_info (job->list)->noun, job->data);
  g_free (job->key);
  g_free (job);
}

static gboolean
job_func (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  Job *job = data;
  gint64 generation;

  *result = GUINT_TO_POINTER (1u << job->list);
  if (job->data == NULL)
    return sanera_cache_delete_local (db, job->key, error);
  if (job->list == SANERA_LIST_ACTIVITIES &&
      ((const SaneraActivityData *)job->data)->local_state != NULL)
    return sanera_cache_put_local (db, job->data, error);

  generation = sanera_feed_page_get_generation (db, error);
  return generation > 0 && sanera_cache_put (db, job->list, NULL, job->data, generation, error);
}

static void
run_job (SaneraCache *cache,
         SaneraList list,
         gpointer data,
         const char *key,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->list = list;
  job->data = data;
  job->key = g_strdup (key);
  sanera_store_write_async (sanera_cache_get_store (cache), job_func, job, job_free, NULL, callback,
                            user_data);
}

static void
fill_from_recommendation (SaneraActivityData *data, const SaneraRecommendationData *from)
{
  data->related_component = g_strdup (from->related_component);
  data->recommended_version = g_strdup (from->recommended_version);
  data->recommended_vendor = g_strdup (from->recommended_vendor);
  data->recommended_program = g_strdup (from->recommended_program);
  data->name_id = g_strdup (from->product_name);
  data->vendor_id = g_strdup (from->vendor);
  data->weaknesses = from->weaknesses;
  data->fixable_weaknesses = from->fixable_weaknesses;
  data->remediation_text = g_strdup (from->remediation_text);
}

static void
fill_from_request (SaneraActivityData *data, SaneraRemediationRequest *request)
{
  gint64 due_on = sanera_remediation_request_get_effective_due_on (request);
  const char *type = sanera_remediation_request_get_remediation_type (request);
  gboolean configuration = sanera_enum_from_nick (&sanera_remediation_type_enum, type) ==
                           SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE;

  data->type = g_strdup (type);
  data->category =
      g_strdup (sanera_enum_to_nick (&sanera_activity_category_enum,
                                     configuration ? SANERA_ACTIVITY_CATEGORY_SECURITY_CONFIGURATION
                                                   : SANERA_ACTIVITY_CATEGORY_SOFTWARE));
  data->priority = g_strdup (sanera_remediation_request_get_priority (request));
  data->due_on = due_on;
  data->requester_notes = g_strdup (sanera_remediation_request_get_notes (request));
  if (!sanera_remediation_request_get_all_groups (request))
    data->rbac_group_names = g_strdupv ((char **)sanera_remediation_request_get_groups (request));
}

static SaneraActivityData *
make_row (SaneraCache *cache, const SaneraOutboxEntry *entry, gint64 target_devices)
{
  g_autoptr (SaneraRemediationRequest) request = sanera_remediation_request_new (entry->entity);
  g_autoptr (SaneraRecord) recommendation = NULL;
  g_autoptr (GError) error = NULL;
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);
  const SaneraRecommendationData *from = NULL;

  data->id = g_strdup (entry->key);
  data->recommendation_reference = g_strdup (entry->entity);
  data->status =
      g_strdup (sanera_enum_to_nick (&sanera_activity_status_enum, SANERA_ACTIVITY_STATUS_ACTIVE));
  data->created_on = entry->made_at;
  data->status_last_modified_on = entry->made_at;
  data->requester_email = g_strdup (entry->person);

  recommendation = sanera_cache_lookup (cache, SANERA_LIST_RECOMMENDATIONS, entry->entity);
  if (recommendation != NULL)
    {
      from = sanera_record_get_data (recommendation);
      fill_from_recommendation (data, from);
    }
  if (sanera_json_read_request (entry->body, request, &error))
    fill_from_request (data, request);
  else
    g_warning ("The outbox holds a request that cannot be read: %s", error->message);
  if (target_devices == SANERA_INT_NULL && from != NULL && data->rbac_group_names == NULL)
    target_devices = from->exposed_machines_count;
  data->target_devices = target_devices != SANERA_INT_NULL ? target_devices : 0;
  data->title = sanera_words_activity_title (data, TRUE);

  return data;
}

/**
 * sanera_local_show_async:
 * @cache: a cache
 * @entry: an entry of its outbox that requests a remediation
 * @state: what to say of it
 * @error_code: (nullable): why the server has refused it
 * @target_devices: how many devices it covers, %SANERA_INT_NULL when that is not known
 * @callback: called after the commit; see sanera_local_finish()
 * @user_data: for @callback
 *
 * Shows what waits as an activity. Of a row that is there already only the state changes.
 */
void
sanera_local_show_async (SaneraCache *cache,
                         const SaneraOutboxEntry *entry,
                         SaneraLocalState state,
                         const char *error_code,
                         gint64 target_devices,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (SaneraRecord) shown = NULL;
  SaneraActivityData *data;

  shown = sanera_cache_lookup (cache, SANERA_LIST_ACTIVITIES, entry->key);
  if (shown != NULL)
    {
      data = sanera_noun_data_new (&sanera_activity_noun);
      sanera_noun_data_copy (&sanera_activity_noun, data, sanera_record_get_data (shown));
    }
  else
    data = make_row (cache, entry, target_devices);

  g_free (data->local_state);
  data->local_state = g_strdup (sanera_enum_to_nick (&sanera_local_state_enum, state));
  g_free (data->local_error);
  data->local_error = g_strdup (error_code);
  run_job (cache, SANERA_LIST_ACTIVITIES, data, NULL, callback, user_data);
}

/**
 * sanera_local_put_async:
 * @cache: a cache
 * @list: where it belongs
 * @data: the server's row
 * @callback: called after the commit; see sanera_local_finish()
 * @user_data: for @callback
 *
 * Writes what the server has made of an entry, in place of the row that was shown for it.
 */
void
sanera_local_put_async (SaneraCache *cache,
                        SaneraList list,
                        gconstpointer data,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  gpointer copy = sanera_noun_data_new (noun);

  sanera_noun_data_copy (noun, copy, data);
  run_job (cache, list, copy, NULL, callback, user_data);
}

/**
 * sanera_local_remove_async:
 * @cache: a cache
 * @key: of an outbox entry
 * @callback: called after the commit; see sanera_local_finish()
 * @user_data: for @callback
 *
 * Takes away the row of an entry; not the server's, should it have come.
 */
void
sanera_local_remove_async (SaneraCache *cache,
                           const char *key,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  run_job (cache, SANERA_LIST_ACTIVITIES, NULL, key, callback, user_data);
}

/**
 * sanera_local_finish:
 * @cache: a cache
 * @result: from the callback
 * @error: return location
 *
 * Tells the lists, too.
 *
 * Returns: whether it was written
 */
gboolean
sanera_local_finish (SaneraCache *cache, GAsyncResult *result, GError **error)
{
  guint lists = GPOINTER_TO_UINT (sanera_cache_run_finish (cache, result, error));

  if (lists == 0)
    return FALSE;

  sanera_cache_emit_changed (cache, lists);
  return TRUE;
}
