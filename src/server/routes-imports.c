/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "sanera-json.h"
#include "sanera-routes.h"
#include "store-imports.h"

#define LIST_MAX 500

/**
 * sanera_route_post_import:
 * @db: the server's database
 * @exchange: `POST /sanera/v1/imports?group=&complete=&name=`, the report as its body
 * @cancellable: (nullable): not used
 * @error: when the report cannot be read
 *
 * Answers 201 with `{id, basis, preview}`. Nothing is imported yet; the report is kept for an hour.
 *
 * Returns: whether there is an answer
 */
gboolean
sanera_route_post_import (SaneraDb *db,
                          SaneraExchange *exchange,
                          GCancellable *cancellable,
                          GError **error)
{
  const char *group = sanera_exchange_get_query (exchange, "group");
  const char *name = sanera_exchange_get_query (exchange, "name");
  const char *path = sanera_exchange_get_body_path (exchange);
  SaneraImportJob job = { .path = path };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *id = NULL;
  gboolean complete = FALSE;

  if (!sanera_exchange_get_query_bool (exchange, "complete", &complete, error))
    return FALSE;
  if (path == NULL)
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "The report is missing: it is the body of this call");

  job.name = name != NULL && *name != '\0' ? name : "report";
  job.group = group != NULL && *group != '\0' ? group : NULL;
  if (sanera_exchange_get_query (exchange, "complete") != NULL)
    job.complete = complete ? SANERA_IMPORT_COMPLETE : SANERA_IMPORT_PARTIAL;
  job.person = sanera_exchange_get_person (exchange)->email;
  job.now = sanera_exchange_get_now (exchange);
  if (!sanera_imports_purge (db, job.now, error) ||
      !sanera_imports_preview (db, &job, &id, out, error))
    return FALSE;

  /* From here on the file belongs to the import. */
  g_free (sanera_exchange_steal_body_path (exchange));
  sanera_exchange_set_json (exchange, 201, g_steal_pointer (&out));
  return TRUE;
}

/* The tag of an If-Match without its quotes. */
static char *
unquote (const char *tag)
{
  gsize length = strlen (tag);

  if (length >= 2 && tag[0] == '"' && tag[length - 1] == '"')
    return g_strndup (tag + 1, length - 2);
  return g_strdup (tag);
}

/**
 * sanera_route_commit_import:
 * @db: the server's database
 * @exchange: `POST /sanera/v1/imports/{id}/commit` with `If-Match: "<basis>"`
 * @cancellable: (nullable): not used
 * @error: 404 when there is no such import (any more), 428 without `If-Match`
 *
 * Answers 200 when exactly what was previewed has been done, now or before; 412 with a new preview
 * when by now it would do something else: then nothing was done.
 *
 * Returns: whether there is an answer
 */
gboolean
sanera_route_commit_import (SaneraDb *db,
                            SaneraExchange *exchange,
                            GCancellable *cancellable,
                            GError **error)
{
  const char *if_match = sanera_exchange_get_header (exchange, "if-match");
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *basis = NULL;
  g_autofree char *path = NULL;
  gboolean committed = FALSE;

  if (if_match == NULL)
    return sanera_exchange_refuse (exchange, error, 428, "PreconditionRequired",
                                   "If-Match must name the basis of the preview");
  basis = unquote (if_match);
  if (!sanera_imports_commit (db, sanera_exchange_get_param (exchange, 0), basis,
                              sanera_exchange_get_person (exchange)->email,
                              sanera_exchange_get_now (exchange), &committed, &path, out, error))
    return FALSE;
  if (committed)
    {
      if (path != NULL)
        g_unlink (path);
      sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
      return TRUE;
    }

  /* The new preview stays in the database, so this is an answer and no refusal. */
  g_string_truncate (out, out->len - 1);
  g_string_append (out,
                   ",\"error\":{\"code\":\"PreconditionFailed\",\"message\":\"By now the import "
                   "would do something else\",\"target\":");
  sanera_json_append_string (out, sanera_exchange_get_request_id (exchange));
  g_string_append (out, "}}");
  sanera_exchange_set_json (exchange, 412, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_imports:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when the database cannot be read
 *
 * `GET /sanera/v1/imports?limit=&before=`: the imports that were carried out, newest first: who,
 * when, which file, and what came of it. At most 500 a page, `@odata.nextLink` when there are more.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_imports (SaneraDb *db,
                      SaneraExchange *exchange,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GString) out = g_string_new ("{\"value\":[");
  g_autofree char *next = NULL;
  gint64 limit = LIST_MAX;

  if (!sanera_exchange_get_query_int (exchange, "limit", 1, LIST_MAX, &limit, error) ||
      !sanera_imports_append_list (db, sanera_exchange_get_query (exchange, "before"), limit, out,
                                   &next, error))
    return FALSE;

  g_string_append_c (out, ']');
  if (next != NULL)
    {
      g_autofree char *url = g_strdup_printf ("%s%s?limit=%" G_GINT64_FORMAT "&before=%s",
                                              sanera_exchange_get_base (exchange),
                                              sanera_exchange_get_path (exchange), limit, next);

      g_string_append (out, ",\"@odata.nextLink\":");
      sanera_json_append_string (out, url);
    }
  g_string_append_c (out, '}');
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}
