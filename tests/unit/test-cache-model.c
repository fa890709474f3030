/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "cache-support.h"
#include "sanera-cache-private.h"
#include "sanera-language.h"
#include "sanera-query-model.h"
#include "sanera-query-run.h"
#include "sanera-recommendation.h"

#define SEED 11

typedef struct
{
  char *folder;
  SaneraCache *cache;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = cache_support_make_folder ();
  fixture->cache = sanera_cache_open (fixture->folder, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sanera_cache_close (fixture->cache);
  g_object_unref (fixture->cache);
  cache_support_remove_folder (fixture->folder);
}

/* What somebody sees who only listens to the signals. */
typedef struct
{
  SaneraQueryModel *model;
  GArray *ids; /* guint32 */
  guint signals;
  guint scrolls;
  guint scrolled_to;
  guint removed;
  guint most_removed; /* in one signal */
  guint most_added_to_screen; /* in one signal, among the rows that GTK keeps alive */
} Mirror;

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, Mirror *mirror)
{
  mirror->signals++;
  mirror->removed += removed;
  mirror->most_removed = MAX (mirror->most_removed, removed);
  if (position < 205)
    mirror->most_added_to_screen = MAX (mirror->most_added_to_screen, MIN (added, 205 - position));
  g_assert_cmpuint (position + removed, <=, mirror->ids->len);
  if (removed > 0)
    g_array_remove_range (mirror->ids, position, removed);
  for (guint i = 0; i < added; i++)
    {
      guint32 id = (guint32)sanera_query_model_get_row_id (mirror->model, position + i);

      /* Blank rows are only there until the others come. */
      g_assert_true (id > 0 || !sanera_query_model_get_complete (mirror->model));
      g_array_insert_val (mirror->ids, position + i, id);
    }
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, mirror->ids->len);
  g_assert_cmpint (sanera_query_model_get_row_id (mirror->model, mirror->ids->len), ==, 0);
}

static void
scroll_to_cb (SaneraQueryModel *model, guint position, Mirror *mirror)
{
  mirror->scrolls++;
  mirror->scrolled_to = position;
}

static Mirror *
mirror_new (SaneraQueryModel *model)
{
  Mirror *mirror = g_new0 (Mirror, 1);

  mirror->model = model;
  mirror->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      guint32 id = (guint32)sanera_query_model_get_row_id (model, i);

      g_array_append_val (mirror->ids, id);
    }
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), mirror);
  g_signal_connect (model, "scroll-to", G_CALLBACK (scroll_to_cb), mirror);

  return mirror;
}

static void
mirror_free (Mirror *mirror)
{
  g_signal_handlers_disconnect_by_data (mirror->model, mirror);
  g_array_unref (mirror->ids);
  g_free (mirror);
}

static SaneraIds *
expected_ids (SaneraQueryModel *model)
{
  g_autoptr (SaneraQuerySql) sql =
      sanera_query_sql_all (sanera_query_model_get_query (model), FALSE);
  g_autoptr (GError) error = NULL;
  SaneraIds *ids = sanera_query_run_sql (
      sanera_cache_get_main_db (sanera_query_model_get_cache (model)), sql, &error);

  g_assert_no_error (error);
  return ids;
}

static gboolean
is_settled (gpointer data)
{
  Mirror *mirror = data;
  g_autoptr (SaneraIds) ids = NULL;

  if (!sanera_query_model_get_complete (mirror->model))
    return FALSE;
  ids = expected_ids (mirror->model);

  return ids->len == mirror->ids->len &&
         (ids->len == 0 || memcmp (ids->ids, mirror->ids->data, ids->len * sizeof (guint32)) == 0);
}

static void
settle (Mirror *mirror)
{
  cache_support_wait (is_settled, mirror);
}

static void
test_first_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryRun) run = sanera_query_run_new (query);
  g_autoptr (SaneraQueryModel) model = NULL;
  g_autoptr (GError) error = NULL;
  gpointer result = NULL;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 300, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  sanera_query_model_hold (model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 25);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (model)) == SANERA_TYPE_RECOMMENDATION);
  mirror = mirror_new (model);

  /* The reader does one job after the other: with this one the model's is done too, and waits. */
  sanera_store_read (sanera_cache_get_store (fixture->cache), sanera_query_run_all, run, &result,
                     &error);
  g_assert_no_error (error);
  sanera_query_result_free (result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (mirror->signals, ==, 0);
  sanera_query_model_release (model);
  settle (mirror);
  /* The others are added below, a few at a time until GTK has all the rows it wants: nothing moves.
   */
  g_assert_cmpuint (mirror->signals, >, 1);
  g_assert_cmpuint (mirror->most_added_to_screen, <=, 10);
  g_assert_cmpuint (mirror->removed, ==, 0);
  g_assert_cmpuint (mirror->scrolls, ==, 0);
  g_assert_cmpuint (mirror->ids->len, ==, 300);
  mirror_free (mirror);
}

