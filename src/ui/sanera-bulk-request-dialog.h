/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-recommendation.h"

G_BEGIN_DECLS

#define SANERA_TYPE_BULK_REQUEST_DIALOG (sanera_bulk_request_dialog_get_type ())

/* One form for several recommendations: each becomes a request of its own, with the option that is
 * recommended for it, and the list says what becomes of each. */
G_DECLARE_FINAL_TYPE (SaneraBulkRequestDialog,
                      sanera_bulk_request_dialog,
                      SANERA,
                      BULK_REQUEST_DIALOG,
                      AdwWindow)

GtkWidget *sanera_bulk_request_dialog_present (GtkWindow *parent,
                                               SaneraConnection *connection,
                                               GPtrArray *recommendations);

G_END_DECLS
