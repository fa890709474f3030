/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-flyout.h"

G_BEGIN_DECLS

#define SANERA_TYPE_DEVICE_FLYOUT (sanera_device_flyout_get_type ())

/* One device in full; its buttons are the actions "device.…" of SaneraDeviceActions. */
G_DECLARE_FINAL_TYPE (SaneraDeviceFlyout, sanera_device_flyout, SANERA, DEVICE_FLYOUT, SaneraFlyout)

SaneraFlyout *sanera_device_flyout_new (void);

G_END_DECLS
