/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-export-private.h"

#include <math.h>
#include <string.h>

#include "sanera-activity.h"
#include "sanera-query-private.h"

/* Written out at a time, in bytes. */
#define BLOCK 65536

/* Steps of SQLite's virtual machine between two looks at the cancellable, for long sorts. */
#define PROGRESS_STEPS 2000

/* All fields of one noun as they are read: one for each that can be written. */
typedef struct
{
  const SaneraField *field;
  int column; /* in the statement */
  gboolean watched; /* does not apply to an activity of which nothing can be watched (R1) */
} Source;

typedef struct
{
  const SaneraListInfo *info;
  GArray *sources; /* of Source */
  char *columns; /* for the statement */
  int type_column; /* of an activity: its remediation type, else -1 */
  int sum_column; /* of a recommendation: exposureSum, else -1 */
} Sources;

typedef struct
{
  SaneraExportJob *job;
  SaneraDb *db;
  SaneraCsv *csv;
  GOutputStream *stream;
  GCancellable *cancellable;

  SaneraRecord *record; /* with cells: the row, again and again */
  Sources *parent; /* without cells */
  Sources *row;
  sqlite3_stmt *parent_statement; /* stands on the parent, NULL: none */
  sqlite3_stmt *row_statement;
} Writer;

/* What an activity of type *attention required* has no word about. */
static const char *const watched_keys[] = { "fixedDevices", "exposedDevices", "unknownDevices",
                                            "newDevices",   "dueOn",          "tickets",
                                            "ticketStatus", "ticketService",  NULL };

static void
sources_free (Sources *self)
{
  g_array_unref (self->sources);
  g_free (self->columns);
  g_free (self);
}

static Sources *
sources_new (SaneraList list)
{
  Sources *self = g_new0 (Sources, 1);
  const SaneraNoun *noun;
  int column = 0;

  self->info = sanera_list_get_info (list);
  self->sources = g_array_new (FALSE, FALSE, sizeof (Source));
  self->type_column = -1;
  self->sum_column = -1;
  noun = self->info->noun;
  self->columns = sanera_db_noun_columns (noun, "r.");
  for (guint i = 0; i < noun->n_fields; i++)
    {
      Source source = { &noun->fields[i], -1, FALSE };

      if ((source.field->flags & SANERA_FIELD_DERIVED) == 0)
        source.column = column++;
      else if (!g_str_equal (source.field->key, "exposureImpact"))
        continue; /* nothing it could be made of */
      if (g_str_equal (source.field->key, "exposureSum"))
        self->sum_column = source.column;
      if (noun == &sanera_activity_noun)
        {
          source.watched = g_strv_contains (watched_keys, source.field->key);
          if (g_str_equal (source.field->key, "type"))
            self->type_column = source.column;
        }
      g_array_append_val (self->sources, source);
    }

  return self;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sources, sources_free)

static sqlite3_stmt *
sources_prepare (Sources *self, SaneraDb *db, const char *where, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s r WHERE r.%s = ?", self->columns,
                                          self->info->table, where);

  return sanera_db_prepare (db, sql, error);
}

/* Of a Microsoft Defender tenant: the figures that only our own server has. How many activities a
 * recommendation has is counted here. */
static gboolean
is_untold (const SaneraField *field)
{
  return (field->flags & SANERA_FIELD_OWN) != 0 &&
         (field->type == SANERA_FIELD_INT || field->type == SANERA_FIELD_DOUBLE) &&
         !g_str_equal (field->key, "activityCount");
}

