/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

void sanera_window_connect_add (SaneraWindow *window);
void sanera_window_connect_show (SaneraWindow *window, const char *address);

G_END_DECLS
