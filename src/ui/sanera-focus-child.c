/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-focus-child.h"

/**
 * sanera_focus_child:
 * @bin: (type AdwBin): what the focus comes to or moves in
 * @direction: where it moves
 *
 * The "focus" of a class that has a "grab_focus" of its own. Without it, GTK 4.8 takes the focus on
 * its way in to where grab_focus does, past everything that stands before: Tab would never come
 * there.
 *
 * Returns: whether something inside has the focus now
 */
gboolean
sanera_focus_child (GtkWidget *bin, GtkDirectionType direction)
{
  GtkWidget *child = NULL;

  g_return_val_if_fail (ADW_IS_BIN (bin), FALSE);

  child = adw_bin_get_child (ADW_BIN (bin));
  return child != NULL && gtk_widget_child_focus (child, direction);
}
