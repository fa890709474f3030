/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-audit-list.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-announce.h"
#include "sanera-audit-export.h"
#include "sanera-language.h"
#include "sanera-record-list.h"
#include "sanera-time.h"
#include "sanera-words-error.h"
#include "sanera-words-event.h"
#include "sanera-words.h"

/* Typing an address need not ask the server for every letter. */
#define TYPING_MS 400

struct _SaneraAuditList
{
  AdwBin parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkBox *box;
  GtkDropDown *period;
  GtkDropDown *event;
  GtkEditable *person;
  GtkWidget *export_button;
  GtkWidget *progress_box;
  GtkLabel *progress_label;
  SaneraRecordList *list;

  SaneraConnection *connection;
  GPtrArray *codes; /* event code of each line of the choice after the first */
  char *person_text;
  guint typing_id;
  GCancellable *exporting;
  gboolean ready;
};

G_DEFINE_FINAL_TYPE (SaneraAuditList, sanera_audit_list, ADW_TYPE_BIN)

static const struct
{
  const char *words;
  int days; /* 0: all */
} periods[] = {
  { /* Translators: a period without limits */ N_ ("All times"), 0 },
  { /* Translators: a period of the audit log */ N_ ("Today"), 1 },
  { N_ ("Last 7 days"), 7 },
  { N_ ("Last 30 days"), 30 },
  { N_ ("Last 90 days"), 90 },
  { N_ ("Last 365 days"), 365 },
};

/* The strings belong to @self and to the table of event codes. */
static SaneraAuditFilter
get_filter (SaneraAuditList *self)
{
  SaneraAuditFilter filter = { .from = SANERA_INT_NULL, .to = SANERA_INT_NULL };
  guint period = gtk_drop_down_get_selected (self->period);
  guint event = gtk_drop_down_get_selected (self->event);
  int days = period < G_N_ELEMENTS (periods) ? periods[period].days : 0;

  if (days > 0)
    filter.from = sanera_time_floor_day (g_get_real_time ()) - (days - 1) * SANERA_TIME_DAY;
  if (event != GTK_INVALID_LIST_POSITION && event > 0 && event <= self->codes->len)
    filter.event = self->codes->pdata[event - 1];
  g_free (self->person_text);
  self->person_text = g_strstrip (g_strdup (gtk_editable_get_text (self->person)));
  filter.person = self->person_text;
  return filter;
}

static void
fetch (SaneraRecordList *list,
       const char *next,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  SaneraAuditList *self =
      SANERA_AUDIT_LIST (gtk_widget_get_ancestor (GTK_WIDGET (list), SANERA_TYPE_AUDIT_LIST));
  SaneraAuditFilter filter = get_filter (self);

  sanera_connection_list_audit_async (self->connection, &filter, next, cancellable, callback,
                                      user_data);
}

static void
bind (SaneraRecordRow *row, SaneraRecord *record, gpointer user_data)
{
  SaneraAuditList *self = SANERA_AUDIT_LIST (user_data);
  const SaneraEventData *data = sanera_event_get_data (SANERA_EVENT (record));
  g_autofree char *words = sanera_words_event (data);
  g_autofree char *person = sanera_words_event_person (data);
  g_autofree char *at = sanera_language_datetime (data->at);
  g_autofree char *subject =
      sanera_audit_words_subject (sanera_connection_get_cache (self->connection), data);
  g_autofree char *line = g_strjoin (" · ", at, person, *subject != '\0' ? subject : NULL, NULL);

  sanera_record_row_set (row, words, line);
}

static void
filter_cb (SaneraAuditList *self)
{
  g_clear_handle_id (&self->typing_id, g_source_remove);
  if (self->ready)
    sanera_record_list_load (self->list);
}

static gboolean
typed_cb (gpointer user_data)
{
  SaneraAuditList *self = user_data;

  self->typing_id = 0;
  filter_cb (self);
  return G_SOURCE_REMOVE;
}

static void
person_cb (SaneraAuditList *self)
{
  g_clear_handle_id (&self->typing_id, g_source_remove);
  self->typing_id = g_timeout_add (TYPING_MS, typed_cb, self);
}

static void
toast (SaneraAuditList *self, const char *words)
{
  AdwToast *shown = adw_toast_new ("");
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_toast_set_title (shown, markup);
  sanera_announce_toast (GTK_WIDGET (self->toast_overlay), shown);
}

static void
set_exporting (SaneraAuditList *self, gboolean exporting)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    sanera_again_hold (GTK_WINDOW (root), exporting);
  gtk_widget_set_visible (self->progress_box, exporting);
  gtk_widget_set_sensitive (self->export_button, !exporting);
  if (exporting)
    gtk_label_set_label (self->progress_label, _ ("Exporting the audit log…"));
}

