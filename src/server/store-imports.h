/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "store-derive.h"
#include "store-findings.h"

G_BEGIN_DECLS

/* An upload that nobody commits vanishes after so long. */
#define SANERA_IMPORT_LIFETIME (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/**
 * SaneraImportJob:
 * @id: (nullable): id that the import gets; %NULL makes a new one
 * @path: file of the report
 * @name: what it is called for people, a file name
 * @group: (nullable): the device group that its devices go to
 * @complete: whether it says everything
 * @may_go_on: whether it is taken also where some of it is missing, as pages may be: then it closes
 *   nothing
 * @person: who imports it, an e-mail address; "" on the command line
 * @now: when it came in
 */
typedef struct
{
  const char *id;
  const char *path;
  const char *name;
  const char *group;
  SaneraImportComplete complete;
  gboolean may_go_on;
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
 * @sha256: (nullable): of the file
 * @complete: whether what it leaves out was taken to be clean
 * @goes_on: whether some of what was read together is missing
 * @completes: (nullable): JSON array of `{id, title}` of the activities that complete by it
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
  char *sha256;
  gboolean complete;
  gboolean goes_on;
  char *completes;
} SaneraImportResult;

void sanera_import_result_clear (SaneraImportResult *result);
GArray *sanera_import_results_new (void);
void sanera_import_result_append_json (const SaneraImportResult *result, GString *out);

/* In one go: the command line. */
gboolean sanera_imports_run (SaneraDb *db,
                             const SaneraImportJob *jobs,
                             guint n_jobs,
                             GArray *results,
                             SaneraImportResult *total,
                             GError **error);

gboolean
sanera_imports_is_known (SaneraDb *db, const SaneraImportJob *job, gboolean *known, GError **error);

/* In two steps: the HTTP interface. */
gboolean sanera_imports_preview (SaneraDb *db,
                                 const SaneraImportJob *job,
                                 char **id,
                                 GString *out,
                                 GError **error);
gboolean sanera_imports_preview_all (SaneraDb *db,
                                     const char *const *ids,
                                     gint64 now,
                                     GString *out,
                                     GError **error);
gboolean sanera_imports_commit (SaneraDb *db,
                                const char *const *ids,
                                const char *basis,
                                const char *person,
                                gint64 now,
                                gboolean *committed,
                                GStrv *report_paths,
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
