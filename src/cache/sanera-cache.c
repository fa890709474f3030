/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-cache-private.h"

#include <math.h>
#include <string.h>

#include "sanera-cache-resources.h"
#include "sanera-language.h"
#include "sanera-query-private.h"
#include "sanera-score-text.h"

/**
 * SaneraCache:
 *
 * One connection's database on this desktop: cache.db, which can be rebuilt, and outbox.db, which
 * cannot, in a folder of its own. The cache is a map of a fleet's weak spots: the folder is 0700,
 * the files are 0600.
 */

#define OUTBOX_FILE "outbox.db"

/* Rows are indexed when nothing was written for this long. */
#define INDEX_DELAY_MS 300

typedef enum
{
  SIGNAL_CHANGED,
  SIGNAL_INFO_CHANGED,
  SIGNAL_REBUILT,
  N_SIGNALS,
} SaneraCacheSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraCache, sanera_cache, G_TYPE_OBJECT)

/**
 * sanera_cache_info_free:
 * @self: (transfer full) (nullable): what a cache knows about its connection
 */
void
sanera_cache_info_free (SaneraCacheInfo *self)
{
  if (self == NULL)
    return;

  g_free (self->email);
  g_free (self->name);
  g_free (self->role);
  g_strfreev (self->capabilities);
  g_clear_pointer (&self->categories, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_array_unref);
  g_free (self->cursor);
  g_free (self->audit_head);
  g_strfreev (self->it_administrators);
  g_strfreev (self->missing);
  g_free (self);
}

/**
 * sanera_cache_info_can:
 * @self: what a cache knows about its connection
 * @capability: "request", "complete", …
 *
 * Returns: whether the person may do it, as far as the last sync knew
 */
gboolean
sanera_cache_info_can (const SaneraCacheInfo *self, const char *capability)
{
  const char *const *capabilities;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (capability != NULL, FALSE);

  capabilities = (const char *const *)self->capabilities;
  return capabilities != NULL &&
         (g_strv_contains (capabilities, capability) || g_strv_contains (capabilities, "all"));
}

/* By what the exposureSum of a tenant's rows is divided: Microsoft tells the quotient. */
#define TENANT_BASE 100

/**
 * sanera_cache_info_get_impact_base:
 * @self: what a cache knows about its connection
 *
 * Returns: by how many devices the `exposureSum` of its recommendations is divided to have their
 *   exposure impact in hundredths: see sanera_words_impact()
 */
gint64
sanera_cache_info_get_impact_base (const SaneraCacheInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tenant ? TENANT_BASE : self->device_count;
}

static gint64
get_int (GHashTable *meta, const char *key, gint64 missing)
{
  const char *text = g_hash_table_lookup (meta, key);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : missing;
}

static void
fill_scores (SaneraCacheInfo *info, GHashTable *meta)
{
  const char *score = g_hash_table_lookup (meta, SANERA_CACHE_META_EXPOSURE_SCORE);

  info->exposure_score = score != NULL ? g_ascii_strtod (score, NULL) : (double)NAN;
  sanera_numbers_from_string (g_hash_table_lookup (meta, SANERA_CACHE_META_EXPOSURE_LEVELS),
                              info->exposure_levels, G_N_ELEMENTS (info->exposure_levels));
  info->categories = sanera_category_scores_from_string (
      g_hash_table_lookup (meta, SANERA_CACHE_META_CONFIGURATION_SCORE));
  for (guint i = 0; i < info->categories->len; i++)
    {
      const SaneraCategoryScore *category = g_ptr_array_index (info->categories, i);

      info->configuration_points += category->points;
      info->configuration_possible += category->possible;
    }
  info->history =
      sanera_score_days_from_string (g_hash_table_lookup (meta, SANERA_CACHE_META_HISTORY));
}

