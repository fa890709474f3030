/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include "sanera-json.h"
#include "sanera-time.h"
#include "store-exceptions.h"
#include "store-feed.h"
#include "store-requests.h"
#include "store-submissions.h"
#include "store-views.h"

/* Exceptions (rule R8): made, changed, renewed and cancelled by people. */

#define CALL_CREATE "POST exceptions"
#define CALL_CHANGE "PATCH exceptions"
#define CALL_CANCEL "POST exceptions/cancel"
#define CALL_RENEW "POST exceptions/renew"

/* With the exception that stands in the way. */
static gboolean
refuse_with_exception (SaneraDb *db,
                       SaneraExchange *exchange,
                       const char *code,
                       const char *message,
                       const char *id,
                       GError **error)
{
  g_autoptr (GString) entity = g_string_new (NULL);
  gboolean found;

  if (!sanera_append_entity (db, &sanera_format_own_exception, id, entity, NULL, &found, error))
    return FALSE;
  return sanera_exchange_refuse_with (exchange, error, 409, code, message, "entity",
                                      found ? g_steal_pointer (&entity) : NULL);
}

static gboolean
refuse_problems (SaneraExchange *exchange, SaneraExceptionProblem problems, GError **error)
{
  static const struct
  {
    SaneraExceptionProblem problem;
    const char *message;
  } messages[] = {
    { SANERA_EXCEPTION_NO_SCOPE, "scope must be Global or DeviceGroups" },
    { SANERA_EXCEPTION_NO_GROUP, "rbacGroupNames must name a device group" },
    { SANERA_EXCEPTION_GROUPS_NOT_ALLOWED, "rbacGroupNames does not go with Global" },
    { SANERA_EXCEPTION_NO_JUSTIFICATION,
      "justification must be ThirdPartyControl, AlternateMitigation, RiskAccepted or "
      "PlannedRemediation" },
    { SANERA_EXCEPTION_NO_CONTEXT, "RiskAccepted needs a justificationContext" },
    { SANERA_EXCEPTION_CONTEXT_TOO_LONG, "justificationContext may have at most 2000 characters" },
    { SANERA_EXCEPTION_NO_END, "expiresOn must be given: an exception is never endless" },
    { SANERA_EXCEPTION_END_INVALID, "expiresOn must be a date" },
    { SANERA_EXCEPTION_END_PAST, "expiresOn must not be in the past" },
    { SANERA_EXCEPTION_END_TOO_LATE, "expiresOn must be at most 366 days away" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    if (problems & messages[i].problem)
      return sanera_exchange_refuse (exchange, error, 400, "InvalidInput", "Invalid input: %s",
                                     messages[i].message);

  return TRUE;
}

static gboolean
refuse_body (SaneraExchange *exchange, const GError *problem, GError **error)
{
  return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                 problem->message);
}

/* Global exceptions are for administrators, whatever is done to them. */
static gboolean
check_scope (SaneraExchange *exchange, const char *scope, GError **error)
{
  if (sanera_enum_from_nick (&sanera_exception_scope_enum, scope) !=
          SANERA_EXCEPTION_SCOPE_GLOBAL ||
      sanera_exchange_get_person (exchange)->role == SANERA_ROLE_ADMIN)
    return TRUE;

  return sanera_exchange_refuse (exchange, error, 403, "Forbidden",
                                 "Only an administrator makes and ends global exceptions");
}

/* When the person did it: a clock that goes ahead must not make yesterday of tomorrow. */
static gboolean
read_made_at (SaneraExchange *exchange, JsonObject *body, gint64 *made_at, GError **error)
{
  const gint64 now = sanera_exchange_get_now (exchange);
  g_autoptr (GError) problem = NULL;

  *made_at = SANERA_INT_NULL;
  if (!sanera_json_get_time (body, "madeAt", "exception", made_at, &problem))
    return refuse_body (exchange, problem, error);
  if (*made_at == SANERA_INT_NULL || *made_at > now)
    *made_at = now;

  return TRUE;
}

/* Creating. */

typedef struct
{
  SaneraExceptionForm form;
  char **groups;
  const char *recommendation;
  gint64 made_at;
} Input;

static void
input_clear (Input *input)
{
  g_clear_pointer (&input->groups, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Input, input_clear)

static gboolean
read_input (SaneraExchange *exchange, JsonObject *body, Input *input, GError **error)
{
  g_autoptr (GError) problem = NULL;

  input->form.expires_on = SANERA_INT_NULL;
  if (!read_made_at (exchange, body, &input->made_at, error))
    return FALSE;
  if (!sanera_json_get_text (body, "recommendationId", "exception", &input->recommendation,
                             &problem) ||
      !sanera_json_get_strv (body, "rbacGroupNames", "exception", &input->groups, &problem) ||
      !sanera_json_get_text (body, "justification", "exception", &input->form.justification,
                             &problem) ||
      !sanera_json_get_text (body, "justificationContext", "exception", &input->form.context,
                             &problem) ||
      !sanera_json_get_time (body, "expiresOn", "exception", &input->form.expires_on, &problem))
    return refuse_body (exchange, problem, error);
  if (input->recommendation == NULL)
    return sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                                   "Parameter recommendationId is missing");

  input->form.groups = (const char *const *)input->groups;
  input->form.all_groups = input->groups == NULL || input->groups[0] == NULL;
  return TRUE;
}

static gboolean
check_groups (SaneraDb *db, SaneraExchange *exchange, const Input *input, GError **error)
{
  g_autofree char *unknown = NULL;

  if (input->groups == NULL)
    return TRUE;
  if (!sanera_request_find_unknown_group (db, input->form.groups, &unknown, error))
    return FALSE;
  if (unknown == NULL)
    return TRUE;

  return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                 "Invalid input: there is no device group %s", unknown);
}

