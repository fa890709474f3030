/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-submission.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-window.h"

/* Long enough to read it and to reach its button by keyboard. */
#define TOAST_SECONDS 10

/* How long the server may take until people are told that their request waits. */
#define PATIENCE_MS 2000

/**
 * Submission:
 *
 * One request on its way: it belongs to the window that shows its toasts, and ends with the answer
 * of the server.
 */
typedef struct
{
  GtkWindow *window; /* the owner, not referenced */
  SaneraConnection *connection;
  char *key;
  gulong created_id;
  gulong refused_id;
  gulong state_id;
  guint patience_id;
  gboolean told; /* that it waits */
} Submission;

static void
submission_free (Submission *self)
{
  g_clear_signal_handler (&self->created_id, self->connection);
  g_clear_signal_handler (&self->refused_id, self->connection);
  g_clear_signal_handler (&self->state_id, self->connection);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->key, g_free);
  g_free (self);
}

static void
end (Submission *self)
{
  g_autofree char *name = g_strconcat ("submission-", self->key, NULL);

  g_object_set_data (G_OBJECT (self->window), name, NULL);
}

static void
add_toast (Submission *self, const char *title, gboolean view)
{
  AdwToast *toast;

  if (!SANERA_IS_WINDOW (self->window))
    return;

  toast = adw_toast_new (title);
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  if (view)
    {
      adw_toast_set_button_label (toast, _ ("View activity"));
      adw_toast_set_action_target_value (toast, g_variant_new ("(ss)", "remediation", self->key));
      adw_toast_set_action_name (toast, "win.show-record");
    }
  sanera_window_add_toast (SANERA_WINDOW (self->window), toast);
}

static void
tell_waiting (Submission *self)
{
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (self->told)
    return;

  self->told = TRUE;
  add_toast (self, _ ("Waiting to be sent"), TRUE);
}

static void
created_cb (Submission *self, const char *id, gint64 devices)
{
  g_autofree char *number = NULL;
  g_autofree char *title = NULL;

  if (g_strcmp0 (id, self->key) != 0)
    return;

  number = sanera_language_number (devices);
  title = g_strdup_printf (ngettext ("Remediation activity created for %s device",
                                     "Remediation activity created for %s devices",
                                     (gulong)MAX (devices, 0)),
                           number);
  add_toast (self, title, TRUE);
  end (self);
}

static void
refused_cb (Submission *self, const char *key)
{
  if (g_strcmp0 (key, self->key) != 0)
    return;

  add_toast (self, _ ("The server refused the request; it is kept"), TRUE);
  end (self);
}

static gboolean
cannot_send (SaneraConnection *connection)
{
  SaneraConnectionState state = sanera_connection_get_state (connection);

  return state != SANERA_STATE_ONLINE && state != SANERA_STATE_SYNCING;
}

static void
state_cb (Submission *self)
{
  if (cannot_send (self->connection))
    tell_waiting (self);
}

static gboolean
patience_cb (gpointer user_data)
{
  Submission *self = user_data;

  self->patience_id = 0;
  tell_waiting (self);
  return G_SOURCE_REMOVE;
}

/**
 * sanera_submission_follow:
 * @window: the window that shows what becomes of it
 * @connection: the connection it was submitted to
 * @key: key of the submission, which is also the id of its activity
 *
 * Tells in toasts what becomes of a request that has just been committed to the outbox: how many
 * devices the server took, or that it waits to be sent, or that it was refused. Each leads to the
 * row of the activity.
 */
void
sanera_submission_follow (GtkWindow *window, SaneraConnection *connection, const char *key)
{
  Submission *self;
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (key != NULL);

  self = g_new0 (Submission, 1);
  self->window = window;
  self->connection = g_object_ref (connection);
  self->key = g_strdup (key);
  self->created_id =
      g_signal_connect_swapped (connection, "activity-created", G_CALLBACK (created_cb), self);
  self->refused_id =
      g_signal_connect_swapped (connection, "refused", G_CALLBACK (refused_cb), self);
  self->state_id =
      g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (state_cb), self);
  name = g_strconcat ("submission-", key, NULL);
  g_object_set_data_full (G_OBJECT (window), name, self, (GDestroyNotify)submission_free);

  if (cannot_send (connection))
    tell_waiting (self);
  else
    self->patience_id = g_timeout_add (PATIENCE_MS, patience_cb, self);
}
