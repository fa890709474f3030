/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-identity.h"

#include "sanera-json.h"

/* By what a device is known, for people: what they need to know to take it apart again, or to say
 * that another one is another one. */

/* Most names and similar devices that are told of one. */
#define LISTED_MAX "50"

#define SIMILAR                                                                              \
  "machine_doubts d JOIN machines m ON m.row_id = CASE d.machine WHEN ?1 THEN d.other ELSE " \
  "d.machine END WHERE ?1 IN (d.machine, d.other) AND NOT d.apart "

static gboolean
append_rows (SaneraDb *db,
             GString *out,
             const char *const *members,
             const char *sql,
             gint64 machine,
             GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, machine);
  for (guint n = 0;; n++)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      g_string_append (out, n > 0 ? ",{" : "{");
      for (int i = 0; members[i] != NULL; i++)
        {
          g_string_append_printf (out, "%s\"%s\":", i > 0 ? "," : "", members[i]);
          sanera_json_append_string (out, sanera_db_column_text (statement, i));
        }
      g_string_append_c (out, '}');
    }
}

/**
 * sanera_identity_append_json:
 * @db: the server's database
 * @machine: row id of a device
 * @out: where to write `{"identities": [{"name", "kind", "value"}], "similar": [{"id", "name",
 *   "kind"}]}`: by what it is known, with the name that a report used together with it, and the
 *   devices that it may be the same as, with what they share
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_identity_append_json (SaneraDb *db, gint64 machine, GString *out, GError **error)
{
  static const char *const of_identity[] = { "name", "kind", "value", NULL };
  static const char *const of_similar[] = { "id", "name", "kind", NULL };

  g_string_append (out, "{\"identities\":[");
  if (!append_rows (db, out, of_identity,
                    "SELECT origin, kind, value FROM machine_identities WHERE machine = ? ORDER BY "
                    "origin, kind, value",
                    machine, error))
    return FALSE;
  g_string_append (out, "],\"similar\":[");
  if (!append_rows (db, out, of_similar,
                    "SELECT m.id, coalesce (m.computer_dns_name, ''), d.kind FROM " SIMILAR
                    "ORDER BY m.computer_dns_name, m.id",
                    machine, error))
    return FALSE;
  g_string_append (out, "]}");
  return TRUE;
}

/**
 * sanera_identity_mark:
 * @db: the server's database
 * @machine: row id of a device
 * @dirty: added to
 * @error: when the database cannot be read
 *
 * Marks a device, and those that it may be the same as, which name it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_identity_mark (SaneraDb *db, gint64 machine, SaneraDirty *dirty, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT CASE machine WHEN ?1 THEN other ELSE machine END FROM machine_doubts WHERE ?1 IN "
      "(machine, other)",
      error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, machine);
  sanera_dirty_add (dirty->identities, machine);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (has_row)
        sanera_dirty_add (dirty->identities, sqlite3_column_int64 (statement, 0));
    }
  return TRUE;
}

/* What a report called the device, and what came with that name. */
static gboolean
append_name (SaneraDb *db, gint64 machine, const char *name, GString *out, GError **error)
{
  g_autofree char *id = sanera_identity_name_id (name);
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT EXISTS (SELECT 1 FROM machines WHERE id = ?3), (SELECT json_group_array (json_object "
      "('kind', kind, 'value', value)) FROM machine_identities WHERE machine = ?1 AND origin = "
      "?2), "
      "(SELECT json_group_array (source) FROM (SELECT DISTINCT source FROM assessments WHERE "
      "machine = ?1 AND origin = ?2 ORDER BY 1)), (SELECT count (DISTINCT vulnerability) FROM "
      "findings WHERE machine = ?1 AND open = 1 AND assessment IN (SELECT row_id FROM assessments "
      "WHERE machine = ?1 AND origin = ?2)), (SELECT max (assessed_on) FROM assessments WHERE "
      "machine = ?1 AND origin = ?2)",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, machine);
  sanera_db_bind_text (statement, 2, name);
  sanera_db_bind_text (statement, 3, id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  g_assert (has_row);
  g_string_append (out, "{\"name\":");
  sanera_json_append_string (out, name);
  g_string_append_printf (
      out, ",\"fixed\":%s,\"known\":%s,\"sources\":%s,\"weaknesses\":%" G_GINT64_FORMAT,
      sqlite3_column_int (statement, 0) != 0 ? "true" : "false",
      sanera_db_column_text (statement, 1), sanera_db_column_text (statement, 2),
      (gint64)sqlite3_column_int64 (statement, 3));
  g_string_append (out, ",\"assessedOn\":");
  if (sqlite3_column_type (statement, 4) == SQLITE_NULL)
    g_string_append (out, "null}");
  else
    {
      sanera_json_append_time (out, sqlite3_column_int64 (statement, 4));
      g_string_append_c (out, '}');
    }
  sanera_db_reset (statement);
  return TRUE;
}

static GPtrArray *
read_names (SaneraDb *db, gint64 machine, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = sanera_db_prepare (db,
                                               "SELECT DISTINCT origin FROM machine_identities "
                                               "WHERE machine = ? ORDER BY 1 LIMIT " LISTED_MAX,
                                               error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, machine);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (names, g_strdup (sanera_db_column_text (statement, 0)));
    }
  return g_steal_pointer (&names);
}

/**
 * sanera_identity_derive:
 * @db: the server's database, in a transaction
 * @machine: row id of a device; one that has gone is nothing
 * @error: when it cannot be written
 *
 * Writes what the field "identity" tells: the names that reports use for the device, with what
 * came with each, when there are several; and the devices that it may be the same as.
 *
 * Returns: whether it went well
 */
gboolean
sanera_identity_derive (SaneraDb *db, gint64 machine, GError **error)
{
  static const char *const of_similar[] = { "id", "name", "kind", NULL };
  g_autoptr (GPtrArray) names = read_names (db, machine, error);
  g_autoptr (GString) out = NULL;
  gint64 similar;

  if (names == NULL ||
      !sanera_db_query_int (db, &similar, error, "SELECT count (*) FROM " SIMILAR, "i", machine))
    return FALSE;
  if (names->len > 1 || similar > 0)
    {
      out = g_string_new ("{\"names\":[");
      for (guint i = 0; names->len > 1 && i < names->len; i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          if (!append_name (db, machine, names->pdata[i], out, error))
            return FALSE;
        }
      g_string_append (out, "],\"similar\":[");
      if (!append_rows (db, out, of_similar,
                        "SELECT m.id, coalesce (m.computer_dns_name, ''), d.kind FROM " SIMILAR
                        "ORDER BY m.computer_dns_name, m.id LIMIT " LISTED_MAX,
                        machine, error))
        return FALSE;
      g_string_append (out, "]}");
    }
  return sanera_db_run_sql (db, error,
                            "UPDATE machines SET identity = ?2, similar_devices = ?3, change = "
                            "NULL WHERE row_id = ?1 AND (identity IS NOT ?2 OR similar_devices IS "
                            "NOT ?3)",
                            "iti", machine, out != NULL ? out->str : NULL, similar);
}
