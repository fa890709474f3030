/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-news-words.h"

#include <glib/gi18n.h>

#include "sanera-exception-rules.h"
#include "sanera-language.h"
#include "sanera-words.h"

/* @one and @many: as for ngettext(), with the number as %s. */
#define COUNTED(one, many, n) count (ngettext (one, many, (gulong)(n)), (gint64)(n))

static char *
count (const char *format, gint64 n)
{
  g_autofree char *number = sanera_language_number (n);
  g_auto (GStrv) parts = g_strsplit (format, "%s", -1);

  return g_strjoinv (number, parts);
}

static char *
say_due (gint64 days)
{
  return days <= 0 ? g_strdup (_ ("A remediation activity is due today"))
                   : COUNTED ("A remediation activity is due in %s day",
                              "A remediation activity is due in %s days", days);
}

static char *
say_end (gint64 days)
{
  return days <= 0 ? g_strdup (_ ("An exception ends today"))
                   : COUNTED ("An exception ends in %s day", "An exception ends in %s days", days);
}

/**
 * sanera_news_words_title:
 * @news: what has happened
 * @now: the time, microseconds: for how many days are left
 *
 * Returns: (transfer full): the heading of its notification
 */
char *
sanera_news_words_title (const SaneraNews *news, gint64 now)
{
  gint64 days;

  g_return_val_if_fail (news != NULL, NULL);

  days = news->day != SANERA_INT_NULL ? sanera_exception_days_left (news->day, now) : 0;
  switch (news->kind)
    {
    case SANERA_NEWS_TASK_PENDING:
      return g_strdup (_ ("A security task is waiting for your decision"));
    case SANERA_NEWS_TICKET_APPROVED:
      return g_strdup (_ ("Your ticket was approved"));
    case SANERA_NEWS_TICKET_REJECTED:
      return g_strdup (_ ("Your ticket was rejected"));
    case SANERA_NEWS_TICKET_COMPLETED:
      return g_strdup (_ ("Your ticket was completed"));
    case SANERA_NEWS_ACTIVITY_COMPLETED:
      return g_strdup (_ ("A remediation activity is completed"));
    case SANERA_NEWS_ACTIVITY_REOPENED:
      return g_strdup (_ ("A remediation activity is in progress again"));
    case SANERA_NEWS_DUE_SOON:
      return say_due (days);
    case SANERA_NEWS_EXCEPTION_SOON:
    case SANERA_NEWS_EXCEPTION_LAST:
      return say_end (days);
    case SANERA_NEWS_EXCEPTION_ENDED:
      return g_strdup (_ ("An exception has ended"));
    case SANERA_N_NEWS:
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}

/**
 * sanera_news_words_body:
 * @news: what has happened
 *
 * Returns: (transfer full): what it is about, and below it by whom or why
 */
char *
sanera_news_words_body (const SaneraNews *news)
{
  g_autofree char *by = NULL;

  g_return_val_if_fail (news != NULL, NULL);

  if (news->detail == NULL || *news->detail == '\0')
    return g_strdup (news->title);

  if (news->kind == SANERA_NEWS_TASK_PENDING)
    by = g_strdup_printf (_ ("Requested by %s"), news->detail);
  else if (news->kind == SANERA_NEWS_ACTIVITY_COMPLETED)
    by = g_strdup_printf (_ ("Completed by: %s"), news->detail);
  else
    by = g_strdup (news->detail);
  return g_strconcat (news->title, "\n", by, NULL);
}

/**
 * sanera_news_words_several:
 * @kind: what has happened
 * @n: how often, more than once
 *
 * Returns: (transfer full): the heading of one notification for all
 */
char *
sanera_news_words_several (SaneraNewsKind kind, guint n)
{
  switch (kind)
    {
    case SANERA_NEWS_TASK_PENDING:
      return COUNTED ("%s security task is waiting for your decision",
                      "%s security tasks are waiting for your decision", n);
    case SANERA_NEWS_TICKET_APPROVED:
      return COUNTED ("%s of your tickets was approved", "%s of your tickets were approved", n);
    case SANERA_NEWS_TICKET_REJECTED:
      return COUNTED ("%s of your tickets was rejected", "%s of your tickets were rejected", n);
    case SANERA_NEWS_TICKET_COMPLETED:
      return COUNTED ("%s of your tickets was completed", "%s of your tickets were completed", n);
    case SANERA_NEWS_ACTIVITY_COMPLETED:
      return COUNTED ("%s remediation activity is completed",
                      "%s remediation activities are completed", n);
    case SANERA_NEWS_ACTIVITY_REOPENED:
      return COUNTED ("%s remediation activity is in progress again",
                      "%s remediation activities are in progress again", n);
    case SANERA_NEWS_DUE_SOON:
      return COUNTED ("%s remediation activity is due soon",
                      "%s remediation activities are due soon", n);
    case SANERA_NEWS_EXCEPTION_SOON:
    case SANERA_NEWS_EXCEPTION_LAST:
      return COUNTED ("%s exception ends soon", "%s exceptions end soon", n);
    case SANERA_NEWS_EXCEPTION_ENDED:
      return COUNTED ("%s exception has ended", "%s exceptions have ended", n);
    case SANERA_N_NEWS:
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}
