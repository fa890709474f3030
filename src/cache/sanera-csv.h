/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaneraCsvKind:
 * @SANERA_CSV_SPREADSHEET: heads in the language of the window, byte order mark, the separator that
 *   spreadsheets of that language expect
 * @SANERA_CSV_MACHINE: heads are keys, commas, no byte order mark: RFC 4180
 *
 * For whom a file is written. Both have full numbers, ISO dates, and empty cells for what does not
 * apply. Moments are in UTC for programs (2026-12-25T14:05:00Z) and in the time zone of this
 * desktop for a spreadsheet (2026-12-25 14:05:00), which takes the former for text.
 */
typedef enum
{
  SANERA_CSV_SPREADSHEET = 1,
  SANERA_CSV_MACHINE,
} SaneraCsvKind;

/**
 * SaneraCsv:
 *
 * A file of comma-separated values that is being written; what was not written out yet is kept in
 * memory.
 */
typedef struct _SaneraCsv SaneraCsv;

SaneraCsv *sanera_csv_new (SaneraCsvKind kind, gboolean decimal_comma);
void sanera_csv_free (SaneraCsv *self);
SaneraCsvKind sanera_csv_get_kind (SaneraCsv *self);
void sanera_csv_add (SaneraCsv *self, const char *text);
void sanera_csv_add_words (SaneraCsv *self, char *words);
void sanera_csv_add_double (SaneraCsv *self, double number);
void sanera_csv_add_bool (SaneraCsv *self, gboolean value);
void sanera_csv_add_int (SaneraCsv *self, gint64 number);
void sanera_csv_add_date (SaneraCsv *self, gint64 date);
void sanera_csv_add_time (SaneraCsv *self, gint64 time);
void sanera_csv_end_row (SaneraCsv *self);
GBytes *sanera_csv_to_bytes (SaneraCsv *self);
gsize sanera_csv_get_length (SaneraCsv *self);
gboolean sanera_csv_write_out (SaneraCsv *self,
                               GOutputStream *stream,
                               GCancellable *cancellable,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraCsv, sanera_csv_free)

G_END_DECLS
