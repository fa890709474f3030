/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GStrv sanera_mailto_split (const char *text, const char **wrong);
char *sanera_mailto_build (const char *const *addresses, const char *subject, const char *body);

G_END_DECLS
