/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "canned-server.h"
#include "sanera-session.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  CannedServer *server;
  SaneraSession *session;
  SaneraResponse *response;
  GError *error;
  gboolean done;
} Fixture;

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("waited too long");
  return G_SOURCE_REMOVE;
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  f->response = sanera_session_send_finish (SANERA_SESSION (object), result, &f->error);
  f->done = TRUE;
}

static void
wait_done (Fixture *f)
{
  guint timeout = g_timeout_add_seconds (20, too_late_cb, NULL);

  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static void
call (Fixture *f,
      const char *method,
      const char *path,
      const char *body,
      const SaneraRequestOptions *options)
{
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;

  g_clear_pointer (&f->response, sanera_response_free);
  g_clear_error (&f->error);
  f->done = FALSE;
  sanera_session_send_async (f->session, method, path, bytes, options, NULL, answered_cb, f);
  wait_done (f);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *address = NULL;

  f->server = canned_server_new (NULL, NULL);
  address = canned_server_get_address (f->server);
  f->session = sanera_session_new (address, "secret-token", NULL, &f->error);
  g_assert_no_error (f->error);
  g_object_set (f->session, "retry-delay", 1u, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->response, sanera_response_free);
  g_clear_error (&f->error);
  g_assert_finalize_object (f->session);
  canned_server_free (f->server);
}

static void
assert_request (Fixture *f, guint i, const char *part)
{
  g_autofree char *request = canned_server_get_request (f->server, i);

  if (strstr (request, part) == NULL)
    g_error ("\"%s\" is not in: %s", part, request);
}

static void
assert_code (Fixture *f, int code, const char *word)
{
  g_autofree char *got = NULL;

  g_assert_null (f->response);
  g_assert_error (f->error, SANERA_ERROR, code);
  got = sanera_error_get_code (f->error);
  g_assert_cmpstr (got, ==, word);
}

static void
test_answer (Fixture *f, gconstpointer data)
{
  const SaneraRequestOptions options = {
    .idempotency_key = "key-1",
    .if_match = "7",
  };

  canned_server_push_json (f->server, 201, "ETag: W/\"8\"\r\nIdempotent-Replay: true\r\n", "{}");
  call (f, "POST", "/sanera/v1/remediationTasks?x=1", "{\"a\":1}", &options);
  g_assert_no_error (f->error);
  g_assert_cmpuint (f->response->status, ==, 201);
  g_assert_cmpstr (f->response->etag, ==, "8");
  g_assert_true (f->response->replay);
  g_assert_cmpmem (g_bytes_get_data (f->response->body, NULL), g_bytes_get_size (f->response->body),
                   "{}", 2);

  assert_request (f, 0, "POST /sanera/v1/remediationTasks?x=1 HTTP/1.1\r\n");
  assert_request (f, 0, "Authorization: Bearer secret-token\r\n");
  assert_request (f, 0, "Idempotency-Key: key-1\r\n");
  assert_request (f, 0, "If-Match: \"7\"\r\n");
  assert_request (f, 0, "Content-Type: application/json\r\n");
  assert_request (f, 0, "User-Agent: sanera/");
  assert_request (f, 0, "\r\n\r\n{\"a\":1}");
}

/* What the server answers, and what becomes of it. */
static void
test_errors (Fixture *f, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *body;
    int code;
    const char *word;
  } cases[] = {
    { 400, "{\"error\":{\"code\":\"InvalidInput\",\"message\":\"m\",\"target\":\"t\"}}",
      SANERA_ERROR_INVALID, "InvalidInput" },
    { 401, "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"m\"}}", SANERA_ERROR_UNAUTHORIZED,
      "Unauthorized" },
    { 403, "{\"error\":{\"code\":\"Forbidden\"}}", SANERA_ERROR_FORBIDDEN, "Forbidden" },
    { 404, "{\"error\":{}}", SANERA_ERROR_NOT_FOUND, "HTTP404" },
    { 409, "{\"error\":{\"code\":\"KeyReused\",\"message\":\"m\"}}", SANERA_ERROR_CONFLICT,
      "KeyReused" },
    { 412, "{\"error\":{\"code\":7}}", SANERA_ERROR_PRECONDITION, "HTTP412" },
    { 422, "{\"error\":{\"code\":\"NoDevices\",\"message\":\"m\"}}", SANERA_ERROR_INVALID,
      "NoDevices" },
    { 428, "{\"error\":\"text\"}", SANERA_ERROR_PRECONDITION, "HTTP428" },
    { 429, "{}", SANERA_ERROR_RATE_LIMITED, "HTTP429" },
    { 500, "not JSON at all", SANERA_ERROR_SERVER, "HTTP500" },
    { 503, "", SANERA_ERROR_SERVER, "HTTP503" },
    { 418, "{\"error\":{\"code\":\"bad word: x\"}}", SANERA_ERROR_INVALID, "HTTP418" },
  };
  const SaneraRequestOptions options = { .no_retry = TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      canned_server_push_json (f->server, cases[i].status, "", cases[i].body);
      call (f, "GET", "/x", NULL, &options);
      assert_code (f, cases[i].code, cases[i].word);
    }
}

