/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connections.h"

G_BEGIN_DECLS

#define SANERA_TYPE_CONNECT_DIALOG (sanera_connect_dialog_get_type ())

/* Address and access token of a server, tried before they are kept. Signal "connected"
 * (gboolean token_kept): the server is shown now. */
G_DECLARE_FINAL_TYPE (SaneraConnectDialog, sanera_connect_dialog, SANERA, CONNECT_DIALOG, AdwWindow)

GtkWidget *sanera_connect_dialog_new (GtkWindow *parent, SaneraConnections *connections);
void sanera_connect_dialog_set_address (SaneraConnectDialog *self, const char *address);
void sanera_connect_dialog_edit (SaneraConnectDialog *self, const SaneraConnectionEntry *entry);

G_END_DECLS
