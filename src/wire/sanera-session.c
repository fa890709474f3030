/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-session-private.h"

#include "sanera-tenant-address.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/**
 * SaneraSession:
 *
 * The way to one server: https, http to this computer only, or a Unix socket. Certificates are
 * always verified; the token is sent to that server alone. Everything is asynchronous and can be
 * cancelled.
 */

/* One is held by the long poll of the change feed. */
#define MAX_CONNECTIONS 6

/* What a Unix socket is asked for: it needs a host in the Host header. */
#define PRIVATE_ADDRESS "http://localhost"

struct _SaneraSession
{
  GObject parent_instance;

  SoupSession *soup;
  char *address;
  GUri *base;
  char *token;
  SaneraSignIn *sign_in; /* in place of the token; NULL: there is none */
  guint max_tries;
  guint retry_delay;
  guint longest_wait;
};

typedef enum
{
  PROP_MAX_TRIES = 1,
  PROP_RETRY_DELAY,
  PROP_LONGEST_WAIT,
} SaneraSessionProp;

static GParamSpec *props[PROP_LONGEST_WAIT + 1];

G_DEFINE_FINAL_TYPE (SaneraSession, sanera_session, G_TYPE_OBJECT)

static void
sanera_session_dispose (GObject *object)
{
  SaneraSession *self = SANERA_SESSION (object);

  if (self->soup != NULL)
    soup_session_abort (self->soup);
  g_clear_object (&self->soup);
  g_clear_object (&self->sign_in);

  G_OBJECT_CLASS (sanera_session_parent_class)->dispose (object);
}

static void
sanera_session_finalize (GObject *object)
{
  SaneraSession *self = SANERA_SESSION (object);

  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->base, g_uri_unref);
  g_clear_pointer (&self->token, g_free);

  G_OBJECT_CLASS (sanera_session_parent_class)->finalize (object);
}

