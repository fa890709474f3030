/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bench-table.h"

#include "sanera-recommendation-columns.h"

/* The rows have their height from it. */
static void
load_style (void)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/sanera/Sanera/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref (provider);
}

/**
 * bench_table_show:
 * @selection: over recommendations
 *
 * Shows them in a window of its own, with all columns of the application and its style sheet.
 *
 * Returns: (transfer none): the table; its root is the window
 */
SaneraTable *
bench_table_show (SaneraSelection *selection)
{
  SaneraTable *table = NULL;
  GtkWidget *window = NULL;

  load_style ();
  table = sanera_table_new (sanera_recommendation_columns, sanera_n_recommendation_columns,
                            "Recommendations");
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (table));
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  sanera_table_set_selection (table, selection);
  gtk_window_present (GTK_WINDOW (window));
  return table;
}

/**
 * bench_table_get_view:
 * @table: a table
 *
 * Returns: (transfer none): the column view in it
 */
GtkWidget *
bench_table_get_view (SaneraTable *table)
{
  return gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (adw_bin_get_child (ADW_BIN (table))));
}
