/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-entry-edit.h"

#include "sanera-change-dialog.h"
#include "sanera-device-move-dialog.h"
#include "sanera-exception-change.h"
#include "sanera-exception-dialog.h"
#include "sanera-pending-apply.h"
#include "sanera-reject-dialog.h"
#include "sanera-request-dialog.h"
#include "sanera-undo.h"
#include "sanera-window.h"
#include "sanera-words-error.h"

/**
 * sanera_entry_edit_is_offered:
 * @entry: an entry of the outbox
 *
 * Returns: whether something was typed or chosen that can be typed or chosen differently; the rest
 *   is done or withdrawn
 */
gboolean
sanera_entry_edit_is_offered (const SaneraOutboxEntry *entry)
{
  g_return_val_if_fail (entry != NULL, FALSE);

  switch ((int)sanera_action_kind_from_nick (entry->action))
    {
    case SANERA_ACTION_REQUEST:
    case SANERA_ACTION_CHANGE_ACTIVITY:
    case SANERA_ACTION_REJECT_TASK:
    case SANERA_ACTION_CREATE_EXCEPTION:
    case SANERA_ACTION_CHANGE_EXCEPTION:
    case SANERA_ACTION_RENEW_EXCEPTION:
      return TRUE;
    case SANERA_ACTION_CHANGE_DEVICE:
      /* Moved to a group; retired, or in use again, is nothing that could be typed differently. */
      return entry->body != NULL && strstr (entry->body, "\"rbacGroupName\"") != NULL;
    default:
      return FALSE;
    }
}

/**
 * sanera_entry_edit_find_key:
 * @connection: a connection
 * @id: of a row
 *
 * Returns: (transfer full) (nullable): key of the newest entry about the row that can be edited
 *   now; %NULL: none waits, or none of it can be done differently
 */
char *
sanera_entry_edit_find_key (SaneraConnection *connection, const char *id)
{
  SaneraOutbox *outbox;
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  outbox = sanera_cache_get_outbox (sanera_connection_get_cache (connection));
  entries = sanera_outbox_list (outbox, NULL);
  for (guint i = entries != NULL ? entries->len : 0; i > 0; i--)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i - 1);

      if (sanera_pending_concerns (entry, id) && sanera_entry_edit_is_offered (entry) &&
          sanera_connection_may_edit (connection, entry))
        return g_strdup (entry->key);
    }

  return NULL;
}

static gboolean
present_request (GtkWindow *parent, SaneraConnection *connection, const SaneraRevision *revision)
{
  g_autoptr (SaneraRecord) recommendation = sanera_cache_lookup (
      sanera_connection_get_cache (connection), SANERA_LIST_RECOMMENDATIONS, revision->entity);

  return recommendation != NULL &&
         sanera_request_dialog_present_entry (
             parent, connection, SANERA_RECOMMENDATION (recommendation), revision->key);
}

/**
 * sanera_entry_edit_present:
 * @parent: the window that the dialog belongs to
 * @connection: a connection
 * @key: of an entry of its outbox
 *
 * Opens the dialog that the entry came from. What the server has refused is shown with the reason.
 *
 * Returns: %FALSE when there is nothing to open: it has been sent, or what it is about is gone
 */
gboolean
sanera_entry_edit_present (GtkWindow *parent, SaneraConnection *connection, const char *key)
{
  g_autoptr (SaneraRevision) revision = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), FALSE);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  revision = sanera_connection_get_revision (connection, key);
  if (revision == NULL)
    return FALSE;

  switch ((int)revision->kind)
    {
    case SANERA_ACTION_REQUEST:
      return present_request (parent, connection, revision);
    case SANERA_ACTION_CHANGE_ACTIVITY:
      sanera_change_dialog_present_entry (parent, connection, revision);
      return TRUE;
    case SANERA_ACTION_REJECT_TASK:
      sanera_reject_dialog_present_entry (parent, connection, revision);
      return TRUE;
    case SANERA_ACTION_CREATE_EXCEPTION:
      return sanera_exception_dialog_present_entry (parent, connection, revision);
    case SANERA_ACTION_CHANGE_EXCEPTION:
    case SANERA_ACTION_RENEW_EXCEPTION:
      sanera_exception_change_present_entry (GTK_WIDGET (parent), connection, revision);
      return TRUE;
    case SANERA_ACTION_CHANGE_DEVICE:
      return sanera_device_move_dialog_present_entry (GTK_WIDGET (parent), connection, revision);
    default:
      return FALSE;
    }
}

