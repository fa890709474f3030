/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_IMPORT_DIALOG (sanera_import_dialog_get_type ())

/* Reports: read, shown what they would change, imported together or not. Signal "imported" (char
 * *words): what was done, as a toast says it. */
G_DECLARE_FINAL_TYPE (SaneraImportDialog, sanera_import_dialog, SANERA, IMPORT_DIALOG, AdwWindow)

GtkWidget *
sanera_import_dialog_new (GtkWindow *parent, SaneraConnection *connection, GListModel *files);
GListModel *sanera_import_dialog_list_files (SaneraImportDialog *self);
void sanera_import_dialog_show_preview (SaneraImportDialog *self,
                                        const SaneraImportPreview *preview);

G_END_DECLS
