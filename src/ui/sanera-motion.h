/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Reduced motion: what the desktop's setting (gtk-enable-animations) asks for. GTK heeds it in what
 * slides and fades; a spinner of 4.8 turns and a pulsing bar moves all the same. */

void sanera_motion_follow (GdkDisplay *display);
void sanera_motion_pulse (GtkProgressBar *bar);

G_END_DECLS
