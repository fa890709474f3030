/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-screenshots.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "sanera-import-dialog.h"
#include "sanera-screens.h"

/* A screen is taken as finished once nothing has been painted for so long, and in any case after
 * the limit: a spinner never comes to rest. */
#define POLL_INTERVAL_MS 50
#define REST_US (G_TIME_SPAN_MILLISECOND * 400)
#define SCREEN_LIMIT_US (G_TIME_SPAN_SECOND * 5)
/* A first sync of the sample fleet may be under way. */
#define READY_LIMIT_US (G_TIME_SPAN_SECOND * 120)

typedef struct
{
  SaneraWindow *window;
  char *folder;
  const SaneraScreen *screens;
  guint next;
  GtkWidget *subject; /* a window or a popover */
  GdkFrameClock *clock; /* of the subject */
  gulong paint_handler;
  gint64 since;
  gint64 painted;
  guint taken;
  gboolean import_taken;
} Shoot;

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  Shoot *shoot = user_data;

  shoot->painted = g_get_monotonic_time ();
}

static void
watch_subject (Shoot *shoot, GtkWidget *subject)
{
  /* A closed window has disposed of its clock, and with it of the handler. */
  if (shoot->clock != NULL && g_signal_handler_is_connected (shoot->clock, shoot->paint_handler))
    g_signal_handler_disconnect (shoot->clock, shoot->paint_handler);
  shoot->paint_handler = 0;
  g_clear_object (&shoot->clock);
  g_set_object (&shoot->subject, subject);
  if (subject == NULL)
    return;
  shoot->clock = g_object_ref (gtk_widget_get_frame_clock (subject));
  shoot->paint_handler =
      g_signal_connect (shoot->clock, "after-paint", G_CALLBACK (painted_cb), shoot);
}

static void
shoot_free (Shoot *shoot)
{
  watch_subject (shoot, NULL);
  g_clear_object (&shoot->window);
  g_free (shoot->folder);
  g_free (shoot);
}

/* (nullable): what has been invalidated and is not painted yet has no picture. */
static GskRenderNode *
draw (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  return gtk_snapshot_free_to_node (snapshot);
}

static gboolean
is_drawn (GtkWidget *widget)
{
  g_autoptr (GskRenderNode) node = draw (widget);

  return node != NULL && gtk_widget_get_mapped (widget);
}

static gboolean
save_picture (GtkWidget *widget, const char *path, GError **error)
{
  g_autoptr (GskRenderNode) node = draw (widget);
  g_autoptr (GdkTexture) texture = NULL;

  if (node == NULL || !gtk_widget_get_mapped (widget))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: nothing is drawn", path);
      return FALSE;
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node, NULL);
  if (!gdk_texture_save_to_png (texture, path))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: cannot be written", path);
      return FALSE;
    }
  return TRUE;
}

