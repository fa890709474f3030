/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-flyout.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXCEPTION_FLYOUT (sanera_exception_flyout_get_type ())

/* One exception in full, with what became of it in each device group. */
G_DECLARE_FINAL_TYPE (SaneraExceptionFlyout,
                      sanera_exception_flyout,
                      SANERA,
                      EXCEPTION_FLYOUT,
                      SaneraFlyout)

SaneraFlyout *sanera_exception_flyout_new (void);

G_END_DECLS
