/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-row-cache.h"

/* Rows read around the one that was asked for: a list view asks for its neighbours next. */
#define WINDOW_BEFORE 16
#define WINDOW_AFTER 48

/* Objects kept although nobody holds them. A list view holds about 205 by itself. */
#define KEPT 256

/* What may be spent on reading in one turn of the main loop, in microseconds. Warm rows take 10
 * each; what does not fit is read by the reader thread. */
#define TURN_BUDGET 4000

typedef struct
{
  SaneraRowCache *rows;
  guint32 row_id;
  SaneraRecord *record; /* not owned */
  GList link; /* in kept, when is_kept */
  gboolean is_kept;
} Entry;

struct _SaneraRowCache
{
  SaneraCache *cache;
  SaneraList list;
  GHashTable *entries; /* row id → Entry, of the objects that are alive */
  GQueue kept; /* of Entry, the last used first; each holds a reference to its record */

  gint64 spent;
  guint turn_source;

  GArray *missing; /* guint32: rows of placeholders the reader is to fill */
  GArray *asked; /* those of the job under way */
  GCancellable *cancellable;
};

static void
forget_cb (gpointer user_data, GObject *object)
{
  Entry *entry = user_data;

  g_hash_table_remove (entry->rows->entries, GUINT_TO_POINTER (entry->row_id));
}

static Entry *
add (SaneraRowCache *self, guint32 row_id, SaneraRecord *record)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->rows = self;
  entry->row_id = row_id;
  entry->record = record;
  entry->link.data = entry;
  sanera_record_set_row_id (record, row_id);
  g_hash_table_insert (self->entries, GUINT_TO_POINTER (row_id), entry);
  g_object_weak_ref (G_OBJECT (record), forget_cb, entry);

  return entry;
}

static void
drop_last (SaneraRowCache *self)
{
  Entry *entry = g_queue_peek_tail (&self->kept);

  g_queue_unlink (&self->kept, &entry->link);
  entry->is_kept = FALSE;
  g_object_unref (entry->record);
}

/* Makes it the one used last. */
static void
touch (SaneraRowCache *self, Entry *entry)
{
  if (entry->is_kept)
    g_queue_unlink (&self->kept, &entry->link);
  else
    g_object_ref (entry->record);
  entry->is_kept = TRUE;
  g_queue_push_head_link (&self->kept, &entry->link);
  while (g_queue_get_length (&self->kept) > KEPT)
    drop_last (self);
}

static void
drop_all (SaneraRowCache *self)
{
  while (!g_queue_is_empty (&self->kept))
    drop_last (self);
}

/**
 * sanera_row_cache_new:
 * @cache: where the rows are
 * @list: which list
 *
 * Returns: (transfer full): an empty one
 */
SaneraRowCache *
sanera_row_cache_new (SaneraCache *cache, SaneraList list)
{
  SaneraRowCache *self = g_new0 (SaneraRowCache, 1);

  self->cache = g_object_ref (cache);
  self->list = list;
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->missing = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->cancellable = g_cancellable_new ();

  return self;
}

/**
 * sanera_row_cache_free:
 * @self: (transfer full): the objects of a list; those that somebody holds live on as they are
 */
void
sanera_row_cache_free (SaneraRowCache *self)
{
  GHashTableIter iter;
  Entry *entry;

  g_cancellable_cancel (self->cancellable);
  drop_all (self);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&entry))
    g_object_weak_unref (G_OBJECT (entry->record), forget_cb, entry);
  g_hash_table_unref (self->entries);
  g_clear_handle_id (&self->turn_source, g_source_remove);
  g_array_unref (self->missing);
  g_clear_pointer (&self->asked, g_array_unref);
  g_object_unref (self->cancellable);
  g_object_unref (self->cache);
  g_free (self);
}

/* Reading by the reader thread */

typedef struct
{
  SaneraList list;
  GArray *ids;
} ReadJob;

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  g_array_unref (job->ids);
  g_free (job);
}

static void
row_data_clear (gpointer data)
{
  SaneraRowData *row = data;

  sanera_noun_data_free (row->noun, row->data);
}

/**
 * sanera_row_data_read:
 * @db: a connection
 * @list: a list
 * @ids: (element-type guint32): row ids
 * @error: set when it cannot be read
 *
 * Returns: (transfer full) (nullable) (element-type SaneraRowData): those rows
 */
GArray *
sanera_row_data_read (SaneraDb *db, SaneraList list, const GArray *ids, GError **error)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  g_autoptr (GArray) rows = g_array_sized_new (FALSE, FALSE, sizeof (SaneraRowData), ids->len);

  g_array_set_clear_func (rows, row_data_clear);
  for (guint i = 0; i < ids->len; i++)
    {
      SaneraRowData row = { .row_id = g_array_index (ids, guint32, i), .noun = noun };
      gpointer data = sanera_noun_data_new (noun);
      gboolean found;
      gboolean ok = sanera_cache_read_row (db, list, row.row_id, data, &found, error);

      if (ok && found)
        row.data = g_steal_pointer (&data);
      sanera_noun_data_free (noun, data);
      if (!ok)
        return NULL;
      g_array_append_val (rows, row);
    }

  return g_steal_pointer (&rows);
}

static gboolean
read_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  const ReadJob *job = data;

  *result = sanera_row_data_read (db, job->list, job->ids, error);
  *result_free = (GDestroyNotify)g_array_unref;
  return *result != NULL;
}

