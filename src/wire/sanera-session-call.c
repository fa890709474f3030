/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-session-private.h"

#include <string.h>

/* One call: its tries, redirects and waits. It lives as the data of its GTask; every asynchronous
 * step holds a reference to the task.
 *
 * try → (open the file) → send → headers → body → answer | wait → try …
 *
 * The task's cancellable and the watch for progress both cancel `inner`, which is what libsoup
 * sees; `timed_out` tells them apart. */

#define CHUNK (64 * 1024)
#define DEFAULT_TIMEOUT 60 /* seconds */
#define MAX_REDIRECTS 5

typedef struct
{
  SoupSession *soup;
  char *token;
  GUri *base;
  guint max_tries;
  guint retry_delay;
  guint longest_wait;

  char *method;
  GUri *uri;
  GBytes *body;
  SaneraRequestOptions options; /* its strings are ours */

  GCancellable *inner;
  gulong cancelled_id;
  GSource *watch;
  gboolean timed_out;
  guint tries;
  guint redirects;
  gboolean sent; /* of all tries together */
  gint64 written;
  gint64 total;
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *answer;
} Call;

static void start_try (GTask *task);

static void
call_free (gpointer data)
{
  Call *call = data;

  g_assert (call->watch == NULL);
  g_clear_object (&call->soup);
  g_free (call->token);
  g_uri_unref (call->base);
  g_free (call->method);
  g_uri_unref (call->uri);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_free ((char *)call->options.idempotency_key);
  g_free ((char *)call->options.if_match);
  g_free ((char *)call->options.if_none_match);
  g_free ((char *)call->options.content_type);
  g_clear_object (&call->options.body_file);
  g_clear_object (&call->inner);
  g_clear_object (&call->message);
  g_clear_object (&call->stream);
  g_clear_pointer (&call->answer, g_byte_array_unref);
  g_free (call);
}

static guint
get_timeout (const Call *call)
{
  return call->options.timeout != 0 ? call->options.timeout : DEFAULT_TIMEOUT;
}

/* Something moved: the time starts again. */
static void
touch (Call *call)
{
  if (call->watch != NULL)
    g_source_set_ready_time (call->watch,
                             g_get_monotonic_time () + (gint64)get_timeout (call) * G_USEC_PER_SEC);
}

static gboolean
watch_cb (gpointer user_data)
{
  Call *call = user_data;

  call->timed_out = TRUE;
  g_cancellable_cancel (call->inner);

  return G_SOURCE_CONTINUE; /* removed at the end of the try */
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

static void
begin_try (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  GCancellable *outer = g_task_get_cancellable (task);

  call->tries++;
  call->timed_out = FALSE;
  call->inner = g_cancellable_new ();
  call->watch = g_timeout_source_new_seconds (get_timeout (call));
  g_source_set_callback (call->watch, watch_cb, call, NULL);
  g_source_attach (call->watch, g_task_get_context (task));
  touch (call);
  if (outer != NULL)
    call->cancelled_id = g_cancellable_connect (outer, G_CALLBACK (cancelled_cb),
                                                g_object_ref (call->inner), g_object_unref);
}

static void
end_try (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  /* What is not read to its end, or still being written, is not finished in the background. */
  g_cancellable_cancel (call->inner);
  if (call->message != NULL)
    g_signal_handlers_disconnect_by_data (call->message, call);
  g_source_destroy (call->watch);
  g_clear_pointer (&call->watch, g_source_unref);
  if (call->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), call->cancelled_id);
  call->cancelled_id = 0;
  g_clear_object (&call->inner);
  g_clear_object (&call->stream);
  g_clear_pointer (&call->answer, g_byte_array_unref);
}

static gboolean
wait_over_cb (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    start_try (task);

  return G_SOURCE_REMOVE;
}

