/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-exchange-private.h"

#include <glib/gstdio.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (SaneraExchange, sanera_exchange, G_TYPE_OBJECT)

static void
header_free (gpointer data)
{
  SaneraExchangeHeader *header = data;

  g_free (header->name);
  g_free (header->value);
  g_free (header);
}

static void
sanera_exchange_finalize (GObject *object)
{
  SaneraExchange *self = SANERA_EXCHANGE (object);

  if (self->in_changes)
    sanera_server_leave_changes (self->server, self->person->id);
  if (self->dispatched)
    sanera_server_end_call (self->server);
  if (self->work_data_free != NULL)
    self->work_data_free (self->work_data);
  sanera_exchange_close_body_file (self);
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
 * sanera_exchange_enter_changes:
 * @self: an exchange that is a `changes` call
 * @person: who makes it
 *
 * Returns: whether it may begin: only so many of a person are under way at once. Until the exchange
 *   ends
 */
gboolean
sanera_exchange_enter_changes (SaneraExchange *self, const SaneraPerson *person)
{
  self->in_changes = sanera_server_enter_changes (self->server, person->id);

  return self->in_changes;
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

/* And what follows it on the main thread. */
typedef struct
{
  SaneraExchange *exchange;
  SaneraRun run;
  SaneraHandler then;
} Follow;

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
  g_autofree Follow *follow = user_data;
  g_autoptr (SaneraExchange) self = follow->exchange;
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (error != NULL)
    {
      sanera_exchange_send_error (self, error);
      return;
    }
  if (follow->run == SANERA_RUN_WRITE)
    sanera_server_notify_changed (self->server);
  follow->then (self);
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
  sanera_exchange_run_then (self, run, work, sanera_exchange_send);
}

/**
 * sanera_exchange_run_then:
 * @self: an exchange
 * @run: %SANERA_RUN_READ or %SANERA_RUN_WRITE
 * @work: what to do there
 * @then: called on the main thread when @work has succeeded
 *
 * Runs @work on a thread of the database; when it fails, the refusal is sent.
 */
void
sanera_exchange_run_then (SaneraExchange *self, SaneraRun run, SaneraWork work, SaneraHandler then)
{
  SaneraStore *store = sanera_server_get_store (self->server);
  Job *job = g_new0 (Job, 1);
  Follow *follow = g_new0 (Follow, 1);

  job->exchange = self;
  job->work = work;
  job->run = run;
  follow->exchange = g_object_ref (self);
  follow->run = run;
  follow->then = then;
  if (run == SANERA_RUN_WRITE)
    sanera_store_write_async (store, job_work, job, g_free, NULL, job_done_cb, follow);
  else
    sanera_store_read_async (store, job_work, job, g_free, self->cancellable, job_done_cb, follow);
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
  sanera_exchange_close_body_file (self);
  if (self->route->body == SANERA_BODY_JSON)
    self->body_bytes = self->body != NULL
                           ? g_byte_array_free_to_bytes (g_steal_pointer (&self->body))
                           : g_bytes_new_static ("", 0);

  if (self->route->run == SANERA_RUN_HANDLER)
    self->route->handler (self);
  else
    sanera_exchange_run (self, self->route->run, self->route->work);
}
