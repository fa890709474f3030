/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-screenshots.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "sanera-administration-window.h"
#include "sanera-flyout.h"
#include "sanera-import-dialog.h"
#include "sanera-record.h"

/* A screen is taken as finished once nothing has been painted for so long, and in any case after
 * the limit: a spinner never comes to rest. */
#define POLL_INTERVAL_MS 50
#define REST_US (G_TIME_SPAN_MILLISECOND * 400)
#define SCREEN_LIMIT_US (G_TIME_SPAN_SECOND * 5)
/* A first sync of the sample fleet may be under way. */
#define READY_LIMIT_US (G_TIME_SPAN_SECOND * 120)

typedef struct _Shoot Shoot;

/* Brings a screen about. Returns: (transfer none): the window to take a picture of, or NULL: there
 * is no such screen now. */
typedef GtkWindow *(*Prepare) (Shoot *shoot);

typedef struct
{
  const char *file_name;
  Prepare prepare;
  gboolean late; /* a dialog that opens only after something has been read */
} Screen;

struct _Shoot
{
  SaneraWindow *window;
  char *folder;
  const Screen *screens;
  guint next;
  GtkWindow *subject;
  GdkFrameClock *clock; /* of the subject */
  gulong paint_handler;
  gint64 since;
  gint64 painted;
  guint taken;
  gboolean import_taken;
};

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  Shoot *shoot = user_data;

  shoot->painted = g_get_monotonic_time ();
}

static void
watch_subject (Shoot *shoot, GtkWindow *subject)
{
  /* A closed window has disposed of its clock, and with it of the handler. */
  if (shoot->clock != NULL && g_signal_handler_is_connected (shoot->clock, shoot->paint_handler))
    g_signal_handler_disconnect (shoot->clock, shoot->paint_handler);
  shoot->paint_handler = 0;
  g_clear_object (&shoot->clock);
  g_set_object (&shoot->subject, subject);
  if (subject == NULL)
    return;
  shoot->clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (subject)));
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

/* The list that is on screen, or NULL. */
static GtkColumnView *
find_list (GtkWidget *root)
{
  if (!gtk_widget_get_child_visible (root) || !gtk_widget_get_visible (root))
    return NULL;
  if (GTK_IS_COLUMN_VIEW (root))
    return GTK_COLUMN_VIEW (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkColumnView *list = find_list (child);

      if (list != NULL)
        return list;
    }
  return NULL;
}

static guint
count_rows (SaneraWindow *window)
{
  SaneraPage *page = sanera_window_get_page (window);
  GtkColumnView *list = page != NULL ? find_list (GTK_WIDGET (page)) : NULL;
  GtkSelectionModel *model = list != NULL ? gtk_column_view_get_model (list) : NULL;

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What the list of the page on screen begins with, or NULL. */
static SaneraRecord *
get_first_record (SaneraWindow *window)
{
  SaneraPage *page = sanera_window_get_page (window);
  GtkColumnView *list = page != NULL ? find_list (GTK_WIDGET (page)) : NULL;
  GtkSelectionModel *model = list != NULL ? gtk_column_view_get_model (list) : NULL;

  return model != NULL ? g_list_model_get_item (G_LIST_MODEL (model), 0) : NULL;
}

static gboolean
show_first_record (SaneraWindow *window)
{
  g_autoptr (SaneraRecord) record = get_first_record (window);

  return record != NULL &&
         sanera_page_show_record (sanera_window_get_page (window), sanera_record_get_id (record));
}

/* At once: a window that is only asked to close is still there when the next one is looked for. */
static void
close_dialog (Shoot *shoot)
{
  /* At once, or it would be found where the next one is looked for. */
  if (shoot->subject != NULL && shoot->subject != GTK_WINDOW (shoot->window))
    gtk_window_destroy (shoot->subject);
}

/* The window that an action has just opened over the main one. */
static GtkWindow *
find_dialog (Shoot *shoot)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (window != GTK_WINDOW (shoot->window) && gtk_widget_get_visible (GTK_WIDGET (window)) &&
          gtk_window_get_transient_for (window) == GTK_WINDOW (shoot->window))
        return window;
    }
  return NULL;
}

