/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"

G_BEGIN_DECLS

/* So many days before its due date a person is told of an activity in progress. */
#define SANERA_NEWS_DUE_DAYS 3

/* So many days before its end, and then again, a person is told of an exception. */
#define SANERA_NEWS_EXCEPTION_DAYS 14
#define SANERA_NEWS_EXCEPTION_LAST_DAYS 3

/**
 * SaneraNewsKind:
 * @SANERA_NEWS_TASK_PENDING: a security task waits for a decision the person may take
 * @SANERA_NEWS_TICKET_APPROVED: what the person requested was approved
 * @SANERA_NEWS_TICKET_REJECTED: it was rejected
 * @SANERA_NEWS_TICKET_COMPLETED: IT has completed the task
 * @SANERA_NEWS_ACTIVITY_COMPLETED: an activity of the person is completed, not by the person
 * @SANERA_NEWS_ACTIVITY_REOPENED: one is in progress again
 * @SANERA_NEWS_DUE_SOON: one is due within %SANERA_NEWS_DUE_DAYS
 * @SANERA_NEWS_EXCEPTION_SOON: an exception ends within %SANERA_NEWS_EXCEPTION_DAYS
 * @SANERA_NEWS_EXCEPTION_LAST: within %SANERA_NEWS_EXCEPTION_LAST_DAYS
 * @SANERA_NEWS_EXCEPTION_ENDED: it has run out
 *
 * What a person is told of by a notification.
 */
typedef enum
{
  SANERA_NEWS_TASK_PENDING = 1,
  SANERA_NEWS_TICKET_APPROVED,
  SANERA_NEWS_TICKET_REJECTED,
  SANERA_NEWS_TICKET_COMPLETED,
  SANERA_NEWS_ACTIVITY_COMPLETED,
  SANERA_NEWS_ACTIVITY_REOPENED,
  SANERA_NEWS_DUE_SOON,
  SANERA_NEWS_EXCEPTION_SOON,
  SANERA_NEWS_EXCEPTION_LAST,
  SANERA_NEWS_EXCEPTION_ENDED,
  SANERA_N_NEWS,
} SaneraNewsKind;

/**
 * SaneraNewsReader:
 * @email: of the person
 * @may_decide: whether the person's role decides on security tasks
 * @may_except: whether it makes exceptions
 *
 * Who is to be told.
 */
typedef struct
{
  const char *email;
  gboolean may_decide;
  gboolean may_except;
} SaneraNewsReader;

/* Each: 0 or one of the kinds. @now: microseconds since 1970, UTC. */
SaneraNewsKind sanera_news_of_task (const SaneraSecurityTaskData *task,
                                    const SaneraNewsReader *reader);
SaneraNewsKind sanera_news_of_status (const SaneraActivityData *activity,
                                      const SaneraNewsReader *reader);
SaneraNewsKind
sanera_news_of_due (const SaneraActivityData *activity, const SaneraNewsReader *reader, gint64 now);
SaneraNewsKind sanera_news_of_exception (const SaneraRemediationExceptionData *exception,
                                         const SaneraNewsReader *reader,
                                         gint64 now);

G_END_DECLS
