/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enum.h"

G_BEGIN_DECLS

/**
 * SaneraFieldType:
 * @SANERA_FIELD_TEXT: `char *`, UTF-8; JSON string, SQL TEXT
 * @SANERA_FIELD_ENUM: `char *` holding the nick of a #SaneraEnum, or a word unknown to this
 * version; JSON string, SQL TEXT
 * @SANERA_FIELD_INT: `gint64`; JSON integer, SQL INTEGER
 * @SANERA_FIELD_DOUBLE: `double`; JSON number, SQL REAL
 * @SANERA_FIELD_BOOL: `gboolean`; JSON true or false, SQL 0 or 1
 * @SANERA_FIELD_TIME: `gint64`, microseconds since 1970 UTC; JSON ISO 8601, SQL INTEGER
 * @SANERA_FIELD_DATE: `gint64`, microseconds since 1970 of a midnight UTC: a date, not a moment;
 *   JSON ISO 8601 at midnight UTC (a plain `YYYY-MM-DD` is read too), SQL INTEGER
 * @SANERA_FIELD_STRV: `char **`; JSON array of strings, SQL TEXT holding that array
 * @SANERA_FIELD_JSON: `char *`, JSON text of any value kept as it came; SQL TEXT
 */
typedef enum
{
  SANERA_FIELD_TEXT = 1,
  SANERA_FIELD_ENUM,
  SANERA_FIELD_INT,
  SANERA_FIELD_DOUBLE,
  SANERA_FIELD_BOOL,
  SANERA_FIELD_TIME,
  SANERA_FIELD_DATE,
  SANERA_FIELD_STRV,
  SANERA_FIELD_JSON,
} SaneraFieldType;

/**
 * SaneraFieldFlags:
 * @SANERA_FIELD_REQUIRED: its absence on the wire is a protocol error
 * @SANERA_FIELD_NULLABLE: an unset value is written as `null` and stored as NULL; without this flag
 *   an unset text is written as `""`, an unset number as 0
 * @SANERA_FIELD_LOCAL: lives only on this desktop: never read from or written to the wire
 * @SANERA_FIELD_OWN: ours: on the wire only in `/sanera/v1`, not in the Defender dialect of `/api`
 * @SANERA_FIELD_DERIVED: on the wire, but without an SQL column: computed when it is written
 */
typedef enum
{
  SANERA_FIELD_NONE = 0,
  SANERA_FIELD_REQUIRED = 1 << 0,
  SANERA_FIELD_NULLABLE = 1 << 1,
  SANERA_FIELD_LOCAL = 1 << 2,
  SANERA_FIELD_OWN = 1 << 3,
  SANERA_FIELD_DERIVED = 1 << 4,
} SaneraFieldFlags;

/**
 * SANERA_INT_NULL:
 *
 * An integer, time or date that is not known. Shown as "–", never as 0.
 */
#define SANERA_INT_NULL G_MININT64

/**
 * SaneraField:
 * @key: the JSON key, camelCase; the SQL column and the GObject property are made from it
 * @type: how it is stored
 * @offset: where in the data struct
 * @flags: see #SaneraFieldFlags
 * @values: (nullable): the known values of a %SANERA_FIELD_ENUM
 *
 * One line of a noun's field table: the only place where a field is declared.
 */
typedef struct
{
  const char *key;
  SaneraFieldType type;
  gsize offset;
  SaneraFieldFlags flags;
  const SaneraEnum *values;
} SaneraField;

#define SANERA_FIELD_PTR(type, data, field) ((type *)(void *)(((char *)(data)) + (field)->offset))
#define SANERA_FIELD_CPTR(type, data, field) \
  ((const type *)(const void *)(((const char *)(data)) + (field)->offset))

gboolean sanera_field_is_string (const SaneraField *field);
const char *sanera_field_get_text (const SaneraField *field, gconstpointer data);
gint64 sanera_field_get_int (const SaneraField *field, gconstpointer data);
double sanera_field_get_double (const SaneraField *field, gconstpointer data);
gboolean sanera_field_get_bool (const SaneraField *field, gconstpointer data);
const char *const *sanera_field_get_strv (const SaneraField *field, gconstpointer data);
gboolean sanera_field_is_null (const SaneraField *field, gconstpointer data);
void sanera_field_reset (const SaneraField *field, gpointer data);
gboolean sanera_field_equal (const SaneraField *field, gconstpointer a, gconstpointer b);
void sanera_field_copy (const SaneraField *field, gpointer to, gconstpointer from);

G_END_DECLS
