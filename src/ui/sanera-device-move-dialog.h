/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_DEVICE_MOVE_DIALOG (sanera_device_move_dialog_get_type ())

/* "Move to device group…": one that there is, a new one, or none. */
G_DECLARE_FINAL_TYPE (SaneraDeviceMoveDialog,
                      sanera_device_move_dialog,
                      SANERA,
                      DEVICE_MOVE_DIALOG,
                      AdwMessageDialog)

void sanera_device_move_dialog_present (GtkWidget *page,
                                        SaneraConnection *connection,
                                        GPtrArray *devices);
gboolean sanera_device_move_dialog_present_entry (GtkWidget *page,
                                                  SaneraConnection *connection,
                                                  const SaneraRevision *revision);

G_END_DECLS