/* Waits on the context of the task; a cancellation ends it at once. */
static void
wait_and_retry (GTask *task, guint delay)
{
  g_autoptr (GSource) source = g_timeout_source_new (delay);

  if (g_task_get_cancellable (task) != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (g_task_get_cancellable (task));

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  g_source_set_callback (source, wait_over_cb, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
fail_try (GTask *task, GError *error)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message = NULL;
  guint delay;

  end_try (task);
  message = g_steal_pointer (&call->message);
  if (g_task_return_error_if_cancelled (task))
    {
      g_error_free (error);
      return;
    }

  if (!call->options.no_retry && call->tries < call->max_tries &&
      sanera_session_may_repeat (call->method, &call->options) &&
      sanera_session_retry_delay (error, message, call->tries, call->retry_delay,
                                  call->longest_wait, &delay))
    {
      g_debug ("%s %s: try %u: %s; again in %u ms", call->method, g_uri_get_path (call->uri),
               call->tries, error->message, delay);
      g_error_free (error);
      wait_and_retry (task, delay);
      return;
    }

  g_task_return_error (task, error);
}

/* @cause: (transfer full) */
static void
fail_transport (GTask *task, GError *cause)
{
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (call->timed_out)
    sanera_session_set_error (&error, SANERA_ERROR_TIMEOUT,
                              call->sent ? NULL : SANERA_CODE_NOT_SENT,
                              "nothing moved for %u seconds", get_timeout (call));
  else
    error = sanera_session_error_from_transport (cause, call->sent);
  g_error_free (cause);
  fail_try (task, error);
}

/* "5" of `"5"` and of `W/"5"` */
static char *
get_etag (SoupMessage *message)
{
  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "ETag");
  gsize length;

  if (text == NULL)
    return NULL;
  if (g_str_has_prefix (text, "W/"))
    text += 2;
  length = strlen (text);
  if (length < 2 || text[0] != '"' || text[length - 1] != '"')
    return NULL;

  return g_strndup (text + 1, length - 2);
}

static gboolean
is_accepted (const Call *call, guint status)
{
  if (status == SOUP_STATUS_NOT_MODIFIED)
    return call->options.if_none_match != NULL;
  for (guint i = 0; i < G_N_ELEMENTS (call->options.accept); i++)
    if (call->options.accept[i] == status)
      return TRUE;

  return SOUP_STATUS_IS_SUCCESSFUL (status);
}

/* A redirect is followed only where it stays on the server that was asked, because the token goes
 * with it. */
static void
follow_redirect (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) uri = NULL;
  GError *error = NULL;

  if (location != NULL)
    uri = g_uri_parse_relative (call->uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || !sanera_session_same_origin (uri, call->base) ||
      !g_str_equal (call->method, SOUP_METHOD_GET) || call->redirects == MAX_REDIRECTS)
    {
      sanera_session_set_error (&error, SANERA_ERROR_PROTOCOL, SANERA_CODE_REDIRECT,
                                "the server sends us to \"%.200s\"",
                                location != NULL ? location : "nowhere");
      fail_try (task, error);
      return;
    }

  g_uri_unref (call->uri);
  call->uri = g_steal_pointer (&uri);
  call->redirects++;
  call->tries--;
  end_try (task);
  g_clear_object (&call->message);
  start_try (task);
}

static void
finish_answer (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  const guint status = soup_message_get_status (call->message);
  const char *type;
  SaneraResponse *response;
  GError *error = NULL;

  if (SOUP_STATUS_IS_REDIRECTION (status) && !is_accepted (call, status))
    {
      follow_redirect (task);
      return;
    }
  if (!is_accepted (call, status))
    {
      fail_try (task, sanera_session_error_from_answer (call->message, call->answer));
      return;
    }
  if (call->answer->len > 0 && !sanera_session_is_json (call->message))
    {
      type = soup_message_headers_get_content_type (
          soup_message_get_response_headers (call->message), NULL);
      sanera_session_set_error (&error, SANERA_ERROR_PROTOCOL, SANERA_CODE_NOT_JSON,
                                "HTTP %u with %.100s instead of JSON", status,
                                type != NULL ? type : "something");
      fail_try (task, error);
      return;
    }

  response = g_new0 (SaneraResponse, 1);
  response->status = status;
  if (call->answer->len > 0)
    response->body = g_byte_array_free_to_bytes (g_steal_pointer (&call->answer));
  response->etag = get_etag (call->message);
  response->replay = soup_message_headers_header_contains (
      soup_message_get_response_headers (call->message), "Idempotent-Replay", "true");
  end_try (task);
  g_task_return_pointer (task, response, (GDestroyNotify)sanera_response_free);
}

