/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "sanera-json.h"
#include "store-feed.h"

/**
 * sanera_route_healthz:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: when the database cannot be read
 *
 * `GET /healthz`: "ok" when the database answers; the only call without a token.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_healthz (SaneraDb *db,
                      SaneraExchange *exchange,
                      GCancellable *cancellable,
                      GError **error)
{
  gint64 change;

  if (!sanera_feed_get_change (db, &change, error))
    return FALSE;

  sanera_exchange_set_text (exchange, 200, "ok\n");
  return TRUE;
}

/**
 * sanera_append_person:
 * @out: where to write the object `me`
 * @person: who makes the call
 *
 * Writes `{"email","name","role","capabilities"}`.
 */
void
sanera_append_person (GString *out, const SaneraPerson *person)
{
  g_auto (GStrv) capabilities = sanera_role_dup_capability_nicks (person->role);

  g_string_append (out, "{\"email\":");
  sanera_json_append_string (out, person->email);
  g_string_append (out, ",\"name\":");
  sanera_json_append_string (out, person->name);
  g_string_append (out, ",\"role\":");
  sanera_json_append_string (out, sanera_enum_to_nick (&sanera_role_enum, (int)person->role));
  g_string_append (out, ",\"capabilities\":");
  sanera_json_append_strv (out, (const char *const *)capabilities);
  g_string_append_c (out, '}');
}

/**
 * sanera_route_me:
 * @db: not used
 * @exchange: the call
 * @cancellable: not used
 * @error: never set
 *
 * `GET /sanera/v1/me`: who the token's person is and what it may do.
 *
 * Returns: %TRUE
 */
gboolean
sanera_route_me (SaneraDb *db, SaneraExchange *exchange, GCancellable *cancellable, GError **error)
{
  GString *out = g_string_new (NULL);

  sanera_append_person (out, sanera_exchange_get_person (exchange));
  sanera_exchange_set_json (exchange, 200, out);
  return TRUE;
}
