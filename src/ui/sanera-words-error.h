/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The words people read for an error: what happened, and what they can do. The error's own message
 * is for the log. */

const char *sanera_words_error_title (const GError *error);
char *sanera_words_error (const GError *error);
char *sanera_words_error_file (const GError *error);
char *sanera_words_error_refusal (const char *code, const char *text);
char *sanera_words_error_import (const GError *error, const char *file_name);
gboolean sanera_words_error_is_final (const GError *error);

G_END_DECLS
