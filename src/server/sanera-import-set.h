/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-importer.h"

G_BEGIN_DECLS

/* The reports that are imported together, whatever their formats. Those that say something each by
 * itself are told at once, the others after the last one. */
typedef struct _SaneraImportSet SaneraImportSet;

SaneraImportSet *sanera_import_set_new (void);
void sanera_import_set_free (SaneraImportSet *self);
gboolean sanera_import_set_read (SaneraImportSet *self,
                                 const SaneraImporter *importer,
                                 const SaneraReport *report,
                                 const SaneraImportSink *sink,
                                 gpointer data,
                                 GError **error);
gboolean sanera_import_set_goes_on (SaneraImportSet *self);
gboolean sanera_import_set_end (SaneraImportSet *self,
                                const SaneraImportSink *sink,
                                gpointer data,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraImportSet, sanera_import_set_free)

G_END_DECLS
