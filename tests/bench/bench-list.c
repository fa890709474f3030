/* SPDX-License-Identifier: GPL-3.0-or-later */

/* B4, B5, B12: the application's own table, from a keystroke or a click to rows on screen, beside
 * GTK's own filter and sort models over objects in memory, shown by a plain column view. One line a
 * figure: name|what|goal|unit|ours|reference or -. */

#include <adwaita.h>
#include <stdlib.h>

#include "bench-bare.h"
#include "bench-support.h"
#include "bench-table.h"
#include "cache-support.h"
#include "sanera-language.h"
#include "sanera-query-model.h"
#include "sanera-recommendation.h"

#define SEED 23
#define RUNS 3
#define DEADLINE_US (120 * G_USEC_PER_SEC)

/* The references need all rows as objects; beyond this only our own figures are taken. */
#define MAX_REFERENCE 200000

typedef struct
{
  GtkWidget *window;
  GtkWidget *view;
  guint frames;
  guint signals;
  double longest; /* turn of the main loop, ms */
  double longest_cpu; /* the same of the processor */
  double cpu; /* of the last measure */
} Screen;

/* Rows */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_inscription_new (NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const SaneraRecommendationData *data =
      sanera_recommendation_get_data (gtk_list_item_get_item (item));
  GtkInscription *cell = GTK_INSCRIPTION (gtk_list_item_get_child (item));
  g_autofree char *text = NULL;

  switch (GPOINTER_TO_INT (user_data))
    {
    case 0:
      gtk_inscription_set_text (cell, data->recommendation_name);
      return;
    case 1:
      gtk_inscription_set_text (cell, data->related_component);
      return;
    case 2:
      gtk_inscription_set_text (cell, data->remediation_type);
      return;
    case 3:
      text = sanera_language_number_short (data->weaknesses);
      break;
    case 4:
      text = sanera_language_number_short (data->exposed_machines_count);
      break;
    default:
      text = sanera_language_decimal (data->exposure_sum, 2);
      break;
    }
  gtk_inscription_set_text (cell, text);
}

static void
after_paint_cb (GdkFrameClock *clock, Screen *screen)
{
  screen->frames++;
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Screen *screen)
{
  screen->signals++;
}

static void
turn (Screen *screen)
{
  gint64 start;
  double cpu;

  while (!g_main_context_pending (NULL))
    g_usleep (50);
  start = g_get_monotonic_time ();
  cpu = bench_support_cpu_ms ();
  g_main_context_iteration (NULL, FALSE);
  screen->longest = MAX (screen->longest, bench_support_elapsed_ms (start));
  screen->longest_cpu = MAX (screen->longest_cpu, bench_support_cpu_ms () - cpu);
}

static void
wait_frame (Screen *screen)
{
  gint64 start = g_get_monotonic_time ();
  guint frames = screen->frames;

  gtk_widget_queue_draw (screen->view);
  while (screen->frames == frames && g_get_monotonic_time () - start < DEADLINE_US)
    turn (screen);
}

static Screen *
screen_new (GtkWidget *view)
{
  Screen *screen = g_new0 (Screen, 1);

  screen->view = view;
  screen->window = GTK_WIDGET (gtk_widget_get_root (view));
  g_signal_connect (gtk_widget_get_frame_clock (screen->window), "after-paint",
                    G_CALLBACK (after_paint_cb), screen);
  wait_frame (screen);
  bench_support_wait_rest ();

  return screen;
}

/* As light as GTK has it: one inscription a cell. */
static GtkWidget *
create_stock_view (GtkSelectionModel *selection)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = gtk_column_view_new (selection);

  for (int i = 0; i < 11; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column;

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GINT_TO_POINTER (i));
      column = gtk_column_view_column_new ("Column", factory);
      gtk_column_view_column_set_fixed_width (column, 100);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
      g_object_unref (column);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  return view;
}

static void
screen_free (Screen *screen)
{
  gtk_window_destroy (GTK_WINDOW (screen->window));
  g_free (screen);
}

/* Measures: each gives the time until the rows are on screen. */

