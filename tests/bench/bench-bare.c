/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What GTK takes for a list in which nothing stands: as many columns as the application shows, rows
 * as high, the same style sheet, and cells that are empty. No list of GTK can be quicker. */

#include "bench-bare.h"

#include "bench-support.h"
#include "sanera-recommendation-columns.h"

#define COLUMN_WIDTH 100
#define REST_MS 60

/**
 * bench_bare_show:
 * @strings: the rows
 *
 * Shows them in a window of its own, with the style sheet that bench_table_show() has loaded.
 *
 * Returns: (transfer none): the column view; its root is the window
 */
GtkWidget *
bench_bare_show (GtkStringList *strings)
{
  GtkWidget *view = gtk_column_view_new (
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (strings)))));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *window = gtk_window_new ();
  guint n_columns = 1; /* the check boxes */

  for (guint i = 0; i < sanera_n_recommendation_columns; i++)
    n_columns += (sanera_recommendation_columns[i].flags & SANERA_COLUMN_VISIBLE) != 0;
  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr (GtkColumnViewColumn) column =
          gtk_column_view_column_new ("Column", gtk_signal_list_item_factory_new ());

      gtk_column_view_column_set_fixed_width (column, COLUMN_WIDTH);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
    }
  gtk_widget_add_css_class (view, "sanera-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  return view;
}

static void
splice (GtkStringList *strings, guint removed, guint added)
{
  g_auto (GStrv) texts = g_new0 (char *, added + 1);

  for (guint i = 0; i < added; i++)
    texts[i] = g_strdup ("");
  gtk_string_list_splice (strings, 0, removed, (const char *const *)texts);
}

/**
 * bench_bare_change:
 * @removed: rows of a list
 * @added: rows that take their place
 *
 * Measures the turn of the main loop in which GTK is told so, or that of the frame after it.
 *
 * Returns: milliseconds of the processor of the longer one
 */
double
bench_bare_change (guint removed, guint added)
{
  g_autoptr (GtkStringList) strings = gtk_string_list_new (NULL);
  GtkWidget *view;
  double start, longest;
  gint64 quiet;

  splice (strings, 0, removed);
  view = bench_bare_show (strings);
  bench_support_wait_rest ();

  start = bench_support_cpu_ms ();
  splice (strings, removed, added);
  longest = bench_support_cpu_ms () - start;
  quiet = g_get_monotonic_time ();
  while (bench_support_elapsed_ms (quiet) < REST_MS)
    {
      start = bench_support_cpu_ms ();
      if (g_main_context_iteration (NULL, FALSE))
        quiet = g_get_monotonic_time ();
      else
        g_usleep (500);
      longest = MAX (longest, bench_support_cpu_ms () - start);
    }
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (view)));
  bench_support_wait_rest ();

  return longest;
}
