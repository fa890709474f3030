/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-action-words.h"

#include <glib/gi18n.h>

#include "sanera-activity.h"
#include "sanera-device.h"
#include "sanera-language.h"
#include "sanera-recommendation.h"
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
    [SANERA_ACTION_SPLIT_DEVICE] = N_ ("Taking a device apart"),
    [SANERA_ACTION_KEEP_APART] = N_ ("Dismissal of a possible duplicate"),
    [SANERA_ACTION_DISMISS_PROPOSAL] = N_ ("Dismissal of a proposed exception"),
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
  if (sanera_activity_data_get_completed_by (data) == SANERA_COMPLETED_BY_SYSTEM &&
      data->completed_on != SANERA_INT_NULL)
    return say (DONE_COMPLETED, _ ("System confirmation"), data->completed_on, now);
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

/**
 * sanera_action_words_title:
 * @record: what something was done to
 *
 * Returns: (transfer full): what it is called in the interface language
 */
char *
sanera_action_words_title (SaneraRecord *record)
{
  g_return_val_if_fail (SANERA_IS_RECORD (record), NULL);

  if (SANERA_IS_ACTIVITY (record))
    return sanera_words_activity_title (sanera_record_get_data (record), FALSE);
  if (SANERA_IS_SECURITY_TASK (record))
    return sanera_words_security_task_title (sanera_record_get_data (record), FALSE);
  if (SANERA_IS_REMEDIATION_EXCEPTION (record))
    return sanera_words_exception_title (sanera_record_get_data (record), FALSE);
  if (SANERA_IS_RECOMMENDATION (record))
    return sanera_words_recommendation_title (sanera_record_get_data (record), FALSE);
  if (SANERA_IS_DEVICE (record))
    return g_strdup (sanera_device_get_data (SANERA_DEVICE (record))->computer_dns_name);

  return g_strdup (sanera_record_get_id (record));
}

/**
 * sanera_action_words_field:
 * @name: JSON name of a field that people change
 *
 * Returns: (transfer none): what it is called in the interface language
 */
const char *
sanera_action_words_field (const char *name)
{
  static const struct
  {
    const char *name;
    const char *words;
  } fields[] = {
    { "status", N_ ("Status") },
    { "priority", N_ ("Priority") },
    { "dueOn", N_ ("Due date") },
    { "requesterNotes", N_ ("Notes") },
    { "ticketStatus", N_ ("Ticket status") },
    { "completerEmail", N_ ("Completed by") },
    { "note", N_ ("Note from IT") },
    { "decidedBy", N_ ("Decided by") },
    { "expiresOn", /* Translators: a field: the last day of an exception */ N_ ("Expires") },
    { "justification", N_ ("Justification") },
    { "justificationContext", N_ ("Justification context") },
    { "rbacGroupNames", N_ ("Device groups") },
    { "endedBy", /* Translators: a field: who ended an exception */ N_ ("Ended by") },
    { "rbacGroupName", N_ ("Device group") },
    { "retiredOn",
      /* Translators: a field of a device: whether it is out of use */ N_ ("Retired") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (fields[i].name, name) == 0)
      return gettext (fields[i].words);

  return name;
}

static char *
groups_value (const char *const *groups)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    g_strv_builder_add (builder, sanera_words_device_group (groups[i]));
  names = g_strv_builder_end (builder);

  /* Translators: between the names in a list */
  return names[0] != NULL ? g_strjoinv (C_ ("list", ", "), names) : g_strdup ("–");
}

/**
 * sanera_action_words_value:
 * @record: (nullable): a row; %NULL: it is not known
 * @name: JSON name of one of its fields
 *
 * Returns: (transfer full): what it says there in the interface language; "–" for nothing
 */
char *
sanera_action_words_value (SaneraRecord *record, const char *name)
{
  const SaneraField *field;
  gconstpointer data;
  const char *text;

  if (record == NULL)
    return g_strdup ("–");

  field = sanera_noun_find (sanera_record_get_noun (record), name);
  data = sanera_record_get_data (record);
  g_return_val_if_fail (field != NULL, NULL);
  if (field->type == SANERA_FIELD_STRV)
    return groups_value (sanera_field_get_strv (field, data));
  if (sanera_field_is_null (field, data))
    return g_strdup ("–");
  if (field->type == SANERA_FIELD_DATE)
    return sanera_language_date (sanera_field_get_int (field, data));
  if (field->type == SANERA_FIELD_TIME)
    return sanera_language_datetime (sanera_field_get_int (field, data));

  text = sanera_field_get_text (field, data);
  if (text == NULL || *text == '\0')
    return g_strdup ("–");
  if (field->type == SANERA_FIELD_ENUM)
    return g_strdup (sanera_words_label (field->values, text));
  if (g_str_equal (name, "rbacGroupName"))
    return g_strdup (sanera_words_device_group (text));

  return g_strdup (text);
}
