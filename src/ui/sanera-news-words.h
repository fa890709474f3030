/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-news.h"

G_BEGIN_DECLS

/* What a notification says. Strings are (transfer full). */
char *sanera_news_words_title (const SaneraNews *news, gint64 now);
char *sanera_news_words_body (const SaneraNews *news);
char *sanera_news_words_several (SaneraNewsKind kind, guint n);

G_END_DECLS
