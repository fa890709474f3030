/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connections.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_CACHE_ROW (sanera_cache_row_get_type ())

/* What one connection keeps on this computer, with *Clear cache*. Signal "cleared". */
G_DECLARE_FINAL_TYPE (SaneraCacheRow, sanera_cache_row, SANERA, CACHE_ROW, AdwActionRow)

GtkWidget *sanera_cache_row_new (SaneraConnections *connections, const char *id);
const char *sanera_cache_row_get_id (SaneraCacheRow *self);
void sanera_cache_row_update (SaneraCacheRow *self);

G_END_DECLS
