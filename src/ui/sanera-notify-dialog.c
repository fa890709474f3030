/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-notify-dialog.h"

#include <glib/gi18n.h>

#include "sanera-administration.h"
#include "sanera-announce.h"
#include "sanera-entry-row.h"
#include "sanera-field-error.h"
#include "sanera-form-field.h"
#include "sanera-language.h"
#include "sanera-mailto.h"
#include "sanera-restorable.h"
#include "sanera-words.h"

/* The names of languages are the same in all of them. */
static const struct
{
  const char *language;
  const char *name;
} languages[] = { { "en", "English" }, { "sv", "Svenska" }, { "zh_CN", "简体中文" } };

#define N_LANGUAGES G_N_ELEMENTS (languages)

struct _SaneraNotifyDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkEditable *addresses_row;
  AdwComboRow *language_row;
  GtkLabel *error;
  GtkTextView *message_view;
  GtkWidget *copy_button;
  GtkWidget *mail_button;
  GtkLabel *source_label;
  GtkWidget *source_button;

  SaneraConnection *connection; /* NULL: nobody to ask for addresses */
  gboolean asking;
  GSettings *settings;
  char *connection_id;
  GtkTextBuffer *texts[N_LANGUAGES]; /* each keeps what was typed into it */
  char *messages[N_LANGUAGES]; /* as they are proposed */
  char *subjects[N_LANGUAGES];
  guint preset; /* the language of the interface */
  GCancellable *cancellable;
};

static void restorable_init (SaneraRestorableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraNotifyDialog,
                               sanera_notify_dialog,
                               ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (SANERA_TYPE_RESTORABLE, restorable_init))

static guint
get_selected (SaneraNotifyDialog *self)
{
  return MIN (adw_combo_row_get_selected (self->language_row), N_LANGUAGES - 1);
}

static void
toast (SaneraNotifyDialog *self, const char *text)
{
  sanera_announce_toast (GTK_WIDGET (self->toast_overlay), adw_toast_new (text));
}

static char *
get_text (SaneraNotifyDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->message_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* The addresses: those of the server, or what was typed in their place, kept for each connection.
 */

static char *
join_server_addresses (SaneraNotifyDialog *self)
{
  const SaneraCacheInfo *info =
      self->connection != NULL
          ? sanera_cache_get_info (sanera_connection_get_cache (self->connection))
          : NULL;

  return info != NULL ? g_strjoinv (", ", info->it_administrators) : g_strdup ("");
}

static char *
load_addresses (SaneraNotifyDialog *self)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "it-administrators");
  const char *addresses = NULL;

  g_variant_lookup (all, self->connection_id, "&s", &addresses);
  return g_strdup (addresses != NULL ? addresses : "");
}

static void
save_addresses (SaneraNotifyDialog *self, const char *addresses)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "it-administrators");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *id;
  const char *value;
  g_autofree char *server = join_server_addresses (self);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&s&s}", &id, &value))
    if (!g_str_equal (id, self->connection_id))
      g_variant_builder_add (&builder, "{ss}", id, value);
  /* What is the same as on the server follows it when it changes. */
  if (*addresses != '\0' && !g_str_equal (addresses, server))
    g_variant_builder_add (&builder, "{ss}", self->connection_id, addresses);
  g_settings_set_value (self->settings, "it-administrators", g_variant_builder_end (&builder));
}

static GStrv
read_addresses (SaneraNotifyDialog *self)
{
  const char *wrong;
  g_auto (GStrv) addresses =
      sanera_mailto_split (gtk_editable_get_text (self->addresses_row), &wrong);
  g_autofree char *joined = NULL;

  if (wrong != NULL)
    {
      /* Translators: %s is what was typed */
      g_autofree char *text = g_strdup_printf (_ ("“%s” is not an e-mail address."), wrong);

      sanera_field_error_show (self->error, GTK_WIDGET (self->addresses_row), text);
      gtk_widget_grab_focus (GTK_WIDGET (self->addresses_row));
      return NULL;
    }

  joined = g_strjoinv (", ", addresses);
  save_addresses (self, joined);
  return g_steal_pointer (&addresses);
}

/* Says whose addresses these are. */
static void
update_source (SaneraNotifyDialog *self)
{
  g_autofree char *server = join_server_addresses (self);
  gboolean same = g_str_equal (gtk_editable_get_text (self->addresses_row), server);
  const char *words = "";

  if (*server == '\0' && self->connection != NULL)
    words = self->asking ? _ ("Asking the server for the IT administrators…")
                         : _ ("The server knows no IT administrator. Type an address.");
  else if (*server != '\0')
    words = same ? _ ("The IT administrators of this server.")
                 : _ ("Not those of the server. What you type is kept on this computer.");
  gtk_label_set_label (self->source_label, words);
  gtk_widget_set_visible (self->source_button, *server != '\0' && !same);
}

