/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SANERA_TYPE_BACKGROUND (sanera_background_get_type ())

/* Keeps the application running without a window, and has the desktop start it at log-in, while the
 * person wants to be told of news even then (setting "background"). */
G_DECLARE_FINAL_TYPE (SaneraBackground, sanera_background, SANERA, BACKGROUND, GObject)

SaneraBackground *sanera_background_new (GApplication *application, GSettings *settings);
gboolean sanera_background_is_wanted (SaneraBackground *self);

G_END_DECLS
