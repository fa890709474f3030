/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include "store-views.h"

/* The calls that read lists, in Defender's envelope. What they differ in stands in store-views.c.
 */

/* What is wrong with a query is the client's affair, and has a code of its own. */
static gboolean
pass_on (SaneraExchange *exchange, GError *problem, GError **error)
{
  if (g_error_matches (problem, SANERA_ERROR, SANERA_ERROR_INVALID))
    {
      g_autoptr (GError) invalid = problem;

      return sanera_exchange_refuse (exchange, error, 400, "ODataError", "%s", invalid->message);
    }

  g_propagate_error (error, problem);
  return FALSE;
}

static const char *
get_parent_id (SaneraExchange *exchange, const SaneraView *view)
{
  return view->parent != NULL ? sanera_exchange_get_param (exchange, 0) : NULL;
}

static gboolean
check_parent (SaneraDb *db, SaneraExchange *exchange, const SaneraView *view, GError **error)
{
  const char *id = get_parent_id (exchange, view);
  gboolean found;

  if (!sanera_view_check_parent (view, db, id, &found, error))
    return FALSE;
  if (!found)
    return sanera_exchange_refuse (exchange, error, 404, "ResourceNotFound", "%s %s was not found",
                                   view->parent_name, id);

  return TRUE;
}

static gboolean
read_query (SaneraExchange *exchange, SaneraViewQuery *query, GError **error)
{
  const char *top = sanera_exchange_get_query (exchange, "$top");
  const char *skip = sanera_exchange_get_query (exchange, "$skip");
  const char *count = sanera_exchange_get_query (exchange, "$count");

  query->filter = sanera_exchange_get_query (exchange, "$filter");
  query->orderby = sanera_exchange_get_query (exchange, "$orderby");
  query->select = sanera_exchange_get_query (exchange, "$select");
  query->skiptoken = sanera_exchange_get_query (exchange, "$skiptoken");
  query->top = SANERA_VIEW_MAX_TOP;
  query->count = g_strcmp0 (count, "true") == 0;
  if (top != NULL && !g_ascii_string_to_signed (top, 10, 0, SANERA_VIEW_MAX_TOP, &query->top, NULL))
    return sanera_exchange_refuse (exchange, error, 400, "ODataError",
                                   "$top must be a whole number from 0 to %d", SANERA_VIEW_MAX_TOP);
  if (skip != NULL && !g_ascii_string_to_signed (skip, 10, 0, G_MAXINT64, &query->skip, NULL))
    return sanera_exchange_refuse (exchange, error, 400, "ODataError",
                                   "$skip must be a whole number");
  if (count != NULL && !query->count && !g_str_equal (count, "false"))
    return sanera_exchange_refuse (exchange, error, 400, "ODataError",
                                   "$count must be true or false");

  return TRUE;
}

static void
append_escaped (GString *out, const char *name, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (out, "%s%s=%s", out->len > 0 ? "&" : "", name, escaped);
}

/* The same call from where this page ends; to be followed verbatim. */
static void
append_next_link (GString *out, SaneraExchange *exchange, const char *skiptoken)
{
  static const char *const kept[] = { "$filter", "$orderby", "$select", "$top" };
  g_autoptr (GString) query = g_string_new (NULL);
  g_autofree char *link = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *value = sanera_exchange_get_query (exchange, kept[i]);

      if (value != NULL)
        append_escaped (query, kept[i], value);
    }
  append_escaped (query, "$skiptoken", skiptoken);
  link = g_strdup_printf ("%s%s?%s", sanera_exchange_get_base (exchange),
                          sanera_exchange_get_path (exchange), query->str);
  g_string_append (out, ",\"@odata.nextLink\":");
  sanera_json_append_string (out, link);
}

static const char *
get_root (SaneraExchange *exchange)
{
  return g_str_has_prefix (sanera_exchange_get_route (exchange)->path, "/api/") ? "/api"
                                                                                : "/sanera/v1";
}

