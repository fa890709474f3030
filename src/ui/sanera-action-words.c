/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-action-words.h"

#include <glib/gi18n.h>

#include "sanera-activity.h"
#include "sanera-language.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"
#include "sanera-words.h"

/**
 * sanera_action_words_name:
 * @kind: a kind of action
 *
 * Returns: (transfer none): what it is called in the interface language: "Approval of a security
 * task"
 */
const char *
sanera_action_words_name (SaneraActionKind kind)
{
  static const char *const names[SANERA_N_ACTIONS] = {
    [SANERA_ACTION_REQUEST] = N_ ("Remediation request"),
    [SANERA_ACTION_CHANGE_ACTIVITY] = N_ ("Change of a remediation activity"),
    [SANERA_ACTION_COMPLETE_ACTIVITY] = N_ ("Completion of a remediation activity"),
    [SANERA_ACTION_REOPEN_ACTIVITY] = N_ ("Reopening of a remediation activity"),
    [SANERA_ACTION_WITHDRAW_ACTIVITY] = N_ ("Withdrawal of a remediation activity"),
    [SANERA_ACTION_CREATE_TICKET] = N_ ("New security task"),
    [SANERA_ACTION_APPROVE_TASK] = N_ ("Approval of a security task"),
    [SANERA_ACTION_REJECT_TASK] = N_ ("Rejection of a security task"),
    [SANERA_ACTION_COMPLETE_TASK] = N_ ("Completion of a security task"),
    [SANERA_ACTION_CREATE_EXCEPTION] = N_ ("New exception"),
    [SANERA_ACTION_CHANGE_EXCEPTION] = N_ ("Change of an exception"),
    [SANERA_ACTION_CANCEL_EXCEPTION] = N_ ("Cancellation of an exception"),
    [SANERA_ACTION_RENEW_EXCEPTION] = N_ ("Renewal of an exception"),
    [SANERA_ACTION_CHANGE_DEVICE] = N_ ("Change of a device"),
    [SANERA_ACTION_MERGE_DEVICES] = N_ ("Merging of devices"),
  };

  g_return_val_if_fail (kind >= SANERA_ACTION_REQUEST && kind < SANERA_N_ACTIONS, NULL);

  return gettext (names[kind]);
}

/* What can have been done before. */
typedef enum
{
  DONE_COMPLETED,
  DONE_APPROVED,
  DONE_REJECTED,
  DONE_CANCELED,
} Done;

/* Of what was today, only the time of day. */
static char *
say (Done done, const char *person, gint64 at, gint64 now)
{
  g_autofree char *time = NULL;

  if (person == NULL || *person == '\0' || at == SANERA_INT_NULL)
    return NULL;

  time = sanera_words_today (at) == sanera_words_today (now) ? sanera_language_time (at)
                                                             : sanera_language_datetime (at);
  switch (done)
    {
    case DONE_COMPLETED:
      /* Translators: e-mail address of a person, then a time of day or a date with time */
      return g_strdup_printf (_ ("Already completed by %s at %s"), person, time);
    case DONE_APPROVED:
      return g_strdup_printf (_ ("Already approved by %s at %s"), person, time);
    case DONE_REJECTED:
      return g_strdup_printf (_ ("Already rejected by %s at %s"), person, time);
    case DONE_CANCELED:
    default:
      return g_strdup_printf (_ ("Already canceled by %s at %s"), person, time);
    }
}

static char *
activity_already (const SaneraActivityData *data, gint64 now)
{
  if (sanera_enum_from_nick (&sanera_activity_status_enum, data->status) !=
      SANERA_ACTIVITY_STATUS_COMPLETED)
    return NULL;
  if (sanera_activity_data_get_completed_by (data) != SANERA_COMPLETED_BY_PERSON)
    return g_strdup (_ ("Already completed by the system"));

  return say (DONE_COMPLETED, data->completer_email, data->completed_on, now);
}

static char *
task_already (const SaneraSecurityTaskData *data, gint64 now)
{
  switch ((SaneraSecurityTaskStatus)sanera_enum_from_nick (&sanera_security_task_status_enum,
                                                           data->status))
    {
    case SANERA_SECURITY_TASK_STATUS_ACTIVE:
      return say (DONE_APPROVED, data->decided_by, data->decided_on, now);
    case SANERA_SECURITY_TASK_STATUS_REJECTED:
      return say (DONE_REJECTED, data->decided_by, data->decided_on, now);
    case SANERA_SECURITY_TASK_STATUS_COMPLETED:
      return say (DONE_COMPLETED, data->decided_by, data->decided_on, now);
    case SANERA_SECURITY_TASK_STATUS_PENDING:
    default:
      return NULL;
    }
}

static char *
exception_already (const SaneraRemediationExceptionData *data, gint64 now)
{
  if (data->ended_on == SANERA_INT_NULL)
    return NULL;
  if (data->ended_by == NULL || *data->ended_by == '\0')
    return g_strdup (_ ("The exception has ended already"));

  return say (DONE_CANCELED, data->ended_by, data->ended_on, now);
}

/**
 * sanera_action_words_already:
 * @kind: what a person wanted to do
 * @record: the row as the server has it
 * @now: microseconds since 1970 UTC
 *
 * What is said when it was so before (rule R10).
 *
 * Returns: (transfer full) (nullable): "Already completed by bo@example.com at 14:02"; %NULL when
 *   there is nothing to say
 */
char *
sanera_action_words_already (SaneraActionKind kind, SaneraRecord *record, gint64 now)
{
  g_return_val_if_fail (SANERA_IS_RECORD (record), NULL);

  if (kind == SANERA_ACTION_COMPLETE_ACTIVITY && SANERA_IS_ACTIVITY (record))
    return activity_already (sanera_record_get_data (record), now);
  if (SANERA_IS_SECURITY_TASK (record))
    return task_already (sanera_record_get_data (record), now);
  if (kind == SANERA_ACTION_CANCEL_EXCEPTION && SANERA_IS_REMEDIATION_EXCEPTION (record))
    return exception_already (sanera_record_get_data (record), now);

  return NULL;
}
