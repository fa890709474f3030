/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-list-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_DEVICE_ACTIONS (sanera_device_actions_get_type ())

/* What is done to devices: the actions "device.move", "device.retire", "device.return",
 * "device.merge" and "device.withdraw", each with the id of a device, or "" for the rows that are
 * selected. */
G_DECLARE_FINAL_TYPE (SaneraDeviceActions, sanera_device_actions, SANERA, DEVICE_ACTIONS, GObject)

/* Most devices that something is done to at once. */
#define SANERA_DEVICE_ACTIONS_MAX 500

SaneraDeviceActions *sanera_device_actions_new (SaneraListPage *page);
GActionGroup *sanera_device_actions_get_group (SaneraDeviceActions *self);
void sanera_device_actions_close (SaneraDeviceActions *self);
gboolean sanera_device_actions_may (SaneraConnection *connection);

G_END_DECLS
