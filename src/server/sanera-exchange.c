/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "sanera-json.h"

typedef struct
{
  char *name;
  char *value;
} Header;

struct _SaneraExchange
{
  GObject parent_instance;

  SaneraServer *server;
  SoupServerMessage *message; /* until the answer is sent or the client has gone */
  GCancellable *cancellable;

  /* what was asked */
  const SaneraRoute *route;
  SaneraPerson *person;
  char **params;
  char *path;
  char *base;
  char *request_id;
  GHashTable *query;
  GHashTable *headers; /* lower-case name → value */
  GByteArray *body;
  GBytes *body_bytes;
  char *body_path;
  int body_fd;
  gint64 body_size;

  /* the answer */
  guint status;
  GString *answer;
  const char *content_type;
  GPtrArray *answer_headers; /* of Header */
  char *etag;

  gpointer work_data;
  GDestroyNotify work_data_free;
  gboolean dispatched;
};

G_DEFINE_FINAL_TYPE (SaneraExchange, sanera_exchange, G_TYPE_OBJECT)

static void
header_free (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  g_free (header->value);
  g_free (header);
}

static void
close_body_file (SaneraExchange *self)
{
  if (self->body_fd >= 0)
    close (self->body_fd);
  self->body_fd = -1;
}

static void
sanera_exchange_finalize (GObject *object)
{
  SaneraExchange *self = SANERA_EXCHANGE (object);

  if (self->dispatched)
    sanera_server_end_call (self->server);
  if (self->work_data_free != NULL)
    self->work_data_free (self->work_data);
  close_body_file (self);
  if (self->body_path != NULL)
    g_unlink (self->body_path);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->server);
  g_clear_pointer (&self->person, sanera_person_free);
  g_clear_pointer (&self->params, g_strfreev);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->body_bytes, g_bytes_unref);
  g_clear_pointer (&self->answer_headers, g_ptr_array_unref);
  if (self->answer != NULL)
    g_string_free (self->answer, TRUE);
  g_free (self->body_path);
  g_free (self->path);
  g_free (self->base);
  g_free (self->request_id);
  g_free (self->etag);

  G_OBJECT_CLASS (sanera_exchange_parent_class)->finalize (object);
}

static void
sanera_exchange_class_init (SaneraExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_exchange_finalize;
}

static void
sanera_exchange_init (SaneraExchange *self)
{
  self->body_fd = -1;
  self->cancellable = g_cancellable_new ();
  self->request_id = g_uuid_string_random ();
  self->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->answer_headers = g_ptr_array_new_with_free_func (header_free);
}

static char *
decode_query_text (const char *text, gsize length)
{
  g_autofree char *plain = g_strndup (text, length);
  char *decoded;

  g_strdelimit (plain, "+", ' ');
  decoded = g_uri_unescape_string (plain, NULL);
  if (decoded != NULL && !g_utf8_validate (decoded, -1, NULL))
    g_clear_pointer (&decoded, g_free);

  return decoded;
}

/* Names are compared without regard to case; what cannot be decoded is as good as not there, and
 * the call then says what is missing. */
static void
read_query (SaneraExchange *self, const char *query)
{
  g_auto (GStrv) pairs = NULL;

  if (query == NULL)
    return;

  pairs = g_strsplit (query, "&", 64);
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      const char *equals = strchrnul (pairs[i], '=');
      g_autofree char *name = decode_query_text (pairs[i], (gsize)(equals - pairs[i]));
      g_autofree char *value =
          *equals == '=' ? decode_query_text (equals + 1, strlen (equals + 1)) : g_strdup ("");

      if (name != NULL && *name != '\0' && value != NULL)
        g_hash_table_replace (self->query, g_ascii_strdown (name, -1), g_steal_pointer (&value));
    }
}

static void
read_headers (SaneraExchange *self, SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_utf8_validate (value, -1, NULL))
      g_hash_table_replace (self->headers, g_ascii_strdown (name, -1), g_strdup (value));
}

