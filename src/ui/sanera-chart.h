/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-exposure.h"

G_BEGIN_DECLS

/* What the charts of the dashboard share. */

void sanera_chart_get_color (GtkWidget *widget, const char *name, GdkRGBA *color);
void sanera_chart_get_level_color (GtkWidget *widget, SaneraExposureLevel level, GdkRGBA *color);
PangoLayout *sanera_chart_create_text (GtkWidget *widget, const char *text);
int sanera_chart_get_text_height (GtkWidget *widget);
void sanera_chart_append_text (GtkWidget *widget,
                               GtkSnapshot *snapshot,
                               PangoLayout *text,
                               float x,
                               float y,
                               float align);
void sanera_chart_set_text (GtkWidget *widget, const char *text);

G_END_DECLS
