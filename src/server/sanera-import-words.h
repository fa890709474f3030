/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-imports.h"

G_BEGIN_DECLS

/* What an import does, in English words for the command line and the log. */
char *sanera_import_words_counts (const SaneraImportCounts *counts);
char *
sanera_import_words_total (const SaneraImportResult *total, guint n_reports, gboolean dry_run);

G_END_DECLS
