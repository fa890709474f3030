/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connections.h"

G_BEGIN_DECLS

#define SANERA_TYPE_CONNECTION_BUTTON (sanera_connection_button_get_type ())

/* The foot of the sidebar: the connection that is shown with its state; its popover has the last
 * error, the other connections, and the doors of the first start. */
G_DECLARE_FINAL_TYPE (SaneraConnectionButton,
                      sanera_connection_button,
                      SANERA,
                      CONNECTION_BUTTON,
                      AdwBin)

GtkWidget *sanera_connection_button_new (SaneraConnections *connections);

G_END_DECLS
