/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-router.h"

#include <string.h>

/* A path of more segments than any pattern has is not looked at further. */
#define MAX_SEGMENTS 8

/* Splits a raw path into unescaped segments; NULL when it is not UTF-8, holds an escaped NUL, has
 * too many segments or an empty one in the middle. A trailing slash is allowed: Microsoft's own
 * pages write `/api/remediationtasks/`. */
static char **
split_path (const char *path)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) raw = NULL;
  guint n;

  if (*path != '/')
    return NULL;
  raw = g_strsplit (path + 1, "/", MAX_SEGMENTS + 2);
  n = g_strv_length (raw);
  if (n > 0 && *raw[n - 1] == '\0')
    n--;
  if (n > MAX_SEGMENTS)
    return NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *segment = g_uri_unescape_string (raw[i], NULL);

      if (segment == NULL || *segment == '\0' || !g_utf8_validate (segment, -1, NULL))
        return NULL;
      g_strv_builder_add (builder, segment);
    }

  return g_strv_builder_end (builder);
}

/* Both tables and requests are short: a linear walk over some fifty patterns costs microseconds. */
static gboolean
match_pattern (const char *pattern, char **segments, char ***params)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *p = pattern;

  for (; *segments != NULL; segments++)
    {
      const char *end;
      gsize length;

      if (*p != '/')
        return FALSE;
      p++;
      end = strchrnul (p, '/');
      length = (gsize)(end - p);
      if (*p == '{')
        g_strv_builder_add (builder, *segments);
      else if (strlen (*segments) != length || g_ascii_strncasecmp (*segments, p, length) != 0)
        return FALSE;
      p = end;
    }
  if (*p != '\0')
    return FALSE;

  *params = g_strv_builder_end (builder);
  return TRUE;
}

/**
 * sanera_router_match:
 * @method: the request's method; HEAD is answered by GET's route
 * @path: the request's path as it came, still escaped
 * @params: (out) (transfer full): what stood at the pattern's `{…}`, in order, unescaped; set only
 *   together with a route
 * @allowed: (out) (transfer full) (nullable): without a route: the methods that @path takes, for
 *   the `Allow` header; %NULL when no route has that path
 *
 * Finds the call that a request means.
 *
 * Returns: (nullable) (transfer none): the route
 */
const SaneraRoute *
sanera_router_match (const char *method, const char *path, char ***params, char **allowed)
{
  g_auto (GStrv) segments = split_path (path);
  g_autoptr (GString) methods = NULL;
  char **at = segments;
  char *version;

  *params = NULL;
  *allowed = NULL;
  if (segments == NULL)
    return NULL;
  if (g_str_equal (method, "HEAD"))
    method = "GET";

  if (g_strv_length (segments) > 1 && g_ascii_strcasecmp (segments[0], "api") == 0 &&
      g_ascii_strcasecmp (segments[1], "v1.0") == 0)
    {
      /* The version moves to the front, where nobody looks; the array still owns it. */
      version = segments[1];
      segments[1] = segments[0];
      segments[0] = version;
      at = segments + 1;
    }

  for (guint i = 0; i < sanera_n_routes; i++)
    {
      const SaneraRoute *route = &sanera_routes[i];
      g_auto (GStrv) found = NULL;

      if (!match_pattern (route->path, at, &found))
        continue;
      if (g_str_equal (route->method, method))
        {
          *params = g_steal_pointer (&found);
          return route;
        }
      if (methods == NULL)
        methods = g_string_new (route->method);
      else
        g_string_append_printf (methods, ", %s", route->method);
    }

  if (methods != NULL)
    *allowed = g_string_free (g_steal_pointer (&methods), FALSE);
  return NULL;
}
