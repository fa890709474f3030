/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The helpers of the other UI tests, and that the display they get can be drawn on. */
#include "ui-support.h"

#include <adwaita.h>

static void
clicked_cb (GtkButton *button, gpointer user_data)
{
  guint *count = user_data;

  *count += 1;
}

static gboolean
never (gpointer user_data)
{
  return FALSE;
}

static void
test_window (void)
{
  guint count = 0;
  GtkWidget *window = adw_application_window_new (NULL);
  GtkWidget *button = gtk_button_new_with_label ("Submit request");

  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), &count);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  ui_wait_frame (window);
  g_assert_cmpint (gtk_widget_get_width (button), >, 0);
  g_assert_true (ui_find (window, GTK_TYPE_BUTTON, NULL) == button);
  g_assert_null (ui_find (window, GTK_TYPE_ENTRY, NULL));
  ui_click (button);
  g_assert_cmpuint (count, ==, 1);
  ui_save_picture (window, "ui-support.png");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_wait_is_bounded (void)
{
  g_assert_false (ui_wait_until (never, NULL, 1));
}

int
main (int argc, char *argv[])
{
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/support/window", test_window);
  g_test_add_func ("/ui/support/wait-is-bounded", test_wait_is_bounded);
  return g_test_run ();
}
