/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-marked-cell.h"

#include <glib/gi18n.h>

#define GAP 8
/* What is left of the text at least, in pixels: the mark is Sanera's own and not cut for it. */
#define LEAST_TEXT 32

/**
 * sanera_marked_cell_draw:
 * @pen: a pen in the cell
 * @text: (nullable): what stands in the cell
 * @mark: (nullable): what is to be said of the row, in a few words; %NULL: nothing
 *
 * Draws both; the mark is whole, and the text has what is left.
 */
void
sanera_marked_cell_draw (SaneraPen *pen, const char *text, const char *mark)
{
  int room = sanera_pen_get_width (pen);

  if (mark != NULL)
    {
      int width = MIN (sanera_pen_measure (pen, mark, SANERA_PEN_CAPTION),
                       MAX (room - GAP - LEAST_TEXT, 0));

      room -= width;
      sanera_pen_write (pen, mark, room, width, SANERA_PEN_CAPTION);
      room -= GAP;
    }
  sanera_pen_write (pen, text, 0, room, SANERA_PEN_DATA);
}

/**
 * sanera_marked_cell_join:
 * @text: what stands in the cell
 * @mark: (nullable): what is to be said of the row
 *
 * Returns: (transfer full): both, for screen readers and the tooltip
 */
char *
sanera_marked_cell_join (const char *text, const char *mark)
{
  if (mark == NULL)
    return g_strdup (text);

  /* Translators: what a row is about, and its state: "web-01, Retired" */
  return g_strdup_printf (C_ ("device", "%s, %s"), text, mark);
}
