/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gtk/gtk.h>

#include "cache-support.h"
#include "sanera-language.h"
#include "sanera-query-model.h"
#include "sanera-recommendation.h"
#include "sanera-selection.h"
#include "ui-support.h"

/* A list of a million rows in a real column view: whatever changes, GTK asks for a few hundred
 * objects, not for all. */

#define N_ROWS 1000000
#define MOST_CALLS 1000

typedef struct
{
  SaneraCache *cache;
  SaneraQueryModel *model;
  SaneraSelection *selection;
  GtkWidget *window;
  GtkWidget *view;
  GtkAdjustment *adjustment;
  guint signals;
} List;

/* Straight into the tables: through sanera_cache_put() a million rows take half a minute. */
static gboolean
fill_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  return sanera_db_exec (db,
                         "WITH RECURSIVE n (i) AS "
                         "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) "
                         "INSERT INTO recommendations (row_id, id, related_component, "
                         "recommendation_name, weaknesses, exposure_sum, status, title_key) "
                         "SELECT i, 'va-' || i, 'chrome', 'Update Chrome ' || i, i * 7919 % 1000, "
                         "1000000 - i, 'Active', CAST (i * 31 % 100000 AS BLOB) FROM n;"
                         "INSERT INTO recommendation_texts (row_id, search_fold) "
                         "SELECT row_id, 'chrome ' || row_id FROM recommendations",
                         error);
}

static gboolean
shuffle_func (SaneraDb *db,
              gpointer data,
              gpointer *result,
              GDestroyNotify *result_free,
              GCancellable *cancellable,
              GError **error)
{
  return sanera_db_exec (
      db, "UPDATE recommendations SET exposure_sum = exposure_sum - 500 WHERE row_id % 5000 = 0",
      error);
}

static gboolean
insert_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  return sanera_db_exec (db,
                         "INSERT INTO recommendations (id, status, exposure_sum, title_key) "
                         "VALUES ('a', 'Active', 999998.5, x''), ('b', 'Active', 5.5, x'')",
                         error);
}

static void
write_rows (List *list, SaneraStoreFunc func)
{
  g_autoptr (GError) error = NULL;

  sanera_store_write (sanera_cache_get_store (list->cache), func, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_inscription_new (NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const SaneraRecommendationData *data =
      sanera_recommendation_get_data (gtk_list_item_get_item (item));

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)),
                            data->recommendation_name);
}

static void
scroll_to_cb (SaneraQueryModel *model, guint position, List *list)
{
  gtk_widget_activate_action (gtk_widget_get_last_child (list->view), "list.scroll-to-item", "u",
                              position);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, List *list)
{
  list->signals++;
}

static gboolean
is_complete (gpointer data)
{
  return sanera_query_model_get_complete (((List *)data)->model);
}

static gboolean
has_signal (gpointer data)
{
  return ((List *)data)->signals > 0;
}

static void
show (List *list)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkColumnViewColumn *column;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  column = gtk_column_view_column_new ("Recommendation", factory);
  list->window = gtk_window_new ();
  list->view = gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (list->selection)));
  gtk_column_view_append_column (GTK_COLUMN_VIEW (list->view), column);
  g_object_unref (column);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list->view);
  list->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_window_set_child (GTK_WINDOW (list->window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (list->window), 900, 600);
  gtk_window_present (GTK_WINDOW (list->window));
  ui_wait_frame (list->window);
}

/* Counts what @query costs; the view then is at the top. */
static void
check_query (List *list, SaneraQuery *query, const char *what)
{
  guint64 calls = sanera_query_model_get_item_calls (list->model);

  sanera_query_model_set_query (list->model, query);
  g_assert_true (ui_wait_until (is_complete, list, UI_LIMIT_MS));
  ui_wait_frame (list->window);
  ui_wait_frame (list->window);
  calls = sanera_query_model_get_item_calls (list->model) - calls;
  g_test_message ("%s: %" G_GUINT64_FORMAT " objects asked for", what, calls);
  g_assert_cmpuint (calls, <, MOST_CALLS);
  g_assert_cmpfloat (gtk_adjustment_get_value (list->adjustment), ==, 0);
}

static void
check_refresh (List *list, SaneraStoreFunc func, const char *what)
{
  guint64 calls = sanera_query_model_get_item_calls (list->model);

  write_rows (list, func);
  list->signals = 0;
  sanera_cache_emit_changed (list->cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  g_assert_true (ui_wait_until (has_signal, list, UI_LIMIT_MS));
  ui_wait_frame (list->window);
  calls = sanera_query_model_get_item_calls (list->model) - calls;
  g_test_message ("%s: %" G_GUINT64_FORMAT " objects asked for", what, calls);
  g_assert_cmpuint (calls, <, MOST_CALLS);
}

static void
test_million (void)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) sorted = sanera_query_with_order (query, "weaknesses", TRUE);
  g_autoptr (SaneraQuery) common = sanera_query_with_search (query, "c");
  g_autoptr (SaneraQuery) rare = sanera_query_with_search (query, "77");
  g_autoptr (SaneraQuery) backwards = sanera_query_with_order (query, "default", TRUE);
  char *folder = cache_support_make_folder ();
  g_autoptr (GError) error = NULL;
  List list = { 0 };
  guint64 calls;

  list.cache = sanera_cache_open (folder, &error);
  g_assert_no_error (error);
  write_rows (&list, fill_func);
  list.model = sanera_query_model_new (list.cache, query);
  list.selection = sanera_selection_new (list.model);
  g_signal_connect (list.model, "scroll-to", G_CALLBACK (scroll_to_cb), &list);
  g_signal_connect (list.model, "items-changed", G_CALLBACK (items_changed_cb), &list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list.model)), ==, 25);
  show (&list);
  g_assert_true (ui_wait_until (is_complete, &list, UI_LIMIT_MS));
  ui_wait_frame (list.window);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list.model)), ==, N_ROWS);
  g_assert_cmpuint (sanera_query_model_get_item_calls (list.model), <, MOST_CALLS);

  gtk_adjustment_set_value (list.adjustment, gtk_adjustment_get_upper (list.adjustment) / 2);
  ui_wait_frame (list.window);
  check_query (&list, sorted, "sort");
  check_query (&list, common, "search of what is everywhere");
  gtk_adjustment_set_value (list.adjustment, gtk_adjustment_get_upper (list.adjustment) / 3);
  ui_wait_frame (list.window);
  check_query (&list, rare, "search of what is rarer");
  check_query (&list, backwards, "backwards");
  check_query (&list, query, "the page's order");
  check_refresh (&list, insert_func, "two new rows");
  sanera_query_model_set_anchor (list.model, sanera_query_model_get_row_id (list.model, 500));
  check_refresh (&list, shuffle_func, "200 rows that move");

  calls = sanera_query_model_get_item_calls (list.model);
  gtk_widget_activate_action (gtk_widget_get_last_child (list.view), "list.select-all", NULL);
  ui_wait_frame (list.window);
  g_assert_cmpuint (sanera_selection_get_count (list.selection), ==, N_ROWS + 2);
  g_assert_cmpuint (sanera_query_model_get_item_calls (list.model) - calls, <, MOST_CALLS);

  gtk_window_destroy (GTK_WINDOW (list.window));
  g_object_unref (list.selection);
  g_object_unref (list.model);
  sanera_cache_close (list.cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (list.cache);
  cache_support_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  sanera_language_init ("en", "/nowhere");
  ui_init (&argc, &argv);
  g_test_add_func ("/list/million", test_million);

  return g_test_run ();
}
