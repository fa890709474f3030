/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-undo.h"

#include <glib/gi18n.h>

#include "sanera-action-words.h"
#include "sanera-window.h"
#include "sanera-words-error.h"

/* What people do stands in the outbox at once and leaves it after ten seconds. Until then a toast
 * and Ctrl+Z take it back without a trace; after that nobody hears of it any more, unless there is
 * something to say: that it was so before, or that the server has refused it.
 *
 *   act ──► in the outbox ──► toast with Undo ──► time is up ──► sent ──► nothing
 *                                   │                              ├────► "Already completed by …"
 *                                   └──► Undo ──► gone             └────► "…: refused, because …"
 */

#define STATE_KEY "sanera-undo"

typedef struct
{
  GtkWindow *window; /* (unowned): owns this */
  GSimpleAction *action;
  GPtrArray *batches; /* (element-type Batch), the newest last: what can still be undone */
  GPtrArray *pending; /* (element-type Batch) (unowned): what is not in the outbox yet */
  GHashTable *connections; /* SaneraConnection: those whose answers are listened to */
} Undo;

/* What was done in one go. */
typedef struct
{
  Undo *undo; /* (nullable): the window is gone */
  gatomicrefcount count;
  SaneraConnection *connection;
  GPtrArray *keys; /* of the entries of the outbox */
  GHashTable *entities; /* what is done something to */
  gboolean unmade; /* some of it took what was not sent yet out of the outbox */
  char *words;
  guint pending; /* actions that are not in the outbox yet */
  AdwToast *toast;
  guint timer_id;
  GError *error; /* why the first of those that failed did */
} Batch;

static void update_action (Undo *self);

static Batch *
batch_ref (Batch *batch)
{
  g_atomic_ref_count_inc (&batch->count);
  return batch;
}

static void
batch_unref (Batch *batch)
{
  if (!g_atomic_ref_count_dec (&batch->count))
    return;

  g_object_unref (batch->connection);
  g_ptr_array_unref (batch->keys);
  g_hash_table_unref (batch->entities);
  g_free (batch->words);
  g_clear_error (&batch->error);
  g_free (batch);
}

/* It can no longer be undone, or was. */
static void
end_batch (Batch *batch)
{
  Undo *self = batch->undo;

  g_clear_handle_id (&batch->timer_id, g_source_remove);
  if (batch->toast != NULL)
    {
      g_signal_handlers_disconnect_by_data (batch->toast, batch);
      adw_toast_dismiss (batch->toast);
      g_clear_object (&batch->toast);
    }
  batch->undo = NULL;
  if (self == NULL)
    return;

  if (g_ptr_array_remove (self->batches, batch))
    update_action (self);
}

static void
undo_free (gpointer data)
{
  Undo *self = data;
  GHashTableIter iter;
  gpointer connection;

  g_ptr_array_set_free_func (self->batches, NULL);
  while (self->batches->len > 0)
    {
      Batch *batch = g_ptr_array_steal_index (self->batches, 0);

      batch->undo = NULL;
      end_batch (batch);
      batch_unref (batch);
    }
  /* Their answers still come, to a window that is gone. */
  for (guint i = 0; i < self->pending->len; i++)
    ((Batch *)g_ptr_array_index (self->pending, i))->undo = NULL;
  g_ptr_array_unref (self->pending);
  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    g_signal_handlers_disconnect_by_data (connection, self);
  g_hash_table_unref (self->connections);
  g_ptr_array_unref (self->batches);
  g_object_unref (self->action);
  g_free (self);
}

static void
update_action (Undo *self)
{
  g_simple_action_set_enabled (self->action, self->batches->len > 0);
}

/* Titles of toasts are markup. */
static AdwToast *
make_toast (const char *words)
{
  g_autofree char *markup = g_markup_escape_text (words, -1);

  return adw_toast_new (markup);
}

static void
tell (Undo *self, char *words, gboolean show)
{
  AdwToast *toast;

  if (SANERA_IS_WINDOW (self->window))
    {
      toast = make_toast (words);
      if (show)
        {
          adw_toast_set_timeout (toast, SANERA_ACTION_UNDO_SECONDS);
          adw_toast_set_button_label (
              toast,
              /* Translators: a button: goes to the row that the message is about */ _ ("Show"));
          adw_toast_set_action_name (toast, "win.show-outbox");
        }
      sanera_window_add_toast (SANERA_WINDOW (self->window), toast);
    }
  g_free (words);
}

