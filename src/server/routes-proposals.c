/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include "sanera-json.h"
#include "store-claims.h"
#include "store-derive.h"
#include "store-feed.h"
#include "store-submissions.h"
#include "store-views.h"

/* Exceptions that documents propose. To take one up is to make an exception; here one is judged not
 * to be one. */

#define CALL_DISMISS "POST dismissProposal/"

static gboolean
read_proposal (SaneraExchange *exchange, char **proposal, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  JsonObject *object = sanera_exchange_parse_body (exchange, &node, error);
  const char *text = NULL;

  if (object == NULL)
    return FALSE;
  if (!sanera_json_get_text (object, "proposal", "body", &text, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);
  if (text == NULL || *text == '\0')
    return sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                                   "Parameter proposal is missing");
  *proposal = g_strdup (text);
  return TRUE;
}

static gboolean
answer (SaneraDb *db, SaneraExchange *exchange, const char *id, GError **error)
{
  return sanera_answer_entity (db, exchange, &sanera_format_own_recommendation, 200, id, error);
}

static gboolean
dismiss (SaneraDb *db,
         SaneraExchange *exchange,
         gint64 row,
         const char *id,
         const char *fingerprint,
         GError **error)
{
  const gint64 now = sanera_exchange_get_now (exchange);
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  SaneraDerived derived;

  sanera_dirty_add (dirty->recommendations, row);
  return sanera_claims_dismiss (db, row, id, fingerprint,
                                sanera_exchange_get_person (exchange)->email, now, error) &&
         sanera_derive (db, dirty, now, &derived, error);
}

/**
 * sanera_route_dismiss_proposal:
 * @db: the server's database, in a transaction
 * @exchange: `POST /sanera/v1/recommendations/{id}/dismissProposal {"proposal": id}`
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * Judges the exception that documents propose not to be one. 409 ProposalChanged when something
 * else is proposed by now (R10); 200 with the recommendation when it is so, now or already.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_dismiss_proposal (SaneraDb *db,
                               SaneraExchange *exchange,
                               GCancellable *cancellable,
                               GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autofree char *call = g_strconcat (CALL_DISMISS, id, NULL);
  g_autofree char *seen = NULL, *proposal = NULL, *fingerprint = NULL;
  g_auto (SaneraSubmission) submission = { 0 };
  gint64 row;

  if (!sanera_submission_begin (db, exchange, call, &submission, error))
    return FALSE;
  if (submission.replayed)
    return answer (db, exchange, id, error);
  if (!read_proposal (exchange, &seen, error) ||
      !sanera_claims_find_recommendation (db, id, &row, error))
    return FALSE;
  if (row == SANERA_INT_NULL)
    return sanera_refuse_missing (exchange, id, error);
  if (!sanera_claims_propose (db, row, &proposal, &fingerprint, error))
    return FALSE;
  if (proposal == NULL)
    return answer (db, exchange, id, error);
  if (g_strcmp0 (seen, fingerprint) != 0)
    return sanera_exchange_refuse (exchange, error, 409, "ProposalChanged",
                                   "By now something else is proposed");
  return dismiss (db, exchange, row, id, fingerprint, error) &&
         sanera_submission_record (db, exchange, call, &submission, SANERA_ENTITY_RECOMMENDATION,
                                   id, sanera_exchange_get_now (exchange), error) &&
         answer (db, exchange, id, error);
}
