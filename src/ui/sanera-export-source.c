/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-export-source.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sanera-activity-export.h"
#include "sanera-child-columns.h"
#include "sanera-column.h"
#include "sanera-language.h"
#include "sanera-security-task-export.h"
#include "sanera-words.h"

#define FILE_NAME_MAX 100 /* bytes; file systems allow 255 with the ending */

struct _SaneraExportSource
{
  gatomicrefcount references;
  SaneraConnection *connection;
  char *title; /* of the page, or of the activity */
  char *words; /* what it is: "2,114 recommendations" */
  char *(*describe_count) (guint count); /* makes these; NULL: not a page */
  char *note; /* what is to be known of it; NULL: nothing */

  SaneraQuery *all;
  SaneraQuery *selected; /* NULL: nothing is marked */
  guint64 n_all;
  guint64 n_selected;
  const SaneraColumn *columns;
  GArray *states;
  SaneraCellContext context;

  SaneraActivity *activity; /* with its devices; NULL: something else */
  SaneraSecurityTask *task; /* with its devices; NULL: something else */
};

static SaneraExportSource *
source_new (SaneraConnection *connection)
{
  SaneraExportSource *self = g_new0 (SaneraExportSource, 1);

  g_atomic_ref_count_init (&self->references);
  self->connection = g_object_ref (connection);
  return self;
}

/**
 * sanera_export_source_new_for_page:
 * @page: a page with a connection
 *
 * Remembers what the page shows, in which columns and order, and which rows are marked.
 *
 * Returns: (transfer full): the list
 */
SaneraExportSource *
sanera_export_source_new_for_page (SaneraListPage *page)
{
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (page);
  SaneraTable *table = sanera_list_page_get_table (page);
  SaneraSelection *selection = sanera_list_page_get_selection (page);
  SaneraQueryModel *model = sanera_list_page_get_model (page);
  SaneraExportSource *self;

  g_return_val_if_fail (model != NULL, NULL);

  self = source_new (sanera_page_get_connection (SANERA_PAGE (page)));
  self->title = g_strdup (sanera_page_get_title (SANERA_PAGE (page)));
  self->all = sanera_query_ref (sanera_query_model_get_query (model));
  self->n_all = g_list_model_get_n_items (G_LIST_MODEL (model));
  self->describe_count = klass->describe_count;
  self->words = self->describe_count ((guint)self->n_all);
  self->columns = klass->columns;
  self->states = sanera_table_get_column_states (table);
  self->context = *sanera_table_get_context (table);
  if (sanera_selection_get_marked (selection))
    {
      self->selected = sanera_selection_get_query (selection);
      self->n_selected = sanera_selection_get_count (selection);
    }

  return self;
}

/**
 * sanera_export_source_new_for_activity:
 * @connection: where the activity is
 * @activity: an activity
 *
 * Returns: (transfer full): the activity with its devices
 */
SaneraExportSource *
sanera_export_source_new_for_activity (SaneraConnection *connection, SaneraActivity *activity)
{
  g_autoptr (SaneraQuery) devices = sanera_query_new (SANERA_LIST_ACTIVITY_DEVICES);
  SaneraExportSource *self;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (SANERA_IS_ACTIVITY (activity), NULL);

  self = source_new (connection);
  self->title = sanera_words_activity_title (sanera_activity_get_data (activity), FALSE);
  self->words = g_strdup (self->title);
  self->all = sanera_query_with_parent (devices, sanera_record_get_id (SANERA_RECORD (activity)));
  self->activity = g_object_ref (activity);

  return self;
}

/**
 * sanera_export_source_new_for_security_task:
 * @connection: where the task is
 * @task: a security task
 *
 * Returns: (transfer full): the devices of the task, for the tool that deploys the package [131]
 */
SaneraExportSource *
sanera_export_source_new_for_security_task (SaneraConnection *connection, SaneraSecurityTask *task)
{
  g_autoptr (SaneraQuery) devices = sanera_query_new (SANERA_LIST_SECURITY_TASK_DEVICES);
  SaneraExportSource *self;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (SANERA_IS_SECURITY_TASK (task), NULL);

  self = source_new (connection);
  self->title = sanera_words_security_task_title (sanera_security_task_get_data (task), FALSE);
  self->words = g_strdup (self->title);
  self->all = sanera_query_with_parent (devices, sanera_record_get_id (SANERA_RECORD (task)));
  self->task = g_object_ref (task);

  return self;
}

