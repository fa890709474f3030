/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_PROGRESS_BAR (sanera_progress_bar_get_type ())

/**
 * SaneraProgressParts:
 * @fixed: devices that are fixed, at least 0
 * @exposed: devices still exposed, at least 0
 * @unknown: devices of which nothing certain is known, at least 0
 * @shows_exposure: the exposed stand first and are what it is about
 *
 * How long the parts of a bar are.
 */
typedef struct
{
  gint64 fixed;
  gint64 exposed;
  gint64 unknown;
  gboolean shows_exposure;
} SaneraProgressParts;

/* A bar of up to three parts. */
G_DECLARE_FINAL_TYPE (SaneraProgressBar, sanera_progress_bar, SANERA, PROGRESS_BAR, GtkWidget)

GtkWidget *sanera_progress_bar_new (void);
void sanera_progress_bar_set_progress (SaneraProgressBar *self,
                                       gint64 fixed,
                                       gint64 exposed,
                                       gint64 unknown);
void sanera_progress_bar_set_text (SaneraProgressBar *self, const char *text);
void sanera_progress_bar_draw (GtkWidget *widget,
                               GtkSnapshot *snapshot,
                               int width,
                               int height,
                               const SaneraProgressParts *parts);

G_END_DECLS
