/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-age-words.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-time.h"

/* A clock that is put right by so much is none that was set back. */
#define MINUTE (60 * SANERA_TIME_SECOND)

/**
 * sanera_age_words_moment:
 * @time: when something was fetched, µs since 1970
 * @now: the present
 *
 * Returns: (transfer full): the time of day; with the date when that is not of the last 24 hours
 */
char *
sanera_age_words_moment (gint64 time, gint64 now)
{
  return time <= now + MINUTE && now - time < SANERA_TIME_DAY ? sanera_language_time (time)
                                                              : sanera_language_datetime (time);
}

/**
 * sanera_age_words:
 * @time: when something was fetched, µs since 1970
 * @now: the present
 *
 * Said of what is not of now, so never "now"; and where the clock was set back meanwhile, no age
 * that lies in the future.
 *
 * Returns: (transfer full): "3 hours ago", "less than a minute ago"
 */
char *
sanera_age_words (gint64 time, gint64 now)
{
  if (time > now + MINUTE)
    /* Translators: stands behind the time at which data were fetched, in the place of "3 hours
       ago", when the clock of the computer was set back since */
    return g_strdup (_ ("later than the clock of this computer shows"));
  if (now - time < MINUTE)
    /* Translators: stands behind the time at which data were fetched, in the place of "3 hours ago"
     */
    return g_strdup (_ ("less than a minute ago"));

  return sanera_language_relative (time, now);
}
