/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-window-parts.h"

/**
 * sanera_window_parts_close_on_escape:
 * @window: a window that is a dialog
 *
 * Escape closes it, wherever the focus is.
 */
void
sanera_window_parts_close_on_escape (GtkWindow *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  g_return_if_fail (GTK_IS_WINDOW (window));

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}
