/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "sanera-json.h"
#include "sanera-routes.h"
#include "store-imports.h"
#include "store-undo.h"

#define LIST_MAX 500
/* Most imports that are committed together. */
#define IDS_MAX 500

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
  /* The other pages may be uploaded next, to be joined with this one. */
  SaneraImportJob job = { .path = path, .may_go_on = TRUE };
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

/* Commits imports: 200 when exactly what was previewed has been done, now or before; 412 with a new
 * preview when by now it would be something else: then nothing was done. */
static gboolean
commit (SaneraDb *db, SaneraExchange *exchange, const char *const *ids, GError **error)
{
  const char *if_match = sanera_exchange_get_header (exchange, "if-match");
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *basis = NULL;
  g_auto (GStrv) paths = NULL;
  gboolean committed = FALSE;

  if (if_match == NULL)
    return sanera_exchange_refuse (exchange, error, 428, "PreconditionRequired",
                                   "If-Match must name the basis of the preview");
  basis = unquote (if_match);
  if (!sanera_imports_commit (db, ids, basis, sanera_exchange_get_person (exchange)->email,
                              sanera_exchange_get_now (exchange), &committed, &paths, out, error))
    return FALSE;
  if (committed)
    {
      for (char **path = paths; path != NULL && *path != NULL; path++)
        g_unlink (*path);
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
  const char *const ids[] = { sanera_exchange_get_param (exchange, 0), NULL };

  return commit (db, exchange, ids, error);
}

static char **
read_ids (SaneraExchange *exchange, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  g_auto (GStrv) ids = NULL;
  JsonObject *object = sanera_exchange_parse_body (exchange, &node, error);

  if (object == NULL)
    return NULL;
  if (!sanera_json_get_strv (object, "ids", "imports", &ids, &problem))
    sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s", problem->message);
  else if (ids == NULL || *ids == NULL)
    sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                            "Parameter ids is missing");
  else if (g_strv_length (ids) > IDS_MAX)
    sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                            "Invalid input: at most %d imports at once", IDS_MAX);
  else
    return g_steal_pointer (&ids);
  return NULL;
}

/**
 * sanera_route_preview_imports:
 * @db: the server's database
 * @exchange: `POST /sanera/v1/imports:preview {"ids": [...]}`, in the order they are to be done
 * @cancellable: (nullable): not used
 * @error: 400, 404 when there is no such import (any more)
 *
 * Answers 200 with what several imports would do together: `{id, basis, preview, imports}`.
 *
 * Returns: whether there is an answer
 */
gboolean
sanera_route_preview_imports (SaneraDb *db,
                              SaneraExchange *exchange,
                              GCancellable *cancellable,
                              GError **error)
{
  g_auto (GStrv) ids = read_ids (exchange, error);
  g_autoptr (GString) out = g_string_new (NULL);

  if (ids == NULL || !sanera_imports_preview_all (db, (const char *const *)ids,
                                                  sanera_exchange_get_now (exchange), out, error))
    return FALSE;
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_commit_imports:
 * @db: the server's database
 * @exchange: `POST /sanera/v1/imports:commit {"ids": [...]}` with `If-Match: "<basis>"`
 * @cancellable: (nullable): not used
 * @error: as sanera_route_commit_import(), 400
 *
 * Commits several imports in one transaction, as sanera_route_commit_import() does one.
 *
 * Returns: whether there is an answer
 */
gboolean
sanera_route_commit_imports (SaneraDb *db,
                             SaneraExchange *exchange,
                             GCancellable *cancellable,
                             GError **error)
{
  g_auto (GStrv) ids = read_ids (exchange, error);

  return ids != NULL && commit (db, exchange, (const char *const *)ids, error);
}

/**
 * sanera_route_undo_import:
 * @db: the server's database
 * @exchange: `POST /sanera/v1/imports/{id}/undo`
 * @cancellable: (nullable): not used
 * @error: 404 when there is no such import, 409 `NotLastImport` or `ActedOn`
 *
 * Takes the last import back, with those that were committed together with it. Answers 200 with
 * `{id, imports}`, also when that was done before.
 *
 * Returns: whether there is an answer
 */
gboolean
sanera_route_undo_import (SaneraDb *db,
                          SaneraExchange *exchange,
                          GCancellable *cancellable,
                          GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_auto (SaneraUndoReason) reason = { .at = SANERA_INT_NULL };
  g_autoptr (GString) out = g_string_new ("{\"id\":");
  g_auto (GStrv) imports = NULL;

  if (!sanera_undo_run (db, id, sanera_exchange_get_person (exchange)->email,
                        sanera_exchange_get_now (exchange), &reason, &imports, error))
    return FALSE;
  if (reason.state == SANERA_UNDO_NOT_LAST)
    return sanera_exchange_refuse (exchange, error, 409, sanera_undo_state_code (reason.state),
                                   "Only the last import can be taken back");
  if (reason.state == SANERA_UNDO_ACTED_ON)
    return sanera_exchange_refuse (
        exchange, error, 409, sanera_undo_state_code (reason.state),
        "What it brought has been changed since%s%s%s%s: it cannot be taken back any more",
        reason.person != NULL && *reason.person != '\0' ? " by " : "",
        reason.person != NULL ? reason.person : "", reason.event != NULL ? ", " : "",
        reason.event != NULL ? reason.event : "");

  sanera_json_append_string (out, id);
  g_string_append (out, ",\"imports\":[");
  for (char **other = imports; other != NULL && *other != NULL; other++)
    {
      if (other != imports)
        g_string_append_c (out, ',');
      sanera_json_append_string (out, *other);
    }
  g_string_append (out, "]}");
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
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