static void
sanera_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SaneraSession *self = SANERA_SESSION (object);

  switch ((SaneraSessionProp)prop_id)
    {
    case PROP_MAX_TRIES:
      g_value_set_uint (value, self->max_tries);
      break;
    case PROP_RETRY_DELAY:
      g_value_set_uint (value, self->retry_delay);
      break;
    case PROP_LONGEST_WAIT:
      g_value_set_uint (value, self->longest_wait);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sanera_session_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  SaneraSession *self = SANERA_SESSION (object);
  guint number = g_value_get_uint (value);
  guint *target;

  switch ((SaneraSessionProp)prop_id)
    {
    case PROP_MAX_TRIES:
      target = &self->max_tries;
      break;
    case PROP_RETRY_DELAY:
      target = &self->retry_delay;
      break;
    case PROP_LONGEST_WAIT:
      target = &self->longest_wait;
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  if (*target == number)
    return;

  *target = number;
  g_object_notify_by_pspec (object, pspec);
}

static void
sanera_session_class_init (SaneraSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_session_dispose;
  object_class->finalize = sanera_session_finalize;
  object_class->get_property = sanera_session_get_property;
  object_class->set_property = sanera_session_set_property;

  /**
   * SaneraSession:max-tries:
   *
   * How often a call that may be repeated is tried before it has failed.
   */
  props[PROP_MAX_TRIES] =
      g_param_spec_uint ("max-tries", NULL, NULL, 1, 20, 4,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * SaneraSession:retry-delay:
   *
   * Milliseconds before the second try; doubled before each further one.
   */
  props[PROP_RETRY_DELAY] =
      g_param_spec_uint ("retry-delay", NULL, NULL, 0, 60000, 500,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * SaneraSession:longest-wait:
   *
   * Seconds that a server may ask for (`Retry-After`) without the call having failed: longer waits
   * are left to the caller, who can show them.
   */
  props[PROP_LONGEST_WAIT] =
      g_param_spec_uint ("longest-wait", NULL, NULL, 0, 24 * 60 * 60, 60,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
sanera_session_init (SaneraSession *self)
{
  self->max_tries = 4;
  self->retry_delay = 500;
  self->longest_wait = 60;
}

/**
 * sanera_response_free:
 * @self: (nullable) (transfer full): an answer
 */
void
sanera_response_free (SaneraResponse *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->etag);
  g_free (self);
}

/**
 * sanera_session_is_loopback:
 * @host: a host name or an address
 *
 * Private to `wire`.
 *
 * Returns: whether it is this computer
 */
gboolean
sanera_session_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * sanera_session_parse_address:
 * @text: what a person types: "sanera.example.org" means https
 * @error: return location
 *
 * Private to `wire`.
 *
 * Returns: (transfer full) (nullable): https, or http to this computer; or %NULL with
 *   %SANERA_ERROR_INVALID
 */
GUri *
sanera_session_parse_address (const char *text, GError **error)
{
  g_autofree char *full = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  full = strstr (text, "://") == NULL ? g_strconcat ("https://", text, NULL) : g_strdup (text);
  g_strstrip (full);
  uri = g_uri_parse (full, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      sanera_session_set_error (error, SANERA_ERROR_INVALID, "InvalidAddress",
                                "\"%s\" is not the address of a server", text);
      return NULL;
    }

  scheme = g_uri_get_scheme (uri);
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL ||
      (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")))
    {
      sanera_session_set_error (error, SANERA_ERROR_INVALID, "InvalidAddress",
                                "\"%s\" is more than the https address of a server", text);
      return NULL;
    }
  if (g_str_equal (scheme, "http") && !sanera_session_is_loopback (g_uri_get_host (uri)))
    {
      sanera_session_set_error (error, SANERA_ERROR_INVALID, "InsecureAddress",
                                "http is for this computer only; \"%s\" needs https", text);
      return NULL;
    }

  return g_steal_pointer (&uri);
}

static void
set_base (SaneraSession *self, GUri *base)
{
  self->base = base;
  self->address = g_uri_to_string (base);
  if (g_str_has_suffix (self->address, "/"))
    self->address[strlen (self->address) - 1] = '\0';
}

/* Time-outs are kept by each call itself: an import may rightly take longer than a list. */
static SoupSession *
make_soup (GSocketConnectable *connectable)
{
  SoupSession *soup = soup_session_new_with_options (
      "remote-connectable", connectable, "timeout", 0, "idle-timeout", 20, "max-conns",
      MAX_CONNECTIONS, "max-conns-per-host", MAX_CONNECTIONS, "user-agent",
      "sanera/" PACKAGE_VERSION, NULL);

  soup_session_remove_feature_by_type (soup, SOUP_TYPE_AUTH_MANAGER);
  return soup;
}

/**
 * sanera_session_new:
 * @address: of the server: https, or http to this computer; without a scheme https is meant; a path
 *   is put in front of every call's
 * @token: (nullable): what proves who the person is
 * @ca_file: (nullable): certificates in PEM which then are the only ones trusted
 * @error: return location
 *
 * Does not contact anybody.
 *
 * Returns: (transfer full) (nullable): a session, or %NULL with %SANERA_ERROR_INVALID
 */
SaneraSession *
sanera_session_new (const char *address, const char *token, const char *ca_file, GError **error)
{
  g_autoptr (SaneraSession) self = NULL;
  g_autoptr (GTlsDatabase) anchors = NULL;
  GUri *base;

  g_return_val_if_fail (address != NULL, NULL);

  base = sanera_session_parse_address (address, error);
  if (base == NULL)
    return NULL;

  self = g_object_new (SANERA_TYPE_SESSION, NULL);
  set_base (self, base);
  self->token = token != NULL && *token != '\0' ? g_strdup (token) : NULL;
  self->soup = make_soup (NULL);
  if (sanera_session_is_loopback (g_uri_get_host (base)))
    soup_session_set_proxy_resolver (self->soup, NULL);

  if (ca_file != NULL && *ca_file != '\0')
    {
      g_autofree char *absolute = g_canonicalize_filename (ca_file, NULL);
      g_autoptr (GError) cause = NULL;

      anchors = g_tls_file_database_new (absolute, &cause);
      if (anchors == NULL)
        {
          sanera_session_set_error (error, SANERA_ERROR_INVALID, "InvalidCaFile", "%s: %s",
                                    absolute, cause->message);
          return NULL;
        }
      soup_session_set_tls_database (self->soup, anchors);
    }

  return g_steal_pointer (&self);
}

/**
 * sanera_session_new_private:
 * @socket_path: (type filename): of a private server's Unix socket
 *
 * A session without token: the server looks at who is at the other end.
 *
 * Returns: (transfer full): a session
 */
SaneraSession *
sanera_session_new_private (const char *socket_path)
{
  SaneraSession *self;
  g_autoptr (GSocketAddress) socket = NULL;

  g_return_val_if_fail (socket_path != NULL, NULL);

  self = g_object_new (SANERA_TYPE_SESSION, NULL);
  socket = g_unix_socket_address_new (socket_path);
  set_base (self, g_uri_parse (PRIVATE_ADDRESS, SOUP_HTTP_URI_FLAGS, NULL));
  self->soup = make_soup (G_SOCKET_CONNECTABLE (socket));

  return self;
}

/**
 * sanera_session_set_sign_in:
 * @self: a session that has not been asked for anything
 * @sign_in: who gets the tokens
 *
 * From now on each call carries a token of @sign_in, and one that is refused is renewed once. Such
 * a session only reads.
 */
void
sanera_session_set_sign_in (SaneraSession *self, SaneraSignIn *sign_in)
{
  g_return_if_fail (SANERA_IS_SESSION (self));
  g_return_if_fail (SANERA_IS_SIGN_IN (sign_in));

  g_set_object (&self->sign_in, sign_in);
}

/**
 * sanera_session_get_address:
 * @self: a session
 *
 * Returns: (transfer none): the server's address, without a slash at the end
 */
const char *
sanera_session_get_address (SaneraSession *self)
{
  g_return_val_if_fail (SANERA_IS_SESSION (self), NULL);

  return self->address;
}

/* A nextLink comes from outside: it is followed within the server only. */
static GUri *
resolve (SaneraSession *self, const char *path, GError **error)
{
  g_autofree char *full = NULL;
  g_autoptr (GUri) uri = NULL;

  full = *path == '/' ? g_strconcat (self->address, path, NULL) : g_strdup (path);
  uri = g_uri_parse (full, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || (self->sign_in != NULL ? !sanera_tenant_address_may_follow (self->base, uri)
                                            : !sanera_session_same_origin (uri, self->base)))
    {
      sanera_session_set_error (error, SANERA_ERROR_PROTOCOL, SANERA_CODE_REDIRECT,
                                "\"%s\" is not at %s", path, self->address);
      return NULL;
    }

  return g_steal_pointer (&uri);
}

/**
 * sanera_session_send_async:
 * @self: a session
 * @method: "GET", "POST", …
 * @path: below the server's root, with query; or an address of the same server
 * @body: (nullable): the body
 * @options: (nullable): how; copied
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there, whole
 * @user_data: for @callback
 *
 * Asks the server, again if that is harmless and can help.
 */
void
sanera_session_send_async (SaneraSession *self,
                           const char *method,
                           const char *path,
                           GBytes *body,
                           const SaneraRequestOptions *options,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  const SaneraRequestOptions none = { 0 };
  SaneraSessionSettings settings;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  GError *error = NULL;

  g_return_if_fail (SANERA_IS_SESSION (self));
  g_return_if_fail (method != NULL && path != NULL);
  g_return_if_fail (self->sign_in == NULL ||
                    (g_str_equal (method, SOUP_METHOD_GET) && body == NULL));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_session_send_async);

  uri = resolve (self, path, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  settings = (SaneraSessionSettings){
    .soup = self->soup,
    .token = self->token,
    .base = self->base,
    .max_tries = self->max_tries,
    .retry_delay = self->retry_delay,
    .longest_wait = self->longest_wait,
  };
  if (self->sign_in != NULL)
    sanera_session_call_signed (task, &settings, self->sign_in, uri,
                                options != NULL ? options : &none);
  else
    sanera_session_call (task, &settings, method, uri, body, options != NULL ? options : &none);
}

/**
 * sanera_session_send_finish:
 * @self: a session
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with an error of %SANERA_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
SaneraResponse *
sanera_session_send_finish (SaneraSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