/* A second live exception is refused; *All* means those groups that have none. */
static gboolean
check_live (SaneraDb *db, SaneraExchange *exchange, Input *input, GError **error)
{
  const gboolean global = g_strcmp0 (input->form.scope, "Global") == 0;
  g_autofree char *id = NULL;

  if (!global && input->form.all_groups)
    {
      g_clear_pointer (&input->groups, g_strfreev);
      input->groups = sanera_exceptions_find_free_groups (db, input->recommendation, error);
      if (input->groups == NULL)
        return FALSE;
      input->form.groups = (const char *const *)input->groups;
      return input->groups[0] != NULL ||
             sanera_exchange_refuse (exchange, error, 409, "ExceptionExists",
                                     "Every device group has an exception already");
    }

  for (guint i = 0; global ? i == 0 : input->groups[i] != NULL; i++)
    {
      if (!sanera_exceptions_find_live (db, input->recommendation, global ? NULL : input->groups[i],
                                        &id, error))
        return FALSE;
      if (id != NULL)
        return refuse_with_exception (db, exchange, "ExceptionExists",
                                      global ? "There is a global exception already"
                                             : "A device group has an exception already",
                                      id, error);
    }
  return TRUE;
}

static gboolean
carry_out (SaneraDb *db,
           SaneraExchange *exchange,
           Input *input,
           const SaneraSubmission *submission,
           SaneraRecommendationData *recommendation,
           GError **error)
{
  g_auto (SaneraExceptionWork) work = { NULL };
  const gint64 now = sanera_exchange_get_now (exchange);
  SaneraExceptionProblem problems;
  gboolean found;
  gint64 row;

  if (!sanera_db_find_noun (db, &sanera_recommendation_noun, input->recommendation, recommendation,
                            &row, &found, error))
    return FALSE;
  if (!found)
    return sanera_exchange_refuse (exchange, error, 404, "ResourceNotFound",
                                   "Recommendation %s was not found", input->recommendation);
  problems = sanera_exception_judge (&input->form, input->made_at);
  if (problems != SANERA_EXCEPTION_OK)
    return refuse_problems (exchange, problems, error);

  return check_groups (db, exchange, input, error) &&
         sanera_exceptions_begin (db, input->recommendation, now, &work, error) &&
         check_live (db, exchange, input, error) &&
         sanera_exceptions_create (db, submission->key, recommendation, &input->form,
                                   sanera_exchange_get_person (exchange)->email, now, error) &&
         sanera_exceptions_finish (db, &work, error) &&
         sanera_submission_record (db, exchange, CALL_CREATE, submission, SANERA_ENTITY_EXCEPTION,
                                   submission->key, input->made_at, error);
}

/**
 * sanera_route_post_exception:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/exceptions`: `recommendationId, scope, rbacGroupNames[] (empty: all of today's),
 * justification, justificationContext?, expiresOn` → 201 with the exception, whose id is the key;
 * 403 for a global one by somebody else than an administrator; 409 `ExceptionExists` with the
 * exception that one of the groups has already.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_post_exception (SaneraDb *db,
                             SaneraExchange *exchange,
                             GCancellable *cancellable,
                             GError **error)
{
  g_auto (SaneraSubmission) submission = { 0 };
  g_auto (Input) input = { { NULL } };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  SaneraRecommendationData recommendation;
  JsonObject *body = sanera_exchange_parse_body (exchange, &node, error);
  gboolean ok;

  if (body == NULL)
    return FALSE;
  if (!sanera_json_get_text (body, "scope", "exception", &input.form.scope, &problem))
    return refuse_body (exchange, problem, error);
  if (!check_scope (exchange, input.form.scope, error) ||
      !sanera_submission_begin (db, exchange, CALL_CREATE, &submission, error))
    return FALSE;
  if (submission.replayed)
    return sanera_answer_entity (db, exchange, &sanera_format_own_exception, 200,
                                 submission.entity_id, error);
  if (!read_input (exchange, body, &input, error))
    return FALSE;

  sanera_noun_data_init (&sanera_recommendation_noun, &recommendation);
  ok = carry_out (db, exchange, &input, &submission, &recommendation, error);
  sanera_noun_data_clear (&sanera_recommendation_noun, &recommendation);

  return ok && sanera_answer_entity (db, exchange, &sanera_format_own_exception, 201,
                                     submission.key, error);
}

/* What is done to an exception that is there. */

