/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sanera-action.h"
#include "sanera-language.h"
#include "sanera-ticket-rules.h"
#include "sanera-time.h"
#include "sanera-voice.h"
#include "sanera-words-private.h"

/**
 * sanera_words_label:
 * @values: an enumeration
 * @nick: (nullable): word of the wire
 *
 * Returns: (transfer none): the label in the interface language; @nick itself when this version
 *   does not know it; "–" for %NULL and ""
 */
const char *
sanera_words_label (const SaneraEnum *values, const char *nick)
{
  const SaneraEnumValue *value;

  g_return_val_if_fail (values != NULL, SANERA_WORDS_NONE);

  if (nick == NULL || *nick == '\0')
    return SANERA_WORDS_NONE;
  value = sanera_enum_lookup (values, nick);
  if (value == NULL)
    return nick;
  if (sanera_voice_is_on ())
    return sanera_voice_get (value->context, value->label);
  if (value->context != NULL)
    return g_dpgettext2 (GETTEXT_PACKAGE, value->context, value->label);

  return g_dgettext (GETTEXT_PACKAGE, value->label);
}

static gboolean
is_attention (const SaneraActivityData *data)
{
  return sanera_enum_from_nick (&sanera_remediation_type_enum, data->type) ==
         SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;
}

static gboolean
is_in_progress (const SaneraActivityData *data)
{
  return sanera_enum_from_nick (&sanera_activity_status_enum, data->status) !=
         SANERA_ACTIVITY_STATUS_COMPLETED;
}

/**
 * sanera_words_completed_by:
 * @data: an activity
 *
 * Rule R5 [148–151].
 *
 * Returns: (transfer full): e-mail of who completed it, "System confirmation", "N/A", or "–" while
 *   it is in progress
 */
char *
sanera_words_completed_by (const SaneraActivityData *data)
{
  g_return_val_if_fail (data != NULL, NULL);

  switch (sanera_activity_data_get_completed_by (data))
    {
    case SANERA_COMPLETED_BY_PERSON:
      return g_strdup (data->completer_email);
    case SANERA_COMPLETED_BY_SYSTEM:
      return g_strdup (_ ("System confirmation"));
    case SANERA_COMPLETED_BY_UNKNOWN:
      /* Translators: in the column "Completed by": nobody knows who completed it. */
      return g_strdup (C_ ("completed by", "N/A"));
    case SANERA_COMPLETED_BY_NOBODY:
    default:
      return g_strdup (SANERA_WORDS_NONE);
    }
}

/* After a rejection tickets can be made again: then those that were made last count. The first of
 * them, or the only one, is part 1; on a server that does not say so all of them count. */
static const char *
find_latest (const char *tickets)
{
  const char *latest = tickets;

  for (const char *p = tickets; *p != '\0'; p++)
    {
      const char *part = g_str_has_prefix (p, "{\"id\":") ? strstr (p, "\"part\":1,") : NULL;
      const char *end = part != NULL ? strchr (p + 1, '{') : NULL;

      if (part != NULL && (end == NULL || part < end))
        latest = p;
    }

  return latest;
}

/* How many tickets there are and how many of them stand at @status. The text is the JSON array that
 * our own wire format carries: objects without nesting, so the members can be counted as they
 * stand, and a cell needs no parser. */
static guint
count_tickets (const char *tickets, const char *status, guint *with_status)
{
  g_autofree char *wanted = g_strdup_printf ("\"%s\"", status);
  guint n = 0;

  *with_status = 0;
  if (tickets == NULL)
    return 0;

  tickets = find_latest (tickets);
  for (const char *p = strstr (tickets, "\"status\""); p != NULL; p = strstr (p, "\"status\""))
    {
      p += strlen ("\"status\"");
      p += strspn (p, " \t\r\n");
      if (*p != ':')
        continue; /* not a member but a note that reads so */
      p++;
      p += strspn (p, " \t\r\n");
      n++;
      if (g_str_has_prefix (p, wanted))
        (*with_status)++;
    }

  return n;
}