typedef double (*Search) (Screen *screen, gpointer subject, const char *text);
typedef double (*Sort) (Screen *screen, gpointer subject, guint column);

static void
wait_complete (Screen *screen, SaneraQueryModel *model)
{
  while (!sanera_query_model_get_complete (model))
    turn (screen);
}

static double
set_query (Screen *screen, SaneraQueryModel *model, SaneraQuery *query)
{
  gint64 start = g_get_monotonic_time ();
  guint signals = screen->signals;
  double cpu = bench_support_cpu_ms ();
  double time;

  sanera_query_model_set_query (model, query);
  while (screen->signals == signals && !sanera_query_model_get_complete (model))
    turn (screen);
  wait_frame (screen);
  time = bench_support_elapsed_ms (start);
  screen->cpu = bench_support_cpu_ms () - cpu;
  wait_complete (screen, model);
  bench_support_wait_rest ();

  return time;
}

static double
our_search (Screen *screen, gpointer subject, const char *text)
{
  g_autoptr (SaneraQuery) query =
      sanera_query_with_search (sanera_query_model_get_query (subject), text);

  return set_query (screen, subject, query);
}

static double
our_sort (Screen *screen, gpointer subject, guint column)
{
  static const char *const keys[] = { "default", "title", "weaknesses" };
  g_autoptr (SaneraQuery) query =
      sanera_query_with_order (sanera_query_model_get_query (subject), keys[column], FALSE);

  return set_query (screen, subject, query);
}

static double
stock_search (Screen *screen, gpointer subject, const char *text)
{
  gint64 start = g_get_monotonic_time ();
  double cpu = bench_support_cpu_ms ();
  double time;

  gtk_string_filter_set_search (subject, text);
  wait_frame (screen);
  time = bench_support_elapsed_ms (start);
  screen->cpu = bench_support_cpu_ms () - cpu;
  bench_support_wait_rest ();

  return time;
}

static double
stock_sort (Screen *screen, gpointer subject, guint column)
{
  gint64 start = g_get_monotonic_time ();
  double cpu = bench_support_cpu_ms ();
  GtkExpression *expression = NULL;
  g_autoptr (GtkSorter) sorter = NULL;
  double time;

  if (column == 1)
    {
      expression =
          gtk_property_expression_new (SANERA_TYPE_RECOMMENDATION, NULL, "related-component");
      sorter = GTK_SORTER (gtk_string_sorter_new (expression));
    }
  else if (column == 2)
    {
      expression = gtk_property_expression_new (SANERA_TYPE_RECOMMENDATION, NULL, "weaknesses");
      sorter = GTK_SORTER (gtk_numeric_sorter_new (expression));
    }
  gtk_sort_list_model_set_sorter (subject, sorter);
  wait_frame (screen);
  time = bench_support_elapsed_ms (start);
  screen->cpu = bench_support_cpu_ms () - cpu;
  bench_support_wait_rest ();

  return time;
}

static const char *const sequences[][6] = {
  { "u", "upd" },
  { "q", "qz", "qzx" },
  { "漏", "漏洞" },
  { "a", "c", "a", "ch", "chro" },
};

#define MAX_STEPS 16

static double
median (double values[RUNS])
{
  bench_support_sort (values, RUNS);
  return values[RUNS / 2];
}

/* Fills one figure for each keystroke of all sequences; each sequence begins without a text. */
static guint
type_all (Screen *screen, Search search, gpointer subject, double times[MAX_STEPS])
{
  double runs[MAX_STEPS][RUNS];
  guint n = 0;

  for (guint run = 0; run < RUNS; run++)
    {
      n = 0;
      for (guint s = 0; s < G_N_ELEMENTS (sequences); s++)
        {
          search (screen, subject, NULL);
          for (guint i = 0; i < 6 && sequences[s][i] != NULL; i++)
            {
              runs[n++][run] = search (screen, subject, sequences[s][i]);
              if (g_getenv ("BENCH_VERBOSE") != NULL)
                g_printerr ("%s: %.1f ms, processor %.1f ms\n", sequences[s][i], runs[n - 1][run],
                            screen->cpu);
            }
        }
      search (screen, subject, NULL);
    }
  for (guint i = 0; i < n; i++)
    times[i] = median (runs[i]);

  return n;
}