/* "https://host:port", what links to ourselves begin with. */
static void
find_base (SaneraExchange *self, GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = sanera_exchange_get_header (self, "host");

  if (sanera_server_get_behind_proxy (self->server))
    {
      const char *proto = sanera_exchange_get_header (self, "x-forwarded-proto");
      const char *forwarded = sanera_exchange_get_header (self, "x-forwarded-host");

      if (g_strcmp0 (proto, "https") == 0 || g_strcmp0 (proto, "http") == 0)
        scheme = proto;
      if (forwarded != NULL)
        host = forwarded;
    }
  self->base = g_strdup_printf ("%s://%s", scheme, host != NULL ? host : "localhost");
}

static void
message_finished_cb (SoupServerMessage *message, gpointer user_data)
{
  SaneraExchange *self = user_data;

  /* Writes go on: their outcome counts even when nobody hears of it. */
  if (self->route == NULL || self->route->run != SANERA_RUN_WRITE)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->message);
}

/**
 * sanera_exchange_new:
 * @server: what all calls share
 * @message: a request whose headers have been read
 *
 * Returns: (transfer full): an exchange without a route
 */
SaneraExchange *
sanera_exchange_new (SaneraServer *server, SoupServerMessage *message)
{
  SaneraExchange *self = g_object_new (SANERA_TYPE_EXCHANGE, NULL);
  GUri *uri = soup_server_message_get_uri (message);

  self->server = g_object_ref (server);
  self->message = g_object_ref (message);
  self->path = g_strdup (g_uri_get_path (uri));
  read_headers (self, soup_server_message_get_request_headers (message));
  read_query (self, g_uri_get_query (uri));
  find_base (self, uri);
  g_signal_connect_object (message, "finished", G_CALLBACK (message_finished_cb), self, 0);

  return self;
}

/**
 * sanera_exchange_set_route:
 * @self: an exchange
 * @route: the call that it is
 * @params: (transfer full): what stood at the pattern's `{…}`
 * @person: (nullable): who makes it
 */
void
sanera_exchange_set_route (SaneraExchange *self,
                           const SaneraRoute *route,
                           char **params,
                           const SaneraPerson *person)
{
  self->route = route;
  self->params = params;
  self->person = sanera_person_copy (person);
}

/**
 * sanera_exchange_get_server:
 * @self: an exchange
 *
 * Returns: (transfer none): what all calls share
 */
SaneraServer *
sanera_exchange_get_server (SaneraExchange *self)
{
  return self->server;
}

/**
 * sanera_exchange_get_route:
 * @self: an exchange
 *
 * Returns: (transfer none) (nullable): the call that it is; %NULL when there is none such
 */
const SaneraRoute *
sanera_exchange_get_route (SaneraExchange *self)
{
  return self->route;
}

/**
 * sanera_exchange_get_person:
 * @self: an exchange whose route needs a capability
 *
 * Returns: (transfer none): who makes the call
 */
const SaneraPerson *
sanera_exchange_get_person (SaneraExchange *self)
{
  return self->person;
}

/**
 * sanera_exchange_get_now:
 * @self: an exchange
 *
 * Returns: now, by the server's clock, microseconds since 1970 UTC
 */
gint64
sanera_exchange_get_now (SaneraExchange *self)
{
  return sanera_server_get_now (self->server);
}

/**
 * sanera_exchange_get_param:
 * @self: an exchange
 * @i: which `{…}` of the route's pattern, from 0
 *
 * Returns: (transfer none): what stood there, unescaped
 */
const char *
sanera_exchange_get_param (SaneraExchange *self, guint i)
{
  g_return_val_if_fail (i < g_strv_length (self->params), NULL);

  return self->params[i];
}

/**
 * sanera_exchange_get_query:
 * @self: an exchange
 * @name: of a query parameter, lower case
 *
 * Returns: (transfer none) (nullable): its value, decoded
 */
const char *
sanera_exchange_get_query (SaneraExchange *self, const char *name)
{
  return g_hash_table_lookup (self->query, name);
}

