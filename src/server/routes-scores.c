/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include <math.h>

#include "sanera-json.h"
#include "store-scores.h"

/* Scores in Microsoft's format (Defender for Endpoint API, "Score resource type"), and the software
 * that a recommendation is about. */

static void
append_head (GString *out, SaneraExchange *exchange, const char *context)
{
  g_autofree char *url =
      g_strconcat (sanera_exchange_get_base (exchange), "/api/$metadata#", context, NULL);

  g_string_append (out, "{\"@odata.context\":");
  sanera_json_append_string (out, url);
}

static gboolean
read_scores (SaneraDb *db, SaneraExchange *exchange, SaneraScores *scores, GError **error)
{
  gboolean found;

  if (!sanera_scores_get (db, scores, &found, error))
    return FALSE;
  if (!found)
    *scores = (SaneraScores){ .exposure_score = (double)NAN,
                              .updated_on = sanera_exchange_get_now (exchange) };
  return TRUE;
}

/**
 * sanera_route_exposure_score:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: when the database cannot be read
 *
 * `GET /api/exposureScore`: `{"@odata.context","time","score"}`; `time` is when it became so.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_exposure_score (SaneraDb *db,
                             SaneraExchange *exchange,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  SaneraScores scores;

  if (!read_scores (db, exchange, &scores, error))
    return FALSE;

  append_head (out, exchange, "ExposureScore/$entity");
  g_string_append_c (out, ',');
  sanera_score_append_json (out, scores.updated_on, scores.exposure_score);
  g_string_append_c (out, '}');
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_configuration_score:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: when the database cannot be read
 *
 * `GET /api/configurationScore`: `{"@odata.context","time","score"}`; `score` is the points
 * reached, not a share of the points possible.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_configuration_score (SaneraDb *db,
                                  SaneraExchange *exchange,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  SaneraScores scores;

  if (!read_scores (db, exchange, &scores, error))
    return FALSE;

  append_head (out, exchange, "ConfigurationScore/$entity");
  g_string_append_c (out, ',');
  sanera_score_append_json (out, scores.updated_on, scores.configuration_points);
  g_string_append_c (out, '}');
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_exposure_score_by_groups:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: when the database cannot be read
 *
 * `GET /api/exposureScore/ByMachineGroups`: `{"@odata.context","value":[{"time","score",
 * "rbacGroupName"}]}`, by name.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_exposure_score_by_groups (SaneraDb *db,
                                       SaneraExchange *exchange,
                                       GCancellable *cancellable,
                                       GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  SaneraScores scores;

  if (!read_scores (db, exchange, &scores, error))
    return FALSE;

  append_head (out, exchange, "ExposureScore");
  g_string_append (out, ",\"value\":[");
  if (!sanera_scores_append_groups (db, scores.updated_on, out, error))
    return FALSE;
  g_string_append (out, "]}");
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_recommendation_software:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal (404), or when the database cannot be read
 *
 * `GET /api/recommendations/{id}/software`: the one software that the recommendation is about,
 * `{"@odata.context","id","name","vendor","weaknesses","publicExploit","activeAlert",
 * "exposedMachines","impactScore"}`. A configuration recommendation is about none.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_recommendation_software (SaneraDb *db,
                                      SaneraExchange *exchange,
                                      GCancellable *cancellable,
                                      GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean found;

  append_head (out, exchange, "Analytics.Contracts.PublicAPI.PublicProductDto");
  g_string_append_c (out, ',');
  if (!sanera_software_append_json (db, id, out, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, id, error);

  g_string_append_c (out, '}');
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}
