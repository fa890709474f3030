/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-http.h"

#include <string.h>

#include "sanera-exchange.h"
#include "sanera-peer.h"
#include "sanera-routes.h"

/* Between libsoup and the calls: everything that is decided before a byte of the body is read, and
 * what becomes of the body. */

#define EXCHANGE_KEY "sanera-exchange"

/* A refused body up to this size is swallowed, so that the connection can be used again. */
#define SWALLOW_MAX (64 * 1024)

/* What is collected of an upload before it is written to its file. */
#define FLUSH_SIZE (1024 * 1024)

static const char *
find_token (SaneraExchange *exchange)
{
  const char *header = sanera_exchange_get_header (exchange, "authorization");

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", 7) != 0)
    return NULL;
  header += 7;
  while (*header == ' ')
    header++;

  return *header != '\0' ? header : NULL;
}

static const SaneraPerson *
find_person (SaneraServer *server, SaneraExchange *exchange)
{
  const SaneraPerson *person = sanera_server_get_private_person (server);

  return person != NULL ? person : sanera_server_authenticate (server, find_token (exchange));
}

static gboolean
refuse_route (SaneraExchange *exchange, const char *allowed)
{
  if (allowed == NULL)
    return sanera_exchange_refuse (exchange, NULL, 404, "NotFound", "There is no such resource");

  sanera_exchange_set_header (exchange, "Allow", allowed);
  return sanera_exchange_refuse (exchange, NULL, 405, "MethodNotAllowed", "Allowed: %s", allowed);
}

static gboolean
check_person (SaneraServer *server,
              SaneraExchange *exchange,
              const SaneraRoute *route,
              const SaneraPerson *person)
{
  guint seconds;

  if (route->capability == SANERA_CAPABILITY_NONE)
    return TRUE;

  if (person == NULL)
    {
      sanera_exchange_set_header (exchange, "WWW-Authenticate", "Bearer");
      return sanera_exchange_refuse (exchange, NULL, 401, "Unauthorized",
                                     "No token, or one that is not valid");
    }
  if (route->handler == sanera_route_changes)
    seconds = sanera_exchange_enter_changes (exchange, person) ? 0 : 1;
  else
    seconds = sanera_server_take_call (server, person);
  if (seconds > 0)
    {
      g_autofree char *text = g_strdup_printf ("%u", seconds);

      sanera_exchange_set_header (exchange, "Retry-After", text);
      return sanera_exchange_refuse (exchange, NULL, 429, "TooManyRequests",
                                     "At most %d calls a minute, %d of changes at once",
                                     SANERA_CALLS_PER_MINUTE, SANERA_MAX_CHANGES_CALLS);
    }
  if (!sanera_person_can (person, route->capability))
    return sanera_exchange_refuse (exchange, NULL, 403, "Forbidden", "The role %s may not do this",
                                   sanera_enum_to_nick (&sanera_role_enum, (int)person->role));

  return TRUE;
}

static gint64
get_body_limit (const SaneraRoute *route)
{
  switch (route->body)
    {
    case SANERA_BODY_JSON:
      return SANERA_BODY_MAX;
    case SANERA_BODY_FILE:
      return SANERA_BODY_FILE_MAX;
    case SANERA_BODY_NONE:
    default:
      return 0;
    }
}

static gboolean
refuse_size (SaneraExchange *exchange)
{
  return sanera_exchange_refuse (exchange, NULL, 413, "RequestTooLarge",
                                 "The body may have at most %" G_GINT64_FORMAT " bytes",
                                 get_body_limit (sanera_exchange_get_route (exchange)));
}

static gboolean
is_json (const char *content_type)
{
  static const char json[] = "application/json";

  return content_type == NULL || (g_ascii_strncasecmp (content_type, json, strlen (json)) == 0 &&
                                  strchr ("; \t", content_type[strlen (json)]) != NULL);
}

