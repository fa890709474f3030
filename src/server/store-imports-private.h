/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-imports.h"

G_BEGIN_DECLS

/* What both ways of importing share. */
gboolean sanera_imports_try (SaneraDb *db,
                             const SaneraImportJob *jobs,
                             guint n_jobs,
                             GArray *results,
                             SaneraImportResult *total,
                             GError **error);
gboolean sanera_imports_record (SaneraDb *db,
                                const SaneraImportJob *jobs,
                                guint n_jobs,
                                GArray *results,
                                GError **error);

G_END_DECLS
