/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-session-private.h"

#include "sanera-json.h"

#include <string.h>

#define MAX_MESSAGE 500 /* characters of a server's message that reach a log */
#define MAX_WORD 64

static gboolean
is_word (const char *text, gsize length)
{
  if (length == 0 || length > MAX_WORD || !g_ascii_isupper (text[0]))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]))
      return FALSE;

  return TRUE;
}

/**
 * sanera_error_get_code:
 * @error: (nullable): an error of a call to a server
 *
 * Returns: (transfer full) (nullable): the code that stands in front of the message, for example
 *   "InvalidInput"
 */
char *
sanera_error_get_code (const GError *error)
{
  const char *colon;

  if (error == NULL || error->domain != SANERA_ERROR)
    return NULL;

  colon = strstr (error->message, ": ");
  if (colon == NULL || !is_word (error->message, (gsize)(colon - error->message)))
    return NULL;

  return g_strndup (error->message, (gsize)(colon - error->message));
}

/**
 * sanera_session_set_error:
 * @error: return location
 * @code: what it is
 * @word: (nullable): the code in front of the message
 * @format: printf() format of the message, in English, for the log
 * @...: its arguments
 *
 * Sets an error whose word sanera_error_get_code() finds.
 */
void
sanera_session_set_error (GError **error,
                          SaneraError code,
                          const char *word,
                          const char *format,
                          ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  if (word != NULL)
    g_set_error (error, SANERA_ERROR, code, "%s: %s", word, message);
  else
    g_set_error_literal (error, SANERA_ERROR, code, message);
}

/**
 * sanera_session_error_from_transport:
 * @cause: what libsoup or GIO says
 * @sent: whether any byte of the request may have reached a server
 *
 * Returns: (transfer full): the same in our own domain; a cancellation stays what it is
 */
GError *
sanera_session_error_from_transport (const GError *cause, gboolean sent)
{
  GError *error = NULL;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    sanera_session_set_error (&error, SANERA_ERROR_TIMEOUT, sent ? NULL : SANERA_CODE_NOT_SENT,
                              "%s", cause->message);
  else if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    sanera_session_set_error (&error, SANERA_ERROR_PROTOCOL, SANERA_CODE_CERTIFICATE, "%s",
                              cause->message);
  else if ((cause->domain == G_TLS_ERROR && cause->code != G_TLS_ERROR_EOF) ||
           cause->domain == SOUP_SESSION_ERROR ||
           g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    sanera_session_set_error (&error, SANERA_ERROR_PROTOCOL, NULL, "%s", cause->message);
  else
    sanera_session_set_error (&error, SANERA_ERROR_OFFLINE, sent ? NULL : SANERA_CODE_NOT_SENT,
                              "%s", cause->message);

  return error;
}

/**
 * sanera_session_is_json:
 * @message: a message with its answer's headers
 *
 * Returns: whether the answer calls itself JSON
 */
gboolean
sanera_session_is_json (SoupMessage *message)
{
  const char *type =
      soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return type != NULL && (g_ascii_strcasecmp (type, "application/json") == 0 ||
                          (g_ascii_strncasecmp (type, "application/", 12) == 0 &&
                           g_str_has_suffix (type, "+json")));
}

static SaneraError
code_from_status (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_PROXY_UNAUTHORIZED:
      return SANERA_ERROR_UNAUTHORIZED;
    case SOUP_STATUS_FORBIDDEN:
      return SANERA_ERROR_FORBIDDEN;
    case SOUP_STATUS_NOT_FOUND:
    case SOUP_STATUS_GONE:
      return SANERA_ERROR_NOT_FOUND;
    case SOUP_STATUS_REQUEST_TIMEOUT:
      return SANERA_ERROR_TIMEOUT;
    case SOUP_STATUS_CONFLICT:
      return SANERA_ERROR_CONFLICT;
    case SOUP_STATUS_PRECONDITION_FAILED:
    case 428: /* Precondition Required, RFC 6585 */
      return SANERA_ERROR_PRECONDITION;
    case 429: /* Too Many Requests, RFC 6585 */
      return SANERA_ERROR_RATE_LIMITED;
    default:
      if (status >= 500)
        return SANERA_ERROR_SERVER;
      return status >= 400 ? SANERA_ERROR_INVALID : SANERA_ERROR_PROTOCOL;
    }
}

/* {"error":{"code","message","target"}}; whatever is not so is left out. */
static void
read_error_body (const char *body,
                 gsize length,
                 const char **word,
                 const char **text,
                 JsonNode **node)
{
  JsonObject *error = NULL;

  *node = sanera_json_parse (body, (gssize)length, 16, NULL);
  if (*node == NULL || !JSON_NODE_HOLDS_OBJECT (*node) ||
      !sanera_json_get_object (json_node_get_object (*node), "error", "", &error, NULL) ||
      error == NULL)
    return;

  sanera_json_get_text (error, "code", "error", word, NULL);
  sanera_json_get_text (error, "message", "error", text, NULL);
}

static GError *
error_from_body (guint status, const char *body, gsize length, const char *phrase)
{
  g_autofree char *fallback = g_strdup_printf ("HTTP%u", status);
  g_autofree char *bounded = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *word = NULL;
  const char *text = NULL;
  GError *error = NULL;

  if (length > 0)
    read_error_body (body, length, &word, &text, &node);
  if (word == NULL || !is_word (word, strlen (word)))
    word = fallback;
  if (text == NULL)
    text = phrase != NULL ? phrase : soup_status_get_phrase (status);

  bounded = g_utf8_make_valid (text, -1);
  if (g_utf8_strlen (bounded, -1) > MAX_MESSAGE)
    *g_utf8_offset_to_pointer (bounded, MAX_MESSAGE) = '\0';
  sanera_session_set_error (&error, code_from_status (status), word, "%s", bounded);

  return error;
}

/**
 * sanera_session_error_from_answer:
 * @message: a message whose answer is an error
 * @body: the answer's body
 *
 * Returns: (transfer full): the error, with the server's code and message when it gave them
 */
GError *
sanera_session_error_from_answer (SoupMessage *message, GByteArray *body)
{
  gboolean json = body->len > 0 && sanera_session_is_json (message);

  return error_from_body (soup_message_get_status (message), (const char *)body->data,
                          json ? body->len : 0, soup_message_get_reason_phrase (message));
}

/**
 * sanera_error_from_response:
 * @response: an answer with an error status that the caller has accepted
 *
 * What the call would have failed with, had the status not been accepted.
 *
 * Returns: (transfer full): the error, with the server's code and message when it gave them
 */
GError *
sanera_error_from_response (const SaneraResponse *response)
{
  const char *body = NULL;
  gsize length = 0;

  g_return_val_if_fail (response != NULL, NULL);

  if (response->body != NULL)
    body = g_bytes_get_data (response->body, &length);

  return error_from_body (response->status, body, length, NULL);
}
