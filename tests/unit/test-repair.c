/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Databases of the desktop that are damaged, while they are closed and while they are in use. */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "cache-support.h"
#include "sanera-cache-private.h"
#include "sanera-outbox-private.h"
#include "sanera-recommendation.h"

#define ENTRIES 60
#define SEED 5
#define PAGE 4096

typedef struct
{
  char *folder;
  char *cache_path;
  char *outbox_path;
  SaneraCache *cache;
  guint rebuilt;
  guint changed;
  GError *error;
} Fixture;

static void
rebuilt_cb (SaneraCache *cache, Fixture *f)
{
  f->rebuilt++;
}

static void
changed_cb (SaneraCache *cache, guint lists, Fixture *f)
{
  f->changed |= lists;
}

static void
open_cache (Fixture *f)
{
  GError *error = NULL;

  f->rebuilt = 0;
  f->changed = 0;
  f->cache = sanera_cache_open (f->folder, &error);
  g_assert_no_error (error);
  g_signal_connect (f->cache, "rebuilt", G_CALLBACK (rebuilt_cb), f);
  g_signal_connect (f->cache, "changed", G_CALLBACK (changed_cb), f);
}

static void
close_cache (Fixture *f)
{
  sanera_cache_close (f->cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&f->cache);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = cache_support_make_folder ();
  f->cache_path = g_build_filename (f->folder, "cache.db", NULL);
  f->outbox_path = g_build_filename (f->folder, "outbox.db", NULL);
  open_cache (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_cache (f);
  g_clear_error (&f->error);
  g_free (f->cache_path);
  g_free (f->outbox_path);
  cache_support_remove_folder (f->folder);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *done = user_data;
  GError *error = NULL;

  sanera_outbox_write_finish (SANERA_OUTBOX (source), result, &error);
  g_assert_no_error (error);
  (*done)++;
}

static gboolean
all_added (gpointer data)
{
  return *(guint *)data == ENTRIES;
}

/* Each fills a good part of a page. */
static void
add_entries (Fixture *f)
{
  SaneraOutbox *outbox = sanera_cache_get_outbox (f->cache);
  g_autofree char *body = g_strnfill (1500, 'x');
  guint done = 0;

  for (guint i = 0; i < ENTRIES; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);
      const SaneraOutboxEntry entry = {
        .key = key,
        .action = (char *)"requestRemediation",
        .entity = (char *)"va-_-google-_-chrome",
        .method = (char *)"POST",
        .path = (char *)"/sanera/v1/remediationTasks",
        .body = body,
        .made_at = 1234567,
        .state = SANERA_OUTBOX_WAITING,
        .next_try = SANERA_INT_NULL,
        .version = SANERA_INT_NULL,
        .not_before = SANERA_INT_NULL,
      };

      sanera_outbox_add_async (outbox, &entry, NULL, added_cb, &done);
    }
  cache_support_wait (all_added, &done);
  sanera_outbox_save_draft (outbox, "requestRemediation", "a", "{\"notes\":\"x\"}");
  sanera_outbox_flush (outbox);
}

static gint64
query_file (const char *path, const char *sql)
{
  g_autoptr (SaneraDb) db = sanera_db_open (path, SANERA_DB_READ_ONLY, NULL);
  gint64 value = -1;

  g_assert_nonnull (db);
  sanera_db_query_int (db, &value, NULL, sql, "");
  return value;
}

/* From the journal into the file, where a disk would damage it. */
static void
checkpoint (const char *path)
{
  g_autoptr (SaneraDb) db = sanera_db_open (path, SANERA_DB_DEFAULT, NULL);

  g_assert_nonnull (db);
  g_assert_cmpint (sqlite3_wal_checkpoint_v2 (sanera_db_get_handle (db), NULL,
                                              SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL),
                   ==, SQLITE_OK);
}

/* In the file as it is, without anybody who has it open noticing. */
static void
overwrite (const char *path, gint64 first_page, gint64 n_pages)
{
  g_autofree char *rubbish = g_malloc ((gsize)(PAGE * n_pages));
  FILE *file = g_fopen (path, "r+b");

  memset (rubbish, 0xa5, (gsize)(PAGE * n_pages));
  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, (long)((first_page - 1) * PAGE), SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (rubbish, PAGE, (gsize)n_pages, file), ==, (gsize)n_pages);
  g_assert_cmpint (fclose (file), ==, 0);
}

static gint64
count_pages (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_size / PAGE;
}