static void read_next (GTask *task);

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (bytes == NULL)
    {
      fail_transport (task, error);
      return;
    }
  if (g_bytes_get_size (bytes) == 0)
    {
      finish_answer (task);
      return;
    }

  touch (call);
  if (call->answer->len + g_bytes_get_size (bytes) > SANERA_SESSION_MAX_ANSWER)
    {
      sanera_session_set_error (&error, SANERA_ERROR_PROTOCOL, SANERA_CODE_TOO_LARGE,
                                "the answer does not end after %u bytes", call->answer->len);
      fail_try (task, error);
      return;
    }
  g_byte_array_append (call->answer, g_bytes_get_data (bytes, NULL),
                       (guint)g_bytes_get_size (bytes));
  read_next (task);
}

static void
read_next (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (call->stream, CHUNK, G_PRIORITY_DEFAULT, call->inner, read_cb,
                                   g_object_ref (task));
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  SoupMessageHeaders *headers;
  goffset length = -1;
  GError *error = NULL;

  call->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (call->stream == NULL)
    {
      fail_transport (task, error);
      return;
    }

  touch (call);
  headers = soup_message_get_response_headers (call->message);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    length = soup_message_headers_get_content_length (headers);
  if (length > SANERA_SESSION_MAX_ANSWER)
    {
      sanera_session_set_error (&error, SANERA_ERROR_PROTOCOL, SANERA_CODE_TOO_LARGE,
                                "the server announces %" G_GOFFSET_FORMAT " bytes", length);
      fail_try (task, error);
      return;
    }

  call->answer = g_byte_array_sized_new (length > 0 ? (guint)length : 0);
  read_next (task);
}

static void
starting_cb (SoupMessage *message, gpointer user_data)
{
  Call *call = user_data;

  call->sent = TRUE;
  touch (call);
}

static void
wrote_data_cb (SoupMessage *message, guint size, gpointer user_data)
{
  Call *call = user_data;

  touch (call);
  call->written += size;
  /* Who has cancelled may be gone already. */
  if (call->options.progress != NULL && !g_cancellable_is_cancelled (call->inner))
    call->options.progress (call->written, call->total, call->options.progress_data);
}

static void
set_headers (Call *call)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (call->message);
  g_autofree char *text = NULL;

  soup_message_headers_replace (headers, "Accept", "application/json");
  if (call->token != NULL)
    {
      text = g_strconcat ("Bearer ", call->token, NULL);
      soup_message_headers_replace (headers, "Authorization", text);
    }
  if (call->options.idempotency_key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", call->options.idempotency_key);
  if (call->options.if_match != NULL)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", call->options.if_match);

      soup_message_headers_replace (headers, "If-Match", quoted);
    }
  if (call->options.if_none_match != NULL)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", call->options.if_none_match);

      soup_message_headers_replace (headers, "If-None-Match", quoted);
    }
}

/* @file: (nullable) */
static void
send_message (GTask *task, GInputStream *file, gssize length)
{
  Call *call = g_task_get_task_data (task);
  const char *type =
      call->options.content_type != NULL ? call->options.content_type : "application/json";

  call->written = 0;
  call->total = -1;
  call->message = soup_message_new_from_uri (call->method, call->uri);
  soup_message_add_flags (call->message, SOUP_MESSAGE_NO_REDIRECT);
  if (sanera_session_may_repeat (call->method, &call->options))
    soup_message_add_flags (call->message, SOUP_MESSAGE_IDEMPOTENT);
  set_headers (call);

  if (file != NULL)
    {
      call->total = length;
      soup_message_set_request_body (call->message, type, file, length);
      /* A refusal comes before hundreds of megabytes are sent, not after. */
      soup_message_headers_set_expectations (soup_message_get_request_headers (call->message),
                                             SOUP_EXPECTATION_CONTINUE);
    }
  else if (call->body != NULL)
    {
      call->total = (gint64)g_bytes_get_size (call->body);
      soup_message_set_request_body_from_bytes (call->message, type, call->body);
    }

  g_signal_connect (call->message, "starting", G_CALLBACK (starting_cb), call);
  g_signal_connect (call->message, "wrote-body-data", G_CALLBACK (wrote_data_cb), call);
  soup_session_send_async (call->soup, call->message, G_PRIORITY_DEFAULT, call->inner, sent_cb,
                           g_object_ref (task));
}

