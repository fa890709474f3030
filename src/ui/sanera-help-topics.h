/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

const char *const *sanera_help_topics_list (void);
const char *sanera_help_topics_find (GtkWindow *window);

G_END_DECLS
