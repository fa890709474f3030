/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include "sanera-activity.h"
#include "sanera-json.h"
#include "sanera-remediation-request.h"
#include "sanera-time.h"
#include "store-feed.h"
#include "store-meta.h"
#include "store-submissions.h"
#include "store-tickets.h"
#include "store-views.h"

/* Tickets (security tasks): what the IT administrator decides (documents' sentences [131], [136]),
 * through our own door and through Microsoft Graph's, and making one later or again. */

/* One call on its way. */
typedef struct
{
  gboolean graph;
  char *call; /* with the entity in it: a key belongs to one */
  gboolean keyed;
  SaneraSubmission submission;
  JsonNode *body;
  JsonObject *object;
  gint64 made_at;
} Step;

static void
step_clear (Step *self)
{
  g_free (self->call);
  sanera_submission_clear (&self->submission);
  g_clear_pointer (&self->body, json_node_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Step, step_clear)

/* The entity as it is now, with its ETag; Graph's clients get no content. */
static gboolean
answer (SaneraDb *db,
        SaneraExchange *exchange,
        const Step *step,
        const SaneraRowFormat *format,
        const char *id,
        GError **error)
{
  return sanera_answer_entity (db, exchange, format, step->graph ? 204 : 200, id, error);
}

static gboolean
begin (SaneraDb *db, SaneraExchange *exchange, Step *step, GError **error)
{
  step->keyed = !step->graph || sanera_exchange_get_header (exchange, "idempotency-key") != NULL;

  return !step->keyed ||
         sanera_submission_begin (db, exchange, step->call, &step->submission, error);
}

static gboolean
read_body (SaneraExchange *exchange, Step *step, GError **error)
{
  const gint64 now = sanera_exchange_get_now (exchange);
  g_autoptr (GError) problem = NULL;

  step->object = sanera_exchange_parse_body (exchange, &step->body, error);
  if (step->object == NULL)
    return FALSE;
  step->made_at = now;
  if (!sanera_json_get_time (step->object, "madeAt", "body", &step->made_at, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);

  step->made_at = MIN (step->made_at, now);
  return TRUE;
}

static gboolean
check_version (SaneraDb *db,
               SaneraExchange *exchange,
               const Step *step,
               const SaneraRowFormat *format,
               const char *id,
               GError **error)
{
  g_autoptr (GString) present = g_string_new (NULL);
  gint64 version = 0;
  gboolean found;

  if (step->graph && sanera_exchange_get_header (exchange, "if-match") == NULL)
    return TRUE;

  return sanera_append_entity (db, format, id, present, &version, &found, error) &&
         sanera_exchange_check_if_match (exchange, version, g_steal_pointer (&present), error);
}

/* The key is kept also when nothing had to be done: a repeat must not do later what is not wanted
 * any more. */
static gboolean
end (SaneraDb *db,
     SaneraExchange *exchange,
     const Step *step,
     const char *entity_type,
     const SaneraRowFormat *format,
     const char *id,
     GError **error)
{
  return (!step->keyed || sanera_submission_record (db, exchange, step->call, &step->submission,
                                                    entity_type, id, step->made_at, error)) &&
         answer (db, exchange, step, format, id, error);
}

static gboolean
is_single_person (SaneraExchange *exchange)
{
  return g_str_equal (sanera_exchange_get_person (exchange)->id, SANERA_PERSON_PRIVATE);
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *stripped == '\0';
}

/* The decision that the body asks for: `status` and `note`. */
static gboolean
read_decision (SaneraExchange *exchange,
               const Step *step,
               SaneraSecurityTaskStatus *status,
               const char **note,
               GError **error)
{
  g_autoptr (GError) problem = NULL;
  const char *text = NULL;

  *note = NULL;
  if (!sanera_json_get_text (step->object, "status", "body", &text, &problem) ||
      !sanera_json_get_text (step->object, "note", "body", note, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);
  if (text == NULL)
    return sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                                   "Parameter status is missing");

  *status =
      (SaneraSecurityTaskStatus)sanera_enum_from_nick (&sanera_security_task_status_enum, text);
  if (*status == 0)
    return sanera_exchange_refuse (
        exchange, error, 400, "InvalidInput",
        "Invalid input: status must be pending, active, completed or rejected");
  if (*note != NULL && is_blank (*note))
    *note = NULL;
  if (*note != NULL && g_utf8_strlen (*note, -1) > SANERA_TICKET_MAX_NOTE)
    return sanera_exchange_refuse (exchange, error, 400, "NoteTooLong",
                                   "A note may have at most %d characters", SANERA_TICKET_MAX_NOTE);
  if (*note == NULL && *status == SANERA_SECURITY_TASK_STATUS_REJECTED)
    return sanera_exchange_refuse (exchange, error, 400, "NoteRequired",
                                   "A rejection needs a note that says why");

  return TRUE;
}

static gboolean
decide (SaneraDb *db,
        SaneraExchange *exchange,
        Step *step,
        const SaneraSecurityTaskData *ticket,
        GError **error)
{
  const SaneraRowFormat *format = &sanera_format_own_security_task;
  const SaneraPerson *person = sanera_exchange_get_person (exchange);
  SaneraSecurityTaskStatus from, to = 0;
  const char *note = NULL;

  if (!is_single_person (exchange) && sanera_ticket_is_own_request (ticket->creator, person->email))
    return sanera_exchange_refuse (exchange, error, 403, "OwnRequest",
                                   "Whoever requested a remediation does not decide on its ticket");
  if (!read_body (exchange, step, error) || !read_decision (exchange, step, &to, &note, error))
    return FALSE;

  from = (SaneraSecurityTaskStatus)sanera_enum_from_nick (&sanera_security_task_status_enum,
                                                          ticket->status);
  if (from == to)
    {
      sanera_exchange_set_header (exchange, "Already-So", "true");
      return end (db, exchange, step, SANERA_ENTITY_SECURITY_TASK, format, ticket->id, error);
    }
  if (!check_version (db, exchange, step, format, ticket->id, error))
    return FALSE;
  if (!sanera_ticket_may_become (from, to))
    return sanera_exchange_refuse (
        exchange, error, 409, "WrongTransition", "A security task that is %s cannot become %s",
        ticket->status, sanera_enum_to_nick (&sanera_security_task_status_enum, (int)to));

  return sanera_ticket_decide (db, ticket, to, note, person->email,
                               sanera_exchange_get_now (exchange), error) &&
         end (db, exchange, step, SANERA_ENTITY_SECURITY_TASK, format, ticket->id, error);
}

static gboolean
update_status (SaneraDb *db, SaneraExchange *exchange, gboolean graph, GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_auto (Step) step = { .graph = graph };
  SaneraSecurityTaskData ticket;
  gboolean found, ok;

  /* One call, whichever door it comes through. */
  step.call = g_strconcat ("POST securityTasks/", id, "/updateStatus", NULL);
  if (!begin (db, exchange, &step, error))
    return FALSE;
  if (step.submission.replayed)
    return answer (db, exchange, &step, &sanera_format_own_security_task, step.submission.entity_id,
                   error);

  sanera_noun_data_init (&sanera_security_task_noun, &ticket);
  ok = sanera_db_find_noun (db, &sanera_security_task_noun, id, &ticket, NULL, &found, error);
  if (ok && !found)
    ok = sanera_refuse_missing (exchange, id, error);
  ok = ok && decide (db, exchange, &step, &ticket, error);
  sanera_noun_data_clear (&sanera_security_task_noun, &ticket);

  return ok;
}

/**
 * sanera_route_update_status:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/securityTasks/{id}/updateStatus {"status","note","madeAt"}`: approves (active),
 * rejects or completes a security task. 403 `OwnRequest` for whoever requested it, 400
 * `NoteRequired` for a rejection without a reason, 409 `WrongTransition`. What is so already is no
 * error.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_update_status (SaneraDb *db,
                            SaneraExchange *exchange,
                            GCancellable *cancellable,
                            GError **error)
{
  return update_status (db, exchange, FALSE, error);
}

/**
 * sanera_route_graph_update_status:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /beta/deviceAppManagement/deviceAppManagementTasks/{id}/updateStatus {"status","note"}` →
 * 204, as Microsoft Graph has it. Graph's clients know neither Idempotency-Key nor If-Match: here
 * both may be left out, and are honoured where they are given. Without them a repeat finds the
 * task as it left it, and that is no error either.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_graph_update_status (SaneraDb *db,
                                  SaneraExchange *exchange,
                                  GCancellable *cancellable,
                                  GError **error)
{
  return update_status (db, exchange, TRUE, error);
}

/* R1, R2, R3, and one ticket at a time. */
static gboolean
judge_ticket (SaneraDb *db,
              SaneraExchange *exchange,
              const Step *step,
              const SaneraActivityData *activity,
              gboolean *split,
              GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean intune;
  gint64 devices;

  *split = FALSE;
  if (!sanera_json_get_bool (step->object, "splitTickets", "body", split, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);
  if (sanera_enum_from_nick (&sanera_remediation_type_enum, activity->type) ==
      SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED)
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "Invalid input: a ticket does not go with AttentionRequired");
  if (!sanera_settings_get_intune (db, &intune, error))
    return FALSE;
  if (!intune)
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "Invalid input: a ticket needs the Intune connection");
  if (!sanera_tickets_count_devices (db, activity->id, &devices, error))
    return FALSE;
  if (devices == 0)
    return sanera_exchange_refuse (exchange, error, 422, "NoDevices",
                                   "No exposed device of this activity is left");
  if (devices > SANERA_TICKET_MAX_DEVICES && !json_object_has_member (step->object, "splitTickets"))
    return sanera_exchange_refuse (
        exchange, error, 400, "InvalidInput",
        "Invalid input: splitTickets must say what to do with more than 10000 devices");

  return TRUE;
}

static gboolean
check_ticket_state (SaneraExchange *exchange, const SaneraActivityData *activity, GError **error)
{
  const int status = sanera_enum_from_nick (&sanera_ticket_status_enum, activity->ticket_status);

  if (status == SANERA_TICKET_STATUS_PENDING || status == SANERA_TICKET_STATUS_ACTIVE ||
      status == SANERA_TICKET_STATUS_CREATING)
    return sanera_exchange_refuse (exchange, error, 409, "TicketOpen",
                                   "The activity has a ticket that is %s", activity->ticket_status);
  if (sanera_enum_from_nick (&sanera_activity_status_enum, activity->status) !=
      SANERA_ACTIVITY_STATUS_ACTIVE)
    return sanera_exchange_refuse (exchange, error, 409, "NotInProgress",
                                   "The activity is completed");

  return TRUE;
}

static gboolean
create_ticket (SaneraDb *db,
               SaneraExchange *exchange,
               Step *step,
               const SaneraActivityData *activity,
               GError **error)
{
  const SaneraRowFormat *format = &sanera_format_own_task;
  const SaneraPerson *person = sanera_exchange_get_person (exchange);
  gboolean split;

  if (person->role != SANERA_ROLE_ADMIN &&
      !sanera_ticket_is_own_request (activity->requester_email, person->email))
    return sanera_exchange_refuse (exchange, error, 403, "NotRequester",
                                   "Only its requester or an administrator may do this");
  if (!read_body (exchange, step, error) ||
      !judge_ticket (db, exchange, step, activity, &split, error) ||
      !check_version (db, exchange, step, format, activity->id, error) ||
      !check_ticket_state (exchange, activity, error))
    return FALSE;

  return sanera_tickets_create (db, activity->id, split, person->email,
                                sanera_exchange_get_now (exchange), error) &&
         sanera_tickets_derive (db, activity->id, TRUE, error) &&
         end (db, exchange, step, SANERA_ENTITY_TASK, format, activity->id, error);
}

/**
 * sanera_route_post_ticket:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/remediationTasks/{id}/ticket {"splitTickets"?,"madeAt"}`: makes a ticket later,
 * or again after a rejection, for the devices that are not fixed. Its requester, or an
 * administrator; 409 `TicketOpen` while one is pending or active.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_post_ticket (SaneraDb *db,
                          SaneraExchange *exchange,
                          GCancellable *cancellable,
                          GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_auto (Step) step = { .graph = FALSE };
  SaneraActivityData activity;
  gboolean found, ok;

  step.call = g_strconcat ("POST remediationTasks/", id, "/ticket", NULL);
  if (!begin (db, exchange, &step, error))
    return FALSE;
  if (step.submission.replayed)
    return answer (db, exchange, &step, &sanera_format_own_task, step.submission.entity_id, error);

  sanera_noun_data_init (&sanera_activity_noun, &activity);
  ok = sanera_db_find_noun (db, &sanera_activity_noun, id, &activity, NULL, &found, error);
  if (ok && !found)
    ok = sanera_refuse_missing (exchange, id, error);
  ok = ok && create_ticket (db, exchange, &step, &activity, error);
  sanera_noun_data_clear (&sanera_activity_noun, &activity);

  return ok;
}
