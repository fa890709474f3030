/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen-check.h"

G_BEGIN_DECLS

void screen_tabs_check (ScreenCheck *self);

G_END_DECLS
