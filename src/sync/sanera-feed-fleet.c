/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-feed-fleet.h"

#include <math.h>

#include "sanera-score-text.h"

/* More than this is not a history, nor a set of categories. */
#define MAX_ELEMENTS 400

static gboolean
set_int (SaneraDb *db, const char *key, gint64 value, GError **error)
{
  g_autofree char *text =
      value != SANERA_INT_NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, value) : NULL;

  return sanera_cache_set_meta (db, key, text, error);
}

static gboolean
write_counts (SaneraDb *db, JsonObject *fleet, GError **error)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  gint64 devices = 0, assessed = 0, last = SANERA_INT_NULL;
  double score = (double)NAN;

  return sanera_json_get_int (fleet, "deviceCount", "fleet", &devices, error) &&
         sanera_json_get_int (fleet, "assessedDeviceCount", "fleet", &assessed, error) &&
         sanera_json_get_double (fleet, "exposureScore", "fleet", &score, error) &&
         sanera_json_get_time (fleet, "lastAssessedOn", "fleet", &last, error) &&
         set_int (db, SANERA_CACHE_META_DEVICE_COUNT, devices, error) &&
         set_int (db, SANERA_CACHE_META_ASSESSED_DEVICE_COUNT, assessed, error) &&
         set_int (db, SANERA_CACHE_META_LAST_ASSESSED_ON, last, error) &&
         sanera_cache_set_meta (
             db, SANERA_CACHE_META_EXPOSURE_SCORE,
             isnan (score) ? NULL : g_ascii_dtostr (buffer, sizeof buffer, score), error);
}

/* Rule R11; see sanera-connection-audit.c. */
static gboolean
write_audit (SaneraDb *db, JsonObject *fleet, GError **error)
{
  gint64 line = SANERA_INT_NULL;
  const char *head = NULL;

  return sanera_json_get_text (fleet, "auditHead", "fleet", &head, error) &&
         sanera_json_get_int (fleet, "auditLength", "fleet", &line, error) &&
         set_int (db, SANERA_CACHE_META_AUDIT_LINE, line, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_AUDIT_HEAD, head, error);
}

/* Returns: (transfer none) (nullable): the next object of an array, NULL with @error when it is
 * something else */
static JsonObject *
get_element (JsonArray *array, guint i, const char *path, GError **error)
{
  JsonNode *node = json_array_get_element (array, i);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);

  g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: expected an object", path);
  return NULL;
}

static gboolean
write_configuration_score (SaneraDb *db, JsonObject *fleet, GError **error)
{
  g_autoptr (GPtrArray) scores =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_category_score_free);
  g_autofree char *text = NULL;
  JsonObject *configuration = NULL;
  JsonArray *categories = NULL;

  if (!sanera_json_get_object (fleet, "configurationScore", "fleet", &configuration, error) ||
      (configuration != NULL &&
       !sanera_json_get_array (configuration, "categories", "fleet.configurationScore", &categories,
                               error)))
    return FALSE;

  for (guint i = 0;
       categories != NULL && i < MIN (json_array_get_length (categories), MAX_ELEMENTS); i++)
    {
      g_autofree char *path = g_strdup_printf ("fleet.configurationScore.categories[%u]", i);
      JsonObject *element = get_element (categories, i, path, error);
      const char *category = NULL;
      double points = 0.0, possible = 0.0;

      if (element == NULL || !sanera_json_get_text (element, "category", path, &category, error) ||
          !sanera_json_get_double (element, "points", path, &points, error) ||
          !sanera_json_get_double (element, "possible", path, &possible, error))
        return FALSE;
      g_ptr_array_add (
          scores, sanera_category_score_new (category != NULL ? category : "", points, possible));
    }
  text = sanera_category_scores_to_string (scores);
  return sanera_cache_set_meta (db, SANERA_CACHE_META_CONFIGURATION_SCORE, text, error);
}

static gboolean
write_distribution (SaneraDb *db, JsonObject *fleet, GError **error)
{
  static const char *const names[] = {
    [SANERA_EXPOSURE_LEVEL_NONE] = "none",
    [SANERA_EXPOSURE_LEVEL_LOW] = "low",
    [SANERA_EXPOSURE_LEVEL_MEDIUM] = "medium",
    [SANERA_EXPOSURE_LEVEL_HIGH] = "high",
  };
  gint64 levels[G_N_ELEMENTS (names)] = { 0 };
  g_autofree char *text = NULL;
  JsonObject *distribution = NULL;

  if (!sanera_json_get_object (fleet, "exposureDistribution", "fleet", &distribution, error))
    return FALSE;
  for (guint i = 0; distribution != NULL && i < G_N_ELEMENTS (names); i++)
    {
      if (!sanera_json_get_int (distribution, names[i], "fleet.exposureDistribution", &levels[i],
                                error))
        return FALSE;
    }
  text = sanera_numbers_to_string (levels, G_N_ELEMENTS (levels));
  return sanera_cache_set_meta (db, SANERA_CACHE_META_EXPOSURE_LEVELS, text, error);
}

static gboolean
write_history (SaneraDb *db, JsonObject *fleet, GError **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (SaneraScoreDay));
  g_autofree char *text = NULL;
  JsonArray *history = NULL;

  if (!sanera_json_get_array (fleet, "history", "fleet", &history, error))
    return FALSE;
  for (guint i = 0; history != NULL && i < MIN (json_array_get_length (history), MAX_ELEMENTS); i++)
    {
      g_autofree char *path = g_strdup_printf ("fleet.history[%u]", i);
      JsonObject *element = get_element (history, i, path, error);
      SaneraScoreDay day = { SANERA_INT_NULL, (double)NAN, 0.0, 0.0 };

      if (element == NULL || !sanera_json_get_time (element, "day", path, &day.day, error) ||
          !sanera_json_get_double (element, "exposureScore", path, &day.exposure_score, error) ||
          !sanera_json_get_double (element, "configurationPoints", path, &day.configuration_points,
                                   error) ||
          !sanera_json_get_double (element, "configurationPossible", path,
                                   &day.configuration_possible, error))
        return FALSE;
      if (day.day != SANERA_INT_NULL)
        g_array_append_val (days, day);
    }
  text = sanera_score_days_to_string (days);
  return sanera_cache_set_meta (db, SANERA_CACHE_META_HISTORY, text, error);
}

/**
 * sanera_feed_fleet_write:
 * @db: the cache's writer, in a transaction
 * @fleet: the member `fleet` of a page of the change feed
 * @error: %SANERA_ERROR_PROTOCOL when a member is of the wrong type, or when it cannot be written
 *
 * Keeps the figures of the fleet for #SaneraCacheInfo. Members that the server does not know are
 * "no data".
 *
 * Returns: whether it went well
 */
gboolean
sanera_feed_fleet_write (SaneraDb *db, JsonObject *fleet, GError **error)
{
  return write_counts (db, fleet, error) && write_audit (db, fleet, error) &&
         write_configuration_score (db, fleet, error) && write_distribution (db, fleet, error) &&
         write_history (db, fleet, error);
}
