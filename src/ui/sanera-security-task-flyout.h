/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-flyout.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SECURITY_TASK_FLYOUT (sanera_security_task_flyout_get_type ())

/* One security task: what, why, on which devices, and what the IT administrator decides [131]. */
G_DECLARE_FINAL_TYPE (SaneraSecurityTaskFlyout,
                      sanera_security_task_flyout,
                      SANERA,
                      SECURITY_TASK_FLYOUT,
                      SaneraFlyout)

SaneraFlyout *sanera_security_task_flyout_new (void);

G_END_DECLS
