/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_TOKEN_DIALOG (sanera_token_dialog_get_type ())

/* Makes an access token for somebody, and shows it, once. Signal "added". */
G_DECLARE_FINAL_TYPE (SaneraTokenDialog, sanera_token_dialog, SANERA, TOKEN_DIALOG, AdwWindow)

GtkWidget *sanera_token_dialog_new (GtkWindow *parent, SaneraConnection *connection);

G_END_DECLS
