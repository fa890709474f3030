/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-session-private.h"

#include "sanera-json.h"

#include <string.h>

/* POST {address}/{directory}/oauth2/v2.0/token with client_id, client_secret, scope and grant_type
 * as a form (v2-oauth2-client-creds-grant-flow). The answer has the token and for how many seconds
 * it holds; a refusal has a number of Microsoft's in its description. */

/* A token is renewed so long before it ends: a call takes a while to arrive. */
#define MARGIN (60 * G_USEC_PER_SEC)
#define LONGEST_LIFE (24 * 60 * 60) /* seconds */
#define TIMEOUT 30 /* seconds */

struct _SaneraSignIn
{
  GObject parent_instance;

  SaneraSession *session;
  char *path;
  char *client;
  char *secret;
  char *scope;
  char *token; /* NULL: none yet */
  gint64 ends; /* microseconds since 1970: a suspended computer does not stop it */
};

G_DEFINE_FINAL_TYPE (SaneraSignIn, sanera_sign_in, G_TYPE_OBJECT)

static void
forget (char **text)
{
  if (*text != NULL)
    memset (*text, 0, strlen (*text));
  g_clear_pointer (text, g_free);
}

static void
sanera_sign_in_finalize (GObject *object)
{
  SaneraSignIn *self = SANERA_SIGN_IN (object);

  g_clear_object (&self->session);
  g_free (self->path);
  g_free (self->client);
  g_free (self->scope);
  forget (&self->secret);
  forget (&self->token);

  G_OBJECT_CLASS (sanera_sign_in_parent_class)->finalize (object);
}

static void
sanera_sign_in_class_init (SaneraSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_sign_in_finalize;
}

static void
sanera_sign_in_init (SaneraSignIn *self)
{
}

/**
 * sanera_sign_in_new:
 * @address: of the identity platform: https, or http to this computer
 * @directory: directory (tenant) id
 * @client: application (client) id
 * @secret: (nullable): the application's secret
 * @resource: what the tokens are for, for example "https://graph.microsoft.com"
 * @error: return location
 *
 * Contacts nobody.
 *
 * Returns: (transfer full) (nullable): who gets the tokens; or %NULL with %SANERA_ERROR_INVALID
 */
SaneraSignIn *
sanera_sign_in_new (const char *address,
                    const char *directory,
                    const char *client,
                    const char *secret,
                    const char *resource,
                    GError **error)
{
  g_autoptr (SaneraSignIn) self = NULL;
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (address != NULL && directory != NULL && client != NULL, NULL);
  g_return_val_if_fail (resource != NULL, NULL);

  self = g_object_new (SANERA_TYPE_SIGN_IN, NULL);
  self->session = sanera_session_new (address, NULL, NULL, error);
  if (self->session == NULL)
    return NULL;
  escaped = g_uri_escape_string (directory, NULL, FALSE);
  self->path = g_strdup_printf ("/%s/oauth2/v2.0/token", escaped);
  self->client = g_strdup (client);
  self->secret = secret != NULL && *secret != '\0' ? g_strdup (secret) : NULL;
  self->scope = g_strconcat (resource, "/.default", NULL);

  return g_steal_pointer (&self);
}

/* The first number of Microsoft's in "AADSTS7000215: Invalid client secret provided. …" */
static guint64
find_number (const char *description)
{
  const char *at = description != NULL ? strstr (description, "AADSTS") : NULL;

  return at != NULL ? g_ascii_strtoull (at + strlen ("AADSTS"), NULL, 10) : 0;
}

/* reference-error-codes.md of the identity platform; @name is OAuth's own word (RFC 6749, 5.2). */
static const char *
find_code (guint64 number, const char *name)
{
  static const struct
  {
    guint64 number;
    const char *code;
  } numbers[] = {
    { 7000215, SANERA_CODE_WRONG_SECRET },       { 7000216, SANERA_CODE_WRONG_SECRET },
    { 7000218, SANERA_CODE_WRONG_SECRET },       { 7000222, SANERA_CODE_SECRET_EXPIRED },
    { 700016, SANERA_CODE_UNKNOWN_APPLICATION }, { 700038, SANERA_CODE_UNKNOWN_APPLICATION },
    { 90013, SANERA_CODE_UNKNOWN_APPLICATION },  { 90002, SANERA_CODE_UNKNOWN_TENANT },
    { 900023, SANERA_CODE_UNKNOWN_TENANT },      { 90133, SANERA_CODE_UNKNOWN_TENANT },
    { 53003, SANERA_CODE_SIGN_IN_BLOCKED },      { 7000112, SANERA_CODE_SIGN_IN_BLOCKED },
    { 7000116, SANERA_CODE_SIGN_IN_BLOCKED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (numbers[i].number == number)
      return numbers[i].code;
  if (g_strcmp0 (name, "invalid_client") == 0)
    return SANERA_CODE_WRONG_SECRET;
  if (g_strcmp0 (name, "unauthorized_client") == 0)
    return SANERA_CODE_UNKNOWN_APPLICATION;

  return SANERA_CODE_SIGN_IN_REFUSED;
}

static JsonNode *
parse_object (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : "";

  node = sanera_json_parse (text, (gssize)length, 16, error);
  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "token: expected an object");
      return NULL;
    }

  return g_steal_pointer (&node);
}

