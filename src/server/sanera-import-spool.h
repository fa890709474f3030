/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-importer.h"

G_BEGIN_DECLS

/* Puts findings that come in any order into that of devices: what is found goes to a temporary file
 * first, so memory holds a few bytes of each. */
typedef struct _SaneraImportSpool SaneraImportSpool;

SaneraImportSpool *sanera_import_spool_new (const char *document, GError **error);
void sanera_import_spool_free (SaneraImportSpool *self);
guint sanera_import_spool_device (SaneraImportSpool *self, const char *key);
void sanera_import_spool_describe (SaneraImportSpool *self,
                                   guint device,
                                   const SaneraReportDevice *description);
void sanera_import_spool_part (SaneraImportSpool *self, guint device, const char *part);
gboolean sanera_import_spool_installed (SaneraImportSpool *self,
                                        guint device,
                                        const char *part,
                                        const char *component,
                                        const char *version,
                                        GError **error);
gboolean sanera_import_spool_finding (SaneraImportSpool *self,
                                      guint device,
                                      const char *part,
                                      const SaneraFinding *finding,
                                      GError **error);
gboolean sanera_import_spool_weaknesses (SaneraImportSpool *self,
                                         guint device,
                                         const char *part,
                                         SaneraFinding *finding,
                                         GPtrArray *weaknesses,
                                         GError **error);
gboolean sanera_import_spool_tell (SaneraImportSpool *self,
                                   gint64 assessed_on,
                                   const SaneraImportSink *sink,
                                   gpointer data,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraImportSpool, sanera_import_spool_free)

G_END_DECLS