/* Goes on to the next screen that there is; FALSE after the last. */
static gboolean
prepare_next (Shoot *shoot)
{
  for (; shoot->screens[shoot->next].file_name != NULL; shoot->next++)
    {
      GtkWidget *subject =
          sanera_screen_prepare (&shoot->screens[shoot->next], shoot->window, shoot->subject);

      if (subject != NULL && gtk_widget_get_realized (subject))
        {
          watch_subject (shoot, subject);
          shoot->since = shoot->painted = g_get_monotonic_time ();
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_at_rest (Shoot *shoot)
{
  gint64 now = g_get_monotonic_time ();

  return now - shoot->painted >= REST_US || now - shoot->since >= SCREEN_LIMIT_US;
}

/* Goes on from the window to the dialog that opens over it. Returns whether it is still to come. */
static gboolean
wait_late (Shoot *shoot)
{
  GtkWindow *dialog;

  if (!shoot->screens[shoot->next].late || shoot->subject != GTK_WIDGET (shoot->window))
    return FALSE;
  dialog = sanera_screens_find_dialog (shoot->window);
  if (dialog == NULL || !gtk_widget_get_realized (GTK_WIDGET (dialog)))
    return g_get_monotonic_time () - shoot->since < SCREEN_LIMIT_US;

  watch_subject (shoot, GTK_WIDGET (dialog));
  shoot->since = shoot->painted = g_get_monotonic_time ();
  return TRUE;
}

static gboolean
take_picture (Shoot *shoot, const char *file_name, GError **error)
{
  g_autofree char *path = g_build_filename (shoot->folder, file_name, NULL);

  if (!save_picture (shoot->subject, path, error))
    return FALSE;

  shoot->taken++;
  return TRUE;
}

/* Reports on the command line: says who one is, takes a picture of the first preview, and imports,
 * as a person would. Returns whether a dialog of the import is still open. */
static gboolean
go_on_importing (Shoot *shoot, GError **error)
{
  GtkWindow *dialog = sanera_screens_find_dialog (shoot->window);
  GtkWidget *import, *again;

  if (ADW_IS_MESSAGE_DIALOG (dialog))
    {
      /* Closing it would answer "cancel". */
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "continue");
      gtk_window_destroy (dialog);
      return TRUE;
    }
  if (!SANERA_IS_IMPORT_DIALOG (dialog))
    {
      if (shoot->subject != NULL)
        watch_subject (shoot, NULL);
      return FALSE;
    }

  import = sanera_screens_find_button (GTK_WIDGET (dialog), _ ("Import"));
  if (import == NULL)
    import = sanera_screens_find_button (GTK_WIDGET (dialog), _ ("Import in part"));
  again = sanera_screens_find_button (GTK_WIDGET (dialog), _ ("Try again"));
  if (!gtk_widget_is_sensitive (import) && !gtk_widget_get_mapped (again))
    return TRUE;
  if (shoot->subject != GTK_WIDGET (dialog))
    {
      watch_subject (shoot, GTK_WIDGET (dialog));
      shoot->since = shoot->painted = g_get_monotonic_time ();
      return TRUE;
    }
  /* Its last numbers may have come after the last frame. */
  if (!is_at_rest (shoot) || !is_drawn (shoot->subject))
    return TRUE;

  if (!shoot->import_taken && !take_picture (shoot, "import.png", error))
    return TRUE;
  shoot->import_taken = TRUE;
  if (gtk_widget_is_sensitive (import))
    g_signal_emit_by_name (import, "clicked");
  else
    gtk_window_close (dialog);
  return TRUE;
}

/* Whether all that was done before has been sent, or refused. */
static gboolean
is_sent (SaneraConnection *connection)
{
  g_autoptr (GPtrArray) entries =
      sanera_outbox_list (sanera_cache_get_outbox (sanera_connection_get_cache (connection)), NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (((const SaneraOutboxEntry *)g_ptr_array_index (entries, i))->state != SANERA_OUTBOX_REFUSED)
      return FALSE;
  return TRUE;
}

static gboolean
is_ready (Shoot *shoot)
{
  SaneraConnections *connections = sanera_window_get_connections (shoot->window);
  SaneraConnection *connection = sanera_connections_get_current (connections);

  if (connection == NULL)
    return TRUE;
  switch (sanera_connection_get_state (connection))
    {
    case SANERA_STATE_STARTING:
    case SANERA_STATE_SYNCING:
      return FALSE;
    case SANERA_STATE_ONLINE:
      if (!is_sent (connection))
        return FALSE;
      G_GNUC_FALLTHROUGH;
    case SANERA_STATE_OFFLINE:
    case SANERA_STATE_SIGN_IN:
    case SANERA_STATE_REFUSED:
    default:
      /* Where nothing was ever fetched, and on the dashboard, no rows are to come. */
      return sanera_cache_get_info (sanera_connection_get_cache (connection))->synced_on ==
                 SANERA_INT_NULL ||
             !sanera_screens_has_list (shoot->window) ||
             sanera_screens_count_rows (shoot->window) > 0;
    }
}

static void
return_taken (GTask *task, Shoot *shoot)
{
  if (shoot->taken == 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there was no screen to save");
  else
    g_task_return_boolean (task, TRUE);
}

/* Called over and over: waits for rest, saves, goes on. */
static gboolean
look_cb (gpointer user_data)
{
  GTask *task = user_data;
  Shoot *shoot = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (shoot->screens == NULL)
    {
      SaneraConnections *connections = sanera_window_get_connections (shoot->window);
      gboolean importing = go_on_importing (shoot, &error);

      if (error != NULL)
        {
          g_task_return_error (task, error);
          return G_SOURCE_REMOVE;
        }
      if ((importing || !is_ready (shoot)) && now - shoot->since < READY_LIMIT_US)
        return G_SOURCE_CONTINUE;
      shoot->screens = sanera_screens_get (connections);
      if (prepare_next (shoot))
        return G_SOURCE_CONTINUE;
      return_taken (task, shoot);
      return G_SOURCE_REMOVE;
    }
  if (wait_late (shoot))
    return G_SOURCE_CONTINUE;
  if (!is_at_rest (shoot) || (!is_drawn (shoot->subject) && now - shoot->since < READY_LIMIT_US))
    return G_SOURCE_CONTINUE;

  if (*shoot->screens[shoot->next].file_name != '\0' &&
      !take_picture (shoot, shoot->screens[shoot->next].file_name, &error))
    {
      g_task_return_error (task, error);
      return G_SOURCE_REMOVE;
    }
  shoot->next++;
  if (prepare_next (shoot))
    return G_SOURCE_CONTINUE;
  return_taken (task, shoot);
  return G_SOURCE_REMOVE;
}

/**
 * sanera_screenshots_take_async:
 * @window: the window, presented
 * @folder: where the pictures go, made when it is not there
 * @cancellable: (nullable): stops between two pictures
 * @callback: called when all are saved
 * @user_data: given to @callback
 *
 * Saves pictures of the main screens, one after the other: the lists, their flyouts, the dialogs,
 * and a list with its flyout in dark; without a connection the first start. Waits for the first
 * rows before. Reports that @window was given to import are imported, after a picture of the
 * preview.
 */
void
sanera_screenshots_take_async (SaneraWindow *window,
                               const char *folder,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GSource) source = NULL;
  Shoot *shoot = NULL;

  g_return_if_fail (SANERA_IS_WINDOW (window));
  g_return_if_fail (folder != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (window, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_screenshots_take_async);
  if (g_mkdir_with_parents (folder, 0755) != 0)
    {
      int code = errno;

      g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", folder,
                               g_strerror (code));
      return;
    }
  shoot = g_new0 (Shoot, 1);
  shoot->window = g_object_ref (window);
  shoot->folder = g_strdup (folder);
  shoot->since = g_get_monotonic_time ();
  g_task_set_task_data (task, shoot, (GDestroyNotify)shoot_free);
  source = g_timeout_source_new (POLL_INTERVAL_MS);
  g_task_attach_source (task, source, look_cb);
}

/**
 * sanera_screenshots_take_finish:
 * @window: the window
 * @result: the result
 * @error: return location for a #GError
 *
 * Returns: %TRUE when there was something to save and it is saved; else #G_IO_ERROR
 */
gboolean
sanera_screenshots_take_finish (SaneraWindow *window, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, window), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
first_frame_cb (GdkFrameClock *clock, gpointer user_data)
{
  SaneraWindow *window = SANERA_WINDOW (user_data);

  if (sanera_screens_count_rows (window) == 0)
    return;
  g_printerr ("first-frame %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, window);
  gtk_window_close (GTK_WINDOW (window));
}

/**
 * sanera_screenshots_mark_first_frame:
 * @window: the window, presented
 *
 * For measuring: once a frame with rows has been painted, writes "first-frame" and the time
 * (microseconds, monotonic clock) to stderr and closes @window.
 */
void
sanera_screenshots_mark_first_frame (SaneraWindow *window)
{
  g_return_if_fail (SANERA_IS_WINDOW (window));

  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                           G_CALLBACK (first_frame_cb), window, 0);
}
