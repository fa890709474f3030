/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-token-list.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-announce.h"
#include "sanera-language.h"
#include "sanera-record-list.h"
#include "sanera-token-dialog.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

struct _SaneraTokenList
{
  AdwBin parent_instance;

  AdwToastOverlay *toast_overlay;
  SaneraRecordList *list;

  SaneraConnection *connection;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SaneraTokenList, sanera_token_list, ADW_TYPE_BIN)

static void
fetch (SaneraRecordList *list,
       const char *next,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  SaneraTokenList *self =
      SANERA_TOKEN_LIST (gtk_widget_get_ancestor (GTK_WIDGET (list), SANERA_TYPE_TOKEN_LIST));

  sanera_connection_list_tokens_async (self->connection, cancellable, callback, user_data);
}

/* Who it is, for the words about one token. */
static char *
name_person (const SaneraTokenData *data)
{
  if (data->name == NULL || *data->name == '\0')
    return g_strdup (data->email);

  return g_strdup_printf ("%s (%s)", data->name, data->email);
}

static void
bind (SaneraRecordRow *row, SaneraRecord *record, gpointer user_data)
{
  const SaneraTokenData *data = sanera_token_get_data (SANERA_TOKEN (record));
  g_autofree char *person = name_person (data);
  g_autofree char *day = sanera_language_date (data->created_on);
  g_autofree char *text =
      /* Translators: role of a person, and a day */
      g_strdup_printf (_ ("%s, added on %s"), sanera_words_label (&sanera_role_enum, data->role),
                       day);
  /* Translators: %s is a person */
  g_autofree char *name = g_strdup_printf (_ ("Remove the access token of %s"), person);

  sanera_record_row_set (row, person, text);
  sanera_record_row_set_button (row, /* Translators: a button: of an access token */ _ ("Remove"),
                                name);
}

static void
toast (SaneraTokenList *self, const char *words)
{
  AdwToast *shown = adw_toast_new ("");
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_toast_set_title (shown, markup);
  sanera_announce_toast (GTK_WIDGET (self->toast_overlay), shown);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraTokenList *self = NULL;
  g_autoptr (GError) error = NULL;

  sanera_connection_remove_token_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_TOKEN_LIST (user_data);
  if (error != NULL)
    {
      g_autofree char *words = sanera_words_error (error);

      toast (self, words);
    }
  else
    toast (self, _ ("Access token removed"));
  sanera_record_list_load (self->list);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, SaneraTokenList *self)
{
  if (g_str_equal (response, "remove"))
    sanera_connection_remove_token_async (self->connection,
                                          g_object_get_data (G_OBJECT (dialog), "token-id"),
                                          self->cancellable, removed_cb, self);
}

static void open_remove_again (GtkWindow *parent, SaneraConnection *connection, gpointer token);

static void
remove_cb (SaneraRecord *record, gpointer user_data)
{
  SaneraTokenList *self = SANERA_TOKEN_LIST (user_data);
  const SaneraTokenData *data = sanera_token_get_data (SANERA_TOKEN (record));
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *person = name_person (data);
  /* Translators: %s is a person */
  g_autofree char *heading = g_strdup_printf (_ ("Remove the access token of %s?"), person);
  GtkWidget *widget = adw_message_dialog_new (GTK_WINDOW (window), heading, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_set_body (dialog,
                               _ ("The server does not accept it any more from then on. What the "
                                  "person has done stays as it is."));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("Cancel"), "remove", _ ("Remove"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "token-id", g_strdup (data->id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  sanera_again_set (GTK_WINDOW (dialog), NULL, open_remove_again, g_object_ref (record),
                    g_object_unref);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_remove_again (GtkWindow *parent, SaneraConnection *connection, gpointer token)
{
  GtkWidget *list = sanera_again_find (GTK_WIDGET (parent), SANERA_TYPE_TOKEN_LIST);

  if (list != NULL)
    remove_cb (token, list);
}

static void
sanera_token_list_dispose (GObject *object)
{
  SaneraTokenList *self = SANERA_TOKEN_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sanera_token_list_parent_class)->dispose (object);
}

static void
sanera_token_list_class_init (SaneraTokenListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_token_list_dispose;
}

static void
sanera_token_list_init (SaneraTokenList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_label_new (_ ("An access token lets its owner sign in. Only the owner "
                                       "knows it; this list says whose it is."));
  GtkWidget *add =
      gtk_button_new_with_label (/* Translators: a button: of an access token */ _ ("Add…"));

  self->cancellable = g_cancellable_new ();
  self->list = SANERA_RECORD_LIST (
      sanera_record_list_new (_ ("Access tokens"), fetch, bind, remove_cb, self));
  sanera_record_list_set_empty (
      self->list, "dialog-password-symbolic", _ ("No access tokens"),
      _ ("Nobody needs one on this computer. They are for a server that several people share."));

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_add_css_class (words, "dim-label");
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add access token"), -1);
  g_signal_connect_object (add, "clicked", G_CALLBACK (sanera_token_list_add), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (bar, "sanera-list-toolbar");
  gtk_box_append (GTK_BOX (bar), words);
  gtk_box_append (GTK_BOX (bar), add);

  gtk_widget_set_vexpand (GTK_WIDGET (self->list), TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  self->toast_overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toast_overlay, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->toast_overlay));
}

/**
 * sanera_token_list_new:
 * @connection: whose tokens
 *
 * Returns: (transfer floating): the list, which asks the server
 */
GtkWidget *
sanera_token_list_new (SaneraConnection *connection)
{
  SaneraTokenList *self = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  self = g_object_new (SANERA_TYPE_TOKEN_LIST, NULL);
  self->connection = g_object_ref (connection);
  sanera_record_list_load (self->list);
  return GTK_WIDGET (self);
}

static void
open_add_again (GtkWindow *parent, SaneraConnection *connection, gpointer nothing)
{
  GtkWidget *list = sanera_again_find (GTK_WIDGET (parent), SANERA_TYPE_TOKEN_LIST);

  if (list != NULL)
    sanera_token_list_add (SANERA_TOKEN_LIST (list));
}

/**
 * sanera_token_list_add:
 * @self: the list, in a window
 *
 * Asks for whom, and makes a token.
 */
void
sanera_token_list_add (SaneraTokenList *self)
{
  GtkWidget *dialog = NULL;

  g_return_if_fail (SANERA_IS_TOKEN_LIST (self));

  dialog = sanera_token_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                    self->connection);
  g_signal_connect_object (dialog, "added", G_CALLBACK (sanera_record_list_load), self->list,
                           G_CONNECT_SWAPPED);
  sanera_again_set (GTK_WINDOW (dialog), NULL, open_add_again, NULL, NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}
