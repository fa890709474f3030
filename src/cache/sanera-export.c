/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-export.h"

#include <stdlib.h>
#include <string.h>

#include "sanera-export-private.h"
#include "sanera-language.h"

/**
 * SaneraExport:
 *
 * One export of a query to a file: in the order on the screen, from one state of the database, row
 * by row, so that a million rows take no more memory than a hundred. The file appears under its
 * name when it is whole: what is cancelled or fails leaves an older file as it was, and no half
 * one.
 */
struct _SaneraExport
{
  GObject parent_instance;

  SaneraExportJob job;
};

/* Names tried for the file that is being written. */
#define MAX_NAMES 100

G_DEFINE_FINAL_TYPE (SaneraExport, sanera_export, G_TYPE_OBJECT)

static void
cell_clear (gpointer data)
{
  SaneraExportCell *cell = data;

  if (cell->data_free != NULL)
    cell->data_free (cell->data);
  g_free (cell->head);
}

static void
sanera_export_finalize (GObject *object)
{
  SaneraExportJob *job = &SANERA_EXPORT (object)->job;

  g_free (job->path);
  g_clear_pointer (&job->query, sanera_query_unref);
  g_free (job->parent_id);
  g_array_unref (job->cells);

  G_OBJECT_CLASS (sanera_export_parent_class)->finalize (object);
}

static void
sanera_export_class_init (SaneraExportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_export_finalize;
}

static void
sanera_export_init (SaneraExport *self)
{
  self->job.cells = g_array_new (FALSE, FALSE, sizeof (SaneraExportCell));
  g_array_set_clear_func (self->job.cells, cell_clear);
}

/* The sign that numbers of the language have decides what a spreadsheet takes for a separator. */
static gboolean
has_decimal_comma (void)
{
  g_autofree char *number = sanera_language_decimal (0.5, 1);

  return strchr (number, ',') != NULL;
}

/**
 * sanera_export_new:
 * @cache: whose rows
 * @query: which rows, in which order
 * @kind: for whom
 *
 * Without a call of sanera_export_add_cell() all fields are exported, by their keys.
 *
 * Returns: (transfer full): an export that has not begun
 */
SaneraExport *
sanera_export_new (SaneraCache *cache, SaneraQuery *query, SaneraCsvKind kind)
{
  SaneraExport *self;
  const SaneraCacheInfo *info;

  g_return_val_if_fail (SANERA_IS_CACHE (cache), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  self = g_object_new (SANERA_TYPE_EXPORT, NULL);
  info = sanera_cache_get_info (cache);
  self->job.path = g_strdup (sanera_store_get_path (sanera_cache_get_store (cache)));
  self->job.query = sanera_query_ref (query);
  self->job.kind = kind;
  self->job.decimal_comma = has_decimal_comma ();
  if (info != NULL)
    {
      self->job.device_count = sanera_cache_info_get_impact_base (info);
      self->job.tenant = info->tenant;
    }

  return self;
}

/**
 * sanera_export_set_parent:
 * @self: an export of rows that belong to one parent
 * @list: the list of the parent
 * @id: its id
 *
 * Lets each line begin with the fields of the parent, those of the row being named after them
 * ("machine.id"). There is a line for the parent even when it has no rows. With cells of one's own
 * only the latter counts.
 */
void
sanera_export_set_parent (SaneraExport *self, SaneraList list, const char *id)
{
  g_return_if_fail (SANERA_IS_EXPORT (self));
  g_return_if_fail (id != NULL);

  g_free (self->job.parent_id);
  self->job.parent_id = g_strdup (id);
  self->job.parent_list = list;
}

/**
 * sanera_export_add_cell:
 * @self: an export
 * @head: what stands in the first line
 * @write: writes the cell
 * @data: for @write
 * @data_free: (nullable): frees @data
 *
 * Adds a cell to each row.
 */
void
sanera_export_add_cell (SaneraExport *self,
                        const char *head,
                        SaneraExportWrite write,
                        gpointer data,
                        GDestroyNotify data_free)
{
  SaneraExportCell cell = { g_strdup (head), write, data, data_free };

  g_return_if_fail (SANERA_IS_EXPORT (self));
  g_return_if_fail (head != NULL && write != NULL);

  g_array_append_val (self->job.cells, cell);
}

/* The file */

/* A link is followed, as a person expects who chose it; and what is no file, as /dev/full, or not
 * ours to change, is not replaced by one. */
static GFile *
find_target (GFile *file, guint32 *mode, GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (file);
  char *resolved = path != NULL ? realpath (path, NULL) : NULL;
  g_autoptr (GFile) target =
      resolved != NULL ? g_file_new_for_path (resolved) : g_object_ref (file);
  g_autoptr (GFileInfo) info =
      g_file_query_info (target,
                         G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_ACCESS_CAN_WRITE
                                                        "," G_FILE_ATTRIBUTE_UNIX_MODE,
                         G_FILE_QUERY_INFO_NONE, cancellable, NULL);

  free (resolved);
  *mode = 0;
  if (info == NULL)
    return g_steal_pointer (&target);

  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error (error, G_IO_ERROR,
                   g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY
                       ? G_IO_ERROR_IS_DIRECTORY
                       : G_IO_ERROR_NOT_REGULAR_FILE,
                   "%s: not a file", path != NULL ? path : "");
      return NULL;
    }
  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_ACCESS_CAN_WRITE) &&
      !g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_WRITE))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s: not writable",
                   path != NULL ? path : "");
      return NULL;
    }
  *mode = g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_MODE) & 0777;

  return g_steal_pointer (&target);
}

