/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-db-private.h"

#include "sanera-version.h"

/* What an aggregate keeps between two rows; SQLite gives it zeroed. */
typedef struct
{
  SaneraVersionScheme scheme;
  char *version;
} Highest;

static void
highest_step (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *version = (const char *)sqlite3_value_text (values[1]);
  Highest *self;

  if (version == NULL)
    return;
  self = sqlite3_aggregate_context (context, sizeof *self);
  if (self == NULL)
    {
      sqlite3_result_error_nomem (context);
      return;
    }
  if (self->version == NULL)
    self->scheme = sanera_version_scheme_for ((const char *)sqlite3_value_text (values[0]));
  else if (sanera_version_compare (self->scheme, version, self->version) <= 0)
    return;
  g_free (self->version);
  self->version = g_strdup (version);
}

static void
highest_final (sqlite3_context *context)
{
  Highest *self = sqlite3_aggregate_context (context, 0);

  if (self == NULL || self->version == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_text (context, self->version, -1, g_free);
}

/**
 * sanera_db_add_functions:
 * @handle: a connection
 *
 * Adds `highest_version (vendor, version)`, the highest of a group of versions by the rules of the
 * ecosystem that @vendor names; NULL of none. max () would take 9.0 for more than 10.0.
 *
 * Returns: the result code
 */
int
sanera_db_add_functions (sqlite3 *handle)
{
  return sqlite3_create_function_v2 (handle, "highest_version", 2,
                                     SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, NULL, highest_step,
                                     highest_final, NULL);
}
