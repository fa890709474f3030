/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-import.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraImportData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_IMPORT_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraImport, sanera_import, "import", "imports", fields)
