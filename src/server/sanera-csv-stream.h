/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-report.h"

G_BEGIN_DECLS

/* Reads a table row by row: RFC 4180, with commas, semicolons or tabs between the cells, and line
 * breaks in cells in quotes. */
typedef struct _SaneraCsvStream SaneraCsvStream;

SaneraCsvStream *sanera_csv_stream_new (const SaneraReport *report, GError **error);
void sanera_csv_stream_free (SaneraCsvStream *self);
gboolean sanera_csv_stream_next (SaneraCsvStream *self, gboolean *has, GError **error);
guint sanera_csv_stream_find (SaneraCsvStream *self, const char *const *names);
const char *sanera_csv_stream_get (SaneraCsvStream *self, guint column);
gboolean sanera_csv_stream_fail (SaneraCsvStream *self, GError **error, const char *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraCsvStream, sanera_csv_stream_free)

G_END_DECLS
