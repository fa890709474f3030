/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What windows that are put together in C have in common. */
void sanera_window_parts_close_on_escape (GtkWindow *window);

G_END_DECLS
