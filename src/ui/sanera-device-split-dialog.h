/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-device-identity.h"
#include "sanera-device.h"

G_BEGIN_DECLS

/* "Take apart…": which of the names of a device are another device, and what goes there. */
void sanera_device_split_dialog_present (GtkWidget *page,
                                         SaneraConnection *connection,
                                         SaneraDevice *device);

gboolean sanera_device_split_dialog_can (const char *identity);
char *sanera_device_split_dialog_describe (const SaneraDeviceName *name);
const char *sanera_device_split_dialog_kind (const char *kind);

G_END_DECLS
