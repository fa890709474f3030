/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-motion.h"

/* It stands still then, but is seen: something is under way. */
static const char still[] = "spinner:checked { animation: none; }";

static gboolean
is_wanted (GtkSettings *settings)
{
  gboolean wanted = TRUE;

  g_object_get (settings, "gtk-enable-animations", &wanted, NULL);
  return wanted;
}

static void
changed_cb (GtkSettings *settings, GParamSpec *pspec, GtkCssProvider *provider)
{
  gtk_css_provider_load_from_data (provider, is_wanted (settings) ? "" : still, -1);
}

/**
 * sanera_motion_follow:
 * @display: where the windows are
 *
 * Lets spinners stand still while the person wants no motion. To be called once for a display.
 */
void
sanera_motion_follow (GdkDisplay *display)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  GtkSettings *settings = NULL;

  g_return_if_fail (GDK_IS_DISPLAY (display));

  settings = gtk_settings_get_for_display (display);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect_object (settings, "notify::gtk-enable-animations", G_CALLBACK (changed_cb),
                           provider, 0);
  changed_cb (settings, NULL, provider);
}

/**
 * sanera_motion_pulse:
 * @bar: a progress bar of work whose end is not known
 *
 * One step of its motion, where motion is wanted; elsewhere the words beside it tell that something
 * is under way.
 */
void
sanera_motion_pulse (GtkProgressBar *bar)
{
  g_return_if_fail (GTK_IS_PROGRESS_BAR (bar));

  if (is_wanted (gtk_widget_get_settings (GTK_WIDGET (bar))))
    gtk_progress_bar_pulse (bar);
}
