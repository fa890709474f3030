/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-import-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-announce.h"
#include "sanera-entry-row.h"
#include "sanera-error.h"
#include "sanera-import-preview-group.h"
#include "sanera-language.h"
#include "sanera-motion.h"
#include "sanera-words-error.h"

/* After the last letter of the device group, before the report is looked at again. */
#define GROUP_DELAY_MS 500

struct _SaneraImportDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  GtkButton *cancel_button;
  GtkButton *import_button;
  GtkStack *stack;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  AdwPreferencesGroup *changed_group;
  SaneraImportPreviewGroup *preview_group;
  AdwPreferencesGroup *files_group;
  AdwPreferencesGroup *options_group;
  AdwEntryRow *group_row;
  AdwActionRow *complete_row;
  GtkSwitch *complete_switch;
  AdwStatusPage *error_page;
  GtkButton *retry_button;

  SaneraConnection *connection;
  GPtrArray *reports; /* of Report, in the order they are imported */
  guint next; /* the report that is to be read */
  SaneraImportPreview *preview;
  GPtrArray *file_rows;
  GCancellable *cancellable;
  gulong waiting_id; /* for the server to be there */
  guint group_id;
  guint pulse_id;
  guint said; /* of the report that is being sent, in percent */
};

/* One of the files. */
typedef struct
{
  GFile *file;
  char *name;
  SaneraImportPreview *preview; /* NULL: not read yet, or it cannot be */
  GError *error;
} Report;

enum
{
  SIGNAL_IMPORTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraImportDialog, sanera_import_dialog, ADW_TYPE_WINDOW)

static void start_preview (SaneraImportDialog *self);
static void read_next (SaneraImportDialog *self);

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->file);
  g_free (report->name);
  g_clear_pointer (&report->preview, sanera_import_preview_free);
  g_clear_error (&report->error);
  g_free (report);
}

static Report *
get_report (SaneraImportDialog *self, guint i)
{
  return g_ptr_array_index (self->reports, i);
}

/* What the dialog is about: the file, or how many. */
static char *
describe_reports (SaneraImportDialog *self)
{
  g_autofree char *number = NULL;

  if (self->reports->len == 1)
    return g_strdup (get_report (self, 0)->name);
  number = sanera_language_number (self->reports->len);
  /* Translators: %s is the number */
  return g_strdup_printf (ngettext ("%s report", "%s reports", self->reports->len), number);
}

static gboolean
pulse_cb (gpointer user_data)
{
  sanera_motion_pulse (SANERA_IMPORT_DIALOG (user_data)->progress_bar);
  return G_SOURCE_CONTINUE;
}

static void
set_pulsing (SaneraImportDialog *self, gboolean pulsing)
{
  if (pulsing && self->pulse_id == 0)
    self->pulse_id = g_timeout_add (100, pulse_cb, self);
  else if (!pulsing)
    g_clear_handle_id (&self->pulse_id, g_source_remove);
}

static void
show_progress (SaneraImportDialog *self, const char *words)
{
  gtk_label_set_label (self->progress_label, words);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_stack_set_visible_child_name (self->stack, "progress");
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), FALSE);
}

static void
show_error (SaneraImportDialog *self, const GError *error)
{
  g_autofree char *name = describe_reports (self);
  g_autofree char *words = sanera_words_error_import (error, name);
  g_autofree char *markup = g_markup_escape_text (words, -1);
  /* Reading the same bytes again cannot help. */
  gboolean retry = !sanera_words_error_is_final (error);

  set_pulsing (self, FALSE);
  adw_status_page_set_description (self->error_page, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button), retry);
  gtk_stack_set_visible_child_name (self->stack, "error");
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), FALSE);
  gtk_button_set_label (self->cancel_button, _ ("Close"));
}

