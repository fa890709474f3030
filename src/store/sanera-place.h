/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where what belongs to the program lies: built, installed, or installed and moved elsewhere. */
gboolean sanera_place_in_build_tree (void);
char *sanera_place_find (const char *installed);

G_END_DECLS
