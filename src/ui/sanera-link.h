/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

gboolean sanera_link_is (const char *text);
char *sanera_link_parse (const char *uri);
void sanera_link_open (SaneraWindow *window, const char *uri);

G_END_DECLS
