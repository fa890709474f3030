/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-cache.h"

G_BEGIN_DECLS

void sanera_window_refresh_show_time (GtkButton *button,
                                      AdwButtonContent *content,
                                      const SaneraCacheInfo *info);

G_END_DECLS
