/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "cache-support.h"
#include "sanera-activity.h"
#include "sanera-cache-private.h"
#include "sanera-device.h"
#include "sanera-language.h"
#include "sanera-recommendation.h"

#define SEED 5

static SaneraCache *
open_cache (const char *folder)
{
  g_autoptr (GError) error = NULL;
  SaneraCache *cache = sanera_cache_open (folder, &error);

  g_assert_no_error (error);
  return cache;
}

static void
close_cache (SaneraCache *cache)
{
  sanera_cache_close (cache);
  /* What was asked for before is answered. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (cache);
}

static guint
mode_of (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static gint64
query_int (SaneraCache *cache, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value;

  sanera_db_query_int (sanera_cache_get_main_db (cache), &value, &error, sql, "");
  g_assert_no_error (error);

  return value;
}

typedef struct
{
  gboolean done;
  gint64 value;
} Answer;

static gboolean
is_done (gpointer data)
{
  return ((Answer *)data)->done;
}

static void
test_files (void)
{
  char *folder = cache_support_make_folder ();
  SaneraCache *cache;

  g_chmod (folder, 0755);
  umask (0); /* the person's own mask does not matter */
  cache = open_cache (folder);
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, 5, SEED);
  g_assert_cmpuint (mode_of (folder, "."), ==, 0700);
  g_assert_cmpuint (mode_of (folder, "cache.db"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, "cache.db-wal"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, "cache.db-shm"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, "outbox.db"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, "outbox.db-wal"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, "outbox.db-shm"), ==, 0600);
  close_cache (cache);

  cache = open_cache (folder);
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendations"), ==, 5);
  close_cache (cache);
  cache_support_remove_folder (folder);
}

static gboolean
has_set_aside (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "cache.db.damaged-"))
      return TRUE;

  return FALSE;
}

static void
save_draft (SaneraCache *cache)
{
  sanera_outbox_save_draft (sanera_cache_get_outbox (cache), "request", "a", "{\"notes\":\"x\"}");
}

static void
assert_draft (SaneraCache *cache)
{
  g_autofree char *draft =
      sanera_outbox_load_draft (sanera_cache_get_outbox (cache), "request", "a");

  g_assert_cmpstr (draft, ==, "{\"notes\":\"x\"}");
}

/* A damaged cache is set aside and begun anew; outbox and drafts stay. */
static void
test_damaged (void)
{
  char *folder = cache_support_make_folder ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  SaneraCache *cache = open_cache (folder);

  save_draft (cache);
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, 5, SEED);
  close_cache (cache);
  g_assert_true (
      g_file_set_contents (path, "this is no database, whatever it is called", -1, NULL));
  cache = open_cache (folder);
  g_assert_true (has_set_aside (folder));
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendations"), ==, 0);
  assert_draft (cache);
  close_cache (cache);
  cache_support_remove_folder (folder);
}

/* Damage that is found later is remembered for the next opening. */
static void
test_damaged_later (void)
{
  char *folder = cache_support_make_folder ();
  SaneraCache *cache = open_cache (folder);
  g_autoptr (GError) other = g_error_new (SANERA_ERROR, SANERA_ERROR_BUSY, "busy");
  g_autoptr (GError) error = g_error_new (SANERA_ERROR, SANERA_ERROR_DAMAGED, "damaged");

  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, 5, SEED);
  sanera_cache_note_error (cache, other);
  close_cache (cache);
  cache = open_cache (folder);
  g_assert_false (has_set_aside (folder));
  sanera_cache_note_error (cache, error);
  close_cache (cache);
  cache = open_cache (folder);
  g_assert_true (has_set_aside (folder));
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendations"), ==, 0);
  close_cache (cache);
  cache = open_cache (folder);
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, 5, SEED);
  close_cache (cache);
  cache = open_cache (folder);
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendations"), ==, 5);
  close_cache (cache);
  cache_support_remove_folder (folder);
}

/* Damage behind the first page is met only by who reads there. */
static void
test_damaged_inside (void)
{
  char *folder = cache_support_make_folder ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  SaneraCache *cache = open_cache (folder);
  g_autofree char *content = NULL;
  gsize length;
  gint64 page, size;

  save_draft (cache);
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, 5, SEED);
  page = query_int (cache, "SELECT rootpage FROM sqlite_schema WHERE name = 'meta'");
  size = query_int (cache, "PRAGMA page_size");
  close_cache (cache);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpint (page * size, <=, (gint64)length);
  memset (content + (page - 1) * size, 0xff, (gsize)size);
  g_assert_true (g_file_set_contents (path, content, (gssize)length, NULL));

  cache = open_cache (folder);
  g_assert_true (has_set_aside (folder));
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendations"), ==, 0);
  assert_draft (cache);
  close_cache (cache);
  cache_support_remove_folder (folder);
}

