/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "sanera-children.h"

G_BEGIN_DECLS

/* What to keep for offline use: the setting, as the rooms below know it. */
SaneraKeep sanera_keep_get (GSettings *settings);
void sanera_keep_set (GSettings *settings, SaneraKeep keep);

const char *sanera_keep_get_label (SaneraKeep keep);
char *sanera_keep_describe (SaneraKeep keep, gint64 lists, gint64 bytes);

G_END_DECLS
