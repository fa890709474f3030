/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-recommendation.h"

G_BEGIN_DECLS

#define SANERA_TYPE_REQUEST_DIALOG (sanera_request_dialog_get_type ())

/* The remediation request [125–130]. What is typed is a draft, kept per recommendation from the
 * first letter until it is submitted or discarded: closing the dialog, in whatever way, costs no
 * word. */
G_DECLARE_FINAL_TYPE (SaneraRequestDialog, sanera_request_dialog, SANERA, REQUEST_DIALOG, AdwWindow)

void sanera_request_dialog_present (GtkWindow *parent,
                                    SaneraConnection *connection,
                                    SaneraRecommendation *recommendation);
gboolean sanera_request_dialog_present_entry (GtkWindow *parent,
                                              SaneraConnection *connection,
                                              SaneraRecommendation *recommendation,
                                              const char *key);

G_END_DECLS