static void
test_set_query (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) by_title = sanera_query_with_order (query, "title", FALSE);
  g_autoptr (SaneraQuery) search = sanera_query_with_search (query, "chro");
  g_autoptr (SaneraQuery) rare = sanera_query_with_search (query, "p299");
  g_autoptr (SaneraQuery) nothing = sanera_query_with_search (query, "nowhere to be found");
  SaneraQuery *queries[] = { by_title, search, rare, nothing, query, search };
  g_autoptr (SaneraQueryModel) model = NULL;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 300, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      guint before = mirror->scrolls;
      gboolean had_rows = mirror->ids->len > 0;

      sanera_query_model_set_query (model, queries[i]);
      g_assert_false (sanera_query_model_get_complete (model));
      settle (mirror);
      g_assert_cmpuint (mirror->scrolls - before, ==, had_rows && mirror->ids->len > 0 ? 1 : 0);
      g_assert_cmpuint (mirror->scrolled_to, ==, 0);
    }

  /* The same again is nothing. */
  {
    guint before = mirror->signals;

    sanera_query_model_set_query (model, search);
    g_assert_true (sanera_query_model_get_complete (model));
    g_assert_cmpuint (mirror->signals, ==, before);
  }
  mirror_free (mirror);
}

/* GTK makes and destroys the widgets of few rows in one turn, also where a short list takes the
 * place of another, a long one of a short one and a short one of a long one. */
static void
test_few_at_a_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) by_title = sanera_query_with_order (query, "title", FALSE);
  g_autoptr (SaneraQuery) rare = sanera_query_with_search (query, "p59");
  g_autoptr (SaneraQueryModel) model = NULL;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 60, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);
  sanera_query_model_set_query (model, by_title);
  settle (mirror);
  sanera_query_model_set_query (model, rare);
  settle (mirror);
  g_assert_cmpuint (mirror->ids->len, <, 20);
  g_assert_cmpuint (mirror->most_added_to_screen, <=, 20);
  g_assert_cmpuint (mirror->most_removed, <=, 20);

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 60, 240, SEED);
  sanera_query_model_set_query (model, query);
  settle (mirror);
  g_assert_cmpuint (mirror->ids->len, ==, 300);
  g_assert_cmpuint (mirror->most_added_to_screen, <=, 20);
  g_assert_cmpuint (mirror->most_removed, <=, 20);

  /* 205 rows have other contents at once; those that are too many go a few at a time. */
  mirror->signals = 0;
  sanera_query_model_set_query (model, rare);
  settle (mirror);
  g_assert_cmpuint (mirror->signals, >, 15);
  mirror_free (mirror);
}

/* A newer query interrupts the older ones; only its result arrives. */
static void
test_interrupt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = NULL;
  Mirror *mirror;
  static const char *const typed[] = { "c", "ch", "chr", "chro", "chrom", "chrome" };
  guint before;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 3000, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);
  before = mirror->scrolls;
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (SaneraQuery) search = sanera_query_with_search (query, typed[i]);

      sanera_query_model_set_query (model, search);
    }
  settle (mirror);
  g_assert_cmpstr (sanera_query_get_search (sanera_query_model_get_query (model)), ==, "chrome");
  g_assert_cmpuint (mirror->scrolls - before, ==, 1);
  mirror_free (mirror);
}

/* A reader that is busy until it is let go. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean go;
  GHashTable *texts; /* what SQLite was asked to look for, as it stands in the statement */
} Reader;

static int
trace_cb (unsigned event, gpointer data, gpointer statement, gpointer text)
{
  static const char *const parts[] = { "FROM recommendation_search", "search_fold LIKE" };
  Reader *reader = data;
  g_autofree char *sql = NULL;
  char *expanded = sqlite3_expanded_sql (statement);

  sql = g_strdup (expanded);
  sqlite3_free (expanded);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (sql, parts[i]) != NULL)
      {
        g_hash_table_add (reader->texts, g_steal_pointer (&sql));
        return 0;
      }
  return 0;
}

