/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-exports.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-children.h"
#include "sanera-export-dialog.h"
#include "sanera-export-incomplete.h"
#include "sanera-export-row.h"
#include "sanera-language.h"
#include "sanera-window.h"
#include "sanera-words-error.h"

/* How often the progress is looked at, and after how many looks it is shown: what is done at once
 * needs no row that comes and goes. */
#define LOOK_MS 100
#define LOOKS_UNSEEN 3

/* Seconds the file is offered for. */
#define TOAST_S 8

/* Where a window keeps it. */
#define WINDOW_KEY "sanera-exports"

/**
 * SaneraExports:
 *
 * Question → file chooser → (devices of an activity are fetched →) file. Nothing waits for it: the
 * lists can be used meanwhile, and several exports run beside each other.
 */
struct _SaneraExports
{
  AdwBin parent_instance;

  GtkBox *rows;
  GPtrArray *runs; /* of Run: their file is being chosen or written */
};

typedef struct
{
  SaneraExports *exports; /* NULL: the window is gone */
  SaneraExportSource *source;
  SaneraCsvKind kind;
  gboolean selected;
  GFile *file;
  GtkFileChooserNative *chooser;

  SaneraExport *export;
  GCancellable *cancellable;
  GtkWidget *row;
  guint look_id;
  guint looks;
  GError *not_fetched; /* the devices are those of an earlier time, or not all; NULL: they are */
  gint64 as_of; /* the time when they all were here; SANERA_INT_NULL: never, or now */
  GtkWidget *question; /* whether to write a file that is not complete */
} Run;

enum
{
  SIGNAL_TOAST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraExports, sanera_exports, ADW_TYPE_BIN)

static void choose_file (Run *run);

static Run *
run_new (SaneraExports *exports, SaneraExportSource *source)
{
  Run *run = g_new0 (Run, 1);

  g_set_weak_pointer (&run->exports, exports);
  run->as_of = SANERA_INT_NULL;
  run->source = sanera_export_source_ref (source);
  return run;
}

static void
run_free (Run *run)
{
  g_clear_handle_id (&run->look_id, g_source_remove);
  g_clear_weak_pointer (&run->exports);
  sanera_export_source_unref (run->source);
  g_clear_object (&run->chooser);
  g_clear_error (&run->not_fetched);
  g_clear_object (&run->file);
  g_clear_object (&run->export);
  g_clear_object (&run->cancellable);
  g_free (run);
}

