/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_TICKET_REST_WINDOW (sanera_ticket_rest_window_get_type ())

/* "Show which": the devices that stay without a ticket (R3 [134]), to be looked through and
 * copied. */
G_DECLARE_FINAL_TYPE (SaneraTicketRestWindow,
                      sanera_ticket_rest_window,
                      SANERA,
                      TICKET_REST_WINDOW,
                      AdwWindow)

GtkWidget *sanera_ticket_rest_window_new (GtkWindow *parent,
                                          SaneraConnection *connection,
                                          const char *recommendation_id,
                                          const char *const *groups,
                                          gint64 target_devices);

G_END_DECLS