static void
addresses_changed_cb (SaneraNotifyDialog *self)
{
  sanera_field_error_show (self->error, GTK_WIDGET (self->addresses_row), NULL);
  update_source (self);
}

static void
take_server_addresses (SaneraNotifyDialog *self)
{
  g_autofree char *server = join_server_addresses (self);

  gtk_editable_set_text (self->addresses_row, server);
}

static void
use_server_cb (SaneraNotifyDialog *self)
{
  take_server_addresses (self);
  gtk_widget_grab_focus (self->mail_button);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SaneraNotifyDialog *self = data;
  g_autoptr (GError) error = NULL;

  sanera_connection_fetch_it_administrators_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    g_debug ("The IT administrators: %s", error->message);
  self->asking = FALSE;
  /* What stands there is somebody's typing, unless it is nothing. */
  if (*gtk_editable_get_text (self->addresses_row) == '\0')
    take_server_addresses (self);
  update_source (self);
}

static void
language_selected_cb (SaneraNotifyDialog *self)
{
  GtkTextBuffer *text = self->texts[get_selected (self)];

  if (text != NULL)
    gtk_text_view_set_buffer (self->message_view, text);
}

static void
copy_cb (SaneraNotifyDialog *self)
{
  g_autofree char *text = get_text (self);
  g_auto (GStrv) addresses = NULL;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  toast (self, _ ("Message copied"));
  /* A slip in an address does not keep anybody from copying; it only says so. */
  addresses = read_addresses (self);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SaneraNotifyDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_debug ("No e-mail program: %s", error->message);
  toast (self, _ ("No e-mail program could be opened. Copy the message instead."));
}

static void
mail_cb (SaneraNotifyDialog *self)
{
  g_auto (GStrv) addresses = read_addresses (self);
  g_autofree char *text = NULL;
  g_autofree char *uri = NULL;

  if (addresses == NULL)
    return;

  text = get_text (self);
  uri = sanera_mailto_build ((const char *const *)addresses, self->subjects[get_selected (self)],
                             text);
  gtk_show_uri_full (GTK_WINDOW (self), uri, GDK_CURRENT_TIME, self->cancellable, shown_cb, self);
}

static char *
dup_text (GtkTextBuffer *buffer)
{
  char *text;

  g_object_get (buffer, "text", &text, NULL);
  return text;
}

/* What was typed in each language, and which of them is shown when somebody has chosen it or typed
 * in it; an untouched message is that of the interface. */
static GVariant *
save (SaneraRestorable *restorable)
{
  SaneraNotifyDialog *self = SANERA_NOTIFY_DIALOG (restorable);
  GVariantBuilder typed;
  gboolean touched = get_selected (self) != self->preset;

  g_variant_builder_init (&typed, G_VARIANT_TYPE ("a(us)"));
  for (guint i = 0; i < N_LANGUAGES; i++)
    {
      g_autofree char *text = NULL;

      if (self->texts[i] == NULL)
        continue;
      text = dup_text (self->texts[i]);
      if (g_str_equal (text, self->messages[i]))
        continue;
      g_variant_builder_add (&typed, "(us)", i, text);
      touched = touched || i == get_selected (self);
    }
  return g_variant_new ("(ia(us))", touched ? (int)get_selected (self) : -1, &typed);
}

static void
restore (SaneraRestorable *restorable, GVariant *state)
{
  SaneraNotifyDialog *self = SANERA_NOTIFY_DIALOG (restorable);
  g_autoptr (GVariantIter) typed = NULL;
  const char *text;
  guint i;
  int selected;

  g_variant_get (state, "(ia(us))", &selected, &typed);
  while (g_variant_iter_next (typed, "(u&s)", &i, &text))
    gtk_text_buffer_set_text (self->texts[MIN (i, N_LANGUAGES - 1)], text, -1);
  if (selected >= 0)
    adw_combo_row_set_selected (self->language_row, (guint)selected);
}

static void
restorable_init (SaneraRestorableInterface *iface)
{
  iface->save = save;
  iface->restore = restore;
}

