/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include "sanera-json.h"
#include "sanera-time.h"
#include "store-feed.h"
#include "store-submissions.h"
#include "store-tasks.h"
#include "store-views.h"

/* What people do to a remediation activity. Always in this order: role, key, already so, version
 * seen, transition (api.md). */

/* One call on its way. */
typedef struct
{
  char *call; /* with the activity in it: a key belongs to one activity */
  SaneraSubmission submission;
  SaneraActivityData data; /* as it is */
  JsonNode *body;
  JsonObject *object;
  gint64 made_at;
} Step;

static void
step_init (Step *self)
{
  *self = (Step){ 0 };
  sanera_noun_data_init (&sanera_activity_noun, &self->data);
}

static void
step_clear (Step *self)
{
  g_free (self->call);
  sanera_submission_clear (&self->submission);
  sanera_noun_data_clear (&sanera_activity_noun, &self->data);
  g_clear_pointer (&self->body, json_node_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Step, step_clear)

static gboolean
refuse_protocol (SaneraExchange *exchange, const GError *problem, GError **error)
{
  return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                 problem->message);
}

/* Key, activity, and when the person did it. With submission.replayed all is done already. */
static gboolean
begin (SaneraDb *db, SaneraExchange *exchange, const char *verb, Step *step, GError **error)
{
  const SaneraRoute *route = sanera_exchange_get_route (exchange);
  const char *id = sanera_exchange_get_param (exchange, 0);
  const gint64 now = sanera_exchange_get_now (exchange);
  g_autoptr (GError) problem = NULL;
  gboolean found;

  step->call = g_strconcat (route->method, " remediationTasks/", id, verb, NULL);
  if (!sanera_submission_begin (db, exchange, step->call, &step->submission, error))
    return FALSE;
  if (step->submission.replayed)
    return TRUE;

  if (!sanera_db_find_noun (db, &sanera_activity_noun, id, &step->data, NULL, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, id, error);
  step->object = sanera_exchange_parse_body (exchange, &step->body, error);
  if (step->object == NULL)
    return FALSE;
  step->made_at = now;
  if (!sanera_json_get_time (step->object, "madeAt", "body", &step->made_at, &problem))
    return refuse_protocol (exchange, problem, error);
  /* A clock that goes ahead must not make yesterday of tomorrow. */
  step->made_at = MIN (step->made_at, now);
  return TRUE;
}

static gboolean
check_requester (SaneraExchange *exchange, const Step *step, GError **error)
{
  const SaneraPerson *person = sanera_exchange_get_person (exchange);

  if (person->role == SANERA_ROLE_ADMIN ||
      sanera_activity_is_requested_by (&step->data, person->email))
    return TRUE;
  return sanera_exchange_refuse (exchange, error, 403, "NotRequester",
                                 "Only its requester or an administrator may do this");
}

static gboolean
check_version (SaneraDb *db, SaneraExchange *exchange, const Step *step, GError **error)
{
  g_autoptr (GString) present = g_string_new (NULL);
  gint64 version;
  gboolean found;

  return sanera_append_entity (db, &sanera_format_own_task, step->data.id, present, &version,
                               &found, error) &&
         sanera_exchange_check_if_match (exchange, version, g_steal_pointer (&present), error);
}

static gboolean
refuse_transition (SaneraExchange *exchange, SaneraActivityRefusal refusal, GError **error)
{
  static const struct
  {
    const char *code;
    const char *message;
  } refusals[] = {
    [SANERA_ACTIVITY_NOT_IN_PROGRESS] = { "NotInProgress", "The activity is completed" },
    [SANERA_ACTIVITY_NOT_COMPLETED] = { "NotCompleted", "The activity is in progress" },
    [SANERA_ACTIVITY_NOT_BY_HAND] = { "NotCompletedByHand",
                                      "The activity was not completed by a person" },
    [SANERA_ACTIVITY_WITHDRAWN] = { "ActivityWithdrawn", "The activity was withdrawn" },
    [SANERA_ACTIVITY_DEVICES_FIXED] = { "DevicesFixed", "A device of the activity is fixed" },
    [SANERA_ACTIVITY_TICKET_APPROVED] = { "TicketApproved",
                                          "A ticket of the activity is approved" },
  };

  if (refusal == SANERA_ACTIVITY_OK)
    return TRUE;
  return sanera_exchange_refuse (exchange, error, 409, refusals[refusal].code, "%s",
                                 refusals[refusal].message);
}

/* The key is kept also when nothing had to be done: a repeat must not do later what is not wanted
 * any more. */
static gboolean
end (SaneraDb *db, SaneraExchange *exchange, Step *step, GError **error)
{
  return sanera_submission_record (db, exchange, step->call, &step->submission, SANERA_ENTITY_TASK,
                                   step->data.id, step->made_at, error) &&
         sanera_answer_entity (db, exchange, &sanera_format_own_task, 200, step->data.id, error);
}

static gboolean
end_already_so (SaneraDb *db, SaneraExchange *exchange, Step *step, GError **error)
{
  sanera_exchange_set_header (exchange, SANERA_HEADER_ALREADY_SO, "true");
  return end (db, exchange, step, error);
}

static gboolean
replay (SaneraDb *db, SaneraExchange *exchange, Step *step, GError **error)
{
  return sanera_answer_entity (db, exchange, &sanera_format_own_task, 200,
                               step->submission.entity_id, error);
}

static gboolean
read_change (SaneraExchange *exchange, Step *step, SaneraActivityChange *change, GError **error)
{
  g_autoptr (GError) problem = NULL;
  JsonObject *object = step->object;

  *change = (SaneraActivityChange){ .due_on = SANERA_INT_NULL };
  change->has_due_on = json_object_has_member (object, "dueOn");
  change->has_priority = json_object_has_member (object, "priority");
  change->has_notes = json_object_has_member (object, "notes");
  if (!sanera_json_get_time (object, "dueOn", "body", &change->due_on, &problem) ||
      !sanera_json_get_text (object, "priority", "body", &change->priority, &problem) ||
      !sanera_json_get_text (object, "notes", "body", &change->notes, &problem))
    return refuse_protocol (exchange, problem, error);
  return TRUE;
}

/**
 * sanera_route_patch_task:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `PATCH /sanera/v1/remediationTasks/{id}`: `dueOn`, `priority`, `notes`; what the body does not
 * name stays as it is, a due date or notes of null are taken away. Its requester, or an
 * administrator.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_patch_task (SaneraDb *db,
                         SaneraExchange *exchange,
                         GCancellable *cancellable,
                         GError **error)
{
  g_auto (Step) step;
  SaneraActivityChange change;
  SaneraRequestProblem problems;

  step_init (&step);
  if (!begin (db, exchange, "", &step, error))
    return FALSE;
  if (step.submission.replayed)
    return replay (db, exchange, &step, error);
  if (!check_requester (exchange, &step, error) || !read_change (exchange, &step, &change, error))
    return FALSE;

  /* The person's date may be a day behind that of UTC. */
  problems = sanera_activity_change_validate (
      &change, &step.data, sanera_time_floor_day (step.made_at) - SANERA_TIME_DAY);
  if (problems != SANERA_REQUEST_OK)
    return sanera_refuse_request_problem (exchange, problems, error);
  if (sanera_activity_change_is_void (&change, &step.data))
    return end_already_so (db, exchange, &step, error);

  return check_version (db, exchange, &step, error) &&
         refuse_transition (exchange, sanera_activity_judge_change (&step.data), error) &&
         sanera_task_change (db, &step.data, &change, sanera_exchange_get_person (exchange),
                             sanera_exchange_get_now (exchange), error) &&
         end (db, exchange, &step, error);
}