static void
write_source (Writer *self, Sources *sources, const Source *source, sqlite3_stmt *statement)
{
  const char *text;

  if (source->column < 0)
    {
      double sum =
          sources->sum_column >= 0 ? sqlite3_column_double (statement, sources->sum_column) : 0;

      sanera_csv_add_double (self->csv, self->job->device_count > 0
                                            ? 100.0 * sum / (double)self->job->device_count
                                            : NAN);
      return;
    }
  if (sqlite3_column_type (statement, source->column) == SQLITE_NULL ||
      (self->job->tenant && is_untold (source->field)))
    {
      sanera_csv_add (self->csv, NULL);
      return;
    }

  switch (source->field->type)
    {
    case SANERA_FIELD_STRV:
    case SANERA_FIELD_JSON:
      /* As on the wire: a name may have a comma in it. */
      text = (const char *)sqlite3_column_text (statement, source->column);
      sanera_csv_add (self->csv, g_str_equal (text, "[]") ? NULL : text);
      break;
    case SANERA_FIELD_INT:
      sanera_csv_add_int (self->csv, sqlite3_column_int64 (statement, source->column));
      break;
    case SANERA_FIELD_DOUBLE:
      sanera_csv_add_double (self->csv, sqlite3_column_double (statement, source->column));
      break;
    case SANERA_FIELD_BOOL:
      sanera_csv_add_bool (self->csv, sqlite3_column_int (statement, source->column) != 0);
      break;
    case SANERA_FIELD_TIME:
      sanera_csv_add_time (self->csv, sqlite3_column_int64 (statement, source->column));
      break;
    case SANERA_FIELD_DATE:
      sanera_csv_add_date (self->csv, sqlite3_column_int64 (statement, source->column));
      break;
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    default:
      sanera_csv_add (self->csv, (const char *)sqlite3_column_text (statement, source->column));
      break;
    }
}

/* @statement: (nullable): NULL writes empty cells */
static void
write_sources (Writer *self, Sources *sources, sqlite3_stmt *statement)
{
  gboolean unwatched =
      statement != NULL && sources->type_column >= 0 &&
      sanera_enum_from_nick (&sanera_remediation_type_enum,
                             (const char *)sqlite3_column_text (statement, sources->type_column)) ==
          SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;

  for (guint i = 0; i < sources->sources->len; i++)
    {
      const Source *source = &g_array_index (sources->sources, Source, i);

      if (statement == NULL || (unwatched && source->watched))
        sanera_csv_add (self->csv, NULL);
      else
        write_source (self, sources, source, statement);
    }
}

static void
write_heads (Writer *self)
{
  GArray *cells = self->job->cells;

  for (guint i = 0; i < cells->len; i++)
    sanera_csv_add (self->csv, g_array_index (cells, SaneraExportCell, i).head);
  for (guint i = 0; self->parent != NULL && i < self->parent->sources->len; i++)
    sanera_csv_add (self->csv, g_array_index (self->parent->sources, Source, i).field->key);
  for (guint i = 0; self->row != NULL && i < self->row->sources->len; i++)
    {
      const char *key = g_array_index (self->row->sources, Source, i).field->key;
      g_autofree char *named = g_strconcat ("machine.", key, NULL);

      sanera_csv_add (self->csv, self->parent != NULL ? named : key);
    }
  sanera_csv_end_row (self->csv);
}

/* @has_row: else the line is about the parent alone */
static void
write_row (Writer *self, gboolean has_row)
{
  GArray *cells = self->job->cells;

  for (guint i = 0; i < cells->len; i++)
    {
      const SaneraExportCell *cell = &g_array_index (cells, SaneraExportCell, i);

      cell->write (self->csv, has_row ? self->record : NULL, cell->data);
    }
  if (self->parent != NULL)
    write_sources (self, self->parent, self->parent_statement);
  if (self->row != NULL)
    write_sources (self, self->row, has_row ? self->row_statement : NULL);
  sanera_csv_end_row (self->csv);
}

static gboolean
read_row (Writer *self, gint64 row_id, GError **error)
{
  gboolean found;

  sanera_db_reset (self->row_statement);
  sanera_db_bind_int (self->row_statement, 1, row_id);
  if (!sanera_db_step (self->db, self->row_statement, &found, error))
    return FALSE;
  if (!found)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED, "row %" G_GINT64_FORMAT " is missing",
                   row_id);
      return FALSE;
    }
  if (self->record != NULL)
    {
      /* Nobody else has seen this record: nobody is to be notified. */
      gpointer data = (gpointer)sanera_record_get_data (self->record);

      sanera_db_read_noun (self->row_statement, 0, sanera_record_get_noun (self->record), data);
    }

  return TRUE;
}

static gboolean
find_parent (Writer *self, GError **error)
{
  gboolean found;

  self->parent = sources_new (self->job->parent_list);
  self->parent_statement = sources_prepare (
      self->parent, self->db, sanera_noun_get_column (self->parent->info->noun, 0), error);
  if (self->parent_statement == NULL)
    return FALSE;
  sanera_db_bind_text (self->parent_statement, 1, self->job->parent_id);
  if (!sanera_db_step (self->db, self->parent_statement, &found, error))
    return FALSE;
  if (found)
    return TRUE;

  g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "%s is gone", self->job->parent_id);
  return FALSE;
}

