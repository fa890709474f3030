/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include "sanera-json-request.h"
#include "sanera-json.h"
#include "sanera-time.h"
#include "store-audit.h"
#include "store-feed.h"
#include "store-meta.h"
#include "store-requests.h"
#include "store-submissions.h"
#include "store-views.h"

/* Remediation requests: what a person submits, and what became of it. What is done to an activity
 * later is in routes-tasks.c. */

#define CALL_REQUEST "POST remediationTasks"

/**
 * sanera_refuse_request_problem:
 * @exchange: a call
 * @problems: what is wrong with a request, or with a change of one; not %SANERA_REQUEST_OK
 * @error: set
 *
 * Refuses it: 400 `InvalidInput`, 422 `NoDevices`.
 *
 * Returns: %FALSE
 */
gboolean
sanera_refuse_request_problem (SaneraExchange *exchange,
                               SaneraRequestProblem problems,
                               GError **error)
{
  static const struct
  {
    SaneraRequestProblem problem;
    const char *message;
  } messages[] = {
    { SANERA_REQUEST_NO_TYPE, "type must be a remediation type" },
    { SANERA_REQUEST_NO_GROUP, "rbacGroupNames must name a device group" },
    { SANERA_REQUEST_NO_PRIORITY, "priority must be High, Medium or Low" },
    { SANERA_REQUEST_DUE_INVALID, "dueOn must be a date" },
    { SANERA_REQUEST_DUE_PAST, "dueOn must not be in the past" },
    { SANERA_REQUEST_DUE_NOT_ALLOWED, "dueOn does not go with AttentionRequired" },
    { SANERA_REQUEST_TICKET_NOT_ALLOWED,
      "createTicket does not go with AttentionRequired, and needs the Intune connection" },
    { SANERA_REQUEST_SPLIT_UNDECIDED,
      "splitTickets must say what to do with more than 10000 devices" },
    { SANERA_REQUEST_NOTES_TOO_LONG, "notes may have at most 2000 characters" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    if (problems & messages[i].problem)
      return sanera_exchange_refuse (exchange, error, 400, "InvalidInput", "Invalid input: %s",
                                     messages[i].message);

  return sanera_exchange_refuse (exchange, error, 422, "NoDevices",
                                 "No exposed device of these groups is left");
}

/* The body as a request; its recommendation must be named, the rest is judged later. */
static SaneraRemediationRequest *
read_request (SaneraExchange *exchange, GBytes *body, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (SaneraRemediationRequest) request = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  JsonObject *object;
  const char *id = NULL;
  gint64 made_at, now;

  node = sanera_json_parse (text, -1, SANERA_JSON_MAX_DEPTH, &problem);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody",
                              "A request must be a JSON object%s%s", problem != NULL ? ": " : "",
                              problem != NULL ? problem->message : "");
      return NULL;
    }
  object = json_node_get_object (node);
  if (!sanera_json_get_text (object, "recommendationId", "request", &id, &problem))
    {
      sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s", problem->message);
      return NULL;
    }
  if (id == NULL)
    {
      sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                              "Parameter recommendationId is missing");
      return NULL;
    }

  request = sanera_remediation_request_new (id);
  if (!sanera_json_read_request (text, request, &problem))
    {
      sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s", problem->message);
      return NULL;
    }

  /* A clock that goes ahead must not make yesterday of tomorrow. */
  now = sanera_exchange_get_now (exchange);
  made_at = sanera_remediation_request_get_made_at (request);
  if (made_at == SANERA_INT_NULL || made_at > now)
    sanera_remediation_request_set_made_at (request, now);

  return g_steal_pointer (&request);
}

static gboolean
judge (SaneraDb *db,
       SaneraExchange *exchange,
       SaneraRemediationRequest *request,
       gint64 recommendation_row,
       GError **error)
{
  const char *const *groups = sanera_remediation_request_get_groups (request);
  gint64 due_on = sanera_remediation_request_get_due_on (request);
  SaneraRequestProblem problems;
  g_autofree char *unknown = NULL;
  gboolean intune;
  gint64 devices;

  if (!sanera_settings_get_intune (db, &intune, error) ||
      !sanera_request_find_unknown_group (db, groups, &unknown, error) ||
      !sanera_request_count_targets (db, request, recommendation_row, &devices, error))
    return FALSE;
  if (unknown != NULL)
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "Invalid input: there is no device group %s", unknown);

  sanera_remediation_request_set_target_devices (request, devices);
  problems = sanera_remediation_request_validate_submission (request, intune);
  if (due_on != SANERA_INT_NULL && due_on != sanera_time_floor_day (due_on))
    problems |= SANERA_REQUEST_DUE_INVALID;
  return problems == SANERA_REQUEST_OK || sanera_refuse_request_problem (exchange, problems, error);
}

static gboolean
carry_out (SaneraDb *db,
           SaneraExchange *exchange,
           SaneraRemediationRequest *request,
           const SaneraSubmission *submission,
           SaneraRecommendationData *recommendation,
           GError **error)
{
  const char *id = sanera_remediation_request_get_recommendation_id (request);
  gboolean found;
  gint64 row;

  if (!sanera_db_find_noun (db, &sanera_recommendation_noun, id, recommendation, &row, &found,
                            error))
    return FALSE;
  if (!found)
    return sanera_exchange_refuse (exchange, error, 404, "ResourceNotFound",
                                   "Recommendation %s was not found", id);

  return judge (db, exchange, request, row, error) &&
         sanera_request_create_activity (db, request, recommendation, row, submission->key,
                                         sanera_exchange_get_person (exchange),
                                         sanera_exchange_get_now (exchange), error) &&
         sanera_submission_record (db, exchange, CALL_REQUEST, submission, SANERA_ENTITY_TASK,
                                   submission->key,
                                   sanera_remediation_request_get_made_at (request), error);
}

