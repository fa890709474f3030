/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "sanera-error.h"
#include "sanera-noun.h"

G_BEGIN_DECLS

/**
 * SaneraDb:
 *
 * One SQLite connection with its cached statements, used by one thread at a time. #SaneraStore owns
 * a writer and a reader, each on its own thread; a list model owns a third one on the main thread.
 */
typedef struct _SaneraDb SaneraDb;

/**
 * SaneraDbFlags:
 * @SANERA_DB_READ_ONLY: never writes; the file must exist
 * @SANERA_DB_NO_WAIT: `busy_timeout` 0: for the main thread, which never waits
 * @SANERA_DB_DURABLE: `synchronous=FULL`: for what cannot be rebuilt (server, outbox); else NORMAL
 */
typedef enum
{
  SANERA_DB_DEFAULT = 0,
  SANERA_DB_READ_ONLY = 1 << 0,
  SANERA_DB_NO_WAIT = 1 << 1,
  SANERA_DB_DURABLE = 1 << 2,
} SaneraDbFlags;

SaneraDb *sanera_db_open (const char *path, SaneraDbFlags flags, GError **error);
void sanera_db_close (SaneraDb *self);
const char *sanera_db_get_path (SaneraDb *self);
sqlite3 *sanera_db_get_handle (SaneraDb *self);

gboolean sanera_db_migrate (SaneraDb *self, const char *resource_folder, GError **error);
gboolean sanera_db_check (SaneraDb *self, GError **error);
gboolean
sanera_db_backup (SaneraDb *self, const char *path, GCancellable *cancellable, GError **error);

gboolean sanera_db_exec (SaneraDb *self, const char *sql, GError **error);
gboolean sanera_db_begin (SaneraDb *self, GError **error);
gboolean sanera_db_commit (SaneraDb *self, GError **error);
void sanera_db_rollback (SaneraDb *self);

/* Statements. A statement is prepared once and kept; sanera_db_prepare() hands it out reset and
 * with all parameters NULL. It must not be finalized, and not be used recursively. */
sqlite3_stmt *sanera_db_prepare (SaneraDb *self, const char *sql, GError **error);
gboolean
sanera_db_step (SaneraDb *self, sqlite3_stmt *statement, gboolean *has_row, GError **error);
gboolean sanera_db_run (SaneraDb *self, sqlite3_stmt *statement, GError **error);
void sanera_db_reset (sqlite3_stmt *statement);
gboolean sanera_db_query_int (SaneraDb *self,
                              gint64 *value,
                              GError **error,
                              const char *sql,
                              const char *types,
                              ...);
gboolean
sanera_db_run_sql (SaneraDb *self, GError **error, const char *sql, const char *types, ...);
gint64 sanera_db_get_changes (SaneraDb *self);

void sanera_db_bind_text (sqlite3_stmt *statement, int index, const char *text);
void sanera_db_bind_int (sqlite3_stmt *statement, int index, gint64 value);
void sanera_db_bind_double (sqlite3_stmt *statement, int index, double value);
const char *sanera_db_column_text (sqlite3_stmt *statement, int column);

/* Records ↔ rows, by field table */
int sanera_db_bind_noun (sqlite3_stmt *statement,
                         int first,
                         const SaneraNoun *noun,
                         gconstpointer data);
void sanera_db_bind_field (sqlite3_stmt *statement,
                           int index,
                           const SaneraField *field,
                           gconstpointer data);
int sanera_db_read_noun (sqlite3_stmt *statement, int first, const SaneraNoun *noun, gpointer data);
char *sanera_db_noun_columns (const SaneraNoun *noun, const char *prefix);
char *sanera_db_noun_upsert_sql (const SaneraNoun *noun, const char *extra_columns);
gboolean
sanera_db_upsert (SaneraDb *self, const SaneraNoun *noun, gconstpointer data, GError **error);

gboolean sanera_db_find_noun (SaneraDb *self,
                              const SaneraNoun *noun,
                              const char *id,
                              gpointer data,
                              gint64 *row,
                              gboolean *found,
                              GError **error);

void sanera_db_set_error (SaneraDb *self, int code, const char *what, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraDb, sanera_db_close)

G_END_DECLS