static gboolean
be_busy (SaneraDb *db,
         gpointer data,
         gpointer *result,
         GDestroyNotify *result_free,
         GCancellable *cancellable,
         GError **error)
{
  Reader *reader = data;

  sqlite3_trace_v2 (sanera_db_get_handle (db), SQLITE_TRACE_STMT, trace_cb, reader);
  g_mutex_lock (&reader->mutex);
  while (!reader->go)
    g_cond_wait (&reader->cond, &reader->mutex);
  g_mutex_unlock (&reader->mutex);
  return TRUE;
}

static gboolean
stop_tracing (SaneraDb *db,
              gpointer data,
              gpointer *result,
              GDestroyNotify *result_free,
              GCancellable *cancellable,
              GError **error)
{
  sqlite3_trace_v2 (sanera_db_get_handle (db), 0, NULL, NULL);
  return TRUE;
}

/* Typed while the reader is at something else, as it is with the letter before: of ten letters
 * nine are never looked for. With the one that runs already that makes two at most. */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = NULL;
  SaneraStore *store = sanera_cache_get_store (fixture->cache);
  Reader reader = { .go = FALSE };
  g_autofree char *text = g_strdup ("google chr");
  GHashTableIter iter;
  gpointer sql;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 300, SEED);
  cache_support_index (fixture->cache);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);

  g_mutex_init (&reader.mutex);
  g_cond_init (&reader.cond);
  reader.texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sanera_store_read_async (store, be_busy, &reader, NULL, NULL, NULL, NULL);
  for (guint n = 1; text[n - 1] != '\0'; n++)
    {
      g_autofree char *typed = g_strndup (text, n);
      g_autoptr (SaneraQuery) search = sanera_query_with_search (query, typed);

      sanera_query_model_set_query (model, search);
    }
  g_mutex_lock (&reader.mutex);
  reader.go = TRUE;
  g_cond_signal (&reader.cond);
  g_mutex_unlock (&reader.mutex);
  settle (mirror);
  g_assert_true (sanera_store_read (store, stop_tracing, NULL, NULL, NULL));

  /* The first rows and then all, both for the tenth letter. */
  g_assert_cmpuint (g_hash_table_size (reader.texts), >=, 1);
  g_assert_cmpuint (g_hash_table_size (reader.texts), <=, 2);
  g_hash_table_iter_init (&iter, reader.texts);
  while (g_hash_table_iter_next (&iter, &sql, NULL))
    g_assert_nonnull (strstr (sql, "chr"));
  g_hash_table_unref (reader.texts);
  g_mutex_clear (&reader.mutex);
  g_cond_clear (&reader.cond);
  mirror_free (mirror);
}

static gboolean
has_rows (gpointer data)
{
  return g_list_model_get_n_items (data) > 3;
}

/* A model that goes while its query runs leaves nothing behind that could touch it. */
static void
test_dispose (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 1000, SEED);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (SaneraQueryModel) model = sanera_query_model_new (fixture->cache, query);
      g_autoptr (SaneraRecord) record = NULL;

      /* At once, where they are read within two milliseconds. */
      cache_support_wait (has_rows, model);
      record = g_list_model_get_item (G_LIST_MODEL (model), 3);
      g_assert_nonnull (record);
      if (i % 2 == 0)
        g_main_context_iteration (NULL, FALSE);
      g_clear_object (&model);
      /* The object outlives its list. */
      g_assert_nonnull (sanera_record_get_id (record));
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_filled (gpointer data)
{
  GPtrArray *records = data;

  for (guint i = 0; i < records->len; i++)
    if (sanera_record_get_id (g_ptr_array_index (records, i)) == NULL)
      return FALSE;

  return TRUE;
}

/* Asked for far more in one turn than the main thread reads: placeholders, filled later. */
static void
test_placeholders (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = NULL;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  guint empty = 0;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 20000, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);
  for (guint i = 0; i < 20000; i += 60)
    {
      SaneraRecord *record = g_list_model_get_item (G_LIST_MODEL (model), i);

      g_ptr_array_add (records, record);
      g_assert_cmpint (sanera_record_get_row_id (record), ==,
                       sanera_query_model_get_row_id (model, i));
      if (sanera_record_get_id (record) == NULL)
        empty++;
    }
  g_assert_cmpuint (empty, >, 0);
  cache_support_wait (is_filled, records);
  for (guint i = 0; i < records->len; i++)
    {
      SaneraRecord *record = g_ptr_array_index (records, i);

      g_assert_false (sanera_record_get_gone (record));
      g_assert_cmpuint (sanera_query_model_find_id (model, sanera_record_get_id (record)), ==,
                        i * 60);
    }
  mirror_free (mirror);
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *)user_data)++;
}

