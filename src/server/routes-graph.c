/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include "sanera-json.h"
#include "store-graph.h"

/* The read side of Microsoft Graph's Intune security tasks, for tools that are written for Intune
 * (`/beta/deviceAppManagement/deviceAppManagementTasks`). What is decided there is in
 * routes-tickets.c. */

#define CONTEXT "/beta/$metadata#deviceAppManagement/deviceAppManagementTasks"

/* Options of OData that change what a list holds must not be ignored without a word. */
static gboolean
check_options (SaneraExchange *exchange, GError **error)
{
  static const char *const unknown[] = { "$orderby", "$select", "$skip", "$expand", "$search" };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    if (sanera_exchange_get_query (exchange, unknown[i]) != NULL)
      return sanera_exchange_refuse (exchange, error, 400, "BadRequest",
                                     "The query option %s is not supported here", unknown[i]);

  return TRUE;
}

static gboolean
read_query (SaneraExchange *exchange, SaneraGraphQuery *query, gboolean *count, GError **error)
{
  if (!check_options (exchange, error))
    return FALSE;

  *query = (SaneraGraphQuery){ .top = SANERA_GRAPH_MAX_TOP };
  *count = FALSE;
  query->filter = sanera_exchange_get_query (exchange, "$filter");
  return sanera_exchange_get_query_int (exchange, "$top", 1, SANERA_GRAPH_MAX_TOP, &query->top,
                                        error) &&
         sanera_exchange_get_query_int (exchange, "$skiptoken", 0, G_MAXINT64, &query->after,
                                        error) &&
         sanera_exchange_get_query_bool (exchange, "$count", count, error);
}

static void
append_context (GString *out, SaneraExchange *exchange, const char *suffix)
{
  g_autofree char *url = g_strconcat (sanera_exchange_get_base (exchange), CONTEXT, suffix, NULL);

  g_string_append (out, "\"@odata.context\":");
  sanera_json_append_string (out, url);
}

static void
append_next_link (GString *out, SaneraExchange *exchange, gint64 next)
{
  static const char *const kept[] = { "$filter", "$top" };
  g_autoptr (GString) link = g_string_new (sanera_exchange_get_base (exchange));

  if (next == 0)
    return;

  g_string_append_printf (link, "%s?$skiptoken=%" G_GINT64_FORMAT,
                          sanera_exchange_get_path (exchange), next);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *value = sanera_exchange_get_query (exchange, kept[i]);
      g_autofree char *escaped = value != NULL ? g_uri_escape_string (value, NULL, FALSE) : NULL;

      if (escaped != NULL)
        g_string_append_printf (link, "&%s=%s", kept[i], escaped);
    }
  g_string_append (out, ",\"@odata.nextLink\":");
  sanera_json_append_string (out, link->str);
}

static gboolean
pass_on (SaneraExchange *exchange, GError *problem, GError **error)
{
  if (g_error_matches (problem, SANERA_ERROR, SANERA_ERROR_INVALID))
    {
      g_autoptr (GError) invalid = problem;

      return sanera_exchange_refuse (exchange, error, 400, "BadRequest", "%s", invalid->message);
    }

  g_propagate_error (error, problem);
  return FALSE;
}

/**
 * sanera_route_graph_tasks:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal (400 `BadRequest`), or when the database cannot be read
 *
 * `GET /beta/deviceAppManagement/deviceAppManagementTasks`: `{"@odata.context","value":[…],
 * "@odata.nextLink"?}` with `$filter`, `$top` and `$count`.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_graph_tasks (SaneraDb *db,
                          SaneraExchange *exchange,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GString) out = g_string_new ("{");
  SaneraGraphQuery query;
  GError *problem = NULL;
  gboolean with_count;
  gint64 next, count;

  if (!read_query (exchange, &query, &with_count, error))
    return FALSE;

  append_context (out, exchange, "");
  if (with_count)
    {
      if (!sanera_graph_count_tasks (db, query.filter, &count, &problem))
        return pass_on (exchange, problem, error);
      g_string_append_printf (out, ",\"@odata.count\":%" G_GINT64_FORMAT, count);
    }
  g_string_append (out, ",\"value\":[");
  if (!sanera_graph_append_tasks (db, &query, out, &next, &problem))
    return pass_on (exchange, problem, error);
  g_string_append_c (out, ']');
  append_next_link (out, exchange, next);
  g_string_append_c (out, '}');

  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_graph_task:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal (404), or when the database cannot be read
 *
 * `GET /beta/deviceAppManagement/deviceAppManagementTasks/{id}`.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_graph_task (SaneraDb *db,
                         SaneraExchange *exchange,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GString) out = g_string_new ("{");
  gint64 version;
  gboolean found;

  append_context (out, exchange, "/$entity");
  g_string_append_c (out, ',');
  if (!sanera_graph_append_task (db, sanera_exchange_get_param (exchange, 0), out, &version, &found,
                                 error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, sanera_exchange_get_param (exchange, 0), error);
  g_string_append_c (out, '}');

  /* The number of its devices changes without the version, so this is no ETag for 304: the version
   * for an If-Match stands in the body. */
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_graph_devices:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal (400 `BadRequest`, 404), or when the database cannot be read
 *
 * `GET /beta/deviceAppManagement/deviceAppManagementTasks/{id}/managedDevices`: the devices of a
 * task, with `$top`.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_graph_devices (SaneraDb *db,
                            SaneraExchange *exchange,
                            GCancellable *cancellable,
                            GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autoptr (GString) out = g_string_new ("{");
  g_autofree char *suffix = NULL;
  SaneraGraphQuery query;
  gboolean found, with_count;
  gint64 next;

  if (!read_query (exchange, &query, &with_count, error))
    return FALSE;
  if (query.filter != NULL || with_count)
    return sanera_exchange_refuse (exchange, error, 400, "BadRequest",
                                   "Only the query option $top is supported here");

  suffix = g_strdup_printf ("('%s')/managedDevices", id);
  append_context (out, exchange, suffix);
  g_string_append (out, ",\"value\":[");
  if (!sanera_graph_append_devices (db, id, &query, out, &next, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, sanera_exchange_get_param (exchange, 0), error);
  g_string_append_c (out, ']');
  append_next_link (out, exchange, next);
  g_string_append_c (out, '}');

  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}