/**
 * sanera_submit_request:
 * @db: the server's database, in a transaction, or a savepoint of one
 * @exchange: the call that the request came with
 * @key: (nullable): its Idempotency-Key
 * @body: the request
 * @submission: (out): what came of it; its entity_id is the activity
 * @error: set by a refusal, or when it cannot be written
 *
 * Carries out one remediation request, once (R9).
 *
 * Returns: whether there is an activity, a new one or the one of before
 */
gboolean
sanera_submit_request (SaneraDb *db,
                       SaneraExchange *exchange,
                       const char *key,
                       GBytes *body,
                       SaneraSubmission *submission,
                       GError **error)
{
  g_autoptr (SaneraRemediationRequest) request = NULL;
  SaneraRecommendationData recommendation;
  gboolean ok;

  if (!sanera_submission_look (db, exchange, CALL_REQUEST, key, body, submission, error))
    return FALSE;
  if (submission->replayed)
    return TRUE;

  request = read_request (exchange, body, error);
  if (request == NULL)
    return FALSE;

  sanera_noun_data_init (&sanera_recommendation_noun, &recommendation);
  ok = carry_out (db, exchange, request, submission, &recommendation, error);
  sanera_noun_data_clear (&sanera_recommendation_noun, &recommendation);
  submission->entity_id = g_strdup (submission->key);
  return ok;
}

/**
 * sanera_route_post_task:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/remediationTasks`: submits a request; its activity has the Idempotency-Key as
 * its id. The same submission again answers with the activity as it is now.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_post_task (SaneraDb *db,
                        SaneraExchange *exchange,
                        GCancellable *cancellable,
                        GError **error)
{
  const char *key = sanera_exchange_get_header (exchange, "idempotency-key");
  g_auto (SaneraSubmission) submission = { 0 };

  if (!sanera_submit_request (db, exchange, key, sanera_exchange_get_body (exchange), &submission,
                              error))
    return FALSE;
  if (submission.replayed)
    sanera_exchange_set_header (exchange, "Idempotent-Replay", "true");
  return sanera_answer_entity (db, exchange, &sanera_format_own_task,
                               submission.replayed ? 200 : 201, submission.entity_id, error);
}

/* Whatever a write can make or change, in our own dialect. */
static gboolean
append_entity (SaneraDb *db,
               const char *type,
               const char *id,
               GString *out,
               gboolean *found,
               GError **error)
{
  static const struct
  {
    const char *type;
    const SaneraRowFormat *format;
  } kinds[] = {
    { SANERA_ENTITY_TASK, &sanera_format_own_task },
    { SANERA_ENTITY_EXCEPTION, &sanera_format_own_exception },
    { SANERA_ENTITY_SECURITY_TASK, &sanera_format_own_security_task },
    { SANERA_ENTITY_MACHINE, &sanera_format_own_machine },
    { SANERA_ENTITY_RECOMMENDATION, &sanera_format_own_recommendation },
  };

  *found = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (type, kinds[i].type) != 0)
        continue;
      g_string_append_c (out, '{');
      if (!sanera_view_append_one (kinds[i].format, db, id, out, NULL, found, error))
        return FALSE;
      g_string_append_c (out, '}');
    }
  return TRUE;
}

/**
 * sanera_route_delete_submission:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `DELETE /sanera/v1/submissions/{key}`, of any kind of write: 204 when it will never be carried
 * out, 409 `CarriedOut` with the entity as it is now when it has been.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_delete_submission (SaneraDb *db,
                                SaneraExchange *exchange,
                                GCancellable *cancellable,
                                GError **error)
{
  g_auto (SaneraSubmission) submission = { 0 };
  g_autoptr (GString) entity = NULL;
  gboolean found = FALSE;

  if (!sanera_submission_withdraw (db, exchange, sanera_exchange_get_param (exchange, 0),
                                   &submission, error))
    return FALSE;
  if (submission.entity_id == NULL)
    {
      sanera_exchange_set_empty (exchange, 204);
      return TRUE;
    }

  entity = g_string_new (NULL);
  if (!append_entity (db, submission.entity_type, submission.entity_id, entity, &found, error))
    return FALSE;
  return sanera_exchange_refuse_with (exchange, error, 409, "CarriedOut",
                                      "It was carried out already", "entity",
                                      found ? g_steal_pointer (&entity) : NULL);
}

/**
 * sanera_route_task_history:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal (404), or when the database cannot be read
 *
 * `GET /sanera/v1/remediationTasks/{id}/history`: the audit log's lines about an activity, oldest
 * first. They stay when the activity is gone.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_task_history (SaneraDb *db,
                           SaneraExchange *exchange,
                           GCancellable *cancellable,
                           GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autoptr (GString) out = g_string_new ("{\"value\":[");
  gsize empty = out->len;

  if (!sanera_audit_append_history (db, SANERA_ENTITY_TASK, id, out, error))
    return FALSE;
  if (out->len == empty)
    return sanera_refuse_missing (exchange, id, error);

  g_string_append (out, "]}");
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}
