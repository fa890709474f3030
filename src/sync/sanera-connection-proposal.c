/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-json.h"

static void
dismissed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraConnection *self = g_task_get_source_object (task);
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!self->closed)
    sanera_connection_sync (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * sanera_connection_dismiss_proposal_async:
 * @self: a connection
 * @recommendation: id of a recommendation
 * @proposal: id of the exception that is proposed for it
 * @cancellable: (nullable): a cancellable
 * @callback: called when the server has taken it
 * @user_data: for @callback
 *
 * Judges an exception that documents propose not to be one. The row follows with the feed.
 */
void
sanera_connection_dismiss_proposal_async (SaneraConnection *self,
                                          const char *recommendation,
                                          const char *proposal,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GString) text = g_string_new ("{\"proposal\":");
  g_autoptr (GBytes) body = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  SaneraRequestOptions options = { .idempotency_key = key };

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (recommendation != NULL && proposal != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_dismiss_proposal_async);
  if (!sanera_connection_check_session (self, task))
    return;
  escaped = g_uri_escape_string (recommendation, NULL, FALSE);
  path = g_strconcat ("/sanera/v1/recommendations/", escaped, "/dismissProposal", NULL);
  sanera_json_append_string (text, proposal);
  g_string_append_c (text, '}');
  body = g_bytes_new (text->str, text->len);
  sanera_session_send_async (self->session, "POST", path, body, &options, cancellable, dismissed_cb,
                             g_object_ref (task));
}

/**
 * sanera_connection_dismiss_proposal_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether the server has taken it
 */
gboolean
sanera_connection_dismiss_proposal_finish (SaneraConnection *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
