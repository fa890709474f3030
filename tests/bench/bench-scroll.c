/* SPDX-License-Identifier: GPL-3.0-or-later */

/* B13–B16: the application's own table over many rows, frame by frame, and what GTK takes for a
 * list of as many rows and columns with nothing in its cells. One line a figure: name|what|goal or
 * -|unit| ours|reference or -. Times are of the main thread's processor clock, which a shared
 * machine does not stretch; the clock on the wall stands beside them on stderr. */

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>

#include "bench-bare.h"
#include "bench-support.h"
#include "bench-table.h"
#include "cache-support.h"
#include "sanera-cache-private.h"
#include "sanera-language.h"

#define SEED 23
#define N_FRAMES 120
#define DEADLINE_US (120 * G_USEC_PER_SEC)
#define SYNC_ROWS 100000
#define SYNC_PAGE 2000
#define KEY_MS 120

typedef struct
{
  SaneraCache *cache;
  SaneraQueryModel *model;
  SaneraSelection *selection;
  SaneraTable *table;
  GListModel *rows; /* what is in the view: the model, or as many empty rows */
  GtkWidget *window;
  GtkWidget *list_view;
  GtkAdjustment *adjustment;
  GdkFrameClock *clock;

  void (*step) (gpointer self, guint n);
  guint n_steps;
  double frame_start;
  gint64 frame_wall;
  GArray *frames; /* double, ms of the processor */
  double wall; /* longest frame */
} Bench;

static void
wait_complete (Bench *self)
{
  gint64 start = g_get_monotonic_time ();

  while (!sanera_query_model_get_complete (self->model) &&
         g_get_monotonic_time () - start < DEADLINE_US)
    g_main_context_iteration (NULL, TRUE);
  bench_support_wait_rest ();
}

/* Frames: a step is made where GTK makes those of a wheel that runs on, in the update phase. */

static void
before_paint_cb (GdkFrameClock *clock, Bench *self)
{
  self->frame_start = bench_support_cpu_ms ();
  self->frame_wall = g_get_monotonic_time ();
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *self)
{
  double time = bench_support_cpu_ms () - self->frame_start;

  if (self->step == NULL || self->n_steps == 0)
    return;
  g_array_append_val (self->frames, time);
  self->wall = MAX (self->wall, bench_support_elapsed_ms (self->frame_wall));
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Bench *self = user_data;

  if (self->n_steps == N_FRAMES)
    return G_SOURCE_REMOVE;
  self->step (self, self->n_steps++);
  return G_SOURCE_CONTINUE;
}

/* As much as GtkScrolledWindow for a notch of the wheel. */
static void
step_wheel (gpointer data, guint n)
{
  Bench *self = data;

  gtk_adjustment_set_value (self->adjustment,
                            gtk_adjustment_get_value (self->adjustment) +
                                pow (gtk_adjustment_get_page_size (self->adjustment), 2.0 / 3.0));
}

static void
step_page (gpointer data, guint n)
{
  Bench *self = data;
  guint n_rows = g_list_model_get_n_items (self->rows);
  double row_height = gtk_adjustment_get_upper (self->adjustment) / n_rows;
  guint page = (guint)(gtk_adjustment_get_page_size (self->adjustment) / row_height);

  gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u",
                              MIN ((n + 2) * page, n_rows - 1));
}

/* Through the whole list in two seconds: no row is on two frames. */
static void
step_drag (gpointer data, guint n)
{
  Bench *self = data;
  double room =
      gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment);

  gtk_adjustment_set_value (self->adjustment, room * (n + 1) / N_FRAMES);
}

static void
measure_scroll (Bench *self, const char *how, void (*step) (gpointer, guint))
{
  g_autofree char *what = g_strdup_printf (
      self->model != NULL ? "frame while scrolling %u rows by %s, longest of %d"
                          : "the same %u rows in GTK alone, cells empty, by %s, longest of %d",
      g_list_model_get_n_items (self->rows), how, N_FRAMES);
  gint64 start = g_get_monotonic_time ();

  gtk_adjustment_set_value (self->adjustment, 0);
  bench_support_wait_rest ();
  g_array_set_size (self->frames, 0);
  self->wall = 0;
  self->n_steps = 0;
  self->step = step;
  gtk_widget_add_tick_callback (self->list_view, tick_cb, self, NULL);
  while (self->n_steps < N_FRAMES && g_get_monotonic_time () - start < DEADLINE_US)
    g_main_context_iteration (NULL, TRUE);
  bench_support_wait_rest ();
  self->step = NULL;
  if (self->frames->len == 0)
    return;
  bench_support_sort ((double *)(gpointer)self->frames->data, self->frames->len);
  g_printerr ("# %s: median %.1f ms, longest %.1f ms, on the wall %.1f ms\n", how,
              g_array_index (self->frames, double, self->frames->len / 2),
              g_array_index (self->frames, double, self->frames->len - 1), self->wall);
  bench_support_print ("B13", what, self->model != NULL ? 16 : 0, "ms",
                       g_array_index (self->frames, double, self->frames->len - 1), 0);
}