static void
sort_all (Screen *screen, Sort sort, gpointer subject, double times[3])
{
  for (guint column = 1; column < 3; column++)
    {
      double runs[RUNS];

      for (guint run = 0; run < RUNS; run++)
        {
          sort (screen, subject, 0);
          runs[run] = sort (screen, subject, column);
        }
      times[column] = median (runs);
    }
  sort (screen, subject, 0);
}

/* The worst keystroke of those with at least (or below) three characters, ours and theirs. */
static void
print_search (guint rows, const double ours[MAX_STEPS], const double *stock, gboolean three)
{
  double worst = 0, stock_worst = 0;
  const char *text = NULL;
  g_autofree char *what = NULL;
  guint n = 0;

  for (guint s = 0; s < G_N_ELEMENTS (sequences); s++)
    for (guint i = 0; i < 6 && sequences[s][i] != NULL; i++, n++)
      {
        if ((g_utf8_strlen (sequences[s][i], -1) >= 3) != three)
          continue;
        if (ours[n] > worst)
          {
            worst = ours[n];
            text = sequences[s][i];
          }
        if (stock != NULL)
          stock_worst = MAX (stock_worst, stock[n]);
      }
  what = g_strdup_printf ("keystroke to rows, %u rows, worst: %s", rows, text);
  bench_support_print ("B4", what,
                       stock == NULL ? (three ? 25 : 100)
                       : three       ? 0.2
                                     : 1.0,
                       "ms", worst, stock_worst);
}

typedef struct
{
  double search[MAX_STEPS];
  double sort[3];
} Figures;

static void
measure_stock (guint rows, Figures *figures)
{
  GListStore *store = g_list_store_new (SANERA_TYPE_RECOMMENDATION);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  GtkStringFilter *filter;
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  Screen *screen;

  for (guint i = 0; i < rows; i++)
    g_ptr_array_add (
        records, sanera_record_new (SANERA_TYPE_RECOMMENDATION,
                                    cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, i, SEED)));
  g_list_store_splice (store, 0, 0, records->pdata, records->len);
  filter = gtk_string_filter_new (
      gtk_property_expression_new (SANERA_TYPE_RECOMMENDATION, NULL, "recommendation-name"));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (store), g_object_ref (GTK_FILTER (filter)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), NULL);
  screen = screen_new (create_stock_view (
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (sorted))))));
  type_all (screen, stock_search, filter, figures->search);
  sort_all (screen, stock_sort, sorted, figures->sort);
  screen_free (screen);
  g_object_unref (sorted);
  g_object_unref (filter);
}

static Screen *
open_ours (SaneraCache *cache, SaneraQueryModel **model)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraSelection) selection = NULL;
  Screen *screen;

  *model = sanera_query_model_new (cache, query);
  selection = sanera_selection_new (*model);
  screen = screen_new (bench_table_get_view (bench_table_show (selection)));
  g_signal_connect (*model, "items-changed", G_CALLBACK (items_changed_cb), screen);
  wait_complete (screen, *model);
  bench_support_wait_rest ();

  return screen;
}

/* What GTK does when a list changes, without GTK: ask for the rows it would keep alive. */
static double
measure_own_work (SaneraCache *cache)
{
  static const char *const texts[] = { "u", "upd", "q", "qzx", "漏洞", "ch", NULL };
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQueryModel) model = sanera_query_model_new (cache, query);
  Screen screen = { 0 };
  double longest = 0;

  wait_complete (&screen, model);
  for (guint i = 0; i <= G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SaneraQuery) next =
          sanera_query_with_search (query, i < G_N_ELEMENTS (texts) ? texts[i] : NULL);
      g_autoptr (GPtrArray) alive = g_ptr_array_new_with_free_func (g_object_unref);
      gint64 start;

      screen.longest = 0;
      if (i == G_N_ELEMENTS (texts))
        sanera_query_model_refresh (model);
      else
        sanera_query_model_set_query (model, next);
      wait_complete (&screen, model);
      bench_support_wait_rest ();
      start = g_get_monotonic_time ();
      for (guint r = 0; r < 205 && r < g_list_model_get_n_items (G_LIST_MODEL (model)); r++)
        g_ptr_array_add (alive, g_list_model_get_item (G_LIST_MODEL (model), r));
      longest = MAX (longest, MAX (screen.longest, bench_support_elapsed_ms (start)));
    }

  return longest;
}

