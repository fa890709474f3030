/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "sanera-activity.h"
#include "sanera-connection.h"

G_BEGIN_DECLS

gboolean sanera_row_menu_may_request (SaneraConnection *connection);
gboolean sanera_row_menu_may_change (SaneraConnection *connection, const SaneraActivityData *data);
GMenuModel *
sanera_row_menu_new (SaneraConnection *connection, SaneraRecord *record, guint64 selected);

G_END_DECLS