/* Of a list inside a flyout, what its table of columns says is shown. */
static GArray *
create_states (const SaneraColumn *columns, guint n_columns)
{
  GArray *states = g_array_new (FALSE, FALSE, sizeof (SaneraColumnState));

  for (guint i = 0; i < n_columns; i++)
    {
      const SaneraColumnState state = { i, (columns[i].flags & SANERA_COLUMN_VISIBLE) != 0, -1 };

      g_array_append_val (states, state);
    }

  return states;
}

/**
 * sanera_export_source_new_for_rows:
 * @connection: where the rows are
 * @title: what they are and what of: "Exposed devices, Update Chrome"
 * @query: which rows of a list of sanera_child_columns_get(), as they are shown
 * @n_rows: how many are shown
 * @note: (nullable): what is to be known of them, as that they are not all; a sentence
 *
 * Returns: (transfer full): rows inside a flyout, as the cache has them
 */
SaneraExportSource *
sanera_export_source_new_for_rows (SaneraConnection *connection,
                                   const char *title,
                                   SaneraQuery *query,
                                   guint n_rows,
                                   const char *note)
{
  const SaneraCacheInfo *info;
  g_autofree char *number = sanera_language_number (n_rows);
  SaneraExportSource *self;
  guint n_columns;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (title != NULL && query != NULL, NULL);

  self = source_new (connection);
  self->title = g_strdup (title);
  /* Translators: how many rows: "All that the list shows: 38 rows" */
  self->words = g_strdup_printf (ngettext ("%s row", "%s rows", n_rows), number);
  self->note = g_strdup (note);
  self->all = sanera_query_ref (query);
  self->n_all = n_rows;
  self->columns = sanera_child_columns_get (sanera_query_get_list (query), &n_columns);
  self->states = create_states (self->columns, n_columns);
  self->context.now = g_get_real_time ();
  info = sanera_cache_get_info (sanera_connection_get_cache (connection));
  self->context.device_count = info != NULL ? sanera_cache_info_get_impact_base (info) : 0;

  return self;
}

/**
 * sanera_export_source_is_translatable:
 * @self: what is exported
 *
 * Returns: whether sanera_export_source_dup_translated() knows what it is called in another
 *   language; rows inside a flyout are called by that
 */
gboolean
sanera_export_source_is_translatable (SaneraExportSource *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->activity != NULL || self->task != NULL || self->describe_count != NULL;
}

/**
 * sanera_export_source_dup_translated:
 * @self: what is exported; sanera_export_source_is_translatable()
 * @title: of the page, in the language of now
 *
 * Returns: (transfer full): the same, called as in the language of now
 */
SaneraExportSource *
sanera_export_source_dup_translated (SaneraExportSource *self, const char *title)
{
  SaneraExportSource *copy;

  g_return_val_if_fail (self != NULL && sanera_export_source_is_translatable (self), NULL);

  if (self->activity != NULL)
    return sanera_export_source_new_for_activity (self->connection, self->activity);
  if (self->task != NULL)
    return sanera_export_source_new_for_security_task (self->connection, self->task);

  copy = source_new (self->connection);
  copy->title = g_strdup (title);
  copy->describe_count = self->describe_count;
  copy->words = self->describe_count ((guint)self->n_all);
  copy->all = sanera_query_ref (self->all);
  copy->selected = self->selected != NULL ? sanera_query_ref (self->selected) : NULL;
  copy->n_all = self->n_all;
  copy->n_selected = self->n_selected;
  copy->columns = self->columns;
  copy->states = g_array_ref (self->states);
  copy->context = self->context;
  return copy;
}

/**
 * sanera_export_source_ref:
 * @self: what is exported
 *
 * Returns: (transfer full): @self
 */
