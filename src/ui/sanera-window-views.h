/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

/* The actions "win.save-view", "win.rename-view" (s), "win.delete-view" (s) and "win.restore-view"
 * (sisss: connection, position, name, page, query). */
void sanera_window_views_add (SaneraWindow *window);

G_END_DECLS
