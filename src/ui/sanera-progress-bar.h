/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_PROGRESS_BAR (sanera_progress_bar_get_type ())

/* A bar of up to three parts, drawn by itself: cheap enough for a cell of a list. */
G_DECLARE_FINAL_TYPE (SaneraProgressBar, sanera_progress_bar, SANERA, PROGRESS_BAR, GtkWidget)

GtkWidget *sanera_progress_bar_new (void);
void sanera_progress_bar_set_progress (SaneraProgressBar *self,
                                       gint64 fixed,
                                       gint64 exposed,
                                       gint64 unknown);
void sanera_progress_bar_set_exposure (SaneraProgressBar *self, gint64 exposed, gint64 total);
void sanera_progress_bar_set_text (SaneraProgressBar *self, const char *text);

G_END_DECLS