static gboolean
find_damage (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_DAMAGED, "damaged");
  return FALSE;
}

static void
damage_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraCache *cache = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (sanera_cache_run_finish (cache, result, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED);
}

/* As it is when a sync meets it. */
static void
test_damaged_job (void)
{
  char *folder = cache_support_make_folder ();
  SaneraCache *cache = open_cache (folder);

  sanera_store_write_async (sanera_cache_get_store (cache), find_damage, NULL, NULL, NULL,
                            damage_found_cb, cache);
  close_cache (cache);
  cache = open_cache (folder);
  g_assert_true (has_set_aside (folder));
  close_cache (cache);
  cache_support_remove_folder (folder);
}

static void
set_version (const char *folder, const char *name, const char *sql)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (SaneraDb) db = sanera_db_open (path, SANERA_DB_DEFAULT, NULL);

  g_assert_nonnull (db);
  g_assert_true (sanera_db_exec (db, sql, NULL));
}

static void
test_newer (void)
{
  char *folder = cache_support_make_folder ();
  SaneraCache *cache = open_cache (folder);
  g_autoptr (GError) error = NULL;

  save_draft (cache);
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, 5, SEED);
  close_cache (cache);
  set_version (folder, "cache.db", "PRAGMA user_version = 1000");
  cache = open_cache (folder);
  g_assert_false (has_set_aside (folder));
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendations"), ==, 0);
  assert_draft (cache);
  close_cache (cache);

  set_version (folder, "outbox.db", "PRAGMA user_version = 1000");
  g_assert_null (sanera_cache_open (folder, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED);
  cache_support_remove_folder (folder);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sanera_cache_open ("/proc/no/such/folder", &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_CACHE);
}

static gboolean
meta_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  const char *const *pairs = data;

  for (guint i = 0; pairs[i] != NULL; i += 2)
    if (!sanera_cache_set_meta (db, pairs[i], *pairs[i + 1] != '\0' ? pairs[i + 1] : NULL, error))
      return FALSE;

  return TRUE;
}

static void
write_meta (SaneraCache *cache, const char *const *pairs)
{
  g_autoptr (GError) error = NULL;

  sanera_store_write (sanera_cache_get_store (cache), meta_func, (gpointer)pairs, NULL, &error);
  g_assert_no_error (error);
}

static void
count_cb (SaneraCache *cache, guint *count)
{
  (*count)++;
}

static void
test_info (void)
{
  char *folder = cache_support_make_folder ();
  SaneraCache *cache = open_cache (folder);
  const SaneraCacheInfo *info = sanera_cache_get_info (cache);
  const char *const pairs[] = {
    "email", "anna@example.org", "role", "securityAdmin", "capabilities", "read request", "cursor",
    "c1",    "syncedOn",         "17",   "exposureScore", "31.5",         NULL,
  };
  const char *const all[] = { "capabilities", "all", "exposureScore", "", NULL };
  guint changes = 0;

  g_signal_connect (cache, "info-changed", G_CALLBACK (count_cb), &changes);
  g_assert_null (info->email);
  g_assert_true (isnan (info->exposure_score));
  g_assert_cmpint (info->synced_on, ==, SANERA_INT_NULL);
  g_assert_false (sanera_cache_info_can (info, "read"));

  write_meta (cache, pairs);
  sanera_cache_reload_info (cache);
  info = sanera_cache_get_info (cache);
  g_assert_cmpuint (changes, ==, 1);
  g_assert_cmpstr (info->email, ==, "anna@example.org");
  g_assert_cmpstr (info->cursor, ==, "c1");
  g_assert_cmpint (info->synced_on, ==, 17);
  g_assert_cmpfloat (info->exposure_score, ==, 31.5);
  g_assert_true (sanera_cache_info_can (info, "request"));
  g_assert_false (sanera_cache_info_can (info, "settings"));
  sanera_cache_reload_info (cache);
  g_assert_cmpuint (changes, ==, 1);

  write_meta (cache, all);
  sanera_cache_reload_info (cache);
  info = sanera_cache_get_info (cache);
  g_assert_cmpuint (changes, ==, 2);
  g_assert_true (sanera_cache_info_can (info, "settings"));
  g_assert_true (isnan (info->exposure_score));
  close_cache (cache);
  cache_support_remove_folder (folder);
}

