/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_IMPORT_FIELDS:
 *
 * A scan report that was imported: by whom, when, which file, and in `preview` what came of it.
 * `undo` is "possible", or the code why it cannot be taken back; then who has acted on it, and how.
 */
#define SANERA_IMPORT_FIELDS(F)                                      \
  F (TEXT, id, "id", SANERA_FIELD_REQUIRED, NULL)                    \
  F (TEXT, file_name, "fileName", SANERA_FIELD_NULLABLE, NULL)       \
  F (TEXT, source, "source", SANERA_FIELD_NULLABLE, NULL)            \
  F (TEXT, device_group, "deviceGroup", SANERA_FIELD_NULLABLE, NULL) \
  F (TEXT, person, "person", SANERA_FIELD_NULLABLE, NULL)            \
  F (BOOL, complete, "complete", SANERA_FIELD_NONE, NULL)            \
  F (TIME, committed_on, "committedOn", SANERA_FIELD_NULLABLE, NULL) \
  F (JSON, preview, "preview", SANERA_FIELD_NULLABLE, NULL)          \
  F (TIME, undone_on, "undoneOn", SANERA_FIELD_NULLABLE, NULL)       \
  F (TEXT, undone_by, "undoneBy", SANERA_FIELD_NULLABLE, NULL)       \
  F (TEXT, undo, "undo", SANERA_FIELD_NULLABLE, NULL)                \
  F (TEXT, undo_person, "undoPerson", SANERA_FIELD_NULLABLE, NULL)   \
  F (TEXT, undo_event, "undoEvent", SANERA_FIELD_NULLABLE, NULL)     \
  F (TIME, undo_at, "undoAt", SANERA_FIELD_NULLABLE, NULL)

/**
 * SaneraImportData:
 *
 * The fields as a plain struct; see %SANERA_IMPORT_FIELDS.
 */
typedef struct
{
  SANERA_IMPORT_FIELDS (SANERA_MEMBER)
} SaneraImportData;

#define SANERA_TYPE_IMPORT (sanera_import_get_type ())

SANERA_DECLARE_NOUN (SaneraImport, sanera_import, IMPORT)

G_END_DECLS
