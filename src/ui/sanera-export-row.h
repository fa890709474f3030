/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_EXPORT_ROW (sanera_export_row_get_type ())

/* How far an export is, with a button that stops it. Signal "cancel". */
G_DECLARE_FINAL_TYPE (SaneraExportRow, sanera_export_row, SANERA, EXPORT_ROW, AdwBin)

GtkWidget *sanera_export_row_new (const char *file_name);
void sanera_export_row_set_progress (SaneraExportRow *self, guint done, guint total);

G_END_DECLS
