/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_NOTIFY_DIALOG (sanera_notify_dialog_get_type ())

/* "Notify IT administrator…" [131]: whom, in which language, the text, and two ways to send it.
 * Sanera sends nothing itself. */
G_DECLARE_FINAL_TYPE (SaneraNotifyDialog, sanera_notify_dialog, SANERA, NOTIFY_DIALOG, AdwWindow)

GtkWidget *sanera_notify_dialog_new (GtkWindow *parent,
                                     const SaneraActivityData *data,
                                     GSettings *settings,
                                     const char *connection_id);
void sanera_notify_dialog_set_connection (SaneraNotifyDialog *self, SaneraConnection *connection);

G_END_DECLS
