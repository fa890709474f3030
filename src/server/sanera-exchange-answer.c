/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-exchange-private.h"

#include "sanera-json.h"

/**
 * sanera_exchange_set_json:
 * @self: an exchange
 * @status: HTTP status
 * @json: (transfer full): the body
 */
void
sanera_exchange_set_json (SaneraExchange *self, guint status, GString *json)
{
  if (self->answer != NULL)
    g_string_free (self->answer, TRUE);
  self->status = status;
  self->answer = json;
  self->content_type = "application/json; charset=utf-8";
}

/**
 * sanera_exchange_set_text:
 * @self: an exchange
 * @status: HTTP status
 * @text: the body
 */
void
sanera_exchange_set_text (SaneraExchange *self, guint status, const char *text)
{
  sanera_exchange_set_json (self, status, g_string_new (text));
  self->content_type = "text/plain; charset=utf-8";
}

/**
 * sanera_exchange_set_content_type:
 * @self: an exchange whose answer is prepared
 * @type: (transfer none): what the answer is, a text that lives for ever
 */
void
sanera_exchange_set_content_type (SaneraExchange *self, const char *type)
{
  self->content_type = type;
}

/**
 * sanera_exchange_set_empty:
 * @self: an exchange
 * @status: HTTP status; 204 for most
 */
void
sanera_exchange_set_empty (SaneraExchange *self, guint status)
{
  sanera_exchange_set_json (self, status, NULL);
}

/**
 * sanera_exchange_set_etag:
 * @self: an exchange
 * @version: of the entity in the answer
 */
void
sanera_exchange_set_etag (SaneraExchange *self, gint64 version)
{
  g_free (self->etag);
  self->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
}

/**
 * sanera_exchange_set_header:
 * @self: an exchange
 * @name: of a header of the answer
 * @value: its value, printable ASCII
 */
void
sanera_exchange_set_header (SaneraExchange *self, const char *name, const char *value)
{
  SaneraExchangeHeader *header = g_new0 (SaneraExchangeHeader, 1);

  header->name = g_strdup (name);
  header->value = g_strdup (value);
  g_ptr_array_add (self->answer_headers, header);
}

/**
 * sanera_exchange_refuse_with:
 * @self: an exchange
 * @error: set
 * @status: HTTP status
 * @code: for programs: "InvalidInput"
 * @message: for the log
 * @member: (nullable): name of one more member of the answer, beside `error`
 * @json: (nullable) (transfer full): its value: the present state of the entity
 *
 * Refuses the call: the answer is `{"error":{"code","message","target"}}`.
 *
 * Returns: %FALSE, for a #SaneraWork to return
 */
gboolean
sanera_exchange_refuse_with (SaneraExchange *self,
                             GError **error,
                             guint status,
                             const char *code,
                             const char *message,
                             const char *member,
                             GString *json)
{
  GString *out = g_string_new ("{\"error\":{\"code\":");

  sanera_json_append_string (out, code);
  g_string_append (out, ",\"message\":");
  sanera_json_append_string (out, message);
  g_string_append (out, ",\"target\":");
  sanera_json_append_string (out, self->request_id);
  g_string_append_c (out, '}');
  if (json != NULL)
    {
      g_string_append_printf (out, ",\"%s\":", member);
      g_string_append_len (out, json->str, (gssize)json->len);
      g_string_free (json, TRUE);
    }
  g_string_append_c (out, '}');
  g_clear_pointer (&self->etag, g_free);
  sanera_exchange_set_json (self, status, out);

  g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID, "%s: %s", code, message);
  return FALSE;
}

/**
 * sanera_exchange_refuse:
 * @self: an exchange
 * @error: set
 * @status: HTTP status
 * @code: for programs: "InvalidInput"
 * @format: message for the log
 * @...: its arguments
 *
 * As sanera_exchange_refuse_with(), without a further member.
 *
 * Returns: %FALSE, for a #SaneraWork to return
 */
gboolean
sanera_exchange_refuse (SaneraExchange *self,
                        GError **error,
                        guint status,
                        const char *code,
                        const char *format,
                        ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return sanera_exchange_refuse_with (self, error, status, code, message, NULL, NULL);
}

/**
 * sanera_exchange_steal_refusal:
 * @self: an exchange
 * @status: (out): the HTTP status of the refusal
 *
 * Takes the refusal of one of several things out of a call that goes on.
 *
 * Returns: (transfer full) (nullable): its JSON object, %NULL when nothing was refused
 */
GString *
sanera_exchange_steal_refusal (SaneraExchange *self, guint *status)
{
  *status = self->status;
  if (self->answer == NULL || self->status < 400)
    return NULL;

  self->status = 0;
  return g_steal_pointer (&self->answer);
}

/**
 * sanera_exchange_check_if_match:
 * @self: an exchange
 * @version: the entity's version
 * @present_state: (nullable) (transfer full): the entity as it is, for the refusal
 * @error: set by a refusal: 428 `PreconditionRequired` without an `If-Match`, 412
 *   `PreconditionFailed` with a stale one (rule R10)
 *
 * Returns: whether the client saw the entity as it is
 */