static SaneraCacheInfo *
info_new (GHashTable *meta)
{
  SaneraCacheInfo *info = g_new0 (SaneraCacheInfo, 1);
  const char *capabilities = g_hash_table_lookup (meta, SANERA_CACHE_META_CAPABILITIES);
  const char *addresses = g_hash_table_lookup (meta, SANERA_CACHE_META_IT_ADMINISTRATORS);
  const char *missing = g_hash_table_lookup (meta, SANERA_CACHE_META_MISSING);

  info->email = g_strdup (g_hash_table_lookup (meta, SANERA_CACHE_META_EMAIL));
  info->name = g_strdup (g_hash_table_lookup (meta, SANERA_CACHE_META_NAME));
  info->role = g_strdup (g_hash_table_lookup (meta, SANERA_CACHE_META_ROLE));
  info->capabilities = g_strsplit (capabilities != NULL ? capabilities : "", " ", -1);
  info->intune_connection = get_int (meta, SANERA_CACHE_META_INTUNE_CONNECTION, 0) != 0;
  info->device_count = get_int (meta, SANERA_CACHE_META_DEVICE_COUNT, 0);
  info->assessed_device_count = get_int (meta, SANERA_CACHE_META_ASSESSED_DEVICE_COUNT, 0);
  fill_scores (info, meta);
  sanera_visit_from_string (g_hash_table_lookup (meta, SANERA_CACHE_META_VISIT), &info->visit);
  info->last_assessed_on = get_int (meta, SANERA_CACHE_META_LAST_ASSESSED_ON, SANERA_INT_NULL);
  info->synced_on = get_int (meta, SANERA_CACHE_META_SYNCED_ON, SANERA_INT_NULL);
  info->cursor = g_strdup (g_hash_table_lookup (meta, SANERA_CACHE_META_CURSOR));
  info->audit_line = get_int (meta, SANERA_CACHE_META_AUDIT_LINE, SANERA_INT_NULL);
  info->audit_head = g_strdup (g_hash_table_lookup (meta, SANERA_CACHE_META_AUDIT_HEAD));
  info->it_administrators = g_strsplit (addresses != NULL ? addresses : "", " ", -1);
  info->tenant = get_int (meta, SANERA_CACHE_META_TENANT, 0) != 0;
  info->missing = g_strsplit (missing != NULL ? missing : "", " ", -1);

  return info;
}

static gboolean
same_value (gpointer key, gpointer value, gpointer other)
{
  return g_strcmp0 (value, g_hash_table_lookup (other, key)) != 0;
}

static gboolean
same_meta (GHashTable *a, GHashTable *b)
{
  return g_hash_table_size (a) == g_hash_table_size (b) &&
         g_hash_table_find (a, same_value, b) == NULL;
}

static GHashTable *
read_meta (SaneraDb *db, GError **error)
{
  g_autoptr (GHashTable) meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *statement = sanera_db_prepare (db, "SELECT key, value FROM meta", error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (has_row)
        g_hash_table_insert (meta, g_strdup (sanera_db_column_text (statement, 0)),
                             g_strdup (sanera_db_column_text (statement, 1)));
    }

  return g_steal_pointer (&meta);
}

static gboolean
index_source_cb (gpointer user_data)
{
  SaneraCache *self = user_data;

  self->index_source = 0;
  sanera_cache_start_index (self, self->closed);

  return G_SOURCE_REMOVE;
}

static void
index_soon (SaneraCache *self)
{
  g_clear_handle_id (&self->index_source, g_source_remove);
  if (self->main_db != NULL)
    self->index_source = g_timeout_add (INDEX_DELAY_MS, index_source_cb, self);
}

static void
sanera_cache_dispose (GObject *object)
{
  sanera_cache_close (SANERA_CACHE (object));

  G_OBJECT_CLASS (sanera_cache_parent_class)->dispose (object);
}

static void
sanera_cache_finalize (GObject *object)
{
  SaneraCache *self = SANERA_CACHE (object);

  g_clear_object (&self->store);
  g_clear_object (&self->outbox);
  g_clear_object (&self->closed);
  g_clear_pointer (&self->meta, g_hash_table_unref);
  g_clear_pointer (&self->info, sanera_cache_info_free);
  for (guint kind = 0; kind < SANERA_N_REPAIRS; kind++)
    sanera_repair_clear (&self->repairs[kind]);
  g_free (self->folder);

  G_OBJECT_CLASS (sanera_cache_parent_class)->finalize (object);
}

