/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-column.h"

G_BEGIN_DECLS

GtkWidget *sanera_top_row_new (SaneraRecord *record, const SaneraCellContext *context);
const char *sanera_top_row_get_id (GtkWidget *row);

G_END_DECLS
