/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-pending-apply.h"

#include "sanera-activity.h"
#include "sanera-cache-private.h"
#include "sanera-device-identity.h"
#include "sanera-device.h"
#include "sanera-json-request.h"
#include "sanera-json.h"
#include "sanera-proposal.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"
#include "sanera-words.h"

/* Only what the person has set: never counts of progress, never a completion by the system. */

static void
set (char **place, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

static void
take_text (JsonObject *body, const char *name, char **place)
{
  const char *text = NULL;

  if (json_object_has_member (body, name) && sanera_json_get_text (body, name, "body", &text, NULL))
    set (place, text);
}

static void
take_date (JsonObject *body, const char *name, gint64 *place)
{
  gint64 date = SANERA_INT_NULL;

  if (json_object_has_member (body, name) && sanera_json_get_time (body, name, "body", &date, NULL))
    *place = date;
}

static char **
read_texts (JsonObject *body, const char *name)
{
  char **texts = NULL;

  return sanera_json_get_strv (body, name, "body", &texts, NULL) ? texts : NULL;
}

static void
complete (SaneraActivityData *data, const SaneraOutboxEntry *entry)
{
  set (&data->status,
       sanera_enum_to_nick (&sanera_activity_status_enum, SANERA_ACTIVITY_STATUS_COMPLETED));
  set (&data->completion_method,
       sanera_enum_to_nick (&sanera_completion_method_enum, SANERA_COMPLETION_METHOD_MANUAL));
  set (&data->completer_email, entry->person);
  data->completed_on = entry->made_at;
  data->status_last_modified_on = entry->made_at;
}

static void
change_activity (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraActivityData *data = row;

  take_date (body, "dueOn", &data->due_on);
  take_text (body, "priority", &data->priority);
  take_text (body, "notes", &data->requester_notes);
}

static void
complete_activity (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraActivityData *data = row;

  /* Completing what is complete says nothing new (rule R10). */
  if (sanera_enum_from_nick (&sanera_activity_status_enum, data->status) !=
      SANERA_ACTIVITY_STATUS_COMPLETED)
    complete (data, entry);
}

static void
reopen_activity (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraActivityData *data = row;

  set (&data->status,
       sanera_enum_to_nick (&sanera_activity_status_enum, SANERA_ACTIVITY_STATUS_ACTIVE));
  set (&data->completion_method, NULL);
  set (&data->completer_id, NULL);
  set (&data->completer_email, NULL);
  set (&data->outcome, NULL);
  data->completed_on = SANERA_INT_NULL;
  data->status_last_modified_on = entry->made_at;
}

static void
withdraw_activity (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraActivityData *data = row;

  complete (data, entry);
  set (&data->outcome, "withdrawn");
}

static void
create_ticket (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraActivityData *data = row;

  set (&data->ticket_status,
       sanera_enum_to_nick (&sanera_ticket_status_enum, SANERA_TICKET_STATUS_CREATING));
}

static void
decide (gpointer row,
        JsonObject *body,
        const SaneraOutboxEntry *entry,
        SaneraSecurityTaskStatus status)
{
  SaneraSecurityTaskData *data = row;

  set (&data->status, sanera_enum_to_nick (&sanera_security_task_status_enum, status));
  take_text (body, "note", &data->note);
  set (&data->decided_by, entry->person);
  data->decided_on = entry->made_at;
}

static void
approve_task (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  decide (row, body, entry, SANERA_SECURITY_TASK_STATUS_ACTIVE);
}

static void
reject_task (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  decide (row, body, entry, SANERA_SECURITY_TASK_STATUS_REJECTED);
}

static void
complete_task (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  decide (row, body, entry, SANERA_SECURITY_TASK_STATUS_COMPLETED);
}

static void
change_exception (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraRemediationExceptionData *data = row;

  take_text (body, "justification", &data->justification);
  take_text (body, "justificationContext", &data->justification_context);
}

/* Without @gone; %NULL for none left. */
static char **
leave_out (const char *const *groups, const char *const *gone)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();

  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    if (!g_strv_contains (gone, groups[i]))
      g_ptr_array_add (left, g_strdup (groups[i]));
  if (left->len == 0)
    return NULL;
  g_ptr_array_add (left, NULL);

  return (char **)g_ptr_array_free (g_steal_pointer (&left), FALSE);
}