static gboolean
count_rows (Writer *self, GError **error)
{
  g_autoptr (SaneraQuerySql) sql = sanera_query_sql_count (self->job->query);
  sqlite3_stmt *statement = sanera_query_sql_prepare (sql, self->db, error);
  gboolean has_row;

  if (statement == NULL || !sanera_db_step (self->db, statement, &has_row, error))
    return FALSE;

  g_atomic_int_set (&self->job->total, (gint)sqlite3_column_int64 (statement, 0));
  sanera_db_reset (statement);
  return TRUE;
}

/* The ids come in order, which takes no more memory than the order itself; each row is then looked
 * up. A whole row in the sorter would be a copy of the table. */
static gboolean
write_all (Writer *self, GError **error)
{
  g_autoptr (SaneraQuerySql) sql = sanera_query_sql_all (self->job->query, FALSE);
  sqlite3_stmt *statement = sanera_query_sql_prepare (sql, self->db, error);
  guint done = 0;
  int code;

  if (statement == NULL)
    return FALSE;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !read_row (self, sqlite3_column_int64 (statement, 0), error))
        break;
      write_row (self, TRUE);
      g_atomic_int_set (&self->job->done, (gint)++done);
      if (sanera_csv_get_length (self->csv) >= BLOCK &&
          !sanera_csv_write_out (self->csv, self->stream, self->cancellable, error))
        break;
    }
  if (code != SQLITE_DONE)
    {
      if (code != SQLITE_ROW)
        sanera_db_set_error (self->db, code, "export", error);
      sanera_db_reset (statement);
      return FALSE;
    }
  sanera_db_reset (statement);

  if (done == 0 && self->job->parent_id != NULL)
    write_row (self, FALSE);
  return sanera_csv_write_out (self->csv, self->stream, self->cancellable, error);
}

static gboolean
write_in_snapshot (Writer *self, GError **error)
{
  SaneraList list = sanera_query_get_list (self->job->query);
  g_autoptr (Sources) sources = sources_new (list);

  self->row_statement = sources_prepare (sources, self->db, "row_id", error);
  if (self->row_statement == NULL)
    return FALSE;
  if (self->job->cells->len > 0)
    self->record = sanera_record_new (sanera_list_get_record_type (list), NULL);
  else
    {
      self->row = g_steal_pointer (&sources);
      if (self->job->parent_id != NULL && !find_parent (self, error))
        return FALSE;
    }
  if (!count_rows (self, error))
    return FALSE;

  write_heads (self);
  return write_all (self, error);
}

static int
progress_cb (gpointer user_data)
{
  return g_cancellable_is_cancelled (user_data);
}

/**
 * sanera_export_write_rows:
 * @job: what
 * @stream: where to
 * @cancellable: (nullable): ends it
 * @error: set when it fails
 *
 * Writes heads and rows, on any thread.
 *
 * Returns: whether all are written
 */
gboolean
sanera_export_write_rows (SaneraExportJob *job,
                          GOutputStream *stream,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (SaneraDb) db = sanera_db_open (job->path, SANERA_DB_READ_ONLY, error);
  Writer writer = { .job = job, .db = db, .stream = stream, .cancellable = cancellable };
  gboolean ok;

  if (db == NULL)
    return FALSE;

  if (cancellable != NULL)
    sqlite3_progress_handler (sanera_db_get_handle (db), PROGRESS_STEPS, progress_cb, cancellable);
  writer.csv = sanera_csv_new (job->kind, job->decimal_comma);
  /* What a sort cannot keep in its few megabytes goes to a file. All is read from one state. */
  ok = sanera_db_exec (db, "PRAGMA temp_store = FILE", error) &&
       sanera_db_exec (db, "BEGIN", error) && write_in_snapshot (&writer, error);
  g_clear_object (&writer.record);
  g_clear_pointer (&writer.parent, sources_free);
  g_clear_pointer (&writer.row, sources_free);
  sanera_csv_free (writer.csv);

  return ok;
}
