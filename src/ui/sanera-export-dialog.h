/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-export-source.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXPORT_DIALOG (sanera_export_dialog_get_type ())

/* For whom, and which rows: the one question before the file is chosen. Signal "export" (guint
 * kind, gboolean selected). */
G_DECLARE_FINAL_TYPE (SaneraExportDialog, sanera_export_dialog, SANERA, EXPORT_DIALOG, GObject)

GtkWindow *sanera_export_dialog_get_window (SaneraExportDialog *self);
SaneraExportDialog *sanera_export_dialog_present (GtkWindow *parent, SaneraExportSource *source);

G_END_DECLS