static void
test_rows (void)
{
  char *folder = cache_support_make_folder ();
  SaneraCache *cache = open_cache (folder);
  SaneraRecommendationData *row = cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, 1, SEED);
  SaneraDeviceData *device = cache_support_make_row (SANERA_LIST_RECOMMENDATION_DEVICES, 1, SEED);
  g_autoptr (SaneraRecord) record = NULL;
  gint64 row_id;

  cache_support_put (cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
  cache_support_put (cache, SANERA_LIST_RECOMMENDATION_DEVICES, row->id, device, 1);
  cache_support_put (cache, SANERA_LIST_RECOMMENDATION_DEVICES, "other", device, 1);
  record = sanera_cache_lookup (cache, SANERA_LIST_RECOMMENDATIONS, row->id);
  g_assert_nonnull (record);
  row_id = sanera_record_get_row_id (record);
  g_assert_cmpint (row_id, >, 0);
  g_assert_true (
      sanera_noun_data_equal (&sanera_recommendation_noun, row, sanera_record_get_data (record)));
  g_assert_null (sanera_cache_lookup (cache, SANERA_LIST_RECOMMENDATIONS, "no such"));

  /* An update keeps the row id and the full-text index right. */
  g_free (row->related_component);
  row->related_component = g_strdup ("zeppelin");
  cache_support_index (cache);
  cache_support_put (cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
  g_assert_cmpint (query_int (cache, "SELECT row_id FROM recommendations"), ==, row_id);
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendation_unindexed"), ==, 1);
  cache_support_index (cache);
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendation_unindexed"), ==, 0);
  g_assert_cmpint (query_int (cache, "SELECT rowid FROM recommendation_search "
                                     "WHERE recommendation_search MATCH '\"eppel\"'"),
                   ==, row_id);
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendation_machines"), ==, 2);

  cache_support_delete (cache, SANERA_LIST_RECOMMENDATIONS, row->id);
  cache_support_delete (cache, SANERA_LIST_RECOMMENDATIONS, "no such");
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendations"), ==, 0);
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendation_texts"), ==, 0);
  cache_support_index (cache);
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendation_search "
                                     "WHERE recommendation_search MATCH '\"eppel\"'"),
                   ==, 0);
  /* what belonged to it went with it */
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM recommendation_machines"), ==, 1);

  /* a row id is not used again */
  cache_support_put (cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
  g_assert_cmpint (query_int (cache, "SELECT row_id FROM recommendations"), >, row_id);
  sanera_noun_data_free (&sanera_recommendation_noun, row);
  sanera_noun_data_free (&sanera_device_noun, device);
  close_cache (cache);
  cache_support_remove_folder (folder);
}

static gboolean
sweep_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  return sanera_cache_sweep (db, SANERA_LIST_ACTIVITIES, NULL, 2, error) &&
         sanera_cache_sweep (db, SANERA_LIST_ACTIVITY_DEVICES, "task-1", 2, error);
}

/* What a full sync did not see goes, but not what waits to be sent. */
static void
test_sweep (void)
{
  char *folder = cache_support_make_folder ();
  SaneraCache *cache = open_cache (folder);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      SaneraActivityData *row = cache_support_make_row (SANERA_LIST_ACTIVITIES, i, SEED);
      SaneraDeviceData *device = cache_support_make_row (SANERA_LIST_ACTIVITY_DEVICES, i, SEED);

      if (i == 2)
        row->local_state = g_strdup ("waiting");
      cache_support_put (cache, SANERA_LIST_ACTIVITIES, NULL, row, i == 0 ? 2 : 1);
      cache_support_put (cache, SANERA_LIST_ACTIVITY_DEVICES, "task-1", device, i == 0 ? 2 : 1);
      cache_support_put (cache, SANERA_LIST_ACTIVITY_DEVICES, "task-2", device, 1);
      sanera_noun_data_free (&sanera_activity_noun, row);
      sanera_noun_data_free (&sanera_device_noun, device);
    }
  sanera_store_write (sanera_cache_get_store (cache), sweep_func, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM remediation_tasks"), ==, 2);
  g_assert_cmpint (query_int (cache, "SELECT count (*) FROM remediation_tasks WHERE id = 'task-1'"),
                   ==, 0);
  g_assert_cmpint (
      query_int (cache, "SELECT count (*) FROM task_machines WHERE parent_id = 'task-1'"), ==, 1);
  g_assert_cmpint (
      query_int (cache, "SELECT count (*) FROM task_machines WHERE parent_id = 'task-2'"), ==, 3);
  close_cache (cache);
  cache_support_remove_folder (folder);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;

  answer->value = sanera_cache_count_finish (SANERA_CACHE (source), result, &error);
  g_assert_no_error (error);
  answer->done = TRUE;
}

