/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-activity.h"
#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_CHANGE_DIALOG (sanera_change_dialog_get_type ())

/* Due date, priority and notes of a remediation activity that is in progress. What is typed is a
 * draft until it is saved or discarded. */
G_DECLARE_FINAL_TYPE (SaneraChangeDialog, sanera_change_dialog, SANERA, CHANGE_DIALOG, AdwWindow)

GtkWindow *sanera_change_dialog_present (GtkWindow *parent,
                                         SaneraConnection *connection,
                                         SaneraActivity *activity);
GtkWindow *sanera_change_dialog_present_entry (GtkWindow *parent,
                                               SaneraConnection *connection,
                                               const SaneraRevision *revision);

G_END_DECLS
