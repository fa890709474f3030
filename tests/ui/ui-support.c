/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every UI test that runs in process needs: bounded waits, finding widgets, pictures. */
#include "ui-support.h"

#include <adwaita.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
/* GLib drops its first table of quarks when there are more than 2048, which a whole window makes.
 * LeakSanitizer cannot be told by name, so the table stays within reach. */
static const volatile void *quarks;

void __sanitizer_malloc_hook (const volatile void *memory, size_t size);

void
__sanitizer_malloc_hook (const volatile void *memory, size_t size)
{
  if (quarks == NULL && size == 2048 * sizeof (char *))
    quarks = memory;
}
#endif

/* GTK 4.8 shows the tooltip of what is under the pointer half a second later, and complains when
 * the window has been closed by then (gtk_tooltip_show_tooltip() asks a surface that has gone).
 * Where the pointer of the X server happens to rest, and how long a test takes to close a window,
 * must not decide it. */
static gboolean
is_of_tooltip (const char *message)
{
  return message != NULL &&
         (strstr (message, "gdk_surface_get_device_position: assertion") != NULL ||
          strstr (message, "_gtk_widget_find_at_coords: assertion") != NULL);
}

/* All others end the test, as GLib sees to. */
static void
complained_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  if (!is_of_tooltip (message))
    g_log_default_handler (domain, level, message, user_data);
}

static gboolean
is_fatal_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return !is_of_tooltip (message);
}

/* Never ready. GLib forgets the handler whenever a test case begins, so that every turn of the main
 * loop sets it again. */
static gboolean
prepare_cb (GSource *source, int *timeout)
{
  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  *timeout = -1;
  return FALSE;
}

/**
 * ui_init:
 * @argc: as main() got it
 * @argv: as main() got it
 *
 * Starts GTK and libadwaita for a test; to be called first in main(). Afterwards criticals end the
 * test.
 */
void
ui_init (int *argc, char ***argv)
{
  static GSourceFuncs functions = { prepare_cb, NULL, NULL, NULL };
  g_autoptr (GSource) source = g_source_new (&functions, sizeof (GSource));
  const GLogLevelFlags level = G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION;

  gtk_test_init (argc, argv, NULL);
  g_log_set_handler ("Gdk", level, complained_cb, NULL);
  g_log_set_handler ("Gtk", level, complained_cb, NULL);
  g_source_attach (source, NULL);
  adw_init ();
}

static gboolean
deadline_cb (gpointer user_data)
{
  gboolean *late = user_data;

  *late = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * ui_wait_until:
 * @condition: asked after each turn of the main loop
 * @user_data: given to @condition
 * @milliseconds: when to give up
 *
 * Runs the main loop until @condition holds.
 *
 * Returns: %FALSE when the time ran out
 */
gboolean
ui_wait_until (UiCondition condition, gpointer user_data, guint milliseconds)
{
  gboolean late = FALSE;
  guint source;

  g_return_val_if_fail (condition != NULL, FALSE);

  source = g_timeout_add (milliseconds, deadline_cb, &late);
  while (!condition (user_data) && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (source);
  return !late || condition (user_data);
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  gboolean *painted = user_data;

  *painted = TRUE;
}

static gboolean
is_set (gpointer user_data)
{
  return *(gboolean *)user_data;
}

/**
 * ui_wait_frame:
 * @widget: a widget of a window that has been presented
 *
 * Waits until the next frame of its window has been painted; the test fails after ten seconds.
 */
void
ui_wait_frame (GtkWidget *widget)
{
  gboolean painted = FALSE;
  GdkFrameClock *clock;
  gulong handler;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  clock = gtk_widget_get_frame_clock (widget);
  g_assert_nonnull (clock);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &painted);
  gtk_widget_queue_draw (widget);
  g_assert_true (ui_wait_until (is_set, &painted, UI_LIMIT_MS));
  g_signal_handler_disconnect (clock, handler);
}

/**
 * ui_find:
 * @root: where to look, itself included
 * @type: the type of what is looked for
 * @id: (nullable): its id in the .ui file, or %NULL for any
 *
 * Returns: (nullable) (transfer none): the first such widget, depth first
 */
GtkWidget *
ui_find (GtkWidget *root, GType type, const char *id)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  if (g_type_is_a (G_OBJECT_TYPE (root), type) &&
      (id == NULL || g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (root)), id) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find (child, type, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * ui_get_text:
 * @widget: a widget
 *
 * Returns: (nullable): what stands on a label or a button
 */
const char *
ui_get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (GTK_IS_CHECK_BUTTON (widget))
    return gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));

  return NULL;
}

static GtkWidget *
find_text (GtkWidget *root, GType type, const char *text, gboolean whole)
{
  const char *own = g_type_is_a (G_OBJECT_TYPE (root), type) ? ui_get_text (root) : NULL;

  if (own != NULL && (whole ? g_str_equal (own, text) : strstr (own, text) != NULL))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (gtk_widget_get_visible (child) && gtk_widget_get_child_visible (child))
        found = find_text (child, type, text, whole);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * ui_find_text:
 * @root: where to look, itself included
 * @type: the type of what is looked for
 * @text: all that stands on it
 *
 * Returns: (nullable) (transfer none): the first such label or button that is not hidden, depth
 *   first
 */
GtkWidget *
ui_find_text (GtkWidget *root, GType type, const char *text)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  return find_text (root, type, text, TRUE);
}

/**
 * ui_find_words:
 * @root: where to look, itself included
 * @type: the type of what is looked for
 * @words: a part of what stands on it
 *
 * Returns: (nullable) (transfer none): the first such label or button that is not hidden, depth
 *   first
 */
GtkWidget *
ui_find_words (GtkWidget *root, GType type, const char *words)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  return find_text (root, type, words, FALSE);
}

/**
 * ui_find_window:
 * @type: the type of a window
 *
 * Returns: (nullable) (transfer none): a window of it that is there
 */
GtkWidget *
ui_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

/**
 * ui_click:
 * @button: a sensitive button
 *
 * Clicks it at once; gtk_widget_activate() would hold it down for a quarter of a second first.
 */
void
ui_click (GtkWidget *button)
{
  g_return_if_fail (GTK_IS_BUTTON (button));

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  return g_remove (path) == 0 || errno == ENOENT;
}

/**
 * ui_remove_tree:
 * @path: a folder of the test
 *
 * Removes it with all that is in it. A private server of the test may just be ending, and make or
 * remove files of its own meanwhile.
 */
void
ui_remove_tree (const char *path)
{
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!remove_tree (path))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}

/**
 * ui_save_picture:
 * @widget: a mapped widget
 * @file_name: PNG file; written into the folder SANERA_PICTURES, nothing happens without it
 *
 * Saves how @widget looks now.
 */
void
ui_save_picture (GtkWidget *widget, const char *file_name)
{
  const char *folder = g_getenv ("SANERA_PICTURES");
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (file_name != NULL);

  if (folder == NULL)
    return;
  snapshot = gtk_snapshot_new ();
  paintable = gtk_widget_paintable_new (widget);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node, NULL);
  path = g_build_filename (folder, file_name, NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
