/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_GAUGE (sanera_gauge_get_type ())

/* The exposure score on its scale: 0, 30, 70, 100. */
G_DECLARE_FINAL_TYPE (SaneraGauge, sanera_gauge, SANERA, GAUGE, GtkWidget)

GtkWidget *sanera_gauge_new (void);
void sanera_gauge_set_score (SaneraGauge *self, double score);

G_END_DECLS
