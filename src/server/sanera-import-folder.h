/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-imports.h"

G_BEGIN_DECLS

/* `import --watch FOLDER`: reports that come into a folder. */
int sanera_import_folder_run (const char *database,
                              const char *folder,
                              const SaneraImportJob *how,
                              gboolean once,
                              gboolean json);

G_END_DECLS