/**
 * sanera_exchange_get_query_table:
 * @self: an exchange
 *
 * Returns: (transfer none) (element-type utf8 utf8): all query parameters, names in lower case
 */
GHashTable *
sanera_exchange_get_query_table (SaneraExchange *self)
{
  return self->query;
}

/**
 * sanera_exchange_get_query_int:
 * @self: an exchange
 * @name: of a query parameter, lower case
 * @minimum: smallest value allowed
 * @maximum: largest value allowed
 * @value: (inout): left alone when the parameter is not there
 * @error: set by a refusal (400 `InvalidInput`)
 *
 * Returns: %FALSE when it is there and no such number
 */
gboolean
sanera_exchange_get_query_int (SaneraExchange *self,
                               const char *name,
                               gint64 minimum,
                               gint64 maximum,
                               gint64 *value,
                               GError **error)
{
  const char *text = sanera_exchange_get_query (self, name);

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (text, 10, minimum, maximum, value, NULL))
    return sanera_exchange_refuse (self, error, 400, "InvalidInput",
                                   "%s must be a whole number from %" G_GINT64_FORMAT
                                   " to %" G_GINT64_FORMAT,
                                   name, minimum, maximum);

  return TRUE;
}

/**
 * sanera_exchange_get_query_bool:
 * @self: an exchange
 * @name: of a query parameter, lower case
 * @value: (inout): left alone when the parameter is not there
 * @error: set by a refusal (400 `InvalidInput`)
 *
 * Returns: %FALSE when it is there and neither `true` nor `false`
 */
gboolean
sanera_exchange_get_query_bool (SaneraExchange *self,
                                const char *name,
                                gboolean *value,
                                GError **error)
{
  const char *text = sanera_exchange_get_query (self, name);

  if (text == NULL)
    return TRUE;
  if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
    return sanera_exchange_refuse (self, error, 400, "InvalidInput", "%s must be true or false",
                                   name);

  *value = g_str_equal (text, "true");
  return TRUE;
}

/**
 * sanera_exchange_get_header:
 * @self: an exchange
 * @name: of a header, lower case
 *
 * Returns: (transfer none) (nullable): its value; the last one of several
 */
const char *
sanera_exchange_get_header (SaneraExchange *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}

/**
 * sanera_exchange_get_base:
 * @self: an exchange
 *
 * Returns: (transfer none): "https://host:port", what links to this server begin with
 */
const char *
sanera_exchange_get_base (SaneraExchange *self)
{
  return self->base;
}

/**
 * sanera_exchange_get_path:
 * @self: an exchange
 *
 * Returns: (transfer none): the path as it was asked for, still escaped
 */
const char *
sanera_exchange_get_path (SaneraExchange *self)
{
  return self->path;
}

/**
 * sanera_exchange_get_request_id:
 * @self: an exchange
 *
 * Returns: (transfer none): what the answer carries as `X-Request-Id`
 */
const char *
sanera_exchange_get_request_id (SaneraExchange *self)
{
  return self->request_id;
}

/**
 * sanera_exchange_get_body:
 * @self: an exchange of a route with %SANERA_BODY_JSON, its body complete
 *
 * Returns: (transfer none): the body's bytes
 */
GBytes *
sanera_exchange_get_body (SaneraExchange *self)
{
  return self->body_bytes;
}

/**
 * sanera_exchange_parse_body:
 * @self: an exchange with a body in memory
 * @node: (out) (transfer full): keeps what is returned alive
 * @error: set by a refusal (400 `InvalidRequestBody`)
 *
 * Returns: (transfer none) (nullable): the object that the body is
 */
JsonObject *
sanera_exchange_parse_body (SaneraExchange *self, JsonNode **node, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gsize size;
  const char *text = g_bytes_get_data (self->body_bytes, &size);

  *node =
      sanera_json_parse (text != NULL ? text : "", (gssize)size, SANERA_JSON_MAX_DEPTH, &problem);
  if (*node == NULL || !JSON_NODE_HOLDS_OBJECT (*node))
    {
      sanera_exchange_refuse (self, error, 400, "InvalidRequestBody",
                              "The body must be a JSON object%s%s", problem != NULL ? ": " : "",
                              problem != NULL ? problem->message : "");
      return NULL;
    }

  return json_node_get_object (*node);
}

