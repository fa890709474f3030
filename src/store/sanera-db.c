/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-db-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Statements kept prepared. Lists build their SQL from filters and orders, so the number of
 * different texts has no natural bound; the one handed out longest ago goes first. */
#define MAX_STATEMENTS 512

#define BUSY_TIMEOUT_MS 5000

struct _SaneraDb
{
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* SQL text → CachedStatement */
  GQueue order; /* of CachedStatement, the most recently handed out first */
};

typedef struct
{
  char *sql;
  sqlite3_stmt *statement;
  GList link;
} CachedStatement;

static void
cached_statement_free (gpointer data)
{
  CachedStatement *cached = data;

  sqlite3_finalize (cached->statement);
  g_free (cached->sql);
  g_free (cached);
}

static SaneraError
map_code (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return SANERA_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return SANERA_ERROR_DAMAGED;
    case SQLITE_FULL:
      return SANERA_ERROR_FULL;
    default:
      return SANERA_ERROR_CACHE;
    }
}

/**
 * sanera_db_set_error:
 * @self: a database
 * @code: SQLite result code of the call that failed
 * @what: what was tried, for the message
 * @error: (out) (optional): where to put it
 *
 * Sets a #SaneraError for @code, or %G_IO_ERROR_CANCELLED when the statement was interrupted.
 */
void
sanera_db_set_error (SaneraDb *self, int code, const char *what, GError **error)
{
  g_return_if_fail (self != NULL);

  if ((code & 0xff) == SQLITE_INTERRUPT)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: interrupted", what);
      return;
    }

  g_set_error (error, SANERA_ERROR, (int)map_code (code), "%s: %s: %s", self->path, what,
               self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code));
}

static gboolean
run_pragmas (SaneraDb *self, SaneraDbFlags flags, GError **error)
{
  gboolean ok;

  sqlite3_busy_timeout (self->handle, (flags & SANERA_DB_NO_WAIT) != 0 ? 0 : BUSY_TIMEOUT_MS);
  if ((flags & SANERA_DB_READ_ONLY) == 0)
    {
      ok = sanera_db_exec (self, "PRAGMA journal_mode = WAL", error) &&
           sanera_db_exec (self,
                           (flags & SANERA_DB_DURABLE) != 0 ? "PRAGMA synchronous = FULL"
                                                            : "PRAGMA synchronous = NORMAL",
                           error) &&
           /* 32 MiB: a bulk load touches several B-trees at random places */
           sanera_db_exec (self, "PRAGMA cache_size = -32768", error);
      if (!ok)
        return FALSE;
    }

  return sanera_db_exec (self, "PRAGMA foreign_keys = ON", error) &&
         sanera_db_exec (self, "PRAGMA trusted_schema = OFF", error) &&
         sanera_db_exec (self, "PRAGMA temp_store = MEMORY", error);
}

/**
 * sanera_db_open:
 * @path: the file; created with mode 0600 unless %SANERA_DB_READ_ONLY
 * @flags: see #SaneraDbFlags
 * @error: %SANERA_ERROR_CACHE when it cannot be opened, %SANERA_ERROR_DAMAGED when it is not a
 *   database, %SANERA_ERROR_BUSY, %SANERA_ERROR_FULL
 *
 * Opens one connection: WAL, foreign keys on, and the schema checked for readability.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL
 */
