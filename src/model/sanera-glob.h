/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Patterns as people write them for names of files: * stands for any text, ? for one character. */
char *sanera_glob_fold (const char *text);
gboolean sanera_glob_match (const char *pattern, const char *text);

G_END_DECLS
