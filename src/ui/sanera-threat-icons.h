/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-pen.h"

G_BEGIN_DECLS

/* The threats of a recommendation as icons. */

void sanera_threat_icons_draw (SaneraPen *pen, gboolean exploit, gboolean alert);
char *sanera_threat_icons_to_text (gboolean exploit, gboolean alert);

G_END_DECLS
