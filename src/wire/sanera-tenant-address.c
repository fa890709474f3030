/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-tenant-address.h"

#include "sanera-session-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* How it is written where an address of a server is kept:
 *
 *   defender+https://HOST/DIRECTORY/CLIENT[?sign-in=ADDRESS]
 *
 * An older version takes it for no address at all, which is the truth. */
#define PREFIX "defender+"

#define LOGIN "https://login.microsoftonline.com"
#define LOGIN_US "https://login.microsoftonline.us"
#define GRAPH "https://graph.microsoft.com"
#define GRAPH_US "https://graph.microsoft.us"
#define RESOURCE "https://api.securitycenter.microsoft.com"
#define RESOURCE_GCC "https://api-gcc.securitycenter.microsoft.us"
#define RESOURCE_GOV "https://api-gov.securitycenter.microsoft.us"
#define API "api.security.microsoft.com"

/* exposed-apis-list.md and gov.md of Defender for Endpoint; national-cloud-deployments of Graph.
 * The first one is the default. */
const SaneraTenantRegion sanera_tenant_regions[] = {
  /* Translators: a region of the service of Microsoft */
  { N_ ("Worldwide"), "https://" API, LOGIN, GRAPH, RESOURCE },
  { N_ ("United States"), "https://us." API, LOGIN, GRAPH, RESOURCE },
  /* Translators: a region of the service of Microsoft */
  { N_ ("Europe"), "https://eu." API, LOGIN, GRAPH, RESOURCE },
  { N_ ("United Kingdom"), "https://uk." API, LOGIN, GRAPH, RESOURCE },
  /* Translators: a region of the service of Microsoft */
  { N_ ("Australia"), "https://au." API, LOGIN, GRAPH, RESOURCE },
  /* Translators: a region of the service of Microsoft */
  { N_ ("Switzerland"), "https://swa." API, LOGIN, GRAPH, RESOURCE },
  /* Translators: a region of the service of Microsoft */
  { N_ ("India"), "https://ina." API, LOGIN, GRAPH, RESOURCE },
  { N_ ("US government: GCC"), RESOURCE_GCC, LOGIN, GRAPH, RESOURCE_GCC },
  { N_ ("US government: GCC High and DoD"), RESOURCE_GOV, LOGIN_US, GRAPH_US, RESOURCE_GOV },
};
const guint sanera_n_tenant_regions = G_N_ELEMENTS (sanera_tenant_regions);

static gboolean
is_loopback (const GUri *uri)
{
  return sanera_session_is_loopback (g_uri_get_host ((GUri *)uri));
}

/* Microsoft's own hosts: a token and a secret are sent nowhere else. */
static const SaneraTenantRegion *
find_region (const GUri *uri)
{
  static const struct
  {
    const char *suffix;
    guint like;
  } families[] = {
    { "api-gcc.securitycenter.microsoft.us", 7 },
    { "api-gov.securitycenter.microsoft.us", 8 },
    { ".security.microsoft.com", 0 },
    { ".securitycenter.microsoft.com", 0 },
    { ".securitycenter.windows.com", 0 },
  };
  g_autofree char *host = g_ascii_strdown (g_uri_get_host ((GUri *)uri), -1);

  if (!g_str_equal (g_uri_get_scheme ((GUri *)uri), "https"))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_has_suffix (host, families[i].suffix))
      return &sanera_tenant_regions[families[i].like];

  return NULL;
}

static char *
without_slash (const GUri *uri)
{
  char *text = g_uri_to_string ((GUri *)uri);

  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  return text;
}

/* What stands in a path may be neither empty nor anything that leads elsewhere. */
static gboolean
check_id (const char *id, const char *what, const char *code, GError **error)
{
  gsize length = strlen (id);

  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.')
      length = 0;
  if (length > 0 && length <= 253 && strstr (id, "..") == NULL && *id != '.')
    return TRUE;

  sanera_session_set_error (error, SANERA_ERROR_INVALID, code, "\"%.100s\" is no %s", id, what);
  return FALSE;
}

/* @sign_in: (nullable): of this computer only */
static SaneraTenantAddress *
make (GUri *api, const char *directory, const char *client, const char *sign_in, GError **error)
{
  g_autoptr (SaneraTenantAddress) self = NULL;
  const SaneraTenantRegion *region = find_region (api);

  if (region == NULL && !is_loopback (api))
    {
      sanera_session_set_error (error, SANERA_ERROR_INVALID, "UnknownDefenderHost",
                                "\"%s\" is not a host of Microsoft Defender", g_uri_get_host (api));
      return NULL;
    }
  if (!check_id (directory, "directory id", "InvalidDirectory", error) ||
      !check_id (client, "application id", "InvalidClient", error))
    return NULL;

  self = g_new0 (SaneraTenantAddress, 1);
  self->api = without_slash (api);
  self->directory = g_ascii_strdown (directory, -1);
  self->client = g_ascii_strdown (client, -1);
  if (region != NULL)
    {
      self->sign_in = g_strdup (region->sign_in);
      self->graph = g_strdup (region->graph);
      self->resource = g_strdup (region->resource);
      self->graph_resource = g_strdup (region->graph);
    }
  else
    {
      /* A stand-in on this computer is all three. */
      self->sign_in = g_strdup (sign_in != NULL ? sign_in : self->api);
      self->graph = g_strdup (self->api);
      self->resource = g_strdup (RESOURCE);
      self->graph_resource = g_strdup (GRAPH);
    }

  return g_steal_pointer (&self);
}