static void
cancel_exception (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraRemediationExceptionData *data = row;
  g_auto (GStrv) groups = read_texts (body, "rbacGroupNames");

  if (groups != NULL && groups[0] != NULL)
    {
      char **left =
          leave_out ((const char *const *)data->rbac_group_names, (const char *const *)groups);

      g_strfreev (data->rbac_group_names);
      data->rbac_group_names = left;
      if (left != NULL)
        return;
    }
  set (&data->status,
       sanera_enum_to_nick (&sanera_exception_status_enum, SANERA_EXCEPTION_STATUS_CANCELED));
  data->ended_on = entry->made_at;
  set (&data->ended_by, entry->person);
}

static void
renew_exception (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraRemediationExceptionData *data = row;

  take_date (body, "expiresOn", &data->expires_on);
  data->renewed_on = entry->made_at;
}

static void
change_device (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraDeviceData *data = row;
  gboolean retired = FALSE;

  take_text (body, "rbacGroupName", &data->rbac_group_name);
  if (json_object_has_member (body, "retired") &&
      sanera_json_get_bool (body, "retired", "body", &retired, NULL))
    data->retired_on = retired ? entry->made_at : SANERA_INT_NULL;
}

/* Nobody is asked again; what the server counts it counts when it knows. */
static void
keep_apart (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraDeviceData *data = row;
  g_autoptr (SaneraDeviceIdentity) left = NULL;
  const char *other = NULL;
  char *identity;

  if (!sanera_json_get_text (body, "other", "body", &other, NULL) || other == NULL)
    return;
  identity = sanera_device_identity_leave_out (data->identity, other);
  g_free (data->identity);
  data->identity = identity;
  left = sanera_device_identity_parse (identity);
  data->similar_devices = left->similar->len;
}

static void
dismiss_proposal (gpointer row, JsonObject *body, const SaneraOutboxEntry *entry)
{
  SaneraRecommendationData *data = row;
  g_auto (SaneraProposal) proposal = { NULL };
  const char *id = NULL;

  if (!sanera_json_get_text (body, "proposal", "body", &id, NULL) || id == NULL)
    return;
  /* Something else that is proposed by now nobody has dismissed. */
  if (sanera_proposal_parse (data->proposed_exception, &proposal) && g_str_equal (proposal.id, id))
    g_clear_pointer (&data->proposed_exception, g_free);
}

/* What one kind of action does to its row; nothing that anybody sees for those that are left out:
 * a request and a new exception are the row, and which devices were merged or taken apart the
 * server says. */
static void (*const apply[SANERA_N_ACTIONS]) (gpointer row,
                                              JsonObject *body,
                                              const SaneraOutboxEntry *entry) = {
  [SANERA_ACTION_CHANGE_ACTIVITY] = change_activity,
  [SANERA_ACTION_COMPLETE_ACTIVITY] = complete_activity,
  [SANERA_ACTION_REOPEN_ACTIVITY] = reopen_activity,
  [SANERA_ACTION_WITHDRAW_ACTIVITY] = withdraw_activity,
  [SANERA_ACTION_CREATE_TICKET] = create_ticket,
  [SANERA_ACTION_APPROVE_TASK] = approve_task,
  [SANERA_ACTION_REJECT_TASK] = reject_task,
  [SANERA_ACTION_COMPLETE_TASK] = complete_task,
  [SANERA_ACTION_CHANGE_EXCEPTION] = change_exception,
  [SANERA_ACTION_CANCEL_EXCEPTION] = cancel_exception,
  [SANERA_ACTION_RENEW_EXCEPTION] = renew_exception,
  [SANERA_ACTION_CHANGE_DEVICE] = change_device,
  [SANERA_ACTION_KEEP_APART] = keep_apart,
  [SANERA_ACTION_DISMISS_PROPOSAL] = dismiss_proposal,
};