static void
progress_cb (gint64 lines, gpointer user_data)
{
  SaneraAuditList *self = SANERA_AUDIT_LIST (user_data);
  g_autofree char *number = sanera_language_number (lines);
  g_autofree char *words = g_strdup_printf (
      /* Translators: %s is a number */
      ngettext ("Exporting the audit log… %s line", "Exporting the audit log… %s lines",
                (gulong)lines),
      number);

  gtk_label_set_label (self->progress_label, words);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraAuditList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = sanera_audit_export_finish (result, &error);
  g_autofree char *words = NULL;

  g_clear_object (&self->exporting);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  set_exporting (self, FALSE);
  if (name != NULL)
    /* Translators: %s is a file name */
    words = g_strdup_printf (_ ("Exported to %s"), name);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    words = sanera_words_error (error);
  if (words != NULL)
    toast (self, words);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, SaneraAuditList *self)
{
  SaneraAuditFilter filter = get_filter (self);
  g_autoptr (GFile) file = NULL;
  const char *choice;

  if (response == GTK_RESPONSE_ACCEPT && self->exporting == NULL)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      choice = gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), "kind");
      self->exporting = g_cancellable_new ();
      set_exporting (self, TRUE);
      sanera_audit_export_async (
          self->connection, &filter, file,
          g_strcmp0 (choice, "machine") == 0 ? SANERA_CSV_MACHINE : SANERA_CSV_SPREADSHEET,
          progress_cb, self, self->exporting, exported_cb, g_object_ref (self));
    }
  gtk_native_dialog_destroy (dialog);
}

static void
export_cb (SaneraAuditList *self)
{
  static const char *const options[] = { "spreadsheet", "machine", NULL };
  const char *labels[] = { _ ("For a spreadsheet"), _ ("For other programs"), NULL };
  g_autoptr (GtkFileChooserNative) dialog = gtk_file_chooser_native_new (
      _ ("Export to CSV"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  /* Translators: name of a file, without its ending */
  g_autofree char *name = g_strconcat (_ ("Audit log"), ".csv", NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (dialog), "kind",
                               /* Translators: of the file that is written */ _ ("Format"),
                               (const char **)options, labels);
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (dialog), "kind", "spreadsheet");
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (g_object_ref (dialog)));
}

static void
cancel_export_cb (SaneraAuditList *self)
{
  if (self->exporting != NULL)
    g_cancellable_cancel (self->exporting);
}

static void
sanera_audit_list_dispose (GObject *object)
{
  SaneraAuditList *self = SANERA_AUDIT_LIST (object);

  cancel_export_cb (self);
  g_clear_handle_id (&self->typing_id, g_source_remove);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sanera_audit_list_parent_class)->dispose (object);
}

static void
sanera_audit_list_finalize (GObject *object)
{
  SaneraAuditList *self = SANERA_AUDIT_LIST (object);

  g_clear_object (&self->exporting);
  g_ptr_array_unref (self->codes);
  g_free (self->person_text);

  G_OBJECT_CLASS (sanera_audit_list_parent_class)->finalize (object);
}

static void
sanera_audit_list_class_init (SaneraAuditListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_audit_list_dispose;
  object_class->finalize = sanera_audit_list_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-audit-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraAuditList, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SaneraAuditList, box);
  gtk_widget_class_bind_template_child (widget_class, SaneraAuditList, period);
  gtk_widget_class_bind_template_child (widget_class, SaneraAuditList, event);
  gtk_widget_class_bind_template_child (widget_class, SaneraAuditList, person);
  gtk_widget_class_bind_template_child (widget_class, SaneraAuditList, export_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraAuditList, progress_box);
  gtk_widget_class_bind_template_child (widget_class, SaneraAuditList, progress_label);
  gtk_widget_class_bind_template_callback (widget_class, cancel_export_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, person_cb);
}

static void
name_button (GtkWidget *drop_down, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (drop_down)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Sentences that read the same are one choice only when they are one code. */
static void
fill_choices (SaneraAuditList *self)
{
  g_autoptr (GtkStringList) times = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *const *codes = sanera_words_event_codes ();

  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
    gtk_string_list_append (times, gettext (periods[i].words));
  gtk_string_list_append (names, _ ("All events"));
  for (guint i = 0; codes[i] != NULL; i++)
    {
      gtk_string_list_append (names, sanera_words_event_name (codes[i], NULL));
      g_ptr_array_add (self->codes, (gpointer)codes[i]);
    }
  gtk_drop_down_set_model (self->period, G_LIST_MODEL (times));
  gtk_drop_down_set_model (self->event, G_LIST_MODEL (names));
  /* The focus goes to the button inside, which has no name of its own. */
  name_button (GTK_WIDGET (self->period), /* Translators: a filter: of which days */ _ ("Period"));
  name_button (GTK_WIDGET (self->event), /* Translators: a column: what happened */ _ ("Event"));
}

static void
sanera_audit_list_init (SaneraAuditList *self)
{
  self->codes = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  self->list =
      SANERA_RECORD_LIST (sanera_record_list_new (_ ("Audit log"), fetch, bind, NULL, self));
  sanera_record_list_set_empty (self->list, "edit-find-symbolic", _ ("Nothing was written down"),
                                _ ("No line of the audit log fits these filters."));
  gtk_widget_set_vexpand (GTK_WIDGET (self->list), TRUE);
  gtk_box_append (self->box, GTK_WIDGET (self->list));
}

/**
 * sanera_audit_list_new:
 * @connection: whose audit log
 *
 * Returns: (transfer floating): the list; it asks the server with sanera_audit_list_load()
 */
GtkWidget *
sanera_audit_list_new (SaneraConnection *connection)
{
  SaneraAuditList *self = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  self = g_object_new (SANERA_TYPE_AUDIT_LIST, NULL);
  self->connection = g_object_ref (connection);
  return GTK_WIDGET (self);
}

/**
 * sanera_audit_list_load:
 * @self: the list
 *
 * Asks for the newest lines.
 */
void
sanera_audit_list_load (SaneraAuditList *self)
{
  g_return_if_fail (SANERA_IS_AUDIT_LIST (self));

  self->ready = TRUE;
  sanera_record_list_load (self->list);
}