/* Whether @report is of those of which one goes on in another: none of them means much alone. */
static gboolean
is_page (SaneraImportDialog *self, const Report *report)
{
  for (guint i = 0; i < self->reports->len; i++)
    {
      const SaneraImportPreview *other = get_report (self, i)->preview;

      if (other != NULL && other->goes_on &&
          g_strcmp0 (other->format, report->preview->format) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Each file with what it brings, or why it is left out; of a single one all stands above already.
 */
static void
show_files (SaneraImportDialog *self)
{
  for (guint i = 0; i < self->file_rows->len; i++)
    adw_preferences_group_remove (self->files_group, g_ptr_array_index (self->file_rows, i));
  g_ptr_array_set_size (self->file_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->files_group), self->reports->len > 1);
  if (self->reports->len < 2)
    return;

  for (guint i = 0; i < self->reports->len; i++)
    {
      const Report *report = get_report (self, i);
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *words = NULL;

      if (report->preview != NULL && is_page (self, report))
        /* Translators: %s is the format of a report ("Microsoft Defender") */
        words = g_strdup_printf (_ ("%s · Counted together with the other pages"),
                                 report->preview->format);
      else if (report->preview != NULL)
        {
          g_autofree char *devices = sanera_language_number (report->preview->devices);
          g_autofree char *new_findings = sanera_language_number (report->preview->new_findings);
          g_autofree char *fixed = sanera_language_number (report->preview->fixed);

          /* Translators: format of a report ("Trivy"), then three numbers */
          words = g_strdup_printf (_ ("%s · Devices: %s · New: %s · Fixed: %s"),
                                   report->preview->format != NULL ? report->preview->format : "–",
                                   devices, new_findings, fixed);
        }
      else if (report->error != NULL)
        {
          GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

          words = sanera_words_error_import (report->error, report->name);
          gtk_accessible_update_property (
              GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
              /* Translators: said of a file that is not imported */ _ ("Left out"), -1);
          adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
        }
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), report->name);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      if (words != NULL)
        adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
      adw_preferences_group_add (self->files_group, row);
      g_ptr_array_add (self->file_rows, row);
    }
}

static guint
count_left_out (SaneraImportDialog *self)
{
  guint count = 0;

  for (guint i = 0; i < self->reports->len; i++)
    count += get_report (self, i)->error != NULL;
  return count;
}

/* What the switch would change has to be known before it is touched. Where something is missing
 * there is nothing to say: it is not complete. */
static void
update_complete_row (SaneraImportDialog *self)
{
  gint64 count = self->preview->would_fix_if_complete;
  g_autofree char *number = sanera_language_number (count);
  g_autofree char *words = NULL;

  if (gtk_switch_get_active (self->complete_switch))
    words = g_strdup (_ ("What it does not mention any more counts as fixed."));
  else if (count == 0)
    words = g_strdup (_ ("What it does not mention stays as it is."));
  else
    words = g_strdup_printf (
        /* Translators: %s is the number */
        ngettext ("What it does not mention stays as it is. If it is complete, %s more weakness "
                  "counts as fixed.",
                  "What it does not mention stays as it is. If it is complete, %s more weaknesses "
                  "count as fixed.",
                  (gulong)count),
        number);
  adw_action_row_set_subtitle (self->complete_row, words);
  gtk_widget_set_visible (GTK_WIDGET (self->complete_row), !self->preview->goes_on);
}

/**
 * sanera_import_dialog_show_preview:
 * @self: the dialog
 * @preview: what an import would change
 *
 * Shows it, to be imported or not.
 */
