/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-tenant-page.h"

#include <math.h>

#include "sanera-activity-rules.h"
#include "sanera-activity.h"
#include "sanera-device.h"
#include "sanera-enums.h"
#include "sanera-json.h"
#include "sanera-list.h"
#include "sanera-odata.h"
#include "sanera-recommendation.h"
#include "sanera-security-task.h"
#include "sanera-tenant-rows.h"
#include "sanera-time.h"

/* An answer of Microsoft's interface, {"value":[…],"@odata.nextLink":"…"} or one object, into the
 * cache: never a tree of the whole, one object at a time, some thousand of them in a transaction.
 */

#define ROWS_AT_ONCE 2000

/* Beside a ticket: who holds it (rule R2). */
#define SERVICE "Intune"

struct _SaneraTenantPage
{
  SaneraTenantPart part;
  GBytes *body;
  gint64 generation;
  gint64 now;
  gboolean begun;
  SaneraJsonSplit elements;
  char *next;
  guint rows;
  guint fresh;
  guint changed;
};

const SaneraTenantPartInfo sanera_tenant_parts[SANERA_N_TENANT_ALL] = {
  [SANERA_TENANT_MACHINES] = { "/api/machines", "Machine.Read.All", SANERA_LIST_DEVICES, 10000 },
  [SANERA_TENANT_TASKS] = { "/api/remediationTasks", "RemediationTasks.Read.All",
                            SANERA_LIST_ACTIVITIES, 10000 },
  [SANERA_TENANT_RECOMMENDATIONS] = { "/api/recommendations", "SecurityRecommendation.Read.All",
                                      SANERA_LIST_RECOMMENDATIONS, 10000 },
  [SANERA_TENANT_EXPOSURE_SCORE] = { "/api/exposureScore", "Score.Read.All", SANERA_N_LISTS, 0 },
  [SANERA_TENANT_CONFIGURATION_SCORE] = { "/api/configurationScore", "Score.Read.All",
                                          SANERA_N_LISTS, 0 },
  [SANERA_TENANT_SECURITY_TASKS] = { "/beta/deviceAppManagement/deviceAppManagementTasks",
                                     "DeviceManagementApps.Read.All", SANERA_LIST_SECURITY_TASKS,
                                     10000 },
  [SANERA_TENANT_VULNERABILITIES] = { "/api/vulnerabilities", "Vulnerability.Read.All",
                                      SANERA_LIST_RECOMMENDATION_VULNERABILITIES, 0 },
  [SANERA_TENANT_SOFTWARE] = { "/api/Software", "Software.Read.All", SANERA_LIST_INSTALLED_DEVICES,
                               0 },
};

/**
 * sanera_tenant_part_is_refused:
 * @part: what was to be read
 * @error: why it was not
 *
 * Returns: whether the application was not granted it; of the security tasks also that the tenant
 *   has no license for Intune, and so no interface for them
 */
gboolean
sanera_tenant_part_is_refused (SaneraTenantPart part, const GError *error)
{
  if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_FORBIDDEN))
    return TRUE;

  return part == SANERA_TENANT_SECURITY_TASKS &&
         (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_UNAUTHORIZED) ||
          g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND) ||
          g_error_matches (error, SANERA_ERROR, SANERA_ERROR_INVALID));
}

/**
 * sanera_tenant_part_refuse:
 * @part: what may not be read
 *
 * Returns: (transfer full): that the application lacks the permission for it
 */
GError *
sanera_tenant_part_refuse (SaneraTenantPart part)
{
  return g_error_new (SANERA_ERROR, SANERA_ERROR_FORBIDDEN, SANERA_CODE_MISSING_PERMISSION ": %s",
                      sanera_tenant_parts[part].permission);
}

/**
 * sanera_tenant_children_refuse:
 * @list: a list with parents that may not be read
 *
 * Returns: (transfer full) (nullable): that the application lacks the permission for it; %NULL: it
 *   needs none that a sync does not need
 */
GError *
sanera_tenant_children_refuse (SaneraList list)
{
  for (guint i = SANERA_N_TENANT_PARTS; i < SANERA_N_TENANT_ALL; i++)
    if (sanera_tenant_parts[i].list == list)
      return sanera_tenant_part_refuse (i);

  return NULL;
}

/* What an object is here */

/* The place of a level in the order of the devices' page: the highest exposure first. Below 0, as
 * no exposure that is a number: see sanera_device_describe_exposure(). */
