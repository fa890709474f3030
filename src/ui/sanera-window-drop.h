/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

void sanera_window_drop_add (SaneraWindow *window, GtkWidget *area);

G_END_DECLS
