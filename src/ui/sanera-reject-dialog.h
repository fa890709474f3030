/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-security-task.h"

G_BEGIN_DECLS

#define SANERA_TYPE_REJECT_DIALOG (sanera_reject_dialog_get_type ())

/* Asks for the reason of a rejection [131], which goes back to whoever requested it. */
G_DECLARE_FINAL_TYPE (SaneraRejectDialog, sanera_reject_dialog, SANERA, REJECT_DIALOG, AdwWindow)

SaneraRejectDialog *sanera_reject_dialog_present (GtkWindow *parent,
                                                  SaneraConnection *connection,
                                                  SaneraSecurityTask *task);
SaneraRejectDialog *sanera_reject_dialog_present_entry (GtkWindow *parent,
                                                        SaneraConnection *connection,
                                                        const SaneraRevision *revision);

G_END_DECLS