static GtkWindow *
prepare_page (Shoot *shoot, const char *page_id)
{
  close_dialog (shoot);
  if (sanera_window_find_page (shoot->window, page_id) == NULL)
    return NULL;
  sanera_window_show_page (shoot->window, page_id);
  return GTK_WINDOW (shoot->window);
}

static GtkWindow *
prepare_recommendations (Shoot *shoot)
{
  return prepare_page (shoot, "recommendations");
}

static GtkWindow *
prepare_dashboard (Shoot *shoot)
{
  return prepare_page (shoot, "dashboard");
}

static GtkWindow *
prepare_flyout (Shoot *shoot)
{
  return show_first_record (shoot->window) ? GTK_WINDOW (shoot->window) : NULL;
}

static GtkWindow *
press_in_flyout (Shoot *shoot, const char *label)
{
  SaneraPage *page = sanera_window_get_page (shoot->window);
  GtkWidget *flyout = page != NULL ? sanera_page_get_flyout (page) : NULL;
  GtkWidget *button = flyout != NULL ? find_button (flyout, label) : NULL;

  close_dialog (shoot);
  if (button == NULL || !gtk_widget_is_sensitive (button))
    return NULL;
  g_signal_emit_by_name (button, "clicked");
  return find_dialog (shoot);
}

static GtkWindow *
prepare_request (Shoot *shoot)
{
  return press_in_flyout (shoot, _ ("Remediation options"));
}

static GtkWindow *
prepare_exception_options (Shoot *shoot)
{
  return press_in_flyout (shoot, _ ("Exception options"));
}

static GtkWindow *
prepare_exceptions (Shoot *shoot)
{
  return prepare_page (shoot, "exceptions");
}

static GtkWindow *
prepare_remediation (Shoot *shoot)
{
  return prepare_page (shoot, "remediation");
}

/* What the menu of the row opens. */
static GtkWindow *
prepare_change (Shoot *shoot)
{
  SaneraPage *page = sanera_window_get_page (shoot->window);
  GtkWidget *flyout = page != NULL ? sanera_page_get_flyout (page) : NULL;
  SaneraRecord *record =
      SANERA_IS_FLYOUT (flyout) ? sanera_flyout_get_record (SANERA_FLYOUT (flyout)) : NULL;

  close_dialog (shoot);
  if (record == NULL ||
      !gtk_widget_activate_action (flyout, "row.change", "s", sanera_record_get_id (record)))
    return NULL;
  return find_dialog (shoot);
}

static GtkWindow *
prepare_devices (Shoot *shoot)
{
  return prepare_page (shoot, "devices");
}

/* What a button of the flyout opens. */
static GtkWindow *
prepare_device_move (Shoot *shoot)
{
  return press_in_flyout (shoot, _ ("Move to device group…"));
}

static GtkWindow *
prepare_device_retire (Shoot *shoot)
{
  return press_in_flyout (shoot, _ ("Retire…"));
}

static GtkWindow *
prepare_device_merge (Shoot *shoot)
{
  return press_in_flyout (shoot, _ ("Merge…"));
}

static GtkWindow *
prepare_security_tasks (Shoot *shoot)
{
  return prepare_page (shoot, "security-tasks");
}

static GtkWindow *
prepare_reject (Shoot *shoot)
{
  return press_in_flyout (shoot, _ ("Reject…"));
}

/* Three rows of the list, and in the flyout what can be done with them. */
static GtkWindow *
prepare_selection (Shoot *shoot)
{
  SaneraPage *page = sanera_window_get_page (shoot->window);
  GtkColumnView *list = page != NULL ? find_list (GTK_WIDGET (page)) : NULL;

  close_dialog (shoot);
  if (list == NULL)
    return NULL;
  gtk_selection_model_unselect_all (gtk_column_view_get_model (list));
  for (guint i = 0; i < 3; i++)
    gtk_selection_model_select_item (gtk_column_view_get_model (list), i, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (page), "list.show-selection", NULL);
  return GTK_WINDOW (shoot->window);
}