static void
test_accepted_errors (Fixture *f, gconstpointer data)
{
  const SaneraRequestOptions options = { .accept = { 409, 410 }, .if_none_match = "5" };

  canned_server_push_json (f->server, 409, "", "{\"id\":\"a\"}");
  call (f, "DELETE", "/x", NULL, &options);
  g_assert_no_error (f->error);
  g_assert_cmpuint (f->response->status, ==, 409);
  canned_server_push (f->server, "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n",
                      CANNED_CLOSE);
  call (f, "GET", "/x", NULL, &options);
  g_assert_no_error (f->error);
  g_assert_cmpuint (f->response->status, ==, 304);
  g_assert_null (f->response->body);
  assert_request (f, 1, "If-None-Match: \"5\"\r\n");
}

static void
test_retry (Fixture *f, gconstpointer data)
{
  const SaneraRequestOptions with_key = { .idempotency_key = "key-1" };

  /* Retry-After is obeyed, in seconds and as a date. */
  canned_server_push_json (f->server, 429, "Retry-After: 0\r\n", "{}");
  canned_server_push_json (f->server, 503, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", "{}");
  canned_server_push_json (f->server, 200, "", "{\"ok\":1}");
  call (f, "GET", "/x", NULL, NULL);
  g_assert_no_error (f->error);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 3);

  /* One that is too long is left to the caller. */
  canned_server_push_json (f->server, 429, "Retry-After: 3600\r\n", "{}");
  call (f, "GET", "/x", NULL, NULL);
  assert_code (f, SANERA_ERROR_RATE_LIMITED, "HTTP429");
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 4);

  /* Four tries, then it has failed. */
  for (guint i = 0; i < 5; i++)
    canned_server_push_json (f->server, 500, "", "{}");
  call (f, "GET", "/x", NULL, NULL);
  assert_code (f, SANERA_ERROR_SERVER, "HTTP500");
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 8);

  /* What would happen twice is not repeated; one answer is left from above. */
  call (f, "POST", "/x", "{}", NULL);
  assert_code (f, SANERA_ERROR_SERVER, "HTTP500");
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 9);

  /* With a key it is, and with the same one. */
  canned_server_push (f->server, "", CANNED_CLOSE);
  canned_server_push_json (f->server, 201, "", "{}");
  call (f, "POST", "/x", "{}", &with_key);
  g_assert_no_error (f->error);
  assert_request (f, 9, "Idempotency-Key: key-1\r\n");
  assert_request (f, canned_server_get_n_requests (f->server) - 1, "Idempotency-Key: key-1\r\n");

  /* A refusal is final. */
  canned_server_push_json (f->server, 422, "", "{}");
  call (f, "POST", "/x", "{}", &with_key);
  assert_code (f, SANERA_ERROR_INVALID, "HTTP422");
}

