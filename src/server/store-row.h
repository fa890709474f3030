/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-json.h"

G_BEGIN_DECLS

/**
 * SaneraRowOverride:
 * @key: a field's JSON key; or, when the noun has no such field, a text of its own at the end
 * @sql: what is selected for it instead of its column
 */
typedef struct
{
  const char *key;
  const char *sql;
} SaneraRowOverride;

/**
 * SaneraRowFormat:
 * @noun: what a row is
 * @dialect: which fields are written
 * @keys: (nullable): only these fields, %NULL-terminated
 * @overrides: (nullable): ended by one without a key
 *
 * How rows become JSON objects: straight from the statement, without a record in between.
 */
typedef struct
{
  const SaneraNoun *noun;
  SaneraJsonDialect dialect;
  const char *const *keys;
  const SaneraRowOverride *overrides;
} SaneraRowFormat;

const char *sanera_row_find_version (const SaneraNoun *noun);
char *sanera_row_columns (const SaneraRowFormat *format, const char *prefix);
char *sanera_row_expression (const SaneraRowFormat *format, guint i, const char *prefix);
gboolean sanera_row_has_field (const SaneraRowFormat *format, guint i);

/**
 * SaneraRowWriter:
 *
 * Writes the rows of one format, again and again.
 */
typedef struct _SaneraRowWriter SaneraRowWriter;

SaneraRowWriter *sanera_row_writer_new (const SaneraRowFormat *format, const char *const *select);
void sanera_row_writer_free (SaneraRowWriter *self);
void
sanera_row_writer_append (SaneraRowWriter *self, GString *out, sqlite3_stmt *statement, int first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraRowWriter, sanera_row_writer_free)

G_END_DECLS