/**
 * sanera_exchange_get_body_path:
 * @self: an exchange of a route with %SANERA_BODY_FILE, its body complete
 *
 * Returns: (transfer none) (nullable): the file that holds the body; removed with the exchange
 */
const char *
sanera_exchange_get_body_path (SaneraExchange *self)
{
  return self->body_path;
}

/**
 * sanera_exchange_steal_body_path:
 * @self: an exchange of a route with %SANERA_BODY_FILE, its body complete
 *
 * Returns: (transfer full) (nullable): the file that holds the body; the caller removes it
 */
char *
sanera_exchange_steal_body_path (SaneraExchange *self)
{
  return g_steal_pointer (&self->body_path);
}

/**
 * sanera_exchange_get_body_size:
 * @self: an exchange
 *
 * Returns: bytes of the body that have come so far
 */
gint64
sanera_exchange_get_body_size (SaneraExchange *self)
{
  return self->body_size;
}

/**
 * sanera_exchange_open_body_file:
 * @self: an exchange of a route with %SANERA_BODY_FILE
 * @error: set when the file cannot be made
 *
 * Returns: whether the file is there
 */
gboolean
sanera_exchange_open_body_file (SaneraExchange *self, GError **error)
{
  self->body_path = sanera_server_dup_upload_template (self->server);
  self->body_fd = g_mkstemp_full (self->body_path, O_RDWR | O_CLOEXEC, 0600);
  if (self->body_fd < 0)
    {
      int errsv = errno;

      g_set_error (error, SANERA_ERROR, errsv == ENOSPC ? SANERA_ERROR_FULL : SANERA_ERROR_CACHE,
                   "%s: %s", self->body_path, g_strerror (errsv));
      g_clear_pointer (&self->body_path, g_free);
      return FALSE;
    }

  return TRUE;
}

/* What waits to be written to the body's file. */
typedef struct
{
  int fd;
  GByteArray *bytes;
} FileChunk;

static void
file_chunk_free (FileChunk *chunk)
{
  g_byte_array_unref (chunk->bytes);
  g_free (chunk);
}

static void
write_body_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  FileChunk *chunk = task_data;
  const guint8 *data = chunk->bytes->data;
  gsize left = chunk->bytes->len;

  while (left > 0)
    {
      gssize written = write (chunk->fd, data, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          int errsv = errno;

          g_task_return_new_error (task, SANERA_ERROR,
                                   errsv == ENOSPC ? SANERA_ERROR_FULL : SANERA_ERROR_CACHE,
                                   "The report cannot be stored: %s", g_strerror (errsv));
          return;
        }
      data += written;
      left -= (gsize)written;
    }

  g_task_return_boolean (task, TRUE);
}

/**
 * sanera_exchange_flush_body_async:
 * @self: an exchange whose body goes to a file
 * @callback: called when what has come so far is written
 * @user_data: for @callback
 *
 * Writes what has come in a thread of its own: disks are slow, the main loop must not be.
 */
void
sanera_exchange_flush_body_async (SaneraExchange *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  FileChunk *chunk = g_new0 (FileChunk, 1);

  g_task_set_source_tag (task, sanera_exchange_flush_body_async);
  chunk->fd = self->body_fd;
  chunk->bytes = self->body != NULL ? g_steal_pointer (&self->body) : g_byte_array_new ();
  g_task_set_task_data (task, chunk, (GDestroyNotify)file_chunk_free);
  g_task_run_in_thread (task, write_body_thread);
}

/**
 * sanera_exchange_flush_body_finish:
 * @self: an exchange
 * @result: what the callback got
 * @error: %SANERA_ERROR_FULL, or %SANERA_ERROR_CACHE
 *
 * Returns: whether it is written
 */
