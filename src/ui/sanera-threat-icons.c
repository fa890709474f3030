/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-threat-icons.h"

#include <glib/gi18n.h>

#define ICON_SIZE 16
#define ICON_GAP 6

/**
 * sanera_threat_icons_draw:
 * @pen: a pen in a cell
 * @exploit: whether a public exploit is available
 * @alert: whether there is an active alert
 *
 * Draws two icons. One that does not apply keeps its place, so that the columns of icons of a list
 * stay columns. Their names are in sanera_threat_icons_to_text(): for the tooltip and the name of
 * the cell.
 */
void
sanera_threat_icons_draw (SaneraPen *pen, gboolean exploit, gboolean alert)
{
  if (exploit)
    sanera_pen_draw_icon (pen, "sanera-exploit-symbolic", 0, ICON_SIZE);
  if (alert)
    sanera_pen_draw_icon (pen, "sanera-alert-symbolic", ICON_SIZE + ICON_GAP, ICON_SIZE);
}

/**
 * sanera_threat_icons_to_text:
 * @exploit: whether a public exploit is available
 * @alert: whether there is an active alert
 *
 * Returns: (transfer full): the same in words; empty when there is no threat
 */
char *
sanera_threat_icons_to_text (gboolean exploit, gboolean alert)
{
  if (exploit && alert)
    /* Translators: the two threats of a recommendation; keep the words of "Public exploit
       available" and "Active alert". */
    return g_strdup (_ ("Public exploit available, active alert"));
  if (exploit)
    return g_strdup (_ ("Public exploit available"));
  if (alert)
    return g_strdup (_ ("Active alert"));

  return g_strdup ("");
}