/* (nullable): the body of an entry; what cannot be read, the server will refuse. */
static JsonNode *
parse_body (const SaneraOutboxEntry *entry)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (entry->body != NULL)
    node = sanera_json_parse (entry->body, -1, SANERA_JSON_MAX_DEPTH, &error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_warning ("The outbox holds an action that cannot be read: %s",
                 error != NULL ? error->message : "no object");
      return NULL;
    }

  return g_steal_pointer (&node);
}

/**
 * sanera_pending_dup_touched:
 * @entry: an entry of the outbox
 * @list: (out): where they are
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): ids of the rows beside its own
 * that show it: the recommendation of a request or of an exception, the devices that become another
 */
char **
sanera_pending_dup_touched (const SaneraOutboxEntry *entry, SaneraList *list)
{
  const SaneraActionKind kind = sanera_action_kind_from_nick (entry->action);
  g_autoptr (JsonNode) node = NULL;

  *list = SANERA_LIST_RECOMMENDATIONS;
  if (sanera_action_kind_creates (kind))
    return g_strdupv ((char *[]){ entry->entity, NULL });
  if (kind != SANERA_ACTION_MERGE_DEVICES)
    return NULL;

  *list = SANERA_LIST_DEVICES;
  node = parse_body (entry);
  return node != NULL ? read_texts (json_node_get_object (node), "from") : NULL;
}

/**
 * sanera_pending_concerns:
 * @entry: an entry of the outbox
 * @id: id of a row
 *
 * Returns: whether the row shows it: its own, or one that it touches
 */
gboolean
sanera_pending_concerns (const SaneraOutboxEntry *entry, const char *id)
{
  g_auto (GStrv) touched = NULL;
  SaneraList list;

  g_return_val_if_fail (entry != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (g_strcmp0 (sanera_outbox_entry_get_target (entry), id) == 0)
    return TRUE;
  touched = sanera_pending_dup_touched (entry, &list);
  return touched != NULL && g_strv_contains ((const char *const *)touched, id);
}

/**
 * sanera_pending_apply:
 * @entry: an entry of the outbox that is not refused
 * @data: the row it concerns, as the server has it or as older entries show it
 *
 * Changes the row as the person wants it changed.
 */
void
sanera_pending_apply (const SaneraOutboxEntry *entry, gpointer data)
{
  const SaneraActionKind kind = sanera_action_kind_from_nick (entry->action);
  g_autoptr (JsonNode) node = NULL;

  if (kind == 0 || apply[kind] == NULL)
    return;

  node = parse_body (entry);
  if (node != NULL)
    apply[kind](data, json_node_get_object (node), entry);
}

static SaneraRecommendationData *
read_recommendation (SaneraDb *db, const char *id, GError **error)
{
  gint64 row_id = sanera_cache_find_row (db, SANERA_LIST_RECOMMENDATIONS, NULL, id, error);
  SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);
  gboolean found = FALSE;

  if (row_id != 0)
    sanera_cache_read_row (db, SANERA_LIST_RECOMMENDATIONS, row_id, data, &found, error);
  if (found)
    return data;
  sanera_noun_data_free (&sanera_recommendation_noun, data);

  return NULL;
}

static void
fill_from_request (SaneraActivityData *data, SaneraRemediationRequest *request)
{
  const char *type = sanera_remediation_request_get_remediation_type (request);
  gboolean configuration = sanera_enum_from_nick (&sanera_remediation_type_enum, type) ==
                           SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE;

  set (&data->type, type);
  set (&data->category,
       sanera_enum_to_nick (&sanera_activity_category_enum,
                            configuration ? SANERA_ACTIVITY_CATEGORY_SECURITY_CONFIGURATION
                                          : SANERA_ACTIVITY_CATEGORY_SOFTWARE));
  set (&data->priority, sanera_remediation_request_get_priority (request));
  data->due_on = sanera_remediation_request_get_effective_due_on (request);
  set (&data->requester_notes, sanera_remediation_request_get_notes (request));
  if (!sanera_remediation_request_get_all_groups (request))
    data->rbac_group_names = g_strdupv ((char **)sanera_remediation_request_get_groups (request));
}

