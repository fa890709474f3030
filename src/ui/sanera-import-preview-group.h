/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

/**
 * SaneraImportPreviewGroup:
 *
 * What an import would change, a row for each number, with the names of the activities that would
 * complete by it.
 */
#define SANERA_TYPE_IMPORT_PREVIEW_GROUP (sanera_import_preview_group_get_type ())
G_DECLARE_FINAL_TYPE (SaneraImportPreviewGroup,
                      sanera_import_preview_group,
                      SANERA,
                      IMPORT_PREVIEW_GROUP,
                      AdwPreferencesGroup)

void sanera_import_preview_group_show (SaneraImportPreviewGroup *self,
                                       const SaneraImportPreview *preview,
                                       const char *what,
                                       guint left_out,
                                       SaneraCache *cache);
void sanera_import_preview_group_show_nothing (SaneraImportPreviewGroup *self);

G_END_DECLS
