/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-score.h"

G_BEGIN_DECLS

#define SANERA_TYPE_LINE_CHART (sanera_line_chart_get_type ())

/* The exposure score of the last 30 days. */
G_DECLARE_FINAL_TYPE (SaneraLineChart, sanera_line_chart, SANERA, LINE_CHART, GtkWidget)

GtkWidget *sanera_line_chart_new (void);
void sanera_line_chart_set_days (SaneraLineChart *self, GArray *days, gint64 last_day);

G_END_DECLS