typedef struct
{
  const char *call;
  SaneraSubmission submission;
  SaneraRemediationExceptionData data; /* as it is after what is over has ended */
  SaneraExceptionWork work;
  JsonNode *node;
  JsonObject *body;
  gint64 row;
  gint64 made_at;
} Call;

static void
call_clear (Call *call)
{
  sanera_submission_clear (&call->submission);
  sanera_noun_data_clear (&sanera_remediation_exception_noun, &call->data);
  sanera_exception_work_clear (&call->work);
  g_clear_pointer (&call->node, json_node_unref);
}

/* Role, then key, then the entity: in this order. */
static gboolean
call_begin (Call *call, SaneraDb *db, SaneraExchange *exchange, const char *name, GError **error)
{
  const SaneraNoun *noun = &sanera_remediation_exception_noun;
  const char *id = sanera_exchange_get_param (exchange, 0);

  call->call = name;
  if (!sanera_exceptions_find (db, id, &call->data, &call->row, error) ||
      (call->data.id != NULL && !check_scope (exchange, call->data.scope, error)) ||
      !sanera_submission_begin (db, exchange, name, &call->submission, error))
    return FALSE;
  if (call->submission.replayed)
    return TRUE;
  if (call->data.id == NULL)
    return sanera_refuse_missing (exchange, id, error);
  call->body = sanera_exchange_parse_body (exchange, &call->node, error);
  if (call->body == NULL || !read_made_at (exchange, call->body, &call->made_at, error) ||
      !sanera_exceptions_begin (db, call->data.recommendation_reference,
                                sanera_exchange_get_now (exchange), &call->work, error))
    return FALSE;

  sanera_noun_data_clear (noun, &call->data);
  sanera_noun_data_init (noun, &call->data);
  return sanera_exceptions_find (db, id, &call->data, &call->row, error);
}

/* It is so already, or has become so by now. */
static gboolean
call_answer (Call *call, SaneraDb *db, SaneraExchange *exchange, GError **error)
{
  return sanera_exceptions_finish (db, &call->work, error) &&
         sanera_answer_entity (db, exchange, &sanera_format_own_exception, 200, call->data.id,
                               error);
}

/* That the person has seen it as it is (R10), and that it is still live. */
static gboolean
call_check (Call *call, SaneraDb *db, SaneraExchange *exchange, GError **error)
{
  g_autoptr (GString) present = g_string_new (NULL);
  gint64 version;
  gboolean found;

  if (!sanera_append_entity (db, &sanera_format_own_exception, call->data.id, present, &version,
                             &found, error) ||
      !sanera_exchange_check_if_match (exchange, version, g_steal_pointer (&present), error))
    return FALSE;

  return call->data.ended_on == SANERA_INT_NULL ||
         refuse_with_exception (db, exchange, "ExceptionEnded", "The exception has ended",
                                call->data.id, error);
}

static gboolean
call_end (Call *call, SaneraDb *db, SaneraExchange *exchange, GError **error)
{
  return sanera_submission_record (db, exchange, call->call, &call->submission,
                                   SANERA_ENTITY_EXCEPTION, call->data.id, call->made_at, error) &&
         call_answer (call, db, exchange, error);
}

static gboolean
run_call (SaneraDb *db,
          SaneraExchange *exchange,
          const char *name,
          gboolean (*work) (Call *, SaneraDb *, SaneraExchange *, GError **),
          GError **error)
{
  Call call = { NULL };
  gboolean ok;

  sanera_noun_data_init (&sanera_remediation_exception_noun, &call.data);
  ok = call_begin (&call, db, exchange, name, error);
  if (ok && call.submission.replayed)
    ok = sanera_answer_entity (db, exchange, &sanera_format_own_exception, 200,
                               call.submission.entity_id, error);
  else if (ok)
    ok = work (&call, db, exchange, error);
  call_clear (&call);

  return ok;
}