/**
 * sanera_words_ticket_status:
 * @data: an activity
 *
 * Returns: (transfer full): "Pending approval (Intune)", "2 of 3 approved", or "–" without a ticket
 *   and for *attention required* (R1)
 */
char *
sanera_words_ticket_status (const SaneraActivityData *data)
{
  const char *status;
  guint n, approved;
  int value;

  g_return_val_if_fail (data != NULL, NULL);

  if (data->ticket_status == NULL || *data->ticket_status == '\0' || is_attention (data))
    return g_strdup (SANERA_WORDS_NONE);

  n = count_tickets (data->tickets, "active", &approved);
  value = sanera_enum_from_nick (&sanera_ticket_status_enum, data->ticket_status);
  if (n > 1 && value != SANERA_TICKET_STATUS_COMPLETED && value != SANERA_TICKET_STATUS_REJECTED)
    {
      g_autofree char *all = sanera_language_number (n);
      g_autofree char *done = NULL;
      guint completed;

      count_tickets (data->tickets, "completed", &completed);
      approved += completed; /* a task is completed only after it was approved */
      done = sanera_language_number (approved);
      return g_strdup_printf (
          /* Translators: of several tickets, so many are approved: "2 of 3 approved". */
          g_dngettext (GETTEXT_PACKAGE, "%s of %s approved", "%s of %s approved", approved), done,
          all);
    }

  status = sanera_words_label (&sanera_ticket_status_enum, data->ticket_status);
  if (data->ticket_service == NULL || *data->ticket_service == '\0')
    return g_strdup (status);

  /* Translators: status of a ticket and the service that holds it: "Pending approval (Intune)". */
  return g_strdup_printf (C_ ("ticket", "%s (%s)"), status, data->ticket_service);
}

/**
 * sanera_words_has_approved_ticket:
 * @data: an activity
 *
 * Returns: whether one of its tickets was approved, or completed after that: then it cannot be
 *   withdrawn any more
 */
gboolean
sanera_words_has_approved_ticket (const SaneraActivityData *data)
{
  guint active, completed;

  g_return_val_if_fail (data != NULL, FALSE);

  count_tickets (data->tickets, "active", &active);
  count_tickets (data->tickets, "completed", &completed);
  return active + completed > 0;
}

/**
 * sanera_words_is_assessed:
 * @data: an activity
 *
 * Only our own server says when the targets were last assessed; another one is taken at its word.
 *
 * Returns: whether any of its devices was assessed since the request (rule R6)
 */
gboolean
sanera_words_is_assessed (const SaneraActivityData *data)
{
  g_return_val_if_fail (data != NULL, FALSE);

  if (data->fixed_devices == SANERA_INT_NULL)
    return FALSE;

  return data->fixed_devices != 0 || data->exposed_devices == SANERA_INT_NULL ||
         (data->last_assessed_on != SANERA_INT_NULL && data->last_assessed_on >= data->created_on);
}

/**
 * sanera_words_progress:
 * @data: an activity
 *
 * Rule R6: fixed devices of target devices, abbreviated, and never a 0 that nobody has measured.
 *
 * Returns: (transfer full): "488 / 28.5k", "Not assessed since the request", or "–" for *attention
 *   required* (R1)
 */
char *
sanera_words_progress (const SaneraActivityData *data)
{
  g_autofree char *fixed = NULL;
  g_autofree char *target = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  if (is_attention (data))
    return g_strdup (SANERA_WORDS_NONE);
  if (!sanera_words_is_assessed (data))
    return g_strdup (_ ("Not assessed since the request"));

  fixed = sanera_language_number_short (data->fixed_devices);
  target = sanera_language_number_short (data->target_devices);
  /* Translators: fixed devices of all devices of an activity: "488 / 28.5k". */
  return g_strdup_printf (C_ ("progress", "%s / %s"), fixed, target);
}

/**
 * sanera_words_today:
 * @now: a moment
 *
 * Due dates are dates: what is overdue, or in the past, is judged by the date on the person's desk.
 *
 * Returns: the date in the time zone of this desktop, as a midnight UTC
 */
gint64
sanera_words_today (gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return sanera_time_day_in (now, zone);
}