static gboolean
check_body (SaneraExchange *exchange, const SaneraRoute *route, SoupMessageHeaders *headers)
{
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > get_body_limit (route))
    return refuse_size (exchange);
  if (route->body == SANERA_BODY_JSON &&
      !is_json (sanera_exchange_get_header (exchange, "content-type")))
    return sanera_exchange_refuse (exchange, NULL, 415, "UnsupportedMediaType",
                                   "The body must be application/json");
  if (sanera_exchange_get_header (exchange, "content-encoding") != NULL)
    return sanera_exchange_refuse (exchange, NULL, 415, "UnsupportedMediaType",
                                   "The body must not be compressed");

  return TRUE;
}

static gboolean
check (SaneraServer *server, SaneraExchange *exchange, SoupServerMessage *message)
{
  const SaneraPerson *person = find_person (server, exchange);
  g_auto (GStrv) params = NULL;
  g_autofree char *allowed = NULL;
  const SaneraRoute *route =
      sanera_router_match (soup_server_message_get_method (message),
                           sanera_exchange_get_path (exchange), &params, &allowed);

  if (route == NULL)
    return refuse_route (exchange, allowed);
  sanera_exchange_set_route (exchange, route, g_steal_pointer (&params), person);

  return check_person (server, exchange, route, person) &&
         check_body (exchange, route, soup_server_message_get_request_headers (message));
}

/* A refused body: nothing of it is kept, and of a large one nothing is read. */
static void
refuse (SoupServerMessage *message, SaneraExchange *exchange)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupEncoding encoding = soup_message_headers_get_encoding (headers);
  gboolean unread = encoding == SOUP_ENCODING_CHUNKED ||
                    (encoding == SOUP_ENCODING_CONTENT_LENGTH &&
                     soup_message_headers_get_content_length (headers) > SWALLOW_MAX);

  if (unread && (soup_message_headers_get_expectations (headers) & SOUP_EXPECTATION_CONTINUE) == 0)
    {
      g_autofree char *answer = sanera_exchange_dup_raw_answer (exchange);

      sanera_peer_answer_raw (sanera_peer_of_message (message), answer);
    }
  sanera_exchange_send (exchange);
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraExchange *exchange = SANERA_EXCHANGE (source);
  g_autoptr (SoupServerMessage) message = user_data;
  g_autoptr (GError) error = NULL;

  if (!sanera_exchange_flush_body_finish (exchange, result, &error))
    {
      sanera_peer_shutdown (sanera_peer_of_message (message));
      g_warning ("%s", error->message);
    }
  /* A message whose client has gone meanwhile has no connection to go on with. */
  if (g_object_get_data (G_OBJECT (message), EXCHANGE_KEY) != NULL)
    soup_server_message_unpause (message);
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  SaneraExchange *exchange = user_data;
  const SaneraRoute *route = sanera_exchange_get_route (exchange);
  SaneraPeer *peer = sanera_peer_of_message (message);
  gsize kept;

  if (sanera_peer_get_state (peer) == SANERA_PEER_LINGERING)
    return;
  sanera_peer_progress (peer);
  if (soup_server_message_get_status (message) != 0)
    return; /* refused: swallowed */

  if (sanera_exchange_get_body_size (exchange) + (gint64)g_bytes_get_size (chunk) >
      get_body_limit (route))
    {
      /* Only without a Content-Length: it has been checked. */
      refuse_size (exchange);
      refuse (message, exchange);
      return;
    }
  kept = sanera_exchange_add_body (exchange, chunk);
  if (route->body == SANERA_BODY_FILE && kept >= FLUSH_SIZE)
    {
      soup_server_message_pause (message);
      sanera_exchange_flush_body_async (exchange, flushed_cb, g_object_ref (message));
    }
}

static void
wrote_headers_cb (SoupServerMessage *message, gpointer user_data)
{
  SaneraPeer *peer = sanera_peer_of_message (message);

  if (sanera_peer_get_state (peer) != SANERA_PEER_LINGERING)
    sanera_peer_set_state (peer, SANERA_PEER_WRITING);
}

