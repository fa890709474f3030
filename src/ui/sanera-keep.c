/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-keep.h"

#include <glib/gi18n.h>

#include "sanera-language.h"

#define KEY "keep-offline"

/* In the order of the enum. */
static const char *const nicks[] = { "opened", "mine", "activities" };

/**
 * sanera_keep_get:
 * @settings: the settings of the application
 *
 * Returns: what the person wants to keep
 */
SaneraKeep
sanera_keep_get (GSettings *settings)
{
  g_autofree char *nick = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), SANERA_KEEP_MINE);

  nick = g_settings_get_string (settings, KEY);
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_str_equal (nick, nicks[i]))
      return (SaneraKeep)i;

  return SANERA_KEEP_MINE;
}

/**
 * sanera_keep_set:
 * @settings: the settings of the application
 * @keep: what the person wants to keep
 */
void
sanera_keep_set (GSettings *settings, SaneraKeep keep)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (keep < G_N_ELEMENTS (nicks));

  g_settings_set_string (settings, KEY, nicks[keep]);
}

/**
 * sanera_keep_get_label:
 * @keep: what to keep
 *
 * Returns: (transfer none): the choice in a few words
 */
const char *
sanera_keep_get_label (SaneraKeep keep)
{
  switch (keep)
    {
    case SANERA_KEEP_OPENED:
      return _ ("Only what I open");
    case SANERA_KEEP_ACTIVITIES:
      return _ ("All activities");
    case SANERA_KEEP_MINE:
    default:
      return _ ("What I open, and my activities");
    }
}

/**
 * sanera_keep_describe:
 * @keep: what to keep
 * @lists: how many lists are kept; -1: not known yet
 * @bytes: how much they are, as they came from the server
 *
 * Returns: (transfer full): what the choice means, and what it takes now
 */
char *
sanera_keep_describe (SaneraKeep keep, gint64 lists, gint64 bytes)
{
  const char *meaning;
  g_autofree char *number = NULL;
  g_autofree char *size = NULL;
  g_autofree char *kept = NULL;

  switch (keep)
    {
    case SANERA_KEEP_OPENED:
      meaning = _ ("Devices, vulnerabilities and history of what you have opened in the last 90 "
                   "days.");
      break;
    case SANERA_KEEP_ACTIVITIES:
      meaning = _ ("Devices, vulnerabilities and history of what you open, and of every activity "
                   "with its recommendation.");
      break;
    case SANERA_KEEP_MINE:
    default:
      meaning = _ ("Devices, vulnerabilities and history of what you open, of the activities you "
                   "have requested with their recommendations, and of the security tasks that wait "
                   "for your decision.");
      break;
    }
  if (lists < 0)
    return g_strdup (meaning);

  number = sanera_language_number (lists);
  size = sanera_language_size ((guint64)bytes);
  kept = g_strdup_printf (
      /* Translators: how many lists (of devices, of vulnerabilities…) are kept, and their size */
      ngettext ("%s list is kept (%s).", "%s lists are kept (%s).", (gulong)lists), number, size);
  /* Translators: two sentences, one after the other */
  return g_strdup_printf (C_ ("two sentences", "%s %s"), meaning, kept);
}