static gboolean
change (Call *call, SaneraDb *db, SaneraExchange *exchange, GError **error)
{
  const char *justification = call->data.justification;
  const char *context = call->data.justification_context;
  g_autoptr (GError) problem = NULL;
  SaneraExceptionProblem problems;

  if (!sanera_json_get_text (call->body, "justification", "exception", &justification, &problem))
    return refuse_body (exchange, problem, error);
  if (json_object_has_member (call->body, "justificationContext"))
    {
      context = NULL;
      if (!sanera_json_get_text (call->body, "justificationContext", "exception", &context,
                                 &problem))
        return refuse_body (exchange, problem, error);
      if (context != NULL && *context == '\0')
        context = NULL;
    }
  if (g_strcmp0 (justification, call->data.justification) == 0 &&
      g_strcmp0 (context, call->data.justification_context) == 0)
    return call_answer (call, db, exchange, error);

  problems = sanera_exception_judge_text (justification, context);
  return call_check (call, db, exchange, error) &&
         (problems == SANERA_EXCEPTION_OK || refuse_problems (exchange, problems, error)) &&
         sanera_exceptions_change (db, &call->data, call->row, justification, context,
                                   sanera_exchange_get_person (exchange)->email,
                                   sanera_exchange_get_now (exchange), error) &&
         call_end (call, db, exchange, error);
}

/* Whether each of @groups is, or was, one of the exception's; and whether it covers any of them. */
static gboolean
check_own_groups (Call *call,
                  SaneraDb *db,
                  SaneraExchange *exchange,
                  const char *const *groups,
                  gboolean *any_live,
                  GError **error)
{
  *any_live = FALSE;
  for (guint i = 0; groups[i] != NULL; i++)
    {
      gboolean found, live;

      if (!sanera_exceptions_find_group (db, call->row, groups[i], &found, &live, error))
        return FALSE;
      if (!found)
        return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                       "Invalid input: the exception has no device group %s",
                                       groups[i]);
      *any_live = *any_live || live;
    }
  return TRUE;
}

static gboolean
cancel (Call *call, SaneraDb *db, SaneraExchange *exchange, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_auto (GStrv) groups = NULL;
  gboolean live = call->data.ended_on == SANERA_INT_NULL;

  if (!sanera_json_get_strv (call->body, "rbacGroupNames", "exception", &groups, &problem))
    return refuse_body (exchange, problem, error);
  if (groups != NULL && groups[0] == NULL)
    g_clear_pointer (&groups, g_strfreev);
  if (groups != NULL &&
      !check_own_groups (call, db, exchange, (const char *const *)groups, &live, error))
    return FALSE;
  if (!live)
    return call_answer (call, db, exchange, error);

  return call_check (call, db, exchange, error) &&
         sanera_exceptions_cancel (db, &call->data, call->row, (const char *const *)groups,
                                   sanera_exchange_get_person (exchange)->email,
                                   sanera_exchange_get_now (exchange), error) &&
         call_end (call, db, exchange, error);
}

static gboolean
renew (Call *call, SaneraDb *db, SaneraExchange *exchange, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gint64 expires_on = SANERA_INT_NULL;
  SaneraExceptionProblem problems;

  if (!sanera_json_get_time (call->body, "expiresOn", "exception", &expires_on, &problem))
    return refuse_body (exchange, problem, error);
  if (call->data.ended_on == SANERA_INT_NULL && expires_on == call->data.expires_on)
    return call_answer (call, db, exchange, error);

  problems = sanera_exception_judge_end (expires_on, call->made_at);
  return call_check (call, db, exchange, error) &&
         (problems == SANERA_EXCEPTION_OK || refuse_problems (exchange, problems, error)) &&
         sanera_exceptions_renew (db, &call->data, call->row, expires_on,
                                  sanera_exchange_get_person (exchange)->email,
                                  sanera_exchange_get_now (exchange), error) &&
         call_end (call, db, exchange, error);
}

/**
 * sanera_route_patch_exception:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `PATCH /sanera/v1/exceptions/{id}`: `justification`, `justificationContext`; what is not named
 * stays. 409 `ExceptionEnded` when it is over.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_patch_exception (SaneraDb *db,
                              SaneraExchange *exchange,
                              GCancellable *cancellable,
                              GError **error)
{
  return run_call (db, exchange, CALL_CHANGE, change, error);
}

/**
 * sanera_route_cancel_exception:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/exceptions/{id}/cancel`: all of it, or the groups in `rbacGroupNames`. One that
 * has ended already is no error.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_cancel_exception (SaneraDb *db,
                               SaneraExchange *exchange,
                               GCancellable *cancellable,
                               GError **error)
{
  return run_call (db, exchange, CALL_CANCEL, cancel, error);
}

/**
 * sanera_route_renew_exception:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/exceptions/{id}/renew`: `expiresOn` is its last day from now on, as it was
 * typed.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_renew_exception (SaneraDb *db,
                              SaneraExchange *exchange,
                              GCancellable *cancellable,
                              GError **error)
{
  return run_call (db, exchange, CALL_RENEW, renew, error);
}