/* What an action of the page's rows opens; it takes the selected ones or the first. */
static GtkWindow *
prepare_action (Shoot *shoot, const char *action, gboolean first)
{
  SaneraPage *page = sanera_window_get_page (shoot->window);
  g_autoptr (SaneraRecord) record = get_first_record (shoot->window);
  gboolean done;

  close_dialog (shoot);
  if (page == NULL || record == NULL)
    return NULL;
  if (first)
    done =
        gtk_widget_activate_action (GTK_WIDGET (page), action, "s", sanera_record_get_id (record));
  else
    done = gtk_widget_activate_action (GTK_WIDGET (page), action, NULL);
  return done ? GTK_WINDOW (shoot->window) : NULL;
}

static GtkWindow *
prepare_bulk_request (Shoot *shoot)
{
  return prepare_action (shoot, "row.request-selected", FALSE);
}

static GtkWindow *
prepare_bulk_exception (Shoot *shoot)
{
  return prepare_action (shoot, "row.except-selected", FALSE);
}

static GtkWindow *
prepare_notify (Shoot *shoot)
{
  return prepare_action (shoot, "row.notify", TRUE);
}

static GtkWindow *
prepare_renew (Shoot *shoot)
{
  return prepare_action (shoot, "row.renew-exception", TRUE);
}

static GtkWindow *
prepare_cancel_exception (Shoot *shoot)
{
  return prepare_action (shoot, "row.cancel-exception", TRUE);
}

static GtkWindow *
prepare_export (Shoot *shoot)
{
  return prepare_action (shoot, "win.export", FALSE);
}

static GtkWindow *
prepare_outbox (Shoot *shoot)
{
  return prepare_action (shoot, "win.show-outbox", FALSE);
}

static GtkWindow *
prepare_settings (Shoot *shoot)
{
  close_dialog (shoot);
  gtk_widget_activate_action (GTK_WIDGET (shoot->window), "win.settings", NULL);
  return find_dialog (shoot);
}

static GtkWindow *
prepare_connections (Shoot *shoot)
{
  GtkWindow *dialog = find_dialog (shoot);

  if (!ADW_IS_PREFERENCES_WINDOW (dialog))
    return NULL;
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (dialog), "connections");
  return dialog;
}

static GtkWindow *
prepare_imports (Shoot *shoot)
{
  close_dialog (shoot);
  gtk_widget_activate_action (GTK_WIDGET (shoot->window), "win.imports", NULL);
  return find_dialog (shoot);
}

static GtkWindow *
prepare_administration (Shoot *shoot)
{
  close_dialog (shoot);
  gtk_widget_activate_action (GTK_WIDGET (shoot->window), "win.administration", NULL);
  return find_dialog (shoot);
}

static GtkWindow *
prepare_audit (Shoot *shoot)
{
  GtkWindow *dialog = find_dialog (shoot);

  if (!SANERA_IS_ADMINISTRATION_WINDOW (dialog))
    return NULL;
  sanera_administration_window_show (SANERA_ADMINISTRATION_WINDOW (dialog), "audit");
  return dialog;
}

static GtkWindow *
prepare_dark (Shoot *shoot)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  return prepare_recommendations (shoot);
}

static GtkWindow *
prepare_first_start (Shoot *shoot)
{
  return GTK_WINDOW (shoot->window);
}

