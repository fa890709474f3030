/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The way back from words on screen to their English: for people who work with the English
 * documents. */
typedef struct _SaneraEnglish SaneraEnglish;

SaneraEnglish *sanera_english_new (const char *language);
void sanera_english_free (SaneraEnglish *self);
char *sanera_english_find (SaneraEnglish *self, const char *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraEnglish, sanera_english_free)

G_END_DECLS