/**
 * sanera_tenant_address_new:
 * @api: address of Defender for Endpoint's interface: one of Microsoft's hosts; or any of this
 *   computer, for tests
 * @directory: directory (tenant) id, or one of its domain names
 * @client: application (client) id
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the address, or %NULL with %SANERA_ERROR_INVALID
 */
SaneraTenantAddress *
sanera_tenant_address_new (const char *api,
                           const char *directory,
                           const char *client,
                           GError **error)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (api != NULL && directory != NULL && client != NULL, NULL);

  uri = sanera_session_parse_address (api, error);
  return uri != NULL ? make (uri, directory, client, NULL, error) : NULL;
}

/**
 * sanera_tenant_address_is:
 * @text: (nullable): an address of a server, or of a tenant
 *
 * Returns: whether it is one of a tenant
 */
gboolean
sanera_tenant_address_is (const char *text)
{
  return text != NULL && g_str_has_prefix (text, PREFIX);
}

/**
 * sanera_tenant_address_parse:
 * @text: what sanera_tenant_address_to_string() has made
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the address, or %NULL with %SANERA_ERROR_INVALID
 */
SaneraTenantAddress *
sanera_tenant_address_parse (const char *text, GError **error)
{
  g_autoptr (GUri) whole = NULL;
  g_autoptr (GUri) api = NULL;
  g_autoptr (GUri) sign_in = NULL;
  g_autoptr (GHashTable) query = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *sign_in_text = NULL;
  g_autofree char *host = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (sanera_tenant_address_is (text))
    whole = g_uri_parse (text + strlen (PREFIX), SOUP_HTTP_URI_FLAGS, NULL);
  if (whole != NULL)
    parts = g_strsplit (g_uri_get_path (whole), "/", -1);
  if (parts == NULL || g_strv_length (parts) != 3)
    {
      sanera_session_set_error (error, SANERA_ERROR_INVALID, "InvalidAddress",
                                "\"%s\" is not the address of a tenant", text);
      return NULL;
    }

  host = g_uri_to_string_partial (whole, G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);
  /* Its end is the path, as it came; of the scheme nothing is known yet. */
  host[strlen (host) - strlen (g_uri_get_path (whole))] = '\0';
  api = sanera_session_parse_address (host, error);
  if (api == NULL)
    return NULL;
  if (g_uri_get_query (whole) != NULL && is_loopback (api))
    query = g_uri_parse_params (g_uri_get_query (whole), -1, "&", G_URI_PARAMS_NONE, NULL);
  if (query != NULL && g_hash_table_contains (query, "sign-in"))
    {
      sign_in = sanera_session_parse_address (g_hash_table_lookup (query, "sign-in"), error);
      if (sign_in == NULL)
        return NULL;
      sign_in_text = is_loopback (sign_in) ? without_slash (sign_in) : NULL;
    }

  return make (api, parts[1], parts[2], sign_in_text, error);
}

/**
 * sanera_tenant_address_to_string:
 * @self: an address
 *
 * Returns: (transfer full): how it is kept
 */
char *
sanera_tenant_address_to_string (const SaneraTenantAddress *self)
{
  g_autofree char *base = NULL;
  g_autofree char *sign_in = NULL;
  g_autoptr (GUri) api = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  base = g_strdup_printf (PREFIX "%s/%s/%s", self->api, self->directory, self->client);
  api = g_uri_parse (self->api, SOUP_HTTP_URI_FLAGS, NULL);
  if (!is_loopback (api) || g_str_equal (self->sign_in, self->api))
    return g_steal_pointer (&base);

  sign_in = g_uri_escape_string (self->sign_in, NULL, FALSE);
  return g_strconcat (base, "?sign-in=", sign_in, NULL);
}

/**
 * sanera_tenant_address_may_follow:
 * @from: where was asked
 * @to: where its answer says to go on
 *
 * The list of one of Microsoft's hosts may go on at another one of the same family: the documented
 * answers of api.security.microsoft.com name api.securitycenter.microsoft.com. Both take the same
 * token.
 *
 * Returns: whether the token may be sent there
 */
gboolean
sanera_tenant_address_may_follow (const GUri *from, const GUri *to)
{
  const SaneraTenantRegion *region;

  if (sanera_session_same_origin (from, to))
    return TRUE;
  if (g_uri_get_host ((GUri *)to) == NULL || g_uri_get_userinfo ((GUri *)to) != NULL ||
      (g_uri_get_port ((GUri *)to) != -1 && g_uri_get_port ((GUri *)to) != 443))
    return FALSE;

  region = find_region (from);
  return region != NULL && find_region (to) == region;
}

/**
 * sanera_tenant_address_free:
 * @self: (transfer full) (nullable): an address
 */
void
sanera_tenant_address_free (SaneraTenantAddress *self)
{
  if (self == NULL)
    return;

  g_free (self->api);
  g_free (self->sign_in);
  g_free (self->graph);
  g_free (self->resource);
  g_free (self->graph_resource);
  g_free (self->directory);
  g_free (self->client);
  g_free (self);
}