/* Typing */

static void
complete_cb (SaneraQueryModel *model, GParamSpec *pspec, guint *completed)
{
  if (sanera_query_model_get_complete (model))
    (*completed)++;
}

/* Each letter as soon as the main loop has taken the one before. */
static void
measure_typing (Bench *self)
{
  static const char text[] = "google chr";
  g_autoptr (SaneraQuery) query = sanera_query_ref (sanera_query_model_get_query (self->model));
  guint completed = 0;
  gulong id =
      g_signal_connect (self->model, "notify::complete", G_CALLBACK (complete_cb), &completed);

  for (guint n = 1; n < sizeof text; n++)
    {
      g_autofree char *typed = g_strndup (text, n);
      g_autoptr (SaneraQuery) search = sanera_query_with_search (query, typed);

      sanera_query_model_set_query (self->model, search);
      g_main_context_iteration (NULL, FALSE);
    }
  wait_complete (self);
  g_signal_handler_disconnect (self->model, id);
  bench_support_print ("B14", "queries run to the end while ten letters are typed at once", 2,
                       "queries", completed, 0);
  sanera_query_model_set_query (self->model, query);
  wait_complete (self);
}

static void
measure_select_all (Bench *self)
{
  g_autofree char *what =
      g_strdup_printf ("Ctrl+A in %u rows", g_list_model_get_n_items (G_LIST_MODEL (self->model)));
  double start = bench_support_cpu_ms ();

  gtk_widget_activate_action (self->list_view, "list.select-all", NULL);
  bench_support_print ("B15", what, 16, "ms", bench_support_cpu_ms () - start, 0);
  bench_support_wait_rest ();
  gtk_widget_activate_action (self->list_view, "list.unselect-all", NULL);
  bench_support_wait_rest ();
}

/* A sync: pages are written on the writer's thread, and each tells the lists to look again. */

typedef struct
{
  SaneraCache *cache;
  guint from;
  gint running;
} Sync;

static gboolean
changed_cb (gpointer data)
{
  sanera_cache_emit_changed (data, 1u << SANERA_LIST_RECOMMENDATIONS);
  return G_SOURCE_REMOVE;
}

static gpointer
sync_thread (gpointer data)
{
  Sync *sync = data;

  for (guint done = 0; done < SYNC_ROWS; done += SYNC_PAGE)
    {
      cache_support_fill (sync->cache, SANERA_LIST_RECOMMENDATIONS, sync->from + done, SYNC_PAGE,
                          SEED + 1);
      g_idle_add_full (G_PRIORITY_DEFAULT, changed_cb, g_object_ref (sync->cache), g_object_unref);
    }
  g_atomic_int_set (&sync->running, FALSE);
  g_main_context_wakeup (NULL);
  return NULL;
}

typedef struct
{
  Bench *bench;
  SaneraQuery *query;
  guint n;
} Keys;

static gboolean
key_cb (gpointer data)
{
  static const char *const texts[] = { "c", "ch", "chr", "chro", NULL };
  Keys *keys = data;
  g_autoptr (SaneraQuery) search =
      sanera_query_with_search (keys->query, texts[keys->n++ % G_N_ELEMENTS (texts)]);

  sanera_query_model_set_query (keys->bench->model, search);
  return G_SOURCE_CONTINUE;
}

/* What a key may have to wait for: the longest turn of the main loop. What GTK takes for the rows
 * of a result comes after the key that asked for it, and before the next. */
