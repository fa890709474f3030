/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_OUTBOX_WINDOW (sanera_outbox_window_get_type ())

/* *Waiting to be sent*: all that the person has done and the server does not have yet. */
G_DECLARE_FINAL_TYPE (SaneraOutboxWindow, sanera_outbox_window, SANERA, OUTBOX_WINDOW, AdwWindow)

GtkWidget *sanera_outbox_window_new (GtkWindow *parent, SaneraConnection *connection);

G_END_DECLS