static double
rank_level (const char *level)
{
  if (g_strcmp0 (level, "High") == 0)
    return -1;
  if (g_strcmp0 (level, "Medium") == 0)
    return -2;

  return g_strcmp0 (level, "Low") == 0 ? -3 : -4;
}

static void
adapt_device (SaneraDeviceData *data)
{
  data->exposure = rank_level (data->exposure_level);
  data->recommendation_count = SANERA_TENANT_UNKNOWN;
}

static void
adapt_recommendation (SaneraRecommendationData *data)
{
  /* See sanera_cache_info_get_impact_base(). */
  data->exposure_sum = data->exposure_impact;
  data->exposure_sum_after_exceptions = SANERA_TENANT_UNKNOWN;
  data->exposed_after_exceptions = SANERA_TENANT_UNKNOWN;
  data->fixable_weaknesses = SANERA_TENANT_UNKNOWN;
}

/* The id of a recommendation is made of what the activity names: "va-_-" and the product's id, or
 * "sca-_-" and the check's. */
static void
adapt_activity (SaneraActivityData *data)
{
  if (data->recommendation_reference == NULL || *data->recommendation_reference == '\0')
    {
      g_clear_pointer (&data->recommendation_reference, g_free);
      if (data->scid != NULL && *data->scid != '\0')
        data->recommendation_reference = g_strconcat ("sca-_-", data->scid, NULL);
      else if (data->product_id != NULL && *data->product_id != '\0')
        data->recommendation_reference = g_strconcat ("va-_-", data->product_id, NULL);
    }
  /* "Date when the status field was updated": of a completed one, its completion. */
  if (sanera_activity_is_completed (data))
    data->completed_on = data->status_last_modified_on;
}

static gboolean
is_expired (const SaneraActivityData *data, gint64 now)
{
  return sanera_activity_is_completed (data) && data->completed_on != SANERA_INT_NULL &&
         data->completed_on <= now - SANERA_RETENTION_DAYS * SANERA_TIME_DAY;
}

/* `mitigationType` of Graph (appVulnerabilityTask); a securityConfigurationTask has none. */
static void
adapt_security_task (SaneraSecurityTaskData *data)
{
  static const struct
  {
    const char *mitigation;
    SaneraRemediationType type;
  } types[] = {
    { "update", SANERA_REMEDIATION_TYPE_UPDATE },
    { "uninstall", SANERA_REMEDIATION_TYPE_UNINSTALL },
    { "securityConfiguration", SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE },
  };

  g_clear_pointer (&data->type, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (data->mitigation_type, types[i].mitigation) == 0)
      data->type =
          g_strdup (sanera_enum_to_nick (&sanera_remediation_type_enum, (int)types[i].type));
  if (data->remediation_text == NULL)
    data->remediation_text = g_strdup (data->remediation);
  g_clear_pointer (&data->service, g_free);
  data->service = g_strdup (SERVICE);
}

/**
 * sanera_tenant_page_adapt_child:
 * @list: a list with parents
 * @data: data of its noun, as read from @text
 * @text: an object of Microsoft's
 * @length: its length
 * @error: return location
 *
 * Makes of what belongs to a row what it is here.
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it cannot be read
 */
gboolean
sanera_tenant_page_adapt_child (SaneraList list,
                                gpointer data,
                                const char *text,
                                gsize length,
                                GError **error)
{
  SaneraDeviceData *device = data;
  g_autoptr (JsonNode) node = NULL;
  const char *name = NULL;

  switch (list)
    {
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      adapt_recommendation (data);
      return TRUE;
    case SANERA_LIST_RECOMMENDATION_DEVICES:
    case SANERA_LIST_ACTIVITY_DEVICES:
      adapt_device (device);
      /* Both calls are documented as "exposed devices". */
      g_free (device->state);
      device->state =
          g_strdup (sanera_enum_to_nick (&sanera_target_state_enum, SANERA_TARGET_STATE_EXPOSED));
      return TRUE;
    case SANERA_LIST_INSTALLED_DEVICES:
      /* Neither which version they have nor whether they are exposed is told. */
      adapt_device (device);
      return TRUE;
    case SANERA_LIST_SECURITY_TASK_DEVICES:
      /* Graph's vulnerableManagedDevice: displayName, lastSyncDateTime */
      adapt_device (device);
      node = sanera_json_parse (text, (gssize)length, SANERA_JSON_MAX_DEPTH, error);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
          !sanera_json_get_text (json_node_get_object (node), "displayName", "value", &name,
                                 error) ||
          !sanera_json_get_time (json_node_get_object (node), "lastSyncDateTime", "value",
                                 &device->last_seen, error))
        return FALSE;
      g_free (device->computer_dns_name);
      device->computer_dns_name = g_strdup (name);
      return TRUE;
    default:
      return TRUE;
    }
}

