/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The address of a Microsoft Defender tenant: where a secret may go, and a link may lead. */

#include "sanera-session.h"
#include "sanera-tenant-address.h"

#define DIRECTORY "11111111-2222-3333-4444-555555555555"
#define CLIENT "99999999-8888-7777-6666-555555555555"

typedef struct
{
  const char *api;
  const char *directory;
  const char *client;
  const char *code; /* NULL: it is one */
  const char *sign_in;
} Address;

static const Address addresses[] = {
  { "https://api.security.microsoft.com", DIRECTORY, CLIENT, NULL,
    "https://login.microsoftonline.com" },
  { "eu.api.security.microsoft.com/", "contoso.onmicrosoft.com", CLIENT, NULL,
    "https://login.microsoftonline.com" },
  { "https://api-gov.securitycenter.microsoft.us", DIRECTORY, CLIENT, NULL,
    "https://login.microsoftonline.us" },
  { "https://api-gcc.securitycenter.microsoft.us", DIRECTORY, CLIENT, NULL,
    "https://login.microsoftonline.com" },
  { "http://127.0.0.1:8080", DIRECTORY, CLIENT, NULL, "http://127.0.0.1:8080" },
  { "http://api.security.microsoft.com", DIRECTORY, CLIENT, "InsecureAddress", NULL },
  { "https://evil.example.org", DIRECTORY, CLIENT, "UnknownDefenderHost", NULL },
  { "https://api.security.microsoft.com.evil.org", DIRECTORY, CLIENT, "UnknownDefenderHost", NULL },
  { "https://evilsecurity.microsoft.com.org", DIRECTORY, CLIENT, "UnknownDefenderHost", NULL },
  { "https://api.security.microsoft.com", "", CLIENT, "InvalidDirectory", NULL },
  { "https://api.security.microsoft.com", "../x", CLIENT, "InvalidDirectory", NULL },
  { "https://api.security.microsoft.com", DIRECTORY, "a/b", "InvalidClient", NULL },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      const Address *a = &addresses[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (SaneraTenantAddress) made =
          sanera_tenant_address_new (a->api, a->directory, a->client, &error);
      g_autoptr (SaneraTenantAddress) read = NULL;
      g_autofree char *code = sanera_error_get_code (error);
      g_autofree char *text = NULL;

      g_assert_cmpstr (code, ==, a->code);
      if (made == NULL)
        continue;
      g_assert_cmpstr (made->sign_in, ==, a->sign_in);
      text = sanera_tenant_address_to_string (made);
      g_assert_true (sanera_tenant_address_is (text));
      read = sanera_tenant_address_parse (text, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (read->api, ==, made->api);
      g_assert_cmpstr (read->sign_in, ==, made->sign_in);
      g_assert_cmpstr (read->graph, ==, made->graph);
      g_assert_cmpstr (read->resource, ==, made->resource);
      g_assert_cmpstr (read->directory, ==, made->directory);
      g_assert_cmpstr (read->client, ==, made->client);
    }
}

/* What somebody wrote into the settings by hand is no address, and nothing worse. */
static void
test_malformed (void)
{
  static const char *const texts[] = { "defender+x://y/b/c", "defender+a:/b/c", "defender+",
                                       "defender+https:///b/c", "defender+https://h/b/c/d" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SaneraTenantAddress) address = sanera_tenant_address_parse (texts[i], &error);

      g_assert_null (address);
      g_assert_nonnull (error);
    }
}

static void
test_stand_in (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraTenantAddress) here = sanera_tenant_address_parse (
      "defender+http://127.0.0.1:1/d/c?sign-in=http%3A%2F%2F127.0.0.1%3A2", &error);
  g_autoptr (SaneraTenantAddress) there = sanera_tenant_address_parse (
      "defender+https://api.security.microsoft.com/d/c?sign-in=http%3A%2F%2F127.0.0.1%3A2", NULL);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (here->sign_in, ==, "http://127.0.0.1:2");
  text = sanera_tenant_address_to_string (here);
  g_assert_cmpstr (text, ==, "defender+http://127.0.0.1:1/d/c?sign-in=http%3A%2F%2F127.0.0.1%3A2");
  /* A secret of Microsoft's goes to Microsoft. */
  g_assert_cmpstr (there->sign_in, ==, "https://login.microsoftonline.com");
  g_assert_null (sanera_tenant_address_parse ("https://example.org", NULL));
  g_assert_null (sanera_tenant_address_parse ("defender+https://example.org/d/c", NULL));
  g_assert_null (sanera_tenant_address_parse ("defender+nonsense", NULL));
}

static void
test_links (void)
{
  static const struct
  {
    const char *to;
    gboolean may;
  } links[] = {
    { "https://api.security.microsoft.com/api/x?$skip=1", TRUE },
    { "https://api.securitycenter.microsoft.com/api/x", TRUE },
    { "https://api-eu.securitycenter.windows.com/api/x", TRUE },
    { "http://api.securitycenter.microsoft.com/api/x", FALSE },
    { "https://api.securitycenter.microsoft.com:8443/api/x", FALSE },
    { "https://user@api.securitycenter.microsoft.com/api/x", FALSE },
    { "https://api-gov.securitycenter.microsoft.us/api/x", FALSE },
    { "https://graph.microsoft.com/beta/x", FALSE },
    { "https://example.org/api/x", FALSE },
  };
  g_autoptr (GUri) from =
      g_uri_parse ("https://api.security.microsoft.com", G_URI_FLAGS_NONE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (GUri) to = g_uri_parse (links[i].to, G_URI_FLAGS_NONE, NULL);

      if (sanera_tenant_address_may_follow (from, to) != links[i].may)
        g_error ("%s", links[i].to);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tenant-address/addresses", test_addresses);
  g_test_add_func ("/tenant-address/malformed", test_malformed);
  g_test_add_func ("/tenant-address/stand-in", test_stand_in);
  g_test_add_func ("/tenant-address/links", test_links);

  return g_test_run ();
}
