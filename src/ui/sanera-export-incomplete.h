/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *
sanera_export_incomplete_new (GtkWindow *parent, gint64 here, gint64 expected, const GError *error);

G_END_DECLS
