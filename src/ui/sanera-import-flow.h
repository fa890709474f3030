/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

#define SANERA_TYPE_IMPORT_FLOW (sanera_import_flow_get_type ())

/* From "Import scan…" to the last report: the right connection, who the person is, which files,
 * one dialog for all of them. */
G_DECLARE_FINAL_TYPE (SaneraImportFlow, sanera_import_flow, SANERA, IMPORT_FLOW, GObject)

SaneraImportFlow *sanera_import_flow_new (SaneraWindow *window, GMenu *recent_menu);
void sanera_import_flow_start (SaneraImportFlow *self, GListModel *files);

G_END_DECLS
