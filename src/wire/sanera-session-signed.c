/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-session-private.h"

/* A call that carries a token of its own:
 *
 *   token ──► call ──► answer
 *     ▲         │
 *     └─ 401 ───┘ once: another token
 */

typedef struct
{
  SaneraSessionSettings settings; /* its objects are ours */
  SaneraSignIn *sign_in;
  GUri *uri;
  SaneraRequestOptions options; /* no strings: such a call only reads */
  char *token;
  gboolean renewed;
} Signed;

static void
signed_free (gpointer data)
{
  Signed *call = data;

  g_object_unref (call->settings.soup);
  g_uri_unref ((GUri *)call->settings.base);
  g_object_unref (call->sign_in);
  g_uri_unref (call->uri);
  g_free (call->token);
  g_free (call);
}

static void get_token (GTask *task);

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Signed *call = g_task_get_task_data (task);
  GError *error = NULL;
  SaneraResponse *response = g_task_propagate_pointer (G_TASK (result), &error);

  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify)sanera_response_free);
  else if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_UNAUTHORIZED) && !call->renewed)
    {
      g_error_free (error);
      call->renewed = TRUE;
      get_token (task);
    }
  else
    g_task_return_error (task, error);
}

static void
token_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Signed *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GTask) inner = NULL;

  g_free (call->token);
  call->token = sanera_sign_in_get_token_finish (SANERA_SIGN_IN (object), result, &error);
  if (call->token == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  call->settings.token = call->token;
  inner = g_task_new (g_task_get_source_object (task), g_task_get_cancellable (task), answered_cb,
                      g_object_ref (task));
  g_task_set_source_tag (inner, sanera_session_call_signed);
  sanera_session_call (inner, &call->settings, SOUP_METHOD_GET, call->uri, NULL, &call->options);
}

static void
get_token (GTask *task)
{
  Signed *call = g_task_get_task_data (task);

  sanera_sign_in_get_token_async (call->sign_in, call->renewed ? call->token : NULL,
                                  g_task_get_cancellable (task), token_cb, g_object_ref (task));
}

/**
 * sanera_session_call_signed:
 * @task: returns a #SaneraResponse
 * @settings: of the session; copied
 * @sign_in: who gets the tokens
 * @uri: what is read
 * @options: how; copied, without its strings
 *
 * Private to `wire`: reads with a token of @sign_in, and once more with another one when that is
 * refused.
 */
void
sanera_session_call_signed (GTask *task,
                            const SaneraSessionSettings *settings,
                            SaneraSignIn *sign_in,
                            GUri *uri,
                            const SaneraRequestOptions *options)
{
  Signed *call = g_new0 (Signed, 1);

  call->settings = *settings;
  call->settings.soup = g_object_ref (settings->soup);
  /* A redirect stays where this call goes, which may be another host of the tenant's. */
  call->settings.base = g_uri_ref (uri);
  call->sign_in = g_object_ref (sign_in);
  call->uri = g_uri_ref (uri);
  call->options.timeout = options->timeout;
  call->options.no_retry = options->no_retry;
  for (guint i = 0; i < G_N_ELEMENTS (options->accept); i++)
    call->options.accept[i] = options->accept[i];
  g_task_set_task_data (task, call, signed_free);

  get_token (task);
}
