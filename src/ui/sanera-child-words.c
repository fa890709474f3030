/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-child-words.h"

#include <glib/gi18n.h>

#include "sanera-age-words.h"
#include "sanera-language.h"
#include "sanera-words-error.h"

/**
 * sanera_child_words_never_loaded:
 * @list: a list with parents
 *
 * Returns: (transfer none): what is said where it would be, when it never was here
 */
const char *
sanera_child_words_never_loaded (SaneraList list)
{
  switch (list)
    {
    case SANERA_LIST_RECOMMENDATION_DEVICES:
      return _ ("The devices of this recommendation have not been loaded on this computer; they "
                "can be seen when the server is back.");
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      return _ ("The vulnerabilities of this recommendation have not been loaded on this computer; "
                "they can be seen when the server is back.");
    case SANERA_LIST_ACTIVITY_DEVICES:
      return _ ("The devices of this activity have not been loaded on this computer; they can be "
                "seen when the server is back.");
    case SANERA_LIST_ACTIVITY_EVENTS:
      return _ ("The history of this activity has not been loaded on this computer; it can be seen "
                "when the server is back.");
    case SANERA_LIST_SECURITY_TASK_DEVICES:
      return _ ("The devices of this security task have not been loaded on this computer; they can "
                "be seen when the server is back.");
    case SANERA_LIST_INSTALLED_DEVICES:
      return _ ("The devices with this software have not been loaded on this computer; they can be "
                "seen when the server is back.");
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      return _ ("The recommendations for this device have not been loaded on this computer; they "
                "can be seen when the server is back.");
    case SANERA_LIST_DEVICE_ACTIVITIES:
      return _ ("The activities of this device have not been loaded on this computer; they can be "
                "seen when the server is back.");
    default:
      return "";
    }
}

static gboolean
is_nobody (const GError *error)
{
  return g_error_matches (error, SANERA_ERROR, SANERA_ERROR_OFFLINE) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_TIMEOUT) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_UNAUTHORIZED);
}

/* "As of 14:05, 3 hours ago." */
static char *
describe_age (gint64 time, gint64 now)
{
  g_autofree char *moment = sanera_age_words_moment (time, now);
  g_autofree char *age = sanera_age_words (time, now);

  /* Translators: a time, and how long ago that is: rows of a list as they were then */
  return g_strdup_printf (_ ("As of %s, %s."), moment, age);
}

/* The server is there and says no: what is here, and why it is no more, each in a line of its own.
 */
static char *
describe_refusal (const SaneraChildSituation *situation)
{
  const SaneraChildren *children = situation->children;
  g_autofree char *reason = sanera_words_error (situation->error);
  g_autofree char *rows = sanera_language_number (situation->rows);
  g_autofree char *here = NULL;

  if (children != NULL && sanera_children_is_complete (children))
    here = describe_age (children->fetched_on, situation->now);
  else if (situation->rows > 0 && situation->expected > (gint64)situation->rows)
    {
      g_autofree char *all = sanera_language_number (situation->expected);

      /* Translators: how many rows there are here, and how many there are */
      here = g_strdup_printf (_ ("Only %s of %s have been loaded on this computer."), rows, all);
    }
  else if (situation->rows > 0)
    here = g_strdup (_ ("Not all of it has been loaded on this computer."));

  /* Asking again does not help. */
  if (g_error_matches (situation->error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED))
    return g_steal_pointer (&reason);

  return g_strdup_printf ("%s%s%s\n%s", here != NULL ? here : "", here != NULL ? "\n" : "", reason,
                          _ ("Sanera asks for it again by itself; F5 asks at once."));
}

static char *
describe_incomplete (const SaneraChildSituation *situation)
{
  g_autofree char *rows = sanera_language_number (situation->rows);
  g_autofree char *all = NULL;

  if (situation->expected > (gint64)situation->rows)
    {
      all = sanera_language_number (situation->expected);
      return g_strdup_printf (
          /* Translators: how many rows there are here, and how many there are */
          _ ("Only %s of %s have been loaded on this computer; the rest follows "
             "when the server is back."),
          rows, all);
    }

  return g_strdup (_ ("Not all of it has been loaded on this computer; the rest follows when the "
                      "server is back."));
}

/**
 * sanera_child_words_describe:
 * @situation: how it is
 *
 * Returns: (transfer full) (nullable): what is shown, or why it is not, a sentence a line; %NULL:
 * it is all there, and as new as can be
 */
char *
sanera_child_words_describe (const SaneraChildSituation *situation)
{
  const SaneraChildren *children = situation->children;
  g_autofree char *words = NULL;
  gboolean complete = children != NULL && sanera_children_is_complete (children);

  if (children != NULL && children->parent_known && children->parent_change == SANERA_INT_NULL)
    return g_strdup (_ ("The server does not have this yet; what belongs to it can be seen when it "
                        "has been sent."));
  if (situation->error == NULL)
    return NULL;

  if (!is_nobody (situation->error))
    return describe_refusal (situation);
  /* The age of what is shown says enough; the bar above says why. */
  if (complete)
    return describe_age (children->fetched_on, situation->now);
  if (situation->rows > 0)
    return describe_incomplete (situation);

  return g_strdup (sanera_child_words_never_loaded (situation->list));
}

/**
 * sanera_child_words_progress:
 * @situation: how it is while rows are being fetched
 *
 * Returns: (transfer full): how far it has come
 */
char *
sanera_child_words_progress (const SaneraChildSituation *situation)
{
  g_autofree char *rows = sanera_language_number (situation->rows);
  g_autofree char *all = NULL;

  if (situation->rows == 0)
    /* Translators: what belongs to a row is on its way from the server */
    return g_strdup (_ ("Fetching…"));
  if (situation->expected <= (gint64)situation->rows)
    /* Translators: %s is a number of rows */
    return g_strdup_printf (_ ("Fetching… %s so far"), rows);

  all = sanera_language_number (situation->expected);
  /* Translators: how many rows have come, and how many there are */
  return g_strdup_printf (_ ("Fetching… %s of %s"), rows, all);
}
