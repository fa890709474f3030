/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-remove-dialog.h"

#include <glib/gi18n.h>

#include "sanera-action.h"
#include "sanera-connection-words.h"
#include "sanera-language.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

/* More than these are counted, not listed. */
#define LISTED 50
#define ROW_HEIGHT 72

struct _SaneraRemoveDialog
{
  AdwMessageDialog parent_instance;

  SaneraConnections *connections;
  char *id;
  SaneraUnsent *unsent;
};

enum
{
  SIGNAL_TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraRemoveDialog, sanera_remove_dialog, ADW_TYPE_MESSAGE_DIALOG)

static const char *
word_action (const char *nick)
{
  switch (sanera_action_kind_from_nick (nick))
    {
    case SANERA_ACTION_REQUEST:
      return _ ("Remediation request");
    case SANERA_ACTION_CHANGE_ACTIVITY:
      return _ ("Change of a remediation activity");
    case SANERA_ACTION_COMPLETE_ACTIVITY:
      return _ ("Mark as complete");
    case SANERA_ACTION_REOPEN_ACTIVITY:
      return _ ("Reopening of a remediation activity");
    case SANERA_ACTION_WITHDRAW_ACTIVITY:
      return _ ("Withdrawal of a remediation activity");
    case SANERA_ACTION_CREATE_TICKET:
    case SANERA_ACTION_APPROVE_TASK:
    case SANERA_ACTION_REJECT_TASK:
    case SANERA_ACTION_COMPLETE_TASK:
      return _ ("Security task");
    case SANERA_ACTION_CREATE_EXCEPTION:
    case SANERA_ACTION_CHANGE_EXCEPTION:
    case SANERA_ACTION_CANCEL_EXCEPTION:
    case SANERA_ACTION_RENEW_EXCEPTION:
    case SANERA_ACTION_DISMISS_PROPOSAL:
      return _ ("Exception");
    case SANERA_ACTION_CHANGE_DEVICE:
    case SANERA_ACTION_MERGE_DEVICES:
    case SANERA_ACTION_SPLIT_DEVICE:
    case SANERA_ACTION_KEEP_APART:
      return _ ("Device");
    case SANERA_N_ACTIONS:
    default:
      return nick;
    }
}

/* In the words of the cache while it is open; else only the id is known. */
static char *
word_entity (SaneraRemoveDialog *self, const char *entity)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);
  g_autoptr (SaneraRecord) record = NULL;
  SaneraCache *cache;

  if (connection == NULL ||
      g_strcmp0 (sanera_connections_get_current_id (self->connections), self->id) != 0)
    return g_strdup (entity);

  cache = sanera_connection_get_cache (connection);
  record = sanera_cache_lookup (cache, SANERA_LIST_RECOMMENDATIONS, entity);
  if (record != NULL)
    return sanera_words_recommendation_title (
        sanera_recommendation_get_data (SANERA_RECOMMENDATION (record)), FALSE);
  record = sanera_cache_lookup (cache, SANERA_LIST_ACTIVITIES, entity);
  if (record != NULL)
    return sanera_words_activity_title (sanera_activity_get_data (SANERA_ACTIVITY (record)), FALSE);

  return g_strdup (entity);
}

static void
add_row (SaneraRemoveDialog *self,
         GtkWidget *list,
         const char *action,
         const char *entity,
         const char *state,
         gint64 when)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = word_entity (self, entity);
  g_autofree char *time = sanera_language_datetime (when);
  g_autofree char *words = g_strjoin (" · ", word_action (action), state, time, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static const char *
word_state (SaneraOutboxState state)
{
  switch (state)
    {
    case SANERA_OUTBOX_SENDING:
      return _ ("Sending…");
    case SANERA_OUTBOX_REFUSED:
      return _ ("Refused by the server");
    case SANERA_OUTBOX_WAITING:
    default:
      return _ ("Waiting to be sent");
    }
}

static GtkWidget *
make_list (SaneraRemoveDialog *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  for (guint i = 0; i < MIN (self->unsent->entries->len, LISTED); i++)
    {
      const SaneraOutboxEntry *entry = self->unsent->entries->pdata[i];

      add_row (self, list, entry->action, entry->entity, word_state (entry->state), entry->made_at);
    }
  for (guint i = 0; i < MIN (self->unsent->drafts->len, LISTED); i++)
    {
      const SaneraOutboxDraft *draft = self->unsent->drafts->pdata[i];

      add_row (self, list, draft->action, draft->entity, _ ("Draft"), draft->changed_at);
    }
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What would be lost"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  /* A message dialog gives its child no more than it needs: enough for the first few. */
  gtk_scrolled_window_set_min_content_height (
      GTK_SCROLLED_WINDOW (scrolled),
      (int)MIN (self->unsent->entries->len + self->unsent->drafts->len, 3) * ROW_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  return scrolled;
}

static void
tell (SaneraRemoveDialog *self, const char *words)
{
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, words);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraRemoveDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_autofree char *name = g_file_get_parse_name (G_FILE (source));

      /* Translators: %s is a file name */
      words = g_strdup_printf (_ ("Saved to %s. The connection is still there."), name);
    }
  else
    words = sanera_words_error (error);
  tell (self, words);
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  g_autoptr (SaneraRemoveDialog) self = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autoptr (SaneraConnectionEntry) entry =
          sanera_connections_dup_entry (self->connections, self->id);
      g_autoptr (GBytes) bytes =
          sanera_unsent_to_json (self->unsent, entry != NULL ? entry->name : self->id,
                                 entry != NULL ? entry->address : "");

      /* Notes of people may be in it: nobody else's business. */
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                           written_cb, g_object_ref (self));
    }
  gtk_native_dialog_destroy (chooser);
}