static void
accepted_cb (SaneraConnection *connection,
             const char *key,
             guint kind,
             const char *entity,
             gboolean already,
             Undo *self)
{
  g_autoptr (SaneraRecord) record = NULL;
  char *words;

  if (!already)
    return;

  record = sanera_cache_lookup (sanera_connection_get_cache (connection),
                                sanera_action_kind_get_list ((SaneraActionKind)kind), entity);
  words = record != NULL
              ? sanera_action_words_already ((SaneraActionKind)kind, record, g_get_real_time ())
              : NULL;
  if (words != NULL)
    tell (self, words, FALSE);
}

static void
refused_cb (SaneraConnection *connection, const char *key, Undo *self)
{
  SaneraOutbox *outbox = sanera_cache_get_outbox (sanera_connection_get_cache (connection));
  g_autoptr (SaneraOutboxEntry) entry = sanera_outbox_get (outbox, key, NULL);
  g_autofree char *reason = NULL;
  SaneraActionKind kind;

  /* What becomes of a request, sanera_submission_follow() tells. A conflict that is found in the
   * background never pops up: the row and the sidebar say so (ui.md, *Conflict*). */
  kind = entry != NULL ? sanera_action_kind_from_nick (entry->action) : (SaneraActionKind)0;
  if (kind == 0 || kind == SANERA_ACTION_REQUEST || entry->present != NULL)
    return;

  reason = sanera_words_error_refusal (entry->error_code, entry->error_text);
  /* Translators: what was done ("Approval of a security task"), then one or two sentences that
   * say why not */
  tell (self, g_strdup_printf (_ ("%s: refused. %s"), sanera_action_words_name (kind), reason),
        TRUE);
}

static void
listen_to (Undo *self, SaneraConnection *connection)
{
  if (!g_hash_table_add (self->connections, g_object_ref (connection)))
    return;

  g_signal_connect (connection, "action-accepted", G_CALLBACK (accepted_cb), self);
  g_signal_connect (connection, "refused", G_CALLBACK (refused_cb), self);
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (sanera_connection_withdraw_finish (SANERA_CONNECTION (source), result, &error) ||
      !SANERA_IS_WINDOW (window))
    return;

  /* What left the outbox in this very moment. */
  if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      g_set_error_literal (&error, SANERA_ERROR, SANERA_ERROR_CONFLICT, "CarriedOut: too late");
    }

  words = sanera_words_error (error);
  sanera_window_add_toast (SANERA_WINDOW (window), make_toast (words));
}

static void
undo_batch (Batch *batch)
{
  Undo *self = batch->undo;

  /* The newest first: what follows an action is taken back before it. */
  for (guint i = batch->keys->len; i > 0; i--)
    sanera_connection_withdraw_async (batch->connection, g_ptr_array_index (batch->keys, i - 1),
                                      NULL, taken_back_cb, g_object_ref (self->window));
  end_batch (batch);
}

static gboolean
time_is_up_cb (gpointer user_data)
{
  Batch *batch = user_data;

  batch->timer_id = 0;
  end_batch (batch);
  return G_SOURCE_REMOVE;
}

static void
show_batch (Batch *batch)
{
  Undo *self = batch->undo;

  if (batch->error != NULL)
    tell (self, sanera_words_error (batch->error), FALSE);
  if (batch->keys->len == 0 && batch->unmade)
    tell (self, g_strdup (batch->words), FALSE);
  if (batch->keys->len == 0)
    return;

  g_ptr_array_add (self->batches, batch_ref (batch));
  update_action (self);
  batch->timer_id = g_timeout_add_seconds (SANERA_ACTION_UNDO_SECONDS, time_is_up_cb, batch);
  if (!SANERA_IS_WINDOW (self->window))
    return;

  batch->toast = make_toast (batch->words);
  adw_toast_set_timeout (batch->toast, SANERA_ACTION_UNDO_SECONDS);
  adw_toast_set_button_label (
      batch->toast, /* Translators: a button: takes back what was just done */ _ ("Undo"));
  /* Not in a queue: it must be there while it can be undone. */
  adw_toast_set_priority (batch->toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_swapped (batch->toast, "button-clicked", G_CALLBACK (undo_batch), batch);
  sanera_window_add_toast (SANERA_WINDOW (self->window), g_object_ref (batch->toast));
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  g_autoptr (GError) error = NULL;
  char *key = sanera_connection_act_finish (SANERA_CONNECTION (source), result, &error);

  /* What was never sent is gone: there is no entry to take back. */
  if (key != NULL && g_hash_table_contains (batch->entities, key))
    {
      batch->unmade = TRUE;
      g_free (key);
    }
  else if (key != NULL)
    g_ptr_array_add (batch->keys, key);
  else if (batch->error == NULL)
    batch->error = g_steal_pointer (&error);
  if (--batch->pending == 0 && batch->undo != NULL)
    {
      g_ptr_array_remove (batch->undo->pending, batch);
      show_batch (batch);
    }
  batch_unref (batch);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Undo *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (self->window);

  /* In a text Ctrl+Z is about the text. */
  if (focus != NULL && (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus)) &&
      gtk_widget_activate_action (focus, "text.undo", NULL))
    return;
  if (self->batches->len > 0)
    undo_batch (g_ptr_array_index (self->batches, self->batches->len - 1));
}

