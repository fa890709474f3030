/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "sanera-json.h"
#include "store-meta.h"
#include "store-submissions.h"

#define CALL_SETTINGS "PATCH settings"

static gboolean
answer (SaneraDb *db, SaneraExchange *exchange, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gint64 version;

  if (!sanera_settings_append_json (db, out, &version, error))
    return FALSE;

  sanera_exchange_set_etag (exchange, version);
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_settings:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: when the database cannot be read
 *
 * `GET /sanera/v1/settings`.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_settings (SaneraDb *db,
                       SaneraExchange *exchange,
                       GCancellable *cancellable,
                       GError **error)
{
  return answer (db, exchange, error);
}

static gboolean
read_intune (SaneraExchange *exchange, gboolean *wanted, gboolean *given, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  JsonObject *object = sanera_exchange_parse_body (exchange, &node, error);

  if (object == NULL)
    return FALSE;
  *given = json_object_has_member (object, "intuneConnection");
  if (!sanera_json_get_bool (object, "intuneConnection", "settings", wanted, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);

  return TRUE;
}

/**
 * sanera_route_patch_settings:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `PATCH /sanera/v1/settings`: what the body names is set (rule R2: `intuneConnection`).
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_patch_settings (SaneraDb *db,
                             SaneraExchange *exchange,
                             GCancellable *cancellable,
                             GError **error)
{
  g_auto (SaneraSubmission) submission = { 0 };
  g_autoptr (GString) present = g_string_new (NULL);
  gboolean wanted = FALSE, given, is;
  gint64 version, now;

  if (!sanera_submission_begin (db, exchange, CALL_SETTINGS, &submission, error))
    return FALSE;
  if (submission.replayed)
    return answer (db, exchange, error);
  if (!read_intune (exchange, &wanted, &given, error) ||
      !sanera_settings_get_intune (db, &is, error))
    return FALSE;
  if (!given || wanted == is)
    return answer (db, exchange, error);

  now = sanera_exchange_get_now (exchange);
  if (!sanera_settings_append_json (db, present, &version, error) ||
      !sanera_exchange_check_if_match (exchange, version, g_steal_pointer (&present), error))
    return FALSE;
  return sanera_settings_set_intune (db, wanted, sanera_exchange_get_person (exchange)->email, now,
                                     error) &&
         sanera_submission_record (db, exchange, CALL_SETTINGS, &submission, "settings", "settings",
                                   now, error) &&
         answer (db, exchange, error);
}
