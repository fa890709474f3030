/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-row.h"

G_BEGIN_DECLS

/* Longest `$filter`, bytes, and deepest nesting. */
#define SANERA_ODATA_FILTER_MAX_LENGTH 8192
#define SANERA_ODATA_FILTER_MAX_DEPTH 32

/**
 * SaneraBinding:
 * @type: 't' text, 'i' integer, 'd' double, 'n' null
 * @text: (nullable): for 't'
 * @integer: for 'i'
 * @number: for 'd'
 *
 * A value that is bound to a parameter.
 */
typedef struct
{
  char type;
  char *text;
  gint64 integer;
  double number;
} SaneraBinding;

GArray *sanera_bindings_new (void);
void sanera_bindings_apply (GArray *bindings, sqlite3_stmt *statement, int first);

gboolean sanera_odata_filter_compile (const char *filter,
                                      const SaneraRowFormat *format,
                                      GString *sql,
                                      GArray *bindings,
                                      GError **error);
int
sanera_odata_filter_find_property (const SaneraRowFormat *format, const char *name, gsize length);
char *sanera_odata_filter_expression (const SaneraRowFormat *format, int property);

G_END_DECLS