gboolean
sanera_exchange_flush_body_finish (SaneraExchange *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sanera_exchange_add_body:
 * @self: an exchange
 * @chunk: the next bytes of the body
 *
 * Keeps them until the body is complete, or until sanera_exchange_flush_body_async().
 *
 * Returns: how many bytes are kept now
 */
gsize
sanera_exchange_add_body (SaneraExchange *self, GBytes *chunk)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (chunk, &size);

  if (self->body == NULL)
    self->body = g_byte_array_new ();
  g_byte_array_append (self->body, data, (guint)size);
  self->body_size += (gint64)size;

  return self->body->len;
}

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
  Header *header = g_new0 (Header, 1);

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

/**
 * sanera_exchange_get_work_data:
 * @self: an exchange
 *
 * Returns: (transfer none) (nullable): what sanera_exchange_set_work_data() was given
 */
gpointer
sanera_exchange_get_work_data (SaneraExchange *self)
{
  return self->work_data;
}

/**
 * sanera_exchange_set_work_data:
 * @self: an exchange
 * @data: (nullable): what one step of a handler leaves for the next
 * @free_func: (nullable): frees @data together with the exchange
 */
void
sanera_exchange_set_work_data (SaneraExchange *self, gpointer data, GDestroyNotify free_func)
{
  if (self->work_data_free != NULL)
    self->work_data_free (self->work_data);
  self->work_data = data;
  self->work_data_free = free_func;
}

/* A work on its way through a database thread. The reference to the exchange is the callback's: it
 * must not be finalized over there. */
typedef struct
{
  SaneraExchange *exchange;
  SaneraWork work;
  SaneraRun run;
} Job;

static gboolean
job_work (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  Job *job = data;
  gboolean ok;

  if (job->run == SANERA_RUN_WRITE)
    return job->work (db, job->exchange, cancellable, error);

  /* One snapshot for all queries of a call. */
  if (!sanera_db_exec (db, "BEGIN", error))
    return FALSE;
  ok = job->work (db, job->exchange, cancellable, error);
  sanera_db_rollback (db);

  return ok;
}

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraExchange) self = user_data;
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (error != NULL)
    {
      sanera_exchange_send_error (self, error);
      return;
    }
  sanera_exchange_send (self);
}

static void
write_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraExchange *self = user_data;

  sanera_server_notify_changed (self->server);
  job_done_cb (source, result, user_data);
}

/**
 * sanera_exchange_run:
 * @self: an exchange
 * @run: %SANERA_RUN_READ or %SANERA_RUN_WRITE
 * @work: what to do there
 *
 * Runs @work on a thread of the database and sends the answer that it has prepared.
 */
void
sanera_exchange_run (SaneraExchange *self, SaneraRun run, SaneraWork work)
{
  SaneraStore *store = sanera_server_get_store (self->server);
  Job *job = g_new0 (Job, 1);

  job->exchange = self;
  job->work = work;
  job->run = run;
  if (run == SANERA_RUN_WRITE)
    sanera_store_write_async (store, job_work, job, g_free, NULL, write_done_cb,
                              g_object_ref (self));
  else
    sanera_store_read_async (store, job_work, job, g_free, self->cancellable, job_done_cb,
                             g_object_ref (self));
}

/**
 * sanera_exchange_dispatch:
 * @self: an exchange with a route, its body complete
 *
 * Has the call answered.
 */
void
sanera_exchange_dispatch (SaneraExchange *self)
{
  self->dispatched = TRUE;
  sanera_server_begin_call (self->server);
  close_body_file (self);
  if (self->route->body == SANERA_BODY_JSON)
    self->body_bytes = self->body != NULL
                           ? g_byte_array_free_to_bytes (g_steal_pointer (&self->body))
                           : g_bytes_new_static ("", 0);

  if (self->route->run == SANERA_RUN_HANDLER)
    self->route->handler (self);
  else
    sanera_exchange_run (self, self->route->run, self->route->work);
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
      Header *header = self->answer_headers->pdata[i];

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