/**
 * sanera_words_due:
 * @data: an activity
 * @now: the present
 *
 * Returns: (transfer full): the due date in medium length, or "–"
 */
char *
sanera_words_due (const SaneraActivityData *data, gint64 now)
{
  g_return_val_if_fail (data != NULL, NULL);

  if (data->due_on == SANERA_INT_NULL || is_attention (data))
    return g_strdup (SANERA_WORDS_NONE);

  return sanera_language_date (data->due_on);
}

/**
 * sanera_words_remaining:
 * @data: an activity
 * @now: the present
 *
 * A due date is a date, not a moment: it is compared with the date of this desktop.
 *
 * Returns: (transfer full): "20 days (2026-12-25)", "Due today", "3 days overdue"; "–" without a
 * due date and for what is completed
 */
char *
sanera_words_remaining (const SaneraActivityData *data, gint64 now)
{
  g_autofree char *date = NULL;
  g_autofree char *number = NULL;
  gint64 days;

  g_return_val_if_fail (data != NULL, NULL);

  if (data->due_on == SANERA_INT_NULL || is_attention (data) || !is_in_progress (data))
    return g_strdup (SANERA_WORDS_NONE);

  days = (data->due_on - sanera_words_today (now)) / SANERA_TIME_DAY;
  if (days == 0)
    return g_strdup (_ ("Due today"));
  number = sanera_language_number (ABS (days));
  if (days < 0)
    return g_strdup_printf (
        /* Translators: how long ago the due date of an activity was */
        g_dngettext (GETTEXT_PACKAGE, "%s day overdue", "%s days overdue", (gulong)-days), number);

  date = sanera_language_date_numeric (data->due_on);
  return g_strdup_printf (
      /* Translators: time that remains until the due date, and that date: "20 days (25/12/2026)".
       */
      g_dngettext (GETTEXT_PACKAGE, "%s day (%s)", "%s days (%s)", (gulong)days), number, date);
}

/**
 * sanera_words_is_overdue:
 * @data: an activity
 * @now: the present
 *
 * Returns: whether it is in progress and its due date has passed
 */
gboolean
sanera_words_is_overdue (const SaneraActivityData *data, gint64 now)
{
  g_return_val_if_fail (data != NULL, FALSE);

  return data->due_on != SANERA_INT_NULL && !is_attention (data) && is_in_progress (data) &&
         data->due_on < sanera_words_today (now);
}

/* A security task is due when its activity is; once it is over nothing is late any more. */
static void
fill_due (SaneraActivityData *activity, const SaneraSecurityTaskData *task)
{
  static char active[] = "Active";
  static char completed[] = "Completed";
  const SaneraSecurityTaskStatus status = (SaneraSecurityTaskStatus)sanera_enum_from_nick (
      &sanera_security_task_status_enum, task->status);

  sanera_noun_data_init (&sanera_activity_noun, activity);
  activity->due_on = task->due_date_time;
  activity->type = task->type;
  activity->status = sanera_ticket_is_open (status) ? active : completed;
}

/**
 * sanera_words_security_task_due:
 * @data: a security task
 * @now: the present
 *
 * Returns: (transfer full): its due date, "–" without one
 */
char *
sanera_words_security_task_due (const SaneraSecurityTaskData *data, gint64 now)
{
  SaneraActivityData activity;

  g_return_val_if_fail (data != NULL, NULL);

  fill_due (&activity, data);
  return sanera_words_due (&activity, now);
}

/**
 * sanera_words_security_task_remaining:
 * @data: a security task
 * @now: the present
 *
 * Returns: (transfer full): "20 days (2026-12-25)", "3 days overdue"; "–" without a due date and
 *   once it is over
 */
char *
sanera_words_security_task_remaining (const SaneraSecurityTaskData *data, gint64 now)
{
  SaneraActivityData activity;

  g_return_val_if_fail (data != NULL, NULL);

  fill_due (&activity, data);
  return sanera_words_remaining (&activity, now);
}

/**
 * sanera_words_security_task_is_overdue:
 * @data: a security task
 * @now: the present
 *
 * Returns: whether it is open and its due date has passed
 */