static void
sanera_cache_class_init (SaneraCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_cache_dispose;
  object_class->finalize = sanera_cache_finalize;

  /**
   * SaneraCache::changed:
   * @self: the cache
   * @lists: bit mask of `1 << SaneraList`: what was written
   *
   * Emitted on the main thread after a commit.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * SaneraCache::info-changed:
   * @self: the cache
   *
   * Emitted when sanera_cache_get_info() gives something else than before.
   */
  signals[SIGNAL_INFO_CHANGED] =
      g_signal_new ("info-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);

  /**
   * SaneraCache::rebuilt:
   * @self: the cache
   *
   * The file was found damaged while it was in use, and there is an empty one in its place:
   * everything has to be fetched, and what waits in the outbox shown, once more. Emitted on the
   * main thread, before "info-changed" and "changed".
   */
  signals[SIGNAL_REBUILT] = g_signal_new ("rebuilt", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sanera_cache_init (SaneraCache *self)
{
  self->closed = g_cancellable_new ();
}

/* Opening */

static void
damaged_cb (SaneraStore *store, const GError *error, SaneraCache *self)
{
  sanera_cache_note_error (self, error);
}

static void
outbox_repaired_cb (SaneraCache *self)
{
  sanera_repair_load (&self->repairs[SANERA_REPAIR_OUTBOX], self->folder, SANERA_REPAIR_OUTBOX);
  g_signal_emit (self, signals[SIGNAL_INFO_CHANGED], 0);
}

static gboolean
open_files (SaneraCache *self, GError **error)
{
  self->store = sanera_cache_open_store (self->folder, error);
  if (self->store == NULL)
    return FALSE;
  self->main_db = sanera_db_open (sanera_store_get_path (self->store),
                                  SANERA_DB_READ_ONLY | SANERA_DB_NO_WAIT, error);
  if (self->main_db == NULL)
    return FALSE;
  self->meta = read_meta (self->main_db, error);
  if (self->meta == NULL || !sanera_cache_read_highest (self->main_db, &self->highest, error))
    return FALSE;

  return TRUE;
}

/* Rows written in another language are rewritten in the background. */
static void
write_language (SaneraCache *self)
{
  if (g_strcmp0 (g_hash_table_lookup (self->meta, SANERA_CACHE_META_LANGUAGE),
                 sanera_language_get ()) != 0)
    sanera_cache_set_language_async (self, NULL, NULL, NULL);
}

/* Damage may lie behind the first page, where opening the file does not meet it. */
static gboolean
open_files_or_begin_anew (SaneraCache *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (open_files (self, &local))
    return TRUE;
  if (!g_error_matches (local, SANERA_ERROR, SANERA_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  g_clear_pointer (&self->main_db, sanera_db_close);
  if (self->store != NULL)
    sanera_store_close (self->store);
  g_clear_object (&self->store);
  sanera_cache_mark_damaged (self->folder);

  return open_files (self, error);
}

/**
 * sanera_cache_open:
 * @folder: the connection's own folder; made when it does not exist
 * @error: %SANERA_ERROR_CACHE when the folder or a file cannot be used, %SANERA_ERROR_DAMAGED or
 *   %SANERA_ERROR_UNSUPPORTED when it is the outbox that is damaged or of a newer version
 *
 * Opens both databases. A damaged cache is set aside under another name, one of a newer version is
 * removed, and an empty one begun; the outbox is never touched so. Rows written in another language
 * than the one in effect are rewritten in the background.
 *
 * Returns: (transfer full) (nullable): the cache
 */
SaneraCache *
sanera_cache_open (const char *folder, GError **error)
{
  g_autoptr (SaneraCache) self = NULL;
  g_autofree char *outbox_path = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  /* In a static library nothing else pulls the resources in. */
  g_resources_register (sanera_cache_resources_get_resource ());

  if (!sanera_cache_make_folder (folder, error))
    return NULL;

  self = g_object_new (SANERA_TYPE_CACHE, NULL);
  self->folder = g_strdup (folder);
  outbox_path = g_build_filename (folder, OUTBOX_FILE, NULL);
  self->outbox = sanera_outbox_open (outbox_path, error);
  if (self->outbox == NULL)
    return NULL;
  if (!open_files_or_begin_anew (self, error))
    return NULL;
  self->info = info_new (self->meta);
  self->damaged_id = g_signal_connect (self->store, "damaged", G_CALLBACK (damaged_cb), self);
  g_signal_connect_object (self->outbox, "repaired", G_CALLBACK (outbox_repaired_cb), self,
                           G_CONNECT_SWAPPED);
  for (guint kind = 0; kind < SANERA_N_REPAIRS; kind++)
    sanera_repair_load (&self->repairs[kind], folder, (SaneraRepairKind)kind);

  write_language (self);
  index_soon (self);

  return g_steal_pointer (&self);
}

/**
 * sanera_cache_take_rebuilt:
 * @self: a cache
 * @error: return location
 *
 * Private to the cache: the main thread goes on with the file that is in the place of a damaged
 * one, and everybody is told.
 *
 * Returns: whether it can be read
 */
gboolean
sanera_cache_take_rebuilt (SaneraCache *self, GError **error)
{
  g_autoptr (SaneraDb) db = sanera_db_open (sanera_store_get_path (self->store),
                                            SANERA_DB_READ_ONLY | SANERA_DB_NO_WAIT, error);
  GHashTable *meta = db != NULL ? read_meta (db, error) : NULL;

  if (meta == NULL)
    return FALSE;

  self->main_db = g_steal_pointer (&db);
  g_hash_table_unref (self->meta);
  self->meta = meta;
  sanera_cache_info_free (self->info);
  self->info = info_new (meta);
  sanera_repair_load (&self->repairs[SANERA_REPAIR_CACHE], self->folder, SANERA_REPAIR_CACHE);
  write_language (self);
  g_signal_emit (self, signals[SIGNAL_REBUILT], 0);
  g_signal_emit (self, signals[SIGNAL_INFO_CHANGED], 0);
  sanera_cache_emit_changed (self, (1u << SANERA_N_LISTS) - 1);

  return TRUE;
}

/**
 * sanera_cache_close:
 * @self: a cache
 *
 * Waits until everything that was asked for is written, then closes the files. Does nothing the
 * second time. What is asked of @self afterwards finds nothing.
 */
void
sanera_cache_close (SaneraCache *self)
{
  g_return_if_fail (SANERA_IS_CACHE (self));

  g_cancellable_cancel (self->closed);
  g_clear_handle_id (&self->index_source, g_source_remove);
  g_clear_handle_id (&self->repair_source, g_source_remove);
  if (self->store != NULL)
    g_clear_signal_handler (&self->damaged_id, self->store);
  g_clear_pointer (&self->main_db, sanera_db_close);
  if (self->outbox != NULL)
    sanera_outbox_close (self->outbox);
  if (self->store != NULL)
    sanera_store_close (self->store);
}

/**
 * sanera_cache_get_store:
 * @self: a cache
 *
 * Returns: (transfer none): cache.db's writer and reader, for sync and export
 */
SaneraStore *
sanera_cache_get_store (SaneraCache *self)
{
  g_return_val_if_fail (SANERA_IS_CACHE (self), NULL);

  return self->store;
}

/**
 * sanera_cache_get_outbox:
 * @self: a cache
 *
 * Returns: (transfer none): the actions not yet sent, and the drafts
 */
SaneraOutbox *
sanera_cache_get_outbox (SaneraCache *self)
{
  g_return_val_if_fail (SANERA_IS_CACHE (self), NULL);

  return self->outbox;
}

/**
 * sanera_cache_get_main_db:
 * @self: a cache
 *
 * Returns: (transfer none) (nullable): the main thread's connection, which only reads and never
 *   waits; %NULL when closed
 */
SaneraDb *
sanera_cache_get_main_db (SaneraCache *self)
{
  g_return_val_if_fail (SANERA_IS_CACHE (self), NULL);

  return self->main_db;
}

/**
 * sanera_cache_get_info:
 * @self: a cache
 *
 * Returns: (transfer none): what is known of the connection; until the next
 *   sanera_cache_reload_info()
 */
const SaneraCacheInfo *
sanera_cache_get_info (SaneraCache *self)
{
  g_return_val_if_fail (SANERA_IS_CACHE (self), NULL);

  return self->info;
}

/**
 * sanera_cache_reload_info:
 * @self: a cache
 *
 * Reads again what sync has written with sanera_cache_set_meta(), and emits
 * #SaneraCache::info-changed when it differs. On the main thread, after the commit.
 */
void
sanera_cache_reload_info (SaneraCache *self)
{
  g_autoptr (GHashTable) meta = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (SANERA_IS_CACHE (self));

  if (self->main_db == NULL)
    return;
  meta = read_meta (self->main_db, &error);
  if (meta == NULL)
    {
      sanera_cache_note_error (self, error);
      return;
    }
  if (same_meta (meta, self->meta))
    return;

  g_hash_table_unref (self->meta);
  self->meta = g_steal_pointer (&meta);
  sanera_cache_info_free (self->info);
  self->info = info_new (self->meta);
  g_signal_emit (self, signals[SIGNAL_INFO_CHANGED], 0);
}

/**
 * sanera_cache_emit_changed:
 * @self: a cache
 * @lists: bit mask of `1 << SaneraList`
 *
 * Emits #SaneraCache::changed. On the main thread, after a commit.
 */
void
sanera_cache_emit_changed (SaneraCache *self, guint lists)
{
  g_return_if_fail (SANERA_IS_CACHE (self));

  index_soon (self);
  if (lists != 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, lists);
}

/**
 * sanera_cache_note_error:
 * @self: a cache
 * @error: what went wrong with cache.db
 *
 * When it is damage the file is set aside as soon as the main loop is idle, and an empty one put in
 * its place (#SaneraCache::rebuilt); should the program end before that, by the next
 * sanera_cache_open(). Of a job of its store the cache hears by itself.
 */
void
sanera_cache_note_error (SaneraCache *self, const GError *error)
{
  g_return_if_fail (SANERA_IS_CACHE (self));

  if (!g_error_matches (error, SANERA_ERROR, SANERA_ERROR_DAMAGED))
    return;

  sanera_cache_begin_repair (self, error);
}

/**
 * sanera_cache_run_finish:
 * @self: a cache
 * @result: what the callback of a job of its store got
 * @error: what went wrong
 *
 * As sanera_store_run_finish(), and notes damage at once.
 *
 * Returns: what the job has left, %NULL when it failed
 */
gpointer
sanera_cache_run_finish (SaneraCache *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local = NULL;
  gpointer value;

  g_return_val_if_fail (SANERA_IS_CACHE (self), NULL);

  value = sanera_store_run_finish (self->store, result, &local);
  if (local != NULL)
    {
      sanera_cache_note_error (self, local);
      g_propagate_error (error, g_steal_pointer (&local));
    }

  return value;
}

/**
 * sanera_cache_lookup:
 * @self: a cache
 * @list: a list
 * @id: id of a row
 *
 * Reads one row through the main thread's connection. The object is a snapshot: a list that is open
 * has another one, which it keeps up to date.
 *
 * Returns: (transfer full) (nullable): the row, %NULL when there is none
 */
SaneraRecord *
sanera_cache_lookup (SaneraCache *self, SaneraList list, const char *id)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  g_autoptr (GError) error = NULL;
  SaneraRecord *record;
  gint64 row_id;
  gpointer data;
  gboolean found = FALSE;

  g_return_val_if_fail (SANERA_IS_CACHE (self), NULL);

  if (self->main_db == NULL || id == NULL)
    return NULL;

  data = sanera_noun_data_new (noun);
  row_id = sanera_cache_find_row (self->main_db, list, NULL, id, &error);
  if (row_id > 0)
    sanera_cache_read_row (self->main_db, list, row_id, data, &found, &error);
  if (error != NULL)
    sanera_cache_note_error (self, error);
  if (!found)
    {
      sanera_noun_data_free (noun, data);
      return NULL;
    }

  record = sanera_record_new (sanera_list_get_record_type (list), data);
  sanera_record_set_row_id (record, row_id);

  return record;
}

/* Meta */

/**
 * sanera_cache_set_meta:
 * @db: the writer's connection, in a transaction
 * @key: one of the SANERA_CACHE_META keys, or the caller's own
 * @value: (nullable): %NULL takes the key away
 * @error: set when it cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_cache_set_meta (SaneraDb *db, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (value == NULL)
    return sanera_db_run_sql (db, error, "DELETE FROM meta WHERE key = ?", "t", key);

  return sanera_db_run_sql (db, error,
                            "INSERT INTO meta (key, value) VALUES (?, ?) "
                            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                            "tt", key, value);
}

/**
 * sanera_cache_get_meta:
 * @db: a connection
 * @key: a key
 * @error: set when it cannot be read
 *
 * Returns: (transfer full) (nullable): its value; %NULL is no failure unless @error is set
 */
char *
sanera_cache_get_meta (SaneraDb *db, const char *key, GError **error)
{
  sqlite3_stmt *statement;
  gboolean has_row;
  char *value;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  statement = sanera_db_prepare (db, "SELECT value FROM meta WHERE key = ?", error);
  if (statement == NULL)
    return NULL;
  sanera_db_bind_text (statement, 1, key);
  if (!sanera_db_step (db, statement, &has_row, error))
    return NULL;
  value = has_row ? g_strdup (sanera_db_column_text (statement, 0)) : NULL;
  sanera_db_reset (statement);

  return value;
}
