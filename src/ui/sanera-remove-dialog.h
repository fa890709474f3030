/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connections.h"

G_BEGIN_DECLS

#define SANERA_TYPE_REMOVE_DIALOG (sanera_remove_dialog_get_type ())

/* Asks before a connection is removed, and lists what would be lost with it: send it now, save it
 * as a file, or let it go. Signal "told" (const char *words): what has come of it. */
G_DECLARE_FINAL_TYPE (SaneraRemoveDialog,
                      sanera_remove_dialog,
                      SANERA,
                      REMOVE_DIALOG,
                      AdwMessageDialog)

GtkWidget *
sanera_remove_dialog_new (GtkWindow *parent, SaneraConnections *connections, const char *id);

G_END_DECLS
