/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-task-decision.h"

#include <glib/gi18n.h>

#include "sanera-ticket-rules.h"
#include "sanera-undo.h"
#include "sanera-words.h"

static SaneraSecurityTaskStatus
get_status (const SaneraSecurityTaskData *data)
{
  return (SaneraSecurityTaskStatus)sanera_enum_from_nick (&sanera_security_task_status_enum,
                                                          data->status);
}

/**
 * sanera_task_decision_is_offered:
 * @data: a security task
 * @kind: %SANERA_ACTION_APPROVE_TASK, %SANERA_ACTION_REJECT_TASK or %SANERA_ACTION_COMPLETE_TASK
 *
 * Returns: whether the task stands where @kind leads from, and no other decision is on its way
 */
gboolean
sanera_task_decision_is_offered (const SaneraSecurityTaskData *data, SaneraActionKind kind)
{
  g_return_val_if_fail (data != NULL, FALSE);

  if (data->local_state != NULL)
    return FALSE;

  switch ((int)kind)
    {
    case SANERA_ACTION_APPROVE_TASK:
      return sanera_ticket_may_become (get_status (data), SANERA_SECURITY_TASK_STATUS_ACTIVE);
    case SANERA_ACTION_REJECT_TASK:
      return sanera_ticket_may_become (get_status (data), SANERA_SECURITY_TASK_STATUS_REJECTED);
    case SANERA_ACTION_COMPLETE_TASK:
      return sanera_ticket_may_become (get_status (data), SANERA_SECURITY_TASK_STATUS_COMPLETED);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static const SaneraCacheInfo *
get_info (SaneraConnection *connection)
{
  return connection != NULL ? sanera_cache_get_info (sanera_connection_get_cache (connection))
                            : NULL;
}

/* The backend of a single person, who requests and decides. */
static gboolean
is_single_person (SaneraConnection *connection)
{
  return sanera_connection_get_kind (connection) == SANERA_CONNECTION_PRIVATE ||
         sanera_connection_get_kind (connection) == SANERA_CONNECTION_SAMPLE;
}

/**
 * sanera_task_decision_is_decider:
 * @connection: (nullable): where the tasks are
 *
 * Returns: whether the person's role decides on security tasks there. Before the first sync nothing
 *   is known of what a person may do; the server decides.
 */
gboolean
sanera_task_decision_is_decider (SaneraConnection *connection)
{
  const SaneraCacheInfo *info = get_info (connection);

  return info == NULL || info->capabilities == NULL || info->capabilities[0] == NULL ||
         sanera_cache_info_can (info, "decide");
}

/**
 * sanera_task_decision_find_obstacle:
 * @connection: (nullable): where the task is
 * @data: a security task
 *
 * Why the person may not decide on it: the role, or that they requested it themselves.
 *
 * Returns: (transfer full) (nullable): one or two sentences; %NULL: they may
 */
char *
sanera_task_decision_find_obstacle (SaneraConnection *connection,
                                    const SaneraSecurityTaskData *data)
{
  const SaneraCacheInfo *info = get_info (connection);

  g_return_val_if_fail (data != NULL, NULL);

  if (info != NULL && info->tenant)
    return g_strdup (_ ("Microsoft’s interface is only read here. Decide on it in the Microsoft "
                        "Intune admin center."));
  if (!sanera_task_decision_is_decider (connection))
    return g_strdup_printf (
        /* Translators: %s is a role: "Security administrator" */
        _ ("Only IT administrators and administrators decide on security tasks. Your role is: %s."),
        sanera_words_label (&sanera_role_enum, info->role));
  if (info == NULL || is_single_person (connection) ||
      !sanera_ticket_is_own_request (data->creator, info->email))
    return NULL;

  return g_strdup (get_status (data) == SANERA_SECURITY_TASK_STATUS_ACTIVE
                       ? _ ("You requested this; somebody else has to complete the task.")
                       : _ ("You requested this; somebody else has to approve."));
}

/**
 * sanera_task_decision_act:
 * @widget: in the window that shows the toast
 * @connection: where the task is
 * @data: the task as the person saw it
 * @kind: what they decide
 * @note: (nullable): what they say about it; a rejection has one
 *
 * Decides: sent after ten seconds, until then undone without a trace.
 */
void
sanera_task_decision_act (GtkWidget *widget,
                          SaneraConnection *connection,
                          const SaneraSecurityTaskData *data,
                          SaneraActionKind kind,
                          const char *note)
{
  g_autoptr (SaneraAction) action = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (data != NULL);
  g_return_if_fail (kind != SANERA_ACTION_REJECT_TASK || (note != NULL && *note != '\0'));

  action = sanera_action_new (kind, data->id, data->version);
  if (note != NULL)
    sanera_action_set_text (action, "note", note);
  sanera_act (widget, connection, action,
              kind == SANERA_ACTION_APPROVE_TASK  ? _ ("Security task approved")
              : kind == SANERA_ACTION_REJECT_TASK ? _ ("Security task rejected")
                                                  : _ ("Security task completed"));
}

/**
 * sanera_task_decision_find_key:
 * @connection: where the task is
 * @task_id: of a security task
 *
 * Returns: (transfer full) (nullable): key of the decision on it that waits in the outbox, for
 *   sanera_connection_withdraw_async()
 */
char *
sanera_task_decision_find_key (SaneraConnection *connection, const char *task_id)
{
  SaneraOutbox *outbox;
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  outbox = sanera_cache_get_outbox (sanera_connection_get_cache (connection));
  entries = sanera_outbox_list (outbox, NULL);
  /* The newest: what it follows is taken back after it. */
  for (guint i = entries != NULL ? entries->len : 0; i > 0; i--)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i - 1);

      if (g_strcmp0 (sanera_outbox_entry_get_target (entry), task_id) == 0)
        return g_strdup (entry->key);
    }

  return NULL;
}