static void ask (SaneraRowCache *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraRowCache *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = sanera_store_run_finish (SANERA_STORE (source), result, &error);

  /* Cancelled means freed. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_pointer (&self->asked, g_array_unref);
  if (rows != NULL)
    sanera_row_cache_update (self, rows);
  else
    sanera_cache_note_error (self->cache, error);
  ask (self);
}

/* One job at a time. */
static void
ask (SaneraRowCache *self)
{
  ReadJob *job;

  if (self->asked != NULL || self->missing->len == 0)
    return;

  self->asked = g_steal_pointer (&self->missing);
  self->missing = g_array_new (FALSE, FALSE, sizeof (guint32));
  job = g_new (ReadJob, 1);
  job->list = self->list;
  job->ids = g_array_ref (self->asked);
  sanera_store_read_async (sanera_cache_get_store (self->cache), read_func, job, read_job_free,
                           self->cancellable, read_cb, self);
}

/* Reading by the main thread */

static gboolean
turn_cb (gpointer user_data)
{
  SaneraRowCache *self = user_data;

  self->turn_source = 0;
  self->spent = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

/* Reads one row at once. Returns %FALSE when it cannot be had without waiting. */
static gboolean
read_now (SaneraRowCache *self, guint32 row_id)
{
  const SaneraNoun *noun = sanera_list_get_info (self->list)->noun;
  SaneraDb *db = sanera_cache_get_main_db (self->cache);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraRecord) record = NULL;
  gpointer data;
  gboolean found;

  if (db == NULL || self->spent > TURN_BUDGET)
    return FALSE;

  data = sanera_noun_data_new (noun);
  if (!sanera_cache_read_row (db, self->list, row_id, data, &found, &error))
    {
      sanera_noun_data_free (noun, data);
      sanera_cache_note_error (self->cache, error);
      return FALSE;
    }

  record = sanera_record_new (sanera_list_get_record_type (self->list), data);
  sanera_record_set_gone (record, !found);
  touch (self, add (self, row_id, record));
  self->spent += g_get_monotonic_time () - start;

  return TRUE;
}

static void
begin_turn (SaneraRowCache *self)
{
  if (self->turn_source == 0)
    self->turn_source = g_idle_add_full (G_PRIORITY_HIGH, turn_cb, self, NULL);
}

/**
 * sanera_row_cache_get:
 * @self: the objects of a list
 * @ids: row ids in the order of the list
 * @n_ids: how many
 * @position: which is wanted
 *
 * Gives the one object of the row, and reads its neighbours while it is there. A row that cannot be
 * read without waiting is an empty object that notifies when the reader thread has filled it; one
 * that is not there is marked gone.
 *
 * Returns: (transfer full): the object
 */
SaneraRecord *
sanera_row_cache_get (SaneraRowCache *self, const guint32 *ids, guint n_ids, guint position)
{
  guint32 row_id = ids[position];
  Entry *entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (row_id));
  SaneraRecord *record;
  guint last = MIN (n_ids, position + WINDOW_AFTER);

  if (entry != NULL)
    {
      touch (self, entry);
      return g_object_ref (entry->record);
    }

  begin_turn (self);
  if (!read_now (self, row_id))
    {
      record = sanera_record_new (sanera_list_get_record_type (self->list), NULL);
      add (self, row_id, record);
      g_array_append_val (self->missing, row_id);
      return record;
    }

  entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (row_id));
  record = g_object_ref (entry->record);
  for (guint i = position > WINDOW_BEFORE ? position - WINDOW_BEFORE : 0; i < last; i++)
    if (ids[i] != 0 && !g_hash_table_contains (self->entries, GUINT_TO_POINTER (ids[i])) &&
        !read_now (self, ids[i]))
      break;

  return record;
}

/**
 * sanera_row_cache_get_alive:
 * @self: the objects of a list
 *
 * Lets go of those nobody else holds.
 *
 * Returns: (transfer full) (element-type guint32): row ids of the others
 */
GArray *
sanera_row_cache_get_alive (SaneraRowCache *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer key;

  drop_all (self);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint32 row_id = GPOINTER_TO_UINT (key);

      g_array_append_val (ids, row_id);
    }

  return ids;
}

/**
 * sanera_row_cache_update:
 * @self: the objects of a list
 * @rows: (element-type SaneraRowData): rows as they are now
 *
 * Takes the rows over into the objects that are alive: they notify what differs.
 */
void
sanera_row_cache_update (SaneraRowCache *self, const GArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const SaneraRowData *row = &g_array_index (rows, SaneraRowData, i);
      Entry *entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (row->row_id));
      g_autoptr (SaneraRecord) record = NULL;

      if (entry == NULL)
        continue;
      /* A handler may drop the last reference. */
      record = g_object_ref (entry->record);
      if (row->data != NULL)
        sanera_record_update (record, row->data);
      sanera_record_set_gone (record, row->data == NULL);
    }
}

/**
 * sanera_row_cache_add:
 * @self: the objects of a list
 * @rows: (element-type SaneraRowData): rows as they are now; those that become objects are taken
 *   out of it
 *
 * Makes and keeps objects of the rows that have none, for whoever asks for them next.
 */
void
sanera_row_cache_add (SaneraRowCache *self, GArray *rows)
{
  GType type = sanera_list_get_record_type (self->list);

  for (guint i = 0; i < rows->len; i++)
    {
      SaneraRowData *row = &g_array_index (rows, SaneraRowData, i);
      g_autoptr (SaneraRecord) record = NULL;

      if (row->data == NULL ||
          g_hash_table_contains (self->entries, GUINT_TO_POINTER (row->row_id)))
        continue;
      record = sanera_record_new (type, g_steal_pointer (&row->data));
      touch (self, add (self, row->row_id, record));
    }
}