static void
measure_sync (Bench *self, guint rows, gboolean typing)
{
  Sync sync = { .cache = self->cache, .from = typing ? 0 : rows, .running = TRUE };
  Keys keys = { .bench = self, .query = sanera_query_model_get_query (self->model) };
  guint source = 0;
  double longest = 0, wall = 0;
  GThread *thread;

  sanera_query_ref (keys.query);
  if (typing)
    source = g_timeout_add (KEY_MS, key_cb, &keys);
  thread = g_thread_new ("sync", sync_thread, &sync);
  while (g_atomic_int_get (&sync.running))
    {
      gint64 start;
      double cpu;

      while (!g_main_context_pending (NULL) && g_atomic_int_get (&sync.running))
        g_usleep (50);
      start = g_get_monotonic_time ();
      cpu = bench_support_cpu_ms ();
      g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, bench_support_cpu_ms () - cpu);
      wall = MAX (wall, bench_support_elapsed_ms (start));
    }
  g_thread_join (thread);
  g_clear_handle_id (&source, g_source_remove);
  wait_complete (self);
  sanera_query_model_set_query (self->model, keys.query);
  sanera_query_unref (keys.query);
  wait_complete (self);
  g_printerr ("# sync%s: longest turn %.1f ms, on the wall %.1f ms\n", typing ? " and keys" : "",
              longest, wall);
  bench_support_print ("B16",
                       typing ? "longest turn while 100,000 rows are synced and keys are struck"
                              : "longest turn while 100,000 rows are synced",
                       16, "ms", longest, 0);
}

static void
measure_scrolls (Bench *self)
{
  measure_scroll (self, "wheel", step_wheel);
  measure_scroll (self, "Page Down", step_page);
  measure_scroll (self, "dragging the bar", step_drag);
  gtk_adjustment_set_value (self->adjustment, 0);
  bench_support_wait_rest ();
}

static void
watch_view (Bench *self, GListModel *rows, GtkWidget *view)
{
  self->rows = rows;
  self->list_view = gtk_widget_get_last_child (view);
  self->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  self->window = GTK_WIDGET (gtk_widget_get_root (view));
  self->clock = gtk_widget_get_frame_clock (self->window);
  g_signal_connect (self->clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self);
}

/* What no list of GTK can do without: nothing stands in the cells. */
static void
measure_bare (guint rows)
{
  g_autoptr (GtkStringList) strings = gtk_string_list_new (NULL);
  Bench bare = { .frames = g_array_new (FALSE, FALSE, sizeof (double)) };

  for (guint i = 0; i < rows; i++)
    gtk_string_list_append (strings, "");
  watch_view (&bare, G_LIST_MODEL (strings), bench_bare_show (strings));
  bench_support_wait_rest ();
  measure_scrolls (&bare);
  gtk_window_destroy (GTK_WINDOW (bare.window));
  bench_support_wait_rest ();
  g_array_unref (bare.frames);

  bench_support_print ("B16", "GTK alone, cells empty: ten rows take the place of others", 0, "ms",
                       bench_bare_change (10, 10), 0);
}

static void
open_table (Bench *self)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);

  self->model = sanera_query_model_new (self->cache, query);
  self->selection = sanera_selection_new (self->model);
  self->table = bench_table_show (self->selection);
  watch_view (self, G_LIST_MODEL (self->model), bench_table_get_view (self->table));
  wait_complete (self);
}

int
main (int argc, char **argv)
{
  guint rows = argc > 1 ? (guint)atoi (argv[1]) : 100000;
  g_autoptr (GError) error = NULL;
  Bench self = { .frames = g_array_new (FALSE, FALSE, sizeof (double)) };
  char *folder;

  gtk_disable_setlocale ();
  sanera_language_init ("en", "/nowhere");
  adw_init ();
  folder = cache_support_make_folder ();
  self.cache = sanera_cache_open (folder, &error);
  if (self.cache == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  cache_support_fill (self.cache, SANERA_LIST_RECOMMENDATIONS, 0, rows, SEED);
  cache_support_index (self.cache);

  open_table (&self);
  measure_scrolls (&self);
  measure_typing (&self);
  measure_select_all (&self);
  measure_sync (&self, rows, FALSE);
  measure_sync (&self, rows, TRUE);
  measure_bare (rows);

  gtk_window_destroy (GTK_WINDOW (self.window));
  g_object_unref (self.selection);
  g_object_unref (self.model);
  sanera_cache_close (self.cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (self.cache);
  g_array_unref (self.frames);
  cache_support_remove_folder (folder);
  return EXIT_SUCCESS;
}