void
sanera_import_dialog_show_preview (SaneraImportDialog *self, const SaneraImportPreview *preview)
{
  g_autofree char *what = NULL;

  g_return_if_fail (SANERA_IS_IMPORT_DIALOG (self));
  g_return_if_fail (preview != NULL);

  what = self->reports->len == 1 && preview->format != NULL ? g_strdup (preview->format)
                                                            : describe_reports (self);
  sanera_import_preview_group_show (self->preview_group, preview, what, count_left_out (self),
                                    sanera_connection_get_cache (self->connection));
  show_files (self);

  if (preview != self->preview)
    {
      g_clear_pointer (&self->preview, sanera_import_preview_free);
      self->preview = sanera_import_preview_copy (preview);
    }
  update_complete_row (self);
  set_pulsing (self, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "preview");
  gtk_button_set_label (self->import_button,
                        preview->goes_on ? _ ("Import in part")
                                         : /* Translators: a button, a verb */ _ ("Import"));
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_button), TRUE);
  gtk_button_set_label (self->cancel_button, _ ("Cancel"));
}

static void
previewed_all_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraImportDialog *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraImportPreview) preview =
      sanera_connection_import_preview_finish (SANERA_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_IMPORT_DIALOG (user_data);
  g_clear_object (&self->cancellable);
  if (preview == NULL)
    {
      show_error (self, error);
      return;
    }
  g_clear_pointer (&self->preview, sanera_import_preview_free);
  self->preview = g_steal_pointer (&preview);
  sanera_import_dialog_show_preview (self, self->preview);
}

static void
preview_all (SaneraImportDialog *self, const char *const *ids)
{
  self->cancellable = g_cancellable_new ();
  sanera_connection_import_preview_all_async (self->connection, ids, self->cancellable,
                                              previewed_all_cb, self);
}

/* None of the files can be read: which, and why. */
static void
show_only_errors (SaneraImportDialog *self)
{
  g_clear_pointer (&self->preview, sanera_import_preview_free);
  show_files (self);
  sanera_import_preview_group_show_nothing (self->preview_group);
  set_pulsing (self, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "preview");
  gtk_widget_set_visible (GTK_WIDGET (self->options_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), FALSE);
  gtk_button_set_label (self->cancel_button, _ ("Close"));
}

/* Every file is read: what those that can be imported change together. */
static void
all_read (SaneraImportDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < self->reports->len; i++)
    if (get_report (self, i)->preview != NULL)
      g_strv_builder_add (builder, get_report (self, i)->preview->id);
  ids = g_strv_builder_end (builder);
  gtk_widget_set_visible (GTK_WIDGET (self->options_group), TRUE);
  if (self->reports->len == 1)
    {
      Report *report = get_report (self, 0);

      if (report->error != NULL)
        show_error (self, report->error);
      else
        sanera_import_dialog_show_preview (self, report->preview);
    }
  else if (*ids == NULL)
    show_only_errors (self);
  else
    preview_all (self, (const char *const *)ids);
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraImportDialog *self = NULL;
  Report *report;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraImportPreview) preview =
      sanera_connection_import_preview_finish (SANERA_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_IMPORT_DIALOG (user_data);
  g_clear_object (&self->cancellable);
  report = get_report (self, self->next++);
  report->preview = g_steal_pointer (&preview);
  report->error = g_steal_pointer (&error);
  read_next (self);
}

static void
progress_cb (goffset sent, goffset total, gpointer user_data)
{
  SaneraImportDialog *self = SANERA_IMPORT_DIALOG (user_data);

  if (total <= 0)
    return;
  /* All is sent: the server reads it now, for who knows how long. */
  set_pulsing (self, sent >= total);
  if (sent < total)
    gtk_progress_bar_set_fraction (self->progress_bar, (double)sent / (double)total);
  /* With a preview on the screen nobody waits for it. */
  if (self->preview == NULL)
    sanera_announce_progress (GTK_WIDGET (self), &self->said, (double)sent / (double)total,
                              /* Translators: said by a screen reader; %s is a percentage */
                              _ ("Report sent to the server: %s"));
}

static void
state_changed_cb (SaneraImportDialog *self)
{
  if (sanera_connection_get_state (self->connection) == SANERA_STATE_STARTING)
    return;
  g_clear_signal_handler (&self->waiting_id, self->connection);
  start_preview (self);
}