static void
assert_mode (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static guint
count_entries (Fixture *f)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) entries = sanera_outbox_list (sanera_cache_get_outbox (f->cache), &error);

  g_assert_no_error (error);
  return entries->len;
}

static void
assert_draft (Fixture *f)
{
  g_autofree char *draft =
      sanera_outbox_load_draft (sanera_cache_get_outbox (f->cache), "requestRemediation", "a");

  g_assert_cmpstr (draft, ==, "{\"notes\":\"x\"}");
}

/* The leaf pages of the entries in the middle of the file. */
static void
damage_outbox (Fixture *f)
{
  checkpoint (f->outbox_path);
  g_assert_cmpint (query_file (f->outbox_path, "PRAGMA page_size"), ==, PAGE);
  g_assert_cmpint (count_pages (f->outbox_path), >, 20);
  overwrite (f->outbox_path, 12, 2);
}

static void
assert_rescued (Fixture *f)
{
  const SaneraRepair *repair = sanera_cache_get_repair (f->cache, SANERA_REPAIR_OUTBOX);
  guint n = count_entries (f);

  /* Two pages hold four of them. */
  g_assert_cmpuint (n, <, ENTRIES);
  g_assert_cmpuint (n, >=, ENTRIES - 6);
  assert_draft (f);
  g_assert_nonnull (repair);
  g_assert_false (repair->whole);
  g_assert_cmpint (repair->rescued, ==, n + 1);
  g_assert_true (g_str_has_prefix (repair->path, f->outbox_path));
  g_assert_cmpint (repair->found_on, >, 0);
  assert_mode (repair->path);
  assert_mode (f->outbox_path);
  g_assert_null (sanera_cache_get_repair (f->cache, SANERA_REPAIR_CACHE));
}

static void
test_outbox_closed (Fixture *f, gconstpointer data)
{
  add_entries (f);
  damage_outbox (f);
  close_cache (f);
  open_cache (f);
  assert_rescued (f);

  /* It is told until the person has read it; what waits is as it was before and after. */
  close_cache (f);
  open_cache (f);
  assert_rescued (f);
  sanera_cache_forget_repairs (f->cache);
  g_assert_null (sanera_cache_get_repair (f->cache, SANERA_REPAIR_OUTBOX));
  close_cache (f);
  open_cache (f);
  g_assert_null (sanera_cache_get_repair (f->cache, SANERA_REPAIR_OUTBOX));
  g_assert_cmpuint (count_entries (f), >=, ENTRIES - 6);
}

static gboolean
has_outbox_repair (gpointer data)
{
  return sanera_cache_get_repair (((Fixture *)data)->cache, SANERA_REPAIR_OUTBOX) != NULL;
}

static void
test_outbox_open (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  GError *error = NULL;
  guint done = ENTRIES - 1;
  const SaneraOutboxEntry more = {
    .key = (char *)"more",
    .action = (char *)"requestRemediation",
    .entity = (char *)"other",
    .method = (char *)"POST",
    .path = (char *)"/",
    .state = SANERA_OUTBOX_WAITING,
    .next_try = SANERA_INT_NULL,
    .version = SANERA_INT_NULL,
    .not_before = SANERA_INT_NULL,
  };

  add_entries (f);
  damage_outbox (f);
  entries = sanera_outbox_list (sanera_cache_get_outbox (f->cache), &error);
  g_assert_null (entries);
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED);
  g_clear_error (&error);
  cache_support_wait (has_outbox_repair, f);
  assert_rescued (f);
  g_assert_cmpuint (f->rebuilt, ==, 0);

  /* And it is written to as before. */
  sanera_outbox_add_async (sanera_cache_get_outbox (f->cache), &more, NULL, added_cb, &done);
  cache_support_wait (all_added, &done);
  g_assert_cmpint (query_file (f->outbox_path, "SELECT max (position) FROM entries"), ==,
                   ENTRIES + 1);
}