static void
append_context (GString *out, SaneraExchange *exchange, const char *context, const char *suffix)
{
  g_autofree char *url = g_strconcat (sanera_exchange_get_base (exchange), get_root (exchange),
                                      "/$metadata#", context, suffix, NULL);

  g_string_append (out, "\"@odata.context\":");
  sanera_json_append_string (out, url);
}

/**
 * sanera_route_list:
 * @db: the server's database
 * @exchange: the call; its route's data is the #SaneraView
 * @cancellable: cancelled when the client has gone
 * @error: set by a refusal (400 `ODataError`, 404), or when the database cannot be read
 *
 * `GET` of a list: `{"@odata.context","@odata.count"?,"value":[…],"@odata.nextLink"?}`.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_list (SaneraDb *db,
                   SaneraExchange *exchange,
                   GCancellable *cancellable,
                   GError **error)
{
  const SaneraView *view = sanera_exchange_get_route (exchange)->data;
  const char *parent_id = get_parent_id (exchange, view);
  g_autoptr (GString) out = g_string_new ("{");
  g_autofree char *skiptoken = NULL;
  SaneraViewQuery query = { 0 };
  GError *problem = NULL;
  gint64 count;

  if (!check_parent (db, exchange, view, error) || !read_query (exchange, &query, error))
    return FALSE;

  append_context (out, exchange, view->context, "");
  if (query.count)
    {
      if (!sanera_view_count (view, db, parent_id, query.filter, &count, &problem))
        return pass_on (exchange, problem, error);
      g_string_append_printf (out, ",\"@odata.count\":%" G_GINT64_FORMAT, count);
    }
  g_string_append (out, ",\"value\":");
  if (!sanera_view_append_rows (view, db, parent_id, &query, out, &skiptoken, &problem))
    return pass_on (exchange, problem, error);
  if (skiptoken != NULL)
    append_next_link (out, exchange, skiptoken);
  g_string_append_c (out, '}');

  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_count:
 * @db: the server's database
 * @exchange: the call; its route's data is the #SaneraView
 * @cancellable: cancelled when the client has gone
 * @error: set by a refusal (400 `ODataError`, 404), or when the database cannot be read
 *
 * `GET …/$count`: the bare number.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_count (SaneraDb *db,
                    SaneraExchange *exchange,
                    GCancellable *cancellable,
                    GError **error)
{
  const SaneraView *view = sanera_exchange_get_route (exchange)->data;
  const char *filter = sanera_exchange_get_query (exchange, "$filter");
  g_autofree char *text = NULL;
  GError *problem = NULL;
  gint64 count;

  if (!check_parent (db, exchange, view, error))
    return FALSE;
  if (!sanera_view_count (view, db, get_parent_id (exchange, view), filter, &count, &problem))
    return pass_on (exchange, problem, error);

  text = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  sanera_exchange_set_text (exchange, 200, text);
  return TRUE;
}

/**
 * sanera_route_one:
 * @db: the server's database
 * @exchange: the call; its route's data is the #SaneraView of the list it is in
 * @cancellable: cancelled when the client has gone
 * @error: set by a refusal (404), or when the database cannot be read
 *
 * `GET …/{id}`: one entity.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_one (SaneraDb *db, SaneraExchange *exchange, GCancellable *cancellable, GError **error)
{
  const SaneraView *view = sanera_exchange_get_route (exchange)->data;
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autoptr (GString) out = g_string_new ("{");
  gint64 version = 0;
  gboolean found;

  append_context (out, exchange, view->context, "/$entity");
  g_string_append_c (out, ',');
  if (!sanera_view_append_one (&view->format, db, id, out, &version, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, id, error);
  g_string_append_c (out, '}');

  /* Defender's dialect has figures in it that change without the version. */
  if (view->format.dialect == SANERA_JSON_SANERA && version > 0)
    sanera_exchange_set_etag (exchange, version);
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}