static gboolean
is_gone (gpointer data)
{
  return sanera_record_get_gone (data);
}

static gboolean
is_notified (gpointer data)
{
  return *(guint *)data > 0;
}

/* One object a row, updated in place, marked when its row has gone. */
static void
test_objects (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = NULL;
  g_autoptr (SaneraRecord) record = NULL;
  g_autoptr (SaneraRecord) again = NULL;
  g_autofree char *id = NULL;
  guint notified = 0, others = 0;
  SaneraRecommendationData *row;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 100, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);
  record = g_list_model_get_item (G_LIST_MODEL (model), 7);
  again = g_list_model_get_item (G_LIST_MODEL (model), 7);
  g_assert_true (record == again);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 100));
  id = g_strdup (sanera_record_get_id (record));
  g_signal_connect (record, "notify::weaknesses", G_CALLBACK (notify_cb), &notified);
  g_signal_connect (record, "notify::vendor", G_CALLBACK (notify_cb), &others);

  row = sanera_noun_data_new (&sanera_recommendation_noun);
  sanera_noun_data_copy (&sanera_recommendation_noun, row, sanera_record_get_data (record));
  row->weaknesses += 1000;
  cache_support_put (fixture->cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
  sanera_cache_emit_changed (fixture->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  cache_support_wait (is_notified, &notified);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (others, ==, 0);
  g_assert_cmpint (sanera_recommendation_get_data (SANERA_RECOMMENDATION (record))->weaknesses, ==,
                   row->weaknesses);
  settle (mirror);

  /* A change of another list is none of ours. */
  sanera_cache_emit_changed (fixture->cache, 1u << SANERA_LIST_ACTIVITIES);

  cache_support_delete (fixture->cache, SANERA_LIST_RECOMMENDATIONS, id);
  sanera_cache_emit_changed (fixture->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  cache_support_wait (is_gone, record);
  g_assert_cmpstr (sanera_record_get_id (record), ==, id);
  settle (mirror);
  g_assert_cmpuint (mirror->ids->len, ==, 99);
  g_assert_cmpuint (sanera_query_model_find_id (model, id), ==, G_MAXUINT);
  sanera_noun_data_free (&sanera_recommendation_noun, row);
  mirror_free (mirror);
}

/* A few rows that come, go and move are told as such; many replace the list, and the view stays
 * with the row it was at. */
static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = NULL;
  SaneraRecommendationData *row;
  gint64 anchor;
  guint before;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 1000, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);

  before = mirror->signals;
  row = cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, 500, SEED);
  row->exposure_sum = 1e6;
  cache_support_put (fixture->cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
  sanera_cache_emit_changed (fixture->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  sanera_query_model_refresh (model);
  settle (mirror);
  g_assert_cmpuint (mirror->signals - before, ==, 2);
  g_assert_cmpuint (mirror->scrolls, ==, 0);
  g_assert_cmpuint (sanera_query_model_find_id (model, row->id), ==, 0);
  sanera_noun_data_free (&sanera_recommendation_noun, row);

  anchor = sanera_query_model_get_row_id (model, 400);
  sanera_query_model_set_anchor (model, anchor);
  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 1000, 1000, SEED);
  sanera_cache_emit_changed (fixture->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  settle (mirror);
  g_assert_cmpuint (mirror->scrolls, ==, 1);
  g_assert_cmpuint (mirror->scrolled_to, ==, sanera_query_model_find_row_id (model, anchor));
  g_assert_cmpuint (mirror->scrolled_to, >, 400);
  mirror_free (mirror);
}

#define CHANGED 4711

static gboolean
is_up_to_date (gpointer data)
{
  const SaneraRecommendationData *row = sanera_record_get_data (data);

  return row->weaknesses == CHANGED;
}

/* What changes while a query runs shows in the rows that stay, although the next one interrupts it.
 */
static void
test_interrupted_refresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = NULL;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 100, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SaneraQuery) search = sanera_query_with_search (query, i == 0 ? "update" : "upd");
      g_autoptr (SaneraRecord) held = g_list_model_get_item (G_LIST_MODEL (model), 7 + i);
      SaneraRecommendationData *row = cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, 0, SEED);
      g_autofree char *id = NULL;
      const SaneraRecommendationData *now = sanera_record_get_data (held);

      g_assert_cmpint (now->weaknesses, !=, CHANGED);
      id = g_strdup (now->id);
      g_free (row->id);
      row->id = g_strdup (id);
      row->weaknesses = CHANGED;
      cache_support_put (fixture->cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
      sanera_noun_data_free (&sanera_recommendation_noun, row);
      /* First while the refresh runs, then while a query does. */
      if (i == 1)
        sanera_query_model_set_query (model, query);
      sanera_cache_emit_changed (fixture->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
      sanera_query_model_set_query (model, search);
      settle (mirror);
      cache_support_wait (is_up_to_date, held);
    }
  mirror_free (mirror);
}