static void
make_activity (const SaneraOutboxEntry *entry,
               const SaneraRecommendationData *from,
               gint64 target_devices,
               SaneraActivityData *data)
{
  g_autoptr (SaneraRemediationRequest) request = sanera_remediation_request_new (entry->entity);
  g_autoptr (GError) error = NULL;

  set (&data->id, entry->key);
  set (&data->recommendation_reference, entry->entity);
  set (&data->status,
       sanera_enum_to_nick (&sanera_activity_status_enum, SANERA_ACTIVITY_STATUS_ACTIVE));
  data->created_on = entry->made_at;
  data->status_last_modified_on = entry->made_at;
  set (&data->requester_email, entry->person);
  if (from != NULL)
    {
      set (&data->related_component, from->related_component);
      set (&data->recommended_version, from->recommended_version);
      set (&data->recommended_vendor, from->recommended_vendor);
      set (&data->recommended_program, from->recommended_program);
      set (&data->name_id, from->product_name);
      set (&data->vendor_id, from->vendor);
      data->weaknesses = from->weaknesses;
      data->fixable_weaknesses = from->fixable_weaknesses;
      set (&data->remediation_text, from->remediation_text);
    }
  if (sanera_json_read_request (entry->body, request, &error))
    fill_from_request (data, request);
  else
    g_warning ("The outbox holds a request that cannot be read: %s", error->message);
  if (target_devices == SANERA_INT_NULL && from != NULL && data->rbac_group_names == NULL)
    target_devices = from->exposed_machines_count;
  data->target_devices = target_devices != SANERA_INT_NULL ? target_devices : 0;
  data->title = sanera_words_activity_title (data, TRUE);
}

static void
make_exception (const SaneraOutboxEntry *entry,
                const SaneraRecommendationData *from,
                SaneraRemediationExceptionData *data)
{
  g_autoptr (JsonNode) node = parse_body (entry);

  set (&data->id, entry->key);
  set (&data->recommendation_reference, entry->entity);
  set (&data->status,
       sanera_enum_to_nick (&sanera_exception_status_enum, SANERA_EXCEPTION_STATUS_IN_EFFECT));
  data->created_on = entry->made_at;
  set (&data->created_by, entry->person);
  if (from != NULL)
    {
      set (&data->related_component, from->related_component);
      set (&data->recommended_version, from->recommended_version);
      set (&data->type, from->remediation_type);
    }
  if (node != NULL)
    {
      JsonObject *body = json_node_get_object (node);

      take_text (body, "scope", &data->scope);
      take_text (body, "justification", &data->justification);
      take_text (body, "justificationContext", &data->justification_context);
      take_date (body, "expiresOn", &data->expires_on);
      data->rbac_group_names = read_texts (body, "rbacGroupNames");
    }
  data->title = sanera_words_exception_title (data, TRUE);
}

/**
 * sanera_pending_make:
 * @db: the writer's connection
 * @entry: an entry that makes something new
 * @target_devices: how many devices a request covers, %SANERA_INT_NULL when that is not known
 * @data: initialised data of the noun of the kind's list
 * @error: set when the cache cannot be read
 *
 * Fills the row of what the server does not have yet, from what the person has set and from what
 * the recommendation says now.
 *
 * Returns: whether it went well
 */
gboolean
sanera_pending_make (SaneraDb *db,
                     const SaneraOutboxEntry *entry,
                     gint64 target_devices,
                     gpointer data,
                     GError **error)
{
  g_autoptr (GError) local_error = NULL;
  SaneraRecommendationData *from = read_recommendation (db, entry->entity, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (sanera_action_kind_from_nick (entry->action) == SANERA_ACTION_REQUEST)
    make_activity (entry, from, target_devices, data);
  else
    make_exception (entry, from, data);
  if (from != NULL)
    sanera_noun_data_free (&sanera_recommendation_noun, from);

  return TRUE;
}