static GtkWindow *
get_window (SaneraExports *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
add_toast (SaneraExports *self, AdwToast *toast)
{
  g_autoptr (AdwToast) owned = g_object_ref_sink (toast);

  g_signal_emit (self, signals[SIGNAL_TOAST], 0, owned);
  if (SANERA_IS_WINDOW (get_window (self)))
    sanera_window_add_toast (SANERA_WINDOW (get_window (self)), g_object_ref (owned));
}

/* Titles of toasts are markup; a file may be called as it likes. */
static AdwToast *
make_toast (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}

static void
toast (SaneraExports *self, const char *text)
{
  add_toast (self, make_toast (text));
}

/* The end of an export */

static void
open_cb (AdwToast *toast, SaneraExports *self)
{
  const char *uri = g_object_get_data (G_OBJECT (toast), "sanera-uri");

  gtk_show_uri (get_window (self), uri, GDK_CURRENT_TIME);
}

static char *
describe_success (Run *run)
{
  g_autofree char *name = g_file_get_basename (run->file);
  g_autofree char *shown = g_filename_display_name (name);
  const char *parent_id = sanera_export_source_get_parent_id (run->source, NULL);
  gint64 devices = sanera_export_source_get_device_count (run->source);
  guint n = sanera_export_get_done (run->export);
  g_autofree char *number = sanera_language_number (n);

  if (parent_id == NULL)
    /* Translators: a number of rows, a file name */
    return g_strdup_printf (ngettext ("Exported %s row to %s", "Exported %s rows to %s", n), number,
                            shown);
  if (run->as_of != SANERA_INT_NULL)
    {
      g_autofree char *moment = sanera_language_datetime (run->as_of);

      /* Translators: a file name, a date and time */
      return g_strdup_printf (_ ("Exported to %s, with the devices as of %s"), shown, moment);
    }
  if (run->not_fetched != NULL && n < devices)
    {
      g_autofree char *all = sanera_language_number (devices);

      return g_strdup_printf (
          /* Translators: a file name, how many devices are in it, how many there are */
          _ ("Exported to %s with %s of %s devices: the server does not answer"), shown, number,
          all);
    }

  /* Translators: %s is a file name */
  return g_strdup_printf (_ ("Exported to %s"), shown);
}

static void
succeed (Run *run)
{
  g_autofree char *text = describe_success (run);
  AdwToast *toast = make_toast (text);

  adw_toast_set_button_label (
      toast, /* Translators: a button: opens the file that was written */ _ ("Open"));
  adw_toast_set_timeout (toast, TOAST_S);
  g_object_set_data_full (G_OBJECT (toast), "sanera-uri", g_file_get_uri (run->file), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (open_cb), run->exports, 0);
  add_toast (run->exports, toast);
}

static void
failed_response_cb (GtkWidget *dialog, const char *response, Run *run)
{
  if (g_strcmp0 (response, "again") == 0 && run->exports != NULL)
    {
      Run *again = run_new (run->exports, run->source);

      again->kind = run->kind;
      again->selected = run->selected;
      choose_file (again);
    }
}

/* A toast would be gone before a person has read why, and what they wanted would be gone too. */
static void
fail (Run *run, const GError *error)
{
  g_autofree char *words = sanera_words_error_file (error);
  g_autofree char *name = g_file_get_basename (run->file);
  g_autofree char *shown = g_filename_display_name (name);
  /* Translators: %s is a file name */
  g_autofree char *heading = g_strdup_printf (_ ("“%s” was not written"), shown);
  GtkWidget *dialog = adw_message_dialog_new (get_window (run->exports), heading, words);
  Run *kept = run_new (run->exports, run->source);

  g_debug ("Export failed: %s", error->message);
  kept->kind = run->kind;
  kept->selected = run->selected;
  g_object_set_data_full (G_OBJECT (dialog), "sanera-run", kept, (GDestroyNotify)run_free);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"), "again",
                                    _ ("Choose another place…"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "again");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect (dialog, "response", G_CALLBACK (failed_response_cb), kept);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
end (Run *run, const GError *error)
{
  SaneraExports *self = run->exports;

  if (self != NULL)
    {
      if (error == NULL)
        succeed (run);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        toast (self, _ ("Export cancelled; no file was written"));
      else
        fail (run, error);
      gtk_box_remove (self->rows, run->row);
      g_ptr_array_remove (self->runs, run);
    }
  run_free (run);
}

/* Writing */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  sanera_export_write_finish (SANERA_EXPORT (source), result, &error);
  end (data, error);
}

static void
write_file (Run *run)
{
  run->export = sanera_export_source_create_export (run->source, run->kind, run->selected);
  sanera_export_write_async (run->export, run->file, run->cancellable, written_cb, run);
}

static void
question_cb (GtkWidget *dialog, const char *response, Run *run)
{
  g_autoptr (GError) cancelled = NULL;

  g_signal_handlers_disconnect_by_data (dialog, run); /* one answer; @run ends before @dialog */
  run->question = NULL;
  if (g_strcmp0 (response, "export") == 0)
    {
      write_file (run);
      return;
    }
  cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not without all devices");
  end (run, cancelled);
}

/* A file that is silently short is worse than none. */
static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  gint64 here = sanera_cache_count_finish (SANERA_CACHE (source), result, &error);

  if (error != NULL || run->exports == NULL)
    {
      end (run, error);
      return;
    }
  run->question = sanera_export_incomplete_new (get_window (run->exports), here,
                                                sanera_export_source_get_device_count (run->source),
                                                run->not_fetched);
  g_signal_connect (run->question, "response", G_CALLBACK (question_cb), run);
  gtk_window_present (GTK_WINDOW (run->question));
}

