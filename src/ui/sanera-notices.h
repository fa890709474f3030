/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connections.h"

G_BEGIN_DECLS

#define SANERA_TYPE_NOTICES (sanera_notices_get_type ())

/* What the window says about the connection that is shown, below its header: that these are sample
 * data, and how old the data are when they are not of now. Never a dialog. */
G_DECLARE_FINAL_TYPE (SaneraNotices, sanera_notices, SANERA, NOTICES, AdwBin)

GtkWidget *sanera_notices_new (SaneraConnections *connections);

G_END_DECLS
