/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include <string.h>

#include "sanera-json.h"
#include "sanera-time.h"
#include "store-audit-list.h"
#include "store-audit.h"

/* What was written down (rule R11). */

#define SYSTEM "system"

/* A date stands for its first moment, or with @whole_day for the first one after it. */
static gboolean
read_moment (SaneraExchange *exchange,
             const char *name,
             gboolean whole_day,
             gint64 *moment,
             GError **error)
{
  const char *text = sanera_exchange_get_query (exchange, name);
  gint64 date, time;

  if (text == NULL)
    return TRUE;

  date = sanera_date_parse (text);
  if (date != SANERA_INT_NULL)
    {
      *moment = whole_day ? date + SANERA_TIME_DAY : date;
      return TRUE;
    }
  time = sanera_time_parse (text);
  if (time == SANERA_INT_NULL)
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "%s must be a date or a time", name);

  *moment = time;
  return TRUE;
}

static gboolean
read_csv (SaneraExchange *exchange, gboolean *csv, GError **error)
{
  const char *format = sanera_exchange_get_query (exchange, "format");
  const char *accept = sanera_exchange_get_header (exchange, "accept");

  if (format != NULL && !g_str_equal (format, "csv") && !g_str_equal (format, "json"))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "format must be json or csv");

  *csv = format != NULL ? g_str_equal (format, "csv")
                        : accept != NULL && g_str_has_prefix (accept, "text/csv");
  return TRUE;
}

static const char *
get_filter (SaneraExchange *exchange, const char *name)
{
  const char *text = sanera_exchange_get_query (exchange, name);

  return text != NULL && *text != '\0' ? text : NULL;
}

/* The same call from where this page ends; to be followed verbatim. */
static char *
make_next_link (SaneraExchange *exchange, gint64 next)
{
  static const char *const kept[] = {
    "from", "to", "person", "event", "entity", "limit", "format"
  };
  g_autoptr (GString) query = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *value = sanera_exchange_get_query (exchange, kept[i]);
      g_autofree char *escaped = NULL;

      if (value == NULL)
        continue;
      escaped = g_uri_escape_string (value, NULL, FALSE);
      g_string_append_printf (query, "%s=%s&", kept[i], escaped);
    }
  g_string_append_printf (query, "before=%" G_GINT64_FORMAT, next);

  return g_strdup_printf ("%s%s?%s", sanera_exchange_get_base (exchange),
                          sanera_exchange_get_path (exchange), query->str);
}

static gboolean
answer_csv (SaneraDb *db, SaneraExchange *exchange, const SaneraAuditQuery *query, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gint64 next;

  if (!sanera_audit_append_csv (db, query, out, &next, error))
    return FALSE;
  if (next > 0)
    {
      g_autofree char *url = make_next_link (exchange, next);
      g_autofree char *header = g_strdup_printf ("<%s>; rel=\"next\"", url);

      sanera_exchange_set_header (exchange, "Link", header);
    }
  sanera_exchange_set_text (exchange, 200, out->str);
  sanera_exchange_set_content_type (exchange, "text/csv; charset=utf-8");
  return TRUE;
}

static gboolean
answer_json (SaneraDb *db, SaneraExchange *exchange, const SaneraAuditQuery *query, GError **error)
{
  g_autoptr (GString) out = g_string_new ("{\"value\":[");
  gint64 next;

  if (!sanera_audit_append_json (db, query, out, &next, error))
    return FALSE;
  g_string_append_c (out, ']');
  if (next > 0)
    {
      g_autofree char *url = make_next_link (exchange, next);

      g_string_append (out, ",\"@odata.nextLink\":");
      sanera_json_append_string (out, url);
    }
  g_string_append_c (out, '}');
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_audit:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: cancelled when the client has gone
 * @error: set by a refusal, or when the database cannot be read
 *
 * `GET /sanera/v1/audit?from=&to=&person=&event=&entity=&limit=&before=`: the audit log, newest
 * first. `from` and `to` are dates (`to` with its whole day) or moments; `person` is an e-mail
 * address or `system`; `entity` a type, or a type, a slash and an id. As JSON (at most 1,000 lines
 * a page, `@odata.nextLink` when there are more), or with `format=csv` or `Accept: text/csv` as CSV
 * (at most 10,000 lines, `Link: <…>; rel="next"`; only the first page names the columns, so that
 * pages can be put one behind the other).
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_audit (SaneraDb *db,
                    SaneraExchange *exchange,
                    GCancellable *cancellable,
                    GError **error)
{
  SaneraAuditQuery query = { .from = 0, .to = G_MAXINT64, .before = G_MAXINT64 };
  const char *entity = get_filter (exchange, "entity");
  const char *slash = entity != NULL ? strchr (entity, '/') : NULL;
  g_autofree char *entity_type =
      entity != NULL ? g_strndup (entity, slash != NULL ? (gsize)(slash - entity) : strlen (entity))
                     : NULL;
  gboolean csv = FALSE;

  if (!read_csv (exchange, &csv, error))
    return FALSE;

  query.limit = csv ? SANERA_AUDIT_MAX_CSV : SANERA_AUDIT_MAX;
  query.event = get_filter (exchange, "event");
  query.person = get_filter (exchange, "person");
  if (g_strcmp0 (query.person, SYSTEM) == 0)
    query.person = "";
  query.entity_type = entity_type;
  query.entity_id = slash != NULL ? slash + 1 : NULL;
  if (!read_moment (exchange, "from", FALSE, &query.from, error) ||
      !read_moment (exchange, "to", TRUE, &query.to, error) ||
      !sanera_exchange_get_query_int (exchange, "limit", 1, query.limit, &query.limit, error) ||
      !sanera_exchange_get_query_int (exchange, "before", 1, G_MAXINT64, &query.before, error))
    return FALSE;

  return csv ? answer_csv (db, exchange, &query, error) : answer_json (db, exchange, &query, error);
}

/**
 * sanera_route_audit_line:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal (404), or when the database cannot be read
 *
 * `GET /sanera/v1/audit/{line}`: `{"id","hash"}` of one line of the log, for everybody. A client
 * keeps number and hash of the last line it was told of (`fleet.auditLength` and `fleet.auditHead`
 * of the change feed), and asks for that line when there are more: as every hash covers the one
 * before, the log still is what it was, and only longer, exactly when the hash is the same. No line
 * with that number, or another hash: the log was cut off, changed, or put back.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_audit_line (SaneraDb *db,
                         SaneraExchange *exchange,
                         GCancellable *cancellable,
                         GError **error)
{
  const char *text = sanera_exchange_get_param (exchange, 0);
  g_autofree char *hash = NULL;
  g_autoptr (GString) out = NULL;
  gint64 line;

  if (!g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &line, NULL))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "A line of the audit log is a number from 1");
  if (!sanera_audit_get_hash (db, line, &hash, error))
    return FALSE;
  if (hash == NULL)
    return sanera_exchange_refuse (exchange, error, 404, "ResourceNotFound",
                                   "The audit log has no line %" G_GINT64_FORMAT, line);

  out = g_string_new (NULL);
  g_string_append_printf (out, "{\"id\":\"%" G_GINT64_FORMAT "\",\"hash\":\"%s\"}", line, hash);
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}
