/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the walk of all screens looks for, in a dialog that the sample fleet never comes to. */
#include "screen-assert.h"

#include "screen-check.h"
#include "ui-support.h"

/* The least that there is, with letters half as large again. */
#define WIDTH 720
#define HEIGHT 540
#define PERCENT 150
#define TICK_MS 20
#define FRAMES 3

static void
set_scale (int percent)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * percent / 100, NULL);
}

static gboolean
is_right (gpointer data)
{
  ScreenCheck *check = data;

  g_ptr_array_set_size (check->found, 0);
  screen_check_layout (check);
  screen_check_names (check);
  screen_check_mnemonics (check);
  return check->found->len == 0;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * screen_assert:
 * @window: a window or dialog, presented
 * @file_name: of the picture of it with large letters
 *
 * Fails where something in it is cut off, has no name, is too pale or has a letter twice, in a
 * small window with large letters. Letters have their usual size again afterwards.
 */
void
screen_assert (GtkWidget *window, const char *file_name)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  ScreenCheck check = { window, WIDTH, HEIGHT, PERCENT, problems };
  int width, height;
  guint tick;

  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  set_scale (PERCENT);
  /* Without one it is as large as its words need. */
  gtk_window_set_default_size (GTK_WINDOW (window), MIN (width, WIDTH), MIN (height, HEIGHT));
  for (guint i = 0; i < FRAMES; i++)
    ui_wait_frame (window);
  tick = g_timeout_add (TICK_MS, tick_cb, NULL);
  ui_wait_until (is_right, &check, UI_LIMIT_MS);
  g_source_remove (tick);
  ui_save_picture (window, file_name);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (char *)problems->pdata[i]);
  g_assert_cmpuint (problems->len, ==, 0);
  set_scale (100);
}
