/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-export.h"
#include "sanera-list-page.h"
#include "sanera-security-task.h"

G_BEGIN_DECLS

/**
 * SaneraExportSource:
 *
 * What a person wants to export: a list as it was on the screen when they asked, on a page or
 * inside a flyout, or one activity or one security task with its devices. Reference counted.
 */
typedef struct _SaneraExportSource SaneraExportSource;

SaneraExportSource *sanera_export_source_new_for_page (SaneraListPage *page);
SaneraExportSource *sanera_export_source_new_for_activity (SaneraConnection *connection,
                                                           SaneraActivity *activity);
SaneraExportSource *sanera_export_source_new_for_security_task (SaneraConnection *connection,
                                                                SaneraSecurityTask *task);
SaneraExportSource *sanera_export_source_new_for_rows (SaneraConnection *connection,
                                                       const char *title,
                                                       SaneraQuery *query,
                                                       guint n_rows,
                                                       const char *note);
gboolean sanera_export_source_is_translatable (SaneraExportSource *self);
SaneraExportSource *sanera_export_source_dup_translated (SaneraExportSource *self,
                                                         const char *title);
SaneraExportSource *sanera_export_source_ref (SaneraExportSource *self);
void sanera_export_source_unref (SaneraExportSource *self);
SaneraConnection *sanera_export_source_get_connection (SaneraExportSource *self);
SaneraActivity *sanera_export_source_get_activity (SaneraExportSource *self);
const char *sanera_export_source_get_parent_id (SaneraExportSource *self, SaneraList *devices);
gint64 sanera_export_source_get_device_count (SaneraExportSource *self);
gboolean sanera_export_source_is_sent (SaneraExportSource *self);
guint64 sanera_export_source_get_count (SaneraExportSource *self, gboolean selected);
const char *sanera_export_source_get_words (SaneraExportSource *self);
const char *sanera_export_source_get_note (SaneraExportSource *self);
char *sanera_export_source_get_file_name (SaneraExportSource *self);
SaneraExport *sanera_export_source_create_export (SaneraExportSource *self,
                                                  SaneraCsvKind kind,
                                                  gboolean selected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraExportSource, sanera_export_source_unref)

G_END_DECLS