/* Without the server: all of them as of some time, or not all of them. */
static void
look_what_is_here (Run *run, SaneraConnection *connection)
{
  SaneraCache *cache = sanera_connection_get_cache (connection);
  SaneraList list;
  const char *parent_id = sanera_export_source_get_parent_id (run->source, &list);
  g_autoptr (SaneraChildren) children = sanera_cache_lookup_children (cache, list, parent_id);
  g_autoptr (SaneraQuery) all = sanera_query_new (list);
  g_autoptr (SaneraQuery) query = sanera_query_with_parent (all, parent_id);

  if (children != NULL && sanera_children_is_complete (children))
    {
      run->as_of = children->fetched_on;
      write_file (run);
      return;
    }
  sanera_cache_count_async (cache, query, run->cancellable, counted_cb, run);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  if (!sanera_connection_fetch_children_finish (SANERA_CONNECTION (source), result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          end (run, error);
          return;
        }
      g_debug ("Devices of the activity: %s", error->message);
      run->not_fetched = g_steal_pointer (&error);
      look_what_is_here (run, SANERA_CONNECTION (source));
      return;
    }
  write_file (run);
}

static gboolean
look_cb (gpointer data)
{
  Run *run = data;

  if (++run->looks == LOOKS_UNSEEN)
    gtk_widget_set_visible (run->row, TRUE);
  sanera_export_row_set_progress (SANERA_EXPORT_ROW (run->row),
                                  run->export != NULL ? sanera_export_get_done (run->export) : 0,
                                  run->export != NULL ? sanera_export_get_total (run->export) : 0);
  return G_SOURCE_CONTINUE;
}

static void
cancel_cb (GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
begin (Run *run)
{
  SaneraExports *self = run->exports;
  SaneraList devices;
  const char *parent_id = sanera_export_source_get_parent_id (run->source, &devices);
  g_autofree char *name = g_file_get_basename (run->file);
  g_autofree char *shown = g_filename_display_name (name);

  run->cancellable = g_cancellable_new ();
  run->row = sanera_export_row_new (shown);
  gtk_widget_set_visible (run->row, FALSE);
  g_signal_connect_object (run->row, "cancel", G_CALLBACK (cancel_cb), run->cancellable,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->rows, run->row);
  run->look_id = g_timeout_add (LOOK_MS, look_cb, run);

  /* What is not sent yet has no devices on the server. */
  if (parent_id != NULL && sanera_export_source_is_sent (run->source))
    sanera_connection_fetch_children_async (sanera_export_source_get_connection (run->source),
                                            devices, parent_id, run->cancellable, fetched_cb, run);
  else
    write_file (run);
}

/* Where to */

static void
chosen_cb (GtkNativeDialog *dialog, int response, Run *run)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&run->chooser);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      run->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      begin (run);
      return;
    }
  g_ptr_array_remove (run->exports->runs, run);
  run_free (run);
}

static void
choose_file (Run *run)
{
  g_autofree char *name = sanera_export_source_get_file_name (run->source);
  g_autoptr (GtkFileFilter) csv = gtk_file_filter_new ();

  g_ptr_array_add (run->exports->runs, run);
  run->chooser =
      gtk_file_chooser_native_new (_ ("Export to CSV"), get_window (run->exports),
                                   /* Translators: a button, a verb: write the chosen file */
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Export"), NULL);
  gtk_file_filter_set_name (csv, _ ("CSV files"));
  gtk_file_filter_add_suffix (csv, "csv");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (run->chooser), csv);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (run->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (run->chooser), TRUE);
  g_signal_connect (run->chooser, "response", G_CALLBACK (chosen_cb), run);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (run->chooser));
}

static void
answered_cb (SaneraExports *self, guint kind, gboolean selected, SaneraExportDialog *dialog)
{
  Run *run = run_new (self, g_object_get_data (G_OBJECT (dialog), "sanera-source"));

  run->kind = (SaneraCsvKind)kind;
  run->selected = selected;
  choose_file (run);
}

static void
sanera_exports_dispose (GObject *object)
{
  SaneraExports *self = SANERA_EXPORTS (object);

  /* What is being written ends by itself, and finds nobody to tell. */
  for (guint i = 0; self->runs != NULL && i < self->runs->len; i++)
    {
      Run *run = g_ptr_array_index (self->runs, i);

      g_clear_weak_pointer (&run->exports);
      g_clear_handle_id (&run->look_id, g_source_remove);
      g_cancellable_cancel (run->cancellable);
      if (run->question != NULL)
        {
          g_signal_handlers_disconnect_by_data (run->question, run);
          gtk_window_destroy (GTK_WINDOW (run->question));
          run_free (run);
          continue;
        }
      if (run->file == NULL)
        {
          g_signal_handlers_disconnect_by_data (run->chooser, run);
          gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (run->chooser));
          run_free (run);
        }
    }
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (sanera_exports_parent_class)->dispose (object);
}