static void
save (SaneraRemoveDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Save what was not sent"), parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  /* Translators: name of a file, without its ending */
  g_autofree char *name = g_strconcat (_ ("Not sent"), ".json", NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* The connection is shown; what waits goes out as soon as its server answers. */
static void
send (SaneraRemoveDialog *self)
{
  if (!sanera_connections_open (self->connections, self->id))
    {
      const GError *error = sanera_connections_get_error (self->connections);
      g_autofree char *words = error != NULL ? sanera_words_error (error) : NULL;

      tell (self, words != NULL ? words : _ ("The data cannot be opened"));
      return;
    }
  sanera_connection_sync (sanera_connections_get_current (self->connections));
  tell (self, _ ("The connection is open: what waits is sent. Remove it afterwards."));
}

static void
sanera_remove_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  SaneraRemoveDialog *self = SANERA_REMOVE_DIALOG (dialog);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (response, "send"))
    send (self);
  else if (g_str_equal (response, "save"))
    save (self);
  else if (g_str_equal (response, "remove") &&
           !sanera_connections_remove (self->connections, self->id, &error))
    {
      g_autofree char *words = sanera_words_error (error);

      tell (self, words);
    }
  if (ADW_MESSAGE_DIALOG_CLASS (sanera_remove_dialog_parent_class)->response != NULL)
    ADW_MESSAGE_DIALOG_CLASS (sanera_remove_dialog_parent_class)->response (dialog, response);
}

static void
sanera_remove_dialog_dispose (GObject *object)
{
  g_clear_object (&SANERA_REMOVE_DIALOG (object)->connections);

  G_OBJECT_CLASS (sanera_remove_dialog_parent_class)->dispose (object);
}

static void
sanera_remove_dialog_finalize (GObject *object)
{
  SaneraRemoveDialog *self = SANERA_REMOVE_DIALOG (object);

  g_free (self->id);
  sanera_unsent_free (self->unsent);

  G_OBJECT_CLASS (sanera_remove_dialog_parent_class)->finalize (object);
}

static void
sanera_remove_dialog_class_init (SaneraRemoveDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_remove_dialog_dispose;
  object_class->finalize = sanera_remove_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = sanera_remove_dialog_response;

  /**
   * SaneraRemoveDialog::told:
   * @self: the dialog
   * @words: a sentence
   *
   * What has come of it, when that cannot be seen.
   */
  signals[SIGNAL_TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sanera_remove_dialog_init (SaneraRemoveDialog *self)
{
}

/* Then nothing of it can be removed. */
static gboolean
is_open_elsewhere (const GError *error)
{
  return g_error_matches (error, SANERA_ERROR, SANERA_ERROR_BUSY);
}

static char *
make_body (SaneraRemoveDialog *self, const GError *error)
{
  g_autofree char *number = NULL;
  guint n;

  if (is_open_elsewhere (error))
    return sanera_words_error (error);
  if (error != NULL)
    {
      g_autofree char *words = sanera_words_error (error);

      return g_strdup_printf (
          /* Translators: %s is an error, one or two sentences */
          _ ("Whether something waits to be sent is not known. %s Its cache, its access token and "
             "all that was not sent are removed from this computer."),
          words);
    }
  if (sanera_unsent_is_empty (self->unsent))
    return g_strdup (_ ("Its cache and its access token are removed from this computer. Nothing "
                        "changes on the server."));

  n = self->unsent->entries->len + self->unsent->drafts->len;
  number = sanera_language_number (n);
  return g_strdup_printf (
      /* Translators: %s is a number */
      ngettext ("%s entry was not sent to the server and is lost with the connection:",
                "%s entries were not sent to the server and are lost with the connection:", n),
      number);
}

/**
 * sanera_remove_dialog_new:
 * @parent: the window it belongs to
 * @connections: the person's connections
 * @id: of a server
 *
 * Returns: (transfer floating): the dialog, to be presented
 */
GtkWidget *
sanera_remove_dialog_new (GtkWindow *parent, SaneraConnections *connections, const char *id)
{
  SaneraRemoveDialog *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (SANERA_TYPE_REMOVE_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  dialog = ADW_MESSAGE_DIALOG (self);
  self->connections = g_object_ref (connections);
  self->id = g_strdup (id);
  self->unsent = sanera_connections_load_unsent (connections, id, &error);
  name = sanera_connection_words_name (connections, id);
  /* Translators: %s is the name of a connection */
  heading = g_strdup_printf (_ ("Remove %s?"), name);
  body = make_body (self, error);
  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_response (dialog, "cancel", _ ("Cancel"));
  if (self->unsent != NULL && !sanera_unsent_is_empty (self->unsent))
    {
      adw_message_dialog_set_extra_child (dialog, make_list (self));
      adw_message_dialog_add_response (dialog, "save", _ ("Save as file…"));
      if (self->unsent->entries->len > 0 && !sanera_connections_get_offline (connections))
        adw_message_dialog_add_response (dialog, "send", _ ("Send now"));
    }
  if (!is_open_elsewhere (error))
    {
      adw_message_dialog_add_response (
          dialog, "remove", /* Translators: a button: forgets a connection */ _ ("Remove"));
      adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
    }
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  return GTK_WIDGET (self);
}
