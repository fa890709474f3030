/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-text-scale.h"

/* Resolution at which a person has not asked for larger text, in 1/1024 dots per inch. */
#define PLAIN_DPI (96 * 1024)

/**
 * sanera_text_scale_pixels:
 * @widget: whose settings count
 * @pixels: a width that is right for text of the usual size
 *
 * People who need larger text get more of it, not less: what is as wide as a number of letters
 * grows with them.
 *
 * Returns: that width for the size of text the person has chosen, at least @pixels
 */
int
sanera_text_scale_pixels (GtkWidget *widget, int pixels)
{
  int dpi = -1;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), pixels);

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  if (dpi <= PLAIN_DPI) /* -1: the usual */
    return pixels;

  return (int)((gint64)pixels * dpi / PLAIN_DPI);
}

static void
request_cb (GtkWidget *widget)
{
  int width = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (widget), "sanera-plain-width"));

  gtk_widget_set_size_request (widget, sanera_text_scale_pixels (widget, width), -1);
}

/**
 * sanera_text_scale_follow:
 * @widget: a widget full of text
 * @width: how wide it is at least with text of the usual size, in pixels
 *
 * Asks for that width, and for another when the person changes the size of text.
 */
void
sanera_text_scale_follow (GtkWidget *widget, int width)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data (G_OBJECT (widget), "sanera-plain-width", GINT_TO_POINTER (width));
  g_signal_connect_object (gtk_widget_get_settings (widget), "notify::gtk-xft-dpi",
                           G_CALLBACK (request_cb), widget, G_CONNECT_SWAPPED);
  request_cb (widget);
}