static void
sanera_exports_class_init (SaneraExportsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_exports_dispose;

  signals[SIGNAL_TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);
}

static void
sanera_exports_init (SaneraExports *self)
{
  self->runs = g_ptr_array_new ();
  self->rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->rows));
}

/**
 * sanera_exports_new:
 * @window: whose exports they are; shows the toasts
 *
 * Returns: (transfer floating): a place for the exports of a window; nothing is seen of it before
 *   there are any
 */
GtkWidget *
sanera_exports_new (GtkWindow *window)
{
  GtkWidget *self = g_object_new (SANERA_TYPE_EXPORTS, NULL);

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  g_object_set_data (G_OBJECT (window), WINDOW_KEY, self);
  return self;
}

/**
 * sanera_exports_get:
 * @window: a window
 *
 * Returns: (transfer none) (nullable): its exports
 */
SaneraExports *
sanera_exports_get (GtkWindow *window)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  return g_object_get_data (G_OBJECT (window), WINDOW_KEY);
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer data)
{
  GtkWidget *page = sanera_again_get_page (parent);
  g_autoptr (SaneraExportSource) source = sanera_export_source_dup_translated (
      data, SANERA_IS_PAGE (page) ? sanera_page_get_title (SANERA_PAGE (page)) : "");

  sanera_exports_ask (sanera_exports_get (parent), source);
}

/**
 * sanera_exports_ask:
 * @self: the exports of a window
 * @source: what a person wants to export
 *
 * Asks for whom and where to, and writes it there, document sentence [143].
 */
void
sanera_exports_ask (SaneraExports *self, SaneraExportSource *source)
{
  SaneraExportDialog *dialog;

  g_return_if_fail (SANERA_IS_EXPORTS (self));
  g_return_if_fail (source != NULL);

  if (sanera_export_source_get_parent_id (source, NULL) == NULL &&
      sanera_export_source_get_count (source, FALSE) == 0 &&
      sanera_export_source_get_count (source, TRUE) == 0)
    {
      toast (self, _ ("There is nothing to export"));
      return;
    }

  dialog = sanera_export_dialog_present (get_window (self), source);
  g_object_set_data_full (G_OBJECT (dialog), "sanera-source", sanera_export_source_ref (source),
                          (GDestroyNotify)sanera_export_source_unref);
  g_signal_connect_object (dialog, "export", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  if (sanera_export_source_is_translatable (source))
    sanera_again_set (sanera_export_dialog_get_window (dialog), NULL, open_again,
                      sanera_export_source_ref (source),
                      (GDestroyNotify)sanera_export_source_unref);
}

/**
 * sanera_exports_write:
 * @self: the exports of a window
 * @source: what to export
 * @kind: for whom
 * @selected: only the rows that are marked
 * @file: where to
 *
 * Writes it without a question. A toast or a dialog tells the end.
 */
void
sanera_exports_write (SaneraExports *self,
                      SaneraExportSource *source,
                      SaneraCsvKind kind,
                      gboolean selected,
                      GFile *file)
{
  Run *run;

  g_return_if_fail (SANERA_IS_EXPORTS (self));
  g_return_if_fail (source != NULL);
  g_return_if_fail (G_IS_FILE (file));

  run = run_new (self, source);
  run->kind = kind;
  run->selected = selected;
  run->file = g_object_ref (file);
  g_ptr_array_add (self->runs, run);
  begin (run);
}

/**
 * sanera_exports_get_running:
 * @self: the exports of a window
 *
 * Returns: how many exports are being written
 */
guint
sanera_exports_get_running (SaneraExports *self)
{
  guint n = 0;

  g_return_val_if_fail (SANERA_IS_EXPORTS (self), 0);

  for (guint i = 0; self->runs != NULL && i < self->runs->len; i++)
    n += ((Run *)g_ptr_array_index (self->runs, i))->file != NULL;

  return n;
}