static void
read_next (SaneraImportDialog *self)
{
  g_autofree char *words = NULL;
  g_autofree char *group = NULL;
  Report *report;

  if (self->next >= self->reports->len)
    {
      all_read (self);
      return;
    }

  report = get_report (self, self->next);
  group = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->group_row))));
  /* With a preview on the screen only its numbers wait, or typing the group would be interrupted.
   */
  if (self->preview == NULL)
    {
      /* Translators: %s is a file name */
      words = g_strdup_printf (_ ("Reading %s…"), report->name);
      show_progress (self, words);
      set_pulsing (self, TRUE);
    }
  self->said = 0;
  self->cancellable = g_cancellable_new ();
  sanera_connection_import_preview_async (self->connection, report->file, *group ? group : NULL,
                                          gtk_switch_get_active (self->complete_switch),
                                          progress_cb, self, self->cancellable, previewed_cb, self);
}

static void
start_preview (SaneraImportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_set_visible (GTK_WIDGET (self->changed_group), FALSE);

  /* The own server needs a moment at the first start. */
  if (sanera_connection_get_state (self->connection) == SANERA_STATE_STARTING)
    {
      show_progress (self, /* Translators: said of the private server */ _ ("Starting…"));
      set_pulsing (self, TRUE);
      if (self->waiting_id == 0)
        self->waiting_id = g_signal_connect_swapped (self->connection, "notify::state",
                                                     G_CALLBACK (state_changed_cb), self);
      return;
    }

  for (guint i = 0; i < self->reports->len; i++)
    {
      g_clear_pointer (&get_report (self, i)->preview, sanera_import_preview_free);
      g_clear_error (&get_report (self, i)->error);
    }
  self->next = 0;
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_button), FALSE);
  read_next (self);
}

static gboolean
group_timeout_cb (gpointer user_data)
{
  SaneraImportDialog *self = SANERA_IMPORT_DIALOG (user_data);

  self->group_id = 0;
  start_preview (self);
  return G_SOURCE_REMOVE;
}

static void
group_changed_cb (SaneraImportDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_button), FALSE);
  g_clear_handle_id (&self->group_id, g_source_remove);
  self->group_id = g_timeout_add (GROUP_DELAY_MS, group_timeout_cb, self);
}

static void
complete_changed_cb (SaneraImportDialog *self)
{
  /* Also while the first one is on its way: a switched language sets it then. */
  if (self->preview != NULL || self->cancellable != NULL)
    start_preview (self);
}

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraImportDialog *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *new_findings = NULL;
  g_autofree char *fixed = NULL;
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;
  gboolean done =
      sanera_connection_import_commit_finish (SANERA_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_IMPORT_DIALOG (user_data);
  g_clear_object (&self->cancellable);
  sanera_again_hold (GTK_WINDOW (self), FALSE);
  if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_PRECONDITION))
    {
      const char *const one[] = { self->preview->id, NULL };

      /* Something else was imported meanwhile: other numbers, to be looked at again. */
      gtk_widget_set_visible (GTK_WIDGET (self->changed_group), TRUE);
      preview_all (self,
                   self->preview->ids != NULL ? (const char *const *)self->preview->ids : one);
      return;
    }
  if (!done)
    {
      show_error (self, error);
      return;
    }

  new_findings = sanera_language_number (self->preview->new_findings);
  fixed = sanera_language_number (self->preview->fixed);
  name = describe_reports (self);
  /* Translators: file name or "3 reports", number of new weaknesses, number of fixed ones */
  words = g_strdup_printf (_ ("%s imported: %s new, %s fixed"), name, new_findings, fixed);
  sanera_connection_sync (self->connection);
  g_signal_emit (self, signals[SIGNAL_IMPORTED], 0, words);
  gtk_window_close (GTK_WINDOW (self));
}

