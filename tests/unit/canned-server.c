/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "canned-server.h"

#include <gio/gunixsocketaddress.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  char *text;
  CannedEnd end;
} Answer;

struct _CannedServer
{
  GSocketService *service;
  GTlsCertificate *certificate;
  GCancellable *stop;
  guint port;
  GMutex mutex;
  GCond cond;
  GQueue answers;
  GPtrArray *requests;
  guint running;
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->text);
  g_free (answer);
}

static gboolean
will_refuse (CannedServer *self)
{
  Answer *next;
  gboolean refuse;

  g_mutex_lock (&self->mutex);
  next = g_queue_peek_head (&self->answers);
  refuse = next == NULL || !g_str_has_prefix (next->text, "HTTP/1.1 2");
  g_mutex_unlock (&self->mutex);

  return refuse;
}

/* Head and body, as far as its length is told. Who asks whether to go on is told so unless the
 * answer will be an error. */
static char *
read_request (CannedServer *self, GInputStream *input, GOutputStream *output)
{
  const char *go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean asked = FALSE;
  char buffer[4096];

  for (;;)
    {
      const char *end = strstr (text->str, "\r\n\r\n");
      const char *length = strcasestr (text->str, "Content-Length:");
      gssize n;

      if (end != NULL &&
          (length == NULL || length > end ||
           text->len >= (gsize)(end - text->str) + 4 + strtoul (length + 15, NULL, 10)))
        return g_strdup (text->str);

      if (end != NULL && !asked && strcasestr (text->str, "\r\nExpect: 100-continue") != NULL)
        {
          asked = TRUE;
          if (will_refuse (self))
            return g_strdup (text->str);
          g_output_stream_write_all (output, go_on, strlen (go_on), NULL, self->stop, NULL);
        }

      n = g_input_stream_read (input, buffer, sizeof buffer, self->stop, NULL);
      if (n <= 0)
        return NULL;
      g_string_append_len (text, buffer, n);
    }
}

static void
serve (CannedServer *self, GIOStream *stream)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  char *request = read_request (self, input, output);
  g_autofree char *spaces = NULL;
  Answer *answer;
  char c;

  if (request == NULL)
    return;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, request);
  answer = g_queue_pop_head (&self->answers);
  g_mutex_unlock (&self->mutex);
  if (answer == NULL)
    return;

  g_output_stream_write_all (output, answer->text, strlen (answer->text), NULL, self->stop, NULL);
  if (answer->end == CANNED_HANG)
    g_input_stream_read (input, &c, 1, self->stop, NULL);
  else if (answer->end == CANNED_ENDLESS)
    {
      spaces = g_strnfill (1024 * 1024, ' ');
      while (g_output_stream_write_all (output, spaces, 1024 * 1024, NULL, self->stop, NULL))
        ;
    }
  answer_free (answer);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  CannedServer *self = user_data;
  g_autoptr (GIOStream) stream = NULL;

  if (self->certificate != NULL)
    {
      stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
      if (!g_tls_connection_handshake (G_TLS_CONNECTION (stream), self->stop, NULL))
        g_clear_object (&stream);
    }
  else
    stream = g_object_ref (G_IO_STREAM (connection));

  if (stream != NULL)
    {
      serve (self, stream);
      g_io_stream_close (stream, NULL, NULL);
    }

  g_mutex_lock (&self->mutex);
  self->running--;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  CannedServer *self = user_data;

  g_mutex_lock (&self->mutex);
  self->running++;
  g_mutex_unlock (&self->mutex);
  return FALSE; /* on to a thread */
}

CannedServer *
canned_server_new (GTlsCertificate *certificate, const char *socket_path)
{
  CannedServer *self = g_new0 (CannedServer, 1);
  g_autoptr (GInetAddress) loopback = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocketAddress) effective = NULL;
  GError *error = NULL;

  self->service = g_threaded_socket_service_new (10);
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->stop = g_cancellable_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->answers);

  if (socket_path != NULL)
    address = g_unix_socket_address_new (socket_path);
  else
    {
      loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
      address = g_inet_socket_address_new (loopback, 0);
    }
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, &effective, &error);
  g_assert_no_error (error);
  if (socket_path == NULL)
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));

  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);

  return self;
}

void
canned_server_free (CannedServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_signal_handlers_disconnect_by_func (self->service, incoming_cb, self);
  g_cancellable_cancel (self->stop);
  g_mutex_lock (&self->mutex);
  while (self->running > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);

  g_clear_object (&self->service);
  g_clear_object (&self->certificate);
  g_clear_object (&self->stop);
  g_queue_clear_full (&self->answers, answer_free);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

guint
canned_server_get_port (CannedServer *self)
{
  return self->port;
}

char *
canned_server_get_address (CannedServer *self)
{
  return g_strdup_printf ("%s://localhost:%u", self->certificate != NULL ? "https" : "http",
                          self->port);
}

void
canned_server_push (CannedServer *self, const char *answer, CannedEnd end)
{
  Answer *item = g_new (Answer, 1);

  item->text = g_strdup (answer);
  item->end = end;
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->answers, item);
  g_mutex_unlock (&self->mutex);
}

void
canned_server_push_json (CannedServer *self, guint status, const char *headers, const char *body)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %u Something\r\n"
                                           "Content-Type: application/json; charset=utf-8\r\n"
                                           "Content-Length: %zu\r\n"
                                           "Connection: close\r\n%s\r\n%s",
                                           status, strlen (body), headers, body);

  canned_server_push (self, text, CANNED_CLOSE);
}

guint
canned_server_get_n_requests (CannedServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->requests->len;
  g_mutex_unlock (&self->mutex);

  return n;
}

char *
canned_server_get_request (CannedServer *self, guint i)
{
  char *text;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (i, <, self->requests->len);
  text = g_strdup (g_ptr_array_index (self->requests, i));
  g_mutex_unlock (&self->mutex);

  return text;
}
