/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-application.h"

G_BEGIN_DECLS

/* What the desktop can ask of the application, also while it is not running: the menu of its icon,
 * its notifications, its search provider. */
void sanera_application_actions_add (SaneraApplication *self);

G_END_DECLS
