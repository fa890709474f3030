/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "routes-entity.h"

#include "store-view.h"

/* What the calls that write have in common: they answer with the entity as it is now. */

/**
 * sanera_append_entity:
 * @db: the server's database
 * @format: how it is written
 * @id: of the entity
 * @out: where to write the object
 * @version: (out) (optional): its version
 * @found: (out): whether there is one; @out is without meaning when not
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_append_entity (SaneraDb *db,
                      const SaneraRowFormat *format,
                      const char *id,
                      GString *out,
                      gint64 *version,
                      gboolean *found,
                      GError **error)
{
  g_string_append_c (out, '{');
  if (!sanera_view_append_one (format, db, id, out, version, found, error))
    return FALSE;
  g_string_append_c (out, '}');

  return TRUE;
}

/**
 * sanera_answer_entity:
 * @db: the server's database
 * @exchange: a call
 * @format: how it is written
 * @status: HTTP status of the answer; 204 has no content
 * @id: of the entity
 * @error: set by a refusal (404), or when the database cannot be read
 *
 * Answers with an entity as it is now, and its ETag.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_answer_entity (SaneraDb *db,
                      SaneraExchange *exchange,
                      const SaneraRowFormat *format,
                      guint status,
                      const char *id,
                      GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gint64 version = 0;
  gboolean found;

  if (!sanera_append_entity (db, format, id, out, &version, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, id, error);

  sanera_exchange_set_etag (exchange, version);
  if (status == 204)
    sanera_exchange_set_empty (exchange, status);
  else
    sanera_exchange_set_json (exchange, status, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_refuse_missing:
 * @exchange: a call
 * @id: what was asked for
 * @error: set
 *
 * Refuses with 404: there is no such entity.
 *
 * Returns: %FALSE
 */
gboolean
sanera_refuse_missing (SaneraExchange *exchange, const char *id, GError **error)
{
  return sanera_exchange_refuse (exchange, error, 404, "ResourceNotFound",
                                 "Resource %s was not found", id);
}
