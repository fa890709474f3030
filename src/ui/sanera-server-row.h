/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connections.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SERVER_ROW (sanera_server_row_get_type ())

/* A server in the settings: its state; open, test, change, remove. */
G_DECLARE_FINAL_TYPE (SaneraServerRow, sanera_server_row, SANERA, SERVER_ROW, AdwExpanderRow)

GtkWidget *sanera_server_row_new (SaneraConnections *connections,
                                  const SaneraConnectionEntry *entry);

G_END_DECLS