/* No file can be written by this program, as on a full disk. */
static void
fill_disk (gboolean full)
{
  static struct rlimit before;
  struct rlimit limit;

  if (full)
    {
      signal (SIGXFSZ, SIG_IGN);
      g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
    }
  limit = before;
  if (full)
    limit.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

typedef struct
{
  guint *source;
  guint before;
} Retry;

/* The try that was to be made has failed, and another one waits for its time. */
static gboolean
waits_for_retry (gpointer data)
{
  const Retry *retry = data;

  return *retry->source != 0 && *retry->source != retry->before;
}

/* A damaged outbox on a full disk: nothing of it is lost, nor what is typed meanwhile, and it is
 * repaired as soon as that can be. */
static void
test_outbox_full (Fixture *f, gconstpointer data)
{
  SaneraOutbox *outbox = sanera_cache_get_outbox (f->cache);
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *draft = NULL;
  Retry retry = { &outbox->repair_source, 0 };

  add_entries (f);
  damage_outbox (f);
  fill_disk (TRUE);
  entries = sanera_outbox_list (outbox, NULL);
  g_assert_null (entries);
  for (guint i = 0; i < 2; i++)
    {
      retry.before = outbox->repair_source;
      g_assert_cmpuint (retry.before, !=, 0);
      cache_support_wait (waits_for_retry, &retry);
      sanera_outbox_save_draft (outbox, "requestRemediation", "b", "{\"notes\":\"typed\"}");
      sanera_outbox_hurry_repair (outbox);
    }
  retry.before = outbox->repair_source;
  cache_support_wait (waits_for_retry, &retry);
  g_assert_null (sanera_cache_get_repair (f->cache, SANERA_REPAIR_OUTBOX));
  draft = sanera_outbox_load_draft (outbox, "requestRemediation", "b");
  g_assert_cmpstr (draft, ==, "{\"notes\":\"typed\"}");

  fill_disk (FALSE);
  sanera_outbox_hurry_repair (outbox);
  cache_support_wait (has_outbox_repair, f);
  assert_rescued (f);
  g_clear_pointer (&draft, g_free);
  draft = sanera_outbox_load_draft (outbox, "requestRemediation", "b");
  g_assert_cmpstr (draft, ==, "{\"notes\":\"typed\"}");
  g_assert_cmpint (query_file (f->outbox_path, "SELECT count (*) FROM drafts"), ==, 2);
}

/* Nothing of it can be read: it is kept, and that is said. */
static void
test_outbox_rubbish (Fixture *f, gconstpointer data)
{
  const SaneraRepair *repair;
  g_autofree char *kept = NULL;

  add_entries (f);
  close_cache (f);
  g_assert_true (g_file_set_contents (f->outbox_path, "this is no database", -1, NULL));
  open_cache (f);
  g_assert_cmpuint (count_entries (f), ==, 0);
  repair = sanera_cache_get_repair (f->cache, SANERA_REPAIR_OUTBOX);
  g_assert_nonnull (repair);
  g_assert_false (repair->whole);
  g_assert_cmpint (repair->rescued, ==, 0);
  g_assert_true (g_file_get_contents (repair->path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "this is no database");
}

/* Only an index: all rows are there. */
static void
test_outbox_index (Fixture *f, gconstpointer data)
{
  const SaneraRepair *repair;
  gint64 page;

  add_entries (f);
  checkpoint (f->outbox_path);
  page =
      query_file (f->outbox_path,
                  "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_entries_1'");
  close_cache (f);
  overwrite (f->outbox_path, page, 1);
  open_cache (f);
  repair = sanera_cache_get_repair (f->cache, SANERA_REPAIR_OUTBOX);
  g_assert_nonnull (repair);
  g_assert_true (repair->whole);
  g_assert_cmpint (repair->rescued, ==, ENTRIES + 1);
  g_assert_cmpuint (count_entries (f), ==, ENTRIES);
}

static gboolean
is_rebuilt (gpointer data)
{
  return ((Fixture *)data)->rebuilt > 0;
}

static gint64
count_rows (Fixture *f)
{
  gint64 n = -1;

  sanera_db_query_int (sanera_cache_get_main_db (f->cache), &n, NULL,
                       "SELECT count (*) FROM recommendations", "");
  return n;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  g_clear_error (&f->error);
  sanera_cache_count_finish (SANERA_CACHE (source), result, &f->error);
}

static gboolean
put_func (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  return sanera_cache_put (db, SANERA_LIST_RECOMMENDATIONS, NULL, data, 1, error);
}

static void
put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  g_clear_error (&f->error);
  sanera_cache_run_finish (f->cache, result, &f->error);
}

static void
row_free (gpointer row)
{
  sanera_noun_data_free (&sanera_recommendation_noun, row);
}

static void
put (Fixture *f, guint number)
{
  sanera_store_write_async (sanera_cache_get_store (f->cache), put_func,
                            cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, number, SEED),
                            row_free, NULL, put_cb, f);
}