/* Writing */

/**
 * sanera_tenant_page_new:
 * @part: what was asked for
 * @body: (nullable): the answer; %NULL: there is none of it
 * @generation: of the sync
 * @now: the time, microseconds since 1970
 *
 * Returns: (transfer full): a page
 */
SaneraTenantPage *
sanera_tenant_page_new (SaneraTenantPart part, GBytes *body, gint64 generation, gint64 now)
{
  SaneraTenantPage *self = g_atomic_rc_box_new0 (SaneraTenantPage);

  self->part = part;
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  self->generation = generation;
  self->now = now;
  return self;
}

static void
clear (gpointer data)
{
  SaneraTenantPage *self = data;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->next);
}

/**
 * sanera_tenant_page_unref:
 * @self: (transfer full): a page
 */
void
sanera_tenant_page_unref (SaneraTenantPage *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * sanera_tenant_page_get_next:
 * @self: a page that is written
 *
 * Returns: (transfer none) (nullable): its link to the next one, as it came
 */
const char *
sanera_tenant_page_get_next (SaneraTenantPage *self)
{
  return self->next;
}

/**
 * sanera_tenant_page_get_rows:
 * @self: a page that is written
 *
 * Returns: how many rows it has
 */
guint
sanera_tenant_page_get_rows (SaneraTenantPage *self)
{
  return self->rows;
}

/**
 * sanera_tenant_page_get_fresh:
 * @self: a page that is written
 *
 * Returns: how many of them this sync had not seen before
 */
guint
sanera_tenant_page_get_fresh (SaneraTenantPage *self)
{
  return self->fresh;
}

/**
 * sanera_tenant_page_get_changed:
 * @self: a page that is written
 *
 * Returns: how many of them were not here as they are
 */
guint
sanera_tenant_page_get_changed (SaneraTenantPage *self)
{
  return self->changed;
}

static gboolean
adapt (SaneraTenantPage *self, SaneraDb *db, gpointer data, GError **error)
{
  SaneraRecommendationData *recommendation = data;

  switch (self->part)
    {
    case SANERA_TENANT_MACHINES:
      adapt_device (data);
      return TRUE;
    case SANERA_TENANT_TASKS:
      adapt_activity (data);
      return TRUE;
    case SANERA_TENANT_RECOMMENDATIONS:
      adapt_recommendation (recommendation);
      return sanera_tenant_rows_count_activities (db, recommendation->id, self->generation,
                                                  &recommendation->activity_count, error);
    case SANERA_TENANT_SECURITY_TASKS:
      adapt_security_task (data);
      return TRUE;
    case SANERA_TENANT_EXPOSURE_SCORE:
    case SANERA_TENANT_CONFIGURATION_SCORE:
    case SANERA_TENANT_VULNERABILITIES:
    case SANERA_TENANT_SOFTWARE:
    case SANERA_N_TENANT_ALL:
    default:
      return TRUE;
    }
}

static gboolean
write_row (SaneraTenantPage *self,
           SaneraDb *db,
           const SaneraJsonSlice *element,
           gpointer data,
           GError **error)
{
  const SaneraTenantPartInfo *part = &sanera_tenant_parts[self->part];
  gboolean fresh = FALSE, changed = FALSE;
  g_autofree char *path = g_strdup_printf ("%s: value[%u]", part->path, self->rows);

  if (!sanera_json_parse_noun (sanera_list_get_info (part->list)->noun, element->text,
                               element->length, path, data, error) ||
      !adapt (self, db, data, error))
    return FALSE;

  self->rows++;
  /* R7: what has left the Remediation page does not come back with each sync. */
  if (self->part == SANERA_TENANT_TASKS && is_expired (data, self->now))
    {
      self->fresh++;
      return TRUE;
    }
  if (!sanera_tenant_rows_put (db, part->list, data, self->generation, &fresh, &changed, error))
    return FALSE;
  self->fresh += fresh;
  self->changed += changed;

  return TRUE;
}

static gboolean
write_rows (SaneraTenantPage *self,
            SaneraDb *db,
            gboolean *done,
            GCancellable *cancellable,
            GError **error)
{
  const SaneraNoun *noun = sanera_list_get_info (sanera_tenant_parts[self->part].list)->noun;
  gpointer data;
  gboolean ok = TRUE;

  if (!self->begun && !sanera_odata_split (self->body, &self->elements, &self->next, error))
    {
      g_prefix_error (error, "%s: ", sanera_tenant_parts[self->part].path);
      return FALSE;
    }
  self->begun = TRUE;

  data = sanera_noun_data_new (noun);
  *done = FALSE;
  for (guint n = 0; ok && !*done && n < ROWS_AT_ONCE; n++)
    {
      SaneraJsonSlice element;

      ok = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
           sanera_json_split_next_element (&self->elements, &element, done, error) &&
           (*done || write_row (self, db, &element, data, error));
    }
  sanera_noun_data_free (noun, data);

  return ok;
}

/* {"time":"…","score":33.49} */
static gboolean
write_score (SaneraTenantPage *self, SaneraDb *db, GError **error)
{
  const gboolean exposure = self->part == SANERA_TENANT_EXPOSURE_SCORE;
  const char *path = sanera_tenant_parts[self->part].path;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  gsize length;
  const char *text = g_bytes_get_data (self->body, &length);
  g_autoptr (JsonNode) node =
      sanera_json_parse (text, (gssize)length, SANERA_JSON_MAX_DEPTH, error);
  g_autofree char *after = NULL;
  double score = (double)NAN;
  gint64 time = SANERA_INT_NULL;
  JsonObject *object;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: expected an object", path);
      return FALSE;
    }
  object = json_node_get_object (node);
  if (!sanera_json_get_double (object, "score", path, &score, error) ||
      !sanera_json_get_time (object, "time", path, &time, error))
    return FALSE;

  if (!isnan (score))
    g_ascii_dtostr (buffer, sizeof buffer, score);
  if (exposure)
    {
      if (time != SANERA_INT_NULL)
        after = g_strdup_printf ("%" G_GINT64_FORMAT, time);
      return sanera_cache_set_meta (db, SANERA_CACHE_META_EXPOSURE_SCORE,
                                    isnan (score) ? NULL : buffer, error) &&
             sanera_cache_set_meta (db, SANERA_CACHE_META_LAST_ASSESSED_ON, after, error);
    }

  return sanera_tenant_rows_set_points (db, score, error);
}

