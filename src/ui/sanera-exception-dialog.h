/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-recommendation.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXCEPTION_DIALOG (sanera_exception_dialog_get_type ())

/* The dialog "Exception options": sets recommendations aside for a time (R8). What is typed is a
 * draft, kept per recommendation from the first letter until the exception is made or the draft is
 * discarded. */
G_DECLARE_FINAL_TYPE (SaneraExceptionDialog,
                      sanera_exception_dialog,
                      SANERA,
                      EXCEPTION_DIALOG,
                      AdwWindow)

void sanera_exception_dialog_present (GtkWindow *parent,
                                      SaneraConnection *connection,
                                      GPtrArray *recommendations);
gboolean sanera_exception_dialog_present_entry (GtkWindow *parent,
                                                SaneraConnection *connection,
                                                const SaneraRevision *revision);

G_END_DECLS