/* Who meets it. */
typedef enum
{
  READER,
  WRITER,
  MAIN,
} Finder;

static void
find_damage (Fixture *f, Finder finder)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraRecord) record = NULL;

  switch (finder)
    {
    case READER:
      sanera_cache_count_async (f->cache, query, NULL, counted_cb, f);
      break;
    case WRITER:
      put (f, 5);
      break;
    case MAIN:
    default:
      record = sanera_cache_lookup (f->cache, SANERA_LIST_RECOMMENDATIONS, "no such");
      g_assert_null (record);
      break;
    }
}

/* Whoever meets it: set aside, an empty one in its place, and everything that holds the cache goes
 * on with that. */
static void
test_cache_open (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraRecord) before = NULL;
  g_autoptr (SaneraRecord) after = NULL;
  const SaneraRepair *repair;
  SaneraRecommendationData *row;

  sanera_outbox_save_draft (sanera_cache_get_outbox (f->cache), "requestRemediation", "a",
                            "{\"notes\":\"x\"}");
  cache_support_fill (f->cache, SANERA_LIST_RECOMMENDATIONS, 0, 400, SEED);
  row = cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, 399, SEED);
  before = sanera_cache_lookup (f->cache, SANERA_LIST_RECOMMENDATIONS, row->id);
  g_assert_nonnull (before);
  close_cache (f);
  open_cache (f);

  checkpoint (f->cache_path);
  overwrite (f->cache_path, 2, count_pages (f->cache_path) - 1);
  find_damage (f, (Finder)GPOINTER_TO_UINT (data));
  cache_support_wait (is_rebuilt, f);

  g_assert_cmpuint (f->changed, ==, (1u << SANERA_N_LISTS) - 1);
  g_assert_cmpint (count_rows (f), ==, 0);
  assert_draft (f);
  repair = sanera_cache_get_repair (f->cache, SANERA_REPAIR_CACHE);
  g_assert_nonnull (repair);
  g_assert_true (g_str_has_prefix (repair->path, f->cache_path));
  g_assert_cmpint (count_pages (repair->path), >, 10);
  assert_mode (repair->path);
  assert_mode (f->cache_path);

  /* A row id is never used twice. */
  cache_support_put (f->cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
  after = sanera_cache_lookup (f->cache, SANERA_LIST_RECOMMENDATIONS, row->id);
  g_assert_nonnull (after);
  g_assert_cmpint (sanera_record_get_row_id (after), >, sanera_record_get_row_id (before));
  row_free (row);

  /* Once: what was asked of the old file is no news. */
  g_assert_cmpuint (f->rebuilt, ==, 1);
  close_cache (f);
  open_cache (f);
  g_assert_cmpint (count_rows (f), ==, 1);
}

static gboolean
is_rebuilt_again (gpointer data)
{
  return ((Fixture *)data)->rebuilt == 2;
}

/* Each table goes on with its own numbers: one line for each, of which SQLite itself takes no care.
 */
static void
assert_sequences (Fixture *f)
{
  g_assert_cmpint (query_file (f->cache_path, "SELECT count (*) > 0 AND count (*) = "
                                              "count (DISTINCT name) AND max (seq) < 2000000 "
                                              "FROM sqlite_sequence"),
                   ==, 1);
}

