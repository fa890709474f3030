/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *sanera_settings_new (void);
GSettings *sanera_settings_new_for_page (GSettings *settings, const char *page_id);

G_END_DECLS
