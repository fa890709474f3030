/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Another language than that of the interface, for what is written to somebody else: a message to
 * a colleague is in the colleague's language. From sanera_voice_begin() to sanera_voice_end() the
 * words (sanera-words) and the numbers and dates (sanera-language) that the calling thread asks for
 * are in that language; other threads notice nothing. */
void sanera_voice_begin (const char *language);
void sanera_voice_end (void);
gboolean sanera_voice_is_on (void);
const char *sanera_voice_get (const char *context, const char *message) G_GNUC_FORMAT (2);
const char *sanera_voice_get_plural (const char *one, const char *many, gulong count)
    G_GNUC_FORMAT (1) G_GNUC_FORMAT (2);

G_END_DECLS