/* What was damaged is known, also at another start, until it was read; then no more. */
static void
assert_told_once (Fixture *f)
{
  const SaneraRepair *repair = sanera_cache_get_repair (f->cache, SANERA_REPAIR_CACHE);
  g_autofree char *note = g_build_filename (f->folder, "repair.ini", NULL);
  g_auto (SaneraRepair) later = { 0 };

  g_assert_nonnull (repair);
  g_assert_true (g_file_test (repair->path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (repair->found_on, >, 0);
  g_assert_false (g_file_test (note, G_FILE_TEST_EXISTS));
  sanera_repair_load (&later, f->folder, SANERA_REPAIR_CACHE);
  g_assert_cmpstr (later.path, ==, repair->path);
  sanera_repair_load (&later, f->folder, SANERA_REPAIR_OUTBOX);
  g_assert_null (later.path);

  sanera_cache_forget_repairs (f->cache);
  g_assert_null (sanera_cache_get_repair (f->cache, SANERA_REPAIR_CACHE));
  sanera_repair_load (&later, f->folder, SANERA_REPAIR_CACHE);
  g_assert_null (later.path);
}

/* A damaged cache on a full disk is replaced as soon as that can be, once. */
static void
test_cache_full (Fixture *f, gconstpointer data)
{
  Retry retry = { &f->cache->repair_source, 0 };
  g_autoptr (GError) error =
      g_error_new_literal (SANERA_ERROR, SANERA_ERROR_DAMAGED, "cache.db: as the first time");
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint damaged = 0;

  cache_support_fill (f->cache, SANERA_LIST_RECOMMENDATIONS, 0, 400, SEED);
  close_cache (f);
  open_cache (f);
  retry.source = &f->cache->repair_source;
  checkpoint (f->cache_path);
  overwrite (f->cache_path, 2, count_pages (f->cache_path) - 1);
  fill_disk (TRUE);
  find_damage (f, MAIN);
  for (guint i = 0; i < 3; i++)
    {
      cache_support_wait (waits_for_retry, &retry);
      retry.before = f->cache->repair_source;
      if (i < 2)
        {
          sanera_cache_hurry_repair (f->cache);
          retry.before = f->cache->repair_source;
        }
    }
  g_assert_cmpuint (f->rebuilt, ==, 0);

  fill_disk (FALSE);
  sanera_cache_hurry_repair (f->cache);
  cache_support_wait (is_rebuilt, f);
  g_assert_cmpuint (f->rebuilt, ==, 1);
  /* It was set aside while nothing could be written, and yet the person is told. */
  assert_told_once (f);
  assert_sequences (f);

  /* Another try over a file in which the first had come as far as here. */
  sanera_cache_begin_repair (f->cache, error);
  g_atomic_int_set (&f->cache->set_aside, TRUE);
  cache_support_wait (is_rebuilt_again, f);
  assert_sequences (f);
  dir = g_dir_open (f->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    damaged += g_str_has_prefix (name, "cache.db.damaged-");
  g_assert_cmpuint (damaged, ==, 1);
}

static gboolean
limit_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  return sanera_db_exec (db, data, error);
}

static gboolean
has_error (gpointer data)
{
  return ((Fixture *)data)->error != NULL;
}

/* A full disk, and a folder that cannot be written: no damage, and nothing is lost. */
static void
test_no_damage (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *before;
    const char *after;
    SaneraError error;
  } cases[] = {
    { "PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1073741823", SANERA_ERROR_FULL },
    { "PRAGMA query_only = 1", "PRAGMA query_only = 0", SANERA_ERROR_CACHE },
  };
  SaneraStore *store = sanera_cache_get_store (f->cache);

  cache_support_fill (f->cache, SANERA_LIST_RECOMMENDATIONS, 0, 5, SEED);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GError *error = NULL;

      g_clear_error (&f->error);
      sanera_store_write (store, limit_func, (gpointer)cases[i].before, NULL, &error);
      g_clear_error (&error);
      for (guint n = 100; n < 200; n++)
        put (f, n);
      cache_support_wait (has_error, f);
      g_assert_error (f->error, SANERA_ERROR, (int)cases[i].error);
      sanera_store_write (store, limit_func, (gpointer)cases[i].after, NULL, &error);
      g_clear_error (&error);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpuint (f->rebuilt, ==, 0);
      g_assert_null (sanera_cache_get_repair (f->cache, SANERA_REPAIR_CACHE));
      g_assert_cmpint (count_rows (f), >=, 5);
    }
}

int
main (int argc, char **argv)
{
  /* Whatever the person's own mask lets through: nobody else may read these files. */
  umask (0);
  g_test_init (&argc, &argv, NULL);
#define TEST(name, data, func) g_test_add (name, Fixture, data, set_up, func, tear_down)
  TEST ("/repair/outbox/closed", NULL, test_outbox_closed);
  TEST ("/repair/outbox/open", NULL, test_outbox_open);
  TEST ("/repair/outbox/full", NULL, test_outbox_full);
  TEST ("/repair/outbox/rubbish", NULL, test_outbox_rubbish);
  TEST ("/repair/outbox/index", NULL, test_outbox_index);
  TEST ("/repair/cache/reader", GUINT_TO_POINTER (READER), test_cache_open);
  TEST ("/repair/cache/writer", GUINT_TO_POINTER (WRITER), test_cache_open);
  TEST ("/repair/cache/main", GUINT_TO_POINTER (MAIN), test_cache_open);
  TEST ("/repair/cache/full", NULL, test_cache_full);
  TEST ("/repair/cache/no-damage", NULL, test_no_damage);
  return g_test_run ();
}