static Undo *
get_undo (GtkWindow *window)
{
  Undo *self = g_object_get_data (G_OBJECT (window), STATE_KEY);

  if (self != NULL)
    return self;

  self = g_new0 (Undo, 1);
  self->window = window;
  self->action = g_simple_action_new ("undo", NULL);
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify)batch_unref);
  self->pending = g_ptr_array_new ();
  self->connections = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_signal_connect (self->action, "activate", G_CALLBACK (undo_cb), self);
  g_object_set_data_full (G_OBJECT (window), STATE_KEY, self, undo_free);
  update_action (self);

  return self;
}

/**
 * sanera_undo_add:
 * @window: a window with actions
 *
 * Adds its action "undo": the last thing done through sanera_act() that can still be undone.
 */
void
sanera_undo_add (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (G_IS_ACTION_MAP (window));

  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (get_undo (window)->action));
}

/**
 * sanera_act_all:
 * @widget: in the window that shows the toast
 * @connection: the connection that has the entities
 * @actions: (element-type SaneraAction): what is done
 * @words: what the toast says, with the number in it
 *
 * Does several things in one go, which are undone in one go.
 */
void
sanera_act_all (GtkWidget *widget,
                SaneraConnection *connection,
                GPtrArray *actions,
                const char *words)
{
  GtkRoot *root;
  GtkWindow *window;
  Batch *batch;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (actions != NULL);
  g_return_if_fail (words != NULL);

  root = gtk_widget_get_root (widget);
  g_return_if_fail (GTK_IS_WINDOW (root));
  if (actions->len == 0)
    return;

  /* From a dialog, the toast belongs to the window below it. */
  window = GTK_WINDOW (root);
  while (!SANERA_IS_WINDOW (window) && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);

  batch = g_new0 (Batch, 1);
  g_atomic_ref_count_init (&batch->count);
  batch->undo = get_undo (window);
  batch->connection = g_object_ref (connection);
  batch->keys = g_ptr_array_new_with_free_func (g_free);
  batch->entities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  batch->words = g_strdup (words);
  batch->pending = actions->len;
  g_ptr_array_add (batch->undo->pending, batch);
  listen_to (batch->undo, connection);
  for (guint i = 0; i < actions->len; i++)
    {
      SaneraAction *action = g_ptr_array_index (actions, i);

      g_hash_table_add (batch->entities, g_strdup (sanera_action_get_entity (action)));
      sanera_action_set_delay (action, SANERA_ACTION_UNDO_SECONDS);
      sanera_connection_act_async (connection, action, NULL, acted_cb, batch_ref (batch));
    }
  batch_unref (batch);
}

/**
 * sanera_act:
 * @widget: in the window that shows the toast
 * @connection: the connection that has the entity
 * @action: what is done
 * @words: what the toast says: "Remediation activity completed"
 *
 * Does something that can be undone for %SANERA_ACTION_UNDO_SECONDS.
 */
void
sanera_act (GtkWidget *widget,
            SaneraConnection *connection,
            SaneraAction *action,
            const char *words)
{
  g_autoptr (GPtrArray) actions = g_ptr_array_new ();

  g_return_if_fail (action != NULL);

  g_ptr_array_add (actions, action);
  sanera_act_all (widget, connection, actions, words);
}
