/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>

#include "sanera-rate-limit.h"
#include "sanera-router.h"

static const SaneraRoute *
match (const char *method, const char *path, char ***params)
{
  g_autofree char *allowed = NULL;

  return sanera_router_match (method, path, params, &allowed);
}

static void
test_paths (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *pattern; /* NULL: no route */
    const char *param;
  } cases[] = {
    { "GET", "/healthz", "/healthz", NULL },
    { "HEAD", "/healthz", "/healthz", NULL },
    { "GET", "/api/recommendations", "/api/recommendations", NULL },
    { "GET", "/API/Recommendations/", "/api/recommendations", NULL },
    { "GET", "/api/v1.0/recommendations", "/api/recommendations", NULL },
    { "GET", "/api/recommendations/$count", "/api/recommendations/$count", NULL },
    { "GET", "/api/recommendations/va-_-a-_-b", "/api/recommendations/{id}", "va-_-a-_-b" },
    { "GET", "/api/recommendations/a%2Fb%20c", "/api/recommendations/{id}", "a/b c" },
    { "GET", "/api/v1.0/recommendations/x/MACHINEREFERENCES",
      "/api/recommendations/{id}/machineReferences", "x" },
    { "GET", "/api//recommendations", NULL, NULL },
    { "GET", "/api/recommendations/%ff", NULL, NULL },
    { "GET", "/api/recommendations/%00", NULL, NULL },
    { "GET", "/", NULL, NULL },
    { "GET", "", NULL, NULL },
    { "GET", "/a/b/c/d/e/f/g/h/i/j/k", NULL, NULL },
    { "PUT", "/healthz", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) params = NULL;
      const SaneraRoute *route = match (cases[i].method, cases[i].path, &params);

      g_assert_cmpstr (route != NULL ? route->path : NULL, ==, cases[i].pattern);
      if (cases[i].param != NULL)
        g_assert_cmpstr (params[0], ==, cases[i].param);
    }
}

static void
test_allowed (void)
{
  g_auto (GStrv) params = NULL;
  g_autofree char *allowed = NULL;

  g_assert_null (sanera_router_match ("PUT", "/sanera/v1/settings", &params, &allowed));
  g_assert_cmpstr (allowed, ==, "GET, PATCH");
}

/* Every call but one needs a capability, has exactly one way to be answered, and what writes is not
 * open to those who may only read. */
static void
test_table (void)
{
  for (guint i = 0; i < sanera_n_routes; i++)
    {
      const SaneraRoute *route = &sanera_routes[i];
      SaneraCapability reader = sanera_role_get_capabilities (SANERA_ROLE_READER);

      g_assert_true ((route->run == SANERA_RUN_HANDLER) == (route->handler != NULL));
      g_assert_true ((route->run == SANERA_RUN_HANDLER) == (route->work == NULL));
      if (route->capability == SANERA_CAPABILITY_NONE)
        g_assert_cmpstr (route->path, ==, "/healthz");
      if (!g_str_equal (route->method, "GET"))
        g_assert_cmpint (route->capability & reader, ==, 0);
      else
        g_assert_cmpint (route->body, ==, SANERA_BODY_NONE);
      for (guint j = 0; j < i; j++)
        g_assert_false (g_str_equal (route->method, sanera_routes[j].method) &&
                        g_str_equal (route->path, sanera_routes[j].path));
    }
}

static void
test_roles (void)
{
  g_auto (GStrv) all = sanera_role_dup_capability_nicks (SANERA_ROLE_ADMIN);
  SaneraCapability it = sanera_role_get_capabilities (SANERA_ROLE_IT_ADMIN);
  SaneraCapability security = sanera_role_get_capabilities (SANERA_ROLE_SECURITY_ADMIN);

  g_assert_cmpint (g_strv_length (all), ==, 1);
  g_assert_cmpstr (all[0], ==, "all");
  g_assert_cmpint (sanera_role_get_capabilities ((SaneraRole)0), ==, 0);
  /* no inheritance, and whoever requests does not decide */
  g_assert_cmpint (it & SANERA_CAPABILITY_REQUEST, ==, 0);
  g_assert_cmpint (it & SANERA_CAPABILITY_DECIDE, !=, 0);
  g_assert_cmpint (security & SANERA_CAPABILITY_DECIDE, ==, 0);
  g_assert_cmpint (security & SANERA_CAPABILITY_ADMINISTER, ==, 0);
}

static void
test_rate_limit (void)
{
  SaneraRateLimit *limit = sanera_rate_limit_new (60);
  gint64 now = 1000 * G_USEC_PER_SEC;

  for (int i = 0; i < 60; i++)
    g_assert_cmpuint (sanera_rate_limit_take (limit, "a", now), ==, 0);
  g_assert_cmpuint (sanera_rate_limit_take (limit, "a", now), ==, 1);
  g_assert_cmpuint (sanera_rate_limit_take (limit, "b", now), ==, 0);
  g_assert_cmpuint (sanera_rate_limit_take (limit, "a", now + G_USEC_PER_SEC), ==, 0);
  g_assert_cmpuint (sanera_rate_limit_take (limit, "a", now + G_USEC_PER_SEC), ==, 1);
  /* never more than one minute's worth */
  now += 3600 * (gint64)G_USEC_PER_SEC;
  for (int i = 0; i < 60; i++)
    g_assert_cmpuint (sanera_rate_limit_take (limit, "a", now), ==, 0);
  g_assert_cmpuint (sanera_rate_limit_take (limit, "a", now), >, 0);

  g_assert_true (sanera_rate_limit_enter (limit, "a", 1));
  g_assert_false (sanera_rate_limit_enter (limit, "a", 1));
  sanera_rate_limit_leave (limit, "a");
  g_assert_true (sanera_rate_limit_enter (limit, "a", 1));
  sanera_rate_limit_free (limit);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/router/paths", test_paths);
  g_test_add_func ("/server/router/allowed", test_allowed);
  g_test_add_func ("/server/router/table", test_table);
  g_test_add_func ("/server/roles", test_roles);
  g_test_add_func ("/server/rate-limit", test_rate_limit);

  return g_test_run ();
}
