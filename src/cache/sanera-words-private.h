/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words in the interface language or, for search, in English: the message as it stands in the
 * source. xgettext knows both by name (po/meson.build). */
const char *sanera_say (gboolean english, const char *message) G_GNUC_FORMAT (2);
const char *sanera_say_count (gboolean english, const char *one, const char *many, gint64 count)
    G_GNUC_FORMAT (2) G_GNUC_FORMAT (3);
char *sanera_say_number (gboolean english, gint64 number);

/* What the message is about: a word of the wire that this version knows nothing about stays. */
#define SANERA_WORDS_NONE "–"

G_END_DECLS
