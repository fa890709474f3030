/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-activity.h"
#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_ACTIVITY_PROGRESS (sanera_activity_progress_get_type ())

/* "Device remediation progress" of the flyout [144]: the three numbers of rule R6, and the devices,
 * by why they are not fixed. */
G_DECLARE_FINAL_TYPE (SaneraActivityProgress,
                      sanera_activity_progress,
                      SANERA,
                      ACTIVITY_PROGRESS,
                      AdwBin)

SaneraActivityProgress *sanera_activity_progress_new (void);
void sanera_activity_progress_show (SaneraActivityProgress *self,
                                    SaneraConnection *connection,
                                    const char *id);
void sanera_activity_progress_update (SaneraActivityProgress *self, const SaneraActivityData *data);

G_END_DECLS
