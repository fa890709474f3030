/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

void sanera_window_watch_person (SaneraWindow *self);

G_END_DECLS
