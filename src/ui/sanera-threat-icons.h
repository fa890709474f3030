/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_THREAT_ICONS (sanera_threat_icons_get_type ())

/* The threats of a recommendation as icons; drawn by itself: cheap enough for a cell of a list. */
G_DECLARE_FINAL_TYPE (SaneraThreatIcons, sanera_threat_icons, SANERA, THREAT_ICONS, GtkWidget)

GtkWidget *sanera_threat_icons_new (void);
void sanera_threat_icons_set (SaneraThreatIcons *self, gboolean exploit, gboolean alert);
char *sanera_threat_icons_to_text (gboolean exploit, gboolean alert);

G_END_DECLS
