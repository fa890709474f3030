/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

void sanera_window_visit_add (SaneraWindow *window);

G_END_DECLS
