/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-export.h"
#include "sanera-list.h"

G_BEGIN_DECLS

/* Between sanera-export.c (what is exported, and the file) and sanera-export-rows.c (the rows). */

typedef struct
{
  char *head;
  SaneraExportWrite write;
  gpointer data;
  GDestroyNotify data_free;
} SaneraExportCell;

typedef struct
{
  char *path; /* of the database */
  SaneraQuery *query;
  SaneraCsvKind kind;
  gboolean decimal_comma;
  gint64 device_count; /* by which sums of exposure are divided */
  gboolean tenant; /* its figures of ours are not told */
  SaneraList parent_list;
  char *parent_id; /* NULL: each row stands for itself */
  GArray *cells; /* of SaneraExportCell; none: all fields */
  gint done; /* atomic */
  gint total; /* atomic */
} SaneraExportJob;

gboolean sanera_export_write_rows (SaneraExportJob *job,
                                   GOutputStream *stream,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