int
main (int argc, char **argv)
{
  guint rows = argc > 1 ? (guint)atoi (argv[1]) : 100000;
  gboolean compare = rows <= MAX_REFERENCE;
  g_autoptr (GError) error = NULL;
  SaneraQueryModel *model = NULL;
  SaneraCache *cache;
  Figures ours = { 0 }, stock = { 0 };
  guint64 calls, most_calls = 0;
  GtkWidget *list;
  Screen *screen;
  char *folder;
  gint64 start;

  gtk_disable_setlocale ();
  sanera_language_init ("en", "/nowhere");
  adw_init ();
  folder = cache_support_make_folder ();
  cache = sanera_cache_open (folder, &error);
  if (cache == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  start = g_get_monotonic_time ();
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, rows, SEED);
  cache_support_index (cache);
  g_printerr ("%u rows written in %.0f ms\n", rows, bench_support_elapsed_ms (start));

  screen = open_ours (cache, &model);
  screen->longest = 0;
  type_all (screen, our_search, model, ours.search);
  sort_all (screen, our_sort, model, ours.sort);

  calls = sanera_query_model_get_item_calls (model);
  for (guint i = 0; i < 4; i++)
    {
      guint64 before = sanera_query_model_get_item_calls (model);

      if (i == 0)
        our_search (screen, model, "upd");
      else if (i == 1)
        our_search (screen, model, NULL);
      else
        our_sort (screen, model, i - 2);
      most_calls = MAX (most_calls, sanera_query_model_get_item_calls (model) - before);
    }
  g_debug ("%" G_GUINT64_FORMAT " calls in all", calls);
  sanera_query_model_refresh (model);
  bench_support_wait_rest ();
  list = gtk_widget_get_last_child (screen->view);
  gtk_widget_activate_action (list, "list.select-all", NULL);
  wait_frame (screen);
  bench_support_wait_rest ();

  if (compare)
    measure_stock (rows, &stock);
  if (g_getenv ("BENCH_VERBOSE") != NULL)
    for (guint i = 0; i < MAX_STEPS; i++)
      g_printerr ("keystroke %u: %.1f ms, %.1f ms\n", i, ours.search[i], stock.search[i]);
  g_printerr ("longest turn: %.1f ms, processor %.1f ms\n", screen->longest, screen->longest_cpu);
  print_search (rows, ours.search, compare ? stock.search : NULL, FALSE);
  print_search (rows, ours.search, compare ? stock.search : NULL, TRUE);
  bench_support_print ("B5", "sort by title, click to rows", compare ? 0.5 : 1000, "ms",
                       ours.sort[1], stock.sort[1]);
  bench_support_print ("B5", "sort by a number, click to rows", compare ? 0.5 : 1000, "ms",
                       ours.sort[2], stock.sort[2]);
  bench_support_print ("B12", "longest turn with GTK's rows, processor", 60, "ms",
                       screen->longest_cpu, 0);
  bench_support_print ("B12", "GTK alone, cells empty: 205 rows are made in one turn", 0, "ms",
                       bench_bare_change (0, 205), 0);
  bench_support_print ("B12", "GTK alone, cells empty: 205 rows go in one turn", 0, "ms",
                       bench_bare_change (205, 0), 0);
  bench_support_print ("B12", "longest turn, own work", 8, "ms", measure_own_work (cache), 0);
  bench_support_print ("B12", "objects asked for, worst change of query", 1000, "calls",
                       (double)most_calls, 0);

  screen_free (screen);
  g_object_unref (model);
  sanera_cache_close (cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (cache);
  cache_support_remove_folder (folder);

  return EXIT_SUCCESS;
}
