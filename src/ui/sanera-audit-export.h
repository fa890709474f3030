/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-administration.h"
#include "sanera-csv.h"

G_BEGIN_DECLS

/* Told after each page how many lines there are so far. */
typedef void (*SaneraAuditExportProgress) (gint64 lines, gpointer user_data);

/* What a line is about, in words: "Remediation activity: Update Chrome"; "" when the event says it
 * all. (transfer full) */
char *sanera_audit_words_subject (SaneraCache *cache, const SaneraEventData *data);

void sanera_audit_export_async (SaneraConnection *connection,
                                const SaneraAuditFilter *filter,
                                GFile *file,
                                SaneraCsvKind kind,
                                SaneraAuditExportProgress progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *sanera_audit_export_finish (GAsyncResult *result, GError **error);

G_END_DECLS