SaneraExportSource *
sanera_export_source_ref (SaneraExportSource *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * sanera_export_source_unref:
 * @self: (transfer full): what is exported
 */
void
sanera_export_source_unref (SaneraExportSource *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_clear_object (&self->connection);
  g_clear_object (&self->activity);
  g_clear_object (&self->task);
  g_clear_pointer (&self->all, sanera_query_unref);
  g_clear_pointer (&self->selected, sanera_query_unref);
  g_clear_pointer (&self->states, g_array_unref);
  g_free (self->title);
  g_free (self->words);
  g_free (self->note);
  g_free (self);
}

/**
 * sanera_export_source_get_connection:
 * @self: what is exported
 *
 * Returns: (transfer none): where it is
 */
SaneraConnection *
sanera_export_source_get_connection (SaneraExportSource *self)
{
  return self->connection;
}

/**
 * sanera_export_source_get_activity:
 * @self: what is exported
 *
 * Returns: (transfer none) (nullable): the activity, %NULL for a list
 */
SaneraActivity *
sanera_export_source_get_activity (SaneraExportSource *self)
{
  return self->activity;
}

/**
 * sanera_export_source_get_parent_id:
 * @self: what is exported
 * @devices: (out) (optional): the list that its devices are in
 *
 * Returns: (transfer none) (nullable): id of the activity or the security task whose devices are
 *   exported, all of them; %NULL: a list
 */
const char *
sanera_export_source_get_parent_id (SaneraExportSource *self, SaneraList *devices)
{
  if (devices != NULL)
    *devices = sanera_query_get_list (self->all);

  return self->activity != NULL || self->task != NULL ? sanera_query_get_parent (self->all) : NULL;
}

/**
 * sanera_export_source_get_device_count:
 * @self: an activity or a security task
 *
 * Returns: how many devices it has
 */
gint64
sanera_export_source_get_device_count (SaneraExportSource *self)
{
  if (self->task != NULL)
    return sanera_security_task_get_data (self->task)->managed_device_count;

  return self->activity != NULL ? sanera_activity_get_data (self->activity)->target_devices : 0;
}

/**
 * sanera_export_source_is_sent:
 * @self: an activity or a security task
 *
 * Returns: whether the server has it, and with it its devices
 */
gboolean
sanera_export_source_is_sent (SaneraExportSource *self)
{
  return self->activity == NULL ||
         !sanera_activity_data_is_unsent (sanera_activity_get_data (self->activity));
}

/**
 * sanera_export_source_get_count:
 * @self: a list
 * @selected: of the rows that are marked
 *
 * Returns: how many rows there were when the person asked
 */
guint64
sanera_export_source_get_count (SaneraExportSource *self, gboolean selected)
{
  return selected ? self->n_selected : self->n_all;
}

/**
 * sanera_export_source_get_words:
 * @self: what is exported
 *
 * Returns: (transfer none): what it is: "2,114 recommendations", or the title of the activity
 */
const char *
sanera_export_source_get_words (SaneraExportSource *self)
{
  return self->words;
}

/**
 * sanera_export_source_get_note:
 * @self: what is exported
 *
 * Returns: (transfer none) (nullable): what is to be known of it before: that it is of an earlier
 *   time, or not all of it
 */
const char *
sanera_export_source_get_note (SaneraExportSource *self)
{
  return self->note;
}

/**
 * sanera_export_source_get_file_name:
 * @self: what is exported
 *
 * A name in the language of the interface, in lower case, without what file systems refuse or
 * shells stumble over. Invented devices are called so.
 *
 * Returns: (transfer full): a file name
 */
char *
sanera_export_source_get_file_name (SaneraExportSource *self)
{
  gboolean sample = sanera_connection_get_kind (self->connection) == SANERA_CONNECTION_SAMPLE;
  g_autofree char *title =
      sample ? g_strconcat (_ ("Sample data"), " ", self->title, NULL) : g_strdup (self->title);
  g_autofree char *lower = g_utf8_strdown (title, -1);
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *p = lower; *p != '\0' && name->len < FILE_NAME_MAX; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_' ||
          (c == '.' && name->len > 0 && name->str[name->len - 1] != '.'))
        g_string_append_unichar (name, c);
      else if (name->len > 0 && name->str[name->len - 1] != '-')
        g_string_append_c (name, '-');
    }
  while (name->len > 0 && strchr ("-.", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
  if (name->len == 0)
    g_string_append (name, "sanera");
  g_string_append (name, ".csv");

  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* Cells of a list */

typedef struct
{
  const SaneraColumn *column;
  const SaneraColumnCell *cell; /* NULL: by @field, or the words of the column */
  const SaneraField *field; /* NULL: the words of the column */
  SaneraCellContext context;
} Cell;

static void
write_cell (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  const Cell *cell = data;
  gconstpointer values = sanera_record_get_data (record);

  if (cell->cell != NULL)
    {
      cell->cell->write (csv, record, &cell->context);
      return;
    }
  switch (cell->field != NULL ? cell->field->type : SANERA_FIELD_TEXT)
    {
    case SANERA_FIELD_INT:
      sanera_csv_add_int (csv, sanera_field_get_int (cell->field, values));
      break;
    case SANERA_FIELD_DOUBLE:
      sanera_csv_add_double (csv, sanera_field_get_double (cell->field, values));
      break;
    case SANERA_FIELD_TIME:
      sanera_csv_add_time (csv, sanera_field_get_int (cell->field, values));
      break;
    case SANERA_FIELD_DATE:
      sanera_csv_add_date (csv, sanera_field_get_int (cell->field, values));
      break;
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    case SANERA_FIELD_BOOL:
    case SANERA_FIELD_STRV:
    case SANERA_FIELD_JSON:
    default:
      sanera_csv_add_words (csv,
                            sanera_column_get_full_text (cell->column, record, &cell->context));
      break;
    }
}

static void
add_column (SaneraExportSource *self,
            SaneraExport *export,
            const SaneraColumn *column,
            const SaneraNoun *noun)
{
  Cell cell = { column, NULL, sanera_noun_find (noun, column->id), self->context };

  for (guint i = 0; column->cells != NULL && column->cells[i].write != NULL; i++)
    {
      cell.cell = &column->cells[i];
      sanera_export_add_cell (export, sanera_column_cell_get_title (cell.cell, column), write_cell,
                              g_memdup2 (&cell, sizeof cell), g_free);
    }
  if (column->cells == NULL)
    sanera_export_add_cell (export, gettext (column->title), write_cell,
                            g_memdup2 (&cell, sizeof cell), g_free);
}

static void
add_columns (SaneraExportSource *self, SaneraExport *export)
{
  g_autoptr (SaneraRecord) record =
      sanera_record_new (sanera_list_get_record_type (sanera_query_get_list (self->all)), NULL);

  for (guint i = 0; i < self->states->len; i++)
    {
      const SaneraColumnState *state = &g_array_index (self->states, SaneraColumnState, i);

      if (state->visible)
        add_column (self, export, &self->columns[state->column], sanera_record_get_noun (record));
    }
}

/**
 * sanera_export_source_create_export:
 * @self: what is exported
 * @kind: for whom: a spreadsheet gets the columns as they are shown, other programs all fields
 * @selected: only the rows that are marked
 *
 * Returns: (transfer full): the export, to be written
 */
SaneraExport *
sanera_export_source_create_export (SaneraExportSource *self, SaneraCsvKind kind, gboolean selected)
{
  SaneraQuery *query = selected && self->selected != NULL ? self->selected : self->all;
  SaneraExport *export =
      sanera_export_new (sanera_connection_get_cache (self->connection), query, kind);

  if (self->activity != NULL)
    sanera_export_set_parent (export, SANERA_LIST_ACTIVITIES,
                              sanera_record_get_id (SANERA_RECORD (self->activity)));
  else if (self->task != NULL)
    sanera_export_set_parent (export, SANERA_LIST_SECURITY_TASKS,
                              sanera_record_get_id (SANERA_RECORD (self->task)));
  if (kind == SANERA_CSV_SPREADSHEET)
    {
      if (self->activity != NULL)
        sanera_activity_export_add_cells (export, self->activity);
      else if (self->task != NULL)
        sanera_security_task_export_add_cells (export, self->task);
      else
        add_columns (self, export);
    }

  return export;
}
