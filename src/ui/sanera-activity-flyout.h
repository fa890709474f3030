/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-flyout.h"

G_BEGIN_DECLS

#define SANERA_TYPE_ACTIVITY_FLYOUT (sanera_activity_flyout_get_type ())

/* One remediation activity in full, document sentences [143] and [144]. */
G_DECLARE_FINAL_TYPE (SaneraActivityFlyout,
                      sanera_activity_flyout,
                      SANERA,
                      ACTIVITY_FLYOUT,
                      SaneraFlyout)

SaneraFlyout *sanera_activity_flyout_new (void);

G_END_DECLS
