/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-support.h"
#include "sanera-cache-private.h"
#include "sanera-language.h"
#include "sanera-recommendation.h"
#include "sanera-selection.h"

#define N_ROWS 200

typedef struct
{
  char *folder;
  SaneraCache *cache;
  SaneraQueryModel *model;
  SaneraSelection *selection;
  guint signals;
  guint notified;
} Fixture;

static gboolean
is_complete (gpointer data)
{
  return sanera_query_model_get_complete (data);
}

static void
selection_changed_cb (GtkSelectionModel *model, guint position, guint n_items, Fixture *fixture)
{
  fixture->signals++;
  g_assert_cmpuint (position + n_items, <=, g_list_model_get_n_items (G_LIST_MODEL (model)));
}

static void
notify_cb (GObject *object, GParamSpec *pspec, Fixture *fixture)
{
  fixture->notified++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (GError) error = NULL;

  fixture->folder = cache_support_make_folder ();
  fixture->cache = sanera_cache_open (fixture->folder, &error);
  g_assert_no_error (error);
  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, N_ROWS, 3);
  fixture->model = sanera_query_model_new (fixture->cache, query);
  cache_support_wait (is_complete, fixture->model);
  fixture->selection = sanera_selection_new (fixture->model);
  g_signal_connect (fixture->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                    fixture);
  g_signal_connect (fixture->selection, "notify::count", G_CALLBACK (notify_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->selection);
  g_object_unref (fixture->model);
  sanera_cache_close (fixture->cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->cache);
  cache_support_remove_folder (fixture->folder);
}

/* All ways of asking say the same. */
static void
check (Fixture *fixture)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (model);
  g_autoptr (GtkBitset) part = gtk_selection_model_get_selection_in_range (model, 10, 20);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (model));
  guint shown = 0;

  for (guint i = 0; i < n; i++)
    {
      gboolean selected = gtk_selection_model_is_selected (model, i);

      shown += selected;
      g_assert_cmpint (gtk_bitset_contains (set, i), ==, selected);
      g_assert_cmpint (gtk_bitset_contains (part, i), ==, selected && i >= 10 && i < 30);
      g_assert_cmpint (sanera_selection_contains (
                           fixture->selection, sanera_query_model_get_row_id (fixture->model, i)),
                       ==, selected);
    }
  g_assert_false (gtk_selection_model_is_selected (model, n));
  if (sanera_selection_get_everything (fixture->selection))
    g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, shown);
}

static void
test_select (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);
  g_autoptr (GArray) ids = NULL;

  gtk_selection_model_select_item (model, 5, TRUE);
  gtk_selection_model_select_item (model, 15, FALSE);
  check (fixture);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 2);
  gtk_selection_model_select_range (model, 10, 10, FALSE);
  check (fixture);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 11);
  gtk_selection_model_unselect_range (model, 18, 1000);
  gtk_selection_model_unselect_item (model, 5);
  check (fixture);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 8);
  ids = sanera_selection_get_row_ids (fixture->selection);
  g_assert_cmpuint (ids->len, ==, 8);
  gtk_selection_model_select_item (model, 7, TRUE);
  check (fixture);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 1);
  g_assert_false (sanera_selection_get_marked (fixture->selection));
  sanera_selection_toggle (fixture->selection, 7);
  g_assert_true (sanera_selection_get_marked (fixture->selection));
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 1);
  sanera_selection_toggle (fixture->selection, 7);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 0);
  g_assert_false (sanera_selection_get_marked (fixture->selection));
  g_assert_false (gtk_selection_model_select_item (model, N_ROWS, FALSE));
  g_assert_false (gtk_selection_model_select_range (model, N_ROWS, 1, FALSE));
  g_assert_cmpuint (fixture->signals, >, 5);
  g_assert_cmpuint (fixture->notified, >, 5);
}

/* A row that one only went to is not taken for a chosen one. */
static void
test_marked (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);

  /* A click, then a check box elsewhere. */
  gtk_selection_model_select_item (model, 5, TRUE);
  g_assert_false (sanera_selection_get_marked (fixture->selection));
  sanera_selection_toggle (fixture->selection, 9);
  g_assert_true (sanera_selection_get_marked (fixture->selection));
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 1);
  g_assert_true (gtk_selection_model_is_selected (model, 9));
  check (fixture);

  /* An arrow key, then Space, of which GTK makes "unselect", and Space once more. */
  gtk_selection_model_select_item (model, 6, TRUE);
  g_assert_false (sanera_selection_get_marked (fixture->selection));
  gtk_selection_model_unselect_item (model, 6);
  g_assert_true (sanera_selection_get_marked (fixture->selection));
  g_assert_true (gtk_selection_model_is_selected (model, 6));
  gtk_selection_model_unselect_item (model, 6);
  g_assert_false (sanera_selection_get_marked (fixture->selection));
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 0);

  /* A click, then Ctrl+click, which takes the first along as everywhere. */
  gtk_selection_model_select_item (model, 5, TRUE);
  gtk_selection_model_select_item (model, 7, FALSE);
  g_assert_true (sanera_selection_get_marked (fixture->selection));
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 2);

  gtk_selection_model_select_all (model);
  g_assert_true (sanera_selection_get_marked (fixture->selection));
  sanera_selection_clear (fixture->selection);
  g_assert_false (sanera_selection_get_marked (fixture->selection));
}