gboolean
sanera_words_security_task_is_overdue (const SaneraSecurityTaskData *data, gint64 now)
{
  SaneraActivityData activity;

  g_return_val_if_fail (data != NULL, FALSE);

  fill_due (&activity, data);
  return sanera_words_is_overdue (&activity, now);
}

/**
 * sanera_words_device_group:
 * @name: (nullable): `rbacGroupName`
 *
 * Returns: (transfer none): the name for people: "Ungrouped devices" for those without a group
 */
const char *
sanera_words_device_group (const char *name)
{
  if (name == NULL || *name == '\0' || g_str_equal (name, "UnassignedGroup"))
    return _ ("Ungrouped devices");

  return name;
}

/**
 * sanera_words_os_platform:
 * @name: (nullable): `osPlatform`
 *
 * Returns: (transfer none): the name for people, which is the same in every language; @name itself
 *   when this version does not know it
 */
const char *
sanera_words_os_platform (const char *name)
{
  static const struct
  {
    const char *wire;
    const char *people;
  } table[] = {
    { "AmazonLinux", "Amazon Linux" },
    { "AzureLinux", "Azure Linux" },
    { "CBLMariner", "CBL-Mariner" },
    { "OracleLinux", "Oracle Linux" },
    { "RedHatEnterpriseLinux", "Red Hat Enterprise Linux" },
    { "RockyLinux", "Rocky Linux" },
    { "SLEMicro", "SLE Micro" },
    { "SUSELinuxEnterprise", "SUSE Linux Enterprise" },
    { "Windows10", "Windows 10" },
    { "Windows10WVD", "Windows 10 (AVD)" },
    { "Windows11", "Windows 11" },
    { "Windows7", "Windows 7" },
    { "Windows8", "Windows 8" },
    { "Windows8Blue", "Windows 8.1" },
    { "WindowsServer2008", "Windows Server 2008" },
    { "WindowsServer2008R2", "Windows Server 2008 R2" },
    { "WindowsServer2012", "Windows Server 2012" },
    { "WindowsServer2012R2", "Windows Server 2012 R2" },
    { "WindowsServer2016", "Windows Server 2016" },
    { "WindowsServer2019", "Windows Server 2019" },
    { "WindowsServer2022", "Windows Server 2022" },
    { "WindowsServer2025", "Windows Server 2025" },
    { "RedHatEnterpriseLinux", "Red Hat Enterprise Linux" },
    { "AmazonLinux", "Amazon Linux" },
    { "OracleLinux", "Oracle Linux" },
    { "SUSELinuxEnterprise", "SUSE Linux Enterprise" },
  };

  if (name == NULL || *name == '\0')
    return SANERA_WORDS_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (name, table[i].wire))
      return table[i].people;

  return name;
}

/**
 * sanera_words_tag:
 * @tag: (nullable): a tag of the wire
 *
 * Returns: (transfer none): the word for people, or @tag itself: people's own tags are theirs
 */
const char *
sanera_words_tag (const char *tag)
{
  if (tag == NULL)
    return SANERA_WORDS_NONE;
  if (g_str_equal (tag, "EOS"))
    return _ ("End of support");
  if (g_str_equal (tag, "ZeroDay"))
    return _ ("Zero day");
  if (g_str_equal (tag, "ExceptionEnded"))
    return _ ("Exception ended");
  if (g_str_equal (tag, "ProposedException"))
    return _ ("Proposed exception");

  return tag;
}

/**
 * sanera_words_impact:
 * @exposure_sum: exposureSum of a recommendation
 * @device_count: devices of the organisation, as in the fleet's figures: all that are not retired
 * @config_score: configScoreImpact; 0 for none
 *
 * The exposure impact is 100 × @exposure_sum / @device_count, with two decimals; what would be
 * rounded to nothing reads "<0.01".
 *
 * Returns: (transfer full): "▼7.67", "<0.01", "+9.00", "▼7.67 | +9.00", or "–" without any impact
 */