/* The result is 1 + whether all of it is written. */
static gboolean
write_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  SaneraTenantPage *self = data;
  gboolean done = TRUE;

  if (self->body != NULL && !(sanera_tenant_parts[self->part].list != SANERA_N_LISTS
                                  ? write_rows (self, db, &done, cancellable, error)
                                  : write_score (self, db, error)))
    return FALSE;

  *result = GINT_TO_POINTER (1 + done);
  return TRUE;
}

/**
 * sanera_tenant_page_write_async:
 * @self: a page
 * @cache: a cache
 * @cancellable: (nullable): a cancellable
 * @callback: called after the commit
 * @user_data: for @callback
 *
 * Writes what comes next of the page, a bounded number of rows in one transaction. Nobody is told:
 * see sanera_cache_emit_changed().
 */
void
sanera_tenant_page_write_async (SaneraTenantPage *self,
                                SaneraCache *cache,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  sanera_store_write_async (
      sanera_cache_get_store (cache), write_func, g_atomic_rc_box_acquire (self),
      (GDestroyNotify)sanera_tenant_page_unref, cancellable, callback, user_data);
}

/**
 * sanera_tenant_page_write_finish:
 * @self: a page
 * @cache: a cache
 * @result: from the callback
 * @done: (out): whether all of the page is written
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL naming the place in the answer, or with what the
 *   database says
 */
gboolean
sanera_tenant_page_write_finish (SaneraTenantPage *self,
                                 SaneraCache *cache,
                                 GAsyncResult *result,
                                 gboolean *done,
                                 GError **error)
{
  gpointer got = sanera_cache_run_finish (cache, result, error);

  if (got == NULL)
    return FALSE;
  *done = GPOINTER_TO_INT (got) > 1;
  return TRUE;
}