static void
test_set_selection (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);
  g_autoptr (GtkBitset) mask = gtk_bitset_new_range (0, 50);
  g_autoptr (GtkBitset) wanted = gtk_bitset_new_range (40, 20);

  gtk_selection_model_select_item (model, 3, TRUE);
  gtk_selection_model_set_selection (model, wanted, mask);
  check (fixture);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 10);
  g_assert_false (gtk_selection_model_is_selected (model, 3));
  g_assert_false (gtk_selection_model_is_selected (model, 55));
}

/* Everything is one flag: no object is made. */
static void
test_everything (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);
  guint64 calls = sanera_query_model_get_item_calls (fixture->model);

  gtk_selection_model_select_item (model, 3, TRUE);
  gtk_selection_model_select_all (model);
  check (fixture);
  g_assert_true (sanera_selection_get_everything (fixture->selection));
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, N_ROWS);
  gtk_selection_model_unselect_item (model, 9);
  check (fixture);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, N_ROWS - 1);
  sanera_selection_toggle (fixture->selection, 9);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, N_ROWS);
  gtk_selection_model_unselect_all (model);
  g_assert_false (sanera_selection_get_everything (fixture->selection));
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 0);
  g_assert_cmpuint (sanera_query_model_get_item_calls (fixture->model), ==, calls);
}

static int
count_statement_cb (unsigned event, gpointer data, gpointer statement, gpointer text)
{
  (*(guint *)data)++;
  return 0;
}

/* Ctrl+A in any number of rows: the main thread asks the database nothing, least of all to count,
 * and the list is told once. */
static void
test_everything_at_once (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);
  sqlite3 *handle = sanera_db_get_handle (sanera_cache_get_main_db (fixture->cache));
  guint64 calls = sanera_query_model_get_item_calls (fixture->model);
  guint signals = fixture->signals;
  guint statements = 0;

  sqlite3_trace_v2 (handle, SQLITE_TRACE_STMT, count_statement_cb, &statements);
  gtk_selection_model_select_all (model);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, N_ROWS);
  g_assert_true (gtk_selection_model_is_selected (model, N_ROWS - 1));
  sqlite3_trace_v2 (handle, 0, NULL, NULL);
  g_assert_cmpuint (statements, ==, 0);
  g_assert_cmpuint (fixture->signals - signals, ==, 1);
  g_assert_cmpuint (sanera_query_model_get_item_calls (fixture->model), ==, calls);
}

/* It is the rows that are selected, wherever they go. */
static void
test_survives (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);
  SaneraQuery *query = sanera_query_model_get_query (fixture->model);
  g_autoptr (SaneraQuery) all = sanera_query_ref (query);
  g_autoptr (SaneraQuery) sorted = sanera_query_with_order (query, "title", TRUE);
  g_autoptr (SaneraQuery) nothing = sanera_query_with_search (query, "nowhere to be found");
  gint64 ids[3];

  for (guint i = 0; i < 3; i++)
    {
      gtk_selection_model_select_item (model, i * 30, FALSE);
      ids[i] = sanera_query_model_get_row_id (fixture->model, i * 30);
    }
  sanera_query_model_set_query (fixture->model, sorted);
  cache_support_wait (is_complete, fixture->model);
  for (guint i = 0; i < 3; i++)
    g_assert_true (gtk_selection_model_is_selected (
        model, sanera_query_model_find_row_id (fixture->model, ids[i])));
  check (fixture);
  sanera_query_model_set_query (fixture->model, nothing);
  cache_support_wait (is_complete, fixture->model);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 3);
  sanera_query_model_set_query (fixture->model, all);
  cache_support_wait (is_complete, fixture->model);
  check (fixture);
  g_assert_cmpuint (sanera_selection_get_count (fixture->selection), ==, 3);
  g_assert_true (sanera_selection_get_model (fixture->selection) == fixture->model);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  sanera_language_init ("en", "/nowhere");
  g_test_init (&argc, &argv, NULL);
  ADD ("/selection/select", test_select);
  ADD ("/selection/marked", test_marked);
  ADD ("/selection/set-selection", test_set_selection);
  ADD ("/selection/everything", test_everything);
  ADD ("/selection/everything-at-once", test_everything_at_once);
  ADD ("/selection/survives", test_survives);

  return g_test_run ();
}
