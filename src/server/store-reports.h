/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

/**
 * SaneraImportComplete:
 * @SANERA_IMPORT_REMEMBERED: nothing is said: as the latest report of the scanner of which it was
 *   said and that is not later; *partial* when there is none
 * @SANERA_IMPORT_PARTIAL: a part that the report leaves out is unknown
 * @SANERA_IMPORT_COMPLETE: a part that the report leaves out is clean
 */
typedef enum
{
  SANERA_IMPORT_REMEMBERED,
  SANERA_IMPORT_PARTIAL,
  SANERA_IMPORT_COMPLETE,
} SaneraImportComplete;

/* What a report may leave out depends on others of its scanner: a report of which nothing was said
 * is taken as the latest marked one that was made no later; of two of the same moment that
 * contradict each other *partial* counts, because what is not known must not be called fixed. The
 * rule looks at when reports were made and never at when they came in, so that any order of them
 * ends in the same state (rule R6). */
gboolean sanera_reports_find (SaneraDb *db,
                              const char *source,
                              const char *content,
                              gint64 *report,
                              GError **error);
gboolean sanera_reports_note_device (SaneraDb *db,
                                     gint64 report,
                                     gint64 machine,
                                     gint64 assessed_on,
                                     gboolean failed,
                                     const char *origin,
                                     GError **error);
gboolean sanera_reports_mark (SaneraDb *db,
                              gint64 report,
                              gint64 reported_on,
                              SaneraImportComplete mark,
                              GHashTable *others,
                              gboolean *complete,
                              GError **error);
gboolean
sanera_reports_move (SaneraDb *db, gint64 from, gint64 to, const char *origins, GError **error);

G_END_DECLS
