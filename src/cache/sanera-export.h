/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-csv.h"

G_BEGIN_DECLS

/**
 * SaneraExportWrite:
 * @csv: where to
 * @record: (nullable): the row, which is used for the next one afterwards; %NULL: the parent has
 *   none
 * @data: what was given with it
 *
 * Writes exactly one cell. It runs on a thread of its own: it may use the words of this room, but
 * no widget and nothing that changes meanwhile.
 */
typedef void (*SaneraExportWrite) (SaneraCsv *csv, SaneraRecord *record, gpointer data);

#define SANERA_TYPE_EXPORT (sanera_export_get_type ())

/* One export of a query to a file, written row by row on a thread of its own. */
G_DECLARE_FINAL_TYPE (SaneraExport, sanera_export, SANERA, EXPORT, GObject)

SaneraExport *sanera_export_new (SaneraCache *cache, SaneraQuery *query, SaneraCsvKind kind);
void sanera_export_set_parent (SaneraExport *self, SaneraList list, const char *id);
void sanera_export_add_cell (SaneraExport *self,
                             const char *head,
                             SaneraExportWrite write,
                             gpointer data,
                             GDestroyNotify data_free);
void sanera_export_write_async (SaneraExport *self,
                                GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean sanera_export_write_finish (SaneraExport *self, GAsyncResult *result, GError **error);
guint sanera_export_get_done (SaneraExport *self);
guint sanera_export_get_total (SaneraExport *self);

G_END_DECLS
