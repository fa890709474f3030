/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-motion.h"
#include "ui-support.h"

/* Who wants no motion sees none: a window with a spinner comes to rest. */

#define REST_US (300 * G_TIME_SPAN_MILLISECOND)
#define MANY 20

typedef struct
{
  guint frames;
  gint64 painted;
} Watch;

static void
painted_cb (GdkFrameClock *clock, Watch *watch)
{
  watch->frames++;
  watch->painted = g_get_monotonic_time ();
}

static gboolean
has_painted_often (gpointer user_data)
{
  return ((Watch *)user_data)->frames >= MANY;
}

static gboolean
is_at_rest (gpointer user_data)
{
  return g_get_monotonic_time () - ((Watch *)user_data)->painted > REST_US;
}

/* Nothing happens in a window at rest: somebody has to look. */
static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
set_motion (gboolean wanted)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", wanted, NULL);
}

static void
test_spinner (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *spinner = gtk_spinner_new ();
  GdkFrameClock *clock = NULL;
  Watch watch = { 0 };
  guint tick = g_timeout_add (20, tick_cb, NULL);

  gtk_window_set_child (GTK_WINDOW (window), spinner);
  set_motion (TRUE);
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &watch);
  g_assert_true (ui_wait_until (has_painted_often, &watch, UI_LIMIT_MS));

  set_motion (FALSE);
  watch.painted = g_get_monotonic_time ();
  g_assert_true (ui_wait_until (is_at_rest, &watch, UI_LIMIT_MS));
  g_assert_true (gtk_spinner_get_spinning (GTK_SPINNER (spinner)));

  watch.frames = 0;
  set_motion (TRUE);
  g_assert_true (ui_wait_until (has_painted_often, &watch, UI_LIMIT_MS));
  g_source_remove (tick);
  g_signal_handlers_disconnect_by_data (clock, &watch);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_bar (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *trough = NULL;

  gtk_window_set_child (GTK_WINDOW (window), bar);
  gtk_window_present (GTK_WINDOW (window));
  trough = gtk_widget_get_first_child (gtk_widget_get_last_child (bar));

  set_motion (FALSE);
  sanera_motion_pulse (GTK_PROGRESS_BAR (bar));
  g_assert_false (gtk_widget_has_css_class (trough, "pulse"));
  set_motion (TRUE);
  sanera_motion_pulse (GTK_PROGRESS_BAR (bar));
  g_assert_true (gtk_widget_has_css_class (trough, "pulse"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  sanera_motion_follow (gdk_display_get_default ());
  g_test_add_func ("/motion/spinner", test_spinner);
  g_test_add_func ("/motion/bar", test_bar);

  return g_test_run ();
}