static void
test_count (void)
{
  char *folder = cache_support_make_folder ();
  SaneraCache *cache = open_cache (folder);
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraQuery) search = sanera_query_with_search (query, "task-1");
  Answer answer = { 0 };

  cache_support_fill (cache, SANERA_LIST_ACTIVITIES, 0, 120, SEED);
  sanera_cache_count_async (cache, search, NULL, counted_cb, &answer);
  cache_support_wait (is_done, &answer);
  g_assert_cmpint (answer.value, ==, 1 + 10 + 20);
  close_cache (cache);
  cache_support_remove_folder (folder);
}

static gboolean
is_indexed (gpointer data)
{
  return query_int (data, "SELECT count (*) FROM recommendation_unindexed") == 0;
}

/* The index follows by itself, after a change and after a start. */
static void
test_index (void)
{
  char *folder = cache_support_make_folder ();
  SaneraCache *cache = open_cache (folder);

  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, 9000, SEED);
  g_assert_false (is_indexed (cache));
  sanera_cache_emit_changed (cache, 1);
  cache_support_wait (is_indexed, cache);
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 9000, 10, SEED);
  close_cache (cache);
  cache = open_cache (folder);
  g_assert_false (is_indexed (cache));
  cache_support_wait (is_indexed, cache);
  cache_support_index (cache);
  close_cache (cache);
  cache_support_remove_folder (folder);
}

static void
language_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_cache_set_language_finish (SANERA_CACHE (source), result, &error));
  g_assert_no_error (error);
  answer->done = TRUE;
}

static void
changed_cb (SaneraCache *cache, guint lists, guint *mask)
{
  *mask |= lists;
}

/* Sort keys follow the language: å is a letter after z in Swedish, an a with a ring in English. */
static void
test_language (void)
{
  static const char *const names[] = { "zebra", "ånga" };
  const char *sql = "SELECT row_id FROM recommendations ORDER BY title_key LIMIT 1";
  char *folder = cache_support_make_folder ();
  SaneraCache *cache = open_cache (folder);
  Answer answer = { 0 };
  guint changed = 0;

  for (guint i = 0; i < 2; i++)
    {
      SaneraRecommendationData *row = cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, i, SEED);

      g_free (row->related_component);
      row->related_component = g_strdup (names[i]);
      cache_support_put (cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
      sanera_noun_data_free (&sanera_recommendation_noun, row);
    }
  cache_support_fill (cache, SANERA_LIST_ACTIVITIES, 0, 4500, SEED);
  g_assert_cmpint (query_int (cache, sql), ==, 2);

  g_signal_connect (cache, "changed", G_CALLBACK (changed_cb), &changed);
  sanera_language_set ("sv");
  sanera_cache_set_language_async (cache, NULL, language_cb, &answer);
  cache_support_wait (is_done, &answer);
  g_assert_cmpint (query_int (cache, sql), ==, 1);
  g_assert_cmpuint (changed & 3, ==, 3);
  g_assert_cmpint (query_int (cache, "SELECT value = 'sv' FROM meta WHERE key = 'language'"), ==,
                   1);

  /* the same again does nothing, once what the opening began has ended too */
  for (guint i = 0; i < 3; i++)
    {
      changed = 0;
      answer.done = FALSE;
      sanera_cache_set_language_async (cache, NULL, language_cb, &answer);
      cache_support_wait (is_done, &answer);
    }
  g_assert_cmpuint (changed, ==, 0);
  close_cache (cache);

  /* who opens it in another language rewrites it, in the background */
  sanera_language_set ("en");
  cache = open_cache (folder);
  answer.done = FALSE;
  sanera_cache_set_language_async (cache, NULL, language_cb, &answer);
  cache_support_wait (is_done, &answer);
  g_assert_cmpint (query_int (cache, sql), ==, 2);
  close_cache (cache);
  cache_support_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  sanera_language_init ("en", "/nowhere");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache/files", test_files);
  g_test_add_func ("/cache/damaged", test_damaged);
  g_test_add_func ("/cache/damaged-later", test_damaged_later);
  g_test_add_func ("/cache/damaged-inside", test_damaged_inside);
  g_test_add_func ("/cache/damaged-job", test_damaged_job);
  g_test_add_func ("/cache/newer", test_newer);
  g_test_add_func ("/cache/no-folder", test_no_folder);
  g_test_add_func ("/cache/info", test_info);
  g_test_add_func ("/cache/rows", test_rows);
  g_test_add_func ("/cache/sweep", test_sweep);
  g_test_add_func ("/cache/count", test_count);
  g_test_add_func ("/cache/index", test_index);
  g_test_add_func ("/cache/language", test_language);

  return g_test_run ();
}
