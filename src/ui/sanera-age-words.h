/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long ago data came from the server: what stands behind "Data as of 14:05". */
char *sanera_age_words_moment (gint64 time, gint64 now);
char *sanera_age_words (gint64 time, gint64 now);

G_END_DECLS
