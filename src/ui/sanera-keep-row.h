/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connections.h"

G_BEGIN_DECLS

#define SANERA_TYPE_KEEP_ROW (sanera_keep_row_get_type ())

/* The row of the settings: what to keep for offline use, what that means, and how much it is. */
G_DECLARE_FINAL_TYPE (SaneraKeepRow, sanera_keep_row, SANERA, KEEP_ROW, AdwComboRow)

GtkWidget *sanera_keep_row_new (SaneraConnections *connections, GSettings *settings);

G_END_DECLS