char *
sanera_words_impact (double exposure_sum, gint64 device_count, double config_score)
{
  g_autofree char *exposure = NULL;
  g_autofree char *config = NULL;

  if (device_count > 0 && exposure_sum > 0 && isfinite (exposure_sum))
    {
      double impact = 100.0 * exposure_sum / (double)device_count;
      g_autofree char *number = sanera_language_decimal (impact < 0.005 ? 0.01 : impact, 2);

      exposure = g_strconcat (impact < 0.005 ? "<" : "▼", number, NULL);
    }
  if (config_score > 0 && isfinite (config_score))
    {
      g_autofree char *number = sanera_language_decimal (config_score, 2);

      config = g_strconcat ("+", number, NULL);
    }

  if (exposure != NULL && config != NULL)
    return g_strconcat (exposure, " | ", config, NULL);
  if (exposure != NULL || config != NULL)
    return g_strdup (exposure != NULL ? exposure : config);

  return g_strdup (SANERA_WORDS_NONE);
}

/**
 * sanera_words_local_state:
 * @local_state: field "localState" of a row
 * @local_error: (nullable): field "localError"
 *
 * Returns: (transfer none): what has become of what the person did to the row: "Waiting to be
 * sent", "Sending…", "Refused by the server", "Changed by someone else"
 */
const char *
sanera_words_local_state (const char *local_state, const char *local_error)
{
  if (sanera_enum_from_nick (&sanera_local_state_enum, local_state) == SANERA_LOCAL_STATE_REFUSED &&
      g_strcmp0 (local_error, "PreconditionFailed") == 0)
    return _ ("Changed by someone else");

  return sanera_words_label (&sanera_local_state_enum, local_state);
}

/**
 * sanera_words_recommendation_local:
 * @data: a recommendation
 *
 * Returns: (transfer none) (nullable): what waits for the server about it, or was refused:
 *   "Request waiting to be sent"; %NULL: nothing
 */
const char *
sanera_words_recommendation_local (const SaneraRecommendationData *data)
{
  /* A request, an exception, both. */
  static const char *const words[][3] = {
    [SANERA_LOCAL_STATE_WAITING] = { N_ ("Request waiting to be sent"),
                                     N_ ("Exception waiting to be sent"),
                                     N_ ("Request and exception waiting to be sent") },
    [SANERA_LOCAL_STATE_SENDING] = { N_ ("Sending request…"), N_ ("Sending exception…"),
                                     N_ ("Sending request and exception…") },
    [SANERA_LOCAL_STATE_REFUSED] = { N_ ("Request refused by the server"),
                                     N_ ("Exception refused by the server"),
                                     N_ ("Request and exception refused by the server") },
  };
  const int state = sanera_enum_from_nick (&sanera_local_state_enum, data->local_state);
  const char *const *actions = (const char *const *)data->local_actions;
  gboolean request, exception;

  if (state <= 0 || state >= (int)G_N_ELEMENTS (words) || actions == NULL)
    return NULL;

  request = g_strv_contains (actions, sanera_action_kind_get_nick (SANERA_ACTION_REQUEST));
  exception =
      g_strv_contains (actions, sanera_action_kind_get_nick (SANERA_ACTION_CREATE_EXCEPTION));
  /* Of anything else only that it is under way. */
  if (!request && !exception)
    return sanera_words_label (&sanera_local_state_enum, data->local_state);
  return gettext (words[state][request && exception ? 2 : exception]);
}

/**
 * sanera_words_status:
 * @status: (nullable): its status in words, as it is shown; %NULL: there is none to be told
 * @local_state: (nullable): field "localState" of a row
 * @local_error: (nullable): field "localError"
 * @change: field "change": 0 of what the server does not have yet, whose status nobody knows
 *
 * The status of a row of the server is what the person has made of it, so it says as well that the
 * server does not know: "Completed · Waiting to be sent".
 *
 * Returns: (transfer full) (nullable): what a row says of its status; %NULL: nothing
 */
char *
sanera_words_status (const char *status,
                     const char *local_state,
                     const char *local_error,
                     gint64 change)
{
  const char *local =
      local_state != NULL ? sanera_words_local_state (local_state, local_error) : NULL;

  if (local == NULL)
    return g_strdup (status);
  if (change == 0 || status == NULL)
    return g_strdup (local);

  return g_strdup_printf ("%s · %s", status, local);
}