static void
wrote_body_data_cb (SoupServerMessage *message, guint size, gpointer user_data)
{
  sanera_peer_progress (sanera_peer_of_message (message));
}

static void
wrote_body_cb (SoupServerMessage *message, gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SaneraPeer *peer = sanera_peer_of_message (message);

  if (soup_server_message_get_http_version (message) == SOUP_HTTP_1_1 &&
      !soup_message_headers_header_contains (headers, "Connection", "close") &&
      sanera_peer_get_state (peer) != SANERA_PEER_LINGERING)
    sanera_peer_set_reusable (peer);
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  SaneraPeer *peer = sanera_peer_of_message (message);

  if (sanera_peer_get_state (peer) == SANERA_PEER_LINGERING)
    sanera_peer_shutdown (peer);
  g_object_set_data (G_OBJECT (message), EXCHANGE_KEY, NULL);
}

/* The headers of a request are there; its body, if any, is not. */
static void
early_cb (SoupServer *soup,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  SaneraServer *server = user_data;
  SaneraPeer *peer = sanera_peer_of_message (message);
  SaneraExchange *exchange = sanera_exchange_new (server, message);
  const SaneraRoute *route;
  g_autoptr (GError) error = NULL;

  g_object_set_data_full (G_OBJECT (message), EXCHANGE_KEY, exchange, g_object_unref);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), exchange);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), NULL);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), NULL);
  g_signal_connect (message, "wrote-body", G_CALLBACK (wrote_body_cb), NULL);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), NULL);
  if (sanera_peer_has_tls (peer) ||
      soup_message_headers_header_contains (soup_server_message_get_request_headers (message),
                                            "Connection", "close"))
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                  "close");
  sanera_peer_set_state (peer, SANERA_PEER_BODY);

  if (!check (server, exchange, message))
    {
      refuse (message, exchange);
      return;
    }
  route = sanera_exchange_get_route (exchange);
  if (route->body == SANERA_BODY_FILE && !sanera_exchange_open_body_file (exchange, &error))
    {
      sanera_exchange_send_error (exchange, error);
      return;
    }
}

static void
last_flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraExchange) exchange = SANERA_EXCHANGE (g_object_ref (source));
  g_autoptr (SoupServerMessage) message = user_data;
  g_autoptr (GError) error = NULL;

  if (sanera_exchange_flush_body_finish (exchange, result, &error))
    {
      sanera_exchange_dispatch (exchange);
      return;
    }
  sanera_exchange_send_error (exchange, error);
  if (g_object_get_data (G_OBJECT (message), EXCHANGE_KEY) != NULL)
    soup_server_message_unpause (message);
}

/* The body is complete. */
static void
request_cb (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  g_autoptr (SaneraExchange) exchange =
      g_object_ref (g_object_get_data (G_OBJECT (message), EXCHANGE_KEY));

  sanera_peer_set_state (sanera_peer_of_message (message), SANERA_PEER_SERVED);
  soup_server_message_pause (message);
  if (sanera_exchange_get_route (exchange)->body == SANERA_BODY_FILE)
    sanera_exchange_flush_body_async (exchange, last_flushed_cb, g_object_ref (message));
  else
    sanera_exchange_dispatch (exchange);
}

/**
 * sanera_http_new:
 * @server: who answers; must outlive what is returned
 *
 * Returns: (transfer full): libsoup's side of the server. It accepts nothing itself: it
 *   is given connections that carry a #SaneraPeer
 */
SoupServer *
sanera_http_new (SaneraServer *server)
{
  SoupServer *soup = soup_server_new ("raw-paths", TRUE, "server-header", "sanera-server", NULL);

  soup_server_add_early_handler (soup, NULL, early_cb, server, NULL);
  soup_server_add_handler (soup, NULL, request_cb, server, NULL);

  return soup;
}
