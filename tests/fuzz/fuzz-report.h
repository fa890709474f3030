/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "fuzz-driver.h"
#include "sanera-importer.h"

G_BEGIN_DECLS

/* Any bytes as a report: an answer or one sentence, never a crash, and texts are UTF-8. */
int fuzz_report (const SaneraImporter *importer, const uint8_t *data, size_t size);

G_END_DECLS
