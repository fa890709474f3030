/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-activity.h"
#include "sanera-connection.h"

G_BEGIN_DECLS

void sanera_activity_act (GtkWidget *widget,
                          SaneraConnection *connection,
                          SaneraActivity *activity,
                          SaneraActionKind kind);

G_END_DECLS
