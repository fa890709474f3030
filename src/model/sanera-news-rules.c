/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-news-rules.h"

#include "sanera-activity-rules.h"
#include "sanera-exception-rules.h"
#include "sanera-ticket-rules.h"
#include "sanera-time.h"

/* What the person has done is no news to them. */
static gboolean
is_reader (const char *email, const SaneraNewsReader *reader)
{
  return sanera_ticket_is_own_request (email, reader->email);
}

/* Whole UTC days from @now's to @day's; negative when it is over. */
static gint64
days_until (gint64 day, gint64 now)
{
  return (sanera_time_floor_day (day) - sanera_time_floor_day (now)) / SANERA_TIME_DAY;
}

/**
 * sanera_news_of_task:
 * @task: a security task
 * @reader: who is to be told
 *
 * Returns: %SANERA_NEWS_TASK_PENDING to those who may decide on it; one of the decisions to who
 *   requested it, unless they took it themselves or the system ended it; else 0
 */
SaneraNewsKind
sanera_news_of_task (const SaneraSecurityTaskData *task, const SaneraNewsReader *reader)
{
  gboolean own;

  g_return_val_if_fail (task != NULL && reader != NULL, 0);

  own = is_reader (task->creator, reader);
  switch ((SaneraSecurityTaskStatus)sanera_enum_from_nick (&sanera_security_task_status_enum,
                                                           task->status))
    {
    case SANERA_SECURITY_TASK_STATUS_PENDING:
      return reader->may_decide && !own ? SANERA_NEWS_TASK_PENDING : 0;
    case SANERA_SECURITY_TASK_STATUS_ACTIVE:
      return own && !is_reader (task->decided_by, reader) ? SANERA_NEWS_TICKET_APPROVED : 0;
    case SANERA_SECURITY_TASK_STATUS_REJECTED:
      return own && task->system_note == NULL && !is_reader (task->decided_by, reader)
                 ? SANERA_NEWS_TICKET_REJECTED
                 : 0;
    case SANERA_SECURITY_TASK_STATUS_COMPLETED:
      return own && !is_reader (task->decided_by, reader) ? SANERA_NEWS_TICKET_COMPLETED : 0;
    default:
      return 0;
    }
}

/**
 * sanera_news_of_status:
 * @activity: an activity
 * @reader: who is to be told
 *
 * Returns: whether it is completed or in progress again, to who requested it and did not do so
 *   themselves; else 0
 */
SaneraNewsKind
sanera_news_of_status (const SaneraActivityData *activity, const SaneraNewsReader *reader)
{
  g_return_val_if_fail (activity != NULL && reader != NULL, 0);

  if (!is_reader (activity->requester_email, reader) || activity->local_state != NULL ||
      sanera_activity_is_withdrawn (activity))
    return 0;

  switch (
      (SaneraActivityStatus)sanera_enum_from_nick (&sanera_activity_status_enum, activity->status))
    {
    case SANERA_ACTIVITY_STATUS_COMPLETED:
      return is_reader (activity->completer_email, reader) ? 0 : SANERA_NEWS_ACTIVITY_COMPLETED;
    case SANERA_ACTIVITY_STATUS_ACTIVE:
      return activity->status_last_modified_on != SANERA_INT_NULL &&
                     activity->status_last_modified_on > activity->created_on
                 ? SANERA_NEWS_ACTIVITY_REOPENED
                 : 0;
    default:
      return 0;
    }
}

/**
 * sanera_news_of_due:
 * @activity: an activity
 * @reader: who is to be told
 * @now: the time, microseconds
 *
 * Returns: %SANERA_NEWS_DUE_SOON from %SANERA_NEWS_DUE_DAYS before the due date to the end of that
 *   day, to who requested it, unless it was requested in those days only; else 0
 */
SaneraNewsKind
sanera_news_of_due (const SaneraActivityData *activity, const SaneraNewsReader *reader, gint64 now)
{
  gint64 days;

  g_return_val_if_fail (activity != NULL && reader != NULL, 0);

  if (!is_reader (activity->requester_email, reader) || activity->due_on == SANERA_INT_NULL ||
      sanera_enum_from_nick (&sanera_activity_status_enum, activity->status) !=
          SANERA_ACTIVITY_STATUS_ACTIVE)
    return 0;

  days = days_until (activity->due_on, now);
  return days >= 0 && days <= SANERA_NEWS_DUE_DAYS &&
                 days_until (activity->due_on, activity->created_on) > SANERA_NEWS_DUE_DAYS
             ? SANERA_NEWS_DUE_SOON
             : 0;
}

/**
 * sanera_news_of_exception:
 * @exception: an exception
 * @reader: who is to be told
 * @now: the time, microseconds
 *
 * Who made it and those who may make exceptions are told: %SANERA_NEWS_EXCEPTION_DAYS before its
 * last day, %SANERA_NEWS_EXCEPTION_LAST_DAYS before, and when it has run out; of one made or
 * renewed for less than that, not at once.
 *
 * Returns: the stage it has reached, or 0
 */
SaneraNewsKind
sanera_news_of_exception (const SaneraRemediationExceptionData *exception,
                          const SaneraNewsReader *reader,
                          gint64 now)
{
  gint64 since;
  gint64 length;
  gint64 left;

  g_return_val_if_fail (exception != NULL && reader != NULL, 0);

  if ((!reader->may_except && !is_reader (exception->created_by, reader)) ||
      exception->expires_on == SANERA_INT_NULL)
    return 0;

  switch ((SaneraExceptionStatus)sanera_enum_from_nick (&sanera_exception_status_enum,
                                                        exception->status))
    {
    case SANERA_EXCEPTION_STATUS_EXPIRED:
      return SANERA_NEWS_EXCEPTION_ENDED;
    case SANERA_EXCEPTION_STATUS_IN_EFFECT:
    case SANERA_EXCEPTION_STATUS_SUSPENDED:
      break;
    case SANERA_EXCEPTION_STATUS_CANCELED:
    default:
      return 0;
    }

  since = exception->renewed_on != SANERA_INT_NULL ? exception->renewed_on : exception->created_on;
  length = sanera_exception_days_left (exception->expires_on, since);
  left = sanera_exception_days_left (exception->expires_on, now);
  if (left < 0)
    return SANERA_NEWS_EXCEPTION_ENDED; /* the server has not said so yet */
  if (left <= SANERA_NEWS_EXCEPTION_LAST_DAYS)
    return length > SANERA_NEWS_EXCEPTION_LAST_DAYS ? SANERA_NEWS_EXCEPTION_LAST : 0;
  return left <= SANERA_NEWS_EXCEPTION_DAYS && length > SANERA_NEWS_EXCEPTION_DAYS
             ? SANERA_NEWS_EXCEPTION_SOON
             : 0;
}