/* {"error":"invalid_client","error_description":"AADSTS…: …","error_codes":[…]} */
static GError *
read_refusal (const SaneraResponse *response)
{
  g_autoptr (JsonNode) node = parse_object (response->body, NULL);
  const char *name = NULL;
  const char *description = NULL;
  g_autofree char *line = NULL;
  const char *code;
  GError *error = NULL;

  if (node != NULL)
    {
      sanera_json_get_text (json_node_get_object (node), "error", "", &name, NULL);
      sanera_json_get_text (json_node_get_object (node), "error_description", "", &description,
                            NULL);
    }
  if (name == NULL)
    return sanera_error_from_response (response);
  if (g_str_equal (name, "temporarily_unavailable") || g_str_equal (name, "server_error"))
    return g_error_new (SANERA_ERROR, SANERA_ERROR_SERVER, "SignInUnavailable: %s", name);

  code = find_code (find_number (description), name);
  /* What follows the first line are numbers of the call. */
  line = g_utf8_make_valid (description != NULL ? description : name, -1);
  line[strcspn (line, "\r\n")] = '\0';
  sanera_session_set_error (&error, SANERA_ERROR_UNAUTHORIZED, code, "%.300s", line);

  return error;
}

static gboolean
take_token (SaneraSignIn *self, GBytes *body, GError **error)
{
  g_autoptr (JsonNode) node = parse_object (body, error);
  const char *token = NULL;
  gint64 seconds = 0;
  JsonObject *object;

  if (node == NULL)
    return FALSE;
  object = json_node_get_object (node);
  if (!sanera_json_get_text (object, "access_token", "token", &token, error) ||
      !sanera_json_get_int (object, "expires_in", "token", &seconds, error))
    return FALSE;
  /* It becomes a header. */
  if (token == NULL || *token == '\0' || strpbrk (token, "\r\n") != NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL,
                           "token.access_token: missing");
      return FALSE;
    }

  forget (&self->token);
  self->token = g_strdup (token);
  self->ends = g_get_real_time () + CLAMP (seconds, 0, LONGEST_LIFE) * G_USEC_PER_SEC;
  return TRUE;
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SaneraSignIn *self = g_task_get_source_object (task);
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response != NULL && response->status >= 400)
    error = read_refusal (response);
  else if (response != NULL)
    take_token (self, response->body, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (self->token), g_free);
}

static GBytes *
make_form (SaneraSignIn *self)
{
  g_autoptr (GString) form = g_string_new ("grant_type=client_credentials&client_id=");
  gsize length;

  g_string_append_uri_escaped (form, self->client, NULL, FALSE);
  g_string_append (form, "&client_secret=");
  g_string_append_uri_escaped (form, self->secret, NULL, FALSE);
  g_string_append (form, "&scope=");
  g_string_append_uri_escaped (form, self->scope, NULL, FALSE);
  length = form->len;

  return g_bytes_new_take (g_string_free (g_steal_pointer (&form), FALSE), length);
}

/**
 * sanera_sign_in_get_token_async:
 * @self: who gets the tokens
 * @refused: (nullable): a token that was not taken: it is not given again
 * @cancellable: (nullable): a cancellable
 * @callback: called with the token
 * @user_data: for @callback
 *
 * Gives the token there is while it holds, and gets another one otherwise.
 */
void
sanera_sign_in_get_token_async (SaneraSignIn *self,
                                const char *refused,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  const SaneraRequestOptions options = {
    .content_type = "application/x-www-form-urlencoded",
    .timeout = TIMEOUT,
    .accept = { 400, 401, 403 },
  };
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) form = NULL;
  gint64 now = g_get_real_time ();

  g_return_if_fail (SANERA_IS_SIGN_IN (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_sign_in_get_token_async);
  /* A clock that was set back makes no token hold for ever: then the server refuses it. */
  if (self->token != NULL && g_strcmp0 (self->token, refused) != 0 && now < self->ends - MARGIN)
    {
      g_task_return_pointer (task, g_strdup (self->token), g_free);
      return;
    }
  if (self->secret == NULL)
    {
      g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_UNAUTHORIZED,
                               SANERA_CODE_NO_SECRET ": there is no client secret");
      return;
    }

  form = make_form (self);
  sanera_session_send_async (self->session, "POST", self->path, form, &options, cancellable,
                             answered_cb, g_object_ref (task));
}

/**
 * sanera_sign_in_get_token_finish:
 * @self: who gets the tokens
 * @result: from the callback
 * @error: %SANERA_ERROR_UNAUTHORIZED with one of the codes above when the application is not let
 *   in, or what the way there says
 *
 * Returns: (transfer full) (nullable): the token
 */
char *
sanera_sign_in_get_token_finish (SaneraSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