/* A new file beside the one that is to be: they can change places at one blow. */
static GFileOutputStream *
create_beside (GFile *target, GFile **temporary, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (target);

  if (folder == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, "no name of a file");
      return NULL;
    }
  for (guint i = 0; i < MAX_NAMES; i++)
    {
      g_autofree char *name = g_strdup_printf (".sanera-%08x.csv", g_random_int ());
      g_autoptr (GFile) file = g_file_get_child (folder, name);
      g_autoptr (GError) failed = NULL;
      GFileOutputStream *stream = g_file_create (file, G_FILE_CREATE_NONE, cancellable, &failed);

      if (stream != NULL)
        {
          *temporary = g_steal_pointer (&file);
          return stream;
        }
      if (!g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_EXISTS) || i + 1 == MAX_NAMES)
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return NULL;
        }
    }

  g_return_val_if_reached (NULL);
}

static gboolean
write_file (SaneraExportJob *job, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) target = NULL;
  g_autoptr (GFile) temporary = NULL;
  g_autoptr (GFileOutputStream) stream = NULL;
  guint32 mode;
  gboolean ok;

  target = find_target (file, &mode, cancellable, error);
  if (target == NULL)
    return FALSE;
  stream = create_beside (target, &temporary, cancellable, error);
  if (stream == NULL)
    return FALSE;

  ok = sanera_export_write_rows (job, G_OUTPUT_STREAM (stream), cancellable, error);
  /* Without the cancellable: a stream that is not closed keeps its descriptor. */
  ok = g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, ok ? error : NULL) && ok;
  if (ok && mode != 0)
    ok = g_file_set_attribute_uint32 (temporary, G_FILE_ATTRIBUTE_UNIX_MODE, mode,
                                      G_FILE_QUERY_INFO_NONE, NULL, error);
  ok = ok && g_file_move (temporary, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error);
  if (!ok)
    g_file_delete (temporary, NULL, NULL);

  return ok;
}

static void
run_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SaneraExport *self = source;
  g_autoptr (GError) error = NULL;

  if (write_file (&self->job, data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * sanera_export_write_async:
 * @self: an export that has not begun
 * @file: where to; replaced when it exists
 * @cancellable: (nullable): ends it, and leaves nothing
 * @callback: called when the file is there, or never will be
 * @user_data: for @callback
 *
 * Writes the file. The database is read through a connection of its own, so lists and syncs go on
 * beside it.
 */
void
sanera_export_write_async (SaneraExport *self,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SANERA_IS_EXPORT (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_export_write_async);
  /* A file that is whole is there, even if somebody wanted to stop it at the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, run_cb);
}

/**
 * sanera_export_write_finish:
 * @self: an export
 * @result: what the callback was given
 * @error: a #GIOErrorEnum of the file, %G_IO_ERROR_CANCELLED, or %SANERA_ERROR_CACHE and others of
 *   the database
 *
 * Returns: whether the file is there
 */
gboolean
sanera_export_write_finish (SaneraExport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sanera_export_get_done:
 * @self: an export
 *
 * Returns: how many rows are written
 */
guint
sanera_export_get_done (SaneraExport *self)
{
  g_return_val_if_fail (SANERA_IS_EXPORT (self), 0);

  return (guint)g_atomic_int_get (&self->job.done);
}

/**
 * sanera_export_get_total:
 * @self: an export
 *
 * Returns: how many rows there are; 0 while they are being counted
 */
guint
sanera_export_get_total (SaneraExport *self)
{
  g_return_val_if_fail (SANERA_IS_EXPORT (self), 0);

  return (guint)g_atomic_int_get (&self->job.total);
}
