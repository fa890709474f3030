/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_DEVICE_MERGE_DIALOG (sanera_device_merge_dialog_get_type ())

/* "Merge…": which devices are the same one, and which of them stays. */
G_DECLARE_FINAL_TYPE (SaneraDeviceMergeDialog,
                      sanera_device_merge_dialog,
                      SANERA,
                      DEVICE_MERGE_DIALOG,
                      AdwWindow)

void sanera_device_merge_dialog_present (GtkWidget *page,
                                         SaneraConnection *connection,
                                         GPtrArray *devices);

G_END_DECLS
