/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-device.h"

G_BEGIN_DECLS

#define SANERA_TYPE_IDENTITY_PANEL (sanera_identity_panel_get_type ())

/* What reports call a device, and which ones it may be the same as; the actions are "device.split",
 * "device.apart" and "device.merge-with". */
G_DECLARE_FINAL_TYPE (SaneraIdentityPanel, sanera_identity_panel, SANERA, IDENTITY_PANEL, AdwBin)

SaneraIdentityPanel *sanera_identity_panel_new (void);
gboolean
sanera_identity_panel_show (SaneraIdentityPanel *self, const SaneraDeviceData *data, gboolean may);

G_END_DECLS
