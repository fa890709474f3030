/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-pen.h"

G_BEGIN_DECLS

/* A cell with a text, and behind it in small letters what is to be said of the row: that it waits
 * to be sent, that it was refused. The first column of a list, which stays on screen in the
 * narrowest window, is one. */

void sanera_marked_cell_draw (SaneraPen *pen, const char *text, const char *mark);
char *sanera_marked_cell_join (const char *text, const char *mark);

G_END_DECLS
