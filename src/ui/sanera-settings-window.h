/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SETTINGS_WINDOW (sanera_settings_window_get_type ())

/* Settings: general, connections, cache. */
G_DECLARE_FINAL_TYPE (SaneraSettingsWindow,
                      sanera_settings_window,
                      SANERA,
                      SETTINGS_WINDOW,
                      AdwPreferencesWindow)

GtkWidget *sanera_settings_window_new (SaneraWindow *parent);

G_END_DECLS