static void
import_cb (SaneraImportDialog *self)
{
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;

  if (self->preview == NULL || self->cancellable != NULL || self->group_id != 0)
    return;
  /* An import that is under way is not begun again. */
  sanera_again_hold (GTK_WINDOW (self), TRUE);
  name = describe_reports (self);
  /* Translators: %s is a file name */
  words = g_strdup_printf (_ ("Importing %s…"), name);
  show_progress (self, words);
  set_pulsing (self, TRUE);
  self->cancellable = g_cancellable_new ();
  sanera_connection_import_commit_async (self->connection, self->preview, self->cancellable,
                                         committed_cb, self);
}

static void
retry_cb (SaneraImportDialog *self)
{
  g_clear_pointer (&self->preview, sanera_import_preview_free);
  gtk_button_set_label (self->cancel_button, _ ("Cancel"));
  start_preview (self);
}

static void
sanera_import_dialog_dispose (GObject *object)
{
  SaneraImportDialog *self = SANERA_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->group_id, g_source_remove);
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (self->connection != NULL)
    g_clear_signal_handler (&self->waiting_id, self->connection);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sanera_import_dialog_parent_class)->dispose (object);
}

static void
sanera_import_dialog_finalize (GObject *object)
{
  SaneraImportDialog *self = SANERA_IMPORT_DIALOG (object);

  g_clear_pointer (&self->preview, sanera_import_preview_free);
  g_ptr_array_unref (self->file_rows);
  g_ptr_array_unref (self->reports);

  G_OBJECT_CLASS (sanera_import_dialog_parent_class)->finalize (object);
}

static void
sanera_import_dialog_class_init (SaneraImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_import_dialog_dispose;
  object_class->finalize = sanera_import_dialog_finalize;

  /**
   * SaneraImportDialog::imported:
   * @self: the dialog
   * @words: what was done, in one line
   *
   * The report is imported.
   */
  signals[SIGNAL_IMPORTED] = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SANERA_TYPE_ENTRY_ROW);
  g_type_ensure (SANERA_TYPE_IMPORT_PREVIEW_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, preview_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, changed_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, files_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, options_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, group_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, complete_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, complete_switch);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, error_page);
  gtk_widget_class_bind_template_child (widget_class, SaneraImportDialog, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, complete_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, group_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
sanera_import_dialog_init (SaneraImportDialog *self)
{
  self->file_rows = g_ptr_array_new ();
  self->reports = g_ptr_array_new_with_free_func (report_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sanera_import_dialog_new:
 * @parent: the window it belongs to
 * @connection: where to import
 * @files: GFile: reports of scanners, at least one
 *
 * Starts to read the reports at once. They are imported together; one that cannot be read is left
 * out, and said why.
 *
 * Returns: (transfer floating): the dialog, to be presented
 */
GtkWidget *
sanera_import_dialog_new (GtkWindow *parent, SaneraConnection *connection, GListModel *files)
{
  SaneraImportDialog *self = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (g_list_model_get_n_items (files) > 0, NULL);

  self = g_object_new (SANERA_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      Report *report = g_new0 (Report, 1);
      g_autofree char *base = NULL;

      report->file = g_list_model_get_item (files, i);
      base = g_file_get_basename (report->file);
      report->name = g_filename_display_name (base != NULL ? base : "–");
      g_ptr_array_add (self->reports, report);
    }
  name = describe_reports (self);
  adw_window_title_set_subtitle (self->window_title, name);
  start_preview (self);
  return GTK_WIDGET (self);
}

/**
 * sanera_import_dialog_list_files:
 * @self: the dialog
 *
 * Returns: (transfer full): GFile: the reports that can be read, and so are imported
 */
GListModel *
sanera_import_dialog_list_files (SaneraImportDialog *self)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  g_return_val_if_fail (SANERA_IS_IMPORT_DIALOG (self), G_LIST_MODEL (files));

  for (guint i = 0; i < self->reports->len; i++)
    if (get_report (self, i)->preview != NULL)
      g_list_store_append (files, get_report (self, i)->file);
  return G_LIST_MODEL (files);
}