/* What nobody sees is left alone, and is up to date once somebody does. */
static void
test_paused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = NULL;
  Mirror *mirror;
  guint before;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 100, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);

  sanera_query_model_set_paused (model, TRUE);
  before = mirror->signals;
  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 100, 100, SEED);
  sanera_cache_emit_changed (fixture->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (mirror->signals, ==, before);
  g_assert_cmpuint (mirror->ids->len, ==, 100);

  sanera_query_model_set_paused (model, FALSE);
  settle (mirror);
  g_assert_cmpuint (mirror->ids->len, ==, 200);

  /* Nothing has changed: nothing is read. */
  before = mirror->signals;
  sanera_query_model_set_paused (model, TRUE);
  sanera_query_model_set_paused (model, FALSE);
  g_assert_true (sanera_query_model_get_complete (model));
  g_assert_cmpuint (mirror->signals, ==, before);
  mirror_free (mirror);
}

/* Any sequence of changes ends equal to the query's result. */
static void
test_property (Fixture *fixture, gconstpointer data)
{
  static const char *const orders[] = { "default", "title", "weaknesses", "remediationType" };
  static const char *const searches[] = { NULL, "chro", "ch", "p1", "漏洞" };
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = NULL;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 200, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  for (guint round = 0; round < 150; round++)
    {
      guint n_writes = (guint)g_test_rand_int_range (0, 6);

      for (guint i = 0; i < n_writes; i++)
        {
          guint number = (guint)g_test_rand_int_range (0, 250);
          SaneraRecommendationData *row = cache_support_make_row (
              SANERA_LIST_RECOMMENDATIONS, number, (guint32)g_test_rand_int ());

          if (g_test_rand_bit ())
            cache_support_put (fixture->cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);
          else
            cache_support_delete (fixture->cache, SANERA_LIST_RECOMMENDATIONS, row->id);
          sanera_noun_data_free (&sanera_recommendation_noun, row);
        }
      if (n_writes > 0)
        sanera_cache_emit_changed (fixture->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
      if (g_test_rand_int_range (0, 4) == 0)
        {
          g_autoptr (SaneraQuery) searched =
              sanera_query_with_search (query, searches[g_test_rand_int_range (0, 5)]);
          g_autoptr (SaneraQuery) next = sanera_query_with_order (
              searched, orders[g_test_rand_int_range (0, 4)], g_test_rand_bit ());

          sanera_query_model_set_query (model, next);
        }
      for (int i = g_test_rand_int_range (0, 20); i > 0; i--)
        g_main_context_iteration (NULL, FALSE);
      if (g_test_rand_int_range (0, 10) == 0)
        settle (mirror);
    }
  settle (mirror);
  mirror_free (mirror);
}

/* What a closed cache cannot give is an error, not a crash. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) search = sanera_query_with_search (query, "chrome");
  g_autoptr (SaneraQueryModel) model = NULL;
  g_autofree char *message = NULL;
  Mirror *mirror;

  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, 100, SEED);
  model = sanera_query_model_new (fixture->cache, query);
  mirror = mirror_new (model);
  settle (mirror);
  sanera_cache_close (fixture->cache);
  sanera_query_model_set_query (model, search);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_get (model, "error-message", &message, NULL);
  g_assert_nonnull (message);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 100);
  mirror_free (mirror);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  sanera_language_init ("en", "/nowhere");
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/first-rows", test_first_rows);
  ADD ("/model/set-query", test_set_query);
  ADD ("/model/few-at-a-time", test_few_at_a_time);
  ADD ("/model/interrupt", test_interrupt);
  ADD ("/model/typing", test_typing);
  ADD ("/model/dispose", test_dispose);
  ADD ("/model/placeholders", test_placeholders);
  ADD ("/model/objects", test_objects);
  ADD ("/model/refresh", test_refresh);
  ADD ("/model/interrupted-refresh", test_interrupted_refresh);
  ADD ("/model/paused", test_paused);
  ADD ("/model/property", test_property);
  ADD ("/model/closed", test_closed);

  return g_test_run ();
}