static void
sanera_notify_dialog_dispose (GObject *object)
{
  SaneraNotifyDialog *self = SANERA_NOTIFY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  g_clear_object (&self->connection);
  for (guint i = 0; i < N_LANGUAGES; i++)
    g_clear_object (&self->texts[i]);

  G_OBJECT_CLASS (sanera_notify_dialog_parent_class)->dispose (object);
}

static void
sanera_notify_dialog_finalize (GObject *object)
{
  SaneraNotifyDialog *self = SANERA_NOTIFY_DIALOG (object);

  g_free (self->connection_id);
  for (guint i = 0; i < N_LANGUAGES; i++)
    {
      g_free (self->messages[i]);
      g_free (self->subjects[i]);
    }

  G_OBJECT_CLASS (sanera_notify_dialog_parent_class)->finalize (object);
}

static void
sanera_notify_dialog_class_init (SaneraNotifyDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_notify_dialog_dispose;
  object_class->finalize = sanera_notify_dialog_finalize;

  g_type_ensure (SANERA_TYPE_ENTRY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-notify-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraNotifyDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SaneraNotifyDialog, addresses_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraNotifyDialog, language_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraNotifyDialog, error);
  gtk_widget_class_bind_template_child (widget_class, SaneraNotifyDialog, message_view);
  gtk_widget_class_bind_template_child (widget_class, SaneraNotifyDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraNotifyDialog, mail_button);
  gtk_widget_class_bind_template_callback (widget_class, addresses_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_child (widget_class, SaneraNotifyDialog, source_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraNotifyDialog, source_button);
  gtk_widget_class_bind_template_callback (widget_class, mail_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_server_cb);
}

static void
sanera_notify_dialog_init (SaneraNotifyDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_LANGUAGES; i++)
    gtk_string_list_append (names, languages[i].name);
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (names));
  /* They say different things in each language of the interface. */
  sanera_form_field_leave (GTK_WIDGET (self->language_row));
  sanera_form_field_leave (GTK_WIDGET (self->message_view));
}

/**
 * sanera_notify_dialog_new:
 * @parent: the window it belongs to
 * @data: the activity to tell about; only read here
 * @settings: the settings of the application, which keep the addresses
 * @connection_id: of the connection the activity is on: each has IT administrators of its own
 *
 * Returns: (transfer floating): the dialog, to be presented; its language is that of the interface
 */
GtkWidget *
sanera_notify_dialog_new (GtkWindow *parent,
                          const SaneraActivityData *data,
                          GSettings *settings,
                          const char *connection_id)
{
  SaneraNotifyDialog *self;
  g_autofree char *addresses = NULL;
  guint selected = 0;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (connection_id != NULL, NULL);

  self = g_object_new (SANERA_TYPE_NOTIFY_DIALOG, "transient-for", parent, NULL);
  self->settings = g_object_ref (settings);
  self->connection_id = g_strdup (connection_id);
  for (guint i = 0; i < N_LANGUAGES; i++)
    {
      self->messages[i] = sanera_words_request_message (data, languages[i].language);
      self->subjects[i] = sanera_words_request_subject (data, languages[i].language);
      self->texts[i] = gtk_text_buffer_new (NULL);
      gtk_text_buffer_set_enable_undo (self->texts[i], FALSE);
      gtk_text_buffer_set_text (self->texts[i], self->messages[i], -1);
      gtk_text_buffer_set_enable_undo (self->texts[i], TRUE);
      if (g_str_equal (languages[i].language, sanera_language_get ()))
        selected = i;
    }
  self->preset = selected;
  adw_combo_row_set_selected (self->language_row, selected);
  language_selected_cb (self);
  addresses = load_addresses (self);
  gtk_editable_set_text (self->addresses_row, addresses);
  gtk_widget_grab_focus (*addresses != '\0' ? self->mail_button : GTK_WIDGET (self->addresses_row));

  return GTK_WIDGET (self);
}

/**
 * sanera_notify_dialog_set_connection:
 * @self: the dialog
 * @connection: where the activity is
 *
 * Takes the addresses of the IT administrators from the server [131]: those it named last at once,
 * and what it says now as soon as it has answered. What was typed before stays.
 */
void
sanera_notify_dialog_set_connection (SaneraNotifyDialog *self, SaneraConnection *connection)
{
  g_return_if_fail (SANERA_IS_NOTIFY_DIALOG (self));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));

  g_set_object (&self->connection, connection);
  if (*gtk_editable_get_text (self->addresses_row) == '\0')
    take_server_addresses (self);
  self->asking = TRUE;
  update_source (self);
  sanera_connection_fetch_it_administrators_async (connection, self->cancellable, fetched_cb, self);
}
