/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void sanera_announce (GtkWidget *widget, const char *words);
void sanera_announce_markup (GtkWidget *widget, const char *markup);
void sanera_announce_toast (GtkWidget *host, AdwToast *toast);
void sanera_announce_progress (GtkWidget *widget, guint *said, double fraction, const char *format);
void sanera_announce_label (GtkLabel *label);

G_END_DECLS