/* In this order: a flyout stands beside the page before it. */
static const Screen screens[] = {
  { "dashboard.png", prepare_dashboard, FALSE },
  { "recommendations.png", prepare_recommendations, FALSE },
  { "recommendation.png", prepare_flyout, FALSE },
  { "request.png", prepare_request, FALSE },
  { "exception-options.png", prepare_exception_options, FALSE },
  { "selection.png", prepare_selection, FALSE },
  { "bulk-request.png", prepare_bulk_request, TRUE },
  { "bulk-exception.png", prepare_bulk_exception, TRUE },
  { "export.png", prepare_export, TRUE },
  { "remediation.png", prepare_remediation, FALSE },
  { "activity.png", prepare_flyout, FALSE },
  { "change.png", prepare_change, FALSE },
  { "notify.png", prepare_notify, TRUE },
  { "security-tasks.png", prepare_security_tasks, FALSE },
  { "security-task.png", prepare_flyout, FALSE },
  { "reject.png", prepare_reject, FALSE },
  { "exceptions.png", prepare_exceptions, FALSE },
  { "exception.png", prepare_flyout, FALSE },
  { "exception-renew.png", prepare_renew, TRUE },
  { "exception-canceled.png", prepare_cancel_exception, FALSE },
  { "devices.png", prepare_devices, FALSE },
  { "device.png", prepare_flyout, FALSE },
  { "device-move.png", prepare_device_move, FALSE },
  { "device-retire.png", prepare_device_retire, FALSE },
  { "device-merge.png", prepare_device_merge, FALSE },
  { "outbox.png", prepare_outbox, TRUE },
  { "settings.png", prepare_settings, FALSE },
  { "connections.png", prepare_connections, FALSE },
  { "imports.png", prepare_imports, FALSE },
  { "administration.png", prepare_administration, FALSE },
  { "audit.png", prepare_audit, FALSE },
  { "dark.png", prepare_dark, FALSE },
  { "dark-recommendation.png", prepare_flyout, FALSE },
  { "dark-dashboard.png", prepare_dashboard, FALSE },
  { "dark-remediation.png", prepare_remediation, FALSE },
  { "dark-activity.png", prepare_flyout, FALSE },
  { "dark-change.png", prepare_change, FALSE },
  { NULL, NULL, FALSE },
};

static const Screen first_start_screens[] = {
  { "first-start.png", prepare_first_start, FALSE },
  { NULL, NULL, FALSE },
};

static gboolean
save_picture (GtkWindow *window, const char *path, GError **error)
{
  GtkWidget *widget = GTK_WIDGET (window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL || !gtk_widget_get_mapped (widget))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: nothing is drawn", path);
      return FALSE;
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
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
      GtkWindow *subject = shoot->screens[shoot->next].prepare (shoot);

      if (subject != NULL && gtk_widget_get_realized (GTK_WIDGET (subject)))
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

  if (!shoot->screens[shoot->next].late || shoot->subject != GTK_WINDOW (shoot->window))
    return FALSE;
  dialog = find_dialog (shoot);
  if (dialog == NULL || !gtk_widget_get_realized (GTK_WIDGET (dialog)))
    return g_get_monotonic_time () - shoot->since < SCREEN_LIMIT_US;

  watch_subject (shoot, dialog);
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
  GtkWindow *dialog = find_dialog (shoot);
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

  import = find_button (GTK_WIDGET (dialog), _ ("Import"));
  again = find_button (GTK_WIDGET (dialog), _ ("Try again"));
  if (!gtk_widget_is_sensitive (import) && !gtk_widget_get_mapped (again))
    return TRUE;
  if (shoot->subject != dialog)
    {
      watch_subject (shoot, dialog);
      shoot->since = shoot->painted = g_get_monotonic_time ();
      return TRUE;
    }
  if (!is_at_rest (shoot))
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
    case SANERA_STATE_OFFLINE:
    case SANERA_STATE_SIGN_IN:
    case SANERA_STATE_REFUSED:
    default:
      return count_rows (shoot->window) > 0;
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
      shoot->screens =
          sanera_connections_get_current (connections) != NULL ? screens : first_start_screens;
      if (prepare_next (shoot))
        return G_SOURCE_CONTINUE;
      return_taken (task, shoot);
      return G_SOURCE_REMOVE;
    }
  if (wait_late (shoot))
    return G_SOURCE_CONTINUE;
  if (!is_at_rest (shoot))
    return G_SOURCE_CONTINUE;

  if (!take_picture (shoot, shoot->screens[shoot->next].file_name, &error))
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

  if (count_rows (window) == 0)
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