SaneraDb *
sanera_db_open (const char *path, SaneraDbFlags flags, GError **error)
{
  g_autoptr (SaneraDb) self = NULL;
  int open_flags;
  int code;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (SaneraDb, 1);
  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, cached_statement_free);

  if ((flags & SANERA_DB_READ_ONLY) == 0)
    {
      /* SQLite gives its journal files the mode of the database: so the database comes first. */
      int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

      if (fd < 0)
        {
          int errsv = errno;

          g_set_error (error, SANERA_ERROR,
                       errsv == ENOSPC ? SANERA_ERROR_FULL : SANERA_ERROR_CACHE,
                       "%s: cannot be opened: %s", path, g_strerror (errsv));
          return NULL;
        }
      close (fd);
      open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
  else
    open_flags = SQLITE_OPEN_READONLY;

  code = sqlite3_open_v2 (path, &self->handle, open_flags | SQLITE_OPEN_NOMUTEX, NULL);
  if (code != SQLITE_OK)
    {
      sanera_db_set_error (self, code, "open", error);
      return NULL;
    }
  sqlite3_extended_result_codes (self->handle, 1);
  code = sanera_db_add_functions (self->handle);
  if (code != SQLITE_OK)
    {
      sanera_db_set_error (self, code, "add functions", error);
      return NULL;
    }
  if (!run_pragmas (self, flags, error))
    return NULL;
  /* Opening reads nothing: this does, and finds out what the file is. */
  if (!sanera_db_exec (self, "SELECT count (*) FROM sqlite_schema", error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * sanera_db_close:
 * @self: (transfer full) (nullable): a database
 *
 * Finalizes the statements and closes the connection.
 */
void
sanera_db_close (SaneraDb *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_free (self);
}

/**
 * sanera_db_get_path:
 * @self: a database
 *
 * Returns: (transfer none): its file
 */
const char *
sanera_db_get_path (SaneraDb *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/**
 * sanera_db_get_handle:
 * @self: a database
 *
 * Returns: (transfer none): SQLite's own handle
 */
sqlite3 *
sanera_db_get_handle (SaneraDb *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->handle;
}

/**
 * sanera_db_exec:
 * @self: a database
 * @sql: one or more statements without parameters
 * @error: set when one fails
 *
 * Returns: whether all were run
 */
gboolean
sanera_db_exec (SaneraDb *self, const char *sql, GError **error)
{
  int code;

  g_return_val_if_fail (self != NULL, FALSE);

  code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (code != SQLITE_OK)
    {
      g_autofree char *what = g_strndup (sql, 60);

      sanera_db_set_error (self, code, what, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * sanera_db_begin:
 * @self: a database
 * @error: %SANERA_ERROR_BUSY when another writer does not come to an end
 *
 * Starts a write transaction (`BEGIN IMMEDIATE`).
 *
 * Returns: whether it was started
 */
gboolean
sanera_db_begin (SaneraDb *self, GError **error)
{
  return sanera_db_exec (self, "BEGIN IMMEDIATE", error);
}

/**
 * sanera_db_commit:
 * @self: a database in a transaction
 * @error: set when it fails; the transaction then is rolled back
 *
 * Returns: whether everything is written
 */
gboolean
sanera_db_commit (SaneraDb *self, GError **error)
{
  if (sanera_db_exec (self, "COMMIT", error))
    return TRUE;

  sanera_db_rollback (self);
  return FALSE;
}

/**
 * sanera_db_rollback:
 * @self: a database
 *
 * Takes back what the transaction did. Does nothing when SQLite has done so already, as it does
 * after some errors (a full disk).
 */
void
sanera_db_rollback (SaneraDb *self)
{
  g_return_if_fail (self != NULL);

  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * sanera_db_prepare:
 * @self: a database
 * @sql: one statement
 * @error: set when it is not valid, or the schema cannot be read
 *
 * Hands out the statement for @sql, reset and with all parameters NULL. It is prepared once and
 * belongs to @self. One text must not be used by two loops at once.
 *
 * Returns: (transfer none) (nullable): the statement
 */
sqlite3_stmt *
sanera_db_prepare (SaneraDb *self, const char *sql, GError **error)
{
  CachedStatement *cached;
  sqlite3_stmt *statement = NULL;
  int code;

  g_return_val_if_fail (self != NULL, NULL);

  cached = g_hash_table_lookup (self->statements, sql);
  if (cached != NULL)
    {
      g_queue_unlink (&self->order, &cached->link);
      g_queue_push_head_link (&self->order, &cached->link);
      sqlite3_reset (cached->statement);
      sqlite3_clear_bindings (cached->statement);
      return cached->statement;
    }

  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      g_autofree char *what = g_strndup (sql, 120);

      sanera_db_set_error (self, code, what, error);
      return NULL;
    }

  if (g_queue_get_length (&self->order) >= MAX_STATEMENTS)
    {
      CachedStatement *oldest = g_queue_peek_tail (&self->order);

      g_queue_unlink (&self->order, &oldest->link);
      g_hash_table_remove (self->statements, oldest->sql);
    }
  cached = g_new0 (CachedStatement, 1);
  cached->sql = g_strdup (sql);
  cached->statement = statement;
  cached->link.data = cached;
  g_hash_table_insert (self->statements, cached->sql, cached);
  g_queue_push_head_link (&self->order, &cached->link);

  return statement;
}

/**
 * sanera_db_step:
 * @self: a database
 * @statement: a statement of @self
 * @has_row: (out): whether there is a (next) row
 * @error: set when it fails; the statement then is reset
 *
 * Returns: whether it went well. After the last row the statement is reset.
 */
gboolean
sanera_db_step (SaneraDb *self, sqlite3_stmt *statement, gboolean *has_row, GError **error)
{
  int code = sqlite3_step (statement);

  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW)
    return TRUE;
  if (code == SQLITE_DONE)
    {
      sqlite3_reset (statement);
      return TRUE;
    }

  sanera_db_set_error (self, code, sqlite3_sql (statement), error);
  sqlite3_reset (statement);
  return FALSE;
}

/**
 * sanera_db_run:
 * @self: a database
 * @statement: a statement of @self whose rows, if any, do not matter
 * @error: set when it fails
 *
 * Runs the statement to its end and resets it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_db_run (SaneraDb *self, sqlite3_stmt *statement, GError **error)
{
  gboolean has_row;

  do
    {
      if (!sanera_db_step (self, statement, &has_row, error))
        return FALSE;
    }
  while (has_row);

  return TRUE;
}

/**
 * sanera_db_reset:
 * @statement: a statement that is not to be stepped to its end
 *
 * Ends the statement's read transaction.
 */
void
sanera_db_reset (sqlite3_stmt *statement)
{
  sqlite3_reset (statement);
}

/**
 * sanera_db_bind_text:
 * @statement: a statement
 * @index: parameter, from 1
 * @text: (nullable): UTF-8; copied
 */
void
sanera_db_bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  int code = text != NULL ? sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT)
                          : sqlite3_bind_null (statement, index);

  g_assert (code == SQLITE_OK);
}

/**
 * sanera_db_bind_int:
 * @statement: a statement
 * @index: parameter, from 1
 * @value: the value; %SANERA_INT_NULL becomes NULL
 */
void
sanera_db_bind_int (sqlite3_stmt *statement, int index, gint64 value)
{
  int code = value != SANERA_INT_NULL ? sqlite3_bind_int64 (statement, index, value)
                                      : sqlite3_bind_null (statement, index);

  g_assert (code == SQLITE_OK);
}

/**
 * sanera_db_bind_double:
 * @statement: a statement
 * @index: parameter, from 1
 * @value: the value; NAN becomes NULL
 */
void
sanera_db_bind_double (sqlite3_stmt *statement, int index, double value)
{
  int code = sqlite3_bind_double (statement, index, value); /* SQLite makes NULL of NAN itself */

  g_assert (code == SQLITE_OK);
}

/**
 * sanera_db_column_text:
 * @statement: a statement on a row
 * @column: column, from 0
 *
 * Returns: (transfer none) (nullable): the text, valid until the next step
 */
const char *
sanera_db_column_text (sqlite3_stmt *statement, int column)
{
  return (const char *)sqlite3_column_text (statement, column);
}

static void
bind_arguments (sqlite3_stmt *statement, const char *types, va_list arguments)
{
  for (int i = 0; types[i] != '\0'; i++)
    switch (types[i])
      {
      case 't':
        sanera_db_bind_text (statement, i + 1, va_arg (arguments, const char *));
        break;
      case 'i':
        sanera_db_bind_int (statement, i + 1, va_arg (arguments, gint64));
        break;
      case 'd':
        sanera_db_bind_double (statement, i + 1, va_arg (arguments, double));
        break;
      default:
        g_assert_not_reached ();
      }
}

/**
 * sanera_db_query_int:
 * @self: a database
 * @value: (out): first column of the first row, %SANERA_INT_NULL when it is NULL or there is no row
 * @error: set when it fails
 * @sql: a query
 * @types: a letter for each argument: t text, i #gint64, d double
 * @...: the arguments
 *
 * Returns: whether it went well
 */
gboolean
sanera_db_query_int (SaneraDb *self,
                     gint64 *value,
                     GError **error,
                     const char *sql,
                     const char *types,
                     ...)
{
  sqlite3_stmt *statement = sanera_db_prepare (self, sql, error);
  gboolean has_row;
  va_list arguments;

  *value = SANERA_INT_NULL;
  if (statement == NULL)
    return FALSE;

  va_start (arguments, types);
  bind_arguments (statement, types, arguments);
  va_end (arguments);
  if (!sanera_db_step (self, statement, &has_row, error))
    return FALSE;
  if (has_row && sqlite3_column_type (statement, 0) != SQLITE_NULL)
    *value = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  return TRUE;
}

/**
 * sanera_db_run_sql:
 * @self: a database
 * @error: set when it fails
 * @sql: a statement
 * @types: a letter for each argument: t text, i #gint64, d double
 * @...: the arguments
 *
 * Prepares, binds and runs.
 *
 * Returns: whether it went well
 */
gboolean
sanera_db_run_sql (SaneraDb *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement = sanera_db_prepare (self, sql, error);
  va_list arguments;

  if (statement == NULL)
    return FALSE;

  va_start (arguments, types);
  bind_arguments (statement, types, arguments);
  va_end (arguments);

  return sanera_db_run (self, statement, error);
}

/**
 * sanera_db_get_changes:
 * @self: a database
 *
 * Returns: number of rows the last INSERT, UPDATE or DELETE changed
 */
gint64
sanera_db_get_changes (SaneraDb *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_changes64 (self->handle);
}
