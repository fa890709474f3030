/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-json.h"

G_BEGIN_DECLS

gboolean sanera_feed_fleet_write (SaneraDb *db, JsonObject *fleet, GError **error);

G_END_DECLS