/**
 * sanera_route_complete_task:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/remediationTasks/{id}/complete`: by hand. Completing what is complete, by
 * whomever, is no error (R10): the answer is the activity as it is, with who and when.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_complete_task (SaneraDb *db,
                            SaneraExchange *exchange,
                            GCancellable *cancellable,
                            GError **error)
{
  g_auto (Step) step;

  step_init (&step);
  if (!begin (db, exchange, "/complete", &step, error))
    return FALSE;
  if (step.submission.replayed)
    return replay (db, exchange, &step, error);
  if (sanera_activity_is_completed (&step.data))
    return end_already_so (db, exchange, &step, error);

  return check_version (db, exchange, &step, error) &&
         refuse_transition (exchange, sanera_activity_judge_complete (&step.data), error) &&
         sanera_task_complete (db, &step.data, sanera_exchange_get_person (exchange),
                               sanera_exchange_get_now (exchange), error) &&
         end (db, exchange, &step, error);
}

/**
 * sanera_route_reopen_task:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/remediationTasks/{id}/reopen`: what was completed by hand.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_reopen_task (SaneraDb *db,
                          SaneraExchange *exchange,
                          GCancellable *cancellable,
                          GError **error)
{
  g_auto (Step) step;

  step_init (&step);
  if (!begin (db, exchange, "/reopen", &step, error))
    return FALSE;
  if (step.submission.replayed)
    return replay (db, exchange, &step, error);
  if (!sanera_activity_is_completed (&step.data))
    return end_already_so (db, exchange, &step, error);

  return check_version (db, exchange, &step, error) &&
         refuse_transition (exchange, sanera_activity_judge_reopen (&step.data), error) &&
         sanera_task_reopen (db, &step.data, sanera_exchange_get_person (exchange),
                             sanera_exchange_get_now (exchange), error) &&
         end (db, exchange, &step, error);
}

/**
 * sanera_route_withdraw_task:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/remediationTasks/{id}/withdraw`: its requester, or an administrator, while no
 * device is fixed and no ticket approved.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_withdraw_task (SaneraDb *db,
                            SaneraExchange *exchange,
                            GCancellable *cancellable,
                            GError **error)
{
  g_auto (Step) step;
  gboolean approved;

  step_init (&step);
  if (!begin (db, exchange, "/withdraw", &step, error))
    return FALSE;
  if (step.submission.replayed)
    return replay (db, exchange, &step, error);
  if (!check_requester (exchange, &step, error))
    return FALSE;
  if (sanera_activity_is_withdrawn (&step.data))
    return end_already_so (db, exchange, &step, error);

  return check_version (db, exchange, &step, error) &&
         sanera_task_has_approved_ticket (db, step.data.id, &approved, error) &&
         refuse_transition (exchange, sanera_activity_judge_withdraw (&step.data, approved),
                            error) &&
         sanera_task_withdraw (db, &step.data, sanera_exchange_get_person (exchange),
                               sanera_exchange_get_now (exchange), error) &&
         end (db, exchange, &step, error);
}