static void
test_not_json (Fixture *f, gconstpointer data)
{
  canned_server_push (f->server,
                      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
                      "Connection: close\r\n\r\n<html>",
                      CANNED_CLOSE);
  call (f, "GET", "/x", NULL, NULL);
  assert_code (f, SANERA_ERROR_PROTOCOL, SANERA_CODE_NOT_JSON);
  g_assert_nonnull (strstr (f->error->message, "text/html"));

  /* A proxy's page in place of an error does not hide the status. */
  canned_server_push (f->server,
                      "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
                      "Connection: close\r\n\r\n<html>",
                      CANNED_CLOSE);
  call (f, "GET", "/x", NULL, NULL);
  assert_code (f, SANERA_ERROR_FORBIDDEN, "HTTP403");

  canned_server_push (f->server, "SSH-2.0-OpenSSH_9.2\r\n", CANNED_CLOSE);
  call (f, "POST", "/x", NULL, NULL);
  g_assert_error (f->error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
}

static void
test_sizes (Fixture *f, gconstpointer data)
{
  const SaneraRequestOptions options = { .no_retry = TRUE };

  canned_server_push (f->server,
                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                      "Content-Length: 10000000000\r\n\r\n{",
                      CANNED_HANG);
  call (f, "GET", "/x", NULL, &options);
  assert_code (f, SANERA_ERROR_PROTOCOL, SANERA_CODE_TOO_LARGE);

  canned_server_push (f->server,
                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                      "Connection: close\r\n\r\n{",
                      CANNED_ENDLESS);
  call (f, "GET", "/x", NULL, &options);
  assert_code (f, SANERA_ERROR_PROTOCOL, SANERA_CODE_TOO_LARGE);

  /* Cut in the middle. */
  canned_server_push (f->server,
                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                      "Content-Length: 100\r\n\r\n{\"a\":",
                      CANNED_CLOSE);
  call (f, "GET", "/x", NULL, &options);
  g_assert_error (f->error, SANERA_ERROR, SANERA_ERROR_OFFLINE);
}

static void
test_redirects (Fixture *f, gconstpointer data)
{
  g_autoptr (CannedServer) other = canned_server_new (NULL, NULL);
  g_autofree char *elsewhere =
      g_strdup_printf ("Location: http://127.0.0.1:%u/steal\r\n", canned_server_get_port (other));
  g_autofree char *other_port =
      g_strdup_printf ("Location: http://localhost:%u/steal\r\n", canned_server_get_port (other));
  g_autofree char *link =
      g_strdup_printf ("http://localhost:%u/steal", canned_server_get_port (other));
  g_autofree char *own = NULL;

  canned_server_push_json (f->server, 307, "Location: /y?z=1\r\n", "");
  canned_server_push_json (f->server, 200, "", "{}");
  call (f, "GET", "/x", NULL, NULL);
  g_assert_no_error (f->error);
  assert_request (f, 1, "GET /y?z=1 HTTP/1.1\r\n");

  canned_server_push_json (f->server, 302, elsewhere, "");
  call (f, "GET", "/x", NULL, NULL);
  assert_code (f, SANERA_ERROR_PROTOCOL, SANERA_CODE_REDIRECT);
  canned_server_push_json (f->server, 302, other_port, "");
  call (f, "GET", "/x", NULL, NULL);
  assert_code (f, SANERA_ERROR_PROTOCOL, SANERA_CODE_REDIRECT);
  canned_server_push_json (f->server, 308, "Location: /y\r\n", "");
  call (f, "POST", "/x", "{}", NULL);
  assert_code (f, SANERA_ERROR_PROTOCOL, SANERA_CODE_REDIRECT);

  for (guint i = 0; i < 6; i++)
    canned_server_push_json (f->server, 302, "Location: /x\r\n", "");
  call (f, "GET", "/x", NULL, NULL);
  assert_code (f, SANERA_ERROR_PROTOCOL, SANERA_CODE_REDIRECT);

  /* The same for a nextLink. */
  call (f, "GET", link, NULL, NULL);
  assert_code (f, SANERA_ERROR_PROTOCOL, SANERA_CODE_REDIRECT);
  g_assert_cmpuint (canned_server_get_n_requests (other), ==, 0);
  own = g_strconcat (sanera_session_get_address (f->session), "/next?$skip=2", NULL);
  canned_server_push_json (f->server, 200, "", "{}");
  call (f, "GET", own, NULL, NULL);
  g_assert_no_error (f->error);
}

static void
test_nobody_there (Fixture *f, gconstpointer data)
{
  g_autofree char *address = canned_server_get_address (f->server);

  /* Nobody listens there any more. */
  canned_server_free (f->server);
  f->server = canned_server_new (NULL, NULL);
  call (f, "GET", "/x", NULL, NULL);
  assert_code (f, SANERA_ERROR_OFFLINE, SANERA_CODE_NOT_SENT);
}

static void
test_timeout (Fixture *f, gconstpointer data)
{
  const SaneraRequestOptions options = { .no_retry = TRUE, .timeout = 1 };

  canned_server_push (f->server, "HTTP/1.1 200 OK\r\nContent-Type: appli", CANNED_HANG);
  call (f, "GET", "/x", NULL, &options);
  assert_code (f, SANERA_ERROR_TIMEOUT, NULL);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  /* While the answer is awaited … */
  canned_server_push (f->server, "HTTP/1.1 200 OK\r\n", CANNED_HANG);
  f->done = FALSE;
  sanera_session_send_async (f->session, "GET", "/x", NULL, NULL, cancellable, answered_cb, f);
  g_timeout_add (20, cancel_cb, cancellable);
  wait_done (f);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* … and between two tries. */
  g_clear_error (&f->error);
  g_cancellable_reset (cancellable);
  canned_server_push_json (f->server, 503, "Retry-After: 60\r\n", "{}");
  f->done = FALSE;
  sanera_session_send_async (f->session, "GET", "/x", NULL, NULL, cancellable, answered_cb, f);
  g_timeout_add (50, cancel_cb, cancellable);
  wait_done (f);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
progress_cb (goffset current, goffset total, gpointer user_data)
{
  g_assert_cmpint (total, ==, 300000);
  *(goffset *)user_data = current;
}

static void
test_body_file (Fixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *content = g_strnfill (300000, 'x');
  g_autofree char *request = NULL;
  g_autoptr (GFile) file = NULL;
  goffset sent = 0;
  SaneraRequestOptions options = {
    .content_type = "application/octet-stream",
    .idempotency_key = "key-1",
    .progress = progress_cb,
    .progress_data = &sent,
  };
  int fd = g_file_open_tmp ("sanera-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  file = g_file_new_for_path (path);
  options.body_file = file;

  /* A refusal comes before the body is sent … */
  canned_server_push_json (f->server, 413, "", "{\"error\":{\"code\":\"TooLarge\"}}");
  call (f, "POST", "/sanera/v1/imports", NULL, &options);
  assert_code (f, SANERA_ERROR_INVALID, "TooLarge");
  assert_request (f, 0, "Content-Length: 300000\r\n");
  g_assert_cmpint (sent, ==, 0);

  /* … and after a failure all of it is sent again. */
  canned_server_push_json (f->server, 503, "", "{}");
  canned_server_push_json (f->server, 201, "", "{}");
  call (f, "POST", "/sanera/v1/imports", NULL, &options);
  g_assert_no_error (f->error);
  g_assert_cmpint (sent, ==, 300000);
  request = canned_server_get_request (f->server, 2);
  g_assert_true (g_str_has_suffix (request, "xxxxxxxxxx"));
  g_assert_cmpuint (strlen (request), >, 300000);

  g_unlink (path);
  call (f, "POST", "/sanera/v1/imports", NULL, &options);
  assert_code (f, SANERA_ERROR_INVALID, "FileUnreadable");
}

static void
test_unix_socket (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  Fixture f = { 0 };

  f.server = canned_server_new (NULL, path);
  f.session = sanera_session_new_private (path);
  canned_server_push_json (f.server, 200, "", "{}");
  call (&f, "GET", "/sanera/v1/me", NULL, NULL);
  g_assert_no_error (f.error);
  assert_request (&f, 0, "GET /sanera/v1/me HTTP/1.1\r\n");
  assert_request (&f, 0, "Host: localhost\r\n");
  tear_down (&f, NULL);
  g_unlink (path);
  g_rmdir (folder);
}

/* Only the named anchor, only the right name, and no byte of the request to anybody else. */
static void
test_certificates (void)
{
  const char *pem = CANNED_CERTIFICATE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (pem, &error);
  g_autofree char *address = NULL;
  g_autofree char *wrong_name = NULL;
  const struct
  {
    const char *ca_file;
    gboolean right_name;
    gboolean trusted;
  } cases[] = { { pem, TRUE, TRUE }, { NULL, TRUE, FALSE }, { pem, FALSE, FALSE } };
  Fixture f = { 0 };

  g_assert_no_error (error);
  f.server = canned_server_new (certificate, NULL);
  address = canned_server_get_address (f.server);
  wrong_name = g_strdup_printf ("https://127.0.0.1:%u", canned_server_get_port (f.server));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint before = canned_server_get_n_requests (f.server);

      f.session = sanera_session_new (cases[i].right_name ? address : wrong_name, "secret-token",
                                      cases[i].ca_file, &error);
      g_assert_no_error (error);
      if (cases[i].trusted)
        canned_server_push_json (f.server, 200, "", "{}");
      call (&f, "GET", "/x", NULL, NULL);
      if (cases[i].trusted)
        g_assert_no_error (f.error);
      else
        {
          assert_code (&f, SANERA_ERROR_PROTOCOL, SANERA_CODE_CERTIFICATE);
          g_assert_cmpuint (canned_server_get_n_requests (f.server), ==, before);
        }
      g_clear_object (&f.session);
    }

  g_clear_pointer (&f.response, sanera_response_free);
  g_clear_error (&f.error);
  canned_server_free (f.server);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *typed;
    const char *address; /* NULL: refused */
  } cases[] = {
    { "https://sanera.example.org", "https://sanera.example.org" },
    { "sanera.example.org:8443", "https://sanera.example.org:8443" },
    { " https://sanera.example.org/team/ ", "https://sanera.example.org/team" },
    { "http://localhost:8080", "http://localhost:8080" },
    { "http://127.0.0.1:8080/", "http://127.0.0.1:8080" },
    { "http://[::1]:8080/", "http://[::1]:8080" },
    { "http://sanera.example.org", NULL },
    { "http://localhost.example.org", NULL },
    { "https://user:password@example.org", NULL },
    { "https://example.org/?a=b", NULL },
    { "ftp://example.org", NULL },
    { "https://", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SaneraSession) session = sanera_session_new (cases[i].typed, NULL, NULL, &error);

      if (cases[i].address == NULL)
        g_assert_error (error, SANERA_ERROR, SANERA_ERROR_INVALID);
      else
        g_assert_no_error (error);
      if (session != NULL)
        g_assert_cmpstr (sanera_session_get_address (session), ==, cases[i].address);
      else
        g_assert_null (cases[i].address);
    }

  {
    g_autoptr (GError) error = NULL;

    g_assert_null (sanera_session_new ("https://example.org", NULL, "/no/such/file", &error));
    g_assert_error (error, SANERA_ERROR, SANERA_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  TEST ("/wire/session/answer", test_answer);
  TEST ("/wire/session/errors", test_errors);
  TEST ("/wire/session/accepted-errors", test_accepted_errors);
  TEST ("/wire/session/retry", test_retry);
  TEST ("/wire/session/not-json", test_not_json);
  TEST ("/wire/session/sizes", test_sizes);
  TEST ("/wire/session/redirects", test_redirects);
  TEST ("/wire/session/nobody-there", test_nobody_there);
  TEST ("/wire/session/timeout", test_timeout);
  TEST ("/wire/session/cancel", test_cancel);
  TEST ("/wire/session/body-file", test_body_file);
  g_test_add_func ("/wire/session/unix-socket", test_unix_socket);
  g_test_add_func ("/wire/tls/certificates", test_certificates);
  g_test_add_func ("/wire/session/addresses", test_addresses);
  return g_test_run ();
}
