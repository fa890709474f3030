/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "store-derive.h"
#include "store-findings.h"

G_BEGIN_DECLS

/* An upload that nobody commits vanishes after so long. */
#define SANERA_IMPORT_LIFETIME (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/**
 * SaneraImportComplete:
 * @SANERA_IMPORT_REMEMBERED: as it was said last for the scanner; first *partial*
 * @SANERA_IMPORT_PARTIAL: a part that the report leaves out is unknown
 * @SANERA_IMPORT_COMPLETE: a part that the report leaves out is clean
 */
typedef enum
{
  SANERA_IMPORT_REMEMBERED,
  SANERA_IMPORT_PARTIAL,
  SANERA_IMPORT_COMPLETE,
} SaneraImportComplete;

/**
 * SaneraImportJob:
 * @path: file of the report
 * @name: what it is called for people, a file name
 * @group: (nullable): the device group that its devices go to
 * @complete: whether it says everything
 * @person: who imports it, an e-mail address; "" on the command line
 * @now: when it came in
 */
typedef struct
{
  const char *path;
  const char *name;
  const char *group;
  SaneraImportComplete complete;
  const char *person;
  gint64 now;
} SaneraImportJob;

/**
 * SaneraImportResult:
 * @id: id of the import
 * @format: id of the format
 * @label: what people call the format
 * @counts: what it does to the findings
 * @derived: what follows from that
 * @first_import: (nullable): id of the first import of the same bytes
 * @first_imported_on: when that was, %SANERA_INT_NULL when there was none
 */
typedef struct
{
  char *id;
  const char *format;
  const char *label;
  SaneraImportCounts counts;
  SaneraDerived derived;
  char *first_import;
  gint64 first_imported_on;
} SaneraImportResult;

void sanera_import_result_clear (SaneraImportResult *result);
void sanera_import_result_append_json (const SaneraImportResult *result, GString *out);

/* In one go: the command line. */
gboolean sanera_imports_run (SaneraDb *db,
                             const SaneraImportJob *jobs,
                             guint n_jobs,
                             GArray *results,
                             SaneraImportResult *total,
                             GError **error);

/* In two steps: the HTTP interface. */
gboolean sanera_imports_preview (SaneraDb *db,
                                 const SaneraImportJob *job,
                                 char **id,
                                 GString *out,
                                 GError **error);
gboolean sanera_imports_commit (SaneraDb *db,
                                const char *id,
                                const char *basis,
                                const char *person,
                                gint64 now,
                                gboolean *committed,
                                char **report_path,
                                GString *out,
                                GError **error);
gboolean sanera_imports_append_list (SaneraDb *db,
                                     const char *before,
                                     gint64 limit,
                                     GString *out,
                                     char **next,
                                     GError **error);
gboolean sanera_imports_purge (SaneraDb *db, gint64 now, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraImportResult, sanera_import_result_clear)

G_END_DECLS