/* From a dialog, the toast belongs to the window of the application below it. */
static void
tell (GtkWidget *widget, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  g_autofree char *words = sanera_words_error (error);
  g_autofree char *markup = g_markup_escape_text (words, -1);

  while (window != NULL && !SANERA_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  if (window != NULL)
    sanera_window_add_toast (SANERA_WINDOW (window), adw_toast_new (markup));
}

typedef struct
{
  GtkWidget *widget;
  SaneraAction *action;
  char *key;
  char *words;
} Edit;

static void
edit_free (Edit *edit)
{
  g_object_unref (edit->widget);
  sanera_action_unref (edit->action);
  g_free (edit->key);
  g_free (edit->words);
  g_free (edit);
}

/* What was to be replaced has been sent meanwhile, or is being sent: then this comes after it. Only
 * what would make a second one of something new is not done again. */
static gboolean
may_follow (SaneraAction *action, const GError *error)
{
  if (sanera_action_kind_creates (sanera_action_get_kind (action)))
    return FALSE;

  return g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_CONFLICT) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_OFFLINE) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_TIMEOUT);
}

static void
revised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Edit *edit = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *key =
      sanera_connection_revise_finish (SANERA_CONNECTION (source), result, &error);

  if (key == NULL && !may_follow (edit->action, error))
    {
      /* What was typed is still the draft of the entry. */
      tell (edit->widget, error);
      edit_free (edit);
      return;
    }

  if (key == NULL)
    sanera_act (edit->widget, SANERA_CONNECTION (source), edit->action, edit->words);
  sanera_outbox_discard_draft (
      sanera_cache_get_outbox (sanera_connection_get_cache (SANERA_CONNECTION (source))),
      sanera_action_kind_get_nick (sanera_action_get_kind (edit->action)), edit->key);
  edit_free (edit);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!sanera_connection_withdraw_finish (SANERA_CONNECTION (source), result, &error))
    tell (widget, error);
}

/**
 * sanera_entry_edit_act:
 * @widget: in the window that shows the toast
 * @connection: the connection that has the entity
 * @key: (nullable): of the entry that is changed; %NULL: it is done anew
 * @action: what is done
 * @words: what the toast says of what is done anew; what is changed is seen where it waits
 *
 * Ends a dialog: does @action, or puts it in the place of what was done before; should that have
 * been sent meanwhile, behind it. The draft that the dialog hands over goes once the outbox has it.
 */
void
sanera_entry_edit_act (GtkWidget *widget,
                       SaneraConnection *connection,
                       const char *key,
                       SaneraAction *action,
                       const char *words)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (action != NULL);

  if (key == NULL)
    sanera_act (widget, connection, action, words);
  else
    {
      Edit *edit = g_new (Edit, 1);

      edit->widget = g_object_ref (widget);
      edit->action = sanera_action_ref (action);
      edit->key = g_strdup (key);
      edit->words = g_strdup (words);
      sanera_connection_revise_async (connection, key, action, NULL, revised_cb, edit);
    }
}

/**
 * sanera_entry_edit_drop:
 * @widget: in the window that shows what went wrong
 * @connection: the connection that has the entity
 * @key: of an entry that would change nothing any more
 *
 * Takes it out of the outbox.
 */
void
sanera_entry_edit_drop (GtkWidget *widget, SaneraConnection *connection, const char *key)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (key != NULL);

  sanera_connection_withdraw_async (connection, key, NULL, withdrawn_cb, g_object_ref (widget));
}
