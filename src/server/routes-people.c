/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "sanera-json.h"
#include "store-submissions.h"
#include "store-tokens.h"

/* Who may come in, and with which tokens. */

#define CALL_POST_TOKEN "POST tokens"
#define CALL_DELETE_TOKEN "DELETE tokens"

/**
 * sanera_route_people:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when the database cannot be read
 *
 * `GET /sanera/v1/people?role=`: `email`, `name` and `role` of everybody who has a token, for
 * example the addresses of the IT administrators [131].
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_people (SaneraDb *db,
                     SaneraExchange *exchange,
                     GCancellable *cancellable,
                     GError **error)
{
  const char *nick = sanera_exchange_get_query (exchange, "role");
  const SaneraPerson *person = sanera_exchange_get_person (exchange);
  g_autoptr (GString) rows = g_string_new (NULL);
  GString *out;
  SaneraRole role = 0;

  if (nick != NULL)
    {
      role = (SaneraRole)sanera_enum_from_nick (&sanera_role_enum, nick);
      if (role == 0)
        return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                       "role must be reader, securityAdmin, itAdmin or admin");
    }
  /* The person of a private server has no token, and is there all the same. */
  if (!sanera_people_append_json (
          db, role, g_str_equal (person->id, SANERA_PERSON_PRIVATE) ? person : NULL, rows, error))
    return FALSE;

  out = g_string_new (NULL);
  g_string_append_printf (out, "{\"value\":[%s]}", rows->str);
  sanera_exchange_set_json (exchange, 200, out);
  return TRUE;
}

/**
 * sanera_route_tokens:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: when the database cannot be read
 *
 * `GET /sanera/v1/tokens`: `id`, `email`, `name`, `role` and `createdOn` of each; never the token.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_tokens (SaneraDb *db,
                     SaneraExchange *exchange,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GString) out = g_string_new ("{\"value\":[");

  if (!sanera_tokens_append_json (db, out, error))
    return FALSE;

  g_string_append (out, "]}");
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/* What a token is asked for with; the texts belong to @node. */
typedef struct
{
  const char *email;
  const char *name;
  const char *role;
  gint64 made_at;
} Asked;

static gboolean
read_asked (SaneraExchange *exchange, JsonNode **node, Asked *asked, GError **error)
{
  g_autoptr (GError) problem = NULL;
  JsonObject *object = sanera_exchange_parse_body (exchange, node, error);
  const struct
  {
    const char *name;
    const char **value;
  } texts[] = {
    { "email", &asked->email },
    { "name", &asked->name },
    { "role", &asked->role },
  };

  if (object == NULL)
    return FALSE;
  asked->made_at = SANERA_INT_NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (!sanera_json_get_text (object, texts[i].name, "token", texts[i].value, &problem))
        return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                       problem->message);
      if (*texts[i].value == NULL)
        return sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                                       "Parameter %s is missing", texts[i].name);
    }
  if (!sanera_json_get_time (object, "madeAt", "token", &asked->made_at, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);

  return TRUE;
}

static gboolean
answer_token (SaneraDb *db,
              SaneraExchange *exchange,
              guint status,
              const char *id,
              const char *token,
              GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean found;

  if (!sanera_tokens_append_one (db, id, token, out, &found, error))
    return FALSE;
  if (!found)
    return sanera_exchange_refuse (exchange, error, 404, "ResourceNotFound", "Token %s was removed",
                                   id);

  sanera_exchange_set_json (exchange, status, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_post_token:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/tokens` with `email`, `name` and `role`: makes a token. Its id is the
 * Idempotency-Key. The answer is the only place where the token itself stands, and only once: the
 * same submission again answers with the entry without `token`, as only its hash is kept. Whose
 * answer was lost removes the entry and makes another.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_post_token (SaneraDb *db,
                         SaneraExchange *exchange,
                         GCancellable *cancellable,
                         GError **error)
{
  g_auto (SaneraSubmission) submission = { 0 };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *token = NULL;
  Asked asked = { 0 };
  SaneraRole role;
  gint64 now;

  if (!sanera_submission_begin (db, exchange, CALL_POST_TOKEN, &submission, error))
    return FALSE;
  if (submission.replayed)
    return answer_token (db, exchange, 200, submission.entity_id, NULL, error);
  if (!read_asked (exchange, &node, &asked, error))
    return FALSE;

  now = sanera_exchange_get_now (exchange);
  role = (SaneraRole)sanera_enum_from_nick (&sanera_role_enum, asked.role);
  token = sanera_tokens_add (db, submission.key, asked.email, asked.name, role,
                             sanera_exchange_get_person (exchange)->email, now, &problem);
  if (g_error_matches (problem, SANERA_ERROR, SANERA_ERROR_INVALID))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput", "Invalid input: %s",
                                   problem->message);
  if (token == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  return sanera_submission_record (db, exchange, CALL_POST_TOKEN, &submission, SANERA_ENTITY_TOKEN,
                                   submission.key,
                                   asked.made_at != SANERA_INT_NULL ? asked.made_at : now, error) &&
         answer_token (db, exchange, 201, submission.key, token, error);
}

/**
 * sanera_route_delete_token:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `DELETE /sanera/v1/tokens/{id}`: 204, also when it was removed before; it is not accepted any
 * more from then on. 409 `LastAdministrator` for the last token of an administrator. A token has no
 * versions, so no `If-Match` is asked for.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_delete_token (SaneraDb *db,
                           SaneraExchange *exchange,
                           GCancellable *cancellable,
                           GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autofree char *call = g_strconcat (CALL_DELETE_TOKEN "/", id, NULL);
  g_auto (SaneraSubmission) submission = { 0 };
  g_autoptr (GError) problem = NULL;
  gint64 now = sanera_exchange_get_now (exchange);

  if (!sanera_submission_begin (db, exchange, call, &submission, error))
    return FALSE;
  if (!submission.replayed)
    {
      if (!sanera_tokens_remove (db, id, sanera_exchange_get_person (exchange)->email, now,
                                 &problem))
        {
          if (g_error_matches (problem, SANERA_ERROR, SANERA_ERROR_CONFLICT))
            return sanera_exchange_refuse (exchange, error, 409, "LastAdministrator", "%s",
                                           problem->message);
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (!sanera_submission_record (db, exchange, call, &submission, SANERA_ENTITY_TOKEN, id, now,
                                     error))
        return FALSE;
    }

  sanera_exchange_set_empty (exchange, 204);
  return TRUE;
}
