/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

gboolean sanera_focus_child (GtkWidget *bin, GtkDirectionType direction);

G_END_DECLS