gboolean
sanera_exchange_check_if_match (SaneraExchange *self,
                                gint64 version,
                                GString *present_state,
                                GError **error)
{
  const char *if_match = sanera_exchange_get_header (self, "if-match");
  g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);

  if (if_match == NULL)
    {
      if (present_state != NULL)
        g_string_free (present_state, TRUE);
      return sanera_exchange_refuse (self, error, 428, "PreconditionRequired",
                                     "If-Match must name the version that was seen");
    }
  if (!g_str_equal (if_match, etag) && !g_str_equal (if_match, "*"))
    return sanera_exchange_refuse_with (self, error, 412, "PreconditionFailed",
                                        "It was changed meanwhile", "entity", present_state);

  if (present_state != NULL)
    g_string_free (present_state, TRUE);
  return TRUE;
}

static gboolean
is_not_modified (SaneraExchange *self)
{
  const char *seen = sanera_exchange_get_header (self, "if-none-match");

  return self->status == 200 && self->etag != NULL && g_strcmp0 (seen, self->etag) == 0 &&
         self->route != NULL && g_str_equal (self->route->method, "GET");
}

/**
 * sanera_exchange_send:
 * @self: an exchange whose answer is prepared
 *
 * Sends the answer. Does nothing when the client has gone.
 */
void
sanera_exchange_send (SaneraExchange *self)
{
  g_autoptr (SoupServerMessage) message = g_steal_pointer (&self->message);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return;

  headers = soup_server_message_get_response_headers (message);
  soup_message_headers_replace (headers, "X-Request-Id", self->request_id);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (self->etag != NULL)
    soup_message_headers_replace (headers, "ETag", self->etag);
  for (guint i = 0; i < self->answer_headers->len; i++)
    {
      SaneraExchangeHeader *header = self->answer_headers->pdata[i];

      soup_message_headers_replace (headers, header->name, header->value);
    }
  if (is_not_modified (self))
    soup_server_message_set_status (message, 304, NULL);
  else
    {
      soup_server_message_set_status (message, self->status, NULL);
      if (self->answer != NULL)
        {
          gsize length = self->answer->len;
          char *text = g_string_free (g_steal_pointer (&self->answer), FALSE);

          soup_server_message_set_response (message, self->content_type, SOUP_MEMORY_TAKE, text,
                                            length);
        }
    }
  /* A refusal before the body has come is sent by libsoup itself. */
  if (self->dispatched)
    soup_server_message_unpause (message);
}

/**
 * sanera_exchange_send_error:
 * @self: an exchange
 * @error: why there is no answer
 *
 * Sends the refusal that has been prepared, if there is one; else what fits @error. What only the
 * log should know does not go out.
 */
void
sanera_exchange_send_error (SaneraExchange *self, const GError *error)
{
  guint status = 500;
  const char *code = "InternalServerError";
  const char *message = "The server could not carry this out; see its log";

  if (self->status >= 400)
    {
      sanera_exchange_send (self);
      return;
    }

  if (error->domain == SANERA_ERROR)
    switch ((SaneraError)error->code)
      {
      case SANERA_ERROR_INVALID:
      case SANERA_ERROR_PROTOCOL:
      case SANERA_ERROR_UNSUPPORTED:
        status = 400;
        code = "InvalidInput";
        message = error->message;
        break;
      case SANERA_ERROR_NOT_FOUND:
        status = 404;
        code = "ResourceNotFound";
        message = error->message;
        break;
      case SANERA_ERROR_CONFLICT:
        status = 409;
        code = "Conflict";
        message = error->message;
        break;
      case SANERA_ERROR_PRECONDITION:
        status = 412;
        code = "PreconditionFailed";
        message = error->message;
        break;
      case SANERA_ERROR_BUSY:
        status = 503;
        code = "ServiceUnavailable";
        message = "The database is busy";
        sanera_exchange_set_header (self, "Retry-After", "1");
        break;
      case SANERA_ERROR_FULL:
        status = 507;
        code = "InsufficientStorage";
        message = "The server's disk is full";
        break;
      default:
        break;
      }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      status = 503;
      code = "ServiceUnavailable";
      message = "The call was given up";
    }
  else if (status >= 500)
    g_warning ("%s %s: %s (request %s)", self->route->method, self->route->path, error->message,
               self->request_id);

  sanera_exchange_refuse (self, NULL, status, code, "%s", message);
  sanera_exchange_send (self);
}

/**
 * sanera_exchange_dup_raw_answer:
 * @self: an exchange with a refusal prepared
 *
 * Returns: (transfer full): the answer as it goes over the wire, for a connection on which libsoup
 *   would first read a body that nobody wants
 */
char *
sanera_exchange_dup_raw_answer (SaneraExchange *self)
{
  return g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                          "Content-Type: application/json; charset=utf-8\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "X-Request-Id: %s\r\n"
                          "Cache-Control: no-store\r\n"
                          "Connection: close\r\n\r\n%s",
                          self->status, soup_status_get_phrase (self->status), self->answer->len,
                          self->request_id, self->answer->str);
}