static void
fail_file (GTask *task, GError *cause)
{
  GError *error = NULL;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail_transport (task, cause);
      return;
    }

  sanera_session_set_error (&error, SANERA_ERROR_INVALID, "FileUnreadable", "%s", cause->message);
  g_error_free (cause);
  fail_try (task, error);
}

static void
info_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFileInfo) info = NULL;
  GError *error = NULL;

  info = g_file_input_stream_query_info_finish (G_FILE_INPUT_STREAM (object), result, &error);
  if (info == NULL)
    fail_file (task, error);
  else
    send_message (task, G_INPUT_STREAM (object), (gssize)g_file_info_get_size (info));
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GFileInputStream) stream = NULL;
  GError *error = NULL;

  stream = g_file_read_finish (G_FILE (object), result, &error);
  if (stream == NULL)
    fail_file (task, error);
  else
    g_file_input_stream_query_info_async (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                          G_PRIORITY_DEFAULT, call->inner, info_cb,
                                          g_object_ref (task));
}

static void
start_try (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  begin_try (task);
  if (call->options.body_file != NULL)
    g_file_read_async (call->options.body_file, G_PRIORITY_DEFAULT, call->inner, opened_cb,
                       g_object_ref (task));
  else
    send_message (task, NULL, 0);
}

/**
 * sanera_session_same_origin:
 * @a: an address
 * @b: another
 *
 * Returns: whether both have the same scheme, host and port (RFC 6454)
 */
gboolean
sanera_session_same_origin (const GUri *a, const GUri *b)
{
  return g_strcmp0 (g_uri_get_scheme ((GUri *)a), g_uri_get_scheme ((GUri *)b)) == 0 &&
         g_uri_get_host ((GUri *)a) != NULL && g_uri_get_host ((GUri *)b) != NULL &&
         g_ascii_strcasecmp (g_uri_get_host ((GUri *)a), g_uri_get_host ((GUri *)b)) == 0 &&
         g_uri_get_port ((GUri *)a) == g_uri_get_port ((GUri *)b) &&
         g_uri_get_userinfo ((GUri *)a) == NULL;
}

/**
 * sanera_session_call:
 * @task: returns a #SaneraResponse
 * @settings: of the session; copied
 * @method: of the call
 * @uri: at the session's server
 * @body: (nullable): the body
 * @options: how; copied
 *
 * Starts a call.
 */
void
sanera_session_call (GTask *task,
                     const SaneraSessionSettings *settings,
                     const char *method,
                     GUri *uri,
                     GBytes *body,
                     const SaneraRequestOptions *options)
{
  Call *call = g_new0 (Call, 1);

  call->soup = g_object_ref (settings->soup);
  call->token = g_strdup (settings->token);
  call->base = g_uri_ref ((GUri *)settings->base);
  call->max_tries = settings->max_tries;
  call->retry_delay = settings->retry_delay;
  call->longest_wait = settings->longest_wait;
  call->method = g_strdup (method);
  call->uri = g_uri_ref (uri);
  call->body = body != NULL ? g_bytes_ref (body) : NULL;
  call->options = *options;
  call->options.idempotency_key = g_strdup (options->idempotency_key);
  call->options.if_match = g_strdup (options->if_match);
  call->options.if_none_match = g_strdup (options->if_none_match);
  call->options.content_type = g_strdup (options->content_type);
  if (options->body_file != NULL)
    call->options.body_file = g_object_ref (options->body_file);
  g_task_set_task_data (task, call, call_free);

  start_try (task);
}
