/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _SaneraFrameWait SaneraFrameWait;

SaneraFrameWait *
sanera_frame_wait_new (GtkWidget *widget, int priority, GSourceOnceFunc func, gpointer data);
void sanera_frame_wait_free (SaneraFrameWait *self);

G_END_DECLS
